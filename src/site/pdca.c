/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public calls of include/pdca.h: no rule is decided here. */
#include "pdca.h"

#include <stdlib.h>

#include "base/file.h"
#include "monitor/monitor.h"
#include "record/record.h"
#include "site/site.h"
#include "store/audit.h"
#include "view/page.h"

struct pdca {
    arena keep, call; /* of the handle, of the running call */
    store *s;
    record_ctx ctx;
    store_session session;
    lang language;
    const char *folder;
    err e;
    buf message;
};

/* Ends a call: message, memory, status. */
static int done(pdca *p, err_code code) {
    buf_clear(&p->message);
    if (code) word_error(&p->message, p->language, &p->e);
    arena_reset(&p->call);
    return err_status(code);
}

static err_code open_all(pdca *p, const pdca_session *session) {
    p->language = LANG_EN;
    if (session->language && !lang_parse(str_c(session->language), &p->language))
        return err_set(&p->e, ERR_BAD_VALUE, "field", "language", "value", session->language, "want", "want.lang", NULL);
    p->session = (store_session){.actor = str_c(session->actor && *session->actor ? session->actor : "unknown"), .now = session->now};
    if (!date_parse(str_c(session->today), &p->session.today))
        return err_set(&p->e, ERR_BAD_VALUE, "field", "today", "value", session->today ? session->today : "", "want", "want.date", NULL);
    TRY(store_open(file_join(&p->keep, p->folder, "quality.db"), &p->s, &p->e));
    store_set_session(p->s, &p->session);
    TRY(record_prepare(&p->ctx, p->s, &p->keep, p->language, &p->e));
    p->ctx.a = &p->call;
    return monitor_prepare(p->s, &p->e);
}

int pdca_open(const char *folder, const pdca_session *session, pdca **ret_handle) {
    pdca *p = calloc(1, sizeof *p);
    if (!p) abort();
    p->folder = arena_strdup(&p->keep, str_c(folder));
    *ret_handle = p;
    return done(p, open_all(p, session));
}

void pdca_close(pdca *p) {
    if (!p) return;
    store_close(p->s);
    buf_free(&p->message);
    arena_free(&p->call);
    arena_free(&p->keep);
    free(p);
}

const char *pdca_message(const pdca *p) { return buf_cstr(&((pdca *)p)->message); }

static err_code find_kind(pdca *p, const char *name, const kind **ret) {
    if ((*ret = kind_find(str_c(name)))) return ERR_NONE;
    return err_set(&p->e, ERR_UNKNOWN_COMMAND, "command", name, "want", "pdca help", NULL);
}

static err_code read_fields(pdca *p, const kind *k, const char *const *fields, str *values, bool *given) {
    for (; *fields; fields += 2) {
        const field *f = field_find(k, str_c(fields[0]));
        if (!f || (f->flags & FIELD_KEPT)) return err_set(&p->e, ERR_UNKNOWN_OPTION, "option", fields[0], "command", k->name, "want", "", NULL);
        ptrdiff_t at = f - k->fields;
        TRY(record_parse(&p->ctx, k, f, str_c(fields[1]), &values[at], &p->e));
        given[at] = true;
    }
    return ERR_NONE;
}

/* A change and the figures that follow from it: both or neither. */
static err_code begin(pdca *p) { return store_begin(p->s, &p->e); }
static int end(pdca *p, err_code code) { return done(p, store_finish(p->s, code, &p->e)); }

static void why(pdca *p, const char *verb, const char *reason) {
    p->session.verb = str_c(verb);
    p->session.reason = reason ? str_c(reason) : (str){NULL, 0};
    store_set_session(p->s, &p->session);
}

static err_code add(pdca *p, const char *kind_name, const char *id, const char *const *fields, char *ret_id) {
    const kind *k;
    TRY(find_kind(p, kind_name, &k));
    str *values = record_blank(&p->call, k), new_id;
    TRY(read_fields(p, k, fields, values, arena_new(&p->call, bool, k->n_fields)));
    TRY(record_add(&p->ctx, k, str_c(id), values, &new_id, &p->e));
    TRY(monitor_follow(p->s, str_c(kind_name), new_id, &p->e));
    if (ret_id) {
        size_t n = new_id.n < 47 ? new_id.n : 47;
        memcpy(ret_id, new_id.p, n);
        ret_id[n] = 0;
    }
    return ERR_NONE;
}

int pdca_add(pdca *p, const char *kind_name, const char *id, const char *const *fields, const char *reason, char ret_id[48]) {
    why(p, "add", reason);
    err_code code = begin(p);
    return code ? done(p, code) : end(p, add(p, kind_name, id, fields, ret_id));
}

static err_code set(pdca *p, const char *kind_name, const char *id, const char *const *fields) {
    const kind *k;
    TRY(find_kind(p, kind_name, &k));
    str *values = record_blank(&p->call, k), live;
    bool *given = arena_new(&p->call, bool, k->n_fields);
    int changed;
    TRY(record_id(&p->ctx, k, str_c(id), &live, &p->e));
    TRY(read_fields(p, k, fields, values, given));
    TRY(record_set(&p->ctx, k, live, values, given, &changed, &p->e));
    return monitor_follow(p->s, str_c(kind_name), live, &p->e);
}

int pdca_set(pdca *p, const char *kind_name, const char *id, const char *const *fields, const char *reason) {
    why(p, "set", reason);
    err_code code = begin(p);
    return code ? done(p, code) : end(p, set(p, kind_name, id, fields));
}

static err_code void_record(pdca *p, const char *kind_name, const char *id) {
    const kind *k;
    TRY(find_kind(p, kind_name, &k));
    TRY(record_void(&p->ctx, k, str_c(id), &p->e));
    return monitor_follow(p->s, str_c(kind_name), str_c(id), &p->e);
}

int pdca_void(pdca *p, const char *kind_name, const char *id, const char *reason) {
    why(p, "void", reason);
    err_code code = begin(p);
    return code ? done(p, code) : end(p, void_record(p, kind_name, id));
}

/* The workspace's own templates, or NULL. */
static const char *templates(pdca *p) {
    const char *dir = file_join(&p->call, p->folder, "templates");
    return file_is_dir(dir) ? dir : NULL;
}

static err_code render(pdca *p, const char *page, const char *id, const char *as, buf *out) {
    static const struct {
        const char *name;
        page_kind kind;
    } kinds[] = {{"html", PAGE_HTML}, {"md", PAGE_MARKDOWN}, {"csv", PAGE_CSV}, {"xml", PAGE_XML}, {"json", PAGE_JSON}, {"text", PAGE_TEXT}};
    page_options o = {.templates_dir = templates(p), .lang = p->language, .root_lang = p->language, .sql_lang = &p->ctx.language};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(as, kinds[i].name) != 0) continue;
        o.full_names = kinds[i].kind == PAGE_TEXT;
        page_set *set = NULL;
        TRY(page_open(&set, p->s, &o, &p->e));
        err_code code = page_render(set, str_c(page), id ? str_c(id) : (str){NULL, 0}, kinds[i].kind, out, &p->e);
        page_close(&set);
        return code;
    }
    return err_set(&p->e, ERR_BAD_VALUE, "field", "as", "value", as, "want", "html, md, csv, xml, json, text", NULL);
}

int pdca_render(pdca *p, const char *page, const char *id, const char *as, char **ret_text) {
    AUTO(buf_free) buf out = {0};
    *ret_text = NULL;
    err_code code = render(p, page, id, as, &out);
    if (!code && !(*ret_text = strdup(buf_cstr(&out)))) abort();
    return done(p, code);
}

int pdca_build(pdca *p, const char *out) {
    site_report report;
    lang first = LANG_ZH;
    lang_parse(record_setting(p->s, &p->call, "lang", "zh"), &first);
    site_options o = {.out = out, .templates_dir = templates(p), .langs = {first, first == LANG_ZH ? LANG_EN : LANG_ZH}, .n_langs = LANG_COUNT, .sql_lang = &p->ctx.language, .a = &p->call};
    return done(p, site_build(p->s, &o, &report, &p->e));
}

int pdca_verify(pdca *p, long long *ret_events) {
    int64_t events = 0;
    err_code code = audit_verify(p->s, &events, &p->e);
    *ret_events = events;
    return done(p, code);
}
