/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What needs attention today. */
#include "base/utf8.h"
#include "cli/cli.h"

static const char counts_sql[] =
    "SELECT sum(status = 'over'), sum(due_this_week), sum(status = 'wait'),"
    " (SELECT count(*) FROM problem WHERE stage <> 'closed' AND voided IS NULL) FROM action_v WHERE open OR status = 'wait'";

/* Overdue ones first, the longest late on top; then what falls due this week; then what waits for its effect. */
static const char actions_sql[] =
    "SELECT CASE WHEN status = 'over' THEN '▲' WHEN status = 'wait' THEN '◌' ELSE '◷' END, id, text, owner, substr(planned, 6),"
    " CASE WHEN status IN ('over', 'wait') THEN status_text ELSE word('status.due', 'day', word('weekday.' || CAST(strftime('%w', planned) AS TEXT))) END,"
    " progress || '%', coalesce(blocked, ''), status, planned, problem"
    " FROM action_v WHERE status IN ('over', 'wait') OR due_this_week"
    " ORDER BY status = 'wait', status <> 'over', planned, seq LIMIT ?1";

static const char kpi_sql[] =
    "SELECT k.id, CASE pdca_lang() WHEN 'zh' THEN k.name_zh ELSE k.name_en END, kpi_series(k.id, l.period) ->> '$.variation',"
    " kpi_format(k.id, v.value), kpi_unit(k.id), v.period, v.n FROM kpi k"
    " JOIN (SELECT kpi, max(period) AS period FROM kpi_value_v WHERE period GLOB '[0-9]*-[01][0-9]' GROUP BY kpi) l ON l.kpi = k.id"
    " JOIN kpi_value_v v ON v.kpi = l.kpi AND v.period = l.period"
    " WHERE k.overview = 1 AND k.voided IS NULL GROUP BY k.id ORDER BY k.position";

static const char advance_sql[] =
    "SELECT id, title, stage FROM problem_v WHERE stage <> 'closed' AND gate_missing(id) = '[]' ORDER BY seq LIMIT 3";

static const char holding_sql[] =
    "SELECT id, title, days, due, 'pdca check seal ' || id || ' --before ' || before_window || ' --after ' || after_window FROM holding_v ORDER BY due, seq LIMIT 10";

static const char reopen_sql[] = "SELECT id, title, kpi_name, 'pdca problem reopen ' || id || ' --reason …' FROM reopen_v ORDER BY seq LIMIT 10";

static void heading(cli *c) {
    date today = c->session.today;
    int year, week;
    date_week(today, &year, &week);
    char day[DATE_TEXT];
    AUTO(buf_free) buf key = {0};
    buf_printf(&key, "weekday.%d", date_weekday(today) % 7);
    cli_say(c, "status.heading", "name", cli_z(c, record_setting(c->s, c->a, "name", "")), "title", cli_z(c, record_setting(c->s, c->a, "title", "")), "date",
            date_text(today, day), "weekday", word(c->language, buf_cstr(&key)), "week", cli_int(c, week), NULL);
}

static err_code counts(cli *c, int64_t n[4], err *e) {
    query *q;
    TRY(store_query(c->s, counts_sql, &q, e));
    bool row = query_next(q);
    for (int i = 0; i < 4; i++) n[i] = row ? query_int(q, i) : 0;
    return query_end(q, e);
}

static err_code actions(cli *c, str *ret_first, err *e) {
    enum { SHOWN = 20 };
    query *q;
    TRY(store_query(c->s, actions_sql, &q, e));
    query_bind(q, 1, (int)SHOWN);
    while (query_next(q)) {
        if (!ret_first->p && str_eq(query_str(q, 8), S("over"))) *ret_first = arena_str(c->a, query_str(q, 1));
        buf *b = &c->out;
        const char *color = c->color && str_eq(query_str(q, 8), S("over")) ? "\033[33m" : "";
        AUTO(buf_free) buf text = {0};
        utf8_clip(&text, query_str(q, 2), 40);
        buf_printf(b, " %s%.*s%s %.*s  ", color, STR(query_str(q, 0)), *color ? "\033[0m" : "", STR(query_str(q, 1)));
        utf8_pad(b, buf_str(&text), 40, false);
        buf_z(b, "  ");
        utf8_pad(b, query_str(q, 3), 14, false);
        buf_printf(b, "  %.*s  ", STR(query_str(q, 4)));
        utf8_pad(b, query_str(q, 5), 16, false);
        utf8_pad(b, query_str(q, 6), 5, true);
        if (query_str(q, 7).n) buf_printf(b, "  ⊘ %.*s", STR(query_str(q, 7)));
        buf_putc(b, '\n');
    }
    return query_end(q, e);
}

static err_code kpis(cli *c, err *e) {
    query *q;
    TRY(store_query(c->s, kpi_sql, &q, e));
    while (query_next(q)) {
        str variation = query_str(q, 2);
        if (!str_eq(variation, S("bad")) && !str_eq(variation, S("good"))) continue;
        cli_say(c, str_eq(variation, S("bad")) ? "status.concern" : "status.improvement", "kpi", cli_z(c, query_str(q, 0)), "name", cli_z(c, query_str(q, 1)),
                "value", cli_z(c, query_str(q, 3)), "unit", cli_z(c, query_str(q, 4)), "period", cli_z(c, query_str(q, 5)), "n", cli_int(c, query_int(q, 6)), NULL);
    }
    return query_end(q, e);
}

/* Does what was closed hold? */
static err_code after_closing(cli *c, err *e) {
    query *q;
    TRY(store_query(c->s, holding_sql, &q, e));
    while (query_next(q))
        cli_say(c, "status.holding", "id", cli_z(c, query_str(q, 0)), "title", cli_z(c, query_str(q, 1)), "days", cli_int(c, query_int(q, 2)), "due",
                cli_z(c, query_str(q, 3)), "command", cli_z(c, query_str(q, 4)), NULL);
    TRY(query_end(q, e));
    TRY(store_query(c->s, reopen_sql, &q, e));
    while (query_next(q))
        cli_say(c, "status.reopen", "id", cli_z(c, query_str(q, 0)), "title", cli_z(c, query_str(q, 1)), "kpi", cli_z(c, query_str(q, 2)), "command",
                cli_z(c, query_str(q, 3)), NULL);
    return query_end(q, e);
}

static err_code next_steps(cli *c, str first_over, err *e) {
    query *q;
    if (first_over.p) cli_say(c, "status.next", "command", arena_printf(c->a, "pdca action progress %.*s …", STR(first_over)), NULL);
    TRY(store_query(c->s, advance_sql, &q, e));
    while (query_next(q))
        cli_say(c, "status.may_advance", "id", cli_z(c, query_str(q, 0)), "title", cli_z(c, query_str(q, 1)), NULL);
    return query_end(q, e);
}

static err_code run_status(cli *c, const args *a, err *e) {
    (void)a;
    int64_t n[4];
    str first = {NULL, 0};
    TRY(counts(c, n, e));
    if (c->json) {
        int64_t holding;
        TRY(store_int(c->s, "SELECT count(*) FROM holding_v", NULL, 0, &holding, e));
        buf_printf(&c->out, "{\"overdue\": %lld, \"due_this_week\": %lld, \"to_verify\": %lld, \"open_problems\": %lld, \"holding_due\": %lld}\n", (long long)n[0],
                   (long long)n[1], (long long)n[2], (long long)n[3], (long long)holding);
        return ERR_NONE;
    }
    heading(c);
    cli_say(c, "status.counts", "over", cli_int(c, n[0]), "due", cli_int(c, n[1]), "wait", cli_int(c, n[2]), "problems", cli_int(c, n[3]), NULL);
    buf_putc(&c->out, '\n');
    TRY(actions(c, &first, e));
    TRY(kpis(c, e));
    TRY(after_closing(c, e));
    return next_steps(c, first, e);
}

const command cmd_status[] = {
    {"status", run_status, NEED_READ, "", {{NULL, NULL}}},
    {0},
};
