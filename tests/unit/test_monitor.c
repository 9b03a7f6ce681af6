/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tickets in, figures out: cells, headings, conditions, imports, the sample months. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/embed.h"
#include "monitor/cell.h"
#include "monitor/import.h"
#include "monitor/kpi.h"
#include "monitor/monitor.h"
#include "store/audit.h"

static store *fresh(void) {
    err e;
    store *s;
    assert_int_equal(store_memory(&s, &e), ERR_NONE);
    store_set_session(s, &(store_session){.actor = S("tester"), .today = date_from_ymd(2024, 8, 31), .now = 1725062400});
    assert_int_equal(monitor_init(s, &e), ERR_NONE);
    return s;
}

static int64_t count(store *s, const char *sql) {
    err e;
    int64_t n;
    assert_int_equal(store_int(s, sql, NULL, 0, &n, &e), ERR_NONE);
    return n;
}

static err_code bring(store *s, arena *a, str data, const import_options *more, import_receipt *r, err *e) {
    import_options o = {.file = "f.csv"};
    if (more) o = *more;
    o.file = "f.csv";
    source from;
    source_open_str(&from, data);
    return monitor_import(s, a, &o, &from, r, e);
}

static str sample(const char *month) {
    char path[64];
    snprintf(path, sizeof path, "tests/demo/%s.csv", month);
    str data = embed_find(path);
    assert_non_null(data.p);
    return data;
}

static void bring_samples(store *s) {
    static const char *const months[] = {"2024-03", "2024-04", "2024-05", "2024-06", "2024-07", "2024-08"};
    AUTO(arena_free) arena a = {0};
    for (size_t i = 0; i < 6; i++) {
        import_receipt r;
        err e;
        if (bring(s, &a, sample(months[i]), NULL, &r, &e)) fail_msg("%s: %s", months[i], err_name(e.code));
    }
}

/* ---- cells --------------------------------------------------------------------------------------------------------------- */

static void moments_are_read_as_people_write_them(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"2024-06-10 08:05", "2024-06-10T08:05:00"},   {"2024-06-10T08:05:09", "2024-06-10T08:05:09"},
        {"2024/6/10 8:05", "2024-06-10T08:05:00"},     {"2024.6.10", "2024-06-10T00:00:00"},
        {"2024年6月10日", "2024-06-10T00:00:00"},       {"2024年6月10日 8时5分", "2024-06-10T08:05:00"},
        {"２０２４／６／１０　８：０５", "2024-06-10T08:05:00"}, {"2024-6-10 下午 3:05", "2024-06-10T15:05:00"},
        {"2024/6/10 12:05 AM", "2024-06-10T00:05:00"}, {"2024/6/10 3:05:07 pm", "2024-06-10T15:05:07"},
        {"20240610", "2024-06-10T00:00:00"},           {"20240610080509", "2024-06-10T08:05:09"},
        {"2024-06-10 08:05:09.250", "2024-06-10T08:05:09"}, {"45453.5", "2024-06-10T12:00:00"},
        {"2024-02-30", ""}, {"2024-13-02", ""}, {"2024-06-10 25:00", ""}, {"2024-06/10", ""}, {"10.06.2024", ""}, {"2024-06", ""},
        {"2024-06-10 08:05 +09:00", ""}, {"2024-06-10T08:05Z", ""}, {"yesterday", ""}, {"2024-06-10x", ""}, {"2024年6月10", ""}, {"1234", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char z[MOMENT_TEXT];
        str got = cell_moment(str_c(cases[i][0]), z);
        if (!str_eqz(got, cases[i][1])) fail_msg("%s gave %.*s", cases[i][0], STR(got));
    }
}

static void months_are_read(void **state) {
    (void)state;
    static const char *const cases[][2] = {{"2024-05", "2024-05"}, {"2024/5", "2024-05"}, {"2024年5月", "2024-05"}, {"202405", "2024-05"},
                                           {"2024-05-31", "2024-05"}, {"２０２４年５月", "2024-05"}, {"2024年5月6日", "2024-05"},
                                           {"2024-Q2", ""}, {"2024-W21", ""}, {"2024-00", ""}, {"2024", ""}, {"5月", ""}, {"2024-5-", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char z[MOMENT_TEXT];
        str got = cell_month(str_c(cases[i][0]), z);
        if (!str_eqz(got, cases[i][1])) fail_msg("%s gave %.*s", cases[i][0], STR(got));
    }
}

static void hours_are_read(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double unit, want;
    } cases[] = {{"2.5", 1, 2.5},     {"２．５", 1, 2.5},     {"2.5h", 1, 2.5},   {"90分钟", 1, 1.5},        {"2小时30分", 1, 2.5}, {"1天", 1, 24},
                 {"90", 1 / 60.0, 1.5}, {"1,204.5", 1, 1204.5}, {"2:30", 1, 2.5}, {"1 d 2 hours", 1, 26}, {"0", 1, 0},         {"36 小时", 1, 36}};
    double v;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!cell_hours(str_c(cases[i].text), cases[i].unit, &v)) fail_msg("%s", cases[i].text);
        assert_true(fabs(v - cases[i].want) < 1e-9);
    }
    static const char *const wrong[] = {"-1", "2.5.1", "abc", "12,34", "100001", "2:75", "1e400", "5 parsecs", "h", "inf"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (cell_hours(str_c(wrong[i]), 1, &v)) fail_msg("%s", wrong[i]);
}

static void headings_are_known_in_both_languages(void **state) {
    (void)state;
    static const struct {
        const char *heading;
        ticket_column want;
        double unit;
    } cases[] = {
        {"监测周期", TICKET_PERIOD, 1},          {"客户ID(脱敏)", TICKET_CUSTOMER, 1},     {"客户ＩＤ（脱敏）", TICKET_CUSTOMER, 1},
        {"服务类型", TICKET_TYPE, 1},            {"响应时长(小时)", TICKET_RESPONSE_H, 1}, {"响应时长（分钟）", TICKET_RESPONSE_H, 1 / 60.0},
        {"解决时长(小时)", TICKET_RESOLUTION_H, 1}, {"CSAT评分(1-5分)", TICKET_CSAT, 1},      {"问题描述", TICKET_DESCRIPTION, 1},
        {"质检结果", TICKET_INSPECTION, 1},      {" Ticket No. ", TICKET_NO, 1},           {"response_h", TICKET_RESPONSE_H, 1},
        {"Service type", TICKET_TYPE, 1},        {"响应时间", TICKET_ANSWERED, 1},         {"响应时间(h)", TICKET_RESPONSE_H, 1},
        {"Response time (min)", TICKET_RESPONSE_H, 1 / 60.0}, {"NPS评分(0-10分)", TICKET_NPS, 1}, {"一次解决", TICKET_FIRST_CONTACT, 1},
    };
    AUTO(arena_free) arena a = {0};
    ticket_column c;
    double unit;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!ticket_heading(&a, str_c(cases[i].heading), &c, &unit)) fail_msg("%s", cases[i].heading);
        assert_int_equal(c, cases[i].want);
        assert_true(fabs(unit - cases[i].unit) < 1e-12);
    }
    assert_false(ticket_heading(&a, S("坐席电话"), &c, &unit));
    assert_false(ticket_heading(&a, S(""), &c, &unit));
    assert_false(ticket_heading(&a, S("since_complaint_h"), &c, &unit));
    for (int k = 0; k < TICKET_COLUMNS; k++) { /* every column has its label, which is itself a heading */
        char key[64];
        snprintf(key, sizeof key, "ticket.%s", ticket_column_name((ticket_column)k));
        for (int l = 0; l < LANG_COUNT; l++) assert_non_null(word_find((lang)l, str_c(key)));
        if (k >= TICKET_IMPORTED) continue;
        for (int l = 0; l < LANG_COUNT; l++) {
            if (!ticket_heading(&a, str_c(word((lang)l, key)), &c, &unit)) fail_msg("%s", word((lang)l, key));
            assert_int_equal(c, k);
        }
    }
}

static void cells_become_values(void **state) {
    (void)state;
    static const struct {
        ticket_column column;
        const char *cell, *want; /* want NULL: refused */
        ticket_column more;      /* a second column that the cell fills */
        const char *more_want;
    } cases[] = {
        {TICKET_TYPE, "物流投诉", "complaint", TICKET_SUBTYPE, "物流投诉"},
        {TICKET_TYPE, "投诉", "complaint", TICKET_SUBTYPE, ""},
        {TICKET_TYPE, "产品使用咨询", "consultation", TICKET_SUBTYPE, "产品使用咨询"},
        {TICKET_TYPE, "维修", "repair", TICKET_SUBTYPE, ""},
        {TICKET_TYPE, "维修咨询", "consultation", TICKET_SUBTYPE, "维修咨询"},
        {TICKET_TYPE, "维修投诉咨询", "complaint", TICKET_SUBTYPE, "维修投诉咨询"},
        {TICKET_TYPE, "退换货", "return", TICKET_SUBTYPE, ""},
        {TICKET_TYPE, "Refund request", "return", TICKET_SUBTYPE, "Refund request"},
        {TICKET_TYPE, "Complaint", "complaint", TICKET_SUBTYPE, ""},
        {TICKET_TYPE, "安装", "other", TICKET_SUBTYPE, "安装"},
        {TICKET_INSPECTION, "不合格（未同步仓库数据）", "fail", TICKET_INSPECTION_REASON, "未同步仓库数据"},
        {TICKET_INSPECTION, "合格（解答清晰）", "pass", TICKET_INSPECTION_REASON, "解答清晰"},
        {TICKET_INSPECTION, "合格", "pass", TICKET_INSPECTION_REASON, ""},
        {TICKET_INSPECTION, "Fail: no call back", "fail", TICKET_INSPECTION_REASON, "no call back"},
        {TICKET_INSPECTION, "未检", "none", TICKET_INSPECTION_REASON, ""},
        {TICKET_INSPECTION, "基本合格", NULL, TICKET_INSPECTION_REASON, ""},
        {TICKET_CUSTOMER, "  C1　", "C1", TICKET_NO, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ticket t = {0};
        const char *want;
        bool read = ticket_read(&t, cases[i].column, str_c(cases[i].cell), 1, &want);
        assert_int_equal(read, cases[i].want != NULL);
        if (!read) continue;
        if (!str_eqz(t.value[cases[i].column].text, cases[i].want)) fail_msg("%s: %s", cases[i].cell, cases[i].want);
        assert_true(str_eqz(t.value[cases[i].more].text, cases[i].more_want));
    }
    static const struct {
        ticket_column column;
        const char *cell;
        double want; /* -1: refused, -2: missing */
    } numbers[] = {{TICKET_CSAT, "5", 5}, {TICKET_CSAT, "５分", 5}, {TICKET_CSAT, "4.0", 4}, {TICKET_CSAT, "6", -1}, {TICKET_CSAT, "0", -1},
                   {TICKET_CSAT, "4.5", -1}, {TICKET_CSAT, "好", -1}, {TICKET_CSAT, "满意", 4}, {TICKET_CSAT, "非常不满意", 1}, {TICKET_CSAT, "Very satisfied", 5}, {TICKET_CSAT, " ", -2}, {TICKET_NPS, "0", 0}, {TICKET_NPS, "10", 10},
                   {TICKET_NPS, "11", -1}, {TICKET_FIRST_CONTACT, "是", 1}, {TICKET_FIRST_CONTACT, "No", 0}, {TICKET_FIRST_CONTACT, "?", -1},
                   {TICKET_COST, "¥1,200.50元", 1200.5}, {TICKET_COST, "-1", -1}, {TICKET_RESPONSE_H, "", -2}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        ticket t = {0};
        const char *want;
        bool read = ticket_read(&t, numbers[i].column, str_c(numbers[i].cell), 1, &want);
        if (read != (numbers[i].want != -1)) fail_msg("%s", numbers[i].cell);
        if (!read) assert_non_null(word_find(LANG_ZH, str_c(want)));
        else if (numbers[i].want == -2) assert_int_equal(t.value[numbers[i].column].kind, VALUE_NULL);
        else assert_true(fabs(t.value[numbers[i].column].number - numbers[i].want) < 1e-9);
    }
}

/* ---- conditions ------------------------------------------------------------------------------------------------------------ */

static void conditions_hold(void **state) {
    (void)state;
    ticket_value row[TICKET_COLUMNS] = {0};
    row[TICKET_TYPE] = (ticket_value){.kind = VALUE_TEXT, .text = S("complaint")};
    row[TICKET_CATEGORY] = (ticket_value){.kind = VALUE_TEXT, .text = S("物流 延迟")};
    row[TICKET_CSAT] = ticket_real(4);
    row[TICKET_RESPONSE_H] = ticket_real(24.000000000000004);
    static const struct {
        const char *text;
        bool want;
    } cases[] = {{"", true}, {"type=complaint", true}, {"type = complaint & csat>=4", true}, {"csat > 4", false}, {"csat<5&csat!=3", true},
                 {"response_h <= 24", true}, {"csat in (1, 4)", true}, {"csat in (1,2)", false}, {"type in (repair, return)", false},
                 {"nps known", false}, {"csat known", true}, {"nps != 3", false}, {"category = \"物流 延迟\"", true}, {"type != repair", true}, {"category = '物流 延迟'", true}, {"category = “物流 延迟”", true},
                 {"type = 'complaint'", true}, {"type = 投诉", true}, {"type in (维修, Complaint)", true}, {"type != 投诉", false}};
    AUTO(arena_free) arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        condition c;
        err e;
        if (condition_parse(&a, str_c(cases[i].text), &c, &e)) fail_msg("%s", cases[i].text);
        if (condition_holds(&c, row) != cases[i].want) fail_msg("%s", cases[i].text);
    }
}

static void broken_conditions_are_refused_with_their_place(void **state) {
    (void)state;
    static const char *const cases[][2] = {{"typ=complaint", "1"}, {"type complaint", "6"}, {"type=", "6"}, {"type=other b", "12"}, {"type=other &", "13"}, {"type=complain", "6"}, {"inspection=good", "12"}, {"type='repair", "13"},
                                           {"csat in 1", "9"}, {"csat in (1", "11"}, {"csat=x", "6"}, {"type<complaint", "5"}, {"category=\"物流", "13"},
                                           {"1=1; DROP TABLE ticket", "1"}, {"import=I-1", "1"}, {"category=物流 or 1", "13"}};
    AUTO(arena_free) arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        condition c;
        err e;
        if (condition_parse(&a, str_c(cases[i][0]), &c, &e) != ERR_CONDITION) fail_msg("%s", cases[i][0]);
        if (!str_eqz(err_value(&e, "at"), cases[i][1])) fail_msg("%s at %.*s", cases[i][0], STR(err_value(&e, "at")));
        char key[64];
        snprintf(key, sizeof key, "%.*s", STR(err_value(&e, "want")));
        assert_non_null(word_find(LANG_EN, str_c(key)));
    }
}

/* ---- imports ------------------------------------------------------------------------------------------------------------------ */

static void the_sample_months_show_what_they_must(void **state) {
    (void)state;
    store *s = fresh();
    bring_samples(s);
    static const struct {
        const char *sql;
        int64_t want;
    } cases[] = {
        {"SELECT count(*) FROM ticket WHERE period = '2024-05' AND category IS NOT NULL", 120},
        {"SELECT count(*) FROM ticket WHERE period = '2024-05' AND category = '物流延迟'", 42},
        {"SELECT count(*) FROM ticket WHERE period = '2024-05' AND category = '客服解答不专业'", 28},
        {"SELECT count(*) FROM ticket WHERE period = '2024-07' AND category IS NOT NULL", 100},
        {"SELECT count(*) FROM ticket WHERE period = '2024-07' AND category = '物流延迟'", 10},
        {"SELECT count(*) FROM ticket WHERE period = '2024-07' AND category = '客服解答不专业'", 8},
        {"SELECT x = 18 AND n = 120 AND value = 0.15 FROM rollup WHERE kpi = 'repeat_complaint' AND period = '2024-05'", 1},
        {"SELECT x = 5 AND n = 100 AND value = 0.05 FROM rollup WHERE kpi = 'repeat_complaint' AND period = '2024-07'", 1},
        {"SELECT value = 3.8 FROM rollup WHERE kpi = 'csat' AND period = '2024-05'", 1},
        {"SELECT value = 4.5 FROM rollup WHERE kpi = 'csat' AND period = '2024-07'", 1},
        {"SELECT count(*) FROM ticket WHERE inspection IN ('pass', 'fail') AND period = '2024-05' HAVING count(*) BETWEEN 0.12 * 188 AND 0.2 * 188", 30},
        {"SELECT count(*) FROM rollup", 6 * 12},
        {"SELECT count(*) FROM import WHERE refused = 0 AND stored = rows_read AND duplicate = 0", 6},
        {"SELECT count(*) FROM event WHERE kind = 'import'", 6},
        {"SELECT type = 'complaint' AND subtype = '物流投诉' AND response_h = 2.5 AND resolution_h = 48 AND csat = 2 AND description = '包裹丢失'"
         " AND inspection = 'fail' AND inspection_reason = '未同步仓库数据' AND no = customer AND row = 2 FROM ticket WHERE no = 'C202405001'", 1},
        {"SELECT type = 'consultation' AND subtype = '产品使用咨询' AND response_h = 0.5 AND resolution_h = 1 AND csat = 5 AND description = '功能疑问'"
         " AND inspection = 'pass' AND inspection_reason = '解答清晰' FROM ticket WHERE no = 'C202405002'", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (count(s, cases[i].sql) != cases[i].want) fail_msg("%s: %lld", cases[i].sql, (long long)count(s, cases[i].sql));
    int64_t events;
    err e;
    assert_int_equal(audit_verify(s, &events, &e), ERR_NONE);
    store_close(s);
}

static void the_same_file_twice_adds_nothing(void **state) {
    (void)state;
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    import_receipt r;
    err e;
    assert_int_equal(bring(s, &a, sample("2024-05"), NULL, &r, &e), ERR_NONE);
    assert_true(str_eqz(r.id, "I-2024-001"));
    assert_true(str_eqz(r.period_from, "2024-05") && str_eqz(r.period_to, "2024-05"));
    assert_int_equal(bring(s, &a, sample("2024-05"), NULL, &r, &e), ERR_NONE);
    assert_true(str_eqz(r.already, "I-2024-001"));
    assert_int_equal(r.id.n, 0);
    assert_int_equal(count(s, "SELECT count(*) FROM import"), 1);
    /* other bytes, same tickets: all duplicates */
    buf more = {0};
    buf_put(&more, sample("2024-05"));
    buf_z(&more, "\n\n");
    assert_int_equal(bring(s, &a, buf_str(&more), NULL, &r, &e), ERR_NONE);
    assert_int_equal(r.stored, 0);
    assert_int_equal(r.duplicate, 188);
    assert_int_equal(count(s, "SELECT count(*) FROM ticket"), 188);
    buf_free(&more);
    store_close(s);
}

static const char dirty[] = "period,ticket no,type,csat,opened,resolved\n"
                            "2024-05,1,complaint,6,,\n"
                            "2024-05,2,complaint,5,2024-05-02 08:00,2024-05-01 08:00\n"
                            "2024-05,3,complaint\n"
                            ",4,complaint,,,\n"
                            "2024-05,5,,,,\n"
                            "2024-05,6,complaint,4,2024-05-02 08:00,2024-05-02 20:00,,\n"
                            "2024-05,6,complaint,3,,\n"
                            "2024-05,7,repair,,2024-13-02,\n";

static void refused_rows_are_named_and_nothing_is_written(void **state) {
    (void)state;
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    import_receipt r;
    err e;
    assert_int_equal(bring(s, &a, str_c(dirty), NULL, &r, &e), ERR_ROWS_REFUSED);
    assert_true(str_eqz(err_value(&e, "n"), "6")); /* the second ticket 6 is only seen where the first was stored */
    static const struct {
        int line;
        const char *column, *value, *want;
    } want[] = {{2, "csat", "6", "want.csat"},       {3, "resolved", "2024-05-01 08:00", "want.after_opened"}, {4, "", "3", "want.row_width"},
                {5, "period", "", "want.ticket_month"},     {6, "type", "", "want.service_type"},                     {9, "opened", "2024-13-02", "want.moment"}};
    assert_int_equal(r.refusals, 6);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(r.refusal[i].line, want[i].line);
        assert_true(str_eqz(r.refusal[i].column, want[i].column));
        assert_true(str_eqz(r.refusal[i].value, want[i].value));
        assert_string_equal(r.refusal[i].want, want[i].want);
        assert_non_null(word_find(LANG_EN, str_c(r.refusal[i].want)));
    }
    assert_int_equal(count(s, "SELECT (SELECT count(*) FROM ticket) + (SELECT count(*) FROM import) + (SELECT count(*) FROM rollup)"
                              " + (SELECT count(*) FROM counter)"), 0);
    assert_int_equal(bring(s, &a, str_c(dirty), &(import_options){.partial = true}, &r, &e), ERR_NONE);
    assert_int_equal(r.refused, 7);
    assert_int_equal(r.stored, 1);
    assert_string_equal(r.refusal[5].want, "want.ticket_once");
    assert_int_equal(count(s, "SELECT resolution_h = 12 AND refused = 7 FROM ticket JOIN import ON import.id = ticket.import"), 1);
    store_close(s);
}

static void a_dry_run_writes_nothing(void **state) {
    (void)state;
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    import_receipt r;
    err e;
    assert_int_equal(bring(s, &a, sample("2024-05"), &(import_options){.dry_run = true}, &r, &e), ERR_NONE);
    assert_int_equal(r.stored, 188);
    assert_int_equal(r.id.n, 0);
    assert_int_equal(count(s, "SELECT (SELECT count(*) FROM ticket) + (SELECT count(*) FROM import)"), 0);
    store_close(s);
}

static void a_changed_ticket_waits_for_update(void **state) {
    (void)state;
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    import_receipt r;
    err e;
    str first = S("no,period,type,csat\n1,2024-05,complaint,3\n"), second = S("no,period,type,csat\n1,2024-06,complaint,5\n");
    assert_int_equal(bring(s, &a, first, NULL, &r, &e), ERR_NONE);
    assert_int_equal(bring(s, &a, second, &(import_options){.dry_run = true}, &r, &e), ERR_NONE);
    assert_int_equal(r.changed, 1);
    assert_int_equal(bring(s, &a, second, &(import_options){.update = true}, &r, &e), ERR_NONE);
    assert_int_equal(r.updated, 1);
    assert_int_equal(count(s, "SELECT csat FROM ticket WHERE import = 'I-2024-002'"), 5);
    assert_int_equal(count(s, "SELECT count(*) FROM rollup WHERE period = '2024-05'"), 0); /* a gap now */
    assert_int_equal(count(s, "SELECT value FROM rollup WHERE period = '2024-06' AND kpi = 'csat'"), 5);
    /* the same number in another source is another ticket */
    assert_int_equal(bring(s, &a, S("no,period,type\n1,2024-05,complaint\n"), &(import_options){.source = S("hotline")}, &r, &e), ERR_NONE);
    assert_int_equal(r.stored, 1);
    store_close(s);
}

static void files_that_cannot_be_read_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *data;
        err_code code;
    } cases[] = {{"", ERR_FILE_EMPTY}, {"\n\n", ERR_FILE_EMPTY}, {"period,type\n", ERR_FILE_EMPTY}, {"period,csat\n2024-05,1\n", ERR_NO_COLUMN},
                 {"type,csat\nrepair,1\n", ERR_NO_COLUMN}, {"period,type,周期\n", ERR_COLUMN_TWICE}, {"period,type\n2024-05,\"x\n", ERR_CSV_QUOTE},
                 {"period,type\n2024-05,\xFF\xFF\n", ERR_ENCODING}};
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        import_receipt r;
        err e;
        if (bring(s, &a, str_c(cases[i].data), NULL, &r, &e) != cases[i].code) fail_msg("%zu: %s", i, err_name(e.code));
    }
    buf wide = {0};
    buf_z(&wide, "period,type");
    buf_fill(&wide, ',', 20000);
    import_receipt r;
    err e;
    assert_int_equal(bring(s, &a, buf_str(&wide), NULL, &r, &e), ERR_CSV_COLUMNS);
    buf_free(&wide);
    assert_int_equal(count(s, "SELECT count(*) FROM event WHERE kind = 'import'"), 0);
    store_close(s);
}

/* ---- properties ------------------------------------------------------------------------------------------------------------------- */

/* The figures as one text. */
static str figures(store *s, arena *a) {
    str text;
    err e;
    assert_int_equal(store_text(s, a, "SELECT group_concat(kpi || period || ':' || n || ',' || coalesce(x, '') || ',' || coalesce(sum, '') || ','"
                                      " || value || ',' || coalesce(median, '') || ',' || coalesce(p90, '')) FROM (SELECT * FROM rollup ORDER BY kpi, period)",
                                NULL, 0, &text, NULL, &e), ERR_NONE);
    return text;
}

static int lines_of(str data, str *line) {
    int n = 0;
    while (data.n) data = str_cut(data, '\n', &line[n++]);
    return n;
}

static void any_order_and_any_cut_give_the_same_figures(void **state) {
    (void)state;
    AUTO(arena_free) arena a = {0};
    store *whole = fresh();
    bring_samples(whole);
    str want = figures(whole, &a);
    assert_true(want.n > 1000);
    err e;
    assert_int_equal(rollup_refresh(whole, NULL, &e), ERR_NONE); /* from scratch */
    assert_true(str_eq(figures(whole, &a), want));
    static const char *const months[] = {"2024-07", "2024-03", "2024-08", "2024-05", "2024-04", "2024-06"};
    unsigned seed = 7;
    for (int round = 0; round < 3; round++) {
        store *s = fresh();
        for (size_t m = 0; m < 6; m++) {
            str line[400];
            int n = lines_of(sample(months[m]), line);
            for (int i = n - 1; i > 1; i--) {
                seed = seed * 1103515245 + 12345;
                int j = 1 + (int)(seed / 65536 % (unsigned)i);
                str t = line[i];
                line[i] = line[j];
                line[j] = t;
            }
            int cut = 1 + (n - 1) * round / 3;
            for (int part = 0; part < 2; part++) {
                buf data = {0};
                int from = part ? cut : 1, to = part ? n : cut;
                if (from < to) {
                    buf_put(&data, line[0]);
                    for (int i = from; i < to; i++) {
                        buf_putc(&data, '\n');
                        buf_put(&data, line[i]);
                    }
                    import_receipt r;
                    if (bring(s, &a, buf_str(&data), NULL, &r, &e)) fail_msg("%s", err_name(e.code));
                }
                buf_free(&data);
            }
        }
        assert_true(str_eq(figures(s, &a), want));
        store_close(s);
    }
    store_close(whole);
}

/* Rows without numbers: their content is their number, in whatever file they come. */
static void rows_without_numbers_are_told_by_content(void **state) {
    (void)state;
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    import_receipt r;
    err e;
    assert_int_equal(bring(s, &a, S("监测周期,客户ID(脱敏),服务类型,CSAT评分(1-5分)\n2024-05,a,投诉,1\n2024-05,b,投诉,2\n"), NULL, &r, &e), ERR_NONE);
    assert_int_equal(r.stored, 2);
    assert_int_equal(bring(s, &a, S("服务类型,监测周期,客户ID(脱敏),CSAT评分(1-5分)\n投诉,2024年5月,b,２\n投诉,2024-05,c,2\n"), NULL, &r, &e), ERR_NONE);
    assert_int_equal(r.stored, 1);
    assert_int_equal(r.duplicate, 1);
    /* without opening times nobody knows which of two complaints is the repeat */
    assert_int_equal(count(s, "SELECT count(*) FROM rollup WHERE kpi = 'repeat_complaint'"), 0);
    store_close(s);
}

static void repeats_look_back_thirty_days_exactly(void **state) {
    (void)state;
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    import_receipt r;
    err e;
    str data = S("no,customer,type,opened\n1,a,complaint,2024-04-30 08:00\n2,a,complaint,2024-05-30 08:00\n3,a,complaint,2024-06-29 08:00:01\n"
                 "4,b,complaint,2024-05-01 08:00\n5,b,repair,2024-05-02 08:00\n6,b,complaint,2024-05-01 08:00\n7,,complaint,2024-05-03 08:00\n");
    assert_int_equal(bring(s, &a, data, NULL, &r, &e), ERR_NONE);
    assert_int_equal(count(s, "SELECT x * 100 + n FROM rollup WHERE kpi = 'repeat_complaint' AND period = '2024-05'"), 203);
    assert_int_equal(count(s, "SELECT x * 100 + n FROM rollup WHERE kpi = 'repeat_complaint' AND period = '2024-06'"), 1);
    /* history that comes late corrects what followed it */
    assert_int_equal(bring(s, &a, S("no,customer,type,opened\n8,a,complaint,2024-05-31 08:00\n"), NULL, &r, &e), ERR_NONE);
    assert_int_equal(count(s, "SELECT x * 100 + n FROM rollup WHERE kpi = 'repeat_complaint' AND period = '2024-06'"), 101);
    store_close(s);
}

static void an_import_can_be_withdrawn(void **state) {
    (void)state;
    store *s = fresh(), *without = fresh();
    AUTO(arena_free) arena a = {0};
    import_receipt r;
    err e;
    int64_t n;
    static const char *const months[] = {"2024-04", "2024-05", "2024-06"};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(bring(s, &a, sample(months[i]), NULL, &r, &e), ERR_NONE);
        if (i != 1) assert_int_equal(bring(without, &a, sample(months[i]), NULL, &r, &e), ERR_NONE);
    }
    store_set_session(s, &(store_session){.actor = S("tester"), .today = date_from_ymd(2024, 8, 31), .reason = S("wrong file"), .verb = S("undo")});
    assert_int_equal(monitor_undo(s, S("I-2024-002"), &n, &e), ERR_NONE);
    assert_int_equal(n, 188);
    assert_true(str_eq(figures(s, &a), figures(without, &a))); /* as if it had never come, repeats of June included */
    assert_int_equal(count(s, "SELECT count(*) FROM event WHERE kind = 'import' AND verb = 'undo' AND reason = 'wrong file'"), 1);
    assert_int_equal(monitor_undo(s, S("I-2024-002"), &n, &e), ERR_VOIDED);
    assert_int_equal(monitor_undo(s, S("I-2024-009"), &n, &e), ERR_UNKNOWN_ID);
    assert_int_equal(bring(s, &a, sample("2024-05"), NULL, &r, &e), ERR_NONE); /* and may come again */
    assert_int_equal(r.stored, 188);
    store_close(s);
    store_close(without);
}

static void columns_are_mapped_and_kept_as_asked(void **state) {
    (void)state;
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    import_receipt r;
    err e;
    str data = S("month,kind of case,电话,批次,handled by,time to fix (min)\n2024-05,投诉,13800138000,\"b\"\"1\",王,90\n2024-05,咨询,13800138001,,李,30\n");
    const import_map map[] = {{S("kind of case"), TICKET_TYPE}, {S("handled by"), TICKET_AGENT}, {S("time to fix (min)"), TICKET_RESOLUTION_H}};
    const str keep[] = {S("批次")};
    assert_int_equal(bring(s, &a, data, NULL, &r, &e), ERR_NO_COLUMN);
    assert_int_equal(bring(s, &a, data, &(import_options){.map = map, .maps = 3, .keep = keep, .keeps = 1}, &r, &e), ERR_NONE);
    assert_int_equal(r.stored, 2);
    assert_int_equal(count(s, "SELECT count(*) FROM ticket WHERE agent = '王' AND resolution_h = 1.5 AND extra = '{\"批次\":\"b\\\"1\"}'"), 1);
    assert_int_equal(count(s, "SELECT count(*) FROM ticket WHERE extra IS NULL AND resolution_h = 0.5"), 1);
    const import_map none[] = {{S("month"), -1}};
    assert_int_equal(bring(s, &a, S("month,type\n2024-05,repair\n"), &(import_options){.map = none, .maps = 1}, &r, &e), ERR_NO_COLUMN);
    const import_map typo[] = {{S("moth"), TICKET_PERIOD}};
    assert_int_equal(bring(s, &a, S("month,type\n2024-05,repair\n"), &(import_options){.map = typo, .maps = 1}, &r, &e), ERR_NO_COLUMN);
    store_close(s);
}

static void results_of_an_inspection_come_back(void **state) {
    (void)state;
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    import_receipt r;
    err e;
    assert_int_equal(bring(s, &a, sample("2024-05"), NULL, &r, &e), ERR_NONE);
    str results = S("工单号,质检结果\nC202405003,合格（按时回访）\nC202405001,合格\nC209999999,合格\nC202405004,\n");
    assert_int_equal(bring(s, &a, results, &(import_options){.inspections = true}, &r, &e), ERR_ROWS_REFUSED);
    assert_int_equal(bring(s, &a, results, &(import_options){.inspections = true, .partial = true}, &r, &e), ERR_NONE);
    assert_int_equal(r.updated, 2);
    assert_int_equal(r.refused, 2);
    assert_string_equal(r.refusal[0].want, "want.known_ticket");
    assert_string_equal(r.refusal[1].want, "want.inspection");
    assert_int_equal(count(s, "SELECT count(*) FROM ticket WHERE no = 'C202405003' AND inspection = 'pass' AND inspection_reason = '按时回访' AND import = 'I-2024-001'"), 1);
    assert_int_equal(count(s, "SELECT count(*) FROM ticket WHERE no = 'C202405001' AND inspection = 'pass' AND inspection_reason IS NULL"), 1);
    assert_int_equal(count(s, "SELECT n * 100 + x FROM rollup WHERE kpi = 'compliance' AND period = '2024-05'"), 3128); /* 30 with 26 passed before */
    assert_int_equal(count(s, "SELECT count(*) FROM ticket"), 188);
    assert_int_equal(bring(s, &a, S("工单号,说明\n1,2\n"), &(import_options){.inspections = true}, &r, &e), ERR_NO_COLUMN);
    store_close(s);
}

static void refused_rows_go_to_a_file_that_can_be_mended(void **state) {
    (void)state;
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    AUTO(buf_free) buf out = {0};
    import_receipt r;
    err e;
    assert_int_equal(bring(s, &a, S("period,no,type,csat\n2024-05,1,repair,6\n2024-05,2,\"repair, long\",5\n"),
                           &(import_options){.partial = true, .refused_rows = &out, .language = LANG_EN}, &r, &e), ERR_NONE);
    assert_string_equal(buf_cstr(&out), "\xEF\xBB\xBF" "period,no,type,csat,line,refused because\r\n"
                                        "2024-05,1,repair,6,2,csat: “6” expected a whole number from 1 to 5 (another scale is set by --csat-scale)\r\n");
    str mended = str_sub(buf_str(&out), 0, out.n);
    char *six = strstr(out.p, ",6,");
    six[1] = '4';
    assert_int_equal(bring(s, &a, mended, NULL, &r, &e), ERR_NONE);
    assert_int_equal(r.stored, 1);
    store_close(s);
}

static const char *key_path(void) {
    static char path[] = "/tmp/pdca-key-XXXXXX";
    static bool made;
    if (!made) assert_non_null(mkdtemp(path));
    made = true;
    static char file[64];
    snprintf(file, sizeof file, "%s/customer.key", path);
    return file;
}

static void customers_are_the_same_every_month_and_unknown(void **state) {
    (void)state;
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    import_receipt r;
    err e;
    import_options o = {.customers = CUSTOMER_AUTO, .key_file = key_path()};
    unlink(key_path());
    assert_int_equal(bring(s, &a, S("no,客户ID,type,opened\n1,Zhang San,complaint,2024-05-01 08:00\n"), &o, &r, &e), ERR_NONE);
    assert_true(r.masked);
    assert_int_equal(bring(s, &a, S("no,客户编号,type,opened\n2, ＺＨＡＮＧ　san ,complaint,2024-05-20 08:00\n"), &o, &r, &e), ERR_NONE);
    assert_int_equal(count(s, "SELECT count(DISTINCT customer) FROM ticket WHERE length(customer) = 17 AND customer LIKE 'K%'"), 1);
    assert_int_equal(count(s, "SELECT x FROM rollup WHERE kpi = 'repeat_complaint'"), 1);
    assert_int_equal(bring(s, &a, S("no,客户ID（脱敏）,type,opened\n3,C1,complaint,2024-05-20 08:00\n"), &o, &r, &e), ERR_NONE);
    assert_false(r.masked);
    assert_int_equal(count(s, "SELECT count(*) FROM ticket WHERE customer = 'C1'"), 1);
    o.customers = CUSTOMER_MASK;
    assert_int_equal(bring(s, &a, S("no,客户ID（脱敏）,type,opened\n4,C1,complaint,2024-05-20 08:00\n"), &o, &r, &e), ERR_NONE);
    assert_int_equal(count(s, "SELECT count(*) FROM ticket WHERE customer = 'C1'"), 1);
    assert_int_equal(chmod(key_path(), 0644), 0);
    assert_int_equal(bring(s, &a, S("no,customer id,type,opened\n5,C1,complaint,2024-05-20 08:00\n"), &o, &r, &e), ERR_KEY_OPEN);
    assert_int_equal(chmod(key_path(), 0600), 0);
    assert_int_equal(truncate(key_path(), 31), 0);
    assert_int_equal(bring(s, &a, S("no,customer id,type,opened\n5,C1,complaint,2024-05-20 08:00\n"), &o, &r, &e), ERR_KEY_BROKEN);
    unlink(key_path());
    /* another key, another name */
    assert_int_equal(bring(s, &a, S("no,customer id,type,opened\n5,Zhang San,complaint,2024-05-20 08:00\n"), &o, &r, &e), ERR_NONE);
    assert_int_equal(count(s, "SELECT count(*) FROM ticket WHERE customer = (SELECT customer FROM ticket WHERE no = '1')"), 2);
    unlink(key_path());
    store_close(s);
}

/* Personal data in every column are in no table, no event, no receipt. */
static void canaries_do_not_get_through(void **state) {
    (void)state;
    static const char *const canary[] = {"13912345678", "canary@example.com", "11010519491231002X", "京A12345", "陈金丝", "6228480402564890018"};
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    AUTO(buf_free) buf data = {0};
    import_receipt r;
    err e;
    buf_z(&data, "period,no,客户姓名,type,region,产品,问题描述,质检结果,问题类别,备注,电话,csat\n");
    for (size_t i = 0; i < 6; i++) {
        const char *c = canary[i], *called = i == 4 ? "先生" : "";
        buf_printf(&data, "2024-05,n%zu,%s,%s%s投诉,%s%s,%s%s,回电%s%s,不合格（%s%s）,%s%s类,见%s%s,%s,5\n", i, c, c, called, c, called, c, called, c, called, c, called, c, called, c, called, c);
        buf_printf(&data, "2024-05,r%zu,x,%s%s投诉,,,,%s%s,,,,5\n", i, c, called, c, called); /* refused: no inspection result */
    }
    const import_map map[] = {{S("客户姓名"), TICKET_CUSTOMER}};
    const str keep[] = {S("备注")};
    import_options o = {.customers = CUSTOMER_MASK, .key_file = key_path(), .partial = true, .map = map, .maps = 1, .keep = keep, .keeps = 1};
    assert_int_equal(bring(s, &a, buf_str(&data), &o, &r, &e), ERR_NONE);
    assert_int_equal(r.stored, 6);
    assert_int_equal(r.refused, 6);
    for (size_t i = 0; i < 6; i++) {
        const str bind[] = {str_c(canary[i])};
        int64_t n;
        assert_int_equal(store_int(s, "SELECT (SELECT count(*) FROM ticket t WHERE instr(pdca_row('a', subtype, 'b', region, 'c', product, 'd', description, 'e', inspection_reason,"
                                      " 'f', category, 'g', extra, 'h', customer, 'i', agent), ?1)) + (SELECT count(*) FROM event WHERE instr(row, ?1))", bind, 1, &n, &e), ERR_NONE);
        if (n) fail_msg("%s is stored", canary[i]);
        for (int k = 0; k < r.refusals; k++)
            if (str_find(r.refusal[k].value, bind[0]) < r.refusal[k].value.n) fail_msg("%s is shown", canary[i]);
    }
    assert_int_equal(count(s, "SELECT count(*) FROM ticket WHERE description = '回电[手机号]'"), 1);
    assert_int_equal(count(s, "SELECT decisions ->> '$.scrubbed.mobile' FROM import"), 7);
    unlink(key_path());
    store_close(s);
}

typedef struct seen {
    int calls;
    int64_t rows;
    double share;
} seen;

static void look_on(void *user, int64_t rows, double share) {
    seen *s = user;
    assert_true(rows == s->rows + PROGRESS_ROWS && share >= s->share && share > 0 && share <= 1);
    *s = (seen){s->calls + 1, rows, share};
}

static void an_import_says_how_far_it_is(void **state) {
    (void)state;
    store *s = fresh();
    AUTO(arena_free) arena a = {0};
    err e;
    seen on = {0};
    import_receipt r;
    AUTO(buf_free) buf file = {0};
    buf_z(&file, "工单号,月份,类型\n");
    for (int i = 0; i < 3 * PROGRESS_ROWS - 1; i++) buf_printf(&file, "T%06d,2024-05,投诉\n", i);
    assert_int_equal(bring(s, &a, buf_str(&file), &(import_options){.progress = look_on, .progress_user = &on}, &r, &e), ERR_NONE);
    assert_int_equal(r.rows_read, 3 * PROGRESS_ROWS - 1);
    assert_int_equal(on.calls, 2);
    assert_true(on.share > 0.5);
    store_close(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_read_as_people_write_them),
        cmocka_unit_test(months_are_read),
        cmocka_unit_test(hours_are_read),
        cmocka_unit_test(headings_are_known_in_both_languages),
        cmocka_unit_test(cells_become_values),
        cmocka_unit_test(conditions_hold),
        cmocka_unit_test(broken_conditions_are_refused_with_their_place),
        cmocka_unit_test(the_sample_months_show_what_they_must),
        cmocka_unit_test(the_same_file_twice_adds_nothing),
        cmocka_unit_test(refused_rows_are_named_and_nothing_is_written),
        cmocka_unit_test(a_dry_run_writes_nothing),
        cmocka_unit_test(a_changed_ticket_waits_for_update),
        cmocka_unit_test(files_that_cannot_be_read_are_refused),
        cmocka_unit_test(any_order_and_any_cut_give_the_same_figures),
        cmocka_unit_test(rows_without_numbers_are_told_by_content),
        cmocka_unit_test(repeats_look_back_thirty_days_exactly),
        cmocka_unit_test(an_import_can_be_withdrawn),
        cmocka_unit_test(customers_are_the_same_every_month_and_unknown),
        cmocka_unit_test(canaries_do_not_get_through),
        cmocka_unit_test(columns_are_mapped_and_kept_as_asked),
        cmocka_unit_test(results_of_an_inspection_come_back),
        cmocka_unit_test(an_import_says_how_far_it_is),
        cmocka_unit_test(refused_rows_go_to_a_file_that_can_be_mended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
