/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells as they come out of offices' spreadsheets: what is read, what is missing, what is refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/words.h"
#include "monitor/cell.h"
#include "monitor/row.h"
#include "monitor/ticket.h"

static void cells_lose_what_protects_them(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"=\"2024050001\"", "2024050001"}, {"'2024050001", "2024050001"}, {"\t2024050001", "2024050001"}, {"\xC2\xA0 a\xE2\x80\x8B", "a"},
        {"\xEF\xBB\xBF工单号　", "工单号"}, {"'quoted'", "'quoted'"}, {"'", "'"}, {"=\"", "=\""}, {"=\"\"", ""}, {"=1+1", "=1+1"}, {"", ""}, {"服务", "服务"}, {"\xC2\xA0", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str got = cell_clean(str_c(cases[i][0]));
        if (!str_eqz(got, cases[i][1])) fail_msg("%s gave %.*s", cases[i][0], STR(got));
    }
}

static void missing_is_told_from_values(void **state) {
    (void)state;
    static const char *const missing[] = {"无", "/", "-", "--", "—", "——", "N/A", "n/a", "NA", "NULL", "#N/A", "暂无", "未评价", "\\N", "／", "－"},
                      *const values[] = {"", "0", "无锡", "否", "-1", "none", "未检", "a/b", "无响应", "N", "不详细", "#1"};
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        if (!cell_is_missing(str_c(missing[i]))) fail_msg("%s", missing[i]);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (cell_is_missing(str_c(values[i]))) fail_msg("%s", values[i]);
    assert_true(cell_is_error(S("#REF!")) && cell_is_error(S("#DIV/0!")) && cell_is_error(S("#NAME?")) && cell_is_error(S("#value!")));
    assert_false(cell_is_error(S("#N/A")) || cell_is_error(S("#1024")) || cell_is_error(S("REF")) || cell_is_error(S("")));
}

static void hours_are_read_as_people_say_them(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double want; /* -1: refused */
    } cases[] = {{"约2小时", 2}, {"大约 2.5 h", 2.5}, {"2小时左右", 2}, {"≈3小时", 3}, {"～4小时", 4}, {"1天3小时", 27}, {"1天3小时20分", 27 + 1 / 3.0}, {"半小时", 0.5}, {"半个小时", 0.5}, {"两小时", 2},
                 {"两个半小时", 2.5}, {"1个小时", 1}, {"2小时半", 2.5}, {"一天", 24}, {"1.5天", 36}, {"1,204.5", 1204.5}, {"１，２０４．５", 1204.5}, {"2：30", 2.5},
                 {"半天", -1}, {">48小时", -1}, {"超过48小时", -1}, {"48小时以上", -1}, {"2小时30", -1}, {"3个工作日", -1}, {"几小时", -1}, {"-2", -1}, {"0.5小时/30分钟", -1}, {"约", -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double v = NAN;
        bool read = cell_hours(str_c(cases[i].text), 1, &v);
        if (read != (cases[i].want >= 0)) fail_msg("%s", cases[i].text);
        if (read && fabs(v - cases[i].want) > 1e-9) fail_msg("%s: %g", cases[i].text, v);
    }
    double money;
    assert_true(cell_number(S("1.2万元"), &money) && money == 12000);
    assert_true(cell_number(S("￥1,204.00 元"), &money) && money == 1204);
    assert_false(cell_number(S("万"), &money) || cell_number(S("1,20"), &money));
}

static void moments_are_read_in_their_year(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"2024.05.03", "2024-05-03T00:00:00"}, {"2024/5/3 下午3:20", "2024-05-03T15:20:00"}, {"2024年5月3日 星期五 15:20", "2024-05-03T15:20:00"}, {"2024-05-03 (周五) 8:05", "2024-05-03T08:05:00"},
        {"2024 年 5 月 3 日 8时5分", "2024-05-03T08:05:00"}, {"2024-05-03T08:05:00+08:00", "2024-05-03T08:05:00"}, {"2024-05-03T08:05:00.000+0800", "2024-05-03T08:05:00"},
        {"5月3日", ""}, {"24/5/3", ""}, {"3/5/2024", ""}, {"2024-05-03 周五五", ""}, {"下午3:20", ""}, {"2024年5月", ""}, {"去年5月3日", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char z[MOMENT_TEXT];
        str got = cell_moment(str_c(cases[i][0]), z);
        if (!str_eqz(got, cases[i][1])) fail_msg("%s gave %.*s", cases[i][0], STR(got));
    }
    static const char *const near[][3] = {{"5月3日 下午3:20", "2024-05", "2024-05-03T15:20:00"}, {"5/3", "2024-05", "2024-05-03T00:00:00"}, {"05-03 8:05", "2024-05", "2024-05-03T08:05:00"},
                                          {"1月2日", "2023-12", "2024-01-02T00:00:00"}, {"12月30日", "2024-01", "2023-12-30T00:00:00"}, {"2月29日", "2023-02", ""},
                                          {"13月3日", "2024-05", ""}, {"5月3日", "", ""}, {"5.3", "2024-05", ""}, {"2024-05-03", "2024-05", ""}, {"五月三日", "2024-05", ""}};
    for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
        char z[MOMENT_TEXT];
        str got = cell_moment_near(str_c(near[i][0]), str_c(near[i][1]), z);
        if (!str_eqz(got, near[i][2])) fail_msg("%s in %s gave %.*s", near[i][0], near[i][1], STR(got));
    }
}

static void months_and_shortened_numbers_are_told(void **state) {
    (void)state;
    static const char *const near[][3] = {{"5月", "2024-05", "2024-05"}, {"５月份", "2024-05", "2024-05"}, {"12月", "2024-01", "2023-12"}, {"05月", "2024-04", "2024-05"}, {"13月", "2024-05", ""},
                                          {"5月", "", ""}, {"5月上旬", "2024-05", ""}, {"五月", "2024-05", ""}, {"5", "2024-05", ""}};
    for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
        char z[MOMENT_TEXT];
        str got = cell_month_near(str_c(near[i][0]), str_c(near[i][1]), z);
        if (!str_eqz(got, near[i][2])) fail_msg("%s in %s gave %.*s", near[i][0], near[i][1], STR(got));
    }
    char z[MOMENT_TEXT];
    assert_true(str_eqz(cell_month(S("2024年5月份"), z), "2024-05"));
    static const char *const shortened[] = {"2.02405E+17", "1E+16", "2.02405e+017", "9.9E+2"}, *const whole[] = {"20240500000000017", "E+17", "2.02405", "1E17", "A1E+2", "0.1E+5", "2.0E+", "2.0E+1x", "", "12E+3"};
    for (size_t i = 0; i < sizeof shortened / sizeof *shortened; i++)
        if (!cell_is_shortened(str_c(shortened[i]))) fail_msg("%s", shortened[i]);
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (cell_is_shortened(str_c(whole[i]))) fail_msg("%s", whole[i]);
}

static void headings_carry_stars_and_units(void **state) {
    (void)state;
    static const struct {
        const char *heading;
        ticket_column want;
        double unit;
    } cases[] = {{"*工单号", TICKET_NO, 1}, {"工单号：", TICKET_NO, 1}, {"响应时长/小时", TICKET_RESPONSE_H, 1}, {"解决时长\n（分钟）", TICKET_RESOLUTION_H, 1 / 60.0}, {"解决时长分钟", TICKET_RESOLUTION_H, 1 / 60.0},
                 {"响应时间-小时", TICKET_RESPONSE_H, 1}, {"是否一次性解决", TICKET_FIRST_CONTACT, 1}, {"投诉内容", TICKET_DESCRIPTION, 1}};
    AUTO(arena_free) arena a = {0};
    ticket_column c;
    double unit;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!ticket_heading(&a, str_c(cases[i].heading), &c, &unit)) fail_msg("%s", cases[i].heading);
        assert_int_equal(c, cases[i].want);
        assert_true(fabs(unit - cases[i].unit) < 1e-12);
    }
    assert_false(ticket_heading(&a, S("工单号小时"), &c, &unit)); /* a number has no unit of time */
    assert_false(ticket_heading(&a, S("小时"), &c, &unit));
}

static void scores_follow_their_scale(void **state) {
    (void)state;
    static const struct {
        const char *scale, *cell;
        int want; /* 0: refused */
    } cases[] = {{"3", "满意", 5}, {"3", "一般", 3}, {"3", "不满意", 1}, {"3", "2", 3}, {"3", "3", 5}, {"3", "4", 0}, {"3", "非常满意", 0},
                 {"10", "1", 1}, {"10", "2", 1}, {"10", "3", 2}, {"10", "8", 4}, {"10", "9", 5}, {"10", "10分", 5}, {"10", "0", 0}, {"10", "11", 0},
                 {"100", "0", 1}, {"100", "20", 1}, {"100", "20.5", 2}, {"100", "80", 4}, {"100", "85％", 5}, {"100", "100%", 5}, {"100", "101", 0}, {"100", "-1", 0}, {"100", "好", 0},
                 {"A=5,B=3,C=1", "b", 3}, {"A=5,B=3,C=1", "D", 0}, {"好评=5, 中评=3, 差评=1", "中评", 3}, {"0-59=1,60-100=5", "60", 5}, {"0-59=1,60-100=5", "59.5", 0}};
    AUTO(arena_free) arena a = {0};
    err e;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        csat_scale s;
        assert_int_equal(csat_scale_parse(&a, str_c(cases[i].scale), "csat_scale", &s, &e), ERR_NONE);
        int got = csat_scale_read(&s, str_c(cases[i].cell));
        if (got != cases[i].want) fail_msg("%s on %s: %d", cases[i].cell, cases[i].scale, got);
    }
    static const char *const wrong[] = {"", "满意", "满意=6", "满意=0", "满意=", "=5", "满意=5,,一般=3", "5", "满意=五"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        csat_scale s;
        if (csat_scale_parse(&a, str_c(wrong[i]), "csat_scale", &s, &e) != ERR_BAD_VALUE) fail_msg("%s", wrong[i]);
        assert_true(str_eqz(err_value(&e, "want"), "want.csat_scale"));
    }
    assert_non_null(word_find(LANG_EN, S("want.csat_scale")));
}

static void rows_that_are_no_tickets_are_told(void **state) {
    (void)state;
    const row_marks marks = {2, 1, S("服务类型"), S("月份")};
    static const struct {
        const char *cell[4];
        bool want;
    } cases[] = {{{"合计", "", "", "12"}, true}, {{"", "总 计：", "", "12"}, true}, {{"Total", "", "", "3"}, true}, {{"备注：口径见说明", "", "", ""}, true}, {{"制表：王五", "", "", ""}, true},
                 {{"工单号", "月份", "服务类型", "时长"}, true}, {{"", "", "合计", "12"}, true},
                 {{"A1", "2024-05", "投诉", "1"}, false}, {{"合计", "2024-05", "投诉", "1"}, false}, {{"备注", "2024-05", "投诉", "1"}, false}, {{"A1", "2024-05", "服务类型", "1"}, false},
                 {{"A1", "2024-05", "", "1"}, false}, {{"合计器", "", "", ""}, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str cell[4];
        for (int k = 0; k < 4; k++) cell[k] = str_c(cases[i].cell[k]);
        if (row_is_no_ticket(cell, 4, &marks) != cases[i].want) fail_msg("%zu", i);
    }
    assert_true(row_is_blank((const str[]){S(" "), S("　"), S("\xC2\xA0")}, 3));
    assert_false(row_is_blank((const str[]){S(" "), S("0")}, 2));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_lose_what_protects_them),
        cmocka_unit_test(missing_is_told_from_values),
        cmocka_unit_test(hours_are_read_as_people_say_them),
        cmocka_unit_test(moments_are_read_in_their_year),
        cmocka_unit_test(months_and_shortened_numbers_are_told),
        cmocka_unit_test(headings_carry_stars_and_units),
        cmocka_unit_test(scores_follow_their_scale),
        cmocka_unit_test(rows_that_are_no_tickets_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
