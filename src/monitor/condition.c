/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/condition.h"

#include <math.h>
#include <stdio.h>

#include "base/utf8.h"
#include "base/words.h"

typedef struct parser {
    arena *a;
    str text;
    size_t at;
    err *e;
} parser;

static err_code expected(parser *p, const char *want) {
    long long characters = 1;
    for (size_t i = 0; i < p->at;) {
        utf8_next(p->text, &i);
        characters++;
    }
    err_set(p->e, ERR_CONDITION, NULL);
    err_add(p->e, "text", p->text);
    err_add_int(p->e, "at", characters);
    err_add(p->e, "want", str_c(want));
    return ERR_CONDITION;
}

static void skip_blanks(parser *p) {
    while (p->at < p->text.n && strchr(" \t\r\n", p->text.p[p->at])) p->at++;
}

static bool take(parser *p, const char *mark) {
    skip_blanks(p);
    if (!str_starts(str_sub(p->text, p->at, p->text.n), str_c(mark))) return false;
    p->at += strlen(mark);
    return true;
}

/* Bytes up to a blank or a mark of the syntax. */
static str bare_word(parser *p) {
    skip_blanks(p);
    size_t from = p->at;
    while (p->at < p->text.n && !strchr(" \t\r\n=!<>&(),\"", p->text.p[p->at])) p->at++;
    return str_sub(p->text, from, p->at - from);
}

static err_code read_value(parser *p, str *ret_value) {
    static const char *const quotes[][2] = {{"\"", "\""}, {"'", "'"}, {"“", "”"}, {"‘", "’"}};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        if (!take(p, quotes[i][0])) continue;
        str rest = str_sub(p->text, p->at, p->text.n);
        size_t n = str_find(rest, str_c(quotes[i][1]));
        if (n == rest.n) {
            p->at = p->text.n;
            return expected(p, "want.condition_quote");
        }
        *ret_value = str_sub(rest, 0, n);
        p->at += n + strlen(quotes[i][1]);
        return ERR_NONE;
    }
    *ret_value = bare_word(p);
    return ret_value->n ? ERR_NONE : expected(p, "want.condition_value");
}

/* Of a column that holds one of a few codes: the code, or its word in either language; false for a value that no ticket can have. */
static bool take_code(ticket_column column, str *value) {
    static const char *const types[] = {"complaint", "consultation", "repair", "return", "other", NULL}, *const results[] = {"pass", "fail", "none", NULL};
    bool type = column == TICKET_TYPE;
    if (!type && column != TICKET_INSPECTION) return true;
    for (const char *const *code = type ? types : results; *code; code++) {
        char key[40];
        snprintf(key, sizeof key, "%s.%s", type ? "type" : "inspection", *code);
        bool is = str_eqz(*value, *code);
        for (int l = 0; l < LANG_COUNT; l++) is |= str_eqz(*value, word((lang)l, key));
        if (!is) continue;
        *value = str_c(*code);
        return true;
    }
    return false;
}

static err_code read_values(parser *p, condition_term *t) {
    bool list = t->op == OP_IN, number = ticket_column_is_number(t->column);
    str *text = arena_new(p->a, str, CONDITION_VALUES);
    int64_t *numbers = arena_new(p->a, int64_t, CONDITION_VALUES);
    if (list && !take(p, "(")) return expected(p, "want.condition_list");
    do {
        if (t->n == CONDITION_VALUES) return expected(p, "want.condition_short");
        skip_blanks(p);
        size_t from = p->at;
        TRY(read_value(p, &text[t->n]));
        text[t->n] = arena_str(p->a, text[t->n]);
        if (!take_code(t->column, &text[t->n])) {
            p->at = from;
            return expected(p, t->column == TICKET_TYPE ? "want.condition_type" : "want.condition_inspection");
        }
        double v = 0;
        if (number && !str_to_real(text[t->n], &v)) {
            p->at = from;
            return expected(p, "want.real");
        }
        numbers[t->n] = ticket_millionths(v);
        t->n++;
    } while (list && take(p, ","));
    if (list && !take(p, ")")) return expected(p, "want.condition_list");
    t->text = text;
    t->millionths = numbers;
    return ERR_NONE;
}

static err_code read_op(parser *p, condition_term *t) {
    /* the longer mark first */
    static const struct {
        const char *mark;
        condition_op op;
    } ops[] = {{"!=", OP_NE}, {"<=", OP_LE}, {">=", OP_GE}, {"=", OP_EQ}, {"<", OP_LT}, {">", OP_GT}};
    skip_blanks(p);
    size_t from = p->at;
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        if (take(p, ops[i].mark)) {
            t->op = ops[i].op;
            bool order = t->op != OP_EQ && t->op != OP_NE;
            if (!order || ticket_column_is_number(t->column)) return ERR_NONE;
            p->at = from;
            return expected(p, "want.condition_order");
        }
    str w = bare_word(p);
    if (str_eq(w, S("in"))) t->op = OP_IN;
    else if (str_eq(w, S("known"))) t->op = OP_KNOWN;
    else {
        p->at = from;
        return expected(p, "want.condition_op");
    }
    return ERR_NONE;
}

err_code condition_parse(arena *a, str text, condition *ret_condition, err *e) {
    parser p = {.a = a, .text = text, .e = e};
    condition c = {0};
    condition_term *terms = arena_new(a, condition_term, CONDITION_TERMS);
    size_t bad = utf8_invalid(text);
    if (bad < text.n) {
        p.at = bad;
        p.text.n = bad;
        return expected(&p, "want.utf8");
    }
    skip_blanks(&p);
    while (p.at < text.n) {
        condition_term *t = &terms[c.n];
        if (c.n == CONDITION_TERMS) return expected(&p, "want.condition_short");
        skip_blanks(&p);
        size_t from = p.at;
        str name = bare_word(&p);
        if (!ticket_column_find(name, &t->column)) {
            p.at = from;
            return expected(&p, "want.condition_column");
        }
        TRY(read_op(&p, t));
        if (t->op != OP_KNOWN) TRY(read_values(&p, t));
        c.n++;
        skip_blanks(&p);
        if (p.at == text.n) break;
        if (!take(&p, "&")) return expected(&p, "want.condition_and");
        skip_blanks(&p);
        if (p.at == text.n) return expected(&p, "want.condition_column");
    }
    c.terms = terms;
    *ret_condition = c;
    return ERR_NONE;
}

bool condition_term_same(const condition_term *a, const condition_term *b) {
    bool same = a->column == b->column && a->op == b->op && a->n == b->n, number = ticket_column_is_number(a->column);
    for (int i = 0; same && i < a->n; i++) same = number ? a->millionths[i] == b->millionths[i] : str_eq(a->text[i], b->text[i]);
    return same;
}

bool condition_holds(const condition *c, const ticket_value *value) {
    for (int i = 0; i < c->n; i++)
        if (!condition_term_holds(&c->terms[i], &value[c->terms[i].column])) return false;
    return true;
}

void condition_columns(const condition *c, bool used[TICKET_COLUMNS]) {
    for (int i = 0; i < c->n; i++) used[c->terms[i].column] = true;
}
