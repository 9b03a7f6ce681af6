/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/check_guards.h"

#include <math.h>
#include <stdio.h>

#include "record/guards.h"

enum { YEAR_MONTHS = 12, YEAR_DAYS = 365, STRETCHES_MAX = 60, TYPES_MAX = 32 };

typedef struct guarding {
    record_ctx *ctx;
    const check_case *c;
    buf *out;
    date first_done; /* of the cycle's actions; DATE_NONE: none is done */
    int better;
} guarding;

/* ---- telling ------------------------------------------------------------------------------------------------------ */

static void begin(guarding *g, const char *guard) {
    buf_printf(g->out, "%s{\"guard\":\"%s\"", g->out->n > 1 ? "," : "", guard);
}

static void fact(guarding *g, const char *name, str value) {
    buf_printf(g->out, ",\"%s\":", name);
    buf_json(g->out, value);
}

static void fact_count(guarding *g, const char *name, double v) {
    char z[48];
    snprintf(z, sizeof z, "%.0f", v);
    fact(g, name, str_c(z));
}

static void fact_share(guarding *g, const char *name, double v) {
    char z[48];
    snprintf(z, sizeof z, "%.1f%%", 100 * v);
    fact(g, name, str_c(z));
}

static void fact_p(guarding *g, double p) {
    char z[48];
    snprintf(z, sizeof z, "= %.3f", p);
    fact(g, "p", p < 0.001 ? S("< 0.001") : str_c(z));
}

static err_code fact_value(guarding *g, const char *name, double v, err *e) {
    query *q;
    TRY(store_query(g->ctx->s, "SELECT kpi_format(?1, ?2)", &q, e));
    query_bind(q, 1, g->c->kpi);
    query_bind(q, 2, v);
    if (query_next(q)) fact(g, name, query_str(q, 0));
    return query_end(q, e);
}

/* ---- asking ------------------------------------------------------------------------------------------------------- */

/* The value over a window; NAN where there is none. A single month may also come from a measure. */
static err_code value_over(guarding *g, check_window w, double *ret, err *e) {
    static const char month_sql[] = "SELECT value FROM kpi_value_v WHERE kpi = ?1 AND period = ?3 AND value IS NOT NULL AND ?2 IS NULL"
                                    " ORDER BY measure IS NOT NULL, measure DESC LIMIT 1";
    static const char window_sql[] = "SELECT CASE WHEN ?2 IS NULL THEN kpi_window(?1, ?3) ELSE category_window(?2, ?3) END ->> '$.value'";
    bool month = w.by_month && check_window_length(w) == 1 && !g->c->category.p;
    query *q;
    TRY(store_query(g->ctx->s, month ? month_sql : window_sql, &q, e));
    query_bind(q, 1, g->c->kpi);
    query_bind(q, 2, g->c->category);
    query_bind(q, 3, check_window_text(g->ctx->a, w));
    *ret = NAN;
    if (query_next(q) && !query_null(q, 0)) *ret = query_real(q, 0);
    return query_end(q, e);
}

static err_code first_done(guarding *g, err *e) {
    str of[] = {g->c->problem, g->c->cycle}, day;
    bool found;
    TRY(store_text(g->ctx->s, g->ctx->a,
                   "SELECT min(actual) FROM action WHERE problem = ?1 AND cycle = CAST(?2 AS INTEGER) AND actual IS NOT NULL AND voided IS NULL", of, 2,
                   &day, &found, e));
    if (!found || !day.p || !date_parse(day, &g->first_done)) g->first_done = DATE_NONE;
    return ERR_NONE;
}

/* ---- one function a guard ----------------------------------------------------------------------------------------- */

/* All windows by month, or those by day that stand end to end, in the twelve months before the before window's end. */
static err_code worst_stretch(guarding *g, err *e) {
    const check_case *c = g->c;
    int length = check_window_length(c->before), step = c->before.by_month ? 1 : length < 7 ? 7 : length;
    int last = (c->before.by_month ? YEAR_MONTHS : YEAR_DAYS) - length, n = 0;
    double other[STRETCHES_MAX];
    check_window earliest = c->before;
    for (int back = step; back <= last && n < STRETCHES_MAX; back += step) {
        check_window w = check_window_earlier(c->before, back);
        TRY(value_over(g, w, &other[n], e));
        if (isnan(other[n])) continue;
        n++;
        earliest = w;
    }
    if (!guard_worst_stretch(c->before_value, other, n, g->better)) return ERR_NONE;
    begin(g, "worst_stretch");
    fact_count(g, "n", n + 1);
    char day[DATE_TEXT];
    fact(g, "day", str_sub(str_c(date_text(earliest.from, day)), 0, c->before.by_month ? 7 : 10));
    buf_putc(g->out, '}');
    return ERR_NONE;
}

static err_code earlier_trend(guarding *g, err *e) {
    if (g->first_done == DATE_NONE) return ERR_NONE;
    double month[YEAR_MONTHS];
    int n = 0;
    for (int back = YEAR_MONTHS; back >= 1; back--) {
        check_window w = {true, check_month_start(g->first_done, back), check_month_start(g->first_done, back - 1)};
        TRY(value_over(g, w, &month[n], e));
        if (!isnan(month[n])) n++;
    }
    if (!guard_earlier_trend(month, n, g->better)) return ERR_NONE;
    begin(g, "earlier_trend");
    fact_count(g, "n", n);
    fact_p(g, guard_mann_kendall(month, n, g->better));
    buf_putc(g->out, '}');
    return ERR_NONE;
}

static err_code season(guarding *g, err *e) {
    const check_case *c = g->c;
    double before, after;
    TRY(value_over(g, check_window_year_ago(c->before), &before, e));
    TRY(value_over(g, check_window_year_ago(c->after), &after, e));
    if (!guard_season(c->before_value, c->after_value, before, after)) return ERR_NONE;
    begin(g, "season");
    TRY(fact_value(g, "from", before, e));
    TRY(fact_value(g, "to", after, e));
    buf_putc(g->out, '}');
    return ERR_NONE;
}

/* Counts of the tickets that the figure rests on, by type. kpi_by does not tell of a group of fewer than five: it counts as none. */
static err_code types_in(guarding *g, check_window w, str *types, double (*count)[TYPES_MAX], int side, int *n, err *e) {
    static const char kpi_sql[] = "SELECT v.value ->> '$.label', coalesce(v.value ->> '$.figure.n', 0) FROM json_each(kpi_by(?1, ?2, 'type')) v";
    static const char month_sql[] = "SELECT type, count(*) FROM ticket WHERE period BETWEEN substr(?3, 1, 7) AND substr(?4, 1, 7) AND category IS NOT NULL GROUP BY type";
    static const char day_sql[] = "SELECT type, count(*) FROM ticket WHERE opened >= ?3 AND opened < date(?4, '+1 day') AND category IS NOT NULL GROUP BY type";
    char from[DATE_TEXT], to[DATE_TEXT];
    query *q;
    TRY(store_query(g->ctx->s, !g->c->category.p ? kpi_sql : w.by_month ? month_sql : day_sql, &q, e));
    if (g->c->category.p) {
        query_bind(q, 3, str_c(date_text(w.from, from)));
        query_bind(q, 4, str_c(date_text(w.to - 1, to)));
    } else {
        query_bind(q, 1, g->c->kpi);
        query_bind(q, 2, check_window_text(g->ctx->a, w));
    }
    while (query_next(q)) {
        int at = 0;
        while (at < *n && !str_eq(types[at], query_str(q, 0))) at++;
        if (at == TYPES_MAX) continue;
        if (at == *n) types[(*n)++] = arena_str(g->ctx->a, query_str(q, 0));
        count[side][at] += query_real(q, 1);
    }
    return query_end(q, e);
}

static err_code mix(guarding *g, err *e) {
    if (g->c->entered) return ERR_NONE;
    str types[TYPES_MAX];
    double count[2][TYPES_MAX] = {{0}, {0}};
    int n = 0;
    guard_shift shift;
    TRY(types_in(g, g->c->before, types, count, 0, &n, e));
    TRY(types_in(g, g->c->after, types, count, 1, &n, e));
    if (!guard_mix(count[0], count[1], n, &shift)) return ERR_NONE;
    begin(g, "mix");
    fact(g, "type", types[shift.type]);
    fact_share(g, "from", shift.from);
    fact_share(g, "to", shift.to);
    fact_p(g, shift.p);
    buf_putc(g->out, '}');
    return ERR_NONE;
}

static err_code several_actions(guarding *g, err *e) {
    char from[DATE_TEXT], to[DATE_TEXT];
    str of[] = {g->c->problem, g->c->cycle, str_c(date_text(check_window_center(g->c->before), from)), str_c(date_text(check_window_center(g->c->after), to))};
    int64_t n;
    TRY(store_int(g->ctx->s,
                  "SELECT count(*) FROM action WHERE problem = ?1 AND cycle = CAST(?2 AS INTEGER) AND actual BETWEEN ?3 AND ?4 AND voided IS NULL", of, 4,
                  &n, e));
    if (n < 2) return ERR_NONE;
    begin(g, "several_actions");
    fact_count(g, "n", (double)n);
    buf_putc(g->out, '}');
    return ERR_NONE;
}

/* The last day on which a ticket was opened; tickets without a time: the last day of the last month. */
static err_code last_ticket(guarding *g, date *ret, err *e) {
    str text;
    bool found;
    period p;
    TRY(store_text(g->ctx->s, g->ctx->a,
                   "SELECT coalesce(max(substr(opened, 1, 10)), max(period)) FROM ticket WHERE period = (SELECT max(period) FROM ticket)", NULL, 0, &text, &found,
                   e));
    *ret = found && text.p && period_parse(text, &p) ? p.to - 1 : DATE_NONE;
    return ERR_NONE;
}

static err_code window_not_full(guarding *g, err *e) {
    date today = store_get_session(g->ctx->s)->today, last_day = g->c->after.to - 1, last = DATE_NONE;
    char day[DATE_TEXT];
    if (!g->c->entered) TRY(last_ticket(g, &last, e));
    if (!guard_window_not_full(last_day, last, today)) return ERR_NONE;
    begin(g, "window_not_full");
    fact(g, "day", str_c(date_text(last != DATE_NONE && last < today ? last : today, day)));
    fact(g, "to", str_c(date_text(last_day, (char[DATE_TEXT]){0})));
    buf_putc(g->out, '}');
    return ERR_NONE;
}

/* What the KPI counts, when the criterion was sealed and now. A new target or name is no new definition. */
static err_code definition(guarding *g, err *e) {
#define DEFINITION "json_array(row ->> 'form', row ->> 'value_column', row ->> 'quantile', row ->> 'numerator', row ->> 'negative', row ->> 'denominator', row ->> 'unit')"
    static const char sql[] =
        "WITH s(seq) AS (SELECT max(seq) FROM event WHERE kind = 'check' AND id = ?2 AND verb = 'seal'),"
        " sealed(d) AS (SELECT " DEFINITION " FROM s, event e WHERE e.kind = 'kpi' AND e.id = ?1 AND e.seq < s.seq ORDER BY e.seq DESC LIMIT 1),"
        " now(d, today) AS (SELECT " DEFINITION ", today FROM event e WHERE e.kind = 'kpi' AND e.id = ?1 ORDER BY e.seq DESC LIMIT 1)"
        " SELECT now.today FROM sealed, now WHERE sealed.d <> now.d";
#undef DEFINITION
    query *q;
    if (g->c->category.p) return ERR_NONE; /* a category's share has no definition that could change */
    TRY(store_query(g->ctx->s, sql, &q, e));
    query_bind(q, 1, g->c->kpi);
    query_bind(q, 2, g->c->id);
    if (query_next(q)) {
        begin(g, "definition");
        fact(g, "day", query_str(q, 0));
        buf_putc(g->out, '}');
    }
    return query_end(q, e);
}

static err_code few(guarding *g, err *e) {
    (void)e;
    const check_case *c = g->c;
    if (c->before_n >= c->min_n && c->after_n >= c->min_n) return ERR_NONE;
    begin(g, "few");
    fact_count(g, "from", c->before_n);
    fact_count(g, "to", c->after_n);
    fact_count(g, "n", c->min_n);
    buf_putc(g->out, '}');
    return ERR_NONE;
}

err_code check_guards(record_ctx *ctx, const check_case *c, str *ret_json, err *e) {
    static err_code (*const guards[])(guarding *, err *) = {few, window_not_full, worst_stretch, earlier_trend, season, mix, several_actions, definition};
    AUTO(buf_free) buf b = {0};
    guarding g = {.ctx = ctx, .c = c, .out = &b, .better = c->better};
    buf_putc(&b, '[');
    TRY(first_done(&g, e));
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++) TRY(guards[i](&g, e));
    buf_putc(&b, ']');
    *ret_json = arena_str(ctx->a, buf_str(&b));
    return ERR_NONE;
}
