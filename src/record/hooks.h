/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a kind does beyond the catalogue: values that follow from others, checks across records. Inside the transaction. */
#ifndef PDCA_RECORD_HOOKS_H
#define PDCA_RECORD_HOOKS_H

#include "record/record.h"

err_code hook_before_add(record_ctx *ctx, const kind *k, str *values, err *e);
err_code hook_after_add(record_ctx *ctx, const kind *k, str id, const str *values, err *e);
err_code hook_before_set(record_ctx *ctx, const kind *k, str id, const str *old, str *values, err *e);

#endif
