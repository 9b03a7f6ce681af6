/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages out of data: a strict subset of Mustache that has no way to emit raw text.
 *
 *   {{name}} {{a.b}} {{.}}   a value; how it is written is said by the suffix of its key (value.h) and by the place
 *   {{#x}}…{{/x}}            for each of an array; once, with x as the context, where x is anything else that is true
 *   {{^x}}…{{/x}}            where x is false: null, false, "" and []; 0 is true
 *   {{t.some.key}}           a word of the page's language; its {places} are values of the context
 *   {{>name}}  {{! … }}      another template with the same context; a comment
 *
 * A line that holds nothing but one section, comment or partial tag leaves nothing behind. Names are looked up in the context and then
 * outwards; a name that is nowhere is an error, a null prints nothing. Triple and ampersand tags, lambdas and other
 * delimiters are errors. All errors are ERR_TEMPLATE with file, line, reason (a key under `template.`) and name.
 *
 * HTML, XML: values stand in text or inside double quotes; not in a script, a style, a comment, a tag outside quotes, an event or
 * style attribute; at the start of an href or src only a _url. Markdown: _md alone on its line. CSV: a value is a whole field, disarmed and
 * quoted; numbers stand as they are. JSON: a value is a whole literal (null too), the items of an array get their commas; numbers stand
 * as they are. CSS: values stand inside double quotes. _md and _chart are for HTML and Markdown alone. */
#ifndef PDCA_VIEW_TEMPLATE_H
#define PDCA_VIEW_TEMPLATE_H

#include "base/words.h"
#include "view/tree.h"

typedef enum template_kind { TEMPLATE_HTML, TEMPLATE_MARKDOWN, TEMPLATE_CSV, TEMPLATE_XML, TEMPLATE_JSON, TEMPLATE_CSS } template_kind;
enum { TEMPLATE_KINDS = TEMPLATE_CSS + 1 };
/* "html", "md", "csv", "xml", "json", "css". */
const char *template_extension(template_kind kind);

/* The source of a template or partial by name ("problem", "part/head"), p == NULL where there is none. The bytes must live as long
 * as the set. */
typedef str template_load(void *user, str name);
/* Draws the object behind a `_chart` key: SVG for HTML, text for Markdown, written as it is. */
typedef err_code template_chart(void *user, const node *chart, template_kind kind, buf *out, err *e);

/* Parsed templates by name: parsed at first use, kept until the set goes. */
typedef struct template_set template_set;
template_set *template_set_new(template_kind kind, template_load *load, void *load_user);
void template_set_free(template_set **set);
/* Where a link in a Markdown page leads instead; writes nothing where it stays as it is. */
typedef void template_link(void *user, str target, buf *ret_target);
void template_set_link(template_set *set, template_link *link, void *link_user);
/* Who draws charts. Without it a `_chart` value that is not null is an error. */
void template_set_chart(template_set *set, template_chart *chart, void *chart_user);

/* Parses the template and its partials. */
err_code template_check(template_set *set, str name, err *e);
/* Appends the page to `out`. After an error `out` holds a part of the page: throw it away. ERR_TOO_LARGE past out->max. */
err_code template_render(template_set *set, str name, lang l, const node *data, buf *out, err *e);

#endif
