/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a finished site was made of, as its folder's mark says it: lines of text, the same for the same data, date, templates and program.
 * The next build compares, and renders what the difference can reach. */
#ifndef PDCA_SITE_MANIFEST_H
#define PDCA_SITE_MANIFEST_H

#include "monitor/leak.h"
#include "site/site.h"

typedef struct manifest {
    bool whole;       /* false: a build was killed while it renamed files into place */
    str made;         /* SHA-256 of what every page hangs on: program, templates, languages, date */
    str derived;      /* the same of what stands outside the audit trail: figures worked out from tickets */
    str names;        /* the same of the people's names that pages mask */
    int64_t head_seq; /* the audit trail's head that the site shows */
    str head_hash;
    char **dirs;      /* the folders in the site, "charts/" */
    int n_dirs;
    leaks leaks;      /* what looks like personal data in its files: kept where the build was allowed to */
} manifest;

/* Reads a mark; false where it is none of this format. */
bool manifest_read(arena *a, str mark, manifest *ret_manifest);
void manifest_write(const manifest *m, buf *out);
/* Works out made, derived and head from the workspace as it is now; `names`: the names that pages mask, NULL none. */
err_code manifest_now(store *s, const site_options *o, const buf *names, arena *a, manifest *ret_manifest, err *e);

#endif
