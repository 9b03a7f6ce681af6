/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "monitor/sample.h"

static store *with_tickets(int n) {
    err e;
    store *s;
    assert_int_equal(store_memory(&s, &e), ERR_NONE);
    assert_int_equal(store_begin(s, &e), ERR_NONE);
    for (int i = n; i > 0; i--) { /* not in the order of their numbers */
        char no[16];
        query *q;
        snprintf(no, sizeof no, "T%04d", i);
        assert_int_equal(store_query(s, "INSERT INTO ticket(import, row, source, no, period, type, region) VALUES('I', ?1, 's', ?2, '2024-07', 'repair', ?3)", &q, &e), ERR_NONE);
        query_bind(q, 1, i);
        query_bind_z(q, 2, no);
        if (i % 10 < 6) query_bind_z(q, 3, "A");
        else if (i % 10 < 9) query_bind_z(q, 3, "B");
        assert_int_equal(query_run(q, &e), ERR_NONE);
    }
    assert_int_equal(store_commit(s, &e), ERR_NONE);
    return s;
}

/* Reference case smp-hash-sha256 (GNU sha256sum): seed 20240701, T0001 to T0100, the 15 smallest in order. */
static void the_smallest_hashes_are_drawn(void **state) {
    (void)state;
    static const char *const want[] = {"T0043", "T0012", "T0047", "T0019", "T0090", "T0038", "T0073", "T0086",
                                       "T0068", "T0011", "T0087", "T0074", "T0049", "T0039", "T0040"};
    store *s = with_tickets(100);
    AUTO(arena_free) arena a = {0};
    ticket_window w;
    sample r;
    err e;
    assert_int_equal(ticket_window_parse(S("2024-07"), &w, &e), ERR_NONE);
    assert_int_equal(sample_draw(s, &a, &w, &(sample_options){.least = 1, .seed = "20240701", .rate = 0.15}, &r, &e), ERR_NONE);
    assert_int_equal(r.frame, 100);
    assert_int_equal(r.n, 15);
    for (int i = 0; i < 15; i++) assert_true(str_eqz(r.ticket[i].no, want[i]));
    assert_string_equal(r.ticket[0].hash, "03478bf55d2fe042073193430484e79d9255f97d3418b74d9da8080f5e99ce3f");
    buf all = {0};
    for (int i = 1; i <= 100; i++) buf_printf(&all, "T%04d\n", i);
    char hex[HASH_TEXT];
    assert_string_equal(r.frame_hash, hash_sha256(buf_str(&all), hex));
    buf_free(&all);
    store_close(s);
}

static void strata_have_their_share_and_at_least_one(void **state) {
    (void)state;
    store *s = with_tickets(100);
    AUTO(arena_free) arena a = {0};
    ticket_window w;
    sample r;
    err e;
    assert_int_equal(ticket_window_parse(S("2024-07"), &w, &e), ERR_NONE);
    assert_int_equal(sample_draw(s, &a, &w, &(sample_options){.least = 1, .seed = "x", .rate = 0.05, .dimension = S("region")}, &r, &e), ERR_NONE);
    int64_t n[3] = {0}, frame = 0;
    assert_int_equal(r.strata, 3);
    for (int i = 0; i < 3; i++) frame += r.stratum[i].frame;
    assert_int_equal(frame, 100);
    for (int64_t i = 0; i < r.n; i++) n[r.ticket[i].stratum]++;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(n[i], r.stratum[i].n);
        int64_t want = str_eqz(r.stratum[i].label, "A") ? 3 : 1; /* 60, 30, 10 of 100: 3, 1.5 and 0.5; the larger remainder is a tie */
        assert_in_range(n[i], want, want + 1);
    }
    assert_int_equal(sample_draw(s, &a, &w, &(sample_options){.least = 1, .seed = "x", .size = 1000}, &r, &e), ERR_NONE);
    assert_int_equal(r.n, 100);
    assert_int_equal(sample_draw(s, &a, &w, &(sample_options){.least = 1, .seed = "x", .rate = 0.1, .dimension = S("customer")}, &r, &e), ERR_BAD_VALUE);
    assert_int_equal(ticket_window_parse(S("2023"), &w, &e), ERR_NONE);
    assert_int_equal(sample_draw(s, &a, &w, &(sample_options){.least = 1, .seed = "x", .rate = 0.1}, &r, &e), ERR_NO_DATA);
    store_close(s);
}

/* Reference case smp-largest-remainder (Wikipedia's example, Hare quota, 10 seats). */
static void the_largest_remainders_get_the_rest(void **state) {
    (void)state;
    const int64_t votes[] = {47000, 16000, 15800, 12000, 6100, 3100}, want[] = {5, 2, 1, 1, 1, 0};
    int64_t seats[6];
    sample_allocate(10, votes, 6, 0, seats);
    for (int i = 0; i < 6; i++) assert_int_equal(seats[i], want[i]);
    sample_allocate(10, votes, 6, 1, seats);
    assert_int_equal(seats[5], 1);
}

/* Krejcie & Morgan's printed table (smp-krejcie-morgan); where it rounds down, we round up. */
static void sizes_are_those_of_the_table(void **state) {
    (void)state;
    static const int cases[][2] = {{10, 10}, {15, 15}, {20, 20}, {30, 28}, {50, 45}, {100, 80}, {200, 132}, {500, 218}, {1000, 278}, {2000, 323}, {5000, 357}, {10000, 370}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_int_equal(sample_size(cases[i][0], 0.05, 0.5, 0.95), cases[i][1]);
    assert_int_equal(sample_size(0, 0.05, 0.5, 0.95), 0);
    assert_int_equal(sample_size(100, 0.05, 0.5, 0.8), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_smallest_hashes_are_drawn), cmocka_unit_test(strata_have_their_share_and_at_least_one),
                                       cmocka_unit_test(the_largest_remainders_get_the_rest), cmocka_unit_test(sizes_are_those_of_the_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
