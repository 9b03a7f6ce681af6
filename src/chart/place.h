/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where marks and labels go: scales, ticks, pushing labels apart. */
#ifndef PDCA_CHART_PLACE_H
#define PDCA_CHART_PLACE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct box {
    double x0, y0, x1, y1;
} box;

bool box_meets(box a, box b);
/* Does the segment (ax, ay) - (bx, by) touch the box? */
bool box_crossed(box b, double ax, double ay, double bx, double by);

/* Shortest way between the box and the segment; 0 where they touch. */
double box_distance(box b, double ax, double ay, double bx, double by);

/* Pushes the n ascending wishes apart until neighbours keep `gap`, all within lo … hi, each as near to its wish as
 * least squares allow (isotonic regression by pooling neighbours). Where (n − 1) · gap is more than hi − lo, hi gives
 * way. y is changed in place. */
void place_apart(double *y, size_t n, double gap, double lo, double hi);

enum { PLACE_TICKS = 16 };
/* Multiples of 1, 2, 2.5 or 5 · 10^k within lo … hi, about `wanted` (≤ 8) of them, ascending; the number of ticks
 * (at most PLACE_TICKS; 1 where lo == hi). *ret_decimals: how many decimals they need. */
size_t place_ticks(double lo, double hi, int wanted, double ret_tick[PLACE_TICKS], int *ret_decimals);

#endif
