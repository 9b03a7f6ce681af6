/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/kpi.h"

bool kpi_is_dimension(ticket_column c) {
    switch (c) {
    case TICKET_TYPE:
    case TICKET_SUBTYPE:
    case TICKET_CHANNEL:
    case TICKET_REGION:
    case TICKET_PRODUCT:
    case TICKET_AGENT:
    case TICKET_CATEGORY: return true;
    default: return false;
    }
}

err_code kpi_labels(store *s, arena *a, ticket_column c, const ticket_window *w, int most, str *labels, int *ret_n, err *e) {
    AUTO(buf_free) buf sql = {0};
    const char *name = ticket_column_name(c);
    buf_printf(&sql, "SELECT %s FROM ticket WHERE %s AND %s IS NOT NULL GROUP BY %s ORDER BY count(*) DESC, %s LIMIT %d", name,
               w->by_month ? "period BETWEEN ?1 AND ?2" : "opened >= ?1 AND opened < ?2", name, name, name, most);
    query *q;
    *ret_n = 0;
    TRY(store_query_made(s, buf_str(&sql), &q, e));
    query_bind_z(q, 1, w->from);
    query_bind_z(q, 2, w->to);
    while (query_next(q)) labels[(*ret_n)++] = arena_str(a, query_str(q, 0));
    err_code code = query_end(q, e);
    query_free(q);
    return code;
}

kpi kpi_narrow(arena *a, const kpi *k, ticket_column c, const str *value) {
    kpi narrow = *k;
    condition_term *terms = arena_new(a, condition_term, k->denominator.n + 1);
    terms[0] = (condition_term){.column = c, .op = OP_EQ, .n = 1, .text = value};
    if (k->denominator.n) memcpy(terms + 1, k->denominator.terms, sizeof *terms * (size_t)k->denominator.n);
    narrow.denominator = (condition){k->denominator.n + 1, terms};
    return narrow;
}

/* All values are worked out in one pass. */
err_code kpi_breakdown(store *s, arena *a, const kpi *k, const ticket_window *window, str dimension, kpi_part **ret_parts, int *ret_n, err *e) {
    ticket_column c;
    if (!ticket_column_find(dimension, &c) || !kpi_is_dimension(c)) {
        err_set(e, ERR_BAD_VALUE, "field", "--by", "want", "want.dimension", NULL);
        err_add(e, "value", dimension);
        return ERR_BAD_VALUE;
    }
    kpi_part *parts = arena_new(a, kpi_part, BREAKDOWN_MAX);
    str *labels = arena_new(a, str, BREAKDOWN_MAX);
    TRY(kpi_labels(s, a, c, window, BREAKDOWN_MAX, labels, ret_n, e));
    kpi *narrow = arena_new(a, kpi, *ret_n + 1);
    kpi_figure *figures = arena_new(a, kpi_figure, *ret_n + 1);
    for (int i = 0; i < *ret_n; i++) {
        parts[i].label = labels[i];
        narrow[i] = kpi_narrow(a, k, c, &labels[i]);
    }
    TRY(kpi_compute(s, narrow, *ret_n, window, figures, e));
    for (int i = 0; i < *ret_n; i++) parts[i].figure = figures[i];
    *ret_parts = parts;
    return ERR_NONE;
}
