/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/seat.h"

#include <math.h>

/* A label this far from the data needs no better place. */
static const double ROOMY = 3;

static box box_of(pen_face face, text_lines text, seat s) {
    box b = pen_text_at(face, s.anchor, s.x, s.y, text.line[0]);
    for (int i = 1; i < text.n; i++) {
        box l = pen_text_at(face, s.anchor, s.x, s.y + i * SEAT_LINE, text.line[i]);
        b = (box){fmin(b.x0, l.x0), b.y0, fmax(b.x1, l.x1), l.y1};
    }
    return b;
}

static bool is_free(const seat_plan *plan, box b) {
    if (b.x0 < plan->field.x0 || b.x1 > plan->field.x1 || b.y0 < plan->field.y0 || b.y1 > plan->field.y1) return false;
    box roomy = {b.x0 - 3, b.y0 - 1, b.x1 + 3, b.y1 + 1};
    for (size_t i = 0; i < plan->p->n_text; i++)
        if (box_meets(roomy, plan->p->text[i].at)) return false;
    for (size_t i = 0; i < plan->n_walls; i++)
        if (plan->walls[i] > b.x0 - 2 && plan->walls[i] < b.x1 + 2) return false;
    return true;
}

/* Distance to the line and the marks, as far as it matters. */
static double clearance(const seat_plan *plan, box b) {
    double least = ROOMY, reach = ROOMY + plan->mark;
    /* points stand `step` apart: only those below and beside the box can be near */
    double first_x = NAN;
    size_t from = 0;
    for (; from < plan->n && isnan(first_x); from++) first_x = plan->xy[2 * from] - plan->step * (double)from;
    if (isnan(first_x)) return least;
    double a = floor((b.x0 - reach - first_x) / plan->step) - 1, z = ceil((b.x1 + reach - first_x) / plan->step) + 1;
    size_t i0 = a > 0 ? (size_t)a : 0, i1 = z < 0 ? 0 : z < (double)plan->n ? (size_t)z : plan->n;
    for (size_t i = i0; i < i1; i++) {
        double x = plan->xy[2 * i], y = plan->xy[2 * i + 1];
        if (isnan(y)) continue;
        least = fmin(least, box_distance(b, x, y, x, y) - plan->mark);
        if (i + 1 < plan->n && !isnan(plan->xy[2 * i + 3]))
            least = fmin(least, box_distance(b, x, y, plan->xy[2 * i + 2], plan->xy[2 * i + 3]));
    }
    return least;
}

bool seat_text(const seat_plan *plan, pen_face face, const char *cls, text_lines text, const seat *seats, size_t n,
               double least) {
    if (text.n == 0) return true;
    double best = least - 1e-9;
    const seat *found = NULL;
    for (size_t i = 0; i < n && best < ROOMY; i++) {
        box b = box_of(face, text, seats[i]);
        if (!is_free(plan, b)) continue;
        double clear = clearance(plan, b);
        if (clear <= best) continue;
        best = clear;
        found = &seats[i];
    }
    if (!found) return false;
    for (int i = 0; i < text.n; i++)
        pen_text(plan->p, face, found->anchor, found->x, found->y + i * SEAT_LINE, cls, text.line[i]);
    return true;
}
