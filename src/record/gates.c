/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/gates.h"

#include <stdio.h>

typedef struct gate {
    record_ctx *ctx;
    gate_list *list;
    str problem;
    str cycle;
} gate;

/* Adds an item: the word `gate.KEY` with {id} and {text} filled in, and the command. */
static void lacks(gate *g, const char *key, str id, str text, const char *command) {
    gate_list *l = g->list;
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 8;
        gate_item *more = arena_new(g->ctx->a, gate_item, l->cap);
        if (l->n) memcpy(more, l->item, sizeof *more * (size_t)l->n);
        l->item = more;
    }
    AUTO(buf_free) buf b = {0};
    char word_key[64];
    snprintf(word_key, sizeof word_key, "gate.%s", key);
    word_format(&b, g->ctx->language, word_key, "id", arena_strdup(g->ctx->a, id), "text", arena_strdup(g->ctx->a, text), NULL);
    l->item[l->n++] = (gate_item){arena_str(g->ctx->a, buf_str(&b)), str_c(command)};
}

#define COMMAND(g, ...) arena_printf((g)->ctx->a, __VA_ARGS__)

static err_code need_fields(gate *g, err *e) {
    static const struct {
        const char *field, *option;
    } needed[] = {{"phenomenon", "--phenomenon \"…\""}, {"frequency", "--frequency N --population N"}, {"scope", "--scope \"…\""}};
    query *q;
    TRY(store_query(g->ctx->s, "SELECT phenomenon, frequency, scope, kpi IS NULL OR baseline IS NULL OR target IS NULL FROM problem WHERE id = ?1", &q, e));
    query_bind(q, 1, g->problem);
    bool row = query_next(q);
    for (int i = 0; row && i < (int)(sizeof needed / sizeof *needed); i++)
        if (query_null(q, i))
            lacks(g, needed[i].field, g->problem, S(""), COMMAND(g, "pdca problem set %.*s %s", STR(g->problem), needed[i].option));
    if (row && query_int(q, 3))
        lacks(g, "kpi", g->problem, S(""), COMMAND(g, "pdca problem set %.*s --kpi CODE --baseline … --target …", STR(g->problem)));
    return query_end(q, e);
}

/* Runs a query bound to problem and cycle and adds an item for each row: id, text. */
static err_code each_row(gate *g, const char *sql, const char *key, const char *command, err *e) {
    query *q;
    TRY(store_query(g->ctx->s, sql, &q, e));
    query_bind(q, 1, g->problem);
    query_bind(q, 2, g->cycle);
    while (query_next(q)) {
        str id = arena_str(g->ctx->a, query_str(q, 0));
        AUTO(buf_free) buf b = {0};
        for (str rest = str_c(command), head; rest.p;) { /* ID in the command is the row's, PROBLEM the problem's */
            rest = str_cut(rest, '@', &head);
            buf_put(&b, head);
            if (rest.p) buf_put(&b, rest.n && rest.p[0] == 'P' ? g->problem : id);
            if (rest.p) rest = str_sub(rest, 1, rest.n);
        }
        lacks(g, key, id, query_str(q, 1), arena_strdup(g->ctx->a, buf_str(&b)));
    }
    return query_end(q, e);
}

/* What a problem's gate asks about root causes is worked out over its rows, read once each. */
typedef struct gate_why {
    str id, cause;
    int64_t cycle, chain;
} gate_why;

typedef struct gate_root {
    str id, text;
    bool is_cause, has_evidence;
} gate_root;

typedef struct gate_rows {
    gate_root *root;
    gate_why *why;
    str *cause_of, *why_of; /* what the actions against causes remove, in pairs */
    int roots, whys, actions;
} gate_rows;

/* Rows of one kind are few: a problem has some dozen. */
static void *one_more(arena *a, void *list, int n, size_t size) {
    if (n & (n - 1)) return list; /* not a power of two: there is room */
    char *more = arena_alloc(a, (n ? (size_t)n * 2 : 1) * size);
    if (n) memcpy(more, list, (size_t)n * size);
    return more;
}

static void add_root(gate *g, gate_rows *r, query *q, bool is_cause) {
    arena *a = g->ctx->a;
    r->root = one_more(a, r->root, r->roots, sizeof *r->root);
    r->root[r->roots++] = (gate_root){arena_str(a, query_str(q, 0)), arena_str(a, query_str(q, 1)), is_cause, !query_null(q, 2)};
}

static err_code read_rows(gate *g, gate_rows *r, err *e) {
    arena *a = g->ctx->a;
    long long cycle = 0;
    query *q;
    str_to_int(g->cycle, &cycle);
    TRY(store_query(g->ctx->s, "SELECT id, text, evidence FROM cause WHERE problem = ?1 AND cycle = CAST(?2 AS INTEGER) AND status = 'confirmed' AND voided IS NULL", &q, e));
    query_bind(q, 1, g->problem);
    query_bind(q, 2, g->cycle);
    while (query_next(q)) add_root(g, r, q, true);
    TRY(query_end(q, e));
    TRY(store_query(g->ctx->s, "SELECT id, answer, evidence, cause, cycle, chain, confirmed = 1 AND voided IS NULL FROM why WHERE problem = ?1", &q, e));
    query_bind(q, 1, g->problem);
    while (query_next(q)) {
        if (query_int(q, 6) && query_int(q, 4) == cycle) add_root(g, r, q, false);
        r->why = one_more(a, r->why, r->whys, sizeof *r->why);
        r->why[r->whys++] = (gate_why){arena_str(a, query_str(q, 0)), query_null(q, 3) ? (str){NULL, 0} : arena_str(a, query_str(q, 3)), query_int(q, 4), query_int(q, 5)};
    }
    TRY(query_end(q, e));
    TRY(store_query(g->ctx->s, "SELECT cause, why FROM action WHERE problem = ?1 AND kind <> 'correction' AND cancelled IS NULL AND voided IS NULL", &q, e));
    query_bind(q, 1, g->problem);
    while (query_next(q)) {
        r->cause_of = one_more(a, r->cause_of, r->actions, sizeof *r->cause_of);
        r->why_of = one_more(a, r->why_of, r->actions, sizeof *r->why_of);
        r->cause_of[r->actions] = arena_str(a, query_str(q, 0));
        r->why_of[r->actions++] = arena_str(a, query_str(q, 1));
    }
    return query_end(q, e);
}

/* Whether the answer stands in a chain that starts at the cause. */
static bool in_chain_of(const gate_rows *r, str why, str cause) {
    for (int i = 0; i < r->whys; i++) {
        if (!str_eq(r->why[i].id, why)) continue;
        for (int k = 0; k < r->whys; k++)
            if (r->why[k].cause.p && r->why[k].cycle == r->why[i].cycle && r->why[k].chain == r->why[i].chain && str_eq(r->why[k].cause, cause)) return true;
    }
    return false;
}

/* A why chain that starts at a fishbone cause and that cause are one root: an action against either counts for both. */
static bool is_removed(const gate_rows *r, const gate_root *root) {
    for (int i = 0; i < r->actions; i++) {
        str cause = r->cause_of[i], why = r->why_of[i];
        if (cause.n && (root->is_cause ? str_eq(cause, root->id) : in_chain_of(r, root->id, cause))) return true;
        if (why.n && (root->is_cause ? in_chain_of(r, why, root->id) : str_eq(why, root->id))) return true;
    }
    return false;
}

static err_code no_root(gate *g, err *e) {
    str of[] = {g->problem, g->cycle}, suspected;
    bool found;
    TRY(store_text(g->ctx->s, g->ctx->a,
                   "SELECT id FROM cause WHERE problem = ?1 AND cycle = CAST(?2 AS INTEGER) AND status = 'suspected'"
                   " AND voided IS NULL ORDER BY seq LIMIT 1",
                   of, 2, &suspected, &found, e));
    lacks(g, "no_root", g->problem, S(""),
          found ? COMMAND(g, "pdca cause set %.*s --status confirmed --evidence \"…\"", STR(suspected))
                : COMMAND(g, "pdca cause add %.*s --category process --text \"…\" --status confirmed --evidence \"…\"", STR(g->problem)));
    return ERR_NONE;
}

static err_code need_root_causes(gate *g, err *e) {
    gate_rows r = {0};
    TRY(read_rows(g, &r, e));
    if (!r.roots) TRY(no_root(g, e));
    for (int i = 0; i < r.roots; i++)
        if (!r.root[i].has_evidence)
            lacks(g, "no_evidence", r.root[i].id, r.root[i].text, COMMAND(g, "pdca %s set %.*s --evidence \"…\"", r.root[i].is_cause ? "cause" : "why", STR(r.root[i].id)));
    for (int i = 0; i < r.roots; i++)
        if (!is_removed(&r, &r.root[i]))
            lacks(g, "no_action", r.root[i].id, r.root[i].text,
                  COMMAND(g, "pdca action add %.*s \"…\" --%s %.*s --owner … --planned +10wd --kpi … --baseline … --target …", STR(g->problem),
                          r.root[i].is_cause ? "cause" : "why", STR(r.root[i].id)));
    return ERR_NONE;
}

/* Every action passes the SMART check: an item for each letter that one lacks. */
static err_code need_smart(gate *g, err *e) {
    query *q;
    TRY(store_query(g->ctx->s,
                    "SELECT id, smart_missing FROM action_v WHERE problem = ?1 AND cycle = CAST(?2 AS INTEGER) AND cancelled IS NULL ORDER BY seq", &q, e));
    query_bind(q, 1, g->problem);
    query_bind(q, 2, g->cycle);
    while (query_next(q))
        for (str rest = query_str(q, 1); rest.n;) { /* a line each for what it lacks and for its mend */
            str text, mend;
            rest = str_cut(rest, '\n', &text);
            rest = str_cut(rest, '\n', &mend);
            lacks(g, "smart", query_str(q, 0), text, arena_strdup(g->ctx->a, mend));
        }
    return query_end(q, e);
}

static err_code gate_do(gate *g, err *e) {
    TRY(need_fields(g, e));
    TRY(need_root_causes(g, e));
    return need_smart(g, e);
}

static err_code gate_check(gate *g, err *e) {
    TRY(each_row(g,
                 "SELECT id, text FROM action WHERE problem = ?1 AND cycle = CAST(?2 AS INTEGER) AND actual IS NULL AND cancelled IS NULL"
                 " AND voided IS NULL ORDER BY seq",
                 "action_open", "pdca action done @I --on YYYY-MM-DD", e));
    return each_row(g,
                    "SELECT k.id, k.criterion FROM action a CROSS JOIN checkpoint k WHERE a.problem = ?1 AND k.action = a.id AND"
                    " a.cycle = CAST(?2 AS INTEGER) AND k.result IS NULL AND k.voided IS NULL AND a.cancelled IS NULL AND a.voided IS NULL"
                    " ORDER BY k.seq",
                    "no_result", "pdca checkpoint set @I --result \"…\" --met yes", e);
}

static err_code gate_act(gate *g, err *e) {
    str of[] = {g->problem, g->cycle};
    int64_t checks, enough;
    TRY(store_int(g->ctx->s,
                  "SELECT count(*) FROM effect_check WHERE problem = ?1 AND cycle = CAST(?2 AS INTEGER) AND recorded_on IS NOT NULL AND voided IS NULL",
                  of, 2, &checks, e));
    TRY(store_int(g->ctx->s,
                  "SELECT count(*) FROM effect_check WHERE problem = ?1 AND cycle = CAST(?2 AS INTEGER) AND recorded_on IS NOT NULL AND voided IS NULL"
                  " AND before_n >= min_n AND after_n >= min_n",
                  of, 2, &enough, e));
    if (!checks) {
        int64_t sealed;
        TRY(store_int(g->ctx->s, "SELECT count(*) FROM effect_check WHERE problem = ?1 AND cycle = CAST(?2 AS INTEGER) AND voided IS NULL",
                      of, 2, &sealed, e));
        lacks(g, "no_check", g->problem, S(""),
              sealed ? COMMAND(g, "pdca check record %.*s", STR(g->problem))
                     : COMMAND(g, "pdca check seal %.*s --kpi … --target … --before … --after … --min-n …", STR(g->problem)));
    } else if (!enough) lacks(g, "check_small", g->problem, S(""), COMMAND(g, "pdca check record %.*s", STR(g->problem)));
    return ERR_NONE;
}

/* The verdict that counts is that of the cycle's last recorded check. */
static err_code last_verdict(gate *g, str *ret, err *e) {
    str of[] = {g->problem, g->cycle};
    return store_text(g->ctx->s, g->ctx->a,
                      "SELECT verdict FROM effect_check WHERE problem = ?1 AND cycle = CAST(?2 AS INTEGER) AND recorded_on IS NOT NULL"
                      " AND voided IS NULL ORDER BY recorded_on DESC, seq DESC LIMIT 1",
                      of, 2, ret, NULL, e);
}

static bool effective(str verdict) { return str_eq(verdict, S("on_target")) || str_eq(verdict, S("short_of_target")); }

static err_code gate_closed(gate *g, err *e) {
    const kind *k = kind_find(S("problem"));
    str *v = record_blank(g->ctx->a, k), voided;
    TRY(record_get(g->ctx, k, g->problem, v, &voided, e));
    int64_t standards;
    TRY(store_int(g->ctx->s, "SELECT count(*) FROM standard WHERE problem = ?1 AND voided IS NULL", &g->problem, 1, &standards, e));
    if (!standards && !record_value(k, v, "no_standard").p)
        lacks(g, "no_standard", g->problem, S(""), COMMAND(g, "pdca standard add NUMBER \"…\" --problem %.*s", STR(g->problem)));
    if (!record_value(k, v, "similar").p)
        lacks(g, "similar", g->problem, S(""), COMMAND(g, "pdca problem set %.*s --similar \"…\"", STR(g->problem)));
    return ERR_NONE;
}

static err_code problem_stage(record_ctx *ctx, str id, stage *ret_stage, str *ret_cycle, err *e) {
    query *q;
    TRY(store_query(ctx->s, "SELECT stage, cycle FROM problem WHERE id = ?1 AND voided IS NULL", &q, e));
    query_bind(q, 1, id);
    bool found = query_next(q), known = found && stage_parse(query_str(q, 0), ret_stage);
    if (found) *ret_cycle = arena_str(ctx->a, query_str(q, 1));
    TRY(query_end(q, e));
    if (!found) { /* what is wrong with the id is said where every id is looked up */
        const kind *k = kind_find(S("problem"));
        str voided;
        TRY(record_get(ctx, k, id, record_blank(ctx->a, k), &voided, e));
        return err_set(e, ERR_VOIDED, "id", arena_strdup(ctx->a, id), "reason", arena_strdup(ctx->a, voided), NULL);
    }
    return known ? ERR_NONE : err_set(e, ERR_CORRUPT, "path", store_path(ctx->s), "reason", "stage", NULL);
}

static err_code state_error(const char *why, str id, err *e) {
    err_set(e, ERR_STATE, "reason", why, NULL);
    err_add(e, "id", id);
    return e->code;
}

err_code gate_missing(record_ctx *ctx, str problem, gate_list *ret, err *e) {
    *ret = (gate_list){0};
    gate g = {ctx, ret, problem, {0}};
    TRY(problem_stage(ctx, problem, &ret->from, &g.cycle, e));
    static err_code (*const gates[])(gate *, err *) = {gate_do, gate_check, gate_act, gate_closed};
    if (ret->from == STAGE_CLOSED) return state_error("state.problem_closed", problem, e);
    ret->to = (stage)(ret->from + 1);
    if (ret->from == STAGE_ACT) { /* a verdict that is not effective leads back to Plan, and asks for nothing */
        str verdict;
        TRY(last_verdict(&g, &verdict, e));
        if (!effective(verdict)) {
            ret->to = STAGE_PLAN;
            return ERR_NONE;
        }
    }
    return gates[ret->from](&g, e);
}

static str day(record_ctx *ctx) {
    char z[DATE_TEXT];
    return arena_str(ctx->a, str_c(date_text(store_get_session(ctx->s)->today, z)));
}

static err_code move(record_ctx *ctx, str id, stage to, err *e) {
    record_change changes[4] = {{"stage", str_c(stage_key(to))}, {"stage_since", day(ctx)}};
    int n = 2;
    if (to == STAGE_CLOSED) changes[n++] = (record_change){"closed", day(ctx)};
    return record_change_fields(ctx, kind_find(S("problem")), id, changes, n, e);
}

static err_code open_cycle(record_ctx *ctx, str id, str cycle, int *ret_cycle, err *e) {
    long long now = 1;
    str_to_int(cycle, &now);
    *ret_cycle = (int)now + 1;
    record_change changes[] = {{"stage", S("plan")},
                               {"stage_since", day(ctx)},
                               {"cycle", str_c(arena_printf(ctx->a, "%d", *ret_cycle))},
                               {"closed", (str){NULL, 0}}};
    return record_change_fields(ctx, kind_find(S("problem")), id, changes, 4, e);
}

/* Forced gates stand on the problem itself, so that pages and reports show them. */
static err_code note_force(record_ctx *ctx, str id, stage to, err *e) {
    const kind *k = kind_find(S("problem"));
    str *v = record_blank(ctx->a, k), voided;
    TRY(record_get(ctx, k, id, v, &voided, e));
    str before = record_value(k, v, "forced");
    str reason = store_get_session(ctx->s)->reason;
    char *text = arena_printf(ctx->a, "%.*s%s%.*s → %s: %.*s", STR(before), before.n ? "; " : "", STR(day(ctx)), stage_key(to), STR(reason));
    record_change change = {"forced", str_c(text)};
    return record_change_fields(ctx, k, id, &change, 1, e);
}

static err_code advance(record_ctx *ctx, str id, bool force, gate_list *ret, stage *ret_stage, err *e) {
    TRY(gate_missing(ctx, id, ret, e));
    if (ret->n && !force) {
        err_set(e, ERR_GATE, NULL);
        err_add(e, "id", id);
        err_add_int(e, "n", ret->n);
        return e->code;
    }
    if (force && !store_get_session(ctx->s)->reason.n) return err_set(e, ERR_REASON_NEEDED, "what", "what.force", NULL);
    if (ret->n) TRY(note_force(ctx, id, ret->to, e));
    *ret_stage = ret->to;
    if (ret->to != STAGE_PLAN) return move(ctx, id, ret->to, e);
    stage from;
    str cycle;
    int now;
    TRY(problem_stage(ctx, id, &from, &cycle, e));
    return open_cycle(ctx, id, cycle, &now, e);
}

err_code problem_advance(record_ctx *ctx, str id, bool force, gate_list *ret, stage *ret_stage, err *e) {
    TRY(store_begin(ctx->s, e));
    return store_finish(ctx->s, advance(ctx, id, force, ret, ret_stage, e), e);
}

static err_code next_cycle(record_ctx *ctx, str id, bool reopen, int *ret_cycle, err *e) {
    stage from;
    str cycle;
    TRY(problem_stage(ctx, id, &from, &cycle, e));
    if (reopen && from != STAGE_CLOSED) return state_error("state.problem_open", id, e);
    if (!reopen && from == STAGE_CLOSED) return state_error("state.problem_closed", id, e);
    if (!store_get_session(ctx->s)->reason.n) return err_set(e, ERR_REASON_NEEDED, "what", reopen ? "what.reopen" : "what.cycle", NULL);
    return open_cycle(ctx, id, cycle, ret_cycle, e);
}

err_code problem_reopen(record_ctx *ctx, str id, err *e) {
    int cycle;
    TRY(store_begin(ctx->s, e));
    return store_finish(ctx->s, next_cycle(ctx, id, true, &cycle, e), e);
}

err_code problem_next_cycle(record_ctx *ctx, str id, int *ret_cycle, err *e) {
    TRY(store_begin(ctx->s, e));
    return store_finish(ctx->s, next_cycle(ctx, id, false, ret_cycle, e), e);
}
