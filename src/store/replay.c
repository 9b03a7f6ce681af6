/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/replay.h"

#include <assert.h>

#include "store/audit.h"

static err_code no_past(store *s, const char *day, err *e) {
    query *q;
    TRY(store_query(s, "SELECT today FROM event ORDER BY seq LIMIT 1", &q, e));
    err_set(e, ERR_NO_PAST, "day", day, NULL);
    err_add(e, "first", query_next(q) ? query_str(q, 0) : S("-"));
    err run;
    query_end(q, &run);
    return ERR_NO_PAST;
}

err_code replay_end_of(store *s, date day, int64_t *ret_seq, err *e) {
    char z[DATE_TEXT];
    const str binds[] = {str_c(date_text(day, z))};
    return store_int(s, "SELECT coalesce((SELECT min(seq) - 1 FROM event WHERE today > ?1), (SELECT max(seq) FROM event), 0)", binds, 1, ret_seq, e);
}

err_code replay_last_event(store *s, date day, int64_t *ret_seq, int64_t *ret_dated_back, err *e) {
    char z[DATE_TEXT];
    const str binds[] = {str_c(date_text(day, z))};
    TRY(replay_end_of(s, day, ret_seq, e));
    if (*ret_seq < 1) return no_past(s, z, e);
    query *q;
    TRY(store_query(s, "SELECT count(*) FROM event WHERE seq > ?1 AND today <= ?2", &q, e));
    query_bind(q, 1, *ret_seq);
    query_bind(q, 2, binds[0]);
    *ret_dated_back = query_next(q) ? query_int(q, 0) : 0;
    return query_end(q, e);
}

err_code replay_event_day(store *s, int64_t seq, date *ret_day, err *e) {
    query *q;
    TRY(store_query(s, "SELECT today FROM event WHERE seq = ?1", &q, e));
    query_bind(q, 1, seq);
    bool found = query_next(q) && date_parse(query_str(q, 0), ret_day);
    TRY(query_end(q, e));
    if (found) return ERR_NONE;
    AUTO(buf_free) buf b = {0};
    buf_printf(&b, "%lld", (long long)seq);
    return no_past(s, buf_cstr(&b), e);
}

/* ---- the tables ---------------------------------------------------------------------------------------------------------- */

/* "CREATE TABLE x(…" as "CREATE TABLE temp.x(…", and so an index. */
static err_code copy_schema(store *s, buf *out, err *e) {
    query *q;
    TRY(store_query(s,
                    "SELECT substr(sql, 1, instr(sql, o.name) - 1), substr(sql, instr(sql, o.name)) FROM main.sqlite_schema o WHERE sql IS NOT NULL AND type IN ('table', 'index')"
                    " AND (tbl_name = 'rollup' OR (SELECT count(*) FROM pragma_table_info(o.tbl_name) c WHERE c.name IN ('seq', 'id', 'voided')) = 3)"
                    " ORDER BY type DESC, rowid",
                    &q, e));
    while (query_next(q)) buf_printf(out, "%.*stemp.%.*s;\n", STR(query_str(q, 0)), STR(query_str(q, 1)));
    return query_end(q, e);
}

/* A record's place in its table is its place in the order of their first events: nothing is ever deleted. What an event of before a schema
 * step does not know has the column's default. */
static void add_fill(void *user, str table, str kind, str columns) {
    buf *b = user;
    (void)columns;
    buf_printf(b,
               "SELECT 'INSERT INTO temp.\"%.*s\"(seq, ' || group_concat('\"' || name || '\"') || ') SELECT row_number() OVER (ORDER BY r.first), '"
               " || group_concat('coalesce(json_extract(e.row, ''$.\"' || name || '\"''), ' || coalesce(dflt_value, 'NULL') || ')') || ' FROM (SELECT min(seq) AS first, max(seq) AS last FROM event WHERE kind ="
               " ''%.*s'' GROUP BY id) r JOIN event e ON e.seq = r.last ORDER BY r.first' FROM pragma_table_info('%.*s') WHERE name <> 'seq';\n",
               STR(table), STR(kind), STR(table));
}

/* The statements that fill the tables are made from the file's own columns. */
static err_code fill_tables(store *s, err *e) {
    AUTO(buf_free) buf makers = {0}, fills = {0};
    TRY(audit_each_table(s, "x", add_fill, &makers, e));
    for (str rest = buf_str(&makers), one; rest.n;) {
        query *q;
        rest = str_cut(rest, '\n', &one);
        TRY(store_query_made(s, one, &q, e));
        if (query_next(q)) buf_put(&fills, query_str(q, 0));
        buf_z(&fills, ";\n");
        err_code code = query_end(q, e);
        query_free(q);
        TRY(code);
    }
    return store_exec(s, buf_cstr(&fills), e);
}

static err_code shadow(store *s, int64_t seq, err *e) {
    AUTO(buf_free) buf b = {0};
    /* the plus keeps the planner from walking the whole chain for one record's events */
    buf_printf(&b, "CREATE TEMP VIEW event AS SELECT * FROM main.event WHERE +seq <= %lld;\n", (long long)seq);
    TRY(copy_schema(s, &b, e));
    TRY(store_exec(s, buf_cstr(&b), e));
    return fill_tables(s, e);
}

err_code replay_to(store *s, int64_t seq, date day, err *e) {
    assert(seq > 0);
    TRY(audit_verify_chain(s, seq, e));
    store_enter_past(s, seq, day);
    /* every reference held when its event was written; a table filled before the one it refers to would be searched for every row */
    TRY(store_exec(s, "PRAGMA foreign_keys=OFF", e));
    TRY(store_begin(s, e));
    return store_finish(s, shadow(s, seq, e), e);
}
