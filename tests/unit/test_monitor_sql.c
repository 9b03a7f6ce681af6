/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SQL functions of the data side over the sample months. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/embed.h"
#include "monitor/import.h"
#include "monitor/kpi.h"
#include "monitor/monitor.h"

static void fn_word(sql_call *c, void *user) {
    (void)user;
    sql_result_str(c, str_c(word_find(LANG_EN, sql_str(c, 0))));
}

static store *sample(void) {
    err e;
    store *s;
    assert_int_equal(store_memory(&s, &e), ERR_NONE);
    store_set_session(s, &(store_session){.actor = S("tester"), .today = date_from_ymd(2024, 8, 31), .now = 1725062400});
    assert_int_equal(monitor_init(s, &e), ERR_NONE);
    assert_int_equal(store_function(s, "word", -1, true, fn_word, NULL, &e), ERR_NONE);
    if (monitor_prepare(s, &e)) fail_msg("%.*s", STR(err_value(&e, "reason")));
    AUTO(arena_free) arena a = {0};
    for (int m = 3; m <= 8; m++) {
        char path[64];
        snprintf(path, sizeof path, "tests/demo/2024-%02d.csv", m);
        source from;
        source_open_str(&from, embed_find(path));
        import_receipt r;
        assert_int_equal(monitor_import(s, &a, &(import_options){.file = path}, &from, &r, &e), ERR_NONE);
    }
    return s;
}

static void ask(store *s, const char *sql, const char *want) {
    AUTO(arena_free) arena a = {0};
    str got;
    err e;
    if (store_text(s, &a, sql, NULL, 0, &got, NULL, &e)) fail_msg("%s: %.*s", sql, STR(err_value(&e, "reason")));
    if (!str_eqz(got, want)) fail_msg("%s gave %.*s", sql, STR(got));
}

static void pareto_marks_the_vital_few(void **state) {
    (void)state;
    store *s = sample();
    ask(s, "SELECT json_extract(p, '$.n') || ' ' || json_extract(p, '$.k') || ' ' || json_extract(p, '$.vital_n') || ' ' || json_extract(p, '$.effect')"
           " FROM (SELECT pareto('2024-05', 0) AS p)", "120 3 97 1");
    ask(s, "SELECT group_concat((value ->> '$.label') || (value ->> '$.count') || '/' || (value ->> '$.cum') || CASE (value ->> '$.vital') WHEN 1 THEN '*' ELSE '' END)"
           " FROM json_each(pareto('2024-05', 0), '$.rows')",
        "物流延迟42/42*,客服解答不专业28/70*,维修周期超期27/97*,包裹破损或丢失8/105,退款到账慢6/111,发票开具错误4/115,安装预约难3/118,其他2/120");
    ask(s, "SELECT group_concat((value ->> '$.label') || (value ->> '$.count')) FROM json_each(pareto('2024-05', 5), '$.rows')",
        "物流延迟42,客服解答不专业28,维修周期超期27,包裹破损或丢失8,其他15");
    ask(s, "SELECT group_concat(value ->> '$.count') FROM json_each(pareto('2024-05', 1), '$.rows')", "42,28,27,23"); /* the vital few stay */
    ask(s, "SELECT round(json_extract(pareto('2024-05', 0), '$.rows[0].share'), 4) || ' ' || round(json_extract(pareto('2024-05', 0), '$.rows[1].share'), 4)",
        "0.35 0.2333");
    ask(s, "SELECT json_extract(pareto('2023-01', 0), '$.n') || ' ' || json_array_length(pareto('2023-01', 0), '$.rows')", "0 0");
    ask(s, "SELECT json_extract(pareto('2024-05-01..2024-05-31', 0), '$.n') || ' ' || json_extract(pareto('2024-Q2', 0), '$.n')", "120 352");
    store_close(s);
}

static void windows_agree_with_what_is_kept(void **state) {
    (void)state;
    store *s = sample();
    ask(s, "SELECT count(*) FROM rollup r WHERE kpi_window(r.kpi, r.period) ->> '$.value' IS NOT r.value OR kpi_window(r.kpi, r.period) ->> '$.n' IS NOT r.n"
           " OR kpi_window(r.kpi, r.period) ->> '$.lo' IS NOT r.lo OR kpi_window(r.kpi, r.period) ->> '$.median' IS NOT r.median", "0");
    ask(s, "SELECT kpi_window('repeat_complaint', '2024-05') ->> '$.x' || '/' || (kpi_window('repeat_complaint', '2024-05') ->> '$.n')", "18/120");
    ask(s, "SELECT kpi_window('repeat_complaint', '2024-05..2024-06') ->> '$.x' || '/' || (kpi_window('repeat_complaint', '2024-05..2024-06') ->> '$.n')", "27/230");
    ask(s, "SELECT kpi_window('csat', '2024-05-01..2024-05-31') ->> '$.value'", "3.8");
    ask(s, "SELECT kpi_window('csat', '2024-Q2') ->> '$.n'", "420");
    ask(s, "SELECT kpi_window('csat', '2023') ->> '$.n' || coalesce(kpi_window('csat', '2023') ->> '$.value', ' none')", "0 none");
    ask(s, "SELECT category_window('物流延迟', '2024-05') ->> '$.x' || '/' || (category_window('物流延迟', '2024-05') ->> '$.n')", "42/120");
    ask(s, "SELECT category_window('物流延迟', '2024-07') ->> '$.value'", "0.1");
    /* figures that other programs give: Wilson's interval of 18 of 120 and 5 of 100 (computed by the formula of Wilson 1927 in Python) */
    ask(s, "SELECT printf('%.6f %.6f', lo, hi) FROM rollup WHERE kpi = 'repeat_complaint' AND period = '2024-05'", "0.097038 0.224675");
    ask(s, "SELECT printf('%.6f %.6f', lo, hi) FROM rollup WHERE kpi = 'repeat_complaint' AND period = '2024-07'", "0.021544 0.111750");
    AUTO(arena_free) arena a = {0};
    str text;
    err e;
    assert_int_equal(store_text(s, &a, "SELECT kpi_window('csat', 'May')", NULL, 0, &text, NULL, &e), ERR_SQL);
    store_close(s);
}

static void breakdowns_add_up_and_hide_the_few(void **state) {
    (void)state;
    store *s = sample();
    ask(s, "SELECT sum(value ->> '$.figure.n') FROM json_each(kpi_by('csat', '2024-05', 'region'))", "140");
    ask(s, "SELECT count(*) FROM json_each(kpi_by('csat', '2024-05', 'region')) WHERE abs((value ->> '$.figure.value') -"
           " (SELECT avg(csat) FROM ticket WHERE period = '2024-05' AND region = value ->> '$.label')) > 1e-12", "0");
    ask(s, "SELECT sum(value ->> '$.few') || ' ' || sum((value ->> '$.few') AND (value ->> '$.figure') IS NOT NULL) FROM json_each(kpi_by('repeat_complaint', '2024-05', 'category'))", "3 0");
    AUTO(arena_free) arena a = {0};
    str text;
    err e;
    assert_int_equal(store_text(s, &a, "SELECT kpi_by('csat', '2024-05', 'customer')", NULL, 0, &text, NULL, &e), ERR_SQL);
    store_close(s);
}

/* What SQL alone works out over the same tickets. */
static void figures_agree_with_plain_sql(void **state) {
    (void)state;
    store *s = sample();
    static const char *const same[] = {
        "SELECT count(*) FROM rollup r WHERE kpi = 'csat' AND abs(value - (SELECT avg(csat) FROM ticket t WHERE t.period = r.period)) > 1e-12",
        "SELECT count(*) FROM rollup r WHERE kpi = 'csat_pct' AND abs(value - (SELECT avg(csat >= 4) FROM ticket t WHERE t.period = r.period)) > 1e-12",
        "SELECT count(*) FROM rollup r WHERE kpi = 'nps' AND abs(value - (SELECT 100 * (avg(nps >= 9) - avg(nps <= 6)) FROM ticket t WHERE t.period = r.period)) > 1e-9",
        "SELECT count(*) FROM rollup r WHERE kpi = 'recommend' AND abs(value - (SELECT avg(nps >= 9) FROM ticket t WHERE t.period = r.period)) > 1e-12",
        "SELECT count(*) FROM rollup r WHERE kpi = 'first_response' AND abs(value - (SELECT avg(response_h) FROM ticket t WHERE t.period = r.period)) > 1e-9",
        "SELECT count(*) FROM rollup r WHERE kpi = 'resolution' AND abs(value - (SELECT avg(resolution_h) FROM ticket t WHERE t.period = r.period)) > 1e-9",
        "SELECT count(*) FROM rollup r WHERE kpi = 'resolution_48h' AND x <> (SELECT count(*) FROM ticket t WHERE t.period = r.period AND resolution_h <= 48)",
        "SELECT count(*) FROM rollup r WHERE kpi = 'compliance' AND abs(value - (SELECT avg(inspection = 'pass') FROM ticket t WHERE t.period = r.period AND inspection <> 'none')) > 1e-12",
        "SELECT count(*) FROM rollup r WHERE kpi = 'fcr' AND abs(value - (SELECT avg(first_contact) FROM ticket t WHERE t.period = r.period)) > 1e-12",
        "SELECT count(*) FROM rollup r WHERE kpi = 'complaint_share' AND abs(value - (SELECT avg(type = 'complaint') FROM ticket t WHERE t.period = r.period)) > 1e-12",
        ("SELECT count(*) FROM rollup r WHERE kpi = 'repeat_complaint' AND x <> (SELECT count(*) FROM ticket t WHERE t.period = r.period AND t.type = 'complaint' AND EXISTS"
        " (SELECT 1 FROM ticket b WHERE b.customer = t.customer AND b.type = 'complaint' AND b.opened < t.opened AND unixepoch(t.opened) - unixepoch(b.opened) <= 2592000))"),
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) ask(s, same[i], "0");
    store_close(s);
}

static void series_are_control_charts(void **state) {
    (void)state;
    store *s = sample();
    ask(s, "SELECT group_concat(value ->> '$.period') FROM json_each(kpi_series('csat', '2024-07'), '$.points')", "2024-03,2024-04,2024-05,2024-06,2024-07");
    ask(s, "SELECT kpi_series('csat', '2024-08') ->> '$.assurance' || ' ' || (kpi_series('csat', '2024-08') ->> '$.target')", "pending 4.5");
    ask(s, "SELECT kpi_series('csat', '2020-01') ->> '$.variation' || json_array_length(kpi_series('csat', '2020-01'), '$.points')", "none0");
    ask(s, "SELECT coalesce(kpi_series('nothing', '2024-08'), 'null')", "null");
    /* entered values and a gap */
    err e;
    assert_int_equal(store_exec(s, "INSERT INTO measure(id, kpi, period, value, n, source) VALUES('V-1', 'csat', '2024-01', 3.5, 40, 'survey'),"
                                   "('V-2', 'csat', '2024-05', 1, 1, 'survey'), ('V-3', 'csat', '2023-Q1', 3, 9, 'survey'), ('V-4', 'csat_pct', '2023-Q1', 0.65, 500, 'survey')", &e), ERR_NONE);
    ask(s, "SELECT group_concat(coalesce(value ->> '$.value', 'gap') || (value ->> '$.kind')) FROM json_each(kpi_series('csat', '2024-03'), '$.points')",
        "3.5common,gapskip,3.77142857142857common");
    ask(s, "SELECT source || x || ' ' || printf('%.6f %.6f', lo, hi) FROM kpi_value_v WHERE kpi = 'csat_pct' AND period = '2023-Q1'", "survey325 0.607193 0.690520");
    ask(s, "SELECT group_concat(source) FROM (SELECT source FROM kpi_value_v WHERE kpi = 'csat' AND period = '2024-05' ORDER BY source)", "survey,tickets");
    store_close(s);
}

static void values_are_written_with_their_decimals(void **state) {
    (void)state;
    store *s = sample();
    ask(s, "SELECT kpi_format('repeat_complaint', 0.15) || ' ' || kpi_format('csat', 3.8) || ' ' || kpi_format('resolution', 38.44) || ' ' || kpi_format('nps', -0.3)", "15.0% 3.8 38.4 0");
    ask(s, "SELECT coalesce(kpi_format('csat', NULL), 'null') || coalesce(kpi_format('no', 1), 'null')", "nullnull");
    ask(s, "SELECT kpi_unit('resolution') || kpi_unit('repeat_complaint') || coalesce(kpi_unit('no'), 'null')", "hnull");
    store_close(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pareto_marks_the_vital_few),     cmocka_unit_test(windows_agree_with_what_is_kept),
        cmocka_unit_test(breakdowns_add_up_and_hide_the_few), cmocka_unit_test(figures_agree_with_plain_sql),   cmocka_unit_test(series_are_control_charts),
        cmocka_unit_test(values_are_written_with_their_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
