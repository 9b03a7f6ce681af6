/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/words.h"

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

const char *lang_code(lang l) { return l == LANG_EN ? "en" : "zh"; }

bool lang_parse(str s, lang *ret_lang) {
    if (s.n > 2 && !strchr("_-.@", s.p[2])) return false;
    str two = str_sub(s, 0, 2);
    if (str_eq(two, S("zh"))) *ret_lang = LANG_ZH;
    else if (str_eq(two, S("en"))) *ret_lang = LANG_EN;
    else return false;
    return true;
}

const char *word_find(lang l, str key) {
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
        char c = text.p[i];
        if ((c == '{' || c == '}') && i + 1 < text.n && text.p[i + 1] == c) {
            buf_putc(out, c);
            i++;
            continue;
        }
        if (c != '{') {
            buf_putc(out, c);
            continue;
        }
        str name;
        str rest = str_cut(str_sub(text, i + 1, text.n), '}', &name);
        if (!rest.p || !value(user, name, out)) {
            all = false;
            buf_putc(out, c);
            continue;
        }
        i += name.n + 1;
    }
    return all;
}

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
    word_fill(out, str_c(word(l, key)), pair_value, &p);
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
