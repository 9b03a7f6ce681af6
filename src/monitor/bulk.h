/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A large file into a workspace without tickets: the index of the complaints by customer, in which every row has another place, is made behind
 * the rows. */
#ifndef PDCA_MONITOR_BULK_H
#define PDCA_MONITOR_BULK_H

#include "base/arena.h"
#include "store/store.h"

enum { BULK_BYTES = 1024 * 1024 };
typedef struct bulk {
    bool on;
    str index_sql; /* as the schema has it */
} bulk;

/* Inside the import's transaction, which brings the index back where it fails. Takes it away where there are no tickets and the file has
 * BULK_BYTES or more. */
err_code bulk_begin(store *s, arena *a, uint64_t file_bytes, bulk *ret_bulk, err *e);
err_code bulk_end(const bulk *b, store *s, err *e);

#endif
