/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guards as rules, and the windows that their facts are asked for. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "record/check_window.h"
#include "record/guards.h"
#include "record/rules.h"

static date day(const char *z) {
    date d;
    assert_true(date_parse(str_c(z), &d));
    return d;
}

static void worst_of_the_year(void **state) {
    (void)state;
    const double other[] = {0.10, 0.11, 0.09, 0.12, 0.08};
    assert_true(guard_worst_stretch(0.15, other, 5, -1));
    assert_false(guard_worst_stretch(0.12, other, 5, -1)); /* as bad as another one */
    assert_false(guard_worst_stretch(0.15, other, 5, 1));  /* higher is better: the best */
    assert_true(guard_worst_stretch(0.05, other, 5, 1));
    assert_false(guard_worst_stretch(0.15, other, 4, -1)); /* five are too few */
    const double gaps[] = {0.10, NAN, 0.09, 0.12, 0.08};
    assert_false(guard_worst_stretch(0.15, gaps, 5, -1));
    assert_false(guard_worst_stretch(NAN, other, 5, -1));
}

/* Kendall's table for n = 6: P(S >= 11) = 0.028, P(S >= 9) = 0.068; the normal approximation gives 0.030 and 0.066. */
static void trend_before_the_action(void **state) {
    (void)state;
    const double one_pair[] = {1, 2, 3, 4, 6, 5.5}, two_pairs[] = {1, 2, 3, 5, 6, 4};
    const double rising[] = {1, 2, 3, 4, 5, 6}, flat[] = {2, 2, 2, 2, 2, 2}, ties[] = {1, 1, 2, 2, 3, 3};
    const double p13 = 0.5 * erfc((13 - 1) / sqrt(6 * 5 * 17 / 18.0) / sqrt(2));
    assert_true(fabs(guard_mann_kendall(one_pair, 6, 1) - p13) < 1e-12);
    assert_true(guard_earlier_trend(rising, 6, 1));
    assert_false(guard_earlier_trend(rising, 6, -1));
    assert_false(guard_earlier_trend(rising, 5, 1));
    assert_true(fabs(guard_mann_kendall(two_pairs, 6, 1) - 0.0301) < 5e-4); /* S = 11 */
    const double seven[] = {1, 2, 4, 6, 5, 3};                       /* S = 7 */
    assert_false(guard_earlier_trend(seven, 6, 1));
    assert_true(isnan(guard_mann_kendall(flat, 6, 1)));
    assert_false(guard_earlier_trend(flat, 6, 1));
    /* three pairs of ties: variance (6·5·17 − 3·2·1·9)/18 = 25.33, S = 12 */
    assert_true(fabs(guard_mann_kendall(ties, 6, 1) - 0.5 * erfc(11 / sqrt(456 / 18.0) / sqrt(2))) < 1e-12);
}

static void season(void **state) {
    (void)state;
    assert_true(guard_season(0.15, 0.05, 0.12, 0.06));
    assert_true(guard_season(0.15, 0.05, 0.12, 0.0699));
    assert_false(guard_season(0.15, 0.05, 0.12, 0.08)); /* less than half */
    assert_false(guard_season(0.15, 0.05, 0.06, 0.12)); /* the other way */
    assert_false(guard_season(0.15, 0.05, NAN, 0.12));
    assert_false(guard_season(0.15, 0.15, 0.12, 0.06));
}

static void mix_of_types(void **state) {
    (void)state;
    guard_shift s;
    const double before[] = {40, 60, 100}, after[] = {90, 60, 50};
    assert_true(guard_mix(before, after, 3, &s));
    assert_int_equal(s.type, 0);
    assert_true(fabs(s.from - 0.2) < 1e-12 && fabs(s.to - 0.45) < 1e-12);
    const double few_before[] = {2, 3, 5}, few_after[] = {5, 3, 2};
    assert_false(guard_mix(few_before, few_after, 3, &s)); /* 30 points, but chance */
    const double many_before[] = {50000, 50000}, many_after[] = {55000, 45000};
    assert_false(guard_mix(many_before, many_after, 2, &s)); /* significant, but five points */
    const double ten_before[] = {400, 600}, ten_after[] = {300, 700};
    assert_true(guard_mix(ten_before, ten_after, 2, &s));
    const double none[] = {0, 0};
    assert_false(guard_mix(ten_before, none, 2, &s));
    assert_false(guard_mix(ten_before, ten_after, 1, &s));
}

static void window_not_full(void **state) {
    (void)state;
    date end = day("2024-07-31");
    assert_false(guard_window_not_full(end, day("2024-07-31"), day("2024-08-01")));
    assert_false(guard_window_not_full(end, day("2024-07-28"), day("2024-08-01"))); /* a weekend */
    assert_true(guard_window_not_full(end, day("2024-07-27"), day("2024-08-01")));
    assert_true(guard_window_not_full(end, day("2024-07-31"), day("2024-07-31"))); /* the day is not over */
    assert_false(guard_window_not_full(end, DATE_NONE, day("2024-08-01")));
    assert_true(guard_window_not_full(end, DATE_NONE, day("2024-07-15")));
}

static check_window window(const char *z) {
    check_window w;
    assert_true(check_window_parse(str_c(z), &w));
    return w;
}

static void says(arena *a, check_window w, const char *z) {
    str text = check_window_text(a, w);
    if (!str_eqz(text, z)) fail_msg("%.*s, expected %s", STR(text), z);
}

static void windows(void **state) {
    (void)state;
    AUTO(arena_free) arena a = {0};
    check_window w;
    says(&a, window("2024-05"), "2024-05");
    says(&a, window("2024-05..2024-06"), "2024-05..2024-06");
    says(&a, window("2024-Q2"), "2024-04..2024-06");
    says(&a, window("2024-W22"), "2024-05-27..2024-06-02");
    says(&a, window("2024-05-01..2024-05-31"), "2024-05-01..2024-05-31");
    assert_false(check_window_parse(S("2024-06..2024-05"), &w));
    assert_false(check_window_parse(S("May"), &w));
    assert_int_equal(check_window_length(window("2024-Q2")), 3);
    assert_int_equal(check_window_length(window("2024-05-01..2024-05-31")), 31);
    says(&a, check_window_earlier(window("2024-01..2024-02"), 2), "2023-11..2023-12");
    says(&a, check_window_earlier(window("2024-03-01..2024-03-02"), 2), "2024-02-28..2024-02-29");
    says(&a, check_window_year_ago(window("2024-05..2024-06")), "2023-05..2023-06");
    says(&a, check_window_year_ago(window("2024-02-29..2024-03-10")), "2023-02-28..2023-03-10");
    assert_true(check_window_cut(window("2024-07-01..2024-07-31"), day("2024-07-06"), &w));
    says(&a, w, "2024-07-06..2024-07-31");
    assert_true(check_window_cut(window("2024-07-01..2024-07-31"), day("2024-06-06"), &w));
    says(&a, w, "2024-07-01..2024-07-31");
    assert_false(check_window_cut(window("2024-07-01..2024-07-31"), day("2024-08-01"), &w));
    assert_true(check_window_cut(window("2024-07..2024-09"), day("2024-07-06"), &w));
    says(&a, w, "2024-08..2024-09");
    assert_true(check_window_cut(window("2024-07..2024-09"), day("2024-08-01"), &w));
    says(&a, w, "2024-08..2024-09");
    assert_false(check_window_cut(window("2024-07"), day("2024-07-02"), &w));
    assert_int_equal(check_window_center(window("2024-05-01..2024-05-31")), day("2024-05-16"));
}

static void holding(void **state) {
    (void)state;
    date closed = day("2024-08-05");
    assert_int_equal(rule_holding_due(closed, DATE_NONE, closed + 29), 0);
    assert_int_equal(rule_holding_due(closed, DATE_NONE, closed + 30), 30);
    assert_int_equal(rule_holding_due(closed, closed + 29, closed + 30), 30);
    assert_int_equal(rule_holding_due(closed, closed + 30, closed + 59), 0);
    assert_int_equal(rule_holding_due(closed, closed + 30, closed + 60), 60);
    assert_int_equal(rule_holding_due(closed, closed + 61, closed + 89), 0);
    assert_int_equal(rule_holding_due(closed, closed + 61, closed + 90), 90);
    assert_int_equal(rule_holding_due(closed, closed + 61, closed + 900), 90);
    assert_int_equal(rule_holding_due(closed, closed + 90, closed + 900), 0);
    assert_int_equal(rule_holding_due(DATE_NONE, DATE_NONE, closed), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worst_of_the_year), cmocka_unit_test(trend_before_the_action), cmocka_unit_test(season),
        cmocka_unit_test(mix_of_types),      cmocka_unit_test(window_not_full),         cmocka_unit_test(windows),
        cmocka_unit_test(holding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
