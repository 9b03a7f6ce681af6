/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Template source to a list of operations. Everything that can be said without data is said here: syntax, words, partials, and
 * whether a value may stand where it stands. */
#include "view/template_ops.h"

#include <stdlib.h>

#include "view/template_place.h"

/* ---- the parser */

typedef struct open_section {
    int op;
    place_scan html;
} open_section;

typedef struct parser {
    template_set *set;
    page_template *t;
    str source;
    size_t at; /* behind what has been read */
    int line;  /* of `at` */
    size_t open_at, end_at; /* the tag at work */
    place_scan html;
    op *ops;
    int n, cap;
    int depth;
    open_section open[TEMPLATE_DEPTH];
    err *e;
} parser;

static err_code fail(parser *p, const char *reason, str name) { return template_error(p->t, p->line, reason, name, p->e); }

static op *add_op(parser *p, op_kind kind) {
    if (p->n == p->cap) {
        p->cap = p->cap ? 2 * p->cap : 64;
        op *more = realloc(p->ops, (size_t)p->cap * sizeof *more);
        if (!more) abort();
        p->ops = more;
    }
    p->ops[p->n] = (op){.kind = kind, .line = p->line};
    return &p->ops[p->n++];
}

/* A record of CSV ends with CRLF (RFC 4180). */
static str with_crlf(parser *p, str text) {
    AUTO(buf_free) buf lines = {0};
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\n' && (i == 0 || text.p[i - 1] != '\r')) buf_putc(&lines, '\r');
        buf_putc(&lines, text.p[i]);
    }
    return arena_str(&p->set->arena, buf_str(&lines));
}

static void add_text(parser *p, str text) {
    if (text.n == 0) return;
    if (p->set->kind == TEMPLATE_CSV) text = with_crlf(p, text);
    op *o = add_op(p, OP_TEXT);
    for (int l = 0; l < LANG_COUNT; l++) o->text[l] = text;
    place_read(&p->html, p->set->kind, text);
}

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || (unsigned char)c >= 0x80;
}

/* "." or parts between dots into the op. */
static err_code set_name(parser *p, op *o, str name) {
    o->name = name;
    if (str_eq(name, S("."))) return ERR_NONE;
    name_part part[NAME_PARTS];
    for (str rest = name; rest.p;) {
        str head;
        rest = str_cut(rest, '.', &head);
        bool good = head.n > 0 && o->parts < NAME_PARTS;
        for (size_t i = 0; good && i < head.n; i++) good = is_name_byte(head.p[i]);
        if (!good) return fail(p, "template.bad_name", name);
        part[o->parts++] = (name_part){head, tree_hash(head)};
    }
    o->part = arena_new(&p->set->arena, name_part, o->parts);
    /* cppcheck-suppress uninitvar ; the first o->parts are set */
    memcpy(o->part, part, (size_t)o->parts * sizeof *part);
    return ERR_NONE;
}

static err_code add_value(parser *p, str name) {
    op *o = add_op(p, OP_VALUE);
    TRY(set_name(p, o, name));
    o->format = o->parts ? value_kind_of(o->part[o->parts - 1].text) : VALUE_TEXT;
    if (!place_allows(&p->html, p->set->kind, o->format, p->source, p->open_at, p->end_at)) return fail(p, "template.place", name);
    p->html.at_start = false;
    return ERR_NONE;
}

/* A word's text on its way into operations: what stands between its places, escaped. */
typedef struct word_parts {
    parser *p;
    size_t done; /* bytes of the text buffer that are operations already */
    err_code code;
} word_parts;

static void add_word_text(parser *p, str text) {
    if (text.n == 0) return;
    AUTO(buf_free) buf escaped = {0};
    if (p->set->kind == TEMPLATE_MARKDOWN) buf_md(&escaped, text, false); /* what a word opens a line with is meant */
    else template_text(p->set->kind, &escaped, text);
    op *o = add_op(p, OP_TEXT);
    for (int l = 0; l < LANG_COUNT; l++) o->text[l] = l ? o->text[0] : arena_str(&p->set->arena, buf_str(&escaped));
    p->html.at_start = false;
}

static bool word_place(void *user, str name, buf *out) {
    word_parts *w = user;
    if (w->code) return true;
    add_word_text(w->p, str_sub(buf_str(out), w->done, out->n));
    w->done = out->n;
    /* where a value is a whole field, nothing can be filled into a word */
    bool whole = w->p->set->kind == TEMPLATE_CSV || w->p->set->kind == TEMPLATE_JSON;
    w->code = whole ? fail(w->p, "template.place", name) : add_value(w->p, arena_str(&w->p->set->arena, name));
    return true;
}

static err_code add_word_in(parser *p, str text, str key) {
    AUTO(buf_free) buf plain = {0};
    word_parts w = {.p = p};
    if (!word_fill(&plain, text, word_place, &w)) return fail(p, "template.bad_word", key);
    TRY(w.code);
    add_word_text(p, str_sub(buf_str(&plain), w.done, plain.n));
    return ERR_NONE;
}

/* {{t.key}}: both languages are read now, so that a page in one cannot hide a fault in the other. */
static err_code add_word(parser *p, str key) {
    const char *zh = word_find(LANG_ZH, key), *en = word_find(LANG_EN, key);
    if (!zh || !en) return fail(p, "template.unknown_word", key);
    if (!place_allows(&p->html, p->set->kind, VALUE_TEXT, p->source, p->open_at, p->end_at)) return fail(p, "template.place", key);
    int only_zh = p->n;
    place_scan before = p->html;
    add_op(p, OP_ONLY_ZH);
    TRY(add_word_in(p, str_c(zh), key));
    int skip = p->n;
    add_op(p, OP_SKIP);
    p->ops[only_zh].end = p->n;
    p->html = before;
    TRY(add_word_in(p, str_c(en), key));
    p->ops[skip].end = p->n;
    if (skip == only_zh + 2 && p->n == skip + 2 && p->ops[only_zh + 1].kind == OP_TEXT && p->ops[skip + 1].kind == OP_TEXT) {
        op *o = &p->ops[only_zh]; /* no places: one operation */
        o->kind = OP_TEXT;
        o->text[LANG_ZH] = p->ops[only_zh + 1].text[LANG_ZH];
        o->text[LANG_EN] = p->ops[skip + 1].text[LANG_EN];
        p->n = only_zh + 1;
    }
    return ERR_NONE;
}

static err_code open_tag(parser *p, op_kind kind, str name) {
    if (p->depth == TEMPLATE_DEPTH) return fail(p, "template.too_deep", name);
    p->open[p->depth++] = (open_section){p->n, p->html};
    return set_name(p, add_op(p, kind), name);
}

static err_code close_tag(parser *p, str name) {
    if (p->depth == 0) return fail(p, "template.wrong_close", name);
    const open_section *s = &p->open[--p->depth];
    if (!str_eq(p->ops[s->op].name, name)) return fail(p, "template.wrong_close", name);
    /* a section runs any number of times: what follows it must stand in the same place every time */
    if (s->html.place != p->html.place) return fail(p, "template.section_cuts_tag", name);
    p->html.at_start = s->html.at_start;
    p->ops[s->op].end = p->n;
    return ERR_NONE;
}

static err_code partial_tag(parser *p, str name) {
    if (p->html.place != PLACE_TEXT) return fail(p, "template.place", name);
    const page_template *partial;
    TRY(template_find(p->set, name, &partial, p->e));
    if (!partial) return fail(p, "template.partial_unknown", name);
    op *o = add_op(p, OP_PARTIAL);
    o->name = name;
    o->partial = partial;
    return ERR_NONE;
}

static err_code any_tag(parser *p, char sigil, str name) {
    switch (sigil) {
    case '!': return ERR_NONE;
    case '#': return open_tag(p, OP_SECTION, name);
    case '^': return open_tag(p, OP_INVERTED, name);
    case '/': return close_tag(p, name);
    case '>': return partial_tag(p, name);
    case '&': return fail(p, "template.ampersand", name);
    case '=': return fail(p, "template.delimiters", name);
    default: break;
    }
    if (str_starts(name, S("t."))) return add_word(p, str_sub(name, 2, name.n));
    return add_value(p, name);
}

static void count_lines(parser *p, size_t to) {
    for (; p->at < to; p->at++) p->line += p->source.p[p->at] == '\n';
}

/* Reads the text up to the next tag, and the tag. */
static err_code next_tag(parser *p) {
    str rest = str_sub(p->source, p->at, p->source.n);
    size_t open = p->at + str_find(rest, S("{{")), from = p->at;
    if (open == p->source.n) {
        add_text(p, rest);
        count_lines(p, open);
        return ERR_NONE;
    }
    str inside = str_sub(p->source, open + 2, p->source.n);
    size_t length = str_find(inside, S("}}"));
    char sigil = length && strchr("#^/!>&=", inside.p[0]) ? inside.p[0] : 0;
    str name = str_trim(str_sub(inside, sigil != 0, length - (sigil != 0)));
    bool triple = inside.n && inside.p[0] == '{';
    if (length == inside.n || triple) {
        count_lines(p, open);
        str_cut(str_sub(inside, triple, length < 40 ? length - triple : 40), '\n', &name);
        return fail(p, triple ? "template.triple" : "template.unclosed_tag", name);
    }
    size_t end = open + 2 + length + 2;
    p->open_at = open;
    p->end_at = end;
    bool standalone = sigil && strchr("#^/!>", sigil) && place_alone(p->source, open, end);
    size_t text_end = open;
    while (standalone && text_end > from && (p->source.p[text_end - 1] == ' ' || p->source.p[text_end - 1] == '\t')) text_end--;
    add_text(p, str_sub(p->source, from, text_end - from));
    count_lines(p, open);
    TRY(any_tag(p, sigil, name));
    while (standalone && end < p->source.n && p->source.p[end - 1] != '\n') end++;
    count_lines(p, end);
    return ERR_NONE;
}

static err_code parse(parser *p) {
    while (p->at < p->source.n) TRY(next_tag(p));
    if (p->depth) {
        const op *o = &p->ops[p->open[p->depth - 1].op];
        return template_error(p->t, o->line, "template.unclosed", o->name, p->e);
    }
    if (p->html.place != PLACE_TEXT) return fail(p, "template.cut_tag", p->t->name);
    return ERR_NONE;
}

err_code template_find(template_set *set, str name, const page_template **ret_found, err *e) {
    *ret_found = NULL;
    for (page_template *t = set->first; t; t = t->next)
        if (str_eq(t->name, name)) {
            *ret_found = t;
            return ERR_NONE;
        }
    str source = set->load(set->load_user, name);
    if (!source.p) return ERR_NONE;
    page_template *t = arena_new(&set->arena, page_template, 1);
    t->name = arena_str(&set->arena, name);
    t->file = str_c(arena_printf(&set->arena, "%.*s.%s", STR(name), template_extension(set->kind)));
    t->next = set->first;
    set->first = t; /* before it is parsed: a template may contain itself */
    parser p = {.set = set, .t = t, .source = source, .line = 1, .e = e};
    err_code code = parse(&p);
    if (code) {
        set->first = t->next;
    } else {
        t->n = p.n;
        t->ops = arena_new(&set->arena, op, p.n);
        if (p.n) memcpy(t->ops, p.ops, (size_t)p.n * sizeof *t->ops);
        *ret_found = t;
    }
    free(p.ops);
    return code;
}
