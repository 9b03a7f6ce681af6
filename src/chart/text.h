/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text without font files: how wide it is about, and where it may be broken. Widths are in em: multiply by the size.
 * The estimate errs on the wide side for the fonts of the design (it is a little short only for rare scripts). */
#ifndef PDCA_CHART_TEXT_H
#define PDCA_CHART_TEXT_H

#include "base/arena.h"
#include "base/utf8.h"

/* Estimated width in em. Combining marks and bidi controls count nothing. */
double text_em(str s);

typedef struct text_lines {
    str *line; /* slices of the text or of a copy in the arena; white space collapsed, valid UTF-8 */
    int n;
    double em; /* of the longest line */
} text_lines;

/* Breaks `s` into lines of at most max_em (> 0): Latin runs stay whole unless one alone is wider, no closing mark
 * starts and no opening mark ends a line (unless the measure leaves no choice), two lines break after a comma,
 * semicolon or colon where both parts fit, all others are balanced. A blank text has no line. A single character wider
 * than max_em stands alone on its line. */
text_lines text_wrap(arena *a, str s, double max_em);

/* The same in steps, for a text that is tried at several widths. */
typedef struct text_parts text_parts;
text_parts *text_split(arena *a, str s);
/* How many lines text_lay would make. */
int text_count(arena *a, const text_parts *p, double max_em);
text_lines text_lay(arena *a, const text_parts *p, double max_em);
/* Width in em of the widest part that should not be broken. */
double text_longest_run(const text_parts *p);

/* White space collapsed and what XML cannot hold replaced by U+FFFD: `s` itself, or a copy in the arena. */
str text_clean(arena *a, str s);

#endif
