/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <math.h>

#include "chart/draw.h"

/* Columns stand while they are few and their labels short; then rows. */
enum { MAX_COLUMNS = 12, MAX_LABEL_LINES = 3 };
static const double PLOT_LEFT = 8, PLOT_RIGHT = 48, PLOT_TOP = 36, PLOT_HEIGHT = 256, LABEL_LINE = 16;

typedef struct pareto {
    const chart_pareto_data *d;
    double total;
    double *cumulative; /* [i] after row i */
    str *count, *share; /* share empty where the total is 0 */
    str *cumulative_share;
} pareto;

static const chart_format PERCENT = {1, "%"}, TICK = {0, "%"};
static const int GRID[] = {0, 20, 40, 60, 80, 100};
enum { GRIDS = sizeof GRID / sizeof *GRID };

static double threshold(const pareto *t) { return t->d->threshold > 0 ? t->d->threshold : 80; }

static pareto compute(pen *p, const chart_pareto_data *d) {
    pareto t = {.d = d,
                .cumulative = arena_new(&p->mem, double, d->n + 1),
                .count = arena_new(&p->mem, str, d->n + 1),
                .share = arena_new(&p->mem, str, d->n + 1),
                .cumulative_share = arena_new(&p->mem, str, d->n + 1)};
    assert(d->vital <= d->n);
    for (size_t i = 0; i < d->n; i++) {
        assert(d->row[i].count >= 0 && isfinite(d->row[i].count));
        t.total += d->row[i].count;
        t.cumulative[i] = t.total;
        t.count[i] = pen_number(&p->mem, d->format, d->row[i].count);
    }
    for (size_t i = 0; i < d->n && t.total > 0; i++) {
        t.share[i] = pen_number(&p->mem, PERCENT, 100 * d->row[i].count / t.total);
        t.cumulative_share[i] = pen_number(&p->mem, PERCENT, 100 * t.cumulative[i] / t.total);
    }
    return t;
}

/* 0 … 1 of the whole. */
static double part(const pareto *t, double v) { return t->total > 0 ? v / t->total : 0; }

static str tip(pen *p, const pareto *t, size_t i) {
    buf b = {0};
    buf_z(&b, t->d->cumulative);
    if (b.n) buf_putc(&b, ' ');
    buf_put(&b, t->cumulative_share[i]);
    str s = arena_str(&p->mem, buf_str(&b));
    buf_free(&b);
    return s;
}

static const char *label_class(const pareto *t, size_t i) {
    return i < t->d->vital ? "ink" : t->d->row[i].is_other ? "muted" : "";
}

static bool is_hit(const pareto *t, size_t i) { return t->d->vital && i == t->d->vital - 1; }

static bool stands(pen *p, const pareto *t, double step) {
    if (t->d->n > MAX_COLUMNS) return false;
    for (size_t i = 0; i < t->d->n; i++) {
        double room = (step - 8) / pen_size(i < t->d->vital ? PEN_BOLD : PEN_PLAIN);
        text_parts *label = text_split(&p->mem, str_c(t->d->row[i].label));
        if (text_longest_run(label) > room || text_count(&p->mem, label, room) > MAX_LABEL_LINES) return false;
        if (pen_text_width(PEN_BOLD, t->count[i]) > step - 4) return false;
    }
    return true;
}

/* The vital label goes into its field where the field is free, else above the plot. */
static void vital_label(pen *p, const pareto *t, const double *corner) {
    str s = str_c(t->d->vital_label);
    if (!s.n || !t->d->vital) return;
    double x = PLOT_LEFT + 10, y = PLOT_TOP + 18;
    box at = pen_text_at(PEN_BOLD, PEN_START, x, y, s);
    box roomy = {at.x0 - 4, at.y0 - 4, at.x1 + 6, at.y1 + 6};
    bool free = true;
    for (size_t i = 0; i < p->n_text; i++) free = free && !box_meets(roomy, p->text[i].at);
    for (size_t i = 0; i < t->d->n && t->total > 0; i++) {
        double x0 = i ? corner[2 * i - 2] : PLOT_LEFT, y0 = i ? corner[2 * i - 1] : corner[1];
        free = free && !box_crossed(roomy, x0, y0, corner[2 * i], corner[2 * i + 1]) && (i || corner[1] > roomy.y1);
    }
    if (free) pen_text(p, PEN_BOLD, PEN_START, x, y, "accent", s);
    else pen_text(p, PEN_BOLD, PEN_START, PLOT_LEFT, 13, "accent", s);
}

static void draw_standing(pen *p, const pareto *t) {
    const chart_pareto_data *d = t->d;
    double pw = PEN_WIDE - PLOT_LEFT - PLOT_RIGHT, step = d->n ? pw / (double)d->n : pw, bw = fmin(step * .7, 110);
    double base = PLOT_TOP + PLOT_HEIGHT, *corner = arena_new(&p->mem, double, 2 * d->n + 2);
    int lines = 1;
    pen_rect(p, PLOT_LEFT, PLOT_TOP, step * (double)d->vital, PLOT_HEIGHT, 0, "vital");
    for (int i = 0; i < GRIDS; i++) {
        double y = base - PLOT_HEIGHT * GRID[i] / 100;
        bool marked = GRID[i] == threshold(t);
        pen_line(p, PLOT_LEFT, y, PLOT_LEFT + pw, y, GRID[i] == 0 ? "axis" : marked ? "ref" : "grid");
        pen_text(p, marked ? PEN_BOLD : PEN_PLAIN, PEN_START, PLOT_LEFT + pw + 8, y + 4, "",
                 pen_number(&p->mem, TICK, GRID[i]));
    }
    double limit = base - PLOT_HEIGHT * threshold(t) / 100;
    if (fmod(threshold(t), 20) != 0) pen_line(p, PLOT_LEFT, limit, PLOT_LEFT + pw, limit, "ref");
    for (size_t i = 0; i < d->n; i++) {
        double x = PLOT_LEFT + (double)i * step + (step - bw) / 2, h = PLOT_HEIGHT * part(t, d->row[i].count),
               middle = x + bw / 2;
        bool vital = i < d->vital;
        corner[2 * i] = x + bw;
        corner[2 * i + 1] = base - PLOT_HEIGHT * part(t, t->cumulative[i]);
        pen_rect(p, x, base - h, bw, h, 0, vital ? "bar hi" : "bar");
        if (h > 42 && vital && pen_text_width(PEN_NUMBER, t->count[i]) < bw - 4 &&
            pen_text_width(PEN_PLAIN, t->share[i]) < bw - 4) {
            pen_text(p, PEN_NUMBER, PEN_MIDDLE, middle, base - h + 20, "on", t->count[i]);
            pen_text(p, PEN_PLAIN, PEN_MIDDLE, middle, base - h + 36, "on", t->share[i]);
        } else {
            pen_text(p, PEN_BOLD, PEN_MIDDLE, middle, base - h - 6, "ink halo", t->count[i]);
        }
        pen_face face = vital ? PEN_BOLD : PEN_PLAIN;
        text_lines l = text_wrap(&p->mem, str_c(d->row[i].label), (step - 8) / pen_size(face));
        for (int j = 0; j < l.n; j++)
            pen_text(p, face, PEN_MIDDLE, middle, base + 20 + j * LABEL_LINE, label_class(t, i), l.line[j]);
        lines = l.n > lines ? l.n : lines;
    }
    if (t->total > 0) {
        pen_polyline(p, corner, d->n, "cum");
        for (size_t i = 0; i < d->n; i++) {
            double x = corner[2 * i], y = corner[2 * i + 1];
            bool hit = is_hit(t, i);
            pen_dot(p, x, y, hit ? 4.2 : 3, hit ? "cumdot hit" : "cumdot", tip(p, t, i));
            if (i > 0 && i + 1 < d->n)
                pen_text(p, hit ? PEN_BOLD : PEN_PLAIN, PEN_END, x - 8, y - 8, hit ? "accent halo" : "muted halo",
                         t->cumulative_share[i]);
        }
    }
    vital_label(p, t, corner);
    pen_text(p, PEN_PLAIN, PEN_END, PEN_WIDE, 13, "muted", str_c(d->axis_label));
    p->h = base + 14 + LABEL_LINE * lines;
}

/* One row a category. Wide: label, count and share in columns left of the bars; narrow: in lines above each bar. */
typedef struct row_plan {
    text_lines *label;
    double *top; /* of each row; [n] is the end */
    double left, right, label_width, count_end, share_end, bar_height;
} row_plan;

static row_plan plan_rows(pen *p, const pareto *t, bool wide) {
    const chart_pareto_data *d = t->d;
    row_plan r = {
        arena_new(&p->mem, text_lines, d->n + 1), arena_new(&p->mem, double, d->n + 1), 1, PEN_NARROW - 1, 0, 0, 0, 13};
    double count = 0, share = 0, label = 0;
    for (size_t i = 0; i < d->n; i++) {
        count = fmax(count, pen_text_width(PEN_BOLD, t->count[i]));
        share = fmax(share, pen_text_width(PEN_PLAIN, t->share[i]));
    }
    for (size_t i = 0; wide && i < d->n; i++)
        label = fmax(label, fmin(240, pen_text_width(PEN_BOLD, str_c(d->row[i].label))));
    if (wide) {
        r.label_width = fmax(label, 60);
        r.count_end = r.label_width + 14 + count;
        r.share_end = r.count_end + 10 + share;
        r.left = r.share_end + 12;
        r.right = PEN_WIDE - 12;
        r.bar_height = 15;
    } else {
        r.label_width = PEN_NARROW - 8 - 12 - count - share;
    }
    double y = wide ? 34 : 24;
    for (size_t i = 0; i < d->n; i++) {
        pen_face face = i < d->vital ? PEN_BOLD : PEN_PLAIN;
        r.label[i] = text_wrap(&p->mem, str_c(d->row[i].label), r.label_width / pen_size(face));
        r.top[i] = y;
        int n = r.label[i].n > 1 ? r.label[i].n : 1;
        y += wide ? fmax(25, 9 + n * LABEL_LINE) : 24 + n * LABEL_LINE;
    }
    r.top[d->n] = y;
    return r;
}

static void draw_row_text(pen *p, const pareto *t, const row_plan *r, size_t i, bool wide) {
    bool vital = i < t->d->vital;
    pen_face face = vital ? PEN_BOLD : PEN_PLAIN;
    text_lines l = r->label[i];
    double y = r->top[i] + (wide ? (r->top[i + 1] - r->top[i] - l.n * LABEL_LINE) / 2 + 12 : 15);
    const char *cls = arena_printf(&p->mem, "%s%s", label_class(t, i), wide ? "" : " halo");
    for (int j = 0; j < l.n; j++) pen_text(p, face, PEN_START, wide ? 0 : 4, y + j * LABEL_LINE, cls, l.line[j]);
    if (wide) {
        double middle = (r->top[i] + r->top[i + 1]) / 2 + 4.5;
        pen_text(p, PEN_BOLD, PEN_END, r->count_end, middle, "ink", t->count[i]);
        pen_text(p, PEN_PLAIN, PEN_END, r->share_end, middle, "muted", t->share[i]);
        return;
    }
    double x = 4 + (l.n ? pen_text_width(face, l.line[l.n - 1]) + 6 : 0),
           last = y + (l.n > 1 ? l.n - 1 : 0) * LABEL_LINE;
    pen_text(p, PEN_BOLD, PEN_START, x, last, "ink halo", t->count[i]);
    pen_text(p, PEN_PLAIN, PEN_START, x + pen_text_width(PEN_BOLD, t->count[i]) + 5, last, "muted halo", t->share[i]);
}

static void draw_lying(pen *p, const pareto *t, bool wide) {
    const chart_pareto_data *d = t->d;
    row_plan r = plan_rows(p, t, wide);
    double end = r.top[d->n], start = wide ? 34 : 24, span = r.right - r.left,
           *corner = arena_new(&p->mem, double, 2 * d->n + 2);
    if (d->vital)
        pen_rect(p, wide ? r.left : 0, start - 2, wide ? span + 12 : PEN_NARROW, r.top[d->vital] - start, 0, "vital");
    for (int i = 0; i < GRIDS; i++) {
        double x = r.left + span * GRID[i] / 100;
        bool marked = GRID[i] == threshold(t);
        pen_line(p, x, start - 2, x, end, GRID[i] == 0 ? "axis" : marked ? "ref" : "grid");
        pen_anchor anchor = GRID[i] == 0 && !wide ? PEN_START : GRID[i] == 100 ? PEN_END : PEN_MIDDLE;
        pen_text(p, marked ? PEN_BOLD : PEN_PLAIN, anchor, wide && GRID[i] == 100 ? x + 12 : x, end + 16,
                 marked ? "" : "muted", pen_number(&p->mem, TICK, GRID[i]));
    }
    double limit = r.left + span * threshold(t) / 100;
    if (fmod(threshold(t), 20) != 0) pen_line(p, limit, start - 2, limit, end, "ref");
    for (size_t i = 0; i < d->n; i++) {
        double middle = wide ? (r.top[i] + r.top[i + 1]) / 2 : r.top[i + 1] - 13.5;
        corner[2 * i] = r.left + span * part(t, t->cumulative[i]);
        corner[2 * i + 1] = middle;
        pen_rect(p, r.left, middle - r.bar_height / 2, span * part(t, d->row[i].count), r.bar_height, 0,
                 i < d->vital ? "bar hi" : "bar");
    }
    if (t->total > 0) {
        pen_polyline(p, corner, d->n, "cum");
        for (size_t i = 0; i < d->n; i++)
            pen_dot(p, corner[2 * i], corner[2 * i + 1], is_hit(t, i) ? 4 : 2.8, is_hit(t, i) ? "cumdot hit" : "cumdot",
                    tip(p, t, i));
    }
    for (size_t i = 0; i < d->n; i++) draw_row_text(p, t, &r, i, wide);
    if (d->vital > 1 && t->total > 0) {
        size_t i = d->vital - 1; /* the first row's own share stands in its row */
        str s = t->cumulative_share[i];
        bool fits = corner[2 * i] + 10 + pen_text_width(PEN_BOLD, s) < (wide ? PEN_WIDE : PEN_NARROW);
        pen_text(p, PEN_BOLD, fits ? PEN_START : PEN_END, corner[2 * i] + (fits ? 9 : -9), corner[2 * i + 1] + 4,
                 "accent halo", s);
    }
    if (d->vital) pen_text(p, PEN_BOLD, PEN_START, wide ? r.left : 0, wide ? 22 : 13, "accent", str_c(d->vital_label));
    if (wide) pen_text(p, PEN_PLAIN, PEN_END, PEN_WIDE, end + 34, "muted", str_c(d->axis_label));
    p->h = end + (wide ? 40 : 22);
}

void draw_pareto(pen *p, const chart_frame *frame, const void *data) {
    pareto t = compute(p, data);
    bool wide = frame->variant == CHART_WIDE;
    double step = t.d->n ? (PEN_WIDE - PLOT_LEFT - PLOT_RIGHT) / (double)t.d->n : PEN_WIDE;
    if (wide && stands(p, &t, step)) draw_standing(p, &t);
    else draw_lying(p, &t, wide);
}
