/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One-row drawings for tables: Gantt strip, attainment interval, score bar. */
#include <assert.h>
#include <math.h>

#include "chart/draw.h"

static double clamp(double v, double lo, double hi) { return fmin(fmax(v, lo), hi); }

/* ---- Gantt ---- */

enum { GANTT_WIDTH = 180, GANTT_HEIGHT = 24 };

static double day_x(const chart_gantt_data *d, long day) {
    return clamp((double)(day - d->from) / (double)(d->to - d->from), 0, 1) * GANTT_WIDTH;
}

static void span(pen *p, double x0, double x1, double least, const char *cls) {
    double w = fmax(least, x1 - x0);
    pen_rect(p, fmin(x0, GANTT_WIDTH - w), GANTT_HEIGHT / 2 - 3.5, w, 7, 0, cls);
}

void draw_gantt(pen *p, const chart_frame *frame, const void *data) {
    (void)frame;
    const chart_gantt_data *d = data;
    assert(d->from < d->to);
    p->w = GANTT_WIDTH;
    p->h = GANTT_HEIGHT;
    p->cls = "gantt";
    double y = GANTT_HEIGHT / 2, x0 = day_x(d, d->start), due = day_x(d, d->due);
    long end = d->state == CHART_GANTT_DONE ? d->done : d->due;
    bool open = d->state == CHART_GANTT_OPEN, late = open && d->today > d->due;
    if (end < d->from && d->start < d->from && !late) {
        pen_path(p, 5, y - 4, "l-4 4 4 4", "g-out");
        return;
    }
    if (d->start > d->to) {
        pen_path(p, GANTT_WIDTH - 5, y - 4, "l4 4-4 4", "g-out");
        return;
    }
    bool due_seen = d->due >= d->from && d->due <= d->to;
    if (d->state == CHART_GANTT_CANCELLED) {
        pen_line(p, x0, y, fmax(due, x0 + 2), y, "g-cancel");
        return;
    }
    if (open) {
        if (d->due >= d->from) {
            span(p, x0, due, 2, "g-plan");
            /* progress is a share of the whole plan, so its end is a day that may lie outside the window */
            double day = (double)d->start + (double)(d->due - d->start) * clamp(d->progress, 0, 100) / 100;
            double x = clamp((day - (double)d->from) / (double)(d->to - d->from), 0, 1) * GANTT_WIDTH;
            if (d->progress > 0 && x > 0) span(p, x0, x, 1.5, "g-prog");
        }
        if (late) span(p, due, day_x(d, d->today), 2, "g-late");
    } else {
        double done = day_x(d, d->done);
        if (d->due >= d->from) span(p, x0, fmin(done, due), 2, "g-done");
        if (d->done > d->due) span(p, due, done, 2, "g-late");
    }
    if (due_seen) pen_line(p, due, y - 7, due, y + 7, "g-due");
}

/* ---- attainment ---- */

static const double ATTAIN_WIDTH = 190, ATTAIN_LO = -.25, ATTAIN_HI = 1.5;

static double attain_x(double v) {
    return (clamp(v, ATTAIN_LO, ATTAIN_HI) - ATTAIN_LO) / (ATTAIN_HI - ATTAIN_LO) * (ATTAIN_WIDTH - 8) + 4;
}

void draw_attain(pen *p, const chart_frame *frame, const void *data) {
    (void)frame;
    const chart_attain_data *d = data;
    double h = 26, y = h / 2;
    const char *cls = d->verdict == CHART_MARK_GOOD ? "ci good" : d->verdict == CHART_MARK_BAD ? "ci bad" : "ci common";
    p->w = ATTAIN_WIDTH;
    p->h = h;
    p->cls = "attain";
    pen_rect(p, attain_x(0), 0, attain_x(ATTAIN_HI) - attain_x(0) + 4, h, 0, "side");
    pen_line(p, attain_x(0), 0, attain_x(0), h, "axis");
    pen_line(p, attain_x(1), 0, attain_x(1), h, "target");
    if (isnan(d->mid)) return;
    double lo = isnan(d->lo) ? d->mid : d->lo, hi = isnan(d->hi) ? d->mid : d->hi;
    pen_line(p, attain_x(lo), y, attain_x(hi), y, cls);
    if (lo < ATTAIN_LO) pen_path(p, attain_x(lo) + 2, y - 4, "l-5 4 5 4", cls);
    else pen_line(p, attain_x(lo), y - 4, attain_x(lo), y + 4, cls);
    if (hi > ATTAIN_HI) pen_path(p, attain_x(hi) - 2, y - 4, "l5 4-5 4", cls);
    else pen_line(p, attain_x(hi), y - 4, attain_x(hi), y + 4, cls);
    if (d->mid >= ATTAIN_LO && d->mid <= ATTAIN_HI) draw_point(p, d->verdict, attain_x(d->mid), y, 1, (str){0});
}

void draw_attain_axis(pen *p, const chart_frame *frame, const void *data) {
    (void)frame;
    const chart_attain_axis_data *d = data;
    p->w = ATTAIN_WIDTH;
    p->h = 30;
    p->cls = "attain";
    pen_line(p, attain_x(0), 18, attain_x(0), 30, "axis");
    pen_line(p, attain_x(1), 18, attain_x(1), 30, "target");
    /* each label is centred on its line, but stays inside and off the other */
    str zero = str_c(d->no_change), one = str_c(d->target_met);
    double w0 = pen_text_width(PEN_PLAIN, zero), w1 = pen_text_width(PEN_BOLD, one);
    double x0 = fmax(attain_x(0) - w0 / 2, 0), x1 = fmin(attain_x(1) - w1 / 2, ATTAIN_WIDTH - w1);
    x0 = fmin(x0, fmax(0, x1 - w0 - 8));
    pen_text(p, PEN_PLAIN, PEN_START, x0, 12, "muted", zero);
    pen_text(p, PEN_BOLD, PEN_START, x1, 12, "accent", one);
}

/* ---- score ---- */

void draw_score(pen *p, const chart_frame *frame, const void *data) {
    (void)frame;
    const chart_score_data *d = data;
    double w = 220;
    assert(d->max > 0);
    p->w = w;
    p->h = 18;
    p->cls = "score";
    pen_rect(p, 0, 4, w, 10, 0, "track");
    if (isfinite(d->value)) pen_rect(p, 0, 4, w * clamp(d->value / d->max, 0, 1), 10, 0, d->worst ? "bar hi" : "bar");
    double last = clamp(w * d->last / d->max, 1, w - 1), target = clamp(w * d->target / d->max, 1, w - 1);
    if (isfinite(d->last)) pen_line(p, last, 1.5, last, 16.5, "prevtick");
    if (isfinite(d->target)) pen_line(p, target, 0, target, 18, "targettick");
}
