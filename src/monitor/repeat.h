/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long before a complaint the same customer had complained: ticket.since_complaint_h. Complaints of a customer stand in the
 * order of their opening, then of their numbers; whoever has no customer or no opening time has no distance. */
#ifndef PDCA_MONITOR_REPEAT_H
#define PDCA_MONITOR_REPEAT_H

#include "base/buf.h"
#include "monitor/month.h"
#include "monitor/ticket.h"
#include "store/store.h"

/* Statements for one import; behind `bulk`: of an import into a workspace without tickets, which has no index to look into. Distances are then
 * worked out at the end, and only those complaints get room for one whose customer may have complained before. */
typedef struct repeats {
    store *s;
    query *latest, *before, *after, *correct;
    bool last; /* the complaint asked about is the customer's last one */
    bool bulk, roomy;
    unsigned char *seen; /* bits by hash of the customer */
    int64_t stored;
    buf room; /* bits by sequence number */
} repeats;

err_code repeats_open(repeats *ret_repeats, store *s, bool bulk, err *e);
/* For a complaint about to be stored: *ret_hours since the one before, NAN without one. */
err_code repeats_before(repeats *r, const ticket *t, str source, double *ret_hours, err *e);
/* For the ticket asked about, now stored: corrects the complaint that comes after it, whose month is then touched. */
err_code repeats_after(repeats *r, const ticket *t, str source, month_set *touched, err *e);
/* After the last ticket of a bulk import, with the indexes: fills the distances in. */
err_code repeats_finish(repeats *r, err *e);
void repeats_close(repeats *r);
/* Works all distances out anew: after tickets were changed or withdrawn. */
err_code repeats_rebuild(store *s, month_set *touched, err *e);

#endif
