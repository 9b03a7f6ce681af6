/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/url.h"

/* Length of what stands before the first ':' where no '/', '?' or '#' comes earlier; SIZE_MAX where there is none. */
static size_t scheme_length(str url) {
    for (size_t i = 0; i < url.n; i++) {
        char c = url.p[i];
        if (c == ':') return i;
        if (c == '/' || c == '?' || c == '#') break;
    }
    return (size_t)-1;
}

static bool same_word(str s, str lower) {
    if (s.n != lower.n) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if (c != lower.p[i]) return false;
    }
    return true;
}

static bool is_slash(char c) { return c == '/' || c == '\\'; }

bool url_is_safe(str url) {
    if (url.n == 0 || url.p[0] == ' ' || url.p[0] == '\\') return false;
    if (url.n > 1 && is_slash(url.p[0]) && is_slash(url.p[1])) return false;
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] < 0x20 || url.p[i] == 0x7F) return false;
    size_t n = scheme_length(url);
    if (n == (size_t)-1) return true;
    str scheme = str_sub(url, 0, n);
    return same_word(scheme, S("http")) || same_word(scheme, S("https")) || same_word(scheme, S("mailto"));
}

bool url_is_outside(str url) {
    return scheme_length(url) != (size_t)-1 || (url.n > 1 && is_slash(url.p[0]) && is_slash(url.p[1]));
}
