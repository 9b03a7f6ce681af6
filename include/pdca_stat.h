/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics for quality improvement: numbers in, numbers out. Nothing is printed, no file and no clock is read, no state
 * is kept; every function may be called from several threads.
 *
 * Conventions
 * - A figure that the data cannot give (too little data, no variation) is NAN, never 0: print it as "too little data".
 *   What a caller may leave out is passed as NAN too. A point whose value is NAN is a gap.
 * - A share is a fraction (0.05, not 5), `conf` a confidence such as 0.95, `p` a two-sided p-value unless it says else.
 * - A comparison of a and b is a − b (or a / b): pass the time after the change as a, the time before as b.
 * - `method` is a name for programs ("newcombe"); texts for people belong to the caller. It is a static string.
 * - Indices count from 0 here; the command line shows them from 1.
 * - Bad arguments (n < 0, x > n, conf outside (0,1)) give NAN results, no crash. */
#ifndef PDCA_STAT_H
#define PDCA_STAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define PDCA_STAT_API __attribute__((visibility("default")))
#else
#define PDCA_STAT_API
#endif

typedef struct pdca_stat_interval {
    double lo, hi;
} pdca_stat_interval;

/* What a comparison found. */
typedef struct pdca_stat_test {
    double estimate, lo, hi;         /* a − b (or a ratio, see the function) with its interval */
    double statistic, df;            /* NAN where the method has none */
    double p, p_less, p_greater;     /* two-sided; "a is less than b"; "a is greater than b" */
    double n_a, n_b;
    const char *method;              /* of the test */
    const char *interval;            /* of the interval */
} pdca_stat_test;

/* ---- describe ------------------------------------------------------------------------------------------------ */

typedef struct pdca_stat_summary {
    double n, mean, sd;              /* sd with n − 1; NAN where n < 2 */
} pdca_stat_summary;

/* Mean and standard deviation in two passes. n = 0 gives NAN. */
PDCA_STAT_API pdca_stat_summary pdca_stat_summarise(const double *x, size_t n);
/* The same from what a measure keeps: count, sum, sum of squares. */
PDCA_STAT_API pdca_stat_summary pdca_stat_summary_of_sums(double n, double sum, double sum_of_squares);
/* Sorts ascending, in place. */
PDCA_STAT_API void pdca_stat_sort(double *x, size_t n);
/* Quantile p in [0,1] of ascending values by R's types 1 to 9 (Hyndman & Fan 1996, The American Statistician 50:361);
 * 7 is the house's type. NAN where n = 0. */
PDCA_STAT_API double pdca_stat_quantile(const double *sorted, size_t n, double p, int type);
/* Student's t interval of a mean. */
PDCA_STAT_API pdca_stat_interval pdca_stat_mean_interval(pdca_stat_summary s, double conf);

/* ---- shares ---------------------------------------------------------------------------------------------------- */

/* Interval of a share x/n (Wilson 1927, JASA 22:209, no continuity correction). */
PDCA_STAT_API pdca_stat_interval pdca_stat_wilson(double x, double n, double conf);
/* Interval of the difference of two independent shares xa/na − xb/nb (Newcombe 1998, Stat Med 17:873, method 10). */
PDCA_STAT_API pdca_stat_interval pdca_stat_newcombe(double xa, double na, double xb, double nb, double conf);
/* Fisher's exact test of two shares: p-values only (two-sided: sum of the tables no likelier than the one seen). */
PDCA_STAT_API pdca_stat_test pdca_stat_fisher(double xa, double na, double xb, double nb);
/* Two independent shares: estimate and interval by Newcombe; test by pooled z, or by Fisher ("fisher", statistic NAN)
 * where an expected count is under 5. */
PDCA_STAT_API pdca_stat_test pdca_stat_compare_shares(double xa, double na, double xb, double nb, double conf);

/* ---- means ----------------------------------------------------------------------------------------------------- */

/* Difference of two means, unequal variances (Welch 1947, Biometrika 34:28; Satterthwaite's degrees of freedom).
 * NAN where n < 2 on a side or where both sides have no spread. */
PDCA_STAT_API pdca_stat_test pdca_stat_welch(pdca_stat_summary a, pdca_stat_summary b, double conf);

/* ---- Pareto ---------------------------------------------------------------------------------------------------- */

typedef struct pdca_stat_category {
    const char *name;                /* NUL-terminated */
    double amount;                   /* >= 0. Counts, or money in its smallest unit: comparisons are exact for whole
                                        numbers below 2^46 */
    bool other;                      /* the collecting category: stands last, is never vital */
    /* found */
    double cumulative;               /* with all categories before it */
    bool vital;
} pdca_stat_category;

typedef struct pdca_stat_pareto {
    double total;
    size_t vital;                    /* categories that are vital; 0 where the named ones do not reach the cut */
    bool no_effect;                  /* more than half of the named categories are needed, or they do not reach it */
    bool other_large;                /* Other holds more than 10 % */
} pdca_stat_pareto;

/* Sorts the categories (falling amount, ties by name's bytes, Other last) and marks the vital few: the fewest with
 * 100 · cumulative >= cut · total (cut in percent, 80 by default where it is 0). */
PDCA_STAT_API pdca_stat_pareto pdca_stat_pareto_order(pdca_stat_category *category, size_t n, double cut);

/* ---- control charts ---------------------------------------------------------------------------------------------- */

typedef enum pdca_stat_chart {
    PDCA_STAT_XMR,       /* individuals and moving range: value */
    PDCA_STAT_XBAR_R,    /* means and ranges: value, spread = range, n */
    PDCA_STAT_XBAR_S,    /* means and standard deviations: value, spread = sd, n */
    PDCA_STAT_P,         /* shares: value = count of n */
    PDCA_STAT_NP,        /* counts of n */
    PDCA_STAT_C,         /* counts */
    PDCA_STAT_U,         /* counts per exposure n */
    PDCA_STAT_P_PRIME,   /* Laney's p′ and u′: limits widened by what the points vary more than chance alone */
    PDCA_STAT_U_PRIME,
    PDCA_STAT_NORMALISED, /* Taylor's normalised individuals: value / n, any sign */
    PDCA_STAT_EWMA       /* exponentially weighted moving average of individuals */
} pdca_stat_chart;

/* A rule set: `pdca_stat_rules_named("nhs")`. */
typedef struct pdca_stat_rules pdca_stat_rules;

enum {
    PDCA_STAT_PHASE_POINTS = 8       /* points that a new phase needs before it gets limits of its own */
};

/* One point: what goes in, what comes out. */
typedef struct pdca_stat_point {
    double value;                    /* NAN: no data, a gap */
    double n;                        /* subgroup size or exposure, where the chart has one */
    double spread;                   /* range or standard deviation of the subgroup, where the chart has one */
    int phase;                       /* neighbours with one number share limits */
    bool excluded;                   /* left out of limits and rules, for a known cause */
    bool baseline;                   /* sets limits; where no point of a phase is marked, all of them do */
    /* found */
    double plotted;                  /* what is drawn: the value, value / n, or the moving average */
    double center, sigma, lcl, ucl;  /* the limits that hold here; NAN where there are none */
    double range, range_center, range_lcl, range_ucl; /* moving range (NAN after a gap or a change) or the spread */
    double old_center, old_sigma, old_lcl, old_ucl; /* the limits of the phase before, run on; NAN in the first phase */
    bool pending;                    /* phase has too few points: the limits are those of the phase before, or provisional */
    uint32_t rules;                  /* bit i: rule i of the set gives its signal at this point */
    uint32_t part_of;                /* bit i: the point belongs to a pattern of rule i */
    int side;                        /* of the signal it is part of: +1 high or rising, −1 low or falling, 0 none */
    uint32_t old_part_of;            /* the same against the limits of the phase before: the proof of a change */
    int old_side;
} pdca_stat_point;

typedef struct pdca_stat_control_options {
    pdca_stat_chart chart;
    const pdca_stat_rules *rules;    /* NULL: the house's rules, "nhs" */
    double center, sd;               /* given from elsewhere; NAN: from the data. sd is the process's, before / √n */
    double floor, ceiling;           /* limits are clamped to these; NAN: what the chart demands (0 for counts, 0 and 1 for shares) */
    double limit;                    /* sigmas from center to limit: 3 */
    double lambda;                   /* EWMA's weight of the newest point: 0.2 */
    bool exact;                      /* moving ranges by d2 = 2/√π and D4 = 3.2665 instead of the printed 1.128 (3/1.128 = 2.66)
                                        and 3.267 of NIST, Montgomery and most tools */
} pdca_stat_control_options;

/* What holds at the last point. */
typedef struct pdca_stat_control {
    size_t n;                        /* points that set the last limits */
    double center, sigma, lcl, ucl;  /* EWMA: sigma and limits as they become after many points */
    double range_center, range_lcl, range_ucl;
    double sd;                       /* the process's standard deviation; sigma z of p′ and u′; 1 for p, np, c, u */
    size_t signals;                  /* points at which a rule gives its signal, whole chart */
    size_t since;                    /* usable points of the last phase */
    bool pending;
} pdca_stat_control;

/* Chart as given, the rest as said above. */
PDCA_STAT_API pdca_stat_control_options pdca_stat_control_defaults(pdca_stat_chart chart);
/* Center lines, limits, signals, a phase at a time. Sources: Shewhart's charts as in ASTM E2587 and Montgomery, Introduction to
 * Statistical Quality Control; XmR: mean ± 3 · mean moving range / d2; X̄: σ = mean of R/d2(n) or s/c4(n), so that n may vary;
 * p′, u′: Laney 2002, Quality Engineering 14:531; normalised individuals: Taylor 2017, variation.com; EWMA: Roberts 1959 with
 * limits that widen over the first points.
 * Moving ranges do not bridge a gap, an exclusion or a change of phase. A phase after the first with fewer than
 * PDCA_STAT_PHASE_POINTS usable points keeps the limits of the phase before. A point on a limit is no signal; excluded
 * points are not judged; patterns pass over them, as over gaps. */
PDCA_STAT_API pdca_stat_control pdca_stat_control_chart(pdca_stat_point *point, size_t n, const pdca_stat_control_options *o);

/* "nhs" (the house's): 1 beyond a limit, 2 seven on one side, 3 seven rising or falling, 4 two of three in the outer
 * third, all on one side (NHS England, Making Data Count); "nelson": the eight of Nelson 1984, J Quality Technology 16:238,
 * and GB/T 17989.2; "western-electric": its four of 1956; "limit": beyond a limit only. NULL for another name. */
PDCA_STAT_API const pdca_stat_rules *pdca_stat_rules_named(const char *name);
PDCA_STAT_API const char *pdca_stat_rules_name(const pdca_stat_rules *r);
/* How many rules a set has: bits 0 … count − 1 of `rules`; people count them from 1. */
PDCA_STAT_API int pdca_stat_rules_count(const pdca_stat_rules *r);

typedef enum pdca_stat_variation { PDCA_STAT_COMMON_CAUSE, PDCA_STAT_IMPROVEMENT, PDCA_STAT_CONCERN } pdca_stat_variation;
typedef enum pdca_stat_assurance {
    PDCA_STAT_LIMITS_PENDING, PDCA_STAT_MEETS, PDCA_STAT_MISSES, PDCA_STAT_HIT_OR_MISS, PDCA_STAT_NO_TARGET
} pdca_stat_assurance;

/* Whether something changed: the signal that the last usable point is part of. better: +1 higher is better, −1 lower. */
PDCA_STAT_API pdca_stat_variation pdca_stat_variation_of(const pdca_stat_point *point, size_t n, int better);
/* What the process can do: its limits against the target (NAN: none). Pending under PDCA_STAT_PHASE_POINTS points. */
PDCA_STAT_API pdca_stat_assurance pdca_stat_assurance_of(const pdca_stat_control *c, double target, int better);

/* ---- verdict --------------------------------------------------------------------------------------------------- */

typedef enum pdca_stat_verdict {
    PDCA_STAT_EFFECTIVE_ON_TARGET,
    PDCA_STAT_EFFECTIVE_SHORT,
    PDCA_STAT_NOT_SHOWN,
    PDCA_STAT_WORSE,
    PDCA_STAT_TOO_LITTLE_DATA
} pdca_stat_verdict;

/* The rule: under n_min on a side, or no interval → too little data; interval of after − before holds 0 → not shown;
 * on the wrong side of 0 → worse; on the right side → effective, on target where `on_target`. */
PDCA_STAT_API pdca_stat_verdict pdca_stat_verdict_of(double lo, double hi, int better, bool on_target, double n_before,
                                                     double n_after, double n_min);
/* Whether a share x/n reaches a target share, compared in whole millionths: 5 of 100 reaches 0.05 both ways. */
PDCA_STAT_API bool pdca_stat_share_reaches(double x, double n, double target, int better);
/* Whether a value reaches a target, beyond the last bits of arithmetic (one part in 10^12). */
PDCA_STAT_API bool pdca_stat_reaches(double value, double target, int better);

#ifdef __cplusplus
}
#endif

#endif
