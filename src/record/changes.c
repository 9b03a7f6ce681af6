/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/changes.h"

#include "base/embed.h"
#include "record/rules.h"
#include "store/replay.h"

static void fn_overdue(sql_call *c, void *user) {
    const record_ctx *ctx = user;
    date day;
    action_dates a = {.actual = DATE_NONE, .cancelled = !sql_null(c, 3)};
    if (!date_parse(sql_str(c, 0), &day) || !date_parse(sql_str(c, 1), &a.planned)) return; /* null */
    date_parse(sql_str(c, 2), &a.actual);
    action_state st = rule_action_state(&a, day, ctx->late_in_workdays ? &ctx->calendar : NULL);
    sql_result_int(c, st.status == ACTION_OVER ? st.late_days : 0);
}

static err_code changes(record_ctx *ctx, str from, str to, sql_call *c, err *e) {
    date day[2];
    int64_t seq[2];
    const str text[] = {from, to};
    for (int i = 0; i < 2; i++) {
        if (!date_parse(text[i], &day[i])) {
            err_set(e, ERR_BAD_VALUE, "field", "changes()", "want", "want.date", NULL);
            err_add(e, "value", text[i]);
            return e->code;
        }
        TRY(replay_end_of(ctx->s, day[i], &seq[i], e));
    }
    query *q;
    TRY(store_query(ctx->s, embed_find("src/store/schema/changes.sql").p, &q, e));
    for (int i = 0; i < 2; i++) {
        query_bind(q, i + 1, seq[i]);
        query_bind(q, i + 3, text[i]);
    }
    if (query_next(q)) sql_result_json(c, query_str(q, 0));
    return query_end(q, e);
}

static void fn_changes(sql_call *c, void *user) {
    err e;
    if (sql_null(c, 0) || sql_null(c, 1)) sql_result_null(c);
    else if (changes(user, sql_str(c, 0), sql_str(c, 1), c, &e)) {
        AUTO(buf_free) buf b = {0};
        buf_printf(&b, "changes: %s %.*s", err_name(e.code), STR(err_value(&e, "reason")));
        sql_result_error(c, buf_cstr(&b));
    }
}

err_code changes_functions(record_ctx *ctx, err *e) {
    TRY(store_function(ctx->s, "action_overdue", 4, true, fn_overdue, ctx, e));
    return store_function(ctx->s, "changes", 2, true, fn_changes, ctx, e);
}
