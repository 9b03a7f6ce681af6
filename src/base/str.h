/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slices: a pointer and a length, passed by value. A slice never owns its bytes; what it points into must
 * outlive it (an arena, an embedded file, argv). Text is UTF-8 unless a name says otherwise. */
#ifndef PDCA_BASE_STR_H
#define PDCA_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct str {
    const char *p;
    size_t n;
} str;

/* A slice of a string literal. */
#define S(lit) ((str){(lit), sizeof(lit) - 1})
/* printf("%.*s", STR(s)) */
#define STR(s) (int)(s).n, (s).p

/* A slice of a C string; NULL gives the empty slice. */
static inline str str_c(const char *z) { return (str){z ? z : "", z ? strlen(z) : 0}; }

static inline bool str_eq(str a, str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool str_eqz(str a, const char *z) { return str_eq(a, str_c(z)); }

bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
/* Byte order; a prefix sorts first. */
int str_cmp(str a, str b);
/* Offset of needle in hay, or hay.n where there is none. */
size_t str_find(str hay, str needle);
/* s from byte `from`, at most `n` bytes; clamped. */
str str_sub(str s, size_t from, size_t n);
/* Without ASCII white space and U+3000 at both ends. */
str str_trim(str s);
/* Splits at the first `c`: *ret_head is what stands before it, the result what stands after it.
 * Without a `c` the head is all of s and the result is empty with p == NULL. */
str str_cut(str s, char c, str *ret_head);
/* A whole decimal integer with optional sign, nothing else; false where s is none or does not fit. */
bool str_to_int(str s, long long *ret_value);
/* A finite decimal number (no hexadecimal, no inf, nan), whatever the locale; false where s is none. */
bool str_to_real(str s, double *ret_value);

#endif
