/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts as SVG text: numbers and words in, markup out. No file, clock, locale or network is touched, and nothing is
 * read but the structures given. The same input gives the same bytes.
 *
 * Every text is UTF-8 that ends with NUL; NULL stands for the empty text. The caller keeps all structures and texts;
 * nothing is kept after a call. The result is the caller's: free(3) it. A chart adds no words of its own, only numbers.
 * Colours come from CSS classes; the rules are in site/assets/chart.css, and in a standalone drawing itself. */
#ifndef PDCA_CHART_H
#define PDCA_CHART_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
#define PDCA_CHART_API __attribute__((visibility("default")))
#else
#define PDCA_CHART_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Each chart is drawn twice: 800 units wide for pages and paper, 342 for a phone; CSS shows the one that suits. */
typedef enum chart_variant { CHART_WIDE, CHART_NARROW } chart_variant;

typedef struct chart_frame {
    const char *id;    /* unique in the page, [A-Za-z0-9_-]: the ids are ID-t (title) and ID-d (desc) */
    const char *title; /* what the picture shows */
    const char *desc;  /* the numbers, for those who do not see it */
    chart_variant variant;
    bool standalone; /* a file of its own: name space, size, style rules with the light colours, white ground */
    bool decorative; /* aria-hidden, without title and desc: the same figures stand in text beside it */
} chart_frame;

/* How numbers are written: fixed decimals, commas between thousands, a true minus sign, then the suffix ("%", " h"). */
typedef struct chart_format {
    int decimals; /* 0 … 6 */
    const char *suffix;
} chart_format;

/* ---- Pareto ---- */
typedef struct chart_pareto_row {
    const char *label;
    double count;  /* >= 0: tickets, or their weight */
    bool is_other; /* the rest, put together: its label steps back */
} chart_pareto_row;

typedef struct chart_pareto_data {
    const chart_pareto_row *row; /* in falling order, what is_other last: the caller's order is drawn as it is */
    size_t n;
    size_t vital;            /* the first `vital` rows are the vital few; 0 where there are none */
    double threshold;        /* of the vital few, in per cent, for the dotted line; 0 means 80 */
    chart_format format;     /* of the counts */
    const char *vital_label; /* over the vital few: "关键少数：3 类占 80.8%"; NULL draws none */
    const char *axis_label;  /* over the axis: "累计占比" */
    const char *cumulative;  /* what the line shows, for the pointer's tip: "累计" */
} chart_pareto_data;

/* One scale for bars and line: the sum of the counts is 100 %. More than 12 rows, or labels too long for their column,
 * give lying bars in the wide drawing too. */
PDCA_CHART_API char *pdca_chart_pareto(const chart_frame *frame, const chart_pareto_data *data);

/* ---- Fishbone ---- */
typedef enum chart_cause_state {
    CHART_CAUSE_SUSPECTED,
    CHART_CAUSE_PROVEN,
    CHART_CAUSE_RULED_OUT,
    CHART_CAUSE_ROOT
} chart_cause_state;

typedef struct chart_cause {
    const char *text;
    chart_cause_state state;
    const struct chart_cause *child; /* drawn below its parent; what lies deeper (to 16 levels) there too */
    size_t n_child;
} chart_cause;

typedef struct chart_category {
    const char *name;
    const chart_cause *cause;
    size_t n;
} chart_category;

typedef struct chart_fishbone_data {
    const char *head; /* the problem */
    const chart_category *category;
    size_t n; /* any number; where ribs would stand too close the fish stands upright */
} chart_fishbone_data;

PDCA_CHART_API char *pdca_chart_fishbone(const chart_frame *frame, const chart_fishbone_data *data);

/* ---- Small drawings beside a figure in text: usually decorative; the variant does not matter ---- */

/* What a point says: common cause, signal of improvement, signal of concern, left out for a known cause. */
typedef enum chart_mark { CHART_MARK_COMMON, CHART_MARK_GOOD, CHART_MARK_BAD, CHART_MARK_EXCLUDED } chart_mark;

/* Limits that hold from point `from` to point `to`, both counted from 0 and included. NAN where there is none. */
typedef struct chart_limits {
    size_t from, to;
    double lcl, cl, ucl;
} chart_limits;

typedef struct chart_spark_data {
    const double *value;    /* NAN is a gap */
    const chart_mark *mark; /* n of them; NULL: all common cause */
    size_t n;
    const chart_limits *limits;
    size_t n_limits;
    double target; /* NAN: none */
    double lo, hi; /* the scale, for a row of small multiples; lo == hi: from the data */
} chart_spark_data;

/* 176 × 46: band, mean, target, line; marks for signals, exclusions and the last point. */
PDCA_CHART_API char *pdca_chart_spark(const chart_frame *frame, const chart_spark_data *data);

typedef enum chart_gantt_state { CHART_GANTT_OPEN, CHART_GANTT_DONE, CHART_GANTT_CANCELLED } chart_gantt_state;

typedef struct chart_gantt_data {
    long from, to;         /* the window, in days of any one count; from < to */
    long start, due, done; /* done counts only where the state is CHART_GANTT_DONE */
    long today;
    double progress; /* per cent */
    chart_gantt_state state;
} chart_gantt_data;

/* 180 × 24, one action: planned outline, progress, finished, overrun, due date; a chevron for what lies outside. */
PDCA_CHART_API char *pdca_chart_gantt(const chart_frame *frame, const chart_gantt_data *data);

typedef struct chart_attain_data {
    double lo, mid, hi; /* effect ÷ intended effect with its interval: 0 no change, 1 target reached */
    chart_mark verdict; /* GOOD improvement holds, BAD worse, COMMON not shown */
} chart_attain_data;

/* 190 × 26. Ends outside −0.25 … 1.5 get a chevron. */
PDCA_CHART_API char *pdca_chart_attain(const chart_frame *frame, const chart_attain_data *data);

typedef struct chart_attain_axis_data {
    const char *no_change, *target_met;
} chart_attain_axis_data;

/* The head of a column of such intervals, 190 × 30. */
PDCA_CHART_API char *pdca_chart_attain_axis(const chart_frame *frame, const chart_attain_axis_data *data);

typedef struct chart_score_data {
    double value, last, target, max; /* last, target: NAN where there is none; max > 0 */
    bool worst;                      /* the largest gap: in the accent colour */
} chart_score_data;

/* 220 × 18: bar on its track, ink tick last period, accent tick target. */
PDCA_CHART_API char *pdca_chart_score(const chart_frame *frame, const chart_score_data *data);

/* ---- Unit chart: one square per customer ---- */
typedef struct chart_unit_data {
    size_t good, same, bad, none; /* tick, =, ×, dashed with a dot */
} chart_unit_data;

/* 21 squares a row, 16 in the narrow drawing. */
PDCA_CHART_API char *pdca_chart_unit(const chart_frame *frame, const chart_unit_data *data);

/* ---- Radar: only beside the score bars ---- */
typedef struct chart_radar_data {
    const char *const *axis; /* n labels, from 12 o'clock on clockwise */
    size_t n;                /* 3 and more; 5 to 8 read well */
    const double *now;
    const double *before; /* NULL: none */
    double max;           /* > 0; 0 is at the centre */
} chart_radar_data;

PDCA_CHART_API char *pdca_chart_radar(const chart_frame *frame, const chart_radar_data *data);

/* ---- Scorecard: the score bars with names and values; the radar of the same figures beside them (below in the narrow drawing)
 * from 3 axes to 12 ---- */
typedef struct chart_scorecard_data {
    const char *const *name; /* n sections */
    const double *value;     /* NAN: does not apply */
    size_t n;
    double max; /* > 0 */
    chart_format format;
} chart_scorecard_data;

PDCA_CHART_API char *pdca_chart_scorecard(const chart_frame *frame, const chart_scorecard_data *data);

/* ---- Control chart and run chart ---- */

typedef struct chart_point {
    double value; /* NAN is a gap */
    chart_mark mark;
    const char *label; /* below the axis; labels that would touch are thinned out evenly */
    const char *tip;   /* for the pointer */
    const char
        *note; /* beside the point, a few words; left out where no room is free (the tip and the table have it) */
} chart_point;

/* A stretch of points that is judged by limits of its own. */
typedef struct chart_phase {
    size_t from, to;            /* points, counted from 0, both included; phases in order, not overlapping */
    double lcl, cl, ucl;        /* NAN where there is none: a run chart has only cl, the median */
    const double *lcls, *ucls;  /* limits that vary with n: to − from + 1 of them; NULL: lcl and ucl for all */
    double range_cl, range_ucl; /* of the moving range, or of R or s; NAN where there is none */
    bool extended;              /* the limits run on, dotted, to the last point */
} chart_phase;

/* A dated line before point `before`. */
typedef struct chart_change {
    size_t before;
    const char *text;
} chart_change;

/* A bracket below the axis, for example a month under its weeks. */
typedef struct chart_group {
    size_t from, to;
    const char *text;
} chart_group;

typedef struct chart_control_data {
    const chart_point *point;
    size_t n;
    const chart_phase *phase;
    size_t n_phase;
    const chart_change *change;
    size_t n_change;
    const chart_group *group;
    size_t n_group;
    double target; /* NAN: none */
    double floor,
        ceil; /* the axis never goes beyond these: 0 and 100 for shares; NAN: no bound. A floor of 0 is always shown */
    const double *range;        /* n moving ranges (R, s), NAN where there is none; NULL: no lower panel. Wide only */
    chart_format format;        /* of values and limits */
    const char *ucl, *cl, *lcl; /* "UCL", "均值", "LCL": a number follows */
    const char *target_label;   /* the whole text: "目标 ≤ 10%" */
    const char *axis_label;     /* measure and unit, top left */
    const char *range_label;    /* over the lower panel */
    const char *range_ucl, *range_cl;
    const char *extended_label; /* on the extended limits; NULL: none */
} chart_control_data;

/* XmR and every other control chart, and run charts. Labels are placed where neither line, mark nor other label is; a
 * label of an earlier phase that finds no such place is left out (the table has it). */
PDCA_CHART_API char *pdca_chart_control(const chart_frame *frame, const chart_control_data *data);

/* ---- Keys: the marks and lines of a chart, for the list of words below it ---- */
typedef enum chart_key_sign {
    CHART_KEY_CAUSE_ROOT, /* 16 × 16 */
    CHART_KEY_CAUSE_PROVEN,
    CHART_KEY_CAUSE_RULED_OUT,
    CHART_KEY_CAUSE_SUSPECTED,
    CHART_KEY_COMMON,
    CHART_KEY_GOOD,
    CHART_KEY_BAD,
    CHART_KEY_EXCLUDED,
    CHART_KEY_LIMITS, /* from here on 28 × 16, class `ln` */
    CHART_KEY_CENTER,
    CHART_KEY_TARGET,
    CHART_KEY_EXTENDED,
    CHART_KEY_PLANNED,
    CHART_KEY_FINISHED,
    CHART_KEY_OVERRUN
} chart_key_sign;

typedef struct chart_key_data {
    chart_key_sign sign;
} chart_key_data;

/* Decorative beside its word. */
PDCA_CHART_API char *pdca_chart_key(const chart_frame *frame, const chart_key_data *data);

#ifdef __cplusplus
}
#endif

#endif
