/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time that counts: working hours of the week, without holidays, with make-up days. */
#ifndef PDCA_MONITOR_CLOCK_H
#define PDCA_MONITOR_CLOCK_H

#include "base/arena.h"
#include "base/date.h"
#include "store/store.h"

enum { CLOCK_SPANS = 4 };
typedef struct business_clock {
    struct {
        int from, to; /* seconds of the day, ascending, not overlapping; to at most 86400 */
    } span[7][CLOCK_SPANS];
    int spans[7];         /* 0 Monday … 6 Sunday */
    int64_t upto[8];      /* seconds of the week before a weekday; [7] the whole week */
    int make_up;          /* the weekday whose hours a make-up day has: the first with any */
    workdays days;
    const int64_t *off_before; /* seconds that the first i holidays take away */
} business_clock;

/* "mon-fri 09:00-12:00,13:00-18:00; sat 09:00-12:00": days or ranges of days with their hours. False where it is none. */
bool clock_parse(str hours, business_clock *ret_clock);
/* Sets the days that are not what their weekday says (ascending, as store_workdays gives them). */
void clock_set_days(business_clock *c, arena *a, const workdays *days);
/* Working seconds between two moments (seconds since 1970-01-01 on the wall clock); negative where to lies before from. Cost does not grow with
 * the distance. */
int64_t clock_elapsed(const business_clock *c, int64_t from, int64_t to);

/* A clock of the workspace's calendar with these hours; empty: the setting `hours` (Monday to Friday 09:00-18:00 where it is not set).
 * ERR_BAD_VALUE for hours that cannot be read. */
err_code clock_of_hours(store *s, arena *a, str hours, const business_clock **ret_clock, err *e);
/* The workspace's clock: setting `clock` business with setting `hours`.
 * *ret_clock is NULL for the wall clock. ERR_BAD_VALUE for hours that cannot be read. */
err_code clock_load(store *s, arena *a, const business_clock **ret_clock, err *e);

#endif
