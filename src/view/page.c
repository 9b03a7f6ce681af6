/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/page.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/embed.h"
#include "base/file.h"
#include "base/url.h"
#include "record/owner.h"
#include "view/charts.h"
#include "view/rows.h"
#include "view/template.h"
#include "view/text.h"

enum { TEMPLATE_MAX = 1024 * 1024, PAGES_MAX = 200, STALE_MAX = 24 };

typedef struct page_def {
    page_info info; /* first: page_info pointers are page_def pointers */
    const char *path; /* for messages */
    str head, tail; /* of the file's name: before and behind {id} */
    str sql, each, file, nav_word, style, *stale;
    query *query, *each_query;
    bool later; /* words are notes in what the query gives */
    str rows;   /* name of the array that the rows behind the first are */
} page_def;

/* Who asks for templates of a kind. */
typedef struct loader {
    page_set *set;
    template_kind kind;
} loader;

struct page_set {
    store *s;
    page_options o;
    arena keep; /* sources, definitions */
    arena page; /* the loaded page */
    page_def *def;
    size_t n;
    template_set *templates[PAGE_FILE_KINDS];
    loader loader[PAGE_FILE_KINDS];
    chart_artist charts;
    /* what every page shows, read once */
    str name, title, sample_note;
    const owner_names *names; /* of people, to be masked; NULL: they stand as recorded */
    char today[DATE_TEXT];
    /* the loaded page */
    const page_def *loaded;
    node *data, *last; /* last: of the page's own members, before `site` */
    tree_note *notes;
    struct tree_rows *rows;
    str id, file;
};

/* ---- finding sources */

static bool name_is_safe(str name) {
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!plain && (c != '/' || i == 0)) return false;
    }
    return name.n > 0;
}

/* The source of templates/NAME.EXT: the workspace's own where there is one. p == NULL where there is none. */
static err_code source_find(page_set *set, str name, const char *ext, str *ret_source, bool *ret_own, err *e) {
    *ret_own = false;
    *ret_source = (str){NULL, 0};
    if (!name_is_safe(name)) return ERR_NONE;
    if (set->o.templates_dir) {
        char *path = arena_printf(&set->keep, "%s/%.*s.%s", set->o.templates_dir, STR(name), ext);
        if (file_exists(path)) {
            *ret_own = true;
            return file_read(&set->keep, path, TEMPLATE_MAX, ret_source, e);
        }
    }
    *ret_source = embed_find(arena_printf(&set->keep, "templates/%.*s.%s", STR(name), ext));
    return ERR_NONE;
}

static str load_template(void *user, str name) {
    const loader *l = user;
    str source;
    bool own;
    err e = {0};
    return source_find(l->set, name, template_extension(l->kind), &source, &own, &e) ? (str){NULL, 0} : source;
}

const char *page_extension(page_kind kind) { return template_extension((template_kind)kind); }

/* ---- what a page is: the comment lines at the top of its query */

static err_code header_error(const page_def *d, const char *reason, err *e) {
    return err_set(e, ERR_PAGE_SQL, "file", d->path, "reason", reason, NULL);
}

static err_code header_line(page_def *d, str key, str value, err *e) {
    if (str_eqz(key, "each")) {
        d->each = value;
        d->info.each = true;
    } else if (str_eqz(key, "file")) {
        d->file = value;
    } else if (str_eqz(key, "stale")) {
        if (d->info.stale_n == STALE_MAX) return header_error(d, "more than 24 lines -- stale:", e);
        d->stale[d->info.stale_n++] = value;
    } else if (str_eqz(key, "section")) {
        d->info.section = value;
    } else if (str_eqz(key, "style")) {
        d->style = value;
    } else if (str_eqz(key, "rows")) {
        d->rows = value;
    } else if (str_eqz(key, "words")) {
        if (!str_eqz(value, "later")) return header_error(d, "-- words: later", e);
        d->later = true;
    } else if (str_eqz(key, "nav")) {
        str place, text = str_cut(value, ' ', &place);
        long long n;
        if (!str_to_int(place, &n) || n < 1 || n > 10000) return header_error(d, "-- nav: NUMBER WORD", e);
        d->info.nav = (int)n;
        d->nav_word = text.p ? str_trim(text) : d->info.name;
    }
    return ERR_NONE;
}

static err_code header_read(page_def *d, err *e) {
    for (str rest = d->sql; rest.n;) {
        str line, after = str_cut(rest, '\n', &line);
        line = str_trim(line);
        if (line.n && !str_starts(line, S("--"))) break;
        str key, value = str_cut(str_sub(line, 2, line.n), ':', &key);
        if (value.p) TRY(header_line(d, str_trim(key), str_trim(value), e));
        rest = after;
    }
    return ERR_NONE;
}

static err_code define(page_set *set, str name, err *e) {
    for (size_t i = 0; i < set->n; i++)
        if (str_eq(set->def[i].info.name, name)) return ERR_NONE; /* the workspace's own came first */
    if (set->n == PAGES_MAX) return err_set(e, ERR_TOO_LARGE, "what", "templates", "max", "200", NULL);
    page_def *d = &set->def[set->n];
    bool own;
    *d = (page_def){.info = {.name = name, .section = name}};
    d->info.stale = d->stale = arena_new(&set->keep, str, STALE_MAX);
    d->path = arena_printf(&set->keep, "templates/%.*s.sql", STR(name));
    TRY(source_find(set, name, "sql", &d->sql, &own, e));
    d->info.built_in = !own;
    for (int k = 0; k < PAGE_FILE_KINDS; k++) {
        str source;
        TRY(source_find(set, name, template_extension((template_kind)k), &source, &own, e));
        d->info.has[k] = source.p != NULL;
        d->info.built_in = d->info.built_in && !own;
    }
    TRY(header_read(d, e));
    if (!d->file.p) d->file = d->info.each ? str_c(arena_printf(&set->keep, "%.*s-{id}", STR(name))) : name;
    size_t id = str_find(d->file, S("{id}"));
    d->head = str_sub(d->file, 0, id);
    d->tail = str_sub(d->file, id + 4, SIZE_MAX);
    set->n++;
    return ERR_NONE;
}

static int by_place(const void *a, const void *b) {
    const page_info *x = a, *y = b;
    if (!x->nav != !y->nav) return x->nav ? -1 : 1;
    return x->nav != y->nav ? x->nav - y->nav : str_cmp(x->name, y->name);
}

static err_code find_pages(page_set *set, err *e) {
    set->def = arena_new(&set->keep, page_def, PAGES_MAX);
    if (set->o.templates_dir && file_is_dir(set->o.templates_dir)) {
        char **names;
        TRY(file_list(&set->keep, set->o.templates_dir, &names, e));
        for (; *names; names++) {
            str name = str_c(*names);
            if (!str_ends(name, S(".sql"))) continue;
            name.n -= 4;
            if (name_is_safe(name)) TRY(define(set, name, e));
        }
    }
    for (size_t i = embed_first("templates/"); i < embed_file_count && str_starts(str_c(embed_files[i].path), S("templates/")); i++) {
        str name = str_sub(str_c(embed_files[i].path), 10, SIZE_MAX);
        if (!str_ends(name, S(".sql"))) continue;
        name.n -= 4;
        if (str_find(name, S("/")) == name.n) TRY(define(set, name, e));
    }
    qsort(set->def, set->n, sizeof *set->def, by_place);
    return ERR_NONE;
}

/* ---- open and close */

static err_code setting(page_set *set, const char *name, str *ret_value, err *e) {
    str id = str_c(name);
    bool found;
    return store_text(set->s, &set->keep, "SELECT value FROM setting WHERE id = ?1 AND voided IS NULL", &id, 1, ret_value, &found, e);
}

static err_code read_workspace(page_set *set, err *e) {
    TRY(setting(set, "name", &set->name, e));
    TRY(setting(set, "title", &set->title, e));
    TRY(setting(set, "sample_note", &set->sample_note, e));
    if (!set->o.full_names) TRY(owner_names_load(set->s, &set->keep, &set->names, e));
    date_text(store_get_session(set->s)->today, set->today);
    return ERR_NONE;
}

/* guide(lang, name): the Markdown of a method page; NULL where there is none. */
static void fn_guide(sql_call *c, void *user) {
    (void)user;
    AUTO(buf_free) buf path = {0};
    buf_printf(&path, "site/guide/%.*s/%.*s.md", STR(sql_str(c, 0)), STR(sql_str(c, 1)));
    str text = embed_find(buf_cstr(&path));
    if (text.p) sql_result_str(c, text);
    else sql_result_null(c);
}

static bool is_file_of(const page_def *d, str file) {
    if (d->head.n == d->file.n) return str_eq(d->file, file);
    return file.n > d->head.n + d->tail.n && str_starts(file, d->head) && str_ends(file, d->tail);
}

/* A link of a Markdown page leads to the Markdown twin where there is one; places in it have no names there. */
static void link_twin(void *user, str target, buf *ret_target) {
    const page_set *set = user;
    str path;
    str_cut(target, '#', &path);
    if (url_is_outside(target) || !str_ends(path, S(".html"))) return;
    path.n -= 5;
    for (int exact = 1; exact >= 0; exact--)
        for (size_t i = 0; i < set->n; i++) {
            const page_def *d = &set->def[i];
            if (d->info.each == exact || !d->info.has[PAGE_HTML] || !is_file_of(d, path)) continue;
            if (d->info.has[PAGE_MARKDOWN]) buf_printf(ret_target, "%.*s.md", STR(path));
            return;
        }
}

err_code page_open(page_set **ret_set, store *s, const page_options *o, err *e) {
    page_set *set = calloc(1, sizeof *set);
    if (!set) abort();
    set->s = s;
    set->o = *o;
    set->charts = (chart_artist){.sink = o->sink, .sink_user = o->sink_user};
    for (int k = 0; k < PAGE_FILE_KINDS; k++) {
        set->loader[k] = (loader){set, (template_kind)k};
        set->templates[k] = template_set_new((template_kind)k, load_template, &set->loader[k]);
        template_set_chart(set->templates[k], chart_artist_draw, &set->charts);
        if (k == TEMPLATE_MARKDOWN) template_set_link(set->templates[k], link_twin, set);
    }
    err_code code = store_function(s, "guide", 2, true, fn_guide, NULL, e);
    if (!code) code = find_pages(set, e);
    if (!code) code = read_workspace(set, e);
    if (code) page_close(&set);
    *ret_set = set;
    return code;
}

void page_close(page_set **ref) {
    page_set *set = *ref;
    if (!set) return;
    for (size_t i = 0; i < set->n; i++) {
        query_free(set->def[i].query);
        query_free(set->def[i].each_query);
    }
    for (int k = 0; k < PAGE_FILE_KINDS; k++) template_set_free(&set->templates[k]);
    chart_artist_free(&set->charts);
    rows_free(&set->rows);
    arena_free(&set->page);
    arena_free(&set->keep);
    free(set);
    *ref = NULL;
}

void page_language(page_set *set, lang l) { set->o.lang = l; }

/* ---- asking */

bool page_masked(const page_set *set, buf *out) {
    if (set->names) owner_names_list(set->names, out);
    return set->names != NULL;
}

size_t page_count(const page_set *set) { return set->n; }
const page_info *page_at(const page_set *set, size_t i) { return &set->def[i].info; }

const page_info *page_find(const page_set *set, str name) {
    for (size_t i = 0; i < set->n; i++)
        if (str_eq(set->def[i].info.name, name)) return &set->def[i].info;
    return NULL;
}

void page_names(const page_set *set, buf *out) {
    for (size_t i = 0; i < set->n; i++) {
        if (i) buf_z(out, ", ");
        buf_put(out, set->def[i].info.name);
    }
}

/* Without a place to say so the functions write words at once. */
static bool is_later(const page_set *set, const page_def *d) { return d->later && set->o.sql_lang; }

static void bind_all(page_set *set, query *q, str id) {
    if (set->o.sql_lang) *set->o.sql_lang = set->o.lang;
    query_bind_name(q, ":id", id);
    query_bind_name(q, ":lang", str_c(lang_code(set->o.lang)));
    query_bind_name(q, ":today", str_c(set->today));
}

err_code page_ids(page_set *set, const page_info *page, arena *a, str **ret_ids, size_t *ret_n, err *e) {
    page_def *d = (page_def *)page;
    if (!d->each_query) TRY(store_query_vetted(set->s, d->path, d->each, &d->each_query, e));
    bind_all(set, d->each_query, (str){NULL, 0});
    size_t n = 0, cap = 64;
    str *ids = arena_new(a, str, cap);
    while (query_next(d->each_query)) {
        if (n == cap) {
            str *more = arena_new(a, str, cap * 2);
            memcpy(more, ids, n * sizeof *ids);
            ids = more;
            cap *= 2;
        }
        ids[n++] = arena_str(a, query_str(d->each_query, 0));
    }
    *ret_ids = ids;
    *ret_n = n;
    return query_end(d->each_query, e);
}

/* ---- loading */

err_code page_file_name(const page_info *page, str id, arena *a, str *ret_file, err *e) {
    const page_def *d = (const page_def *)page;
    if (d->head.n == d->file.n) id = S("");
    str file = str_c(arena_printf(a, "%.*s%.*s%.*s", STR(d->head), STR(id), STR(d->tail)));
    bool good = file.n > 0 && file.n <= 200 && file.p[0] != '.' && file.p[0] != '-';
    for (size_t i = 0; good && i < file.n; i++) {
        char c = file.p[i];
        good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr(".-_", c);
    }
    *ret_file = file;
    return good ? ERR_NONE : err_set(e, ERR_BAD_VALUE, "field", d->path, "value", file.p, "want", "want.file_name", NULL);
}

static const char *html_lang(lang l) { return l == LANG_EN ? "en" : "zh-CN"; }

/* The entries of the main navigation. */
static void add_nav(page_set *set, node *site) {
    arena *a = &set->page;
    node *nav = tree_add(a, site, S("nav"), NODE_ARRAY);
    for (size_t i = 0; i < set->n && set->def[i].info.nav; i++) {
        const page_def *d = &set->def[i];
        node *entry = tree_add(a, nav, S(""), NODE_OBJECT);
        char *key = arena_printf(a, "nav.%.*s", STR(d->nav_word));
        const char *text = word_find(set->o.lang, str_c(key));
        tree_add_text(a, entry, S("text"), text ? str_c(text) : d->nav_word);
        tree_add_text(a, entry, S("file_url"), str_c(arena_printf(a, "%.*s.html", STR(d->file))));
        tree_add(a, entry, S("current"), str_eq(d->info.name, set->loaded->info.section) ? NODE_TRUE : NODE_FALSE);
    }
}

static void add_optional(arena *a, node *n, const char *key, str text) {
    if (text.n) tree_add_text(a, n, str_c(key), text);
    else tree_add(a, n, str_c(key), NODE_NULL);
}

static void add_sheet(page_set *set, node *sheets, str name) {
    const char *dir = set->o.lang == set->o.root_lang ? "assets/" : "../assets/";
    node *entry = tree_add(&set->page, sheets, S(""), NODE_OBJECT);
    tree_add_text(&set->page, entry, S("file_url"), str_c(arena_printf(&set->page, "%s%.*s.css", dir, STR(name))));
}

static bool has_word(str list, str name) {
    while (list.n) {
        str word;
        list = str_cut(list, ' ', &word);
        if (str_eq(word, name)) return true;
    }
    return false;
}

/* The style sheets: style.css for all, with the drawings' before it and after it those that `-- style:` names. A page of the workspace's own that names none
 * has them all. */
static void add_sheets(page_set *set, node *site) {
    const page_def *d = set->loaded;
    node *sheets = tree_add(&set->page, site, S("sheets"), NODE_ARRAY);
    bool all = !d->style.n && !d->info.built_in;
    if (all || has_word(d->style, S("chart"))) add_sheet(set, sheets, S("chart"));
    add_sheet(set, sheets, S("style"));
    str prefix = S("site/assets/");
    for (size_t i = embed_first("site/assets/"); i < embed_file_count && str_starts(str_c(embed_files[i].path), prefix); i++) {
        str name = str_sub(str_c(embed_files[i].path), prefix.n, SIZE_MAX);
        if (!str_ends(name, S(".css"))) continue;
        name.n -= 4;
        if (!str_eqz(name, "chart") && !str_eqz(name, "style") && (all || has_word(d->style, name))) add_sheet(set, sheets, name);
    }
}

/* A past state says so on every page, and what of it cannot be shown (monitor/past.h). */
static err_code add_past(page_set *set, node *site, err *e) {
    arena *a = &set->page;
    node *past = tree_add(a, site, S("past"), store_past(set->s) ? NODE_OBJECT : NODE_NULL);
    if (!store_past(set->s)) return ERR_NONE;
    char day[DATE_TEXT];
    AUTO(buf_free) buf b = {0};
    word_format(&b, set->o.lang, "past.page", "day", date_text(store_past_day(set->s), day), "seq", arena_printf(a, "%lld", (long long)store_past(set->s)), NULL);
    tree_add_text(a, past, S("text"), arena_str(a, buf_str(&b)));
    node *lost = tree_add(a, past, S("lost"), NODE_ARRAY);
    query *q;
    TRY(store_query(set->s, "SELECT inspections, import, on_date, month_from, month_to FROM past_lost ORDER BY month_from, import", &q, e));
    while (query_next(q)) {
        buf_clear(&b);
        word_format(&b, set->o.lang, query_int(q, 0) ? "past.lost_inspections" : "past.lost_tickets", "import", arena_strdup(a, query_str(q, 1)), "on",
                    arena_strdup(a, query_str(q, 2)), "from", arena_strdup(a, query_str(q, 3)), "to", arena_strdup(a, query_str(q, 4)), NULL);
        tree_add_text(a, tree_add(a, lost, S(""), NODE_OBJECT), S("text"), arena_str(a, buf_str(&b)));
    }
    return query_end(q, e);
}

/* What stands around the page's own data, under the name `site`. */
static err_code add_site(page_set *set, err *e) {
    arena *a = &set->page;
    node *site = tree_add(a, set->data, S("site"), NODE_OBJECT);
    lang other = set->o.lang == LANG_ZH ? LANG_EN : LANG_ZH;
    bool root = set->o.lang == set->o.root_lang;
    const char *twin_dir = root ? (other == LANG_EN ? "en/" : "zh/") : "../";
    tree_add_text(a, site, S("name"), set->name);
    tree_add_text(a, site, S("title"), set->title);
    tree_add_text(a, site, S("lang"), str_c(lang_code(set->o.lang)));
    tree_add_text(a, site, S("other_lang"), str_c(lang_code(other)));
    tree_add_text(a, site, S("html_lang"), str_c(html_lang(set->o.lang)));
    tree_add_text(a, site, S("other_html_lang"), str_c(html_lang(other)));
    tree_add_text(a, site, S("other_lang_name"), str_c(word(other, "site.lang_name")));
    tree_add_text(a, site, S("today_date"), str_c(set->today));
    tree_add_text(a, site, S("assets_url"), root ? S("assets/") : S("../assets/"));
    add_optional(a, site, "twin_url",
                 set->o.twins ? str_c(arena_printf(a, "%s%.*s.html", twin_dir, STR(set->file))) : S(""));
    add_optional(a, site, "md_url", set->loaded->info.has[PAGE_MARKDOWN] ? str_c(arena_printf(a, "%.*s.md", STR(set->file))) : S(""));
    const page_info *feed = page_find(set, S("feed")); /* the page that stands first in the navigation announces it */
    add_optional(a, site, "feed_url", feed && feed->has[PAGE_XML] && set->loaded == &set->def[0] ? S("feed.xml") : S(""));
    tree_add_text(a, site, S("file"), set->file);
    tree_add_text(a, site, S("page"), set->loaded->info.name);
    tree_add_text(a, site, S("section"), set->loaded->info.section);
    add_optional(a, site, "sample_note", set->sample_note);
    tree_add(a, site, S("published"), set->o.full_names ? NODE_FALSE : NODE_TRUE); /* a terminal shows no page */
    tree_add_text(a, site, S("version"), S(PDCA_VERSION));
    add_sheets(set, site);
    add_nav(set, site);
    return add_past(set, site, e);
}

/* The one place where names of people are masked: whatever a query, also one of the user's own, lets through. */
static void mask_names(page_set *set, arena *a, node *n) {
    bool prose = str_ends(n->key, S("_md")) || str_ends(n->key, S("_plain"));
    if (n->kind == NODE_STRING) n->text = owner_mask(set->names, a, n->text, prose);
    for (node *c = n->first; c; c = c->next) mask_names(set, a, c);
}

static void ready_row(void *user, arena *a, node *row, const tree_note *notes) {
    page_set *set = user;
    if (is_later(set, set->loaded)) tree_say(notes, set->o.lang, a);
    if (set->names) mask_names(set, a, row);
}

/* The rows behind the first are the elements of an array. */
static err_code load_rows(page_set *set, query *q, err *e) {
    if (!set->rows) set->rows = rows_new(ready_row, set);
    rows_clear(set->rows);
    while (query_next(q)) TRY(rows_add(set->rows, query_str(q, 0), e));
    return ERR_NONE;
}

err_code page_load(page_set *set, const page_info *page, str id, err *e) {
    page_def *d = (page_def *)page;
    arena_reset(&set->page);
    set->data = NULL;
    set->loaded = d;
    set->id = id;
    if (!d->query) TRY(store_query_vetted(set->s, d->path, d->sql, &d->query, e));
    TRY(page_file_name(page, id, &set->page, &set->file, e));
    bind_all(set, d->query, id);
    if (is_later(set, d)) *set->o.sql_lang = LANG_LATER;
    err_code code = ERR_NONE;
    bool found = query_next(d->query) && !query_null(d->query, 0);
    if (found) code = tree_parse_notes(&set->page, query_str(d->query, 0), &set->data, &set->notes, e);
    if (found && !code && d->rows.p) code = load_rows(set, d->query, e);
    err_code end = query_end(d->query, e);
    if (set->o.sql_lang) *set->o.sql_lang = set->o.lang;
    if (code) return code;
    if (end) return end;
    if (!found) {
        err_set(e, ERR_UNKNOWN_ID, NULL);
        char *kind = arena_printf(&set->page, "kind.%.*s", STR(page->name));
        err_add(e, "kind", word_find(LANG_ZH, str_c(kind)) ? str_c(kind) : page->name);
        err_add(e, "id", id);
        err_add(e, "list", page->name);
        return e->code;
    }
    if (set->data->kind != NODE_OBJECT || !tree_text(set->data, "title").n)
        return header_error(d, "one JSON object with a title is needed", e);
    if (!is_later(set, d)) set->notes = NULL; /* what looks like one is somebody's text */
    tree_say(set->notes, set->o.lang, &set->page);
    if (set->names) mask_names(set, &set->page, set->data);
    if (d->rows.p) tree_add(&set->page, set->data, d->rows, NODE_ROWS)->rows = set->rows;
    set->last = set->data->last;
    return add_site(set, e);
}

err_code page_reload(page_set *set, lang l, err *e) {
    set->o.lang = l;
    if (!is_later(set, set->loaded)) return page_load(set, &set->loaded->info, set->id, e);
    if (set->o.sql_lang) *set->o.sql_lang = l;
    tree_say(set->notes, l, &set->page);
    if (set->names)
        for (const tree_note *t = set->notes; t; t = t->next) mask_names(set, &set->page, t->n);
    set->last->next = NULL; /* `site` anew */
    set->data->last = set->last;
    set->data->count--;
    return add_site(set, e);
}

str page_file(const page_set *set) { return set->file; }
const node *page_data(const page_set *set) { return set->data; }

/* ---- writing */

/* A tree as JSON, two blanks a level; numbers stand as they were written. Its depth is capped by TREE_DEPTH. */
static err_code put_json(const node *n, int depth, buf *out, err *e);

static err_code put_json_rows(const node *n, int depth, buf *out, err *e) {
    bool any = rows_count(n->rows) > 0;
    node *row;
    buf_putc(out, '[');
    TRY(rows_start(n->rows, e));
    for (bool first = true;; first = false) {
        TRY(rows_next(n->rows, &row, e));
        if (!row) break;
        buf_z(out, first ? "\n" : ",\n");
        buf_fill(out, ' ', (size_t)(depth + 1) * 2);
        TRY(put_json(row, depth + 1, out, e));
    }
    if (any) {
        buf_putc(out, '\n');
        buf_fill(out, ' ', (size_t)depth * 2);
    }
    buf_putc(out, ']');
    return ERR_NONE;
}

static err_code put_json(const node *n, int depth, buf *out, err *e) {
    switch (n->kind) {
    case NODE_NULL: buf_z(out, "null"); return ERR_NONE;
    case NODE_FALSE: buf_z(out, "false"); return ERR_NONE;
    case NODE_TRUE: buf_z(out, "true"); return ERR_NONE;
    case NODE_NUMBER: buf_put(out, n->text); return ERR_NONE;
    case NODE_STRING: buf_json(out, n->text); return ERR_NONE;
    case NODE_ROWS: return put_json_rows(n, depth, out, e);
    case NODE_ARRAY:
    case NODE_OBJECT: break;
    }
    bool object = n->kind == NODE_OBJECT;
    buf_putc(out, object ? '{' : '[');
    for (const node *c = n->first; c; c = c->next) {
        buf_z(out, c == n->first ? "\n" : ",\n");
        buf_fill(out, ' ', (size_t)(depth + 1) * 2);
        if (object) {
            buf_json(out, c->key);
            buf_z(out, ": ");
        }
        TRY(put_json(c, depth + 1, out, e));
    }
    if (n->first) {
        buf_putc(out, '\n');
        buf_fill(out, ' ', (size_t)depth * 2);
    }
    buf_putc(out, object ? '}' : ']');
    return ERR_NONE;
}

static err_code no_template(const page_set *set, const char *ext, err *e) {
    err_set(e, ERR_UNKNOWN_PAGE, NULL);
    AUTO(buf_free) buf b = {0};
    buf_printf(&b, "%.*s.%s", STR(set->loaded->info.name), ext);
    err_add(e, "page", buf_str(&b));
    buf_clear(&b);
    page_names(set, &b);
    err_add(e, "want", buf_str(&b));
    return e->code;
}

err_code page_write(page_set *set, page_kind kind, buf *out, err *e) {
    const page_info *info = &set->loaded->info;
    chart_artist_start(&set->charts, set->o.lang, set->file);
    if (kind == PAGE_JSON) {
        TRY(put_json(set->data, 0, out, e));
        buf_putc(out, '\n');
        return ERR_NONE;
    }
    page_kind file = kind == PAGE_TEXT ? PAGE_MARKDOWN : kind;
    if (!info->has[file]) return no_template(set, page_extension(file), e);
    if (file == PAGE_CSV) buf_z(out, "\xEF\xBB\xBF"); /* without it spreadsheets take UTF-8 for something else */
    if (kind == file) return template_render(set->templates[file], info->name, set->o.lang, set->data, out, e);
    AUTO(buf_free) buf md = {0};
    TRY(template_render(set->templates[PAGE_MARKDOWN], info->name, set->o.lang, set->data, &md, e));
    text_from_markdown(out, buf_str(&md), set->o.columns, set->o.color);
    return ERR_NONE;
}

/* The page itself, or the one that makes a file of this kind under the same name: actions.csv stands beside actions.html. */
static const page_info *with_file(const page_set *set, const page_info *page, page_kind kind) {
    const page_def *d = (const page_def *)page;
    for (size_t i = 0; i < set->n && (int)kind < PAGE_FILE_KINDS && !page->has[kind]; i++) {
        const page_def *other = &set->def[i];
        if (other->info.has[kind] && !other->info.each && !page->each && str_eq(other->file, d->file)) return &other->info;
    }
    return page;
}

err_code page_render(page_set *set, str name, str id, page_kind kind, buf *out, err *e) {
    const page_info *page = page_find(set, name);
    if (!page) {
        err_set(e, ERR_UNKNOWN_PAGE, NULL);
        err_add(e, "page", name);
        AUTO(buf_free) buf want = {0};
        page_names(set, &want);
        err_add(e, "want", buf_str(&want));
        return e->code;
    }
    if (page->each && !id.n) {
        err_set(e, ERR_MISSING_ARGUMENT, "argument", "ID", NULL);
        err_add(e, "command", name);
        return e->code;
    }
    TRY(page_load(set, with_file(set, page, kind), id, e));
    return page_write(set, kind, out, e);
}
