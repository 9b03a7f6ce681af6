/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/kpi.h"

#include <math.h>
#include <pdca_stat.h>
#include <stdlib.h>

#include "monitor/scan.h"

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

err_code kpi_exclusion(store *s, arena *a, condition *ret, err *e) {
    str text;
    bool found;
    TRY(store_text(s, a, "SELECT value FROM setting WHERE id = 'exclude' AND voided IS NULL", NULL, 0, &text, &found, e));
    *ret = (condition){0};
    return found ? condition_parse(a, text, ret, e) : ERR_NONE;
}

err_code kpi_load(store *s, arena *a, str id, kpi **ret_kpis, int *ret_n, err *e) {
    int64_t count;
    condition exclude;
    TRY(kpi_exclusion(s, a, &exclude, e));
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

/* ---- figures out of sums ---------------------------------------------------------------------------------------------------- */

static const double MILLION = 1e6;

/* Standard deviation with n − 1 out of exact sums: (n·Σx² − (Σx)²) / (n(n − 1)). */
static double deviation(double n, scan_wide sum, scan_wide sumsq) {
    scan_wide top = (scan_wide)n * sumsq - sum * sum;
    return n < 2 ? NAN : sqrt((double)top / (n * (n - 1)));
}

/* The order statistics at and around p in their places, as if x were sorted: all that a quantile looks at. Hoare's selection; what is left,
 * or what does not get small, is sorted. */
static void place(double *x, size_t n, double p) {
    size_t k = (size_t)(p * (double)(n - 1)), from = k ? k - 1 : 0, to = k + 2 < n ? k + 2 : n - 1, lo = 0, hi = n - 1;
    for (int round = 0; round < 64 && hi - lo > 32; round++) {
        double a = x[lo], b = x[lo + (hi - lo) / 2], c = x[hi], pivot = a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
        size_t i = lo, j = hi;
        for (;; i++, j--) {
            while (x[i] < pivot) i++;
            while (x[j] > pivot) j--;
            if (i >= j) break;
            double swap = x[i];
            x[i] = x[j];
            x[j] = swap;
        }
        if (j == hi) break; /* nothing was parted */
        if (to <= j) hi = j;
        else if (from > j) lo = j + 1;
        else break;
    }
    pdca_stat_sort(x + lo, hi - lo + 1);
}

static double quantile(kpi_sums *t, double p) {
    place(t->values, (size_t)t->n, p);
    return pdca_stat_quantile(t->values, (size_t)t->n, p, 7);
}

/* The value of that rank, from 1. */
static double ranked(kpi_sums *t, size_t rank) {
    if (t->n > 1) place(t->values, (size_t)t->n, (double)(rank - 1) / (double)(t->n - 1));
    return t->values[rank - 1];
}

static void finish_mean(const kpi *k, kpi_sums *t, kpi_figure *f) {
    double n = (double)t->n;
    f->sum = (double)t->sum / MILLION;
    f->sumsq = (double)t->sumsq / (MILLION * MILLION);
    f->value = (double)t->sum / (n * MILLION);
    f->sd = deviation(n, t->sum, t->sumsq) / MILLION;
    if (scan_keeps_values(k)) {
        f->median = quantile(t, 0.5);
        f->p90 = quantile(t, 0.9);
    }
    if (k->form == KPI_QUANTILE) {
        f->value = quantile(t, k->quantile);
        pdca_stat_ranks r = pdca_stat_quantile_ranks((size_t)t->n, k->quantile, 0.95);
        if (r.lo) {
            f->lo = ranked(t, r.lo);
            f->hi = ranked(t, r.hi);
        }
        return;
    }
    pdca_stat_interval i = pdca_stat_mean_interval((pdca_stat_summary){n, f->value, f->sd}, 0.95);
    f->lo = i.lo;
    f->hi = i.hi;
}

static kpi_figure finish(const kpi *k, kpi_sums *t) {
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

err_code kpi_compute(store *s, const kpi *kpis, int n, const ticket_window *window, kpi_figure *figures, err *e) {
    kpi_sums *t = calloc((size_t)n + 1, sizeof *t);
    if (!t) abort();
    err_code code = scan_window(s, kpis, n, window, t, e);
    for (int i = 0; !code && i < n; i++) figures[i] = finish(&kpis[i], &t[i]);
    scan_free(t, n);
    return code;
}

typedef struct month_figures {
    const kpi *kpis;
    int n, first;
    kpi_figure *figures;
} month_figures;

static err_code finish_month(void *user, int month, kpi_sums *sums, err *e) {
    (void)e;
    const month_figures *f = user;
    for (int i = 0; i < f->n; i++) f->figures[(month - f->first) * f->n + i] = finish(&f->kpis[i], &sums[i]);
    return ERR_NONE;
}

err_code kpi_compute_months(store *s, const kpi *kpis, int n, int first, int months, kpi_figure *figures, err *e) {
    AUTO(arena_free) arena a = {0};
    month_set *set = arena_new(&a, month_set, 1);
    for (int m = first; m < first + months; m++) month_add(set, m);
    return scan_months(s, kpis, n, set, finish_month, &(month_figures){kpis, n, first, figures}, e);
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

typedef struct refresher {
    store *s;
    const kpi *kpis;
    int n;
} refresher;

static err_code refresh_month(void *user, int month, kpi_sums *sums, err *e) {
    const refresher *r = user;
    char z[PERIOD_TEXT];
    str text = month_text(month, z);
    query *q;
    TRY(store_query(r->s, "DELETE FROM rollup WHERE period = ?1", &q, e));
    query_bind(q, 1, text);
    TRY(query_run(q, e));
    for (int i = 0; i < r->n; i++) {
        kpi_figure f = finish(&r->kpis[i], &sums[i]);
        TRY(write_figure(r->s, r->kpis[i].id, text, &f, e));
    }
    return ERR_NONE;
}

static err_code months_with_figures(store *s, month_set *ret, err *e) {
    query *q;
    TRY(store_query(s, "SELECT DISTINCT period FROM rollup", &q, e));
    while (query_next(q)) month_add(ret, month_index(query_str(q, 0)));
    TRY(query_end(q, e));
    for (int month = -1;;) {
        TRY(scan_month_from(s, month + 1, &month, e));
        if (month < 0) return ERR_NONE;
        month_add(ret, month);
    }
}

static err_code refresh(store *s, arena *a, const month_set *months, err *e) {
    refresher r = {.s = s};
    kpi *kpis;
    TRY(kpi_load(s, a, S(""), &kpis, &r.n, e));
    r.kpis = kpis;
    month_set *all = arena_new(a, month_set, 1);
    bool used[TICKET_COLUMNS] = {false};
    scan_columns(kpis, r.n, used);
    if (used[TICKET_SINCE_SAME_CATEGORY_H]) months = NULL; /* not stored: a ticket can change the figures of any month after it */
    if (!months) TRY(months_with_figures(s, all, e));
    return scan_months(s, kpis, r.n, months ? months : all, refresh_month, &r, e);
}

err_code rollup_refresh(store *s, const month_set *months, err *e) {
    TRY(store_begin(s, e));
    AUTO(arena_free) arena a = {0};
    return store_finish(s, refresh(s, &a, months, e), e);
}
