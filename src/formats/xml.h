/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inspection of generated pages. The only room that knows libxml2. Nothing is loaded from a file or the network. */
#ifndef PDCA_FORMATS_XML_H
#define PDCA_FORMATS_XML_H

#include "base/arena.h"
#include "base/err.h"

/* One href or src value, as the browser sees it (entities resolved). */
typedef struct xml_link {
    str target;
    int line;
    bool prose; /* inside an element of class "prose": a person wrote it, so a dead target is a remark, not our bug */
} xml_link;

typedef struct xml_page {
    str *id; /* in byte order */
    xml_link *link;
    size_t id_count, link_count;
} xml_page;

/* A parser that is used again for page after page. */
typedef struct xml_inspector xml_inspector;
xml_inspector *xml_inspector_new(void);
void xml_inspector_free(xml_inspector **x);

/* Reads a page of ours: XML, before which the line <!DOCTYPE html> may stand. ERR_PAGE_BROKEN (file, line, reason) where it is not
 * well-formed, an id stands twice, or it holds what the site's security policy forbids: inline style or script, event
 * attributes, something loaded from elsewhere, a link that url_is_safe refuses, frames and other embedding elements.
 * The page's ids and links go to the arena. `file` is for the message only. */
err_code xml_inspect_page(xml_inspector *x, arena *a, const char *file, str html, xml_page *ret_page, err *e);

#endif
