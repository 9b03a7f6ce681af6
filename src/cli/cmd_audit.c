/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"
#include "store/audit.h"

static err_code run_verify(cli *c, const args *a, err *e) {
    int64_t events;
    TRY(audit_verify(c->s, &events, e));
    str expect = args_option(a, "expect");
    if (expect.p) {
        str seq_text, hash = str_cut(expect, ':', &seq_text);
        long long seq;
        if (!hash.p || !str_to_int(seq_text, &seq) || seq < 1 || hash.n < 12)
            return err_set(e, ERR_BAD_VALUE, "field", "--expect", "value", cli_z(c, expect), "want", "want.anchor", NULL);
        TRY(audit_expect(c->s, seq, hash, e));
    }
    int64_t seq;
    str hash;
    TRY(audit_head(c->s, c->a, &seq, &hash, e));
    if (c->json) buf_printf(&c->out, "{\"events\": %lld, \"seq\": %lld, \"hash\": \"%.*s\"}\n", (long long)events, (long long)seq, STR(hash));
    else cli_say(c, "audit.verified", "n", cli_int(c, events), "seq", cli_int(c, seq), "hash", cli_z(c, hash), NULL);
    return ERR_NONE;
}

static err_code run_head(cli *c, const args *a, err *e) {
    (void)a;
    int64_t seq;
    str hash;
    TRY(audit_head(c->s, c->a, &seq, &hash, e));
    buf_printf(&c->out, "%lld:%.*s\n", (long long)seq, STR(hash));
    return ERR_NONE;
}

static err_code run_log(cli *c, const args *a, err *e) {
    long long limit = 50;
    str limit_text = args_option(a, "limit");
    if (limit_text.p && (!str_to_int(limit_text, &limit) || limit < 1))
        return err_set(e, ERR_BAD_VALUE, "field", "--limit", "value", cli_z(c, limit_text), "want", "want.count", NULL);
    query *q;
    TRY(store_query(c->s,
                    "SELECT * FROM (SELECT seq, at, today, actor, verb, kind, id, coalesce(reason, '') AS reason, substr(hash, 1, 12) FROM event"
                    " WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR today >= ?2) ORDER BY seq DESC LIMIT ?3) ORDER BY seq",
                    &q, e));
    query_bind(q, 1, args_option(a, "kind"));
    query_bind(q, 2, args_option(a, "since"));
    query_bind(q, 3, limit);
    static const char *const keys[] = {"seq", "at", "today", "actor", "verb", "kind", "id", "reason", "hash"};
    table *t = table_new(c);
    for (int i = 0; i < 9; i++) table_column(t, word(c->language, arena_printf(c->a, "audit.%s", keys[i])), i == 0, i == 1 || i == 7);
    while (query_next(q))
        for (int i = 0; i < 9; i++) {
            str v = query_str(q, i);
            if (i == 5 && !c->json) v = str_c(word(c->language, arena_printf(c->a, "kind.%.*s", STR(v))));
            table_cell(t, v);
        }
    TRY(query_end(q, e));
    table_print(t, keys);
    return ERR_NONE;
}

static err_code run_export(cli *c, const args *a, err *e) {
    (void)a;
    return audit_export(c->s, &c->out, e);
}

const command cmd_audit[] = {
    {"audit verify", run_verify, NEED_READ, "", {{"expect", "SEQ:HASH"}, {NULL, NULL}}},
    {"audit head", run_head, NEED_READ, "", {{NULL, NULL}}},
    {"audit log", run_log, NEED_READ, "", {{"limit", "N"}, {"kind", "KIND"}, {"since", "DATE"}, {NULL, NULL}}},
    {"audit export", run_export, NEED_READ, "", {{NULL, NULL}}},
    {0},
};
