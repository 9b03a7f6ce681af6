/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stat/large.h"

#include <math.h>

#include "stat/dist.h"

/* ln n! − Stirling's formula. */
static double stirling_error(double n) {
    static const double s[] = {1.0 / 12, 1.0 / 360, 1.0 / 1260, 1.0 / 1680, 1.0 / 1188};
    if (n <= 0) return INFINITY;
    if (n < 16) return dist_ln_gamma(n + 1) - ((n + 0.5) * log(n) - n + 0.5 * log(2 * DIST_PI));
    double nn = n * n;
    return (s[0] - (s[1] - (s[2] - (s[3] - s[4] / nn) / nn) / nn) / nn) / n;
}

/* x ln(x / m) + m − x without cancellation near x = m. */
static double deviance(double x, double m) {
    if (fabs(x - m) >= 0.1 * (x + m)) return x * log(x / m) + m - x;
    double v = (x - m) / (x + m), sum = (x - m) * v, term = 2 * x * v;
    for (int j = 1; j < 1000; j++) {
        term *= v * v;
        double next = sum + term / (2 * j + 1);
        if (next == sum) break;
        sum = next;
    }
    return sum;
}

double large_binomial_pmf(double k, double n, double p, double q) {
    if (p == 0) return k == 0;
    if (q == 0) return k == n;
    if (k == 0) return exp(n * log1p(-p));
    if (k == n) return exp(n * log(p));
    double ln = stirling_error(n) - stirling_error(k) - stirling_error(n - k) - deviance(k, n * p) - deviance(n - k, n * q);
    return exp(ln) * sqrt(n / (2 * DIST_PI * k * (n - k)));
}

/* The continued fraction of the incomplete beta function (Abramowitz & Stegun 26.5.8), modified Lentz. */
static double beta_fraction(double x, double a, double b) {
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double f = d;
    for (double m = 1; m < 1e6; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 + even * d;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = 1 + even / c;
        f *= d * c;
        d = 1 + odd * d;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = 1 + odd / c;
        double step = d * c;
        f *= step;
        if (fabs(step - 1) < 1e-16) break;
    }
    return f;
}

double large_beta(double x, double a, double b, int upper) {
    double y = 1 - x;
    if (x < (a + 1) / (a + b + 2)) {
        double lower = large_binomial_pmf(a, a + b, x, y) * b / (a + b) * beta_fraction(x, a, b);
        return upper ? 1 - lower : lower;
    }
    double rest = large_binomial_pmf(b, a + b, y, x) * a / (a + b) * beta_fraction(y, b, a);
    return upper ? rest : 1 - rest;
}

double large_gamma(double x, double a, int upper) {
    if (x <= 0) return upper ? 1 : 0;
    /* x^a e^−x / Γ(a + 1): a Poisson probability. */
    double front = exp(-stirling_error(a) - deviance(a, x)) / sqrt(2 * DIST_PI * a);
    if (x < a + 1) {
        double term = 1, sum = 1;
        for (double k = 1; k < 1e7 && term > sum * 1e-17; k++) sum += term *= x / (a + k);
        return upper ? 1 - front * sum : front * sum;
    }
    const double tiny = 1e-300;
    double b = x + 1 - a, c = 1 / tiny, d = 1 / b, f = d;
    for (double k = 1; k < 1e7; k++) {
        double n = -k * (k - a);
        b += 2;
        d = n * d + b;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = b + n / c;
        if (fabs(c) < tiny) c = tiny;
        double step = d * c;
        f *= step;
        if (fabs(step - 1) < 1e-16) break;
    }
    double rest = front * a * f;
    return upper ? rest : 1 - rest;
}
