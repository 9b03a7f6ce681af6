/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "cli/cli.h"
#include "record/check.h"

/* Before, after, difference with interval, verdict: as design/terminal does. */
static const char show_sql[] =
    "SELECT c.id, c.kpi_name, coalesce(c.category, ''), c.before_text, c.before_window, c.after_text, c.after_window, c.difference, c.lo, c.hi,"
    " c.method, c.verdict, c.unit, c.direction, kpi_format(c.kpi, c.target), c.sealed_on, c.sealed_late, c.min_n, c.called, c.reached, c.improved,"
    " c.unchanged, c.worse, c.recorded_on, c.before_n, c.after_n,"
    " (SELECT e.seq || ':' || substr(e.hash, 1, 16) FROM event e WHERE e.kind = 'check' AND e.id = c.id ORDER BY e.seq LIMIT 1),"
    " c.planned_method, c.wash_in, c.after_counted, c.marks, c.guard_texts FROM check_v c WHERE c.id = ?1";

/* One line for each text of a JSON array. */
static err_code say_remarks(cli *c, str json, err *e) {
    query *q;
    TRY(store_query(c->s, "SELECT value FROM json_each(?1)", &q, e));
    query_bind(q, 1, json);
    while (query_next(q)) cli_say(c, "check.remark", "text", cli_z(c, query_str(q, 0)), NULL);
    return query_end(q, e);
}

static const char *signed_text(cli *c, double v, bool share) {
    v = share ? v * 100 : v;
    v = round(v * (share ? 10 : 100)) / (share ? 10 : 100);
    return arena_printf(c->a, share ? "%s%.1f" : "%s%.2f", v < 0 ? "−" : v > 0 ? "+" : "", fabs(v));
}

static void say_result(cli *c, query *q) {
    bool share = str_eq(query_str(q, 12), S("%")) || query_str(q, 2).n;
    char verdict[64], method[48];
    snprintf(verdict, sizeof verdict, "choice.check.verdict.%.*s", STR(query_str(q, 11)));
    snprintf(method, sizeof method, "method.%.*s", STR(query_str(q, 10)));
    cli_say(c, "check.values", "before", cli_z(c, query_str(q, 3)), "before_window", cli_z(c, query_str(q, 4)), "after", cli_z(c, query_str(q, 5)),
            "after_window", cli_z(c, query_str(q, query_null(q, 29) ? 6 : 29)), NULL);
    if (query_null(q, 8)) cli_say(c, "check.no_interval", NULL);
    else
        cli_say(c, share ? "check.difference_pp" : "check.difference", "difference", signed_text(c, query_real(q, 7), share), "lo",
                signed_text(c, query_real(q, 8), share), "hi", signed_text(c, query_real(q, 9), share), "method", word(c->language, method), NULL);
    if (!query_null(q, 18))
        cli_say(c, "check.calls", "called", cli_int(c, query_int(q, 18)), "reached", cli_int(c, query_int(q, 19)), "improved",
                cli_int(c, query_int(q, 20)), "unchanged", cli_int(c, query_int(q, 21)), "worse", cli_int(c, query_int(q, 22)), NULL);
    cli_say(c, "check.verdict", "verdict", word(c->language, verdict), NULL);
}

static err_code print_check(cli *c, str id, err *e) {
    query *q;
    str marks = S("[]"), guards = S("[]");
    TRY(store_query(c->s, show_sql, &q, e));
    query_bind(q, 1, id);
    if (query_next(q)) {
        str category = query_str(q, 2);
        buf_printf(&c->out, "%.*s  %.*s%s%.*s\n", STR(query_str(q, 0)), STR(query_str(q, 1)), category.n ? " · " : "", STR(category));
        cli_say(c, "check.criterion", "target", arena_printf(c->a, "%s %.*s", str_eq(query_str(q, 13), S("up")) ? "≥" : "≤", STR(query_str(q, 14))),
                "before_window", cli_z(c, query_str(q, 4)), "after_window", cli_z(c, query_str(q, 6)), "n", cli_int(c, query_int(q, 17)), "on",
                cli_z(c, query_str(q, 15)), "seal", cli_z(c, query_str(q, 26)), NULL);
        char method[48];
        snprintf(method, sizeof method, "method.%.*s", STR(query_str(q, 27)));
        cli_say(c, "check.method", "method", word(c->language, method), NULL);
        if (!query_null(q, 28)) cli_say(c, "check.wash_in", "days", cli_int(c, query_int(q, 28)), NULL);
        if (!query_null(q, 29)) cli_say(c, "check.counted", "window", cli_z(c, query_str(q, 29)), NULL);
        if (query_null(q, 23)) cli_say(c, "check.not_recorded", NULL);
        else say_result(c, q);
        marks = arena_str(c->a, query_str(q, 30));
        guards = arena_str(c->a, query_str(q, 31));
    }
    TRY(query_end(q, e));
    TRY(say_remarks(c, marks, e));
    return say_remarks(c, guards, e);
}

static err_code run_seal(cli *c, const args *a, err *e) {
    str id;
    check_criterion k = {args_option(a, "kpi"),    args_option(a, "category"), args_option(a, "direction"), args_option(a, "target"),
                         args_option(a, "before"), args_option(a, "after"),    args_option(a, "min-n"),    args_option(a, "wash-in")};
    TRY(check_seal(&c->ctx, a->place[0], &k, &id, e));
    return print_check(c, id, e);
}

static err_code run_record(cli *c, const args *a, err *e) {
    check_figures f = {args_option(a, "before"), args_option(a, "before-n"), args_option(a, "before-sd"),
                       args_option(a, "after"),  args_option(a, "after-n"),  args_option(a, "after-sd")};
    str checker = args_option(a, "checker");
    check_calls calls = {args_option(a, "called"),    args_option(a, "reached"), args_option(a, "improved"), args_option(a, "unchanged"),
                         args_option(a, "worse"),     args_option(a, "note"),    checker.p ? checker : c->session.actor};
    str *ids;
    int n;
    TRY(check_record(&c->ctx, a->place[0], &f, &calls, &ids, &n, e));
    for (int i = 0; i < n; i++) TRY(print_check(c, ids[i], e));
    return ERR_NONE;
}

static err_code run_show(cli *c, const args *a, err *e) {
    str id = a->place[0];
    if (kind_of_id(id) == kind_find(S("check"))) {
        TRY(cli_id(c, a, 0, "check", &id, e));
        if (!c->json) return print_check(c, id, e);
    } else TRY(cli_id(c, a, 0, "problem", &id, e));
    query *q;
    str ids[64];
    int n = 0;
    TRY(store_query(c->s, "SELECT id FROM effect_check WHERE ?1 IN (id, problem) AND voided IS NULL ORDER BY seq", &q, e));
    query_bind(q, 1, id);
    while (n < 64 && query_next(q)) ids[n++] = arena_str(c->a, query_str(q, 0));
    TRY(query_end(q, e));
    if (n == 0) {
        err_set(e, ERR_NOT_SEALED, NULL);
        err_add(e, "id", id);
        return e->code;
    }
    for (int i = 0; !c->json && i < n; i++) TRY(print_check(c, ids[i], e));
    if (!c->json) return ERR_NONE;
    TRY(store_query(c->s,
                    "SELECT json_group_array(json(row)) FROM (SELECT json_set(json_remove(e.row, '$.guards'), '$.planned_method', c.planned_method, '$.marks', json(c.marks),"
                    " '$.guards', (SELECT json_group_array(json_set(g.value, '$.text', t.value)) FROM json_each(coalesce(c.guards, '[]')) g"
                    "  JOIN json_each(c.guard_texts) t ON t.key = g.key)) AS row FROM check_v c JOIN event e ON e.seq ="
                    " (SELECT max(seq) FROM event WHERE kind = 'check' AND id = c.id) WHERE ?1 IN (c.id, c.problem) ORDER BY c.seq)",
                    &q, e));
    query_bind(q, 1, id);
    if (query_next(q)) buf_printf(&c->out, "%.*s\n", STR(query_str(q, 0)));
    return query_end(q, e);
}

const command cmd_check[] = {
    {"check seal", run_seal, NEED_WRITE, "P-ID",
     {{"kpi", "CODE"}, {"category", "NAME"}, {"direction", "up|down"}, {"target", "VALUE"}, {"before", "WINDOW"}, {"after", "WINDOW"}, {"min-n", "N"}, {"wash-in", "2w|10d|1m"}, {NULL, NULL}}},
    {"check record", run_record, NEED_WRITE, "P-ID|E-ID",
     {{"before", "VALUE"}, {"before-n", "N"}, {"before-sd", "SD"}, {"after", "VALUE"}, {"after-n", "N"}, {"after-sd", "SD"}, {"called", "N"},
      {"reached", "N"}, {"improved", "N"}, {"unchanged", "N"}, {"worse", "N"}, {"note", "TEXT"}, {"checker", "NAME"}, {NULL, NULL}}},
    {"check show", run_show, NEED_READ, "P-ID|E-ID", {{NULL, NULL}}},
    {0},
};
