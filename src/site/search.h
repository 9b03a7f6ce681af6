/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the search page (site/assets/search.js) reads: assets/search/index.js, the directory; assets/search/N.js, the terms (search_index.h);
 * assets/search/dN.js, of every 32 documents what a result shows. Classic scripts, so that they load from disk.
 *
 * Documents are the published records, reports, guide sections and main pages, in both languages at once where texts differ. Each kind numbers
 * its own from a multiple of 1,024 on, by the order of creation: a new record renumbers no other. */
#ifndef PDCA_SITE_SEARCH_H
#define PDCA_SITE_SEARCH_H

#include "base/words.h"
#include "site/search_index.h"
#include "store/store.h"

typedef struct search_options {
    lang langs[LANG_COUNT]; /* of the site */
    int n_langs;
    int64_t since; /* 0: all files. Else an audit event: only files that events after it change are put, the others stand as they were written
                      at that event, on the same day, by the same program with the same languages */
    search_put *put; /* owners are masked in what it gets, where the workspace asks for it */
    void *user;
} search_options;

/* Puts the files; reads in the transaction that is open. Errors of the store and of `put`. The same records give the same bytes. */
err_code search_write(store *s, const search_options *o, err *e);

#endif
