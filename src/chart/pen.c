/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pen.h"

#include <math.h>
#include <stdlib.h>

#include "chart/style.h"

/* Sizes to measure by: those of chart.css and a little more; bold Latin runs about 5 % wider. */
static const struct {
    double size;
    const char *cls;
} FACES[] = {[PEN_PLAIN] = {13, "t"},
             [PEN_BOLD] = {13.4, "t b"},
             [PEN_NUMBER] = {16, "t b num"},
             [PEN_TITLE] = {16, "t b big"},
             [PEN_TAG] = {14.4, "t b tag"}};

double pen_size(pen_face face) { return FACES[face].size; }

double pen_text_width(pen_face face, str s) { return text_em(s) * FACES[face].size; }

str pen_fit(arena *a, pen_face face, str s, double room) {
    if (pen_text_width(face, s) <= room) return s;
    double left = room - pen_text_width(face, S("…"));
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        utf8_next(s, &at);
        if (pen_text_width(face, str_sub(s, 0, at)) > left) break;
        n = at;
    }
    str head = str_trim(str_sub(s, 0, n));
    return str_c(arena_printf(a, "%.*s…", STR(head)));
}

box pen_text_at(pen_face face, pen_anchor anchor, double x, double y, str s) {
    double w = pen_text_width(face, s), size = FACES[face].size;
    double x0 = anchor == PEN_START ? x : anchor == PEN_MIDDLE ? x - w / 2 : x - w;
    return (box){x0, y - .84 * size, x0 + w, y + .2 * size};
}

void pen_coord(buf *b, double v) {
    if (!(fabs(v) < 1e9)) v = 0;
    long long c = llround(v * 100);
    char z[24], *end = z + sizeof z, *p = end;
    bool minus = c < 0;
    c = llabs(c);
    if (c % 100) {
        if (c % 10) *--p = (char)('0' + c % 10);
        *--p = (char)('0' + c / 10 % 10);
        *--p = '.';
    }
    c /= 100;
    do *--p = (char)('0' + c % 10);
    while (c /= 10);
    if (minus) *--p = '-';
    buf_put(b, (str){p, (size_t)(end - p)});
}

str pen_number(arena *a, chart_format f, double v) {
    static const long long powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    int d = f.decimals < 0 ? 0 : f.decimals > 6 ? 6 : f.decimals;
    buf b = {0};
    if (!(fabs(v) < 1e12)) {
        buf_z(&b, isnan(v) ? "–" : v < 0 ? "−∞" : "∞");
        if (isfinite(v)) {
            buf_clear(&b);
            buf_printf(&b, "%.3e", v);
        }
    } else {
        long long scaled = llround(v * (double)powers[d]);
        if (scaled < 0) buf_z(&b, "−");
        scaled = llabs(scaled);
        buf_thousands(&b, scaled / powers[d]);
        if (d) buf_putc(&b, '.');
        for (int i = d; i > 0; i--) buf_putc(&b, (char)('0' + scaled / powers[i - 1] % 10));
    }
    buf_z(&b, f.suffix);
    str r = arena_str(a, buf_str(&b));
    buf_free(&b);
    return r;
}

void pen_escape(buf *b, str s) {
    arena a = {0};
    buf_html(b, text_clean(&a, s));
    arena_free(&a);
}

static void attribute(buf *b, const char *name, double v) {
    buf_putc(b, ' ');
    buf_z(b, name);
    buf_z(b, "=\"");
    pen_coord(b, v);
    buf_putc(b, '"');
}

static void class_open(buf *b, const char *cls) {
    buf_z(b, " class=\"");
    buf_z(b, cls);
}

static void class_end(buf *b, const char *cls) {
    class_open(b, cls);
    buf_z(b, "\"/>");
}

static void keep_text(pen *p, box at, str s) {
    if (p->n_text == p->cap_text) {
        size_t cap = p->cap_text ? p->cap_text * 2 : 64;
        pen_text_box *grown = arena_new(&p->mem, pen_text_box, cap);
        if (p->n_text) memcpy(grown, p->text, p->n_text * sizeof *grown);
        p->text = grown;
        p->cap_text = cap;
    }
    p->text[p->n_text++] = (pen_text_box){at, s};
}

static void keep_line(pen *p, double x0, double y0, double x1, double y1, const char *cls) {
    if (p->n_line == p->cap_line) {
        size_t cap = p->cap_line ? p->cap_line * 2 : 64;
        pen_line_seg *grown = arena_new(&p->mem, pen_line_seg, cap);
        if (p->n_line) memcpy(grown, p->line, p->n_line * sizeof *grown);
        p->line = grown;
        p->cap_line = cap;
    }
    p->line[p->n_line++] = (pen_line_seg){x0, y0, x1, y1, cls};
}

void pen_text(pen *p, pen_face face, pen_anchor anchor, double x, double y, const char *cls, str s) {
    if (s.n == 0) return;
    buf *b = &p->body;
    buf_z(b, "<text");
    attribute(b, "x", x);
    attribute(b, "y", y);
    class_open(b, FACES[face].cls);
    if (*cls) buf_putc(b, ' ');
    buf_z(b, cls);
    buf_z(b, anchor == PEN_START    ? "\">"
             : anchor == PEN_MIDDLE ? "\" text-anchor=\"middle\">"
                                    : "\" text-anchor=\"end\">");
    pen_escape(b, s);
    buf_z(b, "</text>");
    keep_text(p, pen_text_at(face, anchor, x, y, s), s);
}

void pen_line(pen *p, double x0, double y0, double x1, double y1, const char *cls) {
    buf *b = &p->body;
    buf_z(b, "<line");
    attribute(b, "x1", x0);
    attribute(b, "y1", y0);
    attribute(b, "x2", x1);
    attribute(b, "y2", y1);
    class_end(b, cls);
    keep_line(p, x0, y0, x1, y1, cls);
}

void pen_rect(pen *p, double x, double y, double w, double h, double radius, const char *cls) {
    buf *b = &p->body;
    buf_z(b, "<rect");
    attribute(b, "x", x);
    attribute(b, "y", y);
    attribute(b, "width", fmax(0, w));
    attribute(b, "height", fmax(0, h));
    if (radius > 0) attribute(b, "rx", radius);
    class_end(b, cls);
}

/* Closes an element that may carry a tip. */
static void tip_end(buf *b, const char *element, const char *cls, str tip) {
    if (tip.n == 0) {
        class_end(b, cls);
        return;
    }
    class_open(b, cls);
    buf_z(b, "\"><title>");
    pen_escape(b, tip);
    buf_z(b, "</title></");
    buf_z(b, element);
    buf_putc(b, '>');
}

void pen_dot(pen *p, double x, double y, double r, const char *cls, str tip) {
    buf *b = &p->body;
    buf_z(b, "<circle");
    attribute(b, "cx", x);
    attribute(b, "cy", y);
    attribute(b, "r", r);
    tip_end(b, "circle", cls, tip);
}

void pen_diamond(pen *p, double x, double y, double r, const char *cls, str tip) {
    buf *b = &p->body;
    double at[] = {x, y - r, x + r, y, x, y + r, x - r, y};
    buf_z(b, "<path d=\"M");
    for (int i = 0; i < 8; i++) {
        if (i) buf_putc(b, i % 2 ? ' ' : 'L');
        pen_coord(b, at[i]);
    }
    buf_z(b, "Z\"");
    tip_end(b, "path", cls, tip);
}

static void points(buf *b, const char *element, const double *xy, size_t n) {
    buf_putc(b, '<');
    buf_z(b, element);
    buf_z(b, " points=\"");
    for (size_t i = 0; i < n; i++) {
        if (i) buf_putc(b, ' ');
        pen_coord(b, xy[2 * i]);
        buf_putc(b, ',');
        pen_coord(b, xy[2 * i + 1]);
    }
    buf_putc(b, '"');
}

void pen_polyline(pen *p, const double *xy, size_t n, const char *cls) {
    if (n < 2) return;
    points(&p->body, "polyline", xy, n);
    class_end(&p->body, cls);
    for (size_t i = 1; i < n; i++) keep_line(p, xy[2 * i - 2], xy[2 * i - 1], xy[2 * i], xy[2 * i + 1], cls);
}

void pen_polygon(pen *p, const double *xy, size_t n, const char *cls) {
    points(&p->body, "polygon", xy, n);
    class_end(&p->body, cls);
}

void pen_path(pen *p, double x, double y, const char *relative, const char *cls) {
    buf *b = &p->body;
    buf_z(b, "<path d=\"M");
    pen_coord(b, x);
    buf_putc(b, ' ');
    pen_coord(b, y);
    buf_z(b, relative);
    buf_putc(b, '"');
    class_end(b, cls);
}

static void name_and_role(buf *out, const chart_frame *f) {
    if (f->decorative) {
        buf_z(out, " aria-hidden=\"true\" focusable=\"false\">");
        return;
    }
    buf_z(out, " role=\"img\" aria-labelledby=\"");
    pen_escape(out, str_c(f->id));
    buf_z(out, "-t ");
    pen_escape(out, str_c(f->id));
    buf_z(out, "-d\" focusable=\"false\">");
    static const char *const element[] = {"title", "desc"};
    const char *text[] = {f->title, f->desc};
    for (int i = 0; i < 2; i++) {
        buf_printf(out, "<%s id=\"", element[i]);
        pen_escape(out, str_c(f->id));
        buf_printf(out, "-%c\">", element[i][0]);
        pen_escape(out, str_c(text[i]));
        buf_printf(out, "</%s>", element[i]);
    }
}

void pen_svg(buf *out, const chart_frame *f, pen_draw *draw, const void *data) {
    pen p = {.w = f->variant == CHART_WIDE ? PEN_WIDE : PEN_NARROW};
    draw(&p, f, data);
    buf_printf(out, "<svg%s class=\"chart", f->standalone ? " xmlns=\"http://www.w3.org/2000/svg\"" : "");
    if (p.cls) buf_printf(out, " %s", p.cls);
    else if (!f->standalone) buf_z(out, f->variant == CHART_WIDE ? " wide" : " narrow");
    buf_z(out, "\" viewBox=\"");
    double air = f->standalone ? 14 : 0; /* a file of its own has no page around it */
    double view[] = {p.x0 - air, -air, p.w + 2 * air, p.h + 2 * air};
    for (int i = 0; i < 4; i++) {
        if (i) buf_putc(out, ' ');
        pen_coord(out, view[i]);
    }
    buf_putc(out, '"');
    if (f->standalone) {
        attribute(out, "width", view[2]);
        attribute(out, "height", view[3]);
    }
    name_and_role(out, f);
    if (f->standalone) {
        style_embed(out);
        pen ground = {0};
        pen_rect(&ground, view[0], view[1], view[2], view[3], 0, "ground");
        buf_put(out, buf_str(&ground.body));
        pen_free(&ground);
    }
    buf_put(out, buf_str(&p.body));
    buf_z(out, "</svg>");
    pen_free(&p);
}

void pen_free(pen *p) {
    buf_free(&p->body);
    arena_free(&p->mem);
}
