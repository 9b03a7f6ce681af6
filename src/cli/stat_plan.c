/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdca stat power and size: what a check can show, and how many cases it needs. */
#include <math.h>
#include <stdio.h>

#include "cli/stat.h"

/* The options of both commands. */
typedef struct plan {
    double a, b;              /* shares */
    double difference, sd;    /* means */
    double n[2], power, conf;
    bool shares;
} plan;

static err_code share_option(cli *c, const args *a, const char *name, double *ret, err *e) {
    TRY(stat_option_real(a, name, NAN, ret, e));
    if (*ret < 0 || *ret > 1) return stat_bad(e, name, stat_option_text(c, a, name), "want.share");
    return ERR_NONE;
}

static err_code read_plan(cli *c, const args *a, plan *p, err *e) {
    str kind_name = args_option(a, "kind");
    TRY(stat_option_conf(a, &p->conf, e));
    TRY(share_option(c, a, "before", &p->a, e));
    TRY(share_option(c, a, "after", &p->b, e));
    TRY(stat_option_real(a, "difference", NAN, &p->difference, e));
    TRY(stat_option_real(a, "sd", NAN, &p->sd, e));
    TRY(stat_option_real(a, "power", 0.8, &p->power, e));
    if (!(p->power > 0 && p->power < 1)) return stat_bad(e, "power", stat_option_text(c, a, "power"), "want.between_0_1");
    if (p->sd <= 0) return stat_bad(e, "sd", stat_option_text(c, a, "sd"), "want.positive");
    p->shares = !str_eq(kind_name, S("mean")) && (kind_name.p || isnan(p->sd));
    if (kind_name.p && p->shares && !str_eq(kind_name, S("share"))) return stat_bad(e, "kind", cli_z(c, kind_name), "want.plan_kind");
    return ERR_NONE;
}

static err_code needed(double v, const char *option_name, err *e) {
    char with_dashes[40];
    if (!isnan(v)) return ERR_NONE;
    snprintf(with_dashes, sizeof with_dashes, "--%s", option_name);
    return err_set(e, ERR_MISSING, "field", option_name, "option", with_dashes, NULL);
}

/* --n 100 or --n 100,140: before, after. */
static err_code read_sizes(cli *c, const args *a, double n[2], err *e) {
    const char *part[2];
    int parts = stat_option_list(c, a, "n", part, 2);
    if (!parts) return needed(NAN, "n", e);
    for (int i = 0; i < 2; i++) {
        const char *z = part[i < parts ? i : 0];
        if (!str_to_real(str_c(z), &n[i]) || n[i] < 1) return stat_bad(e, "n", z, "want.positive");
    }
    return ERR_NONE;
}

err_code stat_run_power(cli *c, const args *a, err *e) {
    plan p = {0};
    TRY(read_plan(c, a, &p, e));
    TRY(read_sizes(c, a, p.n, e));
    stat_out o = stat_begin(c);
    stat_real(&o, "n_before", p.n[0]);
    stat_real(&o, "n_after", p.n[1]);
    if (p.shares) {
        TRY(needed(p.a, "before", e));
        double lower = pdca_stat_detectable_share(p.a, p.n[0], p.n[1], -1, p.power, p.conf), upper = pdca_stat_detectable_share(p.a, p.n[0], p.n[1], 1, p.power, p.conf);
        stat_real(&o, "before", p.a);
        if (!isnan(p.b)) {
            stat_real(&o, "after", p.b);
            stat_real(&o, "power", pdca_stat_power_shares(p.a, p.b, p.n[0], p.n[1], p.conf));
            stat_real(&o, "power_verdict", pdca_stat_power_verdict(p.b, p.a, p.n[1], p.n[0], p.conf));
        }
        stat_real(&o, "detectable_below", lower);
        stat_real(&o, "detectable_above", upper);
        stat_json_real(&o, "detectable_power", p.power);
    } else {
        TRY(needed(p.difference, "difference", e));
        TRY(needed(p.sd, "sd", e));
        stat_real(&o, "difference", p.difference);
        stat_real(&o, "sd", p.sd);
        stat_real(&o, "power", pdca_stat_power_means(p.difference, p.sd, p.n[0], p.n[1], p.conf));
    }
    stat_name(&o, "method", "method", p.shares ? "normal" : "noncentral-t");
    stat_json_real(&o, "conf", p.conf);
    stat_end(&o);
    return ERR_NONE;
}

/* Smallest whole number of cases; what is whole but for rounding stays. */
static double whole(double n) { return ceil(n - 1e-9); }

/* --margin: cases to know one figure well enough; with a file, for each population in it. */
static err_code size_for_margin(cli *c, const args *a, const plan *p, double margin, err *e) {
    double share, chi2, population = 0;
    TRY(stat_option_real(a, "share", 0.5, &share, e));
    TRY(stat_option_real(a, "chi2", NAN, &chi2, e));
    if (!(share >= 0 && share <= 1)) return stat_bad(e, "share", stat_option_text(c, a, "share"), "want.share");
    if (!(margin > 0)) return stat_bad(e, "margin", stat_option_text(c, a, "margin"), "want.positive");
    stat_table t = {0};
    stat_column k;
    if (a->places) {
        TRY(stat_open(c, cli_z(c, a->place[0]), &t, e));
        TRY(stat_find(c, &t, stat_option_text(c, a, "population"), CELL_POSITIVE, &k, e));
        TRY(stat_read(c, &t, &k, 1, e));
    } else TRY(stat_option_real(a, "population", 0, &population, e));
    if (population < 0) return stat_bad(e, "population", stat_option_text(c, a, "population"), "want.positive");
    stat_out o = stat_begin(c);
    stat_real(&o, "margin", margin);
    if (p->shares) stat_real(&o, "share", share);
    else stat_real(&o, "sd", p->sd);
    if (a->places) stat_list(&o, "sizes");
    for (size_t i = 0; i < (a->places ? t.rows : 1); i++) {
        double N = a->places ? k.number[i] : population;
        double exact = p->shares ? pdca_stat_size_share_margin(share, margin, N, p->conf, chi2) : pdca_stat_size_mean_margin(p->sd, margin, N, p->conf);
        if (a->places) stat_group(&o, NULL, NULL);
        if (N > 0) stat_real(&o, "population", N);
        stat_real(&o, "n", whole(exact));
        stat_json_real(&o, "n_exact", exact);
        if (a->places) stat_group_end(&o);
    }
    if (a->places) stat_list_end(&o);
    stat_name(&o, "method", "method", "cochran");
    stat_json_real(&o, "conf", p->conf);
    stat_end(&o);
    return ERR_NONE;
}

err_code stat_run_size(cli *c, const args *a, err *e) {
    plan p = {0};
    double margin;
    TRY(read_plan(c, a, &p, e));
    TRY(stat_option_real(a, "margin", NAN, &margin, e));
    if (!isnan(margin)) return size_for_margin(c, a, &p, margin, e);
    if (p.shares) {
        TRY(needed(p.a, "before", e));
        TRY(needed(p.b, "after", e));
    } else {
        TRY(needed(p.difference, "difference", e));
        TRY(needed(p.sd, "sd", e));
    }
    double exact = p.shares ? pdca_stat_size_shares(p.a, p.b, p.power, p.conf) : pdca_stat_size_means(p.difference, p.sd, p.power, p.conf), n = whole(exact);
    stat_out o = stat_begin(c);
    if (p.shares) {
        stat_real(&o, "before", p.a);
        stat_real(&o, "after", p.b);
    } else {
        stat_real(&o, "difference", p.difference);
        stat_real(&o, "sd", p.sd);
    }
    stat_real(&o, "n_each", n);
    stat_json_real(&o, "n_exact", exact);
    stat_real(&o, "power", p.shares ? pdca_stat_power_shares(p.a, p.b, n, n, p.conf) : pdca_stat_power_means(p.difference, p.sd, n, n, p.conf));
    if (p.shares) stat_real(&o, "power_verdict", pdca_stat_power_verdict(p.b, p.a, n, n, p.conf));
    stat_name(&o, "method", "method", p.shares ? "normal" : "noncentral-t");
    stat_json_real(&o, "conf", p.conf);
    if (isnan(exact)) stat_say(&o, "stat.no_difference", NULL);
    stat_end(&o);
    return ERR_NONE;
}
