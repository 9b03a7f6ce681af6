/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The effectiveness check: the criterion is sealed first, before and after are recorded later, the verdict follows by rule. */
#ifndef PDCA_RECORD_CHECK_H
#define PDCA_RECORD_CHECK_H

#include "record/record.h"

typedef struct check_criterion {
    str kpi;       /* the id; with `category` the share of that problem category is looked at instead of the KPI's own tickets */
    str category;
    str direction; /* up, down; empty: the KPI's */
    str target, before, after, min_n; /* as typed; target empty: the problem's, else the KPI's */
    str wash_in; /* 10d, 2w, 1m: left out of the after window from the first completed action on; empty: nothing */
} check_criterion;

/* Seals a criterion for the problem's current cycle. ERR_SEALED where this KPI (and category) is sealed already and no
 * session.reason is given; with a reason the criterion is changed and what was recorded is taken back. sealed_late is set
 * where an action of the cycle was completed before. Once the problem is closed, another after window than those recorded is a
 * further check: whether the effect holds. */
err_code check_seal(record_ctx *ctx, str problem, const check_criterion *c, str *ret_id, err *e);

/* Figures entered by hand; all as typed. Shares need value and n, means value, n and sd. */
typedef struct check_figures {
    str before, before_n, before_sd, after, after_n, after_sd;
} check_figures;
typedef struct check_calls {
    str called, reached, improved, unchanged, worse, note, checker;
} check_calls;

/* Records before and after of the cycle's sealed checks: from the tickets in the sealed windows, or entered. `id` is a check or a
 * problem (then every sealed check of its cycle, of a closed problem those not recorded yet; entered figures need exactly one). *ret_ids: recorded checks.
 * ERR_NOT_SEALED, ERR_NO_DATA. */
err_code check_record(record_ctx *ctx, str id, const check_figures *entered, const check_calls *calls, str **ret_ids, int *ret_n, err *e);

#endif
