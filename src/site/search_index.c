/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site/search_index.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

enum { WORD_MAX = 32, EDGE_MAX = 3, KEY_MAX = 4 * WORD_MAX + 4, CELL_BYTES = 12, BLOCK_CELLS = 4096 };
static const uint32_t FNV_BASIS = 2166136261u, FNV_PRIME = 16777619u;

struct index_term {
    const char *key;
    uint32_t hash, shard;
    uint32_t last;       /* the latest document, counted from 1 */
    uint32_t head, tail; /* its cells */
    uint8_t key_n, used; /* used: bytes of the tail */
};

/* A term's documents as a chain of small pieces: most terms are rare, and a few stand in every document. */
struct index_cell {
    uint32_t next;
    uint8_t bytes[CELL_BYTES];
};

/* A term under construction: its bytes and the hash of its code points. */
typedef struct key {
    char p[KEY_MAX];
    size_t n;
    uint32_t hash;
} key;

static void *must(void *p) {
    if (!p) abort(); /* as in the arena: no page can be written without memory */
    return p;
}

static void key_add(key *k, int32_t cp) {
    k->hash = (k->hash ^ (uint32_t)cp) * FNV_PRIME;
    if (cp < 0x80) k->p[k->n++] = (char)cp;
    else if (cp < 0x800) k->p[k->n++] = (char)(0xC0 | cp >> 6);
    else if (cp < 0x10000) k->p[k->n++] = (char)(0xE0 | cp >> 12);
    else k->p[k->n++] = (char)(0xF0 | cp >> 18);
    if (cp >= 0x10000) k->p[k->n++] = (char)(0x80 | (cp >> 12 & 0x3F));
    if (cp >= 0x800) k->p[k->n++] = (char)(0x80 | (cp >> 6 & 0x3F));
    if (cp >= 0x80) k->p[k->n++] = (char)(0x80 | (cp & 0x3F));
}

/* ---- terms and their documents */

static index_cell *cell_at(const search_index *ix, uint32_t i) { return &ix->blocks[i / BLOCK_CELLS][i % BLOCK_CELLS]; }

static uint32_t new_cell(search_index *ix) {
    uint32_t i = ix->n_cells++, block = i / BLOCK_CELLS;
    if (i % BLOCK_CELLS == 0) {
        if (block == ix->cap_blocks) {
            ix->cap_blocks = ix->cap_blocks ? ix->cap_blocks * 2 : 64;
            ix->blocks = must(realloc(ix->blocks, ix->cap_blocks * sizeof *ix->blocks));
        }
        ix->blocks[block] = must(malloc(BLOCK_CELLS * sizeof(index_cell)));
    }
    cell_at(ix, i)->next = 0;
    return i;
}

static void put_byte(search_index *ix, index_term *t, uint8_t byte) {
    if (t->used == CELL_BYTES) {
        uint32_t fresh = new_cell(ix);
        cell_at(ix, t->tail)->next = fresh;
        t->tail = fresh;
        t->used = 0;
    }
    cell_at(ix, t->tail)->bytes[t->used++] = byte;
}

static void grow_slots(search_index *ix) {
    ix->n_slots = ix->n_slots ? ix->n_slots * 2 : 1024;
    free(ix->slots);
    ix->slots = must(calloc(ix->n_slots, sizeof *ix->slots));
    for (uint32_t i = 0; i < ix->n_terms; i++) {
        uint32_t at = ix->terms[i].hash & (ix->n_slots - 1);
        while (ix->slots[at]) at = (at + 1) & (ix->n_slots - 1);
        ix->slots[at] = i + 1;
    }
}

static index_term *find_term(search_index *ix, const key *k, uint32_t hash, uint32_t shard) {
    if (2 * ix->n_terms >= ix->n_slots) grow_slots(ix);
    uint32_t at = hash & (ix->n_slots - 1);
    for (; ix->slots[at]; at = (at + 1) & (ix->n_slots - 1)) {
        index_term *t = &ix->terms[ix->slots[at] - 1];
        if (t->hash == hash && t->key_n == k->n && memcmp(t->key, k->p, k->n) == 0) return t;
    }
    if (ix->n_terms == ix->cap_terms) {
        ix->cap_terms = ix->cap_terms ? ix->cap_terms * 2 : 1024;
        ix->terms = must(realloc(ix->terms, ix->cap_terms * sizeof *ix->terms));
    }
    ix->slots[at] = ix->n_terms + 1;
    index_term *t = &ix->terms[ix->n_terms++];
    *t = (index_term){.key = arena_strdup(&ix->keys, (str){k->p, k->n}), .hash = hash, .shard = shard, .key_n = (uint8_t)k->n};
    t->head = t->tail = new_cell(ix);
    return t;
}

/* The low bits of FNV-1a are weak: fold the high ones in. */
static uint32_t spread(uint32_t hash) { return hash ^ hash >> 15; }

static void add(search_index *ix, const key *k, uint32_t shard_hash, bool title) {
    uint32_t shard = spread(shard_hash) & (ix->shards - 1);
    if (shard < ix->lo || shard >= ix->hi) return;
    index_term *t = find_term(ix, k, spread(k->hash), shard);
    if (t->last == ix->doc) return; /* the title came first */
    uint32_t v = (ix->doc - t->last) * 2 + title;
    t->last = ix->doc;
    for (; v >= 0x80; v >>= 7) put_byte(ix, t, (uint8_t)(v | 0x80));
    put_byte(ix, t, (uint8_t)v);
}

/* ---- texts into terms */

typedef enum letter { LETTER_NONE, LETTER_WORD, LETTER_WIDE } letter;

static letter letter_kind(int32_t cp) {
    if (cp < 0x80) return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ? LETTER_WORD : LETTER_NONE;
    if ((cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF)) return LETTER_WIDE;
    if (!utf8_is_letter(cp)) return LETTER_NONE;
    return utf8_is_wide(cp) ? LETTER_WIDE : LETTER_WORD;
}

/* Texts of ASCII, Han and their punctuation need no tables. */
static bool is_plain(str s) {
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x80) continue;
        if (c < 0xE2 || (c == 0xE2 && i + 1 < s.n && (unsigned char)s.p[i + 1] > 0x80) || c > 0xEF || (c >= 0xEA && c < 0xEF)) return false;
        i += 2;
    }
    return true;
}

static void add_word(search_index *ix, const int32_t *cp, size_t n, bool title) {
    key edge = {.hash = FNV_BASIS}, word = {.hash = FNV_BASIS};
    key_add(&edge, '^');
    uint32_t shard_hash = 0;
    for (size_t i = 0; i < n; i++) {
        key_add(&word, cp[i]);
        if (i == EDGE_MAX) shard_hash = word.hash;
        if (i >= EDGE_MAX) continue;
        key_add(&edge, cp[i]);
        add(ix, &edge, edge.hash, title);
    }
    if (n > EDGE_MAX) add(ix, &word, shard_hash, title);
}

static void add_wide(search_index *ix, int32_t before, int32_t cp, bool title) {
    key one = {.hash = FNV_BASIS}, two = {.hash = FNV_BASIS};
    key_add(&one, cp);
    add(ix, &one, one.hash, title);
    if (!before) return;
    key_add(&two, before);
    key_add(&two, cp);
    add(ix, &two, two.hash, title);
}

void search_index_doc(search_index *ix, uint32_t number) {
    assert(number + 1 > ix->doc);
    ix->doc = number + 1;
    arena_reset(&ix->work);
}

void search_index_text(search_index *ix, str text, bool title) {
    if (!is_plain(text)) text = utf8_fold(&ix->work, text);
    int32_t word[WORD_MAX], wide = 0;
    size_t n = 0;
    for (size_t at = 0; at < text.n;) {
        int32_t cp = utf8_next(text, &at);
        if (cp >= 0xFF01 && cp <= 0xFF5E) cp -= 0xFEE0;
        if (cp >= 'A' && cp <= 'Z') cp += 'a' - 'A';
        letter kind = letter_kind(cp);
        if (kind == LETTER_WORD) {
            if (n < WORD_MAX) word[n++] = cp;
        } else if (n) {
            add_word(ix, word, n, title);
            n = 0;
        }
        if (kind == LETTER_WIDE) add_wide(ix, wide, cp, title);
        wide = kind == LETTER_WIDE ? cp : 0;
    }
    if (n) add_word(ix, word, n, title);
}

void search_index_id(search_index *ix, str id) {
    int32_t cp[WORD_MAX];
    size_t n = 0;
    for (size_t i = 0; i < id.n && n < WORD_MAX; i++) {
        int32_t c = (unsigned char)id.p[i];
        if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
        if (c < 0x80 && letter_kind(c) == LETTER_WORD) cp[n++] = c;
    }
    key k = {.hash = FNV_BASIS};
    key_add(&k, '#');
    uint32_t shard_hash = k.hash;
    for (size_t i = 0; i < n; i++) {
        key_add(&k, cp[i]);
        if (i + 2 < n) shard_hash = k.hash;
    }
    if (n) add(ix, &k, shard_hash, true);
}

/* ---- lists out */

typedef struct list {
    uint32_t *doc;
    size_t n, cap;
} list;

static void list_add(list *l, uint32_t doc) {
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 1024;
        l->doc = must(realloc(l->doc, l->cap * sizeof *l->doc));
    }
    l->doc[l->n++] = doc;
}

static const char DIGIT[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$()*+-.:;~";

static void put_number(buf *b, uint32_t v) {
    for (; v >= 32; v >>= 5) buf_putc(b, DIGIT[32 | (v & 31)]);
    buf_putc(b, DIGIT[v]);
}

static void put_list(buf *b, const list *l) {
    if (!l->n) return;
    size_t digits = 0;
    for (size_t i = 0; i < l->n; i++)
        for (uint32_t gap = i ? l->doc[i] - l->doc[i - 1] - 1 : l->doc[0];; gap >>= 5) {
            digits++;
            if (gap < 32) break;
        }
    uint32_t first = l->doc[0] / 6, last = l->doc[l->n - 1] / 6;
    if (digits <= last - first + 8) {
        for (size_t i = 0; i < l->n; i++) put_number(b, i ? l->doc[i] - l->doc[i - 1] - 1 : l->doc[0]);
        return;
    }
    buf_putc(b, '=');
    put_number(b, first);
    for (size_t i = 0; first <= last; first++) {
        int six = 0;
        for (; i < l->n && l->doc[i] / 6 == first; i++) six |= 1 << l->doc[i] % 6;
        buf_putc(b, DIGIT[six]);
    }
}

static void put_term(const search_index *ix, const index_term *t, list *title, list *text, buf *b) {
    title->n = text->n = 0;
    uint32_t doc = 0, v = 0, cell = t->head;
    int shift = 0;
    for (uint32_t at = 0; cell != t->tail || at < t->used; at++) {
        if (at == CELL_BYTES) {
            cell = cell_at(ix, cell)->next;
            at = 0;
        }
        uint8_t byte = cell_at(ix, cell)->bytes[at];
        v |= (uint32_t)(byte & 0x7F) << shift;
        shift += 7;
        if (byte & 0x80) continue;
        doc += v >> 1;
        list_add(v & 1 ? title : text, doc - 1);
        v = 0;
        shift = 0;
    }
    buf_json_script(b, (str){t->key, t->key_n});
    buf_z(b, ":\"");
    put_list(b, title);
    buf_putc(b, ',');
    put_list(b, text);
    buf_putc(b, '"');
}

static int by_shard(const void *a, const void *b) {
    const index_term *x = a, *y = b;
    if (x->shard != y->shard) return x->shard < y->shard ? -1 : 1;
    return str_cmp((str){x->key, x->key_n}, (str){y->key, y->key_n});
}

err_code search_index_put(search_index *ix, search_put *put, void *user, err *e) {
    if (ix->n_terms) qsort(ix->terms, ix->n_terms, sizeof *ix->terms, by_shard);
    AUTO(buf_free) buf b = {0};
    list title = {0}, text = {0};
    err_code code = ERR_NONE;
    uint32_t i = 0;
    for (uint32_t shard = ix->lo; shard < ix->hi && !code; shard++) {
        char name[64];
        snprintf(name, sizeof name, "assets/search/%u.js", shard);
        buf_clear(&b);
        buf_printf(&b, "pdcaSearch(\"t\",%u,{", shard);
        for (const char *comma = ""; i < ix->n_terms && ix->terms[i].shard == shard; i++, comma = ",\n") {
            buf_z(&b, comma);
            put_term(ix, &ix->terms[i], &title, &text, &b);
        }
        buf_z(&b, "});\n");
        code = put(user, name, buf_str(&b), e);
    }
    free(title.doc);
    free(text.doc);
    return code;
}

void search_index_free(search_index *ix) {
    for (uint32_t i = 0; i * BLOCK_CELLS < ix->n_cells; i++) free(ix->blocks[i]);
    free(ix->blocks);
    free(ix->slots);
    free(ix->terms);
    arena_free(&ix->keys);
    arena_free(&ix->work);
    *ix = (search_index){0};
}
