/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the workspace's calendar and working hours say: working days of a period, working time between two moments. */
#include "cli/cli.h"
#include "monitor/cell.h"
#include "monitor/clock.h"
#include "store/calendar.h"

enum { COUNTS = 6 };

static int days_within(const date *days, int n, period p) {
    int count = 0;
    for (int i = 0; i < n; i++) count += days[i] >= p.from && days[i] < p.to;
    return count;
}

/* Holidays take working days out of the week, make-up days put them back: the net is what a year's holidays really give. */
static void count_period(const workdays *w, period p, int ret[COUNTS]) {
    int off = days_within(w->off, w->n_off, p), on = days_within(w->on, w->n_on, p);
    int in_week = 0;
    for (date d = p.from; d < p.to; d++) in_week += w->week >> (date_weekday(d) - 1) & 1;
    const int all[COUNTS] = {p.to - p.from, in_week, off, on, in_week - off + on, off - on};
    memcpy(ret, all, sizeof all);
}

static err_code run_count(cli *c, const args *a, err *e) {
    static const char *const keys[COUNTS + 1] = {"period", "days", "in_week", "holidays", "make_up_days", "working_days", "net_holidays"};
    workdays w;
    TRY(store_workdays(c->s, c->a, &w, e));
    table *t = table_new(c);
    for (int i = 0; i <= COUNTS; i++) table_column(t, word(c->language, arena_printf(c->a, "calendar.%s", keys[i])), i > 0, false);
    for (int i = 0; i < a->places; i++) {
        period p;
        char text[PERIOD_TEXT];
        int counts[COUNTS];
        if (!period_parse(a->place[i], &p)) {
            err_set(e, ERR_BAD_VALUE, "field", "PERIOD", "want", "want.period", NULL);
            err_add(e, "value", a->place[i]);
            return e->code;
        }
        count_period(&w, p, counts);
        table_cell(t, arena_str(c->a, str_c(period_text(p, text))));
        for (int k = 0; k < COUNTS; k++) table_cell(t, str_c(cli_int(c, counts[k])));
    }
    table_print(t, keys);
    return ERR_NONE;
}

static err_code read_moment(str typed, const char *place, char out[MOMENT_TEXT], int64_t *ret, err *e) {
    if (moment_parse(cell_moment(typed, out), ret)) return ERR_NONE;
    err_set(e, ERR_BAD_VALUE, "field", place, "want", "want.moment", NULL);
    err_add(e, "value", typed);
    return e->code;
}

static err_code run_hours(cli *c, const args *a, err *e) {
    const business_clock *clock;
    char from_text[MOMENT_TEXT], to_text[MOMENT_TEXT];
    int64_t from, to;
    str hours = args_option(a, "hours");
    TRY(read_moment(a->place[0], "FROM", from_text, &from, e));
    TRY(read_moment(a->place[1], "TO", to_text, &to, e));
    TRY(clock_of_hours(c->s, c->a, hours.p ? hours : S(""), &clock, e));
    int64_t seconds = clock_elapsed(clock, from, to);
    if (c->json)
        buf_printf(&c->out, "{\"from\": \"%s\", \"to\": \"%s\", \"seconds\": %lld, \"hours\": %.15g}\n", from_text, to_text, (long long)seconds, (double)seconds / 3600.0);
    else
        cli_say(c, "calendar.elapsed", "from", from_text, "to", to_text, "hours", arena_printf(c->a, "%.2f", (double)seconds / 3600.0), "all",
                arena_printf(c->a, "%.2f", (double)(to - from) / 3600.0), NULL);
    return ERR_NONE;
}

const command cmd_calendar[] = {
    {"calendar count", run_count, NEED_READ, "PERIOD…", {{NULL, NULL}}},
    {"calendar hours", run_hours, NEED_READ, "FROM TO", {{"hours", "HOURS"}, {NULL, NULL}}},
    {0},
};
