/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buf.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

static bool room(buf *b, size_t more) {
    size_t max = b->max ? b->max : BUF_MAX;
    if (b->over || more > max || b->n > max - more) {
        b->over = true;
        return false;
    }
    if (b->cap - b->n > more) return true; /* one byte to spare for buf_cstr */
    size_t cap = b->cap ? b->cap : 256;
    while (cap - b->n <= more) cap *= 2;
    if (cap > max + 1) cap = max + 1; /* the memory that is there may be filled */
    char *p = realloc(b->p, cap);
    if (!p) abort();
    b->p = p;
    b->cap = cap;
    return true;
}

void buf_put_slowly(buf *b, str s) {
    if (s.n == 0 || !room(b, s.n)) return;
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
}

void buf_fill(buf *b, char c, size_t count) {
    if (count == 0 || !room(b, count)) return;
    memset(b->p + b->n, c, count);
    b->n += count;
}

void buf_printf(buf *b, const char *fmt, ...) {
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0) abort();
    if (room(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void buf_clear(buf *b) {
    b->n = 0;
    b->over = false;
}

void buf_free(buf *b) {
    free(b->p);
    *b = (buf){.max = b->max};
}

const char *buf_cstr(buf *b) {
    if (!b->p && !room(b, 0)) return "";
    b->p[b->n] = 0;
    return b->p;
}

/* Bytes that buf_html has to look at: markup, controls, and what may start an unfit character. */
static const unsigned char html_special[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\''] = 1, [0xE2] = 1, [0xEF] = 1,
};

void buf_html(buf *b, str s) {
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!html_special[(unsigned char)s.p[i]]) continue;
        size_t width = 1;
        str rep;
        switch (s.p[i]) {
        case '&': rep = S("&amp;"); break;
        case '<': rep = S("&lt;"); break;
        case '>': rep = S("&gt;"); break;
        case '"': rep = S("&quot;"); break;
        case '\'': rep = S("&#39;"); break;
        case '\r': rep = S(""); break;
        default:
            width = (size_t)utf8_unfit(s.p + i, s.n - i);
            if (width == 0) continue;
            rep = S("\xEF\xBF\xBD");
        }
        buf_put(b, str_sub(s, from, i - from));
        buf_put(b, rep);
        i += width - 1;
        from = i + 1;
    }
    buf_put(b, str_sub(s, from, s.n));
}

/* Bytes that buf_md has to look at: what may be markup anywhere, blanks other than ' ', and what may start an unfit character; MAY_GUARD: what
 * is markup only beside others (buf_md_guard). */
enum { MAY_GUARD = 2 };
static const unsigned char md_special[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['\\'] = 1, ['`'] = 1, ['*'] = 1, ['_'] = 1, ['['] = 1, [']'] = 1, ['<'] = 1, ['>'] = 1, ['&'] = 1, ['|'] = 1, ['~'] = 1, ['$'] = 1,
    [':'] = MAY_GUARD, ['.'] = MAY_GUARD, ['@'] = MAY_GUARD,
    [0xE2] = 1, [0xEF] = 1,
};

/* What is markup only where a line begins: one of # + - =, or the point or bracket behind the digits of "1." and "1)". */
static size_t md_line_start(buf *b, str s) {
    size_t from = 0;
    while (from < s.n && s.p[from] == '\r') from++; /* which go */
    if (from < s.n && memchr("#+-=", s.p[from], 4)) {
        buf_putc(b, '\\');
        return from;
    }
    size_t i = from;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9') i++;
    if (i == from || i == s.n || (s.p[i] != '.' && s.p[i] != ')')) return from;
    buf_put(b, (str){s.p + from, i - from});
    buf_putc(b, '\\');
    return i;
}

static bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

md_guard buf_md_guard(str s, size_t i) {
    char before = i ? s.p[i - 1] : ' ', after = i + 1 < s.n ? s.p[i + 1] : ' ';
    switch (s.p[i]) {
    case '|':
    case '~':
    case '$': return MD_GUARD_BACKSLASH;
    case ':': /* https://, and the row of dashes below a table's head */
        return (is_alnum(before) && str_starts(str_sub(s, i + 1, s.n), S("//"))) || after == '-' ? MD_GUARD_BACKSLASH : MD_GUARD_NONE;
    case '.': {
        str w = i >= 3 ? str_sub(s, i - 3, 3) : S("");
        bool www = w.n == 3 && (w.p[0] | 32) == 'w' && (w.p[1] | 32) == 'w' && (w.p[2] | 32) == 'w';
        return www && (i == 3 || !is_alnum(s.p[i - 4])) ? MD_GUARD_BACKSLASH : MD_GUARD_NONE;
    }
    case '@': return (is_alnum(before) || strchr("._-+", before)) && is_alnum(after) ? MD_GUARD_COMMENT : MD_GUARD_NONE;
    default: return MD_GUARD_NONE;
    }
}

void buf_md(buf *b, str s, bool line_start) {
    size_t from = line_start ? md_line_start(b, s) : 0;
    for (size_t i = from; i < s.n; i++) {
        if (!md_special[(unsigned char)s.p[i]]) continue;
        char c = s.p[i];
        md_guard guard = md_special[(unsigned char)c] == MAY_GUARD ? buf_md_guard(s, i) : MD_GUARD_BACKSLASH;
        if (!guard) continue;
        size_t unfit = (size_t)utf8_unfit(s.p + i, s.n - i);
        if (!unfit && (unsigned char)c >= 0x80) continue;
        buf_put(b, (str){s.p + from, i - from});
        from = i + (unfit ? unfit : 1);
        if (c == '\r') continue;
        if (unfit) buf_z(b, "\xEF\xBF\xBD");
        else if (c == '\n' || c == '\t') buf_putc(b, ' ');
        else {
            buf_z(b, guard == MD_GUARD_COMMENT ? MD_COMMENT : "\\");
            buf_putc(b, c);
        }
        i = from - 1;
    }
    if (from < s.n) buf_put(b, (str){s.p + from, s.n - from});
}

/* OWASP's list of formula starters, also their full-width twins (some spreadsheets fold them) and behind blanks (some readers trim). */
static bool starts_formula(str s) {
    if (s.n && strchr("\t\r\n", s.p[0])) return true;
    size_t at = 0;
    while (at < s.n && s.p[at] == ' ') at++;
    s = str_sub(s, at, s.n);
    if (s.n && s.p[0] && strchr("=+-@", s.p[0])) return true;
    return str_starts(s, S("\xEF\xBC\x9D")) || str_starts(s, S("\xEF\xBC\x8B")) || str_starts(s, S("\xEF\xBC\x8D")) || str_starts(s, S("\xEF\xBC\xA0"));
}

void buf_csv(buf *b, str s) {
    long long whole;
    double real;
    /* a plain number such as -3 stays a number */
    bool formula = starts_formula(s) && !str_to_int(s, &whole) && !str_to_real(s, &real);
    bool quote = formula;
    for (size_t i = 0; i < s.n && !quote; i++) quote = strchr(",\"\r\n;", s.p[i]) != NULL;
    if (!quote) {
        buf_put(b, s);
        return;
    }
    buf_putc(b, '"');
    if (formula) buf_putc(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') buf_putc(b, '"');
        buf_putc(b, s.p[i]);
    }
    buf_putc(b, '"');
}

void buf_css(buf *b, str s) {
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        int unfit = utf8_unfit(s.p + i, s.n - i);
        bool plain = c >= 0x80 || c == ' ' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (unfit) {
            buf_z(b, "\xEF\xBF\xBD");
            i += (size_t)unfit - 1;
        } else if (plain) {
            buf_putc(b, (char)c);
        } else {
            buf_printf(b, "\\%x ", c); /* the blank ends the number */
        }
    }
}

void buf_json(buf *b, str s) {
    buf_putc(b, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        buf_put(b, str_sub(s, from, i - from));
        from = i + 1;
        if (c == '"' || c == '\\') buf_printf(b, "\\%c", c);
        else if (c >= 8 && c <= 13 && c != 11) buf_printf(b, "\\%c", "btn.fr"[c - 8]);
        else buf_printf(b, "\\u%04x", c);
    }
    buf_put(b, str_sub(s, from, s.n));
    buf_putc(b, '"');
}

void buf_json_script(buf *b, str s) {
    buf_putc(b, '"');
    size_t from = 0;
    for (size_t i = 0, step; i < s.n; i += step) {
        unsigned char c = (unsigned char)s.p[i];
        int unfit = utf8_unfit(s.p + i, s.n - i);
        bool line_end = c == 0xE2 && s.n - i >= 3 && (unsigned char)s.p[i + 1] == 0x80 && ((unsigned char)s.p[i + 2] & 0xFE) == 0xA8;
        step = line_end ? 3 : unfit ? (size_t)unfit : 1;
        if (!unfit && !line_end && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' && c != '\n' && c != '\t') continue;
        buf_put(b, str_sub(s, from, i - from));
        from = i + step;
        if (unfit) buf_z(b, "\xEF\xBF\xBD");
        else if (line_end) buf_printf(b, "\\u%04x", 0x2000 + ((unsigned char)s.p[i + 2] & 0x3F));
        else buf_printf(b, "\\u%04x", c);
    }
    buf_put(b, str_sub(s, from, s.n));
    buf_putc(b, '"');
}

void buf_real(buf *b, double v) {
    if (!isfinite(v)) {
        buf_z(b, "null");
        return;
    }
    char z[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(z, sizeof z, "%.*g", digits, v);
        if (strtod(z, NULL) == v) break; /* the fewest digits that come back exactly */
    }
    buf_z(b, z);
}

void buf_thousands(buf *b, long long v) {
    char z[32];
    int n = snprintf(z, sizeof z, "%lld", v);
    for (int i = 0; i < n; i++) {
        buf_putc(b, z[i]);
        int rest = n - 1 - i;
        if (rest && rest % 3 == 0 && z[i] != '-') buf_putc(b, ',');
    }
}
