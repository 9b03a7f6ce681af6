/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "base/arena.h"
#include "base/err.h"
#include "pdca_stat.h"
#include "stat/dist.h"

/* ln C(n, m); −∞ where there is no such choice. */
static double ln_choose(double n, double m) {
    if (m < 0 || m > n) return -INFINITY;
    return dist_ln_gamma(n + 1) - dist_ln_gamma(m + 1) - dist_ln_gamma(n - m + 1);
}

/* P(exactly r runs) of a above and b below in random order (Swed & Eisenhart 1943). */
static double runs_pmf(double r, double a, double b) {
    double k = floor(r / 2), all = ln_choose(a + b, a);
    if (fmod(r, 2) == 0) return 2 * exp(ln_choose(a - 1, k - 1) + ln_choose(b - 1, k - 1) - all);
    return exp(ln_choose(a - 1, k) + ln_choose(b - 1, k - 1) - all) + exp(ln_choose(a - 1, k - 1) + ln_choose(b - 1, k) - all);
}

/* Tails of the number of runs, and the counts that are no signal at 2.5 % a side. */
static void runs_law(pdca_stat_run *r) {
    r->p_few = r->p_many = NAN;
    if (r->above == 0 || r->below == 0) return;
    double a = (double)r->above, b = (double)r->below, most = 2 * fmin(a, b) + (a != b);
    /* What lies 40 standard deviations out adds nothing; long series would spend their time there. */
    double mean = 1 + 2 * a * b / (a + b), sd = sqrt(fmax(0, (mean - 1) * (mean - 2) / (a + b - 1)));
    double least = fmax(2, floor(mean - 40 * sd - 2));
    most = fmin(most, ceil(mean + 40 * sd + 2));
    double upto = 0, few = 0, many = 0;
    r->runs_min = (size_t)least;
    r->runs_max = (size_t)most;
    for (double k = least; k <= most; k++) {
        double p = runs_pmf(k, a, b);
        if (k <= (double)r->runs) few += p;
        if (k >= (double)r->runs) many += p;
        upto += p;
        if (upto <= 0.025) r->runs_min = (size_t)k + 1;
    }
    double from = 0;
    for (double k = most; k >= least; k--) {
        from += runs_pmf(k, a, b);
        if (from > 0.025) break;
        r->runs_max = (size_t)k - 1;
    }
    r->p_few = fmin(1, few);
    r->p_many = fmin(1, many);
}

/* Smallest k with P(X <= k) >= 0.05 for Binomial(n − 1, ½). */
static size_t crossings_min(size_t useful) {
    if (useful < 2) return 0;
    double n = (double)useful - 1, lo = -1, hi = n;
    while (hi - lo > 1) {
        double mid = floor((lo + hi) / 2);
        if (dist_binomial_p(mid, 0.5, n) >= 0.05) hi = mid;
        else lo = mid;
    }
    return (size_t)hi;
}

static double median_of(const double *y, size_t n) {
    AUTO(arena_free) arena mem = {0};
    double *sorted = arena_new(&mem, double, n + 1);
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(y[i])) sorted[m++] = y[i];
    pdca_stat_sort(sorted, m);
    return pdca_stat_quantile(sorted, m, 0.5, 7);
}

pdca_stat_run pdca_stat_run_chart(const double *y, size_t n, double center) {
    pdca_stat_run r = {.center = isnan(center) ? median_of(y, n) : center, .p_few = NAN, .p_many = NAN};
    int side = 0, slope = 0;
    size_t length = 0, trend = 0;
    double before = NAN;
    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i])) continue;
        r.n++;
        int way = isnan(before) ? 0 : (y[i] > before) - (y[i] < before);
        trend = way == 0 ? 1 : way == slope ? trend + 1 : 2;
        slope = way;
        before = y[i];
        if (trend > r.longest_trend) r.longest_trend = trend;
        int s = (y[i] > r.center) - (y[i] < r.center);
        if (s == 0) continue; /* on the center line: no part in runs */
        r.useful++;
        if (s > 0) r.above++;
        else r.below++;
        r.crossings += side != 0 && s != side;
        length = s == side ? length + 1 : 1;
        side = s;
        if (length > r.longest_run) r.longest_run = length;
    }
    r.runs = r.useful ? r.crossings + 1 : 0;
    if (r.useful) r.longest_run_max = (size_t)(round(log2((double)r.useful)) + 3);
    r.crossings_min = crossings_min(r.useful);
    /* Under ten useful points the limits say little (Anhøj & Olesen). */
    if (r.useful >= 10) {
        r.shift = r.longest_run > r.longest_run_max;
        r.few_crossings = r.crossings < r.crossings_min;
    }
    r.trend = r.longest_trend >= 7;
    runs_law(&r);
    return r;
}
