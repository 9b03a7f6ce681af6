/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Markdown twin of a page as it is read on a terminal. */
#ifndef PDCA_VIEW_TEXT_H
#define PDCA_VIEW_TEXT_H

#include "base/buf.h"

/* Appends headings, paragraphs, lists, quotes, code and rules, wrapped at `columns` (Han characters are 2 wide and may be broken
 * between; 0: nothing is wrapped), and tables aligned by display width, cells of "---:" columns at the right. A table that is too wide
 * wraps its widest cells, and where that does not do shows every row as a list of head and value. Links show as their text, images
 * as their alternative text. `color` marks headings and strong text by ANSI sequences; other control characters never pass.
 * Reads what our templates and markdown_md write, not every trick of CommonMark: what it does not know shows as it stands. */
void text_from_markdown(buf *out, str md, int columns, bool color);

#endif
