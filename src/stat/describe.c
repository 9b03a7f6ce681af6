/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "pdca_stat.h"
#include "stat/dist.h"

pdca_stat_summary pdca_stat_summarise(const double *x, size_t n) {
    pdca_stat_summary s = {(double)n, NAN, NAN};
    if (n == 0) return s;
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    double mean = sum / s.n, rest = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        double d = x[i] - mean;
        rest += d;
        squares += d * d;
    }
    /* What rounding left in the first pass is put right by the second (Chan, Golub & LeVeque 1983). */
    s.mean = mean + rest / s.n;
    if (n >= 2) s.sd = sqrt(fmax(0, squares - rest * rest / s.n) / (s.n - 1));
    return s;
}

pdca_stat_summary pdca_stat_summary_of_sums(double n, double sum, double sum_of_squares) {
    pdca_stat_summary s = {n, NAN, NAN};
    if (!(n >= 1)) return s;
    s.mean = sum / n;
    if (n >= 2) {
        /* Rounding may leave a difference of some units in the last place where there is no spread at all. */
        double squares = sum_of_squares - sum * s.mean;
        if (squares < 8 * 2.22e-16 * sum_of_squares) squares = 0;
        s.sd = sqrt(squares / (n - 1));
    }
    return s;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The bits of a double in an order that is that of the numbers, and back. */
static uint64_t ordered(double x) {
    uint64_t u;
    memcpy(&u, &x, sizeof u);
    return u >> 63 ? ~u : u | (uint64_t)1 << 63;
}

static double unordered(uint64_t u) {
    double x;
    u = u >> 63 ? u & ~((uint64_t)1 << 63) : ~u;
    memcpy(&x, &u, sizeof x);
    return x;
}

/* Radix sort by bytes from the lowest; a byte that all keys share is passed over. Long samples would spend most of their
 * time in qsort. */
static void sort_long(double *x, size_t n) {
    AUTO(arena_free) arena mem = {0};
    uint64_t *from = arena_new(&mem, uint64_t, n), *to = arena_new(&mem, uint64_t, n);
    size_t (*count)[256] = (size_t(*)[256])arena_alloc(&mem, 8 * sizeof *count);
    for (size_t i = 0; i < n; i++) {
        from[i] = ordered(x[i]);
        for (int b = 0; b < 8; b++) count[b][from[i] >> 8 * b & 255]++;
    }
    for (int b = 0; b < 8; b++) {
        if (count[b][from[0] >> 8 * b & 255] == n) continue;
        size_t at = 0;
        for (int k = 0; k < 256; k++) {
            size_t here = count[b][k];
            count[b][k] = at;
            at += here;
        }
        for (size_t i = 0; i < n; i++) to[count[b][from[i] >> 8 * b & 255]++] = from[i];
        uint64_t *other = from;
        from = to;
        to = other;
    }
    for (size_t i = 0; i < n; i++) x[i] = unordered(from[i]);
}

void pdca_stat_sort(double *x, size_t n) {
    enum { LONG = 2048 };
    bool sorted = true;
    for (size_t i = 1; i < n && sorted; i++) sorted = x[i - 1] <= x[i];
    if (sorted) return;
    if (n < LONG) qsort(x, n, sizeof *x, compare);
    else sort_long(x, n);
}

/* The k-th smallest, counted from 1, clamped. */
static double ranked(const double *sorted, size_t n, double k) {
    if (k < 1) k = 1;
    if (k > (double)n) k = (double)n;
    return sorted[(size_t)k - 1];
}

double pdca_stat_quantile(const double *sorted, size_t n, double p, int type) {
    if (n == 0 || !(p >= 0 && p <= 1) || type < 1 || type > 9) return NAN;
    /* R adds a fuzz of 4 ulp so that 0.1 * 10 is the tenth part it is meant to be. */
    const double fuzz = 4 * 2.220446049250313e-16;
    double size = (double)n, j, g;
    if (type <= 3) {
        double m = type == 3 ? size * p - 0.5 : size * p;
        j = floor(m + fuzz);
        bool past = m > j + fuzz; /* m lies past j; on j itself the types differ */
        if (type == 1) g = past;
        else if (type == 2) g = past ? 1 : 0.5;
        else g = past || fmod(j, 2) != 0; /* nearest even order statistic */
    } else {
        static const double ab[10][2] = {[4] = {0, 1},         [5] = {0.5, 0.5},           [6] = {0, 0},
                                         [7] = {1, 1},         [8] = {1.0 / 3, 1.0 / 3},   [9] = {0.375, 0.375}};
        double m = ab[type][0] + p * (size + 1 - ab[type][0] - ab[type][1]);
        j = floor(m + fuzz);
        g = m - j;
        if (fabs(g) < fuzz) g = 0;
    }
    double lo = ranked(sorted, n, j), hi = ranked(sorted, n, j + 1);
    if (g == 0) return lo;
    return g == 1 ? hi : lo + g * (hi - lo);
}

pdca_stat_interval pdca_stat_mean_interval(pdca_stat_summary s, double conf) {
    if (!(s.n >= 2) || !(conf > 0 && conf < 1)) return (pdca_stat_interval){NAN, NAN};
    double half = -dist_t_quantile((1 - conf) / 2, s.n - 1) * s.sd / sqrt(s.n);
    return (pdca_stat_interval){s.mean - half, s.mean + half};
}

pdca_stat_ranks pdca_stat_median_ranks(size_t n, double conf) {
    pdca_stat_ranks r = {0, 0, NAN};
    if (n == 0 || !(conf > 0 && conf < 1)) return r;
    /* Largest k with P(fewer than k of n below the median) <= (1 − conf) / 2. */
    double size = (double)n, alpha = (1 - conf) / 2, lo = 0, hi = floor(size / 2) + 1;
    while (hi - lo > 1) {
        double mid = floor((lo + hi) / 2);
        if (dist_binomial_p(mid - 1, 0.5, size) <= alpha) lo = mid;
        else hi = mid;
    }
    if (lo < 1) return r;
    r.lo = (size_t)lo;
    r.hi = n + 1 - r.lo;
    r.coverage = 1 - 2 * dist_binomial_p(lo - 1, 0.5, size);
    return r;
}

/* Smallest k with P(X <= k) >= least for a binomial count X. */
static double binomial_quantile(double least, double prob, double n) {
    double lo = -1, hi = n;
    while (hi - lo > 1) {
        double mid = floor((lo + hi) / 2);
        if (dist_binomial_p(mid, prob, n) >= least) hi = mid;
        else lo = mid;
    }
    return hi;
}

pdca_stat_ranks pdca_stat_quantile_ranks(size_t n, double p, double conf) {
    pdca_stat_ranks r = {0, 0, NAN};
    if (n == 0 || !(conf > 0 && conf < 1) || !(p > 0 && p < 1)) return r;
    double size = (double)n, alpha = (1 - conf) / 2, lo = binomial_quantile(alpha, p, size), hi = binomial_quantile(1 - alpha, p, size) + 1;
    /* on the line itself the next one out would leave out more than alpha */
    if (dist_binomial_p(lo, p, size) <= alpha) lo++;
    if (lo < 1 || hi > size) return r;
    r.lo = (size_t)lo;
    r.hi = (size_t)hi;
    r.coverage = dist_binomial_p(hi - 1, p, size) - dist_binomial_p(lo - 1, p, size);
    return r;
}

pdca_stat_nps pdca_stat_nps_of(double promoters, double passives, double detractors, double conf) {
    pdca_stat_nps r = {promoters + passives + detractors, NAN, NAN, NAN, NAN, NAN};
    if (!(r.n > 0) || !(promoters >= 0 && passives >= 0 && detractors >= 0)) return r;
    double p = promoters / r.n, d = detractors / r.n;
    r.score = 100 * (promoters - detractors) / r.n;
    r.variance = 1e4 * (p + d - (p - d) * (p - d));
    if (r.variance < 1e-9) r.variance = 0;
    /* One answer, or all alike: there is no spread to make a margin of. */
    if (r.n < 2 || r.variance == 0) return r;
    r.margin = dist_z(conf) * sqrt(r.variance / r.n);
    r.lo = fmax(-100, r.score - r.margin);
    r.hi = fmin(100, r.score + r.margin);
    return r;
}
