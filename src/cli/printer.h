/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page to PDF, by a browser that is installed: Chromium or Chrome, else WeasyPrint. Started without a shell, in a folder of its own
 * with a profile of its own, which is removed again; stopped after `seconds` and on an interrupt. */
#ifndef PDCA_CLI_PRINTER_H
#define PDCA_CLI_PRINTER_H

#include "base/arena.h"
#include "base/err.h"

typedef struct printer {
    const char *name, *path; /* "chromium", and where it was found */
    bool browser;            /* draws like one: masks, the page's style in drawings */
} printer;

/* The first that is installed; names live in the arena. ERR_NO_PRINTER (list). */
err_code printer_find(arena *a, printer *ret_printer, err *e);

/* The PDF of a page that loads nothing, in the arena. The working folder is made beside `target`, where the caller may write (a confined
 * browser does not see /tmp). ERR_PRINTER (program, reason, n, lines: the last ones it wrote), ERR_INTERRUPTED,
 * ERR_IO, ERR_NO_PERMISSION. */
err_code printer_pdf(const printer *p, arena *a, const char *target, str html, int seconds, str *ret_pdf, err *e);

#endif
