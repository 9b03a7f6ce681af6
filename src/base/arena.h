/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One arena a command or a page: allocate freely, give everything back at once. */
#ifndef PDCA_BASE_ARENA_H
#define PDCA_BASE_ARENA_H

#include "base/str.h"

typedef struct arena_block arena_block;
typedef struct arena {
    arena_block *head;
} arena;

/* Zeroed memory, aligned for any type, valid until the arena is reset or freed. Never NULL: where the
 * machine gives no memory the process aborts (an open transaction is then rolled back by SQLite's journal). */
void *arena_alloc(arena *a, size_t n);
/* The same, but the memory is not zeroed. */
void *arena_raw(arena *a, size_t n);
#define arena_new(a, type, count) ((type *)arena_alloc((a), sizeof(type) * (size_t)(count)))
/* A copy with a NUL behind it. */
char *arena_strdup(arena *a, str s);
static inline str arena_str(arena *a, str s) { return (str){arena_strdup(a, s), s.n}; }
/* printf into the arena. */
char *arena_printf(arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Forgets all allocations, keeps one block for reuse. */
void arena_reset(arena *a);
/* Gives all memory back. Safe on a zeroed arena. */
void arena_free(arena *a);

#endif
