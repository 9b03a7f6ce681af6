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
 * plates or street addresses; names of people are a site's business.
 * Fingerprints inside <code> do not count; a Markdown twin is looked at through its page. */
bool leak_scan(str data, bool markup, scrub_counts *ret_counts);
/* Looks at one file's text and enters what it holds into the list; names are copied into the arena. */
void leak_look(arena *a, const char *file, str data, leaks *r);
/* Enters what was found in a file; its name must live as long as the list, which grows in the arena. */
void leak_enter(arena *a, const leak *found, leaks *r);
/* Whether a file of this name is looked at, and as what: .html, .svg and .xml are markup; .md .json .csv .txt are all text. */
bool leak_wanted(str name, bool *ret_markup);
/* Looks through a folder and the folders in it (at most 8 deep). ERR_IO, ERR_NO_PERMISSION. */
err_code leak_check(arena *a, const char *dir, leaks *ret_leaks, err *e);

#endif
