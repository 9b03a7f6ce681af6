/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data side of a workspace: what commands and pages use of it. Imports: monitor/import.h; figures: monitor/kpi.h. */
#ifndef PDCA_MONITOR_MONITOR_H
#define PDCA_MONITOR_MONITOR_H

#include "store/store.h"

/* Inserts the KPIs that every workspace starts with. */
err_code monitor_init(store *s, err *e);

/* Registers the SQL functions pareto, kpi_window, category_window, kpi_by, kpi_series, kpi_format, kpi_unit, kpi_known (see monitor/sql.c) and makes
 * the view kpi_value_v. Call it once after opening; words come from the SQL function word(). */
err_code monitor_prepare(store *s, err *e);

/* Whether a change of this record concerns figures: a KPI's definition, the rule of exclusion, the scale of scores and the
 * working hours of tickets to come. */
bool monitor_concerns(str kind, str id);
/* Brings the kept figures after such a change, in the transaction that made it: ERR_CONDITION and the like for a definition that cannot
 * be read, ERR_REASON_NEEDED for a rule of exclusion without session.reason. The caller undoes its change then. */
err_code monitor_follow(store *s, str kind, str id, err *e);

#endif
