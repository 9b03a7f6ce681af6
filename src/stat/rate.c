/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "stat/dist.h"
#include "stat/result.h"

pdca_stat_interval pdca_stat_poisson(double count, double exposure, double conf) {
    if (!(count >= 0 && exposure > 0) || !(conf > 0 && conf < 1)) return (pdca_stat_interval){NAN, NAN};
    double alpha = (1 - conf) / 2;
    return (pdca_stat_interval){count > 0 ? dist_chisq_quantile(alpha, 2 * count) / 2 / exposure : 0,
                                dist_chisq_quantile(1 - alpha, 2 * count + 2) / 2 / exposure};
}

/* Two-sided binomial p: the outcomes no likelier than x, of which the ones on the other side of the mode are found by
 * bisection (probabilities fall away from the mode). */
static double binomial_two_sided(double x, double prob, double n) {
    double mode = floor((n + 1) * prob), own = dist_binomial_pmf(x, prob, n) * (1 + 1e-7);
    if (x == mode || dist_binomial_pmf(mode, prob, n) <= own) return 1;
    bool low = x < mode;
    double in = mode, out = low ? n + 1 : -1; /* in: likelier than x; out: not */
    while (fabs(out - in) > 1) {
        double mid = floor((in + out) / 2);
        if (dist_binomial_pmf(mid, prob, n) > own) in = mid;
        else out = mid;
    }
    return low ? dist_binomial_p(x, prob, n) + dist_binomial_q(out - 1, prob, n)
               : dist_binomial_q(x - 1, prob, n) + dist_binomial_p(out, prob, n);
}

static double odds(double p) { return p >= 1 ? INFINITY : p / (1 - p); }

pdca_stat_test pdca_stat_compare_rates(double ca, double ea, double cb, double eb, double conf) {
    pdca_stat_test r = result_none("poisson-exact", ca, cb);
    double n = ca + cb;
    if (!(ca >= 0 && cb >= 0 && ea > 0 && eb > 0) || !(n > 0)) return r;
    double share = ea / (ea + eb);
    r.estimate = cb > 0 ? ca / ea / (cb / eb) : INFINITY;
    r.p_less = dist_binomial_p(ca, share, n);
    r.p_greater = dist_binomial_q(ca - 1, share, n);
    r.p = fmin(1, binomial_two_sided(ca, share, n));
    pdca_stat_interval i = pdca_stat_clopper_pearson(ca, n, conf);
    if (!isnan(i.lo)) result_interval(&r, odds(i.lo) * eb / ea, odds(i.hi) * eb / ea, "clopper-pearson");
    return r;
}
