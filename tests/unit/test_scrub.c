/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "monitor/leak.h"

static void personal_data_are_replaced(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"请回电13800138000谢谢", "请回电[手机号]谢谢"},
        {"138 0013 8000", "[手机号]"},
        {"138-0013-8000，", "[手机号]，"},
        {"１３８００１３８０００", "[手机号]"},
        {"1 3 8 0 0 1 3 8 0 0 0", "[手机号]"},
        {"+86 13800138000", "[手机号]"},
        {"8613800138000。", "[手机号]。"},
        {"2024-05-01 13800138000 来电", "2024-05-01 [手机号] 来电"},
        {"座机0571-88886666转8", "座机[固定电话]转8"},
        {"电话（０１０）６２３４５６７８", "电话[固定电话]"},
        {"(010)62345678", "[固定电话]"},
        {"010 6234 5678", "[固定电话]"},
        {"身份证11010519491231002X", "身份证[证件号]"},
        {"440524 18800101 0014", "440524 18800101 0014"}, /* nobody alive was born in 1880 */
        {"110105 19491231 002x", "[证件号]"},
        {"卡号6222 0212 3456 7890 128", "卡号[银行卡号]"},
        {"卡4111 1111 1111 1111", "卡[银行卡号]"},
        {"6228480402564890018", "[银行卡号]"},
        {"邮箱zhang.san@example.com.cn。", "邮箱[邮箱]。"},
        {"write to a_b+c@mail.example.org.", "write to [邮箱]."},
        {"车牌浙A12345在楼下", "车牌[车牌]在楼下"},
        {"京A·D12345", "[车牌]"},
        {"送到杭州市西湖区文三路12号3幢501室，", "送到[地址]，"},
        {"住3栋2单元501室", "住[地址]"},
        {"联系王先生", "联系[姓名]先生"},
        {"张三丰女士来电", "[姓名]女士来电"},
        {"收件人：李小明，", "收件人：[姓名]，"},
        {"姓名: 欧阳修", "姓名: [姓名]"},
        {"Mr. Smith called, Ms Jane Doe too", "Mr. [姓名] called, Ms [姓名] too"},
    };
    buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scrub_counts counts = {{0}};
        bool changed = scrub_text(str_c(cases[i][0]), LANG_ZH, &out, &counts);
        const char *got = changed ? buf_cstr(&out) : cases[i][0];
        assert_string_equal(got, cases[i][1]);
        int64_t n = 0;
        for (int k = 0; k < SCRUB_KINDS; k++) n += counts.n[k];
        assert_int_equal(n > 0, changed);
    }
    buf_free(&out);
}

/* Numbers and words that only look like it. */
static void decoys_stay(void **state) {
    (void)state;
    static const char *const cases[] = {
        "订单123456789012345678", "订单号 202405011234567890", "运单SF1380013800012", "单号13800138000123", "12345678901", "19012345678901234567890123",
        "400-800-8820", "2024-05-01 08:30", "型号A12345", "首先生产", "保修期 12 个月", "第 5 号工单", "3号库", "@某人", "a@b", "女士优先", "MrX", "Max 30",
        "4111 1111 1111 1112", "卡号6222 0212 3456 7890 129", "110105194912310021", "物流延迟，超期三天未送达", "", "电话", "新A款", "京东自营", "5 室 2 厅", "100%",
        "9f13800138000ab", "e13800138000", "13800138000c"};
    buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scrub_counts counts = {{0}};
        if (scrub_text(str_c(cases[i]), LANG_ZH, &out, &counts)) fail_msg("%s became %s", cases[i], buf_cstr(&out));
        assert_true(out.n == 0 || str_eqz(buf_str(&out), cases[i])); /* byte for byte, where it was looked at */
    }
    buf_free(&out);
}

/* Every cut of a text gives text: no character is split, nothing is read past the end. */
static void any_piece_of_text_is_survived(void **state) {
    (void)state;
    str text = S("王先生13800138000，浙A12345文三路12号501室a@b.cn姓名：张三Mr. A１３８ 11010519491231002X");
    buf out = {0};
    for (size_t from = 0; from < text.n; from++)
        for (size_t n = 0; from + n <= text.n; n += 3) {
            scrub_counts counts = {{0}};
            scrub_text(str_sub(text, from, n), LANG_EN, &out, &counts);
            assert_true(out.n <= n * 4 + 16);
        }
    buf_free(&out);
}

static void pages_are_looked_through(void **state) {
    (void)state;
    scrub_counts n;
    assert_true(leak_scan(S("<p class=\"13800138000\">请回电<b>13900139000</b></p>"), true, &n));
    assert_int_equal(n.n[SCRUB_MOBILE], 1); /* what stands in a tag is not shown */
    assert_false(leak_scan(S("<style>a{x:13800138000}</style><script>13800138000</script><p>王先生 2024-05-01</p><"), true, &n));
    assert_false(leak_scan(S("<svg><path d=\"M13800138000 1\"/></svg>"), true, &n));
    assert_true(leak_scan(S("| 邮箱 | a.b@example.com |"), false, &n));
    assert_int_equal(n.n[SCRUB_EMAIL], 1);
}

static void fingerprints_are_no_phone_numbers(void **state) {
    (void)state;
    scrub_counts n;
    assert_false(leak_scan(S("<p>链首 <code>7:075512345678</code> <code class=\"hash\">010123456789</code></p>"), true, &n));
    assert_false(leak_scan(S("<entry><id>urn:uuid:13812345-8f55-075512345678</id></entry>"), true, &n)); /* of a feed */
    assert_true(leak_scan(S("<p>联系 075512345678</p>"), true, &n));
    assert_true(leak_scan(S("<p>联系 <code>13812345678</code></p>"), true, &n));
    assert_true(leak_scan(S("<p><code>x</code> 13812345678</p>"), true, &n));
}

/* The quick look never overlooks what the thorough one counts. */
static void the_quick_look_overlooks_nothing(void **state) {
    (void)state;
    static const char *const piece[] = {"1", "38", "0", "10", "2", "13800138000", "６", "２３", "-", " ", "\xE2\x80\x93", "　", ")", "(", "）", "X", "Ｂ", "A", "京",
                                        "川", "·", "•", "@", "＠", "a", "cn", ".", "号", "室", "栋", "路", "先生", "王", "姓名：", "Mr", "<", "\xE5", "题", "5", "77"};
    enum { PIECES = sizeof piece / sizeof *piece };
    uint64_t seed = 1;
    int found = 0;
    buf text = {0}, out = {0};
    for (int round = 0; round < 300000; round++) {
        buf_clear(&text);
        for (int n = 3 + round % 12; n > 0; n--) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            buf_z(&text, piece[(seed >> 33) % PIECES]);
        }
        scrub_counts counts = {{0}};
        scrub_text(buf_str(&text), LANG_ZH, &out, &counts);
        counts.n[SCRUB_PERSON] = 0;
        int64_t total = 0;
        for (int k = 0; k < SCRUB_KINDS; k++) total += counts.n[k];
        if (total && !scrub_suspects(buf_str(&text))) fail_msg("overlooked: %s", buf_cstr(&text));
        found += total > 0;
    }
    assert_true(found > 10000);
    assert_false(scrub_suspects(S("第 12 号问题 P-2024-012，2024-06-03 起，负责人 Mr Li，共 1,234 件")));
    buf_free(&text);
    buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(personal_data_are_replaced), cmocka_unit_test(decoys_stay),
                                       cmocka_unit_test(any_piece_of_text_is_survived), cmocka_unit_test(pages_are_looked_through), cmocka_unit_test(fingerprints_are_no_phone_numbers),
                                       cmocka_unit_test(the_quick_look_overlooks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
