/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

size_t utf8_invalid(str s) {
    size_t at = 0;
    while (at < s.n) {
        unsigned char c = (unsigned char)s.p[at];
        if (c >= 1 && c < 0x7F) {
            at++;
            continue;
        }
        utf8proc_int32_t cp;
        utf8proc_ssize_t w =
            utf8proc_iterate((const utf8proc_uint8_t *)s.p + at, (utf8proc_ssize_t)(s.n - at), &cp);
        if (w <= 0 || cp == 0 || cp == 0x7F) return at;
        at += (size_t)w;
    }
    return s.n;
}

int32_t utf8_next(str s, size_t *at) {
    unsigned char c = (unsigned char)s.p[*at];
    if (c < 0x80) {
        ++*at;
        return c;
    }
    const unsigned char *p = (const unsigned char *)s.p + *at;
    bool plain = c >= 0xE1 && c <= 0xEC && s.n - *at >= 3; /* nearly all of Chinese: neither overlong nor a surrogate */
    if (plain && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        *at += 3;
        return (c & 0xF) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    }
    utf8proc_int32_t cp;
    utf8proc_ssize_t w = utf8proc_iterate(p, (utf8proc_ssize_t)(s.n - *at), &cp);
    if (w <= 0) {
        ++*at;
        return 0xFFFD;
    }
    *at += (size_t)w;
    return cp;
}

void utf8_put(buf *b, int32_t cp) {
    utf8proc_uint8_t z[4];
    utf8proc_ssize_t w = utf8proc_encode_char(utf8proc_codepoint_valid(cp) ? cp : 0xFFFD, z);
    buf_put(b, (str){(const char *)z, (size_t)w});
}

int utf8_cp_columns(int32_t cp) {
    if (cp >= 0x20 && cp < 0x7F) return 1;
    /* utf8proc 2.6 gives ambiguous width as 1; quotation marks and dots in Chinese text are drawn in 2 only by CJK
     * fonts, so 1 is the width that most terminals use. */
    return utf8proc_charwidth(cp);
}

int utf8_columns(str s) {
    int columns = 0;
    for (size_t at = 0; at < s.n;) columns += utf8_cp_columns(utf8_next(s, &at));
    return columns;
}

bool utf8_is_letter(int32_t cp) {
    utf8proc_category_t c = utf8proc_category(cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO;
}

static str mapped(arena *a, str s, utf8proc_option_t options) {
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &out, options);
    if (n < 0) return s;
    str r = arena_str(a, (str){(const char *)out, (size_t)n});
    free(out);
    return r;
}

static bool is_ascii(str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

str utf8_nfc(arena *a, str s) {
    return is_ascii(s) ? s : mapped(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

str utf8_fold(arena *a, str s) { return mapped(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD); }

str utf8_halfwidth(arena *a, str s) {
    if (is_ascii(s)) return s;
    char *p = arena_alloc(a, s.n + 1);
    buf b = {.p = p, .cap = s.n + 1, .max = s.n}; /* never longer than the source, so it never grows */
    for (size_t at = 0; at < s.n;) {
        int32_t cp = utf8_next(s, &at);
        if (cp >= 0xFF01 && cp <= 0xFF5E) cp -= 0xFEE0;
        else if (cp == 0x3000) cp = ' ';
        utf8_put(&b, cp);
    }
    return buf_str(&b);
}

void utf8_pad(buf *b, str s, int columns, bool right) {
    int free_columns = columns - utf8_columns(s);
    if (free_columns < 0) free_columns = 0;
    if (right) buf_fill(b, ' ', (size_t)free_columns);
    buf_put(b, s);
    if (!right) buf_fill(b, ' ', (size_t)free_columns);
}

void utf8_clip(buf *b, str s, int columns) {
    if (utf8_columns(s) <= columns) {
        buf_put(b, s);
        return;
    }
    int used = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        int w = utf8_cp_columns(utf8_next(s, &at));
        if (used + w > columns - 1) break;
        buf_put(b, str_sub(s, from, at - from));
        used += w;
    }
    buf_z(b, "…");
}
