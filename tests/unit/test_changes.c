/* SPDX-License-Identifier: GPL-3.0-or-later */
/* changes(from, to): what a reader would write down who compares the two days by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"

static void on(workspace *w, int day, const char *reason, const char *sql) {
    err e;
    store_set_session(w->s, &(store_session){.actor = S("tester"), .today = date_from_ymd(2024, 7, day), .now = 1719392400,
                                             .reason = reason ? str_c(reason) : (str){NULL, 0}});
    must(store_exec(w->s, sql, &e), &e);
}

/* "part id text|reason" of each change, a line each. */
static char *changed(workspace *w, const char *from, const char *to) {
    static buf b;
    query *q;
    err e;
    buf_clear(&b);
    must(store_query(w->s,
                     "SELECT (value ->> 'part') || ' ' || (value ->> 'id') || ' ' || (value ->> 'text') || coalesce('|' || (value ->> 'reason'), '') FROM json_each(changes(?1, ?2))", &q, &e), &e);
    query_bind(q, 1, from);
    query_bind(q, 2, to);
    while (query_next(q)) {
        buf_put(&b, query_str(q, 0));
        buf_putc(&b, '\n');
    }
    must(query_end(q, &e), &e);
    return (char *)buf_cstr(&b);
}

#define ACTION(id, planned)                                                                                                    \
    "INSERT INTO action(id, cycle, text, kind, owner, owner_kind, start, first_planned, planned, progress)"                    \
    " VALUES('" id "', 1, 'text', 'corrective', '王芳', 'person', '2024-07-01', '" planned "', '" planned "', 0);"

static void open_english(workspace *w) {
    workspace_open(w, SAMPLE_EMPTY);
    w->ctx.language = LANG_EN;
}

static void actions_are_told_by_what_became_of_them(void **state) {
    (void)state;
    workspace w;
    open_english(&w);
    on(&w, 3, NULL, ACTION("A-1", "2024-07-10") ACTION("A-2", "2024-07-10") ACTION("A-3", "2024-07-12") ACTION("A-4", "2024-07-12") ACTION("A-5", "2024-07-05") ACTION("A-6", "2024-07-20"));
    on(&w, 6, NULL, "UPDATE action SET progress = 30, blocked = 'no room' WHERE id = 'A-1'; UPDATE action SET progress = 20 WHERE id = 'A-2'");
    on(&w, 9, "first reason", "UPDATE action SET planned = '2024-07-13' WHERE id = 'A-2'");
    on(&w, 10, NULL, "UPDATE action SET progress = 60, blocked = NULL WHERE id = 'A-1'");
    on(&w, 11, "second reason", "UPDATE action SET planned = '2024-07-15' WHERE id = 'A-2'");
    on(&w, 12, NULL, "UPDATE action SET progress = 100, actual = '2024-07-12', effect = 'fewer calls' WHERE id = 'A-1'");
    on(&w, 13, "not needed", "UPDATE action SET cancelled = 'not needed', cancelled_on = '2024-07-13' WHERE id = 'A-3'");
    on(&w, 13, "twice", "UPDATE action SET voided = 'twice' WHERE id = 'A-6'");
    on(&w, 13, NULL, ACTION("A-7", "2024-07-30") "UPDATE action SET blocked = 'waiting' WHERE id = 'A-4'");
    on(&w, 20, NULL, "UPDATE action SET progress = 50");
    assert_string_equal(changed(&w, "2024-07-07", "2024-07-14"),
                        "new A-7 new action, due 2024-07-30\n"
                        "done A-1 done 2024-07-12, 2 d late\n"
                        "slipped A-4 overdue: was due 2024-07-12, 2 d late\n" /* A-5 was late before, A-2 is not yet */
                        "redated A-2 due 2024-07-10 → 2024-07-15|second reason\n"
                        "check A-1 effect: fewer calls\n"
                        "blocked A-1 no longer blocked: no room\n"
                        "blocked A-4 blocked: waiting\n"
                        "cancelled A-3 cancelled|not needed\n"
                        "voided A-6 voided|twice\n");
    assert_string_equal(changed(&w, "2024-07-04", "2024-07-06"),
                        "slipped A-5 overdue: was due 2024-07-05, 1 d late\n"
                        "progressed A-1 progress 0% → 30%\n"
                        "progressed A-2 progress 0% → 20%\n"
                        "blocked A-1 blocked: no room\n");
    assert_string_equal(changed(&w, "2024-07-14", "2024-07-16"), "slipped A-2 overdue: was due 2024-07-15, 1 d late\n"); /* nobody touched it */
    assert_string_equal(changed(&w, "2024-07-06", "2024-07-07"), "");
    assert_string_equal(changed(&w, "2024-07-17", "2024-07-18"), "");
    workspace_close(&w);
}

static void problems_checks_and_the_rest_are_told(void **state) {
    (void)state;
    workspace w;
    open_english(&w);
    on(&w, 3, NULL, "INSERT INTO problem(id, title, severity, stage, cycle, opened, stage_since) VALUES('P-1', 'one', 'low', 'plan', 1, '2024-07-03', '2024-07-03'), ('P-2', 'two', 'low', 'do', 1, '2024-07-03', '2024-07-03')");
    on(&w, 4, NULL, "UPDATE problem SET stage = 'do' WHERE id = 'P-1'; UPDATE problem SET phenomenon = 'x' WHERE id = 'P-2'");
    on(&w, 5, NULL, "UPDATE problem SET stage = 'check' WHERE id = 'P-1';"
                    "INSERT INTO effect_check(id, problem, cycle, kpi, direction, target, before_window, after_window, min_n, sealed_on, sealed_late)"
                    " VALUES('E-1', 'P-1', 1, 'csat', 'up', 4.5, '2024-05', '2024-06', 60, '2024-07-05', 0);"
                    "INSERT INTO standard(id, number, title, version, effective) VALUES('S-1', 'SOP-1', 'std', '1', '2024-07-05');"
                    "INSERT INTO meeting(id, date, title) VALUES('M-1', '2024-07-05', 'm'); INSERT INTO decision(id, meeting, text, due) VALUES('D-1', 'M-1', 'd', '2024-07-20')");
    on(&w, 6, NULL, "UPDATE effect_check SET verdict = 'not_shown'; UPDATE decision SET done = '2024-07-06'; INSERT INTO measure(id, kpi, period, value, n, source) VALUES('V-1', 'csat_pct', '2024-05', 0.65, 500, 's')");
    on(&w, 7, NULL, "INSERT INTO measure(id, kpi, period, value, n, source) VALUES('V-2', 'csat_pct', '2024-06', 0.7, 400, 's'), ('V-3', 'csat_pct', '2024-01', 0.9, 400, 's')");
    assert_string_equal(changed(&w, "2024-07-03", "2024-07-05"),
                        "new D-1 new decision, due 2024-07-20\n"
                        "new S-1 new standard\n"
                        "new M-1 meeting of 2024-07-05\n"
                        "stage P-1 stage Plan → Check\n" /* two steps, one change */
                        "check E-1 criterion sealed\n");
    assert_string_equal(changed(&w, "2024-07-05", "2024-07-06"),
                        "done D-1 done 2024-07-06\n"
                        "check E-1 verdict: not shown\n"
                        "kpi csat_pct first figure: 65.0% (2024-05, n = 500)\n");
    assert_string_equal(changed(&w, "2024-07-06", "2024-07-07"), "kpi csat_pct 65.0% (2024-05) → 70.0% (2024-06, n = 400)\n");
    assert_string_equal(changed(&w, "2024-06-26", "2024-07-03"), /* a workspace that was not there: its settings are no news */
                        "new P-1 new problem\nnew P-2 new problem\nstage P-2 stage Plan → Do\n");
    workspace_close(&w);
}

static void hostile_text_stays_text(void **state) {
    (void)state;
    workspace w;
    workspace_open(&w, SAMPLE_HOSTILE);
    query *q;
    err e;
    must(store_query(w.s, "SELECT count(*), sum(json_valid(x.value)), sum(instr(x.value ->> 'name', '<script>alert(1)</script>') > 0) FROM json_each(changes('2024-01-01', '2024-06-26')) x", &q, &e), &e);
    assert_true(query_next(q));
    assert_true(query_int(q, 0) > 10);
    assert_int_equal(query_int(q, 1), query_int(q, 0));
    assert_true(query_int(q, 2) > 5);
    must(query_end(q, &e), &e);
    must(store_query_made(w.s, S("SELECT changes('2024-06-31', '2024-07-01')"), &q, &e), &e);
    assert_false(query_next(q));
    assert_int_equal(query_end(q, &e), ERR_SQL);
    query_free(q);
    workspace_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(actions_are_told_by_what_became_of_them),
        cmocka_unit_test(problems_checks_and_the_rest_are_told),
        cmocka_unit_test(hostile_text_stays_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
