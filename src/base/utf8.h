/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8: validity, code points, normal form, columns on a terminal. The only room that knows utf8proc. */
#ifndef PDCA_BASE_UTF8_H
#define PDCA_BASE_UTF8_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

/* Offset of the first byte that is not valid UTF-8 (or is NUL or DEL, which no text holds and notes in base/words are made of), or s.n. */
size_t utf8_invalid(str s);
/* Decodes the code point at s.p[*at] and moves *at behind it; U+FFFD and one byte where it is invalid.
 * *at must be < s.n. */
int32_t utf8_next(str s, size_t *at);
void utf8_put(buf *b, int32_t cp);
/* Columns on a terminal: Han and full-width forms 2, combining marks 0. */
int utf8_columns(str s);
int utf8_cp_columns(int32_t cp);
/* A Han, Kana or full-width character (>= U+2E80): may be broken after, is one em wide. */
static inline bool utf8_is_wide(int32_t cp) { return cp >= 0x2E80; }
/* Bytes of the character at p that no page may carry (then 1 or 3), else 0: controls that XML forbids (all but tab and line feed),
 * U+FFFE and U+FFFF, and the bidi embeddings, overrides and isolates U+202A..202E and U+2066..2069, which would
 * reorder the text around a value. `left` bytes may be read. */
static inline int utf8_unfit(const char *p, size_t left) {
    unsigned char c = (unsigned char)p[0];
    if (c < 0x20) return c != '\n' && c != '\t';
    if ((c != 0xE2 && c != 0xEF) || left < 3) return 0;
    unsigned char d = (unsigned char)p[1], e = (unsigned char)p[2];
    if (c == 0xEF) return d == 0xBF && e >= 0xBE ? 3 : 0;
    return (d == 0x80 && e >= 0xAA && e <= 0xAE) || (d == 0x81 && e >= 0xA6 && e <= 0xA9) ? 3 : 0;
}
/* A letter, mark or digit of any script: what words consist of. */
bool utf8_is_letter(int32_t cp);
/* NFC, in the arena. Invalid text comes back as it is. */
str utf8_nfc(arena *a, str s);
/* Full-width ASCII twins (U+FF01..FF5E, U+3000) to ASCII, in the arena: for numbers, dates and headings. */
str utf8_halfwidth(arena *a, str s);
/* Lower case (simple folding) for comparing names, in the arena. */
str utf8_fold(arena *a, str s);
/* Pads with blanks to `columns` columns: text at the left, or at the right. */
void utf8_pad(buf *b, str s, int columns, bool right);
/* At most `columns` columns with … at the end where something was cut; a Han character is never split. */
void utf8_clip(buf *b, str s, int columns);

#endif
