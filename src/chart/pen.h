/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes SVG elements and remembers the boxes of the texts, so that labels can look for free room and tests can
 * measure. Units are those of the viewBox. Classes are those of site/assets/chart.css. */
#ifndef PDCA_CHART_PEN_H
#define PDCA_CHART_PEN_H

#include "base/arena.h"
#include "base/buf.h"
#include "chart/place.h"
#include "chart/text.h"
#include "pdca_chart.h"

typedef enum pen_anchor { PEN_START, PEN_MIDDLE, PEN_END } pen_anchor;
typedef enum pen_face {
    PEN_PLAIN,
    PEN_BOLD,
    PEN_NUMBER /* 15, 600 */,
    PEN_TITLE /* 15, 600 */,
    PEN_TAG /* 13.5, 600 */
} pen_face;
enum { PEN_WIDE = 800, PEN_NARROW = 342 };

typedef struct pen_text_box {
    box at;
    str s;
} pen_text_box;
typedef struct pen_line_seg {
    double x0, y0, x1, y1;
    const char *cls;
} pen_line_seg;

typedef struct pen {
    arena mem;
    buf body;
    double x0, w, h;    /* the viewBox "x0 0 w h": set by the drawing */
    const char *cls;    /* of the svg element besides `chart` and the variant, or NULL */
    pen_text_box *text; /* every text drawn so far, estimated a little wide */
    size_t n_text, cap_text;
    pen_line_seg *line; /* every straight line and polyline segment drawn so far */
    size_t n_line, cap_line;
} pen;

/* Size in units by which a face is measured (≥ the size it is drawn at). */
double pen_size(pen_face face);
double pen_text_width(pen_face face, str s);
/* `s`, or as much of it as is no wider than `room` with … behind it, in the arena. */
str pen_fit(arena *a, pen_face face, str s, double room);
/* The box of a text whose baseline is at y. */
box pen_text_at(pen_face face, pen_anchor anchor, double x, double y, str s);

/* A coordinate: at most 2 decimals, never "-0", whatever the locale. */
void pen_coord(buf *b, double v);
/* A number for reading, in the arena. */
str pen_number(arena *a, chart_format f, double v);
/* Text content: escaped, and valid XML whatever the bytes. */
void pen_escape(buf *b, str s);

void pen_text(pen *p, pen_face face, pen_anchor anchor, double x, double y, const char *cls, str s);
void pen_line(pen *p, double x0, double y0, double x1, double y1, const char *cls);
void pen_rect(pen *p, double x, double y, double w, double h, double radius, const char *cls);
/* tip may be empty. */
void pen_dot(pen *p, double x, double y, double r, const char *cls, str tip);
void pen_diamond(pen *p, double x, double y, double r, const char *cls, str tip);
/* `xy` are n pairs. A polyline is left out below 2 points. */
void pen_polyline(pen *p, const double *xy, size_t n, const char *cls);
void pen_polygon(pen *p, const double *xy, size_t n, const char *cls);
/* A path that starts at (x, y) and goes on by `relative` commands (a literal of ours). */
void pen_path(pen *p, double x, double y, const char *relative, const char *cls);

/* Draws by `draw(pen, frame, data)` and appends the finished <svg>. */
typedef void pen_draw(pen *p, const chart_frame *frame, const void *data);
void pen_svg(buf *out, const chart_frame *frame, pen_draw *draw, const void *data);
void pen_free(pen *p);

#endif
