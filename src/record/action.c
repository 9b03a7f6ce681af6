/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/action.h"

#include <stdio.h>

static const kind *action_kind(void) { return kind_find(S("action")); }

static err_code state_error(const char *why, str id, err *e) {
    err_set(e, ERR_STATE, "reason", why, NULL);
    err_add(e, "id", id);
    return e->code;
}

static err_code open_action(record_ctx *ctx, str id, str **ret_values, err *e) {
    str voided;
    *ret_values = record_blank(ctx->a, action_kind());
    TRY(record_get(ctx, action_kind(), id, *ret_values, &voided, e));
    if (record_value(action_kind(), *ret_values, "actual").p) return state_error("state.action_done", id, e);
    if (record_value(action_kind(), *ret_values, "cancelled").p) return state_error("state.action_cancelled", id, e);
    return ERR_NONE;
}

static str day(record_ctx *ctx) {
    char z[DATE_TEXT];
    return arena_str(ctx->a, str_c(date_text(store_get_session(ctx->s)->today, z)));
}

err_code action_done(record_ctx *ctx, str id, str on, str effect, err *e) {
    str *v;
    TRY(open_action(ctx, id, &v, e));
    const kind *k = action_kind();
    record_change changes[8];
    int n = 0;
    TRY(record_parse(ctx, k, field_find(k, S("actual")), on, &on, e));
    if (!on.p) on = day(ctx);
    if (str_cmp(on, day(ctx)) > 0) {
        err_set(e, ERR_BAD_VALUE, "field", "field.action.actual", "want", "want.not_future", NULL);
        err_add(e, "value", on);
        return e->code;
    }
    changes[n++] = (record_change){"actual", on};
    changes[n++] = (record_change){"progress", S("100")};
    static const char *const over[] = {"blocked", "left", "forecast_days"}; /* nothing is left of what is done */
    for (size_t i = 0; i < sizeof over / sizeof *over; i++) changes[n++] = (record_change){over[i], (str){NULL, 0}};
    if (effect.n) {
        TRY(record_parse(ctx, k, field_find(k, S("effect")), effect, &effect, e));
        changes[n++] = (record_change){"effect", effect};
    }
    return record_change_fields(ctx, k, id, changes, n, e);
}

err_code action_cancel(record_ctx *ctx, str id, err *e) {
    str *v, reason = store_get_session(ctx->s)->reason;
    TRY(open_action(ctx, id, &v, e));
    if (!reason.n) return err_set(e, ERR_REASON_NEEDED, "what", "what.cancel", NULL);
    record_change changes[] = {{"cancelled", reason}, {"cancelled_on", day(ctx)}};
    return record_change_fields(ctx, action_kind(), id, changes, 2, e);
}

err_code action_redate(record_ctx *ctx, str id, str planned, err *e) {
    str *v;
    const kind *k = action_kind();
    TRY(open_action(ctx, id, &v, e));
    str *values = record_blank(ctx->a, k);
    bool *given = arena_new(ctx->a, bool, k->n_fields);
    int at = field_at(k, "planned"), changed;
    TRY(record_parse(ctx, k, &k->fields[at], planned, &values[at], e));
    given[at] = true;
    TRY(record_set(ctx, k, id, values, given, &changed, e));
    return changed ? ERR_NONE : state_error("state.same_date", id, e);
}

err_code action_effect(record_ctx *ctx, str id, str effect, err *e) {
    const kind *k = action_kind();
    str *v = record_blank(ctx->a, k), voided;
    TRY(record_get(ctx, k, id, v, &voided, e));
    if (!record_value(k, v, "actual").p) return state_error("state.action_not_done", id, e);
    TRY(record_parse(ctx, k, field_find(k, S("effect")), effect, &effect, e));
    if (!effect.p) return err_set(e, ERR_MISSING, "field", "field.action.effect", "option", "--effect", NULL);
    record_change change = {"effect", effect};
    return record_change_fields(ctx, k, id, &change, 1, e);
}
