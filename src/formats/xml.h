/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inspection of generated pages; XML that others made, in pieces. The only room that knows libxml2. Nothing is loaded from a file or the network. */
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

/* Is it well-formed XML without a document type? ERR_XML (file, line, reason). */
err_code xml_check(const char *file, str text, err *e);

/* ---- XML of others, read as events, piece by piece, in bounded memory ---- */

typedef struct xml_attribute {
    str name, value; /* name without prefix; & in the value decoded */
} xml_attribute;

/* Called for every element's start, its end, and text (in pieces). A call that gives an error stops the reading. Slices live
 * only during the call. */
typedef struct xml_events {
    void *user;
    err_code (*start)(void *user, str name, const xml_attribute *attribute, int n, err *e);
    err_code (*end)(void *user, str name, err *e);
    err_code (*text)(void *user, str text, err *e);
} xml_events;

typedef struct xml_feed xml_feed;
/* `events` must outlive the feed; `file` is for messages. NULL with e set where libxml2 is not there. */
xml_feed *xml_feed_new(const xml_events *events, const char *file, err *e);
/* Reads the next piece; `last` with the last one (which may be empty). What an event gave, or ERR_XML (file, line, reason) for
 * what is not well-formed or has a document type: entities cannot grow. */
err_code xml_feed_put(xml_feed *f, str piece, bool last, err *e);
void xml_feed_free(xml_feed **f);

#endif
