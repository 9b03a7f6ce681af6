/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts, rules, run lengths, long series, money, scorecards: printed figures, brute force, closed forms. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pdca_stat.h"
#include "stat/rules.h"

#define NEAR(got, want, tolerance) assert_true(fabs((got) - (want)) <= (tolerance))
#define COUNT(a) (sizeof(a) / sizeof *(a))
#define CASES "tests/data/reference/cases/"

/* d2 by another road than the program's: ∫ 1 − Φ^n − (1 − Φ)^n; all ten constants against a table of seven digits. */
static void constants_of_subgroups(void **state) {
    (void)state;
    FILE *f = fopen(CASES "spc_constants.csv", "r");
    assert_non_null(f);
    char line[512];
    assert_non_null(fgets(line, sizeof line, f));
    for (int n = 2; n <= 25; n++) {
        double v[11];
        assert_non_null(fgets(line, sizeof line, f));
        assert_int_equal(sscanf(line, "%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf", v, v + 1, v + 2, v + 3, v + 4, v + 5, v + 6, v + 7, v + 8, v + 9, v + 10), 11);
        pdca_stat_constants k = pdca_stat_constants_of(n);
        const double got[] = {k.d2, k.d3, k.c4, k.A2, k.A3, k.D3, k.D4, k.B3, k.B4, k.E2};
        for (size_t i = 0; i < COUNT(got); i++) NEAR(got[i], v[i + 1], 2e-7);
        double d2 = 0;
        for (int x = -1200; x <= 1200; x++) {
            double q = 0.5 * erfc(x / 100.0 / sqrt(2)), p = 0.5 * erfc(-x / 100.0 / sqrt(2));
            d2 += 0.01 * (1 - pow(p, n) - pow(q, n));
        }
        NEAR(k.d2, d2, 1e-10);
    }
    fclose(f);
    NEAR(pdca_stat_constants_of(2).d2, 2 / sqrt(3.14159265358979323846), 1e-12);
    assert_true(isnan(pdca_stat_constants_of(1).d2));
}

static void attribute_charts_follow_their_sizes(void **state) {
    (void)state;
    pdca_stat_point p[] = {{.value = 5, .n = 100}, {.value = 8, .n = 200}, {.value = 2, .n = 50}, {.value = 15, .n = 150}, {.value = NAN, .n = 100}, {.value = 1, .n = 0}};
    pdca_stat_control_options o = pdca_stat_control_defaults(PDCA_STAT_P);
    pdca_stat_control_chart(p, COUNT(p), &o);
    NEAR(p[0].center, 30.0 / 500, 1e-15);
    NEAR(p[1].sigma, sqrt(0.06 * 0.94 / 200), 1e-15);
    NEAR(p[2].lcl, 0, 0);
    assert_true(isnan(p[4].plotted) && isnan(p[5].plotted));
    o = pdca_stat_control_defaults(PDCA_STAT_U);
    pdca_stat_control_chart(p, COUNT(p), &o);
    NEAR(p[3].sigma, sqrt(0.06 / 150), 1e-15);
    o = pdca_stat_control_defaults(PDCA_STAT_NP);
    pdca_stat_control_chart(p, COUNT(p), &o);
    NEAR(p[1].center, 12, 1e-12);
    NEAR(p[1].plotted, 8, 0);
    /* All zero: limits on zero, no signal, nothing that is not a number. */
    pdca_stat_point zero[9];
    for (size_t i = 0; i < COUNT(zero); i++) zero[i] = (pdca_stat_point){.value = 0, .n = 40};
    static const pdca_stat_chart all[] = {PDCA_STAT_P, PDCA_STAT_NP, PDCA_STAT_C, PDCA_STAT_U, PDCA_STAT_P_PRIME, PDCA_STAT_U_PRIME, PDCA_STAT_NORMALISED, PDCA_STAT_EWMA, PDCA_STAT_XMR};
    for (size_t k = 0; k < COUNT(all); k++) {
        o = pdca_stat_control_defaults(all[k]);
        pdca_stat_control c = pdca_stat_control_chart(zero, COUNT(zero), &o);
        assert_true(c.center == 0 && c.lcl == 0 && c.ucl == 0 && c.signals == 0);
    }
}

/* With one n for all points, p′ is XmR of the shares: the same process seen twice. So is the normalised chart. */
static void prime_charts_are_individuals_where_n_is_one(void **state) {
    (void)state;
    static const double x[] = {12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6};
    pdca_stat_point p[COUNT(x)], q[COUNT(x)];
    for (size_t i = 0; i < COUNT(x); i++) {
        p[i] = (pdca_stat_point){.value = x[i] / 50};
        q[i] = (pdca_stat_point){.value = x[i], .n = 50};
    }
    pdca_stat_control_options o = pdca_stat_control_defaults(PDCA_STAT_XMR);
    pdca_stat_control xmr = pdca_stat_control_chart(p, COUNT(p), &o);
    static const pdca_stat_chart same[] = {PDCA_STAT_P_PRIME, PDCA_STAT_U_PRIME, PDCA_STAT_NORMALISED};
    for (size_t k = 0; k < COUNT(same); k++) {
        o = pdca_stat_control_defaults(same[k]);
        o.ceiling = 10;
        o.floor = -10;
        pdca_stat_control c = pdca_stat_control_chart(q, COUNT(q), &o);
        NEAR(c.center, xmr.center, 1e-12);
        NEAR(c.ucl, xmr.ucl, 1e-12);
        NEAR(c.lcl, xmr.lcl, 1e-12);
    }
}

static void the_chart_is_chosen_with_a_reason(void **state) {
    (void)state;
    pdca_stat_point p[20];
    for (size_t i = 0; i < COUNT(p); i++) p[i] = (pdca_stat_point){.value = 50 + (i % 2 ? 7 : -7), .n = 1000};
    pdca_stat_choice c = pdca_stat_choose_chart(PDCA_STAT_DATA_SHARES, p, COUNT(p));
    assert_int_equal(c.chart, PDCA_STAT_P);
    assert_string_equal(c.reason, "shares");
    for (size_t i = 0; i < COUNT(p); i++) p[i].value = 50 + (i % 2 ? 20 : -20);
    c = pdca_stat_choose_chart(PDCA_STAT_DATA_SHARES, p, COUNT(p));
    assert_int_equal(c.chart, PDCA_STAT_P_PRIME);
    NEAR(c.dispersion.statistic, 20 * 400 / (1000 * 0.05 * 0.95), 1e-9);
    NEAR(c.dispersion.df, 19, 0);
    /* Seven points are too few to say so. */
    assert_int_equal(pdca_stat_choose_chart(PDCA_STAT_DATA_SHARES, p, 7).chart, PDCA_STAT_P);
    assert_int_equal(pdca_stat_choose_chart(PDCA_STAT_DATA_RATES, p, COUNT(p)).chart, PDCA_STAT_U_PRIME);
    assert_int_equal(pdca_stat_choose_chart(PDCA_STAT_DATA_COUNTS, p, COUNT(p)).chart, PDCA_STAT_XMR);
    assert_int_equal(pdca_stat_choose_chart(PDCA_STAT_DATA_COUNTS, p, 0).chart, PDCA_STAT_C);
    p[0].n = 9;
    assert_int_equal(pdca_stat_choose_chart(PDCA_STAT_DATA_SUBGROUPS, p, 1).chart, PDCA_STAT_XBAR_R);
    p[0].n = 10;
    assert_int_equal(pdca_stat_choose_chart(PDCA_STAT_DATA_SUBGROUPS, p, 1).chart, PDCA_STAT_XBAR_S);
}

/* Rows in units of sigma around 0, each with the points (from 1) at which one rule must speak. */
static void each_rule_speaks_where_its_pattern_ends(void **state) {
    (void)state;
    static const struct {
        const char *set;
        int rule;
        double z[20];
        size_t n;
        const char *at, *part;
    } t[] = {
        {"nelson", 1, {0, 3, 3.01, -3.5, 0}, 5, "..xx.", "..xx."},
        {"nelson", 2, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 10, "........xx", "xxxxxxxxxx"},
        {"nelson", 2, {1, 1, 1, 1, 0, 1, 1, 1, 1, 1}, 10, "..........", ".........."},
        {"nelson", 3, {0, .1, .2, .3, .4, .5, .4}, 7, ".....x.", "xxxxxx."},
        {"nelson", 3, {0, .1, .2, .2, .4, .5, .6}, 7, ".......", "......."},
        {"nelson", 4, {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0}, 15, ".............xx", "xxxxxxxxxxxxxxx"},
        {"nelson", 5, {2.1, 0, 2.1, 0, 0, 2.5, -2.5}, 7, "..x....", "x.x...."},
        {"nelson", 6, {1.1, 1.1, -3, 1.1, 1.1, 1.1}, 6, "....xx", "xx.xxx"},
        {"nelson", 7, {.5, -.5, .5, -.5, .5, -.5, .5, -.5, .5, -.5, .5, -.5, .5, -.5, .9, 1}, 16, "..............x.", "xxxxxxxxxxxxxxx."},
        {"nelson", 8, {1.5, -1.5, 1.5, -1.5, 1.5, -1.5, 1.5, -1.5, 1}, 9, ".......x.", "xxxxxxxx."},
        {"western-electric", 4, {-1, -1, -1, -1, -1, -1, -1, -1}, 8, ".......x", "xxxxxxxx"},
        {"nhs", 2, {1, 1, 1, 1, 1, 1, 1, 1}, 8, "......xx", "xxxxxxxx"},
        {"nhs", 3, {7, 6, 5, 4, 3, 2, 1, 1}, 8, "......x.", "xxxxxxx."},
        {"nhs", 4, {2.1, .5, 2.1, 0, 2.1, 2.1, .1}, 7, "..x...x", "x.x.xx."},
        {"nhs", 4, {2.1, -.5, 2.1}, 3, "...", "..."},
        {"nhs", 4, {2, 2, 2}, 3, "...", "..."},
    };
    for (size_t k = 0; k < COUNT(t); k++) {
        judged p[20] = {{0}};
        for (size_t i = 0; i < t[k].n; i++) p[i].z = p[i].y = t[k].z[i];
        rules_judge(pdca_stat_rules_named(t[k].set), 1u << (t[k].rule - 1), 3, p, t[k].n);
        for (size_t i = 0; i < t[k].n; i++) {
            assert_int_equal(p[i].at != 0, t[k].at[i] == 'x');
            assert_int_equal(p[i].part_of != 0, t[k].part[i] == 'x');
        }
    }
    assert_null(pdca_stat_rules_named("none"));
}

/* Champ & Woodall 1987, table 1. */
static void run_lengths_are_the_printed_ones(void **state) {
    (void)state;
    const pdca_stat_rules *we = pdca_stat_rules_named("western-electric");
    static const struct {
        uint32_t mask;
        double shift, printed;
    } t[] = {{1, 0, 370.40}, {3, 0, 225.44}, {5, 0, 166.05}, {9, 0, 152.73}, {15, 0, 91.75}, {0, 1, 9.22}, {1, 1, 43.89}};
    for (size_t i = 0; i < COUNT(t); i++) {
        pdca_stat_control_options o = pdca_stat_control_defaults(PDCA_STAT_XMR);
        o.rules = we;
        o.rule_mask = t[i].mask;
        pdca_stat_run_length l = pdca_stat_run_length_of(&o, t[i].shift);
        NEAR(l.mean, t[i].printed, 0.006);
        NEAR(l.se, 0, 0);
    }
}

/* Of EWMA with limits that widen: xewma.arl(lambda, limit, shift, sided = "two", limits = "vacl") of R's spc 0.6.7. Other limits of
 * independent points: one over the chance to lie beyond. */
static void run_lengths_follow_the_options(void **state) {
    (void)state;
    static const struct {
        double lambda, limit, shift, from_spc;
    } t[] = {{0.1, 3, 0, 828.6255}, {0.2, 3, 0, 554.4875}, {0.4, 3, 0, 419.3023}, {1, 3, 0, 370.3983}, {0.1, 3, 1, 9.250315},
             {0.2, 3, 1, 9.85659}, {0.2, 2.7, 0, 232.6266}, {0.05, 2.7, 0, 587.0815}, {0.2, 3, 0.5, 42.71237}};
    for (size_t i = 0; i < COUNT(t); i++) {
        pdca_stat_control_options o = pdca_stat_control_defaults(PDCA_STAT_EWMA);
        o.lambda = t[i].lambda;
        o.limit = t[i].limit;
        pdca_stat_run_length l = pdca_stat_run_length_of(&o, t[i].shift);
        NEAR(l.mean, t[i].from_spc, 1e-6 * t[i].from_spc);
        NEAR(l.se, 0, 0);
    }
    pdca_stat_control_options o = pdca_stat_control_defaults(PDCA_STAT_XMR);
    o.rules = pdca_stat_rules_named("limit");
    for (o.limit = 0.5; o.limit < 4; o.limit += 0.5) {
        double expected = 1 / erfc(o.limit / sqrt(2));
        NEAR(pdca_stat_run_length_of(&o, 0).mean, expected, 1e-9 * expected);
    }
    /* The engine driven by EWMA's own points finds what the integral says; with runs it speaks far more often. */
    o = pdca_stat_control_defaults(PDCA_STAT_EWMA);
    o.rules = pdca_stat_rules_named("nhs");
    assert_true(pdca_stat_run_length_of(&o, 0).mean < 40);
}

/* Standard normal noise by adding up uniform numbers would not do for 3 sigmas: Box and Muller. */
static double noise(uint64_t *x) {
    double u[2];
    for (int i = 0; i < 2; i++) {
        *x = *x * 6364136223846793005u + 1442695040888963407u;
        u[i] = ((double)(*x >> 11) + 0.5) / 9007199254740992.0;
    }
    return sqrt(-2 * log(u[0])) * cos(2 * 3.14159265358979323846 * u[1]);
}

/* The engine driven with noise must speak as often as the Markov chain says, within four standard errors. */
static void the_engine_agrees_with_the_chain(void **state) {
    (void)state;
    static const struct {
        const char *set;
        uint32_t mask;
    } t[] = {{"western-electric", 15}, {"nelson", 0xF3}, {"nhs", 0xB}};
    enum { RUNS = 4000, LONGEST = 4096 };
    static judged p[LONGEST];
    uint64_t seed = 20240601;
    for (size_t k = 0; k < COUNT(t); k++) {
        const pdca_stat_rules *set = pdca_stat_rules_named(t[k].set);
        double sum = 0, squares = 0;
        for (int run = 0; run < RUNS; run++) {
            size_t n = 0, first = 0;
            while (!first && n < LONGEST) {
                size_t to = n ? 2 * n : 128;
                for (; n < to; n++) p[n].z = p[n].y = noise(&seed);
                rules_judge(set, t[k].mask, 3, p, n);
                for (size_t i = 0; i < n && !first; i++)
                    if (p[i].at) first = i + 1;
            }
            sum += (double)first;
            squares += (double)first * (double)first;
        }
        double mean = sum / RUNS, se = sqrt((squares / RUNS - mean * mean) / RUNS);
        pdca_stat_control_options o = pdca_stat_control_defaults(PDCA_STAT_XMR);
        o.rules = set;
        o.rule_mask = t[k].mask;
        pdca_stat_run_length chain = pdca_stat_run_length_of(&o, 0);
        NEAR(chain.se, 0, 0);
        NEAR(mean, chain.mean, 4 * se);
    }
    /* What charts print: exact ones to six decimals, sets with trends as simulated. */
    static const char *const sets[] = {"limit", "western-electric", "nhs", "nelson"};
    for (size_t k = 0; k < COUNT(sets); k++) {
        const pdca_stat_rules *set = pdca_stat_rules_named(sets[k]);
        pdca_stat_control_options o = pdca_stat_control_defaults(PDCA_STAT_XMR);
        o.rules = set;
        pdca_stat_run_length l = pdca_stat_run_length_of(&o, 0);
        assert_int_equal(l.se > 0, k >= 2);
        NEAR(l.mean, pdca_stat_rules_run_length(set), 1e-6 + 4 * l.se);
    }
}

/* Anhøj & Olesen 2014. */
static void limits_of_run_charts(void **state) {
    (void)state;
    FILE *f = fopen(CASES "anhoej_limits.csv", "r");
    assert_non_null(f);
    char line[128];
    assert_non_null(fgets(line, sizeof line, f));
    double y[100];
    for (int i = 0; i < 100; i++) y[i] = i % 2;
    int rows = 0, n, longest, crossings;
    for (; fgets(line, sizeof line, f) && sscanf(line, "%d,%d,%d", &n, &longest, &crossings) == 3; rows++) {
        pdca_stat_run r = pdca_stat_run_chart(y, (size_t)n, 0.5);
        assert_int_equal(r.longest_run_max, longest);
        assert_int_equal(r.crossings_min, crossings);
        assert_int_equal(r.crossings, n - 1);
    }
    assert_int_equal(rows, 91);
    fclose(f);
}

/* Number of runs: exact law by counting all orders of 4 above and 5 below. */
static void runs_by_brute_force(void **state) {
    (void)state;
    enum { A = 4, B = 5 };
    double few[A + B + 1] = {0}, all = 0;
    for (unsigned m = 0; m < 1u << (A + B); m++) {
        size_t above = 0, runs = 1;
        for (int i = 0; i < A + B; i++) {
            above += m >> i & 1;
            if (i) runs += (m >> i & 1) != (m >> (i - 1) & 1);
        }
        if (above != A) continue;
        all++;
        for (size_t r = runs; r <= A + B; r++) few[r]++;
    }
    for (unsigned m = 0; m < 1u << (A + B); m++) {
        double y[A + B];
        unsigned above = 0;
        for (int i = 0; i < A + B; i++) above += (unsigned)(y[i] = m >> i & 1);
        if (above != A) continue;
        pdca_stat_run r = pdca_stat_run_chart(y, A + B, 0.5);
        NEAR(r.p_few, few[r.runs] / all, 1e-12);
        NEAR(r.p_many, 1 - (r.runs > 2 ? few[r.runs - 1] / all : 0), 1e-12);
        assert_true(few[r.runs_min - 1] / all <= 0.025 && few[r.runs_min] / all > 0.025);
    }
    pdca_stat_run r = pdca_stat_run_chart(NULL, 0, NAN);
    assert_true(isnan(r.center) && r.useful == 0 && !r.shift && isnan(r.p_few));
    static const double flat[] = {2, 2, 2, NAN, 2};
    r = pdca_stat_run_chart(flat, 5, NAN);
    assert_true(r.center == 2 && r.n == 4 && r.useful == 0 && !r.few_crossings);
    static const double rise[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    r = pdca_stat_run_chart(rise, 10, NAN);
    assert_true(r.trend && r.longest_trend == 10 && r.few_crossings && r.crossings == 1);
}

static void a_step_is_told_from_trend_and_season(void **state) {
    (void)state;
    static const double season[12] = {0, 1, 2, 3, 2, 1, 0, -1, -2, -3, -2, -1};
    double y[60];
    uint64_t seed = 11;
    for (int t = 0; t < 60; t++) y[t] = 20 + 0.2 * t + season[t % 12] + (t >= 30 ? -5 - 0.3 * (t - 30) : 0);
    pdca_stat_segmented r = pdca_stat_segmented_fit(y, 60, 30, 12, true, 0.95);
    NEAR(r.step.estimate, -5, 1e-9);
    NEAR(r.trend, 0.2, 1e-9);
    NEAR(r.bend, -0.3, 1e-9);
    assert_int_equal(r.parameters, 15);
    assert_true(isnan(r.step.p)); /* an exact fit leaves nothing to judge by */
    for (int t = 0; t < 60; t++) y[t] += noise(&seed);
    r = pdca_stat_segmented_fit(y, 60, 30, 12, true, 0.95);
    assert_true(r.step.lo < -5 && -5 < r.step.hi && r.step.p < 0.001);
    /* A mere trend: the plain ratio sees a rise, the model none. */
    for (int t = 0; t < 60; t++) y[t] = 20 + 0.5 * t + noise(&seed);
    r = pdca_stat_segmented_fit(y, 60, 30, 0, true, 0.95);
    assert_true(r.naive_ratio > 1.4 && r.step.lo < 0 && r.step.hi > 0);
    assert_true(isnan(pdca_stat_segmented_fit(y, 4, 2, 0, true, 0.95).step.estimate));
    assert_true(isnan(pdca_stat_segmented_fit(y, 0, 0, 12, true, 0.95).naive_ratio));
    for (int t = 0; t < 20; t++) y[t] = 3;
    assert_true(isnan(pdca_stat_segmented_fit(y, 20, 10, 0, true, 0.95).step.p));
}

/* The examples of a spreadsheet's help for NPV and IRR. */
static void money(void **state) {
    (void)state;
    static const double a[] = {-10000, 3000, 4200, 6800}, b[] = {-70000, 12000, 15000, 18000, 21000, 26000}, gain[] = {1, 2};
    bool several;
    NEAR(pdca_stat_npv(a, COUNT(a), 0.1, 1), 1188.44, 0.005);
    NEAR(pdca_stat_irr(b, 5, &several), -0.0212, 5e-5);
    NEAR(pdca_stat_irr(b, 6, &several), 0.0866, 5e-5);
    assert_false(several);
    NEAR(pdca_stat_npv(b, 6, pdca_stat_irr(b, 6, NULL), 0), 0, 1e-6);
    NEAR(pdca_stat_payback(b, 6, 0), 4 + 4000.0 / 26000, 1e-12);
    assert_true(isnan(pdca_stat_irr(gain, 2, NULL)) && isnan(pdca_stat_npv(NULL, 0, 0.1, 0)) && isnan(pdca_stat_payback(b, 4, 0)));
    static const double twice[] = {-100, 230, -132};
    double irr = pdca_stat_irr(twice, 3, &several);
    assert_true(several && fabs(irr - 0.1) < 1e-9); /* 10 % and 20 %: the nearer to 0 */
}

static void judgements(void **state) {
    (void)state;
    /* A consistent matrix gives its weights back, with ratio 0. */
    double w[4], m[16];
    static const double true_w[4] = {0.4, 0.3, 0.2, 0.1};
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) m[4 * i + j] = true_w[i] / true_w[j];
    pdca_stat_ahp r;
    assert_true(pdca_stat_ahp_weights(m, 4, w, &r));
    for (int i = 0; i < 4; i++) NEAR(w[i], true_w[i], 1e-12);
    NEAR(r.ratio, 0, 1e-12);
    m[3] = 0;
    assert_false(pdca_stat_ahp_weights(m, 4, w, &r));
    assert_false(pdca_stat_ahp_weights(m, 0, w, &r));
    /* Items that do not apply leave the denominator. */
    static const pdca_stat_score_item items[] = {{8, 10, 40}, {NAN, 10, 35}, {5, 5, 25}, {0, 5, 0}};
    pdca_stat_score s = pdca_stat_score_of(items, COUNT(items));
    NEAR(s.percent, 100 * (40 * 0.8 + 25) / 65, 1e-12);
    assert_int_equal(s.applicable, 3);
    static const double bands[] = {70, 80, 90, 95};
    assert_int_equal(pdca_stat_band(90, bands, 4), 3);
    assert_int_equal(pdca_stat_band(89.999, bands, 4), 2);
    assert_int_equal(pdca_stat_band(NAN, bands, 4), 0);
    assert_true(isnan(pdca_stat_score_of(items + 1, 1).percent) && isnan(pdca_stat_score_of(NULL, 0).percent));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constants_of_subgroups),
        cmocka_unit_test(attribute_charts_follow_their_sizes),
        cmocka_unit_test(prime_charts_are_individuals_where_n_is_one),
        cmocka_unit_test(the_chart_is_chosen_with_a_reason),
        cmocka_unit_test(each_rule_speaks_where_its_pattern_ends),
        cmocka_unit_test(run_lengths_are_the_printed_ones),
        cmocka_unit_test(run_lengths_follow_the_options),
        cmocka_unit_test(the_engine_agrees_with_the_chain),
        cmocka_unit_test(limits_of_run_charts),
        cmocka_unit_test(runs_by_brute_force),
        cmocka_unit_test(a_step_is_told_from_trend_and_season),
        cmocka_unit_test(money),
        cmocka_unit_test(judgements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
