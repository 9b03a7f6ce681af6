/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People's prose, which is CommonMark, as HTML, as Markdown and as one line of text. The only room that knows cmark.
 * Whatever the prose holds, nothing of it becomes markup of its own: raw HTML is shown as text, images become links (nothing is
 * loaded), links with a target that url_is_safe refuses become text, unfit characters (utf8_unfit) become U+FFFD. */
#ifndef PDCA_FORMATS_MARKDOWN_H
#define PDCA_FORMATS_MARKDOWN_H

#include "base/buf.h"
#include "base/err.h"

/* cmark 0.30 takes polynomial time on hostile text: these limits keep it to milliseconds. */
enum { MARKDOWN_MAX = 16 * 1024, MARKDOWN_DEPTH = 16, MARKDOWN_HEADING = 4 };

/* To be asked before prose is stored: ERR_TEXT_LONG past MARKDOWN_MAX bytes, ERR_TEXT_DEEP where quotes and lists nest deeper
 * than MARKDOWN_DEPTH. `field` names the field in the message. One pass over the lines, without cmark. */
err_code markdown_check(str prose, const char *field, err *e);
/* Block HTML, well-formed as XML, headings from h4 (MARKDOWN_HEADING) on, without a line break at the end. Prose past the
 * limits (a database written by another program) is shown as one paragraph of text. */
void markdown_html(buf *out, str prose);
/* CommonMark with the same content as the HTML, without a line break at the end. Read with GitHub's extensions it is the same: no table, struck
 * text, formula or link appears that CommonMark does not know (buf_md_guard), and code has no language. */
void markdown_md(buf *out, str prose);
/* The words alone as one line: not escaped, white space runs as one blank. */
void markdown_plain(buf *out, str prose);

#endif
