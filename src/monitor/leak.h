/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Personal data in finished files: the same patterns by which imports are scrubbed. */
#ifndef PDCA_MONITOR_LEAK_H
#define PDCA_MONITOR_LEAK_H

#include "base/arena.h"
#include "monitor/scrub.h"

typedef struct leak {
    const char *file;
    scrub_counts counts;
} leak;

typedef struct leaks {
    leak *leak; /* a file each that holds any */
    int n, cap;
    int64_t total, files; /* findings; files looked at */
} leaks;

/* Whether a page's text (between its tags; all of it for other files) holds phone numbers, identity or card numbers, e-mail addresses,
 * plates or street addresses; names of people are a site's business. */
bool leak_scan(str data, bool markup, scrub_counts *ret_counts);
/* Looks through a folder and the folders in it (at most 8 deep): .html .md .json .csv .txt .svg. ERR_IO, ERR_NO_PERMISSION. */
err_code leak_check(arena *a, const char *dir, leaks *ret_leaks, err *e);

#endif
