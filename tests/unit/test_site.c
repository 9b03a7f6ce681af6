/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The site as files: complete, same bytes twice, and never at the cost of what stood there before. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/hash.h"
#include "sample.h"
#include "site/folder.h"
#include "site/manifest.h"
#include "site/site.h"

static char base[] = "/tmp/pdca-site-XXXXXX";
static arena paths;

static char *in_base(const char *name) { return file_join(&paths, base, name); }

static int make_base(void **state) {
    (void)state;
    return mkdtemp(base) ? 0 : -1;
}

static int remove_base(void **state) {
    (void)state;
    char *command = arena_printf(&paths, "rm -rf '%s'", base);
    int rc = system(command);
    arena_free(&paths);
    return rc;
}

static site_options options(workspace *w, const char *out) {
    return (site_options){.out = out, .langs = {LANG_ZH, LANG_EN}, .n_langs = 2, .sql_lang = &w->ctx.language, .check_all = true, .a = &w->a};
}

/* SHA-256 over names and contents of a folder, in order. */
static void digest(const char *dir, buf *all) {
    err e;
    char **names;
    must(file_list(&paths, dir, &names, &e), &e);
    for (; *names; names++) {
        char *path = file_join(&paths, dir, *names);
        buf_printf(all, "%s\n", *names);
        if (file_is_dir(path)) {
            digest(path, all);
            continue;
        }
        str data;
        must(file_read(&paths, path, 16 * 1024 * 1024, &data, &e), &e);
        char hash[HASH_TEXT];
        buf_z(all, hash_sha256(data, hash));
    }
}

static size_t entries(const char *dir) {
    err e;
    char **names;
    must(file_list(&paths, dir, &names, &e), &e);
    size_t n = 0;
    while (names[n]) n++;
    return n;
}

static void every_page_is_written_and_no_link_is_dead(void **state) {
    (void)state;
    for (int sample = 0; sample < SAMPLE_COUNT; sample++) {
        workspace w;
        workspace_open(&w, sample);
        err e;
        site_report r;
        char *out = in_base(sample == SAMPLE_EMPTY ? "empty" : sample == SAMPLE_FULL ? "full" : "hostile");
        site_options o = options(&w, out);
        must(site_build(w.s, &o, &r, &e), &e);
        assert_int_equal(r.pages, r.inspected);
        assert_true(r.files > 2 * r.pages);
        assert_true(file_exists(file_join(&paths, out, "index.html")) && file_exists(file_join(&paths, out, "en/index.md")));
        assert_true(file_exists(file_join(&paths, out, "assets/style.css")));
        assert_int_equal(file_exists(file_join(&paths, out, "P-2024-001.html")), sample != SAMPLE_EMPTY);
        workspace_close(&w);
    }
}

static void the_same_data_gives_the_same_bytes_and_stale_pages_go(void **state) {
    (void)state;
    workspace w;
    workspace_open(&w, SAMPLE_FULL);
    err e;
    site_report r;
    site_options o = options(&w, in_base("twice"));
    AUTO(buf_free) buf one = {0}, two = {0};
    must(site_build(w.s, &o, &r, &e), &e);
    digest(o.out, &one);
    must(file_write(file_join(&paths, o.out, "P-2023-001.html"), S("stale"), &e), &e);
    must(site_build(w.s, &o, &r, &e), &e);
    digest(o.out, &two);
    assert_true(str_eq(buf_str(&one), buf_str(&two)));
    workspace_close(&w);
}

static void what_is_not_ours_is_not_touched(void **state) {
    (void)state;
    workspace w;
    workspace_open(&w, SAMPLE_FULL);
    err e;
    site_report r;
    char *theirs = in_base("theirs"), *link = in_base("link"), *file = in_base("file");
    must(file_mkdir(theirs, &e), &e);
    must(file_write(file_join(&paths, theirs, "letter.txt"), S("keep"), &e), &e);
    site_options o = options(&w, theirs);
    assert_int_equal(site_build(w.s, &o, &r, &e), ERR_NOT_OURS);
    must(file_write(file, S("keep"), &e), &e);
    o.out = file;
    assert_int_equal(site_build(w.s, &o, &r, &e), ERR_NOT_OURS);
    /* a link to a site of ours is still a link */
    char *site = in_base("site");
    o.out = site;
    must(site_build(w.s, &o, &r, &e), &e);
    assert_int_equal(symlink(site, link), 0);
    o.out = link;
    assert_int_equal(site_build(w.s, &o, &r, &e), ERR_NOT_OURS);
    /* a planted link inside the old site is removed, what it points at stays */
    assert_int_equal(symlink(theirs, file_join(&paths, site, "planted")), 0);
    o.out = site;
    must(site_build(w.s, &o, &r, &e), &e);
    assert_false(file_exists(file_join(&paths, site, "planted")));
    assert_true(file_exists(file_join(&paths, theirs, "letter.txt")));
    workspace_close(&w);
}

static void a_build_that_fails_leaves_the_old_site_and_nothing_else(void **state) {
    (void)state;
    workspace w;
    workspace_open(&w, SAMPLE_FULL);
    err e;
    site_report r;
    site_options o = options(&w, in_base("keep"));
    must(site_build(w.s, &o, &r, &e), &e);
    AUTO(buf_free) buf before = {0}, after = {0};
    digest(o.out, &before);
    size_t n = entries(base);
    volatile sig_atomic_t stop = 1;
    o.interrupted = &stop;
    assert_int_equal(site_build(w.s, &o, &r, &e), ERR_INTERRUPTED);
    o.interrupted = NULL;
    /* a template of the workspace's own with a dead link, with an id twice, with an unknown name */
    static const struct {
        const char *html;
        err_code code;
    } cases[] = {
        {"{{>part/head}}<a href=\"nowhere.html\">x</a>{{>part/foot}}", ERR_DEAD_LINK},
        {"{{>part/head}}<a href=\"#nowhere\">x</a>{{>part/foot}}", ERR_DEAD_LINK},
        {"{{>part/head}}<p id=\"a\">x</p><p id=\"a\">y</p>{{>part/foot}}", ERR_PAGE_BROKEN},
        {"{{>part/head}}<p>x{{>part/foot}}", ERR_PAGE_BROKEN},
        {"{{>part/head}}{{nobody}}{{>part/foot}}", ERR_TEMPLATE},
    };
    char *own = in_base("templates");
    must(file_mkdir(own, &e), &e);
    n++;
    o.templates_dir = own;
    o.check_all = false;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        must(file_write(file_join(&paths, own, "standards.html"), str_c(cases[i].html), &e), &e);
        assert_int_equal(site_build(w.s, &o, &r, &e), cases[i].code);
    }
    digest(o.out, &after);
    assert_true(str_eq(buf_str(&before), buf_str(&after)));
    assert_int_equal(entries(base), n);
    assert_int_equal(w.ctx.language, LANG_ZH);
    workspace_close(&w);
}

/* A number in a phenomenon: nothing is published, the old site stays, and the finding names file and kind, not the number. */
static void personal_data_in_a_record_is_not_published(void **state) {
    (void)state;
    workspace w;
    workspace_open(&w, SAMPLE_FULL);
    err e;
    site_report r;
    site_options o = options(&w, in_base("leak"));
    must(site_build(w.s, &o, &r, &e), &e);
    assert_int_equal(r.leaks.total, 0);
    assert_true(r.leaks.files > r.pages);
    AUTO(buf_free) buf before = {0}, after = {0};
    digest(o.out, &before);
    must(store_exec(w.s, "UPDATE problem SET phenomenon = '客户 13800138000 来电' WHERE id = 'P-2024-002'", &e), &e);
    assert_int_equal(site_build(w.s, &o, &r, &e), ERR_LEAK);
    assert_true(r.leaks.n >= 2 && r.leaks.total >= 2); /* the page and its Markdown twin, in both languages */
    for (int i = 0; i < r.leaks.n; i++) assert_true(r.leaks.leak[i].counts.n[SCRUB_MOBILE] > 0);
    bool named = false;
    for (int i = 0; i < e.n; i++) {
        named |= str_eqz(e.name[i], "file") && str_eqz(e.value[i], r.leaks.leak[0].file);
        assert_int_equal(str_find(e.value[i], S("13800138000")), e.value[i].n);
    }
    assert_true(named);
    digest(o.out, &after);
    assert_true(str_eq(buf_str(&before), buf_str(&after)));
    o.allow_leaks = true;
    must(site_build(w.s, &o, &r, &e), &e);
    assert_true(r.leaks.total > 0 && file_exists(file_join(&paths, o.out, "P-2024-002.html")));
    workspace_close(&w);
}

/* What the mark says is what it said, and a damaged one is none. */
static void a_mark_is_read_as_it_was_written(void **state) {
    (void)state;
    arena a = {0};
    char *dirs[] = {"charts/", "en/charts/"};
    manifest m = {.whole = true, .made = S("aa"), .derived = S("bb"), .names = S("none"), .head_seq = 42, .head_hash = S("cc"), .dirs = dirs, .n_dirs = 2}, got;
    leak_enter(&a, &(leak){"en/P-2024-001.html", {.n = {[SCRUB_MOBILE] = 3}}}, &m.leaks);
    AUTO(buf_free) buf text = {0}, again = {0};
    manifest_write(&m, &text);
    assert_true(manifest_read(&a, buf_str(&text), &got));
    assert_true(got.whole && got.head_seq == 42 && got.n_dirs == 2 && got.leaks.n == 1 && got.leaks.total == 3);
    manifest_write(&got, &again);
    assert_string_equal(buf_cstr(&text), buf_cstr(&again));
    for (size_t n = 0; n < text.n; n++) assert_false(manifest_read(&a, str_sub(buf_str(&text), 0, n), &got)); /* cut off */
    static const char *const broken[] = {"head x cc\n", "leak 1 2 f\n", "leak -1\n", "folder\n", "what 1\n", "\n", "\xff\n"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        buf_clear(&again);
        size_t at = str_find(buf_str(&text), S("derived"));
        buf_put(&again, str_sub(buf_str(&text), 0, at));
        buf_z(&again, broken[i]);
        buf_put(&again, str_sub(buf_str(&text), at, text.n));
        assert_false(manifest_read(&a, buf_str(&again), &got));
    }
    arena_free(&a);
}

static void change(workspace *w, const char *sql) {
    err e;
    must(store_exec(w->s, sql, &e), &e);
}

/* Nothing, a part, all compared, afresh: each where it is due. */
static void a_build_does_what_the_changes_ask_for(void **state) {
    (void)state;
    workspace w;
    workspace_open(&w, SAMPLE_FULL);
    err e;
    site_report r;
    site_options o = options(&w, in_base("ways"));
    o.check_all = false;
    must(site_build(w.s, &o, &r, &e), &e);
    assert_int_equal(r.way, SITE_FRESH);
    int all = r.pages;
    must(site_build(w.s, &o, &r, &e), &e);
    assert_true(r.way == SITE_NOTHING && r.pages == 0 && r.files == 0);
    change(&w, "UPDATE standard SET version = 'V9'");
    must(site_build(w.s, &o, &r, &e), &e);
    assert_true(r.way == SITE_PART && r.pages < all / 3 && r.files > 0 && r.removed == 0);
    change(&w, "UPDATE meeting SET voided = 'x' WHERE id = 'M-2024-002'");
    must(site_build(w.s, &o, &r, &e), &e);
    assert_true(r.way == SITE_PART && r.removed == 4 && !file_exists(file_join(&paths, o.out, "M-2024-002.html")));
    change(&w, "UPDATE setting SET value = 'x' WHERE id = 'title'");
    must(site_build(w.s, &o, &r, &e), &e);
    assert_true(r.way == SITE_COMPARE && r.files > r.pages);
    o.check_all = true;
    must(site_build(w.s, &o, &r, &e), &e);
    assert_true(r.way == SITE_COMPARE && r.files == 0 && r.inspected == r.pages);
    o.check_all = false;
    must(file_write(file_join(&paths, o.out, FOLDER_MARK), S("Made by pdca site, which replaces this folder as a whole.\n"), &e), &e); /* of an older program */
    must(site_build(w.s, &o, &r, &e), &e);
    assert_true(r.way == SITE_COMPARE && r.files == 0);
    o.n_langs = 1;
    must(site_build(w.s, &o, &r, &e), &e);
    assert_true(r.way == SITE_COMPARE && r.removed > 0 && !file_exists(file_join(&paths, o.out, "en")));
    o.full = true;
    must(site_build(w.s, &o, &r, &e), &e);
    assert_int_equal(r.way, SITE_FRESH);
    workspace_close(&w);
}

/* Another workspace's site, or an older copy of the file: what the folder shows is no event of this trail. */
static void a_site_of_another_trail_is_compared(void **state) {
    (void)state;
    workspace one, two;
    err e;
    site_report r;
    workspace_open(&one, SAMPLE_FULL);
    site_options o = options(&one, in_base("trail"));
    o.check_all = false;
    must(site_build(one.s, &o, &r, &e), &e);
    workspace_close(&one);
    workspace_open(&two, SAMPLE_EMPTY);
    change(&two, "INSERT INTO meeting(id, date, title) VALUES('M-2024-001', '2024-06-01', 'x')");
    site_options other = options(&two, o.out);
    other.check_all = false;
    must(site_build(two.s, &other, &r, &e), &e);
    assert_true(r.way == SITE_COMPARE && r.removed > 0);
    assert_false(file_exists(file_join(&paths, o.out, "P-2024-001.html")));
    workspace_close(&two);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_is_written_and_no_link_is_dead),
        cmocka_unit_test(the_same_data_gives_the_same_bytes_and_stale_pages_go),
        cmocka_unit_test(a_mark_is_read_as_it_was_written),
        cmocka_unit_test(a_build_does_what_the_changes_ask_for),
        cmocka_unit_test(a_site_of_another_trail_is_compared),
        cmocka_unit_test(what_is_not_ours_is_not_touched),
        cmocka_unit_test(personal_data_in_a_record_is_not_published),
        cmocka_unit_test(a_build_that_fails_leaves_the_old_site_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, make_base, remove_base);
}
