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
/* Ranks (from 1) of the order statistics that enclose the median with at least `conf`, and what they really cover (Conover;
 * ISO 16269-7). lo = hi = 0 and coverage NAN where n is too small for that. */
typedef struct pdca_stat_ranks {
    size_t lo, hi;
    double coverage;
} pdca_stat_ranks;
PDCA_STAT_API pdca_stat_ranks pdca_stat_median_ranks(size_t n, double conf);
/* The same for any quantile p in (0,1): P(X < lo) and P(X >= hi) of a binomial count X of the n values below it are at most
 * (1 − conf) / 2 each (Conover 1999, 3.2). */
PDCA_STAT_API pdca_stat_ranks pdca_stat_quantile_ranks(size_t n, double p, double conf);
/* Student's t interval of a mean. */
PDCA_STAT_API pdca_stat_interval pdca_stat_mean_interval(pdca_stat_summary s, double conf);

/* Two-sided p of a standard normal statistic. */
PDCA_STAT_API double pdca_stat_normal_p(double z);

/* ---- shares ---------------------------------------------------------------------------------------------------- */

/* Interval of a share x/n (Wilson 1927, JASA 22:209, no continuity correction). */
PDCA_STAT_API pdca_stat_interval pdca_stat_wilson(double x, double n, double conf);
/* Exact interval of a share (Clopper & Pearson 1934, Biometrika 26:404). */
PDCA_STAT_API pdca_stat_interval pdca_stat_clopper_pearson(double x, double n, double conf);
/* Exact interval of a rate, count / exposure (Garwood 1936, Biometrika 28:437). */
PDCA_STAT_API pdca_stat_interval pdca_stat_poisson(double count, double exposure, double conf);
/* Interval of the difference of two independent shares xa/na − xb/nb (Newcombe 1998, Stat Med 17:873, method 10). */
PDCA_STAT_API pdca_stat_interval pdca_stat_newcombe(double xa, double na, double xb, double nb, double conf);
/* Fisher's exact test of two shares (two-sided: sum of the tables no likelier than the one seen). The estimate is the
 * odds ratio by conditional maximum likelihood with its exact interval, as R's fisher.test; INFINITY where it is. */
PDCA_STAT_API pdca_stat_test pdca_stat_fisher(double xa, double na, double xb, double nb, double conf);
/* The same odds ratio as R's fisher.test prints it: its search for the root stops 10^-4 early, so that only four or five digits are
 * those of the estimate. For comparison with R; pdca_stat_fisher has them all. */
PDCA_STAT_API double pdca_stat_fisher_odds_as_r(double xa, double na, double xb, double nb);
/* Two independent shares: estimate and interval by Newcombe; test by pooled z, or by Fisher ("fisher", statistic NAN)
 * where an expected count is under 5. */
PDCA_STAT_API pdca_stat_test pdca_stat_compare_shares(double xa, double na, double xb, double nb, double conf);

typedef struct pdca_stat_paired {
    pdca_stat_test test;             /* estimate: share a − share b of the same cases, interval by Newcombe 1998, Stat Med 17:2635,
                                        method 10; test exact under 25 changes ("mcnemar-exact"), chi-square else ("mcnemar") */
    double statistic, p;             /* chi-square without continuity correction */
    double statistic_corrected, p_corrected;
    double p_exact;
} pdca_stat_paired;
/* McNemar 1947, Psychometrika 12:153: the same cases twice. both: yes twice; only_a, only_b: yes once. */
PDCA_STAT_API pdca_stat_paired pdca_stat_mcnemar(double both, double only_a, double only_b, double neither, double conf);

typedef struct pdca_stat_stratum {
    double xa, na, xb, nb;
} pdca_stat_stratum;
typedef struct pdca_stat_strata {
    pdca_stat_test test;             /* share difference over strata (Mantel-Haenszel weights; variance of Sato 1989, Biometrics
                                        45:1323), Cochran-Mantel-Haenszel chi-square without continuity correction */
    double statistic_corrected, p_corrected; /* with it, as R's mantelhaen.test */
    double odds_ratio, odds_lo, odds_hi;     /* Mantel & Haenszel 1959; variance of Robins, Breslow & Greenland 1986 */
    double homogeneity, homogeneity_p;       /* Breslow & Day 1980: whether the strata share one odds ratio */
    size_t n;                        /* strata with cases on both sides */
    pdca_stat_test crude;            /* all strata thrown together */
} pdca_stat_strata;
PDCA_STAT_API pdca_stat_strata pdca_stat_mantel_haenszel(const pdca_stat_stratum *s, size_t n, double conf);

/* Counts of `rows` groups in `columns` classes, row by row: Pearson's chi-square; estimate is Cramér's V. expected_min (may
 * be NULL): the smallest expected count; under 5 the p-value is rough. Empty rows and columns are left out. */
PDCA_STAT_API pdca_stat_test pdca_stat_groups(const double *count, size_t rows, size_t columns, double *ret_expected_min);

/* ---- scores and NPS -------------------------------------------------------------------------------------------- */

typedef struct pdca_stat_nps {
    double n, score;                 /* −100 to 100 */
    double variance;                 /* of one answer, in points²: 10^4 · (p + d − (p − d)²) */
    double margin, lo, hi;           /* z · √(variance / n) */
} pdca_stat_nps;
/* Net promoter score of 9–10, 7–8, 0–6 answers (Rocks 2016, The American Statistician 70:365, Wald). */
PDCA_STAT_API pdca_stat_nps pdca_stat_nps_of(double promoters, double passives, double detractors, double conf);
/* Difference of two scores in points, normal theory. */
PDCA_STAT_API pdca_stat_test pdca_stat_compare_nps(pdca_stat_nps a, pdca_stat_nps b, double conf);

/* Mann-Whitney: statistic W = pairs in which a is greater (ties half); estimate and interval: Hodges-Lehmann shift with
 * the order statistics of all differences a − b. Exact without ties where both n < 50 ("mann-whitney-exact"), else normal
 * with tie and continuity correction ("mann-whitney"), as R's wilcox.test. No interval where samples of these sizes cannot be
 * that sure of anything: 2 / C(na + nb, na) > 1 − conf, so from 4 and 4 at 95 % (R gives one of less confidence). Sorts both
 * arrays. */
PDCA_STAT_API pdca_stat_test pdca_stat_mann_whitney(double *a, size_t na, double *b, size_t nb, double conf);

/* ---- rates ------------------------------------------------------------------------------------------------------ */

/* Ratio of two rates, (count / exposure) of a by that of b: exact conditional test (Przyborowski & Wilenski 1940; as R's
 * poisson.test). hi is INFINITY where b has no event. */
PDCA_STAT_API pdca_stat_test pdca_stat_compare_rates(double ca, double ea, double cb, double eb, double conf);

/* ---- many tests ------------------------------------------------------------------------------------------------- */

typedef enum pdca_stat_adjust { PDCA_STAT_BONFERRONI, PDCA_STAT_HOLM, PDCA_STAT_HOCHBERG, PDCA_STAT_BH } pdca_stat_adjust;
/* Adjusted p-values in the order of p, as R's p.adjust (Holm 1979; Hochberg 1988; Benjamini & Hochberg 1995). NAN stays
 * NAN and is not counted. */
PDCA_STAT_API void pdca_stat_adjust_p(const double *p, size_t n, pdca_stat_adjust how, double *ret_adjusted);

/* ---- means ----------------------------------------------------------------------------------------------------- */

/* Difference of two means, unequal variances (Welch 1947, Biometrika 34:28; Satterthwaite's degrees of freedom).
 * NAN where n < 2 on a side or where both sides have no spread. */
PDCA_STAT_API pdca_stat_test pdca_stat_welch(pdca_stat_summary a, pdca_stat_summary b, double conf);

/* Difference of two quantiles, each with an interval of its own (pdca_stat_quantile_ranks), joined by their squares as Newcombe
 * joins Wilson's (Zou & Donner 2008, Stat Med 27:1693). No p-value. NAN where an interval is missing. */
typedef struct pdca_stat_quantile_side {
    double n, value, lo, hi;
} pdca_stat_quantile_side;
PDCA_STAT_API pdca_stat_test pdca_stat_compare_quantiles(pdca_stat_quantile_side a, pdca_stat_quantile_side b);

/* Fits y(t) = level + trend · t + step · after + bend · (t since the change) · after + season: ordinary least squares, interval with
 * Newey & West's 1987 standard errors (lag ⌊4 (n/100)^(2/9)⌋), small-sample factor n/(n − k) and Student's t. */
typedef struct pdca_stat_segmented {
    pdca_stat_test step;             /* the jump at the change; NAN where there are too few points for the model */
    double trend, trend_p;           /* per point, before the change */
    double bend, bend_lo, bend_hi, bend_p; /* change of the trend */
    double naive_ratio, naive_difference;  /* mean after / mean before, and − : what the model is held against */
    double durbin_watson;
    double r_squared;
    size_t n, parameters;
} pdca_stat_segmented;
/* y: n values in time order (NAN: gap), `change`: index of the first value after, `season`: length of a year in points
 * (12 for months; 0 none; left out, and `parameters` shows it, where there are not two full seasons). bend: whether the trend may change. */
PDCA_STAT_API pdca_stat_segmented pdca_stat_segmented_fit(const double *y, size_t n, size_t change, size_t season, bool bend,
                                                          double conf);

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
    const pdca_stat_rules *rules;    /* NULL: the house's rules, "nhs"; for EWMA, whose points lean on each other, "limit" */
    uint32_t rule_mask;              /* bit i: use rule i of the set; 0: all of them */
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
/* Points until a process in control gives its first false signal by the whole set, on average, at 3 sigmas (pdca_stat_run_length_of,
 * worked out once; sets with trends to three digits, from four million simulated charts). */
PDCA_STAT_API double pdca_stat_rules_run_length(const pdca_stat_rules *r);
/* How many rules a set has: bits 0 … count − 1 of `rules`; people count them from 1. */
PDCA_STAT_API int pdca_stat_rules_count(const pdca_stat_rules *r);

/* Average run length of a chart with these options (chart, rules, rule_mask, limit, lambda): points until the first signal of a
 * process in control (shift 0) or shifted by so many sigmas. Exact by a Markov chain over zones for sets without trends and
 * alternation (Champ & Woodall 1987, Technometrics 29:393; se 0) and by the integral equation for EWMA judged by its limits
 * (Crowder 1987, Technometrics 29:401; NAN for a lambda under 0.01 or a run of over 10^12 points, for any chart); else by simulation from a
 * fixed seed with its standard error. */
typedef struct pdca_stat_run_length {
    double mean, se;
} pdca_stat_run_length;
PDCA_STAT_API pdca_stat_run_length pdca_stat_run_length_of(const pdca_stat_control_options *o, double shift);

/* Whether counts vary more than chance: sum of z² of a p, np, c or u chart's baseline points against chi-square. */
typedef struct pdca_stat_dispersion {
    double ratio;                    /* chi-square / df: 1 where chance is all there is */
    double statistic, df, p;
} pdca_stat_dispersion;
PDCA_STAT_API pdca_stat_dispersion pdca_stat_dispersion_of(const pdca_stat_point *point, size_t n, pdca_stat_chart chart);

/* What the numbers are, and the chart for them with the reason as a name for a text. */
typedef enum pdca_stat_data { PDCA_STAT_DATA_VALUES, PDCA_STAT_DATA_SUBGROUPS, PDCA_STAT_DATA_SHARES, PDCA_STAT_DATA_COUNTS,
                              PDCA_STAT_DATA_RATES } pdca_stat_data;
typedef struct pdca_stat_choice {
    pdca_stat_chart chart;
    const char *reason;              /* values, subgroups_small, subgroups_large, shares, shares_overdispersed, counts,
                                        counts_overdispersed, rates, rates_overdispersed */
    pdca_stat_dispersion dispersion; /* NAN where it was not tested */
} pdca_stat_choice;
/* Over-dispersion counts from p < 0.01 with 8 points or more. */
PDCA_STAT_API pdca_stat_choice pdca_stat_choose_chart(pdca_stat_data data, const pdca_stat_point *point, size_t n);

/* Constants of subgroups of n values, computed: d2 and d3 are mean and standard deviation of the range of n standard
 * normal values, c4 the mean of their standard deviation (ASTM E2587). 2 <= n <= 100. */
typedef struct pdca_stat_constants {
    double d2, d3, c4, A2, A3, D3, D4, B3, B4, E2;
} pdca_stat_constants;
PDCA_STAT_API pdca_stat_constants pdca_stat_constants_of(int n);

/* ---- run charts ------------------------------------------------------------------------------------------------- */

typedef struct pdca_stat_run {
    double center;                   /* the median, or what was given */
    size_t n, useful, above, below;  /* useful: not on the center line */
    size_t longest_run, longest_run_max;   /* signal (a shift): longest > max */
    size_t crossings, crossings_min;       /* signal: crossings < min */
    size_t longest_trend;            /* points of the longest rise or fall */
    size_t runs, runs_min, runs_max; /* signal: outside; 0 and 0 where no count of runs would be a signal */
    double p_few, p_many;            /* P(runs <= seen), P(runs >= seen) given above and below */
    bool shift, few_crossings, trend; /* trend: 7 points or more, the house's rule */
} pdca_stat_run;
/* Longest run and crossings against Anhøj's limits (Anhøj & Olesen 2014, PLoS ONE 9:e113825): ⌊log2 n + 3⌉ and the 5 % point of
 * Binomial(n − 1, ½); runs against their exact distribution (Swed & Eisenhart 1943), 2.5 % a side. center NAN: median. */
PDCA_STAT_API pdca_stat_run pdca_stat_run_chart(const double *y, size_t n, double center);

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

/* ---- how many are needed ---------------------------------------------------------------------------------------- */

/* Power of the two-sided comparison of two shares with na and nb cases (normal approximation; as R's power.prop.test where
 * na = nb). */
PDCA_STAT_API double pdca_stat_power_shares(double pa, double pb, double na, double nb, double conf);
/* The same for the verdict's own rule, by counting all outcomes: the probability that Newcombe's interval leaves out 0 on
 * the side of pa − pb. NAN where na · nb > 4 · 10^6. */
PDCA_STAT_API double pdca_stat_power_verdict(double pa, double pb, double na, double nb, double conf);
/* Power for two means a difference apart with a common sd: noncentral t with na + nb − 2 degrees of freedom (as R's
 * power.t.test where na = nb). */
PDCA_STAT_API double pdca_stat_power_means(double difference, double sd, double na, double nb, double conf);
/* Cases a side for a power: real numbers, to be rounded up. NAN where there is no difference. */
PDCA_STAT_API double pdca_stat_size_shares(double pa, double pb, double power, double conf);
PDCA_STAT_API double pdca_stat_size_means(double difference, double sd, double power, double conf);
/* Cases to know a share p, or a mean with an sd, to ± margin; of a population where it is finite (0: not): Cochran 1977.
 * chi2 (NAN: from conf) takes the place of z², as Krejcie & Morgan 1970 print it. */
PDCA_STAT_API double pdca_stat_size_share_margin(double p, double margin, double population, double conf, double chi2);
PDCA_STAT_API double pdca_stat_size_mean_margin(double sd, double margin, double population, double conf);
/* The second share that na and nb cases show with a power, starting from pa and going `side` (+1, −1); NAN: none. */
PDCA_STAT_API double pdca_stat_detectable_share(double pa, double na, double nb, int side, double power, double conf);

/* ---- cost and benefit, scorecards ------------------------------------------------------------------------------- */

/* Present value of flows at the ends of periods 0, 1, 2 … (first = 0), or 1, 2, 3 … as a spreadsheet's NPV (first = 1). */
PDCA_STAT_API double pdca_stat_npv(const double *flow, size_t n, double rate, int first);
/* Rate at which the present value is 0; NAN where the flows have one sign. *ret_several (may be NULL): their sign
 * changes more than once, there may be more such rates; the one nearest to 0 is given. */
PDCA_STAT_API double pdca_stat_irr(const double *flow, size_t n, bool *ret_several);
/* Periods until the flows, discounted, have paid back, with the part of the last; NAN where they do not. */
PDCA_STAT_API double pdca_stat_payback(const double *flow, size_t n, double rate);

typedef struct pdca_stat_ahp {
    double lambda_max, index, ratio; /* consistency index and ratio; ratio NAN over 15 items, 0 under 3 */
    double random_index;             /* of Saaty 1980 */
} pdca_stat_ahp;
/* Weights of an n × n matrix of paired judgements by its principal eigenvector (Saaty 1980); into ret_weight[n]. False
 * where an entry is not positive. */
PDCA_STAT_API bool pdca_stat_ahp_weights(const double *matrix, size_t n, double *ret_weight, pdca_stat_ahp *ret_ahp);

typedef struct pdca_stat_score_item {
    double score, best, weight;      /* points reached (NAN: not applicable) of the best possible; weight of the item */
} pdca_stat_score_item;
typedef struct pdca_stat_score {
    double percent;                  /* 100 · Σ weight · score / best ÷ Σ weight, over what applies */
    double weight_applicable, weight;
    size_t applicable, n;
} pdca_stat_score;
PDCA_STAT_API pdca_stat_score pdca_stat_score_of(const pdca_stat_score_item *item, size_t n);
/* The band a score falls in: how many of the ascending limits it reaches (equal reaches). */
PDCA_STAT_API size_t pdca_stat_band(double percent, const double *limit, size_t n);

#ifdef __cplusplus
}
#endif

#endif
