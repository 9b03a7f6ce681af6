/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control charts and run charts (DESIGN.md, XmR chart): band, limits and mean per phase, old limits running on, target,
 * changes, a lower panel for ranges. The order of drawing is the order of the z axis; labels come last. */
#include <assert.h>
#include <math.h>

#include "chart/draw.h"
#include "chart/seat.h"

static const double PLOT_WIDE = 244, PLOT_NARROW = 220, PANEL = 64, PANEL_GAP = 34, LABEL_GAP = 15.5, FOOT = 41;

typedef struct control {
    const chart_control_data *d;
    pen *p;
    bool wide;
    double left, right, top, bottom, step; /* of the plot */
    double lo, hi;
    double panel_top, panel_bottom, range_hi;
    double *xy; /* the points, NAN where there is a gap */
    double *walls;
    double mark; /* scale of the marks */
    chart_format tick_format;
    double tick[PLACE_TICKS];
    size_t ticks;
} control;

static double x_at(const control *c, double i) { return c->left + c->step * (i + .5); }
static double y_at(const control *c, double v) {
    return c->bottom - (c->bottom - c->top) * (v - c->lo) / (c->hi - c->lo);
}
static double range_y(const control *c, double v) { return c->panel_bottom - PANEL * fmin(v / c->range_hi, 1); }

static double lower(const chart_phase *f, size_t i) { return f->lcls ? f->lcls[i - f->from] : f->lcl; }
static double upper(const chart_phase *f, size_t i) { return f->ucls ? f->ucls[i - f->from] : f->ucl; }

/* The phase whose limits stand at the right end: the one that reaches the last point, or was extended to it. */
static const chart_phase *last_phase(const chart_control_data *d) {
    for (size_t i = d->n_phase; i-- > 0;)
        if (d->phase[i].to + 1 == d->n || d->phase[i].extended) return &d->phase[i];
    return NULL;
}

/* Long words give way to what they stand beside: the number, the plot. */
static const double WORD_MAX = 150, SIDE_MAX = 240, POINT_MAX = 150;

static str join(arena *a, const char *word, str number) {
    str w = pen_fit(a, PEN_BOLD, str_c(word), WORD_MAX);
    return w.n ? str_c(arena_printf(a, "%.*s %.*s", STR(w), STR(number))) : number;
}

static text_lines one_line(arena *a, str s) {
    text_lines l = {arena_new(a, str, 1), s.n > 0, text_em(s)};
    l.line[0] = s;
    return l;
}

/* ---- measures ---- */

static void see(control *c, double v) {
    if (!isfinite(v)) return;
    c->lo = fmin(c->lo, v);
    c->hi = fmax(c->hi, v);
}

static void find_scale(control *c) {
    const chart_control_data *d = c->d;
    c->lo = INFINITY;
    c->hi = -INFINITY;
    for (size_t i = 0; i < d->n; i++) see(c, d->point[i].value);
    for (size_t i = 0; i < d->n_phase; i++) {
        const chart_phase *f = &d->phase[i];
        assert(f->from <= f->to && f->to < d->n);
        see(c, f->cl);
        for (size_t k = f->from; k <= f->to; k++) {
            see(c, lower(f, k));
            see(c, upper(f, k));
        }
    }
    see(c, d->target);
    if (d->floor == 0) see(c, 0);
    if (!(c->lo <= c->hi)) c->lo = 0, c->hi = 1;
    double spread = c->hi - c->lo, air = spread * .06;
    if (spread <= fabs(c->hi) * 1e-9) air = c->hi == 0 ? 1 : fabs(c->hi) * .1; /* all values alike */
    double lo = c->lo - air, hi = c->hi + air;
    if (!isnan(d->floor) && c->lo >= d->floor) lo = fmax(lo, d->floor);
    if (!isnan(d->ceil) && c->hi <= d->ceil) hi = fmin(hi, d->ceil);
    if (hi <= lo) hi = lo + fmax(air, 1e-6);
    /* the axis ends on ticks */
    int decimals;
    size_t n = place_ticks(lo, hi, c->wide ? 5 : 4, c->tick, &decimals);
    if (n > 1) {
        double unit = c->tick[1] - c->tick[0];
        lo = floor(lo / unit + 1e-9) * unit;
        hi = ceil(hi / unit - 1e-9) * unit;
        n = place_ticks(lo, hi, (int)fmin(8, round((hi - lo) / unit)), c->tick, &decimals);
    }
    c->ticks = n;
    c->lo = lo;
    c->hi = hi;
    c->tick_format = (chart_format){decimals, d->format.suffix};
}

typedef struct side_label {
    double y;
    str s;
    pen_face face;
    const char *cls;
} side_label;

enum { SIDE_LABELS = 4 };

static size_t side_labels(control *c, side_label *out) {
    const chart_control_data *d = c->d;
    const chart_phase *f = last_phase(d);
    arena *a = &c->p->mem;
    size_t n = 0;
    if (f) {
        double limit[] = {upper(f, f->to), f->cl, lower(f, f->to)};
        const char *word[] = {d->ucl, d->cl, d->lcl};
        for (int i = 0; i < 3; i++)
            if (isfinite(limit[i]))
                out[n++] = (side_label){limit[i], join(a, word[i], pen_number(a, d->format, limit[i])),
                                        i == 1 ? PEN_BOLD : PEN_PLAIN, i == 1 ? "ink" : ""};
    }
    if (isfinite(d->target) && str_c(d->target_label).n)
        out[n++] = (side_label){d->target, pen_fit(a, PEN_BOLD, str_c(d->target_label), SIDE_MAX), PEN_BOLD, "accent"};
    return n;
}

static size_t range_labels(control *c, side_label *out) {
    const chart_control_data *d = c->d;
    const chart_phase *f = last_phase(d);
    arena *a = &c->p->mem;
    size_t n = 0;
    if (f && isfinite(f->range_ucl))
        out[n++] =
            (side_label){f->range_ucl, join(a, d->range_ucl, pen_number(a, d->format, f->range_ucl)), PEN_PLAIN, ""};
    if (f && isfinite(f->range_cl))
        out[n++] =
            (side_label){f->range_cl, join(a, d->range_cl, pen_number(a, d->format, f->range_cl)), PEN_BOLD, "ink"};
    return n;
}

static control measure(pen *p, const chart_control_data *d, bool wide) {
    control c = {.d = d, .p = p, .wide = wide};
    find_scale(&c);
    double tick_width = 0, side = 0;
    for (size_t i = 0; i < c.ticks; i++)
        tick_width = fmax(tick_width, pen_text_width(PEN_PLAIN, pen_number(&p->mem, c.tick_format, c.tick[i])));
    side_label label[2 * SIDE_LABELS];
    size_t n = 0;
    if (wide) {
        n = side_labels(&c, label);
        if (d->range) n += range_labels(&c, label + n);
    }
    for (size_t i = 0; i < n; i++) side = fmax(side, pen_text_width(label[i].face, label[i].s));
    c.left = fmax(wide ? 40 : 30, tick_width + 8);
    p->w = wide ? fmax(PEN_WIDE, c.left + side + 420) : PEN_NARROW;
    c.right = p->w - (wide ? fmax(n ? side + 16 : 12, 40) : 8);
    c.step = (c.right - c.left) / (double)(d->n ? d->n : 1);
    c.mark = fmin(1, fmax(c.step / 9, .35));
    if (wide && d->range) {
        c.range_hi = 0;
        for (size_t i = 0; i < d->n; i++)
            if (isfinite(d->range[i])) c.range_hi = fmax(c.range_hi, d->range[i]);
        for (size_t i = 0; i < d->n_phase; i++)
            if (isfinite(d->phase[i].range_ucl)) c.range_hi = fmax(c.range_hi, d->phase[i].range_ucl);
        c.range_hi = c.range_hi > 0 ? c.range_hi * 1.08 : 1;
    }
    return c;
}

/* ---- changes: their labels stand over the plot in rows, so that no line of one runs through the label of another ----
 */

typedef struct change_label {
    text_lines text;
    double x, x0, x1; /* of the line, of the label */
    double base;      /* of the last line, above the plot */
    int row;
    bool over; /* the label lies over its own line, which then ends below it */
} change_label;

static bool within(double x, const change_label *l) { return x > l->x0 - 3 && x < l->x1 + 3; }

/* Seats label i in the lowest row where it meets neither a label nor a rising line of those already seated. */
static void seat_change(change_label *l, size_t n, const bool *seated, size_t i) {
    l[i].row = 0;
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t j = 0; j < n; j++) {
            if (!seated[j]) continue;
            bool crossed = !l[j].over && within(l[j].x, &l[i]) && l[i].row <= l[j].row;
            bool meet = l[i].row == l[j].row && l[i].x0 < l[j].x1 + 8 && l[j].x0 < l[i].x1 + 8;
            if (!crossed && !meet) continue;
            l[i].row++;
            moved = true;
        }
    }
}

/* The height that the rows need; sets the baseline of each label as a distance above the plot. */
static double place_changes(control *c, change_label *l) {
    const chart_control_data *d = c->d;
    size_t n = d->n_change;
    bool *seated = arena_new(&c->p->mem, bool, n + 1);
    for (size_t i = 0; i < n; i++) {
        l[i].text = text_wrap(&c->p->mem, str_c(d->change[i].text), (c->wide ? 220 : 170) / pen_size(PEN_BOLD));
        double w = l[i].text.em * pen_size(PEN_BOLD);
        l[i].x = c->left + c->step * (double)d->change[i].before;
        l[i].over = l[i].x + 6 + w > c->p->w;
        l[i].x0 = l[i].over ? fmax(0, c->p->w - w) : l[i].x + 6;
        l[i].x1 = l[i].x0 + w;
    }
    /* first those right of their line, from the right: only lines to the right of a label can cross it */
    for (size_t i = n; i-- > 0;)
        if (!l[i].over) seat_change(l, n, seated, i), seated[i] = true;
    for (size_t i = 0; i < n; i++)
        if (l[i].over) seat_change(l, n, seated, i), seated[i] = true;
    double *base = arena_new(&c->p->mem, double, n + 2);
    for (int row = 0; row < (int)n; row++) {
        int lines = 0;
        for (size_t i = 0; i < n; i++)
            if (l[i].row == row && l[i].text.n > lines) lines = l[i].text.n;
        base[row + 1] = base[row] + (lines ? lines * SEAT_LINE + 3 : 0);
    }
    for (size_t i = 0; i < n; i++) l[i].base = 9 + base[l[i].row];
    return base[n];
}

static void draw_changes(control *c, const change_label *l) {
    for (size_t i = 0; i < c->d->n_change; i++) {
        double last = c->top - l[i].base, first = last - (l[i].text.n - 1) * SEAT_LINE, from = first - 10;
        if (l[i].text.n == 0) from = c->top - 4;
        bool blocked = false;
        for (size_t j = 0; j < c->d->n_change; j++)
            blocked = blocked || (j != i && l[j].row < l[i].row && within(l[i].x, &l[j]));
        if (l[i].over) from = blocked ? c->top - 4 : last + 5;
        pen_line(c->p, l[i].x, from, l[i].x, c->panel_bottom, "change");
        for (int j = 0; j < l[i].text.n; j++)
            pen_text(c->p, PEN_BOLD, PEN_START, l[i].x0, first + j * SEAT_LINE, "ink halo", l[i].text.line[j]);
    }
}

/* ---- lines and points ---- */

static void draw_grid(const control *c) {
    for (size_t i = 0; i < c->ticks; i++) {
        double y = y_at(c, c->tick[i]);
        if (i > 0) pen_line(c->p, c->left, y, c->right, y, "grid");
        pen_text(c->p, PEN_PLAIN, PEN_END, c->left - 7, y + 4, "muted",
                 pen_number(&c->p->mem, c->tick_format, c->tick[i]));
    }
}

static void draw_limits(const control *c, const chart_phase *f) {
    double x0 = x_at(c, (double)f->from - .5), x1 = x_at(c, (double)f->to + .5);
    size_t n = f->to - f->from + 1;
    if (f->lcls || f->ucls) {
        double *up = arena_new(&c->p->mem, double, 8 * n), *low = arena_new(&c->p->mem, double, 4 * n);
        for (size_t i = f->from; i <= f->to; i++) {
            double a = x_at(c, (double)i - .5), b = x_at(c, (double)i + .5), u = upper(f, i), l = lower(f, i);
            double top = isfinite(u) ? y_at(c, u) : c->top, bottom = isfinite(l) ? y_at(c, l) : c->bottom;
            memcpy(up + 4 * (i - f->from), (double[]){a, top, b, top}, 4 * sizeof *up);
            memcpy(low + 4 * (i - f->from), (double[]){a, bottom, b, bottom}, 4 * sizeof *low);
        }
        /* the band: along the upper limit and back along the lower */
        for (size_t i = 0; i < 2 * n; i++) memcpy(up + 4 * n + 2 * i, low + 2 * (2 * n - 1 - i), 2 * sizeof *up);
        pen_polygon(c->p, up, 4 * n, "band");
        pen_polyline(c->p, up, 2 * n, "lim");
        pen_polyline(c->p, low, 2 * n, "lim");
    } else if (isfinite(f->ucl) || isfinite(f->lcl)) {
        double top = isfinite(f->ucl) ? y_at(c, f->ucl) : c->top,
               bottom = isfinite(f->lcl) ? y_at(c, f->lcl) : c->bottom;
        pen_rect(c->p, x0, top, x1 - x0, bottom - top, 0, "band");
        if (isfinite(f->ucl)) pen_line(c->p, x0, top, x1, top, "lim");
        if (isfinite(f->lcl)) pen_line(c->p, x0, bottom, x1, bottom, "lim");
    }
    if (isfinite(f->cl)) pen_line(c->p, x0, y_at(c, f->cl), x1, y_at(c, f->cl), "cl");
}

static void draw_extension(const control *c, const chart_phase *f) {
    if (!f->extended || f->to + 1 >= c->d->n) return;
    double limit[] = {upper(f, f->to), f->cl, lower(f, f->to)}, x0 = x_at(c, (double)f->to + .5);
    for (int i = 0; i < 3; i++)
        if (isfinite(limit[i])) pen_line(c->p, x0, y_at(c, limit[i]), c->right, y_at(c, limit[i]), "ext");
}

/* Runs of `xy` without gaps that do not go over a phase's end. */
static void draw_series(const control *c, const double *xy) {
    size_t from = 0, n = c->d->n;
    for (size_t i = 0; i <= n; i++) {
        bool gap = i == n || isnan(xy[2 * i + 1]), cut = false;
        for (size_t k = 0; k < c->d->n_phase && !gap; k++) cut = cut || (i > 0 && c->d->phase[k].from == i);
        if (!gap && !cut) continue;
        pen_polyline(c->p, xy + 2 * from, i - from, "series");
        from = gap ? i + 1 : i;
    }
}

static void draw_panel(control *c) {
    const chart_control_data *d = c->d;
    pen_line(c->p, c->left, c->panel_bottom, c->right, c->panel_bottom, "axis");
    for (size_t i = 0; i < d->n_phase; i++) {
        const chart_phase *f = &d->phase[i];
        double x0 = x_at(c, (double)f->from - .5), x1 = x_at(c, (double)f->to + .5);
        if (isfinite(f->range_ucl)) {
            double y = range_y(c, f->range_ucl);
            pen_rect(c->p, x0, y, x1 - x0, c->panel_bottom - y, 0, "band");
            pen_line(c->p, x0, y, x1, y, "lim");
        }
        if (isfinite(f->range_cl)) pen_line(c->p, x0, range_y(c, f->range_cl), x1, range_y(c, f->range_cl), "cl");
    }
    double *xy = arena_new(&c->p->mem, double, 2 * d->n + 2);
    for (size_t i = 0; i < d->n; i++) {
        xy[2 * i] = x_at(c, (double)i);
        xy[2 * i + 1] = isfinite(d->range[i]) ? range_y(c, d->range[i]) : NAN;
    }
    draw_series(c, xy);
    for (size_t i = 0; i < d->n; i++) {
        bool beyond = false;
        for (size_t k = 0; k < d->n_phase; k++)
            beyond = beyond || (i >= d->phase[k].from && i <= d->phase[k].to && d->range[i] > d->phase[k].range_ucl);
        if (isfinite(d->range[i]))
            draw_point(c->p, beyond ? CHART_MARK_BAD : CHART_MARK_COMMON, xy[2 * i], xy[2 * i + 1], .8 * c->mark,
                       (str){0});
    }
}

/* ---- labels ---- */

static void draw_side(const control *c, side_label *l, size_t n, double lo, double hi) {
    for (size_t i = 1; i < n; i++)
        for (size_t j = i; j > 0 && l[j].y < l[j - 1].y; j--) {
            side_label swap = l[j];
            l[j] = l[j - 1];
            l[j - 1] = swap;
        }
    double y[2 * SIDE_LABELS];
    for (size_t i = 0; i < n; i++) y[i] = l[i].y;
    place_apart(y, n, LABEL_GAP, lo, hi);
    for (size_t i = 0; i < n; i++) {
        double lead[] = {c->right + 1, l[i].y, c->right + 7, l[i].y, c->right + 11, y[i]};
        pen_polyline(c->p, lead, 3, "lead");
        pen_text(c->p, l[i].face, PEN_START, c->right + 14, y[i] + 4.3, l[i].cls, l[i].s);
    }
}

static void draw_sides(control *c) {
    side_label l[SIDE_LABELS];
    size_t n = side_labels(c, l);
    for (size_t i = 0; i < n; i++) l[i].y = y_at(c, l[i].y);
    draw_side(c, l, n, c->top, c->bottom);
    if (!c->d->range) return;
    n = range_labels(c, l);
    for (size_t i = 0; i < n; i++) l[i].y = range_y(c, l[i].y);
    draw_side(c, l, n, c->panel_top - 6, c->panel_bottom);
}

typedef struct line_label {
    pen_face face;
    const char *cls;
    str s;
    double y, x0, x1; /* the line */
    bool under_first; /* rather below the line than above */
    bool at_end;      /* from the right end on */
    bool above_only;
    double off; /* further away from the line */
} line_label;

/* Seats along the line every 8 units, on one side and then on the other. Nearer to the data than `least`: none. */
static bool label_line(const seat_plan *plan, line_label l, double least) {
    enum { SEATS = 240 };
    seat seats[SEATS];
    size_t n = 0;
    int places = (int)fmax(1, floor((l.x1 - l.x0 - pen_text_width(l.face, l.s) - 10) / 8) + 1);
    for (int side = 0; side < (l.above_only ? 1 : 2); side++)
        for (int k = 0; k < places && n < SEATS; k++)
            seats[n++] = (seat){l.at_end ? PEN_END : PEN_START, l.at_end ? l.x1 - 5 - 8 * k : l.x0 + 5 + 8 * k,
                                l.y + ((side == 1) != l.under_first ? 14 + l.off : -5 - l.off)};
    return seat_text(plan, l.face, l.cls, one_line(&plan->p->mem, l.s), seats, n, least);
}

static line_label phase_line(const control *c, const chart_phase *f, double y) {
    return (line_label){.y = y_at(c, y), .x0 = x_at(c, (double)f->from - .5), .x1 = x_at(c, (double)f->to + .5)};
}

/* The mean of a phase: at its line, else over the band, else under it. */
static void label_mean(const control *c, const seat_plan *plan, const chart_phase *f) {
    const chart_control_data *d = c->d;
    if (!isfinite(f->cl)) return;
    line_label l = phase_line(c, f, f->cl);
    l.face = PEN_BOLD;
    l.cls = "ink halo";
    l.s = join(&c->p->mem, d->cl, pen_number(&c->p->mem, d->format, f->cl));
    if (label_line(plan, l, .5)) return;
    double up = upper(f, f->from), low = lower(f, f->from);
    for (l.off = 0; l.off < 40; l.off += SEAT_LINE) {
        line_label over = l, under = l;
        over.above_only = under.above_only = under.under_first = true;
        over.y = y_at(c, isfinite(up) ? up : f->cl);
        under.y = y_at(c, isfinite(low) ? low : f->cl);
        if (label_line(plan, over, 0) || label_line(plan, under, 0)) return;
    }
}

static void label_limits(const control *c, const seat_plan *plan, const chart_phase *f) {
    const chart_control_data *d = c->d;
    if (f->lcls || f->ucls) return;
    double limit[] = {f->ucl, f->lcl};
    for (int i = 0; i < 2; i++) {
        if (!isfinite(limit[i])) continue;
        line_label l = phase_line(c, f, limit[i]);
        l.cls = "halo";
        l.s = pen_number(&c->p->mem, d->format, limit[i]);
        if (c->wide) l.s = join(&c->p->mem, i ? d->lcl : d->ucl, l.s);
        l.under_first = i == 1;
        if (!label_line(plan, l, 1.5)) label_line(plan, l, 0);
    }
}

static void label_points(const control *c, const seat_plan *plan) {
    for (size_t i = 0; i < c->d->n; i++) {
        const chart_point *q = &c->d->point[i];
        if (!str_c(q->note).n || !isfinite(q->value)) continue;
        text_lines text = text_wrap(&c->p->mem, str_c(q->note), (c->wide ? 170 : 110) / pen_size(PEN_BOLD));
        const char *cls = q->mark == CHART_MARK_GOOD  ? "good halo"
                          : q->mark == CHART_MARK_BAD ? "bad halo"
                                                      : "ink halo";
        double x = c->xy[2 * i], y = c->xy[2 * i + 1], tail = (text.n - 1) * SEAT_LINE;
        seat seats[32];
        size_t n = 0;
        for (int r = 8; r < 28; r += 6) {
            seats[n++] = (seat){PEN_START, x + r, y - r + 1 - tail};
            seats[n++] = (seat){PEN_MIDDLE, x, y - r - 2 - tail};
            seats[n++] = (seat){PEN_END, x - r, y - r + 1 - tail};
            seats[n++] = (seat){PEN_START, x + r, y + r + 9};
            seats[n++] = (seat){PEN_MIDDLE, x, y + r + 12};
            seats[n++] = (seat){PEN_END, x - r, y + r + 9};
        }
        seat_text(plan, PEN_BOLD, cls, text, seats, n, 0);
    }
}

static str point_label(const control *c, size_t i) { return pen_fit(&c->p->mem, PEN_PLAIN, str_c(c->d->point[i].label), POINT_MAX); }

/* Centre of a label below point i, moved inside where it would stick out. */
static double label_x(const control *c, size_t i, str s) {
    double half = pen_text_width(PEN_PLAIN, s) / 2;
    return fmin(fmax(x_at(c, (double)i), half), c->p->w - half);
}

/* Labels below the axis, every k-th of those given, k the smallest that keeps them apart; brackets below them. */
static void label_axis(const control *c) {
    const chart_control_data *d = c->d;
    size_t given = 0, every = 1;
    for (size_t i = 0; i < d->n; i++) given += str_c(d->point[i].label).n > 0;
    for (bool touch = true; touch && every < given;) {
        touch = false;
        double end = -INFINITY;
        size_t k = 0;
        for (size_t i = 0; i < d->n && !touch; i++) {
            if (!str_c(d->point[i].label).n || k++ % every) continue;
            str s = point_label(c, i);
            double half = pen_text_width(PEN_PLAIN, s) / 2, x = label_x(c, i, s);
            touch = x - half < end + 6;
            end = x + half;
        }
        every += touch;
    }
    size_t k = 0;
    for (size_t i = 0; i < d->n; i++) {
        if (!str_c(d->point[i].label).n || k++ % every) continue;
        str s = point_label(c, i);
        double x = x_at(c, (double)i);
        pen_line(c->p, x, c->panel_bottom, x, c->panel_bottom + 4, "tick");
        pen_text(c->p, PEN_PLAIN, PEN_MIDDLE, label_x(c, i, s), c->panel_bottom + 18, "muted", s);
    }
    for (size_t i = 0; i < d->n_group; i++) {
        const chart_group *g = &d->group[i];
        double x0 = x_at(c, (double)g->from - .5), x1 = x_at(c, (double)g->to + .5);
        pen_line(c->p, x0 + 1.5, c->panel_bottom + 23.5, x1 - 1.5, c->panel_bottom + 23.5, "tick");
        if (x1 - x0 > pen_text_width(PEN_PLAIN, str_c(g->text)) + 2)
            pen_text(c->p, PEN_PLAIN, PEN_MIDDLE, (x0 + x1) / 2, c->panel_bottom + 37, "", str_c(g->text));
    }
}

/* Over the lower panel, beside the lines of the changes. */
static void label_panel(const control *c) {
    size_t n = 0;
    seat *seats = arena_new(&c->p->mem, seat, c->d->n_change + 1);
    seats[n++] = (seat){PEN_START, c->left, c->panel_top - 8};
    for (size_t i = 0; i < c->d->n_change; i++) seats[n++] = (seat){PEN_START, c->walls[i] + 6, c->panel_top - 8};
    seat_plan plan = {
        .p = c->p, .field = {c->left, c->bottom, c->p->w, c->panel_top}, .walls = c->walls, .n_walls = c->d->n_change};
    str whole = str_c(c->d->range_label);
    if (seat_text(&plan, PEN_PLAIN, "muted", one_line(&c->p->mem, whole), seats, n, 0)) return;
    /* no stretch holds it whole: the widest one holds a part */
    double at = c->left, room = 0;
    for (size_t i = 0; i <= c->d->n_change; i++) {
        double from = i ? c->walls[i - 1] + 6 : c->left, to = i < c->d->n_change ? c->walls[i] - 3 : c->p->w;
        if (to - from <= room) continue;
        room = to - from;
        at = from;
    }
    pen_text(c->p, PEN_PLAIN, PEN_START, at, c->panel_top - 8, "muted halo", pen_fit(&c->p->mem, PEN_PLAIN, whole, room - 2));
}

/* Those that matter most choose first. In the wide drawing the last phase and the target stand in the right margin. */
static void draw_labels(control *c) {
    const chart_control_data *d = c->d;
    seat_plan plan = {c->p,     {c->left + 2, c->top - 8, c->right - 1, c->bottom - 1},
                      c->xy,    d->n,
                      c->step,  3.6 * c->mark,
                      c->walls, d->n_change};
    const chart_phase *margin = c->wide ? last_phase(d) : NULL;
    if (c->wide) draw_sides(c);
    if (c->wide && d->range) label_panel(c);
    for (size_t i = 0; i < d->n_phase; i++)
        if (&d->phase[i] != margin) label_mean(c, &plan, &d->phase[i]);
    if (!c->wide && isfinite(d->target)) {
        line_label l = {
            PEN_BOLD, "accent halo", pen_fit(&c->p->mem, PEN_BOLD, str_c(d->target_label), c->right - c->left - 12), y_at(c, d->target), c->left, c->right, false, false, false,
            0};
        if (!label_line(&plan, l, 1.5)) label_line(&plan, l, -5);
    }
    label_points(c, &plan);
    for (size_t i = 0; i < d->n_phase; i++)
        if (&d->phase[i] != margin) label_limits(c, &plan, &d->phase[i]);
    for (size_t i = 0; c->wide && i < d->n_phase; i++) {
        const chart_phase *f = &d->phase[i];
        if (!f->extended || f->to + 1 >= d->n) continue;
        line_label l = phase_line(c, f, isfinite(upper(f, f->to)) ? upper(f, f->to) : f->cl);
        l.cls = "muted halo";
        l.s = str_c(d->extended_label);
        l.x0 = l.x1;
        l.x1 = c->right;
        l.at_end = true;
        if (!label_line(&plan, l, 1.5)) label_line(&plan, l, 0);
    }
}

void draw_control(pen *p, const chart_frame *frame, const void *data) {
    const chart_control_data *d = data;
    control c = measure(p, d, frame->variant == CHART_WIDE);
    change_label *change = arena_new(&p->mem, change_label, d->n_change + 1);
    c.top = 26 + place_changes(&c, change);
    c.bottom = c.top + (c.wide ? PLOT_WIDE : PLOT_NARROW);
    c.panel_top = c.bottom + PANEL_GAP;
    c.panel_bottom = c.wide && d->range ? c.panel_top + PANEL : c.bottom;
    c.xy = arena_new(&p->mem, double, 2 * d->n + 2);
    c.walls = arena_new(&p->mem, double, d->n_change + 1);
    for (size_t i = 0; i < d->n; i++) {
        c.xy[2 * i] = x_at(&c, (double)i);
        c.xy[2 * i + 1] = isfinite(d->point[i].value) ? y_at(&c, d->point[i].value) : NAN;
    }
    for (size_t i = 0; i < d->n_change; i++) c.walls[i] = change[i].x;

    pen_text(p, PEN_PLAIN, PEN_START, 0, 13, "muted", pen_fit(&p->mem, PEN_PLAIN, str_c(d->axis_label), p->w));
    draw_grid(&c);
    for (size_t i = 0; i < d->n_phase; i++) draw_limits(&c, &d->phase[i]);
    pen_line(p, c.left, c.bottom, c.right, c.bottom, "axis");
    for (size_t i = 0; i < d->n_phase; i++) draw_extension(&c, &d->phase[i]);
    if (isfinite(d->target)) pen_line(p, c.left, y_at(&c, d->target), c.right, y_at(&c, d->target), "target");
    if (c.wide && d->range) draw_panel(&c);
    draw_changes(&c, change);
    draw_series(&c, c.xy);
    for (size_t i = 0; i < d->n; i++)
        if (!isnan(c.xy[2 * i + 1])) {
            double scale = d->point[i].mark == CHART_MARK_COMMON
                               ? c.mark
                               : fmax(c.mark, .65); /* signals must be seen in any crowd */
            draw_point(p, d->point[i].mark, c.xy[2 * i], c.xy[2 * i + 1], scale, str_c(d->point[i].tip));
        }
    label_axis(&c);
    draw_labels(&c);
    p->h = c.panel_bottom + (d->n_group ? FOOT : 24);
}
