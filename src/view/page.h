/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages: templates/NAME.sql (one query that gives one JSON object) with NAME.html and NAME.md, and where wanted NAME.csv, .json, .xml, .css. The workspace's own files win over
 * the built-in ones, and a query put there under a new name is a new page.
 *
 * NAME.sql begins with comment lines that say what the page is:
 *   -- each: SELECT id FROM …   one page for each row; without it there is one page
 *   -- file: {id}               its file's name without extension; NAME, or NAME-{id} with each, where it is not said
 *   -- nav: 20 problems         its place in the main navigation and its word there: nav.problems, or the text itself
 *   -- section: problems        the page whose entry in the navigation is marked; its own where it is not said
 *   -- rows: actions            the query's first row is the page, each one behind it an element of its array of that name: for lists that are
 *                               too long to stand in memory
 *   -- words: later             the query is asked once for all languages: it does not use :lang or pdca_lang(), and neither cuts, compares
 *                               nor sorts by what word() and in_lang() give
 *   -- stale: SELECT …         which pages a change can reach, see site/stale.h; more lines add to it. Without it a page is always rendered
 *                              anew, and with each all pages of the site are
 *   -- style: chart kpi         the sheets of site/assets that it needs beside style.css; all of them where an own page says nothing
 * The query may use :id, :lang and :today, and guide(:lang, NAME), the Markdown of site/guide/LANG/NAME.md. */
#ifndef PDCA_VIEW_PAGE_H
#define PDCA_VIEW_PAGE_H

#include "base/words.h"
#include "store/store.h"
#include "view/tree.h"

/* The kinds of a page's files, each with a template of its own (in the order of template_kind; PAGE_DATA is NAME.json); then PAGE_JSON,
 * exactly what the templates see, and PAGE_TEXT, the Markdown page for a terminal. */
typedef enum page_kind { PAGE_HTML, PAGE_MARKDOWN, PAGE_CSV, PAGE_XML, PAGE_DATA, PAGE_CSS, PAGE_JSON, PAGE_TEXT } page_kind;
enum { PAGE_FILE_KINDS = PAGE_CSS + 1 };
/* How the names of a kind's files end: "html", "md", "csv", "xml", "json", "css". */
const char *page_extension(page_kind kind);

/* A drawing as a file of its own for a Markdown page: `name` is "FILE-N.svg", to stand in charts/ beside the page. */
typedef err_code page_sink(void *user, const char *name, str svg, err *e);

typedef struct page_options {
    const char *templates_dir; /* the workspace's own templates; NULL or no folder: none */
    lang lang;                 /* of the pages */
    lang root_lang;            /* the language that stands at the site's root; another has a folder of its own */
    bool twins;                /* the site has both languages: pages link their twin */
    lang *sql_lang;            /* where the SQL functions read their language (record_ctx.language): set before each query */
    bool full_names;           /* people's names as recorded, whatever the setting publish_owners says: for the terminal */
    int columns;               /* PAGE_TEXT: of the terminal; 0 wraps nothing */
    bool color;                /* PAGE_TEXT */
    page_sink *sink;           /* NULL: drawings of Markdown pages go nowhere */
    void *sink_user;
} page_options;

typedef struct page_info {
    str name;        /* "problem" */
    str section;     /* name of the page that is marked in the navigation */
    bool each;       /* one page for each id */
    bool has[PAGE_FILE_KINDS]; /* which templates there are */
    bool built_in;   /* query and templates are the program's own */
    int nav;         /* place in the main navigation, 0 none */
    const str *stale; /* the header's stale lines */
    int stale_n;
} page_info;

typedef struct page_set page_set;

/* Finds the pages; templates and queries are read at first use and kept. Options are copied; what they point to must live as long
 * as the set, as must the store. ERR_PAGE_SQL for a header that cannot be read. */
err_code page_open(page_set **ret_set, store *s, const page_options *o, err *e);
/* Closes; safe on NULL. Must come before store_close. */
void page_close(page_set **set);

/* The names of people that these pages mask, one a line; false where they mask none. */
bool page_masked(const page_set *set, buf *out);

/* Pages in the order of the navigation, then by name. */
size_t page_count(const page_set *set);
const page_info *page_at(const page_set *set, size_t i);
/* NULL where there is no page of that name. */
const page_info *page_find(const page_set *set, str name);
/* The names of all pages with a comma between, for messages. */
void page_names(const page_set *set, buf *out);
/* Ids of an `each` page in the query's order, in the arena. */
err_code page_ids(page_set *set, const page_info *page, arena *a, str **ret_ids, size_t *ret_n, err *e);

/* A page's file name without extension, in the arena: only letters, digits, '.', '-' and '_', begun by none of ".-". */
err_code page_file_name(const page_info *page, str id, arena *a, str *ret_file, err *e);

/* Runs a page's query; what it gives is kept until the next load. ERR_UNKNOWN_ID where the query gives no row. */
err_code page_load(page_set *set, const page_info *page, str id, err *e);
/* The loaded page in another language, which is then that of the pages that follow; its query is asked again only where it must. The id
 * that was given to page_load must still be there. */
err_code page_reload(page_set *set, lang l, err *e);
/* Writes the loaded page; ERR_UNKNOWN_PAGE where it has no template of that kind. */
err_code page_write(page_set *set, page_kind kind, buf *out, err *e);
/* The loaded page's file name without extension, and its data with `site` in it. */
str page_file(const page_set *set);
const node *page_data(const page_set *set);

/* Finds, loads and writes; of a page that has no file of that kind the one that stands under the same name (actions.csv). ERR_UNKNOWN_PAGE, ERR_MISSING_ARGUMENT where the page is one for each id and none is given. */
err_code page_render(page_set *set, str name, str id, page_kind kind, buf *out, err *e);

/* Language of the pages that follow. */
void page_language(page_set *set, lang l);

#endif
