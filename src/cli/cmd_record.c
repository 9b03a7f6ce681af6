/* SPDX-License-Identifier: GPL-3.0-or-later */
/* add set list show history void: the same for every kind, out of the catalogue. */
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "cli/cli.h"
#include "monitor/monitor.h"

bool record_verb_known(str verb) {
    static const char *const verbs[] = {"add", "set", "list", "show", "history", "void"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (str_eqz(verb, verbs[i])) return true;
    return false;
}

static const char *field_label(cli *c, const kind *k, const char *name) {
    char key[96];
    snprintf(key, sizeof key, "field.%s.%s", k->name, name);
    return word(c->language, key);
}

static const char *kind_label(cli *c, const kind *k) {
    char key[64];
    snprintf(key, sizeof key, "kind.%s", k->name);
    return word(c->language, key);
}

/* A stored value as people read it: choices by their words, 1 and 0 as yes and no, shares as they stand. */
static str shown(cli *c, const kind *k, const field *f, str value) {
    char key[128];
    if (!value.p) return value;
    if (f->type == FIELD_ENUM) snprintf(key, sizeof key, "choice.%s.%s.%.*s", k->name, f->name, STR(value));
    else if (f->type == FIELD_BOOL) snprintf(key, sizeof key, "bool.%.*s", STR(value));
    else return value;
    const char *text = word_find(c->language, str_c(key));
    return text ? str_c(text) : value;
}

static void print_record_json(cli *c, const kind *k, str id, const str *v, str voided) {
    buf *b = &c->out;
    buf_z(b, "{\n \"kind\": ");
    buf_json(b, str_c(k->name));
    buf_z(b, ",\n \"id\": ");
    buf_json(b, id);
    for (int i = 0; i < k->n_fields; i++) {
        double number;
        field_type t = k->fields[i].type;
        bool numeric = t == FIELD_INT || t == FIELD_COUNT || t == FIELD_REAL || t == FIELD_QUANTITY || t == FIELD_SHARE || t == FIELD_PERCENT || t == FIELD_DAYS;
        buf_z(b, ",\n ");
        buf_json(b, str_c(k->fields[i].name));
        buf_z(b, ": ");
        if (!v[i].p) buf_z(b, "null");
        else if (t == FIELD_BOOL) buf_z(b, str_eq(v[i], S("1")) ? "true" : "false");
        else if (numeric && str_to_real(v[i], &number)) buf_put(b, v[i]);
        else buf_json(b, v[i]);
    }
    buf_z(b, ",\n \"voided\": ");
    if (voided.p) buf_json(b, voided);
    else buf_z(b, "null");
    buf_z(b, "\n}\n");
}

static void print_record(cli *c, const kind *k, str id, const str *v, str voided) {
    if (c->json) {
        print_record_json(c, k, id, v, voided);
        return;
    }
    int widest = 0;
    for (int i = 0; i < k->n_fields; i++) {
        int w = utf8_columns(str_c(field_label(c, k, k->fields[i].name)));
        if (v[i].p && w > widest) widest = w;
    }
    buf_printf(&c->out, "%s %.*s\n", kind_label(c, k), STR(id));
    if (voided.p) cli_say(c, "cli.voided", "reason", cli_z(c, voided), NULL);
    for (int i = 0; i < k->n_fields; i++) {
        if (!v[i].p) continue;
        buf_fill(&c->out, ' ', 2);
        utf8_pad(&c->out, str_c(field_label(c, k, k->fields[i].name)), widest + 2, false);
        for (str rest = shown(c, k, &k->fields[i], v[i]), line; rest.p;) {
            rest = str_cut(rest, '\n', &line);
            buf_put(&c->out, line);
            buf_putc(&c->out, '\n');
            if (rest.p) buf_fill(&c->out, ' ', (size_t)widest + 4);
        }
    }
}

/* A planned date on a day nobody works is kept, and said. */
static void remark_days(cli *c, const kind *k, const str *values, const bool *given) {
    for (int i = 0; i < k->n_fields; i++) {
        date d;
        if (k->fields[i].type != FIELD_DUE || (given && !given[i]) || !values[i].p || !date_parse(values[i], &d)) continue;
        if (strcmp(k->fields[i].name, "start") == 0 || workday_is(&c->ctx.calendar, d)) continue;
        cli_remark(c, "cli.no_workday", "field", field_label(c, k, k->fields[i].name), "date", cli_z(c, values[i]), NULL);
    }
}

/* A setting that nothing asks for is kept, but most likely misspelt. */
static void remark_unknown_setting(cli *c, const kind *k, str id) {
    if (strcmp(k->name, "setting") != 0 || str_starts(id, S("profile_"))) return;
    if (!word_find(c->language, str_c(arena_printf(c->a, "setting.%.*s", STR(id))))) cli_remark(c, "cli.unknown_setting", "id", cli_z(c, id), NULL);
}

static err_code verb_add(cli *c, const kind *k, const args *a, err *e) {
    str *values = record_blank(c->a, k), id = S("");
    int first = 0;
    if (!k->prefix) {
        if (!a->places) return err_set(e, ERR_MISSING_ARGUMENT, "command", k->name, "argument", "ID", NULL);
        id = a->place[first++];
    }
    TRY(record_args(c, k, a, first, values, NULL, e));
    TRY(record_add(&c->ctx, k, id, values, &id, e));
    remark_days(c, k, values, NULL);
    remark_unknown_setting(c, k, id);
    if (c->json) {
        str voided;
        TRY(record_get(&c->ctx, k, id, values, &voided, e));
        print_record(c, k, id, values, voided);
        return ERR_NONE;
    }
    if (!c->quiet) cli_say(c, "cli.added", "kind", kind_label(c, k), "id", cli_z(c, id), NULL);
    else buf_printf(&c->out, "%.*s\n", STR(id));
    return ERR_NONE;
}

static err_code place_id(cli *c, const kind *k, const args *a, str *ret_id, err *e) {
    if (!a->places) return err_set(e, ERR_MISSING_ARGUMENT, "command", k->name, "argument", "ID", NULL);
    return record_id(&c->ctx, k, a->place[0], ret_id, e);
}

static err_code verb_set(cli *c, const kind *k, const args *a, err *e) {
    str id, *values = record_blank(c->a, k);
    bool *given = arena_new(c->a, bool, k->n_fields);
    int changed = 0, named = 0;
    TRY(place_id(c, k, a, &id, e));
    bool value_place = k->n_fields == 1; /* pdca setting set lang en */
    if (!value_place && a->places > 1) {
        err_set(e, ERR_EXTRA_ARGUMENT, "command", k->name, NULL);
        err_add(e, "value", a->place[1]);
        return e->code;
    }
    TRY(record_args(c, k, a, value_place ? 1 : a->places, values, given, e));
    for (int i = 0; i < k->n_fields; i++) {
        named += given[i];
        if (!given[i] || !(k->fields[i].flags & FIELD_ONCE)) continue;
        return err_set(e, ERR_STATE, "id", field_label(c, k, k->fields[i].name), "reason", "state.once", NULL);
    }
    if (!named) return err_set(e, ERR_MISSING, "field", "what.change", "option", arena_printf(c->a, "pdca %s set --help", k->name), NULL);
    TRY(record_set(&c->ctx, k, id, values, given, &changed, e));
    remark_days(c, k, values, given);
    cli_say(c, changed ? "cli.changed" : "cli.unchanged", "kind", kind_label(c, k), "id", cli_z(c, id), "n", cli_int(c, changed), NULL);
    return ERR_NONE;
}

static err_code verb_void(cli *c, const kind *k, const args *a, err *e) {
    str id;
    TRY(place_id(c, k, a, &id, e));
    TRY(record_void(&c->ctx, k, id, e));
    cli_say(c, "cli.now_void", "kind", kind_label(c, k), "id", cli_z(c, id), NULL);
    return ERR_NONE;
}

static err_code verb_show(cli *c, const kind *k, const args *a, err *e) {
    str id, voided, *values = record_blank(c->a, k);
    err_code code = place_id(c, k, a, &id, e);
    if (code == ERR_VOIDED) id = arena_str(c->a, err_value(e, "id")); /* a void record stays readable */
    else TRY(code);
    TRY(record_get(&c->ctx, k, id, values, &voided, e));
    print_record(c, k, id, values, voided);
    return ERR_NONE;
}

/* ---- list ------------------------------------------------------------------------------------------------------------- */

typedef struct list_column {
    const char *name, *heading, *sql;
    bool right, last;
    const field *f;
} list_column;

static bool is_right(field_type t) {
    return t == FIELD_INT || t == FIELD_COUNT || t == FIELD_REAL || t == FIELD_QUANTITY || t == FIELD_SHARE || t == FIELD_PERCENT || t == FIELD_DAYS;
}

/* The catalogue's listed fields; actions carry their derived status, which is no field. */
static int list_columns(cli *c, const kind *k, bool all, list_column *col) {
    int n = 0;
    col[n++] = (list_column){"id", word(c->language, "cli.id"), "id", false, false, NULL};
    for (int i = 0; i < k->n_fields; i++) {
        const field *f = &k->fields[i];
        if (!all && !(f->flags & FIELD_LISTED)) continue;
        if (n < 30) col[n++] = (list_column){f->name, field_label(c, k, f->name), f->name, is_right(f->type), (f->flags & FIELD_LAST) != 0, f};
    }
    if (strcmp(k->name, "action") == 0) {
        col[n++] = (list_column){"status", word(c->language, "field.action.status"), c->json ? "status" : "status_text", false, false, NULL};
        if (c->json) col[n++] = (list_column){"late_days", word(c->language, "field.action.late_days"), "late_days", true, false, NULL};
    }
    return n;
}

/* WHERE of the filters given as --field VALUE; values are bound, the first is ?1. */
static err_code list_filters(cli *c, const kind *k, const args *a, buf *sql, str *binds, int *ret_n, err *e) {
    *ret_n = 0;
    for (int i = 0; i < k->n_fields; i++) {
        str typed = args_option(a, k->fields[i].name), value;
        if (!typed.p) continue;
        TRY(record_parse(&c->ctx, k, &k->fields[i], typed, &value, e));
        buf_printf(sql, " AND \"%s\" = CAST(?%d AS %s)", k->fields[i].name, *ret_n + 1, is_right(k->fields[i].type) || k->fields[i].type == FIELD_BOOL ? "NUMERIC" : "TEXT");
        binds[(*ret_n)++] = value;
    }
    if (strcmp(k->name, "action") == 0 && args_option(a, "status").p) {
        buf_printf(sql, " AND status = ?%d", *ret_n + 1);
        binds[(*ret_n)++] = args_option(a, "status");
    }
    if (strcmp(k->name, "action") == 0 && args_flag(a, "open")) buf_z(sql, " AND open");
    return ERR_NONE;
}

static err_code list_order(const kind *k, const args *a, const list_column *col, int n, buf *sql, err *e) {
    str by = args_option(a, "sort");
    bool down = by.n && by.p[0] == '-';
    if (down) by = str_sub(by, 1, by.n);
    if (!by.p) {
        buf_z(sql, " ORDER BY seq");
        return ERR_NONE;
    }
    for (int i = 0; i < n; i++)
        if (str_eqz(by, col[i].name)) {
            buf_printf(sql, " ORDER BY \"%s\" IS NULL, \"%s\"%s, seq", col[i].sql, col[i].sql, down ? " DESC" : "");
            return ERR_NONE;
        }
    err_set(e, ERR_USAGE, "command", k->name, NULL);
    err_add(e, "reason", by);
    return e->code;
}

static err_code verb_list(cli *c, const kind *k, const args *a, err *e) {
    list_column col[40];
    str binds[64];
    int filters;
    int n = list_columns(c, k, args_flag(a, "all-fields"), col);
    AUTO(buf_free) buf sql = {0};
    buf_z(&sql, "SELECT ");
    for (int i = 0; i < n; i++) buf_printf(&sql, "%s\"%s\"", i ? ", " : "", col[i].sql);
    buf_printf(&sql, " FROM \"%s\" WHERE 1", strcmp(k->name, "action") == 0 ? "action_v" : k->table);
    if (!args_flag(a, "void")) buf_z(&sql, " AND voided IS NULL");
    TRY(list_filters(c, k, a, &sql, binds, &filters, e));
    TRY(list_order(k, a, col, n, &sql, e));
    long long limit = -1;
    str limit_text = args_option(a, "limit");
    if (limit_text.p && (!str_to_int(limit_text, &limit) || limit < 1))
        return err_set(e, ERR_BAD_VALUE, "field", "--limit", "value", cli_z(c, limit_text), "want", "want.count", NULL);
    if (limit > 0) buf_printf(&sql, " LIMIT %lld", limit);
    query *q;
    TRY(store_query_made(c->s, buf_str(&sql), &q, e));
    for (int i = 0; i < filters; i++) query_bind(q, i + 1, binds[i]);
    table *t = table_new(c);
    const char *keys[40];
    for (int i = 0; i < n; i++) {
        table_column(t, col[i].heading, col[i].right, col[i].last);
        keys[i] = col[i].name;
    }
    while (query_next(q))
        for (int i = 0; i < n; i++) {
            str v = query_null(q, i) ? (str){NULL, 0} : query_str(q, i);
            table_cell(t, c->json || !col[i].f ? v : shown(c, k, col[i].f, v));
        }
    err_code code = query_end(q, e);
    query_free(q);
    if (!code) table_print(t, keys);
    return code;
}

/* ---- history ------------------------------------------------------------------------------------------------------------ */

/* What changed between an event and the one before it of the same record. */
static const char history_sql[] =
    "SELECT e.seq, e.at, e.today, e.actor, e.verb, coalesce(e.reason, ''), e.hash,"
    " (SELECT json_group_array(json_object('field', n.key, 'old', o.atom, 'new', n.atom)) FROM json_each(e.row) n"
    "  LEFT JOIN json_each(coalesce((SELECT b.row FROM event b WHERE b.kind = e.kind AND b.id = e.id AND b.seq < e.seq"
    "   ORDER BY b.seq DESC LIMIT 1), '{}')) o ON o.key = n.key WHERE n.key <> 'id' AND n.atom IS NOT o.atom)"
    " FROM event e WHERE e.kind = ?1 AND e.id = ?2 ORDER BY e.seq";

static err_code print_changes(cli *c, const kind *k, str json, err *e) {
    query *q;
    TRY(store_query(c->s, "SELECT value ->> '$.field', value ->> '$.old', value ->> '$.new' FROM json_each(?1)", &q, e));
    query_bind(q, 1, json);
    while (query_next(q)) {
        str name = query_str(q, 0);
        const field *f = field_find(k, name);
        str old = query_null(q, 1) ? (str){NULL, 0} : query_str(q, 1), now = query_null(q, 2) ? (str){NULL, 0} : query_str(q, 2);
        if (f) old = shown(c, k, f, old), now = shown(c, k, f, now);
        buf_printf(&c->out, "      %s: ", f ? field_label(c, k, f->name) : "voided");
        if (old.p) buf_printf(&c->out, "%.*s → ", STR(old));
        buf_put(&c->out, now.p ? now : S("—"));
        buf_putc(&c->out, '\n');
    }
    return query_end(q, e);
}

static err_code verb_history(cli *c, const kind *k, const args *a, err *e) {
    str id;
    err_code code = place_id(c, k, a, &id, e);
    if (code == ERR_VOIDED) id = arena_str(c->a, err_value(e, "id"));
    else TRY(code);
    query *q;
    TRY(store_query(c->s, history_sql, &q, e));
    query_bind(q, 1, k->name);
    query_bind(q, 2, id);
    bool first = true;
    if (c->json) buf_putc(&c->out, '[');
    while (query_next(q)) {
        if (c->json) {
            static const char *const keys[] = {"seq", "at", "today", "actor", "verb", "reason", "hash"};
            buf_z(&c->out, first ? "\n {" : ",\n {");
            for (int i = 0; i < 7; i++) {
                buf_printf(&c->out, "%s\"%s\": ", i ? ", " : "", keys[i]);
                if (i) buf_json(&c->out, query_str(q, i));
                else buf_put(&c->out, query_str(q, i));
            }
            buf_printf(&c->out, ", \"changes\": %.*s}", STR(query_str(q, 7)));
            first = false;
            continue;
        }
        str reason = query_str(q, 5);
        buf_printf(&c->out, "%5lld  %.*s  %.*s  %.*s  %.12s", (long long)query_int(q, 0), STR(query_str(q, 2)), STR(query_str(q, 3)),
                   STR(query_str(q, 4)), query_str(q, 6).p);
        if (reason.n) buf_printf(&c->out, "  %s%.*s", word(c->language, "cli.because"), STR(reason));
        buf_putc(&c->out, '\n');
        code = print_changes(c, k, query_str(q, 7), e);
        if (code) break;
    }
    if (c->json) buf_z(&c->out, "\n]\n");
    err later;
    err_code end = query_end(q, code && code != ERR_VOIDED ? &later : e);
    return code && code != ERR_VOIDED ? code : end;
}

static err_code run_verb(cli *c, const kind *k, str verb, const args *a, err *e) {
    if (str_eq(verb, S("add"))) return verb_add(c, k, a, e);
    if (str_eq(verb, S("set"))) return verb_set(c, k, a, e);
    if (str_eq(verb, S("void"))) return verb_void(c, k, a, e);
    if (str_eq(verb, S("show"))) return verb_show(c, k, a, e);
    if (str_eq(verb, S("history"))) return verb_history(c, k, a, e);
    return verb_list(c, k, a, e);
}

/* Kept figures follow what decides them in the same transaction; a condition that cannot be read undoes the change. */
static err_code change_figures(cli *c, const kind *k, str verb, const args *a, err *e) {
    size_t said = c->out.n;
    TRY(store_begin(c->s, e));
    err_code code = run_verb(c, k, verb, a, e);
    if (!code) code = monitor_follow(c->s, str_c(k->name), a->places ? a->place[0] : S(""), e);
    code = store_finish(c->s, code, e);
    if (code) c->out.n = said;
    return code;
}

err_code record_verb(cli *c, const kind *k, str verb, int argc, const char *const *argv, err *e) {
    static const option list_options[] = {{"sort", "FIELD"}, {"limit", "N"}, {"void", NULL}, {"all-fields", NULL}, {"status", "STATUS"}, {"open", NULL}, {NULL, NULL}};
    args *a = arena_new(c->a, args, 1);
    bool help = false, list = str_eq(verb, S("list")), writes = str_eq(verb, S("add")) || str_eq(verb, S("set"));
    const char *name = arena_printf(c->a, "%s %.*s", k->name, STR(verb));
    TRY(args_parse(c, name, list ? list_options : NULL, list || writes ? k : NULL, list, argc, argv, a, &help, e));
    if (help) {
        help_kind_verb(c, k, cli_z(c, verb));
        return ERR_NONE;
    }
    bool reads = list || str_eq(verb, S("show")) || str_eq(verb, S("history"));
    c->session.verb = reads ? S("") : verb;
    TRY(cli_open(c, reads ? NEED_READ : NEED_WRITE, e));
    cli_reason(c, a);
    if (!reads && strcmp(k->name, "import") == 0) return err_set(e, ERR_UNKNOWN_COMMAND, "command", name, "want", "pdca import tickets FILE", NULL);
    if (!reads && strcmp(k->name, "check") == 0 && !str_eq(verb, S("void")) && !str_eq(verb, S("set")))
        return err_set(e, ERR_UNKNOWN_COMMAND, "command", name, "want", "pdca check seal P-…", NULL);
    if (!reads && monitor_concerns(str_c(k->name), a->places ? a->place[0] : S(""))) return change_figures(c, k, verb, a, e);
    return run_verb(c, k, verb, a, e);
}
