/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site/site.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/embed.h"
#include "formats/xml.h"
#include "site/folder.h"
#include "site/manifest.h"
#include "site/search.h"
#include "site/stale.h"
#include "view/page.h"

enum { LARGE_PAGE = 256 * 1024 };

typedef struct builder {
    store *s;
    const site_options *o;
    site_report *report;
    folder out;
    manifest old, now; /* what the site shows; what it will */
    page_set *pages;
    xml_inspector *inspector;
    arena keep; /* ids and names */
    arena work; /* of one page's inspection */
    str *files; /* every file of the site (SITE_PART: of the pages to be rendered), sorted by bytes, before any is written */
    size_t n_files;
    const char *dir; /* of the language at work: "" or "en/" */
    int charts;      /* of the page at work */
    str *shards;     /* the search index's files that came */
    size_t n_shards, cap_shards;
    buf text;        /* of the file at work */
} builder;

/* Where the pages of the i-th language stand. */
static const char *language_dir(const builder *b, int i) { return i == 0 ? "" : b->o->langs[i] == LANG_EN ? "en/" : "zh/"; }

static int by_bytes(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

/* ---- the one way by which a file comes into the site, and the one by which it goes */

/* What an earlier build found in a file that is now written or removed does not count any more. */
static void forget_leak(leaks *l, const char *name) {
    for (int i = 0; i < l->n; i++) {
        if (strcmp(l->leak[i].file, name) != 0) continue;
        for (int k = 0; k < SCRUB_KINDS; k++) l->total -= l->leak[i].counts.n[k];
        memmove(&l->leak[i], &l->leak[i + 1], sizeof *l->leak * (size_t)(l->n - i - 1));
        l->n--;
        return;
    }
}

static err_code put_file(builder *b, const char *name, str data, err *e) {
    bool written;
    TRY(folder_put(&b->out, name, data, &written, e));
    if (!written) return ERR_NONE;
    b->report->files++;
    b->report->bytes += (int64_t)data.n;
    return ERR_NONE;
}

/* A file that users' texts reach: looked through while it is at hand, so that the site need not be read again. */
static err_code put_text(builder *b, const char *name, str data, err *e) {
    forget_leak(&b->old.leaks, name);
    leak_look(b->o->a, name, data, &b->report->leaks);
    return put_file(b, name, data, e);
}

static err_code put_chart(void *user, const char *name, str svg, err *e) {
    builder *b = user;
    char path[256];
    int n = snprintf(path, sizeof path, "%scharts/%s", b->dir, name);
    if (n < 0 || (size_t)n >= sizeof path) return err_set(e, ERR_TOO_LARGE, "what", name, "max", "256", NULL);
    b->charts++;
    return put_text(b, path, svg, e);
}

static void drop_file(builder *b, const char *name) {
    forget_leak(&b->old.leaks, name);
    folder_drop(&b->out, name);
}

/* A page's drawings are numbered from 1 without a gap: from this number on they go. */
static void drop_charts(builder *b, str file, int from) {
    for (int n = from;; n++) {
        char *name = arena_printf(&b->keep, "%scharts/%.*s-%d.svg", b->dir, STR(file), n);
        if (!folder_has(&b->out, name)) return;
        drop_file(b, name);
    }
}

/* ---- what there will be */

typedef struct page_list {
    const page_info *page;
    str *ids; /* to be rendered; one empty id for a single page */
    size_t n;
    str *gone; /* SITE_PART: ids whose page goes */
    size_t n_gone;
} page_list;

/* Of the ids that changes reach those that have a page are rendered, in the order of all; the others go. Both lists are sorted but `all`. */
static void split_ids(arena *a, const str *all, size_t n_all, const str *reached, size_t n_reached, page_list *l) {
    bool *found = arena_new(a, bool, n_reached + 1);
    l->ids = arena_new(a, str, n_reached + 1);
    l->gone = arena_new(a, str, n_reached + 1);
    l->n = 0;
    for (size_t i = 0; i < n_all; i++) {
        const str *at = bsearch(&all[i], reached, n_reached, sizeof *reached, by_bytes);
        if (!at) continue;
        found[at - reached] = true;
        l->ids[l->n++] = all[i];
    }
    for (size_t i = 0; i < n_reached; i++)
        if (!found[i]) l->gone[l->n_gone++] = reached[i];
}

static err_code list_ids(builder *b, page_list *l, err *e) {
    static const str no_id = {"", 0};
    str *all = NULL, *reached = NULL;
    size_t n_all = 0, n_reached = 0;
    bool part = b->report->way == SITE_PART && l->page->stale_n;
    if (part) TRY(stale_ids(b->s, l->page, &b->keep, &reached, &n_reached, e));
    if (!l->page->each) {
        l->ids = (str *)&no_id;
        l->n = !part || n_reached;
        return ERR_NONE;
    }
    if (!part) return page_ids(b->pages, l->page, &b->keep, &l->ids, &l->n, e);
    if (!n_reached) return ERR_NONE;
    TRY(page_ids(b->pages, l->page, &b->keep, &all, &n_all, e));
    split_ids(&b->keep, all, n_all, reached, n_reached, l);
    return ERR_NONE;
}

static err_code list_file(builder *b, const page_list *l, size_t at, const char *dir, err *e) {
    str file;
    TRY(page_file_name(l->page, l->ids[at], &b->keep, &file, e));
    for (int f = 0; f < PAGE_FILE_KINDS; f++)
        if (l->page->has[f]) b->files[b->n_files++] = str_c(arena_printf(&b->keep, "%s%.*s.%s", dir, STR(file), page_extension((page_kind)f)));
    return ERR_NONE;
}

static err_code list_pages(builder *b, page_list **ret_lists, err *e) {
    size_t kinds = page_count(b->pages), total = 0, assets = 0; /* total: files in a language */
    page_list *list = *ret_lists = arena_new(&b->keep, page_list, kinds + 1);
    for (size_t i = 0; i < kinds; i++) {
        list[i].page = page_at(b->pages, i);
        TRY(list_ids(b, &list[i], e));
        for (int f = 0; f < PAGE_FILE_KINDS; f++) total += list[i].page->has[f] ? list[i].n : 0;
    }
    for (size_t i = embed_first("site/assets/"); i < embed_file_count && str_starts(str_c(embed_files[i].path), S("site/assets/")); i++) assets++;
    b->files = arena_new(&b->keep, str, total * (size_t)b->o->n_langs + assets + 1);
    for (int l = 0; l < b->o->n_langs; l++)
        for (size_t i = 0; i < kinds; i++)
            for (size_t k = 0; k < list[i].n; k++) TRY(list_file(b, &list[i], k, language_dir(b, l), e));
    for (size_t i = embed_first("site/assets/"); assets--; i++) b->files[b->n_files++] = str_sub(str_c(embed_files[i].path), 5, SIZE_MAX);
    qsort(b->files, b->n_files, sizeof *b->files, by_bytes);
    for (size_t i = 1; i < b->n_files; i++)
        if (str_eq(b->files[i - 1], b->files[i])) return err_set(e, ERR_DUPLICATE, "kind", "kind.file", "id", b->files[i].p, NULL);
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

/* Whether the site will have this file. */
static bool is_file(builder *b, const char *path) {
    str key = str_c(path);
    if (bsearch(&key, b->files, b->n_files, sizeof key, by_bytes)) return true;
    if (b->report->way != SITE_PART || !folder_has(&b->out, path)) return false;
    for (size_t i = 0; i < b->out.n_gone; i++)
        if (strcmp(b->out.gone[i], path) == 0) return false;
    return true;
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
        alive = alive && is_file(b, buf_cstr(&full));
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

/* A register of thousands of rows is not read through again for one row: the build before inspected what these templates make, and no page
 * that it may link has gone. */
static bool was_inspected(const builder *b, const page_info *page) {
    return b->report->way == SITE_PART && page->built_in && !b->out.n_gone && b->text.n > LARGE_PAGE;
}

/* One of the loaded page's files. */
static err_code put_page_file(builder *b, const page_info *page, page_kind kind, bool look, err *e) {
    char path[256];
    snprintf(path, sizeof path, "%s%.*s.%s", b->dir, STR(page_file(b->pages)), page_extension(kind));
    buf_clear(&b->text);
    TRY(page_write(b->pages, kind, &b->text, e));
    if (look && kind == PAGE_HTML && !was_inspected(b, page)) TRY(inspect(b, path, buf_str(&b->text), e));
    if (look && kind == PAGE_XML) TRY(xml_check(path, buf_str(&b->text), e));
    /* what the page beside a Markdown twin says has been looked through there, where its fingerprints are marked */
    bool looked_at = kind == PAGE_CSS || (kind == PAGE_MARKDOWN && page->has[PAGE_HTML]);
    TRY((looked_at ? put_file : put_text)(b, path, buf_str(&b->text), e));
    if (b->text.cap > LARGE_PAGE) buf_free(&b->text); /* a register's memory is not kept for ten thousand small pages */
    return ERR_NONE;
}

static err_code put_page(builder *b, const page_info *page, bool look, err *e) {
    b->charts = 0;
    for (int f = 0; f < PAGE_FILE_KINDS; f++)
        if (page->has[f]) TRY(put_page_file(b, page, (page_kind)f, look, e));
    if (b->report->way == SITE_PART && page->has[PAGE_MARKDOWN]) drop_charts(b, page_file(b->pages), b->charts + 1);
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

static err_code drop_pages(builder *b, const page_list *list, err *e) {
    for (size_t i = 0; i < page_count(b->pages); i++)
        for (size_t k = 0; k < list[i].n_gone; k++) {
            str file;
            TRY(page_file_name(list[i].page, list[i].gone[k], &b->keep, &file, e));
            for (int f = 0; f < PAGE_FILE_KINDS; f++)
                if (list[i].page->has[f]) drop_file(b, arena_printf(&b->keep, "%s%.*s.%s", b->dir, STR(file), page_extension((page_kind)f)));
            drop_charts(b, file, 1);
        }
    return ERR_NONE;
}

static err_code put_assets(builder *b, err *e) {
    str prefix = S("site/assets/");
    for (size_t i = embed_first("site/assets/"); i < embed_file_count && str_starts(str_c(embed_files[i].path), prefix); i++)
        TRY(put_file(b, embed_files[i].path + 5, embed_files[i].data, e));
    return ERR_NONE;
}

/* What it tells stands on pages too and is looked through there. */
static err_code put_search(void *user, const char *name, str data, err *e) {
    builder *b = user;
    if (b->n_shards == b->cap_shards) {
        b->cap_shards = b->cap_shards ? b->cap_shards * 2 : 64;
        str *more = arena_new(&b->keep, str, b->cap_shards);
        if (b->n_shards) memcpy(more, b->shards, b->n_shards * sizeof *more);
        b->shards = more;
    }
    b->shards[b->n_shards++] = str_c(arena_strdup(&b->keep, str_c(name)));
    return put_file(b, name, data, e);
}

/* Only the files that the events since change, or all of them, with their directory. */
static err_code put_search_files(builder *b, err *e) {
    static const str directory = {"assets/search/index.js", 22};
    search_options so = {.n_langs = b->o->n_langs, .since = b->report->way == SITE_PART ? b->old.head_seq : 0, .put = put_search, .user = b};
    memcpy(so.langs, b->o->langs, sizeof so.langs);
    TRY(search_write(b->s, &so, e));
    if (!b->n_shards) return ERR_NONE;
    qsort(b->shards, b->n_shards, sizeof *b->shards, by_bytes);
    if (b->report->way == SITE_PART && bsearch(&directory, b->shards, b->n_shards, sizeof directory, by_bytes))
        folder_drop_rest(&b->out, "assets/search/", b->shards, b->n_shards);
    return ERR_NONE;
}

static err_code put_all(builder *b, err *e) {
    page_list *list = NULL;
    TRY(list_pages(b, &list, e));
    for (int i = 0; i < b->o->n_langs; i++) {
        b->dir = language_dir(b, i);
        folder_has_dir(&b->out, arena_printf(&b->keep, "%scharts/", b->dir));
        TRY(drop_pages(b, list, e));
    }
    if (b->report->way != SITE_PART) TRY(put_assets(b, e));
    TRY(put_pages(b, list, e));
    return put_search_files(b, e);
}

/* ---- which way */

/* Whether the event that the old site shows is one of this workspace's trail. */
static err_code knows_head(builder *b, bool *ret_knows, err *e) {
    str hash;
    char seq[24];
    snprintf(seq, sizeof seq, "%lld", (long long)b->old.head_seq);
    TRY(store_text(b->s, &b->keep, "SELECT hash FROM event WHERE seq = CAST(?1 AS INTEGER)", &(str){seq, strlen(seq)}, 1, &hash, NULL, e));
    *ret_knows = str_eq(hash, b->old.head_hash);
    return ERR_NONE;
}

static bool every_page_can_say(const page_set *pages) {
    for (size_t i = 0; i < page_count(pages); i++)
        if (page_at(pages, i)->each && !page_at(pages, i)->stale_n) return false;
    return true;
}

static err_code choose(builder *b, err *e) {
    AUTO(buf_free) buf names = {0};
    bool masked = page_masked(b->pages, &names), all = true, known = false;
    site_way *way = &b->report->way;
    TRY(manifest_now(b->s, b->o, masked ? &names : NULL, &b->keep, &b->now, e));
    *way = SITE_FRESH;
    if (b->o->full || !b->out.mark.p) return ERR_NONE;
    *way = SITE_COMPARE;
    const manifest *old = &b->old, *now = &b->now;
    bool same = manifest_read(&b->keep, b->out.mark, &b->old) && old->whole && !b->o->check_all && !store_past(b->s) && str_eq(old->made, now->made) &&
                str_eq(old->derived, now->derived) && str_eq(old->names, now->names) && folder_untouched(&b->out, old->dirs, old->n_dirs);
    if (same) TRY(knows_head(b, &known, e));
    if (!known) {
        b->old = (manifest){0};
        return ERR_NONE;
    }
    if (old->head_seq == now->head_seq) {
        *way = SITE_NOTHING;
        return ERR_NONE;
    }
    TRY(stale_begin(b->s, old->head_seq, &all, e));
    if (!all && every_page_can_say(b->pages)) *way = SITE_PART;
    else b->old = (manifest){0};
    return ERR_NONE;
}

/* ---- building */

static err_code judge_leaks(builder *b, err *e) {
    leaks *found = &b->report->leaks;
    for (int i = 0; i < b->old.leaks.n; i++) leak_enter(b->o->a, &(leak){arena_strdup(b->o->a, str_c(b->old.leaks.leak[i].file)), b->old.leaks.leak[i].counts}, found);
    if (!found->total || b->o->allow_leaks) return ERR_NONE;
    err_set(e, ERR_LEAK, "file", found->leak[0].file, NULL);
    err_add_int(e, "n", found->total);
    return e->code;
}

static int leak_by_file(const void *a, const void *b) { return strcmp(((const leak *)a)->file, ((const leak *)b)->file); }
static int name_by_bytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The same text whatever way the build took. */
static void write_mark(builder *b, bool whole, buf *out) {
    manifest *m = &b->now;
    m->whole = whole;
    m->n_dirs = 0;
    m->dirs = arena_new(&b->keep, char *, FOLDER_DIRS);
    for (int i = 0; i < b->out.n_dirs; i++)
        if (b->out.dir[i].used) m->dirs[m->n_dirs++] = b->out.dir[i].path;
    qsort(m->dirs, (size_t)m->n_dirs, sizeof *m->dirs, name_by_bytes);
    m->leaks = b->report->leaks;
    if (m->leaks.n) qsort(m->leaks.leak, (size_t)m->leaks.n, sizeof *m->leaks.leak, leak_by_file);
    manifest_write(m, out);
}

static err_code write_site(builder *b, err *e) {
    site_way way = b->report->way;
    AUTO(buf_free) buf writing = {0}, mark = {0};
    TRY(folder_begin(&b->out, way != SITE_FRESH, way == SITE_COMPARE, e));
    for (int i = 0; i < b->old.n_dirs; i++) folder_has_dir(&b->out, b->old.dirs[i]);
    b->inspector = xml_inspector_new();
    err_code code = put_all(b, e);
    xml_inspector_free(&b->inspector);
    if (!code) code = judge_leaks(b, e);
    TRY(code);
    write_mark(b, false, &writing);
    write_mark(b, true, &mark);
    b->out.once = store_past(b->s) != 0; /* a past state hangs on later events too: what of it cannot be shown any more */
    TRY(folder_finish(&b->out, buf_str(&writing), buf_str(&mark), e));
    b->report->removed = (int)b->out.removed;
    return ERR_NONE;
}

err_code site_build(store *s, const site_options *o, site_report *ret_report, err *e) {
    *ret_report = (site_report){0};
    builder b = {.s = s, .o = o, .report = ret_report, .dir = "", .out = {.fd = -1, .old_fd = -1}};
    page_options po = {.templates_dir = o->templates_dir, .lang = o->langs[0], .root_lang = o->langs[0], .twins = o->n_langs > 1,
                       .sql_lang = o->sql_lang, .sink = put_chart, .sink_user = &b};
    lang before = o->sql_lang ? *o->sql_lang : o->langs[0];
    TRY(store_exec(s, "BEGIN", e)); /* one state for all pages, and one lock */
    err_code code = folder_open(&b.out, &b.keep, o->out, e);
    if (!code) code = page_open(&b.pages, s, &po, e);
    if (!code) code = choose(&b, e);
    if (!code) code = ret_report->way == SITE_NOTHING ? judge_leaks(&b, e) : write_site(&b, e);
    folder_abandon(&b.out);
    page_close(&b.pages);
    store_rollback(s); /* nothing was written */
    if (o->sql_lang) *o->sql_lang = before;
    buf_free(&b.text);
    arena_free(&b.work);
    arena_free(&b.keep);
    return code;
}
