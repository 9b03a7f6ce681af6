/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule engine: patterns in a row of standardised points. */
#ifndef PDCA_STAT_RULES_H
#define PDCA_STAT_RULES_H

#include "pdca_stat.h"

typedef enum rule_kind {
    RULE_BEYOND,    /* one point beyond the limit */
    RULE_SIDE,      /* `count` in a row on one side of the center line */
    RULE_TREND,     /* `count` in a row rising or falling */
    RULE_ALTERNATE, /* `count` in a row alternating up and down */
    RULE_ZONE,      /* `count` of `of` in a row beyond `zone` sigmas on one side */
    RULE_ZONE_SIDE, /* the same where all `of` points lie on that side */
    RULE_INSIDE,    /* `count` in a row within `zone` sigmas */
    RULE_OUTSIDE    /* `count` in a row beyond `zone` sigmas, either side */
} rule_kind;

typedef struct rule {
    rule_kind kind;
    int count, of;
    double zone;
} rule;

enum { RULES_MAX = 8 };

struct pdca_stat_rules {
    const char *name;
    double run_length; /* in control: held against pdca_stat_run_length_of by a test */
    int n;
    rule rule[RULES_MAX];
};

/* A point as the engine sees it. */
typedef struct judged {
    double z; /* sigmas from the center line */
    double y; /* as plotted: for trends */
    uint32_t at, part_of;
    int side;
} judged;

/* Fills in at, part_of and side by the rules of `mask` (0: all). `limit`: sigmas of RULE_BEYOND. */
void rules_judge(const pdca_stat_rules *set, uint32_t mask, double limit, judged *point, size_t n);
/* The rules of a chart: what its options name; else the house's, and EWMA's limit alone (its points lean on each other, so that
 * runs and trends say nothing). */
const pdca_stat_rules *rules_of(const pdca_stat_control_options *o);
/* z of a value; ±INFINITY beside a center line without spread. */
double rules_z(double y, double center, double sigma);

#endif
