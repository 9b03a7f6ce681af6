/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page on an empty, a sample and a hostile workspace, in both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "formats/csv.h"
#include "formats/xml.h"
#include "sample.h"
#include "base/utf8.h"
#include "view/page.h"

typedef struct visit {
    workspace w;
    page_set *set;
    xml_inspector *x;
    arena a;
    int pages;
    str id; /* of the loaded page */
} visit;

static void visit_open(visit *v, int sample, const char *templates_dir) {
    err e;
    *v = (visit){0};
    workspace_open(&v->w, sample);
    page_options o = {.lang = LANG_ZH, .root_lang = LANG_ZH, .twins = true, .sql_lang = &v->w.ctx.language, .templates_dir = templates_dir};
    must(page_open(&v->set, v->w.s, &o, &e), &e);
    v->x = xml_inspector_new();
}

static void visit_close(visit *v) {
    xml_inspector_free(&v->x);
    page_close(&v->set);
    workspace_close(&v->w);
    arena_free(&v->a);
}

/* Calls `look` with each page loaded, in both languages. */
static void each_page(visit *v, void look(visit *v, const page_info *page, lang l)) {
    err e;
    str none = S("");
    for (int l = 0; l < LANG_COUNT; l++) {
        page_language(v->set, (lang)l);
        for (size_t i = 0; i < page_count(v->set); i++) {
            const page_info *page = page_at(v->set, i);
            str *ids = &none;
            size_t n = 1;
            if (page->each) must(page_ids(v->set, page, &v->a, &ids, &n, &e), &e);
            for (size_t k = 0; k < n; k++) {
                must(page_load(v->set, page, ids[k], &e), &e);
                v->id = ids[k];
                look(v, page, (lang)l);
                v->pages++;
            }
        }
    }
}

/* Every record has as many fields as the head, and none begins like a formula. */
static void csv_is_sound(str text) {
    err e;
    csv_reader r;
    bool row;
    int columns = 0;
    assert_true(str_starts(text, S("\xEF\xBB\xBF")));
    source from;
    source_open_str(&from, str_sub(text, 3, text.n));
    csv_open(&r, &from, S(","), "csv");
    for (must(csv_next(&r, &row, &e), &e); row; must(csv_next(&r, &row, &e), &e)) {
        if (!columns) columns = r.n;
        assert_int_equal(r.n, columns);
        for (int i = 0; i < r.n; i++) assert_true(r.field[i].n < 2 || !strchr("=+@\t\r", r.field[i].p[0]));
    }
    assert_true(columns > 1);
    csv_close(&r);
}

static void data_files_are_sound(visit *v, const page_info *page) {
    err e;
    AUTO(buf_free) buf out = {0};
    if (page->has[PAGE_CSV]) {
        must(page_write(v->set, PAGE_CSV, &out, &e), &e);
        csv_is_sound(buf_str(&out));
    }
    buf_clear(&out);
    if (page->has[PAGE_XML]) {
        must(page_write(v->set, PAGE_XML, &out, &e), &e);
        must(xml_check("feed.xml", buf_str(&out), &e), &e);
    }
    buf_clear(&out);
    if (page->has[PAGE_DATA]) {
        must(page_write(v->set, PAGE_DATA, &out, &e), &e);
        str text = buf_str(&out);
        int64_t valid;
        must(store_int(v->w.s, "SELECT json_valid(?1)", &text, 1, &valid, &e), &e);
        assert_int_equal(valid, 1);
    }
}

static void is_sound(visit *v, const page_info *page, lang l) {
    err e;
    AUTO(buf_free) buf html = {0}, md = {0}, again = {0};
    data_files_are_sound(v, page);
    if (!page->has[PAGE_HTML]) return;
    assert_true(page->has[PAGE_MARKDOWN]); /* every built-in page has its twin */
    must(page_write(v->set, PAGE_HTML, &html, &e), &e);
    must(page_write(v->set, PAGE_MARKDOWN, &md, &e), &e);
    xml_page found;
    must(xml_inspect_page(v->x, &v->a, page->name.p, buf_str(&html), &found, &e), &e);
    /* a word that is missing shows as its key in the data of the page */
    assert_true(str_starts(buf_str(&html), S("<!DOCTYPE html>")));
    assert_true(str_starts(buf_str(&md), S("# ")));
    assert_int_equal(utf8_invalid(buf_str(&html)), html.n);
    assert_int_equal(utf8_invalid(buf_str(&md)), md.n);
    must(page_write(v->set, PAGE_HTML, &again, &e), &e);
    assert_true(str_eq(buf_str(&html), buf_str(&again)));
    (void)l;
}

static void pages_are_sound(void **state) {
    (void)state;
    for (int sample = 0; sample < SAMPLE_COUNT; sample++) {
        visit v;
        visit_open(&v, sample, NULL);
        each_page(&v, is_sound);
        assert_true(v.pages >= (sample ? 40 : 20));
        visit_close(&v);
    }
}

/* Words said later are the words said at once, in whichever order the languages come. */
static void says_the_same(visit *v, const page_info *page, lang l) {
    err e;
    AUTO(buf_free) buf first = {0}, again = {0}, once = {0};
    page_options o = {.lang = l, .root_lang = LANG_ZH, .twins = true}; /* no sql_lang: nothing can be later */
    page_set *at_once;
    must(page_open(&at_once, v->w.s, &o, &e), &e);
    v->w.ctx.language = l;
    must(page_load(at_once, page_find(at_once, page->name), v->id, &e), &e);
    must(page_write(at_once, PAGE_JSON, &once, &e), &e);
    page_close(&at_once);
    must(page_write(v->set, PAGE_JSON, &first, &e), &e);
    assert_string_equal(buf_cstr(&first), buf_cstr(&once));
    must(page_reload(v->set, l == LANG_EN ? LANG_ZH : LANG_EN, &e), &e);
    must(page_reload(v->set, l, &e), &e);
    must(page_write(v->set, PAGE_JSON, &again, &e), &e);
    assert_string_equal(buf_cstr(&again), buf_cstr(&once));
}

static void words_later_are_words_at_once(void **state) {
    (void)state;
    for (int sample = 0; sample < SAMPLE_COUNT; sample++) {
        visit v;
        visit_open(&v, sample, NULL);
        each_page(&v, says_the_same);
        visit_close(&v);
    }
}

/* Also the queries of pages that an empty workspace has none of: read-only, one column, and no row for an id that is not there. */
static void every_query_is_vetted_on_a_fresh_schema(void **state) {
    (void)state;
    visit v;
    visit_open(&v, SAMPLE_EMPTY, NULL);
    int asked = 0;
    for (size_t i = 0; i < page_count(v.set); i++) {
        const page_info *page = page_at(v.set, i);
        err e;
        err_code code = page_load(v.set, page, page->each ? S("2099-01") : S(""), &e);
        if (code && !(page->each && code == ERR_UNKNOWN_ID)) must(code, &e);
        asked++;
    }
    assert_true(asked >= 12);
    visit_close(&v);
}

/* A text in a page's data that is itself a JSON object or array lost its type on the way: json(x) was forgotten. */
static void no_json_in(visit *v, const node *n, const page_info *page) {
    for (const node *c = n->first; c; c = c->next) no_json_in(v, c, page);
    if (n->kind != NODE_STRING || n->text.n < 2 || !strchr("{[", n->text.p[0])) return;
    int64_t valid;
    err e;
    must(store_int(v->w.s, "SELECT json_valid(?1)", &n->text, 1, &valid, &e), &e);
    if (valid) fail_msg("%.*s: %.*s is JSON in a text", STR(page->name), STR(n->key));
}

/* Keys of words look like "site.skip": two parts, lower case, no blank. A text of the data that is one, and that is no word, is a word
 * that nobody wrote. */
static void no_unknown_word_in(const node *n, const page_info *page) {
    for (const node *c = n->first; c; c = c->next) no_unknown_word_in(c, page);
    if (n->kind != NODE_STRING || str_starts(n->key, S("md")) || str_starts(n->key, S("file")) || str_ends(n->key, S("_url"))) return;
    static const char *const spaces[] = {"pages.", "index.", "problems.", "problem_page.", "site.", "choice.", "kind.", "status.", "event.", "nav."};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (str_starts(n->text, str_c(spaces[i])) && str_find(n->text, S(" ")) == n->text.n) fail_msg("%.*s: no word %.*s", STR(page->name), STR(n->text));
}

static void data_is_sound(visit *v, const page_info *page, lang l) {
    (void)l;
    no_json_in(v, page_data(v->set), page);
    no_unknown_word_in(page_data(v->set), page);
}

static void data_has_no_double_json_and_no_unknown_word(void **state) {
    (void)state;
    for (int sample = 0; sample < SAMPLE_HOSTILE; sample++) {
        visit v;
        visit_open(&v, sample, NULL);
        each_page(&v, data_is_sound);
        visit_close(&v);
    }
}

static void unknown_pages_and_ids_are_named(void **state) {
    (void)state;
    visit v;
    visit_open(&v, SAMPLE_FULL, NULL);
    err e;
    AUTO(buf_free) buf out = {0};
    assert_int_equal(page_render(v.set, S("nothing"), S(""), PAGE_HTML, &out, &e), ERR_UNKNOWN_PAGE);
    assert_true(str_find(err_value(&e, "want"), S("problem")) < err_value(&e, "want").n);
    assert_int_equal(page_render(v.set, S("problem"), S("P-2024-999"), PAGE_HTML, &out, &e), ERR_UNKNOWN_ID);
    assert_int_equal(page_render(v.set, S("problem"), S(""), PAGE_HTML, &out, &e), ERR_MISSING_ARGUMENT);
    assert_int_equal(page_render(v.set, S("problem"), S("../../etc/passwd"), PAGE_HTML, &out, &e), ERR_BAD_VALUE);
    assert_int_equal(out.n, 0);
    must(page_render(v.set, S("problem"), S("P-2024-001"), PAGE_JSON, &out, &e), &e);
    int64_t valid;
    must(store_int(v.w.s, "SELECT json_valid(?1) AND ?1 ->> '$.site.today_date' IS NOT NULL", &(str){out.p, out.n}, 1, &valid, &e), &e);
    assert_int_equal(valid, 1);
    visit_close(&v);
}

/* ---- golden pages of the sample: the Chinese page and the English Markdown. PDCA_GOLDEN=write writes them anew; look at what differs
 * then (git diff tests/golden) before it is committed. */

enum { GOLDEN_MAX = 4 * 1024 * 1024 };

static void is_golden(const char *path, str now) {
    err e;
    arena a = {0};
    const char *mode = getenv("PDCA_GOLDEN");
    if (mode && strcmp(mode, "write") == 0) {
        must(file_write(path, now, &e), &e);
        return;
    }
    str then;
    must(file_read(&a, path, GOLDEN_MAX, &then, &e), &e);
    size_t at = 0, line = 1;
    for (; at < now.n && at < then.n && now.p[at] == then.p[at]; at++) line += now.p[at] == '\n';
    if (!str_eq(now, then))
        fail_msg("%s line %zu: \"%.*s\" was \"%.*s\" (PDCA_GOLDEN=write writes the pages anew)", path, line, STR(str_sub(now, at, 60)),
                 STR(str_sub(then, at, 60)));
    arena_free(&a);
}

static void is_as_before(visit *v, const page_info *page, lang l) {
    static const char *const files[] = {"index", "problems", "P-2024-001", "P-2024-002", "actions", "report-2024-05", "kpi-nps", "feed", "print"};
    err e;
    arena a = {0};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (!str_eqz(page_file(v->set), files[i])) continue;
        for (int k = 0; k < PAGE_FILE_KINDS; k++) { /* the twin and the data for programs in the other language */
            if (!page->has[k] || (k == PAGE_MARKDOWN || k == PAGE_DATA) != (l == LANG_EN)) continue;
            AUTO(buf_free) buf out = {0};
            must(page_write(v->set, (page_kind)k, &out, &e), &e);
            is_golden(arena_printf(&a, "tests/golden/%s.%s", files[i], page_extension((page_kind)k)), buf_str(&out));
        }
    }
    arena_free(&a);
}

static void pages_are_as_before(void **state) {
    (void)state;
    visit v;
    visit_open(&v, SAMPLE_FULL, NULL);
    each_page(&v, is_as_before);
    visit_close(&v);
}

/* ---- the workspace's own templates */

static char folder[] = "/tmp/pdca-pages-XXXXXX";

static void put(const char *name, const char *text) {
    err e;
    arena a = {0};
    must(file_write(file_join(&a, folder, name), str_c(text), &e), &e);
    arena_free(&a);
}

static void own_templates_win_and_new_ones_are_pages(void **state) {
    (void)state;
    assert_non_null(mkdtemp(folder));
    put("mine.sql", "-- nav: 15 我的页\n-- file: my-page\nSELECT json_object('title', '我的', 'lang', :lang, 'n', (SELECT count(*) FROM problem))");
    put("mine.html", "{{>part/head}}<p>{{title}} {{lang}} {{n}}</p>{{>part/foot}}");
    put("problems.html", "{{>part/head}}<p>own {{n}}</p>{{>part/foot}}");
    put("bad.sql", "SELECT json_object('title', 'x') FROM problem; DELETE FROM problem");
    put("write.sql", "UPDATE problem SET title = 'x' RETURNING json_object('title', 'x')");
    put("two.sql", "SELECT 1, 2");
    put("plain.sql", "SELECT json_array(1)");
    visit v;
    visit_open(&v, SAMPLE_FULL, folder);
    err e;
    AUTO(buf_free) buf out = {0};
    must(page_render(v.set, S("mine"), S(""), PAGE_HTML, &out, &e), &e);
    assert_true(str_find(buf_str(&out), S("<p>我的 zh 3</p>")) < out.n);
    assert_true(str_find(buf_str(&out), S("<a href=\"my-page.html\" aria-current=\"page\">我的页</a>")) < out.n);
    assert_true(str_find(buf_str(&out), S(".md\"")) == out.n); /* it has no Markdown twin, so nothing links one */
    assert_int_equal(page_write(v.set, PAGE_MARKDOWN, &out, &e), ERR_UNKNOWN_PAGE);
    buf_clear(&out);
    must(page_render(v.set, S("problems"), S(""), PAGE_HTML, &out, &e), &e);
    assert_true(str_find(buf_str(&out), S("<p>own 3</p>")) < out.n);
    assert_false(page_find(v.set, S("problems"))->built_in);
    assert_true(page_find(v.set, S("problem"))->built_in);
    static const char *const bad[] = {"bad", "write", "two", "plain"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(page_render(v.set, str_c(bad[i]), S(""), PAGE_HTML, &out, &e), ERR_PAGE_SQL);
    visit_close(&v);
    arena a = {0};
    char **names;
    must(file_list(&a, folder, &names, &e), &e);
    for (; *names; names++) remove(file_join(&a, folder, *names));
    remove(folder);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_sound),
        cmocka_unit_test(every_query_is_vetted_on_a_fresh_schema),
        cmocka_unit_test(data_has_no_double_json_and_no_unknown_word),
        cmocka_unit_test(unknown_pages_and_ids_are_named),
        cmocka_unit_test(pages_are_as_before),
        cmocka_unit_test(words_later_are_words_at_once),
        cmocka_unit_test(own_templates_win_and_new_ones_are_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
