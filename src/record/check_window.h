/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The windows of a check as stretches of whole days: reading, telling, moving, cutting. */
#ifndef PDCA_RECORD_CHECK_WINDOW_H
#define PDCA_RECORD_CHECK_WINDOW_H

#include "base/arena.h"
#include "base/date.h"

/* [from, to). by_month: whole months, counted by the tickets' period; else days, counted by their opening. */
typedef struct check_window {
    bool by_month;
    date from, to;
} check_window;

/* A period or FROM..TO; months, quarters and years are counted by month, weeks and days by day. */
bool check_window_parse(str text, check_window *ret);
/* 2024-05, 2024-05..2024-06, 2024-05-01..2024-05-31; in the arena. */
str check_window_text(arena *a, check_window w);
/* Months of a window by month; days of one by day. */
int check_window_length(check_window w);
/* The window so many months (by month) or days (by day) earlier. */
check_window check_window_earlier(check_window w, int steps);
/* The same dates one year earlier; 29 February is 28 February then. */
check_window check_window_year_ago(check_window w);
/* What remains from `first` on: by month only whole months. False where nothing does. */
bool check_window_cut(check_window w, date first, check_window *ret);
/* The day in the middle. */
static inline date check_window_center(check_window w) { return w.from + (w.to - w.from) / 2; }
/* The month of a day and the first day of the month so many months earlier. */
date check_month_start(date day, int months_earlier);

#endif
