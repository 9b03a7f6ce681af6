/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The uniform calls for every kind of record: add, set, void. Each checks its values by the catalogue and the rules, runs in one
 * transaction, and its event is written by the tables' triggers.
 *
 * A record's values are an array of slices in catalogue order in canonical text; p == NULL is NULL. */
#ifndef PDCA_RECORD_RECORD_H
#define PDCA_RECORD_RECORD_H

#include "base/words.h"
#include "record/catalogue.h"
#include "store/store.h"

typedef struct open_counts open_counts;

/* What record calls and the SQL functions of this room need; lives as long as the store. */
typedef struct record_ctx {
    store *s;
    arena *a;          /* for results and messages of the command */
    lang language;
    workdays calendar; /* working days of the workspace */
    bool late_in_workdays;
    int owner_limit;
    str stage_limits;
    open_counts *open; /* of owners asked for lately */
} record_ctx;

/* Loads the settings and the calendar, registers the SQL functions and makes the views action_v, problem_v, check_v
 * (see facts.c). Call once after opening; the ctx must outlive the store. */
err_code record_prepare(record_ctx *ctx, store *s, arena *a, lang l, err *e);

/* Settings and the fishbone's four categories of a new workspace. */
err_code record_init(store *s, str name, str title, lang l, err *e);

/* One value as people type it to canonical text (dates ISO, +10wd worked out from today, 15% to 0.15, yes to 1 …).
 * ERR_BAD_VALUE, ERR_TEXT_LONG, ERR_TEXT_DEEP, ERR_NOT_UTF8, ERR_UNKNOWN_ID. An empty text gives NULL. */
err_code record_parse(record_ctx *ctx, const kind *k, const field *f, str typed, str *ret_value, err *e);
/* An id in its canonical form ("p-2024-1" gives P-2024-001) of a live record of kind k. */
err_code record_id(record_ctx *ctx, const kind *k, str typed, str *ret_id, err *e);

/* Adds; values that are NULL take the catalogue's initial value or what the kind's own rules give. ret_id in ctx->a.
 * id: for kinds without prefix the code; else empty. */
err_code record_add(record_ctx *ctx, const kind *k, str id, str *values, str *ret_id, err *e);
/* Changes the fields with given[i]; *ret_changed is how many differ from before. */
err_code record_set(record_ctx *ctx, const kind *k, str id, const str *values, const bool *given, int *ret_changed, err *e);
/* Voids with a reason (session.reason). */
err_code record_void(record_ctx *ctx, const kind *k, str id, err *e);
/* All values, in ctx->a; also of a void record: *ret_voided is its reason then. */
err_code record_get(record_ctx *ctx, const kind *k, str id, str *ret_values, str *ret_voided, err *e);

/* For commands that change kept fields too: sets field by name, without the checks of typed input. */
typedef struct record_change {
    const char *field;
    str value;
} record_change;
err_code record_change_fields(record_ctx *ctx, const kind *k, str id, const record_change *changes, int n, err *e);

/* Empty values for a kind, in the arena. */
str *record_blank(arena *a, const kind *k);
/* The value of a field by its name. */
static inline str record_value(const kind *k, const str *values, const char *name) { return values[field_at(k, name)]; }

/* A setting's value, in the arena; `otherwise` where it is not set. */
str record_setting(store *s, arena *a, const char *name, const char *otherwise);

#endif
