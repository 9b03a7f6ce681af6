/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

bool str_starts(str s, str prefix) { return s.n >= prefix.n && memcmp(s.p, prefix.p, prefix.n) == 0; }

bool str_ends(str s, str suffix) {
    return s.n >= suffix.n && memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0;
}

int str_cmp(str a, str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

size_t str_find(str hay, str needle) {
    if (needle.n == 0) return 0;
    for (size_t i = 0; i + needle.n <= hay.n; i++) {
        const char *hit = memchr(hay.p + i, needle.p[0], hay.n - needle.n - i + 1);
        if (!hit) break;
        i = (size_t)(hit - hay.p);
        if (memcmp(hit, needle.p, needle.n) == 0) return i;
    }
    return hay.n;
}

str str_sub(str s, size_t from, size_t n) {
    if (!s.p) return s; /* no arithmetic on NULL */
    if (from > s.n) from = s.n;
    if (n > s.n - from) n = s.n - from;
    return (str){s.p + from, n};
}

static size_t space_at(str s, size_t i) {
    unsigned char c = (unsigned char)s.p[i];
    if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
    return s.n - i >= 3 && memcmp(s.p + i, "\xE3\x80\x80", 3) == 0 ? 3 : 0; /* U+3000 */
}

str str_trim(str s) {
    size_t w;
    if (s.n && s.p[0] > ' ' && s.p[s.n - 1] > ' ') return s; /* nearly always: ASCII at both ends */
    while (s.n && (w = space_at(s, 0))) s = (str){s.p + w, s.n - w};
    for (;;) {
        if (s.n && space_at(s, s.n - 1) == 1) s.n -= 1;
        else if (s.n >= 3 && space_at(s, s.n - 3) == 3) s.n -= 3;
        else return s;
    }
}

str str_cut(str s, char c, str *ret_head) {
    const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
    if (!hit) {
        *ret_head = s;
        return (str){NULL, 0};
    }
    size_t at = (size_t)(hit - s.p);
    *ret_head = (str){s.p, at};
    return (str){hit + 1, s.n - at - 1};
}

bool str_to_int(str s, long long *ret_value) {
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    if (i == s.n) return false;
    long long v = 0;
    for (; i < s.n; i++) {
        int d = s.p[i] - '0';
        if (d < 0 || d > 9 || v > (LLONG_MAX - d) / 10) return false;
        v = v * 10 + d;
    }
    *ret_value = s.p[0] == '-' ? -v : v;
    return true;
}

/* Plain decimals of at most 15 digits: the digits and the power of ten are both exact doubles then, and so is the quotient
 * but for one rounding (Clinger 1990). False leaves the text to strtod. */
static bool plain_decimal(str s, double *ret_value) {
    static const double ten[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+'), digits = 0, behind = 0;
    bool point = false;
    double v = 0;
    if (s.n > 17) return false;
    for (; i < s.n; i++) {
        if (s.p[i] == '.' && !point) point = true;
        else if (s.p[i] >= '0' && s.p[i] <= '9') {
            v = v * 10 + (s.p[i] - '0');
            digits++;
            behind += point;
        } else return false;
    }
    if (digits == 0 || digits > 15) return false;
    v /= ten[behind];
    *ret_value = s.p[0] == '-' ? -v : v;
    return true;
}

/* The program never calls setlocale for numbers, so strtod reads the C locale's point. */
bool str_to_real(str s, double *ret_value) {
    char z[64];
    if (plain_decimal(s, ret_value)) return true;
    if (s.n == 0 || s.n >= sizeof z) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("0123456789+-.eE", s.p[i])) return false;
    memcpy(z, s.p, s.n);
    z[s.n] = 0;
    char *end;
    double v = strtod(z, &end);
    if (end != z + s.n || !isfinite(v)) return false;
    *ret_value = v;
    return true;
}
