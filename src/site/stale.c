/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site/stale.h"

#include <stdio.h>
#include <stdlib.h>

enum { EVENTS_MAX = 2000 };

/* Records whose reach the pages know; any other kind reaches all of them. */
#define TRACED "('problem', 'cause', 'why', 'action', 'checkpoint', 'progress', 'check', 'standard', 'meeting', 'decision')"

#define CHANGED                                                                                                                     \
    "WITH changed(seq, today, kind, id, verb, old, new) AS MATERIALIZED (SELECT e.seq, e.today, e.kind, e.id, e.verb,"              \
    " (SELECT o.row FROM event o WHERE o.kind = e.kind AND o.id = e.id AND o.seq <= :since ORDER BY o.seq DESC LIMIT 1),"           \
    " (SELECT n.row FROM event n WHERE n.kind = e.kind AND n.id = e.id ORDER BY n.seq DESC LIMIT 1)"                                \
    " FROM event e WHERE e.seq > :since) "

err_code stale_all(store *s, int64_t since, bool *ret_all, err *e) {
    query *q;
    TRY(store_query(s, "SELECT count(*), count(*) FILTER (WHERE kind NOT IN " TRACED ") FROM event WHERE seq > ?1", &q, e));
    query_bind(q, 1, since);
    *ret_all = !query_next(q) || query_int(q, 0) > EVENTS_MAX || query_int(q, 1) > 0;
    return query_end(q, e);
}

static int by_bytes(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

err_code stale_ids(store *s, const page_info *page, int64_t since, arena *a, str **ret_ids, size_t *ret_n, err *e) {
    AUTO(buf_free) buf sql = {0};
    buf_z(&sql, CHANGED);
    for (int i = 0; i < page->stale_n; i++) {
        if (i) buf_z(&sql, " UNION ");
        buf_put(&sql, page->stale[i]);
    }
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)since);
    query *q;
    TRY(store_query_vetted(s, arena_printf(a, "templates/%.*s.sql (-- stale:)", STR(page->name)), buf_str(&sql), &q, e));
    query_bind_name(q, ":since", str_c(number));
    size_t n = 0, cap = 16;
    str *ids = arena_new(a, str, cap);
    while (query_next(q)) {
        if (query_null(q, 0)) continue;
        if (n == cap) {
            str *more = arena_new(a, str, cap *= 2);
            memcpy(more, ids, n * sizeof *ids);
            ids = more;
        }
        ids[n++] = arena_str(a, query_str(q, 0));
    }
    qsort(ids, n, sizeof *ids, by_bytes);
    *ret_ids = ids;
    *ret_n = n;
    err_code code = query_end(q, e);
    query_free(q);
    return code;
}
