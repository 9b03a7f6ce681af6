/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page as one file: well-formed, nothing loaded, links lead into it or to other sites; also with hostile texts in every field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/url.h"
#include "formats/xml.h"
#include "sample.h"
#include "view/page.h"
#include "view/single.h"

static void make(str html, str page, buf *out) {
    err e;
    single_options o = {.file = S("x.html"), .page = page, .print_css = S("@page{@top-left{content:\"a<b&c\"}}"), .running = S("\"} <b> & 衡石"),
                        .foot = S("</span><script>x</script>"), .seal = S("7:ab"), .note = S("<i>note</i>")};
    must(single_file(out, &o, html, &e), &e);
}

static bool has(str text, const char *what) { return str_find(text, str_c(what)) < text.n; }

/* What a browser would follow or load. */
static void links_are_harmless(str text) {
    for (size_t at = 0; (at += str_find(str_sub(text, at, text.n), S(" href=\""))) < text.n;) {
        str target;
        at += 7;
        str_cut(str_sub(text, at, text.n), '"', &target);
        if (target.n && target.p[0] != '#' && !url_is_outside(target)) fail_msg("a link to %.*s", STR(target));
        assert_true(target.n == 0 || url_is_safe(target));
    }
}

static void is_one_file(page_set *set, const page_info *page, str id, lang l) {
    err e;
    AUTO(buf_free) buf html = {0}, out = {0};
    page_language(set, l);
    must(page_load(set, page, id, &e), &e);
    must(page_write(set, PAGE_HTML, &html, &e), &e);
    make(buf_str(&html), page->name, &out);
    str text = buf_str(&out);
    assert_true(str_starts(text, S("<!DOCTYPE html>\n")));
    must(xml_check(page->name.p, str_sub(text, 16, text.n), &e), &e);
    assert_true(has(text, SINGLE_MARK) && has(text, "style-src 'sha256-") && has(text, "&lt;/span&gt;&lt;script&gt;"));
    assert_false(has(text, "<script") || has(text, "<link") || has(text, "<button") || has(text, "<form") || has(text, " src=\""));
    links_are_harmless(text);
}

static void every_page_stands_alone(void **state) {
    (void)state;
    static const int samples[] = {SAMPLE_FULL, SAMPLE_HOSTILE};
    int pages = 0;
    for (int i = 0; i < 2; i++) {
        workspace w;
        arena a = {0};
        err e;
        page_set *set;
        workspace_open(&w, samples[i]);
        page_options o = {.lang = LANG_ZH, .root_lang = LANG_ZH, .twins = true, .sql_lang = &w.ctx.language};
        must(page_open(&set, w.s, &o, &e), &e);
        for (size_t k = 0; k < page_count(set); k++) {
            const page_info *page = page_at(set, k);
            str none = S(""), *ids = &none;
            size_t n = 1;
            if (!page->has[PAGE_HTML]) continue;
            if (page->each) must(page_ids(set, page, &a, &ids, &n, &e), &e);
            for (size_t m = 0; m < n; m++, pages++) is_one_file(set, page, ids[m], pages % 2 ? LANG_EN : LANG_ZH);
        }
        page_close(&set);
        workspace_close(&w);
        arena_free(&a);
    }
    assert_true(pages > 40);
}

static void what_stays_and_what_goes(void **state) {
    (void)state;
    AUTO(buf_free) buf out = {0};
    make(S("<!DOCTYPE html>\n<html><head><meta http-equiv=\"Content-Security-Policy\" content=\"x\"/><link rel=\"stylesheet\" href=\"../print.css\"/>"
           "<script src=\"a.js\"></script></head>\n<body><header class=\"top\"><div><p>nav</p></div></header>"
           "<!-- <a href=\"x\"> --><p class=\"a noprint b\">hidden<br/></p><a class='q' hreflang=\"en\" href=\"y.html#z\">text <b>bold</b></a>"
           "<a href=\"x.html#here\">here</a><a href=\"#there\">there</a><a href=\"x.html\">top</a><a href=\"https://a.example/?b=1&amp;c=2\">out</a>"
           "<a href=\"mailto:a@b.example\">mail</a><img src=\"p.png\" alt=\"a &lt; b\"/><input data-a=\"1 > 0\"/>"
           "<footer class=\"foot\"><p>old</p></footer></body></html>"),
         S("report"), &out);
    str text = buf_str(&out);
    str_cut(str_sub(text, str_find(text, S("<body>")), text.n), '\n', &text);
    assert_true(str_eq(text, S("<body><span class='q'>text <b>bold</b></span><a href=\"#here\">here</a><a href=\"#there\">there</a><span>top</span>"
                               "<a href=\"https://a.example/?b=1&amp;c=2\">out</a><a href=\"mailto:a@b.example\">mail</a>a &lt; b<input data-a=\"1 > 0\"/>"
                               "<footer class=\"foot\"><div class=\"wrap\"><span>&lt;i&gt;note&lt;/i&gt;</span><span class=\"noprint\">&lt;/span&gt;&lt;script&gt;x&lt;/script&gt;"
                               " <code>7:ab</code></span></div></footer></body></html>")));
    text = buf_str(&out);
    assert_true(has(text, "<style>@page{@top-left{content:\"a\\3c b\\26 c\"}}.withrail{display:block}\n@page {@top-right{content:\"\\22 \\7d  \\3c b\\3e  \\26  衡石\"}}\n"
                          "@page report{@top-right{content:\"\\22 \\7d  \\3c b\\3e  \\26  衡石\"}}\n</style>\n</head>"));
    assert_false(has(text, ">nav<") || has(text, "hidden") || has(text, ">old<"));
}

/* A printer that is no browser gets each chart with its own style, and no icons. */
static void charts_bring_their_style_where_it_is_wanted(void **state) {
    (void)state;
    err e;
    AUTO(buf_free) buf out = {0};
    single_options o = {.file = S("x.html"), .page = S("x"), .plain = true};
    must(single_file(&out, &o, S("<html><head></head><body><svg class=\"chart wide\"><text class=\"halo\">1</text></svg><svg class=\"strip\"/></body></html>"), &e), &e);
    str text = buf_str(&out);
    assert_true(has(text, "<svg class=\"chart wide\"><style>.chart{") && has(text, ".chart text.halo{stroke:none}</style><text"));
    assert_true(has(text, "svg:not(.chart),.i,.ring,.sig .v{display:none}") && has(text, "<svg class=\"strip\"/>"));
    assert_false(has(text, "var(--"));
}

/* A page that is none ends with an error, never in a loop or past its end. */
static void broken_pages_are_refused_or_pass(void **state) {
    (void)state;
    static const char *const pages[] = {"<", "</", "<a", "<a href", "<a href=", "<a href=\"", "<a href=\"x", "<a href=x>", "< a>", "<!", "<!--", "<!-- --", "</>", "<a/", "<p class=\"top\">", ""};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        err e;
        AUTO(buf_free) buf out = {0};
        single_options o = {.file = S("x.html"), .page = S("x")};
        err_code code = single_file(&out, &o, str_c(pages[i]), &e);
        assert_true(code == ERR_NONE || code == ERR_PAGE_BROKEN);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_stands_alone),
        cmocka_unit_test(what_stays_and_what_goes),
        cmocka_unit_test(charts_bring_their_style_where_it_is_wanted),
        cmocka_unit_test(broken_pages_are_refused_or_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
