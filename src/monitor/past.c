/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/past.h"

#include <math.h>

#include "monitor/kpi.h"
#include "store/replay.h"

/* An inspection's results change nothing but themselves; any other change may concern the complaint that follows within 30 days, too. */
static const char tables_sql[] =
    "CREATE TEMP TABLE past_import(id TEXT PRIMARY KEY) WITHOUT ROWID;"
    "INSERT INTO past_import SELECT id FROM temp.import WHERE voided IS NULL;"
    "CREATE TEMP TABLE past_since(seq INTEGER PRIMARY KEY, h REAL);"
    "CREATE TEMP TABLE past_later AS"
    " SELECT p.id, (SELECT v.today FROM main.event v WHERE v.kind = 'import' AND v.id = p.id ORDER BY v.seq DESC LIMIT 1) AS on_date,"
    "  p.period_from AS month_from, p.period_to AS month_to, 1 AS lost, 0 AS inspections"
    "  FROM temp.import p JOIN main.import m ON m.id = p.id WHERE p.voided IS NULL AND m.voided IS NOT NULL AND p.period_from IS NOT NULL"
    " UNION ALL SELECT m.id, m.on_date, m.period_from, m.period_to, m.updated > 0, coalesce(m.decisions ->> '$.inspections', 0)"
    "  FROM main.import m WHERE m.id NOT IN (SELECT id FROM temp.import) AND m.period_from IS NOT NULL;"
    "CREATE TEMP TABLE past_lost AS SELECT l.id AS import, l.on_date, l.inspections, l.month_from,"
    "  CASE WHEN l.inspections THEN l.month_to ELSE strftime('%Y-%m', l.month_to || '-01', '+1 month', '+29 days') END AS month_to"
    " FROM past_later l WHERE l.lost AND EXISTS (SELECT 1 FROM temp.import p WHERE p.voided IS NULL AND p.stored > 0"
    "  AND p.period_from <= l.month_to AND p.period_to >= l.month_from);";

static err_code exists(store *s, const char *sql, bool *ret, err *e) {
    int64_t n;
    TRY(store_int(s, sql, NULL, 0, &n, e));
    *ret = n > 0;
    return ERR_NONE;
}

/* ticket: the file's own tickets, as far as they were there. */
static err_code ticket_view(store *s, err *e) {
    bool lost, inspections;
    TRY(exists(s, "SELECT count(*) FROM past_lost WHERE NOT inspections", &lost, e));
    TRY(exists(s, "SELECT count(*) FROM past_lost WHERE inspections", &inspections, e));
    AUTO(buf_free) buf b = {0};
    buf_z(&b, "CREATE TEMP VIEW ticket AS SELECT ");
    query *q;
    TRY(store_query(s, "SELECT name FROM pragma_table_info('ticket') ORDER BY cid", &q, e));
    for (bool more = false; query_next(q); more = true) {
        str name = query_str(q, 0);
        if (more) buf_z(&b, ", ");
        if (str_eq(name, S("since_complaint_h")))
            buf_z(&b, "CASE WHEN t.seq IN (SELECT seq FROM temp.past_since) THEN (SELECT h FROM temp.past_since p WHERE p.seq = t.seq)"
                      " ELSE t.since_complaint_h END AS since_complaint_h");
        else if (inspections && str_starts(name, S("inspection")))
            buf_printf(&b, "CASE WHEN NOT EXISTS (SELECT 1 FROM temp.past_lost l WHERE l.inspections AND t.period BETWEEN l.month_from AND l.month_to)"
                           " THEN t.\"%.*s\" END AS \"%.*s\"", STR(name), STR(name));
        else buf_printf(&b, "t.\"%.*s\"", STR(name));
    }
    TRY(query_end(q, e));
    buf_z(&b, " FROM main.ticket t WHERE t.import IN (SELECT id FROM temp.past_import)");
    if (lost) buf_z(&b, " AND NOT EXISTS (SELECT 1 FROM temp.past_lost l WHERE NOT l.inspections AND t.period BETWEEN l.month_from AND l.month_to)");
    return store_exec(s, buf_cstr(&b), e);
}

/* ---- the complaint before --------------------------------------------------------------------------------------------------- */

static err_code keep_since(store *s, int64_t seq, double hours, err *e) {
    query *q;
    TRY(store_query(s, "INSERT INTO past_since(seq, h) VALUES(?1, ?2)", &q, e));
    query_bind(q, 1, seq);
    if (!isnan(hours)) query_bind(q, 2, hours);
    return query_run(q, e);
}

/* A later import may have brought a complaint between two that were there: one walk over the complaints in the order of customer and opening,
 * as monitor/repeat.h has it; the months whose distances were others go into `stale`. */
static err_code since_before(store *s, month_set *stale, err *e) {
    query *q;
    TRY(store_query(s,
                    "SELECT seq, customer, opened, period, since_complaint_h, import IN (SELECT id FROM temp.past_import) FROM main.ticket"
                    " WHERE type = 'complaint' AND customer IS NOT NULL AND opened IS NOT NULL ORDER BY customer, opened, source, no",
                    &q, e));
    AUTO(buf_free) buf customer = {0};
    int64_t before = 0;
    bool any = false;
    err_code code = ERR_NONE;
    while (!code && query_next(q)) {
        int64_t opened;
        if (!query_int(q, 5) || !moment_parse(query_str(q, 2), &opened)) continue;
        bool same = any && str_eq(buf_str(&customer), query_str(q, 1));
        double hours = same ? (double)(opened - before) / 3600.0 : NAN, kept = query_null(q, 4) ? NAN : query_real(q, 4);
        if (hours < kept || hours > kept || isnan(hours) != isnan(kept)) {
            month_add(stale, month_index(query_str(q, 3)));
            code = keep_since(s, query_int(q, 0), hours, e);
        }
        if (!same) {
            buf_clear(&customer);
            buf_put(&customer, query_str(q, 1));
        }
        before = opened;
        any = true;
    }
    err run;
    err_code end = query_end(q, code ? &run : e);
    return code ? code : end;
}

/* ---- kept figures ------------------------------------------------------------------------------------------------------------- */

static const char definitions_sql[] =
    "SELECT count(*) FROM (SELECT 1 FROM temp.kpi p JOIN main.kpi m ON m.id = p.id"
    "  WHERE (p.form, p.value_column, p.quantile, p.numerator, p.negative, p.denominator, p.unit, p.voided IS NULL) IS NOT"
    "        (m.form, m.value_column, m.quantile, m.numerator, m.negative, m.denominator, m.unit, m.voided IS NULL)"
    " UNION ALL SELECT 1 WHERE (SELECT value FROM temp.setting WHERE id = 'exclude' AND voided IS NULL) IS NOT"
    "                          (SELECT value FROM main.setting WHERE id = 'exclude' AND voided IS NULL))";

/* Months of an import, from … to. */
static void add_months(month_set *m, str from, str to) {
    for (int i = month_index(from), last = month_index(to); i >= 0 && i <= last; i++) month_add(m, i);
}

static err_code months_of(store *s, const char *sql, month_set *ret, err *e) {
    query *q;
    TRY(store_query(s, sql, &q, e));
    while (query_next(q)) add_months(ret, query_str(q, 0), query_str(q, 1));
    return query_end(q, e);
}

/* What no later event touched is as it was; the rest is worked out anew. */
static err_code figures(store *s, month_set *stale, err *e) {
    bool redefined;
    TRY(exists(s, definitions_sql, &redefined, e));
    TRY(store_exec(s, "INSERT INTO temp.rollup SELECT * FROM main.rollup", e));
    if (redefined) return rollup_refresh(s, NULL, e);
    AUTO(arena_free) arena a = {0};
    month_set *there = arena_new(&a, month_set, 1);
    TRY(months_of(s, "SELECT month_from, month_to FROM past_later UNION ALL SELECT month_from, month_to FROM past_lost", stale, e));
    TRY(months_of(s, "SELECT period_from, period_to FROM temp.import WHERE voided IS NULL AND period_from IS NOT NULL", there, e));
    for (int i = 0; i < MONTHS; i++) {
        if (!stale->has[i] || there->has[i]) continue; /* a month of later tickets only need not be looked through */
        char z[PERIOD_TEXT];
        query *q;
        TRY(store_query(s, "DELETE FROM temp.rollup WHERE period = ?1", &q, e));
        query_bind(q, 1, month_text(i, z));
        TRY(query_run(q, e));
        stale->has[i] = false;
    }
    return rollup_refresh(s, stale, e);
}

static err_code tickets(store *s, err *e) {
    bool later;
    AUTO(arena_free) arena a = {0};
    month_set *stale = arena_new(&a, month_set, 1);
    TRY(store_exec(s, tables_sql, e));
    TRY(exists(s, "SELECT count(*) FROM past_later", &later, e));
    if (later) TRY(since_before(s, stale, e));
    TRY(ticket_view(s, e));
    return figures(s, stale, e);
}

err_code monitor_past(store *s, int64_t seq, date day, err *e) {
    TRY(replay_to(s, seq, day, e));
    TRY(store_begin(s, e));
    TRY(store_finish(s, tickets(s, e), e));
    store_seal(s);
    return ERR_NONE;
}
