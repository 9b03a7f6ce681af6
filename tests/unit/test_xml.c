/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/words.h"
#include "formats/xml.h"

#define PAGE(head, body) "<!DOCTYPE html>\n<html lang=\"zh\">\n<head><title>x</title>" head "</head>\n<body>" body "</body>\n</html>\n"

typedef struct fixture {
    xml_inspector *x;
    arena a;
    err e;
} fixture;

static int setup(void **state) {
    static fixture f;
    f.x = xml_inspector_new();
    *state = &f;
    return 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    xml_inspector_free(&f->x);
    arena_free(&f->a);
    return 0;
}

static void ids_and_links_are_collected(void **state) {
    fixture *f = *state;
    xml_page p;
    static const char html[] =
        PAGE("<link rel=\"stylesheet\" href=\"assets/style.css\" /><script src=\"assets/site.js\"></script>",
             "<h1 id=\"b\">甲</h1>\n<div class=\"wide prose\"><p id=\"a\"><a href=\"x.html?a=1&amp;b=2#c\">x</a></p></div>"
             "<a href=\"https://example.org/\">y</a><svg><use href=\"#i\"/></svg><img src=\"data:image/png;base64,AA\" alt=\"\" />");
    assert_int_equal(xml_inspect_page(f->x, &f->a, "p.html", str_c(html), &p, &f->e), ERR_NONE);
    assert_int_equal(p.id_count, 2);
    assert_true(str_eqz(p.id[0], "a"));
    assert_true(str_eqz(p.id[1], "b"));
    assert_int_equal(p.link_count, 5);
    assert_true(str_eqz(p.link[2].target, "x.html?a=1&b=2#c"));
    assert_true(p.link[2].prose);
    assert_int_equal(p.link[2].line, 5);
    assert_true(str_eqz(p.link[3].target, "https://example.org/"));
    assert_false(p.link[3].prose);
    assert_true(str_eqz(p.link[4].target, "#i"));
}

static void what_may_not_be_is_named_with_its_line(void **state) {
    fixture *f = *state;
    static const struct {
        const char *html, *reason, *name;
        int line;
    } cases[] = {
        {PAGE("", "<p>\n<b></p>"), "", "", 5},
        {PAGE("", "a &nbsp; b"), "", "", 4},
        {PAGE("", "\x01"), "", "", 4},
        {PAGE("", "<p id=\"a\"/>\n<p id=\"a\"/>"), "page.id_twice", "a", 5},
        {PAGE("", "<p style=\"color:red\"/>"), "page.style", "style", 4},
        {PAGE("<style>p{}</style>", ""), "page.style", "style", 3},
        {PAGE("", "<p onclick=\"x()\"/>"), "page.event", "onclick", 4},
        {PAGE("", "<svg ONLOAD=\"x()\"/>"), "page.event", "ONLOAD", 4},
        {PAGE("", "<script>x()</script>"), "page.script", "script", 4},
        {PAGE("", "<script src=\"https://e.org/x.js\"></script>"), "page.load", "https://e.org/x.js", 4},
        {PAGE("<link rel=\"stylesheet\" href=\"//e.org/x.css\"/>", ""), "page.link", "//e.org/x.css", 3},
        {PAGE("", "<img src=\"http://e.org/x.png\" alt=\"\"/>"), "page.load", "http://e.org/x.png", 4},
        {PAGE("", "<a href=\"JavaScript:alert(1)\">x</a>"), "page.link", "JavaScript:alert(1)", 4},
        {PAGE("", "<a href=\"java&#9;script:alert(1)\">x</a>"), "", "", 4},
        {PAGE("", "<iframe src=\"x.html\"></iframe>"), "page.embed", "iframe", 4},
        {"<!DOCTYPE html [<!ENTITY a \"b\">]>\n<html/>", "page.doctype", "DOCTYPE", 1},
        {"<!DOCTYPE html SYSTEM \"file:///etc/passwd\">\n<html/>", "page.doctype", "DOCTYPE", 1},
        {"", "", "", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        xml_page p;
        assert_int_equal(xml_inspect_page(f->x, &f->a, "p.html", str_c(cases[i].html), &p, &f->e), ERR_PAGE_BROKEN);
        assert_true(str_eqz(err_value(&f->e, "file"), "p.html"));
        str reason = err_value(&f->e, "reason");
        assert_true(reason.n > 0);
        if (!cases[i].reason[0]) continue; /* in libxml2's words */
        assert_true(str_eqz(reason, cases[i].reason));
        assert_true(str_eqz(err_value(&f->e, "name"), cases[i].name));
        long long line;
        assert_true(str_to_int(err_value(&f->e, "line"), &line));
        assert_int_equal(line, cases[i].line);
    }
    AUTO(buf_free) buf text = {0};
    word_error(&text, LANG_EN, &f->e);
    assert_non_null(strstr(buf_cstr(&text), "p.html"));
}

static void one_inspector_reads_many_pages(void **state) {
    fixture *f = *state;
    for (int i = 0; i < 200; i++) {
        xml_page p;
        bool good = i % 3 != 0;
        const char *html = good ? PAGE("", "<p id=\"a\">x</p>") : PAGE("", "<p id=\"a\">x<p>");
        assert_int_equal(xml_inspect_page(f->x, &f->a, "p.html", str_c(html), &p, &f->e), good ? ERR_NONE : ERR_PAGE_BROKEN);
        if (good) assert_int_equal(p.id_count, 1);
        arena_reset(&f->a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ids_and_links_are_collected, setup, teardown),
        cmocka_unit_test_setup_teardown(what_may_not_be_is_named_with_its_line, setup, teardown),
        cmocka_unit_test_setup_teardown(one_inspector_reads_many_pages, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
