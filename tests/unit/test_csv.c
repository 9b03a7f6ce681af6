/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "formats/csv.h"

/* A source that gives `step` bytes at a time, so that every refill of the window happens somewhere. */
static size_t step;
static err_code drip(source *s, char *out, size_t cap, size_t *ret_n, err *e) {
    (void)e;
    str piece = str_sub(s->data, s->at, cap < step ? cap : step);
    if (piece.n) memcpy(out, piece.p, piece.n);
    s->at += piece.n;
    *ret_n = piece.n;
    return ERR_NONE;
}

/* Every record as "line:[a|b]" one after the other. */
static err_code read_all(str data, const char *separator, buf *out, err *e) {
    source from;
    source_open_str(&from, data);
    from.read = drip;
    csv_reader r;
    csv_open(&r, &from, str_c(separator), "f.csv");
    bool row = true;
    err_code code = ERR_NONE;
    while (!(code = csv_next(&r, &row, e)) && row) {
        buf_printf(out, "%lld:[", (long long)r.line);
        for (int i = 0; i < r.n; i++) {
            if (i) buf_putc(out, '|');
            buf_put(out, r.field[i]);
        }
        buf_putc(out, ']');
    }
    csv_close(&r);
    return code;
}

static void records_are_read(void **state) {
    (void)state;
    static const struct {
        const char *data, *separator, *want;
    } cases[] = {
        {"", ",", ""},
        {"a", ",", "1:[a]"},
        {"a,b\n", ",", "1:[a|b]"},
        {"a,b\r\nc,\r\n", ",", "1:[a|b]2:[c|]"},
        {"a\rb\r\rc", ",", "1:[a]2:[b]4:[c]"},
        {",\n\n\n,x", ",", "1:[|]4:[|x]"},
        {"\"a\",\"b\"\"c\",\"\"\n", ",", "1:[a|b\"c|]"},
        {"\"a\r\nb\nc\rd\",x\ny", ",", "1:[a\r\nb\nc\rd|x]5:[y]"},
        {"5\" pipe,x\"y\"\n", ",", "1:[5\" pipe|x\"y\"]"},
        {"a;b,c;\"d;e\"", ";", "1:[a|b,c|d;e]"},
        {"a\tb\n", "\t", "1:[a|b]"},
        {"甲，乙，“丙”、丁\n\"戊，己\"，、\n", "，", "1:[甲|乙|“丙”、丁]2:[戊，己|、]"},
        {"\"\"\"\"", ",", "1:[\"]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (step = 1; step < 8; step++) {
            buf out = {0};
            err e;
            assert_int_equal(read_all(str_c(cases[i].data), cases[i].separator, &out, &e), ERR_NONE);
            assert_string_equal(buf_cstr(&out), cases[i].want);
            buf_free(&out);
        }
}

static void refuse(str data, err_code code, const char *line) {
    for (step = 1; step < 1000000; step *= 3) {
        buf out = {0};
        err e;
        assert_int_equal(read_all(data, ",", &out, &e), code);
        assert_true(str_eqz(err_value(&e, "line"), line));
        assert_true(str_eqz(err_value(&e, "file"), "f.csv"));
        buf_free(&out);
    }
}

static void broken_quotes_are_refused_with_their_line(void **state) {
    (void)state;
    refuse(S("a,b\nc,\"d\ne,f\n"), ERR_CSV_QUOTE, "2");
    refuse(S("a\n\"x\ny\",\"z"), ERR_CSV_QUOTE, "3");
    refuse(S("a\n\"x\"y,z\n"), ERR_CSV_QUOTE, "2");
    refuse(S("\""), ERR_CSV_QUOTE, "1");
}

static void memory_stays_bounded(void **state) {
    (void)state;
    buf wide = {0};
    buf_z(&wide, "a\n");
    buf_fill(&wide, ',', 20000);
    refuse(buf_str(&wide), ERR_CSV_COLUMNS, "2");
    buf_clear(&wide);
    buf_fill(&wide, 'x', CSV_MAX_RECORD + 1);
    refuse(buf_str(&wide), ERR_TOO_LARGE, "1");
    buf_clear(&wide);
    buf_z(&wide, "ok\n\"");
    buf_fill(&wide, 'x', CSV_MAX_RECORD + 1);
    refuse(buf_str(&wide), ERR_TOO_LARGE, "2");
    buf_free(&wide);
}

/* Short records far past the window, and one as long as is allowed. */
static void long_files_pass_through(void **state) {
    (void)state;
    buf data = {0};
    for (int i = 0; i < 50000; i++) buf_printf(&data, "%d,\"v\"\"%d\",物流\r\n", i, i);
    buf_fill(&data, 'x', CSV_MAX_RECORD - 10);
    source from;
    source_open_str(&from, buf_str(&data));
    csv_reader r;
    csv_open(&r, &from, S(","), "f.csv");
    err e;
    bool row;
    for (int i = 0; i < 50000; i++) {
        assert_int_equal(csv_next(&r, &row, &e), ERR_NONE);
        assert_true(row);
        assert_int_equal(r.n, 3);
        assert_int_equal(r.line, i + 1);
        long long v;
        assert_true(str_to_int(r.field[0], &v) && v == i);
        assert_true(str_to_int(str_sub(r.field[1], 2, 9), &v) && v == i);
        assert_true(str_eqz(r.field[2], "物流"));
    }
    assert_int_equal(csv_next(&r, &row, &e), ERR_NONE);
    assert_true(row && r.n == 1 && r.field[0].n == CSV_MAX_RECORD - 10);
    assert_int_equal(csv_next(&r, &row, &e), ERR_NONE);
    assert_false(row);
    csv_close(&r);
    buf_free(&data);
}

static void what_is_written_reads_back(void **state) {
    (void)state;
    const str fields[] = {S("a"), S("b,c"), S("d\"e"), S("f\r\ng"), S(""), S("-3"), S("物流；延迟")};
    buf data = {0}, out = {0};
    csv_write(&data, fields, 7);
    csv_write(&data, (str[]){S("=1+1")}, 1);
    err e;
    step = 3;
    assert_int_equal(read_all(buf_str(&data), ",", &out, &e), ERR_NONE);
    assert_string_equal(buf_cstr(&out), "1:[a|b,c|d\"e|f\r\ng||-3|物流；延迟]3:['=1+1]");
    buf_free(&data);
    buf_free(&out);
}

static void the_separator_is_guessed(void **state) {
    (void)state;
    assert_true(str_eq(csv_guess_separator(S("a,b;c,d\n;;;;")), S(",")));
    assert_true(str_eq(csv_guess_separator(S("\"a,b,c,d\";b\n")), S(";")));
    assert_true(str_eq(csv_guess_separator(S("周期\t客户，名")), S("\t")));
    assert_true(str_eq(csv_guess_separator(S("周期，客户，类型")), S("，")));
    assert_true(str_eq(csv_guess_separator(S("五月，售后，监测，表\n周期;客户;类型\n2024-05;K1;投诉\n")), S(";")));
    assert_true(str_eq(csv_guess_separator(S("a,b,text\n1,2,甲，乙，丙，丁\n1,2,甲，乙\n")), S(",")));
    assert_true(str_eq(csv_guess_separator(S("a;b\r1;2\r3;4,5,6,7\r")), S(";")));
    assert_true(str_eq(csv_guess_separator(S("sep=;\na;b;c\n1;2;3,4,5\n")), S(";")));
    assert_true(str_eq(csv_guess_separator(S("one")), S(",")));
    assert_true(str_eq(csv_guess_separator(S("")), S(",")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_read),
        cmocka_unit_test(broken_quotes_are_refused_with_their_line),
        cmocka_unit_test(memory_stays_bounded),
        cmocka_unit_test(long_files_pass_through),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(the_separator_is_guessed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
