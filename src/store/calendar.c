/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/calendar.h"

err_code store_workdays(store *s, arena *a, workdays *ret_workdays, err *e) {
    int64_t n;
    TRY(store_int(s, "SELECT count(*) FROM calendar_day WHERE voided IS NULL", NULL, 0, &n, e));
    date *on = arena_new(a, date, n + 1), *off = arena_new(a, date, n + 1);
    workdays w = {.week = WEEK_MON_FRI, .on = on, .off = off};
    query *q;
    /* ISO dates sort by bytes as by time */
    TRY(store_query(s, "SELECT id, kind = 'workday' FROM calendar_day WHERE voided IS NULL ORDER BY id", &q, e));
    while (query_next(q) && w.n_on + w.n_off < n) {
        date d;
        if (!date_parse(query_str(q, 0), &d)) continue;
        bool in_week = w.week >> (date_weekday(d) - 1) & 1, works = query_int(q, 1) != 0;
        if (works && !in_week) on[w.n_on++] = d;
        else if (!works && in_week) off[w.n_off++] = d;
    }
    *ret_workdays = w;
    return query_end(q, e);
}
