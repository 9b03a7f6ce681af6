/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing byte buffer with a maximum. Past the maximum it stops growing and remembers it (`over`): writers
 * need not check each call, whoever hands the bytes on checks once. Escaping is here and nowhere else. */
#ifndef PDCA_BASE_BUF_H
#define PDCA_BASE_BUF_H

#include "base/str.h"

typedef struct buf {
    char *p;
    size_t n, cap, max; /* max 0: BUF_MAX */
    bool over;
} buf;

enum { BUF_MAX = 256 * 1024 * 1024 };

/* The way of nearly all writes is short: the memory is there. */
void buf_put_slowly(buf *b, str s);
static inline void buf_put(buf *b, str s) {
    if (b->over || s.n >= b->cap - b->n || s.n == 0) {
        buf_put_slowly(b, s);
        return;
    }
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
}
static inline void buf_putc(buf *b, char c) {
    if (b->over || b->cap - b->n <= 1) buf_put_slowly(b, (str){&c, 1});
    else b->p[b->n++] = c;
}
static inline void buf_z(buf *b, const char *z) { buf_put(b, str_c(z)); }
void buf_fill(buf *b, char c, size_t count);
void buf_printf(buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Forgets the content, keeps the memory. */
void buf_clear(buf *b);
void buf_free(buf *b);
/* The content as a slice, valid until the next write. */
static inline str buf_str(const buf *b) { return (str){b->p, b->n}; }
/* The content as a C string, valid until the next write. */
const char *buf_cstr(buf *b);

/* & < > " ' as entities: safe in HTML and XML text and in quoted attributes. Characters that no page may carry (utf8_unfit)
 * become U+FFFD; carriage returns go. */
void buf_html(buf *b, str s);
/* Text for Markdown inside a line or a table cell: what could start markup gets a backslash, line breaks become
 * spaces; unfit characters as in buf_html. `line_start` says that the text opens a line (then # + - = and "1." are escaped too). */
void buf_md(buf *b, str s, bool line_start);
/* Beyond CommonMark: what would make the byte at `i` of a plain text a table, struck text, a formula or a link of its own on Git hosting. The byte
 * needs a backslash before it, or (an address's @, where that does not help) a comment. */
typedef enum md_guard { MD_GUARD_NONE, MD_GUARD_BACKSLASH, MD_GUARD_COMMENT } md_guard;
md_guard buf_md_guard(str s, size_t i);
#define MD_COMMENT "<!-- -->"
/* One CSV field (RFC 4180); a text that a spreadsheet would run as a formula gets a leading apostrophe. */
void buf_csv(buf *b, str s);
/* Text inside a double-quoted CSS string (CSS Syntax 3, 4.3.7): all of ASCII but letters, digits and blanks is written as its code point;
 * unfit characters as in buf_html. */
void buf_css(buf *b, str s);
/* A JSON string with its quotes. */
void buf_json(buf *b, str s);
/* The same, to stand in a script or a page: < > & and the line ends U+2028 and U+2029 as \u…, characters that no page may
 * carry (utf8_unfit) as U+FFFD. */
void buf_json_script(buf *b, str s);
/* A number as shortest text that reads back to the same double; "null" where it is not finite. */
void buf_real(buf *b, double v);
/* An integer with a comma between thousands. */
void buf_thousands(buf *b, long long v);

#endif
