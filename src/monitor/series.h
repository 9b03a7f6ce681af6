/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PDCA_MONITOR_SERIES_H
#define PDCA_MONITOR_SERIES_H

#include "store/store.h"

/* Writes {"points":[{period, value, n, kind: common good bad skip}], "limits":[{from, to, lcl, cl, ucl, range_cl, range_ucl}], "variation": good bad common
 * none, "variation_side": hi lo or empty, "assurance": pass fail mixed pending none, "target", "pending_n": points so far where
 * there are too few, "keys": signs of the drawing that need words (chart.key.*), "rules": the set, "run_length": months between
 * its false signals}. Values by month up to `until` (YYYY-MM) as in the database: shares as fractions. Limits by XmR
 * (pdca_stat.h). *ret_found false where there is no such KPI. */
err_code kpi_series(store *s, str id, str until, buf *out, bool *ret_found, err *e);

/* The same of what a check looks at, its KPI or the share of its problem category among the tickets whose category is known: split
 * where the first action of the check's cycle was completed, against the check's direction and target. */
err_code check_series(store *s, str check, str until, buf *out, bool *ret_found, err *e);

#endif
