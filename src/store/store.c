/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/embed.h"
#include "base/file.h"
#include "store/audit.h"

enum { CACHE = 192, VIEW_TEXTS = 4, VIEWS = 32, VIEW_NAME = 64 };

struct query {
    sqlite3_stmt *st;
    store *owner;
    const char *sql; /* the key in the cache; NULL for a statement of its own */
    int rc;
    bool busy;
};

typedef struct kept_text {
    struct kept_text *next;
    char text[];
} kept_text;

struct store {
    sqlite3 *db;
    kept_text *kept;
    bool vetting_ready, vetting; /* the authorizer is installed; it says no to all but reading */
    char *path;
    int depth; /* of transactions */
    int64_t past; /* the event as of which records are shown; 0: the present */
    date past_day;
    bool sealed;
    store_session session;
    query cache[CACHE];
    int cached;
    const char *views[VIEW_TEXTS], *made[VIEWS]; /* texts of views; those that were made */
    int view_texts, views_made;
};

static err_code sql_error(store *s, int rc, const char *sql, err *e) {
    switch (rc & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return err_set(e, ERR_LOCKED, "path", s->path, NULL);
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN: return err_set(e, ERR_NO_PERMISSION, "path", s->path, NULL);
    case SQLITE_FULL: return err_set(e, ERR_DISK_FULL, "path", s->path, NULL);
    case SQLITE_IOERR:
        if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG) return err_set(e, ERR_DISK_FULL, "path", s->path, NULL);
        return err_set(e, ERR_IO, "path", s->path, "reason", sqlite3_errmsg(s->db), NULL);
    case SQLITE_NOTADB: return err_set(e, ERR_NOT_WORKSPACE, "path", s->path, NULL);
    case SQLITE_CORRUPT: return err_set(e, ERR_CORRUPT, "path", s->path, "reason", sqlite3_errmsg(s->db), NULL);
    case SQLITE_INTERRUPT: return err_set(e, ERR_INTERRUPTED, NULL);
    case SQLITE_NOMEM: abort();
    default: return err_set(e, ERR_SQL, "reason", sqlite3_errmsg(s->db), "sql", sql ? sql : "", NULL);
    }
}

/* ---- session functions for triggers ------------------------------------------------------------------------------- */

static void fn_session(sql_call *c, void *user) {
    const store_session *x = &((store *)user)->session;
    str what = sql_str(c, 0);
    char z[MOMENT_TEXT + 1], day[DATE_TEXT];
    if (str_eq(what, S("at"))) {
        moment_text(x->now, z);
        strcat(z, "Z");
        sql_result_str(c, str_c(z));
    } else if (str_eq(what, S("today"))) sql_result_str(c, str_c(date_text(x->today, day)));
    else if (str_eq(what, S("actor"))) sql_result_str(c, x->actor);
    else if (str_eq(what, S("verb")) && x->verb.n) sql_result_str(c, x->verb);
    else if (str_eq(what, S("reason")) && x->reason.n) sql_result_str(c, x->reason);
    else sql_result_null(c);
}

/* ---- open and close ------------------------------------------------------------------------------------------------ */

static err_code prepare_connection(store *s, err *e) {
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, 3000);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL); /* a plan does not depend on what is bound: no preparing anew */
    sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
    TRY(store_exec(s,
                   "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA cell_size_check=ON;"
                   "PRAGMA secure_delete=ON; PRAGMA synchronous=FULL",
                   e));
    TRY(store_function(s, "pdca_session", 1, true, fn_session, s, e));
    return audit_functions(s, e);
}

static err_code pragma_int(store *s, const char *sql, int *ret, err *e) {
    int64_t v;
    TRY(store_int(s, sql, NULL, 0, &v, e));
    *ret = (int)v;
    return ERR_NONE;
}

/* A step and its number move together: user_version is part of the transaction. */
static err_code run_steps(store *s, int from, err *e) {
    TRY(store_begin(s, e));
    err_code code = ERR_NONE;
    for (int step = from + 1; !code && step <= STORE_VERSION; step++) {
        char path[64];
        snprintf(path, sizeof path, "src/store/schema/%03d.sql", step);
        str sql = embed_find(path);
        assert(sql.p);
        code = store_exec(s, sql.p, e); /* embedded files end with NUL */
    }
    if (!code) code = audit_triggers(s, e);
    char pragma[96];
    snprintf(pragma, sizeof pragma, "PRAGMA application_id=%d; PRAGMA user_version=%d", STORE_APPLICATION_ID, STORE_VERSION);
    if (!code) code = store_exec(s, pragma, e);
    return store_finish(s, code, e);
}

static err_code check_version(store *s, bool fresh, err *e) {
    int application, version;
    TRY(pragma_int(s, "PRAGMA application_id", &application, e));
    TRY(pragma_int(s, "PRAGMA user_version", &version, e));
    if (fresh) return run_steps(s, 0, e);
    if (application != STORE_APPLICATION_ID) return err_set(e, ERR_NOT_WORKSPACE, "path", s->path, NULL);
    if (version > STORE_VERSION) {
        char found[16], known[16];
        snprintf(found, sizeof found, "%d", version);
        snprintf(known, sizeof known, "%d", STORE_VERSION);
        return err_set(e, ERR_NEWER, "path", s->path, "found", found, "known", known, NULL);
    }
    return version < STORE_VERSION ? run_steps(s, version, e) : ERR_NONE;
}

static err_code open_as(const char *path, int flags, bool fresh, store **ret_store, err *e) {
    /* One thread, and nobody asks SQLite how much memory it uses: refused without harm where SQLite runs already. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    store *s = calloc(1, sizeof *s);
    if (!s || !(s->path = strdup(path))) abort();
    s->session = (store_session){.actor = S("pdca")};
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* no count of bytes with its lock at every allocation; refused, and no matter, after the first open */
    int rc = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    err_code code = rc ? sql_error(s, rc, NULL, e) : prepare_connection(s, e);
    if (!code) code = check_version(s, fresh, e);
    if (code) {
        store_close(s);
        return code;
    }
    *ret_store = s;
    return ERR_NONE;
}

err_code store_create(const char *path, store **ret_store, err *e) {
    if (file_exists(path)) return err_set(e, ERR_EXISTS, "path", path, NULL);
    return open_as(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, true, ret_store, e);
}

err_code store_open(const char *path, store **ret_store, err *e) {
    if (!file_exists(path)) return err_set(e, ERR_NO_WORKSPACE, "path", path, NULL);
    if (file_is_dir(path)) return err_set(e, ERR_NOT_WORKSPACE, "path", path, NULL);
    /* A reader opens for writing too where it may: after a crash the first to come has to roll the journal back. That it writes nothing
     * else is the views' authorizer's business; SQLite falls back to reading where the file is write-protected. */
    return open_as(path, SQLITE_OPEN_READWRITE, false, ret_store, e);
}

err_code store_memory(store **ret_store, err *e) {
    return open_as(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, true, ret_store, e);
}

void store_close(store *s) {
    if (!s) return;
    for (int i = 0; i < s->cached; i++) {
        assert(!s->cache[i].busy);
        sqlite3_finalize(s->cache[i].st);
    }
    int rc = sqlite3_close(s->db); /* refuses where a statement leaked */
    assert(rc == SQLITE_OK);
    (void)rc;
    while (s->kept) {
        kept_text *next = s->kept->next;
        free(s->kept);
        s->kept = next;
    }
    free(s->path);
    free(s);
}

const char *store_keep(store *s, const char *text) {
    for (kept_text *k = s->kept; k; k = k->next)
        if (strcmp(k->text, text) == 0) return k->text;
    size_t n = strlen(text) + 1;
    kept_text *k = malloc(sizeof *k + n);
    if (!k) abort();
    k->next = s->kept;
    memcpy(k->text, text, n);
    s->kept = k;
    return k->text;
}

const char *store_path(const store *s) { return s->path; }
void store_set_session(store *s, const store_session *session) { s->session = *session; }
const store_session *store_get_session(const store *s) { return &s->session; }
uint64_t store_stamp(const store *s) {
    unsigned version = 0;
    sqlite3_file_control(s->db, "main", SQLITE_FCNTL_DATA_VERSION, &version);
    return (uint64_t)version << 32 ^ (uint64_t)sqlite3_total_changes64(s->db);
}
int64_t store_changes(const store *s) { return sqlite3_changes64(s->db); }
void store_interrupt(store *s) { sqlite3_interrupt(s->db); }

static void make_again(store *s);

/* ---- transactions ---------------------------------------------------------------------------------------------------- */

void store_enter_past(store *s, int64_t seq, date day) {
    s->past = seq;
    s->past_day = day;
}
void store_seal(store *s) { s->sealed = true; }
int64_t store_past(const store *s) { return s->past; }
date store_past_day(const store *s) { return s->past_day; }

err_code store_begin(store *s, err *e) {
    if (s->sealed) return err_set(e, ERR_PAST, "command", "pdca", NULL);
    /* the past is written into temporary tables: no lock on the file, which may be write-protected */
    if (s->depth == 0) TRY(store_exec(s, s->past ? "BEGIN" : "BEGIN IMMEDIATE", e));
    s->depth++;
    return ERR_NONE;
}

err_code store_commit(store *s, err *e) {
    assert(s->depth > 0);
    if (s->depth > 1) {
        s->depth--;
        return ERR_NONE;
    }
    err_code code = store_exec(s, "COMMIT", e);
    if (code) store_rollback(s);
    s->depth = 0;
    return code;
}

void store_rollback(store *s) {
    if (!sqlite3_get_autocommit(s->db)) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    s->depth = 0;
    make_again(s);
}

err_code store_finish(store *s, err_code code, err *e) {
    if (code) {
        store_rollback(s);
        return code;
    }
    return s->depth ? store_commit(s, e) : ERR_NONE;
}

err_code store_exec(store *s, const char *sql, err *e) {
    errno = 0;
    int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    return rc ? sql_error(s, rc, sql, e) : ERR_NONE;
}

/* ---- views ---------------------------------------------------------------------------------------------------------------- */

void store_views(store *s, const char *sql) {
    assert(s->view_texts < VIEW_TEXTS);
    s->views[s->view_texts++] = sql;
}

static const char CREATE_VIEW[] = "CREATE TEMP VIEW ";

/* The first of the statements at `sql`, where the view is not there. */
static bool make_view(store *s, const char *sql) {
    sqlite3_stmt *st = NULL;
    AUTO(buf_free) buf b = {0};
    buf_printf(&b, "%sIF NOT EXISTS %s", CREATE_VIEW, sql + sizeof CREATE_VIEW - 1);
    bool vetting = s->vetting;
    s->vetting = false;
    bool made = sqlite3_prepare_v2(s->db, buf_cstr(&b), -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_DONE;
    sqlite3_finalize(st);
    s->vetting = vetting;
    return made;
}

/* Makes the view that the last error misses; false where it is none, or was made and did not help. */
static bool make_missing(store *s, char last[VIEW_NAME]) {
    static const char missing[] = "no such table: ";
    const char *why = sqlite3_errmsg(s->db), *at = NULL;
    if (strncmp(why, missing, sizeof missing - 1) != 0) return false;
    const char *name = why + sizeof missing - 1;
    if (strlen(name) >= VIEW_NAME || strcmp(name, last) == 0 || s->views_made == VIEWS) return false;
    strcpy(last, name);
    char begin[VIEW_NAME + 40];
    snprintf(begin, sizeof begin, "%s%s AS", CREATE_VIEW, last);
    for (int i = 0; i < s->view_texts && !at; i++) at = strstr(s->views[i], begin);
    if (!at || !make_view(s, at)) return false;
    s->made[s->views_made++] = at;
    return true;
}

/* A view that was made inside a transaction goes with it; statements that are kept need it. */
static void make_again(store *s) {
    for (int i = 0; i < s->views_made; i++) make_view(s, s->made[i]);
}

static int prepare(store *s, const char *sql, int n, unsigned flags, sqlite3_stmt **ret_st, const char **ret_tail) {
    for (char last[VIEW_NAME] = "";;) {
        int rc = sqlite3_prepare_v3(s->db, sql, n, flags, ret_st, ret_tail);
        if (rc != SQLITE_ERROR || !s->view_texts || !make_missing(s, last)) return rc;
    }
}

/* ---- statements -------------------------------------------------------------------------------------------------------- */

err_code store_query(store *s, const char *sql, query **ret_query, err *e) {
    for (int i = 0; i < s->cached; i++)
        if (s->cache[i].sql == sql && !s->cache[i].busy) {
            s->cache[i].busy = true;
            s->cache[i].rc = SQLITE_ROW;
            *ret_query = &s->cache[i];
            return ERR_NONE;
        }
    assert(s->cached < CACHE);
    sqlite3_stmt *st;
    int rc = prepare(s, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL);
    if (rc) return sql_error(s, rc, sql, e);
    query *q = &s->cache[s->cached++];
    *q = (query){.st = st, .owner = s, .sql = sql, .rc = SQLITE_ROW, .busy = true};
    *ret_query = q;
    return ERR_NONE;
}

/* Reading only: no write, no schema change, no pragma, no attached file. */
static int allow_reading(void *user, int action, const char *a, const char *b, const char *c, const char *d) {
    (void)a, (void)c, (void)d;
    if (!((store *)user)->vetting) return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_FUNCTION: return b && sqlite3_stricmp(b, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    default: return SQLITE_DENY;
    }
}

static query *query_own(store *s, sqlite3_stmt *st) {
    query *q = calloc(1, sizeof *q);
    if (!q) abort();
    *q = (query){.st = st, .owner = s, .rc = SQLITE_ROW, .busy = true};
    return q;
}

err_code store_query_vetted(store *s, const char *file, str sql, query **ret_query, err *e) {
    sqlite3_stmt *st = NULL, *more = NULL;
    const char *tail = NULL;
    if (!s->vetting_ready) {
        /* A table-valued function's first use declares its columns, which an authorizer sees as a write. Installed once: each
         * change of the authorizer makes SQLite prepare all statements anew. */
        TRY(store_exec(s, "SELECT 1 FROM json_each('0'), json_tree('0')", e));
        sqlite3_set_authorizer(s->db, allow_reading, s);
        s->vetting_ready = true;
    }
    s->vetting = true;
    int rc = prepare(s, sql.p, (int)sql.n, SQLITE_PREPARE_PERSISTENT, &st, &tail);
    s->vetting = false;
    const char *why = NULL;
    if (rc) why = sqlite3_errmsg(s->db);
    else if (!st) why = "no statement";
    else if (sqlite3_prepare_v2(s->db, tail, (int)(sql.p + sql.n - tail), &more, NULL) || more)
        why = "more than one statement"; /* comments and white space prepare to nothing */
    else if (!sqlite3_stmt_readonly(st) || sqlite3_column_count(st) != 1) why = "one SELECT of one column is needed";
    if (why) {
        err_set(e, ERR_PAGE_SQL, "file", file, "reason", why, NULL);
        sqlite3_finalize(st);
        sqlite3_finalize(more);
        return e->code;
    }
    *ret_query = query_own(s, st);
    return ERR_NONE;
}

err_code store_query_made(store *s, str sql, query **ret_query, err *e) {
    sqlite3_stmt *st;
    int rc = prepare(s, sql.p, (int)sql.n, 0, &st, NULL);
    if (rc) return sql_error(s, rc, "(made)", e);
    *ret_query = query_own(s, st);
    return ERR_NONE;
}

void query_free(query *q) {
    if (!q) return;
    assert(!q->sql);
    sqlite3_finalize(q->st);
    free(q);
}

void query_bind_int(query *q, int at, int64_t v) { sqlite3_bind_int64(q->st, at, v); }
void query_bind_real(query *q, int at, double v) { sqlite3_bind_double(q->st, at, v); }
void query_bind_null(query *q, int at) { sqlite3_bind_null(q->st, at); }
void query_bind_z(query *q, int at, const char *v) { query_bind_str(q, at, v ? str_c(v) : (str){NULL, 0}); }
void query_bind_str(query *q, int at, str v) {
    if (!v.p) sqlite3_bind_null(q->st, at);
    else sqlite3_bind_text(q->st, at, v.p, (int)v.n, SQLITE_STATIC);
}

bool query_bind_name(query *q, const char *name, str v) {
    int at = sqlite3_bind_parameter_index(q->st, name);
    if (at) query_bind_str(q, at, v);
    return at != 0;
}

bool query_next(query *q) {
    if (q->rc != SQLITE_ROW) return false;
    errno = 0;
    q->rc = sqlite3_step(q->st);
    return q->rc == SQLITE_ROW;
}

static err_code rewind_run(query *q, err *e) {
    err_code code = ERR_NONE;
    if (q->rc != SQLITE_ROW && q->rc != SQLITE_DONE) code = sql_error(q->owner, q->rc, sqlite3_sql(q->st), e);
    sqlite3_reset(q->st);
    q->rc = SQLITE_ROW;
    return code;
}

err_code query_end(query *q, err *e) {
    err_code code = rewind_run(q, e);
    sqlite3_clear_bindings(q->st);
    if (q->sql) q->busy = false;
    return code;
}

err_code query_run_again(query *q, err *e) {
    while (query_next(q)) continue;
    return rewind_run(q, e);
}

err_code query_run(query *q, err *e) {
    while (query_next(q)) continue;
    return query_end(q, e);
}

int query_columns(const query *q) { return sqlite3_column_count(q->st); }
const char *query_column_name(const query *q, int column) { return sqlite3_column_name(q->st, column); }
bool query_null(const query *q, int column) { return sqlite3_column_type(q->st, column) == SQLITE_NULL; }
int64_t query_int(const query *q, int column) { return sqlite3_column_int64(q->st, column); }
double query_real(const query *q, int column) { return sqlite3_column_double(q->st, column); }
str query_str(const query *q, int column) {
    const char *p = (const char *)sqlite3_column_text(q->st, column);
    return (str){p, (size_t)sqlite3_column_bytes(q->st, column)};
}
bool query_is_number(const query *q, int column) {
    int type = sqlite3_column_type(q->st, column);
    return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

query_kind query_value(const query *q, int column, double *ret_number, str *ret_text) {
    sqlite3_value *v = sqlite3_column_value(q->st, column);
    switch (sqlite3_value_type(v)) {
    case SQLITE_NULL: return QUERY_NULL;
    case SQLITE_INTEGER:
    case SQLITE_FLOAT: *ret_number = sqlite3_value_double(v); return QUERY_NUMBER;
    default: {
        const char *p = (const char *)sqlite3_value_text(v);
        *ret_text = (str){p, (size_t)sqlite3_value_bytes(v)};
        return QUERY_TEXT;
    }
    }
}

static void value_json(sqlite3_value *v, buf *out) {
    switch (sqlite3_value_type(v)) {
    case SQLITE_NULL: buf_z(out, "null"); break;
    case SQLITE_INTEGER: buf_printf(out, "%lld", (long long)sqlite3_value_int64(v)); break;
    case SQLITE_FLOAT: buf_real(out, sqlite3_value_double(v)); break;
    default: {
        const char *p = (const char *)sqlite3_value_text(v);
        buf_json(out, (str){p, (size_t)sqlite3_value_bytes(v)});
    }
    }
}

void query_json(const query *q, int column, buf *out) { value_json(sqlite3_column_value(q->st, column), out); }

err_code store_text(store *s, arena *a, const char *sql, const str *binds, int n_binds, str *ret_text, bool *ret_found,
                    err *e) {
    query *q;
    TRY(store_query(s, sql, &q, e));
    for (int i = 0; i < n_binds; i++) query_bind_str(q, i + 1, binds[i]);
    *ret_text = (str){"", 0};
    bool found = query_next(q) && !query_null(q, 0);
    if (found) *ret_text = arena_str(a, query_str(q, 0));
    if (ret_found) *ret_found = found;
    return query_end(q, e);
}

err_code store_int(store *s, const char *sql, const str *binds, int n_binds, int64_t *ret_int, err *e) {
    query *q;
    TRY(store_query(s, sql, &q, e));
    for (int i = 0; i < n_binds; i++) query_bind_str(q, i + 1, binds[i]);
    *ret_int = query_next(q) ? query_int(q, 0) : 0;
    return query_end(q, e);
}

err_code store_next_id(store *s, arena *a, const char *prefix, str *ret_id, err *e) {
    int year, month, day;
    date_to_ymd(s->session.today, &year, &month, &day);
    query *q;
    TRY(store_query(s,
                    "INSERT INTO counter(prefix, year, last) VALUES(?1, ?2, 1)"
                    " ON CONFLICT(prefix, year) DO UPDATE SET last = last + 1 RETURNING last",
                    &q, e));
    query_bind(q, 1, prefix);
    query_bind(q, 2, year);
    int64_t last = query_next(q) ? query_int(q, 0) : 0;
    while (query_next(q)) continue;
    TRY(query_end(q, e));
    *ret_id = str_c(arena_printf(a, "%s-%04d-%03lld", prefix, year, (long long)last));
    return ERR_NONE;
}

/* ---- functions ------------------------------------------------------------------------------------------------------------ */

struct sql_call {
    sqlite3_context *ctx;
    int n;
    sqlite3_value **v;
};

typedef struct function {
    sql_function *fn;
    void *user;
} function;

static void dispatch(sqlite3_context *ctx, int n, sqlite3_value **v) {
    const function *f = sqlite3_user_data(ctx);
    sql_call c = {ctx, n, v};
    f->fn(&c, f->user);
}

int sql_count(const sql_call *c) { return c->n; }
bool sql_null(const sql_call *c, int at) { return at >= c->n || sqlite3_value_type(c->v[at]) == SQLITE_NULL; }
str sql_str(const sql_call *c, int at) {
    if (sql_null(c, at)) return (str){NULL, 0};
    const char *p = (const char *)sqlite3_value_text(c->v[at]);
    return (str){p, (size_t)sqlite3_value_bytes(c->v[at])};
}
int64_t sql_int(const sql_call *c, int at) { return sql_null(c, at) ? 0 : sqlite3_value_int64(c->v[at]); }
double sql_real(const sql_call *c, int at) { return sql_null(c, at) ? 0 : sqlite3_value_double(c->v[at]); }
void sql_json(const sql_call *c, int at, buf *out) { value_json(c->v[at], out); }
void sql_result_null(sql_call *c) { sqlite3_result_null(c->ctx); }
void sql_result_int(sql_call *c, int64_t v) { sqlite3_result_int64(c->ctx, v); }
void sql_result_real(sql_call *c, double v) { sqlite3_result_double(c->ctx, v); }
void sql_result_str(sql_call *c, str v) { sqlite3_result_text64(c->ctx, v.p, v.n, SQLITE_TRANSIENT, SQLITE_UTF8); }
void sql_result_json(sql_call *c, str v) {
    sql_result_str(c, v);
    sqlite3_result_subtype(c->ctx, 'J'); /* the subtype that SQLite's JSON functions look for */
}
void sql_result_error(sql_call *c, const char *why) { sqlite3_result_error(c->ctx, why, -1); }

err_code store_function(store *s, const char *name, int args, bool pure, sql_function *fn, void *user, err *e) {
    function *f = malloc(sizeof *f);
    if (!f) abort();
    *f = (function){fn, user};
    int flags = SQLITE_UTF8 | SQLITE_SUBTYPE | (pure ? SQLITE_INNOCUOUS : 0) | (pure && args == 0 ? SQLITE_DETERMINISTIC : 0); /* asked once a run, not once a row */
    int rc = sqlite3_create_function_v2(s->db, name, args, flags, f, dispatch, NULL, NULL, free);
    return rc ? sql_error(s, rc, name, e) : ERR_NONE;
}
