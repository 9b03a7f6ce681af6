/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KPIs: definitions are data (records of kind kpi), figures are worked out from the tickets in one pass for all KPIs at once. */
#ifndef PDCA_MONITOR_KPI_H
#define PDCA_MONITOR_KPI_H

#include "monitor/condition.h"
#include "monitor/month.h"
#include "store/store.h"

typedef enum kpi_form { KPI_SHARE, KPI_MEAN, KPI_QUANTILE, KPI_SCORE, KPI_ENTERED } kpi_form;

typedef struct kpi {
    str id;
    kpi_form form;
    ticket_column value_column; /* mean, quantile */
    double quantile;
    condition numerator, negative, denominator;
    condition exclude; /* the workspace's rule (setting `exclude`): tickets that count nowhere; without terms: none */
    bool times; /* of a mean: hours or money, which stand with median and p90 */
} kpi;

/* What a KPI is over some tickets. NAN: not known; n = 0: no figure at all. */
typedef struct kpi_figure {
    int64_t n, x;       /* x: share: how many the numerator holds; score: promoters less detractors */
    bool has_x;
    double sum, sumsq;  /* mean, quantile, score */
    double value, sd;
    double median, p90; /* R type 7, of times */
    double lo, hi;      /* 95 %: Wilson for shares, Student's t for means */
} kpi_figure;

/* Which tickets: those of the months [from, to] where `by_month`, else those opened in [from, to). Texts as they stand in the database. */
typedef struct ticket_window {
    bool by_month;
    char from[DATE_TEXT], to[DATE_TEXT];
    const char *tickets; /* NULL, or SQL of the table to look at instead: a subquery named ticket (monitor/known.c) */
} ticket_window;

/* A period, FROM..TO of two months or of two days. Months, quarters and years go by the ticket's period, weeks and days by its opening.
 * ERR_BAD_VALUE. */
err_code ticket_window_parse(str text, ticket_window *ret_window, err *e);

/* The workspace's rule of exclusion (setting `exclude`): tickets for which it holds count nowhere; without terms: none is left out. ERR_CONDITION. */
err_code kpi_exclusion(store *s, arena *a, condition *ret_condition, err *e);
/* The live KPIs in their order that are worked out from tickets (form other than entered); id: only that one, empty: all.
 * ERR_CONDITION, ERR_BAD_VALUE where a definition or the rule of exclusion is broken. */
err_code kpi_load(store *s, arena *a, str id, kpi **ret_kpis, int *ret_n, err *e);
/* One pass over the window's tickets. figures[n]. Sums are exact, so the order of the tickets does not matter. */
err_code kpi_compute(store *s, const kpi *kpis, int n, const ticket_window *window, kpi_figure *figures, err *e);
/* The same for `months` months from `first` on (month.h) in one pass: figures[months * n], month by month. */
err_code kpi_compute_months(store *s, const kpi *kpis, int n, int first, int months, kpi_figure *figures, err *e);
/* A KPI over the window for each value of a dimension (type, subtype, channel, region, product, agent, category), most tickets
 * first; tickets without a value are left out. At most BREAKDOWN_MAX values. ERR_BAD_VALUE for another column. */
typedef struct kpi_part {
    str label;
    kpi_figure figure;
} kpi_part;
enum { BREAKDOWN_MAX = 200 };
bool kpi_is_dimension(ticket_column c);
/* The column's values with the most tickets in the window, at most `most`; in the arena. */
err_code kpi_labels(store *s, arena *a, ticket_column c, const ticket_window *window, int most, str *labels, int *ret_n, err *e);
/* The KPI over the tickets with that value only: one more term in its denominator. *value is not copied. */
kpi kpi_narrow(arena *a, const kpi *k, ticket_column c, const str *value);
err_code kpi_breakdown(store *s, arena *a, const kpi *k, const ticket_window *window, str dimension, kpi_part **ret_parts, int *ret_n, err *e);

/* Works the kept monthly figures out anew for the months in the set; NULL: for all. Call it after a change of tickets or of a KPI. */
err_code rollup_refresh(store *s, const month_set *months, err *e);

#endif
