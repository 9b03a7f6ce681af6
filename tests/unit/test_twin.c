/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page and its Markdown twin say the same: every number that a reader sees in one stands in the other, and links of twins lead to twins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "formats/xml.h"
#include "sample.h"
#include "view/page.h"

/* ---- what a reader sees of a page: the text of <main> without drawings and what only the site needs */

typedef struct reader {
    buf text;
    int main, skip; /* elements open from <main> on, and from one that is left out on; 0: none */
} reader;

static bool has_word(str list, const char *word) {
    for (str rest = list, one; rest.p;) {
        rest = str_cut(rest, ' ', &one);
        if (str_eqz(one, word)) return true;
    }
    return false;
}

static bool left_out(str name, const xml_attribute *attribute, int n) {
    static const char *const elements[] = {"svg", "script", "form", "button", "nav"};
    static const char *const classes[] = {"noprint", "printbar", "crumb", "rail", "filters", "printonly"};
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (str_eqz(name, elements[i])) return true;
    for (int k = 0; k < n; k++) {
        if (str_eqz(attribute[k].name, "aria-hidden")) return true;
        for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
            if (str_eqz(attribute[k].name, "class") && has_word(attribute[k].value, classes[i])) return true;
    }
    return false;
}

static err_code on_start(void *user, str name, const xml_attribute *attribute, int n, err *e) {
    (void)e;
    reader *r = user;
    if (r->main || str_eqz(name, "main")) r->main++;
    if (r->main && (r->skip || left_out(name, attribute, n))) r->skip++;
    buf_putc(&r->text, ' ');
    return ERR_NONE;
}

static err_code on_end(void *user, str name, err *e) {
    (void)name, (void)e;
    reader *r = user;
    if (r->skip) r->skip--;
    if (r->main) r->main--;
    buf_putc(&r->text, ' ');
    return ERR_NONE;
}

static err_code on_text(void *user, str text, err *e) {
    (void)e;
    reader *r = user;
    if (r->main && !r->skip) buf_put(&r->text, text);
    return ERR_NONE;
}

static void read_page(str html, buf *out) {
    reader r = {0};
    xml_events events = {&r, on_start, on_end, on_text};
    err e;
    xml_feed *feed = xml_feed_new(&events, "page", &e);
    assert_non_null(feed);
    str body = str_sub(html, str_find(html, S("<html")), html.n); /* behind the document type */
    must(xml_feed_put(feed, body, true, &e), &e);
    xml_feed_free(&feed);
    buf_put(out, buf_str(&r.text));
    buf_free(&r.text);
}

/* ---- of the twin: without targets, pictures, numbers of lists and backslashes */

static size_t behind_target(str md, size_t at) { /* at "](" */
    while (at < md.n && md.p[at] != ')') at++;
    return at + 1;
}

static void read_twin(str md, buf *out) {
    bool line_start = true;
    for (size_t i = 0; i < md.n;) {
        char c = md.p[i];
        str rest = str_sub(md, i, md.n);
        size_t digits = 0;
        while (line_start && digits < rest.n && rest.p[digits] >= '0' && rest.p[digits] <= '9') digits++;
        line_start = c == '\n' || (line_start && c == ' ');
        if (digits && str_starts(str_sub(rest, digits, rest.n), S(". "))) i += digits + 1;
        else if (str_starts(rest, S("!["))) i = behind_target(md, i + str_find(rest, S("](")));
        else if (str_starts(rest, S("]("))) i = behind_target(md, i);
        else if (str_starts(rest, S(MD_COMMENT))) i += strlen(MD_COMMENT);
        else {
            i += c == '\\' && i + 1 < md.n;
            buf_putc(out, md.p[i++]);
        }
    }
}

/* ---- numbers */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_name(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.'; }

/* The number at *at or behind it, which is moved past it: 12,345 and 3.5% and 09:00 are one each. p == NULL at the end. */
static str next_number(str text, size_t *at) {
    for (size_t i = *at; i < text.n; i++) {
        if (!is_digit(text.p[i]) || (i && is_name(text.p[i - 1]))) continue;
        size_t end = i;
        while (end < text.n && (is_digit(text.p[end]) || (strchr(",.:", text.p[end]) && end + 1 < text.n && is_digit(text.p[end + 1])))) end++;
        end += end < text.n && text.p[end] == '%';
        *at = end;
        return str_sub(text, i, end - i);
    }
    *at = text.n;
    return (str){NULL, 0};
}

static bool has_number(str text, str wanted) {
    size_t at = 0;
    for (str n; (n = next_number(text, &at)).p;)
        if (str_eq(n, wanted)) return true;
    return false;
}

static int numbers_of(str text, str other, const char *where, const char *missing_in) {
    int count = 0;
    size_t at = 0;
    for (str n; (n = next_number(text, &at)).p; count++)
        if (!has_number(other, n)) {
            print_error("%s: %.*s is not in the %s\n", where, STR(n), missing_in);
            count = -1000000;
        }
    return count;
}

/* Without the line below the title and the foot, which stand outside <main> in a page. */
static str middle(str md) {
    str head = str_sub(md, 0, str_find(md, S("\n\n")));
    str rest = str_sub(md, head.n + 2, md.n);
    rest = str_sub(rest, str_find(rest, S("\n")), rest.n);
    size_t foot = rest.n;
    for (size_t at = 0; (at += str_find(str_sub(rest, at, rest.n), S("\n\n---\n\n"))) < rest.n; at++) foot = at;
    return str_sub(rest, 0, foot);
}

static void links_lead_to_twins(str md, const char *where) {
    for (size_t at = 0; (at += str_find(str_sub(md, at, md.n), S("]("))) < md.n;) {
        str target = str_sub(md, at + 2, behind_target(md, at) - at - 3);
        str_cut(target, '#', &target);
        if (str_ends(target, S(".html")) && !str_starts(target, S("http"))) fail_msg("%s links %.*s, not its twin", where, STR(target));
        at += 2;
    }
}

static int compare(page_set *set, const page_info *page, str id) {
    err e;
    char where[128];
    AUTO(buf_free) buf html = {0}, md = {0}, seen = {0}, twin = {0};
    must(page_load(set, page, id, &e), &e);
    must(page_write(set, PAGE_HTML, &html, &e), &e);
    must(page_write(set, PAGE_MARKDOWN, &md, &e), &e);
    snprintf(where, sizeof where, "%.*s %.*s", STR(page->name), STR(id));
    read_page(buf_str(&html), &seen);
    str body = middle(buf_str(&md)), title;
    str_cut(buf_str(&md), '\n', &title);
    buf_put(&twin, title);
    buf_putc(&twin, '\n');
    read_twin(body, &twin);
    links_lead_to_twins(buf_str(&md), where);
    return numbers_of(buf_str(&seen), buf_str(&twin), where, "twin") + numbers_of(buf_str(&twin), buf_str(&seen), where, "page");
}

static void twins_have_the_same_numbers(void **state) {
    (void)state;
    static const int samples[] = {SAMPLE_EMPTY, SAMPLE_FULL, SAMPLE_HOSTILE};
    int numbers = 0;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        for (int l = 0; l < LANG_COUNT; l++) {
            workspace w;
            arena a = {0};
            err e;
            page_set *set;
            workspace_open(&w, samples[i]);
            page_options o = {.lang = (lang)l, .root_lang = LANG_ZH, .twins = true, .sql_lang = &w.ctx.language};
            must(page_open(&set, w.s, &o, &e), &e);
            for (size_t k = 0; k < page_count(set); k++) {
                const page_info *page = page_at(set, k);
                str none = S(""), *ids = &none;
                size_t n = 1;
                if (!page->has[PAGE_HTML]) continue;
                if (page->each) must(page_ids(set, page, &a, &ids, &n, &e), &e);
                for (size_t m = 0; m < n; m++) numbers += compare(set, page, ids[m]);
            }
            page_close(&set);
            workspace_close(&w);
            arena_free(&a);
        }
    assert_true(numbers > 1000);
}

/* The comparison itself: it finds what is missing. */
static void numbers_are_found(void **state) {
    (void)state;
    static const char *const found[] = {"12,345", "3.5%", "2024", "05", "06", "9", "09:00", "7"};
    str text = S("A-2024x 12,345 (3.5%) 2024-05-06 共9项 x1 1.x.2 09:00, 7.");
    size_t at = 0, i = 0;
    for (str n; (n = next_number(text, &at)).p;) {
        if (str_eqz(n, "1") || str_eqz(n, "2024x")) continue;
        if (i == 0 && str_eqz(n, "2024")) continue; /* of the id */
        assert_true(i < sizeof found / sizeof *found && str_eqz(n, found[i]));
        i++;
    }
    assert_int_equal(i, sizeof found / sizeof *found);
    assert_false(has_number(text, S("345")) || has_number(text, S("3.5")) || has_number(text, S("2")));
    AUTO(buf_free) buf out = {0};
    read_twin(S("3. a [b 4](c5.md) ![d 6](e7.svg) \\| 8<!-- -->@x\n  9. y 10"), &out);
    assert_true(str_eq(buf_str(&out), S(" a [b 4  | 8@x\n   y 10")));
    buf_clear(&out);
    read_page(S("<!DOCTYPE html>\n<html><p>1</p><main><p>2<b>3</b></p><svg><text>4</text></svg><nav>5</nav><i class=\"a noprint\">6<b>7</b></i>8</main>9</html>"), &out);
    assert_true(has_number(buf_str(&out), S("2")) && has_number(buf_str(&out), S("3")) && has_number(buf_str(&out), S("8")));
    for (const char *p = "145679"; *p; p++) assert_false(has_number(buf_str(&out), (str){p, 1}));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_are_found), cmocka_unit_test(twins_have_the_same_numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
