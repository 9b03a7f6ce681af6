/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One SQLite file: open, transaction, statements, functions. The only room that knows sqlite3.h.
 *
 *     query *q;
 *     TRY(store_query(s, "SELECT id, title FROM problem WHERE owner = ?1", &q, e));
 *     query_bind(q, 1, owner);
 *     while (query_next(q)) use(query_str(q, 0));
 *     TRY(query_end(q, e));
 *
 * Statements are kept prepared; SQL is a literal of the program or a page's vetted query, never made from user text. */
#ifndef PDCA_STORE_STORE_H
#define PDCA_STORE_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"

typedef struct store store;
typedef struct query query;

/* Who writes, when and why: goes into every audit event. Slices must outlive the store's use. */
typedef struct store_session {
    str actor;
    int64_t now; /* seconds since 1970-01-01 UTC: the clock's time of the event */
    date today;  /* the business day that rules count from */
    str verb;    /* what the command does: add, set, void, advance …; empty: add or set */
    str reason;  /* empty: none */
} store_session;

enum { STORE_APPLICATION_ID = 0x50444341, STORE_VERSION = 2 };

/* A new workspace file with the current schema; ERR_EXISTS where there is a file. */
err_code store_create(const char *path, store **ret_store, err *e);
/* Opens and, where the file is of an older version, brings it up to date in one transaction.
 * ERR_NO_WORKSPACE, ERR_NOT_WORKSPACE, ERR_NEWER, ERR_LOCKED, ERR_NO_PERMISSION, ERR_CORRUPT. */
err_code store_open(const char *path, store **ret_store, err *e);
/* An empty store in memory with the current schema, for tests and replay. */
err_code store_memory(store **ret_store, err *e);
/* Closes; safe on NULL. A statement that was not ended is a bug (assert). */
void store_close(store *s);
static inline void store_close_auto(store **s) { store_close(*s); }
const char *store_path(const store *s);
void store_set_session(store *s, const store_session *session);
const store_session *store_get_session(const store *s);

/* The connection shows a past state, as of an event (store/replay.h), and only reads the file. store_seal: from here on store_begin is
 * refused with ERR_PAST. store_past: that event; 0: the present. store_past_day: the day at whose end it was. */
void store_enter_past(store *s, int64_t seq, date day);
void store_seal(store *s);
int64_t store_past(const store *s);
date store_past_day(const store *s);

/* BEGIN IMMEDIATE … COMMIT. A nested begin joins the outer transaction; a rollback inside undoes the whole. */
err_code store_begin(store *s, err *e);
err_code store_commit(store *s, err *e);
/* Never fails; keeps what e already says. */
void store_rollback(store *s);
/* Ends the transaction: commits where code is ERR_NONE, else rolls back; returns code or the commit's error. */
err_code store_finish(store *s, err_code code, err *e);

/* A statement ready to be bound. sql must be a literal or outlive the store: it is kept prepared under its address. */
err_code store_query(store *s, const char *sql, query **ret_query, err *e);
/* A page's query from a template file: one SELECT of one column, prepared under an authorizer that allows reading only.
 * ERR_PAGE_SQL with `file`. The caller ends it with query_free. */
err_code store_query_vetted(store *s, const char *file, str sql, query **ret_query, err *e);
/* The same for SQL that the program makes from its own schema or catalogue, with any number of columns. */
err_code store_query_made(store *s, str sql, query **ret_query, err *e);
void query_free(query *q);
/* Temporary views of the connection: CREATE TEMP VIEW name AS …, one after the other, in a text that lives as long as the
 * store. A view is made when a prepared statement first names it: most commands need none. */
void store_views(store *s, const char *sql);
/* Runs statements of the program's own that give no rows; they name no views. */
err_code store_exec(store *s, const char *sql, err *e);
/* A number that is another one whenever the workspace's content may have changed, by this connection or another: what was read while a statement
 * ran or inside a transaction may be kept as long as it stays. */
uint64_t store_stamp(const store *s);
/* Rows changed by the last statement; the last inserted rowid. */
int64_t store_changes(const store *s);

void query_bind_int(query *q, int at, int64_t v);
void query_bind_real(query *q, int at, double v);
void query_bind_str(query *q, int at, str v); /* p == NULL binds NULL; bytes must live until query_end */
void query_bind_z(query *q, int at, const char *v);
void query_bind_null(query *q, int at);
/* Index is 1-based, as in ?1. */
#define query_bind(q, at, v)                                                                                           \
    _Generic((v), int: query_bind_int, int64_t: query_bind_int, long long: query_bind_int, bool: query_bind_int,      \
        double: query_bind_real, str: query_bind_str, char *: query_bind_z, const char *: query_bind_z)(q, at, v)
/* Binds :name where the statement has it; false where it has not. */
bool query_bind_name(query *q, const char *name, str v);
/* True while there is a row. Errors are kept and given by query_end. */
bool query_next(query *q);
/* Ends the run (the statement stays prepared): the error of the run, if there was one. */
err_code query_end(query *q, err *e);
/* For statements without rows: step to the end, then query_end. */
err_code query_run(query *q, err *e);
/* The same, but what is bound stays bound for the next run: the bytes must live on, or be bound anew. */
err_code query_run_again(query *q, err *e);

int query_columns(const query *q);
const char *query_column_name(const query *q, int column);
bool query_null(const query *q, int column);
int64_t query_int(const query *q, int column);
double query_real(const query *q, int column);
str query_str(const query *q, int column); /* valid until the next query_next or query_end; p == NULL for NULL */
bool query_is_number(const query *q, int column);
/* A value of any kind at once, for long runs. */
typedef enum query_kind { QUERY_NULL, QUERY_NUMBER, QUERY_TEXT } query_kind;
query_kind query_value(const query *q, int column, double *ret_number, str *ret_text);
/* Appends the value as JSON: null, number or string. */
void query_json(const query *q, int column, buf *out);
/* One copy of a text that lives as long as the store: SQL made by the program, so that store_query can keep it prepared. */
const char *store_keep(store *s, const char *text);

/* One value of the first row of a query with text bindings; *ret_found false (and the empty slice) without a row or for NULL. */
err_code store_text(store *s, arena *a, const char *sql, const str *binds, int n_binds, str *ret_text, bool *ret_found, err *e);
err_code store_int(store *s, const char *sql, const str *binds, int n_binds, int64_t *ret_int, err *e);

/* The next id of a prefix in the session's year, in the arena: P-2024-017. A number is never used again. Inside a transaction. */
err_code store_next_id(store *s, arena *a, const char *prefix, str *ret_id, err *e);

/* Functions offered to SQL. */
typedef struct sql_call sql_call;
typedef void sql_function(sql_call *c, void *user);
bool sql_null(const sql_call *c, int at);
str sql_str(const sql_call *c, int at);
int64_t sql_int(const sql_call *c, int at);
double sql_real(const sql_call *c, int at);
int sql_count(const sql_call *c);
/* Appends the argument as JSON, just as SQLite's json_array() would: NULL, number or string. */
void sql_json(const sql_call *c, int at, buf *out);
void sql_result_null(sql_call *c);
void sql_result_int(sql_call *c, int64_t v);
void sql_result_real(sql_call *c, double v);
void sql_result_str(sql_call *c, str v);
void sql_result_json(sql_call *c, str v); /* text that json_object() takes in as JSON */
void sql_result_error(sql_call *c, const char *why);
/* args -1: any number. `pure`: same arguments, same result within a connection's session (and may stand in triggers). */
err_code store_function(store *s, const char *name, int args, bool pure, sql_function *fn, void *user, err *e);

/* Makes a running statement stop with ERR_INTERRUPTED; safe in a signal handler. */
void store_interrupt(store *s);

#endif
