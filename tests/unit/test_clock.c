/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "monitor/clock.h"
#include "monitor/import.h"

static int64_t at(const char *z) {
    int64_t s = 0;
    assert_true(moment_parse(str_c(z), &s));
    return s;
}

/* 9 April 2014 was a Wednesday. */
static void working_time_is_counted(void **state) {
    (void)state;
    static const struct {
        const char *hours, *from, *to;
        int64_t want;
    } cases[] = {
        {"mon-fri 09:00-17:00", "2014-04-09 10:00", "2014-04-09 15:00", 5 * 3600},
        {"mon-fri 09:00-17:00", "2014-04-09 15:00", "2014-04-09 10:00", -5 * 3600},
        {"mon-fri 09:00-17:00", "2014-04-09 07:00", "2014-04-09 20:00", 8 * 3600},
        {"mon-fri 09:00-17:00", "2014-04-11 20:00", "2014-04-14 05:00", 0},
        {"mon-fri 09:00-17:00", "2014-04-11 16:59", "2014-04-14 09:01", 120},
        {"mon-fri 09:00-17:00", "2014-04-07 00:00", "2014-04-21 00:00", 80 * 3600},
        {"mon 00:00-24:00", "2014-04-06 12:00", "2016-04-06 12:00", 105 * 86400},
        {"Mon 07:00-12:00,13:00-18:00", "2014-04-07 11:59", "2014-04-07 13:01", 120},
        {"mon 07:00-12:00, 13:00-18:00", "2014-04-07 11:00", "2014-04-14 13:00", 11 * 3600},
        {"mon-fri 09:00-18:00; sat 09:00-12:00", "2014-04-11 17:00", "2014-04-12 23:00", 4 * 3600},
        {"mon-sun 00:00-24:00", "1969-12-30 00:00", "1970-01-02 06:00", 3 * 86400 + 6 * 3600},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        business_clock c;
        if (!clock_parse(str_c(cases[i].hours), &c)) fail_msg("%s", cases[i].hours);
        int64_t got = clock_elapsed(&c, at(cases[i].from), at(cases[i].to));
        if (got != cases[i].want) fail_msg("%s %s: %lld", cases[i].hours, cases[i].from, (long long)got);
    }
}

static void broken_hours_are_refused(void **state) {
    (void)state;
    static const char *const wrong[] = {"", "mon-fri", "mon 9:00-17:00", "mon 17:00-09:00", "fri-mon 09:00-17:00", "mon 09:00-12:00,11:00-13:00", "mon 09:00-25:00",
                                        "xyz 09:00-17:00", "mon 09:00-17:00;", "mon 09:00-17:60"};
    business_clock c;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (clock_parse(str_c(wrong[i]), &c)) fail_msg("%s", wrong[i]);
}

/* Second by second and by the formula, over China's May holidays of 2024 with their make-up days. */
static void holidays_and_make_up_days_are_known(void **state) {
    (void)state;
    store *s;
    err e;
    AUTO(arena_free) arena a = {0};
    const business_clock *c;
    assert_int_equal(store_memory(&s, &e), ERR_NONE);
    assert_int_equal(clock_load(s, &a, &c, &e), ERR_NONE);
    assert_null(c);
    assert_int_equal(store_exec(s, "INSERT INTO setting(id, value) VALUES('calendar', 'cn'), ('clock', 'business'), ('hours', 'mon-fri 09:00-12:00,13:00-18:00')", &e), ERR_NONE);
    assert_int_equal(clock_load(s, &a, &c, &e), ERR_NONE);
    int64_t from = at("2024-04-26 10:00");
    assert_int_equal(clock_elapsed(c, from, at("2024-05-06 10:00")), (7 + 8 + 8 + 8 + 1) * 3600); /* Fri rest, Sun 28 April made up, Mon, Tue, Mon */
    int64_t sum = 0;
    for (int64_t t = from; t < at("2024-05-14 00:00"); t += 1800) {
        date d = (date)(t / 86400);
        int half = (int)(t % 86400 / 1800);
        bool works = workday_is(&c->days, d) && ((half >= 18 && half < 24) || (half >= 26 && half < 36));
        assert_int_equal(clock_elapsed(c, from, t), sum);
        sum += works ? 1800 : 0;
    }
    /* an import counts by it */
    source f;
    import_receipt r;
    source_open_str(&f, S("no,type,opened,answered,resolved\n1,repair,2024-04-30 17:00,2024-05-06 09:30,2024-05-11 10:00\n"));
    store_set_session(s, &(store_session){.actor = S("t"), .today = date_from_ymd(2024, 5, 31)});
    assert_int_equal(monitor_import(s, &a, &(import_options){.file = "f.csv"}, &f, &r, &e), ERR_NONE);
    int64_t n;
    assert_int_equal(store_int(s, "SELECT response_h = 1.5 AND resolution_h = 1 + 5 * 8 + 1 FROM ticket", NULL, 0, &n, &e), ERR_NONE);
    assert_int_equal(n, 1);
    assert_int_equal(store_exec(s, "UPDATE setting SET value = 'always' WHERE id = 'hours'", &e), ERR_NONE);
    assert_int_equal(clock_load(s, &a, &c, &e), ERR_BAD_VALUE);
    store_close(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(working_time_is_counted), cmocka_unit_test(broken_hours_are_refused),
                                       cmocka_unit_test(holidays_and_make_up_days_are_known)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
