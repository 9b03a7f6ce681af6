/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "stat/constants.h"
#include "stat/dist.h"

/* P(range of n standard normal values > r) = 1 − n ∫ φ(x) (Φ(x + r) − Φ(x))^(n−1) dx (Tippett 1925). */
typedef struct range_law {
    int n;
    double r, power;
} range_law;

static double range_inner(double x, void *user) {
    const range_law *l = user;
    double between = dist_normal_p(x + l->r) - dist_normal_p(x);
    return dist_normal_pdf(x) * pow(between, l->n - 1);
}

/* r^(power − 1) · P(R > r): its integral is E(R^power) / power. */
static double range_outer(double r, void *user) {
    range_law l = *(const range_law *)user;
    l.r = r;
    double below = l.n * dist_integrate(range_inner, &l, -9, 9);
    return pow(r, l.power - 1) * (1 - below);
}

static double range_moment(int n, int power) {
    range_law l = {n, 0, power};
    return power * dist_integrate(range_outer, &l, 0, 16);
}

double constant_d2(int n) { return n < 2 ? NAN : range_moment(n, 1); }

double constant_d3(int n) {
    if (n < 2) return NAN;
    double mean = range_moment(n, 1);
    return sqrt(range_moment(n, 2) - mean * mean);
}

double constant_c4(double n) {
    return n > 1 ? sqrt(2 / (n - 1)) * exp(dist_ln_gamma(n / 2) - dist_ln_gamma((n - 1) / 2)) : NAN;
}
