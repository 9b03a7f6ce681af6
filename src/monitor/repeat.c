/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/repeat.h"

#include <math.h>
#include <stdlib.h>

enum { SEEN_BITS = 1 << 25 };

static bool counts(const ticket *t) {
    return t->value[TICKET_CUSTOMER].kind == VALUE_TEXT && t->value[TICKET_OPENED].kind == VALUE_TEXT &&
           str_eq(t->value[TICKET_TYPE].text, S("complaint"));
}

err_code repeats_open(repeats *ret_repeats, store *s, bool bulk, err *e) {
    *ret_repeats = (repeats){.s = s, .bulk = bulk};
    if (bulk) {
        ret_repeats->seen = calloc(SEEN_BITS / 8, 1);
        if (!ret_repeats->seen) abort();
        return ERR_NONE;
    }
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
    free(r->seen);
    buf_free(&r->room);
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

/* ---- into a workspace without tickets ------------------------------------------------------------------------------------------ */

/* A distance takes eight bytes in a row that has no other room: filled in later it would make nearly every page overflow. So whoever may have
 * complained before gets this one, which is none, at once. */
static const double ROOM = -0.5;

static bool may_have_complained(repeats *r, str customer) {
    uint32_t h = 2166136261; /* FNV-1a */
    for (size_t i = 0; i < customer.n; i++) h = (h ^ (unsigned char)customer.p[i]) * 16777619;
    h %= SEEN_BITS;
    bool seen = r->seen[h / 8] >> h % 8 & 1;
    r->seen[h / 8] = (unsigned char)(r->seen[h / 8] | 1 << h % 8);
    return seen;
}

/* Sequence numbers go up from 1: there were no tickets. */
static void note_room(repeats *r) {
    size_t at = (size_t)r->stored / 8;
    if (at >= r->room.n) buf_fill(&r->room, 0, at - r->room.n + 1);
    if (r->roomy) r->room.p[at] = (char)(r->room.p[at] | 1 << r->stored % 8);
}

static bool has_room(const repeats *r, int64_t seq) {
    size_t at = (size_t)seq / 8;
    return at < r->room.n && (unsigned char)r->room.p[at] >> seq % 8 & 1;
}

typedef struct distance {
    int64_t seq;
    double hours; /* NAN: none */
} distance;

static int by_seq(const void *a, const void *b) {
    int64_t x = ((const distance *)a)->seq, y = ((const distance *)b)->seq;
    return (x > y) - (x < y);
}

/* Row by row as they stand in the file, so that each page is read and written once. */
static err_code write_distances(repeats *r, distance *d, size_t n, err *e) {
    qsort(d, n, sizeof *d, by_seq);
    query *q;
    TRY(store_query(r->s, "UPDATE ticket SET since_complaint_h = ?2 WHERE seq = ?1", &q, e));
    for (size_t i = 0; i < n; i++) {
        query_bind(q, 1, d[i].seq);
        if (isnan(d[i].hours)) query_bind_null(q, 2);
        else query_bind(q, 2, d[i].hours);
        err_code code = query_run_again(q, e);
        if (code) {
            err ignored;
            query_end(q, &ignored);
            return code;
        }
    }
    return query_end(q, e);
}

/* What is found on the walk, in pieces of HELD. */
typedef struct walk {
    repeats *r;
    distance *held;
    size_t n;
    buf customer, opened; /* of the complaint at hand */
    distance first;       /* of those that the customer opened in that second: the one with the smallest number */
    bool any;
} walk;
enum { HELD = 1 << 18 };

static err_code found(walk *w, distance d, err *e) {
    if (isnan(d.hours) && !has_room(w->r, d.seq)) return ERR_NONE;
    w->held[w->n++] = d;
    if (w->n < HELD) return ERR_NONE;
    size_t n = w->n;
    w->n = 0;
    return write_distances(w->r, w->held, n, e);
}

static err_code comes_before(store *s, int64_t seq, int64_t other, bool *ret, err *e) {
    query *q;
    TRY(store_query(s, "SELECT (a.source, a.no) < (b.source, b.no) FROM ticket a, ticket b WHERE a.seq = ?1 AND b.seq = ?2", &q, e));
    query_bind(q, 1, seq);
    query_bind(q, 2, other);
    *ret = query_next(q) && query_int(q, 0);
    return query_end(q, e);
}

static err_code step(walk *w, int64_t seq, str customer, str opened, err *e) {
    bool same = w->any && str_eq(customer, buf_str(&w->customer));
    if (same && str_eq(opened, buf_str(&w->opened))) {
        bool before;
        TRY(comes_before(w->r->s, seq, w->first.seq, &before, e));
        distance later = {before ? w->first.seq : seq, 0};
        if (before) w->first.seq = seq;
        return found(w, later, e);
    }
    if (w->any) TRY(found(w, w->first, e));
    w->first = (distance){seq, same ? hours(buf_str(&w->opened), opened) : NAN};
    w->any = true;
    buf_clear(&w->customer);
    buf_put(&w->customer, customer);
    buf_clear(&w->opened);
    buf_put(&w->opened, opened);
    return ERR_NONE;
}

static err_code walk_complaints(walk *w, err *e) {
    query *q;
    TRY(store_query(w->r->s,
                    "SELECT seq, customer, opened FROM ticket WHERE type = 'complaint' AND customer IS NOT NULL AND opened IS NOT NULL"
                    " ORDER BY customer, opened",
                    &q, e));
    err_code code = ERR_NONE;
    while (!code && query_next(q)) code = step(w, query_int(q, 0), query_str(q, 1), query_str(q, 2), e);
    err run;
    err_code ended = query_end(q, code ? &run : e);
    if (!code) code = ended;
    if (!code && w->any) code = found(w, w->first, e);
    return code ? code : write_distances(w->r, w->held, w->n, e);
}

/* In the order of customer and opening, which is the index's. */
err_code repeats_finish(repeats *r, err *e) {
    if (!r->bulk) return ERR_NONE;
    walk w = {.r = r, .held = malloc(HELD * sizeof *w.held)};
    if (!w.held) abort();
    err_code code = walk_complaints(&w, e);
    free(w.held);
    buf_free(&w.customer);
    buf_free(&w.opened);
    return code;
}

/* ---- among others ---------------------------------------------------------------------------------------------------------------- */

/* Files come in the order of opening: nearly always the customer's last complaint is the one before, and nothing comes behind. */
err_code repeats_before(repeats *r, const ticket *t, str source, double *ret_hours, err *e) {
    *ret_hours = NAN;
    r->last = true;
    r->roomy = false;
    if (!counts(t)) return ERR_NONE;
    const str opened = t->value[TICKET_OPENED].text;
    if (r->bulk) {
        r->roomy = may_have_complained(r, t->value[TICKET_CUSTOMER].text);
        if (r->roomy) *ret_hours = ROOM;
        return ERR_NONE;
    }
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
    if (r->bulk) {
        r->stored++;
        note_room(r);
        return ERR_NONE;
    }
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
