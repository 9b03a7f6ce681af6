/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit chart and radar. */
#include <assert.h>
#include <math.h>

#include "chart/draw.h"

static const double SQUARE = 17, SPACE = 4;

typedef enum unit_kind { UNIT_GOOD, UNIT_SAME, UNIT_BAD, UNIT_NONE, UNIT_KINDS } unit_kind;

static void draw_square(pen *p, unit_kind kind, double x, double y) {
    static const char *const cls[] = {"u-good", "u-same", "u-bad", "u-none"};
    pen_rect(p, x + .5, y + .5, SQUARE - 1, SQUARE - 1, 2, cls[kind]);
    switch (kind) {
    case UNIT_GOOD: pen_path(p, x + 4.4, y + 8.8, "l3 3.2 5.4-6.2", "u-ink"); break;
    case UNIT_SAME: pen_path(p, x + 4.5, y + 6.5, "h8m-8 4h8", "u-ink2"); break;
    case UNIT_BAD: pen_path(p, x + 5, y + 5, "l7 7m0-7l-7 7", "u-ink"); break;
    default: pen_dot(p, x + SQUARE / 2, y + SQUARE / 2, 1.6, "u-dot", (str){0});
    }
}

void draw_unit(pen *p, const chart_frame *frame, const void *data) {
    const chart_unit_data *d = data;
    size_t count[UNIT_KINDS] = {d->good, d->same, d->bad, d->none}, at = 0;
    size_t per = frame->variant == CHART_WIDE ? 21 : 16;
    for (int kind = 0; kind < UNIT_KINDS; kind++)
        for (size_t i = 0; i < count[kind]; i++, at++)
            draw_square(p, (unit_kind)kind, (double)(at % per) * (SQUARE + SPACE),
                        (double)(at / per) * (SQUARE + SPACE));
    size_t rows = at ? (at + per - 1) / per : 1;
    p->w = (double)per * (SQUARE + SPACE) - SPACE;
    p->h = (double)rows * (SQUARE + SPACE) - SPACE;
    p->cls = frame->variant == CHART_WIDE ? "waffle wide" : "waffle narrow";
}

/* ---- radar ---- */

static const double RADIUS = 100, LABEL_WIDTH = 92, LABEL_LINE = 16;

typedef struct spokes {
    double cx, cy, max;
    size_t n;
} spokes;

static double spoke_x(spokes s, size_t i, double v) {
    return s.cx + RADIUS * v / s.max * sin(2 * 3.14159265358979323846 * (double)i / (double)s.n);
}
static double spoke_y(spokes s, size_t i, double v) {
    return s.cy - RADIUS * v / s.max * cos(2 * 3.14159265358979323846 * (double)i / (double)s.n);
}

static void ring(pen *p, spokes s, const double *value, double same, const char *cls) {
    double *xy = arena_new(&p->mem, double, 2 * s.n);
    for (size_t i = 0; i < s.n; i++) {
        double v = value ? value[i] : same;
        v = isfinite(v) ? fmin(fmax(v, 0), s.max) : 0;
        xy[2 * i] = spoke_x(s, i, v);
        xy[2 * i + 1] = spoke_y(s, i, v);
    }
    pen_polygon(p, xy, s.n, cls);
}

/* Outside the end of a spoke; several lines grow away from the centre. */
static void spoke_label(pen *p, spokes s, size_t i, text_lines l) {
    double out = s.max * (1 + 12 / RADIUS), x = spoke_x(s, i, out), y = spoke_y(s, i, out);
    double side = (x - s.cx) / RADIUS, up = (s.cy - y) / RADIUS;
    pen_anchor anchor = fabs(side) < .12 ? PEN_MIDDLE : side > 0 ? PEN_START : PEN_END;
    double block = (l.n - 1) * LABEL_LINE, first = y + 4.5 - block / 2 - up * (block / 2 + 2);
    for (int j = 0; j < l.n; j++) pen_text(p, PEN_PLAIN, anchor, x, first + j * LABEL_LINE, "ink", l.line[j]);
}

/* Two lines at most: with more, neighbours would meet. The text beside the drawing has the whole. */
static text_lines short_label(arena *a, str s) {
    text_lines l = text_wrap(a, s, LABEL_WIDTH / pen_size(PEN_PLAIN));
    for (double room = 2 * LABEL_WIDTH; l.n > 2 && room > 16; room -= 8)
        l = text_wrap(a, pen_fit(a, PEN_PLAIN, s, room), LABEL_WIDTH / pen_size(PEN_PLAIN));
    return l;
}

/* Rings, values and labels around (cx, top + …); the height is returned. */
static double radar_at(pen *p, const chart_radar_data *d, double cx, double top) {
    assert(d->max > 0);
    int most = 1;
    text_lines *label = arena_new(&p->mem, text_lines, d->n + 1);
    for (size_t i = 0; i < d->n; i++) {
        label[i] = short_label(&p->mem, str_c(d->axis[i]));
        most = label[i].n > most ? label[i].n : most;
    }
    double edge = 20 + most * LABEL_LINE;
    spokes s = {cx, top + RADIUS + edge, d->max, d->n};
    if (d->n < 3) return 2 * (RADIUS + edge);
    double tick[PLACE_TICKS];
    int decimals;
    size_t ticks = place_ticks(0, d->max, 5, tick, &decimals);
    for (size_t i = 0; i < ticks; i++)
        if (tick[i] > 0) ring(p, s, NULL, tick[i], "grid");
    ring(p, s, NULL, d->max, "grid strong");
    for (size_t i = 0; i < d->n; i++) pen_line(p, s.cx, s.cy, spoke_x(s, i, d->max), spoke_y(s, i, d->max), "grid");
    if (d->before) ring(p, s, d->before, 0, "rad-before");
    ring(p, s, d->now, 0, "rad-now");
    for (size_t i = 0; i < d->n; i++)
        if (isfinite(d->now[i])) {
            double v = fmin(fmax(d->now[i], 0), d->max);
            pen_dot(p, spoke_x(s, i, v), spoke_y(s, i, v), 2.8, "pt now",
                    pen_number(&p->mem, (chart_format){decimals + 1, ""}, d->now[i]));
        }
    for (size_t i = 2; i < ticks; i += 2)
        pen_text(p, PEN_PLAIN, PEN_START, s.cx + 4, spoke_y(s, 0, tick[i]) + 12, "muted halo",
                 pen_number(&p->mem, (chart_format){decimals, ""}, tick[i]));
    for (size_t i = 0; i < d->n; i++) spoke_label(p, s, i, label[i]);
    return 2 * (RADIUS + edge);
}

/* Long words beside the rings make the picture wider. */
static void widen(pen *p) {
    double x1 = p->w;
    for (size_t i = 0; i < p->n_text; i++) {
        p->x0 = fmin(p->x0, p->text[i].at.x0);
        x1 = fmax(x1, p->text[i].at.x1);
    }
    p->w = x1 - p->x0;
}

void draw_radar(pen *p, const chart_frame *frame, const void *data) {
    (void)frame;
    p->w = PEN_NARROW;
    p->h = radar_at(p, data, PEN_NARROW / 2, 0);
    p->cls = "radar";
    widen(p);
}

/* ---- scorecard: a bar a section, and the radar of the same figures where there are enough axes ---- */

void draw_scorecard(pen *p, const chart_frame *frame, const void *data) {
    enum { RADAR_MOST = 12 };
    const chart_scorecard_data *d = data;
    bool wide = frame->variant == CHART_WIDE;
    double name = wide ? 170 : PEN_NARROW, bar = wide ? 190 : 270, left = wide ? name + 10 : 0, row = wide ? 26 : 42;
    size_t worst = d->n;
    assert(d->max > 0);
    for (size_t i = 0; i < d->n; i++)
        if (isfinite(d->value[i]) && (worst == d->n || d->value[i] < d->value[worst])) worst = i;
    for (size_t i = 0; i < d->n; i++) {
        double top = row * (double)i, y = wide ? top + 8 : top + 22, v = d->value[i];
        pen_text(p, PEN_PLAIN, PEN_START, 0, top + 17 - (wide ? 0 : 3), "", pen_fit(&p->mem, PEN_PLAIN, str_c(d->name[i]), name));
        pen_rect(p, left, y, bar, 10, 0, "track");
        if (isfinite(v)) pen_rect(p, left, y, bar * fmin(fmax(v / d->max, 0), 1), 10, 0, i == worst && d->n > 1 ? "bar hi" : "bar");
        pen_text(p, PEN_BOLD, PEN_START, left + bar + 8, y + 9, "ink", isfinite(v) ? pen_number(&p->mem, d->format, v) : S("—"));
    }
    p->w = wide ? 840 : PEN_NARROW;
    p->h = row * (double)(d->n ? d->n : 1);
    p->cls = wide ? "wide" : "narrow";
    if (d->n >= 3 && d->n <= RADAR_MOST) {
        chart_radar_data r = {d->name, d->n, d->value, NULL, d->max};
        double top = wide ? 0 : p->h + 10, h = radar_at(p, &r, wide ? 640 : PEN_NARROW / 2, top);
        p->h = fmax(p->h, top + h);
    }
    widen(p);
}
