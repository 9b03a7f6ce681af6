/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search index as files: harmless as scripts, the same bytes for the same records, complete, and cheap to bring up to date. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sample.h"
#include "site/search.h"

enum { FILES = 512 };

typedef struct files {
    arena a;
    int n, puts;
    str name[FILES], data[FILES];
} files;

static err_code take(void *user, const char *name, str data, err *e) {
    files *f = user;
    (void)e;
    f->puts++;
    int i = 0;
    while (i < f->n && !str_eqz(f->name[i], name)) i++;
    assert_true(i < FILES);
    f->name[i] = arena_str(&f->a, str_c(name));
    f->data[i] = arena_str(&f->a, data);
    if (i == f->n) f->n++;
    return ERR_NONE;
}

static str file(const files *f, const char *name) {
    for (int i = 0; i < f->n; i++)
        if (str_eqz(f->name[i], name)) return f->data[i];
    return (str){NULL, 0};
}

static void write_all(workspace *w, int64_t since, files *f) {
    err e;
    must(search_write(w->s, &(search_options){.langs = {LANG_ZH, LANG_EN}, .n_langs = 2, .since = since, .put = take, .user = f}, &e), &e);
}

static void assert_same(const files *a, const files *b) {
    assert_int_equal(a->n, b->n);
    for (int i = 0; i < a->n; i++)
        if (!str_eq(file(b, a->name[i].p), a->data[i])) fail_msg("%s differs", a->name[i].p);
}

static void the_same_records_give_the_same_bytes(void **state) {
    (void)state;
    workspace w;
    workspace_open(&w, SAMPLE_FULL);
    files one = {0}, two = {0};
    write_all(&w, 0, &one);
    write_all(&w, 0, &two);
    assert_true(one.n > 5);
    assert_same(&one, &two);
    arena_free(&one.a);
    arena_free(&two.a);
    workspace_close(&w);
}

static void no_text_leaves_its_string(void **state) {
    (void)state;
    for (int sample = 0; sample < SAMPLE_COUNT; sample++) {
        workspace w;
        workspace_open(&w, sample);
        err e;
        if (sample == SAMPLE_HOSTILE) /* line ends that only scripts know, a backslash, a tab, a carriage return */
            must(store_exec(w.s, "UPDATE problem SET title = '</script>' || char(8232, 8233, 92, 9, 13, 34, 8238) || title", &e), &e);
        files f = {0};
        write_all(&w, 0, &f);
        for (int i = 0; i < f.n; i++) {
            str d = f.data[i];
            assert_true(str_starts(d, S("pdcaSearch(\"")));
            assert_true(str_ends(d, S(");\n")));
            static const char *const never[] = {"<", ">", "&", "\r", "\t", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAE"};
            for (size_t k = 0; k < sizeof never / sizeof *never; k++) assert_true(str_find(d, str_c(never[k])) == d.n);
        }
        arena_free(&f.a);
        workspace_close(&w);
    }
}

/* What a progress report changes stands in one file; a changed text changes terms. Either way the files are those of a full write. */
static void changes_bring_it_up_to_date(void **state) {
    (void)state;
    static const struct {
        const char *sql;
        int least, most;
    } changes[] = {
        {"UPDATE action SET progress = 80 WHERE id = 'A-2024-003'", 1, 1},
        {"UPDATE action SET progress = 100, actual = '2024-06-26' WHERE id = 'A-2024-003'", 1, 1},
        {"UPDATE checkpoint SET result = '通过', met = 1 WHERE id = 'K-2024-003'", 0, 0},
        {"UPDATE problem SET stage = 'closed', closed = '2024-06-26' WHERE id = 'P-2024-001'", 1, 1},
        {"UPDATE action SET text = '全新的文字' WHERE id = 'A-2024-003'", 3, FILES},
        {"UPDATE cause SET text = '另一个原因' WHERE id = 'C-2024-001'", 3, FILES},
        {"UPDATE problem SET voided = '重复' WHERE id = 'P-2024-002'", 3, FILES},
        {"SELECT 1", 0, 0},
    };
    workspace w;
    workspace_open(&w, SAMPLE_FULL);
    files kept = {0};
    write_all(&w, 0, &kept);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        err e;
        int64_t since;
        must(store_int(w.s, "SELECT max(seq) FROM event", NULL, 0, &since, &e), &e);
        if (changes[i].sql[0] == 'U') must(store_exec(w.s, changes[i].sql, &e), &e);
        kept.puts = 0;
        write_all(&w, since, &kept);
        if (kept.puts < changes[i].least || kept.puts > changes[i].most) fail_msg("%s: %d files", changes[i].sql, kept.puts);
        files whole = {0};
        write_all(&w, 0, &whole);
        assert_same(&whole, &kept);
        arena_free(&whole.a);
    }
    arena_free(&kept.a);
    workspace_close(&w);
}

/* ---- lists of documents, read back by the rule that search_index.h gives */

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$()*+-.:;~";

static uint32_t digit(const char **p) { return (uint32_t)(strchr(DIGITS, *(*p)++) - DIGITS); }

static uint32_t number(const char **p) {
    uint32_t v = 0, d;
    int shift = 0;
    for (; (d = digit(p)) >= 32; shift += 5) v |= (d & 31) << shift;
    return v | d << shift;
}

static size_t read_list(str list, bool *has, size_t n) {
    size_t count = 0;
    const char *p = list.p, *end = list.p + list.n;
    if (list.n && *p == '=') {
        p++;
        for (size_t at = number(&p) * 6; p < end; at += 6) {
            uint32_t six = digit(&p);
            for (size_t i = 0; i < 6; i++)
                if (six >> i & 1) {
                    assert_true(at + i < n);
                    has[at + i] = true;
                    count++;
                }
        }
        return count;
    }
    for (size_t doc = (size_t)-1; p < end; count++) {
        doc += number(&p) + 1;
        assert_true(doc < n);
        has[doc] = true;
    }
    return count;
}

/* The documents of a term in any file: in the title, in the text. */
static bool find(const files *f, const char *term, str *ret_title, str *ret_text) {
    char want[64];
    snprintf(want, sizeof want, "\"%s\":\"", term);
    for (int i = 0; i < f->n; i++) {
        size_t at = str_find(f->data[i], str_c(want));
        if (at == f->data[i].n) continue;
        str rest = str_sub(f->data[i], at + strlen(want), SIZE_MAX), both;
        str_cut(rest, '"', &both);
        *ret_text = str_cut(both, ',', ret_title);
        return true;
    }
    return false;
}

static void build(files *f, uint32_t shards, uint32_t parts, uint32_t docs) {
    for (uint32_t part = 0; part < parts; part++) {
        search_index ix = {.shards = shards, .lo = shards / parts * part, .hi = shards / parts * (part + 1)};
        for (uint32_t d = 0; d < docs; d++) {
            search_index_doc(&ix, d);
            search_index_text(&ix, d % 7 == 3 ? S("物流延迟 Ｌogistics") : S("接口"), true);
            search_index_text(&ix, d % 1000 == 5 ? S("稀有 rare Größe") : S("物流接口 delayed"), false);
            char id[32];
            snprintf(id, sizeof id, "P-2024-%03u", d);
            search_index_id(&ix, str_c(id));
        }
        err e;
        must(search_index_put(&ix, take, f, &e), &e);
        search_index_free(&ix);
    }
}

static void every_document_is_in_its_lists(void **state) {
    (void)state;
    enum { DOCS = 5000 };
    files f = {0}, parts = {0};
    build(&f, 16, 1, DOCS);
    build(&parts, 16, 4, DOCS);
    assert_same(&f, &parts); /* in several passes the same */
    /* 714 numbers leave 3 when divided by 7; of 5, 1005 … 4005 one does, 2005 */
    static const struct {
        const char *term;
        size_t title, text;
    } expect[] = {
        {"延迟", 714, 0}, {"物流", 714, 4282}, {"流", 714, 4282}, {"接口", 4286, 713}, {"流接", 0, 4995}, {"迟物", 0, 0}, {"稀有", 0, 5}, {"logistics", 714, 0}, {"^log", 714, 0},
        {"^l", 714, 0}, {"rare", 0, 5}, {"grösse", 0, 5}, {"delayed", 0, 4995}, {"^dela", 0, 0}, {"#p2024042", 1, 0}, {"#p20244999", 1, 0},
    };
    for (size_t i = 0; i < sizeof expect / sizeof *expect; i++) {
        bool *has = calloc(DOCS, sizeof *has);
        str title, text;
        size_t n_title = 0, n_text = 0;
        if (find(&f, expect[i].term, &title, &text)) {
            n_title = read_list(title, has, DOCS);
            n_text = read_list(text, has, DOCS);
        }
        if (n_title != expect[i].title || n_text != expect[i].text) fail_msg("%s: %zu in titles, %zu in texts", expect[i].term, n_title, n_text);
        if (i == 0)
            for (uint32_t d = 0; d < DOCS; d++) assert_int_equal(has[d], d % 7 == 3);
        free(has);
    }
    size_t largest = 0;
    for (int i = 0; i < f.n; i++)
        if (f.data[i].n > largest) largest = f.data[i].n;
    assert_true(largest < 16 * 1024); /* a dense list is a bitmap */
    arena_free(&f.a);
    arena_free(&parts.a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_records_give_the_same_bytes),
        cmocka_unit_test(no_text_leaves_its_string),
        cmocka_unit_test(changes_bring_it_up_to_date),
        cmocka_unit_test(every_document_is_in_its_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
