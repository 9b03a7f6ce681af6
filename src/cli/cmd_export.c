/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tickets out again, as a file that `import tickets` reads back to the same tickets. */
#include <stdio.h>

#include "base/file.h"
#include "cli/cli.h"
#include "monitor/kpi.h"

enum { KEYS_MAX = 256 };

/* The headings of kept columns, in the order of their names. */
static err_code kept_columns(cli *c, str source, const char *const *window, str *keys, int *ret_n, err *e) {
    query *q;
    *ret_n = 0;
    TRY(store_query(c->s,
                    "SELECT DISTINCT k.key FROM ticket t, json_each(t.extra) k WHERE t.extra IS NOT NULL AND (?1 = '' OR t.source = ?1)"
                    " AND CASE ?2 WHEN 'month' THEN t.period BETWEEN ?3 AND ?4 WHEN 'day' THEN t.opened >= ?3 AND t.opened < ?4 ELSE 1 END ORDER BY 1",
                    &q, e));
    query_bind(q, 1, source);
    for (int i = 0; i < 3; i++) query_bind(q, i + 2, window[i]);
    bool many = false;
    while (!many && query_next(q)) {
        many = *ret_n == KEYS_MAX;
        if (!many) keys[(*ret_n)++] = arena_str(c->a, query_str(q, 0));
    }
    TRY(query_end(q, e));
    if (!many) return ERR_NONE;
    err_set(e, ERR_TOO_LARGE, "what", "what.csv_columns", NULL);
    err_add_int(e, "max", KEYS_MAX);
    return e->code;
}

static void put_heading(cli *c, const str *keys, int n_keys) {
    for (int k = 0; k < TICKET_IMPORTED; k++) {
        if (k) buf_putc(&c->out, ',');
        buf_csv(&c->out, str_c(word(c->language, arena_printf(c->a, "ticket.%s", ticket_column_name((ticket_column)k)))));
    }
    for (int k = 0; k < n_keys; k++) {
        buf_putc(&c->out, ',');
        buf_csv(&c->out, keys[k]);
    }
    buf_z(&c->out, "\r\n");
}

/* Numbers to the last digit; codes as the words that people read. An import reads both back. */
static void put_cell(cli *c, ticket_column column, const query *q, int at) {
    double number;
    str v;
    char key[64];
    query_kind found = query_value(q, at, &number, &v);
    if (found == QUERY_NULL) return;
    if (found == QUERY_NUMBER && column != TICKET_FIRST_CONTACT) {
        buf_real(&c->out, number);
        return;
    }
    if (column == TICKET_TYPE || column == TICKET_INSPECTION) {
        snprintf(key, sizeof key, "%s.%.*s", column == TICKET_TYPE ? "type" : "inspection", STR(str_sub(v, 0, 32)));
        v = str_c(word(c->language, key));
    } else if (column == TICKET_FIRST_CONTACT) v = str_c(word(c->language, number != 0 ? "bool.1" : "bool.0"));
    buf_csv(&c->out, v);
}

static err_code put_tickets(cli *c, str source, const char *const *window, const str *keys, int n_keys, int64_t *ret_n, err *e) {
    AUTO(buf_free) buf sql = {0};
    query *q;
    buf_z(&sql, "SELECT extra");
    for (int k = 0; k < TICKET_IMPORTED; k++) buf_printf(&sql, ", %s", ticket_column_name((ticket_column)k));
    for (int k = 0; k < n_keys; k++) buf_printf(&sql, ", (SELECT j.value FROM json_each(ticket.extra) j WHERE j.key = ?%d)", k + 5);
    buf_z(&sql, " FROM ticket WHERE (?1 = '' OR source = ?1)"
                " AND CASE ?2 WHEN 'month' THEN period BETWEEN ?3 AND ?4 WHEN 'day' THEN opened >= ?3 AND opened < ?4 ELSE 1 END ORDER BY source, no");
    TRY(store_query_made(c->s, buf_str(&sql), &q, e));
    query_bind(q, 1, source);
    for (int i = 0; i < 3; i++) query_bind(q, i + 2, window[i]);
    for (int k = 0; k < n_keys; k++) query_bind(q, k + 5, keys[k]);
    for (*ret_n = 0; query_next(q); ++*ret_n) {
        for (int k = 0; k < TICKET_IMPORTED; k++) {
            if (k) buf_putc(&c->out, ',');
            put_cell(c, (ticket_column)k, q, k + 1);
        }
        for (int k = 0; k < n_keys; k++) {
            buf_putc(&c->out, ',');
            if (!query_null(q, TICKET_IMPORTED + 1 + k)) buf_csv(&c->out, query_str(q, TICKET_IMPORTED + 1 + k));
        }
        buf_z(&c->out, "\r\n");
    }
    err_code code = query_end(q, e);
    query_free(q);
    return code;
}

static err_code run_export(cli *c, const args *a, err *e) {
    str over = args_option(a, "period"), source = str_trim(args_option(a, "source")), *keys = arena_new(c->a, str, KEYS_MAX);
    const char *window[3] = {"", "", ""};
    ticket_window w;
    int n_keys;
    int64_t n;
    if (over.p) {
        TRY(ticket_window_parse(over, &w, e));
        window[0] = w.by_month ? "month" : "day";
        window[1] = w.from;
        window[2] = w.to;
    }
    if (!source.p) source = S("");
    TRY(kept_columns(c, source, window, keys, &n_keys, e));
    buf_z(&c->out, "\xEF\xBB\xBF"); /* spreadsheets take the text for UTF-8 only with it */
    put_heading(c, keys, n_keys);
    TRY(put_tickets(c, source, window, keys, n_keys, &n, e));
    if (n == 0) return err_set(e, ERR_NO_DATA, "what", "what.tickets", NULL);
    if (c->out.over) {
        err_set(e, ERR_TOO_LARGE, "what", "export tickets", NULL);
        err_add_int(e, "max", BUF_MAX);
        return e->code;
    }
    if (!a->places) return ERR_NONE;
    const char *path = cli_z(c, a->place[0]);
    err_code code = file_write(path, buf_str(&c->out), e);
    buf_clear(&c->out);
    if (!code) cli_say(c, "export.done", "n", cli_int(c, n), "file", path, NULL);
    return code;
}

const command cmd_export[] = {
    {"export tickets", run_export, NEED_READ, "[FILE]", {{"period", "PERIOD"}, {"source", "NAME"}, {NULL, NULL}}},
    {0},
};
