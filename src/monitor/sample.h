/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tickets drawn for inspection so that anyone can draw them again: of each stratum the n tickets with the smallest SHA-256 of
 * "seed,number" (UTF-8, no line break; consistent sampling, R. Rivest 2018, arXiv:1808.10016). */
#ifndef PDCA_MONITOR_SAMPLE_H
#define PDCA_MONITOR_SAMPLE_H

#include "base/hash.h"
#include "monitor/kpi.h"

typedef struct sample_options {
    const char *seed;
    double rate;    /* 0..1, of the frame; or */
    int64_t size;   /* tickets, where > 0 */
    str dimension;  /* strata: type, subtype, channel, region, product, agent, category; empty: one stratum */
    int64_t least;  /* tickets of each stratum, whatever its share */
} sample_options;

typedef struct sample_stratum {
    str label;         /* empty: tickets without a value */
    int64_t frame, n;
} sample_stratum;

typedef struct sample_ticket {
    str no;
    int stratum;
    char hash[HASH_TEXT];
} sample_ticket;

typedef struct sample {
    int64_t frame, n;
    char frame_hash[HASH_TEXT]; /* SHA-256 of all numbers of the frame, in byte order, a line break behind each */
    const sample_stratum *stratum;
    int strata;
    const sample_ticket *ticket; /* the drawn, by stratum, then by hash */
} sample;

/* Draws among the window's tickets (of all sources). Shares of the strata by largest remainder (Hare), at least `least` of each, so n can be
 * larger than asked for. ERR_NO_DATA, ERR_BAD_VALUE. */
err_code sample_draw(store *s, arena *a, const ticket_window *window, const sample_options *o, sample *ret_sample, err *e);
/* n = X²·N·p(1−p) / (d²(N−1) + X²·p(1−p)), rounded up (Krejcie & Morgan 1970, Educ Psychol Meas 30:607). confidence 0.90, 0.95 or
 * 0.99; 0 for bad arguments. */
int64_t sample_size(int64_t population, double precision, double share, double confidence);
/* seats in proportion to size[], by largest remainder, ties by order; at least `least` for each. */
void sample_allocate(int64_t seats, const int64_t *size, int n, int64_t least, int64_t *ret_seats);

#endif
