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
    double count; /* >= 0: tickets, or their weight */
    bool is_other;
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
char *pdca_chart_pareto(const chart_frame *frame, const chart_pareto_data *data);

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

char *pdca_chart_fishbone(const chart_frame *frame, const chart_fishbone_data *data);

#endif
