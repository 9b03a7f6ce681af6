/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A KPI's months, or those of a problem category's share, as a control chart (individuals and moving range), told as JSON. */
#include <math.h>
#include <pdca_stat.h>

#include "monitor/month.h"
#include "monitor/series.h"

typedef struct series {
    pdca_stat_point *point;
    int64_t *n;
    int first, count; /* months */
    int better;       /* +1 higher, −1 lower */
    bool share;
    double target;
    bool provisional; /* too few months for limits of any kind: nothing can be said of their variation yet */
    int change;       /* index of the month in which the first action for this KPI was completed; -1: none, or too few months before */
} series;

static err_code read_kpi(store *s, str id, series *r, bool *ret_found, err *e) {
    query *q;
    TRY(store_query(s, "SELECT direction, unit, target FROM kpi WHERE id = ?1", &q, e));
    query_bind(q, 1, id);
    *ret_found = query_next(q);
    if (*ret_found) {
        r->better = str_eq(query_str(q, 0), S("up")) ? 1 : -1;
        r->share = str_eq(query_str(q, 1), S("%"));
        r->target = query_null(q, 2) ? NAN : query_real(q, 2);
    }
    return query_end(q, e);
}

/* *ret_what: the KPI, or the category where the check counts one. */
static err_code read_check(store *s, arena *a, str id, series *r, str *ret_what, bool *ret_category, bool *ret_found, err *e) {
    query *q;
    TRY(store_query(s,
                    "SELECT c.direction, c.target, c.category IS NOT NULL OR k.unit = '%', coalesce(c.category, c.kpi), c.category IS NOT NULL"
                    " FROM effect_check c JOIN kpi k ON k.id = c.kpi WHERE c.id = ?1",
                    &q, e));
    query_bind(q, 1, id);
    *ret_found = query_next(q);
    if (*ret_found) {
        r->better = str_eq(query_str(q, 0), S("up")) ? 1 : -1;
        r->target = query_null(q, 1) ? NAN : query_real(q, 1);
        r->share = query_int(q, 2);
        *ret_what = arena_str(a, query_str(q, 3));
        *ret_category = query_int(q, 4);
    }
    return query_end(q, e);
}

#define IS_MONTH "period GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]' AND period <= ?2 GROUP BY period ORDER BY period"

/* Tickets count before measures, the later measure before the earlier one. */
static const char kpi_months[] =
    "SELECT period, value, n, max(rank) FROM (SELECT period, value, n, 1e18 AS rank FROM rollup WHERE kpi = ?1"
    " UNION ALL SELECT period, value, n, seq FROM measure WHERE kpi = ?1 AND voided IS NULL AND dimension IS NULL)"
    " WHERE " IS_MONTH;
/* Counted along the index of periods and categories: much faster than the tickets themselves, which only a rule of exclusion needs. */
static const char category_months[] =
    "SELECT period, 1.0 * count(CASE WHEN category = ?1 THEN 1 END) / count(category), count(category) FROM ticket WHERE category IS NOT NULL AND " IS_MONTH;

static const char kpi_change[] = "SELECT min(actual) FROM action WHERE kpi = ?1 AND actual IS NOT NULL AND voided IS NULL";
static const char check_change[] =
    "SELECT min(a.actual) FROM effect_check c JOIN action a ON a.problem = c.problem AND a.cycle = c.cycle"
    " WHERE c.id = ?1 AND a.actual IS NOT NULL AND a.voided IS NULL";

/* Months without a value are gaps: room for `month`, filled up to it. */
static pdca_stat_point *point_of(series *r, int month) {
    if (r->count == 0) r->first = month;
    while (r->first + r->count < month) r->point[r->count++].value = NAN;
    return &r->point[r->count++];
}

static err_code read_months(store *s, arena *a, const char *sql, str id, str until, series *r, err *e) {
    query *q;
    TRY(store_query(s, sql, &q, e));
    query_bind(q, 1, id);
    query_bind(q, 2, until);
    r->point = arena_new(a, pdca_stat_point, MONTHS);
    r->n = arena_new(a, int64_t, MONTHS);
    while (query_next(q)) {
        int month = month_index(query_str(q, 0));
        if (month < 0) continue;
        point_of(r, month)->value = query_real(q, 1);
        r->n[r->count - 1] = query_int(q, 2);
    }
    return query_end(q, e);
}

err_code kpi_of_category(store *s, arena *a, str category, kpi *ret, err *e) {
    condition_term *term = arena_new(a, condition_term, 2);
    str *name = arena_new(a, str, 1);
    *name = category;
    term[0] = (condition_term){.column = TICKET_CATEGORY, .op = OP_EQ, .n = 1, .text = name};
    term[1] = (condition_term){.column = TICKET_CATEGORY, .op = OP_KNOWN};
    *ret = (kpi){.form = KPI_SHARE, .numerator = {1, &term[0]}, .denominator = {1, &term[1]}};
    return kpi_exclusion(s, a, &ret->exclude, e);
}

/* The same months where a rule leaves tickets out. */
static err_code read_months_of(store *s, arena *a, const kpi *k, str until, series *r, err *e) {
    str first;
    bool found;
    TRY(store_text(s, a, "SELECT min(period) FROM ticket WHERE period <= ?1", &until, 1, &first, &found, e));
    r->point = arena_new(a, pdca_stat_point, MONTHS);
    r->n = arena_new(a, int64_t, MONTHS);
    if (!found || !first.p) return ERR_NONE;
    for (int month = month_index(first); month >= 0 && month <= month_index(until); month++) {
        char z[PERIOD_TEXT];
        ticket_window w;
        kpi_figure f;
        TRY(ticket_window_parse(month_text(month, z), &w, e));
        TRY(kpi_compute(s, k, 1, &w, &f, e));
        if (f.n == 0) continue;
        point_of(r, month)->value = f.value;
        r->n[r->count - 1] = f.n;
    }
    return ERR_NONE;
}

/* Which months set the limits. The first action (for this KPI; of this check's cycle) that was completed begins a new phase, where the months before are enough
 * for limits of their own; without one the first half of the months, 8 at least and 12 at most, sets limits that stay. */
static err_code set_phases(store *s, const char *sql, str id, series *r, err *e) {
    enum { FEWEST = 8, MOST = 12 };
    query *q;
    TRY(store_query(s, sql, &q, e));
    query_bind(q, 1, id);
    int month = query_next(q) && !query_null(q, 0) ? month_index(str_sub(query_str(q, 0), 0, 7)) : -1;
    TRY(query_end(q, e));
    int before = 0, usable = 0;
    for (int i = 0; i < r->count; i++) {
        if (isnan(r->point[i].value)) continue;
        usable++;
        before += r->first + i < month;
    }
    r->change = month >= 0 && before >= FEWEST && month < r->first + r->count ? month - r->first : -1;
    if (r->change >= 0) {
        for (int i = r->change; i < r->count; i++) r->point[i].phase = 1;
        return ERR_NONE;
    }
    r->provisional = usable < FEWEST;
    int baseline = usable / 2 < FEWEST ? FEWEST : usable / 2 > MOST ? MOST : usable / 2;
    for (int i = 0; i < r->count && baseline > 0; i++)
        if (!isnan(r->point[i].value)) r->point[i].baseline = baseline-- > 0;
    return ERR_NONE;
}

static void put_points(const series *r, buf *b) {
    buf_z(b, "{\"points\":[");
    for (int i = 0; i < r->count; i++) {
        const pdca_stat_point *p = &r->point[i];
        char z[PERIOD_TEXT];
        str month = month_text(r->first + i, z);
        const char *kind = isnan(p->value) || p->excluded ? "skip" : !p->part_of || r->provisional ? "common" : p->side * r->better > 0 ? "good" : "bad";
        buf_printf(b, "%s{\"period\":\"%.*s\",\"value\":", i ? "," : "", STR(month));
        buf_real(b, p->value);
        if (isnan(p->value) || !r->n[i]) buf_z(b, ",\"n\":null");
        else buf_printf(b, ",\"n\":%lld", (long long)r->n[i]);
        buf_printf(b, ",\"kind\":\"%s\"}", kind);
    }
    buf_z(b, "],\"limits\":[");
}

static bool same(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

/* Stretches of months with the same limits. */
static void put_limits(const series *r, buf *b) {
    if (r->provisional) return;
    bool any = false;
    for (int from = 0, to; from < r->count; from = to + 1) {
        const pdca_stat_point *p = &r->point[from];
        for (to = from; to + 1 < r->count; to++) {
            const pdca_stat_point *q = &r->point[to + 1];
            if (!same(q->center, p->center) || !same(q->lcl, p->lcl) || !same(q->ucl, p->ucl)) break;
        }
        if (isnan(p->center)) continue;
        buf_printf(b, "%s{\"from\":%d,\"to\":%d,\"lcl\":", any ? "," : "", from, to);
        buf_real(b, p->lcl);
        buf_z(b, ",\"cl\":");
        buf_real(b, p->center);
        buf_z(b, ",\"ucl\":");
        buf_real(b, p->ucl);
        buf_z(b, ",\"range_cl\":");
        buf_real(b, p->range_center);
        buf_z(b, ",\"range_ucl\":");
        buf_real(b, p->range_ucl);
        buf_putc(b, '}');
        any = true;
    }
}

/* The signs that the drawing needs explained, and what its rules are worth. */
static void put_keys(const series *r, const pdca_stat_control *c, const pdca_stat_rules *rules, buf *b) {
    bool good = false, bad = false, limits = false;
    for (int i = 0; i < r->count; i++) {
        const pdca_stat_point *p = &r->point[i];
        bool signal = p->part_of && !r->provisional;
        good = good || (signal && p->side * r->better > 0);
        bad = bad || (signal && p->side * r->better <= 0);
        limits = limits || (!r->provisional && !isnan(p->lcl));
    }
    buf_z(b, ",\"keys\":[");
    if (good) buf_z(b, "\"good\",");
    if (bad) buf_z(b, "\"bad\",");
    if (limits) buf_z(b, "\"limits\",\"center\",");
    if (limits && r->change >= 0 && !c->pending) buf_z(b, "\"extended\",");
    if (!isnan(r->target)) buf_z(b, "\"target\",");
    if (b->p[b->n - 1] == ',') b->n--;
    buf_printf(b, "],\"rules\":\"%s\",\"run_length\":%.0f}", pdca_stat_rules_name(rules), pdca_stat_rules_run_length(rules));
}

static void put_verdict(const series *r, const pdca_stat_control *c, buf *b) {
    static const char *const variations[] = {"common", "good", "bad"}, *const assurances[] = {"pending", "pass", "fail", "mixed", "none"};
    const char *variation = "none", *assurance = isnan(r->target) ? "none" : "pending", *side = "";
    if (r->count) {
        if (!r->provisional) variation = variations[pdca_stat_variation_of(r->point, (size_t)r->count, r->better)];
        assurance = assurances[pdca_stat_assurance_of(c, r->target, r->better)];
        int last = r->count - 1;
        side = r->point[last].side > 0 ? "hi" : r->point[last].side < 0 ? "lo" : "";
    }
    buf_z(b, "],\"changes\":[");
    if (r->change >= 0) {
        char z[PERIOD_TEXT];
        buf_printf(b, "{\"at\":%d,\"period\":\"%.*s\"}", r->change, STR(month_text(r->first + r->change, z)));
    }
    buf_printf(b, "],\"variation\":\"%s\",\"variation_side\":\"%s\",\"assurance\":\"%s\",\"target\":", variation, side, assurance);
    buf_real(b, r->target);
    buf_printf(b, ",\"pending_n\":%zu", r->count && c->pending ? c->since : (size_t)0);
}

static void put_series(series *r, buf *out) {
    pdca_stat_control_options o = pdca_stat_control_defaults(PDCA_STAT_XMR);
    o.rules = pdca_stat_rules_named("nhs");
    o.floor = r->share ? 0 : NAN;
    o.ceiling = r->share ? 1 : NAN;
    pdca_stat_control c = {0};
    if (r->count) c = pdca_stat_control_chart(r->point, (size_t)r->count, &o);
    put_points(r, out);
    put_limits(r, out);
    put_verdict(r, &c, out);
    put_keys(r, &c, o.rules, out);
}

err_code kpi_series(store *s, str id, str until, buf *out, bool *ret_found, err *e) {
    AUTO(arena_free) arena a = {0};
    series r = {.target = NAN, .change = -1};
    TRY(read_kpi(s, id, &r, ret_found, e));
    if (!*ret_found) return ERR_NONE;
    TRY(read_months(s, &a, kpi_months, id, until, &r, e));
    TRY(set_phases(s, kpi_change, id, &r, e));
    put_series(&r, out);
    return ERR_NONE;
}

err_code kpi_series_values(store *s, str id, int first, int count, const double *value, const int64_t *n, buf *out, err *e) {
    AUTO(arena_free) arena a = {0};
    series r = {.target = NAN, .change = -1, .first = first, .count = count};
    bool found;
    TRY(read_kpi(s, id, &r, &found, e));
    r.point = arena_new(&a, pdca_stat_point, count + 1);
    r.n = arena_new(&a, int64_t, count + 1);
    for (int i = 0; i < count; i++) {
        r.point[i].value = value[i];
        r.n[i] = n[i];
    }
    TRY(set_phases(s, kpi_change, id, &r, e));
    put_series(&r, out);
    return ERR_NONE;
}

err_code check_series(store *s, str check, str until, buf *out, bool *ret_found, err *e) {
    AUTO(arena_free) arena a = {0};
    series r = {.target = NAN, .change = -1};
    str what = {NULL, 0};
    bool category = false;
    kpi share;
    TRY(read_check(s, &a, check, &r, &what, &category, ret_found, e));
    if (!*ret_found) return ERR_NONE;
    if (category) TRY(kpi_of_category(s, &a, what, &share, e));
    if (category && share.exclude.n) TRY(read_months_of(s, &a, &share, until, &r, e));
    else TRY(read_months(s, &a, category ? category_months : kpi_months, what, until, &r, e));
    TRY(set_phases(s, check_change, check, &r, e));
    put_series(&r, out);
    return ERR_NONE;
}
