/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/kpi.h"

#include <math.h>
#include <pdca_stat.h>
#include <stdlib.h>

/* ---- windows ------------------------------------------------------------------------------------------------------------ */

static void months_of(period p, ticket_window *w) {
    char z[PERIOD_TEXT];
    w->by_month = true;
    memcpy(w->from, period_text(period_of(PERIOD_MONTH, p.from), z), 8);
    memcpy(w->to, period_text(period_of(PERIOD_MONTH, p.to - 1), z), 8);
}

err_code ticket_window_parse(str text, ticket_window *ret_window, err *e) {
    str head = text, tail = {NULL, 0};
    size_t dots = str_find(text, S(".."));
    if (dots < text.n) {
        head = str_sub(text, 0, dots);
        tail = str_sub(text, dots + 2, text.n);
    }
    period first, last;
    bool fine = period_parse(str_trim(head), &first) && (!tail.p || period_parse(str_trim(tail), &last));
    if (fine && !tail.p) last = first;
    bool days = fine && (first.kind == PERIOD_DAY || first.kind == PERIOD_WEEK);
    if (!fine || days != (last.kind == PERIOD_DAY || last.kind == PERIOD_WEEK) || last.to <= first.from) {
        err_set(e, ERR_BAD_VALUE, "field", "field.window", NULL);
        err_add(e, "value", text);
        err_add(e, "want", S("want.window"));
        return ERR_BAD_VALUE;
    }
    *ret_window = (ticket_window){0};
    if (!days) {
        months_of((period){PERIOD_MONTH, first.from, last.to}, ret_window);
        return ERR_NONE;
    }
    date_text(first.from, ret_window->from);
    date_text(last.to, ret_window->to);
    return ERR_NONE;
}

/* ---- definitions ---------------------------------------------------------------------------------------------------------- */

static const char *const forms[] = {"share", "mean", "quantile", "score", "entered"};

static err_code read_kpi(arena *a, query *q, kpi *ret, err *e) {
    *ret = (kpi){.id = arena_str(a, query_str(q, 0)), .quantile = query_null(q, 3) ? 0.5 : query_real(q, 3)};
    for (int f = 0; f < 5; f++)
        if (str_eqz(query_str(q, 1), forms[f])) ret->form = (kpi_form)f;
    bool valued = ret->form == KPI_MEAN || ret->form == KPI_QUANTILE;
    str column = query_str(q, 2);
    if (valued && (!ticket_column_find(column, &ret->value_column) || !ticket_column_is_number(ret->value_column))) {
        err_set(e, ERR_BAD_VALUE, "field", "field.value_column", NULL);
        err_add(e, "value", column);
        err_add(e, "want", S("want.condition_column"));
        return ERR_BAD_VALUE;
    }
    str unit = query_str(q, 7);
    ret->times = str_eq(unit, S("h")) || str_eq(unit, S("yuan"));
    TRY(condition_parse(a, query_str(q, 4), &ret->numerator, e));
    bool counted = ret->form == KPI_SHARE || ret->form == KPI_SCORE;
    if (counted && ret->numerator.n == 0) /* else everything would count */
        return err_set(e, ERR_CONDITION, "text", "", "at", "1", "want", "want.condition_column", NULL);
    TRY(condition_parse(a, query_str(q, 5), &ret->negative, e));
    return condition_parse(a, query_str(q, 6), &ret->denominator, e);
}

static err_code load_exclude(store *s, arena *a, condition *ret, err *e) {
    str text;
    bool found;
    TRY(store_text(s, a, "SELECT value FROM setting WHERE id = 'exclude' AND voided IS NULL", NULL, 0, &text, &found, e));
    *ret = (condition){0};
    return found ? condition_parse(a, text, ret, e) : ERR_NONE;
}

err_code kpi_load(store *s, arena *a, str id, kpi **ret_kpis, int *ret_n, err *e) {
    int64_t count;
    condition exclude;
    TRY(load_exclude(s, a, &exclude, e));
    TRY(store_int(s, "SELECT count(*) FROM kpi", NULL, 0, &count, e));
    *ret_kpis = arena_new(a, kpi, count + 1);
    *ret_n = 0;
    query *q;
    TRY(store_query(s,
                    "SELECT id, form, value_column, quantile, numerator, negative, denominator, unit FROM kpi"
                    " WHERE voided IS NULL AND form <> 'entered' AND (?1 = '' OR id = ?1) ORDER BY position, seq",
                    &q, e));
    query_bind(q, 1, id);
    err_code code = ERR_NONE;
    for (; !code && query_next(q); ++*ret_n) {
        code = read_kpi(a, q, &(*ret_kpis)[*ret_n], e);
        (*ret_kpis)[*ret_n].exclude = exclude;
    }
    err run;
    err_code ended = query_end(q, code ? &run : e);
    return code ? code : ended;
}

/* ---- one pass --------------------------------------------------------------------------------------------------------------- */

__extension__ typedef __int128 wide;

/* Sums in millionths as integers: exact, hence the same in any order of the tickets. */
typedef struct sums {
    int64_t n, plus, minus;
    wide sum, sumsq;
    double *values; /* kept for quantiles */
    size_t cap;
} sums;
static const double MILLION = 1e6;

static void keep_value(sums *t, double v) {
    if ((size_t)t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 256;
        t->values = realloc(t->values, t->cap * sizeof *t->values);
        if (!t->values) abort();
    }
    t->values[t->n] = v;
}

static bool keeps_values(const kpi *k) { return k->form == KPI_QUANTILE || (k->form == KPI_MEAN && k->times); }

static void take_ticket(const kpi *k, const ticket_value *row, sums *t) {
    if (!condition_holds(&k->denominator, row)) return;
    if (k->exclude.n && condition_holds(&k->exclude, row)) return;
    if (k->form == KPI_MEAN || k->form == KPI_QUANTILE) {
        const ticket_value *v = &row[k->value_column];
        if (v->kind == VALUE_NULL) return;
        wide millionths = llround(v->number * MILLION);
        t->sum += millionths;
        t->sumsq += millionths * millionths;
        if (keeps_values(k)) keep_value(t, v->number);
    } else {
        t->plus += condition_holds(&k->numerator, row);
        if (k->form == KPI_SCORE) t->minus += condition_holds(&k->negative, row);
    }
    t->n++;
}

/* Standard deviation with n − 1 out of exact sums: (n·Σx² − (Σx)²) / (n(n − 1)). */
static double deviation(double n, wide sum, wide sumsq) {
    wide top = (wide)n * sumsq - sum * sum;
    return n < 2 ? NAN : sqrt((double)top / (n * (n - 1)));
}

static void finish_mean(const kpi *k, sums *t, kpi_figure *f) {
    double n = (double)t->n;
    f->sum = (double)t->sum / MILLION;
    f->sumsq = (double)t->sumsq / (MILLION * MILLION);
    f->value = (double)t->sum / (n * MILLION);
    f->sd = deviation(n, t->sum, t->sumsq) / MILLION;
    if (keeps_values(k)) {
        pdca_stat_sort(t->values, (size_t)t->n);
        f->median = pdca_stat_quantile(t->values, (size_t)t->n, 0.5, 7);
        f->p90 = pdca_stat_quantile(t->values, (size_t)t->n, 0.9, 7);
    }
    if (k->form == KPI_QUANTILE) {
        f->value = pdca_stat_quantile(t->values, (size_t)t->n, k->quantile, 7);
        return;
    }
    pdca_stat_interval i = pdca_stat_mean_interval((pdca_stat_summary){n, f->value, f->sd}, 0.95);
    f->lo = i.lo;
    f->hi = i.hi;
}

static kpi_figure finish(const kpi *k, sums *t) {
    kpi_figure f = {.n = t->n, .sum = NAN, .sumsq = NAN, .value = NAN, .sd = NAN, .median = NAN, .p90 = NAN, .lo = NAN, .hi = NAN};
    if (t->n == 0) return f;
    double n = (double)t->n;
    if (k->form == KPI_SHARE) {
        f.has_x = true;
        f.x = t->plus;
        f.value = (double)f.x / n;
        pdca_stat_interval i = pdca_stat_wilson((double)f.x, n, 0.95);
        f.lo = i.lo;
        f.hi = i.hi;
    } else if (k->form == KPI_SCORE) {
        f.has_x = true;
        f.x = t->plus - t->minus;
        f.sum = (double)f.x;
        f.sumsq = (double)(t->plus + t->minus);
        f.value = 100.0 * (double)f.x / n;
        f.sd = 100.0 * deviation(n, f.x, t->plus + t->minus);
    } else finish_mean(k, t, &f);
    return f;
}

static void columns_of(const kpi *kpis, int n, bool used[TICKET_COLUMNS]) {
    for (int i = 0; i < n; i++) {
        condition_columns(&kpis[i].numerator, used);
        condition_columns(&kpis[i].negative, used);
        condition_columns(&kpis[i].denominator, used);
        condition_columns(&kpis[i].exclude, used);
        if (kpis[i].form == KPI_MEAN || kpis[i].form == KPI_QUANTILE) used[kpis[i].value_column] = true;
    }
}

/* A query over the window's tickets with the columns that are looked at; at[column] is where each stands. */
static err_code open_scan(store *s, const kpi *kpis, int n, const ticket_window *w, int at[TICKET_COLUMNS], query **ret_query, err *e) {
    bool used[TICKET_COLUMNS] = {false};
    columns_of(kpis, n, used);
    AUTO(buf_free) buf sql = {0};
    buf_z(&sql, "SELECT 1");
    int next = 1;
    for (int c = 0; c < TICKET_COLUMNS; c++) {
        at[c] = used[c] ? next++ : 0;
        if (used[c]) buf_printf(&sql, ", %s", ticket_column_sql((ticket_column)c));
    }
    buf_z(&sql, w->by_month ? " FROM ticket WHERE period BETWEEN ?1 AND ?2" : " FROM ticket WHERE opened >= ?1 AND opened < ?2");
    TRY(store_query_made(s, buf_str(&sql), ret_query, e));
    query_bind_z(*ret_query, 1, w->from);
    query_bind_z(*ret_query, 2, w->to);
    return ERR_NONE;
}

static void read_ticket(const query *q, const int at[TICKET_COLUMNS], ticket_value row[TICKET_COLUMNS]) {
    for (int c = 0; c < TICKET_COLUMNS; c++) {
        if (!at[c]) continue;
        if (query_null(q, at[c])) row[c].kind = VALUE_NULL;
        else if (ticket_column_is_number((ticket_column)c)) row[c] = (ticket_value){.kind = VALUE_REAL, .number = query_real(q, at[c])};
        else row[c] = (ticket_value){.kind = VALUE_TEXT, .text = query_str(q, at[c])};
    }
}

err_code kpi_compute(store *s, const kpi *kpis, int n, const ticket_window *window, kpi_figure *figures, err *e) {
    int at[TICKET_COLUMNS];
    ticket_value row[TICKET_COLUMNS] = {0};
    query *q;
    TRY(open_scan(s, kpis, n, window, at, &q, e));
    sums *t = calloc((size_t)n + 1, sizeof *t);
    if (!t) abort();
    while (query_next(q)) {
        read_ticket(q, at, row);
        for (int i = 0; i < n; i++) take_ticket(&kpis[i], row, &t[i]);
    }
    err_code code = query_end(q, e);
    query_free(q);
    for (int i = 0; i < n; i++) {
        figures[i] = finish(&kpis[i], &t[i]);
        free(t[i].values);
    }
    free(t);
    return code;
}

/* ---- kept figures --------------------------------------------------------------------------------------------------------------- */

static void bind_known(query *q, int at, double v) {
    if (isnan(v)) query_bind_null(q, at);
    else query_bind(q, at, v);
}

static err_code write_figure(store *s, str id, str month, const kpi_figure *f, err *e) {
    if (f->n == 0) return ERR_NONE; /* no data is a gap */
    query *q;
    TRY(store_query(s,
                    "INSERT INTO rollup(kpi, period, n, x, sum, sumsq, value, median, p90, lo, hi)"
                    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                    &q, e));
    query_bind(q, 1, id);
    query_bind(q, 2, month);
    query_bind(q, 3, f->n);
    if (f->has_x) query_bind(q, 4, f->x);
    bind_known(q, 5, f->sum);
    bind_known(q, 6, f->sumsq);
    bind_known(q, 7, f->value);
    bind_known(q, 8, f->median);
    bind_known(q, 9, f->p90);
    bind_known(q, 10, f->lo);
    bind_known(q, 11, f->hi);
    return query_run(q, e);
}

static err_code refresh_month(store *s, const kpi *kpis, int n, str month, kpi_figure *figures, err *e) {
    query *q;
    TRY(store_query(s, "DELETE FROM rollup WHERE period = ?1", &q, e));
    query_bind(q, 1, month);
    TRY(query_run(q, e));
    ticket_window w = {.by_month = true};
    memcpy(w.from, month.p, month.n);
    memcpy(w.to, month.p, month.n);
    TRY(kpi_compute(s, kpis, n, &w, figures, e));
    for (int i = 0; i < n; i++) TRY(write_figure(s, kpis[i].id, month, &figures[i], e));
    return ERR_NONE;
}

static err_code months_with_tickets(store *s, month_set *ret, err *e) {
    query *q;
    TRY(store_query(s, "SELECT DISTINCT period FROM ticket UNION SELECT DISTINCT period FROM rollup", &q, e));
    while (query_next(q)) month_add(ret, month_index(query_str(q, 0)));
    return query_end(q, e);
}

static err_code refresh(store *s, arena *a, const month_set *months, err *e) {
    kpi *kpis;
    int n;
    TRY(kpi_load(s, a, S(""), &kpis, &n, e));
    kpi_figure *figures = arena_new(a, kpi_figure, n + 1);
    month_set *all = arena_new(a, month_set, 1);
    bool used[TICKET_COLUMNS] = {false};
    columns_of(kpis, n, used);
    if (used[TICKET_SINCE_SAME_CATEGORY_H]) months = NULL; /* not stored: a ticket can change the figures of any month after it */
    if (!months) TRY(months_with_tickets(s, all, e));
    for (int i = 0; i < MONTHS; i++) {
        char z[PERIOD_TEXT];
        if ((months ? months : all)->has[i]) TRY(refresh_month(s, kpis, n, month_text(i, z), figures, e));
    }
    return ERR_NONE;
}

err_code rollup_refresh(store *s, const month_set *months, err *e) {
    TRY(store_begin(s, e));
    AUTO(arena_free) arena a = {0};
    return store_finish(s, refresh(s, &a, months, e), e);
}
