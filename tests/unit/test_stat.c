/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures beside each check come from the named source, not from this code. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pdca_stat.h"

#define NEAR(got, want, tolerance) assert_true(fabs((got) - (want)) <= (tolerance))
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Newcombe 1998, Statistics in Medicine 17:873, table II, method 10. */
static void differences_of_shares_are_newcombe_s(void **state) {
    (void)state;
    static const double t[][6] = {
        {56, 70, 48, 80, 0.0524, 0.3339}, {9, 10, 3, 10, 0.1705, 0.8090}, {6, 7, 2, 7, 0.0582, 0.8062},
        {5, 56, 0, 29, -0.0381, 0.1926},  {0, 10, 0, 20, -0.1611, 0.2775}, {0, 10, 0, 10, -0.2775, 0.2775},
        {10, 10, 0, 20, 0.6791, 1.0000},  {10, 10, 0, 10, 0.6075, 1.0000}};
    for (size_t i = 0; i < COUNT(t); i++) {
        pdca_stat_interval v = pdca_stat_newcombe(t[i][0], t[i][1], t[i][2], t[i][3], 0.95);
        NEAR(v.lo, t[i][4], 5e-5);
        NEAR(v.hi, t[i][5], 5e-5);
    }
}

/* R 4.2: prop.test's Wilson interval without correction, fisher.test. */
static void the_same_percentages_at_20_and_at_100(void **state) {
    (void)state;
    pdca_stat_test few = pdca_stat_compare_shares(1, 20, 3, 20, 0.95), many = pdca_stat_compare_shares(5, 100, 15, 100, 0.95);
    assert_string_equal(few.method, "fisher");
    NEAR(few.p, 0.6049896049896, 1e-12);
    NEAR(few.lo, -0.3143987730644, 1e-12);
    NEAR(few.hi, 0.1101824991568, 1e-12);
    assert_string_equal(many.method, "z");
    NEAR(many.lo, -0.1875870889204, 1e-12);
    NEAR(many.hi, -0.01600416195218, 1e-12);
    NEAR(pdca_stat_fisher(5, 100, 15, 100, 0.95).p, 0.03172003908631, 1e-12);
    bool reached = pdca_stat_share_reaches(5, 100, 0.05, -1);
    assert_true(reached);
    assert_int_equal(pdca_stat_verdict_of(few.lo, few.hi, -1, true, 20, 20, 10), PDCA_STAT_NOT_SHOWN);
    assert_int_equal(pdca_stat_verdict_of(many.lo, many.hi, -1, reached, 100, 100, 10), PDCA_STAT_EFFECTIVE_ON_TARGET);
    assert_int_equal(pdca_stat_verdict_of(many.lo, many.hi, -1, false, 100, 100, 10), PDCA_STAT_EFFECTIVE_SHORT);
    assert_int_equal(pdca_stat_verdict_of(many.lo, many.hi, 1, false, 100, 100, 10), PDCA_STAT_WORSE);
    assert_int_equal(pdca_stat_verdict_of(many.lo, many.hi, -1, true, 100, 100, 101), PDCA_STAT_TOO_LITTLE_DATA);
    assert_int_equal(pdca_stat_verdict_of(NAN, NAN, -1, true, 100, 100, 10), PDCA_STAT_TOO_LITTLE_DATA);
    pdca_stat_interval w = pdca_stat_wilson(325, 500, 0.95);
    NEAR(w.lo, 0.6071928710062, 1e-12);
    NEAR(w.hi, 0.6905198268553, 1e-12);
}

static void targets_are_compared_exactly(void **state) {
    (void)state;
    for (int n = 1; n <= 400; n++)
        for (int percent = 0; percent <= 100; percent++) {
            if (n * percent % 100) continue;
            int x = n * percent / 100;
            assert_true(pdca_stat_share_reaches(x, n, percent / 100.0, 1));
            assert_true(pdca_stat_share_reaches(x, n, percent / 100.0, -1));
            assert_false(pdca_stat_share_reaches(x - 1, n, percent / 100.0, 1));
            assert_false(pdca_stat_share_reaches(x + 1, n, percent / 100.0, -1));
        }
    assert_true(pdca_stat_reaches(0.1 + 0.2, 0.3, -1));
    assert_false(pdca_stat_reaches(NAN, 0.3, -1));
}

/* Fisher 1935, R help(fisher.test). */
static void fisher_s_tea(void **state) {
    (void)state;
    pdca_stat_test r = pdca_stat_fisher(3, 4, 1, 4, 0.95);
    NEAR(r.p, 0.4857142857143, 1e-12);
    NEAR(r.p_greater, 0.2428571428571, 1e-12);
    /* Margins that leave one table only. */
    r = pdca_stat_fisher(0, 5, 0, 9, 0.95);
    NEAR(r.p, 1, 0);
    /* Large counts neither overflow nor take long. */
    r = pdca_stat_fisher(600000, 1000000, 599000, 1000000, 0.95);
    NEAR(r.p, 0.1489, 2e-3);
}

/* NIST/SEMATECH e-Handbook, prc31. */
static void welch_of_nist(void **state) {
    (void)state;
    static const double old[] = {32, 37, 35, 28, 41, 44, 35, 31, 34, 38, 42}, new[] = {36, 31, 30, 31, 34, 36, 29, 32, 31};
    pdca_stat_summary a = pdca_stat_summarise(old, COUNT(old)), b = pdca_stat_summarise(new, COUNT(new));
    pdca_stat_test r = pdca_stat_welch(a, b, 0.95);
    NEAR(r.statistic, 2.269373133362, 1e-10);
    NEAR(r.df, 15.532514353548, 1e-9);
    NEAR(r.lo, 0.2459434679696, 1e-9);
    NEAR(r.hi, 7.491430269404, 1e-9);
    double sum = 0, squares = 0;
    for (size_t i = 0; i < COUNT(old); i++) {
        sum += old[i];
        squares += old[i] * old[i];
    }
    NEAR(pdca_stat_summary_of_sums(COUNT(old), sum, squares).sd, a.sd, 1e-12);
    /* No spread, or one value: an estimate without interval. */
    pdca_stat_summary flat = {5, 3, 0}, one = {1, 3, NAN};
    assert_true(isnan(pdca_stat_welch(flat, flat, 0.95).p));
    assert_true(isnan(pdca_stat_welch(one, a, 0.95).lo));
    NEAR(pdca_stat_summary_of_sums(3, 0.3, 0.03).sd, 0, 0);
}

/* NIST prc262; R quantile(type = 1 … 9). */
static void quantiles_of_all_types(void **state) {
    (void)state;
    double x[] = {95.1772, 95.1567, 95.1937, 95.1959, 95.1442, 95.0610, 95.1591, 95.1195, 95.1065, 95.0925, 95.1990, 95.1682};
    static const double want[] = {95.1959, 95.1959, 95.1959, 95.19546, 95.19683, 95.19807, 95.19568, 95.197243333333, 95.19714};
    pdca_stat_sort(x, COUNT(x));
    for (int type = 1; type <= 9; type++) NEAR(pdca_stat_quantile(x, COUNT(x), 0.9, type), want[type - 1], 1e-9);
    assert_true(isnan(pdca_stat_quantile(x, 0, 0.5, 7)));
    for (int type = 1; type <= 9; type++) {
        NEAR(pdca_stat_quantile(x, 1, 0.3, type), x[0], 0);
        NEAR(pdca_stat_quantile(x, COUNT(x), 0, type), x[0], 0);
        NEAR(pdca_stat_quantile(x, COUNT(x), 1, type), x[11], 0);
    }
}

static void pareto_orders_and_finds_the_vital_few(void **state) {
    (void)state;
    pdca_stat_category c[] = {{.name = "other", .amount = 14, .other = true}, {.name = "b", .amount = 27},
                              {.name = "a", .amount = 8}, {.name = "delay", .amount = 42}, {.name = "answers", .amount = 28},
                              {.name = "c", .amount = 1}};
    pdca_stat_pareto r = pdca_stat_pareto_order(c, COUNT(c), 0);
    assert_string_equal(c[0].name, "delay");
    assert_string_equal(c[2].name, "b");
    assert_string_equal(c[5].name, "other");
    assert_int_equal(r.vital, 3); /* 97 of 120: 9700 >= 9600 */
    assert_true(c[2].vital && !c[3].vital && !c[5].vital);
    assert_true(r.other_large);  /* 14 of 120 */
    assert_true(r.no_effect);    /* 3 of 5 */
    /* Exactly on the cut; ties by name. */
    pdca_stat_category d[] = {{.name = "z", .amount = 10}, {.name = "y", .amount = 10}, {.name = "x", .amount = 60},
                              {.name = "w", .amount = 20}, {.name = "v", .amount = 0}};
    r = pdca_stat_pareto_order(d, COUNT(d), 80);
    assert_int_equal(r.vital, 2);
    assert_string_equal(d[2].name, "y");
    assert_false(r.no_effect);
    /* Other alone, nothing, zeros. */
    r = pdca_stat_pareto_order(c + 5, 1, 80);
    assert_int_equal(r.vital, 0);
    assert_true(r.no_effect);
    r = pdca_stat_pareto_order(NULL, 0, 80);
    assert_false(r.no_effect || r.other_large || r.vital);
    r = pdca_stat_pareto_order(d + 4, 1, 80);
    assert_int_equal(r.vital, 0);
}

/* NIST/SEMATECH e-Handbook, pmc322. */
static void individuals_chart_of_nist(void **state) {
    (void)state;
    static const double flow[] = {49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};
    pdca_stat_point p[COUNT(flow)] = {0};
    for (size_t i = 0; i < COUNT(flow); i++) p[i].value = flow[i];
    pdca_stat_control_options o = pdca_stat_control_defaults(PDCA_STAT_XMR);
    pdca_stat_control c = pdca_stat_control_chart(p, COUNT(p), &o);
    NEAR(c.center, 50.81, 1e-12);
    NEAR(c.range_center, 1.877777777778, 1e-10);
    NEAR(c.ucl, 55.804089834515, 1e-9);
    NEAR(c.lcl, 45.815910165485, 1e-9);
    assert_int_equal(c.signals, 0);
    assert_false(c.pending);
    assert_int_equal(pdca_stat_assurance_of(&c, 45, 1), PDCA_STAT_MEETS);
    assert_int_equal(pdca_stat_assurance_of(&c, 45, -1), PDCA_STAT_MISSES);
    assert_int_equal(pdca_stat_assurance_of(&c, 50, 1), PDCA_STAT_HIT_OR_MISS);
    assert_int_equal(pdca_stat_assurance_of(&c, NAN, 1), PDCA_STAT_NO_TARGET);
    assert_int_equal(pdca_stat_variation_of(p, COUNT(p), 1), PDCA_STAT_COMMON_CAUSE);
}

/* A change: old limits run on, new points are judged against them, limits of their own from the eighth point. */
static void a_new_phase_waits_for_eight_points(void **state) {
    (void)state;
    for (int after = 1; after <= 9; after++) {
        pdca_stat_point p[25] = {0};
        size_t n = (size_t)(12 + after);
        for (size_t i = 0; i < n; i++) {
            p[i].value = (i < 12 ? 20 : 10) + (i % 2 ? 1 : -1);
            p[i].phase = i >= 12;
        }
        pdca_stat_control_options o = pdca_stat_control_defaults(PDCA_STAT_XMR);
        pdca_stat_control c = pdca_stat_control_chart(p, n, &o);
        assert_int_equal(c.since, after);
        assert_int_equal(c.pending, after < 8);
        NEAR(p[12].old_center, 20, 1e-12);
        assert_int_equal(p[12].old_side, -1);
        assert_true(isnan(p[12].range) && isnan(p[0].range) && isnan(p[0].old_center));
        NEAR(p[1].range, 2, 1e-12);
        if (after < 8) {
            NEAR(p[12].center, 20, 1e-12);
            assert_int_equal(pdca_stat_variation_of(p, n, -1), PDCA_STAT_IMPROVEMENT);
            assert_int_equal(pdca_stat_variation_of(p, n, 1), PDCA_STAT_CONCERN);
            assert_int_equal(pdca_stat_assurance_of(&c, 15, -1), PDCA_STAT_LIMITS_PENDING);
        } else {
            NEAR(p[12].center, after == 8 ? 10 : 10 - 1.0 / 9, 1e-12);
            assert_int_equal(p[12].side, 0);
            assert_int_equal(pdca_stat_variation_of(p, n, -1), PDCA_STAT_COMMON_CAUSE);
        }
    }
}

static void gaps_and_exclusions_are_passed_over(void **state) {
    (void)state;
    /* Seven high points in a row, with a gap and an excluded low one among them. */
    static const double v[] = {10, 8, 9, 11, 8, 9, 8, 10, 9, 12, 12.5, NAN, 12.2, 12.1, 2, 12.4, 12.3, 12.2};
    pdca_stat_point p[COUNT(v)] = {0};
    for (size_t i = 0; i < COUNT(v); i++) p[i].value = v[i];
    p[14].excluded = true;
    for (size_t i = 0; i < 9; i++) p[i].baseline = true;
    pdca_stat_control_options o = pdca_stat_control_defaults(PDCA_STAT_XMR);
    pdca_stat_control c = pdca_stat_control_chart(p, COUNT(v), &o);
    assert_int_equal(c.n, 9);
    NEAR(c.center, 82 / 9.0, 1e-12);
    assert_true(p[17].rules & 2u);
    assert_true(p[9].part_of & 2u);
    assert_false(p[16].rules & 2u);
    assert_int_equal(p[14].part_of, 0);
    assert_true(isnan(p[11].plotted) && isnan(p[12].range) && isnan(p[14].range) && isnan(p[15].range));
    assert_int_equal(pdca_stat_variation_of(p, COUNT(v), 1), PDCA_STAT_IMPROVEMENT);
}

static void charts_of_hardly_any_data(void **state) {
    (void)state;
    pdca_stat_control_options o = pdca_stat_control_defaults(PDCA_STAT_XMR);
    pdca_stat_control c = pdca_stat_control_chart(NULL, 0, &o);
    assert_true(isnan(c.center) && c.pending);
    pdca_stat_point p[12] = {{.value = 3}};
    c = pdca_stat_control_chart(p, 1, &o);
    NEAR(c.center, 3, 0);
    assert_true(isnan(c.ucl) && c.pending && c.signals == 0);
    p[0].value = NAN;
    c = pdca_stat_control_chart(p, 1, &o);
    assert_true(isnan(c.center) && isnan(p[0].plotted));
    /* All equal: limits on the center line and no signal. */
    for (size_t i = 0; i < COUNT(p); i++) p[i] = (pdca_stat_point){.value = 0.1};
    c = pdca_stat_control_chart(p, COUNT(p), &o);
    NEAR(c.ucl, 0.1, 1e-12);
    assert_int_equal(c.signals, 0);
    assert_int_equal(pdca_stat_variation_of(NULL, 0, 1), PDCA_STAT_COMMON_CAUSE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_of_shares_are_newcombe_s),
        cmocka_unit_test(the_same_percentages_at_20_and_at_100),
        cmocka_unit_test(targets_are_compared_exactly),
        cmocka_unit_test(fisher_s_tea),
        cmocka_unit_test(welch_of_nist),
        cmocka_unit_test(quantiles_of_all_types),
        cmocka_unit_test(pareto_orders_and_finds_the_vital_few),
        cmocka_unit_test(individuals_chart_of_nist),
        cmocka_unit_test(a_new_phase_waits_for_eight_points),
        cmocka_unit_test(gaps_and_exclusions_are_passed_over),
        cmocka_unit_test(charts_of_hardly_any_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
