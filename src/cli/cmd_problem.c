/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "cli/cli.h"
#include "record/gates.h"

static const kind *problem_kind(void) { return kind_find(S("problem")); }

/* Frequency and share out of the period's tickets with a problem category. */
static err_code from_category(cli *c, str category, str period_typed, str *values, err *e) {
    const kind *k = problem_kind();
    TRY(record_parse(&c->ctx, k, field_find(k, S("period")), period_typed, &values[field_at(k, "period")], e));
    str when = values[field_at(k, "period")];
    if (!when.p) return err_set(e, ERR_MISSING, "field", "field.problem.period", "option", "--period", NULL);
    query *q;
    TRY(store_query(c->s, "SELECT w ->> '$.x', w ->> '$.n' FROM (SELECT category_window(?1, ?2) AS w)", &q, e));
    query_bind(q, 1, category);
    query_bind(q, 2, when);
    int64_t x = 0, n = 0;
    if (query_next(q)) x = query_int(q, 0), n = query_int(q, 1);
    TRY(query_end(q, e));
    if (x == 0) {
        err_set(e, ERR_NO_DATA, NULL);
        err_add(e, "what", str_c(arena_printf(c->a, "%.*s, %.*s", STR(category), STR(when))));
        err_add(e, "mend", str_c(arena_printf(c->a, "pdca pareto --period %.*s", STR(when))));
        return e->code;
    }
    values[field_at(k, "frequency")] = str_c(cli_int(c, x));
    values[field_at(k, "population")] = str_c(cli_int(c, n));
    values[field_at(k, "category")] = category;
    if (!values[field_at(k, "title")].p) values[field_at(k, "title")] = category;
    return ERR_NONE;
}

static err_code run_add(cli *c, const args *a, err *e) {
    const kind *k = problem_kind();
    str *values = record_blank(c->a, k), id;
    TRY(record_args(c, k, a, 0, values, NULL, e));
    str category = args_option(a, "from-category");
    if (category.p) TRY(from_category(c, category, args_option(a, "period"), values, e));
    TRY(record_add(&c->ctx, k, S(""), values, &id, e));
    if (c->quiet) {
        buf_printf(&c->out, "%.*s\n", STR(id));
        return ERR_NONE;
    }
    const char *z = cli_z(c, id);
    if (c->json) buf_printf(&c->out, "{\"kind\": \"problem\", \"id\": \"%s\"}\n", z);
    else if (category.p) {
        str f = record_value(k, values, "frequency"), n = record_value(k, values, "population");
        long long x = 0, total = 1;
        str_to_int(f, &x);
        str_to_int(n, &total);
        long long tenths = (x * 1000 + total / 2) / total; /* of a percent, rounded half up */
        const char *share = arena_printf(c->a, "%lld.%lld", tenths / 10, tenths % 10);
        cli_say(c, "problem.added_from", "id", z, "x", cli_z(c, f), "n", cli_z(c, n), "share", share, NULL);
    } else cli_say(c, "cli.added", "kind", word(c->language, "kind.problem"), "id", z, NULL);
    return ERR_NONE;
}

static void print_missing(cli *c, str id, const gate_list *l) {
    char from[32], to[32];
    snprintf(from, sizeof from, "stage.%s", stage_key(l->from));
    snprintf(to, sizeof to, "stage.%s", stage_key(l->to));
    if (c->json) {
        buf_printf(&c->out, "{\"id\": \"%.*s\", \"from\": \"%s\", \"to\": \"%s\", \"missing\": [", STR(id), stage_key(l->from), stage_key(l->to));
        for (int i = 0; i < l->n; i++) {
            buf_z(&c->out, i ? ", {\"text\": " : "{\"text\": ");
            buf_json(&c->out, l->item[i].text);
            buf_z(&c->out, ", \"command\": ");
            buf_json(&c->out, l->item[i].command);
            buf_putc(&c->out, '}');
        }
        buf_z(&c->out, "]}\n");
        return;
    }
    cli_say(c, l->n ? "problem.cannot" : "problem.can", "id", cli_z(c, id), "from", word(c->language, from), "to", word(c->language, to), "n",
            cli_int(c, l->n), NULL);
    for (int i = 0; i < l->n; i++) {
        const char *red = c->color ? "\033[33m" : "", *plain = c->color ? "\033[0m" : "";
        buf_printf(&c->out, " %s✗%s %.*s\n     %.*s\n", red, plain, STR(l->item[i].text), STR(l->item[i].command));
    }
}

static err_code run_advance(cli *c, const args *a, err *e) {
    str id;
    gate_list missing = {0};
    stage now;
    TRY(cli_id(c, a, 0, "problem", &id, e));
    bool force = args_flag(a, "force");
    if (force) c->session.verb = S("advance --force");
    store_set_session(c->s, &c->session);
    err_code code = problem_advance(&c->ctx, id, force, &missing, &now, e);
    if (code == ERR_GATE) print_missing(c, id, &missing);
    TRY(code);
    char key[32];
    snprintf(key, sizeof key, "stage.%s", stage_key(now));
    const char *say = missing.from == STAGE_ACT && now == STAGE_PLAN ? "problem.next_cycle" : missing.n ? "problem.forced" : "problem.advanced";
    cli_say(c, say, "id", cli_z(c, id), "stage", word(c->language, key), "n", cli_int(c, missing.n), NULL);
    return ERR_NONE;
}

static err_code run_gate(cli *c, const args *a, err *e) {
    str id;
    gate_list missing;
    TRY(cli_id(c, a, 0, "problem", &id, e));
    TRY(gate_missing(&c->ctx, id, &missing, e));
    print_missing(c, id, &missing);
    return ERR_NONE;
}

static err_code run_reopen(cli *c, const args *a, err *e) {
    str id;
    TRY(cli_id(c, a, 0, "problem", &id, e));
    TRY(problem_reopen(&c->ctx, id, e));
    cli_say(c, "problem.reopened", "id", cli_z(c, id), NULL);
    return ERR_NONE;
}

static err_code run_cycle(cli *c, const args *a, err *e) {
    str id;
    int cycle;
    TRY(cli_id(c, a, 0, "problem", &id, e));
    TRY(problem_next_cycle(&c->ctx, id, &cycle, e));
    cli_say(c, "problem.cycle", "id", cli_z(c, id), "cycle", cli_int(c, cycle), NULL);
    return ERR_NONE;
}

#define PROBLEM_OPTIONS                                                                                                              \
    {"from-category", "NAME"}, {"period", "PERIOD"}, {"title", "TEXT"}, {"phenomenon", "TEXT"}, {"category", "NAME"}, {"frequency", "N"}, \
        {"population", "N"}, {"direct_cause", "TEXT"}, {"root_cause", "TEXT"}, {"scope", "TEXT"}, {"scope_share", "SHARE"},             \
        {"severity", "LEVEL"}, {"owner", "NAME"}, {"similar", "TEXT"}, {"kpi", "CODE"}, {"baseline", "VALUE"}, {"target", "VALUE"},     \
        {"no_standard", "REASON"}, {NULL, NULL}

const command cmd_problem[] = {
    {"problem add", run_add, NEED_WRITE, "[TITLE]", {PROBLEM_OPTIONS}},
    {"problem advance", run_advance, NEED_WRITE, "P-ID", {{"force", NULL}, {NULL, NULL}}},
    {"problem gate", run_gate, NEED_READ, "P-ID", {{NULL, NULL}}},
    {"problem reopen", run_reopen, NEED_WRITE, "P-ID", {{NULL, NULL}}},
    {"problem cycle", run_cycle, NEED_WRITE, "P-ID", {{NULL, NULL}}},
    {0},
};
