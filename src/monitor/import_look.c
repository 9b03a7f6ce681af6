/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/import_look.h"

/* Read back out of the database, so that what is shown is what a real run would store. */
err_code import_samples(store *s, arena *a, str import, import_receipt *r, err *e) {
    AUTO(buf_free) buf sql = {0};
    query *q;
    buf_z(&sql, "SELECT row, extra");
    for (int c = 0; c < TICKET_IMPORTED; c++) buf_printf(&sql, ", %s", ticket_column_name((ticket_column)c));
    buf_printf(&sql, " FROM ticket WHERE import = ?1 ORDER BY row LIMIT %d", SAMPLES_KEPT);
    TRY(store_query_made(s, buf_str(&sql), &q, e));
    query_bind(q, 1, import);
    while (query_next(q)) {
        import_sample *one = &r->sample[r->samples++];
        *one = (import_sample){.line = query_int(q, 0)};
        if (!query_null(q, 1)) one->extra = arena_str(a, query_str(q, 1));
        for (int c = 0; c < TICKET_IMPORTED; c++)
            if (!query_null(q, c + 2)) one->value[c] = arena_str(a, query_str(q, c + 2));
    }
    err_code code = query_end(q, e);
    query_free(q);
    return code;
}

/* Ids that a source issues anew every month make repeats invisible: many complainants in the last month, many before, none in both.
 * The month's first thousand tell enough, so that the look costs the same whatever has been imported. */
err_code import_look_reissued(store *s, import_receipt *r, err *e) {
    static const char sql[] = "WITH now AS (SELECT DISTINCT customer FROM ticket"
                              "  WHERE period = ?1 AND type = 'complaint' AND customer IS NOT NULL AND source = ?2 LIMIT 1000),"
                              " before AS (SELECT DISTINCT customer FROM ticket"
                              "  WHERE period < ?1 AND type = 'complaint' AND customer IS NOT NULL AND source = ?2 LIMIT ?3)"
                              " SELECT (SELECT count(*) FROM now) >= ?3 AND (SELECT count(*) FROM before) >= ?3 AND NOT EXISTS"
                              " (SELECT 1 FROM now JOIN ticket t ON t.type = 'complaint' AND t.customer = now.customer AND t.period < ?1 AND t.source = ?2)";
    enum { MANY = 30 };
    if (!r->period_to.n) return ERR_NONE;
    query *q;
    TRY(store_query(s, sql, &q, e));
    query_bind(q, 1, r->period_to);
    query_bind(q, 2, r->source);
    query_bind(q, 3, (int)MANY);
    r->reissued = query_next(q) && query_int(q, 0) != 0;
    return query_end(q, e);
}
