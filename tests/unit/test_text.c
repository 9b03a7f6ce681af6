/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/utf8.h"
#include "view/text.h"

static void becomes(const char *md, int columns, const char *want) {
    AUTO(buf_free) buf out = {0};
    text_from_markdown(&out, str_c(md), columns, false);
    assert_string_equal(buf_cstr(&out), want);
}

static void inline_markup_goes(void **state) {
    (void)state;
    becomes("", 40, "");
    becomes("\n\n", 40, "");
    becomes("a **b** *c* `d*e` [f](g.html) ![h](i.svg) <https://e.org/>", 80, "a b c d*e f h https://e.org/\n");
    becomes("\\*a\\* \\[b\\] \\<c\\> \\\\ 2 * 3 snake_case_name \\| &", 80, "*a* [b] <c> \\ 2 * 3 snake_case_name | &\n");
    becomes("a <b [c] [d]( <!-- e -->f", 80, "a <b [c] [d]( f\n");
    becomes("a\x1b[31m\xC2\x9B\x07z", 80, "a[31mz\n");
    becomes("一\n二 three\nfour  \nfive\\\nsix", 80, "一二 three four\nfive\nsix\n");
    becomes("`` a`b `` `open", 80, "a`b `open\n");
}

static void blocks_keep_their_shape(void **state) {
    (void)state;
    becomes("# 标题 *a*\n\n\n## b\n### c\ntext", 40, "标题 a\n━━━━━━\n\nb\n─\nc\ntext\n");
    becomes("- a\n  b\n- c\n\n  d\n    - e\n", 40, "- a b\n- c\n\n  d\n  - e\n");
    becomes("  - a\n  - b\n\n<!-- end list -->\n\n3.  c\n", 40, "- a\n- b\n\n3. c\n");
    becomes("> a\n> - b\n>\n> c", 40, "│ a\n│ - b\n│\n│ c\n");
    becomes("```\n a <b>\n\n```\nx", 40, "     a <b>\n\nx\n");
    becomes("a\n\n-----\n\nb", 10, "a\n\n──────────\n\nb\n");
    becomes("-\n- a", 40, "-\n- a\n");
}

static void text_is_wrapped_by_width(void **state) {
    (void)state;
    becomes("物流状态未实时更新，客户来电。", 20, "物流状态未实时更新，\n客户来电。\n");
    becomes("物流状态未实时更新，客户来电。", 18, "物流状态未实时更\n新，客户来电。\n");
    becomes("one two three four", 9, "one two\nthree\nfour\n");
    becomes("1234567890123456789012345", 20, "12345678901234567890\n12345\n");
    becomes("- 物流状态未实时更新物流状态", 20, "- 物流状态未实时更新\n  物流状态\n");
    becomes("one two three four", 0, "one two three four\n");
}

static void tables_are_aligned(void **state) {
    (void)state;
    becomes("| 类别 | n | 占比 |\n| --- | ---: | --- |\n| 物流延迟 | 42 | 35.0% |\n| x\\|y | 1,028 |\n\nz", 60,
            "类别          n  占比\n────────  ─────  ─────\n物流延迟     42  35.0%\nx|y       1,028\n\nz\n");
    becomes("|a|b|\n|---|---|\n|一二三四五六七八九十|x|", 20, "a                  b\n─────────────────  ─\n一二三四五六七八   x\n九十\n");
    becomes("|a|b|c|\n|---|---|---|\n|abcdefghijkl|abcdefghijkl|一|\n|x||y|", 20, "a  abcdefghijkl\nb  abcdefghijkl\nc  一\n\na  x\nc  y\n");
    becomes("a | b\nno table", 40, "a | b no table\n");
}

static void colour_is_only_where_wanted(void **state) {
    (void)state;
    AUTO(buf_free) buf out = {0};
    text_from_markdown(&out, S("a **b c** d"), 3, true);
    assert_string_equal(buf_cstr(&out), "a \x1b[1mb\x1b[0m\n\x1b[1mc\x1b[0m d\n");
}

static uint32_t next_random(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    return *seed ^= *seed << 5;
}

/* Whatever comes in: no control character comes out, and no line of words is wider than asked for. */
static void anything_shows_bounded(void **state) {
    (void)state;
    static const char *const pieces[] = {"- ", "> ", "  ", "1. ", "# ", "|", "---", "|-|-|\n", "\n", "\n\n", "物流", "，", "word ", "**", "*", "`", "```\n", "[", "](", ")", "\\",
                                         "<", ">", "<!--", "-->", "\x1b", "\x01", "\x02", "\r", "\t", "\xFF", "\xF0\x9F\x94\xA7", "    ", "|a|b|\n|---|---:|\n", "!["};
    uint32_t seed = 20240618;
    for (int i = 0; i < 4000; i++) {
        AUTO(buf_free) buf md = {0}, out = {0};
        for (uint32_t n = next_random(&seed) % 50; n; n--) buf_z(&md, pieces[next_random(&seed) % (sizeof pieces / sizeof *pieces)]);
        text_from_markdown(&out, buf_str(&md), 30, false);
        for (size_t k = 0; k < out.n; k++) assert_true((unsigned char)out.p[k] >= 0x20 || out.p[k] == '\n');
        assert_true(out.n < 4096 + 64 * md.n);
    }
    static const char *const deep[] = {"- ", "> ", "[", "**a ", "![", "<", "|", "`a", "[a](", "1. "};
    for (size_t i = 0; i < sizeof deep / sizeof *deep; i++) {
        AUTO(buf_free) buf md = {.max = 16 * 1024}, out = {0};
        while (!md.over) buf_z(&md, deep[i]);
        text_from_markdown(&out, buf_str(&md), 80, true);
        assert_true(out.n > 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inline_markup_goes),     cmocka_unit_test(blocks_keep_their_shape),  cmocka_unit_test(text_is_wrapped_by_width),
        cmocka_unit_test(tables_are_aligned),     cmocka_unit_test(colour_is_only_where_wanted), cmocka_unit_test(anything_shows_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
