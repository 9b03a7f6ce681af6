/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a number is shown to people: one place for templates (by the suffix of a key) and for the command line (by name). */
#ifndef PDCA_VIEW_VALUE_H
#define PDCA_VIEW_VALUE_H

#include "base/buf.h"

typedef enum value_kind {
    VALUE_TEXT,   /* no suffix: as it is */
    VALUE_PROSE,  /* _md      people's prose as blocks */
    VALUE_PLAIN,  /* _plain   prose as one line of text */
    VALUE_URL,    /* _url     a link target */
    VALUE_DATE,   /* _date    ISO text as it is */
    VALUE_HASH,   /* _hash    the first 12 characters */
    VALUE_CODE,   /* _code    as text */
    VALUE_CHART,  /* _chart   drawn by the caller */
    VALUE_PCT,    /* _pct     share 0..1 -> 35.0% */
    VALUE_PCT0,   /* _pct0    share 0..1 -> 35% */
    VALUE_INT,    /* _int     12,345 */
    VALUE_NUM,    /* _num     at most 2 decimals, no zeros at the end */
    VALUE_NUM1,   /* _num1    exactly 1 decimal */
    VALUE_NUM2,   /* _num2    exactly 2 decimals */
    VALUE_HOURS,  /* _h       exactly 1 decimal */
    VALUE_SIGNED, /* _signed  +1.5, −1.5, 0: at most 2 decimals */
    VALUE_PP      /* _pp      difference of shares 0..1 in percentage points: −10.2 */
} value_kind;

/* By the part of a key behind its last '_' ("share_pct"); VALUE_TEXT where that names no format. */
value_kind value_kind_of(str key);
/* By name ("pct"); VALUE_TEXT where it is none. */
value_kind value_kind_named(str name);
static inline bool value_is_number(value_kind k) { return k >= VALUE_PCT; }

/* Writes a decimal number (as in JSON) in a number format; false, and nothing written, where it is none or has more than 300
 * digits before the point. Rounds half away from zero on the decimal digits as they stand: 2.675 with two decimals is 2.68.
 * Reals with more than 15 significant digits are read at 15 (as SQLite prints them). Negative numbers carry the minus
 * sign U+2212. Nothing needs escaping in the result. */
bool value_number(buf *out, str number, value_kind k);
/* The same for a double; nothing is written where it is not finite. */
void value_real(buf *out, double v, value_kind k);

#endif
