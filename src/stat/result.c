/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stat/result.h"

#include <math.h>

#include "stat/dist.h"

pdca_stat_test result_none(const char *method, double n_a, double n_b) {
    return (pdca_stat_test){.estimate = NAN, .lo = NAN, .hi = NAN, .statistic = NAN, .df = NAN, .p = NAN, .p_less = NAN,
                            .p_greater = NAN, .n_a = n_a, .n_b = n_b, .method = method, .interval = NULL};
}

double pdca_stat_normal_p(double z) { return 2 * dist_normal_q(fabs(z)); }

void result_by_normal(pdca_stat_test *r, double z) {
    r->statistic = z;
    r->p_less = dist_normal_p(z);
    r->p_greater = dist_normal_q(z);
    r->p = pdca_stat_normal_p(z);
}

void result_by_t(pdca_stat_test *r, double t, double df) {
    r->statistic = t;
    r->df = df;
    r->p_less = dist_t_p(t, df);
    r->p_greater = dist_t_q(t, df);
    r->p = 2 * dist_t_q(fabs(t), df);
}

void result_interval(pdca_stat_test *r, double lo, double hi, const char *method) {
    r->lo = lo;
    r->hi = hi;
    r->interval = method;
}
