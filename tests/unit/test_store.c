/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/audit.h"
#include "store/store.h"

static store *fresh(void) {
    err e;
    store *s;
    assert_int_equal(store_memory(&s, &e), ERR_NONE);
    store_set_session(s, &(store_session){.actor = S("tester"), .today = date_from_ymd(2024, 5, 31), .now = 1717142400});
    return s;
}

static void a_change_writes_its_event(void **state) {
    (void)state;
    store *s = fresh();
    err e;
    if (store_exec(s, "INSERT INTO setting(id, value) VALUES('name', '衡石')", &e)) fail_msg("%.*s", STR(err_value(&e, "reason")));
    assert_int_equal(store_exec(s, "UPDATE setting SET value = 'x' WHERE id = 'name'", &e), ERR_NONE);
    int64_t n;
    assert_int_equal(audit_verify(s, &n, &e), ERR_NONE);
    assert_int_equal(n, 2);
    int64_t v;
    assert_int_equal(store_int(s, "SELECT row ->> '$.value' = 'x' AND verb = 'set' AND actor = 'tester' FROM event WHERE seq = 2",
                               NULL, 0, &v, &e), ERR_NONE);
    assert_int_equal(v, 1);
    /* what an auditor computes with sqlite3 and sha256sum is what the program hashes */
    assert_int_equal(store_exec(s, "UPDATE setting SET value = '\"q\" \\\\ ' || char(1, 8, 9, 10, 11, 12, 13, 31, 127) || '物流\U0001F69A'", &e), ERR_NONE);
    assert_int_equal(store_int(s, "SELECT count(*) FROM event WHERE pdca_event(seq, prev, at, today, actor, verb, kind, id, reason, row)"
                                  " = json_array(seq, prev, at, today, actor, verb, kind, id, reason, json(row))", NULL, 0, &v, &e), ERR_NONE);
    assert_int_equal(v, 3);
    store_close(s);
}

static void nothing_is_deleted(void **state) {
    (void)state;
    store *s = fresh();
    err e;
    assert_int_equal(store_exec(s, "INSERT INTO setting(id, value) VALUES('a', 'b')", &e), ERR_NONE);
    assert_int_not_equal(store_exec(s, "DELETE FROM setting", &e), ERR_NONE);
    assert_int_not_equal(store_exec(s, "INSERT OR REPLACE INTO setting(id, value) VALUES('a', 'c')", &e), ERR_NONE);
    assert_int_not_equal(store_exec(s, "UPDATE setting SET id = 'z'", &e), ERR_NONE);
    assert_int_not_equal(store_exec(s, "DELETE FROM event", &e), ERR_NONE);
    assert_int_not_equal(store_exec(s, "UPDATE event SET actor = 'y'", &e), ERR_NONE);
    store_close(s);
}

static void tampering_is_found_and_named(void **state) {
    (void)state;
    static const struct {
        const char *sql;
        err_code code;
        const char *seq;
    } cases[] = {
        {"UPDATE event SET reason = 'because' WHERE seq = 2", ERR_CHAIN_BROKEN, "2"},
        {"UPDATE event SET row = '{' WHERE seq = 1", ERR_CHAIN_BROKEN, "1"},
        {"DELETE FROM event WHERE seq = 2", ERR_CHAIN_BROKEN, "2"},
        {"UPDATE setting SET value = 'forged'", ERR_RECORD_ALTERED, "3"},
        {"DELETE FROM setting", ERR_RECORD_ALTERED, "3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        store *s = fresh();
        err e;
        assert_int_equal(store_exec(s, "INSERT INTO setting(id, value) VALUES('a', '1'); UPDATE setting SET value = '2';"
                                       "UPDATE setting SET value = '3'", &e), ERR_NONE);
        assert_int_equal(store_exec(s, "DROP TRIGGER keep_event_row; DROP TRIGGER same_event_row; DROP TRIGGER keep_setting;"
                                       "DROP TRIGGER audit_setting_update", &e), ERR_NONE);
        assert_int_equal(store_exec(s, cases[i].sql, &e), ERR_NONE);
        int64_t n;
        assert_int_equal(audit_verify(s, &n, &e), cases[i].code);
        assert_true(str_eqz(err_value(&e, "seq"), cases[i].seq));
        store_close(s);
    }
}

static void an_anchor_is_checked(void **state) {
    (void)state;
    store *s = fresh();
    err e;
    arena a = {0};
    assert_int_equal(store_exec(s, "INSERT INTO setting(id, value) VALUES('a', '1')", &e), ERR_NONE);
    int64_t seq;
    str hash;
    assert_int_equal(audit_head(s, &a, &seq, &hash, &e), ERR_NONE);
    assert_int_equal(seq, 1);
    assert_int_equal(audit_expect(s, 1, hash, &e), ERR_NONE);
    assert_int_equal(audit_expect(s, 1, str_sub(hash, 0, 16), &e), ERR_NONE);
    assert_int_equal(audit_expect(s, 1, S("0123456789abcdef"), &e), ERR_CHAIN_UNEXPECTED);
    assert_int_equal(audit_expect(s, 9, hash, &e), ERR_CHAIN_UNEXPECTED);
    arena_free(&a);
    store_close(s);
}

static void page_queries_can_only_read(void **state) {
    (void)state;
    store *s = fresh();
    err e;
    query *q;
    static const char *const refused[] = {
        "DELETE FROM ticket", "INSERT INTO setting(id, value) VALUES('a', 'b') RETURNING id", "PRAGMA user_version",
        "ATTACH 'x' AS y", "SELECT 1; SELECT 2", "SELECT 1, 2", "", "SELECT load_extension('x')", "DROP TABLE ticket",
        "SELECT nothing FROM nowhere",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(store_query_vetted(s, "t.sql", str_c(refused[i]), &q, &e), ERR_PAGE_SQL);
    assert_int_equal(store_query_vetted(s, "t.sql", S("WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 3)"
                                                      " SELECT json_group_array(i) FROM n; -- end\n"), &q, &e), ERR_NONE);
    query_free(q);
    assert_int_equal(store_query_vetted(s, "t.sql", S("SELECT json_object('n', count(*)) FROM ticket"), &q, &e), ERR_NONE);
    assert_true(query_next(q));
    assert_true(str_eqz(query_str(q, 0), "{\"n\":0}"));
    assert_int_equal(query_end(q, &e), ERR_NONE);
    query_free(q);
    store_close(s);
}

/* A view is there for whoever names it, also one that names another, also behind a transaction that was rolled back. */
static void views_are_made_when_they_are_named(void **state) {
    (void)state;
    static const char views[] = "CREATE TEMP VIEW one_v AS SELECT 20 AS x;\nCREATE TEMP VIEW two_v AS SELECT x + 1 AS y FROM one_v;\n",
                      ask[] = "SELECT 2 * y FROM two_v", names[] = "SELECT count(*) FROM sqlite_temp_schema", unknown[] = "SELECT 1 FROM three_v";
    store *s = fresh();
    err e;
    int64_t n;
    query *q;
    store_views(s, views);
    assert_int_equal(store_int(s, names, NULL, 0, &n, &e), ERR_NONE);
    assert_int_equal(n, 0);
    assert_int_equal(store_begin(s, &e), ERR_NONE);
    assert_int_equal(store_int(s, ask, NULL, 0, &n, &e), ERR_NONE);
    assert_int_equal(n, 42);
    store_rollback(s);
    assert_int_equal(store_int(s, ask, NULL, 0, &n, &e), ERR_NONE);
    assert_int_equal(n, 42);
    assert_int_equal(store_int(s, names, NULL, 0, &n, &e), ERR_NONE);
    assert_int_equal(n, 2);
    assert_int_equal(store_int(s, unknown, NULL, 0, &n, &e), ERR_SQL);
    store_close(s);
    s = fresh();
    store_views(s, views);
    assert_int_equal(store_query_vetted(s, "a page", S("SELECT y FROM two_v"), &q, &e), ERR_NONE);
    assert_true(query_next(q) && query_int(q, 0) == 21);
    assert_int_equal(query_end(q, &e), ERR_NONE);
    query_free(q);
    assert_int_equal(store_query_vetted(s, "a page", S("SELECT 1 FROM three_v"), &q, &e), ERR_PAGE_SQL);
    store_close(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_writes_its_event), cmocka_unit_test(nothing_is_deleted),
        cmocka_unit_test(tampering_is_found_and_named), cmocka_unit_test(an_anchor_is_checked),
        cmocka_unit_test(page_queries_can_only_read),
        cmocka_unit_test(views_are_made_when_they_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
