/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct arena_block {
    arena_block *next;
    size_t size, used;
    max_align_t data[];
};

enum { FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 1024 * 1024 };

static arena_block *block_new(size_t size, arena_block *next) {
    arena_block *b = size < SIZE_MAX - sizeof *b ? malloc(sizeof *b + size) : NULL;
    if (!b) abort();
    *b = (arena_block){.next = next, .size = size};
    return b;
}

void *arena_raw(arena *a, size_t n) {
    if (n > SIZE_MAX / 2) abort();
    n = (n + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    arena_block *b = a->head;
    if (!b || b->size - b->used < n) {
        size_t size = b ? b->size * 2 : FIRST_BLOCK;
        if (size > LARGEST_STEP) size = LARGEST_STEP;
        if (size < n) size = n;
        b = a->head = block_new(size, b);
    }
    void *p = (char *)b->data + b->used;
    b->used += n;
    return p;
}

void *arena_alloc(arena *a, size_t n) { return memset(arena_raw(a, n), 0, n); }

char *arena_strdup(arena *a, str s) {
    char *p = arena_raw(a, s.n + 1);
    if (s.n) memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return p;
}

char *arena_printf(arena *a, const char *fmt, ...) {
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0) abort();
    char *p = arena_raw(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return p;
}

void arena_reset(arena *a) {
    if (!a->head) return;
    arena_block *keep = a->head;
    for (arena_block *b = keep->next; b;) {
        arena_block *next = b->next;
        free(b);
        b = next;
    }
    keep->next = NULL;
    keep->used = 0;
}

void arena_free(arena *a) {
    arena_reset(a);
    free(a->head);
    a->head = NULL;
}
