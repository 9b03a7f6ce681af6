/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tests/templates: NAME.html.tpl (or .md.tpl, .csv.tpl, .xml.tpl, .json.tpl, .css.tpl), its data NAME.json (common.json where there is none), and NAME.html (or .md), what must
 * come out; NAME.html.err instead holds the line, the reason and the name of the error that must come. "lang": "en" in the data
 * makes an English page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "base/embed.h"
#include "base/file.h"
#include "view/template.h"
#include "view/value.h"

#define FOLDER "tests/templates/"

typedef struct folder {
    arena a;
    const char *suffix; /* "html" or "md" */
} folder;

/* A page "NAME", or a partial. */
static str load(void *user, str name) {
    folder *f = user;
    err e;
    str text;
    static const char *const places[] = {FOLDER, FOLDER "part/"};
    for (int i = 0; i < 2; i++) {
        const char *path = arena_printf(&f->a, "%s%.*s.%s.tpl", places[i], STR(name), f->suffix);
        if (file_exists(path) && file_read(&f->a, path, 1 << 20, &text, &e) == ERR_NONE) return text;
    }
    return (str){NULL, 0};
}

static err_code draw(void *user, const node *chart, template_kind kind, buf *out, err *e) {
    (void)user;
    (void)e;
    buf_printf(out, kind == TEMPLATE_HTML ? "<svg>%.*s</svg>" : "chart: %.*s", STR(tree_text(chart, "kind")));
    return ERR_NONE;
}

static str want(folder *f, str name, const char *suffix) {
    err e;
    str text;
    const char *path = arena_printf(&f->a, FOLDER "%.*s.%s%s", STR(name), f->suffix, suffix);
    return file_exists(path) && file_read(&f->a, path, 1 << 20, &text, &e) == ERR_NONE ? text : (str){NULL, 0};
}

static str data_of(folder *f, str name) {
    err e;
    str json;
    const char *path = arena_printf(&f->a, FOLDER "%.*s.json", STR(name));
    assert_int_equal(file_read(&f->a, file_exists(path) ? path : FOLDER "common.json", 1 << 20, &json, &e), ERR_NONE);
    return json;
}

static void run_case(store *s, template_kind kind, str name) {
    folder f = {.suffix = template_extension(kind)};
    err e = {0};
    node *data;
    assert_int_equal(tree_from_json(s, &f.a, data_of(&f, name), &data, &e), ERR_NONE);
    lang l = str_eqz(tree_text(data, "lang"), "en") ? LANG_EN : LANG_ZH;
    template_set *set = template_set_new(kind, load, &f);
    template_set_chart(set, draw, NULL);
    AUTO(buf_free) buf out = {0};
    err_code code = template_render(set, name, l, data, &out, &e);
    if (code) {
        buf_clear(&out);
        buf_printf(&out, "%.*s %.*s %.*s\n", STR(err_value(&e, "line")), STR(err_value(&e, "reason")), STR(err_value(&e, "name")));
        assert_true(code == ERR_TEMPLATE && word_find(LANG_EN, err_value(&e, "reason")));
    }
    str expected = want(&f, name, code ? ".err" : kind == TEMPLATE_JSON ? ".out" : ""); /* NAME.json is the data */
    if (!expected.p || !str_eq(expected, buf_str(&out))) {
        print_error("%.*s.%s gives:\n%s", STR(name), f.suffix, buf_cstr(&out));
        fail();
    }
    if (!code) { /* parsed once, rendered again: the same bytes */
        AUTO(buf_free) buf again = {0};
        assert_int_equal(template_render(set, name, l, data, &again, &e), ERR_NONE);
        assert_true(str_eq(buf_str(&out), buf_str(&again)));
    }
    template_set_free(&set);
    arena_free(&f.a);
}

static void triples_come_out_as_written(void **state) {
    (void)state;
    arena a = {0};
    err e;
    store *s;
    char **names;
    assert_int_equal(store_memory(&s, &e), ERR_NONE);
    assert_int_equal(file_list(&a, FOLDER, &names, &e), ERR_NONE);
    int pages = 0;
    for (; *names; names++) {
        str name = str_c(*names);
        for (int k = 0; k < TEMPLATE_KINDS; k++) {
            str tail = str_c(arena_printf(&a, ".%s.tpl", template_extension((template_kind)k)));
            if (!str_ends(name, tail)) continue;
            run_case(s, (template_kind)k, str_sub(name, 0, name.n - tail.n));
            pages++;
        }
    }
    assert_true(pages > 50);
    store_close(s);
    arena_free(&a);
}

static str load_shipped(void *user, str name) {
    char path[256];
    snprintf(path, sizeof path, "templates/%.*s.%s", STR(name), (const char *)user);
    return embed_find(path);
}

/* Syntax, words, partials and places of all the templates in the program. */
static void shipped_templates_parse(void **state) {
    (void)state;
    static const char *const pages_of[] = {".html", ".md", ".csv", ".xml", ".json", ".css"};
    int n = 0;
    for (size_t i = embed_first("templates/"); i < embed_file_count && str_starts(str_c(embed_files[i].path), S("templates/")); i++) {
        str name = str_sub(str_c(embed_files[i].path), strlen("templates/"), 256);
        if (str_starts(name, S("lang/"))) continue;
        for (int k = 0; k < TEMPLATE_KINDS; k++) {
            if (!str_ends(name, str_c(pages_of[k]))) continue;
            name.n -= strlen(pages_of[k]);
            template_set *set = template_set_new((template_kind)k, load_shipped, (void *)template_extension((template_kind)k));
            err e;
            if (template_check(set, name, &e)) {
                AUTO(buf_free) buf text = {0};
                word_error(&text, LANG_EN, &e);
                print_error("%s\n", buf_cstr(&text));
                fail();
            }
            template_set_free(&set);
            n++;
            break;
        }
    }
    assert_true(n > 0);
}

static str source; /* for templates made on the way */
static str load_source(void *user, str name) {
    (void)user;
    return str_eqz(name, "page") || str_eqz(name, "part") ? source : (str){NULL, 0};
}

static uint32_t next_random(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    return *seed ^= *seed << 5;
}

/* Any source is either refused with a reason or renders; and what data hold never adds a '<' or a '"' to a page. */
static void any_source_is_refused_or_renders(void **state) {
    (void)state;
    static const char *const pieces[] = {"{{", "}}", "{{#x}}", "{{/x}}", "{{^y}}", "{{/y}}", "{{x}}", "{{>part}}", "{{! c }}", "{{{", "}}}", "{{.}}", "{{l}}", "{{#l}}", "{{/l}}",
                                         "\n", " ", "<p>", "</p>", "<a href=\"", "\">", "\"", "'", "<", ">", "<!--", "-->", "<script>", "a", "物", "{{x_md}}", "{{x_url}}", "{{t.page.style}}",
                                         "{{t.template.unclosed}}", "=", "{{#.}}", "{{/.}}", "{", "}", "\r\n", "{{x.y}}", "{{n_pct}}"};
    arena a = {0};
    node *data = tree_add(&a, NULL, S(""), NODE_OBJECT);
    tree_add_text(&a, data, S("x"), S("<\">"));
    tree_add_text(&a, data, S("x_md"), S("*a*"));
    tree_add_text(&a, data, S("x_url"), S("javascript:x"));
    tree_add_text(&a, data, S("name"), S("n"));
    tree_add(&a, data, S("y"), NODE_NULL);
    tree_add_real(&a, data, S("n_pct"), 0.5);
    node *list = tree_add(&a, data, S("l"), NODE_ARRAY);
    tree_add_int(&a, list, S(""), 1);
    tree_add_int(&a, list, S(""), 2);
    uint32_t seed = 20240610;
    int rendered = 0;
    for (int i = 0; i < 4000; i++) {
        AUTO(buf_free) buf text = {0};
        for (uint32_t n = next_random(&seed) % 14; n; n--) buf_z(&text, pieces[next_random(&seed) % (sizeof pieces / sizeof *pieces)]);
        source = buf_str(&text);
        if (!source.p) source = S("");
        for (int kind = 0; kind < TEMPLATE_KINDS; kind++) {
            template_set *set = template_set_new((template_kind)kind, load_source, NULL);
            AUTO(buf_free) buf out = {.max = 1 << 16};
            err e;
            err_code code = template_render(set, S("page"), i % 2 ? LANG_ZH : LANG_EN, data, &out, &e);
            assert_true(code == ERR_NONE || code == ERR_TEMPLATE || code == ERR_TOO_LARGE);
            if (code == ERR_TEMPLATE) assert_non_null(word_find(LANG_ZH, err_value(&e, "reason")));
            if (code == ERR_NONE) {
                rendered++;
                assert_true(str_find(buf_str(&out), S("<\">")) == out.n || str_find(source, S("<\">")) < source.n || out.n == 0);
                assert_true(str_find(buf_str(&out), S("javascript")) == out.n);
            }
            template_set_free(&set);
        }
    }
    assert_true(rendered > 400);
    arena_free(&a);
}

static void numbers_read_as_decimals(void **state) {
    (void)state;
    static const struct {
        const char *number, *format, *want;
    } cases[] = {
        {"2.675", "num2", "2.68"},      {"-2.675", "num2", "−2.68"}, {"1.005", "num2", "1.01"},   {"0.285", "pct0", "29%"},
        {"0.999", "pct0", "100%"},      {"9.995", "num2", "10.00"},  {"0.0049", "num", "0"},      {"0.005", "num", "0.01"},
        {"0.05", "num1", "0.1"},        {"0.04", "num1", "0.0"},     {"-0.04", "num1", "0.0"},    {"1e3", "int", "1,000"},
        {"1.5e-3", "pct", "0.2%"},      {"999999.5", "int", "1,000,000"}, {"123", "int", "123"},  {"-1234", "int", "−1,234"},
        {"9007199254740993", "int", "9,007,199,254,740,993"}, {"0.30000000000000004", "num", "0.3"}, {"0", "pct", "0.0%"},
        {"0", "signed", "0"},           {"100", "num", "100"},       {"1200.50", "num", "1200.5"}, {"0.1049999999999999", "pct", "10.5%"},
        {"-0.0004", "pp", "0.0"},       {"0.0005", "pp", "+0.1"},    {"00012", "int", "12"},      {"1e-300", "num", "0"},
        {"28.499999999999996", "num1", "28.5"}, {"0.9999", "h", "1.0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO(buf_free) buf out = {0};
        assert_true(value_number(&out, str_c(cases[i].number), value_kind_named(str_c(cases[i].format))));
        assert_string_equal(buf_cstr(&out), cases[i].want);
    }
    AUTO(buf_free) buf out = {0};
    assert_false(value_number(&out, S("x"), VALUE_NUM));
    assert_false(value_number(&out, S("1e999"), VALUE_NUM));
    assert_false(value_number(&out, S("1"), VALUE_TEXT));
    value_real(&out, 0.1 + 0.2, VALUE_NUM1);
    assert_string_equal(buf_cstr(&out), "0.3");
    assert_int_equal(value_kind_of(S("share_pct")), VALUE_PCT);
    assert_int_equal(value_kind_of(S("note")), VALUE_TEXT);
    assert_int_equal(value_kind_of(S("pct")), VALUE_TEXT);
    assert_int_equal(value_kind_of(S("a_b")), VALUE_TEXT);
}

static void json_becomes_a_tree(void **state) {
    (void)state;
    store *s;
    err e;
    arena a = {0};
    node *n;
    assert_int_equal(store_memory(&s, &e), ERR_NONE);
    assert_int_equal(tree_from_json(s, &a, S("{\"a\":[1,2.50,\"x\\u0000\\n\",null,{\"b\":[[],{}]}],\"n\":-7,\"t\":true,\"z\":{\"\":0}}"), &n, &e), ERR_NONE);
    assert_int_equal(n->count, 4);
    const node *list = tree_get(n, S("a"));
    assert_int_equal(list->count, 5);
    assert_int_equal(list->first->whole, 1);
    assert_true(list->first->next->real == 2.5 && !list->first->next->is_whole);
    assert_int_equal(list->last->kind, NODE_OBJECT);
    assert_int_equal(tree_get(list->last, S("b"))->last->kind, NODE_OBJECT);
    assert_int_equal(tree_int(n, "n", 0), -7);
    assert_int_equal(tree_int(n, "none", 3), 3);
    assert_int_equal(tree_get(n, S("t"))->kind, NODE_TRUE);
    assert_int_equal(tree_int(tree_get(n, S("z")), "", 9), 0);
    assert_int_equal(tree_from_json(s, &a, S("7"), &n, &e), ERR_NONE);
    assert_int_equal(n->whole, 7);
    assert_int_equal(tree_from_json(s, &a, S("{\"a\":"), &n, &e), ERR_SQL);
    assert_int_equal(tree_from_json(s, &a, (str){NULL, 0}, &n, &e), ERR_SQL);
    assert_int_equal(tree_from_json(s, &a, S("[1e999]"), &n, &e), ERR_NONE);
    assert_int_equal(n->first->kind, NODE_NULL);
    assert_int_equal(tree_parse(&a, S("\"a\\ud800b\""), &n, &e), ERR_NONE); /* half a pair */
    assert_true(str_eqz(n->text, "a\xEF\xBF\xBD" "b"));
    static const char *const wrong[] = {"", " ", "\"", "\"\\", "\"\\u", "\"\\u12", "\"\x01\"", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "1 2", "-", "1e", "tru", "'a'", "[1]]"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_int_equal(tree_parse(&a, str_c(wrong[i]), &n, &e), ERR_SQL);
    AUTO(buf_free) buf deep = {0};
    buf_fill(&deep, '[', TREE_DEPTH + 1);
    buf_fill(&deep, ']', TREE_DEPTH + 1);
    assert_int_equal(tree_from_json(s, &a, buf_str(&deep), &n, &e), ERR_TEXT_DEEP);
    assert_int_equal(tree_from_json(s, &a, str_sub(buf_str(&deep), 1, 2 * TREE_DEPTH), &n, &e), ERR_NONE);
    assert_int_equal(tree_parse(&a, buf_str(&deep), &n, &e), ERR_TEXT_DEEP);
    assert_int_equal(tree_parse(&a, str_sub(buf_str(&deep), 1, 2 * TREE_DEPTH), &n, &e), ERR_NONE);
    store_close(s);
    arena_free(&a);
}

static bool same_tree(const node *x, const node *y) {
    if (x->kind != y->kind || x->count != y->count || !str_eq(x->key, y->key)) return false;
    if (x->kind == NODE_STRING && !str_eq(x->text, y->text)) return false;
    if (x->kind == NODE_NUMBER && (x->real != y->real || x->whole != y->whole || x->is_whole != y->is_whole)) return false;
    const node *a = x->first, *b = y->first;
    for (; a && b; a = a->next, b = b->next)
        if (!same_tree(a, b)) return false;
    return !a && !b;
}

/* Our reader and SQLite's agree on what is JSON and on what it says. */
static void both_readers_give_the_same_tree(void **state) {
    (void)state;
    static const char *const pieces[] = {"{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"\\n\"", "\"\\u4e2d\"", "\"\\ud83d\\udd27\"", "\"物\\\"流\"", "0", "-1", "1.5", "1e3", "-0.25E-2",
                                         "01", ".5", "1.", "+1", "null", "true", "false", "nul", " ", "\n", "\\", "\"a\":", "[1,2]", "{\"b\":0}", "[]", "{}", ",\"c\":"};
    store *s;
    err e;
    arena a = {0};
    assert_int_equal(store_memory(&s, &e), ERR_NONE);
    uint32_t seed = 20240620;
    int good = 0;
    for (int i = 0; i < 20000; i++) {
        AUTO(buf_free) buf json = {0};
        bool list = next_random(&seed) % 2; /* half of them are lists of pieces, else hardly any would be JSON */
        if (list) buf_putc(&json, '[');
        for (uint32_t n = next_random(&seed) % 8, k = 0; k < n; k++) {
            if (list && k) buf_putc(&json, ',');
            buf_z(&json, pieces[next_random(&seed) % (sizeof pieces / sizeof *pieces)]);
        }
        if (list) buf_putc(&json, ']');
        node *ours, *theirs;
        err_code mine = tree_parse(&a, buf_str(&json), &ours, &e), reference = tree_from_json(s, &a, buf_str(&json), &theirs, &e);
        if (mine != reference) print_error("%s\n", buf_cstr(&json));
        assert_int_equal(mine, reference);
        if (!mine) assert_true(same_tree(ours, theirs));
        good += !mine;
        arena_reset(&a);
    }
    assert_true(good > 2000);
    store_close(s);
    arena_free(&a);
}

static void errors_end_even_where_names_are_words(void **state) {
    (void)state;
    err e;
    source = S("{{template.place}}");
    arena a = {0};
    template_set *set = template_set_new(TEMPLATE_HTML, load_source, NULL);
    AUTO(buf_free) buf out = {0};
    assert_int_equal(template_render(set, S("page"), LANG_EN, tree_add(&a, NULL, S(""), NODE_OBJECT), &out, &e), ERR_TEMPLATE);
    word_error(&out, LANG_EN, &e);
    assert_non_null(strstr(buf_cstr(&out), "page.html"));
    assert_int_equal(template_check(set, S("nowhere"), &e), ERR_TEMPLATE);
    template_set_free(&set);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(triples_come_out_as_written),
        cmocka_unit_test(shipped_templates_parse),
        cmocka_unit_test(any_source_is_refused_or_renders),
        cmocka_unit_test(numbers_read_as_decimals),
        cmocka_unit_test(json_becomes_a_tree),
        cmocka_unit_test(both_readers_give_the_same_tree),
        cmocka_unit_test(errors_end_even_where_names_are_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
