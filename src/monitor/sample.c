/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/sample.h"

#include <math.h>
#include <pdca_stat.h>
#include <stdlib.h>

int64_t sample_size(int64_t population, double precision, double share, double confidence) {
    /* squares of the normal quantiles, as printed tables have them */
    double chi = fabs(confidence - 0.95) < 1e-9 ? 3.841 : fabs(confidence - 0.99) < 1e-9 ? 6.635 : fabs(confidence - 0.90) < 1e-9 ? 2.706 : NAN;
    if (isnan(chi) || population < 1 || !(precision > 0 && precision < 1) || !(share > 0 && share < 1)) return 0;
    return (int64_t)ceil(pdca_stat_size_share_margin(share, precision, (double)population, confidence, chi) - 1e-9);
}

void sample_allocate(int64_t seats, const int64_t *size, int n, int64_t least, int64_t *ret_seats) {
    int64_t total = 0, given = 0;
    for (int i = 0; i < n; i++) total += size[i];
    for (int i = 0; i < n; i++) {
        ret_seats[i] = total ? seats * size[i] / total : 0;
        given += ret_seats[i];
    }
    for (int64_t rest = seats - given; rest > 0 && total; rest--) { /* fewer than n rounds */
        int best = -1;
        for (int i = 0; i < n; i++) {
            bool has = ret_seats[i] > seats * size[i] / total; /* one of the rest went here */
            if (!has && (best < 0 || seats * size[i] % total > seats * size[best] % total)) best = i;
        }
        if (best < 0) break;
        ret_seats[best]++;
    }
    for (int i = 0; i < n; i++) {
        if (ret_seats[i] < least) ret_seats[i] = least;
        if (ret_seats[i] > size[i]) ret_seats[i] = size[i];
    }
}

static int by_no(const void *x, const void *y) { return str_cmp(((const sample_ticket *)x)->no, ((const sample_ticket *)y)->no); }

static int by_hash(const void *x, const void *y) {
    const sample_ticket *a = x, *b = y;
    return a->stratum != b->stratum ? (a->stratum > b->stratum) - (a->stratum < b->stratum) : strcmp(a->hash, b->hash);
}

typedef struct frame {
    sample_ticket *ticket;
    int64_t n, cap;
    sample_stratum *stratum;
    int strata;
} frame;

static int stratum_of(frame *f, arena *a, str label) {
    for (int i = 0; i < f->strata; i++)
        if (str_eq(f->stratum[i].label, label)) return i;
    if (f->strata == BREAKDOWN_MAX) return -1;
    f->stratum[f->strata] = (sample_stratum){.label = arena_str(a, label)};
    return f->strata++;
}

static void add_ticket(frame *f, arena *a, str no, int stratum) {
    if (f->n == f->cap) {
        int64_t cap = f->cap ? f->cap * 2 : 1024;
        sample_ticket *more = arena_new(a, sample_ticket, cap);
        if (f->n) memcpy(more, f->ticket, sizeof *more * (size_t)f->n);
        f->ticket = more;
        f->cap = cap;
    }
    f->stratum[stratum].frame++;
    f->ticket[f->n++] = (sample_ticket){.no = arena_str(a, no), .stratum = stratum};
}

static err_code read_frame(store *s, arena *a, const ticket_window *w, str dimension, frame *f, err *e) {
    ticket_column c = TICKET_TYPE;
    if (dimension.n && (!ticket_column_find(dimension, &c) || !kpi_is_dimension(c))) {
        err_set(e, ERR_BAD_VALUE, "field", "--by", "want", "want.dimension", NULL);
        err_add(e, "value", dimension);
        return ERR_BAD_VALUE;
    }
    AUTO(buf_free) buf sql = {0};
    buf_printf(&sql, "SELECT no, %s FROM ticket WHERE %s ORDER BY 2, no", dimension.n ? ticket_column_name(c) : "''",
               w->by_month ? "period BETWEEN ?1 AND ?2" : "opened >= ?1 AND opened < ?2");
    query *q;
    TRY(store_query_made(s, buf_str(&sql), &q, e));
    query_bind_z(q, 1, w->from);
    query_bind_z(q, 2, w->to);
    f->stratum = arena_new(a, sample_stratum, BREAKDOWN_MAX);
    bool many = false;
    while (!many && query_next(q)) {
        int stratum = stratum_of(f, a, query_null(q, 1) ? S("") : query_str(q, 1));
        many = stratum < 0;
        if (!many) add_ticket(f, a, query_str(q, 0), stratum);
    }
    err_code code = query_end(q, e);
    query_free(q);
    if (!code && many) {
        err_set(e, ERR_TOO_LARGE, "what", "--by", NULL);
        err_add_int(e, "max", BREAKDOWN_MAX);
        return ERR_TOO_LARGE;
    }
    return code;
}

static void hash_frame(frame *f, const char *seed, char out[HASH_TEXT]) {
    hash_state all;
    hash_begin(&all);
    qsort(f->ticket, (size_t)f->n, sizeof *f->ticket, by_no);
    for (int64_t i = 0; i < f->n; i++) {
        hash_state one;
        hash_begin(&one);
        hash_add(&one, str_c(seed));
        hash_add(&one, S(","));
        hash_add(&one, f->ticket[i].no);
        hash_end(&one, f->ticket[i].hash);
        hash_add(&all, f->ticket[i].no);
        hash_add(&all, S("\n"));
    }
    hash_end(&all, out);
}

err_code sample_draw(store *s, arena *a, const ticket_window *window, const sample_options *o, sample *ret_sample, err *e) {
    frame f = {.n = 0};
    TRY(read_frame(s, a, window, o->dimension, &f, e));
    if (f.n == 0) return err_set(e, ERR_NO_DATA, "what", "what.tickets", NULL);
    sample r = {.frame = f.n};
    hash_frame(&f, o->seed, r.frame_hash);
    int64_t *size = arena_new(a, int64_t, f.strata), *seats = arena_new(a, int64_t, f.strata);
    int64_t wanted = o->size > 0 ? o->size : (int64_t)ceil(o->rate * (double)f.n - 1e-9);
    for (int i = 0; i < f.strata; i++) size[i] = f.stratum[i].frame;
    sample_allocate(wanted < f.n ? wanted : f.n, size, f.strata, o->least, seats);
    qsort(f.ticket, (size_t)f.n, sizeof *f.ticket, by_hash);
    sample_ticket *drawn = arena_new(a, sample_ticket, f.n);
    int64_t at = 0;
    for (int i = 0; i < f.strata; i++) {
        f.stratum[i].n = seats[i];
        memcpy(drawn + r.n, f.ticket + at, sizeof *drawn * (size_t)seats[i]);
        r.n += seats[i];
        at += size[i];
    }
    r.stratum = f.stratum;
    r.strata = f.strata;
    r.ticket = drawn;
    *ret_sample = r;
    return ERR_NONE;
}
