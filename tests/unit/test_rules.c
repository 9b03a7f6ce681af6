/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/rules.h"

static date day(const char *z) {
    date d;
    assert_true(date_parse(str_c(z), &d));
    return d;
}

static date maybe(const char *z) { return z ? day(z) : DATE_NONE; }

/* The sample month's two actions, and every state around them. 2024-06-10 was a holiday (Dragon Boat Festival). */
static void status_follows_from_the_dates(void **state) {
    (void)state;
    static const struct {
        const char *planned, *actual, *today;
        int progress;
        bool cancelled, promises, known;
        action_status status;
        int late;
    } cases[] = {
        {"2024-06-10", "2024-06-08", "2024-06-20", 100, false, false, false, ACTION_DONE, 0},
        {"2024-06-15", "2024-06-18", "2024-06-20", 100, false, false, false, ACTION_LATE, 3},
        {"2024-06-15", "2024-06-15", "2024-06-20", 100, false, false, false, ACTION_DONE, 0},
        {"2024-06-15", "2024-06-18", "2024-06-20", 100, false, true, false, ACTION_WAIT, 3},
        {"2024-06-15", "2024-06-14", "2024-06-20", 100, false, true, false, ACTION_WAIT, 0},
        {"2024-06-15", "2024-06-14", "2024-06-20", 100, false, true, true, ACTION_DONE, 0},
        {"2024-06-15", "2024-06-18", "2024-06-20", 100, false, true, true, ACTION_LATE, 3},
        {"2024-06-15", NULL, "2024-06-15", 0, false, false, false, ACTION_TODO, 0},
        {"2024-06-15", NULL, "2024-06-15", 1, false, false, false, ACTION_DOING, 0},
        {"2024-06-15", NULL, "2024-06-16", 90, false, false, false, ACTION_OVER, 1},
        {"2024-06-15", NULL, "2024-07-15", 100, false, true, false, ACTION_OVER, 30},
        {"2024-06-15", NULL, "2024-07-15", 40, true, false, false, ACTION_CANCEL, 0},
        {"2024-06-15", "2024-06-18", "2024-07-15", 100, true, false, false, ACTION_CANCEL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        action_dates a = {day(cases[i].planned), maybe(cases[i].actual), cases[i].progress, cases[i].cancelled, cases[i].promises, cases[i].known};
        action_state s = rule_action_state(&a, day(cases[i].today), NULL);
        assert_int_equal(s.status, cases[i].status);
        assert_int_equal(s.late_days, cases[i].late);
    }
}

static void working_days_late_leave_out_holidays(void **state) {
    (void)state;
    date off[] = {day("2024-06-10")}, on[] = {day("2024-06-16")};
    workdays w = {WEEK_MON_FRI, on, off, 1, 1};
    static const struct {
        const char *planned, *actual, *today;
        action_status status;
        int late;
    } cases[] = {
        {"2024-06-07", "2024-06-11", "2024-06-20", ACTION_LATE, 1}, /* Sat, Sun, holiday, then Tuesday */
        {"2024-06-07", "2024-06-10", "2024-06-20", ACTION_DONE, 0}, /* done on the holiday: no working day late */
        {"2024-06-14", "2024-06-16", "2024-06-20", ACTION_LATE, 1}, /* the Sunday is a make-up day */
        {"2024-06-07", NULL, "2024-06-10", ACTION_TODO, 0},
        {"2024-06-07", NULL, "2024-06-11", ACTION_OVER, 1},
        {"2024-06-14", NULL, "2024-06-18", ACTION_OVER, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        action_dates a = {.planned = day(cases[i].planned), .actual = maybe(cases[i].actual)};
        action_state s = rule_action_state(&a, day(cases[i].today), &w);
        assert_int_equal(s.status, cases[i].status);
        assert_int_equal(s.late_days, cases[i].late);
    }
}

static smart_facts fine(void) {
    return (smart_facts){.text_columns = 22, .owner = S("技术部 *经理"), .owner_is_person = true, .has_kpi = true, .has_baseline = true, .has_target = true,
                         .has_problem = true, .cause_recorded = true, .owner_open = 2, .owner_limit = 8, .recorded = day("2024-05-31"),
                         .start = day("2024-05-31"), .planned = day("2024-06-10"), .working_days = 5};
}

static void check_letter(const smart_facts *f, int letter, bool ok, const char *key) {
    smart_finding finding[SMART_LETTERS];
    int n = rule_smart(f, finding);
    assert_int_equal(finding[letter].letter, "SMART"[letter]);
    assert_string_equal(finding[letter].key, key);
    assert_int_equal(finding[letter].ok, ok);
    assert_true(ok == (finding[letter].mend == NULL));
    assert_int_equal(n, ok ? 5 : 4);
}

static void every_smart_letter_finds_its_faults(void **state) {
    (void)state;
    smart_facts f = fine();
    check_letter(&f, 0, true, "s_ok");
    check_letter(&f, 1, true, "m_ok");
    check_letter(&f, 2, true, "a_ok");
    check_letter(&f, 3, true, "r_ok");
    check_letter(&f, 4, true, "t_ok");
    f.text_columns = 7, check_letter(&f, 0, false, "s_short");
    f = fine(), f.owner = S("技术部"), check_letter(&f, 0, false, "s_department");
    f = fine(), f.owner_is_person = false, check_letter(&f, 0, false, "s_department");
    f = fine(), f.owner = S("李明、王芳"), check_letter(&f, 0, false, "s_several");
    f = fine(), f.has_kpi = false, check_letter(&f, 1, false, "m_none");
    f = fine(), f.has_kpi = false, f.has_expected = true, check_letter(&f, 1, true, "m_ok");
    f = fine(), f.has_baseline = false, check_letter(&f, 1, false, "m_no_baseline");
    f = fine(), f.has_target = false, check_letter(&f, 1, false, "m_no_target");
    f = fine(), f.has_target = f.has_baseline = false, check_letter(&f, 1, false, "m_no_values");
    f = fine(), f.owner_open = 8, check_letter(&f, 2, true, "a_ok");
    f = fine(), f.owner_open = 9, check_letter(&f, 2, false, "a_too_many");
    f = fine(), f.working_days = 0, check_letter(&f, 2, false, "a_no_days");
    f = fine(), f.cause_recorded = false, check_letter(&f, 3, false, "r_no_cause");
    f = fine(), f.cause_recorded = false, f.is_correction = true, check_letter(&f, 3, true, "r_correction");
    f = fine(), f.has_problem = false, check_letter(&f, 3, false, "r_no_problem");
    f = fine(), f.recorded = day("2024-06-10"), check_letter(&f, 4, false, "t_past");
    f = fine(), f.planned = day("2024-06-14"), check_letter(&f, 4, true, "t_ok"); /* 14 days: no checkpoint asked for */
    f = fine(), f.planned = day("2024-06-15"), check_letter(&f, 4, false, "t_no_checkpoint");
    f = fine(), f.planned = day("2024-06-15"), f.checkpoints = 1, check_letter(&f, 4, true, "t_ok");
}

static void departments_are_told_from_people(void **state) {
    (void)state;
    static const char *const departments[] = {"技术部", "客服中心", "质量组", "供应商有限公司", "IT department", "QA team"};
    static const char *const people[] = {"技术部 *经理", "陈静", "培训部 *主管", "Li Ming", "张组长"};
    for (size_t i = 0; i < sizeof departments / sizeof *departments; i++) assert_true(rule_is_department(str_c(departments[i])));
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) assert_false(rule_is_department(str_c(people[i])));
}

static void stages_and_limits(void **state) {
    (void)state;
    stage s;
    for (int i = STAGE_PLAN; i <= STAGE_CLOSED; i++) {
        assert_true(stage_parse(str_c(stage_key((stage)i)), &s));
        assert_int_equal(s, i);
    }
    assert_false(stage_parse(S("doing"), &s));
    assert_int_equal(rule_stage_limit(S("P10,D60,C70,A30"), STAGE_CHECK), 70);
    assert_int_equal(rule_stage_limit(S("P10, D5"), STAGE_DO), 5);
    assert_int_equal(rule_stage_limit(S("P10"), STAGE_ACT), 0);
    assert_int_equal(rule_stage_limit(S("P10,D60,C70,A30"), STAGE_CLOSED), 0);
    assert_int_equal(rule_expected_progress(100, 200, 150), 50);
    assert_int_equal(rule_expected_progress(100, 200, 90), 0);
    assert_int_equal(rule_expected_progress(100, 100, 100), 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(status_follows_from_the_dates), cmocka_unit_test(working_days_late_leave_out_holidays),
        cmocka_unit_test(every_smart_letter_finds_its_faults), cmocka_unit_test(departments_are_told_from_people),
        cmocka_unit_test(stages_and_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
