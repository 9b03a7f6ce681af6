/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts behind the guards of a check, asked of the workspace when the check is recorded. */
#ifndef PDCA_RECORD_CHECK_GUARDS_H
#define PDCA_RECORD_CHECK_GUARDS_H

#include "record/check_window.h"
#include "record/record.h"

typedef struct check_case {
    str id, problem, cycle, kpi, category; /* of the check; category NULL: the KPI itself */
    int better;
    check_window before, after;            /* after: as counted, without what the wash-in leaves out */
    double before_value, after_value, before_n, after_n, min_n;
    bool entered;                          /* figures by hand: the tickets' mix and last day say nothing of them */
} check_case;

/* The guards that apply, as JSON for the view check_v, which tells each in a sentence (words `guard.…`): [{"guard":"season", …}].
 * In ctx->a; "[]" where none applies. */
err_code check_guards(record_ctx *ctx, const check_case *c, str *ret_json, err *e);

#endif
