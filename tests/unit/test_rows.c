/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a page that are not kept as a tree: in memory, and in a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "view/rows.h"

static void ready(void *user, arena *a, node *row, const tree_note *notes) {
    (void)row;
    tree_say(notes, LANG_EN, a);
    ++*(int *)user;
}

static void reads_back(int n, size_t filler) {
    err e;
    int seen = 0;
    buf json = {0};
    struct tree_rows *rows = rows_new(ready, &seen);
    for (int round = 0; round < 2; round++) {
        rows_clear(rows);
        for (int i = 0; i < n; i++) {
            buf_clear(&json);
            buf_printf(&json, "{\"no\":%d,\"text\":\"", i);
            buf_fill(&json, 'x', filler);
            buf_z(&json, "\",\"word\":\"\x7F(kind.action\x7F)\"}");
            assert_int_equal(rows_add(rows, buf_str(&json), &e), ERR_NONE);
        }
        assert_int_equal(rows_count(rows), n);
        for (int again = 0; again < 2; again++) {
            node *row;
            assert_int_equal(rows_start(rows, &e), ERR_NONE);
            for (int i = 0; i < n; i++) {
                assert_int_equal(rows_next(rows, &row, &e), ERR_NONE);
                assert_int_equal(tree_int(row, "no", -1), i);
                assert_int_equal(tree_text(row, "text").n, filler);
                assert_true(str_eqz(tree_text(row, "word"), word(LANG_EN, "kind.action")));
            }
            assert_int_equal(rows_next(rows, &row, &e), ERR_NONE);
            assert_null(row);
        }
    }
    assert_int_equal(seen, 4 * n);
    rows_free(&rows);
    buf_free(&json);
}

static void rows_are_read_as_often_as_asked(void **state) {
    (void)state;
    reads_back(0, 0);
    reads_back(3, 10);
    reads_back(5000, 900); /* past what stands in memory */
}

static void a_row_that_is_no_json_is_an_error(void **state) {
    (void)state;
    err e;
    int seen = 0;
    node *row;
    struct tree_rows *rows = rows_new(ready, &seen);
    assert_int_equal(rows_add(rows, S("{"), &e), ERR_NONE);
    assert_int_equal(rows_start(rows, &e), ERR_NONE);
    assert_int_equal(rows_next(rows, &row, &e), ERR_SQL);
    rows_free(&rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_are_read_as_often_as_asked), cmocka_unit_test(a_row_that_is_no_json_is_an_error)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
