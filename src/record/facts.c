/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules as SQL functions, and the views that hang on them (src/store/schema/views.sql). */
#include <stdio.h>
#include <stdlib.h>

#include "base/embed.h"
#include "base/utf8.h"
#include "record/changes.h"
#include "record/check_window.h"
#include "record/gates.h"
#include "record/record.h"
#include "record/rules.h"
#include "store/calendar.h"

static date day_of(const sql_call *c, int at) {
    date d;
    return date_parse(sql_str(c, at), &d) ? d : DATE_NONE;
}

static void fn_today(sql_call *c, void *user) {
    record_ctx *ctx = user;
    char z[DATE_TEXT];
    sql_result_str(c, str_c(date_text(store_get_session(ctx->s)->today, z)));
}

static void fn_lang(sql_call *c, void *user) {
    lang l = ((record_ctx *)user)->language;
    if (l == LANG_LATER) sql_result_error(c, "a query with words later cannot ask for pdca_lang()");
    else sql_result_str(c, str_c(lang_code(l)));
}

/* in_lang(zh, en): the one of the page's language. */
static void fn_in_lang(sql_call *c, void *user) {
    lang l = ((record_ctx *)user)->language;
    str zh = sql_str(c, 0), en = sql_str(c, 1);
    if (l != LANG_LATER || str_eq(zh, en)) {
        sql_result_str(c, l == LANG_EN ? en : zh);
        return;
    }
    AUTO(buf_free) buf b = {0};
    word_note_pair(&b, zh, en);
    sql_result_str(c, buf_str(&b));
}

/* word(key, name, value, …) */
static bool call_place(void *user, str name, buf *out) {
    const sql_call *c = user;
    for (int i = 1; i + 1 < sql_count(c); i += 2)
        if (str_eq(sql_str(c, i), name)) {
            buf_put(out, sql_str(c, i + 1));
            return true;
        }
    return false;
}

static void note_call(sql_call *c) {
    enum { VALUES = 2 * ERR_ARGS };
    str pairs[VALUES];
    int n = sql_count(c) - 1;
    if (n > VALUES) {
        sql_result_error(c, "too many values for a word");
        return;
    }
    AUTO(buf_free) buf b = {0};
    for (int i = 0; i < n; i++) pairs[i] = sql_str(c, i + 1);
    word_note(&b, sql_str(c, 0), n, pairs);
    sql_result_str(c, buf_str(&b));
}

static void fn_word(sql_call *c, void *user) {
    record_ctx *ctx = user;
    bool later = ctx->language == LANG_LATER;
    const char *text = word_find(later ? LANG_ZH : ctx->language, sql_str(c, 0)); /* a key has its text in both */
    if (!text) {
        char why[160];
        snprintf(why, sizeof why, "no word %.*s", STR(str_sub(sql_str(c, 0), 0, 120)));
        sql_result_error(c, why);
        return;
    }
    if (later) {
        note_call(c);
        return;
    }
    AUTO(buf_free) buf b = {0};
    word_fill(&b, str_c(text), call_place, c);
    sql_result_str(c, buf_str(&b));
}

/* (planned, actual, progress, cancelled, expected, effect) */
static bool state_of(const sql_call *c, const record_ctx *ctx, action_state *ret) {
    action_dates a = {.planned = day_of(c, 0), .actual = day_of(c, 1), .progress = (int)sql_int(c, 2), .cancelled = !sql_null(c, 3),
                      .promises_effect = !sql_null(c, 4), .effect_known = !sql_null(c, 5)};
    if (a.planned == DATE_NONE) return false;
    *ret = rule_action_state(&a, store_get_session(ctx->s)->today, ctx->late_in_workdays ? &ctx->calendar : NULL);
    return true;
}

static void fn_action_status(sql_call *c, void *user) {
    action_state st;
    if (state_of(c, user, &st)) sql_result_str(c, str_c(action_status_key(st.status)));
}

static void fn_action_late_days(sql_call *c, void *user) {
    action_state st;
    if (state_of(c, user, &st)) sql_result_int(c, st.late_days);
}

static void fn_action_status_text(sql_call *c, void *user) {
    record_ctx *ctx = user;
    action_state st;
    if (!state_of(c, ctx, &st)) return;
    char key[32], days[16];
    snprintf(key, sizeof key, "status.%s", action_status_key(st.status));
    snprintf(days, sizeof days, "%d", st.late_days);
    AUTO(buf_free) buf b = {0};
    word_format(&b, ctx->language, key, "days", days, NULL);
    sql_result_str(c, buf_str(&b));
}

static void fn_expected_progress(sql_call *c, void *user) {
    const record_ctx *ctx = user;
    sql_result_int(c, rule_expected_progress(day_of(c, 0), day_of(c, 1), store_get_session(ctx->s)->today));
}

static void fn_stage_limit(sql_call *c, void *user) {
    const record_ctx *ctx = user;
    stage st;
    sql_result_int(c, stage_parse(sql_str(c, 0), &st) ? rule_stage_limit(ctx->stage_limits, st) : 0);
}

static void put_finding_text(buf *b, lang l, const smart_finding *f, const smart_facts *facts) {
    char key[48] = "smart.", open[16], limit[16];
    strcat(key, f->key);
    if (f->letter == 'A') { /* the only one that says numbers */
        snprintf(open, sizeof open, "%d", facts->owner_open);
        snprintf(limit, sizeof limit, "%d", facts->owner_limit);
        word_format(b, l, key, "open", open, "limit", limit, NULL);
    } else word_format(b, l, key, NULL);
}

static void put_finding_mend(buf *b, lang l, const smart_finding *f, str id) {
    char mend[48] = "smart.mend.", id_z[64];
    if (!f->mend) return;
    strcat(mend, f->mend);
    snprintf(id_z, sizeof id_z, "%.*s", STR(id));
    word_format(b, l, mend, "id", id_z, NULL);
}

static void put_finding(buf *b, lang l, const smart_finding *f, str id, const smart_facts *facts) {
    AUTO(buf_free) buf text = {0};
    put_finding_text(&text, l, f, facts);
    buf_z(b, "{\"letter\":\"");
    buf_putc(b, f->letter);
    buf_z(b, f->ok ? "\",\"ok\":true,\"text\":" : "\",\"ok\":false,\"text\":");
    buf_json(b, buf_str(&text));
    buf_z(b, ",\"mend\":");
    buf_clear(&text);
    put_finding_mend(&text, l, f, id);
    buf_json(b, buf_str(&text));
    buf_putc(b, '}');
}

/* owner_open(owner): how many actions the owner has open. The actions of a page, and the pages of a site, ask for the same owners over and
 * over, and each answer counts through hundreds of rows: the last ones are kept while nothing changes. */
enum { OPEN_SLOTS = 256, OPEN_NAME = 64 };
struct open_counts {
    uint64_t stamp;
    struct {
        char owner[OPEN_NAME];
        size_t n; /* bytes of the owner; 0: an empty slot */
        int64_t open;
    } slot[OPEN_SLOTS];
};

static void fn_owner_open(sql_call *c, void *user) {
    record_ctx *ctx = user;
    str owner = sql_str(c, 0);
    uint64_t stamp = store_stamp(ctx->s);
    if (ctx->open->stamp != stamp) memset(ctx->open, 0, sizeof *ctx->open);
    ctx->open->stamp = stamp;
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < owner.n; i++) hash = (hash ^ (unsigned char)owner.p[i]) * 16777619u;
    bool keeps = owner.n && owner.n <= OPEN_NAME;
    size_t at = hash % OPEN_SLOTS;
    if (keeps && str_eq((str){ctx->open->slot[at].owner, ctx->open->slot[at].n}, owner)) {
        sql_result_int(c, ctx->open->slot[at].open);
        return;
    }
    int64_t open;
    err e;
    if (store_int(ctx->s, "SELECT count(*) FROM action WHERE owner = ?1 AND actual IS NULL AND cancelled IS NULL AND voided IS NULL", &owner, 1, &open, &e)) {
        sql_result_error(c, "owner_open failed");
        return;
    }
    if (keeps) {
        memcpy(ctx->open->slot[at].owner, owner.p, owner.n);
        ctx->open->slot[at].n = owner.n;
        ctx->open->slot[at].open = open;
    }
    sql_result_int(c, open);
}

/* (id, text, kind, owner, owner_kind, kpi, expected, baseline, target, problem, cause, owner_open, recorded, start, planned, checkpoints); false
 * where a date is none. */
static bool judge_smart(const sql_call *c, const record_ctx *ctx, smart_facts *ret_facts, smart_finding ret_finding[SMART_LETTERS]) {
    date start = day_of(c, 13), planned = day_of(c, 14), recorded = day_of(c, 12);
    if (start == DATE_NONE || planned == DATE_NONE) return false;
    if (recorded == DATE_NONE) recorded = start;
    *ret_facts = (smart_facts){.text_columns = utf8_columns(sql_str(c, 1)), .owner = sql_str(c, 3), .owner_is_person = str_eq(sql_str(c, 4), S("person")),
                               .has_kpi = !sql_null(c, 5), .has_expected = !sql_null(c, 6), .has_baseline = !sql_null(c, 7), .has_target = !sql_null(c, 8),
                               .is_correction = str_eq(sql_str(c, 2), S("correction")), .has_problem = !sql_null(c, 9), .cause_recorded = !sql_null(c, 10),
                               .owner_open = (int)sql_int(c, 11), .owner_limit = ctx->owner_limit, .recorded = recorded, .start = start, .planned = planned,
                               .working_days = workdays_between(&ctx->calendar, start, planned), .checkpoints = (int)sql_int(c, 15)};
    rule_smart(ret_facts, ret_finding);
    return true;
}

/* All findings as JSON. */
static void fn_action_smart(sql_call *c, void *user) {
    const record_ctx *ctx = user;
    smart_facts f;
    smart_finding finding[SMART_LETTERS];
    if (!judge_smart(c, ctx, &f, finding)) return;
    AUTO(buf_free) buf b = {0};
    for (int i = 0; i < SMART_LETTERS; i++) {
        buf_putc(&b, i ? ',' : '[');
        put_finding(&b, ctx->language, &finding[i], sql_str(c, 0), &f);
    }
    buf_putc(&b, ']');
    sql_result_json(c, buf_str(&b));
}

/* What is not fulfilled: a line "M text" and a line with the command that mends it, each. */
static void fn_action_smart_missing(sql_call *c, void *user) {
    const record_ctx *ctx = user;
    smart_facts f;
    smart_finding finding[SMART_LETTERS];
    if (!judge_smart(c, ctx, &f, finding)) return;
    AUTO(buf_free) buf b = {0};
    for (int i = 0; i < SMART_LETTERS; i++) {
        if (finding[i].ok) continue;
        if (b.n) buf_putc(&b, '\n');
        buf_putc(&b, finding[i].letter);
        buf_putc(&b, ' ');
        put_finding_text(&b, ctx->language, &finding[i], &f);
        buf_putc(&b, '\n');
        put_finding_mend(&b, ctx->language, &finding[i], sql_str(c, 0));
    }
    sql_result_str(c, buf_str(&b));
}

/* smart_lacks(smart): the letters that are not fulfilled, "M T"; NULL where all are. Inside a JSON text a quote has a backslash before it, so what
 * people wrote cannot match. */
static void fn_smart_lacks(sql_call *c, void *user) {
    (void)user;
    char lacks[2 * SMART_LETTERS] = "";
    size_t n = 0;
    for (str s = sql_str(c, 0);;) {
        size_t at = str_find(s, S("\",\"ok\":false,"));
        if (at == s.n || at == 0 || n + 2 > sizeof lacks) break;
        if (n) lacks[n++] = ' ';
        lacks[n++] = s.p[at - 1];
        s = str_sub(s, at + 1, s.n);
    }
    if (n) sql_result_str(c, (str){lacks, n});
}

/* smart_count(smart): how many letters are fulfilled. */
static void fn_smart_count(sql_call *c, void *user) {
    (void)user;
    int n = 0;
    for (str s = sql_str(c, 0);;) {
        size_t at = str_find(s, S("\"ok\":true"));
        if (at == s.n) break;
        n++;
        s = str_sub(s, at + 1, s.n);
    }
    sql_result_int(c, n);
}

static void fn_gate_missing(sql_call *c, void *user) {
    record_ctx own = *(record_ctx *)user;
    arena a = {0};
    own.a = &a; /* thousands of pages may ask: what one answer needs goes with it */
    gate_list list;
    err e;
    AUTO(buf_free) buf b = {0};
    if (gate_missing(&own, sql_str(c, 0), &list, &e) && e.code != ERR_STATE) sql_result_error(c, "gate_missing failed");
    else {
        buf_putc(&b, '[');
        for (int i = 0; i < list.n; i++) {
            buf_z(&b, i ? ",{\"text\":" : "{\"text\":");
            buf_json(&b, list.item[i].text);
            buf_z(&b, ",\"command\":");
            buf_json(&b, list.item[i].command);
            buf_putc(&b, '}');
        }
        buf_putc(&b, ']');
        sql_result_json(c, buf_str(&b));
    }
    arena_free(&a);
}

/* check_value_text(kpi, value, x, n): "15.0% (18/120)", "3.80 (n = 200)", in Chinese with full-width brackets; kpi_format and kpi_unit are the monitor's. */
static void fn_check_value_text(sql_call *c, void *user) {
    record_ctx *ctx = user;
    if (sql_null(c, 1)) return;
    query *q;
    err e;
    if (store_query(ctx->s, "SELECT kpi_format(?1, ?2)", &q, &e)) return;
    query_bind(q, 1, sql_str(c, 0));
    query_bind(q, 2, sql_real(c, 1));
    AUTO(buf_free) buf b = {0}, value = {0};
    char x[24], n[24];
    if (query_next(q)) buf_put(&value, query_str(q, 0));
    if (query_end(q, &e)) return;
    snprintf(x, sizeof x, "%lld", (long long)sql_int(c, 2));
    snprintf(n, sizeof n, "%lld", (long long)sql_int(c, 3));
    word_format(&b, ctx->language, sql_null(c, 2) ? "check.value_n" : "check.value_share", "value", buf_cstr(&value), "x", x, "n", n, NULL);
    sql_result_str(c, buf_str(&b));
}

/* holding_due(closed, checked): days after closing, NULL where nothing is due. */
static void fn_holding_due(sql_call *c, void *user) {
    const record_ctx *ctx = user;
    date closed = day_of(c, 0);
    int days = closed == DATE_NONE ? 0 : rule_holding_due(closed, day_of(c, 1), store_get_session(ctx->s)->today);
    if (days) sql_result_int(c, days);
}

/* window_month(window): the month in which it begins. */
static void fn_window_month(sql_call *c, void *user) {
    (void)user;
    check_window w;
    char z[DATE_TEXT];
    if (check_window_parse(sql_str(c, 0), &w)) sql_result_str(c, str_sub(str_c(date_text(w.from, z)), 0, 7));
}

static err_code register_functions(record_ctx *ctx, err *e) {
    static const struct {
        const char *name;
        int args;
        sql_function *fn;
    } functions[] = {
        {"pdca_today", 0, fn_today},
        {"pdca_lang", 0, fn_lang},
        {"in_lang", 2, fn_in_lang},
        {"word", -1, fn_word},
        {"action_status", 6, fn_action_status},
        {"action_late_days", 6, fn_action_late_days},
        {"action_status_text", 6, fn_action_status_text},
        {"action_expected_progress", 2, fn_expected_progress},
        {"action_smart", 16, fn_action_smart},
        {"action_smart_missing", 16, fn_action_smart_missing},
        {"smart_count", 1, fn_smart_count},
        {"smart_lacks", 1, fn_smart_lacks},
        {"owner_open", 1, fn_owner_open},
        {"stage_limit", 1, fn_stage_limit},
        {"gate_missing", 1, fn_gate_missing},
        {"check_value_text", 4, fn_check_value_text},
        {"window_month", 1, fn_window_month},
        {"holding_due", 2, fn_holding_due},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        TRY(store_function(ctx->s, functions[i].name, functions[i].args, true, functions[i].fn, ctx, e));
    return ERR_NONE;
}

err_code record_prepare(record_ctx *ctx, store *s, arena *a, lang l, err *e) {
    *ctx = (record_ctx){.s = s, .a = a, .language = l, .open = arena_new(a, open_counts, 1)};
    long long limit = 0;
    str_to_int(record_setting(s, a, "owner_limit", "8"), &limit);
    ctx->owner_limit = limit > 0 ? (int)limit : 8;
    ctx->late_in_workdays = str_eq(record_setting(s, a, "late_days", "calendar"), S("business"));
    ctx->stage_limits = record_setting(s, a, "stage_limits", "P10,D60,C70,A30");
    TRY(store_workdays(s, a, &ctx->calendar, e));
    TRY(register_functions(ctx, e));
    TRY(changes_functions(ctx, e));
    store_views(s, embed_find("src/store/schema/views.sql").p);
    return ERR_NONE;
}

err_code record_init(store *s, str name, str title, lang l, err *e) {
    static const struct {
        const char *id, *zh, *en;
    } categories[] = {{"people", "人员", "People"}, {"process", "流程", "Process"}, {"tools", "工具", "Tools"}, {"customer", "客户", "Customer"}};
    const struct {
        const char *id;
        str value;
    } settings[] = {{"name", name},
                    {"title", title},
                    {"lang", str_c(lang_code(l))},
                    {"langs", l == LANG_EN ? S("en,zh") : S("zh,en")},
                    {"late_days", S("calendar")},
                    {"owner_limit", S("8")},
                    {"stage_limits", S("P10,D60,C70,A30")},
                    {"calendar", l == LANG_EN ? S("none") : S("cn")}};
    query *q;
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        if (!settings[i].value.n) continue;
        TRY(store_query(s, "INSERT INTO setting(id, value) VALUES(?1, ?2)", &q, e));
        query_bind(q, 1, settings[i].id);
        query_bind(q, 2, settings[i].value);
        TRY(query_run(q, e));
    }
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++) {
        TRY(store_query(s, "INSERT INTO category(id, name_zh, name_en, position) VALUES(?1, ?2, ?3, ?4)", &q, e));
        query_bind(q, 1, categories[i].id);
        query_bind(q, 2, categories[i].zh);
        query_bind(q, 3, categories[i].en);
        query_bind(q, 4, (int)i + 1);
        TRY(query_run(q, e));
    }
    return ERR_NONE;
}
