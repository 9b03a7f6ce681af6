/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which pages the changes since an event of the audit trail can reach: what a page's query says in its `-- stale:` lines. Each is a SELECT
 * of the ids whose page must be rendered anew (of anything, for a page that there is once) from the workspace and
 *   changed(seq, today, kind, id, verb, old, new, fields)
 * with a row for each event since: `old` is the record as the site shows it (JSON; NULL where it is new), `new` the record as it is now,
 * `fields` the names of the fields in which they differ, all of them for a new one. Two more names may stand among an action's fields:
 * `status`, where its status has changed, and `series`, where the day of the first action done for a KPI may have.
 *   touches(fields, 'planned actual')   whether one of these is among them
 * A line may say too much, never too little: a page that comes out the same is not written, one left out stays wrong. */
#ifndef PDCA_SITE_STALE_H
#define PDCA_SITE_STALE_H

#include "store/store.h"
#include "view/page.h"

/* Works out the changes since event `since`, for stale_ids; they go with the transaction that is open. *ret_all: they reach everything
 * (settings, imports, KPI values …), or are so many that it is no use to ask. */
err_code stale_begin(store *s, int64_t since, bool *ret_all, err *e);
/* The ids of a kind of page, sorted by bytes, in the arena; what has no page any more is among them. */
err_code stale_ids(store *s, const page_info *page, arena *a, str **ret_ids, size_t *ret_n, err *e);

#endif
