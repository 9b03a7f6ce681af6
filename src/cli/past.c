/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --as-of DATE|EVENT: every command that only reads shows the workspace as it was. */
#include "cli/cli.h"
#include "monitor/past.h"
#include "store/replay.h"

static err_code bad(str value, const char *want, err *e) {
    err_set(e, ERR_BAD_VALUE, "field", "--as-of", "want", want, NULL);
    err_add(e, "value", value);
    return e->code;
}

err_code cli_as_of(cli *c, str value, err *e) {
    long long event;
    c->as_of.given = true;
    c->as_of.event = 0;
    if (date_parse(str_trim(value), &c->as_of.day)) return ERR_NONE;
    if (!str_to_int(str_trim(value), &event) || event < 1) return bad(value, "want.as_of", e);
    c->as_of.event = event;
    return ERR_NONE;
}

/* What cannot be shown rightly is not shown, and said. */
static err_code say_lost(cli *c, err *e) {
    query *q;
    TRY(store_query(c->s, "SELECT inspections, import, on_date, month_from, month_to FROM past_lost ORDER BY month_from, import", &q, e));
    while (query_next(q))
        cli_remark(c, query_int(q, 0) ? "past.lost_inspections" : "past.lost_tickets", "import", cli_z(c, query_str(q, 1)), "on", cli_z(c, query_str(q, 2)),
                   "from", cli_z(c, query_str(q, 3)), "to", cli_z(c, query_str(q, 4)), NULL);
    return query_end(q, e);
}

err_code cli_past(cli *c, err *e) {
    int64_t seq = c->as_of.event, dated_back = 0;
    char day[DATE_TEXT];
    if (seq) TRY(replay_event_day(c->s, seq, &c->as_of.day, e));
    else if (c->as_of.day > c->session.today) return bad(str_c(date_text(c->as_of.day, day)), "want.as_of_past", e);
    else TRY(replay_last_event(c->s, c->as_of.day, &seq, &dated_back, e));
    if (!c->today_given) c->session.today = c->as_of.day;
    c->as_of.dated_back = dated_back;
    return monitor_past(c->s, seq, c->as_of.day, e);
}

err_code cli_say_past(cli *c, err *e) {
    int64_t all;
    char day[DATE_TEXT];
    TRY(store_int(c->s, "SELECT max(seq) FROM main.event", NULL, 0, &all, e));
    cli_remark(c, "past.shown", "day", date_text(c->as_of.day, day), "seq", cli_int(c, store_past(c->s)), "all", cli_int(c, all), NULL);
    if (c->as_of.dated_back) cli_remark(c, "past.dated_back", "n", cli_int(c, c->as_of.dated_back), "day", day, NULL);
    return say_lost(c, e);
}
