/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/template.h"

#include <stdlib.h>

#include "base/url.h"
#include "base/utf8.h"
#include "formats/markdown.h"
#include "view/rows.h"
#include "view/template_ops.h"

template_set *template_set_new(template_kind kind, template_load *load, void *load_user) {
    template_set *set = calloc(1, sizeof *set);
    if (!set) abort();
    set->kind = kind;
    set->load = load;
    set->load_user = load_user;
    return set;
}

void template_set_free(template_set **set) {
    if (!*set) return;
    arena_free(&(*set)->arena);
    free(*set);
    *set = NULL;
}

void template_set_chart(template_set *set, template_chart *chart, void *chart_user) {
    set->chart = chart;
    set->chart_user = chart_user;
}

const char *template_extension(template_kind kind) {
    static const char *const names[TEMPLATE_KINDS] = {"html", "md", "csv", "xml", "json", "css"};
    return names[kind];
}

void template_set_link(template_set *set, template_link *link, void *link_user) {
    set->link = link;
    set->link_user = link_user;
}

err_code template_error(const page_template *t, int line, const char *reason, str name, err *e) {
    err_set(e, ERR_TEMPLATE, NULL);
    err_add(e, "file", t->file);
    err_add_int(e, "line", line);
    err_add(e, "reason", str_c(reason));
    err_add(e, "name", name);
    return e->code;
}

/* Does what is written next open a Markdown line, perhaps behind list and quote marks? */
static bool opens_line(const buf *out) {
    static const bool mark[256] = {[' '] = true, ['\t'] = true, ['>'] = true, ['*'] = true, ['+'] = true, ['-'] = true, ['#'] = true,
                                   ['.'] = true, [')'] = true, ['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true,
                                   ['5'] = true, ['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true};
    size_t i = out->n;
    while (i && mark[(unsigned char)out->p[i - 1]]) i--;
    return i == 0 || out->p[i - 1] == '\n';
}

/* What no page may carry becomes U+FFFD in data files too; carriage returns go. */
static void put_fit(buf *out, str text) {
    for (size_t i = 0; i < text.n; i++) {
        int unfit = utf8_unfit(text.p + i, text.n - i);
        if (!unfit) buf_putc(out, text.p[i]);
        else if (text.p[i] != '\r') buf_z(out, "\xEF\xBF\xBD");
        if (unfit) i += (size_t)unfit - 1;
    }
}

void template_text(template_kind kind, buf *out, str text) {
    AUTO(buf_free) buf fit = {0};
    switch (kind) {
    case TEMPLATE_HTML:
    case TEMPLATE_XML: buf_html(out, text); return;
    case TEMPLATE_MARKDOWN: buf_md(out, text, opens_line(out)); return;
    case TEMPLATE_CSV:
        put_fit(&fit, text);
        buf_csv(out, buf_str(&fit));
        return;
    case TEMPLATE_JSON:
        put_fit(&fit, text);
        buf_json(out, buf_str(&fit));
        return;
    case TEMPLATE_CSS: buf_css(out, text); return;
    }
}

static bool is_data(template_kind kind) { return kind == TEMPLATE_CSV || kind == TEMPLATE_JSON; }

/* ---- rendering */

/* The context: a value and what stands around it. */
typedef struct scope {
    const node *n;
    const struct scope *around;
} scope;

typedef struct render {
    const template_set *set;
    lang lang;
    int depth; /* partials inside partials */
    buf *out;
    err *e;
} render;

static const node *member(const node *n, const name_part *part) {
    if (n->kind != NODE_OBJECT) return NULL;
    for (const node *c = n->first; c; c = c->next)
        if (c->hash == part->hash && str_eq(c->key, part->text)) return c;
    return NULL;
}

/* NULL where the name is nowhere. What is inside a null is null. */
static const node *look_up(const op *o, const scope *s) {
    if (o->parts == 0) return s->n;
    const node *n = NULL;
    for (; s && !n; s = s->around) n = member(s->n, &o->part[0]);
    for (int i = 1; i < o->parts && n && n->kind != NODE_NULL; i++) n = member(n, &o->part[i]);
    return n;
}

/* In Markdown a target ends at a blank or a bracket. */
static void put_url(const render *r, str url) {
    if (url.n == 0) return;
    if (!url_is_safe(url)) url = S("#");
    if (r->set->kind != TEMPLATE_MARKDOWN) {
        template_text(r->set->kind, r->out, url);
        return;
    }
    AUTO(buf_free) buf other = {0};
    if (r->set->link) r->set->link(r->set->link_user, url, &other);
    if (other.n) url = buf_str(&other);
    for (size_t i = 0; i < url.n; i++) {
        if (strchr(" ()<>\\|`\"", url.p[i])) buf_printf(r->out, "%%%02X", (unsigned char)url.p[i]);
        else buf_putc(r->out, url.p[i]);
    }
}

static void put_plain(const render *r, str prose) {
    AUTO(buf_free) buf line = {0};
    markdown_plain(&line, prose);
    template_text(r->set->kind, r->out, buf_str(&line));
}

static str hash_head(str s) {
    size_t at = 0;
    for (int i = 0; i < 12 && at < s.n; i++)
        do at++;
        while (at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80);
    return str_sub(s, 0, at);
}

static void put_string(const render *r, value_kind format, str text) {
    switch (format) {
    case VALUE_PROSE:
        if (r->set->kind == TEMPLATE_HTML) markdown_html(r->out, text);
        else markdown_md(r->out, text);
        break;
    case VALUE_PLAIN: put_plain(r, text); break;
    case VALUE_URL: put_url(r, text); break;
    case VALUE_HASH: template_text(r->set->kind, r->out, hash_head(text)); break;
    default: template_text(r->set->kind, r->out, text); break;
    }
}

static err_code put_value(const render *r, const page_template *t, const op *o, const node *n) {
    bool json = r->set->kind == TEMPLATE_JSON;
    if (json && (n->kind == NODE_NULL || n->kind == NODE_TRUE || n->kind == NODE_FALSE)) {
        buf_z(r->out, n->kind == NODE_NULL ? "null" : n->kind == NODE_TRUE ? "true" : "false");
        return ERR_NONE;
    }
    if (n->kind == NODE_NULL) return ERR_NONE;
    if (is_data(r->set->kind) && n->kind == NODE_NUMBER) {
        buf_put(r->out, n->text);
        return ERR_NONE;
    }
    if (o->format == VALUE_CHART) {
        if (n->kind != NODE_OBJECT || !r->set->chart) return template_error(t, o->line, "template.not_a_chart", o->name, r->e);
        return r->set->chart(r->set->chart_user, n, r->set->kind, r->out, r->e);
    }
    if (value_is_number(o->format)) {
        if (n->kind != NODE_NUMBER || !value_number(r->out, n->text, o->format))
            return template_error(t, o->line, "template.not_a_number", o->name, r->e);
        return ERR_NONE;
    }
    if (n->kind != NODE_STRING && n->kind != NODE_NUMBER) return template_error(t, o->line, "template.not_text", o->name, r->e);
    put_string(r, o->format, n->text);
    return ERR_NONE;
}

static err_code run(render *r, const page_template *t, int from, int to, const scope *s);

/* Between two items of a JSON array: at the end of the line that the one before has written. */
static void put_comma(buf *out) {
    bool line = out->n && out->p[out->n - 1] == '\n';
    if (line) out->n--;
    buf_z(out, line ? ",\n" : ",");
}

static err_code run_rows(render *r, const page_template *t, int at, const scope *s, const node *n) {
    scope inner = {NULL, s};
    node *row;
    TRY(rows_start(n->rows, r->e));
    for (bool first = true;; first = false) {
        TRY(rows_next(n->rows, &row, r->e));
        if (!row) return ERR_NONE;
        if (r->set->kind == TEMPLATE_JSON && !first) put_comma(r->out);
        inner.n = row;
        TRY(run(r, t, at + 1, t->ops[at].end, &inner));
    }
}

static err_code run_section(render *r, const page_template *t, int at, const scope *s, const node *n) {
    int to = t->ops[at].end;
    if (!tree_is_true(n)) return ERR_NONE;
    if (n->kind == NODE_ROWS) return run_rows(r, t, at, s, n);
    scope inner = {n, s};
    if (n->kind != NODE_ARRAY) return run(r, t, at + 1, to, &inner);
    for (inner.n = n->first; inner.n; inner.n = inner.n->next) {
        if (r->set->kind == TEMPLATE_JSON && inner.n != n->first) put_comma(r->out);
        TRY(run(r, t, at + 1, to, &inner));
    }
    return ERR_NONE;
}

static err_code run_partial(render *r, const page_template *t, const op *o, const scope *s) {
    if (r->depth == TEMPLATE_DEPTH) return template_error(t, o->line, "template.too_deep", o->name, r->e);
    r->depth++;
    TRY(run(r, o->partial, 0, o->partial->n, s));
    r->depth--;
    return ERR_NONE;
}

static err_code run(render *r, const page_template *t, int from, int to, const scope *s) {
    for (int i = from; i < to;) {
        const op *o = &t->ops[i];
        const node *n = NULL;
        if (o->kind == OP_VALUE || o->kind == OP_SECTION || o->kind == OP_INVERTED) {
            n = look_up(o, s);
            if (!n) return template_error(t, o->line, "template.unknown_name", o->name, r->e);
        }
        int next = i + 1;
        switch (o->kind) {
        case OP_TEXT: buf_put(r->out, o->text[r->lang]); break;
        case OP_VALUE: TRY(put_value(r, t, o, n)); break;
        case OP_SECTION:
            TRY(run_section(r, t, i, s, n));
            next = o->end;
            break;
        case OP_INVERTED:
            if (tree_is_true(n)) next = o->end;
            break;
        case OP_PARTIAL: TRY(run_partial(r, t, o, s)); break;
        case OP_ONLY_ZH:
            if (r->lang != LANG_ZH) next = o->end;
            break;
        case OP_SKIP: next = o->end; break;
        }
        i = next;
    }
    return ERR_NONE;
}

err_code template_check(template_set *set, str name, err *e) {
    const page_template *t;
    TRY(template_find(set, name, &t, e));
    page_template missing = {.file = name};
    return t ? ERR_NONE : template_error(&missing, 0, "template.missing", name, e);
}

err_code template_render(template_set *set, str name, lang l, const node *data, buf *out, err *e) {
    const page_template *t;
    TRY(template_check(set, name, e));
    TRY(template_find(set, name, &t, e));
    render r = {.set = set, .lang = l, .out = out, .e = e};
    scope top = {data, NULL};
    TRY(run(&r, t, 0, t->n, &top));
    if (out->over) {
        err_set(e, ERR_TOO_LARGE, NULL);
        err_add(e, "what", t->file);
        err_add_int(e, "max", out->max ? (long long)out->max : BUF_MAX);
        return e->code;
    }
    return ERR_NONE;
}
