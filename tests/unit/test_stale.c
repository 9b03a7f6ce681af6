/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After any change of records the pages that a build renders are all that differ: hundreds of random changes of every kind of record and
 * every field, and after each the folder must be what a comparison of all pages would make of it. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/hash.h"
#include "sample.h"
#include "site/folder.h"
#include "site/site.h"

static unsigned steps = 60;
static const char *own_templates;

static char base[] = "/tmp/pdca-stale-XXXXXX";
static arena paths;
static uint64_t seed = 20240626;

static int make_base(void **state) {
    (void)state;
    return mkdtemp(base) ? 0 : -1;
}

static int remove_base(void **state) {
    (void)state;
    int rc = system(arena_printf(&paths, "rm -rf '%s'", base));
    arena_free(&paths);
    return rc;
}

static uint32_t pick(uint32_t n) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

/* ---- changes */

/* Values, as SQL; D is a day, M a month, N a number, T a text, O an owner, P F K A C a problem, a KPI, an action, a cause … that is there. */
typedef struct column {
    const char *table, *name, *values;
} column;

static const column columns[] = {
    {"problem", "title", "T"}, {"problem", "phenomenon", "T|NULL"}, {"problem", "period", "M|M|NULL"}, {"problem", "category", "'物流延迟'|'包裹破损'|NULL"},
    {"problem", "frequency", "N"}, {"problem", "population", "120|NULL"}, {"problem", "direct_cause", "T"}, {"problem", "root_cause", "T"}, {"problem", "scope", "T|NULL"},
    {"problem", "scope_share", "0.4"}, {"problem", "severity", "'low'|'critical'"}, {"problem", "owner", "O|NULL"}, {"problem", "similar", "T"}, {"problem", "kpi", "F|F|NULL"},
    {"problem", "baseline", "0.2|NULL"}, {"problem", "target", "0.1|NULL"}, {"problem", "stage", "'plan'|'do'|'check'|'act'"}, {"problem", "cycle", "1|2"},
    {"problem", "opened", "D"}, {"problem", "stage_since", "D"}, {"problem", "no_standard", "T|NULL"}, {"problem", "forced", "T|NULL"},
    {"cause", "category", "'people'|'tools'"}, {"cause", "text", "T"}, {"cause", "status", "'suspected'|'ruled_out'|'confirmed'"}, {"cause", "evidence", "T|NULL"}, {"cause", "cycle", "1|2"},
    {"why", "question", "T"}, {"why", "answer", "T"}, {"why", "evidence", "T|NULL"}, {"why", "confirmed", "0|1"}, {"why", "cycle", "1|2"},
    {"action", "problem", "P|P|NULL"}, {"action", "cycle", "1|2"}, {"action", "text", "T"}, {"action", "kind", "'correction'|'corrective'"}, {"action", "cause", "NULL"}, {"action", "why", "NULL"},
    {"action", "owner", "O"}, {"action", "owner_kind", "'person'|'department'"}, {"action", "departments", "T|NULL"}, {"action", "start", "D"}, {"action", "first_planned", "D"},
    {"action", "planned", "D"}, {"action", "actual", "D|NULL|NULL"}, {"action", "progress", "N"}, {"action", "left", "T"}, {"action", "forecast_days", "N"}, {"action", "blocked", "T|NULL"},
    {"action", "kpi", "F|NULL"}, {"action", "baseline", "0.2|NULL"}, {"action", "target", "0.1|NULL"}, {"action", "expected", "T|NULL"}, {"action", "effect", "T|NULL"},
    {"action", "cost", "N"}, {"action", "cancelled", "T|NULL|NULL"}, {"action", "cancelled_on", "D"},
    {"checkpoint", "date", "D"}, {"checkpoint", "criterion", "T"}, {"checkpoint", "result", "T|NULL"}, {"checkpoint", "met", "0|1|NULL"}, {"checkpoint", "action", "A"},
    {"progress", "date", "D"}, {"progress", "percent", "N"}, {"progress", "note", "T"}, {"progress", "delay_reason", "T|NULL"},
    {"effect_check", "cycle", "1|2"}, {"effect_check", "kpi", "F"}, {"effect_check", "category", "'物流延迟'|NULL"}, {"effect_check", "direction", "'up'|'down'"},
    {"effect_check", "target", "0.1"}, {"effect_check", "after_window", "'2024-06'|'2024-05'"}, {"effect_check", "recorded_on", "D|NULL"}, {"effect_check", "checker", "O|NULL"},
    {"effect_check", "verdict", "'on_target'|'not_shown'|NULL"}, {"effect_check", "note", "T"}, {"effect_check", "lo", "-0.2"}, {"effect_check", "sealed_late", "0|1"},
    {"standard", "problem", "P|NULL"}, {"standard", "number", "T"}, {"standard", "title", "T"}, {"standard", "version", "T"}, {"standard", "effective", "D"},
    {"standard", "review", "D|NULL"}, {"standard", "owner", "O|NULL"}, {"standard", "text", "T"},
    {"meeting", "date", "D"}, {"meeting", "title", "T"}, {"meeting", "chair", "O|NULL"}, {"meeting", "attendance", "T"}, {"meeting", "agenda", "T"}, {"meeting", "minutes", "T"},
    {"decision", "text", "T"}, {"decision", "owner", "O|NULL"}, {"decision", "due", "D|NULL"}, {"decision", "problem", "P|NULL"}, {"decision", "action", "A|NULL"}, {"decision", "done", "D|NULL"},
    {"decision", "meeting", "E"},
};

static const char *const tables[] = {"problem", "cause", "why", "action", "action", "action", "checkpoint", "progress", "effect_check", "standard", "meeting", "decision"};
static const char *const inserts[] = {
    "problem(title, period, severity, kpi, stage, cycle, opened, stage_since) VALUES(T, M, 'medium', F, 'plan', 1, D, D)",
    "cause(problem, cycle, category, text, status) VALUES(P, 1, 'people', T, 'confirmed')",
    "why(problem, cycle, chain, level, question, answer, confirmed) VALUES(P, 1, 9, 1, T, T, 1)",
    "action(problem, cycle, text, kind, owner, owner_kind, start, first_planned, planned, progress) VALUES(P, 1, T, 'corrective', O, 'person', D, D, D, 0)",
    "action(problem, cycle, text, kind, owner, owner_kind, start, first_planned, planned, actual, progress, kpi) VALUES(P, 1, T, 'preventive', O, 'person', D, D, D, D, 100, F)",
    "checkpoint(action, date, criterion) VALUES(A, D, T)",
    "progress(action, date, percent, delay_reason) VALUES(A, D, 50, T)",
    "effect_check(problem, cycle, kpi, direction, target, before_window, after_window, min_n, sealed_on, sealed_late) VALUES(P, 1, F, 'down', 0.1, '2024-05', '2024-06', 10, D, 0)",
    "standard(problem, number, title, version, effective) VALUES(P, T, T, 'V1', D)",
    "meeting(date, title) VALUES(D, T)",
    "decision(meeting, text, action, problem) VALUES(E, T, A, P)",
};

static void put_value(buf *b, char what, unsigned serial) {
    static const char *const kpis[] = {"repeat_complaint", "csat", "nps"};
    static const struct {
        char what;
        const char *table;
    } refs[] = {{'P', "problem"}, {'A', "action"}, {'E', "meeting"}};
    switch (what) {
    case 'T': buf_printf(b, "'文%u'", serial); return;
    case 'N': buf_printf(b, "%u", pick(101)); return;
    case 'M': buf_printf(b, "'2024-0%u'", 3 + pick(4)); return;
    case 'D': buf_printf(b, "'2024-%02u-%02u'", 1 + pick(7), 1 + pick(28)); return;
    case 'O': buf_printf(b, "'责任人%u'", pick(3)); return;
    case 'F': buf_printf(b, "'%s'", kpis[pick(3)]); return;
    default: break;
    }
    for (size_t i = 0; i < sizeof refs / sizeof *refs; i++)
        if (refs[i].what == what) buf_printf(b, "(SELECT id FROM %s ORDER BY (seq * %u) %% 997 LIMIT 1)", refs[i].table, 1 + pick(900));
}

/* Capital letters that stand alone become values. */
static void put_values(buf *b, const char *text, unsigned serial) {
    for (const char *p = text; *p; p++) {
        bool inside = (p > text && (strchr("'_\"", p[-1]) || (p[-1] >= 'A' && p[-1] <= 'Z') || (p[-1] >= 'a' && p[-1] <= 'z'))) ||
                      (p[1] >= 'A' && p[1] <= 'Z') || p[1] == '\'' || (p[1] >= '0' && p[1] <= '9');
        if (!inside && strchr("TNMDOFPAE", *p)) put_value(b, *p, serial);
        else buf_putc(b, *p);
    }
}

static void one_of(buf *b, const char *values, unsigned serial) {
    uint32_t n = 1;
    for (const char *p = values; *p; p++) n += *p == '|';
    str rest = str_c(values), value = {0};
    for (uint32_t at = pick(n) + 1; at; at--) rest = str_cut(rest, '|', &value);
    char text[64];
    snprintf(text, sizeof text, "%.*s", STR(value));
    put_values(b, text, serial);
}

/* The statement of one random change. */
static void random_change(buf *b, unsigned serial) {
    uint32_t what = pick(20);
    if (what < 4) {
        const char *insert = inserts[pick(sizeof inserts / sizeof *inserts)];
        str table, rest = str_cut(str_c(insert), '(', &table);
        buf_printf(b, "INSERT INTO %.*s(id, ", STR(table));
        str names, values = str_cut(rest, ')', &names);
        buf_printf(b, "%.*s) VALUES('%c-2024-9%03u', ", STR(names), table.p[0] - 32, serial);
        put_values(b, values.p + strlen(" VALUES("), serial);
    } else if (what < 7) {
        const char *table = tables[pick(sizeof tables / sizeof *tables)];
        buf_printf(b, "UPDATE %s SET voided = %s WHERE id = (SELECT id FROM %s ORDER BY (seq * %u) %% 997 LIMIT 1)", table, pick(3) ? "'作废'" : "NULL", table, 1 + pick(900));
    } else if (what == 7) {
        buf_printf(b, "UPDATE problem SET stage = 'closed', closed = '2024-0%u-03' WHERE id = (SELECT id FROM problem ORDER BY (seq * %u) %% 997 LIMIT 1)", 3 + pick(4), 1 + pick(900));
    } else {
        const column *c = &columns[pick(sizeof columns / sizeof *columns)];
        if (what < 12) /* actions are what changes most */
            while (strcmp(c->table, "action") != 0) c = &columns[pick(sizeof columns / sizeof *columns)];
        buf_printf(b, "UPDATE %s SET %s = ", c->table, c->name);
        one_of(b, c->values, serial);
        buf_printf(b, " WHERE id = (SELECT id FROM %s ORDER BY (seq * %u) %% 997 LIMIT 1)", c->table, 1 + pick(900));
    }
    buf_z(b, ";\n");
}

/* ---- the two ways of building */

static void digest(const char *dir, buf *all) {
    err e;
    AUTO(arena_free) arena a = {0};
    char **names;
    must(file_list(&a, dir, &names, &e), &e);
    for (; *names; names++) {
        char *path = file_join(&a, dir, *names), hash[HASH_TEXT];
        if (file_is_dir(path)) {
            buf_printf(all, "%s/\n", *names);
            digest(path, all);
            continue;
        }
        str data;
        must(file_read(&a, path, 16 * 1024 * 1024, &data, &e), &e);
        buf_printf(all, "%s %s\n", *names, hash_sha256(data, hash));
    }
}

/* Whatever the mark says, the next build compares all. */
static void distrust(const char *out) {
    err e;
    must(file_write(file_join(&paths, out, FOLDER_MARK), S("-"), &e), &e);
}

static const store_session *as_of(int day) {
    static const char *const verbs[] = {"set", "add", "advance", "done", "progress", "redate", "seal", "record", "effect"};
    static store_session s;
    s = (store_session){.actor = S("tester"), .today = date_from_ymd(2024, 6, day), .now = 1719392400, .verb = str_c(verbs[pick(9)]), .reason = S("因为")};
    return &s;
}

/* Owners past the limit, other months, KPIs with a series that a first completed action splits. */
static const char more_sql[] =
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 14) INSERT INTO measure(id, kpi, period, value, n, source)"
    " SELECT 'V-2024-' || (500 + 20 * k.key + i), k.value, strftime('%Y-%m', '2023-04-01', '+' || i || ' months'), iif(k.value = 'repeat_complaint', 0.1, 4) + i * 7 % 5 / 100.0, 150, '问卷'"
    " FROM n, json_each('[\"repeat_complaint\",\"csat\"]') k;"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 26) INSERT INTO action(id, problem, cycle, text, kind, owner, owner_kind, start, first_planned, planned, progress)"
    " SELECT printf('A-2024-5%02d', i), CASE i % 3 WHEN 0 THEN 'P-2024-002' WHEN 1 THEN 'P-2024-003' ELSE 'P-2024-001' END, 1, '措施' || i, 'corrective', '责任人' || (i % 3), 'person',"
    " '2024-06-01', '2024-06-10', date('2024-06-05', '+' || i || ' days'), 0 FROM n;"
    "INSERT INTO problem(id, title, period, severity, kpi, stage, cycle, opened, stage_since) VALUES('P-2024-004', '第四', '2024-04', 'low', 'csat', 'do', 1, '2024-04-03', '2024-04-03');";

static void what_a_change_reaches_is_all_that_differs(void **state) {
    (void)state;
    workspace w;
    workspace_open(&w, SAMPLE_FULL);
    err e;
    site_report r;
    char *out = file_join(&paths, base, "site"), *full = file_join(&paths, base, "full");
    site_options o = {.out = out, .langs = {LANG_ZH, LANG_EN}, .n_langs = 2, .sql_lang = &w.ctx.language, .allow_leaks = true, .templates_dir = own_templates, .a = &w.a};
    must(store_exec(w.s, more_sql, &e), &e);
    must(site_build(w.s, &o, &r, &e), &e);
    assert_int_equal(r.way, SITE_FRESH);
    int parts = 0, pages = 0, all = r.pages, refused = 0;
    for (unsigned step = 0; step < steps; step++) {
        AUTO(buf_free) buf change = {0};
        store_set_session(w.s, as_of(pick(4) ? 26 : 10 + (int)pick(16)));
        for (uint32_t n = 1 + pick(3); n; n--) random_change(&change, step * 3 + n);
        if (step % 50 == 49) buf_z(&change, "UPDATE kpi SET target = coalesce(target, 0) * 0.9 + 0.01 WHERE id = 'csat';");
        must(store_begin(w.s, &e), &e);
        err_code code = store_exec(w.s, buf_cstr(&change), &e);
        if (store_finish(w.s, code, &e)) { /* a rule of the schema */
            refused++;
            continue;
        }
        store_set_session(w.s, as_of(step % 30 == 29 ? 27 : 26));
        must(site_build(w.s, &o, &r, &e), &e);
        parts += r.way == SITE_PART;
        pages += r.way == SITE_PART ? r.pages : 0;
        if (getenv("STALE_SAY")) printf("%u: %d %d pages %d files %d removed\n%s", step, r.way, r.pages, r.files, r.removed, buf_cstr(&change));
        distrust(out);
        char *stamp = file_join(&paths, base, "stamp");
        must(file_write(stamp, S(""), &e), &e);
        must(site_build(w.s, &o, &r, &e), &e);
        assert_int_equal(r.way, SITE_COMPARE);
        if (r.files || r.removed) {
            printf("step %u: %d files were left wrong, %d too many, after\n%s", step, r.files, r.removed, buf_cstr(&change));
            fflush(stdout);
            if (system(arena_printf(&paths, "find '%s' -type f -newer '%s' | sed 's/^/  /'", out, stamp))) fail();
            fail_msg("a change reaches more than the pages say");
        }
        if (step % 50 == 0) { /* and that is the same as a fresh folder */
            AUTO(buf_free) buf one = {0}, two = {0};
            site_options fresh = o;
            fresh.out = full;
            fresh.full = true;
            must(site_build(w.s, &fresh, &r, &e), &e);
            digest(out, &one);
            digest(full, &two);
            assert_string_equal(buf_cstr(&one), buf_cstr(&two));
        }
    }
    assert_true(parts > (int)steps / 2 && refused < (int)steps / 5);
    assert_true(pages < parts * all / 2); /* most changes reach few pages, and the sample has more overviews than problems */
    workspace_close(&w);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_a_change_reaches_is_all_that_differs)};
    const char *fewer = getenv("STALE_STEPS"); /* under valgrind a step takes a hundred times as long */
    if (fewer) steps = (unsigned)strtoul(fewer, NULL, 10);
    if (argc > 2) { /* another walk, of so many steps */
        seed = strtoull(argv[1], NULL, 10);
        steps = (unsigned)strtoul(argv[2], NULL, 10);
        own_templates = argv[3]; /* or NULL: to see the test find what a line that is taken away leaves wrong */
    }
    return cmocka_run_group_tests(tests, make_base, remove_base);
}
