/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/owner.h"
#include "sample.h"

/* What a Chinese organisation expects on its notice board: the department, the surname or the title, and nothing to find the person by. */
static void of_a_person_the_surname_or_the_title_stays(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"李明", "李*"},
        {"李小明", "李*"},
        {"欧阳锋", "欧阳*"},
        {"欧阳", "欧*"},
        {"技术部 李明", "技术部 李*"},
        {"技术部　李明", "技术部　李*"},
        {"售后服务部李明", "售后服务部李*"},
        {"技术部 李经理", "技术部 *经理"},
        {"技术部李经理", "技术部*经理"},
        {"技术部 *经理", "技术部 *经理"},
        {"培训部（王芳）", "培训部（王*）"},
        {"王工", "*工"},
        {"张总", "*总"},
        {"赵敏工程师", "*工程师"},
        {"李明、王芳", "李*、王*"},
        {"李明，技术部", "李*，技术部"},
        {"技术部", "技术部"},
        {"客服中心", "客服中心"},
        {"After-sales team", "After-sales team"},
        {"Li Ming", "L. M."},
        {"ann", "A."},
        {"Ann, Bob Lee", "A., B. L."},
        {"0417", "*"},
        {"技术部 Tom", "技术部 T."},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf b = {0};
        owner_shown(str_c(cases[i][0]), &b);
        assert_string_equal(buf_cstr(&b), cases[i][1]);
        buf_free(&b);
    }
}

static const char people_sql[] =
    "INSERT INTO action(id, cycle, text, kind, owner, owner_kind, start, first_planned, planned, progress) VALUES"
    " ('A-2024-001', 1, '一', 'correction', '技术部 李明', 'person', '2024-06-01', '2024-07-01', '2024-07-01', 0),"
    " ('A-2024-002', 1, '二', 'correction', 'Li Ming', 'person', '2024-06-01', '2024-07-01', '2024-07-01', 0),"
    " ('A-2024-003', 1, '三', 'correction', 'root', 'person', '2024-06-01', '2024-07-01', '2024-07-01', 0),"
    " ('A-2024-004', 1, '四', 'correction', '顺丰速运', 'outside', '2024-06-01', '2024-07-01', '2024-07-01', 0);"
    "INSERT INTO meeting(id, date, title, attendance) VALUES('M-2024-001', '2024-06-17', '例会', '王芳、陈静'), ('M-2024-002', '2024-06-24', '例会', 'Ann, Bob');"
    "UPDATE action SET owner = '周敏' WHERE id = 'A-2024-003'";

static void names_are_found_inside_texts(void **state) {
    (void)state;
    workspace w;
    err e;
    const owner_names *names;
    workspace_open(&w, SAMPLE_EMPTY);
    must(store_exec(w.s, people_sql, &e), &e);
    must(owner_names_load(w.s, &w.a, &names, &e), &e);
    assert_null(names); /* nobody asked for it */
    must(store_exec(w.s, "INSERT INTO setting(id, value) VALUES('publish_owners', 'masked')", &e), &e);
    must(owner_names_load(w.s, &w.a, &names, &e), &e);
    assert_non_null(names);
    static const char *const cases[][2] = {
        {"技术部 李明", "技术部 李*"},
        {"已由李明和王芳完成", "已由李*和王*完成"},
        {"done by Li Ming.", "done by L. M.."},
        {"Li Mingxi", "Li Mingxi"},
        {"root", "R."}, /* an owner of the past */
        {"周敏", "周*"},
        {"Ann, Bob", "A., B."},
        {"Ann, Karl", "Ann, Karl"},
        {"王芳、陈静", "王*、陈*"},
        {"root cause", "root cause"},
        {"顺丰速运", "顺丰速运"},
        {"技术部", "技术部"},
        {"Ann", "A."},
        {"李", "李"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str shown = owner_mask(names, &w.a, str_c(cases[i][0]), false);
        assert_string_equal(arena_strdup(&w.a, shown), cases[i][1]);
    }
    assert_string_equal(arena_strdup(&w.a, owner_mask(names, &w.a, S("李明和王芳到场"), true)), "李\\*和王\\*到场"); /* no emphasis */
    workspace_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_a_person_the_surname_or_the_title_stays),
        cmocka_unit_test(names_are_found_inside_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
