/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a source's satisfaction scores become the workspace's 1 to 5: by a scale that is set, never by a guess. */
#ifndef PDCA_MONITOR_SCALE_H
#define PDCA_MONITOR_SCALE_H

#include "base/arena.h"
#include "base/err.h"

enum { SCALE_STEPS = 32 };
typedef struct csat_scale {
    struct {
        str word;      /* in half width and lower case; empty: a range of numbers */
        double lo, hi; /* lo < x <= hi, the lowest range also x = lo */
        int score;
    } step[SCALE_STEPS];
    int n;
    bool percent; /* "85%" is 85 */
} csat_scale;

/* "满意=5,一般=3,不满意=1", "0-20=1,20-40=2,40-60=3,60-80=4,80-100=5" (a bound belongs to the lower range), words and ranges together, or one of
 * "3" (满意 一般 不满意 and their numbers 1 to 3), "10" (1 to 10 in pairs), "100" (0 to 100 in fifths). ERR_BAD_VALUE; `field` names where the text was given. */
err_code csat_scale_parse(arena *a, str text, const char *field, csat_scale *ret_scale, err *e);
/* The score 1 to 5 of a cell; 0 where the scale does not have it. */
int csat_scale_read(const csat_scale *c, str cell);

#endif
