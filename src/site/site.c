/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site/site.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/embed.h"
#include "formats/xml.h"
#include "site/folder.h"
#include "site/search.h"
#include "view/page.h"

enum { LARGE_PAGE = 256 * 1024 };

typedef struct builder {
    store *s;
    const site_options *o;
    site_report *report;
    folder out;
    page_set *pages;
    xml_inspector *inspector;
    arena keep; /* ids and names */
    arena work; /* of one page's inspection */
    str *files; /* every file of the site, sorted by bytes, before any is written */
    size_t n_files;
    const char *dir; /* of the language at work: "" or "en/" */
    buf text; /* of the file at work */
} builder;

/* Where the pages of the i-th language stand. */
static const char *language_dir(const builder *b, int i) { return i == 0 ? "" : b->o->langs[i] == LANG_EN ? "en/" : "zh/"; }

/* ---- what there will be */

typedef struct page_list {
    const page_info *page;
    str *ids; /* one empty id for a single page */
    size_t n;
} page_list;

static int by_bytes(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

static err_code list_pages(builder *b, page_list **ret_lists, err *e) {
    static const str no_id = {"", 0};
    size_t kinds = page_count(b->pages), total = 0; /* of files in a language */
    page_list *list = arena_new(&b->keep, page_list, kinds + 1);
    for (size_t i = 0; i < kinds; i++) {
        list[i].page = page_at(b->pages, i);
        list[i].ids = (str *)&no_id;
        list[i].n = 1;
        if (list[i].page->each) TRY(page_ids(b->pages, list[i].page, &b->keep, &list[i].ids, &list[i].n, e));
        for (int f = 0; f < PAGE_FILE_KINDS; f++) total += list[i].page->has[f] ? list[i].n : 0;
    }
    size_t assets = 0;
    for (size_t i = embed_first("site/assets/"); i < embed_file_count && str_starts(str_c(embed_files[i].path), S("site/assets/")); i++) assets++;
    b->files = arena_new(&b->keep, str, total * (size_t)b->o->n_langs + assets + 1);
    for (int l = 0; l < b->o->n_langs; l++) {
        const char *dir = language_dir(b, l);
        for (size_t i = 0; i < kinds; i++)
            for (size_t k = 0; k < list[i].n; k++) {
                str file;
                TRY(page_file_name(list[i].page, list[i].ids[k], &b->keep, &file, e));
                for (int f = 0; f < PAGE_FILE_KINDS; f++)
                    if (list[i].page->has[f])
                        b->files[b->n_files++] = str_c(arena_printf(&b->keep, "%s%.*s.%s", dir, STR(file), page_extension((page_kind)f)));
            }
    }
    for (size_t i = embed_first("site/assets/"); assets--; i++) b->files[b->n_files++] = str_sub(str_c(embed_files[i].path), 5, SIZE_MAX);
    qsort(b->files, b->n_files, sizeof *b->files, by_bytes);
    for (size_t i = 1; i < b->n_files; i++)
        if (str_eq(b->files[i - 1], b->files[i])) return err_set(e, ERR_DUPLICATE, "kind", "kind.file", "id", b->files[i].p, NULL);
    *ret_lists = list;
    return ERR_NONE;
}

/* ---- inspection */

/* "assets/style.css" as seen from the language's folder, as a path in the site; false where it leads out of it. */
static bool site_path(const char *dir, str target, buf *path) {
    buf_clear(path);
    buf_z(path, dir);
    while (target.n) {
        str part, rest = str_cut(target, '/', &part);
        if (str_eqz(part, "..")) {
            if (path->n == 0) return false;
            path->n--;
            while (path->n && path->p[path->n - 1] != '/') path->n--;
        } else if (part.n && !str_eqz(part, ".")) {
            buf_put(path, part);
            if (rest.p) buf_putc(path, '/');
        }
        target = rest;
    }
    return true;
}

static bool is_elsewhere(str target) {
    for (size_t i = 0; i < target.n && !strchr("/?#", target.p[i]); i++)
        if (target.p[i] == ':') return true; /* a scheme: mailto:, https: */
    return str_starts(target, S("//"));
}

static err_code check_link(builder *b, const char *file, const xml_page *page, const xml_link *link, err *e) {
    if (link->prose || is_elsewhere(link->target)) return ERR_NONE;
    str path, fragment = str_cut(link->target, '#', &path);
    bool alive;
    if (path.n == 0) { /* in the page itself */
        alive = fragment.n == 0 || bsearch(&fragment, page->id, page->id_count, sizeof fragment, by_bytes);
    } else {
        AUTO(buf_free) buf full = {0};
        alive = site_path(b->dir, path, &full);
        str key = buf_str(&full);
        alive = alive && bsearch(&key, b->files, b->n_files, sizeof key, by_bytes);
    }
    if (alive) return ERR_NONE;
    err_set(e, ERR_DEAD_LINK, "file", file, NULL);
    err_add(e, "link", link->target);
    return e->code;
}

static err_code inspect(builder *b, const char *file, str html, err *e) {
    arena_reset(&b->work);
    xml_page page;
    TRY(xml_inspect_page(b->inspector, &b->work, file, html, &page, e));
    for (size_t i = 0; i < page.link_count; i++) TRY(check_link(b, file, &page, &page.link[i], e));
    b->report->inspected++;
    return ERR_NONE;
}

/* ---- writing */

static err_code put_file(builder *b, const char *name, str data, err *e) {
    TRY(folder_file(&b->out, name, data, e));
    b->report->files++;
    b->report->bytes += (int64_t)data.n;
    return ERR_NONE;
}

/* A file that users' texts reach: looked through while it is at hand, so that the site need not be read again. */
static err_code put_text(builder *b, const char *name, str data, err *e) {
    leak_look(b->o->a, name, data, &b->report->leaks);
    return put_file(b, name, data, e);
}

static err_code put_chart(void *user, const char *name, str svg, err *e) {
    builder *b = user;
    char path[256];
    int n = snprintf(path, sizeof path, "%scharts/%s", b->dir, name);
    if (n < 0 || (size_t)n >= sizeof path) return err_set(e, ERR_TOO_LARGE, "what", name, "max", "256", NULL);
    return put_text(b, path, svg, e);
}

/* One of the loaded page's files. */
static err_code put_page_file(builder *b, const page_info *page, page_kind kind, bool look, err *e) {
    char path[256];
    snprintf(path, sizeof path, "%s%.*s.%s", b->dir, STR(page_file(b->pages)), page_extension(kind));
    buf_clear(&b->text);
    TRY(page_write(b->pages, kind, &b->text, e));
    if (look && kind == PAGE_HTML) TRY(inspect(b, path, buf_str(&b->text), e));
    if (look && kind == PAGE_XML) TRY(xml_check(path, buf_str(&b->text), e));
    /* what the page beside a Markdown twin says has been looked through there, where its fingerprints are marked */
    bool looked_at = kind == PAGE_CSS || (kind == PAGE_MARKDOWN && page->has[PAGE_HTML]);
    TRY((looked_at ? put_file : put_text)(b, path, buf_str(&b->text), e));
    if (b->text.cap > LARGE_PAGE) buf_free(&b->text); /* a register's memory is not kept for ten thousand small pages */
    return ERR_NONE;
}

static err_code put_page(builder *b, const page_info *page, bool look, err *e) {
    for (int f = 0; f < PAGE_FILE_KINDS; f++)
        if (page->has[f]) TRY(put_page_file(b, page, (page_kind)f, look, e));
    b->report->pages += page->has[PAGE_HTML];
    return ERR_NONE;
}

/* A page in all languages: most are asked for once. */
static err_code put_languages(builder *b, const page_info *page, str id, bool look, err *e) {
    if (b->o->interrupted && *b->o->interrupted) return err_set(e, ERR_INTERRUPTED, NULL);
    page_language(b->pages, b->o->langs[0]);
    TRY(page_load(b->pages, page, id, e));
    for (int i = 0; i < b->o->n_langs; i++) {
        b->dir = language_dir(b, i);
        if (i) TRY(page_reload(b->pages, b->o->langs[i], e));
        TRY(put_page(b, page, look, e));
    }
    return ERR_NONE;
}

static err_code put_pages(builder *b, const page_list *list, err *e) {
    for (size_t i = 0; i < page_count(b->pages); i++) {
        bool whole = b->o->check_all || !list[i].page->built_in;
        for (size_t k = 0; k < list[i].n; k++) TRY(put_languages(b, list[i].page, list[i].ids[k], whole || k == 0, e));
    }
    return ERR_NONE;
}

static err_code put_assets(builder *b, err *e) {
    TRY(folder_mkdir(&b->out, "assets", e));
    str prefix = S("site/assets/");
    for (size_t i = embed_first("site/assets/"); i < embed_file_count && str_starts(str_c(embed_files[i].path), prefix); i++)
        TRY(put_file(b, embed_files[i].path + 5, embed_files[i].data, e));
    return ERR_NONE;
}

/* What it tells stands on pages too and is looked through there. */
static err_code put_search(void *user, const char *name, str data, err *e) { return put_file(user, name, data, e); }

static err_code put_all(builder *b, err *e) {
    page_list *list = NULL;
    TRY(list_pages(b, &list, e));
    TRY(put_assets(b, e));
    for (int i = 0; i < b->o->n_langs; i++) {
        if (i) TRY(folder_mkdir(&b->out, lang_code(b->o->langs[i]), e));
        TRY(folder_mkdir(&b->out, arena_printf(&b->keep, "%scharts", language_dir(b, i)), e));
    }
    TRY(put_pages(b, list, e));
    TRY(folder_mkdir(&b->out, "assets/search", e));
    search_options so = {.n_langs = b->o->n_langs, .put = put_search, .user = b};
    memcpy(so.langs, b->o->langs, sizeof so.langs);
    TRY(search_write(b->s, &so, e));
    const leaks *found = &b->report->leaks;
    if (!found->total || b->o->allow_leaks) return ERR_NONE;
    err_set(e, ERR_LEAK, "file", found->leak[0].file, NULL);
    err_add_int(e, "n", found->total);
    return e->code;
}

err_code site_build(store *s, const site_options *o, site_report *ret_report, err *e) {
    *ret_report = (site_report){0};
    builder b = {.s = s, .o = o, .report = ret_report, .dir = "", .out = {.fd = -1}};
    page_options po = {.templates_dir = o->templates_dir, .lang = o->langs[0], .root_lang = o->langs[0], .twins = o->n_langs > 1,
                       .sql_lang = o->sql_lang, .sink = put_chart, .sink_user = &b};
    lang before = o->sql_lang ? *o->sql_lang : o->langs[0];
    TRY(store_exec(s, "BEGIN", e)); /* one state for all pages, and one lock */
    err_code code = page_open(&b.pages, s, &po, e);
    if (!code) code = folder_begin(&b.out, &b.keep, o->out, e);
    if (!code) {
        b.inspector = xml_inspector_new();
        code = put_all(&b, e);
        xml_inspector_free(&b.inspector);
    }
    if (!code) code = folder_finish(&b.out, e);
    folder_abandon(&b.out);
    page_close(&b.pages);
    store_rollback(s); /* nothing was written */
    if (o->sql_lang) *o->sql_lang = before;
    buf_free(&b.text);
    arena_free(&b.work);
    arena_free(&b.keep);
    return code;
}
