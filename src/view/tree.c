/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/tree.h"

#include "base/buf.h"

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

bool tree_add_number(arena *a, node *parent, str key, str written) {
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
    default: return true;
    }
}
