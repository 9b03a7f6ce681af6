/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sparkline, Gantt strip, attainment interval, score bar, unit chart, radar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "chart/draw.h"

typedef struct element {
    char cls[24];
    double x, y, w, h;
} element;

/* The rectangles written, in order. */
static size_t rects(const pen *p, element *out, size_t max) {
    size_t n = 0;
    str body = buf_str(&p->body);
    for (size_t at; (at = str_find(body, S("<rect "))) < body.n && n < max; n++) {
        char z[200] = {0};
        body = str_sub(body, at, body.n);
        memcpy(z, body.p, body.n < sizeof z - 1 ? body.n : sizeof z - 1);
        element *e = &out[n];
        char *cls = strstr(z, "class=\"");
        assert_non_null(cls);
        assert_int_equal(
            sscanf(z, "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf\"", &e->x, &e->y, &e->w, &e->h), 4);
        snprintf(e->cls, sizeof e->cls, "%.*s", (int)strcspn(cls + 7, "\""), cls + 7);
        body = str_sub(body, 5, body.n);
    }
    return n;
}

static size_t count(const pen *p, const char *what) {
    size_t n = 0;
    str body = buf_str(&p->body);
    for (size_t at; (at = str_find(body, str_c(what))) < body.n; n++) body = str_sub(body, at + 1, body.n);
    return n;
}

static pen drawn(pen_draw *draw, const void *data, chart_variant v) {
    pen p = {.w = v == CHART_WIDE ? PEN_WIDE : PEN_NARROW};
    chart_frame f = {.id = "x", .variant = v};
    draw(&p, &f, data);
    assert_true(p.w > 0 && p.h > 0);
    assert_int_equal(count(&p, "nan") + count(&p, "inf"), 0);
    return p;
}

static void assert_rect(const element *e, const char *cls, double x, double w) {
    assert_string_equal(e->cls, cls);
    if (fabs(e->x - x) > .02 || fabs(e->w - w) > .02) fail_msg("%s: x %g width %g, not %g %g", cls, e->x, e->w, x, w);
}

static void gantt_shows_the_state(void **state) {
    (void)state;
    element e[8];
    /* window of 90 days on 180 units: a day is 2 units */
    chart_gantt_data d = {.from = 0, .to = 90, .start = 10, .due = 60, .today = 40, .progress = 50};
    pen p = drawn(draw_gantt, &d, CHART_WIDE);
    assert_int_equal(rects(&p, e, 8), 2);
    assert_rect(&e[0], "g-plan", 20, 100);
    assert_rect(&e[1], "g-prog", 20, 50);
    assert_int_equal(count(&p, "g-due"), 1);
    pen_free(&p);
    d.today = 70; /* ten days late */
    p = drawn(draw_gantt, &d, CHART_WIDE);
    assert_int_equal(rects(&p, e, 8), 3);
    assert_rect(&e[2], "g-late", 120, 20);
    pen_free(&p);
    d.state = CHART_GANTT_DONE;
    d.done = 65;
    p = drawn(draw_gantt, &d, CHART_WIDE);
    assert_int_equal(rects(&p, e, 8), 2);
    assert_rect(&e[0], "g-done", 20, 100);
    assert_rect(&e[1], "g-late", 120, 10);
    pen_free(&p);
    d.done = 50; /* early: no more than it took */
    p = drawn(draw_gantt, &d, CHART_WIDE);
    assert_int_equal(rects(&p, e, 8), 1);
    assert_rect(&e[0], "g-done", 20, 80);
    pen_free(&p);
    d = (chart_gantt_data){.from = 0, .to = 90, .start = -60, .due = -20, .done = -25, .state = CHART_GANTT_DONE};
    p = drawn(draw_gantt, &d, CHART_WIDE);
    assert_int_equal(rects(&p, e, 8), 0);
    assert_int_equal(count(&p, "g-out"), 1);
    pen_free(&p);
    d.state = CHART_GANTT_OPEN; /* overdue since before the window */
    d.today = 45;
    p = drawn(draw_gantt, &d, CHART_WIDE);
    assert_int_equal(rects(&p, e, 8), 1);
    assert_rect(&e[0], "g-late", 0, 90);
    assert_int_equal(count(&p, "g-due"), 0);
    pen_free(&p);
    d = (chart_gantt_data){.from = 0, .to = 90, .start = -30, .due = 60, .progress = 50, .today = 10};
    p = drawn(draw_gantt, &d, CHART_WIDE);
    rects(&p, e, 8);
    assert_rect(&e[1], "g-prog", 0, 30); /* half of the plan is day 15 */
    pen_free(&p);
    d.start = 100;
    d.due = 120;
    p = drawn(draw_gantt, &d, CHART_WIDE);
    assert_int_equal(rects(&p, e, 8), 0);
    pen_free(&p);
}

static void gantt_stays_inside(void **state) {
    (void)state;
    element e[8];
    for (long start = -100; start < 200; start += 7)
        for (long length = 0; length < 200; length += 23)
            for (int s = 0; s < 3; s++) {
                chart_gantt_data d = {.from = 0,
                                      .to = 98,
                                      .start = start,
                                      .due = start + length,
                                      .done = start + length / 2 + 30,
                                      .today = 56,
                                      .progress = 70,
                                      .state = s};
                pen p = drawn(draw_gantt, &d, CHART_WIDE);
                size_t n = rects(&p, e, 8);
                for (size_t i = 0; i < n; i++) assert_true(e[i].x >= 0 && e[i].w > 0 && e[i].x + e[i].w <= 180.01);
                pen_free(&p);
            }
}

static void attainment_is_on_one_scale(void **state) {
    (void)state;
    chart_attain_data d = {.lo = .5, .mid = 1, .hi = 1.25, .verdict = CHART_MARK_GOOD};
    pen p = drawn(draw_attain, &d, CHART_WIDE);
    /* −0.25 … 1.5 on 182 units from 4 on: 104 a unit */
    assert_int_equal(count(&p, "x1=\"82\" y1=\"13\" x2=\"160\" y2=\"13\" class=\"ci good\""), 1);
    assert_int_equal(count(&p, "<circle cx=\"134\" cy=\"13\""), 1);
    assert_int_equal(count(&p, "x1=\"134\" y1=\"0\" x2=\"134\" y2=\"26\" class=\"target\""), 1);
    pen_free(&p);
    d = (chart_attain_data){.lo = -3, .mid = NAN, .hi = 9};
    p = drawn(draw_attain, &d, CHART_WIDE);
    assert_int_equal(count(&p, "class=\"ci"), 0);
    pen_free(&p);
    d.mid = 2;
    p = drawn(draw_attain, &d, CHART_WIDE);
    assert_int_equal(count(&p, "<path"), 2); /* both ends go on */
    assert_int_equal(count(&p, "<circle"), 0);
    pen_free(&p);
    chart_attain_axis_data words[] = {{"无变化", "达标"}, {"no change at all", "target met"}, {NULL, NULL}};
    for (int i = 0; i < 3; i++) {
        p = drawn(draw_attain_axis, &words[i], CHART_WIDE);
        for (size_t k = 0; k < p.n_text; k++) assert_true(p.text[k].at.x0 >= -.01 && p.text[k].at.x1 <= p.w + .01);
        if (p.n_text == 2) assert_false(box_meets(p.text[0].at, p.text[1].at));
        pen_free(&p);
    }
}

static void sparks_hold_any_series(void **state) {
    (void)state;
    double v[] = {3, NAN, 5, 5, -2, NAN};
    chart_mark m[] = {CHART_MARK_GOOD,   CHART_MARK_BAD,      CHART_MARK_BAD,
                      CHART_MARK_COMMON, CHART_MARK_EXCLUDED, CHART_MARK_COMMON};
    chart_limits l = {0, 5, -3, 2, 6};
    chart_spark_data d = {v, m, 6, &l, 1, 4, 0, 0};
    pen p = drawn(draw_spark, &d, CHART_WIDE);
    assert_int_equal(count(&p, "pt-good"), 1);
    assert_int_equal(count(&p, "pt-bad"), 1); /* the other is at a gap */
    assert_int_equal(count(&p, "pt-skip"), 1);
    assert_int_equal(count(&p, "<polyline"), 1);
    assert_int_equal(count(&p, "class=\"band\""), 1);
    assert_int_equal(count(&p, "target thin"), 1);
    pen_free(&p);
    for (size_t n = 0; n <= 6; n++) {
        d = (chart_spark_data){v, NULL, n, NULL, 0, NAN, 0, 0};
        p = drawn(draw_spark, &d, CHART_WIDE);
        assert_int_equal(count(&p, "pt now"), n > 0);
        pen_free(&p);
    }
    /* one scale for a row: the same value lies at the same height */
    d = (chart_spark_data){(double[]){1, 2}, NULL, 2, NULL, 0, NAN, 0, 10};
    p = drawn(draw_spark, &d, CHART_WIDE);
    assert_int_equal(count(&p, "points=\"6,36.6 170,33.2\""), 1);
    pen_free(&p);
}

static void units_and_scores_count(void **state) {
    (void)state;
    chart_unit_data u = {33, 3, 2, 4};
    pen p = drawn(draw_unit, &u, CHART_WIDE);
    assert_int_equal(count(&p, "u-good"), 33);
    assert_int_equal(count(&p, "u-same"), 3);
    assert_int_equal(count(&p, "u-bad"), 2);
    assert_int_equal(count(&p, "u-none"), 4);
    assert_true(p.w == 21 * 21 - 4 && p.h == 2 * 21 - 4);
    pen_free(&p);
    p = drawn(draw_unit, &u, CHART_NARROW);
    assert_true(p.w <= PEN_NARROW && p.h == 3 * 21 - 4);
    pen_free(&p);
    u = (chart_unit_data){0};
    p = drawn(draw_unit, &u, CHART_WIDE);
    assert_int_equal(count(&p, "<rect"), 0);
    pen_free(&p);
    element e[4];
    chart_score_data s = {.value = 3, .last = 2, .target = 4.5, .max = 5, .worst = true};
    p = drawn(draw_score, &s, CHART_WIDE);
    assert_int_equal(rects(&p, e, 4), 2);
    assert_rect(&e[0], "track", 0, 220);
    assert_rect(&e[1], "bar hi", 0, 132);
    assert_int_equal(count(&p, "prevtick"), 1);
    pen_free(&p);
    s = (chart_score_data){.value = NAN, .last = NAN, .target = NAN, .max = 5};
    p = drawn(draw_score, &s, CHART_WIDE);
    assert_int_equal(rects(&p, e, 4), 1);
    assert_int_equal(count(&p, "<line"), 0);
    pen_free(&p);
}

static void radar_labels_stay_apart(void **state) {
    (void)state;
    static const char *const zh[] = {"响应及时", "专业能力", "服务态度与沟通礼仪规范", "问题解决", "回访",
                                     "环境",     "隐私保护", "投诉渠道畅通程度"};
    static const char *const en[] = {"Speed",
                                     "Professional competence",
                                     "Courtesy",
                                     "Resolution at first contact",
                                     "Follow-up completeness",
                                     "Premises",
                                     "Privacy",
                                     "Reachability"};
    double now[] = {3.9, 4.1, NAN, 3.2, 9, -1, 2, 5}, before[] = {3, 4, 4, 3, 4, 3, 2, 1};
    for (size_t n = 0; n <= 8; n++)
        for (int k = 0; k < 2; k++) {
            chart_radar_data d = {k ? zh : en, n, now, n % 2 ? before : NULL, k ? 5 : 100};
            pen p = drawn(draw_radar, &d, CHART_WIDE);
            size_t labels = 0;
            for (size_t i = 0; i < p.n_text; i++) {
                box t = p.text[i].at;
                assert_true(t.x0 >= p.x0 - .01 && t.x1 <= p.x0 + p.w + .01 && t.y0 >= 0 && t.y1 <= p.h);
                for (size_t j = 0; j < i; j++)
                    if (box_meets(t, p.text[j].at))
                        fail_msg("%zu axes: %.*s over %.*s", n, STR(p.text[i].s), STR(p.text[j].s));
                labels++;
            }
            assert_true(n < 3 ? labels == 0 : labels > n);
            assert_int_equal(count(&p, "rad-before"), n >= 3 && n % 2);
            pen_free(&p);
        }
}

/* 500 random sets of axes, with labels of any length. */
static void radar_holds_any_labels(void **state) {
    (void)state;
    static const char *const label[] = {"快", "服务态度与沟通礼仪规范", "投诉渠道畅通程度", "Speed", "Resolution at first contact", "Internationalisationsverzoegerungsmeldung",
                                        "全国各地区所有渠道（含第三方平台）首次响应是否及时并且按营业时间计算", "Courtesy towards customers in all channels, third-party platforms included", ""};
    uint32_t seed = 5;
    for (int round = 0; round < 500; round++) {
        const char *axis[12];
        double now[12], before[12];
        size_t n = 3 + (seed >> 8) % 10;
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            axis[i] = label[(seed >> 16) % 9];
            now[i] = (seed >> 8) % 7 ? (seed >> 12) % 60 / 10.0 - .5 : NAN;
            before[i] = (seed >> 20) % 50 / 10.0;
        }
        chart_radar_data d = {axis, n, now, round % 2 ? before : NULL, 5};
        for (int v = 0; v < 2; v++) {
            pen p = drawn(draw_radar, &d, v ? CHART_NARROW : CHART_WIDE);
            for (size_t i = 0; i < p.n_text; i++) {
                box t = p.text[i].at;
                if (t.x0 < p.x0 - .01 || t.x1 > p.x0 + p.w + .01 || t.y0 < 0 || t.y1 > p.h) fail_msg("round %d: out of the picture: %.*s", round, STR(p.text[i].s));
                for (size_t j = 0; j < i; j++)
                    if (box_meets(t, p.text[j].at)) fail_msg("round %d, %zu axes: %.*s over %.*s", round, n, STR(p.text[i].s), STR(p.text[j].s));
            }
            pen_free(&p);
        }
    }
}

/* 500 random scorecards, wide and narrow: no text on another, none outside. */
static void scorecards_hold_any_sections(void **state) {
    (void)state;
    static const char *const label[] = {"快", "系统与制度建设", "投诉渠道畅通程度", "Speed", "Resolution at first contact", "Internationalisationsverzoegerungsmeldung",
                                        "全国各地区所有渠道（含第三方平台）首次响应是否及时并且按营业时间计算", "Courtesy towards customers in all channels, third-party platforms included", ""};
    uint32_t seed = 9;
    for (int round = 0; round < 500; round++) {
        const char *name[40];
        double value[40];
        seed = seed * 1664525u + 1013904223u;
        size_t n = (seed >> 8) % (round % 5 ? 9 : 40);
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            name[i] = label[(seed >> 16) % 9];
            value[i] = (seed >> 8) % 7 ? (seed >> 12) % 1000 / 10.0 : NAN;
        }
        chart_scorecard_data d = {name, value, n, 100, {1, ""}};
        for (int v = 0; v < 2; v++) {
            pen p = drawn(draw_scorecard, &d, v ? CHART_NARROW : CHART_WIDE);
            assert_int_equal(count(&p, "class=\"track\""), n);
            assert_int_equal(count(&p, "rad-now"), n >= 3 && n <= 12);
            for (size_t i = 0; i < p.n_text; i++) {
                box t = p.text[i].at;
                if (t.x0 < p.x0 - .01 || t.x1 > p.x0 + p.w + .01 || t.y0 < 0 || t.y1 > p.h) fail_msg("round %d: out of the picture: %.*s", round, STR(p.text[i].s));
                for (size_t j = 0; j < i; j++)
                    if (box_meets(t, p.text[j].at)) fail_msg("round %d: %.*s over %.*s", round, STR(p.text[i].s), STR(p.text[j].s));
            }
            pen_free(&p);
        }
    }
}

static void every_sign_has_its_mark(void **state) {
    (void)state;
    static const char *const cls[] = {"fb-root", "fb-proven", "fb-out",  "fb-open", "\"pt\"",
                                      "pt-good", "pt-bad",    "pt-skip", "\"lim\"", "\"cl\"",
                                      "target",  "\"ext\"",   "g-prog",  "g-done",  "g-late"};
    for (size_t i = 0; i < sizeof cls / sizeof *cls; i++) {
        chart_key_data d = {(chart_key_sign)i};
        pen p = drawn(draw_key, &d, CHART_WIDE);
        assert_true(count(&p, cls[i]) > 0);
        assert_true(p.w == (i < CHART_KEY_LIMITS ? 16 : 28));
        pen_free(&p);
    }
    assert_int_equal(sizeof cls / sizeof *cls, CHART_KEY_OVERRUN + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gantt_shows_the_state),      cmocka_unit_test(gantt_stays_inside),
        cmocka_unit_test(attainment_is_on_one_scale), cmocka_unit_test(sparks_hold_any_series),
        cmocka_unit_test(units_and_scores_count),     cmocka_unit_test(radar_labels_stay_apart),
        cmocka_unit_test(scorecards_hold_any_sections), cmocka_unit_test(radar_holds_any_labels),             cmocka_unit_test(every_sign_has_its_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
