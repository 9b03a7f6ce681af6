/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed between two days: the page `diff`, the same changes as on a meeting's page. */
#include "cli/cli.h"
#include "store/audit.h"
#include "store/replay.h"

static err_code bad(const char *place, str value, const char *want, err *e) {
    err_set(e, ERR_BAD_VALUE, "field", place, "want", want, NULL);
    err_add(e, "value", value);
    return e->code;
}

/* The meeting before, else a week before. */
static err_code usual_start(cli *c, date until, date *ret_since, err *e) {
    char z[DATE_TEXT];
    const str binds[] = {str_c(date_text(until, z))};
    str text;
    TRY(store_text(c->s, c->a, "SELECT max(date) FROM meeting WHERE voided IS NULL AND date < ?1", binds, 1, &text, NULL, e));
    if (!date_parse(text, ret_since)) *ret_since = until - 7;
    return ERR_NONE;
}

/* [FROM [TO]], or FROM..TO. */
static err_code read_days(cli *c, const args *a, date *ret_since, date *ret_until, err *e) {
    str from = a->places > 0 ? str_trim(a->place[0]) : (str){NULL, 0}, to = a->places > 1 ? str_trim(a->place[1]) : (str){NULL, 0};
    size_t dots = str_find(from, S(".."));
    if (dots < from.n && !to.p) {
        to = str_sub(from, dots + 2, from.n);
        from = str_sub(from, 0, dots);
    }
    *ret_until = c->session.today;
    if (to.p && !date_parse(to, ret_until)) return bad("TO", to, "want.date", e);
    if (*ret_until > c->session.today) return bad("TO", to, "want.as_of_past", e);
    if (!from.p) return usual_start(c, *ret_until, ret_since, e);
    if (!date_parse(from, ret_since)) return bad("FROM", from, "want.date", e);
    return *ret_since < *ret_until ? ERR_NONE : bad("FROM", from, "want.day_before_to", e);
}

static err_code run_diff(cli *c, const args *a, err *e) {
    date since, until;
    int64_t last, dated_back;
    char from[DATE_TEXT], to[DATE_TEXT];
    TRY(read_days(c, a, &since, &until, e));
    TRY(replay_last_event(c->s, until, &last, &dated_back, e));
    TRY(audit_verify_chain(c->s, last, e)); /* what is told rests on these events */
    date_text(since, from);
    date_text(until, to);
    return cli_page(c, S("diff"), str_c(arena_printf(c->a, "%s..%s", from, to)), a, e);
}

const command cmd_diff[] = {
    {"diff", run_diff, NEED_READ, "[FROM] [TO]", {{"md", NULL}, {"html", NULL}, {"text", NULL}, {NULL, NULL}}},
    {0},
};
