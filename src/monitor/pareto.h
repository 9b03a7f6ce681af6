/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The problem categories of a period's tickets, the vital few first. */
#ifndef PDCA_MONITOR_PARETO_H
#define PDCA_MONITOR_PARETO_H

#include "store/store.h"

typedef struct pareto_row {
    str label;
    int64_t count, cumulative;
    bool vital, other; /* other: the collecting category, last and never vital */
} pareto_row;

typedef struct pareto {
    int64_t n;         /* tickets with a category */
    int vital;         /* how many rows are vital */
    int64_t vital_n;   /* their tickets */
    int64_t other_n;
    bool effect;       /* few categories make up most; false also without data */
    bool other_large;  /* Other is over 10 %: worth splitting up */
    int64_t excluded;  /* tickets with a category that the rule of exclusion leaves out */
    const pareto_row *row;
    int rows;
} pareto;

/* Over the tickets of a window (a period or FROM..TO) that have a category; falling, ties by name; vital few: 100 · cumulative >= 80 · n in
 * whole numbers. max_categories > 0 folds the smallest into Other until that many rows are left, never a vital one. Other's
 * label is the tickets' own word for it, else word('category.other'). `with_excluded` counts what the rule of exclusion
 * leaves out too. ERR_BAD_VALUE for the period, ERR_CONDITION for a broken rule. */
err_code pareto_of(store *s, arena *a, str window, int max_categories, bool with_excluded, pareto *ret_pareto, err *e);

#endif
