/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed text to canonical values, by the catalogue's types. */
#include <stdio.h>

#include "base/utf8.h"
#include "formats/markdown.h"
#include "record/record.h"

enum { TEXT_MAX = 2000, LIST_MAX = 500 };

static err_code bad(const kind *k, const field *f, str typed, const char *want, err *e) {
    char name[96];
    snprintf(name, sizeof name, "field.%s.%s", k->name, f->name);
    err_set(e, ERR_BAD_VALUE, "field", name, "want", want, NULL);
    err_add(e, "value", typed);
    return e->code;
}

/* The number before a unit: "10wd" gives 10 and "wd". */
static bool number_and_unit(str s, long long *ret_n, str *ret_unit) {
    size_t i = 0;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9') i++;
    *ret_unit = str_trim(str_sub(s, i, s.n));
    return i > 0 && i < 6 && str_to_int(str_sub(s, 0, i), ret_n);
}

static date add_months(date d, int months) {
    int y, m, day;
    date_to_ymd(d, &y, &m, &day);
    m += months - 1;
    y += m / 12;
    m = m % 12 + 1;
    while (!date_valid_ymd(y, m, day) && day > 28) day--; /* 31 January + 1 month is the last of February */
    return date_from_ymd(y, m, day);
}

static bool parse_due(const record_ctx *ctx, str s, date *ret) {
    date today = store_get_session(ctx->s)->today;
    long long n;
    str unit;
    if (str_eq(s, S("today")) || str_eq(s, S("今天"))) {
        *ret = today;
        return true;
    }
    if (!s.n || s.p[0] != '+') return date_parse(s, ret);
    if (!number_and_unit(str_sub(s, 1, s.n), &n, &unit)) return false;
    if (str_eq(unit, S("wd")) || str_eq(unit, S("工作日"))) *ret = workdays_add(&ctx->calendar, today, (int)n);
    else if (str_eq(unit, S("d")) || str_eq(unit, S("天"))) *ret = today + (date)n;
    else if (str_eq(unit, S("w")) || str_eq(unit, S("周"))) *ret = today + (date)n * 7;
    else if ((str_eq(unit, S("m")) || str_eq(unit, S("月")) || str_eq(unit, S("个月"))) && n <= 1200) *ret = add_months(today, (int)n);
    else return false;
    return *ret < date_from_ymd(2200, 1, 1);
}

/* 15% or 15 % gives 0.15, worked out on the decimal digits so that 35% is the same double as 0.35. */
static bool parse_quantity(arena *a, str s, double *ret, bool *ret_percent) {
    *ret_percent = str_ends(s, S("%"));
    if (!*ret_percent) return str_to_real(s, ret);
    str digits = str_trim(str_sub(s, 0, s.n - 1));
    return str_to_real(str_c(arena_printf(a, "%.*se-2", STR(digits))), ret);
}

static bool parse_bool(str s, bool *ret) {
    static const char *const yes[] = {"yes", "y", "true", "1", "是", "有", "达成"}, *const no[] = {"no", "n", "false", "0", "否", "无", "未达成"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (str_eqz(s, yes[i])) *ret = true;
        else if (str_eqz(s, no[i])) *ret = false;
        else continue;
        return true;
    }
    return false;
}

static bool is_choice(const char *choices, str s) {
    for (str rest = str_c(choices), one; rest.p;) {
        rest = str_cut(rest, ',', &one);
        if (str_eq(one, s)) return true;
    }
    return false;
}

/* Accepts a choice by its code or by its word in either language. */
static bool parse_choice(const kind *k, const field *f, str s, str *ret) {
    if (is_choice(f->more, s)) {
        *ret = s;
        return true;
    }
    for (str rest = str_c(f->more), one; rest.p;) {
        rest = str_cut(rest, ',', &one);
        char key[128];
        snprintf(key, sizeof key, "choice.%s.%s.%.*s", k->name, f->name, STR(one));
        for (int l = 0; l < LANG_COUNT; l++) {
            const char *text = word_find((lang)l, str_c(key));
            if (text && str_eqz(s, text)) {
                *ret = one;
                return true;
            }
        }
    }
    return false;
}

/* Names in a canonical row: "技术、运营", or "Tech, Ops" where all is ASCII. */
static str join_list(arena *a, str s) {
    static const char *const separators[] = {"、", "，", "；", ",", ";"};
    bool ascii = true;
    for (size_t i = 0; i < s.n; i++) ascii = ascii && (unsigned char)s.p[i] < 0x80;
    AUTO(buf_free) buf b = {0};
    while (s.n) {
        size_t at = s.n, width = 0;
        for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
            size_t hit = str_find(s, str_c(separators[i]));
            if (hit < at) {
                at = hit;
                width = strlen(separators[i]);
            }
        }
        str one = str_trim(str_sub(s, 0, at));
        if (one.n) {
            if (b.n) buf_z(&b, ascii ? ", " : "、");
            buf_put(&b, one);
        }
        s = str_sub(s, at + width, s.n);
    }
    return arena_str(a, buf_str(&b));
}

static bool window_valid(str s) {
    period p, q;
    size_t at = str_find(s, S(".."));
    if (at == s.n) return period_parse(s, &p);
    return period_parse(str_sub(s, 0, at), &p) && period_parse(str_sub(s, at + 2, s.n), &q) && p.from < q.to;
}

static err_code parse_text(const kind *k, const field *f, str s, err *e) {
    char name[96];
    snprintf(name, sizeof name, "field.%s.%s", k->name, f->name);
    if (f->type == FIELD_PROSE) return markdown_check(s, name, e);
    if (s.n > TEXT_MAX) return err_set(e, ERR_TEXT_LONG, "field", name, "max", "2000", NULL);
    return ERR_NONE;
}

static str number_text(arena *a, double v) {
    AUTO(buf_free) buf b = {0};
    buf_real(&b, v);
    return arena_str(a, buf_str(&b));
}

static err_code parse_numbers(record_ctx *ctx, const kind *k, const field *f, str s, str *ret, err *e) {
    long long i;
    double v;
    bool percent;
    switch (f->type) {
    case FIELD_INT:
    case FIELD_COUNT:
        if (!str_to_int(s, &i) || (f->type == FIELD_COUNT && i < 0))
            return bad(k, f, s, f->type == FIELD_INT ? "want.int" : "want.count", e);
        *ret = str_c(arena_printf(ctx->a, "%lld", i));
        return ERR_NONE;
    case FIELD_PERCENT:
        if (str_ends(s, S("%"))) s = str_trim(str_sub(s, 0, s.n - 1));
        if (!str_to_int(s, &i) || i < 0 || i > 100) return bad(k, f, s, "want.percent", e);
        *ret = str_c(arena_printf(ctx->a, "%lld", i));
        return ERR_NONE;
    case FIELD_DAYS: {
        str unit;
        if (!number_and_unit(s, &i, &unit) || (unit.n && !str_eq(unit, S("d")) && !str_eq(unit, S("天"))))
            return bad(k, f, s, "want.days", e);
        *ret = str_c(arena_printf(ctx->a, "%lld", i));
        return ERR_NONE;
    }
    case FIELD_REAL:
        if (!str_to_real(s, &v)) return bad(k, f, s, "want.real", e);
        break;
    case FIELD_SHARE:
        if (!parse_quantity(ctx->a, s, &v, &percent) || v < 0 || v > 1) return bad(k, f, s, "want.share", e);
        break;
    default:
        if (!parse_quantity(ctx->a, s, &v, &percent)) return bad(k, f, s, "want.quantity", e);
    }
    *ret = number_text(ctx->a, v);
    return ERR_NONE;
}

err_code record_parse(record_ctx *ctx, const kind *k, const field *f, str typed, str *ret_value, err *e) {
    size_t wrong = utf8_invalid(typed);
    if (wrong < typed.n) {
        char name[96], offset[24];
        snprintf(name, sizeof name, "field.%s.%s", k->name, f->name);
        snprintf(offset, sizeof offset, "%zu", wrong + 1);
        return err_set(e, ERR_NOT_UTF8, "field", name, "offset", offset, NULL);
    }
    str s = utf8_nfc(ctx->a, str_trim(typed));
    *ret_value = (str){NULL, 0};
    if (!s.n) return ERR_NONE;
    if (f->type == FIELD_TEXT || f->type == FIELD_PROSE) {
        *ret_value = arena_str(ctx->a, s);
        return parse_text(k, f, s, e);
    }
    if (f->type == FIELD_LIST) {
        if (s.n > LIST_MAX) return parse_text(k, &(field){f->name, FIELD_TEXT, 0, NULL, NULL}, s, e);
        *ret_value = join_list(ctx->a, s);
        return ERR_NONE;
    }
    s = str_trim(utf8_halfwidth(ctx->a, s)); /* numbers, dates and codes may come full-width */
    date d;
    bool yes;
    char text[DATE_TEXT];
    switch (f->type) {
    case FIELD_CODE:
        for (size_t i = 0; i < s.n; i++)
            if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", s.p[i]) || s.n > 40) return bad(k, f, s, "want.code", e);
        *ret_value = arena_str(ctx->a, s);
        return ERR_NONE;
    case FIELD_DATE:
    case FIELD_DUE:
        if (f->type == FIELD_DUE ? !parse_due(ctx, s, &d) : !date_parse(s, &d) && !(s.p[0] != '+' && parse_due(ctx, s, &d)))
            return bad(k, f, s, f->type == FIELD_DUE ? "want.due" : "want.date", e);
        *ret_value = arena_str(ctx->a, str_c(date_text(d, text)));
        return ERR_NONE;
    case FIELD_PERIOD: {
        period p;
        char z[PERIOD_TEXT];
        if (!period_parse(s, &p)) return bad(k, f, s, "want.period", e);
        *ret_value = arena_str(ctx->a, str_c(period_text(p, z)));
        return ERR_NONE;
    }
    case FIELD_WINDOW:
        if (!window_valid(s)) return bad(k, f, s, "want.window", e);
        *ret_value = arena_str(ctx->a, s);
        return ERR_NONE;
    case FIELD_BOOL:
        if (!parse_bool(s, &yes)) return bad(k, f, s, "want.bool", e);
        *ret_value = yes ? S("1") : S("0");
        return ERR_NONE;
    case FIELD_ENUM:
        if (parse_choice(k, f, s, ret_value)) return ERR_NONE;
        bad(k, f, s, "want.choice", e);
        err_add(e, "choices", str_c(f->more));
        return e->code;
    case FIELD_REF: return record_id(ctx, kind_find(str_c(f->more)), s, ret_value, e);
    default: return parse_numbers(ctx, k, f, s, ret_value, e);
    }
}

/* 7 is I-2024-007 where only one year has that number; else it stays 7. */
static err_code id_of_number(record_ctx *ctx, const kind *k, long long number, char **ret_id, err *e) {
    char *sql = arena_printf(ctx->a, "SELECT min(id) FROM \"%s\" WHERE id GLOB ?1 HAVING count(*) = 1", k->table);
    str like = str_c(arena_printf(ctx->a, "%s-[0-9][0-9][0-9][0-9]-%03lld", k->prefix, number)), found;
    bool one;
    TRY(store_text(ctx->s, ctx->a, store_keep(ctx->s, sql), &like, 1, &found, &one, e));
    if (one) *ret_id = arena_strdup(ctx->a, found);
    return ERR_NONE;
}

err_code record_id(record_ctx *ctx, const kind *k, str typed, str *ret_id, err *e) {
    str s = str_trim(utf8_halfwidth(ctx->a, typed));
    char *id = arena_strdup(ctx->a, s);
    if (k->prefix) { /* p-2024-1 is P-2024-001 */
        size_t n = strlen(k->prefix);
        for (size_t i = 0; i < n && id[i]; i++)
            if (id[i] >= 'a' && id[i] <= 'z') id[i] = (char)(id[i] - 'a' + 'A');
        long long year, no;
        if (s.n <= 9 && str_to_int(s, &no) && no > 0) TRY(id_of_number(ctx, k, no, &id, e));
        str rest = str_sub(str_c(id), n + 1, s.n), head;
        str tail = str_cut(rest, '-', &head);
        if (tail.p && tail.n <= 9 && str_to_int(head, &year) && str_to_int(tail, &no) && year > 0 && no > 0)
            id = arena_printf(ctx->a, "%.*s-%04lld-%03lld", (int)n, id, year, no);
    }
    char *sql = arena_printf(ctx->a, "SELECT coalesce(voided, '') FROM \"%s\" WHERE id = ?1", k->table);
    query *q;
    TRY(store_query(ctx->s, store_keep(ctx->s, sql), &q, e));
    query_bind_z(q, 1, id);
    bool found = query_next(q);
    str voided = found ? arena_str(ctx->a, query_str(q, 0)) : S("");
    err_code code = query_end(q, e);
    if (code) return code;
    if (voided.n) {
        err_set(e, ERR_VOIDED, NULL);
        err_add(e, "id", str_c(id));
        err_add(e, "reason", voided);
        return e->code;
    }
    if (!found) {
        char kind_key[64];
        snprintf(kind_key, sizeof kind_key, "kind.%s", k->name);
        err_set(e, ERR_UNKNOWN_ID, "kind", kind_key, "list", k->name, NULL);
        err_add(e, "id", typed);
        return e->code;
    }
    *ret_id = str_c(id);
    return ERR_NONE;
}
