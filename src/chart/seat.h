/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seats for labels inside a plot: off other texts and upright lines, and clear of the data. */
#ifndef PDCA_CHART_SEAT_H
#define PDCA_CHART_SEAT_H

#include "chart/pen.h"

typedef struct seat_plan {
    pen *p;           /* whose texts so far are obstacles */
    box field;        /* labels stay in it */
    const double *xy; /* n points of the data, NAN where there is a gap */
    size_t n;
    double step, mark;   /* distance of two points; radius of a mark */
    const double *walls; /* x of lines that no label crosses */
    size_t n_walls;
} seat_plan;

/* One place that a label may take; of several, the first that is clear, else the clearest. */
typedef struct seat {
    pen_anchor anchor;
    double x, y; /* of the (first) baseline */
} seat;

enum { SEAT_LINE = 15 };
/* Draws the lines at the best of the n seats. False, and nothing drawn, where every seat meets a text or a wall, or
 * where all are nearer to the data than `least`. */
bool seat_text(const seat_plan *plan, pen_face face, const char *cls, text_lines text, const seat *seats, size_t n,
               double least);

#endif
