/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdca stat describe: what one column holds. */
#include <math.h>

#include "cli/stat.h"

typedef struct described {
    stat_table t;
    stat_column value, weight, n;
    bool weighted, has_n;
    double conf;
} described;

static err_code read_columns(cli *c, const args *a, described *d, cell_type type, const char *n_needed, err *e) {
    stat_column k[3];
    int columns = 1;
    const char *weight = stat_option_text(c, a, "weight"), *n = stat_option_text(c, a, "n");
    TRY(stat_open(c, cli_z(c, a->place[0]), &d->t, e));
    TRY(stat_find(c, &d->t, stat_option_text(c, a, "value"), type, &k[0], e));
    if (weight) TRY(stat_find(c, &d->t, weight, CELL_COUNT, &k[columns++], e));
    if (n) TRY(stat_find(c, &d->t, n, CELL_POSITIVE, &k[columns++], e));
    else if (n_needed) return err_set(e, ERR_MISSING, "field", n_needed, "option", "--n", NULL);
    TRY(stat_read(c, &d->t, k, columns, e));
    d->value = k[0];
    d->weighted = weight != NULL;
    d->has_n = n != NULL;
    if (weight) d->weight = k[1];
    if (n) d->n = k[columns - 1];
    return ERR_NONE;
}

/* The values, each as often as its weight says, ascending; *ret_missing empty cells. */
static err_code expand(cli *c, described *d, double **ret, size_t *ret_n, size_t *ret_missing, err *e) {
    enum { MOST = 200000000 };
    double total = 0;
    *ret_missing = 0;
    for (size_t i = 0; i < d->t.rows; i++) {
        bool missing = isnan(d->value.number[i]) || (d->weighted && isnan(d->weight.number[i]));
        if (missing) ++*ret_missing;
        else total += d->weighted ? floor(d->weight.number[i]) : 1;
    }
    if (total > MOST) return err_set(e, ERR_TOO_LARGE, "what", "--weight", "max", cli_int(c, MOST), NULL);
    double *x = arena_new(c->a, double, total + 1);
    size_t n = 0;
    for (size_t i = 0; i < d->t.rows; i++) {
        if (isnan(d->value.number[i]) || (d->weighted && isnan(d->weight.number[i]))) continue;
        for (double k = d->weighted ? floor(d->weight.number[i]) : 1; k > 0; k--) x[n++] = d->value.number[i];
    }
    pdca_stat_sort(x, n);
    *ret = x;
    *ret_n = n;
    return ERR_NONE;
}

static void share_fields(stat_out *o, double x, double n, double conf) {
    pdca_stat_interval w = pdca_stat_wilson(x, n, conf), cp = pdca_stat_clopper_pearson(x, n, conf);
    stat_real(o, "x", x);
    stat_real(o, "n", n);
    stat_real(o, "share", n > 0 ? x / n : NAN);
    stat_group(o, "wilson", NULL);
    stat_interval(o, "wilson", w.lo, w.hi);
    stat_group_end(o);
    stat_group(o, "clopper_pearson", NULL);
    stat_interval(o, "clopper_pearson", cp.lo, cp.hi);
    stat_group_end(o);
}

static err_code quantile_fields(cli *c, stat_out *o, const args *a, const double *x, size_t n, err *e) {
    enum { MOST = 64 };
    const char *part[MOST];
    int parts = stat_option_list(c, a, "quantiles", part, MOST);
    static const char *const usual[] = {"0.25", "0.75", "0.9", "0.95"};
    double type;
    TRY(stat_option_real(a, "type", 7, &type, e));
    if (type != floor(type) || type < 1 || type > 9) return stat_bad(e, "type", stat_option_text(c, a, "type"), "want.quantile_type");
    stat_json_real(o, "quantile_type", type);
    stat_list(o, "quantiles");
    for (int i = 0; i < (parts ? parts : 4); i++) {
        double p;
        const char *z = parts ? part[i] : usual[i];
        if (!str_to_real(str_c(z), &p) || p < 0 || p > 1) return stat_bad(e, "quantiles", z, "want.between_0_1");
        double q = pdca_stat_quantile(x, n, p, (int)type);
        stat_group(o, NULL, NULL);
        stat_json_real(o, "p", p);
        stat_json_real(o, "value", q);
        stat_group_end(o);
        AUTO(buf_free) buf label = {0};
        word_format(&label, c->language, "stat.quantile", "p", arena_printf(c->a, "%g", 100 * p), NULL);
        stat_line(o, buf_cstr(&label), stat_figure(c, q));
    }
    stat_list_end(o);
    return ERR_NONE;
}

static err_code describe_values(cli *c, const args *a, described *d, err *e) {
    double *x, limit;
    size_t n, missing;
    TRY(read_columns(c, a, d, CELL_NUMBER, NULL, e));
    TRY(expand(c, d, &x, &n, &missing, e));
    pdca_stat_summary s = pdca_stat_summarise(x, n);
    pdca_stat_interval m = pdca_stat_mean_interval(s, d->conf);
    pdca_stat_ranks r = pdca_stat_median_ranks(n, d->conf);
    stat_out o = stat_begin(c);
    stat_real(&o, "n", s.n);
    stat_real(&o, "missing", (double)missing);
    if (n == 0) stat_too_little(&o, 0);
    stat_real(&o, "mean", s.mean);
    stat_group(&o, "mean_interval", NULL);
    stat_interval(&o, "mean_interval", m.lo, m.hi);
    stat_group_end(&o);
    stat_real(&o, "sd", s.sd);
    stat_real(&o, "min", n ? x[0] : NAN);
    stat_real(&o, "median", pdca_stat_quantile(x, n, 0.5, 7));
    stat_group(&o, "median_interval", NULL);
    stat_interval(&o, "median_interval", r.lo ? x[r.lo - 1] : NAN, r.lo ? x[r.hi - 1] : NAN);
    stat_json_real(&o, "rank_lo", r.lo ? (double)r.lo : NAN);
    stat_json_real(&o, "rank_hi", r.lo ? (double)r.hi : NAN);
    stat_json_real(&o, "coverage", r.coverage);
    stat_group_end(&o);
    if (r.lo) stat_say(&o, "stat.ranks", "lo", cli_int(c, (long long)r.lo), "hi", cli_int(c, (long long)r.hi), "coverage",
                       arena_printf(c->a, "%.2f", 100 * r.coverage), NULL);
    TRY(quantile_fields(c, &o, a, x, n, e));
    stat_real(&o, "max", n ? x[n - 1] : NAN);
    if (args_flag(a, "at-least")) {
        TRY(stat_option_real(a, "at-least", 0, &limit, e));
        double hits = 0;
        for (size_t i = 0; i < n; i++) hits += x[i] >= limit;
        stat_group(&o, "at_least", arena_printf(c->a, "≥ %s", stat_figure(c, limit)));
        stat_json_real(&o, "limit", limit);
        share_fields(&o, hits, s.n, d->conf);
        stat_group_end(&o);
    }
    stat_end(&o);
    return ERR_NONE;
}

/* Shares and rates: one line of the file each, and all together. */
static err_code describe_ratios(cli *c, const args *a, described *d, bool rate, err *e) {
    TRY(read_columns(c, a, d, CELL_COUNT, "n", e));
    stat_out o = stat_begin(c);
    double x = 0, n = 0;
    for (size_t i = 0; i < d->t.rows; i++) {
        double xi = d->value.number[i], ni = d->n.number[i];
        if (isnan(xi) || isnan(ni)) continue;
        if (!rate && xi > ni) return stat_refuse(c, &d->t, &d->value, i, "want.at_most_n", e);
        x += xi;
        n += ni;
    }
    if (rate) {
        pdca_stat_interval i = pdca_stat_poisson(x, n, d->conf);
        stat_real(&o, "count", x);
        stat_real(&o, "exposure", n);
        stat_real(&o, "rate", n > 0 ? x / n : NAN);
        stat_interval(&o, "poisson", i.lo, i.hi);
    } else share_fields(&o, x, n, d->conf);
    if (!(n > 0)) stat_too_little(&o, n);
    stat_list(&o, "rows");
    for (size_t i = 0; i < d->t.rows && o.json; i++) {
        double xi = d->value.number[i], ni = d->n.number[i];
        pdca_stat_interval v = rate ? pdca_stat_poisson(xi, ni, d->conf) : pdca_stat_wilson(xi, ni, d->conf);
        stat_group(&o, NULL, NULL);
        stat_json_real(&o, rate ? "count" : "x", xi);
        stat_json_real(&o, rate ? "exposure" : "n", ni);
        stat_json_real(&o, rate ? "rate" : "share", xi / ni);
        stat_interval(&o, "interval", v.lo, v.hi);
        stat_group_end(&o);
    }
    stat_list_end(&o);
    stat_end(&o);
    return ERR_NONE;
}

static err_code describe_nps(cli *c, const args *a, described *d, err *e) {
    double *x;
    size_t n, missing;
    TRY(read_columns(c, a, d, CELL_NPS, NULL, e));
    TRY(expand(c, d, &x, &n, &missing, e));
    double promoters = 0, detractors = 0;
    for (size_t i = 0; i < n; i++) {
        promoters += x[i] >= 9;
        detractors += x[i] <= 6;
    }
    pdca_stat_nps s = pdca_stat_nps_of(promoters, (double)n - promoters - detractors, detractors, d->conf);
    stat_out o = stat_begin(c);
    stat_real(&o, "n", s.n);
    stat_real(&o, "missing", (double)missing);
    stat_real(&o, "promoters", promoters);
    stat_real(&o, "passives", s.n - promoters - detractors);
    stat_real(&o, "detractors", detractors);
    stat_real(&o, "score", s.score);
    stat_real(&o, "variance", s.variance);
    stat_real(&o, "margin", s.margin);
    stat_interval(&o, "interval", s.lo, s.hi);
    if (isnan(s.margin)) stat_too_little(&o, s.n);
    stat_end(&o);
    return ERR_NONE;
}

err_code stat_run_describe(cli *c, const args *a, err *e) {
    described *d = arena_new(c->a, described, 1);
    str kind_name = args_option(a, "kind");
    TRY(stat_option_conf(a, &d->conf, e));
    if (!kind_name.p || str_eq(kind_name, S("values"))) return describe_values(c, a, d, e);
    if (str_eq(kind_name, S("share"))) return describe_ratios(c, a, d, false, e);
    if (str_eq(kind_name, S("rate"))) return describe_ratios(c, a, d, true, e);
    if (str_eq(kind_name, S("nps"))) return describe_nps(c, a, d, e);
    return stat_bad(e, "kind", cli_z(c, kind_name), "want.describe_kind");
}
