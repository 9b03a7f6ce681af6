/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page to PDF, by a browser that is installed: Chromium or Chrome, else WeasyPrint. Started without a shell, in a folder of its own
 * with a profile of its own, which is removed again; stopped after `seconds` and on an interrupt. */
#ifndef PDCA_CLI_PRINTER_H
#define PDCA_CLI_PRINTER_H

#include "base/arena.h"
#include "base/err.h"

/* The PDF of a page that loads nothing, in the arena. The working folder is made beside `target`, where the caller may write (a confined
 * browser does not see /tmp). ERR_NO_PRINTER (list), ERR_PRINTER (program, reason, n, lines: the last ones it wrote), ERR_INTERRUPTED,
 * ERR_IO, ERR_NO_PERMISSION. */
err_code printer_pdf(arena *a, const char *target, str html, int seconds, str *ret_pdf, err *e);

#endif
