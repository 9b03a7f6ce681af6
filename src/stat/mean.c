/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "stat/dist.h"
#include "stat/result.h"

pdca_stat_test pdca_stat_welch(pdca_stat_summary a, pdca_stat_summary b, double conf) {
    pdca_stat_test r = result_none("welch", a.n, b.n);
    if (!(a.n >= 1 && b.n >= 1)) return r;
    r.estimate = a.mean - b.mean;
    if (!(a.n >= 2 && b.n >= 2)) return r;
    double va = a.sd * a.sd / a.n, vb = b.sd * b.sd / b.n, v = va + vb;
    if (!(v > 0)) return r;
    /* By shares of v, so that v * v does not underflow. */
    double wa = va / v, wb = vb / v, df = 1 / (wa * wa / (a.n - 1) + wb * wb / (b.n - 1));
    result_by_t(&r, r.estimate / sqrt(v), df);
    if (conf > 0 && conf < 1) {
        double half = -dist_t_quantile((1 - conf) / 2, df) * sqrt(v);
        result_interval(&r, r.estimate - half, r.estimate + half, "welch");
    }
    return r;
}

pdca_stat_test pdca_stat_compare_nps(pdca_stat_nps a, pdca_stat_nps b, double conf) {
    pdca_stat_test r = result_none("nps-z", a.n, b.n);
    r.estimate = a.score - b.score;
    double v = a.variance / a.n + b.variance / b.n;
    if (!(v > 0) || isnan(a.margin) || isnan(b.margin)) return r;
    result_by_normal(&r, r.estimate / sqrt(v));
    double half = dist_z(conf) * sqrt(v);
    result_interval(&r, r.estimate - half, r.estimate + half, "nps-wald");
    return r;
}

pdca_stat_test pdca_stat_compare_quantiles(pdca_stat_quantile_side a, pdca_stat_quantile_side b) {
    pdca_stat_test r = result_none("quantiles", a.n, b.n);
    r.estimate = a.value - b.value;
    if (isnan(a.lo) || isnan(a.hi) || isnan(b.lo) || isnan(b.hi)) return r;
    result_interval(&r, r.estimate - hypot(a.value - a.lo, b.hi - b.value), r.estimate + hypot(a.hi - a.value, b.value - b.lo), "quantiles");
    return r;
}
