/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "base/date.h"
#include "base/utf8.h"
#include "base/words.h"

static void dates_go_there_and_back(void **state) {
    (void)state;
    char z[DATE_TEXT];
    date d;
    for (date i = date_from_ymd(1900, 1, 1); i < date_from_ymd(2199, 12, 31); i++) {
        assert_true(date_parse(str_c(date_text(i, z)), &d));
        assert_int_equal(d, i);
    }
    assert_int_equal(date_from_ymd(1970, 1, 1), 0);
    static const char *const wrong[] = {"2024-02-30", "2023-02-29", "2024-13-01", "2024-5-1", "2024-05-01 ", "", "24-05-01"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_false(date_parse(str_c(wrong[i]), &d));
    assert_true(date_parse(S("2024-02-29"), &d));
    assert_int_equal(date_weekday(d), 4);
}

static void periods_read_and_print(void **state) {
    (void)state;
    static const char *const same[] = {"2024-05", "2024-W21", "2024-Q2", "2024", "2020-W53", "2024-12", "2024-Q4", "2024-05-31"};
    period p;
    char z[PERIOD_TEXT];
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(period_parse(str_c(same[i]), &p));
        assert_string_equal(period_text(p, z), same[i]);
        assert_string_equal(period_text(period_shift(period_shift(p, 1), -1), z), same[i]);
    }
    assert_true(period_parse(S("2024-12"), &p));
    assert_int_equal(p.to, date_from_ymd(2025, 1, 1));
    assert_true(period_parse(S("2024-Q4"), &p));
    assert_int_equal(p.to, date_from_ymd(2025, 1, 1));
    assert_true(period_parse(S("2024-W21"), &p));
    assert_int_equal(p.from, date_from_ymd(2024, 5, 20));
    static const char *const wrong[] = {"2024-W53", "2024-Q5", "2024-13", "2024-", "202", "2024-w21", "2024-W00"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_false(period_parse(str_c(wrong[i]), &p));
}

static void working_days_agree_with_counting(void **state) {
    (void)state;
    date off[] = {date_from_ymd(2024, 6, 10), date_from_ymd(2024, 9, 16), date_from_ymd(2024, 9, 17)};
    date on[] = {date_from_ymd(2024, 9, 14), date_from_ymd(2024, 9, 29)};
    workdays w = {WEEK_MON_FRI, on, off, 2, 3};
    date from = date_from_ymd(2024, 5, 20);
    int n = 0;
    for (date d = from + 1; d < from + 200; d++) {
        n += workday_is(&w, d);
        assert_int_equal(workdays_between(&w, from, d), n);
        assert_int_equal(workdays_between(&w, d, from), -n);
        if (workday_is(&w, d)) assert_int_equal(workdays_add(&w, from, n), d);
    }
    assert_false(workday_is(&w, off[0]));
    assert_true(workday_is(&w, on[0]));
    workdays none = {0, NULL, NULL, 0, 0};
    assert_true(workdays_add(&none, from, 1) > from); /* ends */
}

static void text_is_measured_and_cut(void **state) {
    (void)state;
    assert_int_equal(utf8_columns(S("物流delay")), 9);
    buf b = {0};
    utf8_clip(&b, S("物流延迟投诉"), 8);
    assert_string_equal(buf_cstr(&b), "物流延…");
    buf_clear(&b);
    utf8_pad(&b, S("延迟"), 6, true);
    assert_string_equal(buf_cstr(&b), "  延迟");
    assert_int_equal(utf8_invalid(S("ok\xC3\x28")), 2);
    assert_int_equal(utf8_invalid((str){"a\0b", 3}), 1);
    arena a = {0};
    str half = utf8_halfwidth(&a, S("２．５　小时"));
    assert_true(str_eq(half, S("2.5 小时")));
    arena_free(&a);
    buf_free(&b);
}

static void escaping_keeps_text_as_text(void **state) {
    (void)state;
    buf b = {0};
    buf_html(&b, S("<a href=\"x\">'&\x01"));
    assert_string_equal(buf_cstr(&b), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;\xEF\xBF\xBD");
    buf_clear(&b);
    buf_md(&b, S("1. *a*|b\n# c"), true);
    assert_string_equal(buf_cstr(&b), "1\\. \\*a\\*\\|b # c");
    buf_clear(&b);
    buf_md(&b, S("https://a.b www.c d@e.f $x$ 5:30 a.b :-: @g www"), false);
    assert_string_equal(buf_cstr(&b), "https\\://a.b www\\.c d<!-- -->@e.f \\$x\\$ 5:30 a.b \\:-: @g www");
    buf_clear(&b);
    buf_css(&b, S("a\"}</style>\n\\衡\x01"));
    assert_string_equal(buf_cstr(&b), "a\\22 \\7d \\3c \\2f style\\3e \\a \\5c 衡\xEF\xBF\xBD");
    buf_clear(&b);
    buf_csv(&b, S("  @SUM(A1)"));
    assert_string_equal(buf_cstr(&b), "\"'  @SUM(A1)\"");
    buf_clear(&b);
    buf_csv(&b, S("=1+1"));
    assert_string_equal(buf_cstr(&b), "\"'=1+1\"");
    buf_clear(&b);
    buf_csv(&b, S("-3.5"));
    assert_string_equal(buf_cstr(&b), "-3.5");
    buf_clear(&b);
    buf_real(&b, 0.1);
    buf_putc(&b, ' ');
    buf_thousands(&b, -1234567);
    assert_string_equal(buf_cstr(&b), "0.1 -1,234,567");
    buf_free(&b);
}

static void every_error_has_its_text(void **state) {
    (void)state;
    for (int l = 0; l < LANG_COUNT; l++)
        for (int code = 1; code < ERR_COUNT; code++) {
            char key[80];
            snprintf(key, sizeof key, "err.%s", err_name((err_code)code));
            if (!word_find((lang)l, str_c(key))) fail_msg("no text for %s", key);
        }
    err e;
    buf b = {0};
    err_set(&e, ERR_BAD_VALUE, "field", "due", "value", "2024-13-01", "want", "want.date", NULL);
    word_error(&b, LANG_EN, &e);
    assert_string_equal(buf_cstr(&b), "due: “2024-13-01” cannot be used\n  Expected a date YYYY-MM-DD, such as 2024-06-10");
    buf_free(&b);
}

static void says(lang l, str text, const char *expected) {
    buf b = {0};
    word_say(&b, l, text);
    assert_string_equal(buf_cstr(&b), expected);
    buf_free(&b);
}

static void words_may_be_said_later(void **state) {
    (void)state;
    buf inner = {0}, b = {0};
    word_format(&inner, LANG_LATER, "kind.action", NULL);
    word_note_pair(&inner, S("甲"), S("A"));
    word_format(&b, LANG_LATER, "err.unknown_id", "kind", buf_cstr(&inner), "id", "A-1", NULL);
    buf now[LANG_COUNT] = {{0}};
    for (int l = 0; l < LANG_COUNT; l++) {
        buf value = {0};
        buf_printf(&value, "%s%s", word((lang)l, "kind.action"), l == LANG_EN ? "A" : "甲");
        word_format(&now[l], (lang)l, "err.unknown_id", "kind", buf_cstr(&value), "id", "A-1", NULL);
        says((lang)l, buf_str(&b), buf_cstr(&now[l])); /* joined and nested */
        buf_free(&value);
    }
    assert_true(word_has_notes(buf_str(&b)) && !word_has_notes(S("a")));
    for (size_t n = 0; n < b.n; n++) { /* what is cut off is no note: nothing is read past the end */
        buf out = {0};
        word_say(&out, LANG_EN, str_sub(buf_str(&b), 0, n));
        assert_true(out.n <= 2 * b.n);
        buf_free(&out);
    }
    says(LANG_EN, S("a\x7F(no.such.word\x7F)b\x7F"), "a\x7F(no.such.word\x7F)b\x7F");
    says(LANG_ZH, S("\x7F[one\x7F)\x7F,\x7F)"), "\x7F[one\x7F)\x7F,\x7F)");
    buf_free(&inner);
    buf_free(&b);
    for (int l = 0; l < LANG_COUNT; l++) buf_free(&now[l]);
}

static void numbers_are_read_whole(void **state) {
    (void)state;
    long long i;
    double r;
    assert_true(str_to_int(S("-42"), &i) && i == -42);
    assert_false(str_to_int(S("4 "), &i) || str_to_int(S(""), &i) || str_to_int(S("99999999999999999999"), &i));
    assert_true(str_to_real(S("2.50"), &r) && r == 2.5);
    assert_false(str_to_real(S("nan"), &r) || str_to_real(S("0x10"), &r) || str_to_real(S("1e999"), &r));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_go_there_and_back),  cmocka_unit_test(periods_read_and_print),
        cmocka_unit_test(working_days_agree_with_counting), cmocka_unit_test(text_is_measured_and_cut),
        cmocka_unit_test(escaping_keeps_text_as_text), cmocka_unit_test(every_error_has_its_text),
        cmocka_unit_test(numbers_are_read_whole), cmocka_unit_test(words_may_be_said_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
