/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Schema and catalogue hold each other; every kind, field and choice has its words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/words.h"
#include "record/catalogue.h"
#include "store/store.h"

static const char *sql_type(field_type t) {
    switch (t) {
    case FIELD_INT:
    case FIELD_COUNT:
    case FIELD_PERCENT:
    case FIELD_DAYS:
    case FIELD_BOOL: return "INTEGER";
    case FIELD_REAL:
    case FIELD_QUANTITY:
    case FIELD_SHARE: return "REAL";
    default: return "TEXT";
    }
}

static void every_column_is_a_field_and_every_field_a_column(void **state) {
    (void)state;
    store *s;
    err e;
    assert_int_equal(store_memory(&s, &e), ERR_NONE);
    for (int i = 0; i < catalogue_count; i++) {
        const kind *k = &catalogue[i];
        query *q;
        int columns = 0;
        assert_int_equal(store_query(s, "SELECT name, type, \"notnull\" FROM pragma_table_info(?1)", &q, &e), ERR_NONE);
        query_bind(q, 1, k->table);
        while (query_next(q)) {
            str name = query_str(q, 0);
            if (str_eq(name, S("seq")) || str_eq(name, S("id")) || str_eq(name, S("voided"))) continue;
            const field *f = field_find(k, name);
            if (!f) fail_msg("%s.%.*s is not in the catalogue", k->name, STR(name));
            if (!str_eqz(query_str(q, 1), sql_type(f->type))) fail_msg("%s.%s has another type", k->name, f->name);
            if (query_int(q, 2) != ((f->flags & FIELD_NEEDED) != 0)) fail_msg("%s.%s: NOT NULL and needed differ", k->name, f->name);
            columns++;
        }
        assert_int_equal(query_end(q, &e), ERR_NONE);
        assert_int_equal(columns, k->n_fields);
    }
    int64_t tables;
    assert_int_equal(store_int(s, "SELECT count(*) FROM sqlite_schema t WHERE type = 'table' AND (SELECT count(*) FROM pragma_table_info(t.name) c"
                                  " WHERE c.name IN ('seq', 'id', 'voided')) = 3", NULL, 0, &tables, &e), ERR_NONE);
    assert_int_equal(tables, catalogue_count);
    store_close(s);
}

static void need_word(const char *key) {
    for (int l = 0; l < LANG_COUNT; l++)
        if (!word_find((lang)l, str_c(key))) fail_msg("no word %s", key);
}

static void everything_has_its_words(void **state) {
    (void)state;
    char key[128];
    for (int i = 0; i < catalogue_count; i++) {
        const kind *k = &catalogue[i];
        snprintf(key, sizeof key, "kind.%s", k->name);
        need_word(key);
        for (int j = 0; j < k->n_fields; j++) {
            const field *f = &k->fields[j];
            snprintf(key, sizeof key, "field.%s.%s", k->name, f->name);
            need_word(key);
            if (f->type == FIELD_REF) assert_non_null(kind_find(str_c(f->more)));
            if (f->type != FIELD_ENUM || strcmp(f->name, "unit") == 0) continue;
            for (str rest = str_c(f->more), one; rest.p;) {
                rest = str_cut(rest, ',', &one);
                snprintf(key, sizeof key, "choice.%s.%s.%.*s", k->name, f->name, STR(one));
                need_word(key);
            }
        }
    }
}

static void prefixes_are_unique(void **state) {
    (void)state;
    for (int i = 0; i < catalogue_count; i++) {
        if (!catalogue[i].prefix) continue;
        char id[32];
        snprintf(id, sizeof id, "%s-2024-001", catalogue[i].prefix);
        assert_ptr_equal(kind_of_id(str_c(id)), &catalogue[i]);
    }
    assert_null(kind_of_id(S("csat")));
    assert_null(kind_of_id(S("X-2024-001")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column_is_a_field_and_every_field_a_column),
        cmocka_unit_test(everything_has_its_words),
        cmocka_unit_test(prefixes_are_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
