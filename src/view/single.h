/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of the site as one file that stands alone: for mail, chat and paper. The styles are inside, allowed by their SHA-256; there is no
 * script, nothing is asked for from anywhere, and what only makes sense on the site is left out: navigation, filters, buttons (all
 * that print hides, but not the data tables). Links to other pages become text; those into the page and to other sites stay. */
#ifndef PDCA_VIEW_SINGLE_H
#define PDCA_VIEW_SINGLE_H

#include "base/buf.h"
#include "base/err.h"

/* How such a file says that it is ours: <meta name="generator" content="pdca 0.1.0"/> */
#define SINGLE_MARK "content=\"pdca "

typedef struct single_options {
    str file;      /* the page's file name with its extension: links to it stay */
    str page;      /* the page's name: also that of its @page in print.css */
    str print_css; /* what the site's print.css holds */
    str running;   /* what stands at the head of every printed page at the right: document and version */
    str foot, seal; /* the last line of the file: where it comes from, and the chain's head */
    str note;      /* empty, or what else stands there */
    bool plain;    /* for a printer that draws without masks and styles no drawing by the page's sheet: charts bring their own, icons go */
} single_options;

/* Appends the file. `html` must be a page that xml_inspect_page has found sound. ERR_PAGE_BROKEN where it is none. */
err_code single_file(buf *out, const single_options *o, str html, err *e);

#endif
