/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail. Triggers on every record table append the event in the writer's own transaction, so a change without its
 * event cannot be made: not by this program, and not by another (it lacks the hash function).
 * hash = SHA-256 of json_array(seq, prev, at, today, actor, verb, kind, id, reason, json(row)): `sqlite3` and `sha256sum`
 * are enough to check it. */
#ifndef PDCA_STORE_AUDIT_H
#define PDCA_STORE_AUDIT_H

#include "base/buf.h"
#include "store/store.h"

/* For store_open: the functions that the triggers call; the triggers, made anew from the tables after a schema step. */
err_code audit_functions(store *s, err *e);
err_code audit_triggers(store *s, err *e);

/* One pass over the record tables (those with seq, id and voided): `columns` is quoted name, value of each but seq as pdca_row() takes
 * them; `row` is what stands before the column there, "NEW" or a table's alias. */
typedef void audit_use_table(void *user, str table, str kind, str columns);
err_code audit_each_table(store *s, const char *row, audit_use_table *use, void *user, err *e);

/* Walks the chain from its first event to `last`: ERR_CHAIN_BROKEN. */
err_code audit_verify_chain(store *s, int64_t last, err *e);
/* Walks the whole chain, then holds each record against its last event. ERR_CHAIN_BROKEN names the first broken event,
 * ERR_RECORD_ALTERED a record changed past the program. */
err_code audit_verify(store *s, int64_t *ret_events, err *e);
/* The chain's event `seq` must have this hash (64 hexadecimal digits, or its first 12 or more): ERR_CHAIN_UNEXPECTED. */
err_code audit_expect(store *s, int64_t seq, str hash, err *e);
/* The last event: seq 0 and 64 zeros where there is none. */
err_code audit_head(store *s, arena *a, int64_t *ret_seq, str *ret_hash, err *e);
/* Writes the events one JSON array a line, just as they are hashed. */
err_code audit_export(store *s, buf *out, err *e);

#endif
