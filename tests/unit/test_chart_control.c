/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control charts and run charts: labels measured on random data; lines, bands and panels where the numbers say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>

#include "chart/draw.h"

static uint32_t seed;
static uint32_t rnd(uint32_t n) {
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * n) >> 32);
}
static double unit(void) { return rnd(1000000) / 1e6; }
/* Roughly normal. */
static double noise(void) { return unit() + unit() + unit() + unit() - 2; }

static chart_control_data random_chart(arena *a, bool zh) {
    static const char *const notes[2][4] = {{"Spring festival, left out", "14.3%", "new staff on shift", "x"},
                                            {"春节，未计入控制限", "14.3%", "新员工集中上岗", "异常"}};
    static const char *const changes[2][4] = {
        {"06-08 interface repaired for all carriers and warehouses", "training", "2023-09 routing live", "SOP"},
        {"06-08 接口修复上线，所有承运商与仓库", "培训", "2023-09 智能分单上线", "新规程"}};
    static const char *const labels[2][2] = {{"Week 35, the first after the holidays and the move to the new hall", "Internationalisationsverzoegerungsmeldung"},
                                             {"第三十五周，国庆假期之后并搬入新库房的第一周", "客户服务中心华北分部夜班组"}};
    bool wordy = rnd(3) == 0;
    chart_control_data d = {.target = NAN, .floor = NAN, .ceil = NAN, .format = {(int)rnd(3), rnd(2) ? "%" : " h"}};
    d.n = rnd(4) ? 8 + rnd(30) : rnd(3) ? rnd(201) : rnd(3);
    chart_point *point = arena_new(a, chart_point, d.n + 1);
    double *range = arena_new(a, double, d.n + 1), level = pow(10, rnd(6)) / 10 * (1 + unit()) * (rnd(4) ? 1 : -1),
           sd = fabs(level) * (.01 + unit() * .3);
    chart_phase *phase = arena_new(a, chart_phase, 4);
    size_t phases = d.n ? rnd(4) : 0;
    for (size_t i = 0, from = 0; i < phases && from < d.n; i++) {
        size_t to = i + 1 == phases || from + 3 >= d.n ? d.n - 1 : from + rnd((uint32_t)(d.n - from - 1));
        if (to + 1 == d.n && rnd(3) == 0 && to > from) to -= 1 + rnd((uint32_t)(to - from)) / 2;
        double cl = level + sd * 4 * (unit() - .5);
        phase[d.n_phase++] = (chart_phase){.from = from,
                                           .to = to,
                                           .lcl = rnd(5) ? cl - 3 * sd : NAN,
                                           .cl = cl,
                                           .ucl = rnd(8) ? cl + 3 * sd : NAN,
                                           .range_cl = 1.1 * sd,
                                           .range_ucl = 3.7 * sd,
                                           .extended = rnd(2)};
        if (rnd(4) == 0) {
            double *u = arena_new(a, double, to - from + 1), *l = arena_new(a, double, to - from + 1);
            for (size_t k = 0; k <= to - from; k++) {
                double w = 2 + 2 * unit();
                u[k] = cl + w * sd;
                l[k] = cl - w * sd;
            }
            phase[d.n_phase - 1].ucls = u;
            phase[d.n_phase - 1].lcls = l;
        }
        from = to + 1;
    }
    d.phase = phase;
    for (size_t i = 0; i < d.n; i++) {
        point[i] = (chart_point){rnd(25) ? level + sd * 2 * noise() : NAN, rnd(6) ? CHART_MARK_COMMON : rnd(4), NULL,
                                 "tip", NULL};
        if (rnd(2)) point[i].label = arena_printf(a, zh ? "%zu 月" : "W%zu", i);
        if (wordy && rnd(3) == 0) point[i].label = labels[zh][rnd(2)];
        if (rnd(6) == 0) point[i].note = notes[zh][rnd(4)];
        range[i] = i ? fabs(point[i].value - point[i - 1].value) : NAN;
    }
    d.point = point;
    if (rnd(2)) d.range = range;
    chart_change *change = arena_new(a, chart_change, 5);
    d.change = change;
    for (uint32_t k = rnd(5), at = 0; k > 0 && d.n > 1; k--) {
        at += 1 + rnd(8);
        if (at >= d.n) break;
        change[d.n_change++] = (chart_change){at, changes[zh][rnd(4)]};
    }
    chart_group *group = arena_new(a, chart_group, d.n + 1);
    d.group = group;
    for (size_t i = 0; rnd(2) && i + 3 < d.n; i += 4)
        group[d.n_group++] = (chart_group){i, i + 3, zh ? "六月" : "June"};
    if (rnd(3)) d.target = level + sd * 6 * (unit() - .5);
    if (rnd(3)) d.floor = 0;
    d.ucl = "UCL";
    d.cl = zh ? "均值" : "Mean";
    d.lcl = "LCL";
    d.target_label = zh ? "目标 ≤ 10%" : "Target ≤ 10%";
    d.axis_label = zh ? "平均首次响应时长，小时" : "Mean time to first reply, hours";
    d.range_label = zh ? "移动极差 mR" : "Moving range mR";
    d.range_ucl = "UCL";
    d.range_cl = d.cl;
    d.extended_label = zh ? "基线控制限延伸" : "earlier limits extended";
    if (wordy && rnd(2)) {
        d.axis_label = zh ? "全国各地区所有渠道（含第三方平台）首次响应时长的月度平均值，按营业时间计算，小时，剔除系统停机时段与重复提交的工单"
                          : "Mean time to the first reply over all channels including third-party platforms, business hours only, without outages and duplicates";
        d.target_label = zh ? "目标 ≤ 10%（二〇二四年度质量方针所定）" : "Target ≤ 10% as set by the quality policy of 2024";
        d.range_label = zh ? "相邻两点之差的绝对值（移动极差 mR），与上图同一单位" : "Absolute difference of neighbouring points (moving range mR), in the unit above";
        d.cl = d.range_cl = zh ? "过程平均水平" : "Process average";
        d.ucl = zh ? "控制上限" : "Upper control limit";
        d.lcl = zh ? "控制下限" : "Lower control limit";
    }
    return d;
}

static void measure(const pen *p, int round) {
    for (size_t i = 0; i < p->n_text; i++) {
        box t = p->text[i].at;
        if (t.x0 < -1 || t.x1 > p->w + 1 || t.y0 < 0 || t.y1 > p->h + .5)
            fail_msg("round %d: outside: %.*s", round, STR(p->text[i].s));
        for (size_t j = 0; j < i; j++)
            if (box_meets(t, p->text[j].at))
                fail_msg("round %d: %.*s over %.*s", round, STR(p->text[i].s), STR(p->text[j].s));
        for (size_t j = 0; j < p->n_line; j++)
            if (strcmp(p->line[j].cls, "change") == 0 &&
                box_crossed(t, p->line[j].x0, p->line[j].y0, p->line[j].x1, p->line[j].y1))
                fail_msg("round %d: a change line crosses %.*s", round, STR(p->text[i].s));
    }
}

static void labels_never_meet(void **state) {
    (void)state;
    arena a = {0};
    size_t texts = 0;
    for (int round = 0; round < 1500; round++) {
        seed = (uint32_t)round * 2654435761u;
        rnd(1);
        chart_control_data d = random_chart(&a, round % 2);
        for (int v = 0; v < 2; v++) {
            chart_frame f = {.id = "c", .variant = v ? CHART_NARROW : CHART_WIDE};
            pen p = {.w = v ? PEN_NARROW : PEN_WIDE};
            draw_control(&p, &f, &d);
            measure(&p, round);
            texts += p.n_text;
            pen_free(&p);
        }
        arena_reset(&a);
    }
    arena_free(&a);
    assert_true(texts > 30000);
}

/* The classic of the design: 14 weeks before, 8 after. */
static const double WEEK[] = {34.6, 34.4, 29.6, 39.2, 31.9, 36.6, 32.1, 37.0, 34.6, 35.7, 33.2,
                              37.9, 34.6, 35.6, 14.3, 11.1, 7.1,  9.9,  10.7, 7.6,  10.3, 7.4};
enum { WEEKS = sizeof WEEK / sizeof *WEEK };

static chart_control_data two_phases(chart_point *point, double *range) {
    static const chart_phase phase[] = {
        {.from = 0,
         .to = 13,
         .lcl = 24.4,
         .cl = 34.8,
         .ucl = 45.3,
         .range_cl = 3.9,
         .range_ucl = 12.8,
         .extended = true},
        {.from = 14, .to = 21, .lcl = 2.5, .cl = 9.8, .ucl = 17.2, .range_cl = 2.8, .range_ucl = 9}};
    static const chart_change change[] = {{14, "06-08 接口修复上线"}};
    for (int i = 0; i < WEEKS; i++) {
        point[i] = (chart_point){WEEK[i], i < 14 ? CHART_MARK_COMMON : CHART_MARK_GOOD, NULL, NULL, NULL};
        range[i] = i == 0 || i == 14 ? NAN : fabs(WEEK[i] - WEEK[i - 1]);
    }
    return (chart_control_data){.point = point,
                                .n = WEEKS,
                                .phase = phase,
                                .n_phase = 2,
                                .change = change,
                                .n_change = 1,
                                .target = 10,
                                .floor = 0,
                                .ceil = 100,
                                .range = range,
                                .format = {1, "%"},
                                .ucl = "UCL",
                                .cl = "均值",
                                .lcl = "LCL",
                                .target_label = "目标 ≤ 10%",
                                .range_ucl = "UCL",
                                .range_cl = "均值",
                                .extended_label = "基线控制限延伸"};
}

static size_t lines_of(const pen *p, const char *cls) {
    size_t n = 0;
    for (size_t i = 0; i < p->n_line; i++) n += strcmp(p->line[i].cls, cls) == 0;
    return n;
}

static const pen_text_box *text_of(const pen *p, const char *s) {
    for (size_t i = 0; i < p->n_text; i++)
        if (str_eqz(p->text[i].s, s)) return &p->text[i];
    fail_msg("no label %s", s);
    return NULL;
}

static void numbers_stand_where_they_belong(void **state) {
    (void)state;
    chart_point point[WEEKS];
    double range[WEEKS];
    chart_control_data d = two_phases(point, range);
    chart_frame f = {.id = "c", .variant = CHART_WIDE};
    pen p = {.w = PEN_WIDE};
    draw_control(&p, &f, &d);
    assert_int_equal(lines_of(&p, "lim"), 4 + 2); /* two limits a phase, one in the panel */
    assert_int_equal(lines_of(&p, "cl"), 2 + 2);
    assert_int_equal(lines_of(&p, "ext"), 3); /* the old limits run on */
    assert_int_equal(lines_of(&p, "change"), 1);
    assert_int_equal(lines_of(&p, "target"), 1);
    assert_int_equal(lines_of(&p, "series"), (13 + 7) + (12 + 6)); /* broken at the change, in both panels */
    /* every label of the design is there, the margin in the order of the values */
    static const char *const all[] = {"UCL 45.3%", "均值 34.8%", "LCL 24.4%", "UCL 17.2%", "目标 ≤ 10%",
                                      "均值 9.8%", "LCL 2.5%",   "UCL 9.0%",  "均值 2.8%"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) text_of(&p, all[i]);
    text_of(&p, "基线控制限延伸");
    text_of(&p, "0%");
    text_of(&p, "50%");
    for (size_t i = 4; i < 7; i++) assert_true(text_of(&p, all[i])->at.y0 - text_of(&p, all[i - 1])->at.y0 > 15);
    /* equal steps of value are equal steps of height: cl of phase 1 lies where 34.8 lies between 30 % and 40 % */
    double y30 = text_of(&p, "30%")->at.y0, y40 = text_of(&p, "40%")->at.y0, want = y30 + (y40 - y30) * .48,
           found = INFINITY;
    double off = 4 - .84 * pen_size(PEN_PLAIN); /* from the line to the top of its tick label */
    for (size_t i = 0; i < p.n_line; i++)
        if (strcmp(p.line[i].cls, "cl") == 0) found = fmin(found, p.line[i].y0);
    assert_true(fabs(found - (want - off)) < .01);
    pen_free(&p);
}

static void a_gap_breaks_the_line(void **state) {
    (void)state;
    chart_point point[] = {{1, 0, NULL, NULL, NULL},
                           {2, 0, NULL, NULL, NULL},
                           {NAN, 0, NULL, NULL, NULL},
                           {3, 0, NULL, NULL, NULL},
                           {4, 0, NULL, NULL, NULL}};
    chart_control_data d = {.point = point, .n = 5, .target = NAN, .floor = NAN, .ceil = NAN};
    chart_frame f = {.id = "c", .variant = CHART_WIDE};
    pen p = {.w = PEN_WIDE};
    draw_control(&p, &f, &d);
    assert_int_equal(lines_of(&p, "series"), 2);
    pen_free(&p);
}

static void degenerate_data_are_held(void **state) {
    (void)state;
    double values[] = {NAN, 0, -5, 1e9, 1e-9, 7};
    for (size_t n = 0; n <= 3; n++)
        for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
            chart_point point[3];
            for (size_t i = 0; i < n; i++) point[i] = (chart_point){values[k], 0, "1", NULL, "note"};
            chart_phase phase = {.from = 0,
                                 .to = n ? n - 1 : 0,
                                 .lcl = values[k],
                                 .cl = values[k],
                                 .ucl = values[k],
                                 .range_cl = NAN,
                                 .range_ucl = NAN};
            chart_control_data d = {.point = point,
                                    .n = n,
                                    .phase = &phase,
                                    .n_phase = n > 0,
                                    .target = values[k],
                                    .floor = k % 2 ? 0 : NAN,
                                    .ceil = NAN,
                                    .cl = "x"};
            for (int v = 0; v < 2; v++) {
                chart_frame f = {.id = "c", .variant = v ? CHART_NARROW : CHART_WIDE};
                pen p = {.w = v ? PEN_NARROW : PEN_WIDE};
                draw_control(&p, &f, &d);
                measure(&p, (int)k);
                str body = buf_str(&p.body);
                assert_int_equal(str_find(body, S("nan")), body.n);
                assert_int_equal(str_find(body, S("inf")), body.n);
                pen_free(&p);
            }
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_never_meet),
        cmocka_unit_test(numbers_stand_where_they_belong),
        cmocka_unit_test(a_gap_breaks_the_line),
        cmocka_unit_test(degenerate_data_are_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
