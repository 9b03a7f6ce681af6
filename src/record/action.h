/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to an action: done, cancelled, re-dated, its effect known. Each is one transaction with its own verb in the audit
 * trail (session.verb is set by the caller). ERR_STATE where the action's state forbids it. */
#ifndef PDCA_RECORD_ACTION_H
#define PDCA_RECORD_ACTION_H

#include "record/record.h"

/* Completed on a day that is not in the future; the effect reached may be given at once (p == NULL: not yet known). */
err_code action_done(record_ctx *ctx, str id, str on, str effect, err *e);
/* Needs session.reason. */
err_code action_cancel(record_ctx *ctx, str id, err *e);
/* A new planned date (typed as for FIELD_DUE); needs session.reason; the first planned date stays. */
err_code action_redate(record_ctx *ctx, str id, str planned, err *e);
/* The effect reached, of a completed action. */
err_code action_effect(record_ctx *ctx, str id, str effect, err *e);

#endif
