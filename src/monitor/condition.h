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
    const double *number;  /* for number columns */
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
/* `value` is indexed by ticket_column; only the columns of condition_columns need be filled. */
bool condition_holds(const condition *c, const ticket_value *value);
/* Sets used[column] for every column that the condition looks at. */
void condition_columns(const condition *c, bool used[TICKET_COLUMNS]);

#endif
