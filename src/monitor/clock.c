/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/clock.h"

#include "monitor/cell.h"
#include "store/calendar.h"

enum { DAY = 86400 };

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

static bool take_day(str *s, int *ret_day) {
    static const char days[] = "montuewedthufrisatsun";
    for (int d = 0; d < 7; d++)
        if (s->n >= 3 && memcmp(s->p, days + 3 * d, 3) == 0) {
            *ret_day = d;
            *s = str_sub(*s, 3, s->n);
            return true;
        }
    return false;
}

/* HH:MM, up to 24:00. */
static bool take_time(str *s, int *ret_seconds) {
    int v[4];
    if (s->n < 5 || s->p[2] != ':') return false;
    for (int i = 0; i < 4; i++) {
        v[i] = s->p[i + (i > 1)] - '0';
        if (v[i] < 0 || v[i] > 9) return false;
    }
    int h = v[0] * 10 + v[1], m = v[2] * 10 + v[3];
    *ret_seconds = h * 3600 + m * 60;
    *s = str_sub(*s, 5, s->n);
    return m < 60 && *ret_seconds <= DAY;
}

static bool take_mark(str *s, char c) {
    if (!s->n || s->p[0] != c) return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

static bool add_span(business_clock *c, int day, int from, int to) {
    int n = c->spans[day];
    if (n == CLOCK_SPANS || from >= to || (n && from < c->span[day][n - 1].to)) return false;
    c->span[day][n].from = from;
    c->span[day][n].to = to;
    c->spans[day]++;
    return true;
}

/* One entry: days, a blank, spans with commas between. */
static bool parse_entry(business_clock *c, str s) {
    int first, last;
    if (!take_day(&s, &first)) return false;
    last = first;
    if (take_mark(&s, '-') && !take_day(&s, &last)) return false;
    if (last < first || !take_mark(&s, ' ')) return false;
    do {
        int from, to;
        s = str_trim(s);
        if (!take_time(&s, &from) || !take_mark(&s, '-') || !take_time(&s, &to)) return false;
        for (int d = first; d <= last; d++)
            if (!add_span(c, d, from, to)) return false;
    } while (take_mark(&s, ','));
    return s.n == 0;
}

bool clock_parse(str hours, business_clock *ret_clock) {
    char lower[200];
    business_clock c = {.make_up = -1};
    if (hours.n > sizeof lower) return false;
    for (str rest = cell_lower(hours, lower, sizeof lower), one; rest.p;) {
        rest = str_cut(rest, ';', &one);
        if (!parse_entry(&c, str_trim(one))) return false;
    }
    for (int d = 0; d < 7; d++) {
        c.upto[d + 1] = c.upto[d];
        for (int i = 0; i < c.spans[d]; i++) c.upto[d + 1] += c.span[d][i].to - c.span[d][i].from;
        if (c.spans[d] && c.make_up < 0) c.make_up = d;
        if (c.spans[d]) c.days.week |= (uint8_t)(1u << d);
    }
    *ret_clock = c;
    return c.make_up >= 0;
}

static int64_t day_seconds(const business_clock *c, int weekday) { return c->upto[weekday + 1] - c->upto[weekday]; }

void clock_set_days(business_clock *c, arena *a, const workdays *days) {
    int64_t *before = arena_new(a, int64_t, days->n_off + 1);
    for (int i = 0; i < days->n_off; i++) before[i + 1] = before[i] + day_seconds(c, date_weekday(days->off[i]) - 1);
    c->days = *days;
    c->off_before = before;
}

/* How many of the n ascending days lie before d; whether d itself is among them. */
static int count_before(const date *days, int n, date d, bool *ret_has) {
    int lo = 0, hi = n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (days[mid] < d) lo = mid + 1;
        else hi = mid;
    }
    *ret_has = lo < n && days[lo] == d;
    return lo;
}

/* Working seconds from a Monday before all dates up to the moment. */
static int64_t working_upto(const business_clock *c, int64_t moment) {
    date d = (date)floor_div(moment, DAY);
    int in_day = (int)(moment - (int64_t)d * DAY), weekday = date_weekday(d) - 1;
    bool off, on;
    int offs = count_before(c->days.off, c->days.n_off, d, &off), ons = count_before(c->days.on, c->days.n_on, d, &on);
    int64_t sum = floor_div((int64_t)d + 3, 7) * c->upto[7] + c->upto[weekday]; /* 1970-01-01 was a Thursday */
    sum += ons * day_seconds(c, c->make_up) - (c->off_before ? c->off_before[offs] : 0);
    if (off) return sum;
    if (on) weekday = c->make_up;
    for (int i = 0; i < c->spans[weekday]; i++) {
        int to = in_day < c->span[weekday][i].to ? in_day : c->span[weekday][i].to;
        if (to > c->span[weekday][i].from) sum += to - c->span[weekday][i].from;
    }
    return sum;
}

int64_t clock_elapsed(const business_clock *c, int64_t from, int64_t to) { return working_upto(c, to) - working_upto(c, from); }

static err_code setting(store *s, arena *a, const char *sql, const char *otherwise, str *ret, err *e) {
    bool found;
    TRY(store_text(s, a, sql, NULL, 0, ret, &found, e));
    if (!found) *ret = str_c(otherwise);
    return ERR_NONE;
}

err_code clock_of_hours(store *s, arena *a, str hours, const business_clock **ret_clock, err *e) {
    if (!hours.n) TRY(setting(s, a, "SELECT value FROM setting WHERE id = 'hours' AND voided IS NULL", "mon-fri 09:00-18:00", &hours, e));
    business_clock *c = arena_new(a, business_clock, 1);
    if (!clock_parse(hours, c)) {
        err_set(e, ERR_BAD_VALUE, "field", "hours", "want", "want.working_hours", NULL);
        err_add(e, "value", hours);
        return ERR_BAD_VALUE;
    }
    workdays days;
    TRY(store_workdays_of(s, a, c->days.week, &days, e));
    clock_set_days(c, a, &days);
    *ret_clock = c;
    return ERR_NONE;
}

err_code clock_load(store *s, arena *a, const business_clock **ret_clock, err *e) {
    str kind;
    *ret_clock = NULL;
    TRY(setting(s, a, "SELECT value FROM setting WHERE id = 'clock' AND voided IS NULL", "wall", &kind, e));
    return str_eq(kind, S("business")) ? clock_of_hours(s, a, S(""), ret_clock, e) : ERR_NONE;
}
