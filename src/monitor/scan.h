/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass over tickets for many KPIs and many months at once: what the figures are made of. */
#ifndef PDCA_MONITOR_SCAN_H
#define PDCA_MONITOR_SCAN_H

#include "monitor/kpi.h"

__extension__ typedef __int128 scan_wide;

/* What a KPI's tickets add up to. Sums are in millionths as integers: exact, hence the same in any order of the tickets. */
typedef struct kpi_sums {
    int64_t n, plus, minus; /* tickets; of shares and scores: held by the numerator, by the negative */
    scan_wide sum, sumsq;
    double *values; /* where scan_keeps_values: n of them, in any order */
    size_t cap;
} kpi_sums;

bool scan_keeps_values(const kpi *k);
void scan_free(kpi_sums *sums, int n);

/* Adds the window's tickets to sums[n], which are zeroed before. */
err_code scan_window(store *s, const kpi *kpis, int n, const ticket_window *window, kpi_sums *sums, err *e);

/* Calls `month` for every month of the set, in their order, with its sums[n] (zeroed where it has no tickets). They are freed behind the call.
 * Months whose tickets stand together are read in one pass; at most about SCAN_ROWS tickets, or one month, are held at a time. */
enum { SCAN_ROWS = 1 << 20 };
typedef err_code scan_month(void *user, int month, kpi_sums *sums, err *e);
err_code scan_months(store *s, const kpi *kpis, int n, const month_set *months, scan_month *month, void *user, err *e);

/* The first month from `month` on that has tickets; -1 without one. */
err_code scan_month_from(store *s, int month, int *ret_month, err *e);

/* Sets used[column] for every column that the KPIs look at. */
void scan_columns(const kpi *kpis, int n, bool used[TICKET_COLUMNS]);

#endif
