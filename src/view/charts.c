/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/charts.h"

#include <math.h>

#include "chart/chart.h"
#include "view/value.h"

enum { CAUSE_DEPTH = 8, SQUARES_MAX = 2000 };

/* A drawing's data is built in the artist's arena; chart_draw only draws, so that the second variant costs no second reading. */
typedef struct drawing {
    const struct chart_type *type;
    union {
        chart_pareto_data pareto;
        chart_fishbone_data fishbone;
        chart_spark_data spark;
        chart_attain_data attain;
        chart_score_data score;
        chart_unit_data unit;
        chart_control_data control;
        chart_key_data key;
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

/* ---- small drawings */

/* "good", "bad", "skip", else common cause. */
static chart_mark mark_of(str kind) {
    if (str_eqz(kind, "good")) return CHART_MARK_GOOD;
    if (str_eqz(kind, "bad")) return CHART_MARK_BAD;
    return str_eqz(kind, "skip") ? CHART_MARK_EXCLUDED : CHART_MARK_COMMON;
}

static void read_spark(chart_artist *artist, const node *n, drawing *d) {
    const node *points = tree_get(n, S("points")), *limits = tree_get(n, S("limits"));
    double *value = arena_new(&artist->work, double, count(points) + 1);
    chart_mark *mark = arena_new(&artist->work, chart_mark, count(points) + 1);
    chart_limits *limit = arena_new(&artist->work, chart_limits, count(limits) + 1);
    size_t i = 0, k = 0;
    for (const node *p = points ? points->first : NULL; p; p = p->next, i++) {
        value[i] = tree_real(p, "value", NAN);
        mark[i] = mark_of(tree_text(p, "kind"));
    }
    for (const node *l = limits ? limits->first : NULL; l; l = l->next, k++)
        limit[k] = (chart_limits){(size_t)tree_int(l, "from", 0), (size_t)tree_int(l, "to", 0), tree_real(l, "lcl", NAN),
                                  tree_real(l, "cl", NAN), tree_real(l, "ucl", NAN)};
    d->data.spark = (chart_spark_data){.value = value, .mark = mark, .n = i, .limits = limit, .n_limits = k,
                                       .target = tree_real(n, "target", NAN), .lo = tree_real(n, "lo", 0), .hi = tree_real(n, "hi", 0)};
}
static void draw_spark(buf *out, const chart_frame *f, const drawing *d) { chart_spark(out, f, &d->data.spark); }

static void read_attain(chart_artist *artist, const node *n, drawing *d) {
    (void)artist;
    d->data.attain = (chart_attain_data){tree_real(n, "lo", 0), tree_real(n, "mid", 0), tree_real(n, "hi", 0), mark_of(tree_text(n, "verdict"))};
}
static void draw_attain(buf *out, const chart_frame *f, const drawing *d) { chart_attain(out, f, &d->data.attain); }

static void read_score(chart_artist *artist, const node *n, drawing *d) {
    (void)artist;
    const node *worst = tree_get(n, S("worst"));
    d->data.score = (chart_score_data){tree_real(n, "value", 0), tree_real(n, "last", NAN), tree_real(n, "target", NAN),
                                       tree_real(n, "max", 1), worst && worst->kind == NODE_TRUE};
}
static void draw_score(buf *out, const chart_frame *f, const drawing *d) { chart_score(out, f, &d->data.score); }

static size_t squares(const node *n, const char *key) {
    long long v = tree_int(n, key, 0);
    return v < 0 ? 0 : v > SQUARES_MAX ? SQUARES_MAX : (size_t)v;
}
static void read_unit(chart_artist *artist, const node *n, drawing *d) {
    (void)artist;
    d->data.unit = (chart_unit_data){squares(n, "good"), squares(n, "same"), squares(n, "bad"), squares(n, "none")};
}
static void draw_unit(buf *out, const chart_frame *f, const drawing *d) { chart_unit(out, f, &d->data.unit); }

/* ---- control chart of individual values */

static void read_points(chart_artist *artist, const node *points, double scale, chart_control_data *c, double *range) {
    chart_point *point = arena_new(&artist->work, chart_point, count(points) + 1);
    size_t i = 0;
    for (const node *p = points ? points->first : NULL; p; p = p->next, i++) {
        point[i] = (chart_point){.value = scale * tree_real(p, "value", NAN), .mark = mark_of(tree_text(p, "kind")), .label = text(artist, p, "period"),
                                 .note = text(artist, p, "note")};
        range[i] = i ? fabs(point[i].value - point[i - 1].value) : NAN; /* NAN where one of the two is a gap */
    }
    c->point = point;
    c->n = i;
    c->range = range;
}

static void read_phases(chart_artist *artist, const node *limits, double scale, chart_control_data *c) {
    chart_phase *phase = arena_new(&artist->work, chart_phase, count(limits) + 1);
    size_t k = 0;
    for (const node *l = limits ? limits->first : NULL; l; l = l->next) {
        size_t from = (size_t)tree_int(l, "from", 0), to = (size_t)tree_int(l, "to", 0);
        if (from > to || to >= c->n) continue;
        phase[k] = (chart_phase){.from = from, .to = to, .lcl = scale * tree_real(l, "lcl", NAN), .cl = scale * tree_real(l, "cl", NAN),
                                 .ucl = scale * tree_real(l, "ucl", NAN)};
        phase[k].range_cl = scale * tree_real(l, "range_cl", NAN);
        phase[k].range_ucl = scale * tree_real(l, "range_ucl", NAN);
        if (k) { /* the start of a new process is not a movement of the old one */
            ((double *)c->range)[from] = NAN;
            phase[k - 1].extended = true;
        }
        k++;
    }
    c->phase = phase;
    c->n_phase = k;
}

static void read_changes(chart_artist *artist, const node *changes, chart_control_data *c) {
    chart_change *change = arena_new(&artist->work, chart_change, count(changes) + 1);
    for (const node *n = changes ? changes->first : NULL; n; n = n->next) {
        AUTO(buf_free) buf b = {0};
        word_format(&b, artist->lang, "chart.change", "period", text(artist, n, "period"), NULL);
        change[c->n_change++] = (chart_change){.before = (size_t)tree_int(n, "at", 0), .text = arena_strdup(&artist->work, buf_str(&b))};
    }
    c->change = change;
}

static void read_xmr(chart_artist *artist, const node *n, drawing *d) {
    const node *points = tree_get(n, S("points")), *percent = tree_get(n, S("percent"));
    bool share = percent && percent->kind == NODE_TRUE;
    double scale = share ? 100 : 1;
    chart_control_data *c = &d->data.control;
    *c = (chart_control_data){.target = scale * tree_real(n, "target", NAN), .floor = tree_real(n, "floor", NAN), .ceil = share ? 100 : NAN};
    read_points(artist, points, scale, c, arena_new(&artist->work, double, count(points) + 1));
    read_phases(artist, tree_get(n, S("limits")), scale, c);
    read_changes(artist, tree_get(n, S("changes")), c);
    if (c->n_phase == 0) c->range = NULL;
    c->format = (chart_format){(int)tree_int(n, "decimals", 1), share ? "%" : ""};
    c->ucl = c->range_ucl = word(artist->lang, "chart.ucl");
    c->cl = c->range_cl = word(artist->lang, "chart.cl");
    c->lcl = word(artist->lang, "chart.lcl");
    c->range_label = word(artist->lang, "chart.moving_range");
    c->extended_label = word(artist->lang, "chart.extended");
    c->target_label = text(artist, n, "target_text");
    c->axis_label = text(artist, n, "axis");
}
static void draw_xmr(buf *out, const chart_frame *f, const drawing *d) { chart_control(out, f, &d->data.control); }

/* ---- the signs of keys */

static void read_key(chart_artist *artist, const node *n, drawing *d) {
    static const struct {
        const char *name;
        chart_key_sign sign;
    } signs[] = {{"good", CHART_KEY_GOOD}, {"bad", CHART_KEY_BAD}, {"limits", CHART_KEY_LIMITS}, {"center", CHART_KEY_CENTER}, {"extended", CHART_KEY_EXTENDED}, {"target", CHART_KEY_TARGET}};
    (void)artist;
    d->data.key.sign = CHART_KEY_COMMON;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_eqz(tree_text(n, "sign"), signs[i].name)) d->data.key.sign = signs[i].sign;
}
static void draw_key(buf *out, const chart_frame *f, const drawing *d) { chart_key(out, f, &d->data.key); }

/* ---- all kinds */

static const chart_type types[] = {
    {"pareto", false, false, read_pareto, draw_pareto},
    {"fishbone", false, false, read_fishbone, draw_fishbone},
    {"xmr", false, false, read_xmr, draw_xmr},
    {"unit", false, false, read_unit, draw_unit},
    {"spark", true, true, read_spark, draw_spark},
    {"attain", true, true, read_attain, draw_attain},
    {"score", true, true, read_score, draw_score},
    {"key", true, true, read_key, draw_key},
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
