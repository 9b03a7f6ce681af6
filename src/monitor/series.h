/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PDCA_MONITOR_SERIES_H
#define PDCA_MONITOR_SERIES_H

#include "monitor/kpi.h"
#include "store/store.h"

/* Writes {"points":[{period, value, n, kind: common good bad skip}], "limits":[{from, to, lcl, cl, ucl, range_cl, range_ucl}], "variation": good bad common
 * none, "variation_side": hi lo or empty, "assurance": pass fail mixed pending none, "target", "pending_n": points so far where
 * there are too few, "keys": signs of the drawing that need words (chart.key.*), "rules": the set, "run_length": months between
 * its false signals}. Values by month up to `until` (YYYY-MM) as in the database: shares as fractions. Limits by XmR
 * (pdca_stat.h). *ret_found false where there is no such KPI. */
err_code kpi_series(store *s, str id, str until, buf *out, bool *ret_found, err *e);

/* The same for `count` months from `first` on (month.h) whose figures are at hand, such as a part of the KPI's tickets: value NAN is a gap. */
err_code kpi_series_values(store *s, str id, int first, int count, const double *value, const int64_t *n, buf *out, err *e);

/* The share of a problem category among the tickets whose category is known, as a KPI that is in no catalogue. `category` is not copied. */
err_code kpi_of_category(store *s, arena *a, str category, kpi *ret, err *e);

/* The series of what a check looks at, its KPI or the share of its problem category: split
 * where the first action of the check's cycle was completed, against the check's direction and target. */
err_code check_series(store *s, str check, str until, buf *out, bool *ret_found, err *e);

#endif
