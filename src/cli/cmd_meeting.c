/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

/* "text|owner|due|P-2024-001": a decision with owner and due date becomes an action. */
static err_code add_decision(cli *c, str meeting, str typed, err *e) {
    static const char *const parts[] = {"text", "owner", "due", "problem"};
    const kind *k = kind_find(S("decision"));
    str *values = record_blank(c->a, k), id;
    values[field_at(k, "meeting")] = meeting;
    for (int i = 0; i < 4 && typed.p; i++) {
        str one;
        typed = str_cut(typed, '|', &one);
        int at = field_at(k, parts[i]);
        TRY(record_parse(&c->ctx, k, &k->fields[at], one, &values[at], e));
    }
    TRY(record_add(&c->ctx, k, S(""), values, &id, e));
    str action = record_value(k, values, "action");
    if (!c->json)
        cli_say(c, action.p ? "meeting.decision_action" : "meeting.decision", "id", cli_z(c, id), "action", cli_z(c, action.p ? action : S("")),
                "text", cli_z(c, record_value(k, values, "text")), NULL);
    return ERR_NONE;
}

static err_code add_all(cli *c, const args *a, str *values, str *ret_id, err *e) {
    TRY(record_add(&c->ctx, kind_find(S("meeting")), S(""), values, ret_id, e));
    if (c->json) buf_printf(&c->out, "{\"kind\": \"meeting\", \"id\": \"%.*s\"}\n", STR(*ret_id));
    else cli_say(c, "cli.added", "kind", word(c->language, "kind.meeting"), "id", cli_z(c, *ret_id), NULL);
    str decision;
    for (int i = 0; (decision = args_option_at(a, "decision", i)).p; i++) TRY(add_decision(c, *ret_id, decision, e));
    return ERR_NONE;
}

static err_code run_add(cli *c, const args *a, err *e) {
    const kind *k = kind_find(S("meeting"));
    str *values = record_blank(c->a, k), id;
    TRY(record_args(c, k, a, 0, values, NULL, e));
    TRY(store_begin(c->s, e)); /* the meeting with all its decisions, or nothing */
    return store_finish(c->s, add_all(c, a, values, &id, e), e);
}

const command cmd_meeting[] = {
    {"meeting add", run_add, NEED_WRITE, "[DATE] [TITLE]",
     {{"date", "DATE"}, {"title", "TEXT"}, {"chair", "NAME"}, {"attendance", "NAMES"}, {"agenda", "TEXT"}, {"minutes", "TEXT"}, {"decision", "TEXT|OWNER|DUE"}, {NULL, NULL}}},
    {0},
};
