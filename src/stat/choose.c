/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "base/arena.h"
#include "base/err.h"
#include "pdca_stat.h"
#include "stat/constants.h"
#include "stat/dist.h"

pdca_stat_constants pdca_stat_constants_of(int n) {
    pdca_stat_constants k = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    if (n < 2 || n > 100) return k;
    double root = sqrt(n);
    k.d2 = constant_d2(n);
    k.d3 = constant_d3(n);
    k.c4 = constant_c4(n);
    double c5 = sqrt(1 - k.c4 * k.c4);
    k.A2 = 3 / (k.d2 * root);
    k.A3 = 3 / (k.c4 * root);
    k.D3 = fmax(0, 1 - 3 * k.d3 / k.d2);
    k.D4 = 1 + 3 * k.d3 / k.d2;
    k.B3 = fmax(0, 1 - 3 * c5 / k.c4);
    k.B4 = 1 + 3 * c5 / k.c4;
    k.E2 = 3 / k.d2;
    return k;
}

pdca_stat_dispersion pdca_stat_dispersion_of(const pdca_stat_point *point, size_t n, pdca_stat_chart chart) {
    pdca_stat_dispersion r = {NAN, NAN, NAN, NAN};
    AUTO(arena_free) arena mem = {0};
    pdca_stat_point *p = arena_new(&mem, pdca_stat_point, n + 1);
    if (n > 0) memcpy(p, point, n * sizeof *p);
    pdca_stat_control_options o = pdca_stat_control_defaults(chart);
    o.rules = pdca_stat_rules_named("limit");
    pdca_stat_control_chart(p, n, &o);
    double sum = 0, used = 0, levels = 0;
    double center = NAN;
    int phase = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(p[i].plotted) || p[i].excluded || !(p[i].sigma > 0)) continue;
        /* Every level that was estimated costs a degree of freedom; np's center moves with n, so the phase tells. */
        if (isnan(center) || (p[i].phase != phase && p[i].center != center)) levels++;
        center = p[i].center;
        phase = p[i].phase;
        double y = chart == PDCA_STAT_NP || chart == PDCA_STAT_C ? p[i].value : p[i].value / p[i].n;
        double z = (y - p[i].center) / p[i].sigma;
        sum += z * z;
        used++;
    }
    if (!(used > levels)) return r;
    r.statistic = sum;
    r.df = used - levels;
    r.ratio = sum / r.df;
    r.p = dist_chisq_q(sum, r.df);
    return r;
}

pdca_stat_choice pdca_stat_choose_chart(pdca_stat_data data, const pdca_stat_point *point, size_t n) {
    pdca_stat_choice c = {PDCA_STAT_XMR, "values", {NAN, NAN, NAN, NAN}};
    if (data == PDCA_STAT_DATA_VALUES) return c;
    if (data == PDCA_STAT_DATA_SUBGROUPS) {
        /* The range wastes what larger subgroups know (Montgomery: from 10 the standard deviation). */
        bool large = false;
        for (size_t i = 0; i < n; i++) large = large || point[i].n >= 10;
        c.chart = large ? PDCA_STAT_XBAR_S : PDCA_STAT_XBAR_R;
        c.reason = large ? "subgroups_large" : "subgroups_small";
        return c;
    }
    static const struct {
        pdca_stat_chart plain, wide;
        const char *reason, *reason_wide;
    } kinds[] = {[PDCA_STAT_DATA_SHARES] = {PDCA_STAT_P, PDCA_STAT_P_PRIME, "shares", "shares_overdispersed"},
                 [PDCA_STAT_DATA_COUNTS] = {PDCA_STAT_C, PDCA_STAT_XMR, "counts", "counts_overdispersed"},
                 [PDCA_STAT_DATA_RATES] = {PDCA_STAT_U, PDCA_STAT_U_PRIME, "rates", "rates_overdispersed"}};
    c.dispersion = pdca_stat_dispersion_of(point, n, kinds[data].plain);
    bool wide = c.dispersion.p < 0.01 && c.dispersion.ratio > 1 && c.dispersion.df + 1 >= PDCA_STAT_PHASE_POINTS;
    c.chart = wide ? kinds[data].wide : kinds[data].plain;
    c.reason = wide ? kinds[data].reason_wide : kinds[data].reason;
    return c;
}
