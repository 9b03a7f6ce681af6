/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/import.h"
#include "monitor/kpi.h"
#include "monitor/repeat.h"

static err_code check(store *s, str id, err *e) {
    query *q;
    TRY(store_query(s, "SELECT voided, updated FROM import WHERE id = ?1", &q, e));
    query_bind(q, 1, id);
    bool found = query_next(q), is_void = found && !query_null(q, 0), changed = found && query_int(q, 1) > 0;
    if (!found) err_set(e, ERR_UNKNOWN_ID, "kind", "kind.import", "list", "import", NULL);
    else if (is_void) {
        err_set(e, ERR_VOIDED, NULL);
        err_add(e, "reason", query_str(q, 0));
    } else if (changed) err_set(e, ERR_STATE, "reason", "state.import_updated", NULL);
    bool fine = found && !is_void && !changed;
    if (!fine) err_add(e, "id", id);
    err run;
    err_code code = query_end(q, fine ? e : &run);
    return fine ? code : e->code;
}

static err_code months_of(store *s, str id, month_set *months, err *e) {
    query *q;
    TRY(store_query(s, "SELECT DISTINCT period FROM ticket WHERE import = ?1", &q, e));
    query_bind(q, 1, id);
    while (query_next(q)) month_add(months, month_index(query_str(q, 0)));
    return query_end(q, e);
}

static err_code withdraw(store *s, str id, int64_t *ret_tickets, err *e) {
    month_set touched = {{false}};
    query *q;
    TRY(check(s, id, e));
    TRY(months_of(s, id, &touched, e));
    TRY(store_query(s, "DELETE FROM ticket WHERE import = ?1", &q, e));
    query_bind(q, 1, id);
    TRY(query_run(q, e));
    *ret_tickets = store_changes(s);
    TRY(store_query(s, "UPDATE import SET voided = ?2 WHERE id = ?1", &q, e));
    query_bind(q, 1, id);
    query_bind(q, 2, store_get_session(s)->reason);
    TRY(query_run(q, e));
    TRY(repeats_rebuild(s, &touched, e));
    return rollup_refresh(s, &touched, e);
}

err_code monitor_undo(store *s, str id, int64_t *ret_tickets, err *e) {
    TRY(store_begin(s, e));
    return store_finish(s, withdraw(s, id, ret_tickets, e), e);
}
