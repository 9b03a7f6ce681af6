/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stat/dist.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "stat/large.h"

/* GSL's default error handler aborts the process; none of the calls below may reach it: arguments are checked first, large
 * counts go to large.c, and inverses are found by bisection, because GSL's own give up on some arguments. */

double dist_normal_p(double z) { return 0.5 * erfc(-z / 1.4142135623730950488); }
double dist_normal_q(double z) { return 0.5 * erfc(z / 1.4142135623730950488); }
double dist_normal_pdf(double z) { return exp(-0.5 * z * z) / sqrt(2 * DIST_PI); }

double dist_normal_quantile(double p) {
    if (!(p >= 0 && p <= 1)) return NAN;
    if (p == 0) return -INFINITY;
    if (p == 1) return INFINITY;
    return p < 0.5 ? gsl_cdf_ugaussian_Pinv(p) : gsl_cdf_ugaussian_Qinv(1 - p);
}

double dist_z(double conf) {
    return conf > 0 && conf < 1 ? gsl_cdf_ugaussian_Qinv((1 - conf) / 2) : NAN;
}

double dist_t_p(double t, double df) { return isnan(t) || !(df > 0) ? NAN : gsl_cdf_tdist_P(t, df); }
double dist_t_q(double t, double df) { return isnan(t) || !(df > 0) ? NAN : gsl_cdf_tdist_Q(t, df); }

typedef struct inverse {
    double (*p)(double x, double a, double b);
    double a, b, want;
} inverse;

/* Root of p(x) = want for a rising p on [lo, hi]: bisection until the doubles meet. */
static double inverse_find(const inverse *f, double lo, double hi) {
    for (int i = 0; i < 2000; i++) {
        double mid = lo + (hi - lo) / 2;
        if (mid <= lo || mid >= hi) break;
        if (f->p(mid, f->a, f->b) < f->want) lo = mid;
        else hi = mid;
    }
    return lo + (hi - lo) / 2;
}

static double t_upper(double x, double df, double unused) {
    (void)unused;
    return -gsl_cdf_tdist_Q(x, df);
}

double dist_t_quantile(double p, double df) {
    if (!(p > 0 && p < 1) || !(df > 0)) return NAN;
    if (p == 0.5) return 0;
    double tail = p < 0.5 ? p : 1 - p, hi = 1;
    while (gsl_cdf_tdist_Q(hi, df) > tail && hi < 1e300) hi *= 2;
    inverse f = {t_upper, df, 0, -tail};
    double t = inverse_find(&f, 0, hi);
    return p < 0.5 ? -t : t;
}

/* Where GSL's expansions are still exact; far beyond they abort the process. */
static const double large_from = 1e4;
/* A shape under this is as good as 0: all of the distribution lies on its end. GSL aborts on some of them. */
static const double shape_min = 1e-12;

double dist_chisq_p(double x, double df) {
    if (isnan(x) || !(df > 0)) return NAN;
    if (x <= 0) return 0;
    if (df < shape_min) return 1;
    return df > large_from ? large_gamma(x / 2, df / 2, 0) : gsl_cdf_chisq_P(x, df);
}

double dist_chisq_q(double x, double df) {
    if (isnan(x) || !(df > 0)) return NAN;
    if (x <= 0) return 1;
    if (df < shape_min) return 0;
    return df > large_from ? large_gamma(x / 2, df / 2, 1) : gsl_cdf_chisq_Q(x, df);
}

static double chisq_p(double x, double df, double unused) {
    (void)unused;
    return dist_chisq_p(x, df);
}

static double chisq_upper(double x, double df, double unused) {
    (void)unused;
    return -dist_chisq_q(x, df);
}

double dist_chisq_quantile(double p, double df) {
    if (!(p >= 0 && p < 1) || !(df > 0)) return NAN;
    if (p == 0) return 0;
    double hi = df + 10;
    while (dist_chisq_q(hi, df) > 1 - p && hi < 1e300) hi *= 2;
    inverse f = p < 0.5 ? (inverse){chisq_p, df, 0, p} : (inverse){chisq_upper, df, 0, -(1 - p)};
    return inverse_find(&f, 0, hi);
}

static double beta_q(double x, double a, double b) {
    if (x <= 0) return 1;
    if (x >= 1 || a < shape_min) return 0;
    if (b < shape_min) return 1;
    return a + b > large_from ? large_beta(x, a, b, 1) : gsl_cdf_beta_Q(x, a, b);
}

double dist_beta_p(double x, double a, double b) {
    if (isnan(x) || !(a > 0 && b > 0)) return NAN;
    if (x <= 0) return 0;
    if (x >= 1 || a < shape_min) return 1;
    if (b < shape_min) return 0;
    return a + b > large_from ? large_beta(x, a, b, 0) : gsl_cdf_beta_P(x, a, b);
}

static double beta_upper(double x, double a, double b) { return -beta_q(x, a, b); }

double dist_beta_quantile(double p, double a, double b) {
    if (!(p >= 0 && p <= 1) || !(a > 0 && b > 0)) return NAN;
    if (p == 0 || p == 1) return p;
    inverse f = p < 0.5 ? (inverse){dist_beta_p, a, b, p} : (inverse){beta_upper, a, b, -(1 - p)};
    return inverse_find(&f, 0, 1);
}

/* By the incomplete beta function, so that counts may be large. */
double dist_binomial_p(double k, double prob, double n) {
    if (isnan(k) || !(prob >= 0 && prob <= 1) || !(n >= 0)) return NAN;
    k = floor(k);
    if (k < 0) return 0;
    if (k >= n || prob == 0) return 1;
    return prob == 1 ? 0 : beta_q(prob, k + 1, n - k);
}

double dist_binomial_q(double k, double prob, double n) {
    if (isnan(k) || !(prob >= 0 && prob <= 1) || !(n >= 0)) return NAN;
    k = floor(k);
    if (k < 0) return 1;
    if (k >= n || prob == 0) return 0;
    return prob == 1 ? 1 : dist_beta_p(prob, k + 1, n - k);
}

double dist_binomial_pmf(double k, double prob, double n) {
    if (!(k >= 0 && k <= n)) return 0;
    return large_binomial_pmf(k, n, fmin(fmax(prob, 0), 1), fmin(fmax(1 - prob, 0), 1));
}

double dist_ln_gamma(double x) { return x > 0 ? gsl_sf_lngamma(x) : NAN; }

double dist_integrate(double (*f)(double x, void *user), void *user, double a, double b) {
    enum { PARTS = 8, NODES = 32 };
    gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(NODES);
    gsl_function g = {f, user};
    double sum = 0, step = (b - a) / PARTS;
    for (int i = 0; table && i < PARTS; i++) sum += gsl_integration_glfixed(&g, a + i * step, a + (i + 1) * step, table);
    gsl_integration_glfixed_table_free(table);
    return sum;
}

void dist_gauss_nodes(size_t n, double *ret_node, double *ret_weight) {
    gsl_integration_glfixed_table *t = gsl_integration_glfixed_table_alloc(n);
    for (size_t i = 0; i < n; i++) gsl_integration_glfixed_point(-1, 1, i, &ret_node[i], &ret_weight[i], t);
    gsl_integration_glfixed_table_free(t);
}
