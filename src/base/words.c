/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/words.h"

#include <assert.h>
#include <stdarg.h>

#include "base/embed.h"

str embed_find(const char *path) {
    size_t i = embed_first(path);
    if (i < embed_file_count && strcmp(embed_files[i].path, path) == 0) return embed_files[i].data;
    return (str){NULL, 0};
}

size_t embed_first(const char *prefix) {
    size_t lo = 0, hi = embed_file_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (strcmp(embed_files[mid].path, prefix) < 0) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

const char *lang_code(lang l) {
    assert(l < LANG_COUNT);
    return l == LANG_EN ? "en" : "zh";
}

bool lang_parse(str s, lang *ret_lang) {
    if (s.n > 2 && !strchr("_-.@", s.p[2])) return false;
    str two = str_sub(s, 0, 2);
    if (str_eq(two, S("zh"))) *ret_lang = LANG_ZH;
    else if (str_eq(two, S("en"))) *ret_lang = LANG_EN;
    else return false;
    return true;
}

const char *word_find(lang l, str key) {
    assert(l < LANG_COUNT);
    size_t lo = 0, hi = embed_word_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = str_cmp(str_c(embed_words[mid].key), key);
        if (c == 0) return embed_words[mid].text[l];
        if (c < 0) lo = mid + 1;
        else hi = mid;
    }
    return NULL;
}

const char *word(lang l, const char *key) {
    const char *text = word_find(l, str_c(key));
    return text ? text : key;
}

size_t word_count(void) { return embed_word_count; }
const char *word_key(size_t i) { return embed_words[i].key; }

bool word_fill(buf *out, str text, word_value *value, void *user) {
    bool all = true;
    for (size_t i = 0; i < text.n; i++) {
        size_t from = i;
        while (i < text.n && text.p[i] != '{' && text.p[i] != '}') i++;
        buf_put(out, (str){text.p + from, i - from});
        if (i == text.n) break;
        char c = text.p[i];
        if (i + 1 < text.n && text.p[i + 1] == c) {
            buf_putc(out, c);
            i++;
            continue;
        }
        str name = {"", 0};
        str rest = {NULL, 0};
        if (c == '{') rest = str_cut(str_sub(text, i + 1, text.n), '}', &name);
        if (rest.p && value(user, name, out)) {
            i += name.n + 1;
            continue;
        }
        all &= c != '{';
        buf_putc(out, c);
    }
    return all;
}

/* ---- notes */

/* A note is NOTE NOTE_WORD key NOTE_NEXT name NOTE_NEXT value … NOTE_END, or NOTE_PAIR zh NOTE_NEXT en: each mark behind a NOTE, a byte that no
 * text needs and JSON does not escape. */
enum { NOTE = 0x7F, NOTE_WORD = '(', NOTE_PAIR = '[', NOTE_NEXT = ',', NOTE_END = ')', NOTE_PARTS = 2 * ERR_ARGS + 1, NOTE_DEPTH = 8 };

static void put_mark(buf *out, char mark) {
    buf_putc(out, NOTE);
    buf_putc(out, mark);
}

void word_note(buf *out, str key, int n, const str *pairs) {
    put_mark(out, NOTE_WORD);
    buf_put(out, key);
    for (int i = 0; i < n; i++) {
        put_mark(out, NOTE_NEXT);
        buf_put(out, pairs[i]);
    }
    put_mark(out, NOTE_END);
}

void word_note_pair(buf *out, str zh, str en) {
    put_mark(out, NOTE_PAIR);
    buf_put(out, zh);
    put_mark(out, NOTE_NEXT);
    buf_put(out, en);
    put_mark(out, NOTE_END);
}

bool word_has_notes(str text) { return text.n && memchr(text.p, NOTE, text.n); }

typedef struct note {
    lang l;
    int depth, n;
    str part[NOTE_PARTS];
} note;

/* Reads the note behind its first two bytes; how many bytes it has with its end, 0 where it is none. */
static size_t note_read(str s, note *ret) {
    int inside = 0;
    size_t from = 0;
    ret->n = 0;
    for (size_t at = 0; at + 1 < s.n; at += 2) {
        const char *hit = memchr(s.p + at, NOTE, s.n - 1 - at);
        if (!hit) return 0;
        at = (size_t)(hit - s.p);
        char mark = hit[1];
        if (mark == NOTE_WORD || mark == NOTE_PAIR) inside++;
        else if (inside) inside -= mark == NOTE_END;
        else if (mark == NOTE_NEXT || mark == NOTE_END) {
            if (ret->n == NOTE_PARTS) return 0;
            ret->part[ret->n++] = (str){s.p + from, at - from};
            from = at + 2;
            if (mark == NOTE_END) return from;
        }
    }
    return 0;
}

static void say(buf *out, lang l, str text, int depth);

static bool note_value(void *user, str name, buf *out) {
    const note *n = user;
    for (int i = 1; i + 1 < n->n; i += 2)
        if (str_eq(n->part[i], name)) {
            say(out, n->l, n->part[i + 1], n->depth + 1);
            return true;
        }
    return false;
}

static void say(buf *out, lang l, str text, int depth) {
    note n = {.l = l, .depth = depth};
    for (size_t at = 0; at < text.n;) {
        const char *hit = depth < NOTE_DEPTH ? memchr(text.p + at, NOTE, text.n - at) : NULL;
        size_t end = hit ? (size_t)(hit - text.p) : text.n, width = 0;
        buf_put(out, (str){text.p + at, end - at});
        at = end;
        if (text.n - at < 2) { /* nothing is left, or a NOTE alone */
            buf_put(out, (str){text.p + at, text.n - at});
            return;
        }
        const char *word_text = NULL;
        bool pair = hit[1] == NOTE_PAIR;
        if (pair || hit[1] == NOTE_WORD) width = note_read((str){hit + 2, text.n - at - 2}, &n);
        if (width && !pair) word_text = word_find(l, n.part[0]);
        if (width && pair && n.n == 2) say(out, l, n.part[l], depth + 1);
        else if (word_text) word_fill(out, str_c(word_text), note_value, &n);
        else width = 0;
        if (!width) buf_putc(out, NOTE);
        at += width ? width + 2 : 1;
    }
}

void word_say(buf *out, lang l, str text) { say(out, l, text, 0); }

typedef struct pairs {
    int n;
    const char *name[ERR_ARGS], *value[ERR_ARGS];
} pairs;

static bool pair_value(void *user, str name, buf *out) {
    const pairs *p = user;
    for (int i = 0; i < p->n; i++)
        if (str_eqz(name, p->name[i])) {
            buf_z(out, p->value[i]);
            return true;
        }
    return false;
}

void word_format(buf *out, lang l, const char *key, ...) {
    pairs p = {0};
    va_list ap;
    va_start(ap, key);
    for (const char *name; p.n < ERR_ARGS && (name = va_arg(ap, const char *)); p.n++) {
        p.name[p.n] = name;
        p.value[p.n] = va_arg(ap, const char *);
    }
    va_end(ap);
    if (l != LANG_LATER) {
        word_fill(out, str_c(word(l, key)), pair_value, &p);
        return;
    }
    str pairs_of[2 * ERR_ARGS];
    for (int i = 0; i < p.n; i++) {
        pairs_of[2 * i] = str_c(p.name[i]);
        pairs_of[2 * i + 1] = str_c(p.value[i]);
    }
    word_note(out, str_c(key), 2 * p.n, pairs_of);
}

typedef struct err_view {
    const err *e;
    lang l;
    int depth; /* a value that names a text which names that value again must end */
} err_view;

/* Values that are themselves keys: `reason` and `want` of the codes that say so in err.h, `field` and `kind`. */
static bool err_place(void *user, str name, buf *out) {
    const err_view *v = user;
    str value = err_value(v->e, "");
    for (int i = 0; i < v->e->n; i++)
        if (str_eq(v->e->name[i], name)) {
            value = v->e->value[i];
            static const char *const spaces[] = {"want.", "state.", "template.", "page.", "kind.", "field.", "what."};
            for (size_t k = 0; k < sizeof spaces / sizeof *spaces; k++) {
                if (!str_starts(value, str_c(spaces[k]))) continue;
                const char *text = word_find(v->l, value);
                if (!text || v->depth == 2) break;
                err_view inner = {v->e, v->l, v->depth + 1};
                word_fill(out, str_c(text), err_place, &inner);
                return true;
            }
            buf_put(out, value);
            return true;
        }
    return false;
}

void word_error(buf *out, lang l, const err *e) {
    err_view v = {e, l, 0};
    AUTO(buf_free) buf key = {0};
    buf_printf(&key, "err.%s", err_name(e->code));
    word_fill(out, str_c(word(l, buf_cstr(&key))), err_place, &v);
    const char *mend = NULL;
    str own = err_value(e, "mend");
    buf_clear(&key);
    buf_printf(&key, "mend.%s", err_name(e->code));
    if (!own.n) mend = word_find(l, buf_str(&key));
    if (!own.n && !(mend && *mend)) return;
    buf_z(out, "\n  ");
    if (own.n) buf_put(out, own);
    else word_fill(out, str_c(mend), err_place, &v);
}
