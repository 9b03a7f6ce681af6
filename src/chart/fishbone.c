/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fishbone. Ribs are parallel, so the free width between neighbours is the same at every height: a row is wrapped
 * to that width less what the slant takes over the row's own height, and nothing can collide. Columns are counted from
 * the head; even categories lie above the spine, odd ones below, a pair shares a joint. */
#include <math.h>

#include "chart/draw.h"

static const double SLANT = .34, LINE = 13 * 1.28, GAP = 11, CHILD_GAP = 5, INDENT = 16, MARK = 22, OFF = 14;
/* The head box grows from HEAD_TEXT to HEAD_MOST for long words and long texts. */
static const double HEAD_PAD = 22, HEAD_TEXT = 82, HEAD_MOST = 150, HEAD_LINE = 20, TAG_LINE = 17, TAG_PAD = 5;
/* Narrower columns than this, and taller fish, read badly; up to WIDEST the picture may grow (12.1 px text on a page of
 * 1280). */
static const double MIN_TEXT = 150, WIDEST = 960, TALLEST = 640, LONG_WORD = 16 /* em */;

/* One cause or sub-cause. */
typedef struct fish_row {
    text_parts *parts;
    text_lines text;
    chart_cause_state state;
    bool child;
    double height; /* lines and what follows them */
} fish_row;

typedef struct rib {
    text_parts *name;
    text_lines tag;
    fish_row *row;
    size_t n, causes;
    double need; /* height of all rows */
} rib;

typedef struct fish {
    const chart_fishbone_data *d;
    rib *rib;
    size_t columns;
    double pitch, tag_height, half[2]; /* half heights: above, below the spine, with OFF and the tags */
    double beyond;                     /* how far the left end reaches beyond 0 where the rounds did not settle */
    text_lines head;
    double head_width, head_height;
} fish;

static const char *text_class(chart_cause_state s) {
    switch (s) {
    case CHART_CAUSE_ROOT: return "accent";
    case CHART_CAUSE_PROVEN: return "ink";
    case CHART_CAUSE_RULED_OUT: return "muted";
    case CHART_CAUSE_SUSPECTED: break;
    }
    return "";
}

static pen_face face_of(chart_cause_state s) { return s == CHART_CAUSE_ROOT ? PEN_BOLD : PEN_PLAIN; }

void draw_cause_mark(pen *p, chart_cause_state s, double x, double y) {
    str none = {0};
    switch (s) {
    case CHART_CAUSE_ROOT:
        pen_dot(p, x, y, 6.2, "fb-root", none);
        pen_path(p, x - 3.1, y + .2, "l2.2 2.3 4-4.6", "fb-tick");
        break;
    case CHART_CAUSE_PROVEN:
        pen_dot(p, x, y, 5.2, "fb-proven", none);
        pen_path(p, x - 2.6, y + .1, "l1.9 2 3.3-3.8", "fb-tick");
        break;
    case CHART_CAUSE_RULED_OUT:
        pen_dot(p, x, y, 4.8, "fb-out", none);
        pen_path(p, x - 2, y - 2, "l4 4m0-4l-4 4", "fb-cross");
        break;
    case CHART_CAUSE_SUSPECTED: pen_dot(p, x, y, 4.8, "fb-open", none); break;
    }
}

enum { MAX_DEPTH = 16 };

static size_t count_below(const chart_cause *c, int depth) {
    size_t n = depth < MAX_DEPTH ? c->n_child : 0;
    for (size_t i = 0, most = n; i < most; i++) n += count_below(&c->child[i], depth + 1);
    return n;
}

static void list_below(arena *a, rib *r, const chart_cause *c, int depth) {
    for (size_t i = 0; depth < MAX_DEPTH && i < c->n_child; i++) {
        r->row[r->n++] =
            (fish_row){.parts = text_split(a, str_c(c->child[i].text)), .state = c->child[i].state, .child = true};
        list_below(a, r, &c->child[i], depth + 1);
    }
}

static rib *list_ribs(arena *a, const chart_fishbone_data *d) {
    rib *ribs = arena_new(a, rib, d->n + 1);
    for (size_t i = 0; i < d->n; i++) {
        const chart_category *c = &d->category[i];
        size_t most = c->n;
        for (size_t k = 0; k < c->n; k++) most += count_below(&c->cause[k], 0);
        ribs[i] = (rib){.name = text_split(a, str_c(c->name)), .row = arena_new(a, fish_row, most + 1), .causes = c->n};
        for (size_t k = 0; k < c->n; k++) {
            ribs[i].row[ribs[i].n++] =
                (fish_row){.parts = text_split(a, str_c(c->cause[k].text)), .state = c->cause[k].state};
            list_below(a, &ribs[i], &c->cause[k], 0);
        }
    }
    return ribs;
}

/* Lines within `width` when each line costs `lean` of it; at least one (empty) line. */
static text_lines lay_leaning(arena *a, const text_parts *parts, double width, double lean, double size) {
    double em = width / size;
    for (int allowed = 1; allowed <= 40; allowed++) {
        em = fmax(width - allowed * lean, 3 * size) / size;
        if (lean == 0 || text_count(a, parts, em) <= allowed) break;
    }
    text_lines l = text_lay(a, parts, em);
    return l.n ? l : (text_lines){arena_new(a, str, 1), 1, 0};
}

/* The rows of a category, each wrapped to `width` less the slant. */
static void wrap_rib(arena *a, rib *r, double width, double lean) {
    r->need = 0;
    for (size_t i = 0; i < r->n; i++) {
        fish_row *w = &r->row[i];
        w->text = lay_leaning(a, w->parts, width - (w->child ? INDENT : 0), lean, pen_size(face_of(w->state)));
        bool ends = i + 1 == r->n || !r->row[i + 1].child;
        w->height = w->text.n * LINE + (ends ? GAP : CHILD_GAP + (w->child ? 0 : 3));
        r->need += w->height;
    }
}

static double text_room(const fish *f) { return f->columns ? f->pitch - 26 - 12 - 2 * LINE * SLANT : INFINITY; }

/* Pitch and heights hang on each other through the slant; a few rounds settle them (DESIGN.md, fishbone 1-3). */
static fish plan(pen *p, const chart_fishbone_data *d, rib *ribs, double width) {
    fish f = {.d = d, .columns = (d->n + 1) / 2, .rib = ribs};
    text_parts *head = text_split(&p->mem, str_c(d->head));
    double text_width = fmin(fmax(HEAD_TEXT, text_longest_run(head) * pen_size(PEN_TITLE)), HEAD_MOST);
    while (text_width < HEAD_MOST && text_count(&p->mem, head, text_width / pen_size(PEN_TITLE)) > 4)
        text_width = fmin(text_width + 12, HEAD_MOST);
    f.head = text_lay(&p->mem, head, text_width / pen_size(PEN_TITLE));
    f.head_width = text_width + HEAD_PAD;
    double spine = width - f.head_width - 14;
    f.head_height = (f.head.n > 1 ? f.head.n : 1) * HEAD_LINE + 26;
    f.half[0] = f.half[1] = f.head_height / 2 + 8;
    f.tag_height = TAG_LINE + TAG_PAD;
    if (!d->n) return f;
    double guess = 150;
    for (int round = 0; round < 5; round++) {
        f.pitch = (spine - 2 + 2 * LINE * SLANT - (guess - f.tag_height) * SLANT) / (double)f.columns;
        if (text_room(&f) < MIN_TEXT) break; /* and it only gets narrower */
        double text = f.pitch - 26 - 12, tag = fmax(40, fmin(f.pitch - 12, 240) - 20);
        int tag_lines = 1;
        for (size_t i = 0; i < d->n; i++) {
            wrap_rib(&p->mem, &f.rib[i], text, LINE * SLANT);
            f.rib[i].tag = text_lay(&p->mem, f.rib[i].name, tag / pen_size(PEN_TAG));
            tag_lines = f.rib[i].tag.n > tag_lines ? f.rib[i].tag.n : tag_lines;
        }
        f.tag_height = tag_lines * TAG_LINE + TAG_PAD;
        for (int side = 0; side < 2; side++) {
            double half = f.head_height / 2 + 8;
            for (size_t i = side; i < d->n; i += 2)
                half = fmax(half, fmax(OFF + f.rib[i].need, f.head_height / 2 + 8) + f.tag_height + 2);
            f.half[side] = half;
        }
        f.beyond = fmax(0, fmax(f.half[0], f.half[1]) - guess) * SLANT;
        guess = fmax(f.half[0], f.half[1]);
    }
    return f;
}

/* What a row takes of the column: its text and what the slant costs over its height. */
static double row_span(const fish_row *w) {
    return w->text.em * pen_size(face_of(w->state)) + MARK + (w->child ? INDENT : 0) + w->text.n * LINE * SLANT;
}

/* One row with its upper end at `top`: the text ends before the rib, a twig runs under a cause, an elbow ties a
 * sub-cause. `edge` is where the rib stands where it is nearest to the row, `span` the widest row of the cause with its
 * sub-causes. */
static void draw_row(pen *p, const fish_row *w, double top, double edge, double rib_at_twig, double span) {
    double bottom = top + w->text.n * LINE, mark_y = top + LINE / 2 + .4;
    double x = edge - 2 - span + w->text.n * LINE * SLANT + (w->child ? INDENT : 0);
    draw_cause_mark(p, w->state, x + 7, mark_y);
    for (int j = 0; j < w->text.n; j++)
        pen_text(p, face_of(w->state), PEN_START, x + MARK - 4, top + j * LINE + 12.6, text_class(w->state),
                 w->text.line[j]);
    if (w->child) pen_path(p, x - 6, mark_y - 9, "v9h6", "elbow");
    else pen_line(p, x, bottom + 3, rib_at_twig, bottom + 3, w->state == CHART_CAUSE_ROOT ? "twig hot" : "twig");
}

static void draw_rib(pen *p, const fish *f, const rib *r, double joint, double spine, bool above) {
    double end = f->half[!above] - f->tag_height - 2, tip_x = joint - end * SLANT,
           tip_y = above ? spine - end : spine + end;
    pen_line(p, joint, spine, tip_x, tip_y, "rib");
    double w = 20 + r->tag.em * pen_size(PEN_TAG), y = above ? tip_y - f->tag_height : tip_y;
    double height = (r->tag.n > 1 ? r->tag.n : 1) * TAG_LINE + TAG_PAD;
    if (above) y += f->tag_height - height;
    pen_rect(p, tip_x - w / 2, y, w, height, 3, "ribhead");
    for (int j = 0; j < r->tag.n; j++)
        pen_text(p, PEN_TAG, PEN_MIDDLE, tip_x, y + 15.6 + j * TAG_LINE, "on", r->tag.line[j]);

    double extra = fmax(0, end - OFF - r->need) / ((double)r->causes + .6);
    y = above ? tip_y + OFF * .3 + extra * .8 : spine + OFF * .6 + extra * .5;
    for (size_t i = 0, next; i < r->n; i = next) {
        double span = row_span(&r->row[i]);
        for (next = i + 1; next < r->n && r->row[next].child; next++) span = fmax(span, row_span(&r->row[next]));
        for (size_t k = i; k < next; k++) {
            double twig = y + r->row[k].text.n * LINE + 3, at_twig = joint - fabs(twig - spine) * SLANT;
            draw_row(p, &r->row[k], y, above ? joint - (spine - y) * SLANT : at_twig, at_twig, span);
            y += r->row[k].height;
        }
        y += extra;
    }
}

static void draw_head(pen *p, const fish *f, double x, double spine) {
    double xy[] = {x + 2, spine - 7, x + 14, spine, x + 2, spine + 7};
    pen_polygon(p, xy, 3, "spinehead");
    pen_rect(p, x + 14, spine - f->head_height / 2, f->head_width - 1, f->head_height, 4, "fishhead");
    for (int j = 0; j < f->head.n; j++)
        pen_text(p, PEN_TITLE, PEN_MIDDLE, x + 14 + (f->head_width - 1) / 2,
                 spine - f->head_height / 2 + 28.3 + j * HEAD_LINE, "ink", f->head.line[j]);
}

static void draw_lying_fish(pen *p, const fish *f, double width) {
    double end = width - f->head_width - 14, spine = f->half[0] + 2;
    for (size_t i = 0; i < f->d->n; i++)
        draw_rib(p, f, &f->rib[i], end - 8 - (double)(i / 2) * f->pitch, spine, i % 2 == 0);
    pen_line(p, 2 - f->beyond, spine, end + 6, spine, "spine");
    draw_head(p, f, end, spine);
    p->x0 = -f->beyond;
    p->w = width + f->beyond;
    p->h = spine + f->half[1] + 2;
}

/* ---- upright ---- */

static const double UPRIGHT_LINE = 13 * 1.35;

static double upright_height(const rib *r) {
    double h = 12 + (r->tag.n > 1 ? r->tag.n - 1 : 0) * TAG_LINE + 18 + 6;
    for (size_t i = 0; i < r->n; i++) h += r->row[i].text.n * UPRIGHT_LINE + 7;
    return h;
}

/* One category from y on; the result is where its tag is joined to the spine. */
static double draw_upright_rib(pen *p, const rib *r, double x, double y) {
    int tags = r->tag.n > 1 ? r->tag.n : 1;
    double joint = y + 12, height = tags * TAG_LINE + TAG_PAD, twig = joint + 11, last = joint;
    pen_line(p, x, joint, x + 22, joint, "rib");
    pen_rect(p, x + 22, joint - 11, 20 + r->tag.em * pen_size(PEN_TAG), height, 3, "ribhead");
    for (int j = 0; j < r->tag.n; j++)
        pen_text(p, PEN_TAG, PEN_START, x + 32, joint + 4.8 + j * TAG_LINE, "on", r->tag.line[j]);
    y = joint + 18 + (tags - 1) * TAG_LINE;
    twig += (tags - 1) * TAG_LINE;
    for (size_t i = 0; i < r->n; i++) {
        const fish_row *w = &r->row[i];
        double base = y + 13, mark = base - 4.5, in = w->child ? INDENT : 0;
        if (w->child) {
            pen_path(p, x + 34 + INDENT - 4, mark - 9, "v9h6", "elbow");
        } else {
            pen_line(p, x + 34, mark, x + 42, mark, w->state == CHART_CAUSE_ROOT ? "twig hot" : "twig");
            last = mark;
        }
        draw_cause_mark(p, w->state, x + 48 + in, mark);
        for (int j = 0; j < w->text.n; j++)
            pen_text(p, face_of(w->state), PEN_START, x + 60 + in, base + j * UPRIGHT_LINE, text_class(w->state),
                     w->text.line[j]);
        y += w->text.n * UPRIGHT_LINE + 7;
    }
    if (last > joint) pen_line(p, x + 34, twig, x + 34, last, "twig");
    return joint;
}

/* Head on top, categories and causes as rows in columns of equal width. */
static void draw_upright(pen *p, const chart_fishbone_data *d, int columns) {
    double width = p->w, column = width / columns, total = 0;
    text_lines head = text_wrap(&p->mem, str_c(d->head), (width - 40) / pen_size(PEN_TITLE));
    double head_height = HEAD_LINE * (head.n > 1 ? head.n : 1) + 16;
    pen_rect(p, 1, 1, width - 2, head_height - 2, 4, "fishhead");
    for (int j = 0; j < head.n; j++)
        pen_text(p, PEN_TITLE, PEN_MIDDLE, width / 2, 23.5 + j * HEAD_LINE, "ink", head.line[j]);
    rib *r = list_ribs(&p->mem, d);
    for (size_t i = 0; i < d->n; i++) {
        wrap_rib(&p->mem, &r[i], column - 74, 0);
        r[i].tag = text_lay(&p->mem, r[i].name, (column - 66) / pen_size(PEN_TAG));
        total += upright_height(&r[i]);
    }
    double y = head_height + 12, lowest = y, x = 12, joint = 0, filled = 0;
    for (size_t i = 0; i < d->n; i++) {
        double h = upright_height(&r[i]);
        /* the next column begins where this one has its share, counting a category by its middle */
        if (joint > 0 && x + column < width && filled + h / 2 > total / columns * (floor(x / column) + 1)) {
            pen_line(p, x, head_height - 1, x, joint, "spine");
            x += column;
            y = head_height + 12;
        }
        joint = draw_upright_rib(p, &r[i], x, y);
        filled += h;
        y += h;
        lowest = fmax(lowest, y);
    }
    if (joint > 0) pen_line(p, x, head_height - 1, x, joint, "spine");
    p->h = lowest;
}

/* Was a word of usual length torn because the column is narrow? */
static bool tears_words(const fish *f) {
    for (size_t i = 0; i < f->d->n; i++)
        for (size_t k = 0; k < f->rib[i].n; k++) {
            double run = text_longest_run(f->rib[i].row[k].parts);
            if (run < LONG_WORD && run > f->rib[i].row[k].text.em + 1e-6) return true;
        }
    return false;
}

void draw_fishbone(pen *p, const chart_frame *frame, const void *data) {
    const chart_fishbone_data *d = data;
    if (frame->variant == CHART_NARROW) {
        draw_upright(p, d, 1);
        return;
    }
    rib *ribs = list_ribs(&p->mem, d);
    for (int width = PEN_WIDE; width <= WIDEST; width += 40) {
        fish f = plan(p, d, ribs, width);
        if (text_room(&f) < MIN_TEXT || fmax(f.half[0], f.half[1]) > TALLEST || tears_words(&f)) continue;
        draw_lying_fish(p, &f, width);
        return;
    }
    draw_upright(p, d, 2);
}
