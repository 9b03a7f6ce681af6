/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days, periods and working days, without time zones: a date is a count of days since 1970-01-01 (proleptic Gregorian). */
#ifndef PDCA_BASE_DATE_H
#define PDCA_BASE_DATE_H

#include <stdint.h>

#include "base/buf.h"

typedef int32_t date; /* days since 1970-01-01 */
enum { DATE_NONE = INT32_MIN, DATE_TEXT = 11 };

date date_from_ymd(int year, int month, int day);
void date_to_ymd(date d, int *ret_year, int *ret_month, int *ret_day);
bool date_valid_ymd(int year, int month, int day);
/* YYYY-MM-DD and nothing else; years 1900 to 2199. False where it is no such day. */
bool date_parse(str s, date *ret_date);
/* YYYY-MM-DD with NUL into out[DATE_TEXT]; returns out. */
const char *date_text(date d, char out[DATE_TEXT]);
/* 1 Monday to 7 Sunday (ISO 8601). */
int date_weekday(date d);
/* ISO 8601 week and the year that it belongs to. */
void date_week(date d, int *ret_year, int *ret_week);

typedef enum period_kind { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR } period_kind;
/* A stretch of whole days [from, to): to is the first day after it. */
typedef struct period {
    period_kind kind;
    date from, to;
} period;
enum { PERIOD_TEXT = 12 };
/* 2024-05-31, 2024-05, 2024-W21, 2024-Q2, 2024. */
bool period_parse(str s, period *ret_period);
/* The period of a kind that holds a day. */
period period_of(period_kind kind, date day);
/* The text that period_parse reads. */
const char *period_text(period p, char out[PERIOD_TEXT]);
period period_shift(period p, int steps);

/* A moment YYYY-MM-DD[ T]HH:MM[:SS] as seconds since 1970-01-01 on the wall clock; a bare date is its midnight. */
bool moment_parse(str s, int64_t *ret_seconds);
enum { MOMENT_TEXT = 20 };
/* YYYY-MM-DDTHH:MM:SS */
const char *moment_text(int64_t seconds, char out[MOMENT_TEXT]);

/* Working days: the weekdays of `week`, changed by single days (holidays and make-up days). */
typedef struct workdays {
    uint8_t week;      /* bit 0 Monday … bit 6 Sunday */
    const date *on;    /* make-up days, ascending, days that `week` does not hold */
    const date *off;   /* holidays, ascending, days that `week` holds */
    int n_on, n_off;
} workdays;
enum { WEEK_MON_FRI = 0x1F };
bool workday_is(const workdays *w, date d);
/* Working days in (from, to]; negative where to < from: the number of days late when from is due and to is done. */
int workdays_between(const workdays *w, date from, date to);
/* The day n working days after d (n >= 0): n = 0 is d itself. */
date workdays_add(const workdays *w, date d, int n);

#endif
