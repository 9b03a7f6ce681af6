/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions over ticket columns, as data: `type=complaint & csat>=4 & inspection in (pass, fail) & customer known`.
 * They are read into terms and held against values here; none of their text ever becomes SQL. A missing value fulfils no
 * comparison (as in SQL), only `known` asks for it. */
#ifndef PDCA_MONITOR_CONDITION_H
#define PDCA_MONITOR_CONDITION_H

#include "base/err.h"
#include "monitor/ticket.h"

typedef enum condition_op { OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_IN, OP_KNOWN } condition_op;
typedef struct condition_term {
    ticket_column column;
    condition_op op;
    int n;                 /* values: 1, for OP_IN more, for OP_KNOWN none */
    const str *text;       /* for text columns */
    const int64_t *millionths; /* for number columns */
} condition_term;

/* All terms must hold; none: everything does. */
typedef struct condition {
    int n;
    const condition_term *terms;
} condition;

enum { CONDITION_TERMS = 16, CONDITION_VALUES = 64 };

/* Reads a condition into the arena; the empty text is the condition without terms. Operators = != < <= > >= `in (a, b)`
 * `known`; a value with blanks or marks stands in "quotes" (also ' “ ‘); type and
 * inspection take their codes or the words for them, and nothing else. ERR_CONDITION (text, at: character from 1, want). */
err_code condition_parse(arena *a, str text, condition *ret_condition, err *e);
/* `v` is the value of the term's column. */
static inline bool condition_term_holds(const condition_term *t, const ticket_value *v) {
    if (v->kind == VALUE_NULL) return false;
    if (v->kind == VALUE_TEXT && t->op != OP_KNOWN) {
        bool among = false;
        for (int i = 0; i < t->n && !among; i++) among = str_eq(v->text, t->text[i]);
        return among != (t->op == OP_NE);
    }
    switch (t->op) {
    case OP_KNOWN: return true;
    case OP_EQ: return v->millionths == t->millionths[0];
    case OP_NE: return v->millionths != t->millionths[0];
    case OP_LT: return v->millionths < t->millionths[0];
    case OP_LE: return v->millionths <= t->millionths[0];
    case OP_GT: return v->millionths > t->millionths[0];
    case OP_GE: return v->millionths >= t->millionths[0];
    case OP_IN: break;
    }
    for (int i = 0; i < t->n; i++)
        if (v->millionths == t->millionths[i]) return true;
    return false;
}
/* Whether both ask the same of the same column. */
bool condition_term_same(const condition_term *a, const condition_term *b);
/* `value` is indexed by ticket_column; only the columns of condition_columns need be filled. */
bool condition_holds(const condition *c, const ticket_value *value);
/* Sets used[column] for every column that the condition looks at. */
void condition_columns(const condition *c, bool used[TICKET_COLUMNS]);

#endif
