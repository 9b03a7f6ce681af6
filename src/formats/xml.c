/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/xml.h"

#include <assert.h>
#include <dlfcn.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <limits.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/url.h"

/* libxml2 is opened when the first page is inspected: it brings ICU with it, which costs every start of the program more than
 * all that a list or an add does. */
static struct {
    void *handle;
    xmlParserCtxtPtr (*new_parser)(void);
    void (*free_parser)(xmlParserCtxtPtr);
    void (*stop)(xmlParserCtxtPtr);
    int (*line)(void *);
    xmlDocPtr (*read)(xmlParserCtxtPtr, const char *, int, const char *, const char *, int);
    xmlParserCtxtPtr (*new_push)(xmlSAXHandlerPtr, void *, const char *, int, const char *);
    int (*push)(xmlParserCtxtPtr, const char *, int, int);
    int (*options)(xmlParserCtxtPtr, int);
} lib;

static bool lib_open(void) {
    if (lib.handle) return true;
    void *h = dlopen("libxml2.so.2", RTLD_NOW | RTLD_LOCAL);
    if (!h) return false;
    /* POSIX's way of taking a function out of dlsym's object pointer */
    *(void **)&lib.new_parser = dlsym(h, "xmlNewParserCtxt");
    *(void **)&lib.free_parser = dlsym(h, "xmlFreeParserCtxt");
    *(void **)&lib.stop = dlsym(h, "xmlStopParser");
    *(void **)&lib.line = dlsym(h, "xmlSAX2GetLineNumber");
    *(void **)&lib.read = dlsym(h, "xmlCtxtReadMemory");
    *(void **)&lib.new_push = dlsym(h, "xmlCreatePushParserCtxt");
    *(void **)&lib.push = dlsym(h, "xmlParseChunk");
    *(void **)&lib.options = dlsym(h, "xmlCtxtUseOptions");
    if (!lib.new_push || !lib.push || !lib.options) return false;
    if (!lib.new_parser || !lib.free_parser || !lib.stop || !lib.line || !lib.read) return false;
    lib.handle = h;
    return true;
}

struct xml_inspector {
    xmlParserCtxt *parser; /* NULL until the first page */
    buf value; /* the attribute value that is being looked at */
};

/* One page. The parser calls with events and builds no tree: a page is read once, front to back. */
typedef struct walk {
    xml_inspector *x;
    arena *a;
    const char *file;
    err *e;
    err_code code; /* the first thing that is wrong */
    xml_page *page;
    size_t id_room, link_room;
    int depth, prose_depth; /* of the element; of the element of class "prose" around it, or -1 */
} walk;

/* A reason of libxml2's or a key under `page.` with its name. */
static err_code broken(const char *file, int line, const char *reason, str name, err *e) {
    err_set(e, ERR_PAGE_BROKEN, "file", file, NULL);
    err_add_int(e, "line", line);
    err_add(e, "reason", str_c(reason));
    err_add(e, "name", name);
    return e->code;
}

static err_code forbid(const walk *w, const char *reason, str name) {
    return broken(w->file, lib.line(w->x->parser), reason, name, w->e);
}

xml_inspector *xml_inspector_new(void) {
    xml_inspector *x = calloc(1, sizeof *x);
    if (!x) abort();
    return x;
}

void xml_inspector_free(xml_inspector **x) {
    if (!*x) return;
    if ((*x)->parser) lib.free_parser((*x)->parser);
    buf_free(&(*x)->value);
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
    p->link[p->link_count++] = (xml_link){arena_str(w->a, target), lib.line(w->x->parser), w->prose_depth >= 0};
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
        w->prose_depth = w->depth;
    return ERR_NONE;
}

/* libxml2 hands values over with & as "&#38;" where it does not replace entities. */
static str decoded(buf *value, str raw) {
    const str ampersand = S("&#38;");
    size_t at = str_find(raw, ampersand);
    if (at == raw.n) return raw;
    buf_clear(value);
    for (; raw.n; at = str_find(raw, ampersand)) {
        buf_put(value, str_sub(raw, 0, at));
        if (at < raw.n) buf_putc(value, '&');
        raw = str_sub(raw, at + ampersand.n, raw.n);
    }
    return buf_str(value);
}

/* SAX2 attributes come as local name, prefix, namespace, start and end of the value. */
static err_code check_element(walk *w, str element, int attributes, const xmlChar **attribute) {
    static const char *const embedding[] = {"iframe", "frame", "object", "embed", "applet", "base", "foreignObject",
                                            "animate", "set", NULL};
    if (one_of(element, embedding)) return forbid(w, "page.embed", element);
    if (str_eq(element, S("style"))) return forbid(w, "page.style", element);
    bool source = false;
    for (int i = 0; i < attributes; i++, attribute += 5) {
        str name = str_c((const char *)attribute[0]);
        str value = {(const char *)attribute[3], (size_t)(attribute[4] - attribute[3])};
        source |= str_eq(name, S("src"));
        TRY(check_attribute(w, element, name, decoded(&w->x->value, value)));
    }
    if (str_eq(element, S("script")) && !source) return forbid(w, "page.script", element);
    return ERR_NONE;
}

/* ---- the parser's calls */

static void stop_at(walk *w, err_code code) {
    if (!code) return;
    w->code = code;
    lib.stop(w->x->parser);
}

static void on_element(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                       const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes) {
    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces, (void)n_defaulted;
    walk *w = user;
    w->depth++;
    if (!w->code) stop_at(w, check_element(w, str_c((const char *)name), n_attributes, attributes));
}

static void on_element_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)name, (void)prefix, (void)uri;
    walk *w = user;
    if (w->prose_depth == w->depth) w->prose_depth = -1;
    w->depth--;
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name, (void)external, (void)system;
    walk *w = user;
    if (!w->code) stop_at(w, forbid(w, "page.doctype", S("DOCTYPE")));
}

static void on_error(void *user, xmlErrorPtr problem) {
    walk *w = user;
    if (w->code) return;
    char reason[256];
    str why = str_trim(str_sub(str_c(problem->message), 0, sizeof reason - 1));
    memcpy(reason, why.p, why.n);
    reason[why.n] = 0;
    w->code = broken(w->file, problem->line, reason, S(""), w->e);
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
    *ret_page = (xml_page){0};
    const str doctype = S("<!DOCTYPE html>\n");
    /* without the doctype, but with its line break: line numbers stay true */
    if (str_starts(html, doctype)) html = str_sub(html, doctype.n - 1, html.n);
    if (html.n > INT_MAX) return broken(file, 0, "page.too_long", S(""), e);
    walk w = {.x = x, .a = a, .file = file, .e = e, .page = ret_page, .prose_depth = -1};
    if (!lib_open()) return err_set(e, ERR_IO, "path", "libxml2.so.2", "reason", dlerror(), NULL);
    if (!x->parser && !(x->parser = lib.new_parser())) abort();
    xmlParserCtxt *p = x->parser;
    *p->sax = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC, .startElementNs = on_element, .endElementNs = on_element_end,
                              .internalSubset = on_doctype, .serror = on_error};
    p->userData = &w;
    xmlDoc *none = lib.read(p, html.p ? html.p : "", (int)html.n, NULL, "UTF-8", XML_PARSE_NONET);
    assert(!none);
    (void)none;
    if (!w.code && !p->wellFormed) w.code = broken(file, 0, "page.empty", S(""), e);
    return w.code ? w.code : check_ids(&w, html);
}

/* ---- XML of others ---------------------------------------------------------------------------------------------------- */

enum { FEED_ATTRIBUTES = 32 };

struct xml_feed {
    const xml_events *events;
    const char *file;
    xmlParserCtxt *parser;
    err *e;        /* of the put that runs */
    err_code code; /* what stopped it */
    buf value[FEED_ATTRIBUTES];
};

static void feed_stop(xml_feed *f, err_code code) {
    if (!code || f->code) return;
    f->code = code;
    lib.stop(f->parser);
}

static void feed_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
                       int n_attributes, int n_defaulted, const xmlChar **attributes) {
    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces, (void)n_defaulted;
    xml_feed *f = user;
    xml_attribute list[FEED_ATTRIBUTES];
    int n = n_attributes < FEED_ATTRIBUTES ? n_attributes : FEED_ATTRIBUTES;
    for (int i = 0; i < n; i++, attributes += 5) {
        str raw = {(const char *)attributes[3], (size_t)(attributes[4] - attributes[3])};
        list[i] = (xml_attribute){str_c((const char *)attributes[0]), decoded(&f->value[i], raw)};
    }
    if (!f->code) feed_stop(f, f->events->start(f->events->user, str_c((const char *)name), list, n, f->e));
}

static void feed_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)prefix, (void)uri;
    xml_feed *f = user;
    if (!f->code) feed_stop(f, f->events->end(f->events->user, str_c((const char *)name), f->e));
}

static void feed_text(void *user, const xmlChar *text, int n) {
    xml_feed *f = user;
    if (!f->code) feed_stop(f, f->events->text(f->events->user, (str){(const char *)text, (size_t)n}, f->e));
}

static err_code feed_broken(xml_feed *f, int line, str reason) {
    err_set(f->e, ERR_XML, "file", f->file, NULL);
    err_add_int(f->e, "line", line);
    err_add(f->e, "reason", reason);
    return ERR_XML;
}

static void feed_doctype(void *user, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name, (void)external, (void)system;
    xml_feed *f = user;
    feed_stop(f, feed_broken(f, lib.line(f->parser), S("DOCTYPE")));
}

static void feed_error(void *user, xmlErrorPtr problem) {
    xml_feed *f = user;
    if (!f->code && problem->level >= XML_ERR_ERROR) feed_stop(f, feed_broken(f, problem->line, str_trim(str_c(problem->message))));
}

xml_feed *xml_feed_new(const xml_events *events, const char *file, err *e) {
    if (!lib_open()) {
        err_set(e, ERR_IO, "path", "libxml2.so.2", "reason", dlerror(), NULL);
        return NULL;
    }
    xml_feed *f = calloc(1, sizeof *f);
    if (!f) abort();
    *f = (xml_feed){.events = events, .file = file};
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, .startElementNs = feed_start, .endElementNs = feed_end, .characters = feed_text,
                         .cdataBlock = feed_text, .internalSubset = feed_doctype, .serror = feed_error};
    f->parser = lib.new_push(&sax, f, NULL, 0, NULL);
    if (!f->parser) abort();
    lib.options(f->parser, XML_PARSE_NONET);
    return f;
}

err_code xml_feed_put(xml_feed *f, str piece, bool last, err *e) {
    if (f->code) return f->code;
    f->e = e;
    assert(piece.n <= INT_MAX);
    lib.push(f->parser, piece.p ? piece.p : "", (int)piece.n, last);
    if (!f->code && last && !f->parser->wellFormed) f->code = feed_broken(f, lib.line(f->parser), S(""));
    return f->code;
}

void xml_feed_free(xml_feed **f) {
    if (!*f) return;
    lib.free_parser((*f)->parser);
    for (int i = 0; i < FEED_ATTRIBUTES; i++) buf_free(&(*f)->value[i]);
    free(*f);
    *f = NULL;
}

static err_code any_start(void *user, str name, const xml_attribute *attribute, int n, err *e) {
    (void)user, (void)name, (void)attribute, (void)n, (void)e;
    return ERR_NONE;
}
static err_code any_other(void *user, str text, err *e) {
    (void)user, (void)text, (void)e;
    return ERR_NONE;
}

err_code xml_check(const char *file, str text, err *e) {
    static const xml_events nothing = {NULL, any_start, any_other, any_other};
    xml_feed *feed = xml_feed_new(&nothing, file, e);
    if (!feed) return e->code;
    err_code code = xml_feed_put(feed, text, true, e);
    xml_feed_free(&feed);
    return code;
}
