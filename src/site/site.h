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
    bool check_all;            /* inspect every page, not one of each kind */
    bool allow_leaks;          /* build although pages hold what looks like personal data */
    arena *a;                  /* keeps what the report points to */
    volatile sig_atomic_t *interrupted; /* NULL, or asked before each page */
} site_options;

typedef struct site_report {
    int pages;     /* in all languages */
    int files;
    int inspected; /* pages of which well-formedness, ids and links were checked */
    int64_t bytes;
    leaks leaks;   /* what looks like personal data in pages and drawings */
} site_report;

/* Builds the site into a fresh folder and swaps it in. On any error, ERR_INTERRUPTED too, the old site stands as it was and nothing is
 * left behind. ERR_NOT_OURS, ERR_PAGE_BROKEN, ERR_DEAD_LINK, ERR_LEAK (n, file); errors of pages and files.
 * Where only built-in templates are used, one page of each kind and language is inspected (all with check_all): the same template gives the
 * same markup. A kind with a template of the workspace's own is inspected whole. */
err_code site_build(store *s, const site_options *o, site_report *ret_report, err *e);

#endif
