/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan DB: the built-in KPIs of every month as one would work them out by hand: one SELECT over the ticket table, sums in C, medians and
 * 90 % quantiles by selection, the figures to standard output. No definitions, no intervals, nothing kept. What `pdca kpi refresh` costs is
 * measured against it. */
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MONTHS = 300 * 12, REPEAT_H = 720 };
static const double MILLION = 1e6;
__extension__ typedef __int128 wide;

typedef struct hours {
    double *value;
    size_t n, cap;
    wide sum, sumsq;
    long within;
} hours;

typedef struct month {
    char text[8];
    long n, complaints, known, repeats, inspected, passed, csat_n, csat_sum, csat_sumsq, content, nps_n, promoters, detractors, contacts, first;
    hours response, resolution;
} month;

static month *months[MONTHS];

static void add(hours *h, double v, double limit) {
    if (h->n == h->cap) {
        h->cap = h->cap ? h->cap * 2 : 1024;
        h->value = realloc(h->value, h->cap * sizeof *h->value);
        if (!h->value) abort();
    }
    long long m = llround(v * MILLION);
    h->value[h->n++] = v;
    h->sum += m;
    h->sumsq += (wide)m * m;
    h->within += v <= limit;
}

/* The k-th smallest (from 0) to its place, what is smaller before it: Hoare's selection. */
static double nth(double *x, size_t n, size_t k) {
    size_t lo = 0, hi = n - 1;
    while (lo < hi) {
        double pivot = x[lo + (hi - lo) / 2];
        size_t i = lo, j = hi;
        for (;;) {
            while (x[i] < pivot) i++;
            while (x[j] > pivot) j--;
            if (i >= j) break;
            double swap = x[i];
            x[i++] = x[j];
            x[j--] = swap;
        }
        if (k <= j) hi = j;
        else lo = j + 1;
    }
    return x[k];
}

/* Type 7 of R. */
static double quantile(hours *h, double p) {
    if (!h->n) return NAN;
    double at = p * (double)(h->n - 1);
    size_t k = (size_t)at;
    double lo = nth(h->value, h->n, k);
    if (at == (double)k) return lo;
    double hi = INFINITY;
    for (size_t i = k + 1; i < h->n; i++) hi = h->value[i] < hi ? h->value[i] : hi;
    return lo + (at - (double)k) * (hi - lo);
}

static month *month_of(const char *period) {
    static month *last;
    if (last && memcmp(last->text, period, 7) == 0) return last;
    int at = (atoi(period) - 1900) * 12 + atoi(period + 5) - 1;
    if (at < 0 || at >= MONTHS) exit(1);
    if (!months[at]) months[at] = calloc(1, sizeof *months[at]);
    if (!months[at]) abort();
    memcpy(months[at]->text, period, 7);
    return last = months[at];
}

static void take(sqlite3_stmt *st) {
    enum { PERIOD, CUSTOMER, TYPE, OPENED, RESPONSE, RESOLUTION, CSAT, NPS, INSPECTION, FIRST, SINCE };
    month *m = month_of((const char *)sqlite3_column_text(st, PERIOD));
    m->n++;
    if (strcmp((const char *)sqlite3_column_text(st, TYPE), "complaint") == 0) {
        m->complaints++;
        if (sqlite3_column_type(st, CUSTOMER) != SQLITE_NULL && sqlite3_column_type(st, OPENED) != SQLITE_NULL) m->known++;
        m->repeats += sqlite3_column_type(st, SINCE) != SQLITE_NULL && sqlite3_column_double(st, SINCE) <= REPEAT_H;
    }
    if (sqlite3_column_type(st, RESPONSE) != SQLITE_NULL) add(&m->response, sqlite3_column_double(st, RESPONSE), 24);
    if (sqlite3_column_type(st, RESOLUTION) != SQLITE_NULL) add(&m->resolution, sqlite3_column_double(st, RESOLUTION), 48);
    if (sqlite3_column_type(st, CSAT) != SQLITE_NULL) {
        int v = sqlite3_column_int(st, CSAT);
        m->csat_n++;
        m->csat_sum += v;
        m->csat_sumsq += v * v;
        m->content += v >= 4;
    }
    if (sqlite3_column_type(st, NPS) != SQLITE_NULL) {
        int v = sqlite3_column_int(st, NPS);
        m->nps_n++;
        m->promoters += v >= 9;
        m->detractors += v <= 6;
    }
    const char *result = (const char *)sqlite3_column_text(st, INSPECTION);
    if (result && result[0] != 'n') {
        m->inspected++;
        m->passed += result[0] == 'p';
    }
    if (sqlite3_column_type(st, FIRST) != SQLITE_NULL) {
        m->contacts++;
        m->first += sqlite3_column_int(st, FIRST);
    }
}

static void show(const month *m, const char *kpi, long n, double value) {
    if (n) printf("%s|%s|%ld|%.15g\n", kpi, m->text, n, value);
}

static void show_hours(const month *m, const char *kpi, hours *h) {
    if (!h->n) return;
    double median = quantile(h, 0.5), p90 = quantile(h, 0.9);
    printf("%s|%s|%zu|%.15g|%.15g|%.15g\n", kpi, m->text, h->n, (double)h->sum / ((double)h->n * MILLION), median, p90);
}

int main(int argc, char **argv) {
    sqlite3 *db;
    sqlite3_stmt *st;
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL)) return 1;
    if (sqlite3_prepare_v2(db,
                           "SELECT period, customer, type, opened, response_h, resolution_h, csat, nps, inspection, first_contact, since_complaint_h"
                           " FROM ticket",
                           -1, &st, NULL))
        return 1;
    int rc;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) take(st);
    sqlite3_finalize(st);
    for (int i = 0; i < MONTHS; i++) {
        month *m = months[i];
        if (!m) continue;
        show(m, "csat", m->csat_n, (double)m->csat_sum / (double)m->csat_n);
        show(m, "csat_pct", m->csat_n, (double)m->content / (double)m->csat_n);
        show(m, "nps", m->nps_n, 100.0 * (double)(m->promoters - m->detractors) / (double)m->nps_n);
        show(m, "recommend", m->nps_n, (double)m->promoters / (double)m->nps_n);
        show_hours(m, "first_response", &m->response);
        show(m, "response_24h", (long)m->response.n, (double)m->response.within / (double)m->response.n);
        show_hours(m, "resolution", &m->resolution);
        show(m, "resolution_48h", (long)m->resolution.n, (double)m->resolution.within / (double)m->resolution.n);
        show(m, "repeat_complaint", m->known, (double)m->repeats / (double)m->known);
        show(m, "compliance", m->inspected, (double)m->passed / (double)m->inspected);
        show(m, "fcr", m->contacts, (double)m->first / (double)m->contacts);
        show(m, "complaint_share", m->n, (double)m->complaints / (double)m->n);
        free(m->response.value);
        free(m->resolution.value);
        free(m);
    }
    return rc != SQLITE_DONE || sqlite3_close(db) != SQLITE_OK;
}
