/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed between two days: the one decision behind `pdca diff` and the meeting page.
 *
 * changes(from, to), an SQL function, gives a JSON array of what is otherwise at the end of day `to` than at the end of day `from` (days as
 * in store/replay.h), by part, then in the order of the chain: {"part", "kind", "id", "name", "owner", "problem", "day_date", "old", "new",
 * "reason", "text", "record_url"}. Parts: new, done, slipped (became overdue), redated, progressed, stage, check, checkpoint, kpi, blocked (or no more),
 * cancelled, tickets, voided. `text` says it in pdca_lang(); `record_url` is the record's place in the site, null where it has none. */
#ifndef PDCA_RECORD_CHANGES_H
#define PDCA_RECORD_CHANGES_H

#include "record/record.h"

/* Registers changes() and action_overdue(day, planned, actual, cancelled): how many days overdue an action was on a day; 0: it was not. */
err_code changes_functions(record_ctx *ctx, err *e);

#endif
