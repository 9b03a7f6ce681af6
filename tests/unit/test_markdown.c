/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "base/url.h"
#include "formats/markdown.h"
#include "formats/xml.h"

static void becomes(void (*render)(buf *, str), const char *prose, const char *want) {
    AUTO(buf_free) buf out = {0};
    render(&out, str_c(prose));
    assert_string_equal(buf_cstr(&out), want);
}

static void prose_becomes_html(void **state) {
    (void)state;
    becomes(markdown_html, "", "");
    becomes(markdown_html, " \n\t", "");
    becomes(markdown_html, "配送信息未*实时*更新", "<p>配送信息未<em>实时</em>更新</p>");
    becomes(markdown_html, "第一行\n第二行", "<p>第一行第二行</p>");
    becomes(markdown_html, "one\ntwo", "<p>one\ntwo</p>");
    becomes(markdown_html, "# 一\n\n### 三\n\n###### 六", "<h4>一</h4>\n<h6>三</h6>\n<h6>六</h6>");
    becomes(markdown_html, "a  \nb\n\n---", "<p>a<br />\nb</p>\n<hr />");
    becomes(markdown_html, "3. x\n4. y", "<ol start=\"3\">\n<li>x</li>\n<li>y</li>\n</ol>");
    becomes(markdown_html, "`a < b`", "<p><code>a &lt; b</code></p>");
}

static void nothing_becomes_markup_of_its_own(void **state) {
    (void)state;
    becomes(markdown_html, "<b onclick=\"x()\">hi</b>", "<p>&lt;b onclick=&quot;x()&quot;&gt;hi&lt;/b&gt;</p>");
    becomes(markdown_html, "<script>\nalert(1)\n</script>", "<p>&lt;script&gt;<br />\nalert(1)<br />\n&lt;/script&gt;</p>");
    becomes(markdown_html, "<!-- x -->", "<p>&lt;!-- x --&gt;</p>");
    becomes(markdown_html, "[x](javascript:alert(1))", "<p>x</p>");
    becomes(markdown_html, "[x](JAVA&#115;cript:alert(1))", "<p>x</p>");
    becomes(markdown_html, "[x](&#1;javascript:alert(1))", "<p>x</p>");
    becomes(markdown_html, "[x](data:text/html,hi)", "<p>x</p>");
    becomes(markdown_html, "[x](//e.org/)", "<p>x</p>");
    becomes(markdown_html, "[x](\\\\\\\\e.org\\\\share)", "<p>x</p>");
    becomes(markdown_html, "<vbscript:x>", "<p>vbscript:x</p>");
    becomes(markdown_html, "![a *b*](http://e.org/x.png \"t\")", "<p><a href=\"http://e.org/x.png\" title=\"t\">a <em>b</em></a></p>");
    becomes(markdown_html, "![](x.png)", "<p><a href=\"x.png\">x.png</a></p>");
    becomes(markdown_html, "![x](javascript:alert(1))", "<p>x</p>");
    becomes(markdown_html, "[![alt](a.png)](b.html)", "<p><a href=\"b.html\">alt</a></p>");
    becomes(markdown_html, "![out ![in](a.png)](b.png)", "<p><a href=\"b.png\">out in</a></p>");
    becomes(markdown_html, "![[a](b.html)](c.png)", "<p><a href=\"c.png\">a</a></p>");
    becomes(markdown_html, "&#1;a\x01" "b &#xFFFE; \xE2\x80\xAE" "c", "<p>\xEF\xBF\xBD" "a\xEF\xBF\xBD" "b \xEF\xBF\xBD \xEF\xBF\xBD" "c</p>");
    becomes(markdown_html, "{{title}} {{{x}}}", "<p>{{title}} {{{x}}}</p>");
    becomes(markdown_html, "\xF0\xA0\xAE\xB7\xF0\x9F\x94\xA7", "<p>\xF0\xA0\xAE\xB7\xF0\x9F\x94\xA7</p>");
    becomes(markdown_html, "```a\"onload=x\n<x>\n```", "<pre><code class=\"language-a&quot;onload=x\">&lt;x&gt;\n</code></pre>");
}

static void prose_becomes_markdown(void **state) {
    (void)state;
    becomes(markdown_md, "# 一\n* a\n* b", "#### 一\n\n  - a\n  - b");
    /* what Git hosting reads beyond CommonMark */
    becomes(markdown_md, "| a | b |\n|---|---|\n| 1 | 2 |", "\\| a \\| b \\|\n\\|---\\|---\\|\n\\| 1 \\| 2 \\|");
    becomes(markdown_md, "a\n:-:\nb", "a\n\\:-:\nb");
    becomes(markdown_md, "~~x~~ ~y~ $a$", "\\~\\~x\\~\\~ \\~y\\~ \\$a\\$");
    becomes(markdown_md, "https://a.example www.b.example WWW.c x.www.d a.b@c.example @x 5:30", "https\\://a.example www\\.b.example WWW\\.c x.www\\.d a.b<!-- -->@c.example @x 5:30");
    becomes(markdown_md, "```mermaid\nx\n```", "``` \nx\n```");
    becomes(markdown_md, "`a|b~$`", "`a|b~$`");
    becomes(markdown_md, "<b>x</b>", "\\<b\\>x\\</b\\>");
    becomes(markdown_md, "![a](x.png)", "[a](x.png)");
    becomes(markdown_md, "[x](javascript:alert(1))", "x");
}

static void prose_becomes_one_line(void **state) {
    (void)state;
    becomes(markdown_plain, "# 一\n\n* a *b*\n* `c  d`\n\n[e](f.html)  \ng", "一 a b c d e g");
    becomes(markdown_plain, "<b>x</b>", "<b>x</b>");
    becomes(markdown_plain, "  \n", "");
    becomes(markdown_plain, "物流\n延迟", "物流延迟");
}

static err_code checked(const char *piece, int times, const char *end) {
    AUTO(buf_free) buf text = {0};
    for (int i = 0; i < times; i++) buf_z(&text, piece);
    buf_z(&text, end);
    err e;
    return markdown_check(buf_str(&text), "note", &e);
}

static void limits_are_said_before_parsing(void **state) {
    (void)state;
    assert_int_equal(checked("a", MARKDOWN_MAX, ""), ERR_NONE);
    assert_int_equal(checked("a", MARKDOWN_MAX + 1, ""), ERR_TEXT_LONG);
    assert_int_equal(checked("> ", MARKDOWN_DEPTH, "a"), ERR_NONE);
    assert_int_equal(checked("> ", MARKDOWN_DEPTH + 1, "a"), ERR_TEXT_DEEP);
    assert_int_equal(checked(">", MARKDOWN_DEPTH + 1, "a"), ERR_TEXT_DEEP);
    assert_int_equal(checked("- ", MARKDOWN_DEPTH, "a"), ERR_NONE);
    assert_int_equal(checked("- ", MARKDOWN_DEPTH + 1, "a"), ERR_TEXT_DEEP);
    assert_int_equal(checked("1) ", MARKDOWN_DEPTH + 1, "a"), ERR_TEXT_DEEP);
    assert_int_equal(checked("> - ", MARKDOWN_DEPTH / 2 + 1, "a"), ERR_TEXT_DEEP);
    assert_int_equal(checked("- ", 40, ""), ERR_NONE); /* a rule */
    assert_int_equal(checked("- a\n", 500, ""), ERR_NONE);
    assert_int_equal(checked("> a\n", 500, ""), ERR_NONE);
    AUTO(buf_free) buf steps = {0};
    for (int i = 0; i <= MARKDOWN_DEPTH; i++) {
        err e;
        assert_int_equal(markdown_check(buf_str(&steps), "note", &e), ERR_NONE);
        buf_fill(&steps, ' ', (size_t)i * 2);
        buf_z(&steps, "- a\r\n");
    }
    err e;
    assert_int_equal(markdown_check(buf_str(&steps), "note", &e), ERR_TEXT_DEEP);
    assert_true(str_eqz(err_value(&e, "field"), "note"));
    assert_true(str_eqz(err_value(&e, "max"), "16"));
}

static void prose_past_the_limits_is_text(void **state) {
    (void)state;
    becomes(markdown_html, "> > > > > > > > > > > > > > > > > <b>", "<p>&gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &lt;b&gt;</p>");
}

static void links_are_safe_or_not(void **state) {
    (void)state;
    static const char *const safe[] = {"https://e.org", "HTTP://e.org", "mailto:a@b.c", "a.html", "../a.html#b", "#c", "/a", "?q=a:b", "./a:b"};
    static const char *const not_safe[] = {"", "javascript:x", "JaVaScRiPt:x", " javascript:x", "java\tscript:x", "\x01javascript:x", "data:x", "file:///etc",
                                           "//e.org", "/\\e.org", "\\\\e.org", "vbscript:x", "a:b", "ftp://e.org", "a\nb"};
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++) assert_true(url_is_safe(str_c(safe[i])));
    for (size_t i = 0; i < sizeof not_safe / sizeof *not_safe; i++) assert_false(url_is_safe(str_c(not_safe[i])));
    assert_true(url_is_outside(S("https://e.org")) && url_is_outside(S("//e.org")) && !url_is_outside(S("a.html#x:y")));
}

/* Output does not grow out of bounds, and is well-formed XML without anything forbidden, whatever comes in. */
static void inspect(xml_inspector *x, arena *a, str prose) {
    AUTO(buf_free) buf page = {0};
    buf_z(&page, "<html><body>");
    markdown_html(&page, prose);
    buf_z(&page, "</body></html>");
    xml_page found;
    err e;
    err_code code = xml_inspect_page(x, a, "prose", buf_str(&page), &found, &e);
    if (code) print_error("%.*s: %.*s\nprose: %.*s\n", STR(err_value(&e, "reason")), STR(err_value(&e, "name")), STR(prose));
    assert_int_equal(code, ERR_NONE);
    assert_true(page.n < 32 * MARKDOWN_MAX);
    AUTO(buf_free) buf md = {0}, plain = {0};
    markdown_md(&md, prose);
    markdown_plain(&plain, prose);
    assert_null(memchr(plain.n ? plain.p : "", '\n', plain.n));
    arena_reset(a);
}

static uint32_t next_random(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    return *seed ^= *seed << 5;
}

static void any_prose_gives_a_good_page(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "*", "**", "_", "`", "```", "~~~", "[", "](", ")", "![", "<", ">", "&", "&#1;", "&#xFFFF;", "&lt;", "\n", "\n\n", "- ", "1. ", "> ", "# ", "    ",
        "\t", "\\", "\"", "'", "a", "物流", "，", "\xF0\x9F\x94\xA7", "\xE2\x80\xAE", "\x01", "\x0C", "\xFF", "javascript:", "http://e.org/", "//", "<script>", "</p>",
        "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<a href=\"x\">", "|", "---", "===", "[a]: ", "[a]", "{{x}}", "  \n", "\r", ":", "<http:x>", "]", "("};
    xml_inspector *x = xml_inspector_new();
    arena a = {0};
    uint32_t seed = 20240531;
    for (int i = 0; i < 3000; i++) {
        AUTO(buf_free) buf prose = {0};
        for (uint32_t n = next_random(&seed) % 60; n; n--) buf_z(&prose, pieces[next_random(&seed) % (sizeof pieces / sizeof *pieces)]);
        inspect(x, &a, buf_str(&prose));
    }
    arena_free(&a);
    xml_inspector_free(&x);
}

static void long_hostile_prose_stays_bounded(void **state) {
    (void)state;
    static const char *const pieces[] = {"*a ", "_a **b ", "[", "![", "[a](", "<a ", "`a``b```", "&", "\"", "a**b", "[a]", "![a](b", "> a\n", "- a\n", "\\", "<!--", "*a_ ", "``` ",
                                         "[a][b", "![[]()", "a\n\n", "<?", "](", "**x [a*b**c*](d)"};
    xml_inspector *x = xml_inspector_new();
    arena a = {0};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        AUTO(buf_free) buf prose = {.max = MARKDOWN_MAX};
        while (!prose.over) buf_z(&prose, pieces[i]);
        inspect(x, &a, buf_str(&prose));
    }
    AUTO(buf_free) buf prose = {.max = MARKDOWN_MAX}; /* one long reference, many uses */
    buf_z(&prose, "[a]: ");
    buf_fill(&prose, 'x', MARKDOWN_MAX / 2);
    buf_z(&prose, "\n\n");
    while (!prose.over) buf_z(&prose, "[a]");
    inspect(x, &a, buf_str(&prose));
    arena_free(&a);
    xml_inspector_free(&x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prose_becomes_html),
        cmocka_unit_test(nothing_becomes_markup_of_its_own),
        cmocka_unit_test(prose_becomes_markdown),
        cmocka_unit_test(prose_becomes_one_line),
        cmocka_unit_test(limits_are_said_before_parsing),
        cmocka_unit_test(prose_past_the_limits_is_text),
        cmocka_unit_test(links_are_safe_or_not),
        cmocka_unit_test(any_prose_gives_a_good_page),
        cmocka_unit_test(long_hostile_prose_stays_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
