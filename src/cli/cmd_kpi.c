/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of the KPIs, from tickets and from outside, each with its n. */
#include <math.h>

#include "cli/cli.h"
#include "monitor/kpi.h"

/* Months are kept; other periods are worked out when asked for. */
static const char values_sql[] =
    "WITH v AS (SELECT kpi, period, n, value, median, p90, lo, hi, source FROM kpi_value_v"
    " WHERE (?1 = '' OR kpi = ?1) AND (?2 = '' OR period = ?2)"
    " UNION ALL SELECT id, ?2, w ->> '$.n', w ->> '$.value', w ->> '$.median', w ->> '$.p90', w ->> '$.lo', w ->> '$.hi', 'tickets'"
    " FROM (SELECT id, kpi_window(id, ?2) AS w FROM kpi WHERE ?3 AND voided IS NULL AND form <> 'entered' AND (?1 = '' OR id = ?1))"
    " WHERE (w ->> '$.n') > 0)"
    " SELECT k.id, CASE pdca_lang() WHEN 'zh' THEN k.name_zh ELSE k.name_en END, v.period, kpi_format(k.id, v.value), kpi_unit(k.id), v.n,"
    " kpi_format(k.id, v.median), kpi_format(k.id, v.p90), kpi_format(k.id, v.lo), kpi_format(k.id, v.hi),"
    " CASE WHEN k.target IS NULL THEN NULL ELSE CASE k.direction WHEN 'up' THEN '≥ ' ELSE '≤ ' END || kpi_format(k.id, k.target) END, v.source, v.value"
    " FROM v JOIN kpi k ON k.id = v.kpi WHERE k.voided IS NULL ORDER BY v.period DESC, k.position, k.seq, v.source";

enum { COLUMNS = 12 };
static const char *const keys[COLUMNS] = {"kpi", "name", "period", "value", "unit", "n", "median", "p90", "lo", "hi", "target", "source"};

static str formatted(cli *c, str id, double v) {
    query *q;
    err e;
    if (isnan(v) || store_query(c->s, "SELECT kpi_format(?1, ?2)", &q, &e)) return (str){NULL, 0};
    query_bind(q, 1, id);
    query_bind(q, 2, v);
    str text = query_next(q) && !query_null(q, 0) ? arena_str(c->a, query_str(q, 0)) : (str){NULL, 0};
    query_end(q, &e);
    return text;
}

/* One KPI for each value of a dimension. */
static err_code run_breakdown(cli *c, str code, str window, str dimension, err *e) {
    static const char *const parts_keys[] = {"label", "value", "n", "median", "p90", "lo", "hi"};
    kpi *k;
    kpi_part *parts;
    ticket_window w;
    int n, count;
    if (!code.n) return cli_missing(c, "CODE", e);
    if (!window.p) return err_set(e, ERR_MISSING, "field", "field.measure.period", "option", "--period", NULL);
    TRY(ticket_window_parse(window, &w, e));
    TRY(kpi_load(c->s, c->a, code, &k, &n, e));
    if (n == 0) return err_set(e, ERR_NO_DATA, "what", cli_z(c, code), NULL);
    TRY(kpi_breakdown(c->s, c->a, k, &w, dimension, &parts, &count, e));
    table *t = table_new(c);
    for (int i = 0; i < 7; i++) table_column(t, i ? word(c->language, arena_printf(c->a, "kpi_values.%s", parts_keys[i])) : word(c->language, arena_printf(c->a, "ticket.%.*s", STR(dimension))), i > 0, i > 2);
    for (int i = 0; i < count; i++) {
        const kpi_figure *f = &parts[i].figure;
        const char *type = str_eq(dimension, S("type")) ? word(c->language, arena_printf(c->a, "type.%.*s", STR(parts[i].label))) : NULL;
        table_cell(t, type && !c->json ? str_c(type) : parts[i].label);
        AUTO(buf_free) buf exact = {0};
        buf_real(&exact, f->value);
        table_cell(t, !c->json ? formatted(c, code, f->value) : isnan(f->value) ? (str){NULL, 0} : buf_str(&exact));
        table_cell(t, str_c(cli_int(c, f->n)));
        const double more[] = {f->median, f->p90, f->lo, f->hi};
        for (int m = 0; m < 4; m++) table_cell(t, formatted(c, code, more[m]));
    }
    table_print(t, parts_keys);
    return ERR_NONE;
}

/* What the number is: its text, and the conditions that it is counted by. */
static err_code say_definition(cli *c, str code, err *e) {
    query *q;
    TRY(store_query(c->s,
                    "SELECT CASE pdca_lang() WHEN 'zh' THEN definition_zh ELSE definition_en END, coalesce(numerator, value_column, '–'),"
                    " coalesce(denominator, '–'), version, since FROM kpi WHERE id = ?1",
                    &q, e));
    query_bind(q, 1, code);
    if (query_next(q)) {
        cli_say(c, "kpi_values.definition", "text", cli_z(c, query_str(q, 0)), "version", cli_z(c, query_str(q, 3)), "since", cli_z(c, query_str(q, 4)), NULL);
        cli_say(c, "kpi_values.conditions", "numerator", cli_z(c, query_str(q, 1)), "denominator", cli_z(c, query_str(q, 2)), NULL);
    }
    return query_end(q, e);
}

/* Each KPI twice: by the rule of exclusion, and with the tickets that it leaves out. */
static err_code run_with_excluded(cli *c, str code, str window, err *e) {
    static const char *const both_keys[] = {"kpi", "value", "n", "value_all", "n_all", "excluded"};
    ticket_window w;
    kpi *k;
    int n;
    if (!window.p) return err_set(e, ERR_MISSING, "field", "field.measure.period", "option", "--period", NULL);
    TRY(ticket_window_parse(window, &w, e));
    TRY(kpi_load(c->s, c->a, code, &k, &n, e));
    kpi_figure *ruled = arena_new(c->a, kpi_figure, n + 1), *all = arena_new(c->a, kpi_figure, n + 1);
    TRY(kpi_compute(c->s, k, n, &w, ruled, e));
    for (int i = 0; i < n; i++) k[i].exclude = (condition){0};
    TRY(kpi_compute(c->s, k, n, &w, all, e));
    table *t = table_new(c);
    for (int i = 0; i < 6; i++) table_column(t, word(c->language, arena_printf(c->a, "kpi_values.%s", both_keys[i])), i > 0, false);
    for (int i = 0; i < n; i++) {
        if (!all[i].n) continue;
        const kpi_figure *pair[] = {&ruled[i], &all[i]};
        table_cell(t, k[i].id);
        for (int f = 0; f < 2; f++) {
            AUTO(buf_free) buf exact = {0};
            buf_real(&exact, pair[f]->value);
            table_cell(t, !c->json ? formatted(c, k[i].id, pair[f]->value) : isnan(pair[f]->value) ? (str){NULL, 0} : buf_str(&exact));
            table_cell(t, str_c(cli_int(c, pair[f]->n)));
        }
        table_cell(t, str_c(cli_int(c, all[i].n - ruled[i].n)));
    }
    table_print(t, both_keys);
    str rule = record_setting(c->s, c->a, "exclude", "");
    if (!c->json && !c->csv) cli_say(c, rule.n ? "kpi_values.rule" : "kpi_values.no_rule", "rule", cli_z(c, rule), NULL);
    return ERR_NONE;
}

static err_code run_values(cli *c, const args *a, err *e) {
    str code = a->places ? a->place[0] : S(""), window = args_option(a, "period");
    if (code.n) TRY(record_id(&c->ctx, kind_find(S("kpi")), code, &code, e));
    if (args_flag(a, "with-excluded")) return run_with_excluded(c, code, window, e);
    str dimension = args_option(a, "by");
    if (dimension.p) return run_breakdown(c, code, window, dimension, e);
    ticket_window w;
    if (window.p) TRY(ticket_window_parse(window, &w, e));
    period p;
    bool kept = !window.p || (period_parse(window, &p) && p.kind == PERIOD_MONTH);
    table *t = table_new(c);
    for (int i = 0; i < COLUMNS; i++) {
        bool number = (i >= 3 && i <= 10) && i != 4;
        table_column(t, word(c->language, arena_printf(c->a, "kpi_values.%s", keys[i])), number, i >= 6);
    }
    query *q;
    TRY(store_query(c->s, values_sql, &q, e));
    query_bind(q, 1, code);
    query_bind(q, 2, window.p ? window : S(""));
    query_bind(q, 3, !kept);
    while (query_next(q))
        for (int i = 0; i < COLUMNS; i++) {
            bool exact = c->json && i == 3; /* programs get the number, people the rounded one */
            str text = query_str(q, exact ? 12 : i);
            bool from_tickets = i == 11 && str_eq(text, S("tickets"));
            table_cell(t, from_tickets && !c->json ? str_c(word(c->language, "kpi_values.tickets")) : text);
        }
    TRY(query_end(q, e));
    table_print(t, keys);
    return code.n && !c->json && !c->csv ? say_definition(c, code, e) : ERR_NONE;
}

static err_code run_refresh(cli *c, const args *a, err *e) {
    (void)a;
    TRY(rollup_refresh(c->s, NULL, e));
    int64_t n;
    TRY(store_int(c->s, "SELECT count(DISTINCT period) FROM rollup", NULL, 0, &n, e));
    cli_say(c, "kpi_refresh.done", "n", cli_int(c, n), NULL);
    return ERR_NONE;
}

const command cmd_kpi[] = {
    {"kpi values", run_values, NEED_READ, "[CODE]", {{"period", "PERIOD"}, {"by", "DIMENSION"}, {"with-excluded", NULL}, {NULL, NULL}}},
    {"kpi refresh", run_refresh, NEED_WRITE, "", {{NULL, NULL}}},
    {0},
};
