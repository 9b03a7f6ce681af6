/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pages and commands ask of the figures, as SQL functions. All give JSON objects with every key; a figure that is not known is
 * null. A broken argument is an error of the statement. */
#include <math.h>
#include <pdca_stat.h>
#include <stdio.h>

#include "base/words.h"
#include "monitor/grid.h"
#include "monitor/known.h"
#include "monitor/kpi.h"
#include "monitor/monitor.h"
#include "monitor/pareto.h"
#include "monitor/series.h"

static void fail(sql_call *c, const err *e) {
    AUTO(buf_free) buf b = {0};
    buf_z(&b, err_name(e->code));
    for (int i = 0; i < e->n; i++) buf_printf(&b, " %.*s=%.*s", STR(e->name[i]), STR(e->value[i]));
    sql_result_error(c, buf_cstr(&b));
}

static void put_real(buf *b, const char *key, double v) {
    buf_printf(b, ",\"%s\":", key);
    buf_real(b, v);
}

static void put_figure(buf *b, const kpi_figure *f) {
    buf_printf(b, "{\"n\":%lld,\"x\":", (long long)f->n);
    if (f->has_x) buf_printf(b, "%lld", (long long)f->x);
    else buf_z(b, "null");
    put_real(b, "value", f->value);
    put_real(b, "sd", f->sd);
    put_real(b, "lo", f->lo);
    put_real(b, "hi", f->hi);
    put_real(b, "median", f->median);
    put_real(b, "p90", f->p90);
    buf_putc(b, '}');
}

/* kpi_window(kpi, window), category_window(category, window): n, x, value, sd, lo, hi, median, p90. */
static void figure_over(sql_call *c, store *s, const kpi *k, str window) {
    ticket_window w;
    kpi_figure f;
    err e;
    AUTO(buf_free) buf b = {0};
    if (ticket_window_parse(window, &w, &e) || kpi_compute(s, k, 1, &w, &f, &e)) {
        fail(c, &e);
        return;
    }
    put_figure(&b, &f);
    sql_result_json(c, buf_str(&b));
}

static void fn_kpi_window(sql_call *c, void *user) {
    store *s = user;
    AUTO(arena_free) arena a = {0};
    kpi *k;
    int n;
    err e;
    if (sql_null(c, 0) || sql_null(c, 1)) sql_result_null(c);
    else if (kpi_load(s, &a, sql_str(c, 0), &k, &n, &e)) fail(c, &e);
    else if (n == 0) sql_result_json(c, S("{\"n\":0,\"x\":null,\"value\":null,\"sd\":null,\"lo\":null,\"hi\":null,\"median\":null,\"p90\":null}"));
    else figure_over(c, s, k, sql_str(c, 1));
}

static void fn_category_window(sql_call *c, void *user) {
    if (sql_null(c, 0) || sql_null(c, 1)) {
        sql_result_null(c);
        return;
    }
    AUTO(arena_free) arena a = {0};
    kpi k;
    err e;
    if (kpi_of_category(user, &a, sql_str(c, 0), &k, &e)) fail(c, &e);
    else figure_over(c, user, &k, sql_str(c, 1));
}

/* kpi_by(kpi, window, dimension): [{label, n, few, x, value, …}]; fewer tickets than the setting publish_k (5): "few" 1 and no figures, for what is
 * published could tell of a person. */
static err_code publish_k(store *s, int64_t *ret_k, err *e) {
    return store_int(s, "SELECT coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE id = 'publish_k' AND voided IS NULL), 5)", NULL, 0, ret_k, e);
}

static void fn_kpi_by(sql_call *c, void *user) {
    AUTO(arena_free) arena a = {0};
    AUTO(buf_free) buf b = {0};
    kpi *k;
    kpi_part *parts;
    ticket_window w;
    int n, count = 0;
    int64_t k_least;
    err e;
    if (sql_null(c, 0) || sql_null(c, 1) || sql_null(c, 2)) {
        sql_result_null(c);
        return;
    }
    if (kpi_load(user, &a, sql_str(c, 0), &k, &n, &e) || ticket_window_parse(sql_str(c, 1), &w, &e) || publish_k(user, &k_least, &e) ||
        (n && kpi_breakdown(user, &a, k, &w, sql_str(c, 2), &parts, &count, &e))) {
        fail(c, &e);
        return;
    }
    buf_putc(&b, '[');
    for (int i = 0; i < count; i++) {
        bool few = parts[i].figure.n < k_least;
        buf_z(&b, i ? ",{\"label\":" : "{\"label\":");
        buf_json(&b, parts[i].label);
        buf_printf(&b, ",\"few\":%d,\"figure\":", few);
        if (few) buf_z(&b, "null");
        else put_figure(&b, &parts[i].figure);
        buf_putc(&b, '}');
    }
    buf_putc(&b, ']');
    sql_result_json(c, buf_str(&b));
}

/* pareto(period, max_categories): the vital few of a period's problem categories; see monitor/pareto.h. `excluded` and, where it is not 0, all_n,
 * all_k, all_vital_share: what the rule of exclusion leaves out, and how it would be with it. */
static void fn_pareto(sql_call *c, void *user) {
    AUTO(arena_free) arena a = {0};
    pareto p, all = {0};
    err e;
    if (sql_null(c, 0)) {
        sql_result_null(c);
        return;
    }
    int most = sql_null(c, 1) ? 0 : (int)sql_int(c, 1);
    if (pareto_of(user, &a, sql_str(c, 0), most, false, &p, &e) || (p.excluded && pareto_of(user, &a, sql_str(c, 0), most, true, &all, &e))) {
        fail(c, &e);
        return;
    }
    AUTO(buf_free) buf b = {0};
    buf_printf(&b, "{\"n\":%lld,\"k\":%d,\"effect\":%d,\"other_large\":%d,\"vital_n\":%lld", (long long)p.n, p.vital, p.effect, p.other_large,
               (long long)p.vital_n);
    put_real(&b, "vital_share", p.vital ? (double)p.vital_n / (double)p.n : NAN);
    put_real(&b, "other_share", p.n ? (double)p.other_n / (double)p.n : NAN);
    buf_printf(&b, ",\"excluded\":%lld", (long long)p.excluded);
    if (p.excluded) { /* the same with what the rule leaves out */
        buf_printf(&b, ",\"all_n\":%lld,\"all_k\":%d", (long long)all.n, all.vital);
        put_real(&b, "all_vital_share", (double)all.vital_n / (double)all.n);
    }
    buf_z(&b, ",\"rows\":[");
    for (int i = 0; i < p.rows; i++) {
        const pareto_row *r = &p.row[i];
        buf_z(&b, i ? ",{\"label\":" : "{\"label\":");
        buf_json(&b, r->label);
        buf_printf(&b, ",\"count\":%lld", (long long)r->count);
        put_real(&b, "share", (double)r->count / (double)p.n);
        buf_printf(&b, ",\"cum\":%lld", (long long)r->cumulative);
        put_real(&b, "cum_share", (double)r->cumulative / (double)p.n);
        buf_printf(&b, ",\"vital\":%d,\"other\":%d}", r->vital, r->other);
    }
    buf_z(&b, "]}");
    sql_result_json(c, buf_str(&b));
}

/* kpi_format(kpi, value): with the KPI's decimals; shares in per cent. */
static void fn_kpi_format(sql_call *c, void *user) {
    query *q;
    err e;
    if (sql_null(c, 0) || sql_null(c, 1)) {
        sql_result_null(c);
        return;
    }
    if (store_query(user, "SELECT unit, decimals FROM kpi WHERE id = ?1", &q, &e)) {
        fail(c, &e);
        return;
    }
    query_bind(q, 1, sql_str(c, 0));
    bool found = query_next(q), share = found && str_eq(query_str(q, 0), S("%"));
    int decimals = found ? (int)query_int(q, 1) : 0;
    query_end(q, &e);
    if (!found) {
        sql_result_null(c);
        return;
    }
    double v = sql_real(c, 1) * (share ? 100 : 1), scale = pow(10, decimals);
    v = round(v * scale + (v < 0 ? -1e-9 : 1e-9)) / scale; /* half away from zero, as people round: 2.125 is 2.13 */
    char z[64];
    snprintf(z, sizeof z, "%s%.*f%s", v < 0 ? "−" : "", decimals, fabs(v), share ? "%" : "");
    sql_result_str(c, str_c(z));
}

/* kpi_unit(kpi): the word of its unit; empty for shares, whose % stands in the value. */
static void fn_kpi_unit(sql_call *c, void *user) {
    AUTO(arena_free) arena a = {0};
    str unit;
    bool found;
    err e;
    const str id = sql_str(c, 0);
    if (store_text(user, &a, "SELECT iif(unit = '%', '', word('unit.' || unit)) FROM kpi WHERE id = ?1", &id, 1, &unit, &found, &e)) fail(c, &e);
    else if (found) sql_result_str(c, unit);
    else sql_result_null(c);
}

static void fn_kpi_series(sql_call *c, void *user) {
    AUTO(buf_free) buf b = {0};
    bool found;
    err e;
    if (sql_null(c, 0) || sql_null(c, 1)) sql_result_null(c);
    else if (kpi_series(user, sql_str(c, 0), sql_str(c, 1), &b, &found, &e)) fail(c, &e);
    else if (!found) sql_result_null(c);
    else sql_result_json(c, buf_str(&b));
}

/* kpi_grid(kpi, month): see monitor/grid.h; null where there is no grid. */
static void fn_kpi_grid(sql_call *c, void *user) {
    AUTO(arena_free) arena a = {0};
    AUTO(buf_free) buf b = {0};
    kpi *k;
    int n;
    int64_t least;
    err e;
    if (sql_null(c, 0) || sql_null(c, 1)) sql_result_null(c);
    else if (kpi_load(user, &a, sql_str(c, 0), &k, &n, &e) || publish_k(user, &least, &e) || (n && kpi_grid(user, k, sql_str(c, 1), least, &b, &e))) fail(c, &e);
    else if (!b.n) sql_result_null(c);
    else sql_result_json(c, buf_str(&b));
}

static void fn_check_series(sql_call *c, void *user) {
    AUTO(buf_free) buf b = {0};
    bool found;
    err e;
    if (sql_null(c, 0) || sql_null(c, 1)) sql_result_null(c);
    else if (check_series(user, sql_str(c, 0), sql_str(c, 1), &b, &found, &e)) fail(c, &e);
    else if (!found) sql_result_null(c);
    else sql_result_json(c, buf_str(&b));
}

/* kpi_known(event): see monitor/known.h. */
static void fn_known(sql_call *c, void *user) {
    AUTO(buf_free) buf b = {0};
    err e;
    if (figures_known(user, sql_int(c, 0), &b, &e)) fail(c, &e);
    else sql_result_json(c, buf_str(&b));
}

/* kpi_wilson(x, n, upper): one end of a share's interval, for the view. */
static void fn_wilson(sql_call *c, void *user) {
    (void)user;
    if (sql_null(c, 0) || sql_null(c, 1)) {
        sql_result_null(c);
        return;
    }
    pdca_stat_interval i = pdca_stat_wilson(sql_real(c, 0), sql_real(c, 1), 0.95);
    double end = sql_int(c, 2) ? i.hi : i.lo;
    if (isnan(end)) sql_result_null(c);
    else sql_result_real(c, end);
}

/* A survey's share has its interval from value and n; where tickets and a measure give the same period both stand. */
static const char view_sql[] =
    "CREATE TEMP VIEW kpi_value_v AS"
    " SELECT kpi, period, n, x, value, median, p90, lo, hi, 'tickets' AS source, NULL AS measure FROM rollup"
    " UNION ALL SELECT m.kpi, m.period, m.n, CASE WHEN k.unit = '%' THEN CAST(round(m.value * m.n) AS INTEGER) END, m.value, NULL, NULL,"
    " CASE WHEN k.unit = '%' THEN kpi_wilson(m.value * m.n, m.n, 0) END, CASE WHEN k.unit = '%' THEN kpi_wilson(m.value * m.n, m.n, 1) END,"
    " m.source, m.id FROM measure m JOIN kpi k ON k.id = m.kpi WHERE m.voided IS NULL AND m.dimension IS NULL";

err_code monitor_prepare(store *s, err *e) {
    TRY(store_function(s, "kpi_window", 2, true, fn_kpi_window, s, e));
    TRY(store_function(s, "category_window", 2, true, fn_category_window, s, e));
    TRY(store_function(s, "kpi_by", 3, true, fn_kpi_by, s, e));
    TRY(store_function(s, "pareto", 2, true, fn_pareto, s, e));
    TRY(store_function(s, "kpi_format", 2, true, fn_kpi_format, s, e));
    TRY(store_function(s, "kpi_unit", 1, true, fn_kpi_unit, s, e));
    TRY(store_function(s, "kpi_series", 2, true, fn_kpi_series, s, e));
    TRY(store_function(s, "kpi_grid", 2, true, fn_kpi_grid, s, e));
    TRY(store_function(s, "check_series", 2, true, fn_check_series, s, e));
    TRY(store_function(s, "kpi_known", 1, true, fn_known, s, e));
    TRY(store_function(s, "kpi_wilson", 3, true, fn_wilson, s, e));
    store_views(s, view_sql);
    return ERR_NONE;
}
