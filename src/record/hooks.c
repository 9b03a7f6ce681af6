/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/hooks.h"

#include <stdio.h>

#include "base/url.h"
#include "record/rules.h"
#include "store/calendar.h"

/* ---- helpers ------------------------------------------------------------------------------------------------------ */

static str *slot(const kind *k, str *values, const char *name) { return &values[field_at(k, name)]; }

static err_code refuse(const kind *k, const char *name, str value, const char *want, err *e) {
    char key[96];
    snprintf(key, sizeof key, "field.%s.%s", k->name, name);
    err_set(e, ERR_BAD_VALUE, "field", key, "want", want, NULL);
    err_add(e, "value", value);
    return e->code;
}

static err_code wrong_parent(const kind *k, const char *name, str value, str problem, err *e) {
    char key[96];
    snprintf(key, sizeof key, "field.%s.%s", k->name, name);
    err_set(e, ERR_WRONG_PARENT, "field", key, NULL);
    err_add(e, "value", value);
    err_add(e, "id", problem);
    return e->code;
}

static str int_text(record_ctx *ctx, int64_t v) { return str_c(arena_printf(ctx->a, "%lld", (long long)v)); }

static str today(record_ctx *ctx) {
    char z[DATE_TEXT];
    return arena_str(ctx->a, str_c(date_text(store_get_session(ctx->s)->today, z)));
}

static err_code cycle_of(record_ctx *ctx, str problem, str *ret_cycle, err *e) {
    int64_t cycle = 0;
    if (problem.p) TRY(store_int(ctx->s, "SELECT cycle FROM problem WHERE id = ?1", &problem, 1, &cycle, e));
    *ret_cycle = int_text(ctx, cycle);
    return ERR_NONE;
}

/* A share of 15 would be 1500 %: said, not guessed. */
static err_code check_quantities(record_ctx *ctx, const kind *k, const str *values, const char *const *names, int n, err *e) {
    str unit = {0}, code = record_value(k, values, k == kind_find(S("kpi")) ? "unit" : "kpi");
    if (!code.p) return ERR_NONE;
    bool found = true;
    if (k == kind_find(S("kpi"))) unit = code;
    else TRY(store_text(ctx->s, ctx->a, "SELECT unit FROM kpi WHERE id = ?1", &code, 1, &unit, &found, e));
    if (!str_eq(unit, S("%"))) return ERR_NONE;
    for (int i = 0; i < n; i++) {
        str v = record_value(k, values, names[i]);
        double x;
        if (v.p && str_to_real(v, &x) && (x < 0 || x > 1)) return refuse(k, names[i], v, "want.share", e);
    }
    return ERR_NONE;
}

static const char *const baseline_target[] = {"baseline", "target", "commitment"};

static err_code same_problem(record_ctx *ctx, const kind *k, const str *values, const char *name, const char *sql, err *e) {
    str id = record_value(k, values, name), problem = record_value(k, values, "problem"), theirs;
    bool found;
    if (!id.p) return ERR_NONE;
    TRY(store_text(ctx->s, ctx->a, sql, &id, 1, &theirs, &found, e));
    return found && problem.p && str_eq(theirs, problem) ? ERR_NONE : wrong_parent(k, name, id, problem.p ? problem : S("-"), e);
}

/* ---- by kind ------------------------------------------------------------------------------------------------------ */

static err_code problem_values(record_ctx *ctx, const kind *k, str *v, err *e) {
    str frequency = *slot(k, v, "frequency"), population = *slot(k, v, "population");
    long long f, n;
    if (frequency.p && population.p && str_to_int(frequency, &f) && str_to_int(population, &n) && f > n)
        return refuse(k, "frequency", frequency, "want.at_most_population", e);
    return check_quantities(ctx, k, v, baseline_target, 2, e);
}

static err_code cause_values(record_ctx *ctx, const kind *k, str *v, err *e) {
    return same_problem(ctx, k, v, "parent", "SELECT problem FROM cause WHERE id = ?1", e);
}

/* Without a parent the answer goes on from the last step of its chain (the last chain where none is named); a chain that starts
 * at a fishbone cause, or a number not used yet, is a new one. */
static err_code why_values(record_ctx *ctx, const kind *k, str *v, err *e) {
    TRY(same_problem(ctx, k, v, "parent", "SELECT problem FROM why WHERE id = ?1", e));
    TRY(same_problem(ctx, k, v, "cause", "SELECT problem FROM cause WHERE id = ?1", e));
    str *parent = slot(k, v, "parent"), *chain = slot(k, v, "chain"), *level = slot(k, v, "level");
    str of[] = {*slot(k, v, "problem"), *slot(k, v, "cycle"), *chain};
    int64_t last;
    TRY(store_int(ctx->s, "SELECT max(chain) FROM why WHERE problem = ?1 AND cycle = CAST(?2 AS INTEGER) AND voided IS NULL", of, 2, &last, e));
    if (!parent->p && !chain->p) {
        bool fresh = slot(k, v, "cause")->p || last == 0;
        of[2] = *chain = int_text(ctx, fresh ? last + 1 : last);
    }
    bool found = parent->p != NULL;
    if (!found)
        TRY(store_text(ctx->s, ctx->a,
                       "SELECT id FROM why WHERE problem = ?1 AND cycle = CAST(?2 AS INTEGER) AND chain = CAST(?3 AS INTEGER)"
                       " AND voided IS NULL ORDER BY seq DESC LIMIT 1",
                       of, 3, parent, &found, e));
    if (!found) {
        *parent = (str){NULL, 0};
        *level = S("1");
        return ERR_NONE;
    }
    int64_t parent_chain, parent_level;
    TRY(store_int(ctx->s, "SELECT chain FROM why WHERE id = ?1", parent, 1, &parent_chain, e));
    TRY(store_int(ctx->s, "SELECT level FROM why WHERE id = ?1", parent, 1, &parent_level, e));
    *chain = int_text(ctx, parent_chain);
    *level = int_text(ctx, parent_level + 1);
    return ERR_NONE;
}

static err_code due_after_start(const kind *k, const str *v, err *e) {
    str start = record_value(k, v, "start"), planned = record_value(k, v, "planned");
    if (!start.p || !planned.p || str_cmp(planned, start) >= 0) return ERR_NONE;
    err_set(e, ERR_DUE_BEFORE_START, NULL);
    err_add(e, "due", planned);
    err_add(e, "start", start);
    return e->code;
}

static err_code action_values(record_ctx *ctx, const kind *k, str *v, err *e) {
    TRY(same_problem(ctx, k, v, "cause", "SELECT problem FROM cause WHERE id = ?1", e));
    TRY(same_problem(ctx, k, v, "why", "SELECT problem FROM why WHERE id = ?1", e));
    TRY(due_after_start(k, v, e));
    return check_quantities(ctx, k, v, baseline_target, 2, e);
}

/* A decision that names who and by when is an action from then on. */
static err_code decision_action(record_ctx *ctx, const kind *k, str *v, err *e) {
    if (slot(k, v, "action")->p || !slot(k, v, "owner")->p || !slot(k, v, "due")->p) return ERR_NONE;
    const kind *action = kind_find(S("action"));
    str *a = record_blank(ctx->a, action);
    *slot(action, a, "problem") = *slot(k, v, "problem");
    *slot(action, a, "text") = *slot(k, v, "text");
    *slot(action, a, "owner") = *slot(k, v, "owner");
    *slot(action, a, "planned") = *slot(k, v, "due");
    return record_add(ctx, action, S(""), a, slot(k, v, "action"), e);
}

static err_code setting_value(record_ctx *ctx, const kind *k, str id, str value, err *e) {
    (void)ctx;
    long long n;
    lang l;
    if (str_eq(id, S("lang")) && !lang_parse(value, &l)) return refuse(k, "value", value, "want.lang", e);
    if (str_eq(id, S("late_days")) && !str_eq(value, S("calendar")) && !str_eq(value, S("business")))
        return refuse(k, "value", value, "want.late_days", e);
    if (str_eq(id, S("calendar")) && !str_eq(value, S("none")) && !calendar_known(value)) return refuse(k, "value", value, "want.calendar", e);
    if (str_eq(id, S("site_url")) && (!url_is_safe(value) || !url_is_outside(value) || !str_starts(value, S("http"))))
        return refuse(k, "value", value, "want.site_url", e);
    if (str_eq(id, S("clock")) && !str_eq(value, S("wall")) && !str_eq(value, S("business"))) return refuse(k, "value", value, "want.clock", e);
    if (str_eq(id, S("publish_k")) && (!str_to_int(value, &n) || n < 1 || n > 1000000)) return refuse(k, "value", value, "want.count", e);
    if (str_eq(id, S("owner_limit")) && (!str_to_int(value, &n) || n < 1)) return refuse(k, "value", value, "want.count", e);
    if (str_eq(id, S("publish_owners")) && !str_eq(value, S("full")) && !str_eq(value, S("masked")))
        return refuse(k, "value", value, "want.publish_owners", e);
    if (str_eq(id, S("stage_limits")))
        for (int s = STAGE_PLAN; s < STAGE_CLOSED; s++)
            if (!rule_stage_limit(value, (stage)s)) return refuse(k, "value", value, "want.stage_limits", e);
    return ERR_NONE;
}

static err_code action_open(record_ctx *ctx, str id, err *e) {
    int64_t closed;
    TRY(store_int(ctx->s, "SELECT count(*) FROM action WHERE id = ?1 AND (actual IS NOT NULL OR cancelled IS NOT NULL)", &id, 1, &closed, e));
    if (!closed) return ERR_NONE;
    err_set(e, ERR_STATE, "reason", "state.action_closed", NULL);
    err_add(e, "id", id);
    return e->code;
}

err_code hook_before_add(record_ctx *ctx, const kind *k, str *v, err *e) {
    str name = str_c(k->name);
    if (field_find(k, S("cycle")) && field_find(k, S("problem"))) TRY(cycle_of(ctx, *slot(k, v, "problem"), slot(k, v, "cycle"), e));
    if (str_eq(name, S("problem"))) return problem_values(ctx, k, v, e);
    if (str_eq(name, S("cause"))) return cause_values(ctx, k, v, e);
    if (str_eq(name, S("why"))) return slot(k, v, "problem")->p ? why_values(ctx, k, v, e) : ERR_NONE;
    if (str_eq(name, S("action"))) {
        *slot(k, v, "first_planned") = *slot(k, v, "planned");
        str *owner_kind = slot(k, v, "owner_kind"), owner = *slot(k, v, "owner");
        if (!owner_kind->p && owner.p) *owner_kind = rule_is_department(owner) ? S("department") : S("person");
        return action_values(ctx, k, v, e);
    }
    if (str_eq(name, S("checkpoint")) && slot(k, v, "result")->p && !slot(k, v, "result_on")->p) *slot(k, v, "result_on") = today(ctx);
    if (str_eq(name, S("progress")) && slot(k, v, "action")->p) return action_open(ctx, *slot(k, v, "action"), e);
    if (str_eq(name, S("decision"))) return decision_action(ctx, k, v, e);
    if (str_eq(name, S("kpi"))) return check_quantities(ctx, k, v, baseline_target, 3, e);
    if (str_eq(name, S("measure"))) {
        static const char *const value[] = {"value"};
        return check_quantities(ctx, k, v, value, 1, e);
    }
    return ERR_NONE;
}

/* A report on an action is also where the action stands now. */
static err_code progress_to_action(record_ctx *ctx, const kind *k, const str *v, err *e) {
    record_change changes[4];
    int n = 0;
    changes[n++] = (record_change){"progress", record_value(k, v, "percent")};
    if (record_value(k, v, "left").p) changes[n++] = (record_change){"left", record_value(k, v, "left")};
    if (record_value(k, v, "forecast_days").p) changes[n++] = (record_change){"forecast_days", record_value(k, v, "forecast_days")};
    if (record_value(k, v, "obstacle").p) changes[n++] = (record_change){"blocked", record_value(k, v, "obstacle")};
    return record_change_fields(ctx, kind_find(S("action")), record_value(k, v, "action"), changes, n, e);
}

err_code hook_after_add(record_ctx *ctx, const kind *k, str id, const str *v, err *e) {
    if (str_eqz(str_c(k->name), "progress")) return progress_to_action(ctx, k, v, e);
    if (str_eqz(str_c(k->name), "setting")) return setting_value(ctx, k, id, record_value(k, v, "value"), e);
    return ERR_NONE;
}

err_code hook_before_set(record_ctx *ctx, const kind *k, str id, const str *old, str *v, err *e) {
    str name = str_c(k->name);
    if (str_eq(name, S("problem"))) return problem_values(ctx, k, v, e);
    if (str_eq(name, S("cause"))) {
        if (slot(k, v, "parent")->p && str_eq(*slot(k, v, "parent"), id)) return wrong_parent(k, "parent", id, id, e);
        return cause_values(ctx, k, v, e);
    }
    if (str_eq(name, S("action"))) {
        if (!str_eq(record_value(k, old, "planned"), *slot(k, v, "planned"))) TRY(action_open(ctx, id, e));
        if (!str_eq(record_value(k, old, "owner"), *slot(k, v, "owner")) &&
            str_eq(record_value(k, old, "owner_kind"), *slot(k, v, "owner_kind")))
            *slot(k, v, "owner_kind") = rule_is_department(*slot(k, v, "owner")) ? S("department") : S("person");
        return action_values(ctx, k, v, e);
    }
    if (str_eq(name, S("checkpoint")) && slot(k, v, "result")->p && !slot(k, v, "result_on")->p) *slot(k, v, "result_on") = today(ctx);
    if (str_eq(name, S("setting"))) return setting_value(ctx, k, id, *slot(k, v, "value"), e);
    if (str_eq(name, S("kpi"))) {
        long long version = 1;
        str_to_int(record_value(k, old, "version"), &version);
        *slot(k, v, "version") = int_text(ctx, version + 1);
        *slot(k, v, "since") = today(ctx);
        return check_quantities(ctx, k, v, baseline_target, 3, e);
    }
    return ERR_NONE;
}
