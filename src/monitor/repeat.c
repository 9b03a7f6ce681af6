/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/repeat.h"

#include <math.h>

static bool counts(const ticket *t) {
    return t->value[TICKET_CUSTOMER].kind == VALUE_TEXT && t->value[TICKET_OPENED].kind == VALUE_TEXT &&
           str_eq(t->value[TICKET_TYPE].text, S("complaint"));
}

err_code repeats_open(repeats *ret_repeats, store *s, err *e) {
    *ret_repeats = (repeats){.s = s};
    TRY(store_query_made(s, S("SELECT opened FROM ticket WHERE type = 'complaint' AND customer = ?1 ORDER BY opened DESC LIMIT 1"),
                         &ret_repeats->latest, e));
    /* both walk the index on (customer, opened); the number is only looked at where two were opened in the same second */
    TRY(store_query_made(s, S("SELECT opened FROM ticket WHERE type = 'complaint' AND customer = ?1 AND opened <= ?2"
                              " AND (opened < ?2 OR (source, no) < (?3, ?4)) ORDER BY opened DESC LIMIT 1"),
                         &ret_repeats->before, e));
    TRY(store_query_made(s, S("SELECT seq, opened, period FROM ticket WHERE type = 'complaint' AND customer = ?1 AND opened >= ?2"
                              " AND (opened > ?2 OR (source, no) > (?3, ?4)) ORDER BY opened, source, no LIMIT 1"),
                         &ret_repeats->after, e));
    return store_query_made(s, S("UPDATE ticket SET since_complaint_h = ?2 WHERE seq = ?1"), &ret_repeats->correct, e);
}

void repeats_close(repeats *r) {
    query_free(r->latest);
    query_free(r->before);
    query_free(r->after);
    query_free(r->correct);
    *r = (repeats){0};
}

static void bind(query *q, const ticket *t, str source) {
    query_bind(q, 1, t->value[TICKET_CUSTOMER].text);
    query_bind(q, 2, t->value[TICKET_OPENED].text);
    query_bind(q, 3, source);
    query_bind(q, 4, t->value[TICKET_NO].text);
}

static double hours(str from, str to) {
    int64_t a, b;
    return moment_parse(from, &a) && moment_parse(to, &b) ? (double)(b - a) / 3600.0 : NAN;
}

/* Files come in the order of opening: nearly always the customer's last complaint is the one before, and nothing comes behind. */
err_code repeats_before(repeats *r, const ticket *t, str source, double *ret_hours, err *e) {
    *ret_hours = NAN;
    r->last = true;
    if (!counts(t)) return ERR_NONE;
    const str opened = t->value[TICKET_OPENED].text;
    query_bind(r->latest, 1, t->value[TICKET_CUSTOMER].text);
    if (query_next(r->latest)) {
        const str latest = query_str(r->latest, 0);
        r->last = str_cmp(latest, opened) < 0;
        if (r->last) *ret_hours = hours(latest, opened);
    }
    TRY(query_end(r->latest, e));
    if (r->last) return ERR_NONE;
    bind(r->before, t, source);
    if (query_next(r->before)) *ret_hours = hours(query_str(r->before, 0), opened);
    return query_end(r->before, e);
}

err_code repeats_after(repeats *r, const ticket *t, str source, month_set *touched, err *e) {
    if (r->last || !counts(t)) return ERR_NONE;
    bind(r->after, t, source);
    bool found = query_next(r->after);
    int64_t seq = found ? query_int(r->after, 0) : 0;
    double h = found ? hours(t->value[TICKET_OPENED].text, query_str(r->after, 1)) : NAN;
    if (found) month_add(touched, month_index(query_str(r->after, 2)));
    TRY(query_end(r->after, e));
    if (!found) return ERR_NONE;
    query_bind(r->correct, 1, seq);
    query_bind(r->correct, 2, h);
    return query_run(r->correct, e);
}

#define DISTANCES                                                                                                              \
    "(SELECT seq AS at, CASE WHEN type = 'complaint' AND customer IS NOT NULL AND opened IS NOT NULL THEN"                     \
    " (unixepoch(opened) - unixepoch(lag(opened) OVER (PARTITION BY type, customer, opened IS NULL"                            \
    " ORDER BY opened, source, no))) / 3600.0 END AS h FROM ticket) d"

err_code repeats_rebuild(store *s, month_set *touched, err *e) {
    query *q;
    TRY(store_query(s,
                    "SELECT DISTINCT period FROM ticket JOIN " DISTANCES " ON d.at = ticket.seq WHERE since_complaint_h IS NOT h", &q,
                    e));
    while (query_next(q)) month_add(touched, month_index(query_str(q, 0)));
    TRY(query_end(q, e));
    return store_exec(s,
                      "UPDATE ticket SET since_complaint_h = d.h FROM " DISTANCES
                      " WHERE d.at = ticket.seq AND since_complaint_h IS NOT d.h",
                      e);
}
