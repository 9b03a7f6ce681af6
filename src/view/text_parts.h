/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of text.c: inline markup, wrapping, tables. For the text*.c files only. */
#ifndef PDCA_VIEW_TEXT_PARTS_H
#define PDCA_VIEW_TEXT_PARTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

/* Inside the program strong text stands between these bytes, which have no width and are in no text otherwise. */
enum { MARK_STRONG = 1, MARK_END = 2 };

typedef struct text_out {
    buf *out;
    int columns; /* INT_MAX: no limit */
    bool color;
    arena a;
    str first, rest; /* before the next line, before every line after it */
    bool first_used, printed, gap;
    int depth;
} text_out;

/* Inline Markdown as marked text; `strong` puts the whole between marks. */
str text_inline(arena *a, str md, bool strong);
/* The next line of marked text from *at on, at most `columns` wide (one character at least); moves *at behind the blanks
 * where it was broken. False at the end. */
bool text_wrap_line(str marked, size_t *at, int columns, str *ret_line);
/* Writes marked text: `strong` says and keeps whether the text before it left a mark open. */
void text_put(text_out *t, str marked, bool *strong);
/* Starts a line of output with its prefix; text_end_line ends it without blanks at the end. */
void text_begin_line(text_out *t);
void text_end_line(text_out *t);
/* Columns that a line has behind its prefix. */
int text_room(const text_out *t);
/* Wrapped marked text as lines. */
void text_paragraph(text_out *t, str marked);

/* Are these two lines the start of a table? */
bool text_is_table(str head, str delimiter);
/* Writes the table; lines[0] is its head. Returns how many lines it takes. */
int text_table(text_out *t, const str *lines, int n);

#endif
