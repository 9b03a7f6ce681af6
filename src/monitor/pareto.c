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

static err_code read_counts(store *s, arena *a, const ticket_window *w, pdca_stat_category **ret, size_t *ret_n, err *e) {
    query *q;
    size_t cap = 64, n = 0;
    pdca_stat_category *c = arena_new(a, pdca_stat_category, cap);
    TRY(store_query(s,
                    w->by_month ? "SELECT category, count(*) FROM ticket WHERE period BETWEEN ?1 AND ?2 AND category IS NOT NULL GROUP BY category"
                                : "SELECT category, count(*) FROM ticket WHERE opened >= ?1 AND opened < ?2 AND category IS NOT NULL GROUP BY category",
                    &q, e));
    query_bind_z(q, 1, w->from);
    query_bind_z(q, 2, w->to);
    while (query_next(q)) {
        if (n == cap) {
            pdca_stat_category *more = arena_new(a, pdca_stat_category, cap * 2);
            memcpy(more, c, sizeof *c * n);
            c = more;
            cap *= 2;
        }
        str name = arena_str(a, query_str(q, 0));
        c[n++] = (pdca_stat_category){.name = name.p, .amount = (double)query_int(q, 1), .other = is_other(a, name)};
    }
    *ret = c;
    *ret_n = n;
    return query_end(q, e);
}

static err_code other_label(store *s, arena *a, str *ret_label, err *e) {
    return store_text(s, a, "SELECT word('category.other')", NULL, 0, ret_label, NULL, e);
}

err_code pareto_of(store *s, arena *a, str window, int max_categories, pareto *ret_pareto, err *e) {
    ticket_window w;
    pdca_stat_category *c;
    size_t n;
    TRY(ticket_window_parse(window, &w, e));
    TRY(read_counts(s, a, &w, &c, &n, e));
    pdca_stat_pareto found = pdca_stat_pareto_order(c, n, 80);
    size_t named = 0;
    while (named < n && !c[named].other) named++;
    size_t rows = named + (n > named);
    size_t keep = named; /* named rows that stay */
    if (max_categories > 0 && rows > (size_t)max_categories) {
        keep = (size_t)max_categories - 1;
        if (keep < found.vital) keep = found.vital;
    }
    pareto p = {.n = (int64_t)found.total, .vital = (int)found.vital, .effect = n && !found.no_effect};
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
