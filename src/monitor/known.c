/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/known.h"

#include <math.h>

#include "monitor/scan.h"

typedef struct known {
    store *s;
    arena *a;
    int64_t event;
    month_set there;            /* there were tickets of the month */
    month_set touched;          /* … and an import came later that may have changed its figures */
    month_set lost, inspections; /* … or their inspections' results: not kept */
    const kpi *kpis;
    int n;
    kpi_figure *counted; /* of the month `counted_month` */
    int counted_month;
    const char *from; /* the tickets of then, as a table; NULL: not needed yet */
} known;

typedef struct figure {
    str period;
    double value; /* NAN: not known any more */
    int64_t n;
} figure;

static void add_range(month_set *m, int from, int to) {
    for (int i = from; i >= 0 && i <= to; i++) month_add(m, i);
}

static const char imports_sql[] =
    "SELECT period_from, period_to, made <= ?1 AND coalesce(gone > ?1, 1), made > ?1 AND gone IS NULL, coalesce(gone > ?1, 0), updated > 0,"
    " coalesce(decisions ->> '$.inspections', 0) FROM (SELECT i.*, (SELECT min(seq) FROM event WHERE kind = 'import' AND id = i.id) AS made,"
    "  CASE WHEN voided IS NOT NULL THEN (SELECT max(seq) FROM event WHERE kind = 'import' AND id = i.id) END AS gone"
    " FROM import i WHERE period_from IS NOT NULL)";

/* Any change may concern a complaint that follows within 30 days: two months on. */
static err_code read_imports(known *k, err *e) {
    query *q;
    TRY(store_query(k->s, imports_sql, &q, e));
    query_bind(q, 1, k->event);
    while (query_next(q)) {
        int from = month_index(query_str(q, 0)), to = month_index(query_str(q, 1));
        bool there = query_int(q, 2), later = query_int(q, 3), withdrawn = there && query_int(q, 4), changed = later && query_int(q, 5);
        if (there) add_range(&k->there, from, to);
        if (later && !query_int(q, 6)) add_range(&k->touched, from, MONTHS - 1);
        if (changed && query_int(q, 6)) add_range(&k->inspections, from, to);
        else if (withdrawn || changed) add_range(&k->lost, from, to + 1);
    }
    return query_end(q, e);
}

/* The tickets whose import was there; what stands before a complaint is looked for among them. */
static const char *tickets_then(arena *a, int64_t event) {
    AUTO(buf_free) buf b = {0}, there = {0};
    buf_printf(&there, "IN (SELECT i.id FROM import i WHERE (SELECT min(seq) FROM event WHERE kind = 'import' AND id = i.id) <= %lld)", (long long)event);
    buf_z(&b, "(SELECT seq, source");
    for (int c = 0; c < TICKET_IMPORTED; c++) buf_printf(&b, ", %s", ticket_column_name((ticket_column)c));
    buf_printf(&b,
               ", CASE WHEN type = 'complaint' THEN (unixepoch(opened) - unixepoch((SELECT o.opened FROM ticket o WHERE o.type = 'complaint' AND o.customer = t.customer"
               " AND o.opened <= t.opened AND (o.opened < t.opened OR (o.source, o.no) < (t.source, t.no)) AND o.import %s ORDER BY o.opened DESC LIMIT 1))) / 3600.0 END"
               " AS since_complaint_h FROM ticket t WHERE t.import %s) AS ticket",
               buf_cstr(&there), buf_cstr(&there));
    return arena_strdup(a, buf_str(&b));
}

static bool uses(const kpi *k, ticket_column c) {
    bool used[TICKET_COLUMNS] = {false};
    scan_columns(k, 1, used);
    return used[c];
}

static err_code count_month(known *k, int month, err *e) {
    if (k->counted_month == month) return ERR_NONE;
    ticket_window w = {.by_month = true};
    char z[PERIOD_TEXT];
    str text = month_text(month, z);
    memcpy(w.from, text.p, text.n);
    memcpy(w.to, text.p, text.n);
    if (!k->from) k->from = tickets_then(k->a, k->event);
    w.tickets = k->from;
    k->counted_month = month;
    return kpi_compute(k->s, k->kpis, k->n, &w, k->counted, e);
}

static err_code kept_figure(known *k, int at, str month, figure *f, err *e) {
    query *q;
    TRY(store_query(k->s, "SELECT value, n FROM rollup WHERE kpi = ?1 AND period = ?2", &q, e));
    query_bind(q, 1, k->kpis[at].id);
    query_bind(q, 2, month);
    f->n = 0;
    if (query_next(q)) {
        f->value = query_null(q, 0) ? NAN : query_real(q, 0);
        f->n = query_int(q, 1);
    }
    return query_end(q, e);
}

/* The latest month with a figure; f->period stays empty without any. */
static err_code from_tickets(known *k, int at, figure *f, err *e) {
    const kpi *one = &k->kpis[at];
    bool inspected = uses(one, TICKET_INSPECTION), same_category = uses(one, TICKET_SINCE_SAME_CATEGORY_H);
    for (int month = MONTHS - 1; month >= 0; month--) {
        if (!k->there.has[month]) continue;
        char z[PERIOD_TEXT];
        str text = month_text(month, z);
        bool lost = k->lost.has[month] || (inspected && k->inspections.has[month]) || (same_category && k->touched.has[month]);
        if (lost) *f = (figure){.value = NAN, .n = -1};
        else if (k->touched.has[month]) {
            TRY(count_month(k, month, e));
            f->value = k->counted[at].value;
            f->n = k->counted[at].n;
        } else TRY(kept_figure(k, at, text, f, e));
        if (f->n == 0) continue;
        f->period = arena_str(k->a, text);
        return ERR_NONE;
    }
    return ERR_NONE;
}

static err_code from_measures(known *k, str id, figure *f, err *e) {
    query *q;
    TRY(store_query(k->s,
                    "SELECT v.row ->> '$.period', v.row ->> '$.value', v.row ->> '$.n' FROM measure m JOIN event v ON v.seq ="
                    " (SELECT max(seq) FROM event WHERE kind = 'measure' AND id = m.id AND seq <= ?2)"
                    " WHERE m.kpi = ?1 AND v.row ->> '$.voided' IS NULL AND v.row ->> '$.dimension' IS NULL AND v.row ->> '$.period' > ?3 ORDER BY 1 DESC, 3 DESC LIMIT 1",
                    &q, e));
    query_bind(q, 1, id);
    query_bind(q, 2, k->event);
    query_bind(q, 3, f->period.p ? f->period : S(""));
    if (query_next(q)) *f = (figure){arena_str(k->a, query_str(q, 0)), query_real(q, 1), query_null(q, 2) ? 0 : query_int(q, 2)};
    return query_end(q, e);
}

static void put(buf *out, str id, const figure *f) {
    buf_z(out, out->p[out->n - 1] == '[' ? "{\"kpi\":" : ",{\"kpi\":");
    buf_json(out, id);
    buf_z(out, ",\"period\":");
    buf_json(out, f->period);
    buf_z(out, ",\"value\":");
    buf_real(out, f->value);
    if (f->n > 0) buf_printf(out, ",\"n\":%lld}", (long long)f->n);
    else buf_z(out, ",\"n\":null}");
}

static err_code each_kpi(known *k, buf *out, err *e) {
    query *q;
    TRY(store_query(k->s, "SELECT id FROM kpi WHERE voided IS NULL ORDER BY position, seq", &q, e));
    err_code code = ERR_NONE;
    for (int at = 0; !code && query_next(q);) {
        figure f = {.period = {NULL, 0}};
        str id = arena_str(k->a, query_str(q, 0));
        bool counted = at < k->n && str_eq(k->kpis[at].id, id);
        if (counted) code = from_tickets(k, at++, &f, e);
        if (!code) code = from_measures(k, id, &f, e);
        if (!code && f.period.p) put(out, id, &f);
    }
    err run;
    err_code end = query_end(q, code ? &run : e);
    return code ? code : end;
}

err_code figures_known(store *s, int64_t event, buf *out, err *e) {
    AUTO(arena_free) arena a = {0};
    known *k = arena_new(&a, known, 1);
    kpi *kpis;
    *k = (known){.s = s, .a = &a, .event = event, .counted_month = -1};
    TRY(kpi_load(s, &a, S(""), &kpis, &k->n, e));
    k->kpis = kpis;
    k->counted = arena_new(&a, kpi_figure, k->n + 1);
    TRY(read_imports(k, e));
    buf_putc(out, '[');
    TRY(each_kpi(k, out, e));
    buf_putc(out, ']');
    return ERR_NONE;
}
