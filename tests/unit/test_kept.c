/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures that an import keeps are those from scratch, to the last digit, and those of plain SQL, whatever happened before: large and
 * small files, late tickets, changed ones, withdrawn files, rules and definitions that come and go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "monitor/bulk.h"
#include "monitor/import.h"
#include "monitor/kpi.h"
#include "monitor/monitor.h"

static void must(err_code code, const err *e) {
    if (!code) return;
    AUTO(buf_free) buf b = {0};
    word_error(&b, LANG_EN, e);
    fail_msg("%s", buf_cstr(&b));
}

static store *open_store(void) {
    err e;
    store *s;
    must(store_memory(&s, &e), &e);
    store_set_session(s, &(store_session){.actor = S("tester"), .today = date_from_ymd(2024, 8, 31), .now = 1725062400, .reason = S("a test")});
    must(monitor_init(s, &e), &e);
    must(monitor_prepare(s, &e), &e);
    return s;
}

static void ask(store *s, const char *sql, const char *want) {
    AUTO(arena_free) arena a = {0};
    str got;
    err e;
    if (store_text(s, &a, store_keep(s, sql), NULL, 0, &got, NULL, &e)) fail_msg("%s: %.*s", sql, STR(err_value(&e, "reason")));
    if (!str_eqz(got, want)) fail_msg("%s gave %.*s", sql, STR(got));
}

/* ---- tickets ------------------------------------------------------------------------------------------------------------------- */

static unsigned draw(unsigned *seed, unsigned n) {
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 8) % n;
}

static const char headings[] = "no,customer id (pseudonym),type,period,opened,response_h,resolution_h,csat,nps,inspection,first_contact,category,description\n";

/* Tickets of the months lo to hi of 2024 in no order; many customers complain again, some in the same second; some tickets belong to another
 * month than that of their opening; some cells are missing. `salt` changes what a number stands for. */
static void put_rows(buf *b, unsigned from, unsigned rows, unsigned lo, unsigned hi, unsigned salt) {
    static const char *const types[] = {"complaint", "complaint", "repair", "consultation", "return"}, *const results[] = {"pass", "fail", "none", ""},
                             *const categories[] = {"delay", "damage", "billing", ""};
    for (unsigned i = from; i < from + rows; i++) {
        unsigned seed = i * 2654435761u + salt;
        unsigned month = lo + draw(&seed, hi - lo + 1), late = month > 1 && draw(&seed, 20) == 0;
        buf_printf(b, "T%06u,C%03u,%s,2024-%02u,", i, draw(&seed, 400), types[draw(&seed, 5)], month - late);
        if (draw(&seed, 30)) buf_printf(b, "2024-%02u-%02u %02u:00,", month, 1 + draw(&seed, 28), draw(&seed, 24));
        else buf_z(b, ",");
        buf_printf(b, "%.1f,", draw(&seed, 800) / 10.0);
        if (draw(&seed, 9)) buf_printf(b, "%.2f,", draw(&seed, 9000) / 100.0);
        else buf_z(b, ",");
        buf_printf(b, "%u,%u,%s,%u,%s,", 1 + draw(&seed, 5), draw(&seed, 11), results[draw(&seed, 4)], draw(&seed, 2), categories[draw(&seed, 4)]);
        buf_z(b, "a text of usual length that says what the matter was\n");
    }
}

static import_receipt take(store *s, arena *a, const buf *file, const import_options *more) {
    import_options o = more ? *more : (import_options){0};
    source from;
    import_receipt r;
    err e;
    o.file = "tickets.csv";
    source_open_str(&from, buf_str(file));
    must(monitor_import(s, a, &o, &from, &r, &e), &e);
    return r;
}

static import_receipt take_rows(store *s, arena *a, unsigned from, unsigned rows, unsigned lo, unsigned hi, unsigned salt, const import_options *o) {
    AUTO(buf_free) buf b = {0};
    buf_z(&b, headings);
    put_rows(&b, from, rows, lo, hi, salt);
    return take(s, a, &b, o);
}

/* ---- what must hold ------------------------------------------------------------------------------------------------------------ */

/* Hours since the complaint before, by a look at every other one. */
#define SINCE                                                                                                                   \
    "(SELECT (unixepoch(t.opened) - unixepoch(max(o.opened))) / 3600.0 FROM ticket o WHERE o.type = 'complaint'"                 \
    " AND o.customer = t.customer AND (o.opened, o.source, o.no) < (t.opened, t.source, t.no))"

/* R's type 7 by ranks. */
#define QUANTILE(p)                                                                                                             \
    "(SELECT min(CASE WHEN k >= at THEN v END) * (at - CAST(at AS INTEGER)) + max(CASE WHEN k <= at THEN v END) * (1 - (at - CAST(at AS INTEGER)))" \
    " FROM (SELECT resolution_h AS v, row_number() OVER (ORDER BY resolution_h) - 1 AS k, " p " * (count(*) OVER () - 1) AS at FROM ticket t"      \
    " WHERE t.period = r.period AND resolution_h IS NOT NULL AND %s))"

static void check(store *s, const char *counted) {
    err e;
    char sql[2048];
    must(store_exec(s, "DROP TABLE IF EXISTS temp.kept; CREATE TEMP TABLE kept AS SELECT * FROM rollup", &e), &e);
    must(rollup_refresh(s, NULL, &e), &e);
    ask(s, "SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM rollup)", "0");
    ask(s, "SELECT count(*) FROM (SELECT * FROM rollup EXCEPT SELECT * FROM kept)", "0");
    ask(s, "SELECT count(*) FROM ticket t WHERE type = 'complaint' AND customer IS NOT NULL AND opened IS NOT NULL AND since_complaint_h IS NOT " SINCE, "0");
    ask(s, "SELECT count(*) FROM ticket WHERE since_complaint_h IS NOT NULL AND (type <> 'complaint' OR customer IS NULL OR opened IS NULL)", "0");
    snprintf(sql, sizeof sql, "SELECT count(*) FROM rollup r WHERE kpi = 'resolution' AND (abs(median - " QUANTILE("0.5") ") > 1e-9 OR abs(p90 - " QUANTILE("0.9") ") > 1e-9)",
             counted, counted);
    ask(s, sql, "0");
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM rollup r WHERE kpi = 'repeat_complaint' AND (n, x) IS NOT (SELECT count(*), total(since_complaint_h <= 720) FROM ticket t"
             " WHERE t.period = r.period AND type = 'complaint' AND customer IS NOT NULL AND opened IS NOT NULL AND %s)", counted);
    ask(s, sql, "0");
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM rollup r WHERE kpi = 'csat' AND (n, sum, sumsq) IS NOT (SELECT count(csat), total(csat), total(csat * csat) FROM ticket t"
             " WHERE t.period = r.period AND %s)", counted);
    ask(s, sql, "0");
    snprintf(sql, sizeof sql, "SELECT (SELECT count(*) FROM rollup WHERE kpi = 'csat') = (SELECT count(DISTINCT period) FROM ticket t WHERE csat IS NOT NULL AND %s)", counted);
    ask(s, sql, "1");
    ask(s, "PRAGMA integrity_check", "ok"); /* the CHECKs too */
    ask(s, "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'ticket' ORDER BY name)", "ticket_customer,ticket_no,ticket_period");
}

enum { LARGE = 12000 }; /* rows: more than BULK_BYTES */

static void kept_figures_are_those_from_scratch(void **state) {
    (void)state;
    AUTO(arena_free) arena a = {0};
    store *s = open_store();
    err e;
    int64_t n;
    import_receipt first = take_rows(s, &a, 0, LARGE, 1, 4, 0, NULL);
    assert_int_equal(first.stored, LARGE);
    check(s, "1");
    import_receipt second = take_rows(s, &a, LARGE, 500, 5, 5, 0, NULL);
    check(s, "1");
    take_rows(s, &a, LARGE + 500, 40, 1, 6, 0, NULL); /* late ones, and others too early */
    check(s, "1");
    AUTO(buf_free) buf bad = {0};
    buf_z(&bad, headings);
    put_rows(&bad, LARGE + 600, 30, 2, 3, 0);
    buf_z(&bad, "T999999,C001,repair,2024-13,,,,,,,,,\n");
    import_receipt partial = take(s, &a, &bad, &(import_options){.partial = true});
    assert_int_equal(partial.stored, 30);
    assert_int_equal(partial.refused, 1);
    check(s, "1");
    import_receipt changed = take_rows(s, &a, 100, 200, 1, 6, 77, &(import_options){.update = true});
    assert_int_equal(changed.updated, 200);
    check(s, "1");
    must(monitor_undo(s, second.id, &n, &e), &e);
    assert_int_equal(n, 500);
    check(s, "1");
    must(store_exec(s, "INSERT INTO setting(id, value) VALUES('exclude', 'resolution_h > 80 & type = repair')", &e), &e);
    must(monitor_follow(s, S("setting"), S("exclude"), &e), &e);
    check(s, "NOT coalesce(resolution_h > 80 AND type = 'repair', 0)");
    take_rows(s, &a, LARGE + 1000, 60, 3, 7, 0, NULL);
    check(s, "NOT coalesce(resolution_h > 80 AND type = 'repair', 0)");
    must(store_exec(s, "INSERT INTO kpi(id, name_zh, name_en, definition_zh, definition_en, form, value_column, quantile, denominator, unit, direction, decimals, position, overview, version, since)"
                       " VALUES('slow', '慢', 'slow', '慢', 'slow', 'quantile', 'response_h', 0.75, 'type in (repair, return) & inspection known', 'h', 'down', 1, 90, 0, 1, '2024-01-01')", &e), &e);
    must(monitor_follow(s, S("kpi"), S("slow"), &e), &e);
    check(s, "NOT coalesce(resolution_h > 80 AND type = 'repair', 0)");
    take_rows(s, &a, LARGE + 2000, 60, 2, 2, 0, NULL);
    ask(s, "SELECT count(*) FROM rollup WHERE kpi = 'slow'", "7");
    check(s, "NOT coalesce(resolution_h > 80 AND type = 'repair', 0)");
    must(store_exec(s, "UPDATE setting SET voided = 'over' WHERE id = 'exclude'; UPDATE kpi SET voided = 'over' WHERE id = 'slow'", &e), &e);
    must(monitor_follow(s, S("setting"), S("exclude"), &e), &e);
    ask(s, "SELECT count(*) FROM rollup WHERE kpi = 'slow'", "0");
    check(s, "1");
    store_close(s);
}

/* A large first file is imported another way than a small one: the tickets are the same. */
static void large_files_give_what_small_ones_give(void **state) {
    (void)state;
    static const char tickets[] = "SELECT group_concat(no || ' ' || coalesce(since_complaint_h, '-')) FROM (SELECT * FROM ticket ORDER BY no)",
                      figures[] = "SELECT group_concat(kpi || period || n || ' ' || coalesce(value, '-') || ' ' || coalesce(median, '-')) FROM rollup";
    AUTO(arena_free) arena a = {0};
    store *large = open_store(), *small = open_store();
    err e;
    AUTO(buf_free) buf whole = {0};
    buf_z(&whole, headings);
    put_rows(&whole, 0, LARGE, 1, 6, 3);
    put_rows(&whole, 17, 1, 1, 6, 3); /* one of them once more */
    assert_true(whole.n > BULK_BYTES);
    import_receipt r = take(large, &a, &whole, NULL);
    assert_int_equal(r.stored, LARGE);
    assert_int_equal(r.duplicate, 1);
    for (unsigned i = 0; i < 3; i++) take_rows(small, &a, i * (LARGE / 3), LARGE / 3, 1, 6, 3, NULL);
    str one, other;
    must(store_text(large, &a, tickets, NULL, 0, &one, NULL, &e), &e);
    must(store_text(small, &a, tickets, NULL, 0, &other, NULL, &e), &e);
    assert_true(one.n > LARGE * 9 && str_eq(one, other));
    must(store_text(large, &a, figures, NULL, 0, &one, NULL, &e), &e);
    must(store_text(small, &a, figures, NULL, 0, &other, NULL, &e), &e);
    assert_true(one.n > 0 && str_eq(one, other));
    check(large, "1");
    store_close(large);
    store_close(small);
}

/* A number that stands for two tickets in one large file is refused, and nothing is left of it. */
static void a_large_file_is_stored_whole_or_not(void **state) {
    (void)state;
    AUTO(arena_free) arena a = {0};
    AUTO(buf_free) buf b = {0};
    store *s = open_store();
    buf_z(&b, headings);
    put_rows(&b, 0, LARGE, 1, 2, 0);
    put_rows(&b, 5, 1, 1, 2, 99);
    source from;
    import_receipt r;
    err e;
    source_open_str(&from, buf_str(&b));
    assert_int_equal(monitor_import(s, &a, &(import_options){.file = "x.csv"}, &from, &r, &e), ERR_ROWS_REFUSED);
    assert_int_equal(r.refused, 1);
    ask(s, "SELECT count(*) FROM ticket", "0");
    check(s, "1");
    source_open_str(&from, buf_str(&b));
    must(monitor_import(s, &a, &(import_options){.file = "x.csv", .partial = true}, &from, &r, &e), &e);
    assert_int_equal(r.stored, LARGE);
    check(s, "1");
    store_close(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_figures_are_those_from_scratch),
        cmocka_unit_test(large_files_give_what_small_ones_give),
        cmocka_unit_test(a_large_file_is_stored_whole_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
