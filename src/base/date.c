/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/date.h"

#include <assert.h>
#include <stdio.h>

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

/* Civil calendar arithmetic after H. Hinnant, "chrono-compatible low-level date algorithms". */
date date_from_ymd(int year, int month, int day) {
    year -= month <= 2;
    int era = (int)floor_div(year, 400), yoe = year - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void date_to_ymd(date d, int *ret_year, int *ret_month, int *ret_day) {
    int z = d + 719468, era = (int)floor_div(z, 146097), doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *ret_day = doy - (153 * mp + 2) / 5 + 1;
    *ret_month = mp < 10 ? mp + 3 : mp - 9;
    *ret_year = yoe + era * 400 + (*ret_month <= 2);
}

bool date_valid_ymd(int year, int month, int day) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] + (month == 2 && leap);
}

/* Exactly n digits at s.p[at]. */
static bool digits(str s, size_t at, size_t n, int *ret) {
    if (at + n > s.n) return false;
    *ret = 0;
    for (size_t i = at; i < at + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        *ret = *ret * 10 + (s.p[i] - '0');
    }
    return true;
}

bool date_parse(str s, date *ret_date) {
    int y, m, d;
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !digits(s, 0, 4, &y) || !digits(s, 5, 2, &m) ||
        !digits(s, 8, 2, &d) || !date_valid_ymd(y, m, d))
        return false;
    *ret_date = date_from_ymd(y, m, d);
    return true;
}

/* Two digits: dates are written a million times by an import. */
static void put_digits(char *out, unsigned v) {
    out[0] = (char)('0' + v / 10);
    out[1] = (char)('0' + v % 10);
}

const char *date_text(date d, char out[DATE_TEXT]) {
    int y, m, day;
    date_to_ymd(d, &y, &m, &day);
    memcpy(out, "0000-00-00", DATE_TEXT);
    put_digits(out, (unsigned)y % 10000 / 100);
    put_digits(out + 2, (unsigned)y % 100);
    put_digits(out + 5, (unsigned)m % 100);
    put_digits(out + 8, (unsigned)day % 100);
    return out;
}

int date_weekday(date d) { return (int)(((int64_t)d + 3) - floor_div((int64_t)d + 3, 7) * 7) + 1; }

void date_week(date d, int *ret_year, int *ret_week) {
    int y, m, day;
    date thursday = d + 4 - date_weekday(d); /* a week belongs to the year of its Thursday */
    date_to_ymd(thursday, &y, &m, &day);
    *ret_year = y;
    *ret_week = (thursday - date_from_ymd(y, 1, 1)) / 7 + 1;
}

static date week_start(int year, int week) {
    date jan4 = date_from_ymd(year, 1, 4);
    return jan4 - (date_weekday(jan4) - 1) + (week - 1) * 7;
}

period period_of(period_kind kind, date day) {
    int y, m, d;
    date_to_ymd(day, &y, &m, &d);
    switch (kind) {
    case PERIOD_DAY: return (period){kind, day, day + 1};
    case PERIOD_WEEK: day -= date_weekday(day) - 1; return (period){kind, day, day + 7};
    case PERIOD_MONTH:
        return (period){kind, date_from_ymd(y, m, 1), date_from_ymd(y + m / 12, m % 12 + 1, 1)};
    case PERIOD_QUARTER:
        m = (m - 1) / 3 * 3 + 1;
        return (period){kind, date_from_ymd(y, m, 1), date_from_ymd(y + (m + 3) / 13, (m + 2) % 12 + 1, 1)};
    case PERIOD_YEAR: return (period){kind, date_from_ymd(y, 1, 1), date_from_ymd(y + 1, 1, 1)};
    }
    assert(0);
    return (period){PERIOD_DAY, day, day + 1};
}

bool period_parse(str s, period *ret_period) {
    int y, part;
    date day;
    if (date_parse(s, &day)) {
        *ret_period = period_of(PERIOD_DAY, day);
        return true;
    }
    if (!digits(s, 0, 4, &y) || y < 1900 || y > 2199) return false;
    if (s.n == 4) {
        *ret_period = period_of(PERIOD_YEAR, date_from_ymd(y, 1, 1));
        return true;
    }
    if (s.p[4] != '-') return false;
    if (s.n == 7 && s.p[5] == 'Q' && digits(s, 6, 1, &part) && part >= 1 && part <= 4) {
        *ret_period = period_of(PERIOD_QUARTER, date_from_ymd(y, part * 3, 1));
        return true;
    }
    if (s.n == 7 && digits(s, 5, 2, &part) && part >= 1 && part <= 12) {
        *ret_period = period_of(PERIOD_MONTH, date_from_ymd(y, part, 1));
        return true;
    }
    if (s.n == 8 && s.p[5] == 'W' && digits(s, 6, 2, &part) && part >= 1 && part <= 53) {
        date monday = week_start(y, part);
        int week_year, week;
        date_week(monday, &week_year, &week);
        if (week_year != y) return false; /* a year of 52 weeks has no W53 */
        *ret_period = period_of(PERIOD_WEEK, monday);
        return true;
    }
    return false;
}

const char *period_text(period p, char out[PERIOD_TEXT]) {
    int y, m, d;
    date_to_ymd(p.from, &y, &m, &d);
    unsigned uy = (unsigned)y % 10000, um = (unsigned)m % 100;
    switch (p.kind) {
    case PERIOD_DAY: date_text(p.from, out); break;
    case PERIOD_WEEK: {
        int week;
        date_week(p.from, &y, &week);
        snprintf(out, PERIOD_TEXT, "%04u-W%02u", (unsigned)y % 10000, (unsigned)week % 100);
        break;
    }
    case PERIOD_MONTH: snprintf(out, PERIOD_TEXT, "%04u-%02u", uy, um); break;
    case PERIOD_QUARTER: snprintf(out, PERIOD_TEXT, "%04u-Q%u", uy, (um + 2) / 3 % 10); break;
    case PERIOD_YEAR: snprintf(out, PERIOD_TEXT, "%04u", uy); break;
    }
    return out;
}

period period_shift(period p, int steps) {
    for (; steps > 0; steps--) p = period_of(p.kind, p.to);
    for (; steps < 0; steps++) p = period_of(p.kind, p.from - 1);
    return p;
}

bool moment_parse(str s, int64_t *ret_seconds) {
    date d;
    if (s.n < 10 || !date_parse(str_sub(s, 0, 10), &d)) return false;
    int h = 0, m = 0, sec = 0;
    if (s.n > 10) {
        if ((s.p[10] != ' ' && s.p[10] != 'T') || s.n < 16 || s.p[13] != ':' || !digits(s, 11, 2, &h) ||
            !digits(s, 14, 2, &m))
            return false;
        if (s.n > 16 && (s.n != 19 || s.p[16] != ':' || !digits(s, 17, 2, &sec))) return false;
        if (h > 23 || m > 59 || sec > 59) return false;
    }
    *ret_seconds = (int64_t)d * 86400 + h * 3600 + m * 60 + sec;
    return true;
}

const char *moment_text(int64_t seconds, char out[MOMENT_TEXT]) {
    date d = (date)floor_div(seconds, 86400);
    unsigned rest = (unsigned)(seconds - (int64_t)d * 86400);
    memcpy(out, "0000-00-00T00:00:00", MOMENT_TEXT);
    date_text(d, out);
    out[10] = 'T';
    put_digits(out + 11, rest / 3600 % 24);
    put_digits(out + 14, rest / 60 % 60);
    put_digits(out + 17, rest % 60);
    return out;
}

/* How many of the n ascending days are <= d. */
static int upto(const date *days, int n, date d) {
    int lo = 0, hi = n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (days[mid] <= d) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static bool holds(const date *days, int n, date d) {
    int k = upto(days, n, d);
    return k > 0 && days[k - 1] == d;
}

bool workday_is(const workdays *w, date d) {
    bool in_week = w->week >> (date_weekday(d) - 1) & 1;
    return in_week ? !holds(w->off, w->n_off, d) : holds(w->on, w->n_on, d);
}

/* Days of the weekly pattern in (-infinity, d], up to a constant. */
static int64_t pattern_upto(uint8_t week, date d) {
    int per_week = __builtin_popcount(week);
    int64_t whole = floor_div((int64_t)d + 3, 7); /* weeks before the one that holds d */
    int in_week = __builtin_popcount(week & ((1u << date_weekday(d)) - 1));
    return whole * per_week + in_week;
}

int workdays_between(const workdays *w, date from, date to) {
    int64_t n = pattern_upto(w->week, to) - pattern_upto(w->week, from);
    n += upto(w->on, w->n_on, to) - upto(w->on, w->n_on, from);
    n -= upto(w->off, w->n_off, to) - upto(w->off, w->n_off, from);
    return (int)n;
}

date workdays_add(const workdays *w, date d, int n) {
    enum { FARTHEST = 366 * 100 }; /* a calendar without working days must not hang */
    for (date last = d + FARTHEST; n > 0 && d < last;) n -= workday_is(w, ++d);
    return d;
}
