/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site/stale.h"

#include <stdlib.h>

enum { EVENTS_MAX = 2000 };

/* Records whose reach the pages know; any other kind reaches all of them. */
#define TRACED "('problem', 'cause', 'why', 'action', 'checkpoint', 'progress', 'check', 'standard', 'meeting', 'decision')"

#define STATUS(row) "action_status(" row " ->> 'planned', " row " ->> 'actual', " row " ->> 'progress', " row " ->> 'cancelled', " row " ->> 'expected', " row " ->> 'effect')"
#define FIRST_DONE(row) row " ->> 'actual' <= coalesce((SELECT min(a.actual) FROM action a WHERE a.kpi = " row " ->> 'kpi' AND a.voided IS NULL), '9')"

static const char changed_sql[] =
    "CREATE TEMP TABLE changed AS SELECT c.*, (SELECT group_concat(n.key, ' ') FROM json_each(c.new) n"
    "   WHERE c.old IS NULL OR n.value IS NOT json_extract(c.old, '$.\"' || n.key || '\"'))"
    "  || iif(c.kind = 'action' AND " STATUS("c.old") " IS NOT " STATUS("c.new") ", ' status', '')"
    "  || iif(c.kind = 'action' AND json_extract(c.old, '$.actual', '$.kpi', '$.voided') IS NOT json_extract(c.new, '$.actual', '$.kpi', '$.voided')"
    "    AND (" FIRST_DONE("c.old") " OR " FIRST_DONE("c.new") "), ' series', '') AS fields"
    " FROM (SELECT e.seq, e.today, e.kind, e.id, e.verb,"
    "  (SELECT o.row FROM event o WHERE o.kind = e.kind AND o.id = e.id AND o.seq <= ?1 ORDER BY o.seq DESC LIMIT 1) AS old,"
    "  (SELECT n.row FROM event n WHERE n.kind = e.kind AND n.id = e.id ORDER BY n.seq DESC LIMIT 1) AS new"
    "  FROM event e WHERE e.seq > ?1) c";

static bool has_word(str words, str word) {
    while (words.n) {
        str one;
        words = str_cut(words, ' ', &one);
        if (str_eq(one, word)) return true;
    }
    return false;
}

/* touches(fields, names) */
static void fn_touches(sql_call *c, void *user) {
    (void)user;
    bool found = false;
    for (str rest = sql_str(c, 1), one; rest.n && !found;) {
        rest = str_cut(rest, ' ', &one);
        found = has_word(sql_str(c, 0), one);
    }
    sql_result_int(c, found);
}

err_code stale_begin(store *s, int64_t since, bool *ret_all, err *e) {
    query *q;
    TRY(store_query(s, "SELECT count(*), count(*) FILTER (WHERE kind NOT IN " TRACED ") FROM event WHERE seq > ?1", &q, e));
    query_bind(q, 1, since);
    *ret_all = !query_next(q) || query_int(q, 0) > EVENTS_MAX || query_int(q, 1) > 0;
    TRY(query_end(q, e));
    if (*ret_all) return ERR_NONE;
    TRY(store_function(s, "touches", 2, true, fn_touches, NULL, e));
    TRY(store_query(s, changed_sql, &q, e));
    query_bind(q, 1, since);
    return query_run(q, e);
}

static int by_bytes(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

err_code stale_ids(store *s, const page_info *page, arena *a, str **ret_ids, size_t *ret_n, err *e) {
    AUTO(buf_free) buf sql = {0};
    for (int i = 0; i < page->stale_n; i++) {
        if (i) buf_z(&sql, " UNION ");
        buf_put(&sql, page->stale[i]);
    }
    query *q;
    TRY(store_query_vetted(s, arena_printf(a, "templates/%.*s.sql (-- stale:)", STR(page->name)), buf_str(&sql), &q, e));
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
