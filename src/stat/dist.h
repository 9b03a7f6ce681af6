/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distribution functions: the only way to GSL. Lower tails are P, upper tails Q; NAN in gives NAN out. */
#ifndef PDCA_STAT_DIST_H
#define PDCA_STAT_DIST_H

#include <stddef.h>

#define DIST_PI 3.14159265358979323846 /* M_PI is not in C17 */

double dist_normal_p(double z);
double dist_normal_q(double z);
double dist_normal_pdf(double z);
/* z with P(Z <= z) = p. */
double dist_normal_quantile(double p);
/* z of a two-sided interval: 1.96 for 0.95. NAN where conf is not inside (0,1). */
double dist_z(double conf);
double dist_t_p(double t, double df);
double dist_t_q(double t, double df);
double dist_t_quantile(double p, double df);
double dist_chisq_p(double x, double df);
double dist_chisq_q(double x, double df);
double dist_chisq_quantile(double p, double df);
double dist_beta_p(double x, double a, double b);
double dist_beta_quantile(double p, double a, double b);
/* P(X <= k) and P(X > k) of a binomial count. */
double dist_binomial_p(double k, double prob, double n);
double dist_binomial_q(double k, double prob, double n);
double dist_binomial_pmf(double k, double prob, double n);
double dist_ln_gamma(double x);
/* Integral over [a,b] of a smooth function, to about 1e-13. */
double dist_integrate(double (*f)(double x, void *user), void *user, double a, double b);
/* Nodes and weights of Gauss and Legendre for an integral over [-1, 1]. */
void dist_gauss_nodes(size_t n, double *ret_node, double *ret_weight);

#endif
