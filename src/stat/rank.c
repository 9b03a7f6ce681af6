/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/err.h"
#include "stat/dist.h"
#include "stat/result.h"

enum { EXACT_BELOW = 50, PICK_MAX = 1 << 18 };

/* Both samples ascending. */
typedef struct samples {
    const double *a, *b;
    size_t na, nb;
} samples;

/* Pairs with a − b <= t, and the differences next to t. As a rises, fewer b are small enough to leave a − b above t. */
static double pairs_upto(const samples *s, double t, double *ret_at_most, double *ret_above) {
    double count = 0;
    size_t j = 0;
    *ret_at_most = -INFINITY;
    *ret_above = INFINITY;
    for (size_t i = 0; i < s->na; i++) {
        while (j < s->nb && s->a[i] - s->b[j] > t) j++;
        count += (double)(s->nb - j);
        if (j < s->nb && s->a[i] - s->b[j] > *ret_at_most) *ret_at_most = s->a[i] - s->b[j];
        if (j > 0 && s->a[i] - s->b[j - 1] < *ret_above) *ret_above = s->a[i] - s->b[j - 1];
    }
    return count;
}

/* The k-th smallest (from 1) of all differences a − b: narrows the range that holds it, by interpolation and halving in
 * turn, until few enough are left to sort. */
static double difference_ranked(const samples *s, double k) {
    double lo = s->a[0] - s->b[s->nb - 1], hi = s->a[s->na - 1] - s->b[0];
    double below = 0, upto = (double)s->na * (double)s->nb; /* pairs < lo; pairs <= hi */
    /* A guess may fall just short again and again: it is pushed past the rank by some of the pairs left. */
    for (int round = 0; upto - below > PICK_MAX && lo < hi; round++) {
        double part = (k - below) / (upto - below), push = 4.0 / (round + 8);
        part = round % 3 == 2 ? 0.5 : part < 0.5 ? part + push * part : part - push * (1 - part);
        double mid = lo + (hi - lo) * part;
        if (!(mid < hi) || mid < lo) mid = lo;
        double at_most, above, c = pairs_upto(s, mid, &at_most, &above);
        if (c >= k) {
            hi = at_most; /* ends stand on differences, so that ties end the search */
            upto = c;
        } else {
            lo = above;
            below = c;
        }
    }
    if (lo >= hi) return hi;
    AUTO(arena_free) arena mem = {0};
    double *d = arena_new(&mem, double, (size_t)(upto - below) + 1);
    size_t n = 0, from = 0;
    for (size_t i = 0; i < s->na; i++) {
        while (from < s->nb && s->a[i] - s->b[from] > hi) from++;
        for (size_t j = from; j < s->nb && s->a[i] - s->b[j] >= lo; j++) d[n++] = s->a[i] - s->b[j];
    }
    pdca_stat_sort(d, n);
    size_t want = (size_t)(k - below);
    return n == 0 ? hi : d[want < 1 ? 0 : want > n ? n - 1 : want - 1];
}

/* Number of ways that na ranks of na + nb give each W: ways[w], from the recurrence of Mann & Whitney 1947, as shares of all. */
static double *exact_law(arena *mem, size_t na, size_t nb) {
    size_t top = na * nb, half = top / 2;
    double *w = arena_new(mem, double, top + 1);
    w[0] = 1;
    /* Gaussian binomial coefficient: multiply by 1 − q^(nb + i), divide by 1 − q^i, each divided by its value at q = 1. The
     * law is symmetric: the upper half, where the subtractions would have eaten the digits of small shares, is a mirror. */
    for (size_t i = 1; i <= na; i++) {
        for (size_t k = half; k >= nb + i; k--) w[k] -= w[k - nb - i];
        for (size_t k = i; k <= half; k++) w[k] += w[k - i];
        for (size_t k = 0; k <= half; k++) w[k] *= (double)i / (double)(nb + i);
    }
    for (size_t k = half + 1; k <= top; k++) w[k] = w[top - k];
    return w;
}

/* W = pairs with a > b, ties half; *ret_ties: Σ (t³ − t) over groups of equal values. */
static double statistic(const samples *s, double *ret_ties) {
    double w = 0, ties = 0;
    size_t i = 0, j = 0;
    while (i < s->na || j < s->nb) {
        double v = j >= s->nb || (i < s->na && s->a[i] < s->b[j]) ? s->a[i] : s->b[j];
        size_t ia = i, jb = j;
        while (i < s->na && s->a[i] == v) i++;
        while (j < s->nb && s->b[j] == v) j++;
        double ca = (double)(i - ia), cb = (double)(j - jb), t = ca + cb;
        w += ca * ((double)jb + cb / 2);
        ties += t * (t * t - 1);
    }
    *ret_ties = ties;
    return w;
}

/* Whether samples of these sizes can be sure by `conf` of anything: the likeliest proof, all of one side above the other, has
 * a two-sided p of 2 / C(na + nb, na). */
static bool sizes_suffice(double na, double nb, double conf) {
    double ln_ways = dist_ln_gamma(na + nb + 1) - dist_ln_gamma(na + 1) - dist_ln_gamma(nb + 1);
    return conf > 0 && conf < 1 && 2 * exp(-ln_ways) <= (1 - conf) * (1 + 1e-9);
}

static void test_exact(pdca_stat_test *r, const samples *s, double w, double conf) {
    AUTO(arena_free) arena mem = {0};
    const double *law = exact_law(&mem, s->na, s->nb);
    size_t top = s->na * s->nb;
    double upto = 0, from = 0;
    for (size_t k = 0; k <= top && (double)k <= w; k++) upto += law[k];
    for (size_t k = top + 1; k-- > 0 && (double)k >= w;) from += law[k];
    r->method = "mann-whitney-exact";
    r->p_less = fmin(1, upto);
    r->p_greater = fmin(1, from);
    r->p = fmin(1, 2 * fmin(upto, from));
    if (!sizes_suffice((double)s->na, (double)s->nb, conf)) return;
    /* Smallest q with P(W <= q) >= alpha: the q-th difference from below and from above (R's qwilcox and wilcox.test). */
    double alpha = (1 - conf) / 2, sum = 0;
    size_t q = 0;
    for (; q < top; q++) {
        sum += law[q];
        if (sum >= alpha * (1 - 1e-12)) break;
    }
    if (q == 0) q = 1;
    result_interval(r, difference_ranked(s, (double)q), difference_ranked(s, (double)(top - q + 1)), "hodges-lehmann-exact");
}

static void test_normal(pdca_stat_test *r, const samples *s, double w, double ties, double conf) {
    double m = (double)s->na, n = (double)s->nb, all = m + n, d = w - m * n / 2;
    double sigma = sqrt(m * n / 12 * (all + 1 - ties / (all * (all - 1))));
    if (!(sigma > 1e-9 * m * n)) return; /* all values alike */
    result_by_normal(r, 0);
    r->p_less = dist_normal_p((d + 0.5) / sigma);
    r->p_greater = dist_normal_q((d - 0.5) / sigma);
    r->p = fmin(1, 2 * fmin(r->p_less, r->p_greater));
    if (!sizes_suffice(m, n, conf)) return;
    double k = fmax(1, ceil(m * n / 2 - 0.5 - dist_z(conf) * sigma));
    result_interval(r, difference_ranked(s, k), difference_ranked(s, m * n - k + 1), "hodges-lehmann");
}

pdca_stat_test pdca_stat_mann_whitney(double *a, size_t na, double *b, size_t nb, double conf) {
    pdca_stat_test r = result_none("mann-whitney", (double)na, (double)nb);
    if (na == 0 || nb == 0) return r;
    pdca_stat_sort(a, na);
    pdca_stat_sort(b, nb);
    samples s = {a, b, na, nb};
    double ties, w = statistic(&s, &ties), pairs = (double)na * (double)nb;
    double middle = floor(pairs / 2);
    r.estimate = fmod(pairs, 2) == 1 ? difference_ranked(&s, middle + 1)
                                     : (difference_ranked(&s, middle) + difference_ranked(&s, middle + 1)) / 2;
    if (ties == 0 && na < EXACT_BELOW && nb < EXACT_BELOW) test_exact(&r, &s, w, conf);
    else test_normal(&r, &s, w, ties, conf);
    r.statistic = w;
    return r;
}
