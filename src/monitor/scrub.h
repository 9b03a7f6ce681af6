/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Personal data in free text: found by pattern and replaced by the word for their kind, counted, never kept. */
#ifndef PDCA_MONITOR_SCRUB_H
#define PDCA_MONITOR_SCRUB_H

#include <stdint.h>

#include "base/words.h"

/* X(KIND, word key under `scrub.`) */
#define SCRUB_LIST(X)                                                                                                  \
    X(MOBILE, mobile)     /* 11 digits from 13 to 19, with +86, blanks or dashes, full width too */                    \
    X(LANDLINE, landline) /* with area code; service lines 400 and 800 stay */                                         \
    X(IDENTITY, identity) /* resident identity number: 18 places, date, checksum of GB 11643 */                        \
    X(CARD, card)         /* bank card: 16 to 19 digits, issuer, Luhn */                                               \
    X(EMAIL, email)                                                                                                    \
    X(PLATE, plate)                                                                                                    \
    X(ADDRESS, address)   /* street and number, building and room */                                                   \
    X(PERSON, person)     /* before 先生 女士 小姐, behind 姓名： 联系人： 收件人：, Mr Ms */

typedef enum scrub_kind {
#define X(id, name) SCRUB_##id,
    SCRUB_LIST(X)
#undef X
    SCRUB_KINDS
} scrub_kind;

typedef struct scrub_counts {
    int64_t n[SCRUB_KINDS];
} scrub_counts;

const char *scrub_name(scrub_kind kind);
/* Where `text` holds personal data: true, the clean text is in out (cleared first), and counts has grown. Else false, and out
 * is to be ignored. */
bool scrub_text(str text, lang l, buf *out, scrub_counts *counts);
/* Whether scrub_text could find anything but people in a text: one quick look at its bytes, for finished pages, which hold nothing nearly
 * always. False only where it surely finds nothing. */
bool scrub_suspects(str text);

#endif
