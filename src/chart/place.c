/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/place.h"

#include <math.h>

bool box_meets(box a, box b) { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1; }

/* Clips the segment against one side of the box: p·t ≤ q (Liang and Barsky). */
static bool clip(double p, double q, double *t0, double *t1) {
    if (p == 0) return q >= 0;
    double t = q / p;
    if (p < 0) *t0 = fmax(*t0, t);
    else *t1 = fmin(*t1, t);
    return *t0 <= *t1;
}

bool box_crossed(box b, double ax, double ay, double bx, double by) {
    double t0 = 0, t1 = 1, dx = bx - ax, dy = by - ay;
    return clip(-dx, ax - b.x0, &t0, &t1) && clip(dx, b.x1 - ax, &t0, &t1) && clip(-dy, ay - b.y0, &t0, &t1) &&
           clip(dy, b.y1 - ay, &t0, &t1);
}

static double point_to_box(box b, double x, double y) {
    return hypot(fmax(fmax(b.x0 - x, x - b.x1), 0), fmax(fmax(b.y0 - y, y - b.y1), 0));
}

static double point_to_segment(double x, double y, double ax, double ay, double bx, double by) {
    double dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
    double t = length > 0 ? fmin(fmax(((x - ax) * dx + (y - ay) * dy) / length, 0), 1) : 0;
    return hypot(x - ax - t * dx, y - ay - t * dy);
}

double box_distance(box b, double ax, double ay, double bx, double by) {
    if (box_crossed(b, ax, ay, bx, by)) return 0;
    double d = fmin(point_to_box(b, ax, ay), point_to_box(b, bx, by));
    d = fmin(d, fmin(point_to_segment(b.x0, b.y0, ax, ay, bx, by), point_to_segment(b.x1, b.y0, ax, ay, bx, by)));
    return fmin(d, fmin(point_to_segment(b.x0, b.y1, ax, ay, bx, by), point_to_segment(b.x1, b.y1, ax, ay, bx, by)));
}

void place_apart(double *y, size_t n, double gap, double lo, double hi) {
    /* y[i] − i·gap must not fall: pool neighbours that do into their mean. Pools are kept in place: the values of a
     * pool of k entries starting at i are replaced by their mean at once, so a pool ends where the value changes. */
    for (size_t i = 0; i < n; i++) {
        y[i] -= (double)i * gap;
        size_t from = i;
        double sum = y[i], mean = sum;
        while (from > 0 && y[from - 1] > mean) {
            sum += y[--from];
            while (from > 0 && y[from - 1] == y[from]) sum += y[--from];
            mean = sum / (double)(i - from + 1);
        }
        for (size_t j = from; j <= i; j++) y[j] = mean;
    }
    hi = n ? fmax(lo, hi - (double)(n - 1) * gap) : hi;
    for (size_t i = 0; i < n; i++) y[i] = fmin(fmax(y[i], lo), hi) + (double)i * gap;
}

size_t place_ticks(double lo, double hi, int wanted, double ret_tick[PLACE_TICKS], int *ret_decimals) {
    static const double steps[] = {1, 2, 2.5, 5, 10};
    *ret_decimals = 0;
    ret_tick[0] = lo;
    double raw = (hi - lo) / wanted;
    if (!(raw > 0) || !isfinite(raw) || raw < fabs(hi) * 1e-12) return 1;
    int decade = (int)floor(log10(raw));
    double unit = pow(10, decade), step = 10 * unit;
    int places = -decade - 1;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (raw <= steps[i] * unit * (1 + 1e-9)) {
            step = steps[i] * unit;
            places = -decade + (steps[i] == 2.5) - (steps[i] == 10);
            break;
        }
    *ret_decimals = places > 0 ? places : 0;
    size_t n = 0;
    for (double k = ceil(lo / step - 1e-9); k * step <= hi + step * 1e-9 && n < PLACE_TICKS; k++)
        ret_tick[n++] = k * step;
    return n;
}
