/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/text.h"

#include <limits.h>

#include "view/text_parts.h"

enum { TEXT_DEPTH = 24, RULE_COLUMNS = 72 };

typedef struct lines {
    str *p;
    int n;
} lines;

static void put_blocks(text_out *t, lines l);

static size_t indent_of(str line) {
    size_t n = 0;
    while (n < line.n && line.p[n] == ' ') n++;
    return n;
}

static bool is_blank(str line) { return str_trim(line).n == 0; }

static size_t count_of(str s, char c) {
    size_t n = 0;
    while (n < s.n && s.p[n] == c) n++;
    return n;
}

static bool is_heading(str line) {
    size_t n = count_of(line, '#');
    return n >= 1 && n <= 6 && (line.n == n || line.p[n] == ' ');
}

static bool is_rule(str line) {
    str s = str_trim(line);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == s.p[0] && strchr("-*_", s.p[0])) n++;
        else if (s.p[i] != ' ') return false;
    }
    return n >= 3;
}

static bool is_fence(str line) {
    str s = str_sub(line, indent_of(line), line.n);
    return str_starts(s, S("```")) || str_starts(s, S("~~~"));
}

/* Bytes up to the text of a list item, 0 where the line is none; *ret_marker is its marker. */
static size_t list_item(str line, str *ret_marker) {
    size_t from = indent_of(line), n = from;
    if (from > 3) return 0;
    while (n < line.n && line.p[n] >= '0' && line.p[n] <= '9') n++;
    if (n > from ? n < line.n && (line.p[n] == '.' || line.p[n] == ')') : n < line.n && strchr("-+*", line.p[n])) n++;
    else return 0;
    if (n < line.n && line.p[n] != ' ') return 0;
    *ret_marker = str_sub(line, from, n - from);
    size_t blanks = indent_of(str_sub(line, n, line.n));
    return n + (blanks == 0 || blanks > 4 ? 1 : blanks);
}

static bool starts_block(const lines *l, int i) {
    str line = l->p[i], marker;
    return is_blank(line) || is_heading(line) || is_rule(line) || is_fence(line) || line.p[0] == '>' || list_item(line, &marker) ||
           (i + 1 < l->n && text_is_table(line, l->p[i + 1]));
}

/* An empty line where the source had one or more, but none at the top. */
static void put_gap(text_out *t) {
    if (t->gap && t->printed) {
        buf_put(t->out, t->first_used ? t->rest : (str){"", 0});
        text_end_line(t);
    }
    t->gap = false;
}

static int put_heading(text_out *t, str line) {
    size_t level = count_of(line, '#');
    str text = text_inline(&t->a, str_trim(str_sub(line, level, line.n)), true);
    text_paragraph(t, text);
    if (level > 2) return 1;
    int width = utf8_columns(text), room = text_room(t);
    text_begin_line(t);
    for (int i = 0; i < width && i < room; i++) buf_z(t->out, level == 1 ? "━" : "─");
    text_end_line(t);
    return 1;
}

static int put_rule(text_out *t) {
    int room = text_room(t);
    text_begin_line(t);
    for (int i = 0; i < RULE_COLUMNS && i < room; i++) buf_z(t->out, "─");
    text_end_line(t);
    return 1;
}

static void put_verbatim(text_out *t, str line) {
    text_begin_line(t);
    buf_z(t->out, "    ");
    for (size_t i = 0; i < line.n; i++)
        if ((unsigned char)line.p[i] >= 0x20 && line.p[i] != 0x7F) buf_putc(t->out, line.p[i]);
    text_end_line(t);
}

static int put_fenced(text_out *t, lines l) {
    size_t indent = indent_of(l.p[0]);
    str open = str_sub(l.p[0], indent, l.p[0].n);
    size_t fence = count_of(open, open.p[0]);
    int i = 1;
    for (; i < l.n; i++) {
        str line = str_sub(l.p[i], indent_of(l.p[i]), l.p[i].n);
        if (line.n && line.p[0] == open.p[0] && count_of(line, open.p[0]) >= fence) return i + 1;
        size_t cut = indent_of(l.p[i]);
        put_verbatim(t, str_sub(l.p[i], cut < indent ? cut : indent, l.p[i].n));
    }
    return i;
}

static int put_indented(text_out *t, lines l) {
    int i = 0;
    for (; i < l.n && indent_of(l.p[i]) >= 4 && !is_blank(l.p[i]); i++) put_verbatim(t, str_sub(l.p[i], 4, l.p[i].n));
    return i;
}

/* Renders lines inside a container: its prefixes stand behind those of the containers around. */
static void put_inside(text_out *t, lines inner, const char *first, const char *rest) {
    str outer_first = t->first, outer_rest = t->rest;
    str before = t->first_used ? outer_rest : outer_first;
    t->first = str_c(arena_printf(&t->a, "%.*s%s", STR(before), first));
    t->rest = str_c(arena_printf(&t->a, "%.*s%s", STR(outer_rest), rest));
    t->first_used = false;
    put_blocks(t, inner);
    if (!t->first_used) { /* an empty item still shows */
        text_begin_line(t);
        text_end_line(t);
    }
    t->first = outer_first;
    t->rest = outer_rest;
}

static int put_quote(text_out *t, lines l) {
    int n = 0;
    while (n < l.n && l.p[n].n && l.p[n].p[0] == '>') n++;
    lines inner = {arena_new(&t->a, str, n), n};
    for (int i = 0; i < n; i++) inner.p[i] = str_sub(l.p[i], l.p[i].n > 1 && l.p[i].p[1] == ' ' ? 2 : 1, l.p[i].n);
    put_inside(t, inner, "│ ", "│ ");
    return n;
}

/* How many lines belong to the item that the first one starts: those indented to its text, and lines that go on a paragraph. */
static int item_lines(lines l, size_t column) {
    int n = 1;
    for (; n < l.n; n++) {
        if (is_blank(l.p[n]) || indent_of(l.p[n]) >= column) continue;
        if (is_blank(l.p[n - 1]) || starts_block(&l, n)) break;
    }
    return n;
}

static int put_item(text_out *t, lines l) {
    str marker;
    size_t column = list_item(l.p[0], &marker);
    int n = item_lines(l, column);
    lines inner = {arena_new(&t->a, str, n), n};
    for (int i = 0; i < n; i++) inner.p[i] = i && indent_of(l.p[i]) < column ? str_trim(l.p[i]) : str_sub(l.p[i], column, l.p[i].n);
    if (marker.n == 1) marker = S("-");
    char *first = arena_printf(&t->a, "%.*s ", STR(marker)), *rest = arena_printf(&t->a, "%*s", (int)marker.n + 1, "");
    put_inside(t, inner, first, rest);
    return n;
}

/* Two blanks or a backslash at the end of a line. */
static bool breaks_hard(str *line) {
    str s = *line;
    bool hard = str_ends(s, S("  "));
    if (!hard && s.n && s.p[s.n - 1] == '\\') {
        size_t slashes = 0;
        while (slashes < s.n && s.p[s.n - 1 - slashes] == '\\') slashes++;
        hard = slashes % 2 == 1;
        if (hard) s.n--;
    }
    *line = str_trim(s);
    return hard;
}

static bool ends_wide(const buf *b) {
    size_t at = b->n;
    while (at && ((unsigned char)b->p[at - 1] & 0xC0) == 0x80) at--;
    if (at == 0) return false;
    at--;
    return utf8_is_wide(utf8_next(buf_str(b), &at));
}

static int put_text(text_out *t, lines l) {
    buf text = {0};
    int i = 0;
    bool hard = true;
    for (; i < l.n && (i == 0 || !starts_block(&l, i)); i++) {
        str line = l.p[i];
        size_t at = 0;
        bool next_hard = breaks_hard(&line);
        if (hard && text.n) {
            text_paragraph(t, text_inline(&t->a, buf_str(&text), false));
            buf_clear(&text);
        } else if (text.n && line.n && !(ends_wide(&text) && utf8_is_wide(utf8_next(line, &at)))) {
            buf_putc(&text, ' ');
        }
        buf_put(&text, line);
        hard = next_hard;
    }
    text_paragraph(t, text_inline(&t->a, buf_str(&text), false));
    buf_free(&text);
    return i;
}

static int put_block(text_out *t, lines l) {
    str line = l.p[0], marker;
    if (is_fence(line)) return put_fenced(t, l);
    if (is_heading(line)) return put_heading(t, line);
    if (l.n > 1 && text_is_table(line, l.p[1])) return text_table(t, l.p, l.n);
    if (is_rule(line)) return put_rule(t);
    if (line.p[0] == '>') return put_quote(t, l);
    if (list_item(line, &marker)) return put_item(t, l);
    if (indent_of(line) >= 4) return put_indented(t, l);
    return put_text(t, l);
}

static void put_blocks(text_out *t, lines l) {
    bool as_text = t->depth == TEXT_DEPTH;
    t->depth++;
    for (int i = 0; i < l.n;) {
        lines rest = {l.p + i, l.n - i};
        str line = str_trim(l.p[i]);
        bool comment = str_starts(line, S("<!--")) && str_find(line, S("-->")) == line.n - 3;
        if (line.n == 0 || comment) {
            t->gap |= t->printed;
            i++;
            continue;
        }
        put_gap(t);
        i += as_text ? put_text(t, rest) : put_block(t, rest);
    }
    t->depth--;
}

void text_from_markdown(buf *out, str md, int columns, bool color) {
    text_out t = {.out = out, .columns = columns > 0 ? columns : INT_MAX, .color = color, .first = S(""), .rest = S("")};
    int n = 1;
    for (size_t i = 0; i < md.n; i++) n += md.p[i] == '\n';
    lines l = {arena_new(&t.a, str, n), 0};
    for (str rest = md; rest.p;) {
        str line;
        rest = str_cut(rest, '\n', &line);
        while (line.n && line.p[line.n - 1] == '\r') line.n--;
        l.p[l.n++] = line;
    }
    put_blocks(&t, l);
    arena_free(&t.a);
}
