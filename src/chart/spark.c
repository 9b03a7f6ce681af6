/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "chart/draw.h"

static const double WIDTH = 176, HEIGHT = 46, PAD = 6;

void draw_point(pen *p, chart_mark mark, double x, double y, double scale, str tip) {
    switch (mark) {
    case CHART_MARK_GOOD: pen_dot(p, x, y, 4.6 * scale, "pt-good", tip); break;
    case CHART_MARK_BAD: pen_diamond(p, x, y, 6 * scale, "pt-bad", tip); break;
    case CHART_MARK_EXCLUDED: pen_dot(p, x, y, 4.2 * scale, "pt-skip", tip); break;
    case CHART_MARK_COMMON: pen_dot(p, x, y, 3.1 * scale, "pt", tip); break;
    }
}

typedef struct scale {
    double lo, hi, step;
} scale;

static double at_y(scale s, double v) {
    double part = s.hi > s.lo ? (v - s.lo) / (s.hi - s.lo) : .5;
    return PAD + (HEIGHT - 2 * PAD) * (1 - fmin(fmax(part, -.1), 1.1));
}

static double at_x(scale s, size_t i) { return PAD + s.step * (double)i; }

static void widen(scale *s, double v) {
    if (!isfinite(v)) return;
    s->lo = fmin(s->lo, v);
    s->hi = fmax(s->hi, v);
}

static scale scale_of(const chart_spark_data *d) {
    scale s = {INFINITY, -INFINITY, d->n > 1 ? (WIDTH - 2 * PAD) / (double)(d->n - 1) : 0};
    if (d->lo < d->hi) {
        s.lo = d->lo;
        s.hi = d->hi;
        return s;
    }
    for (size_t i = 0; i < d->n; i++) widen(&s, d->value[i]);
    for (size_t i = 0; i < d->n_limits; i++) {
        widen(&s, d->limits[i].lcl);
        widen(&s, d->limits[i].cl);
        widen(&s, d->limits[i].ucl);
    }
    widen(&s, d->target);
    return s;
}

void draw_spark(pen *p, const chart_frame *frame, const void *data) {
    (void)frame;
    const chart_spark_data *d = data;
    scale s = scale_of(d);
    str none = {0};
    p->w = WIDTH;
    p->h = HEIGHT;
    p->cls = "spark";
    for (size_t i = 0; i < d->n_limits; i++) {
        chart_limits l = d->limits[i];
        double x0 = fmax(0, at_x(s, l.from) - s.step / 2), x1 = fmin(WIDTH, at_x(s, l.to) + s.step / 2);
        if (d->n == 1) x0 = 0, x1 = WIDTH;
        double top = isfinite(l.ucl) ? at_y(s, l.ucl) : 0, bottom = isfinite(l.lcl) ? at_y(s, l.lcl) : HEIGHT;
        if (isfinite(l.ucl) || isfinite(l.lcl)) pen_rect(p, x0, top, x1 - x0, fmax(1, bottom - top), 0, "band");
        if (isfinite(l.cl)) pen_line(p, x0, at_y(s, l.cl), x1, at_y(s, l.cl), "cl thin");
    }
    if (isfinite(d->target)) pen_line(p, 0, at_y(s, d->target), WIDTH, at_y(s, d->target), "target thin");
    double *xy = arena_new(&p->mem, double, 2 * d->n + 2);
    size_t last = d->n;
    for (size_t i = 0, run = 0; i <= d->n; i++) {
        if (i < d->n && isfinite(d->value[i])) {
            xy[2 * run] = at_x(s, i);
            xy[2 * run++ + 1] = at_y(s, d->value[i]);
            last = i;
            continue;
        }
        pen_polyline(p, xy, run, "series");
        run = 0;
    }
    for (size_t i = 0; i < d->n; i++) {
        if (!isfinite(d->value[i])) continue;
        chart_mark mark = d->mark ? d->mark[i] : CHART_MARK_COMMON;
        if (mark != CHART_MARK_COMMON) draw_point(p, mark, at_x(s, i), at_y(s, d->value[i]), .72, none);
        else if (i == last) pen_dot(p, at_x(s, i), at_y(s, d->value[i]), 2.9, "pt now", none);
    }
}
