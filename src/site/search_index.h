/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An inverted index: which documents hold a term, as classic scripts that site/assets/search.js asks for one by one.
 *
 * Terms, all folded (lower case, half width): a Han, Kana or Hangul character; two of them side by side; the first one, two and three letters of
 * another word as ^x; words from four letters on; ids as #p2024001. A term's file is a hash of its code points (FNV-1a; of a word the first four,
 * of an id all but the last two), so that a changed text changes the files of its own terms only, and a prefix needs one file.
 * A file is pdcaSearch("t", N, {"TERM": "TITLE,TEXT", …}): two lists of document numbers, those that have the term in their title and those
 * that have it elsewhere. A list is gaps in base 32 (low digit first, 32 more where another digit follows), or, where that is shorter, "=", the
 * first number / 6 and a bitmap of six documents a character. The 64 digits are letters and signs, so that no list looks like a telephone number. */
#ifndef PDCA_SITE_SEARCH_INDEX_H
#define PDCA_SITE_SEARCH_INDEX_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* Takes one file of the site: `name` from the site's root on; name and data are the writer's own. */
typedef err_code search_put(void *user, const char *name, str data, err *e);

typedef struct index_term index_term;
typedef struct index_cell index_cell;

/* Terms of the files lo to hi - 1 of `shards` (a power of two). Zeroed but for these; ended by search_index_free. */
typedef struct search_index {
    uint32_t shards, lo, hi;
    uint32_t doc; /* the document at work, counted from 1 */
    index_term *terms;
    uint32_t n_terms, cap_terms;
    uint32_t *slots; /* of the hash table: index of a term + 1 */
    uint32_t n_slots;
    index_cell **blocks;
    uint32_t n_cells, cap_blocks;
    arena keys, work;
} search_index;

/* Documents come in rising order of their numbers; a document's title before its other texts. */
void search_index_doc(search_index *ix, uint32_t number);
void search_index_text(search_index *ix, str text, bool title);
void search_index_id(search_index *ix, str id);
/* Writes assets/search/N.js for each file of the range. */
err_code search_index_put(search_index *ix, search_put *put, void *user, err *e);
void search_index_free(search_index *ix);

#endif
