/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/check.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "pdca_stat.h"
#include "record/check_guards.h"

static const double confidence = 0.95;

static const kind *check_kind(void) { return kind_find(S("check")); }
static const kind *problem_kind(void) { return kind_find(S("problem")); }

static err_code typed(record_ctx *ctx, str *values, const char *name, str text, err *e) {
    const kind *k = check_kind();
    int at = field_at(k, name);
    return record_parse(ctx, k, &k->fields[at], text, &values[at], e);
}

static err_code need(const str *values, const char *name, const char *option, err *e) {
    if (record_value(check_kind(), values, name).p) return ERR_NONE;
    char key[64];
    snprintf(key, sizeof key, "field.check.%s", name);
    return err_set(e, ERR_MISSING, "field", key, "option", option, NULL);
}

static err_code kpi_text(record_ctx *ctx, const char *sql, str kpi, str *ret, err *e) {
    bool found;
    return store_text(ctx->s, ctx->a, sql, &kpi, 1, ret, &found, e);
}

/* 10d, 2w, 1m (30 days), also 天 周 月 个月; as days, NULL where none are given. */
static err_code wash_in(record_ctx *ctx, str text, str *ret_days, err *e) {
    static const struct {
        const char *name;
        int days;
    } units[] = {{"", 1}, {"d", 1}, {"天", 1}, {"w", 7}, {"周", 7}, {"m", 30}, {"月", 30}, {"个月", 30}};
    text = str_trim(text);
    *ret_days = (str){NULL, 0};
    if (!text.n) return ERR_NONE;
    size_t digits = 0;
    while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9') digits++;
    str unit = str_trim(str_sub(text, digits, text.n));
    long long n = 0;
    int days = 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_eqz(unit, units[i].name)) days = units[i].days;
    if (days && str_to_int(str_sub(text, 0, digits), &n) && n > 0 && n <= 366 / days) {
        *ret_days = str_c(arena_printf(ctx->a, "%lld", n * days));
        return ERR_NONE;
    }
    err_set(e, ERR_BAD_VALUE, "field", "field.check.wash_in", "want", "want.wash_in", NULL);
    err_add(e, "value", text);
    return e->code;
}

/* The criterion as values of a check. */
static err_code criterion(record_ctx *ctx, str problem, const check_criterion *c, str *v, err *e) {
    str *p = record_blank(ctx->a, problem_kind()), voided;
    TRY(record_get(ctx, problem_kind(), problem, p, &voided, e));
    str kpi = c->kpi.n ? c->kpi : record_value(problem_kind(), p, "kpi");
    TRY(typed(ctx, v, "kpi", kpi, e));
    TRY(need(v, "kpi", "--kpi", e));
    TRY(typed(ctx, v, "category", c->category, e));
    kpi = record_value(check_kind(), v, "kpi");
    str direction = c->direction, target = c->target;
    if (!direction.n && c->category.n) direction = S("down"); /* fewer tickets of a problem category is better */
    if (!direction.n) TRY(kpi_text(ctx, "SELECT direction FROM kpi WHERE id = ?1", kpi, &direction, e));
    if (!target.n && !c->kpi.n) target = record_value(problem_kind(), p, "target");
    if (!target.n && !c->category.n) TRY(kpi_text(ctx, "SELECT target FROM kpi WHERE id = ?1", kpi, &target, e));
    TRY(typed(ctx, v, "direction", direction, e));
    TRY(typed(ctx, v, "target", target, e));
    TRY(need(v, "target", "--target", e));
    str unit;
    TRY(kpi_text(ctx, "SELECT unit FROM kpi WHERE id = ?1", kpi, &unit, e));
    double t;
    if (str_to_real(record_value(check_kind(), v, "target"), &t) && (str_eq(unit, S("%")) || c->category.n) && (t < 0 || t > 1)) {
        err_set(e, ERR_BAD_VALUE, "field", "field.check.target", "want", "want.share", NULL);
        err_add(e, "value", target);
        return e->code;
    }
    TRY(typed(ctx, v, "before_window", c->before, e));
    TRY(need(v, "before_window", "--before", e));
    TRY(typed(ctx, v, "after_window", c->after, e));
    TRY(need(v, "after_window", "--after", e));
    TRY(typed(ctx, v, "min_n", c->min_n.n ? c->min_n : S("30"), e));
    return wash_in(ctx, c->wash_in, &v[field_at(check_kind(), "wash_in")], e);
}

/* The first day on which an action of the problem's current cycle was completed; DATE_NONE: none is. */
static err_code first_done(record_ctx *ctx, str problem, date *ret, err *e) {
    str day;
    bool found;
    TRY(store_text(ctx->s, ctx->a,
                   "SELECT min(a.actual) FROM action a JOIN problem p ON p.id = a.problem AND p.cycle = a.cycle WHERE p.id = ?1 AND a.actual IS NOT NULL"
                   " AND a.voided IS NULL",
                   &problem, 1, &day, &found, e));
    if (!found || !day.p || !date_parse(day, ret)) *ret = DATE_NONE;
    return ERR_NONE;
}

/* The sealed after window without the days that the wash-in leaves out. ERR_STATE where nothing remains. */
static err_code counted_window(record_ctx *ctx, const str *v, check_window *ret, bool *ret_cut, err *e) {
    str sealed = record_value(check_kind(), v, "after_window"), days = record_value(check_kind(), v, "wash_in");
    long long left_out = 0;
    date done;
    check_window w = {0};
    bool valid = check_window_parse(sealed, &w);
    assert(valid); /* it was parsed when it was sealed */
    (void)valid;
    TRY(first_done(ctx, record_value(check_kind(), v, "problem"), &done, e));
    if (days.p) str_to_int(days, &left_out);
    *ret = w;
    *ret_cut = false;
    if (!left_out || done == DATE_NONE) return ERR_NONE;
    if (check_window_cut(w, done + (date)left_out + 1, ret)) {
        *ret_cut = ret->from != w.from;
        return ERR_NONE;
    }
    err_set(e, ERR_STATE, "reason", w.by_month ? "state.washed_out_months" : "state.washed_out", NULL);
    err_add(e, "id", sealed);
    return e->code;
}

/* What a changed criterion takes back: the figures were recorded under another one. */
static const char *const recorded_fields[] = {"source",   "recorded_on", "before_n", "before_x", "before_value", "before_sd", "after_n", "after_x",
                                              "after_value", "after_sd", "difference", "lo", "hi", "p", "method", "verdict", "after_counted", "guards"};
enum { RECORDED = sizeof recorded_fields / sizeof *recorded_fields };

static err_code seal(record_ctx *ctx, str problem, const check_criterion *c, str *ret_id, err *e) {
    const kind *k = check_kind();
    str *v = record_blank(ctx->a, k);
    TRY(record_id(ctx, problem_kind(), problem, &problem, e));
    TRY(criterion(ctx, problem, c, v, e));
    v[field_at(k, "problem")] = problem;
    check_window counted;
    bool cut;
    TRY(counted_window(ctx, v, &counted, &cut, e));
    str same[] = {problem, record_value(k, v, "kpi"), record_value(k, v, "category").p ? record_value(k, v, "category") : S(""),
                  record_value(k, v, "after_window")};
    int64_t done;
    TRY(store_int(ctx->s,
                  "SELECT EXISTS (SELECT 1 FROM action a JOIN problem p ON p.id = a.problem AND p.cycle = a.cycle WHERE p.id = ?1 AND"
                  " p.closed IS NULL AND a.actual IS NOT NULL AND a.voided IS NULL)", /* once closed, the actions are done of course */
                  &problem, 1, &done, e));
    v[field_at(k, "sealed_late")] = done ? S("1") : S("0");
    bool found;
    TRY(store_text(ctx->s, ctx->a,
                   "SELECT c.id FROM effect_check c JOIN problem p ON p.id = c.problem AND p.cycle = c.cycle WHERE c.problem = ?1 AND c.kpi = ?2"
                   " AND coalesce(c.category, '') = ?3 AND c.voided IS NULL AND NOT (p.closed IS NOT NULL AND c.recorded_on IS NOT NULL AND"
                   " c.after_window <> ?4) ORDER BY c.seq DESC LIMIT 1", /* after closing another window is a further check: does it hold? */
                   same, 4, ret_id, &found, e));
    if (!found) return record_add(ctx, k, S(""), v, ret_id, e);
    if (!store_get_session(ctx->s)->reason.n) {
        err_set(e, ERR_SEALED, NULL);
        err_add(e, "id", *ret_id);
        return e->code;
    }
    static const char *const sealed_fields[] = {"direction", "target", "before_window", "after_window", "min_n", "wash_in", "sealed_late"};
    record_change changes[RECORDED + 8];
    int n = 0;
    for (size_t i = 0; i < sizeof sealed_fields / sizeof *sealed_fields; i++)
        changes[n++] = (record_change){sealed_fields[i], record_value(k, v, sealed_fields[i])};
    for (int i = 0; i < RECORDED; i++) changes[n++] = (record_change){recorded_fields[i], (str){NULL, 0}};
    return record_change_fields(ctx, k, *ret_id, changes, n, e);
}

err_code check_seal(record_ctx *ctx, str problem, const check_criterion *c, str *ret_id, err *e) {
    TRY(store_begin(ctx->s, e));
    return store_finish(ctx->s, seal(ctx, problem, c, ret_id, e), e);
}

/* ---- record ------------------------------------------------------------------------------------------------------- */

typedef struct side {
    double n, x, value, sd; /* NAN where there is none */
    double lo, hi;          /* of a quantile */
} side;

static const side no_side = {NAN, NAN, NAN, NAN, NAN, NAN};

static double or_nan(const query *q, int column) { return query_null(q, column) ? NAN : query_real(q, column); }

static err_code side_from_tickets(record_ctx *ctx, str kpi, str category, str window, side *ret, err *e) {
    query *q;
    TRY(store_query(ctx->s,
                    "SELECT w ->> '$.n', w ->> '$.x', w ->> '$.value', w ->> '$.sd', w ->> '$.lo', w ->> '$.hi' FROM"
                    " (SELECT CASE WHEN ?2 IS NULL THEN kpi_window(?1, ?3) ELSE category_window(?2, ?3) END AS w)",
                    &q, e));
    query_bind(q, 1, kpi);
    query_bind(q, 2, category);
    query_bind(q, 3, window);
    *ret = no_side;
    if (query_next(q)) *ret = (side){or_nan(q, 0), or_nan(q, 1), or_nan(q, 2), or_nan(q, 3), or_nan(q, 4), or_nan(q, 5)};
    if (isnan(ret->n)) ret->n = 0;
    return query_end(q, e);
}

static err_code entered_side(record_ctx *ctx, str *v, const char *which, str value, str n, str sd, bool share, side *ret, err *e) {
    char name[32], option[32];
    long long count;
    snprintf(name, sizeof name, "%s_value", which);
    snprintf(option, sizeof option, "--%s", which);
    TRY(typed(ctx, v, name, value, e));
    TRY(need(v, name, option, e));
    str_to_real(record_value(check_kind(), v, name), &ret->value);
    snprintf(name, sizeof name, "%s_n", which);
    snprintf(option, sizeof option, "--%s-n", which);
    TRY(typed(ctx, v, name, n, e));
    TRY(need(v, name, option, e));
    str_to_int(record_value(check_kind(), v, name), &count);
    ret->n = (double)count;
    ret->x = share ? round(ret->value * ret->n) : NAN; /* 15 % of 120 are 18 tickets */
    ret->sd = NAN;
    if (share && (ret->value < 0 || ret->value > 1)) {
        snprintf(name, sizeof name, "field.check.%s_value", which);
        err_set(e, ERR_BAD_VALUE, "field", name, "want", "want.share", NULL);
        err_add(e, "value", value);
        return e->code;
    }
    snprintf(name, sizeof name, "%s_sd", which);
    TRY(typed(ctx, v, name, sd, e));
    if (record_value(check_kind(), v, name).p) str_to_real(record_value(check_kind(), v, name), &ret->sd);
    return ERR_NONE;
}

static str real_text(record_ctx *ctx, double x) {
    if (!isfinite(x)) return (str){NULL, 0};
    AUTO(buf_free) buf b = {0};
    buf_real(&b, x);
    return arena_str(ctx->a, buf_str(&b));
}

static str count_text(record_ctx *ctx, double x) {
    return isfinite(x) ? str_c(arena_printf(ctx->a, "%.0f", x)) : (str){NULL, 0};
}

static const char *verdict_key(pdca_stat_verdict v) {
    switch (v) {
    case PDCA_STAT_EFFECTIVE_ON_TARGET: return "on_target";
    case PDCA_STAT_EFFECTIVE_SHORT: return "short_of_target";
    case PDCA_STAT_WORSE: return "worse";
    case PDCA_STAT_NOT_SHOWN: return "not_shown";
    case PDCA_STAT_TOO_LITTLE_DATA: break;
    }
    return "too_little_data";
}

/* The method follows what the figure is: a share, a quantile, a mean. */
static pdca_stat_test compared(bool share, bool quantile, const side *after, const side *before) {
    if (share) return pdca_stat_compare_shares(after->x, after->n, before->x, before->n, confidence);
    if (quantile)
        return pdca_stat_compare_quantiles((pdca_stat_quantile_side){after->n, after->value, after->lo, after->hi},
                                           (pdca_stat_quantile_side){before->n, before->value, before->lo, before->hi});
    return pdca_stat_welch((pdca_stat_summary){after->n, after->value, after->sd}, (pdca_stat_summary){before->n, before->value, before->sd}, confidence);
}

/* Estimate, interval, test and verdict from both sides. */
static void judge(record_ctx *ctx, const str *v, bool share, bool quantile, const side *before, const side *after, record_change *out, int *n) {
    const kind *k = check_kind();
    double target = NAN, min_n = 0;
    str_to_real(record_value(k, v, "target"), &target);
    str_to_real(record_value(k, v, "min_n"), &min_n);
    int better = str_eq(record_value(k, v, "direction"), S("up")) ? 1 : -1;
    pdca_stat_test t = compared(share, quantile, after, before);
    bool reached = share ? pdca_stat_share_reaches(after->x, after->n, target, better) : pdca_stat_reaches(after->value, target, better);
    pdca_stat_verdict verdict = pdca_stat_verdict_of(t.lo, t.hi, better, reached, before->n, after->n, min_n);
    out[(*n)++] = (record_change){"difference", real_text(ctx, after->value - before->value)};
    out[(*n)++] = (record_change){"lo", real_text(ctx, t.lo)};
    out[(*n)++] = (record_change){"hi", real_text(ctx, t.hi)};
    out[(*n)++] = (record_change){"p", real_text(ctx, t.p)};
    out[(*n)++] = (record_change){"method", str_c(t.interval ? t.interval : t.method)};
    out[(*n)++] = (record_change){"verdict", str_c(verdict_key(verdict))};
}

static err_code call_figures(record_ctx *ctx, const check_calls *c, record_change *out, int *n, err *e) {
    const struct {
        const char *name;
        str text;
    } given[] = {{"called", c->called}, {"reached", c->reached}, {"improved", c->improved}, {"unchanged", c->unchanged},
                 {"worse", c->worse},   {"note", c->note},       {"checker", c->checker}};
    const kind *k = check_kind();
    long long count[5] = {0};
    for (int i = 0; i < 7; i++) {
        if (!given[i].text.n) continue;
        str value;
        TRY(record_parse(ctx, k, field_find(k, str_c(given[i].name)), given[i].text, &value, e));
        if (i < 5) str_to_int(value, &count[i]);
        out[(*n)++] = (record_change){given[i].name, value};
    }
    bool more_reached = given[0].text.n && count[1] > count[0], more_answers = given[1].text.n && count[2] + count[3] + count[4] > count[1];
    if (!more_reached && !more_answers) return ERR_NONE;
    err_set(e, ERR_BAD_VALUE, "field", more_reached ? "field.check.reached" : "field.check.improved", "want", more_reached ? "want.at_most_called" : "want.at_most_reached", NULL);
    err_add(e, "value", more_reached ? given[1].text : given[2].text);
    return e->code;
}

/* What must be kept in mind beside the verdict. */
static err_code guard(record_ctx *ctx, str id, const str *v, bool by_hand, const check_window *counted, const side *before, const side *after,
                      str *ret_json, err *e) {
    const kind *k = check_kind();
    check_case c = {.id = id, .problem = record_value(k, v, "problem"), .cycle = record_value(k, v, "cycle"), .kpi = record_value(k, v, "kpi"),
                    .category = record_value(k, v, "category"), .better = str_eq(record_value(k, v, "direction"), S("up")) ? 1 : -1, .after = *counted,
                    .before_value = before->value, .after_value = after->value, .before_n = before->n, .after_n = after->n, .entered = by_hand};
    check_window_parse(record_value(k, v, "before_window"), &c.before);
    str_to_real(record_value(k, v, "min_n"), &c.min_n);
    return check_guards(ctx, &c, ret_json, e);
}

static err_code record_one(record_ctx *ctx, str id, const check_figures *f, const check_calls *calls, err *e) {
    const kind *k = check_kind();
    str *v = record_blank(ctx->a, k), voided, form, guards, counted_text;
    check_window counted;
    bool cut;
    TRY(record_get(ctx, k, id, v, &voided, e));
    str kpi = record_value(k, v, "kpi"), category = record_value(k, v, "category");
    TRY(kpi_text(ctx, "SELECT CASE WHEN unit = '%' THEN 'share' ELSE form END FROM kpi WHERE id = ?1", kpi, &form, e));
    bool share = category.p || str_eq(form, S("share")), quantile = !share && str_eq(form, S("quantile"));
    bool by_hand = f->before.n || f->after.n;
    side before = no_side, after = no_side;
    TRY(counted_window(ctx, v, &counted, &cut, e));
    counted_text = cut ? check_window_text(ctx->a, counted) : record_value(k, v, "after_window");
    if (by_hand) {
        TRY(entered_side(ctx, v, "before", f->before, f->before_n, f->before_sd, share, &before, e));
        TRY(entered_side(ctx, v, "after", f->after, f->after_n, f->after_sd, share, &after, e));
    } else {
        TRY(side_from_tickets(ctx, kpi, category, record_value(k, v, "before_window"), &before, e));
        TRY(side_from_tickets(ctx, kpi, category, counted_text, &after, e));
        if (before.n < 1 || after.n < 1) {
            err_set(e, ERR_NO_DATA, NULL);
            err_add(e, "what", before.n < 1 ? record_value(k, v, "before_window") : counted_text);
            return e->code;
        }
    }
    record_change out[RECORDED + 10];
    int n = 0;
    char day[DATE_TEXT];
    out[n++] = (record_change){"source", by_hand ? S("entered") : S("tickets")};
    out[n++] = (record_change){"recorded_on", arena_str(ctx->a, str_c(date_text(store_get_session(ctx->s)->today, day)))};
    const struct {
        const char *n, *x, *value, *sd;
        const side *s;
    } sides[] = {{"before_n", "before_x", "before_value", "before_sd", &before}, {"after_n", "after_x", "after_value", "after_sd", &after}};
    for (int i = 0; i < 2; i++) {
        out[n++] = (record_change){sides[i].n, count_text(ctx, sides[i].s->n)};
        out[n++] = (record_change){sides[i].x, share ? count_text(ctx, sides[i].s->x) : (str){NULL, 0}};
        out[n++] = (record_change){sides[i].value, real_text(ctx, sides[i].s->value)};
        out[n++] = (record_change){sides[i].sd, real_text(ctx, sides[i].s->sd)};
    }
    judge(ctx, v, share, quantile, &before, &after, out, &n);
    TRY(guard(ctx, id, v, by_hand, &counted, &before, &after, &guards, e));
    out[n++] = (record_change){"guards", guards};
    out[n++] = (record_change){"after_counted", cut ? counted_text : (str){NULL, 0}};
    TRY(call_figures(ctx, calls, out, &n, e));
    return record_change_fields(ctx, k, id, out, n, e);
}

static err_code record_all(record_ctx *ctx, str id, const check_figures *f, const check_calls *calls, str **ret_ids, int *ret_n, err *e) {
    *ret_n = 0;
    *ret_ids = arena_new(ctx->a, str, 64);
    if (kind_of_id(id) == check_kind()) {
        TRY(record_id(ctx, check_kind(), id, &(*ret_ids)[0], e));
        *ret_n = 1;
    } else {
        TRY(record_id(ctx, problem_kind(), id, &id, e));
        query *q;
        TRY(store_query(ctx->s,
                        "SELECT c.id FROM effect_check c JOIN problem p ON p.id = c.problem AND p.cycle = c.cycle WHERE c.problem = ?1 AND"
                        " c.voided IS NULL AND (p.closed IS NULL OR c.recorded_on IS NULL) ORDER BY c.seq", /* what a closed problem rests on stays */
                        &q, e));
        query_bind(q, 1, id);
        while (*ret_n < 64 && query_next(q)) (*ret_ids)[(*ret_n)++] = arena_str(ctx->a, query_str(q, 0));
        TRY(query_end(q, e));
    }
    if (*ret_n == 0) {
        err_set(e, ERR_NOT_SEALED, NULL);
        err_add(e, "id", id);
        return e->code;
    }
    if (*ret_n > 1 && (f->before.n || f->after.n)) {
        err_set(e, ERR_STATE, "reason", "state.several_checks", NULL);
        err_add(e, "id", id);
        return e->code;
    }
    for (int i = 0; i < *ret_n; i++) TRY(record_one(ctx, (*ret_ids)[i], f, calls, e));
    return ERR_NONE;
}

err_code check_record(record_ctx *ctx, str id, const check_figures *f, const check_calls *calls, str **ret_ids, int *ret_n, err *e) {
    TRY(store_begin(ctx->s, e));
    return store_finish(ctx->s, record_all(ctx, id, f, calls, ret_ids, ret_n, e), e);
}
