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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(holidays_and_make_up_days_count)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
