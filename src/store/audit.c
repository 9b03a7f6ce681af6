/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/audit.h"

#include <stdio.h>

#include "base/hash.h"

#define NO_EVENT "0000000000000000000000000000000000000000000000000000000000000000"
/* What is hashed: the same text as json_array(seq, prev, at, today, actor, verb, kind, id, reason, json(row)) in sqlite3.
 * The functions are our own because SQLite before 3.42 marks its JSON functions unsafe for triggers (TRUSTED_SCHEMA=0). */
#define EVENT_TEXT "seq, prev, at, today, actor, verb, kind, id, reason, row"

static void event_text(const sql_call *c, buf *out) {
    buf_putc(out, '[');
    for (int i = 0; i < 9; i++) {
        sql_json(c, i, out);
        buf_putc(out, ',');
    }
    buf_put(out, sql_str(c, 9));
    buf_putc(out, ']');
}

static void fn_event(sql_call *c, void *user) {
    (void)user;
    AUTO(buf_free) buf b = {0};
    event_text(c, &b);
    sql_result_str(c, buf_str(&b));
}

static void fn_hash(sql_call *c, void *user) {
    (void)user;
    AUTO(buf_free) buf b = {0};
    event_text(c, &b);
    char hex[HASH_TEXT];
    sql_result_str(c, str_c(hash_sha256(buf_str(&b), hex)));
}

/* pdca_row(name, value, …): one flat JSON object. */
static void fn_row(sql_call *c, void *user) {
    (void)user;
    AUTO(buf_free) buf b = {0};
    for (int i = 0; i + 1 < sql_count(c); i += 2) {
        buf_putc(&b, i ? ',' : '{');
        buf_json(&b, sql_str(c, i));
        buf_putc(&b, ':');
        sql_json(c, i + 1, &b);
    }
    buf_putc(&b, '}');
    sql_result_str(c, buf_str(&b));
}

/* The whole record as one flat JSON object, without seq: what pdca_row() gives for the same columns. */
static err_code whole_row(store *s, str table, str id, buf *out, err *e) {
    AUTO(buf_free) buf sql = {0};
    buf_printf(&sql, "SELECT * FROM \"%.*s\" WHERE id = ?1", STR(table));
    query *q;
    TRY(store_query(s, store_keep(s, buf_cstr(&sql)), &q, e));
    query_bind(q, 1, id);
    if (query_next(q))
        for (int i = 0; i < query_columns(q); i++) {
            str name = str_c(query_column_name(q, i));
            if (str_eq(name, S("seq"))) continue;
            buf_putc(out, out->n ? ',' : '{');
            buf_json(out, name);
            buf_putc(out, ':');
            query_json(q, i, out);
        }
    buf_putc(out, '}');
    return query_end(q, e);
}

static err_code append(store *s, str kind, str table, str id, str verb, err *e) {
    AUTO(buf_free) buf row = {0};
    TRY(whole_row(s, table, id, &row, e));
    query *q;
    TRY(store_query(s,
                    "INSERT INTO event(seq, prev, at, today, actor, verb, kind, id, reason, row, hash)"
                    " SELECT seq, prev, at, today, actor, verb, kind, id, reason, row, pdca_hash(" EVENT_TEXT ") FROM (SELECT"
                    " coalesce(max(seq), 0) + 1 AS seq, coalesce((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), '" NO_EVENT "') AS prev,"
                    " pdca_session('at') AS at, pdca_session('today') AS today, pdca_session('actor') AS actor,"
                    " coalesce(pdca_session('verb'), ?1) AS verb, ?2 AS kind, ?3 AS id, pdca_session('reason') AS reason, ?4 AS row FROM event)",
                    &q, e));
    query_bind(q, 1, verb);
    query_bind(q, 2, kind);
    query_bind(q, 3, id);
    query_bind(q, 4, buf_str(&row));
    return query_run(q, e);
}

/* pdca_append(kind, table, id, verb): what the triggers call. */
static void fn_append(sql_call *c, void *user) {
    err e;
    if (append(user, sql_str(c, 0), sql_str(c, 1), sql_str(c, 2), sql_str(c, 3), &e)) sql_result_error(c, "the audit event was not written");
}

err_code audit_functions(store *s, err *e) {
    TRY(store_function(s, "pdca_event", 10, true, fn_event, NULL, e));
    TRY(store_function(s, "pdca_row", -1, true, fn_row, NULL, e));
    TRY(store_function(s, "pdca_append", 4, true, fn_append, s, e));
    return store_function(s, "pdca_hash", 10, true, fn_hash, NULL, e);
}

/* A record table is one with seq, id and voided. The kind is the table's name; "check" is a word of SQL, hence effect_check. */
static const char record_tables[] =
    "SELECT name, CASE name WHEN 'effect_check' THEN 'check' ELSE name END,"
    " (SELECT group_concat(quote(c.name) || ',' || '%s.\"' || c.name || '\"') FROM pragma_table_info(t.name) c WHERE c.name <> 'seq')"
    " FROM main.sqlite_schema t WHERE type = 'table' AND"
    " (SELECT count(*) FROM pragma_table_info(t.name) c WHERE c.name IN ('seq', 'id', 'voided')) = 3 ORDER BY name";

/* Short, because every connection reads the whole schema. */
static void trigger_sql(buf *b, str table, str kind, bool insert) {
    const char *when = insert ? "insert" : "update";
    buf_printf(b,
               "DROP TRIGGER IF EXISTS \"audit_%.*s_%s\"; CREATE TRIGGER \"audit_%.*s_%s\" AFTER %s ON \"%.*s\" BEGIN"
               " SELECT pdca_append('%.*s', '%.*s', NEW.id, '%s'); END;\n",
               STR(table), when, STR(table), when, when, STR(table), STR(kind), STR(table), insert ? "add" : "set");
}

err_code audit_each_table(store *s, const char *row, audit_use_table *use, void *user, err *e) {
    AUTO(buf_free) buf sql = {0};
    str pattern = str_c(record_tables);
    size_t at = str_find(pattern, S("%s"));
    buf_put(&sql, str_sub(pattern, 0, at));
    buf_z(&sql, row);
    buf_put(&sql, str_sub(pattern, at + 2, pattern.n));
    query *q;
    TRY(store_query_made(s, buf_str(&sql), &q, e));
    while (query_next(q)) use(user, query_str(q, 0), query_str(q, 1), query_str(q, 2));
    err_code code = query_end(q, e);
    query_free(q);
    return code;
}

static void add_triggers(void *user, str table, str kind, str columns) {
    buf *b = user;
    (void)columns;
    trigger_sql(b, table, kind, true);
    trigger_sql(b, table, kind, false);
    buf_printf(b,
               "DROP TRIGGER IF EXISTS \"keep_%.*s\"; CREATE TRIGGER \"keep_%.*s\" BEFORE DELETE ON \"%.*s\" BEGIN"
               " SELECT raise(ABORT, 'a record is voided, never deleted'); END;\n"
               "DROP TRIGGER IF EXISTS \"same_%.*s\"; CREATE TRIGGER \"same_%.*s\" BEFORE UPDATE OF seq, id ON \"%.*s\""
               " WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;\n",
               STR(table), STR(table), STR(table), STR(table), STR(table), STR(table));
}

err_code audit_triggers(store *s, err *e) {
    AUTO(buf_free) buf b = {0};
    TRY(audit_each_table(s, "NEW", add_triggers, &b, e));
    buf_z(&b, "DROP TRIGGER IF EXISTS keep_event_row; CREATE TRIGGER keep_event_row BEFORE DELETE ON event BEGIN"
              " SELECT raise(ABORT, 'the audit trail is append-only'); END;\n"
              "DROP TRIGGER IF EXISTS same_event_row; CREATE TRIGGER same_event_row BEFORE UPDATE ON event BEGIN"
              " SELECT raise(ABORT, 'the audit trail is append-only'); END;\n");
    return store_exec(s, buf_cstr(&b), e);
}

static err_code verify_chain(store *s, int64_t last, int64_t *ret_events, err *e) {
    query *q;
    TRY(store_query(s,
                    "SELECT seq, prev, hash, pdca_hash(" EVENT_TEXT ")"
                    " FROM event WHERE seq <= ?1 ORDER BY seq",
                    &q, e));
    query_bind(q, 1, last);
    char prev[HASH_TEXT] = NO_EVENT;
    int64_t expect = 1;
    const char *wrong = NULL;
    for (; !wrong && query_next(q); expect++) {
        str hash = query_str(q, 2);
        if (query_int(q, 0) != expect) wrong = "state.event_missing";
        else if (!str_eqz(query_str(q, 1), prev)) wrong = "state.event_link";
        else if (!str_eq(query_str(q, 3), hash) || hash.n != HASH_TEXT - 1) wrong = "state.event_hash";
        else memcpy(prev, hash.p, hash.n);
    }
    *ret_events = expect - 1;
    TRY(query_end(q, e));
    if (!wrong) return ERR_NONE;
    char seq[24];
    snprintf(seq, sizeof seq, "%lld", (long long)(expect - 1));
    return err_set(e, ERR_CHAIN_BROKEN, "seq", seq, "reason", wrong, NULL);
}

/* json_patch on both sides: equal where every field of the event has the record's value; a column that a later schema step
 * added is not in the event and does not count. */
static void add_compare(void *user, str table, str kind, str columns) {
    buf *b = user;
    if (b->n) buf_z(b, " UNION ALL ");
    buf_printf(b,
               "SELECT '%.*s', id, coalesce(seq, 0) FROM (SELECT id, row AS now, (SELECT max(seq) FROM event e WHERE e.kind = '%.*s'"
               " AND e.id = r.id) AS seq FROM (SELECT x.id, pdca_row(%.*s) AS row FROM \"%.*s\" x) r) c WHERE json_patch(now,"
               " coalesce((SELECT row FROM event WHERE event.seq = c.seq), '{\"id\":0}')) <> json_patch(now, now)",
               STR(kind), STR(kind), STR(columns), STR(table));
    buf_printf(b,
               " UNION ALL SELECT '%.*s', id, max(seq) FROM event WHERE kind = '%.*s' AND id NOT IN (SELECT id FROM \"%.*s\") GROUP BY id",
               STR(kind), STR(kind), STR(table));
}

static err_code verify_records(store *s, err *e) {
    AUTO(buf_free) buf sql = {0};
    TRY(audit_each_table(s, "x", add_compare, &sql, e));
    query *q;
    TRY(store_query_made(s, buf_str(&sql), &q, e));
    bool altered = query_next(q);
    if (altered) {
        err_set(e, ERR_RECORD_ALTERED, NULL);
        AUTO(buf_free) buf kind = {0};
        buf_printf(&kind, "kind.%.*s", STR(query_str(q, 0)));
        err_add(e, "kind", buf_str(&kind));
        err_add(e, "id", query_str(q, 1));
        err_add_int(e, "seq", query_int(q, 2));
    }
    err run;
    err_code code = query_end(q, altered ? &run : e);
    query_free(q);
    return altered ? e->code : code;
}

err_code audit_verify_chain(store *s, int64_t last, err *e) {
    int64_t events;
    TRY(verify_chain(s, last, &events, e));
    if (events >= last) return ERR_NONE;
    char seq[24];
    snprintf(seq, sizeof seq, "%lld", (long long)events + 1);
    return err_set(e, ERR_CHAIN_BROKEN, "seq", seq, "reason", "state.event_missing", NULL);
}

err_code audit_verify(store *s, int64_t *ret_events, err *e) {
    TRY(verify_chain(s, INT64_MAX, ret_events, e));
    return verify_records(s, e);
}

err_code audit_expect(store *s, int64_t seq, str hash, err *e) {
    query *q;
    TRY(store_query(s, "SELECT hash FROM event WHERE seq = ?1", &q, e));
    query_bind(q, 1, seq);
    bool row = query_next(q);
    str found = row ? query_str(q, 0) : S("-");
    bool same = row && hash.n >= 12 && str_starts(found, hash);
    if (!same) {
        err_set(e, ERR_CHAIN_UNEXPECTED, NULL);
        err_add_int(e, "seq", seq);
        err_add(e, "want", hash);
        err_add(e, "found", found);
    }
    err run;
    err_code code = query_end(q, same ? e : &run);
    return same ? code : e->code;
}

err_code audit_head(store *s, arena *a, int64_t *ret_seq, str *ret_hash, err *e) {
    query *q;
    TRY(store_query(s, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", &q, e));
    bool row = query_next(q);
    *ret_seq = row ? query_int(q, 0) : 0;
    *ret_hash = row ? arena_str(a, query_str(q, 1)) : S(NO_EVENT);
    return query_end(q, e);
}

err_code audit_export(store *s, buf *out, err *e) {
    query *q;
    TRY(store_query(s, "SELECT pdca_event(" EVENT_TEXT ") FROM event ORDER BY seq", &q, e));
    while (query_next(q)) {
        buf_put(out, query_str(q, 0));
        buf_putc(out, '\n');
    }
    return query_end(q, e);
}
