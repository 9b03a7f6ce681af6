/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/xml.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>

#include "base/url.h"

struct xml_inspector {
    xmlTextReader *reader;
    /* what libxml2 says first about the page */
    int line;
    char reason[256];
};

typedef struct walk {
    xml_inspector *x;
    arena *a;
    const char *file;
    err *e;
    xml_page *page;
    size_t id_room, link_room;
    int line;        /* of the element */
    int prose_depth; /* depth of the element of class "prose" that we are in, or -1 */
} walk;

static void keep_first(void *user, xmlErrorPtr problem) {
    xml_inspector *x = user;
    if (x->reason[0]) return;
    x->line = problem->line;
    str why = str_trim(str_sub(str_c(problem->message), 0, sizeof x->reason - 1));
    memcpy(x->reason, why.p, why.n);
    x->reason[why.n] = 0;
}

/* A reason of libxml2's or a key under `page.` with its name. */
static err_code broken(const char *file, int line, const char *reason, str name, err *e) {
    err_set(e, ERR_PAGE_BROKEN, "file", file, NULL);
    err_add_int(e, "line", line);
    err_add(e, "reason", str_c(reason));
    err_add(e, "name", name);
    return e->code;
}

static err_code forbid(const walk *w, const char *reason, str name) {
    return broken(w->file, w->line, reason, name, w->e);
}

xml_inspector *xml_inspector_new(void) {
    xml_inspector *x = calloc(1, sizeof *x);
    if (!x) abort();
    return x;
}

void xml_inspector_free(xml_inspector **x) {
    if (!*x) return;
    xmlFreeTextReader((*x)->reader);
    free(*x);
    *x = NULL;
}

/* Room for one more in an arena list that doubles. */
static void *more_room(arena *a, void *list, size_t count, size_t *room, size_t size) {
    if (count < *room) return list;
    *room = *room ? 2 * *room : 64;
    char *more = arena_alloc(a, *room * size);
    if (count) memcpy(more, list, count * size);
    return more;
}

static void add_id(walk *w, str id) {
    xml_page *p = w->page;
    p->id = more_room(w->a, p->id, p->id_count, &w->id_room, sizeof *p->id);
    p->id[p->id_count++] = arena_str(w->a, id);
}

static void add_link(walk *w, str target) {
    xml_page *p = w->page;
    p->link = more_room(w->a, p->link, p->link_count, &w->link_room, sizeof *p->link);
    p->link[p->link_count++] = (xml_link){arena_str(w->a, target), w->line, w->prose_depth >= 0};
}

static bool one_of(str s, const char *const *list) {
    for (; *list; list++)
        if (str_eqz(s, *list)) return true;
    return false;
}

static bool has_class(str classes, str name) {
    while (classes.p) {
        str head;
        classes = str_cut(classes, ' ', &head);
        if (str_eq(head, name)) return true;
    }
    return false;
}

/* Only a person's click may lead off the site: what the browser loads by itself must be ours. */
static err_code check_link(walk *w, str element, str attribute, str target) {
    bool image_data = str_eq(attribute, S("src")) && str_starts(target, S("data:image/"));
    if (target.n && !image_data && !url_is_safe(target)) return forbid(w, "page.link", target);
    bool click = str_eq(element, S("a")) || str_eq(element, S("area"));
    if (!click && !image_data && url_is_outside(target)) return forbid(w, "page.load", target);
    if (!image_data) add_link(w, target);
    return ERR_NONE;
}

static err_code check_attribute(walk *w, str element, str name, str value) {
    static const char *const links[] = {"href", "src", "action", "formaction", "poster", "srcset", "data", NULL};
    if (str_eq(name, S("style"))) return forbid(w, "page.style", name);
    if ((name.p[0] == 'o' || name.p[0] == 'O') && name.n > 2 && (name.p[1] == 'n' || name.p[1] == 'N'))
        return forbid(w, "page.event", name);
    if (str_eq(name, S("id"))) add_id(w, value);
    if (one_of(name, links)) return check_link(w, element, name, value);
    if (str_eq(name, S("class")) && w->prose_depth < 0 && has_class(value, S("prose")))
        w->prose_depth = xmlTextReaderDepth(w->x->reader) - 1; /* an attribute is one deeper than its element */
    return ERR_NONE;
}

static err_code check_element(walk *w) {
    static const char *const embedding[] = {"iframe", "frame", "object", "embed", "applet", "base", "foreignObject",
                                            "animate", "set", NULL};
    xmlTextReader *r = w->x->reader;
    w->line = (int)xmlGetLineNo(xmlTextReaderCurrentNode(r)); /* the parser itself has read ahead */
    str element = str_c((const char *)xmlTextReaderConstLocalName(r));
    if (w->prose_depth >= xmlTextReaderDepth(r)) w->prose_depth = -1;
    if (one_of(element, embedding)) return forbid(w, "page.embed", element);
    if (str_eq(element, S("style"))) return forbid(w, "page.style", element);
    bool source = false;
    while (xmlTextReaderMoveToNextAttribute(r) == 1) {
        str name = str_c((const char *)xmlTextReaderConstLocalName(r));
        source |= str_eq(name, S("src"));
        TRY(check_attribute(w, element, name, str_c((const char *)xmlTextReaderConstValue(r))));
    }
    if (str_eq(element, S("script")) && !source) return forbid(w, "page.script", element);
    return ERR_NONE;
}

static int by_bytes(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

/* Where an id stands for the second time: only wanted for the message. */
static int second_line(str html, str id) {
    int line = 1, seen = 0;
    for (size_t i = 0; i < html.n && seen < 2; i++) {
        str rest = str_sub(html, i, html.n);
        line += html.p[i] == '\n';
        seen += str_starts(rest, S(" id=\"")) && str_starts(str_sub(rest, 5, rest.n), id) &&
                str_starts(str_sub(rest, 5 + id.n, 1), S("\""));
    }
    return line;
}

static err_code check_ids(const walk *w, str html) {
    xml_page *p = w->page;
    if (p->id_count) qsort(p->id, p->id_count, sizeof *p->id, by_bytes);
    for (size_t i = 1; i < p->id_count; i++)
        if (str_eq(p->id[i], p->id[i - 1])) return broken(w->file, second_line(html, p->id[i]), "page.id_twice", p->id[i], w->e);
    return ERR_NONE;
}

err_code xml_inspect_page(xml_inspector *x, arena *a, const char *file, str html, xml_page *ret_page, err *e) {
    enum { OPTIONS = XML_PARSE_NONET | XML_PARSE_COMPACT };
    *ret_page = (xml_page){0};
    const str doctype = S("<!DOCTYPE html>\n");
    /* without the doctype, but with its line break: line numbers stay true */
    if (str_starts(html, doctype)) html = str_sub(html, doctype.n - 1, html.n);
    x->reason[0] = 0;
    x->line = 0;
    if (html.n > INT32_MAX) return broken(file, 0, "page.too_long", S(""), e);
    if (!x->reader) x->reader = xmlReaderForMemory(html.p, (int)html.n, NULL, "UTF-8", OPTIONS);
    else if (xmlReaderNewMemory(x->reader, html.p, (int)html.n, NULL, "UTF-8", OPTIONS)) abort();
    if (!x->reader) abort();
    xmlTextReaderSetStructuredErrorHandler(x->reader, keep_first, x);
    walk w = {.x = x, .a = a, .file = file, .e = e, .page = ret_page, .line = 1, .prose_depth = -1};
    int more;
    while ((more = xmlTextReaderRead(x->reader)) == 1) {
        int type = xmlTextReaderNodeType(x->reader);
        if (type == XML_READER_TYPE_ELEMENT) TRY(check_element(&w));
        else if (type == XML_READER_TYPE_DOCUMENT_TYPE) return forbid(&w, "page.doctype", S("DOCTYPE"));
    }
    if (more < 0 || x->reason[0]) return broken(file, x->line, x->reason, S(""), e);
    return check_ids(&w, html);
}
