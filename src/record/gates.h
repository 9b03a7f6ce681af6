/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of a problem: Plan, Do, Check, Act, closed; what a gate asks for, and the steps. */
#ifndef PDCA_RECORD_GATES_H
#define PDCA_RECORD_GATES_H

#include "record/record.h"
#include "record/rules.h"

typedef struct gate_item {
    str text;    /* what is missing, in ctx->language */
    str command; /* what supplies it, to be pasted */
} gate_item;

typedef struct gate_list {
    stage from, to;
    gate_item *item;
    int n, cap;
} gate_list;

/* What the problem's next gate lacks; n == 0: it may advance. In ctx->a. ERR_STATE where the problem is closed. */
err_code gate_missing(record_ctx *ctx, str problem, gate_list *ret, err *e);

/* Steps. Each needs a live problem's id and is one transaction. */
/* Into the next stage. ERR_GATE where something is missing (then *ret says what) unless forced, which needs session.reason.
 * Out of Act with a verdict that is not effective the next cycle opens in Plan. */
err_code problem_advance(record_ctx *ctx, str id, bool force, gate_list *ret, stage *ret_stage, err *e);
/* A closed problem back to Plan in its next cycle; any other problem into its next cycle. Both need session.reason. */
err_code problem_reopen(record_ctx *ctx, str id, err *e);
err_code problem_next_cycle(record_ctx *ctx, str id, int *ret_cycle, err *e);

#endif
