/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of months: which ones an import touched. */
#ifndef PDCA_MONITOR_MONTH_H
#define PDCA_MONITOR_MONTH_H

#include "base/arena.h"
#include "base/date.h"

enum { MONTHS = 300 * 12 }; /* 1900-01 to 2199-12 */

typedef struct month_set {
    bool has[MONTHS];
} month_set;

/* YYYY-MM as an index; -1 where it is none. */
int month_index(str month);
/* YYYY-MM in out. */
str month_text(int index, char out[PERIOD_TEXT]);
/* Adds; -1 adds nothing. */
static inline void month_add(month_set *m, int index) {
    if (index >= 0 && index < MONTHS) m->has[index] = true;
}
/* The first and the last month, in the arena; empty without any. */
void month_range(const month_set *m, arena *a, str *ret_first, str *ret_last);

#endif
