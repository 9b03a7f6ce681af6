/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text measuring and wrapping, placing, and the markup that every chart shares. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "base/embed.h"
#include "chart/chart.h"
#include "chart/draw.h"

static void assert_near(double got, double want) {
    if (!(fabs(got - want) < 1e-9)) fail_msg("%.12g is not %.12g", got, want);
}

static void assert_line(text_lines l, int i, const char *want) {
    char got[200];
    assert_true(i < l.n && l.line[i].n < sizeof got);
    memcpy(got, l.line[i].p, l.line[i].n);
    got[l.line[i].n] = 0;
    assert_string_equal(got, want);
}

static void width_counts_what_is_seen(void **state) {
    (void)state;
    assert_near(text_em(S("汉字，")), 3);
    assert_near(text_em(S("A1il%")), .66 + .56 + .66 + .88);
    assert_near(text_em(S("e\xCC\x81")), text_em(S("e")));     /* combining acute */
    assert_near(text_em(S("\xE2\x80\xAEx")), text_em(S("x"))); /* right-to-left override */
    assert_true(text_em(S("\xF0\x9F\x9A\x9A")) >= 1);          /* a lorry */
    assert_near(text_em(S("")), 0);
}

static void wrapping_keeps_runs_and_marks(void **state) {
    (void)state;
    arena a = {0};
    text_lines l = text_wrap(&a, S("接口异常无监控告警，平均 31 小时后才被发现"), 14);
    assert_int_equal(l.n, 2);
    assert_line(l, 0, "接口异常无监控告警，");
    assert_line(l, 1, "平均 31 小时后才被发现");
    l = text_wrap(&a, S("one two three four"), 6);
    assert_int_equal(l.n, 2);
    assert_line(l, 0, "one two");
    assert_line(l, 1, "three four");
    l = text_wrap(&a, S("  a\t\n b\u3000c  "), 50);
    assert_int_equal(l.n, 1);
    assert_line(l, 0, "a b c");
    l = text_wrap(&a, S(" \n\t"), 5);
    assert_int_equal(l.n, 0);
    /* balanced: four Han characters in lines of three are two and two */
    l = text_wrap(&a, S("甲乙丙丁"), 3.2);
    assert_int_equal(l.n, 2);
    assert_line(l, 0, "甲乙");
    /* a mark never starts a line, an opening one never ends it */
    l = text_wrap(&a, S("甲乙丙。丁戊（己庚）"), 3.1);
    for (int i = 0; i < l.n; i++) {
        assert_false(str_starts(l.line[i], S("。")) || str_starts(l.line[i], S("）")));
        assert_false(str_ends(l.line[i], S("（")));
    }
    arena_free(&a);
}

static void an_overlong_run_is_broken(void **state) {
    (void)state;
    arena a = {0};
    char run[400];
    memset(run, 'x', sizeof run);
    text_lines l = text_wrap(&a, (str){run, sizeof run}, 10);
    size_t total = 0;
    for (int i = 0; i < l.n; i++) {
        assert_true(text_em(l.line[i]) <= 10);
        total += l.line[i].n;
    }
    assert_int_equal(total, sizeof run);
    /* a character is never torn from its marks, nor bytes from each other */
    l = text_wrap(&a,
                  S("e\xCC\x81"
                    "e\xCC\x81"
                    "e\xCC\x81"
                    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xA7"),
                  .6);
    for (int i = 0; i < l.n; i++) {
        assert_int_equal(utf8_invalid(l.line[i]), l.line[i].n);
        assert_false(str_starts(l.line[i], S("\xCC\x81")) || str_starts(l.line[i], S("\xE2\x80\x8D")));
    }
    assert_int_equal(l.n, 4);
    arena_free(&a);
}

static uint32_t seed;
static uint32_t rnd(uint32_t n) {
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * n) >> 32);
}

static void wrapping_loses_nothing(void **state) {
    (void)state;
    static const char *const parts[] = {"汉",
                                        "字",
                                        "，",
                                        "。",
                                        "（",
                                        "）",
                                        "“",
                                        "”",
                                        "a",
                                        "Word",
                                        "12.5%",
                                        " ",
                                        "  ",
                                        "—",
                                        "……",
                                        "\xE2\x80\xAE",
                                        "\xF0\x9F\x9A\x9A",
                                        "e\xCC\x81",
                                        "\xFF",
                                        "<&\"",
                                        "ﷺ",
                                        "https://example.org/a"};
    arena a = {0};
    seed = 7;
    for (int round = 0; round < 2000; round++) {
        buf b = {0};
        for (uint32_t i = rnd(30); i > 0; i--) buf_z(&b, parts[rnd(sizeof parts / sizeof *parts)]);
        double max = 1.5 + rnd(200) / 10.0;
        text_lines l = text_wrap(&a, buf_str(&b), max);
        str clean = text_clean(&a, buf_str(&b));
        size_t at = 0;
        for (int i = 0; i < l.n; i++) {
            assert_true(l.line[i].n > 0 && text_em(l.line[i]) <= max + 1e-6);
            while (at < clean.n && clean.p[at] == ' ' && l.line[i].p[0] != ' ') at++;
            assert_true(str_starts(str_sub(clean, at, clean.n), l.line[i]));
            at += l.line[i].n;
        }
        assert_int_equal(str_trim(str_sub(clean, at, clean.n)).n, 0);
        buf_free(&b);
        arena_reset(&a);
    }
    arena_free(&a);
}

static void labels_are_pushed_apart(void **state) {
    (void)state;
    double y[] = {10, 11, 12, 60};
    place_apart(y, 4, 10, 0, 100);
    assert_near(y[0], 1);
    assert_near(y[1], 11);
    assert_near(y[2], 21);
    assert_near(y[3], 60);
    seed = 3;
    for (int round = 0; round < 500; round++) {
        double v[6];
        size_t n = rnd(7);
        for (size_t i = 0; i < n; i++) v[i] = (i ? v[i - 1] : 0) + rnd(30);
        place_apart(v, n, 15.5, 5, 200);
        for (size_t i = 0; i < n; i++) {
            assert_true(v[i] >= 5 - 1e-9 && v[i] <= 200 + 1e-9);
            if (i) assert_true(v[i] - v[i - 1] >= 15.5 - 1e-9);
        }
    }
}

static void ticks_are_round_numbers(void **state) {
    (void)state;
    double t[PLACE_TICKS];
    int decimals;
    assert_int_equal(place_ticks(0, 50, 5, t, &decimals), 6);
    assert_near(t[5], 50);
    assert_int_equal(decimals, 0);
    assert_int_equal(place_ticks(0, .012, 5, t, &decimals), 5);
    assert_near(t[1], .0025);
    assert_int_equal(decimals, 4);
    assert_int_equal(place_ticks(3, 3, 5, t, &decimals), 1);
    assert_true(place_ticks(-1e9, 1e9, 5, t, &decimals) >= 4);
    assert_int_equal(place_ticks(0, INFINITY, 5, t, &decimals), 1);
    size_t n = place_ticks(-7.3, 912.4, 4, t, &decimals);
    assert_true(n >= 3 && n <= 8);
    for (size_t i = 0; i < n; i++) assert_true(t[i] >= -7.3 - 1e-6 && t[i] <= 912.4 + 1e-6);
}

static void assert_coord(double v, const char *want) {
    buf b = {0};
    pen_coord(&b, v);
    assert_string_equal(buf_cstr(&b), want);
    buf_free(&b);
}

static void assert_number(chart_format f, double v, const char *want) {
    arena a = {0};
    str s = pen_number(&a, f, v);
    assert_string_equal(s.p, want);
    arena_free(&a);
}

static void numbers_are_written_one_way(void **state) {
    (void)state;
    assert_coord(0, "0");
    assert_coord(-.001, "0");
    assert_coord(1.5, "1.5");
    assert_coord(-2.25, "-2.25");
    assert_coord(3.004, "3");
    assert_coord(12.05, "12.05");
    assert_coord(NAN, "0");
    assert_number((chart_format){1, "%"}, 35, "35.0%");
    assert_number((chart_format){0, NULL}, 1286, "1,286");
    assert_number((chart_format){2, " h"}, -3.145, "−3.15 h");
    assert_number((chart_format){1, NULL}, -.04, "0.0");
    assert_number((chart_format){0, NULL}, INFINITY, "∞");
}

static const char HOSTILE[] = "</text><script>alert(1)</script>\"'&\x01\xFF\xEF\xBF\xBF\xE2\x80\xAE{{x}}";

static void hostile_text_stays_text(void **state) {
    (void)state;
    chart_pareto_row row[] = {{HOSTILE, 3, false}, {HOSTILE, 2, false}, {HOSTILE, 1, true}};
    chart_pareto_data d = {row, 3, 1, 0, {0, HOSTILE}, HOSTILE, HOSTILE, HOSTILE};
    chart_cause cause[] = {{HOSTILE, CHART_CAUSE_ROOT, NULL, 0}};
    chart_category category[] = {{HOSTILE, cause, 1}};
    chart_fishbone_data fish = {HOSTILE, category, 1};
    chart_point point[] = {{1, CHART_MARK_BAD, HOSTILE, HOSTILE, HOSTILE},
                           {2, CHART_MARK_GOOD, HOSTILE, HOSTILE, HOSTILE}};
    chart_phase phase[] = {{.from = 0, .to = 0, .lcl = 0, .cl = 1, .ucl = 2, .extended = true},
                           {.from = 1, .to = 1, .lcl = 0, .cl = 1, .ucl = 2}};
    chart_change change[] = {{1, HOSTILE}};
    chart_group group[] = {{0, 1, HOSTILE}};
    double range[] = {1, 2};
    chart_control_data control = {point,   2,       phase,   2,       change,       1,       group,   1,
                                  1,       NAN,     NAN,     range,   {1, HOSTILE}, HOSTILE, HOSTILE, HOSTILE,
                                  HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE,      HOSTILE};
    const char *const axis[] = {HOSTILE, HOSTILE, HOSTILE};
    chart_radar_data radar = {axis, 3, range, NULL, 2};
    radar.now = (double[]){1, 2, 1};
    chart_attain_axis_data words = {HOSTILE, HOSTILE};
    for (int i = 0; i < 8; i++) {
        chart_frame f = {"p", HOSTILE, HOSTILE, i % 2 ? CHART_NARROW : CHART_WIDE, i & 2, i & 4};
        char *texts[] = {pdca_chart_pareto(&f, &d), pdca_chart_fishbone(&f, &fish), pdca_chart_control(&f, &control),
                         pdca_chart_radar(&f, &radar), pdca_chart_attain_axis(&f, &words)};
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++) {
            str s = str_c(texts[j]);
            assert_true(str_starts(s, S("<svg")) && str_ends(s, S("</svg>")));
            assert_int_equal(utf8_invalid(s), s.n);
            assert_int_equal(str_find(s, S("<script")), s.n);
            assert_int_equal(str_find(s, S("style=")), s.n);
            assert_int_equal(str_find(s, S("\xEF\xBF\xBF")), s.n);
            assert_int_equal(str_find(s, S("\x01")), s.n);
            assert_true((str_find(s, S("xmlns=")) < s.n) == f.standalone);
            assert_true((str_find(s, S("role=\"img\" aria-labelledby=\"p-t p-d\"")) < s.n) == !f.decorative);
            assert_int_equal(str_find(s, S("var(")), s.n);
            free(texts[j]);
        }
    }
}

static void missing_texts_and_data_are_held(void **state) {
    (void)state;
    chart_frame f = {0};
    chart_pareto_data d = {0};
    chart_fishbone_data fish = {0};
    for (int i = 0; i < 2; i++) {
        f.variant = i ? CHART_NARROW : CHART_WIDE;
        char *a = pdca_chart_pareto(&f, &d), *b = pdca_chart_fishbone(&f, &fish);
        assert_true(str_ends(str_c(a), S("</svg>")) && str_ends(str_c(b), S("</svg>")));
        free(a);
        free(b);
    }
}

/* A chart file of its own must look like the page: its light colours are those of the page's style sheet. */
static void colours_equal_the_page(void **state) {
    (void)state;
    str chart = embed_find("site/assets/chart.css"), page = embed_find("site/assets/style.css");
    assert_non_null(chart.p);
    if (!page.p) skip();
    str tokens = str_sub(chart, str_find(chart, S(":root{")) + 6, chart.n);
    tokens.n = str_find(tokens, S("}"));
    arena a = {0};
    for (str line, rest = tokens; rest.p && rest.n;) {
        rest = str_cut(rest, ';', &line);
        line = str_trim(line);
        if (!line.n) continue;
        str name, value = str_cut(line, ':', &name);
        str with_space = {arena_printf(&a, "%.*s: %.*s", STR(name), STR(value)), 0};
        with_space.n = strlen(with_space.p);
        if (str_find(page, line) == page.n && str_find(page, with_space) == page.n)
            fail_msg("style.css lacks %.*s", STR(line));
    }
    arena_free(&a);
}

/* ---- Pareto ---- */

static void count_overlaps(const pen *p, const char *what) {
    for (size_t i = 0; i < p->n_text; i++) {
        box a = p->text[i].at;
        if (a.x0 < p->x0 - 1 || a.x1 > p->x0 + p->w + 1 || a.y0 < -1 || a.y1 > p->h + 1)
            fail_msg("%s: out of the picture: %.*s", what, STR(p->text[i].s));
        for (size_t j = 0; j < i; j++)
            if (box_meets(a, p->text[j].at)) fail_msg("%s: %.*s over %.*s", what, STR(p->text[i].s), STR(p->text[j].s));
    }
}

static void pareto_holds_any_rows(void **state) {
    (void)state;
    static const char *const labels[] = {"物流延迟",
                                         "客服解答不专业且态度生硬，未按规范登记",
                                         "Late",
                                         "A very long English category name that wraps",
                                         "Internationalisationsverzoegerung",
                                         "其他",
                                         "维修周期超期",
                                         "配送途中因承运商交接不清、外包装未加固并且未按规定投保而发生的破损、短少或者丢失，客户拒收后退回仓库无人登记",
                                         "Damage or loss in transit because the carrier's handover was unclear, the parcel not reinforced and not insured as prescribed"};
    seed = 11;
    for (int round = 0; round < 500; round++) {
        size_t n = rnd(round % 4 ? 14 : 41), scale = round % 3 ? 100 : 100000;
        chart_pareto_row row[41];
        double left = (double)scale, total = 0;
        for (size_t i = 0; i < n; i++) {
            row[i] = (chart_pareto_row){labels[rnd(9)], floor(left), i + 1 == n};
            left = left * (.3 + rnd(70) / 100.0);
            total += row[i].count;
        }
        if (n > 1 && round % 2) row[n - 1].count = rnd((uint32_t)scale);
        size_t vital = 0;
        for (double sum = 0; vital < n && sum < .8 * total; vital++) sum += row[vital].count;
        chart_pareto_data d = {
            row,   n, vital, round % 5 ? 80 : 75.5, {round % 2, ""}, "关键少数：3 类占 80.8%", "Cumulative share",
            "累计"};
        chart_frame f = {.id = "x", .variant = CHART_WIDE};
        pen p = {.w = PEN_WIDE};
        draw_pareto(&p, &f, &d);
        count_overlaps(&p, "wide");
        pen_free(&p);
        f.variant = CHART_NARROW;
        p = (pen){.w = PEN_NARROW};
        draw_pareto(&p, &f, &d);
        assert_true(p.w == PEN_NARROW && p.h > 0);
        count_overlaps(&p, "narrow");
        pen_free(&p);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(width_counts_what_is_seen),       cmocka_unit_test(wrapping_keeps_runs_and_marks),
        cmocka_unit_test(an_overlong_run_is_broken),       cmocka_unit_test(wrapping_loses_nothing),
        cmocka_unit_test(labels_are_pushed_apart),         cmocka_unit_test(ticks_are_round_numbers),
        cmocka_unit_test(numbers_are_written_one_way),     cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(missing_texts_and_data_are_held), cmocka_unit_test(colours_equal_the_page),
        cmocka_unit_test(pareto_holds_any_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
