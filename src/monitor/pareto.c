/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/pareto.h"

#include <pdca_stat.h>

#include "base/utf8.h"
#include "base/words.h"
#include "monitor/kpi.h"

static bool is_other(arena *a, str name) {
    static const char *const words[] = {"其他", "其它", "other", "others", "miscellaneous"};
    str folded = utf8_fold(a, name);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eqz(folded, words[i])) return true;
    return false;
}

typedef struct category_list {
    pdca_stat_category *c;
    size_t n, cap;
    int64_t excluded;
} category_list;

/* Tickets of one category come one after the other. */
static void add_tickets(category_list *l, arena *a, str name, int64_t tickets) {
    if (l->n && str_eqz(name, l->c[l->n - 1].name)) {
        l->c[l->n - 1].amount += (double)tickets;
        return;
    }
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 64;
        pdca_stat_category *more = arena_new(a, pdca_stat_category, l->cap);
        if (l->n) memcpy(more, l->c, sizeof *more * l->n);
        l->c = more;
    }
    name = arena_str(a, name);
    l->c[l->n++] = (pdca_stat_category){.name = name.p, .amount = (double)tickets, .other = is_other(a, name)};
}

/* Counts by category, and by whatever the rule of exclusion looks at. */
static err_code open_counts(store *s, const ticket_window *w, const bool used[TICKET_COLUMNS], query **ret_query, err *e) {
    AUTO(buf_free) buf columns = {0}, sql = {0};
    buf_z(&columns, "category");
    for (int c = 0; c < TICKET_COLUMNS; c++)
        if (used[c]) buf_printf(&columns, ", %s", ticket_column_sql((ticket_column)c));
    buf_printf(&sql, "SELECT count(*), %s FROM ticket WHERE %s AND category IS NOT NULL GROUP BY %s ORDER BY category", buf_cstr(&columns),
               w->by_month ? "period BETWEEN ?1 AND ?2" : "opened >= ?1 AND opened < ?2", buf_cstr(&columns));
    TRY(store_query_made(s, buf_str(&sql), ret_query, e));
    query_bind_z(*ret_query, 1, w->from);
    query_bind_z(*ret_query, 2, w->to);
    return ERR_NONE;
}

static err_code read_counts(store *s, arena *a, const ticket_window *w, const condition *exclude, category_list *l, err *e) {
    bool used[TICKET_COLUMNS] = {false};
    ticket_value row[TICKET_COLUMNS] = {0};
    query *q;
    condition_columns(exclude, used);
    TRY(open_counts(s, w, used, &q, e));
    while (query_next(q)) {
        for (int c = 0, at = 2; c < TICKET_COLUMNS; c++) {
            if (!used[c]) continue;
            if (query_null(q, at)) row[c] = (ticket_value){.kind = VALUE_NULL};
            else if (ticket_column_is_number((ticket_column)c)) row[c] = ticket_real(query_real(q, at));
            else row[c] = (ticket_value){.kind = VALUE_TEXT, .text = query_str(q, at)};
            at++;
        }
        if (exclude->n && condition_holds(exclude, row)) l->excluded += query_int(q, 0);
        else add_tickets(l, a, query_str(q, 1), query_int(q, 0));
    }
    err_code code = query_end(q, e);
    query_free(q);
    return code;
}

static err_code other_label(store *s, arena *a, str *ret_label, err *e) {
    return store_text(s, a, "SELECT word('category.other')", NULL, 0, ret_label, NULL, e);
}

err_code pareto_of(store *s, arena *a, str window, int max_categories, bool with_excluded, pareto *ret_pareto, err *e) {
    ticket_window w;
    condition exclude = {0};
    category_list list = {0};
    TRY(ticket_window_parse(window, &w, e));
    if (!with_excluded) TRY(kpi_exclusion(s, a, &exclude, e));
    TRY(read_counts(s, a, &w, &exclude, &list, e));
    pdca_stat_category *c = list.c;
    size_t n = list.n;
    pdca_stat_pareto found = pdca_stat_pareto_order(c, n, 80);
    size_t named = 0;
    while (named < n && !c[named].other) named++;
    size_t rows = named + (n > named);
    size_t keep = named; /* named rows that stay */
    if (max_categories > 0 && rows > (size_t)max_categories) {
        keep = (size_t)max_categories - 1;
        if (keep < found.vital) keep = found.vital;
    }
    pareto p = {.n = (int64_t)found.total, .vital = (int)found.vital, .effect = n && !found.no_effect, .excluded = list.excluded};
    pareto_row *row = arena_new(a, pareto_row, keep + 1);
    int64_t cumulative = 0;
    for (size_t i = 0; i < keep; i++) {
        int64_t count = (int64_t)c[i].amount;
        cumulative += count;
        row[p.rows++] = (pareto_row){.label = str_c(c[i].name), .count = count, .cumulative = cumulative, .vital = c[i].vital};
        if (c[i].vital) p.vital_n = cumulative;
    }
    for (size_t i = keep; i < n; i++) p.other_n += (int64_t)c[i].amount;
    if (p.other_n) {
        str label = str_c(n > named ? c[named].name : "");
        if (n == named) TRY(other_label(s, a, &label, e));
        row[p.rows++] = (pareto_row){.label = label, .count = p.other_n, .cumulative = p.n, .other = true};
    }
    p.other_large = 10 * p.other_n > p.n;
    p.row = row;
    *ret_pareto = p;
    return ERR_NONE;
}
