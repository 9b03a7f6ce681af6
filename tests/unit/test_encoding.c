/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "formats/encoding.h"

static err_code convert(str data, encoding wanted, encoding_facts *facts, buf *out, err *e) {
    source from;
    source_open_str(&from, data);
    TRY(encoding_examine(&from, wanted, "f.csv", facts, e));
    encoding_source text = {0};
    TRY(encoding_open(&text, &from, facts, "f.csv", e));
    err_code code = ERR_NONE;
    for (size_t n = 1; n && !code;) {
        char piece[3]; /* less than a character may need */
        code = text.out.read(&text.out, piece, sizeof piece, &n, e);
        if (!code) buf_put(out, (str){piece, n});
    }
    encoding_close(&text);
    return code;
}

static void each_encoding_is_told_and_converted(void **state) {
    (void)state;
    const struct {
        str data;
        encoding wanted, found;
        size_t bom;
    } cases[] = {
        {S("a,状态\n"), ENCODING_UNKNOWN, ENCODING_UTF8, 0},
        {S("\xEF\xBB\xBF" "a,状态\n"), ENCODING_UNKNOWN, ENCODING_UTF8, 3},
        {S("a,\xD7\xB4\xCC\xAC\n\xCE\xEF\xC1\xF7"), ENCODING_UNKNOWN, ENCODING_GB18030, 0},
        {S("a,\xD7\xB4\xCC\xAC\n"), ENCODING_GB18030, ENCODING_GB18030, 0}, /* valid UTF-8 by accident: must be said */
        {S("\xFF\xFE" "a\0,\0\xB6\x72\x01\x60\n\0"), ENCODING_UNKNOWN, ENCODING_UTF16LE, 2},
        {S("\xFE\xFF\0a\0,\x72\xB6\x60\x01\0\n"), ENCODING_UNKNOWN, ENCODING_UTF16BE, 2},
        {S("a\0,\0\xB6\x72\x01\x60\n\0"), ENCODING_UTF16LE, ENCODING_UTF16LE, 0},
    };
    static const char *const want[] = {"a,状态\n", "a,状态\n", "a,状态\n物流", "a,状态\n", "a,状态\n", "a,状态\n", "a,状态\n"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encoding_facts f;
        buf out = {0};
        err e;
        assert_int_equal(convert(cases[i].data, cases[i].wanted, &f, &out, &e), ERR_NONE);
        assert_int_equal(f.found, cases[i].found);
        assert_int_equal(f.bom, cases[i].bom);
        assert_int_equal(f.bytes, cases[i].data.n);
        assert_string_equal(buf_cstr(&out), want[i]);
        assert_true(str_eqz((str){f.head, f.head_n}, want[i]));
        char hex[HASH_TEXT];
        assert_string_equal(f.sha256, hash_sha256(cases[i].data, hex));
        buf_free(&out);
    }
}

static void what_is_no_text_is_refused(void **state) {
    (void)state;
    const struct {
        str data;
        encoding wanted;
        err_code code;
        const char *offset;
    } cases[] = {
        {S(""), ENCODING_UNKNOWN, ERR_FILE_EMPTY, ""},
        {S("ab\0c"), ENCODING_UNKNOWN, ERR_ENCODING, "2"},
        {S("ab\xFF\xFF" "c"), ENCODING_UNKNOWN, ERR_ENCODING, "2"},
        {S("\xEF\xBB\xBF" "ab\xE7\x8A"), ENCODING_UNKNOWN, ERR_ENCODING, "7"}, /* cut inside a character */
        {S("a\xED\xA0\x80"), ENCODING_UTF8, ERR_ENCODING, "2"},                  /* surrogate */
        {S("a\xC0\x80"), ENCODING_UTF8, ERR_ENCODING, "1"},                      /* overlong */
        {S("abc"), ENCODING_UTF16LE, ERR_ENCODING, "2"},
        {S("\xFF\xFE" "a\0\x00\xD8" "b\0"), ENCODING_UNKNOWN, ERR_ENCODING, "4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encoding_facts f;
        buf out = {0};
        err e;
        assert_int_equal(convert(cases[i].data, cases[i].wanted, &f, &out, &e), cases[i].code);
        assert_true(str_eqz(err_value(&e, "offset"), cases[i].offset));
        buf_free(&out);
    }
}

/* Two-byte characters that fall on every border of the pieces. */
static void long_files_convert_whole(void **state) {
    (void)state;
    buf data = {0}, want = {0};
    buf_z(&data, "x");
    buf_z(&want, "x");
    for (int i = 0; i < 60000; i++) {
        buf_z(&data, i % 7 ? "\xCE\xEF" : "\x81\x30\x81\x30");
        buf_z(&want, i % 7 ? "物" : "\xC2\x80");
    }
    encoding_facts f;
    buf out = {0};
    err e;
    assert_int_equal(convert(buf_str(&data), ENCODING_UNKNOWN, &f, &out, &e), ERR_NONE);
    assert_int_equal(f.found, ENCODING_GB18030);
    assert_true(str_eq(buf_str(&out), buf_str(&want)));
    assert_in_range(f.head_n, ENCODING_HEAD - 3, ENCODING_HEAD);
    assert_true(str_starts(buf_str(&want), (str){f.head, f.head_n}));
    buf_free(&data);
    buf_free(&want);
    buf_free(&out);
}

static void names_are_read(void **state) {
    (void)state;
    encoding c;
    assert_true(encoding_parse(S("GBK"), &c) && c == ENCODING_GB18030);
    assert_true(encoding_parse(S("utf8"), &c) && c == ENCODING_UTF8);
    assert_true(encoding_parse(S("UTF-16"), &c) && c == ENCODING_UTF16LE);
    assert_false(encoding_parse(S("latin1"), &c));
    assert_false(encoding_parse(S(""), &c));
    assert_false(encoding_parse(S("utf8 gbk"), &c));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_encoding_is_told_and_converted),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(long_files_convert_whole),
        cmocka_unit_test(names_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
