/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/bulk.h"

err_code bulk_begin(store *s, arena *a, uint64_t file_bytes, bulk *ret_bulk, err *e) {
    *ret_bulk = (bulk){.on = false};
    if (file_bytes < BULK_BYTES) return ERR_NONE;
    int64_t some;
    TRY(store_int(s, "SELECT EXISTS(SELECT 1 FROM ticket)", NULL, 0, &some, e));
    if (some) return ERR_NONE;
    TRY(store_text(s, a, "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = 'ticket_customer'", NULL, 0, &ret_bulk->index_sql,
                   &ret_bulk->on, e));
    return ret_bulk->on ? store_exec(s, "DROP INDEX ticket_customer", e) : ERR_NONE;
}

err_code bulk_end(const bulk *b, store *s, err *e) { return b->on ? store_exec(s, b->index_sql.p, e) : ERR_NONE; }
