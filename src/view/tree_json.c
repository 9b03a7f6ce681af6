/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON text (RFC 8259) to a tree: one pass over one copy of the text, in which strings are unescaped in place. */
#include "base/utf8.h"
#include "view/tree.h"

typedef struct reader {
    arena *a;
    char *p; /* our copy; a NUL stands behind it */
    size_t at, n;
    int depth;
    tree_note **notes; /* where the next one goes; NULL: nobody asks for them */
} reader;

static node *read_value(reader *r, node *parent, str key);

static char skip_blanks(reader *r) {
    while (r->p[r->at] == ' ' || r->p[r->at] == '\n' || r->p[r->at] == '\t' || r->p[r->at] == '\r') r->at++;
    return r->p[r->at];
}

static bool take(reader *r, char c) {
    if (skip_blanks(r) != c) return false;
    r->at++;
    return true;
}

static int hex4(const char *p) {
    int v = 0;
    for (int i = 0; i < 4; i++) {
        int c = (unsigned char)p[i];
        int d = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
        if (d < 0) return -1; /* also at the NUL behind the text */
        v = v * 16 + d;
    }
    return v;
}

/* Behind "\u": one code point, of a surrogate pair where it is one; a lone surrogate becomes U+FFFD. */
static bool read_unicode(reader *r, buf *out) {
    int32_t cp = hex4(r->p + r->at);
    if (cp < 0) return false;
    r->at += 4;
    if (cp >= 0xD800 && cp < 0xDC00 && r->p[r->at] == '\\' && r->p[r->at + 1] == 'u') {
        int low = hex4(r->p + r->at + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            r->at += 6;
            cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    utf8_put(out, cp);
    return true;
}

static bool read_escape(reader *r, buf *out) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = r->p[r->at++];
    if (c == 'u') return read_unicode(r, out);
    const char *hit = c ? strchr(from, c) : NULL;
    if (hit) buf_putc(out, to[hit - from]);
    return hit != NULL;
}

/* A string behind its opening quote. An escape is never shorter than what it stands for, so the copy has room. */
static bool read_string(reader *r, str *ret_text) {
    size_t from = r->at;
    while (r->p[r->at] != '"' && r->p[r->at] != '\\' && (unsigned char)r->p[r->at] >= 0x20) r->at++;
    buf out = {.p = r->p + from, .n = r->at - from, .cap = r->n + 1 - from, .max = r->n - from};
    while (r->p[r->at] != '"') {
        if ((unsigned char)r->p[r->at] < 0x20) return false;
        if (r->p[r->at] != '\\') buf_putc(&out, r->p[r->at++]);
        else if (r->at++, !read_escape(r, &out)) return false;
    }
    r->at++;
    *ret_text = buf_str(&out);
    return true;
}

static bool digits(reader *r) {
    size_t from = r->at;
    while (r->p[r->at] >= '0' && r->p[r->at] <= '9') r->at++;
    return r->at > from;
}

static node *read_number(reader *r, node *parent, str key) {
    size_t from = r->at;
    r->at += r->p[r->at] == '-';
    bool zero = r->p[r->at] == '0';
    size_t first = r->at;
    if (!digits(r) || (zero && r->at > first + 1)) return NULL;
    if (r->p[r->at] == '.') {
        r->at++;
        if (!digits(r)) return NULL;
    }
    if (r->p[r->at] == 'e' || r->p[r->at] == 'E') {
        r->at++;
        r->at += r->p[r->at] == '+' || r->p[r->at] == '-';
        if (!digits(r)) return NULL;
    }
    node *n;
    if (tree_add_number(r->a, parent, key, (str){r->p + from, r->at - from}, &n)) return n;
    return tree_add(r->a, parent, key, NODE_NULL); /* 1e999 */
}

static node *read_container(reader *r, node *parent, str key, node_kind kind, char close) {
    node *n = tree_add(r->a, parent, key, kind);
    if (++r->depth > TREE_DEPTH) return NULL;
    if (!take(r, close)) {
        do {
            str name = {"", 0};
            if (kind == NODE_OBJECT && (!take(r, '"') || !read_string(r, &name) || !take(r, ':'))) return NULL;
            if (!read_value(r, n, name)) return NULL;
        } while (take(r, ','));
        if (!take(r, close)) return NULL;
    }
    r->depth--;
    return n;
}

static node *read_literal(reader *r, node *parent, str key, str literal, node_kind kind) {
    if (!str_starts((str){r->p + r->at, r->n - r->at}, literal)) return NULL;
    r->at += literal.n;
    return tree_add(r->a, parent, key, kind);
}

static node *add_text(reader *r, node *parent, str key, str text) {
    node *n = tree_add_text(r->a, parent, key, text);
    if (r->notes && word_has_notes(text)) {
        *r->notes = arena_new(r->a, tree_note, 1);
        **r->notes = (tree_note){n, text, NULL};
        r->notes = &(*r->notes)->next;
    }
    return n;
}

static node *read_value(reader *r, node *parent, str key) {
    str text;
    switch (skip_blanks(r)) {
    case '{': r->at++; return read_container(r, parent, key, NODE_OBJECT, '}');
    case '[': r->at++; return read_container(r, parent, key, NODE_ARRAY, ']');
    case '"': r->at++; return read_string(r, &text) ? add_text(r, parent, key, text) : NULL;
    case 'n': return read_literal(r, parent, key, S("null"), NODE_NULL);
    case 't': return read_literal(r, parent, key, S("true"), NODE_TRUE);
    case 'f': return read_literal(r, parent, key, S("false"), NODE_FALSE);
    default: return read_number(r, parent, key);
    }
}

void tree_say(const tree_note *notes, lang l, arena *a) {
    AUTO(buf_free) buf b = {0};
    for (; notes; notes = notes->next) {
        buf_clear(&b);
        word_say(&b, l, notes->text);
        notes->n->text = arena_str(a, buf_str(&b));
    }
}

err_code tree_parse(arena *a, str json, node **ret_root, err *e) { return tree_parse_notes(a, json, ret_root, NULL, e); }

err_code tree_parse_notes(arena *a, str json, node **ret_root, tree_note **ret_notes, err *e) {
    reader r = {.a = a, .p = arena_strdup(a, json), .n = json.n, .notes = ret_notes};
    if (ret_notes) *ret_notes = NULL;
    *ret_root = read_value(&r, NULL, (str){"", 0});
    if (*ret_root && skip_blanks(&r) == 0 && r.at == r.n) return ERR_NONE;
    if (r.depth > TREE_DEPTH) {
        err_set(e, ERR_TEXT_DEEP, "field", "json", NULL);
        err_add_int(e, "max", TREE_DEPTH);
        return e->code;
    }
    return err_set(e, ERR_SQL, "reason", "malformed JSON", "sql", "", NULL);
}
