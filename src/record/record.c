/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/record.h"

#include <assert.h>
#include <stdio.h>

#include "record/hooks.h"

str *record_blank(arena *a, const kind *k) { return arena_new(a, str, k->n_fields); }

str record_setting(store *s, arena *a, const char *name, const char *otherwise) {
    err e;
    str value, key = str_c(name);
    bool found = false;
    if (store_text(s, a, "SELECT value FROM setting WHERE id = ?1 AND voided IS NULL", &key, 1, &value, &found, &e)) found = false;
    return found ? value : str_c(otherwise);
}

/* The program's own names from the catalogue; values are bound. */
static err_code insert(record_ctx *ctx, const kind *k, str id, const str *values, err *e) {
    AUTO(buf_free) buf sql = {0};
    buf_printf(&sql, "INSERT INTO \"%s\"(id", k->table);
    for (int i = 0; i < k->n_fields; i++) buf_printf(&sql, ", \"%s\"", k->fields[i].name);
    buf_z(&sql, ") VALUES(?1");
    for (int i = 0; i < k->n_fields; i++) buf_printf(&sql, ", ?%d", i + 2);
    buf_putc(&sql, ')');
    query *q;
    TRY(store_query(ctx->s, store_keep(ctx->s, buf_cstr(&sql)), &q, e));
    query_bind(q, 1, id);
    for (int i = 0; i < k->n_fields; i++) query_bind(q, i + 2, values[i]);
    return query_run(q, e);
}

static err_code update(record_ctx *ctx, const kind *k, str id, const str *values, const bool *given, err *e) {
    AUTO(buf_free) buf sql = {0};
    buf_printf(&sql, "UPDATE \"%s\" SET ", k->table);
    int n = 0;
    for (int i = 0; i < k->n_fields; i++)
        if (given[i]) buf_printf(&sql, "%s\"%s\" = ?%d", n++ ? ", " : "", k->fields[i].name, i + 2);
    buf_z(&sql, " WHERE id = ?1");
    query *q;
    TRY(store_query_made(ctx->s, buf_str(&sql), &q, e)); /* many sets of fields: not kept */
    query_bind(q, 1, id);
    for (int i = 0; i < k->n_fields; i++)
        if (given[i]) query_bind(q, i + 2, values[i]);
    err_code code = query_run(q, e);
    query_free(q);
    return code;
}

static err_code missing(const kind *k, const field *f, err *e) {
    char name[96], option[64];
    snprintf(name, sizeof name, "field.%s.%s", k->name, f->name);
    snprintf(option, sizeof option, "--%s", f->name);
    for (char *p = option; *p; p++)
        if (*p == '_') *p = '-';
    return err_set(e, ERR_MISSING, "field", name, "option", option, NULL);
}

/* A setting or a day of the calendar that was voided may come back under its name: there is no other name for it. */
static err_code revive(record_ctx *ctx, const kind *k, str id, const str *values, err *e) {
    AUTO(buf_free) buf sql = {0};
    buf_printf(&sql, "UPDATE \"%s\" SET voided = NULL", k->table);
    for (int i = 0; i < k->n_fields; i++) buf_printf(&sql, ", \"%s\" = ?%d", k->fields[i].name, i + 2);
    buf_z(&sql, " WHERE id = ?1");
    query *q;
    TRY(store_query(ctx->s, store_keep(ctx->s, buf_cstr(&sql)), &q, e));
    query_bind(q, 1, id);
    for (int i = 0; i < k->n_fields; i++) query_bind(q, i + 2, values[i]);
    return query_run(q, e);
}

static err_code add(record_ctx *ctx, const kind *k, str id, str *values, str *ret_id, err *e) {
    for (int i = 0; i < k->n_fields; i++)
        if (!values[i].p && k->fields[i].initial) TRY(record_parse(ctx, k, &k->fields[i], str_c(k->fields[i].initial), &values[i], e));
    TRY(hook_before_add(ctx, k, values, e));
    for (int i = 0; i < k->n_fields; i++)
        if ((k->fields[i].flags & FIELD_NEEDED) && !values[i].p) return missing(k, &k->fields[i], e);
    if (k->prefix) TRY(store_next_id(ctx->s, ctx->a, k->prefix, ret_id, e));
    else {
        field code = {"id", k->id_type, FIELD_NEEDED, NULL, NULL};
        TRY(record_parse(ctx, k, &code, id, ret_id, e));
        if (!ret_id->p) return missing(k, &code, e);
        AUTO(buf_free) buf sql = {0};
        buf_printf(&sql, "SELECT voided IS NOT NULL FROM \"%s\" WHERE id = ?1", k->table);
        query *q;
        TRY(store_query(ctx->s, store_keep(ctx->s, buf_cstr(&sql)), &q, e));
        query_bind(q, 1, *ret_id);
        bool taken = query_next(q), voided = taken && query_int(q, 0);
        err_code code_end = query_end(q, e);
        TRY(code_end);
        bool comes_back = voided && (k == kind_find(S("setting")) || k == kind_find(S("calendar_day")));
        if (comes_back) {
            TRY(revive(ctx, k, *ret_id, values, e));
            return hook_after_add(ctx, k, *ret_id, values, e);
        }
        if (taken) {
            char kind_key[64];
            snprintf(kind_key, sizeof kind_key, "kind.%s", k->name);
            err_set(e, ERR_DUPLICATE, "kind", kind_key, NULL);
            err_add(e, "id", *ret_id);
            return e->code;
        }
    }
    TRY(insert(ctx, k, *ret_id, values, e));
    return hook_after_add(ctx, k, *ret_id, values, e);
}

err_code record_add(record_ctx *ctx, const kind *k, str id, str *values, str *ret_id, err *e) {
    TRY(store_begin(ctx->s, e));
    return store_finish(ctx->s, add(ctx, k, id, values, ret_id, e), e);
}

static bool same(str a, str b) { return (a.p == NULL) == (b.p == NULL) && str_eq(a, b); }

static err_code set(record_ctx *ctx, const kind *k, str id, const str *values, const bool *given, int *ret_changed, err *e) {
    str *old = record_blank(ctx->a, k), *now = record_blank(ctx->a, k), voided;
    bool *differs = arena_new(ctx->a, bool, k->n_fields);
    TRY(record_get(ctx, k, id, old, &voided, e));
    if (voided.p) {
        err_set(e, ERR_VOIDED, NULL);
        err_add(e, "id", id);
        err_add(e, "reason", voided);
        return e->code;
    }
    for (int i = 0; i < k->n_fields; i++) now[i] = given[i] ? values[i] : old[i];
    TRY(hook_before_set(ctx, k, id, old, now, e));
    *ret_changed = 0;
    for (int i = 0; i < k->n_fields; i++) {
        const field *f = &k->fields[i];
        differs[i] = !same(old[i], now[i]);
        *ret_changed += differs[i];
        if (!differs[i]) continue;
        if ((f->flags & FIELD_NEEDED) && !now[i].p) return missing(k, f, e);
        if ((f->flags & FIELD_REASON) && !store_get_session(ctx->s)->reason.n) {
            char name[96];
            snprintf(name, sizeof name, "field.%s.%s", k->name, f->name);
            return err_set(e, ERR_REASON_NEEDED, "what", name, NULL);
        }
    }
    return *ret_changed ? update(ctx, k, id, now, differs, e) : ERR_NONE;
}

err_code record_set(record_ctx *ctx, const kind *k, str id, const str *values, const bool *given, int *ret_changed, err *e) {
    TRY(store_begin(ctx->s, e));
    return store_finish(ctx->s, set(ctx, k, id, values, given, ret_changed, e), e);
}

err_code record_change_fields(record_ctx *ctx, const kind *k, str id, const record_change *changes, int n, err *e) {
    str *values = record_blank(ctx->a, k);
    bool *given = arena_new(ctx->a, bool, k->n_fields);
    for (int i = 0; i < n; i++) {
        int at = field_at(k, changes[i].field);
        values[at] = changes[i].value;
        given[at] = true;
    }
    TRY(store_begin(ctx->s, e));
    return store_finish(ctx->s, update(ctx, k, id, values, given, e), e);
}

err_code record_void(record_ctx *ctx, const kind *k, str id, err *e) {
    str reason = store_get_session(ctx->s)->reason;
    if (!reason.n) return err_set(e, ERR_REASON_NEEDED, "what", "what.void", NULL);
    str checked;
    TRY(record_id(ctx, k, id, &checked, e));
    AUTO(buf_free) buf sql = {0};
    buf_printf(&sql, "UPDATE \"%s\" SET voided = ?2 WHERE id = ?1", k->table);
    TRY(store_begin(ctx->s, e));
    query *q;
    err_code code = store_query(ctx->s, store_keep(ctx->s, buf_cstr(&sql)), &q, e);
    if (!code) {
        query_bind(q, 1, checked);
        query_bind(q, 2, reason);
        code = query_run(q, e);
    }
    return store_finish(ctx->s, code, e);
}

err_code record_get(record_ctx *ctx, const kind *k, str id, str *ret_values, str *ret_voided, err *e) {
    AUTO(buf_free) buf sql = {0};
    buf_z(&sql, "SELECT voided");
    for (int i = 0; i < k->n_fields; i++) buf_printf(&sql, ", \"%s\"", k->fields[i].name);
    buf_printf(&sql, " FROM \"%s\" WHERE id = ?1", k->table);
    query *q;
    TRY(store_query(ctx->s, store_keep(ctx->s, buf_cstr(&sql)), &q, e));
    query_bind(q, 1, id);
    bool found = query_next(q);
    *ret_voided = (str){NULL, 0};
    if (found) {
        if (!query_null(q, 0)) *ret_voided = arena_str(ctx->a, query_str(q, 0));
        for (int i = 0; i < k->n_fields; i++)
            ret_values[i] = query_null(q, i + 1) ? (str){NULL, 0} : arena_str(ctx->a, query_str(q, i + 1));
    }
    err_code code = query_end(q, e);
    if (code || found) return code;
    char kind_key[64];
    snprintf(kind_key, sizeof kind_key, "kind.%s", k->name);
    err_set(e, ERR_UNKNOWN_ID, "kind", kind_key, "list", k->name, NULL);
    err_add(e, "id", id);
    return e->code;
}
