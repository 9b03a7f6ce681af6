/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons, intervals, several tests: figures printed by R's help pages or the named papers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "pdca_stat.h"

#define NEAR(got, want, tolerance) assert_true(fabs((got) - (want)) <= (tolerance))
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* R help(binom.test), help(poisson.test). */
static void exact_intervals(void **state) {
    (void)state;
    pdca_stat_interval i = pdca_stat_clopper_pearson(682, 925, 0.95);
    NEAR(i.lo, 0.7076683, 5e-8);
    NEAR(i.hi, 0.7654066, 5e-8);
    i = pdca_stat_poisson(137, 24.19893, 0.95);
    NEAR(i.lo, 4.753125, 5e-7);
    NEAR(i.hi, 6.692709, 5e-7);
    i = pdca_stat_poisson(0, 10, 0.95);
    NEAR(i.lo, 0, 0);
    NEAR(i.hi, -log(0.025) / 10, 1e-12);
    i = pdca_stat_clopper_pearson(0, 20, 0.95);
    NEAR(i.hi, 1 - pow(0.025, 1.0 / 20), 1e-12); /* the closed form at 0 */
    assert_true(isnan(pdca_stat_clopper_pearson(3, 2, 0.95).lo));
    assert_true(isnan(pdca_stat_wilson(1, 2, 1.5).lo));
}

/* Conover; ISO 16269-7. */
static void the_median_lies_between_two_of_the_values(void **state) {
    (void)state;
    static const double t[][4] = {{6, 1, 6, 0.96875}, {10, 2, 9, 0.978515625}, {20, 6, 15, 0.958610534668},
                                  {30, 10, 21, 0.9572260547429}, {100, 40, 61, 0.9647997997823}};
    for (size_t i = 0; i < COUNT(t); i++) {
        pdca_stat_ranks r = pdca_stat_median_ranks((size_t)t[i][0], 0.95);
        assert_int_equal(r.lo, t[i][1]);
        assert_int_equal(r.hi, t[i][2]);
        NEAR(r.coverage, t[i][3], 1e-9);
    }
    for (size_t n = 0; n < 6; n++) assert_int_equal(pdca_stat_median_ranks(n, 0.95).lo, 0);
}

/* Tea tasting: R help(fisher.test) prints 6.408309, where its search for the root stops; the root itself is that of
 * w⁴ − 36 w² − 32 w − 3 (mean of the noncentral table equals 3). */
static void odds_of_the_tea_table_solve_their_equation(void **state) {
    (void)state;
    pdca_stat_test r = pdca_stat_fisher(3, 4, 1, 4, 0.95);
    double w = r.estimate;
    NEAR(w * w * w * w - 36 * w * w - 32 * w - 3, 0, 1e-9);
    NEAR(w, 6.408309, 2e-5);
    NEAR(r.lo, 0.2117, 5e-5);
    r = pdca_stat_fisher(0, 10, 4, 10, 0.95);
    NEAR(r.estimate, 0, 0);
    NEAR(r.lo, 0, 0);
    r = pdca_stat_fisher(4, 4, 0, 4, 0.95);
    assert_true(isinf(r.estimate) && isinf(r.hi));
}

/* Agresti 1990, p. 350. */
static void the_same_customers_twice(void **state) {
    (void)state;
    pdca_stat_paired r = pdca_stat_mcnemar(794, 150, 86, 570, 0.95);
    NEAR(r.statistic, 17.36, 0.005);
    NEAR(r.statistic_corrected, 16.817796610169, 1e-9);
    NEAR(r.test.estimate, 64.0 / 1600, 1e-15);
    assert_true(r.test.lo > 0.02 && r.test.hi < 0.06);
    r = pdca_stat_mcnemar(10, 5, 0, 10, 0.95);
    assert_string_equal(r.test.method, "mcnemar-exact");
    NEAR(r.test.p, 0.0625, 1e-12);
    r = pdca_stat_mcnemar(10, 0, 0, 10, 0.95);
    assert_true(isnan(r.test.p) && r.test.estimate == 0 && r.test.lo < 0);
    assert_true(isnan(pdca_stat_mcnemar(0, 0, 0, 0, 0.95).test.estimate));
}

/* Admissions at Berkeley 1973, R help(mantelhaen.test): X² 1.5246, with correction 1.4269; odds ratio 0.9047 [0.7719, 1.0603];
 * Breslow-Day 18.83. The crude table says the opposite. */
static void strata_against_the_crude_table(void **state) {
    (void)state;
    static const pdca_stat_stratum s[] = {{512, 825, 89, 108}, {353, 560, 17, 25}, {120, 325, 202, 593},
                                          {138, 417, 131, 375}, {53, 191, 94, 393}, {22, 373, 24, 341}};
    pdca_stat_strata r = pdca_stat_mantel_haenszel(s, COUNT(s), 0.95);
    NEAR(r.test.statistic, 1.5246, 5e-5);
    NEAR(r.statistic_corrected, 1.4269, 5e-5);
    NEAR(r.odds_ratio, 0.9046968, 5e-8);
    NEAR(r.odds_lo, 0.7719074, 5e-7);
    NEAR(r.odds_hi, 1.0603298, 5e-7);
    NEAR(r.homogeneity, 18.8255, 5e-5);
    assert_true(r.crude.lo > 0.1 && r.test.estimate < 0);
    pdca_stat_strata none = pdca_stat_mantel_haenszel(s, 0, 0.95);
    assert_true(isnan(none.test.estimate) && isnan(none.crude.p));
    /* One stratum is the plain difference. */
    pdca_stat_strata one = pdca_stat_mantel_haenszel(s, 1, 0.95);
    NEAR(one.test.estimate, 512.0 / 825 - 89.0 / 108, 1e-12);
}

/* qbinom and pbinom of R 4.2.2. */
static void ranks_around_any_quantile(void **state) {
    (void)state;
    static const struct {
        size_t n;
        double p;
        size_t lo, hi;
        double coverage;
    } t[] = {{100, 0.9, 84, 96, 0.955690107191}, {40, 0.5, 14, 27, 0.961522691716}, {200, 0.9, 171, 189, 0.966883900898},
             {1000, 0.75, 723, 778, 0.955479735763}, {50, 0.9, 41, 50, 0.970308289088}};
    for (size_t i = 0; i < COUNT(t); i++) {
        pdca_stat_ranks r = pdca_stat_quantile_ranks(t[i].n, t[i].p, 0.95);
        assert_int_equal(r.lo, t[i].lo);
        assert_int_equal(r.hi, t[i].hi);
        NEAR(r.coverage, t[i].coverage, 1e-11);
    }
    assert_int_equal(pdca_stat_quantile_ranks(20, 0.9, 0.95).lo, 0); /* the upper end would be the 21st of 20 */
    for (size_t n = 0; n < 200; n++) {
        pdca_stat_ranks a = pdca_stat_quantile_ranks(n, 0.5, 0.95), b = pdca_stat_median_ranks(n, 0.95);
        assert_true(a.lo == b.lo && a.hi == b.hi);
    }
    pdca_stat_test d = pdca_stat_compare_quantiles((pdca_stat_quantile_side){184, 25.25, 22.7, 29.4}, (pdca_stat_quantile_side){188, 43.8, 40.9, 48.7});
    NEAR(d.estimate, -18.55, 1e-12);
    NEAR(d.lo, -24.0738120894904, 1e-12);
    NEAR(d.hi, -13.4871450741701, 1e-12);
    assert_true(isnan(pdca_stat_compare_quantiles((pdca_stat_quantile_side){184, 25.25, NAN, NAN}, (pdca_stat_quantile_side){188, 43.8, 40.9, 48.7}).lo));
}

static double *copy(const double *x, size_t n) {
    double *p = malloc(n * sizeof *p);
    for (size_t i = 0; p && i < n; i++) p[i] = x[i];
    return p;
}

/* Hollander & Wolfe 1973, p. 69; R help(wilcox.test). */
static void ranks_of_hollander_and_wolfe(void **state) {
    (void)state;
    static const double x[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46}, y[] = {1.15, 0.88, 0.90, 0.74, 1.21};
    double *a = copy(x, COUNT(x)), *b = copy(y, COUNT(y));
    pdca_stat_test r = pdca_stat_mann_whitney(a, COUNT(x), b, COUNT(y), 0.95);
    NEAR(r.statistic, 35, 0);
    NEAR(r.p_greater, 0.1272, 5e-5);
    NEAR(r.estimate, 0.305, 1e-12);
    NEAR(r.lo, -0.15, 1e-12);
    NEAR(r.hi, 0.76, 1e-12);
    free(a);
    free(b);
}

/* The exact law by counting all orders of a small case, and the shift against sorting all differences. */
static void ranks_by_brute_force(void **state) {
    (void)state;
    enum { A = 4, B = 5 };
    for (unsigned pick = 0; pick < 1u << (A + B); pick++) {
        double a[A], b[B];
        size_t na = 0, nb = 0;
        unsigned bits = 0;
        for (unsigned m = pick; m; m &= m - 1) bits++;
        if (bits != A) continue;
        for (int i = 0; i < A + B; i++) {
            if (pick >> i & 1) a[na++] = i;
            else b[nb++] = i;
        }
        double w = 0;
        for (size_t i = 0; i < A; i++)
            for (size_t j = 0; j < B; j++) w += a[i] > b[j];
        size_t upto = 0, all = 0;
        for (unsigned other = 0; other < 1u << (A + B); other++) {
            double v = 0, seen = 0;
            unsigned count = 0;
            for (int i = 0; i < A + B; i++) {
                if (other >> i & 1) {
                    v += seen;
                    count++;
                } else seen++;
            }
            if (count != A) continue;
            all++;
            upto += v <= w;
        }
        pdca_stat_test r = pdca_stat_mann_whitney(a, A, b, B, 0.95);
        NEAR(r.statistic, w, 0);
        NEAR(r.p_less, (double)upto / (double)all, 1e-12);
    }
    uint32_t seed = 7;
    double x[700], y[600];
    for (size_t i = 0; i < COUNT(x); i++) x[i] = (seed = seed * 1664525u + 1013904223u) % 1000 / 7.0;
    for (size_t i = 0; i < COUNT(y); i++) y[i] = (seed = seed * 1664525u + 1013904223u) % 900 / 7.0;
    size_t n = COUNT(x) * COUNT(y), k = 0;
    double *d = malloc(n * sizeof *d);
    assert_non_null(d);
    for (size_t i = 0; i < COUNT(x); i++)
        for (size_t j = 0; j < COUNT(y); j++) d[k++] = x[i] - y[j];
    pdca_stat_sort(d, n);
    pdca_stat_test r = pdca_stat_mann_whitney(x, COUNT(x), y, COUNT(y), 0.95);
    NEAR(r.estimate, (d[n / 2 - 1] + d[n / 2]) / 2, 0);
    assert_true(r.lo < r.estimate && r.estimate < r.hi && r.p_greater < 0.05);
    free(d);
}

/* wilcox.test of R 4.2.2: a of 1 … 28, b of 29.5 … 77.5 whose first is 20.5. Both tails keep their digits, and none is under 0. */
static void ranks_keep_the_digits_of_small_p(void **state) {
    (void)state;
    double a[28], b[49];
    for (int i = 0; i < 28; i++) a[i] = i + 1;
    for (int i = 0; i < 49; i++) b[i] = i + 29.5;
    b[0] = 20.5;
    const double p = 1.711726787940622e-19;
    pdca_stat_test r = pdca_stat_mann_whitney(a, 28, b, 49, 0.95);
    NEAR(r.statistic, 8, 0);
    NEAR(r.p, p, 1e-11 * p);
    r = pdca_stat_mann_whitney(b, 49, a, 28, 0.95);
    NEAR(r.p, p, 1e-11 * p);
}

/* All of 4 above all of 4 has p = 2/70 and so an interval at 95 % (R 4.2.2: −7.5 to −1); 3 and 4 have 2/35 at best, and none. */
static void ranks_of_too_few_have_no_interval(void **state) {
    (void)state;
    double a[] = {1, 2, 3, 4}, b[] = {5, 6, 7, 8.5}, tied[] = {5, 5, 6, 7};
    pdca_stat_test r = pdca_stat_mann_whitney(a, 4, b, 4, 0.95);
    NEAR(r.p, 2.0 / 70, 1e-15);
    assert_true(r.lo == -7.5 && r.hi == -1);
    r = pdca_stat_mann_whitney(a, 3, b, 4, 0.95);
    NEAR(r.p, 2.0 / 35, 1e-15);
    assert_true(isnan(r.lo) && isnan(r.hi) && r.estimate == -4.5);
    r = pdca_stat_mann_whitney(a, 3, tied, 4, 0.95);
    assert_true(isnan(r.lo) && isnan(r.hi) && r.p > 0);
    r = pdca_stat_mann_whitney(a, 3, tied, 4, 0.9);
    assert_true(r.lo < r.hi && r.hi < 0);
}

static void ties_only_leave_nothing_to_test(void **state) {
    (void)state;
    double a[] = {3, 3, 3}, b[] = {3, 3};
    pdca_stat_test r = pdca_stat_mann_whitney(a, 3, b, 2, 0.95);
    assert_true(r.estimate == 0 && isnan(r.p) && isnan(r.lo));
    r = pdca_stat_mann_whitney(a, 3, b, 0, 0.95);
    assert_true(isnan(r.estimate) && isnan(r.p));
    r = pdca_stat_mann_whitney(a, 1, b, 1, 0.95);
    assert_true(r.estimate == 0);
}

/* R help(poisson.test), data of Dalgaard's ISwR. */
static void rates_by_the_exact_condition(void **state) {
    (void)state;
    pdca_stat_test r = pdca_stat_compare_rates(11, 800, 21, 3011, 0.95);
    NEAR(r.estimate, 1.971488, 5e-7);
    NEAR(r.p, 0.07967, 5e-6);
    NEAR(r.lo, 0.8584264, 5e-8);
    NEAR(r.hi, 4.277266, 5e-7);
    r = pdca_stat_compare_rates(5, 10, 0, 10, 0.95);
    assert_true(isinf(r.estimate) && isinf(r.hi) && r.lo > 0);
    assert_true(isnan(pdca_stat_compare_rates(0, 10, 0, 10, 0.95).p));
    r = pdca_stat_compare_rates(500300, 1e6, 499700, 1e6, 0.95);
    NEAR(r.p, 0.5490, 1e-3); /* normal theory at this size, with continuity: 2 Q(599.5 / 1000) */
}

/* R help(chisq.test), Agresti 2007, p. 39: party by gender. */
static void groups_by_chi_square(void **state) {
    (void)state;
    static const double c[] = {762, 327, 468, 484, 239, 477}, empty[] = {3, 0, 5, 0};
    double smallest;
    pdca_stat_test r = pdca_stat_groups(c, 2, 3, &smallest);
    NEAR(r.statistic, 30.07015, 5e-6);
    NEAR(r.df, 2, 0);
    NEAR(r.p, 2.954e-07, 5e-11);
    NEAR(smallest, 246.5, 1);
    assert_true(isnan(pdca_stat_groups(empty, 2, 2, &smallest).p));
    assert_true(isnan(pdca_stat_groups(NULL, 0, 0, &smallest).p));
}

/* Benjamini & Hochberg 1995, section 4.1. */
static void many_tests(void **state) {
    (void)state;
    static const double p[] = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                               0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
    static const struct {
        pdca_stat_adjust how;
        int rejected;
    } t[] = {{PDCA_STAT_BONFERRONI, 3}, {PDCA_STAT_HOCHBERG, 3}, {PDCA_STAT_BH, 4}, {PDCA_STAT_HOLM, 3}};
    double out[COUNT(p)];
    for (size_t k = 0; k < COUNT(t); k++) {
        pdca_stat_adjust_p(p, COUNT(p), t[k].how, out);
        int rejected = 0;
        for (size_t i = 0; i < COUNT(p); i++) rejected += out[i] <= 0.05;
        assert_int_equal(rejected, t[k].rejected);
    }
    pdca_stat_adjust_p(p, COUNT(p), PDCA_STAT_BH, out);
    NEAR(out[3], 0.035625, 1e-12);
    pdca_stat_adjust_p(p, COUNT(p), PDCA_STAT_HOLM, out);
    NEAR(out[6], 0.278, 1e-12);
    /* Any order, gaps do not count. */
    static const double q[] = {0.04, NAN, 0.01};
    pdca_stat_adjust_p(q, 3, PDCA_STAT_HOLM, out);
    NEAR(out[0], 0.04, 1e-15);
    NEAR(out[2], 0.02, 1e-15);
    assert_true(isnan(out[1]));
}

static void nps_with_its_margin(void **state) {
    (void)state;
    pdca_stat_nps a = pdca_stat_nps_of(50, 30, 20, 0.95), b = pdca_stat_nps_of(40, 30, 30, 0.95);
    NEAR(a.score, 30, 1e-12);
    NEAR(a.variance, 1e4 * (0.7 - 0.09), 1e-9);
    NEAR(a.margin, 1.959963984540054 * sqrt(61), 1e-9);
    pdca_stat_test r = pdca_stat_compare_nps(a, b, 0.95);
    NEAR(r.estimate, 20, 1e-12);
    NEAR(r.statistic, 20 / sqrt(61 + 69), 1e-9);
    a = pdca_stat_nps_of(10, 0, 0, 0.95);
    assert_true(a.score == 100 && isnan(a.margin));
    assert_true(isnan(pdca_stat_nps_of(0, 0, 0, 0.95).score));
    assert_true(isnan(pdca_stat_compare_nps(a, b, 0.95).p));
}

/* R help(power.t.test), help(power.prop.test). */
static void how_many_are_needed(void **state) {
    (void)state;
    NEAR(pdca_stat_power_means(1, 1, 20, 20, 0.95), 0.8689528, 5e-8);
    NEAR(pdca_stat_size_means(1, 1, 0.9, 0.95), 22.02110, 5e-6);
    NEAR(pdca_stat_power_shares(0.5, 0.75, 50, 50, 0.95), 0.7401659, 5e-8);
    NEAR(pdca_stat_size_shares(0.5, 0.75, 0.9, 0.95), 76.7, 0.05);
    double n = pdca_stat_size_shares(0.15, 0.05, 0.8, 0.95), p = pdca_stat_detectable_share(0.15, n, n, -1, 0.8, 0.95);
    NEAR(p, 0.05, 1e-9);
    /* 15 % to 5 %: hardly to be shown with 20 and 20, likely with 100 and 100. */
    assert_true(pdca_stat_power_verdict(0.05, 0.15, 20, 20, 0.95) < 0.1);
    assert_true(pdca_stat_power_verdict(0.05, 0.15, 100, 100, 0.95) > 0.6);
    assert_true(isnan(pdca_stat_size_shares(0.1, 0.1, 0.8, 0.95)));
    assert_true(isnan(pdca_stat_size_means(0, 1, 0.8, 0.95)));
    assert_true(isnan(pdca_stat_detectable_share(0.01, 10, 10, -1, 0.8, 0.95)));
    /* Krejcie & Morgan 1970, first and last rows. */
    NEAR(pdca_stat_size_share_margin(0.5, 0.05, 10, NAN, 3.841), 9.771050623251, 1e-9);
    NEAR(pdca_stat_size_share_margin(0.5, 0.05, 100000, NAN, 3.841), 382.63412865313, 1e-9);
}

/* Ten million cases: where libraries lose digits or give up. At this size the exact figures are the normal ones to a few units. */
static void large_counts(void **state) {
    (void)state;
    pdca_stat_ranks r = pdca_stat_median_ranks(10000000, 0.95);
    NEAR((double)r.lo, 5e6 - 1.959963985 * sqrt(1e7) / 2, 2);
    NEAR(r.coverage, 0.95, 1e-3);
    assert_true(r.coverage >= 0.95);
    pdca_stat_interval i = pdca_stat_poisson(1e7, 1, 0.95);
    NEAR(i.lo, 1e7 - 1.959963985 * sqrt(1e7) + 1.28 - 1, 2);
    NEAR(i.hi, 1e7 + 1.959963985 * sqrt(1e7) + 1.28 + 1, 2);
    i = pdca_stat_clopper_pearson(5e6, 1e7, 0.95);
    NEAR(i.hi - 0.5, 0.5 - i.lo, 1e-12);
    NEAR(i.hi, 0.5 + 1.959963985 * 0.5 / sqrt(1e7), 2e-7);
    NEAR(pdca_stat_fisher(5000, 10000000, 5000, 10000000, NAN).p, 1, 1e-12);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_intervals),
        cmocka_unit_test(the_median_lies_between_two_of_the_values),
        cmocka_unit_test(odds_of_the_tea_table_solve_their_equation),
        cmocka_unit_test(the_same_customers_twice),
        cmocka_unit_test(strata_against_the_crude_table),
        cmocka_unit_test(ranks_of_hollander_and_wolfe),
        cmocka_unit_test(ranks_by_brute_force),
        cmocka_unit_test(ranks_around_any_quantile),
        cmocka_unit_test(ranks_keep_the_digits_of_small_p),
        cmocka_unit_test(ranks_of_too_few_have_no_interval),
        cmocka_unit_test(ties_only_leave_nothing_to_test),
        cmocka_unit_test(rates_by_the_exact_condition),
        cmocka_unit_test(groups_by_chi_square),
        cmocka_unit_test(many_tests),
        cmocka_unit_test(nps_with_its_margin),
        cmocka_unit_test(how_many_are_needed),
        cmocka_unit_test(large_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
