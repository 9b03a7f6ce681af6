/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binomial, beta and gamma probabilities of large counts, where GSL loses digits (from 10^5) or gives up (from 10^7). */
#ifndef PDCA_STAT_LARGE_H
#define PDCA_STAT_LARGE_H

/* P(X = k) of n, by saddle point: to about 1e-14 however large n (Loader 2000, Fast and accurate computation of binomial
 * probabilities). q = 1 − p is given so that a small q keeps its digits. */
double large_binomial_pmf(double k, double n, double p, double q);
/* Lower tail of the beta distribution at x, by Lentz's continued fraction; upper: the upper one. */
double large_beta(double x, double a, double b, int upper);
/* Lower tail of the gamma distribution with shape a at x, by its series; upper: the upper one, by Lentz. */
double large_gamma(double x, double a, int upper);

#endif
