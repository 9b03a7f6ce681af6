/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/tree.h"

#include <assert.h>

#include "base/buf.h"
#include "view/rows.h"

node *tree_add(arena *a, node *parent, str key, node_kind kind) {
    node *n = arena_new(a, node, 1);
    n->kind = kind;
    n->key = key;
    n->hash = tree_hash(key);
    if (!parent) return n;
    if (parent->last) parent->last->next = n;
    else parent->first = n;
    parent->last = n;
    parent->count++;
    return n;
}

node *tree_add_text(arena *a, node *parent, str key, str text) {
    node *n = tree_add(a, parent, key, NODE_STRING);
    n->text = text;
    return n;
}

bool tree_add_number(arena *a, node *parent, str key, str written, node **ret_node) {
    long long whole = 0;
    double real = 0;
    bool is_whole = str_to_int(written, &whole);
    if (is_whole) real = (double)whole;
    else if (!str_to_real(written, &real)) return false;
    node *n = tree_add(a, parent, key, NODE_NUMBER);
    n->text = written;
    n->whole = whole;
    n->real = real;
    n->is_whole = is_whole;
    *ret_node = n;
    return true;
}

node *tree_add_int(arena *a, node *parent, str key, long long value) {
    node *n = tree_add(a, parent, key, NODE_NUMBER);
    n->text = str_c(arena_printf(a, "%lld", value));
    n->whole = value;
    n->real = (double)value;
    n->is_whole = true;
    return n;
}

node *tree_add_real(arena *a, node *parent, str key, double value) {
    AUTO(buf_free) buf text = {0};
    buf_real(&text, value);
    if (str_eq(buf_str(&text), S("null"))) return tree_add(a, parent, key, NODE_NULL);
    node *n = tree_add(a, parent, key, NODE_NUMBER);
    n->text = arena_str(a, buf_str(&text));
    n->real = value;
    return n;
}

static node_kind kind_of(str type) {
    static const struct {
        const char *name;
        node_kind kind;
    } kinds[] = {{"null", NODE_NULL},      {"false", NODE_FALSE}, {"true", NODE_TRUE},    {"integer", NODE_NUMBER},
                 {"real", NODE_NUMBER}, {"text", NODE_STRING}, {"array", NODE_ARRAY}, {"object", NODE_OBJECT}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eqz(type, kinds[i].name)) return kinds[i].kind;
    return NODE_NULL;
}

/* The containers around the row that is being read. */
typedef struct around {
    int n;
    int64_t id[TREE_DEPTH];
    node *at[TREE_DEPTH];
} around;

/* One row of json_tree: a container comes before what it holds. False where it is too deep. */
static bool add_row(arena *a, query *q, around *open, node **root) {
    int64_t id = query_int(q, 0), parent_id = query_int(q, 1);
    node *parent = NULL;
    if (!query_null(q, 1)) {
        while (open->n && open->id[open->n - 1] != parent_id) open->n--;
        assert(open->n);
        parent = open->at[open->n - 1];
    }
    str key = parent && parent->kind == NODE_OBJECT ? arena_str(a, query_str(q, 2)) : (str){"", 0};
    node_kind kind = kind_of(query_str(q, 3));
    node *n;
    if (kind != NODE_NUMBER) n = tree_add(a, parent, key, kind);
    else if (!tree_add_number(a, parent, key, arena_str(a, query_str(q, 4)), &n)) n = tree_add(a, parent, key, NODE_NULL); /* 1e999 */
    if (kind == NODE_STRING) n->text = arena_str(a, query_str(q, 4));
    if (!parent) *root = n;
    if (kind != NODE_ARRAY && kind != NODE_OBJECT) return true;
    if (open->n == TREE_DEPTH) return false;
    open->id[open->n] = id;
    open->at[open->n++] = n;
    return true;
}

err_code tree_from_json(store *s, arena *a, str json, node **ret_root, err *e) {
    *ret_root = NULL;
    query *q;
    TRY(store_query(s, "SELECT id, parent, key, type, atom FROM json_tree(?1)", &q, e));
    query_bind(q, 1, json);
    around open = {0};
    bool good = true;
    while (good && query_next(q)) good = add_row(a, q, &open, ret_root);
    TRY(query_end(q, e));
    if (good && *ret_root) return ERR_NONE;
    if (good) return err_set(e, ERR_SQL, "reason", "malformed JSON", "sql", "", NULL); /* NULL has no rows */
    err_set(e, ERR_TEXT_DEEP, "field", "json", NULL);
    err_add_int(e, "max", TREE_DEPTH);
    return e->code;
}

const node *tree_get(const node *n, str key) {
    if (!n || n->kind != NODE_OBJECT) return NULL;
    uint32_t hash = tree_hash(key);
    for (const node *c = n->first; c; c = c->next)
        if (c->hash == hash && str_eq(c->key, key)) return c;
    return NULL;
}

str tree_text(const node *n, const char *key) {
    const node *c = tree_get(n, str_c(key));
    return c && (c->kind == NODE_STRING || c->kind == NODE_NUMBER) ? c->text : (str){"", 0};
}

double tree_real(const node *n, const char *key, double otherwise) {
    const node *c = tree_get(n, str_c(key));
    return c && c->kind == NODE_NUMBER ? c->real : otherwise;
}

long long tree_int(const node *n, const char *key, long long otherwise) {
    const node *c = tree_get(n, str_c(key));
    return c && c->kind == NODE_NUMBER && c->is_whole ? c->whole : otherwise;
}

bool tree_is_true(const node *n) {
    switch (n->kind) {
    case NODE_NULL:
    case NODE_FALSE: return false;
    case NODE_STRING: return n->text.n != 0;
    case NODE_ARRAY: return n->first != NULL;
    case NODE_ROWS: return rows_count(n->rows) > 0;
    default: return true;
    }
}
