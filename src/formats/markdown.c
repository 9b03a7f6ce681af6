/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/markdown.h"

#include <cmark.h>
#include <stdlib.h>

#include "base/url.h"
#include "base/utf8.h"

enum {
    INLINE_DEPTH = 16,             /* emphasis and links nested deeper are shown as text: bounds the depth of the page */
    LINK_BYTES = 4 * MARKDOWN_MAX, /* one reference used a thousand times must not make a page of megabytes */
    CODE_INDENT = 4
};

/* ---- limits, before cmark sees the text */

/* A line without its prefix so far: what is left and the column that it stands at. */
typedef struct line_scan {
    str rest;
    int column;
} line_scan;

static int blanks(line_scan *l) {
    int from = l->column;
    size_t i = 0;
    for (; i < l->rest.n && (l->rest.p[i] == ' ' || l->rest.p[i] == '\t'); i++)
        l->column += l->rest.p[i] == '\t' ? CODE_INDENT - l->column % CODE_INDENT : 1;
    l->rest = str_sub(l->rest, i, l->rest.n);
    return l->column - from;
}

static bool is_rule(str s) {
    int n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == s.p[0] && strchr("-*_", s.p[0])) n++;
        else if (s.p[i] != ' ' && s.p[i] != '\t') return false;
    }
    return n >= 3;
}

/* Bytes of a list marker ("-", "12.") that a blank or the line's end follows, else 0. */
static size_t list_marker(str s) {
    size_t n = 0;
    while (n < s.n && n < 9 && s.p[n] >= '0' && s.p[n] <= '9') n++;
    if (n ? n < s.n && (s.p[n] == '.' || s.p[n] == ')') : s.n && strchr("-+*", s.p[0])) n++;
    else return 0;
    return n == s.n || s.p[n] == ' ' || s.p[n] == '\t' ? n : 0;
}

/* The containers that are open at a line: a quote is 0, a list item the column where its text starts. */
typedef struct open_containers {
    int n;
    int column[MARKDOWN_DEPTH];
} open_containers;

/* Which of the open containers go on in this line? Closes the others; returns the column that the rest counts from. */
static int go_on(open_containers *open, line_scan *l) {
    int at = 0, base = 0;
    blanks(l);
    for (; at < open->n; at++) {
        if (open->column[at] == 0) {
            if (l->rest.n == 0 || l->rest.p[0] != '>') break;
            l->rest = str_sub(l->rest, 1, l->rest.n);
            base = ++l->column;
            blanks(l);
        } else {
            if (l->rest.n && l->column < open->column[at]) break;
            base = open->column[at];
        }
    }
    open->n = at;
    return base;
}

/* Reads one line; false where it opens too many containers. Markers inside a code fence count too: too strict, never too lax. */
static bool scan_line(open_containers *open, str text) {
    line_scan l = {text, 0};
    int base = go_on(open, &l);
    while (l.rest.n && l.column - base <= CODE_INDENT && !is_rule(l.rest)) {
        bool quote = l.rest.p[0] == '>';
        size_t marker = quote ? 1 : list_marker(l.rest);
        if (marker == 0) break;
        if (open->n == MARKDOWN_DEPTH) return false;
        l.rest = str_sub(l.rest, marker, l.rest.n);
        base = l.column += (int)marker;
        int gap = blanks(&l);
        if (!quote) base += l.rest.n == 0 || gap > CODE_INDENT ? 1 : gap;
        open->column[open->n++] = quote ? 0 : base;
    }
    return true;
}

static bool nests_too_deep(str prose) {
    open_containers open = {0};
    for (str rest = prose; rest.p && rest.n;) {
        str line;
        rest = str_cut(rest, '\n', &line);
        for (str part = line; part.p;) { /* a carriage return alone ends a line too */
            str head;
            part = str_cut(part, '\r', &head);
            if (!scan_line(&open, head)) return true;
        }
    }
    return false;
}

err_code markdown_check(str prose, const char *field, err *e) {
    if (prose.n > MARKDOWN_MAX) {
        err_set(e, ERR_TEXT_LONG, "field", field, NULL);
        err_add_int(e, "max", MARKDOWN_MAX);
        return e->code;
    }
    if (nests_too_deep(prose)) {
        err_set(e, ERR_TEXT_DEEP, "field", field, NULL);
        err_add_int(e, "max", MARKDOWN_DEPTH);
        return e->code;
    }
    return ERR_NONE;
}

/* ---- the tree, made harmless */

/* Valid UTF-8 with U+FFFD for every unfit character, in `copy` where the text is not so already. */
static str cleaned(str text, buf *copy) {
    size_t i = 0;
    while (i < text.n && !utf8_unfit(text.p + i, text.n - i)) i++;
    if (i == text.n && utf8_invalid(text) == text.n) return text;
    for (size_t at = 0; at < text.n;) {
        bool unfit = utf8_unfit(text.p + at, text.n - at) && text.p[at] != '\r';
        int32_t cp = utf8_next(text, &at);
        utf8_put(copy, unfit ? 0xFFFD : cp);
    }
    return buf_str(copy);
}

/* Character references bring unfit characters in behind the check of the source; &#xFFFF; even as a lone byte. */
static void clean_field(cmark_node *node, const char *(*get)(cmark_node *), int (*set)(cmark_node *, const char *)) {
    const char *text = get(node);
    AUTO(buf_free) buf copy = {0};
    if (text && cleaned(str_c(text), &copy).p != text) set(node, buf_cstr(&copy));
}

static void put_away(cmark_node *node) {
    cmark_node_unlink(node);
    cmark_node_free(node);
}

static cmark_node *text_node(const char *text) {
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, text);
    return node;
}

/* Puts the children in the node's place. */
static void unwrap(cmark_node *node) {
    for (cmark_node *child; (child = cmark_node_first_child(node));) cmark_node_insert_before(node, child);
    put_away(node);
}

/* Raw HTML as a paragraph of text, line by line. */
static void show_html_block(cmark_node *node) {
    cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
    AUTO(buf_free) buf line = {0};
    for (str rest = str_trim(str_c(cmark_node_get_literal(node))); rest.p;) {
        str head;
        rest = str_cut(rest, '\n', &head);
        buf_clear(&line);
        buf_put(&line, str_trim(head));
        if (cmark_node_first_child(paragraph)) cmark_node_append_child(paragraph, cmark_node_new(CMARK_NODE_LINEBREAK));
        cmark_node_append_child(paragraph, text_node(buf_cstr(&line)));
    }
    cmark_node_insert_before(node, paragraph);
    put_away(node);
}

/* An image becomes a link to it, its alternative text the link's text. */
static void image_to_link(cmark_node *node) {
    cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
    cmark_node_set_url(link, cmark_node_get_url(node));
    cmark_node_set_title(link, cmark_node_get_title(node));
    for (cmark_node *child; (child = cmark_node_first_child(node));) cmark_node_append_child(link, child);
    cmark_node_insert_before(node, link);
    put_away(node);
}

/* A line break inside Chinese text is not a blank. */
static void join_wide(cmark_node *node) {
    cmark_node *before = cmark_node_previous(node), *after = cmark_node_next(node);
    if (!before || !after || cmark_node_get_type(before) != CMARK_NODE_TEXT || cmark_node_get_type(after) != CMARK_NODE_TEXT)
        return;
    str left = str_c(cmark_node_get_literal(before)), right = str_c(cmark_node_get_literal(after));
    if (!left.n || !right.n) return;
    size_t at = left.n - 1, first = 0;
    while (at && ((unsigned char)left.p[at] & 0xC0) == 0x80) at--;
    if (utf8_is_wide(utf8_next(left, &at)) && utf8_is_wide(utf8_next(right, &first))) put_away(node);
}

typedef struct tidy {
    int depth, links;  /* inline containers around the node, with itself; those of them that are links or images */
    size_t link_bytes; /* targets and titles so far */
} tidy;

static void tidy_leaf(cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HTML_BLOCK:
        clean_field(node, cmark_node_get_literal, cmark_node_set_literal);
        show_html_block(node);
        break;
    case CMARK_NODE_HTML_INLINE:
        clean_field(node, cmark_node_get_literal, cmark_node_set_literal);
        cmark_node_insert_before(node, text_node(cmark_node_get_literal(node)));
        put_away(node);
        break;
    case CMARK_NODE_CODE_BLOCK:
        clean_field(node, cmark_node_get_fence_info, cmark_node_set_fence_info);
        clean_field(node, cmark_node_get_literal, cmark_node_set_literal);
        break;
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE: clean_field(node, cmark_node_get_literal, cmark_node_set_literal); break;
    case CMARK_NODE_SOFTBREAK: join_wide(node); break;
    default: break;
    }
}

static bool is_link(cmark_node_type type) { return type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE; }

/* Links inside links are text, and so are links that lead where they may not. */
static void tidy_link(tidy *t, cmark_node *node) {
    clean_field(node, cmark_node_get_url, cmark_node_set_url);
    clean_field(node, cmark_node_get_title, cmark_node_set_title);
    str url = str_c(cmark_node_get_url(node));
    bool image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
    if (image && !cmark_node_first_child(node)) cmark_node_append_child(node, text_node(url.p));
    t->link_bytes += url.n + str_c(cmark_node_get_title(node)).n;
    if (t->links > 1 || t->depth > INLINE_DEPTH || t->link_bytes > LINK_BYTES || !url_is_safe(url)) unwrap(node);
    else if (image) image_to_link(node);
}

static void tidy_container(tidy *t, cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING) {
        int level = cmark_node_get_heading_level(node) + MARKDOWN_HEADING - 1;
        cmark_node_set_heading_level(node, level > 6 ? 6 : level);
    } else if (is_link(type)) {
        tidy_link(t, node);
    } else if ((type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG) && t->depth > INLINE_DEPTH) {
        unwrap(node);
    }
}

static bool is_leaf(cmark_node_type type) {
    return type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_THEMATIC_BREAK || type == CMARK_NODE_CODE_BLOCK ||
           type == CMARK_NODE_TEXT || type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK ||
           type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE;
}

static bool is_inline_container(cmark_node_type type) {
    return type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG || is_link(type);
}

/* The parsed and tidied tree; NULL where the prose is past the limits. A cmark iterator allows changes at a leaf and at the
 * end of a container: it has gone on already. */
static cmark_node *parsed(str prose) {
    if (prose.n > MARKDOWN_MAX || nests_too_deep(prose)) return NULL;
    cmark_node *root = cmark_parse_document(prose.p, prose.n, CMARK_OPT_DEFAULT);
    cmark_iter *iter = cmark_iter_new(root);
    tidy t = {0};
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        bool inside = is_inline_container(type);
        if (is_leaf(type)) {
            tidy_leaf(node);
        } else if (event == CMARK_EVENT_ENTER) {
            t.depth += inside;
            t.links += is_link(type);
        } else {
            tidy_container(&t, node);
            t.depth -= inside;
            t.links -= is_link(type);
        }
    }
    cmark_iter_free(iter);
    return root;
}

static void put_rendered(buf *out, char *text) {
    str s = str_c(text);
    while (s.n && s.p[s.n - 1] == '\n') s.n--;
    buf_put(out, s);
    free(text);
}

void markdown_html(buf *out, str prose) {
    if (str_trim(prose).n == 0) return;
    AUTO(buf_free) buf copy = {0};
    prose = cleaned(prose, &copy);
    cmark_node *root = parsed(prose);
    if (!root) {
        buf_z(out, "<p>");
        buf_html(out, prose);
        buf_z(out, "</p>");
        return;
    }
    put_rendered(out, cmark_render_html(root, CMARK_OPT_DEFAULT));
    cmark_node_free(root);
}

/* ---- Markdown that is read with extensions: tables, struck text, links out of bare addresses, diagrams out of code */

/* cmark's writer knows CommonMark only. These stand for what is to be written before a character until it has written: cleaned texts hold
 * none of them. */
#define HOLD_BACKSLASH "\xE2\x80\xAA"
#define HOLD_COMMENT "\xE2\x80\xAB"

static void guard_text(cmark_node *node) {
    str text = str_c(cmark_node_get_literal(node));
    AUTO(buf_free) buf held = {0};
    for (size_t i = 0; i < text.n; i++) {
        md_guard guard = buf_md_guard(text, i);
        if (guard) buf_z(&held, guard == MD_GUARD_COMMENT ? HOLD_COMMENT : HOLD_BACKSLASH);
        buf_putc(&held, text.p[i]);
    }
    if (held.n != text.n) cmark_node_set_literal(node, buf_cstr(&held));
}

static void guard_tree(cmark_node *root) {
    cmark_consolidate_text_nodes(root); /* an address may lie in two */
    cmark_iter *iter = cmark_iter_new(root);
    while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (cmark_node_get_type(node) == CMARK_NODE_TEXT) guard_text(node);
        if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK) cmark_node_set_fence_info(node, ""); /* code stays code */
    }
    cmark_iter_free(iter);
}

static void put_held(buf *out, str s) {
    for (size_t i = 0; i < s.n; i++) {
        str rest = str_sub(s, i, 3);
        bool backslash = str_eq(rest, S(HOLD_BACKSLASH)), comment = str_eq(rest, S(HOLD_COMMENT));
        if (backslash) buf_putc(out, '\\');
        else if (comment) buf_z(out, MD_COMMENT);
        else buf_putc(out, s.p[i]);
        if (backslash || comment) i += 2;
    }
}

void markdown_md(buf *out, str prose) {
    if (str_trim(prose).n == 0) return;
    AUTO(buf_free) buf copy = {0}, held = {0};
    prose = cleaned(prose, &copy);
    cmark_node *root = parsed(prose);
    if (!root) {
        buf_md(out, prose, true);
        return;
    }
    guard_tree(root);
    put_rendered(&held, cmark_render_commonmark(root, CMARK_OPT_DEFAULT, 0));
    put_held(out, buf_str(&held));
    cmark_node_free(root);
}

/* Appends with every run of white space as one blank, none at the start. */
static void put_plain(buf *out, size_t start, str s) {
    for (size_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t' || s.p[i] == '\r';
        if (!blank) buf_putc(out, s.p[i]);
        else if (out->n > start && out->p[out->n - 1] != ' ') buf_putc(out, ' ');
    }
}

void markdown_plain(buf *out, str prose) {
    if (str_trim(prose).n == 0) return;
    AUTO(buf_free) buf copy = {0};
    prose = cleaned(prose, &copy);
    size_t start = out->n;
    cmark_node *root = parsed(prose);
    if (!root) {
        put_plain(out, start, prose);
    } else {
        cmark_iter *iter = cmark_iter_new(root);
        for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
            cmark_node *node = cmark_iter_get_node(iter);
            cmark_node_type type = cmark_node_get_type(node);
            if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK)
                put_plain(out, start, str_c(cmark_node_get_literal(node)));
            else if (!is_inline_container(type)) put_plain(out, start, S(" ")); /* between blocks and at line breaks */
        }
        cmark_iter_free(iter);
        cmark_node_free(root);
    }
    while (out->n > start && out->p[out->n - 1] == ' ') out->n--;
}
