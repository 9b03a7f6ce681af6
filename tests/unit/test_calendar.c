/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/calendar.h"

static date day(const char *z) {
    date d = DATE_NONE;
    assert_true(date_parse(str_c(z), &d));
    return d;
}

/* The week of 1 May 2024 in China: 1 to 5 May off, 28 April and 11 May worked. */
static void holidays_and_make_up_days_count(void **state) {
    (void)state;
    store *s;
    err e;
    arena a = {0};
    workdays w;
    assert_int_equal(store_memory(&s, &e), ERR_NONE);
    assert_int_equal(store_workdays(s, &a, &w, &e), ERR_NONE);
    assert_int_equal(workdays_between(&w, day("2024-04-26"), day("2024-05-06")), 6);
    assert_int_equal(store_exec(s,
                                "INSERT INTO calendar_day(id, kind) VALUES('2024-05-11','workday'),('2024-05-01','holiday'),"
                                "('2024-05-02','holiday'),('2024-05-03','holiday'),('2024-05-04','holiday'),('2024-05-05','holiday'),"
                                "('2024-04-28','workday'),('2024-05-08','workday');"
                                "INSERT INTO calendar_day(id, kind, voided) VALUES('2024-05-07','holiday','entered by mistake')",
                                &e),
                     ERR_NONE);
    assert_int_equal(store_workdays(s, &a, &w, &e), ERR_NONE);
    assert_int_equal(w.n_on, 2);
    assert_int_equal(w.n_off, 3);
    assert_true(workday_is(&w, day("2024-04-28")));
    assert_false(workday_is(&w, day("2024-05-03")));
    assert_true(workday_is(&w, day("2024-05-07")));
    assert_int_equal(workdays_between(&w, day("2024-04-26"), day("2024-05-06")), 4);
    assert_int_equal(workdays_add(&w, day("2024-04-30"), 1), day("2024-05-06"));
    store_close(s);
    arena_free(&a);
}

/* Working days a year and days off that are no weekend made up for, as in the reference case cal-china (R, from the State Council's notices):
 * 2018 to 2026. */
static void the_official_calendar_has_the_right_days(void **state) {
    (void)state;
    static const int working[] = {250, 250, 249, 250, 249, 249, 251, 248, 248}, net[] = {11, 11, 13, 11, 11, 11, 11, 13, 13};
    store *s;
    err e;
    arena a = {0};
    workdays w;
    assert_int_equal(store_memory(&s, &e), ERR_NONE);
    assert_int_equal(store_exec(s, "INSERT INTO setting(id, value) VALUES('calendar', 'cn')", &e), ERR_NONE);
    assert_int_equal(store_workdays(s, &a, &w, &e), ERR_NONE);
    for (int i = 0; i < 9; i++) {
        date from = date_from_ymd(2017 + i, 12, 31), to = date_from_ymd(2018 + i, 12, 31);
        const workdays plain = {.week = WEEK_MON_FRI};
        assert_int_equal(workdays_between(&w, from, to), working[i]);
        assert_int_equal(workdays_between(&plain, from, to) - workdays_between(&w, from, to), net[i]);
    }
    assert_true(workday_is(&w, day("2024-02-04")));
    assert_false(workday_is(&w, day("2024-02-12")));
    assert_true(calendar_known(S("cn")));
    assert_false(calendar_known(S("none")));
    assert_false(calendar_known(S("../schema/001")));
    /* the workspace's own record goes before it */
    assert_int_equal(store_exec(s, "INSERT INTO calendar_day(id, kind) VALUES('2024-02-04', 'holiday'), ('2024-02-12', 'workday')", &e), ERR_NONE);
    assert_int_equal(store_workdays(s, &a, &w, &e), ERR_NONE);
    assert_false(workday_is(&w, day("2024-02-04")));
    assert_true(workday_is(&w, day("2024-02-12")));
    store_close(s);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(holidays_and_make_up_days_count),
                                       cmocka_unit_test(the_official_calendar_has_the_right_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
