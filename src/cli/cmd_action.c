/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"
#include "record/action.h"

/* One line that says how the action stands now. */
static err_code say_state(cli *c, str id, err *e) {
    query *q;
    TRY(store_query(c->s, "SELECT text, status_text, progress FROM action_v WHERE id = ?1", &q, e));
    query_bind(q, 1, id);
    if (query_next(q))
        cli_say(c, "action.state", "id", cli_z(c, id), "text", cli_z(c, query_str(q, 0)), "status", cli_z(c, query_str(q, 1)), "percent",
                cli_int(c, query_int(q, 2)), NULL);
    return query_end(q, e);
}

static err_code run_progress(cli *c, const args *a, err *e) {
    const kind *k = kind_find(S("progress"));
    str *values = record_blank(c->a, k), id, action;
    TRY(cli_id(c, a, 0, "action", &action, e));
    TRY(record_args(c, k, a, 0, values, NULL, e));
    str forecast = args_option(a, "forecast");
    if (forecast.p) TRY(record_parse(&c->ctx, k, field_find(k, S("forecast_days")), forecast, &values[field_at(k, "forecast_days")], e));
    TRY(record_add(&c->ctx, k, S(""), values, &id, e));
    return say_state(c, action, e);
}

static err_code run_done(cli *c, const args *a, err *e) {
    str id;
    TRY(cli_id(c, a, 0, "action", &id, e));
    TRY(action_done(&c->ctx, id, args_option(a, "on"), args_option(a, "effect"), e));
    return say_state(c, id, e);
}

static err_code run_cancel(cli *c, const args *a, err *e) {
    str id;
    TRY(cli_id(c, a, 0, "action", &id, e));
    TRY(action_cancel(&c->ctx, id, e));
    return say_state(c, id, e);
}

static err_code run_redate(cli *c, const args *a, err *e) {
    str id;
    TRY(cli_id(c, a, 0, "action", &id, e));
    if (a->places < 2) return cli_missing(c, "DATE", e);
    TRY(action_redate(&c->ctx, id, a->place[1], e));
    return say_state(c, id, e);
}

static err_code run_effect(cli *c, const args *a, err *e) {
    str id;
    TRY(cli_id(c, a, 0, "action", &id, e));
    if (a->places < 2) return cli_missing(c, "TEXT", e);
    TRY(action_effect(&c->ctx, id, a->place[1], e));
    return say_state(c, id, e);
}

static err_code run_smart(cli *c, const args *a, err *e) {
    str id;
    TRY(cli_id(c, a, 0, "action", &id, e));
    query *q;
    TRY(store_query(c->s,
                    "SELECT j.value ->> '$.letter', j.value ->> '$.ok', j.value ->> '$.text', j.value ->> '$.mend', a.smart, a.text, a.smart_n"
                    " FROM action_v a, json_each(a.smart) j WHERE a.id = ?1 ORDER BY j.key",
                    &q, e));
    query_bind(q, 1, id);
    bool all = true, first = true;
    while (query_next(q)) {
        bool ok = query_int(q, 1);
        all = all && ok;
        if (c->json && first) buf_printf(&c->out, "%.*s\n", STR(query_str(q, 4)));
        if (!c->json) {
            if (first) buf_printf(&c->out, "%.*s  %.*s  SMART %lld/5\n", STR(id), STR(query_str(q, 5)), (long long)query_int(q, 6));
            buf_printf(&c->out, " %s %.*s  %.*s\n", ok ? "✓" : "✗", STR(query_str(q, 0)), STR(query_str(q, 2)));
            if (!ok) buf_printf(&c->out, "        %.*s\n", STR(query_str(q, 3)));
        }
        first = false;
    }
    TRY(query_end(q, e));
    if (all) return ERR_NONE;
    err_set(e, ERR_STATE, "reason", "state.not_smart", NULL);
    err_add(e, "id", id);
    return e->code;
}

#define NO_OPTIONS {{NULL, NULL}}
const command cmd_action[] = {
    {"action progress", run_progress, NEED_WRITE, "A-ID PERCENT",
     {{"date", "DATE"}, {"note", "TEXT"}, {"left", "TEXT"}, {"forecast", "DAYS"}, {"obstacle", "TEXT"}, {"help_needed", "TEXT"}, {"delay_reason", "TEXT"}, {NULL, NULL}}},
    {"action done", run_done, NEED_WRITE, "A-ID", {{"on", "DATE"}, {"effect", "TEXT"}, {NULL, NULL}}},
    {"action cancel", run_cancel, NEED_WRITE, "A-ID", NO_OPTIONS},
    {"action redate", run_redate, NEED_WRITE, "A-ID DATE", NO_OPTIONS},
    {"action effect", run_effect, NEED_WRITE, "A-ID TEXT", NO_OPTIONS},
    {"action smart", run_smart, NEED_READ, "A-ID", NO_OPTIONS},
    {0},
};
