/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/charts.h"

#include "chart/chart.h"
#include "view/value.h"

enum { CAUSE_DEPTH = 8 };

/* A drawing's data is built in the artist's arena; chart_draw only draws, so that the second variant costs no second reading. */
typedef struct drawing {
    const struct chart_type *type;
    union {
        chart_pareto_data pareto;
        chart_fishbone_data fishbone;
    } data;
} drawing;

typedef struct chart_type {
    const char *name;
    bool decorative; /* the same figures stand in text beside it: nothing in Markdown */
    bool one_size;   /* drawn once, not wide and narrow */
    void (*read)(chart_artist *artist, const node *n, drawing *d);
    void (*draw)(buf *out, const chart_frame *frame, const drawing *d);
} chart_type;

/* A member as a C string in the arena; NULL where there is none. */
static const char *text(chart_artist *artist, const node *n, const char *key) {
    const node *member = tree_get(n, str_c(key));
    if (!member || (member->kind != NODE_STRING && member->kind != NODE_NUMBER)) return NULL;
    return arena_strdup(&artist->work, member->text);
}

static size_t count(const node *n) { return n ? (size_t)n->count : 0; }

/* ---- pareto */

static void read_pareto(chart_artist *artist, const node *n, drawing *d) {
    const node *rows = tree_get(n, S("rows"));
    chart_pareto_row *row = arena_new(&artist->work, chart_pareto_row, count(rows) + 1);
    size_t i = 0;
    for (const node *r = rows ? rows->first : NULL; r; r = r->next, i++)
        row[i] = (chart_pareto_row){text(artist, r, "label"), tree_real(r, "count", 0), tree_int(r, "other", 0) != 0};
    d->data.pareto = (chart_pareto_data){.row = row, .n = i, .vital = (size_t)tree_int(n, "k", 0), .threshold = 80};
    AUTO(buf_free) buf b = {0}, share = {0};
    value_real(&share, tree_real(n, "vital_share", 0), VALUE_PCT);
    if (d->data.pareto.vital) {
        const char *k = arena_printf(&artist->work, "%zu", d->data.pareto.vital);
        word_format(&b, artist->lang, "chart.vital_few", "k", k, "share", buf_cstr(&share), NULL);
        d->data.pareto.vital_label = arena_strdup(&artist->work, buf_str(&b));
    }
    d->data.pareto.axis_label = word(artist->lang, "chart.cumulative_share");
    d->data.pareto.cumulative = word(artist->lang, "chart.cumulative");
}
static void draw_pareto(buf *out, const chart_frame *f, const drawing *d) { chart_pareto(out, f, &d->data.pareto); }

/* ---- fishbone */

static chart_cause_state cause_state(str status) {
    if (str_eqz(status, "confirmed")) return CHART_CAUSE_ROOT;
    return str_eqz(status, "ruled_out") ? CHART_CAUSE_RULED_OUT : CHART_CAUSE_SUSPECTED;
}

/* The causes of a category below `parent` (the empty slice: at the rib), each with its own: the list is flat. What hangs on a cause that is
 * not there, or on itself, is not reached. */
static size_t read_causes(chart_artist *artist, const node *list, str category, str parent, int depth, const chart_cause **ret_cause) {
    size_t n = 0;
    for (const node *c = list ? list->first : NULL; c; c = c->next)
        n += str_eq(tree_text(c, "parent"), parent) && str_eq(tree_text(c, "category"), category);
    chart_cause *cause = arena_new(&artist->work, chart_cause, n + 1);
    *ret_cause = cause;
    if (n == 0 || depth == CAUSE_DEPTH) return 0;
    for (const node *c = list->first; c; c = c->next) {
        if (!str_eq(tree_text(c, "parent"), parent) || !str_eq(tree_text(c, "category"), category)) continue;
        cause->text = text(artist, c, "text");
        cause->state = cause_state(tree_text(c, "status"));
        cause->n_child = read_causes(artist, list, category, tree_text(c, "id"), depth + 1, &cause->child);
        cause++;
    }
    return n;
}

static void read_fishbone(chart_artist *artist, const node *n, drawing *d) {
    const node *list = tree_get(n, S("categories")), *causes = tree_get(n, S("causes"));
    chart_category *category = arena_new(&artist->work, chart_category, count(list) + 1);
    size_t i = 0;
    for (const node *c = list ? list->first : NULL; c; c = c->next, i++) {
        category[i].name = text(artist, c, "name");
        category[i].n = read_causes(artist, causes, tree_text(c, "id"), S(""), 0, &category[i].cause);
    }
    d->data.fishbone = (chart_fishbone_data){text(artist, n, "head"), category, i};
}
static void draw_fishbone(buf *out, const chart_frame *f, const drawing *d) { chart_fishbone(out, f, &d->data.fishbone); }

/* ---- all kinds */

static const chart_type types[] = {
    {"pareto", false, false, read_pareto, draw_pareto},
    {"fishbone", false, false, read_fishbone, draw_fishbone},
};

static const chart_type *find_type(str name) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eqz(name, types[i].name)) return &types[i];
    return NULL;
}

void chart_artist_start(chart_artist *artist, lang l, str file) {
    artist->lang = l;
    artist->file = file;
    artist->count = 0;
}

void chart_artist_free(chart_artist *artist) {
    arena_free(&artist->work);
    buf_free(&artist->svg);
}

static void draw_html(chart_artist *artist, const drawing *d, chart_frame frame, buf *out) {
    frame.id = arena_printf(&artist->work, "c%d", artist->count);
    frame.decorative = d->type->decorative;
    frame.variant = CHART_WIDE;
    d->type->draw(out, &frame, d);
    if (d->type->one_size) return;
    frame.id = arena_printf(&artist->work, "c%dn", artist->count);
    frame.variant = CHART_NARROW;
    d->type->draw(out, &frame, d);
}

static err_code draw_markdown(chart_artist *artist, const drawing *d, chart_frame frame, buf *out, err *e) {
    const char *name = arena_printf(&artist->work, "%.*s-%d.svg", STR(artist->file), artist->count);
    buf_z(out, "![");
    buf_md(out, str_c(frame.title), false);
    buf_printf(out, "](charts/%s)", name);
    if (!artist->sink) return ERR_NONE;
    frame.id = arena_printf(&artist->work, "c%d", artist->count);
    frame.standalone = true;
    buf_clear(&artist->svg);
    d->type->draw(&artist->svg, &frame, d);
    return artist->sink(artist->sink_user, name, buf_str(&artist->svg), e);
}

err_code chart_artist_draw(void *user, const node *chart, template_kind kind, buf *out, err *e) {
    chart_artist *artist = user;
    const chart_type *type = find_type(tree_text(chart, "kind"));
    if (!type) {
        err_set(e, ERR_PAGE_SQL, NULL);
        err_add(e, "file", artist->file);
        err_add(e, "reason", S("a _chart object without a known kind"));
        return e->code;
    }
    if (kind == TEMPLATE_MARKDOWN && type->decorative) return ERR_NONE;
    artist->count++;
    arena_reset(&artist->work);
    drawing d = {.type = type};
    type->read(artist, chart, &d);
    chart_frame frame = {.title = text(artist, chart, "title"), .desc = text(artist, chart, "desc")};
    if (!frame.title) frame.title = "";
    if (kind == TEMPLATE_MARKDOWN) return draw_markdown(artist, &d, frame, out, e);
    draw_html(artist, &d, frame, out);
    return ERR_NONE;
}
