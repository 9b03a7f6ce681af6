/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit chain can be replayed: what it gives as of an event is what the tables held then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "monitor/import.h"
#include "monitor/known.h"
#include "monitor/kpi.h"
#include "monitor/past.h"
#include "store/audit.h"
#include "store/replay.h"

#include "sample.h"

static char dir[64];

static const char *scratch(const char *name) {
    static char path[4][128];
    static int turn;
    char *p = path[turn++ % 4];
    snprintf(p, sizeof path[0], "%s/%s", dir, name);
    return p;
}

/* Every value of a query with its type, a line a row. */
static void dump(store *s, const char *sql, buf *out) {
    query *q;
    err e;
    must(store_query_made(s, str_c(sql), &q, &e), &e);
    while (query_next(q)) {
        for (int i = 0; i < query_columns(q); i++) {
            query_json(q, i, out);
            buf_putc(out, ' ');
        }
        buf_putc(out, '\n');
    }
    must(query_end(q, &e), &e);
    query_free(q);
}

static void add_dump(void *user, str table, str record, str columns) {
    (void)record, (void)columns;
    buf_printf(user, "SELECT '%.*s', r.* FROM \"%.*s\" r ORDER BY seq\n", STR(table), STR(table));
}

/* All records as an unqualified name sees them. */
static char *records(store *s) {
    AUTO(buf_free) buf queries = {0}, out = {0};
    err e;
    must(audit_each_table(s, "x", add_dump, &queries, &e), &e);
    for (str rest = buf_str(&queries), one; rest.n;) {
        rest = str_cut(rest, '\n', &one);
        char *sql = strndup(one.p, one.n);
        dump(s, sql, &out);
        free(sql);
    }
    return strdup(buf_cstr(&out));
}

static int64_t number(store *s, const char *sql) {
    int64_t n;
    err e;
    query *q;
    must(store_query_made(s, str_c(sql), &q, &e), &e);
    n = query_next(q) ? query_int(q, 0) : -1;
    must(query_end(q, &e), &e);
    query_free(q);
    return n;
}

static int64_t last_event(store *s) { return number(s, "SELECT coalesce(max(seq), 0) FROM event"); }

static void same_text(const char *a, const char *b) {
    if (strcmp(a, b) == 0) return;
    size_t i = 0;
    while (a[i] && a[i] == b[i]) i++;
    size_t from = i > 60 ? i - 60 : 0;
    fail_msg("differ at byte %zu:\n%.200s\n%.200s", i, a + from, b + from);
}

/* Replays all and compares with the tables. */
static void replay_all(store *s) {
    err e;
    char *now = records(s);
    assert_true(strlen(now) > 1000);
    must(replay_to(s, last_event(s), date_from_ymd(2024, 6, 26), &e), &e);
    assert_true(number(s, "SELECT count(*) FROM temp.sqlite_schema WHERE type = 'table'") >= 15);
    char *past = records(s);
    same_text(past, now);
    free(now);
    free(past);
}

static void samples_replay_to_their_tables(void **state) {
    (void)state;
    for (int sample = 0; sample < SAMPLE_COUNT; sample++) {
        workspace w;
        workspace_open(&w, sample);
        replay_all(w.s);
        workspace_close(&w);
    }
}

static void the_sample_month_replays_to_its_tables(void **state) {
    (void)state;
    const char *pdca = getenv("PDCA");
    char command[512];
    snprintf(command, sizeof command, "%s demo %s/month >/dev/null 2>&1", pdca ? pdca : "build/pdca", dir);
    assert_int_equal(system(command), 0);
    store *s;
    err e;
    must(store_open(scratch("month/quality.db"), &s, &e), &e);
    assert_true(last_event(s) > 100);
    replay_all(s);
    store_close(s);
}

/* ---- random changes -------------------------------------------------------------------------------------------------------- */

static uint64_t seed = 20240614;
static unsigned rnd(unsigned n) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

static const char *random_text(void) {
    static const char *const texts[] = {HOSTILE, "", " ", "'; DROP TABLE problem; --", "{\"a\":[1,2.50,null]}", "[1]", "null", "0.10", "1e400", "\\u0000 \\ \" / \b\f\n\r\t\x01\x1f\x7f",
                                        "物流延迟 \U0001F69A \xE2\x80\xA8\xE2\x80\xA9", "%s%n", "$.\"a\"", "true", "-0"};
    return rnd(4) == 0 ? NULL : texts[rnd(sizeof texts / sizeof *texts)];
}

static double random_real(void) {
    static const double odd[] = {0.1, 1.0 / 3, 5.0, -0.0, 1e-300, 1.7976931348623157e308, 4.9e-324, 9007199254740993.0, 123456789.123456789, 0.30000000000000004, 2.2250738585072014e-308, 1e22, 1e23};
    if (rnd(2)) return odd[rnd(sizeof odd / sizeof *odd)];
    union {
        uint64_t bits;
        double value;
    } u = {.bits = (uint64_t)rnd(1u << 31) << 33 ^ (uint64_t)rnd(1u << 31) << 11 ^ rnd(1u << 31)};
    return u.value - u.value == 0 ? u.value : 0.7;
}

static void change(store *s, const char *sql, const char *text, double real, int n) {
    query *q;
    err e;
    must(store_query(s, sql, &q, &e), &e);
    query_bind(q, 1, text);
    query_bind(q, 2, real);
    query_bind(q, 3, n);
    must(query_run(q, &e), &e);
}

static void change_something(store *s, int step) {
    char id[24];
    snprintf(id, sizeof id, "%d", step);
    const char *text = random_text();
    switch (rnd(8)) {
    case 0:
        change(s, "INSERT INTO problem(id, title, scope, scope_share, severity, stage, cycle, opened, stage_since) VALUES('P-' || ?3, coalesce(?1, ''), ?1, ?2, 'low', 'plan', 1, '2024-01-01', '2024-01-01')",
               text, random_real(), step);
        break;
    case 1:
        change(s, "INSERT INTO measure(id, kpi, period, value, n, sd, source, note) SELECT 'V-' || ?3, id, '2024-05', ?2, ?3, CASE WHEN ?3 % 2 THEN -?2 END, coalesce(?1, ''), ?1 FROM kpi LIMIT 1", text, random_real(), step);
        break;
    case 2:
        change(s, "INSERT INTO action(id, problem, cycle, text, kind, owner, owner_kind, start, first_planned, planned, progress, left, cost) SELECT 'A-' || ?3, max(id), 1, coalesce(?1, ''), 'corrective', 'x', 'person',"
                  " '2024-01-01', '2024-02-01', '2024-02-01', ?3 % 101, ?1, ?2 FROM problem", text, random_real(), step);
        break;
    case 3: change(s, "UPDATE problem SET phenomenon = ?1, baseline = ?2, frequency = ?3 WHERE seq % 3 = ?3 % 3", text, random_real(), step); break;
    case 4: change(s, "UPDATE measure SET voided = ?1, value = ?2 WHERE seq % 5 = ?3 % 5", text, random_real(), step); break;
    case 5: change(s, "UPDATE action SET planned = '2024-03-01', blocked = ?1, cost = ?2, problem = NULL WHERE seq % 4 = ?3 % 4", text, random_real(), step); break;
    case 6: change(s, "UPDATE kpi SET target = ?2, numerator = ?1 WHERE seq = ?3 % 12 + 1", text, random_real(), step); break;
    default: change(s, "INSERT INTO setting(id, value) VALUES('x' || ?3, coalesce(?1, '')) ON CONFLICT(id) DO UPDATE SET value = 'again'", text, 0, step); break;
    }
}

static void random_changes_replay_to_every_point(void **state) {
    (void)state;
    enum { POINTS = 25, STEPS = 30 };
    char *then[POINTS];
    int64_t event[POINTS];
    store *s;
    err e;
    must(store_create(scratch("random.db"), &s, &e), &e);
    store_set_session(s, &(store_session){.actor = S("tester"), .today = date_from_ymd(2024, 6, 26), .now = 1719392400, .reason = S("'\"\\")});
    must(record_init(s, S(HOSTILE), S(""), LANG_ZH, &e), &e);
    must(monitor_init(s, &e), &e);
    for (int p = 0, step = 0; p < POINTS; p++) {
        must(store_begin(s, &e), &e);
        for (int i = 0; i < STEPS; i++) change_something(s, ++step);
        must(store_commit(s, &e), &e);
        then[p] = records(s);
        event[p] = last_event(s);
    }
    store_close(s);
    for (int p = 0; p < POINTS; p++) {
        must(store_open(scratch("random.db"), &s, &e), &e);
        must(replay_to(s, event[p], date_from_ymd(2024, 6, 26), &e), &e);
        char *past = records(s);
        same_text(past, then[p]);
        assert_int_equal(last_event(s), event[p]);
        int64_t n;
        must(audit_verify(s, &n, &e), &e); /* the chain and the records as they are seen agree */
        assert_int_equal(n, event[p]);
        free(past);
        free(then[p]);
        store_close(s);
    }
}

/* ---- which event, and what is refused ---------------------------------------------------------------------------------------- */

static void on_day(store *s, int month, int day, const char *sql) {
    err e;
    store_set_session(s, &(store_session){.actor = S("tester"), .today = date_from_ymd(2024, month, day), .now = 1719392400});
    must(store_exec(s, sql, &e), &e);
}

static void a_day_ends_before_the_first_event_of_a_later_one(void **state) {
    (void)state;
    store *s;
    err e;
    int64_t seq, back;
    must(store_memory(&s, &e), &e);
    assert_int_equal(replay_last_event(s, date_from_ymd(2024, 6, 1), &seq, &back, &e), ERR_NO_PAST);
    on_day(s, 6, 3, "INSERT INTO setting(id, value) VALUES('a', '1')");
    on_day(s, 6, 3, "UPDATE setting SET value = '2'");
    on_day(s, 6, 7, "UPDATE setting SET value = '3'");
    on_day(s, 6, 5, "UPDATE setting SET value = '4'"); /* dated back */
    on_day(s, 6, 9, "UPDATE setting SET value = '5'");
    static const struct {
        int day, seq, back;
    } cases[] = {{3, 2, 0}, {4, 2, 0}, {5, 2, 1}, {6, 2, 1}, {7, 4, 0}, {8, 4, 0}, {9, 5, 0}, {30, 5, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        must(replay_last_event(s, date_from_ymd(2024, 6, cases[i].day), &seq, &back, &e), &e);
        assert_int_equal(seq, cases[i].seq);
        assert_int_equal(back, cases[i].back);
    }
    assert_int_equal(replay_last_event(s, date_from_ymd(2024, 6, 2), &seq, &back, &e), ERR_NO_PAST);
    assert_true(str_eqz(err_value(&e, "first"), "2024-06-03"));
    date day;
    must(replay_event_day(s, 4, &day, &e), &e);
    assert_int_equal(day, date_from_ymd(2024, 6, 5));
    assert_int_equal(replay_event_day(s, 6, &day, &e), ERR_NO_PAST);
    store_close(s);
}

static void a_broken_chain_is_not_replayed_past_the_break(void **state) {
    (void)state;
    for (int broken = 1; broken <= 3; broken++) {
        for (int to = 1; to <= 3; to++) {
            store *s;
            err e;
            char sql[200];
            must(store_memory(&s, &e), &e);
            on_day(s, 6, 3, "INSERT INTO setting(id, value) VALUES('a', '1'); UPDATE setting SET value = '2'; UPDATE setting SET value = '3'");
            snprintf(sql, sizeof sql, "DROP TRIGGER same_event_row; UPDATE event SET row = replace(row, 'value', 'VALUE') WHERE seq = %d", broken);
            must(store_exec(s, sql, &e), &e);
            err_code code = replay_to(s, to, date_from_ymd(2024, 6, 3), &e);
            assert_int_equal(code, to < broken ? ERR_NONE : ERR_CHAIN_BROKEN);
            if (!code) assert_int_equal(number(s, "SELECT value FROM setting"), to);
            assert_int_equal(store_past(s) != 0, to < broken);
            store_close(s);
        }
    }
}

static void the_past_cannot_be_written(void **state) {
    (void)state;
    store *s;
    err e;
    must(store_memory(&s, &e), &e);
    on_day(s, 6, 3, "INSERT INTO setting(id, value) VALUES('a', '1')");
    must(monitor_past(s, 1, date_from_ymd(2024, 6, 3), &e), &e);
    assert_int_equal(store_begin(s, &e), ERR_PAST);
    assert_int_equal(number(s, "SELECT count(*) FROM main.event"), 1);
    store_close(s);
}

/* A table that is neither a record nor one of these would show the present beside the past: teach replay.c or past.c about it. */
static void every_table_is_replayed_or_known(void **state) {
    (void)state;
    store *s;
    err e;
    must(store_memory(&s, &e), &e);
    AUTO(buf_free) buf b = {0};
    dump(s, "SELECT name FROM sqlite_schema t WHERE type = 'table' AND name NOT IN ('counter', 'event', 'ticket', 'rollup') AND name NOT LIKE 'sqlite_%'"
            " AND (SELECT count(*) FROM pragma_table_info(t.name) c WHERE c.name IN ('seq', 'id', 'voided')) < 3", &b);
    assert_string_equal(buf_cstr(&b), "");
    store_close(s);
}

/* ---- tickets ------------------------------------------------------------------------------------------------------------------ */

static const char tickets_sql[] = "SELECT * FROM ticket ORDER BY seq";
static const char rollup_sql[] = "SELECT * FROM rollup ORDER BY kpi, period";

static void import_month(store *s, int month, int from, int to, const char *type, bool update, bool inspections) {
    AUTO(buf_free) buf csv = {0};
    AUTO(arena_free) arena a = {0};
    err e;
    import_receipt r;
    buf_z(&csv, inspections ? "工单号,质检结果\n" : "工单号,监测周期,服务类型,创建时间,客户,CSAT,类别,质检结果\n");
    for (int i = from; i < to; i++) {
        if (inspections) buf_printf(&csv, "T%02d%03d,%s\n", month, i, i % 2 ? "合格" : "不合格");
        else buf_printf(&csv, "T%02d%03d,2024-%02d,%s,2024-%02d-%02d %02d:00:00,c%u,%u,k%u,\n", month, i, month, type, month, i % 28 + 1, i % 24, rnd(12), rnd(5) + 1, rnd(3));
    }
    source src;
    source_open_str(&src, buf_str(&csv));
    const import_options o = {.file = "t.csv", .customers = CUSTOMER_KEEP, .update = update, .inspections = inspections};
    must(monitor_import(s, &a, &o, &src, &r, &e), &e);
    assert_true(r.id.n > 0);
}

enum { KEPT_MAX = 40 };
typedef struct moment {
    int64_t event;
    char *tickets, *rollup;
} moment;

static char *dumped(store *s, const char *sql) {
    AUTO(buf_free) buf b = {0};
    dump(s, sql, &b);
    return strdup(buf_cstr(&b));
}

static moment now(store *s) { return (moment){last_event(s), dumped(s, tickets_sql), dumped(s, rollup_sql)}; }

static store *tickets_start(const char *name) {
    store *s;
    err e;
    must(store_create(scratch(name), &s, &e), &e);
    store_set_session(s, &(store_session){.actor = S("tester"), .today = date_from_ymd(2024, 6, 26), .now = 1719392400, .reason = S("x")});
    must(record_init(s, S("x"), S(""), LANG_ZH, &e), &e);
    must(monitor_init(s, &e), &e);
    return s;
}

static store *as_of(const char *name, int64_t event) {
    store *s;
    err e;
    must(store_open(scratch(name), &s, &e), &e);
    must(monitor_past(s, event, date_from_ymd(2024, 6, 26), &e), &e);
    return s;
}

/* Months in any order, parts of a month, a KPI and the rule of exclusion changed between: every state comes back to the last digit. */
static void tickets_and_figures_are_those_of_the_event(void **state) {
    (void)state;
    static const int order[] = {3, 5, 4, 1, 5, 2, 6, 3};
    moment kept[KEPT_MAX];
    int n = 0;
    err e;
    store *s = tickets_start("tickets.db");
    kept[n++] = now(s);
    for (int i = 0; i < 8; i++) {
        import_month(s, order[i], i * 100, i * 100 + 60, i % 3 ? "投诉" : "咨询", false, false);
        kept[n++] = now(s);
        if (i == 4) must(store_exec(s, "UPDATE kpi SET numerator = 'since_complaint_h <= 100' WHERE id = 'repeat_complaint'", &e), &e);
        if (i == 6) must(store_exec(s, "INSERT INTO setting(id, value) VALUES('exclude', 'csat = 1')", &e), &e);
        if (i != 4 && i != 6) continue;
        must(rollup_refresh(s, NULL, &e), &e);
        kept[n++] = now(s);
    }
    assert_string_not_equal(kept[n - 1].rollup, kept[n - 2].rollup);
    store_close(s);
    int since = 0;
    for (int i = 0; i < n; i++) {
        s = as_of("tickets.db", kept[i].event);
        moment past = now(s);
        same_text(past.tickets, kept[i].tickets);
        same_text(past.rollup, kept[i].rollup);
        assert_int_equal(number(s, "SELECT count(*) FROM past_lost"), 0);
        since += number(s, "SELECT count(*) FROM past_since") > 0;
        store_close(s);
        free(past.tickets), free(past.rollup), free(kept[i].tickets), free(kept[i].rollup);
    }
    assert_true(since > 2); /* later imports did come between complaints */
}

static const char latest_sql[] = /* for each KPI that tickets give, the last month */
    "SELECT json_group_array(json(line)) FROM (SELECT json_object('kpi', kpi, 'period', max(period), 'value', value, 'n', n) AS line"
    " FROM rollup JOIN kpi k ON k.id = rollup.kpi AND k.voided IS NULL GROUP BY kpi ORDER BY k.position, k.seq)";

/* What was known of the KPIs at an event, asked of the present, is what the replayed state has kept. */
static void known_figures_are_those_of_the_event(void **state) {
    (void)state;
    static const int order[] = {2, 1, 2, 4, 3, 3, 4};
    int64_t event[8];
    store *s = tickets_start("known.db"), *past;
    for (int i = 0; i < 7; i++) {
        event[i] = last_event(s);
        import_month(s, order[i], i * 100, i * 100 + 50, i == 5 ? "咨询" : "投诉", false, false);
    }
    event[7] = last_event(s);
    int several = 0;
    for (int i = 0; i < 8; i++) {
        err e;
        AUTO(buf_free) buf known = {0};
        must(figures_known(s, event[i], &known, &e), &e);
        past = as_of("known.db", event[i]);
        AUTO(arena_free) arena a = {0};
        str latest, again;
        const str binds[] = {buf_str(&known)};
        must(store_text(past, &a, latest_sql, NULL, 0, &latest, NULL, &e), &e);
        must(store_text(past, &a, "SELECT json_group_array(json(line)) FROM (SELECT json_object('kpi', value ->> 'kpi', 'period', value ->> 'period', 'value', CAST(value ->> 'value' AS REAL), 'n', value ->> 'n') AS line FROM json_each(?1))", binds, 1, &again, NULL, &e), &e);
        char *x = strndup(latest.p, latest.n), *y = strndup(again.p, again.n);
        same_text(y, x);
        several += latest.n > 150;
        free(x), free(y);
        store_close(past);
    }
    assert_int_equal(several, 7);
    store_close(s);
}

/* Withdrawn and changed tickets: no figure rather than a wrong one, and the rest right. */
static void what_is_not_kept_is_not_shown(void **state) {
    (void)state;
    moment kept[4];
    err e;
    int64_t gone;
    store *s = tickets_start("lost.db");
    import_month(s, 1, 0, 60, "投诉", false, false);
    import_month(s, 3, 0, 60, "投诉", false, false);
    import_month(s, 5, 0, 60, "投诉", false, false);
    kept[0] = now(s);
    must(monitor_undo(s, S("I-2024-002"), &gone, &e), &e);
    assert_int_equal(gone, 60);
    kept[1] = now(s);
    import_month(s, 5, 0, 10, "投诉", true, false);
    kept[2] = now(s);
    import_month(s, 1, 0, 20, "", false, true);
    kept[3] = now(s);
    store_close(s);
    static const struct {
        const char *shown, *lost; /* months with tickets; what is said */
    } cases[] = {
        {"\"2024-01\" \n", "\"I-2024-002\" 0 \"2024-03\" \"2024-04\" \n\"I-2024-004\" 0 \"2024-05\" \"2024-06\" \n\"I-2024-005\" 1 \"2024-01\" \"2024-01\" \n"},
        {"\"2024-01\" \n", "\"I-2024-004\" 0 \"2024-05\" \"2024-06\" \n\"I-2024-005\" 1 \"2024-01\" \"2024-01\" \n"},
        {"\"2024-01\" \n\"2024-05\" \n", "\"I-2024-005\" 1 \"2024-01\" \"2024-01\" \n"},
        {"\"2024-01\" \n\"2024-05\" \n", ""},
    };
    for (int i = 0; i < 4; i++) {
        s = as_of("lost.db", kept[i].event);
        char *shown = dumped(s, "SELECT DISTINCT period FROM ticket ORDER BY 1"), *rolled = dumped(s, "SELECT DISTINCT period FROM rollup ORDER BY 1");
        char *lost = dumped(s, "SELECT import, inspections, month_from, month_to FROM past_lost ORDER BY import");
        assert_string_equal(shown, cases[i].shown);
        assert_string_equal(rolled, cases[i].shown);
        assert_string_equal(lost, cases[i].lost);
        int64_t compliance = number(s, "SELECT count(*) FROM rollup WHERE kpi = 'compliance' AND period = '2024-01'");
        assert_int_equal(compliance, i == 3);
        if (i == 3) {
            moment past = now(s);
            same_text(past.tickets, kept[3].tickets);
            same_text(past.rollup, kept[3].rollup);
            free(past.tickets), free(past.rollup);
        }
        store_close(s);
        free(shown), free(rolled), free(lost), free(kept[i].tickets), free(kept[i].rollup);
    }
}

static int set_up(void **state) {
    (void)state;
    snprintf(dir, sizeof dir, "/tmp/pdca-replay.XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_replay_to_their_tables),
        cmocka_unit_test(the_sample_month_replays_to_its_tables),
        cmocka_unit_test(random_changes_replay_to_every_point),
        cmocka_unit_test(a_day_ends_before_the_first_event_of_a_later_one),
        cmocka_unit_test(a_broken_chain_is_not_replayed_past_the_break),
        cmocka_unit_test(the_past_cannot_be_written),
        cmocka_unit_test(every_table_is_replayed_or_known),
        cmocka_unit_test(tickets_and_figures_are_those_of_the_event),
        cmocka_unit_test(known_figures_are_those_of_the_event),
        cmocka_unit_test(what_is_not_kept_is_not_shown),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
