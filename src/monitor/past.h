/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tickets and figures as of an event of the audit chain. Tickets stand outside the chain (they may have to be erased); what the chain
 * holds of them is one event an import. As of an event the tickets are those whose import was made by then and not withdrawn by then.
 *
 * The old values of tickets that were changed or withdrawn later are not kept. Where that concerns tickets of the state shown, their
 * months show no figures, rather than wrong ones, and the temporary table past_lost says so:
 *   import TEXT, on_date TEXT (of the later change), inspections INTEGER (1: only inspection results), month_from TEXT, month_to TEXT */
#ifndef PDCA_MONITOR_PAST_H
#define PDCA_MONITOR_PAST_H

#include "store/store.h"

/* Lets the connection see the workspace as of event `seq`, records (store/replay.h), tickets and kept figures; writing is refused from
 * then on. Call it once, right after opening, before record_prepare and monitor_prepare. A million tickets are not copied: the file's
 * own are looked at through a view. ERR_CHAIN_BROKEN. */
err_code monitor_past(store *s, int64_t seq, date day, err *e);

#endif
