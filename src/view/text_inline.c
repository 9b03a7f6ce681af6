/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/text_parts.h"

#include <limits.h>

#include "base/err.h"

static bool is_punctuation(char c) {
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

static bool is_word_byte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static size_t run_length(str s, size_t at) {
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] == s.p[at]) n++;
    return n;
}

/* Behind the bracket that closes the one at `at`, or 0. */
static size_t behind_bracket(str s, size_t at, char open, char close) {
    int depth = 0;
    for (size_t i = at; i < s.n; i++) {
        if (s.p[i] == '\\') i++;
        else if (s.p[i] == open) depth++;
        else if (s.p[i] == close && --depth == 0) return i + 1;
    }
    return 0;
}

static void put_visible(buf *out, str s) {
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '\n' || c == '\t') c = ' ';
        bool c1 = c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0;
        if (c >= 0x20 && c != 0x7F && !c1) buf_putc(out, (char)c);
        i += c1;
    }
}

static void put_inline(buf *out, str s);

/* A code span at `at`: what is between equal runs of backticks. Returns the offset behind it. */
static size_t put_code(buf *out, str s, size_t at) {
    size_t run = run_length(s, at);
    for (size_t i = at + run; i < s.n;) {
        if (s.p[i] != '`') {
            i++;
            continue;
        }
        size_t other = run_length(s, i);
        if (other == run) {
            str code = str_sub(s, at + run, i - at - run);
            if (code.n > 2 && code.p[0] == ' ' && code.p[code.n - 1] == ' ') code = str_sub(code, 1, code.n - 2);
            put_visible(out, code);
            return i + run;
        }
        i += other;
    }
    put_visible(out, str_sub(s, at, run));
    return at + run;
}

/* [text](target) or ![text](target): its text. */
static size_t put_link(buf *out, str s, size_t at) {
    size_t bracket = at + (s.p[at] == '!');
    size_t end = behind_bracket(s, bracket, '[', ']');
    size_t behind = end && end < s.n && s.p[end] == '(' ? behind_bracket(s, end, '(', ')') : 0;
    if (!behind) {
        put_visible(out, str_sub(s, at, bracket + 1 - at));
        return bracket + 1;
    }
    put_inline(out, str_sub(s, bracket + 1, end - bracket - 2));
    return behind;
}

/* <https://…>: the target; a comment: nothing; else the sign itself. */
static size_t put_angle(buf *out, str s, size_t at) {
    str rest = str_sub(s, at, s.n);
    if (str_starts(rest, S("<!--"))) {
        size_t end = str_find(rest, S("-->"));
        if (end < rest.n) return at + end + 3;
    }
    size_t end = str_find(rest, S(">"));
    str inside = str_sub(rest, 1, end - 1);
    bool link = end < rest.n && (str_starts(inside, S("http://")) || str_starts(inside, S("https://")) ||
                                 str_starts(inside, S("mailto:")) || str_find(inside, S("@")) < inside.n);
    put_visible(out, link ? inside : S("<"));
    return link ? at + end + 1 : at + 1;
}

/* Emphasis: a sign that is not escaped is markup in what we write. Only strong text is shown. */
static size_t put_emphasis(buf *out, str s, size_t at) {
    size_t run = run_length(s, at), end = at + run;
    bool after = at > 0 && is_word_byte(s.p[at - 1]), before = end < s.n && is_word_byte(s.p[end]);
    bool alone = (at == 0 || s.p[at - 1] == ' ') && (end == s.n || s.p[end] == ' ');
    if (alone || (s.p[at] == '_' && after && before)) {
        put_visible(out, str_sub(s, at, run));
        return end;
    }
    if (run >= 2) {
        size_t i = out->n; /* the last mark tells whether one is open */
        while (i && out->p[i - 1] != MARK_STRONG && out->p[i - 1] != MARK_END) i--;
        buf_putc(out, i && out->p[i - 1] == MARK_STRONG ? MARK_END : MARK_STRONG);
    }
    return end;
}

static void put_inline(buf *out, str s) {
    for (size_t i = 0; i < s.n;) {
        char c = s.p[i];
        if (c == '\\' && i + 1 < s.n && is_punctuation(s.p[i + 1])) {
            buf_putc(out, s.p[i + 1]);
            i += 2;
        } else if (c == '`') {
            i = put_code(out, s, i);
        } else if (c == '[') {
            i = put_link(out, s, i);
        } else if (c == '!' && i + 1 < s.n && s.p[i + 1] == '[') {
            i = put_link(out, s, i);
        } else if (c == '<') {
            i = put_angle(out, s, i);
        } else if (c == '*' || c == '_') {
            i = put_emphasis(out, s, i);
        } else {
            size_t n = 1;
            while (i + n < s.n && !strchr("\\`[!<*_", s.p[i + n])) n++;
            put_visible(out, str_sub(s, i, n));
            i += n;
        }
    }
}

str text_inline(arena *a, str md, bool strong) {
    AUTO(buf_free) buf out = {0};
    put_inline(&out, md);
    if (!strong) return arena_str(a, buf_str(&out));
    size_t kept = 0; /* strong as a whole: marks inside say nothing more */
    for (size_t i = 0; i < out.n; i++)
        if (out.p[i] != MARK_STRONG && out.p[i] != MARK_END) out.p[kept++] = out.p[i];
    return str_c(arena_printf(a, "%c%.*s%c", MARK_STRONG, (int)kept, out.p ? out.p : "", MARK_END));
}

/* ---- wrapping */

/* No line starts with these, and none ends with those of the second list. */
static bool stays_with_last(int32_t cp) {
    return (cp < 0x80 && strchr(",.;:?!)]}%", (int)cp)) || cp == 0x2019 || cp == 0x201D || cp == 0x2026 || cp == 0x3001 || cp == 0x3002 ||
           cp == 0x300B || cp == 0x300D || cp == 0x300F || cp == 0x3011 || cp == 0xFF01 || cp == 0xFF05 || cp == 0xFF09 || cp == 0xFF0C ||
           cp == 0xFF0E || cp == 0xFF1A || cp == 0xFF1B || cp == 0xFF1F || cp == MARK_END;
}

static bool stays_with_next(int32_t cp) {
    return (cp < 0x80 && strchr("([{", (int)cp)) || cp == 0x2018 || cp == 0x201C || cp == 0x300A || cp == 0x300C || cp == 0x300E ||
           cp == 0x3010 || cp == 0xFF08 || cp == MARK_STRONG;
}

bool text_wrap_line(str s, size_t *at, int columns, str *ret_line) {
    if (*at >= s.n) return false;
    size_t from = *at, good = 0;
    int width = 0;
    int32_t last = ' ';
    for (size_t i = from; i < s.n;) {
        size_t here = i;
        int32_t cp = utf8_next(s, &i);
        bool may_break = last == ' ' || utf8_is_wide(cp) || utf8_is_wide(last);
        if (here > from && cp != ' ' && may_break && !stays_with_last(cp) && !stays_with_next(last)) good = here;
        width += utf8_cp_columns(cp);
        if (width > columns && cp != ' ' && here > from) {
            size_t end = good ? good : here;
            *at = end;
            while (end > from && s.p[end - 1] == ' ') end--;
            *ret_line = str_sub(s, from, end - from);
            return true;
        }
        last = cp;
    }
    *at = s.n;
    *ret_line = str_sub(s, from, s.n);
    return true;
}

void text_put(text_out *t, str marked, bool *strong) {
    if (*strong && t->color) buf_z(t->out, "\x1b[1m");
    size_t from = 0;
    for (size_t i = 0; i <= marked.n; i++) {
        if (i < marked.n && marked.p[i] != MARK_STRONG && marked.p[i] != MARK_END) continue;
        buf_put(t->out, str_sub(marked, from, i - from));
        from = i + 1;
        if (i == marked.n) break;
        *strong = marked.p[i] == MARK_STRONG;
        if (t->color) buf_z(t->out, *strong ? "\x1b[1m" : "\x1b[0m");
    }
    if (*strong && t->color) buf_z(t->out, "\x1b[0m");
}

void text_begin_line(text_out *t) {
    buf_put(t->out, t->first_used ? t->rest : t->first);
    t->first_used = true;
    t->printed = true;
}

void text_end_line(text_out *t) {
    while (t->out->n && t->out->p[t->out->n - 1] == ' ') t->out->n--;
    buf_putc(t->out, '\n');
}

int text_room(const text_out *t) {
    enum { NARROWEST = 16 }; /* deep lists on a narrow terminal: rather too wide than one character a line */
    if (t->columns == INT_MAX) return INT_MAX;
    int room = t->columns - utf8_columns(t->rest), least = t->columns < NARROWEST ? t->columns : NARROWEST;
    return room < least ? least : room;
}

void text_paragraph(text_out *t, str marked) {
    bool strong = false;
    str line;
    for (size_t at = 0; text_wrap_line(marked, &at, text_room(t), &line);) {
        text_begin_line(t);
        text_put(t, line, &strong);
        text_end_line(t);
    }
}
