/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PDCA_MONITOR_SERIES_H
#define PDCA_MONITOR_SERIES_H

#include "store/store.h"

/* Writes {"points":[{period, value, n, kind: common good bad skip}], "limits":[{from, to, lcl, cl, ucl}], "variation": good bad common
 * none, "variation_side": hi lo or empty, "assurance": pass fail mixed pending none, "target", "pending_n": points so far where
 * there are too few}. Values by month up to `until` (YYYY-MM) as in the database: shares as fractions. Limits by XmR
 * (pdca_stat.h). *ret_found false where there is no such KPI. */
err_code kpi_series(store *s, str id, str until, buf *out, bool *ret_found, err *e);

#endif
