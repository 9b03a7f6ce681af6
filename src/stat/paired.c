/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares that are not independent samples: the same cases twice, or strata. */
#include <math.h>

#include "stat/dist.h"
#include "stat/result.h"

/* Newcombe 1998b, method 10: Wilson's limits of both shares, joined by their correlation. */
static void paired_interval(pdca_stat_test *r, double e, double f, double g, double h, double conf) {
    double n = e + f + g + h, pa = (e + f) / n, pb = (e + g) / n;
    pdca_stat_interval a = pdca_stat_wilson(e + f, n, conf), b = pdca_stat_wilson(e + g, n, conf);
    double margins = (e + f) * (g + h) * (e + g) * (f + h), cross = e * h - f * g, phi = 0;
    if (margins > 0) {
        double c = cross > n / 2 ? cross - n / 2 : cross >= 0 ? 0 : cross;
        phi = c / sqrt(margins);
    }
    double la = pa - a.lo, ua = a.hi - pa, lb = pb - b.lo, ub = b.hi - pb;
    result_interval(r, r->estimate - sqrt(fmax(0, la * la - 2 * phi * la * ub + ub * ub)),
                    r->estimate + sqrt(fmax(0, ua * ua - 2 * phi * ua * lb + lb * lb)), "newcombe-paired");
}

pdca_stat_paired pdca_stat_mcnemar(double both, double only_a, double only_b, double neither, double conf) {
    double n = both + only_a + only_b + neither, changes = only_a + only_b, d = only_a - only_b;
    pdca_stat_paired r = {result_none("mcnemar", n, n), NAN, NAN, NAN, NAN, NAN};
    if (!(n > 0) || !(both >= 0 && only_a >= 0 && only_b >= 0 && neither >= 0)) return r;
    r.test.estimate = d / n;
    if (conf > 0 && conf < 1) paired_interval(&r.test, both, only_a, only_b, neither, conf);
    if (!(changes > 0)) return r; /* nobody changed: nothing to test */
    double corrected = fmax(0, fabs(d) - 1);
    r.statistic = d * d / changes;
    r.p = dist_chisq_q(r.statistic, 1);
    r.statistic_corrected = corrected * corrected / changes;
    r.p_corrected = dist_chisq_q(r.statistic_corrected, 1);
    double less = dist_binomial_p(only_a, 0.5, changes), greater = dist_binomial_q(only_a - 1, 0.5, changes);
    r.p_exact = fmin(1, 2 * fmin(less, greater));
    if (changes < 25) {
        r.test.method = "mcnemar-exact";
        r.test.p = r.p_exact;
        r.test.p_less = less;
        r.test.p_greater = greater;
    } else {
        double z = d / sqrt(changes);
        result_by_normal(&r.test, z);
        r.test.statistic = r.statistic;
        r.test.df = 1;
    }
    return r;
}

/* Sums over strata, named as in the papers: cell a = yes in group a, b = no in a, c = yes in b, d = no in b. */
typedef struct strata_sums {
    double observed, expected, variance;         /* Cochran-Mantel-Haenszel */
    double r, s, pr, ps_qr, qs;                  /* Robins, Breslow & Greenland */
    double weight, weighted, sato_p, sato_q;     /* risk difference */
    double xa, na, xb, nb;
    size_t n;
} strata_sums;

static strata_sums sum_strata(const pdca_stat_stratum *s, size_t n) {
    strata_sums t = {0};
    for (size_t i = 0; i < n; i++) {
        double na = s[i].na, nb = s[i].nb, a = s[i].xa, c = s[i].xb, b = na - a, d = nb - c, all = na + nb;
        t.xa += a;
        t.na += na;
        t.xb += c;
        t.nb += nb;
        if (!(na > 0 && nb > 0)) continue;
        t.n++;
        t.observed += a;
        t.expected += na * (a + c) / all;
        if (all > 1) t.variance += na * nb * (a + c) * (b + d) / (all * all * (all - 1));
        double r = a * d / all, q = b * c / all, p1 = (a + d) / all, q1 = (b + c) / all;
        t.r += r;
        t.s += q;
        t.pr += p1 * r;
        t.ps_qr += p1 * q + q1 * r;
        t.qs += q1 * q;
        t.weight += na * nb / all;
        t.weighted += (a * nb - c * na) / all;
        t.sato_p += (na * na * c - nb * nb * a + na * nb * (nb - na) / 2) / (all * all);
        t.sato_q += (a * d + c * b) / (2 * all);
    }
    return t;
}

/* Count in cell a that a stratum would have with a common odds ratio: the root inside the margins. */
static double expected_cell(const pdca_stat_stratum *s, double ratio) {
    double x = s->xa + s->xb, lo = fmax(0, x - s->nb), hi = fmin(s->na, x);
    for (int i = 0; i < 200; i++) {
        double a = lo + (hi - lo) / 2;
        if (a * (s->nb - x + a) < ratio * (s->na - a) * (x - a)) lo = a;
        else hi = a;
    }
    return lo + (hi - lo) / 2;
}

static void breslow_day(pdca_stat_strata *r, const pdca_stat_stratum *s, size_t n) {
    double sum = 0;
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(s[i].na > 0 && s[i].nb > 0)) continue;
        double x = s[i].xa + s[i].xb, a = expected_cell(&s[i], r->odds_ratio);
        double b = s[i].na - a, c = x - a, d = s[i].nb - c;
        if (!(a > 0 && b > 0 && c > 0 && d > 0)) continue;
        double v = 1 / (1 / a + 1 / b + 1 / c + 1 / d), diff = s[i].xa - a;
        sum += diff * diff / v;
        used++;
    }
    if (used < 2) return;
    r->homogeneity = sum;
    r->homogeneity_p = dist_chisq_q(sum, (double)used - 1);
}

pdca_stat_strata pdca_stat_mantel_haenszel(const pdca_stat_stratum *s, size_t n, double conf) {
    strata_sums t = sum_strata(s, n);
    pdca_stat_strata r = {.test = result_none("mantel-haenszel", t.na, t.nb), .statistic_corrected = NAN,
                          .p_corrected = NAN, .odds_ratio = NAN, .odds_lo = NAN, .odds_hi = NAN, .homogeneity = NAN,
                          .homogeneity_p = NAN, .n = t.n, .crude = pdca_stat_compare_shares(t.xa, t.na, t.xb, t.nb, conf)};
    double z = dist_z(conf);
    if (!(t.weight > 0)) return r;
    r.test.estimate = t.weighted / t.weight;
    double v = (r.test.estimate * t.sato_p + t.sato_q) / (t.weight * t.weight);
    if (v > 0)
        result_interval(&r.test, r.test.estimate - z * sqrt(v), r.test.estimate + z * sqrt(v), "sato");
    if (t.variance > 0) {
        double d = t.observed - t.expected, corrected = fabs(d) >= 0.5 ? fabs(d) - 0.5 : fabs(d);
        result_by_normal(&r.test, d / sqrt(t.variance));
        r.test.statistic = d * d / t.variance;
        r.test.df = 1;
        r.statistic_corrected = corrected * corrected / t.variance;
        r.p_corrected = dist_chisq_q(r.statistic_corrected, 1);
    }
    if (t.r > 0 || t.s > 0) r.odds_ratio = t.r / t.s; /* 0 or infinite where one is 0, and without an interval */
    if (t.r > 0 && t.s > 0) {
        double se = sqrt(t.pr / (2 * t.r * t.r) + t.ps_qr / (2 * t.r * t.s) + t.qs / (2 * t.s * t.s));
        r.odds_lo = r.odds_ratio * exp(-z * se);
        r.odds_hi = r.odds_ratio * exp(z * se);
        breslow_day(&r, s, n);
    }
    return r;
}
