/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Guards: what could make a before-after comparison say more than it knows. Pure rules over facts; each gives a remark and
 * changes no verdict. NAN: not known; then a rule is silent. better: +1 higher is better, -1 lower. */
#ifndef PDCA_RECORD_GUARDS_H
#define PDCA_RECORD_GUARDS_H

#include <stdbool.h>

#include "base/date.h"

enum { GUARD_STRETCHES = 6, GUARD_MONTHS = 6, GUARD_SLACK_DAYS = 3 };

/* Regression to the mean: `before` is worse than every other stretch of the same length; at least GUARD_STRETCHES with it. */
bool guard_worst_stretch(double before, const double *other, int others, int better);

/* Mann-Kendall's test (Kendall 1975, Rank Correlation Methods): S = pairs that move in the better direction less pairs that move in
 * the other one; normal with continuity and tie correction. One-sided p of "moves in the better direction"; NAN under 3 values. */
double guard_mann_kendall(const double *value, int n, int better);
/* The months before the first action moved in the better direction already: at least GUARD_MONTHS and p < 0.05. */
bool guard_earlier_trend(const double *month, int n, int better);

/* A year earlier the same months changed the same way, at least half as much. */
bool guard_season(double before, double after, double before_year_ago, double after_year_ago);

typedef struct guard_shift {
    int type;          /* whose share moved most */
    double from, to;   /* its share before and after */
    double p;          /* chi-square over all types */
} guard_shift;
/* Counts by type: p < 0.01 and a share moved by 10 points or more. *ret is set where both sides have tickets. */
bool guard_mix(const double *before, const double *after, int types, guard_shift *ret);

/* The window's last day is not over, or no ticket was opened in its last GUARD_SLACK_DAYS days or later (a weekend is no gap).
 * last_ticket DATE_NONE: the figures do not come from tickets. */
bool guard_window_not_full(date last_day, date last_ticket, date today);

#endif
