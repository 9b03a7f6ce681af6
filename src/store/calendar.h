/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace's working days: Monday to Friday, changed by an official calendar that the program carries (setting
 * `calendar`: cn, or none) and, before it, by the live calendar_day records. */
#ifndef PDCA_STORE_CALENDAR_H
#define PDCA_STORE_CALENDAR_H

#include "base/date.h"
#include "store/store.h"

/* Loads the calendar into the arena. A holiday on a weekend and a make-up day within the week change nothing and are left
 * out, as base/date.h asks. ERR_SQL and the store's own errors only. */
err_code store_workdays(store *s, arena *a, workdays *ret_workdays, err *e);
/* The same for a week of other working days (bit 0 Monday … bit 6 Sunday). */
err_code store_workdays_of(store *s, arena *a, uint8_t week, workdays *ret_workdays, err *e);
/* Whether the program carries the official calendar `name` ("cn"). */
bool calendar_known(str name);

#endif
