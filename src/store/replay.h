/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace as it was, out of the audit chain: every event carries the whole new row, so the records as of an event are each
 * record's last row up to it.
 *
 * A day stands for the events before the first one of a later business day (`today`, what the rules counted from), not for the
 * clock's time: an entry made on Monday with --today of Friday's meeting belongs to Friday, and a workspace that was played or
 * brought over with its dates has a past at all. An event that was dated back after others of a later day is not taken in: nobody
 * could see it on that day; how many there are is told. */
#ifndef PDCA_STORE_REPLAY_H
#define PDCA_STORE_REPLAY_H

#include "store/store.h"

/* The last event as of the end of a day; 0 where there was none yet. */
err_code replay_end_of(store *s, date day, int64_t *ret_seq, err *e);
/* The same for a state that is to be shown. *ret_dated_back: how many events behind it carry that day or an earlier one.
 * ERR_NO_PAST (day, first) where there was none yet. */
err_code replay_last_event(store *s, date day, int64_t *ret_seq, int64_t *ret_dated_back, err *e);

/* The business day of an event; ERR_NO_PAST where there is no such event. */
err_code replay_event_day(store *s, int64_t seq, date *ret_day, err *e);

/* Checks the chain up to `seq` (ERR_CHAIN_BROKEN) and lets this connection see the records and the events as of it: temporary tables of
 * the same names and a view of the chain stand before the file's own, in memory, gone with the connection. The file is only read.
 * `day` is what pages call it by. Call it once, right after opening. Tickets stand outside the chain: monitor/past.h. */
err_code replay_to(store *s, int64_t seq, date day, err *e);

#endif
