/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fishbones of any size: no text over another, none crossed by a rib, a twig or the spine, none outside the picture. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "chart/draw.h"

static uint32_t seed;
static uint32_t rnd(uint32_t n) {
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * n) >> 32);
}

static const char *sentence(arena *a, bool zh, uint32_t parts) {
    static const char *const han[] = {"客服", "不掌握",    "物流异常", "，", "查询", "方法", "（WMS）",
                                      "接口", "每日 2 次", "“已出库”", "、", "延迟", "配送", "；"};
    static const char *const latin[] = {
        "agents ", "cannot ",          "look up ", "the carrier's ",         "exceptions, ", "so ",           "24 h ",
        "(TMS) ",  "reconfiguration ", "of ",      "internationalisation; ", "WAREHOUSE ",   "misrouted@hub "};
    buf b = {0};
    for (uint32_t i = 0; i < parts; i++) buf_z(&b, zh ? han[rnd(14)] : latin[rnd(13)]);
    if (rnd(40) == 0) buf_z(&b, "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft");
    const char *s = arena_strdup(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static chart_cause *causes(arena *a, bool zh, uint32_t n, uint32_t length, int depth) {
    chart_cause *c = arena_new(a, chart_cause, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        c[i] = (chart_cause){sentence(a, zh, rnd(length)), rnd(4), NULL, 0};
        if (depth < 2 && rnd(4) == 0) {
            c[i].n_child = 1 + rnd(3);
            c[i].child = causes(a, zh, (uint32_t)c[i].n_child, length, depth + 1);
        }
    }
    return c;
}

static chart_fishbone_data random_fish(arena *a, bool zh, uint32_t most_categories, uint32_t most_causes,
                                       uint32_t length) {
    uint32_t n = rnd(most_categories + 1);
    chart_category *c = arena_new(a, chart_category, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        c[i].n = rnd(most_causes + 1);
        c[i].cause = causes(a, zh, (uint32_t)c[i].n, length, 0);
        c[i].name = sentence(a, zh, 1 + rnd(rnd(3) ? 2 : 8));
    }
    return (chart_fishbone_data){sentence(a, zh, 1 + rnd(8)), c, n};
}

static void measure(const pen *p, int round) {
    assert_true(p->h > 0 && p->w > 0);
    for (size_t i = 0; i < p->n_text; i++) {
        box t = p->text[i].at;
        if (t.x0 < p->x0 || t.x1 > p->x0 + p->w || t.y0 < 0 || t.y1 > p->h)
            fail_msg("round %d: outside: %.*s", round, STR(p->text[i].s));
        for (size_t j = 0; j < i; j++)
            if (box_meets(t, p->text[j].at))
                fail_msg("round %d: %.*s over %.*s", round, STR(p->text[i].s), STR(p->text[j].s));
        for (size_t j = 0; j < p->n_line; j++) {
            pen_line_seg l = p->line[j];
            if (box_crossed(t, l.x0, l.y0, l.x1, l.y1))
                fail_msg("round %d: %s crosses %.*s", round, l.cls, STR(p->text[i].s));
        }
    }
}

static void texts_never_meet(void **state) {
    (void)state;
    int lying = 0, upright = 0;
    arena a = {0};
    for (int round = 0; round < 1200; round++) {
        seed = (uint32_t)round * 2654435761u;
        rnd(1);
        bool zh = round % 2;
        uint32_t most = round % 5 == 0 ? 21 : 7, length = round % 3 ? 8 : 25;
        chart_fishbone_data d = random_fish(&a, zh, most, 6, length);
        chart_frame f = {.id = "f", .variant = round % 4 == 3 ? CHART_NARROW : CHART_WIDE};
        pen p = {.w = f.variant == CHART_WIDE ? PEN_WIDE : PEN_NARROW};
        draw_fishbone(&p, &f, &d);
        bool stood = false;
        for (size_t i = 0; i < p.n_line; i++)
            stood = stood || (strcmp(p.line[i].cls, "spine") == 0 && p.line[i].x0 == p.line[i].x1);
        if (f.variant == CHART_WIDE) stood ? upright++ : lying++;
        measure(&p, round);
        pen_free(&p);
        arena_reset(&a);
    }
    arena_free(&a);
    assert_true(lying > 500 && upright > 50);
}

static void every_cause_is_drawn(void **state) {
    (void)state;
    chart_cause deep[] = {{"three", CHART_CAUSE_SUSPECTED, NULL, 0}};
    chart_cause child[] = {{"two", CHART_CAUSE_PROVEN, deep, 1}};
    chart_cause cause[] = {{"one", CHART_CAUSE_ROOT, child, 1}, {"four", CHART_CAUSE_RULED_OUT, NULL, 0}};
    for (size_t n = 0; n <= 20; n++) {
        chart_category c[20];
        for (size_t i = 0; i < n; i++) c[i] = (chart_category){"name", cause, 2};
        chart_fishbone_data d = {"head", c, n};
        for (int v = 0; v < 2; v++) {
            chart_frame f = {.id = "f", .variant = v ? CHART_NARROW : CHART_WIDE};
            pen p = {.w = v ? PEN_NARROW : PEN_WIDE};
            draw_fishbone(&p, &f, &d);
            assert_int_equal(p.n_text, 1 + 5 * n);
            measure(&p, (int)n);
            pen_free(&p);
        }
    }
}

static void up_to_six_categories_lie(void **state) {
    (void)state;
    chart_cause cause[] = {{"客服不掌握物流异常查询方法，只能转单等待", CHART_CAUSE_PROVEN, NULL, 0}};
    chart_category c[6];
    for (size_t i = 0; i < 6; i++) c[i] = (chart_category){"人员", cause, 1};
    chart_frame f = {.id = "f", .variant = CHART_WIDE};
    pen p = {.w = PEN_WIDE};
    draw_fishbone(&p, &f, &(chart_fishbone_data){"物流延迟", c, 6});
    size_t ribs = 0;
    for (size_t i = 0; i < p.n_line; i++) {
        if (strcmp(p.line[i].cls, "rib") != 0) continue;
        ribs++;
        double lean = fabs(p.line[i].x1 - p.line[i].x0) / fabs(p.line[i].y1 - p.line[i].y0);
        assert_true(fabs(lean - .34) < 1e-9);
    }
    assert_int_equal(ribs, 6);
    assert_true(p.w == PEN_WIDE);
    pen_free(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_never_meet),
        cmocka_unit_test(every_cause_is_drawn),
        cmocka_unit_test(up_to_six_categories_lie),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
