/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The site: every page in every language as HTML and Markdown, drawings and assets, as files. */
#ifndef PDCA_SITE_SITE_H
#define PDCA_SITE_SITE_H

#include <signal.h>

#include "base/words.h"
#include "monitor/leak.h"
#include "store/store.h"

typedef struct site_options {
    const char *out;           /* the site's folder; the one above it must be there */
    const char *templates_dir; /* the workspace's own templates; NULL none */
    lang langs[LANG_COUNT];    /* the first stands at the root, the other in a folder of its own */
    int n_langs;
    lang *sql_lang;            /* where the SQL functions read their language (record_ctx.language); put back at the end */
    bool check_all;            /* render and inspect every page, not one of each kind */
    bool full;                 /* into a fresh folder, whatever stands there */
    bool allow_leaks;          /* build although pages hold what looks like personal data */
    arena *a;                  /* keeps what the report points to */
    volatile sig_atomic_t *interrupted; /* NULL, or asked before each page */
} site_options;

/* How a build went about it. */
typedef enum site_way {
    SITE_NOTHING, /* the site shows the workspace as it is: nothing was written */
    SITE_PART,    /* only pages that the changes since reach were rendered */
    SITE_COMPARE, /* all pages were rendered, those that differ written */
    SITE_FRESH    /* all pages were written into a fresh folder, which was swapped in */
} site_way;

typedef struct site_report {
    site_way way;
    int pages;     /* rendered, in all languages */
    int files;     /* written */
    int removed;
    int inspected; /* pages of which well-formedness, ids and links were checked */
    int64_t bytes; /* written */
    leaks leaks;   /* what looks like personal data in pages and drawings, also in those that stay */
} site_report;

/* Builds the site: whatever way it takes, the folder then has the same bytes as a fresh one. All is rendered and checked before anything in
 * the old site changes; on any error, ERR_INTERRUPTED too, the old site stands as it was and nothing is left behind. A process killed while
 * files are renamed into place leaves whole files only, and the next build compares all of them.
 * ERR_NOT_OURS, ERR_LOCKED (another build), ERR_PAGE_BROKEN, ERR_DEAD_LINK, ERR_LEAK (n, file); errors of pages and files.
 * Where only built-in templates are used, one page of each kind and language is inspected (all with check_all): the same template gives the
 * same markup. A kind with a template of the workspace's own is inspected whole. A part leaves out large pages where no page has gone. */
err_code site_build(store *s, const site_options *o, site_report *ret_report, err *e);

#endif
