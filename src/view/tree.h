/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A JSON value as a tree in an arena: what a page's query gives and its template reads. */
#ifndef PDCA_VIEW_TREE_H
#define PDCA_VIEW_TREE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/words.h"
#include "store/store.h"

typedef enum node_kind { NODE_NULL, NODE_FALSE, NODE_TRUE, NODE_NUMBER, NODE_STRING, NODE_ARRAY, NODE_OBJECT, NODE_ROWS } node_kind;
/* NODE_ROWS: an array whose elements are read one by one (rows.h). */

typedef struct node {
    node_kind kind;
    uint32_t hash;   /* tree_hash(key) */
    str key;         /* inside an object; empty otherwise */
    str text;        /* a string's text; a number as it was written */
    long long whole; /* a number: its value where is_whole */
    union {
        double real;            /* a number: its value */
        struct tree_rows *rows; /* NODE_ROWS */
    };
    bool is_whole;
    int count; /* children */
    struct node *first, *last, *next;
} node;

enum { TREE_DEPTH = 64 };

static inline uint32_t tree_hash(str key) {
    uint32_t h = 2166136261u; /* FNV-1a: keys are short and ours */
    for (size_t i = 0; i < key.n; i++) h = (h ^ (unsigned char)key.p[i]) * 16777619u;
    return h;
}

/* Builders. Texts and keys are not copied: they must live as long as the tree. `key` is empty inside an array.
 * `parent` may be NULL: then the new node stands alone. */
node *tree_add(arena *a, node *parent, str key, node_kind kind);
node *tree_add_text(arena *a, node *parent, str key, str text);
node *tree_add_int(arena *a, node *parent, str key, long long value);
node *tree_add_real(arena *a, node *parent, str key, double value);
/* A number as written; false and no node where it is none. */
bool tree_add_number(arena *a, node *parent, str key, str written, node **ret_node);

/* A whole JSON value, texts copied into the arena. ERR_SQL where it is no JSON, ERR_TEXT_DEEP past TREE_DEPTH. */
err_code tree_from_json(store *s, arena *a, str json, node **ret_root, err *e);

/* The same without SQLite, and some fifteen times faster: strict RFC 8259. Numbers keep their text. */
err_code tree_parse(arena *a, str json, node **ret_root, err *e);

/* A text of a tree that holds notes of words (words.h), as it was read. */
typedef struct tree_note {
    node *n;
    str text;
    struct tree_note *next;
} tree_note;
/* As tree_parse; *ret_notes are the texts with notes, NULL where there are none. */
err_code tree_parse_notes(arena *a, str json, node **ret_root, tree_note **ret_notes, err *e);
/* Says the notes in a language; may be called again for another. */
void tree_say(const tree_note *notes, lang l, arena *a);

/* The member called `key` of an object, or NULL (also where n is NULL or no object). */
const node *tree_get(const node *n, str key);
/* A member's text, the empty slice where there is none or it is no string or number. */
str tree_text(const node *n, const char *key);
/* A member's number, or `otherwise`. */
double tree_real(const node *n, const char *key, double otherwise);
long long tree_int(const node *n, const char *key, long long otherwise);
/* null, false, "" and [] are false, everything else (also 0) is true. */
bool tree_is_true(const node *n);

#endif
