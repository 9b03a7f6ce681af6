/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/owner.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "record/rules.h"

/* ---- what is shown of one person ------------------------------------------------------------------------------------------- */

static bool is_latin(str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

static int characters(str s) {
    int n = 0;
    for (size_t at = 0; at < s.n; n++) utf8_next(s, &at);
    return n;
}

static str first_characters(str s, int n) {
    size_t at = 0;
    while (n-- > 0 && at < s.n) utf8_next(s, &at);
    return str_sub(s, 0, at);
}

/* How much of the token names a department: 售后服务部李明 → 售后服务部. */
static size_t department_length(str token) {
    if (rule_is_department(token)) return token.n;
    for (size_t n = token.n; n > 0; n--) {
        if (n < token.n && ((unsigned char)token.p[n] & 0xC0) == 0x80) continue; /* inside a character */
        if (n < token.n && !is_latin(str_sub(token, 0, n)) && rule_is_department(str_sub(token, 0, n))) return n;
    }
    return 0;
}

/* 李经理: how long the title is, where what stands before it can be a name. */
static size_t title_length(str name) {
    static const char *const titles[] = {"总经理", "副经理", "工程师", "经理", "主管", "主任", "总监", "部长", "科长", "处长", "组长", "班长", "厂长", "店长", "专员",
                                         "助理",   "顾问",   "老师",   "师傅", "先生", "女士", "副总", "总",   "工"};
    enum { NAME_CHARACTERS = 3 };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        str title = str_c(titles[i]);
        if (str_ends(name, title) && characters(name) - characters(title) <= NAME_CHARACTERS) return title.n;
    }
    return 0;
}

static bool is_double_surname(str two) {
    static const char surnames[] = "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 长孙 宇文 司徒 司空 夏侯 端木 令狐 南宫 独孤 申屠 淳于 单于 太史 闻人 轩辕 呼延 钟离 濮阳 澹台 公冶 宗政 赫连";
    return characters(two) == 2 && str_find(str_c(surnames), two) < sizeof surnames - 1;
}

static void show_person(str token, buf *out) {
    if (memchr(token.p, '*', token.n)) buf_put(out, token); /* masked already */
    else if (is_latin(token)) {
        char c = token.p[0];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        buf_putc(out, !letter ? '*' : c >= 'a' ? (char)(c - 32) : c);
        if (letter) buf_putc(out, '.');
    } else {
        size_t title = title_length(token);
        int n = characters(token);
        if (!title) buf_put(out, first_characters(token, n > 2 && is_double_surname(first_characters(token, 2)) ? 2 : 1));
        buf_putc(out, '*');
        buf_put(out, str_sub(token, token.n - title, title));
    }
}

/* ---- owners in parts ---------------------------------------------------------------------------------------------------------- */

/* Calls `part` for each token of an owner (person: whether it names one), and for what stands between. */
typedef void owner_part(void *user, str token, bool person);

static size_t mark_length(str s) {
    static const char *const marks[] = {" ", "\t", "、", "，", ",", "；", ";", "/", "&", "+", "（", "）", "(", ")", "：", ":", "　", "-", "—", "·"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(s, str_c(marks[i]))) return strlen(marks[i]);
    return 0;
}

static void take_token(str token, owner_part *part, void *user) {
    size_t department = department_length(token);
    if (department) part(user, str_sub(token, 0, department), false);
    if (department < token.n) part(user, str_sub(token, department, token.n), true);
}

static void each_part(str owner, owner_part *part, void *user) {
    if (is_latin(owner) && rule_is_department(owner)) { /* "After-sales team" */
        part(user, owner, false);
        return;
    }
    size_t from = 0;
    for (size_t at = 0; at < owner.n;) {
        size_t mark = mark_length(str_sub(owner, at, owner.n));
        if (!mark) {
            utf8_next(owner, &at);
            continue;
        }
        if (at > from) take_token(str_sub(owner, from, at - from), part, user);
        part(user, str_sub(owner, at, mark), false);
        from = at += mark;
    }
    if (from < owner.n) take_token(str_sub(owner, from, owner.n), part, user);
}

static void put_part(void *user, str token, bool person) {
    if (person) show_person(token, user);
    else buf_put(user, token);
}

void owner_shown(str owner, buf *out) { each_part(str_trim(owner), put_part, out); }

/* ---- names that are known -------------------------------------------------------------------------------------------------- */

typedef struct known_name {
    str name, shown;
    bool inside; /* is looked for inside sentences too */
    struct known_name *next; /* of the same beginning, longer ones first */
} known_name;

enum { HEADS = 1024, HEAD_BYTES = 3 };
struct owner_names {
    arena *a;
    known_name **all; /* by bytes */
    int n, cap;
    known_name *head[HEADS];
};

static uint32_t head_of(const char *p) {
    const unsigned char *u = (const unsigned char *)p;
    return (u[0] * 31u * 31u + u[1] * 31u + u[2]) % HEADS;
}

static int by_bytes(const void *x, const void *y) { return str_cmp((*(known_name *const *)x)->name, (*(known_name *const *)y)->name); }

static int by_length(const void *x, const void *y) {
    const known_name *a = *(known_name *const *)x, *b = *(known_name *const *)y;
    return a->name.n != b->name.n ? (a->name.n < b->name.n) - (a->name.n > b->name.n) : str_cmp(a->name, b->name);
}

static void add_name(owner_names *o, str name, bool inside) {
    AUTO(buf_free) buf shown = {0};
    owner_shown(name, &shown);
    if (str_eq(buf_str(&shown), name)) return;
    if (o->n == o->cap) {
        o->cap = o->cap ? o->cap * 2 : 64;
        known_name **more = arena_new(o->a, known_name *, o->cap);
        if (o->n) memcpy(more, o->all, sizeof *more * (size_t)o->n);
        o->all = more;
    }
    known_name *k = arena_new(o->a, known_name, 1);
    *k = (known_name){.name = arena_str(o->a, name), .shown = arena_str(o->a, buf_str(&shown)), .inside = inside && name.n >= HEAD_BYTES};
    o->all[o->n++] = k;
}

static void add_part(void *user, str token, bool person) {
    if (person && !is_latin(token)) add_name(user, token, characters(token) > 1);
}

/* The owner as a whole, each person in it, and of a list in Latin letters each entry. */
static void add_owner(owner_names *o, str owner) {
    owner = str_trim(owner);
    if (!owner.n) return;
    add_name(o, owner, !is_latin(owner) || memchr(owner.p, ' ', owner.n));
    each_part(owner, add_part, o);
    for (str rest = owner, one; is_latin(owner) && rest.p;) {
        rest = str_cut(rest, ',', &one);
        one = str_trim(one);
        if (one.n && one.n < owner.n) add_name(o, one, memchr(one.p, ' ', one.n) != NULL);
    }
}

static err_code read_names(store *s, owner_names *o, err *e) {
    static const char sql[] =
        "SELECT DISTINCT name FROM (SELECT actor AS name FROM event"
        " UNION SELECT json_extract(row, '$.owner') FROM event WHERE kind IN ('problem', 'decision', 'standard')"
        " UNION SELECT json_extract(row, '$.owner') FROM event WHERE kind = 'action' AND json_extract(row, '$.owner_kind') = 'person'"
        " UNION SELECT json_extract(row, '$.chair') FROM event WHERE kind = 'meeting' UNION SELECT json_extract(row, '$.attendance') FROM event WHERE kind = 'meeting'"
        " UNION SELECT json_extract(row, '$.checker') FROM event WHERE kind = 'check')"
        " WHERE name IS NOT NULL AND name NOT IN (SELECT owner FROM action WHERE owner_kind <> 'person')";
    query *q;
    TRY(store_query(s, sql, &q, e));
    while (query_next(q)) add_owner(o, query_str(q, 0));
    return query_end(q, e);
}

static void index_names(owner_names *o) {
    if (!o->n) return;
    qsort(o->all, (size_t)o->n, sizeof *o->all, by_length);
    for (int i = o->n - 1; i >= 0; i--) { /* the shortest is put in first, so the longest stands in front */
        known_name *k = o->all[i];
        if (!k->inside) continue;
        known_name **head = &o->head[head_of(k->name.p)];
        k->next = *head;
        *head = k;
    }
    qsort(o->all, (size_t)o->n, sizeof *o->all, by_bytes);
}

err_code owner_names_load(store *s, arena *a, const owner_names **ret_names, err *e) {
    str value;
    *ret_names = NULL;
    TRY(store_text(s, a, "SELECT value FROM setting WHERE id = 'publish_owners' AND voided IS NULL", NULL, 0, &value, NULL, e));
    if (!str_eq(value, S("masked"))) return ERR_NONE;
    owner_names *o = arena_new(a, owner_names, 1);
    o->a = a;
    TRY(read_names(s, o, e));
    index_names(o);
    *ret_names = o;
    return ERR_NONE;
}

void owner_names_list(const owner_names *names, buf *out) {
    for (int i = 0; i < names->n; i++) {
        buf_put(out, names->all[i]->name);
        buf_putc(out, '\n');
    }
}

/* ---- masking ------------------------------------------------------------------------------------------------------------------ */

static const known_name *find_whole(const owner_names *o, str text) {
    int lo = 0, hi = o->n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2, order = str_cmp(o->all[mid]->name, text);
        if (order == 0) return o->all[mid];
        if (order < 0) lo = mid + 1;
        else hi = mid;
    }
    return NULL;
}

static bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/* The longest name that stands at `at`; one in Latin letters only as whole words. */
static const known_name *find_at(const owner_names *o, str text, size_t at) {
    if (text.n - at < HEAD_BYTES) return NULL;
    for (const known_name *k = o->head[head_of(text.p + at)]; k; k = k->next) {
        if (!str_starts(str_sub(text, at, text.n), k->name)) continue;
        size_t end = at + k->name.n;
        bool cuts_before = at > 0 && is_word_byte(text.p[at]) && is_word_byte(text.p[at - 1]);
        bool cuts_behind = end < text.n && is_word_byte(text.p[end - 1]) && is_word_byte(text.p[end]);
        if (!cuts_before && !cuts_behind) return k;
    }
    return NULL;
}

/* Markdown would read asterisks as emphasis. */
static void put_shown(const known_name *k, bool prose, buf *out) {
    for (size_t i = 0; i < k->shown.n; i++) {
        if (prose && k->shown.p[i] == '*') buf_putc(out, '\\');
        buf_putc(out, k->shown.p[i]);
    }
}

/* "Ann, Bob": each entry a known name. */
static bool mask_list(const owner_names *o, str text, bool prose, buf *out) {
    if (!memchr(text.p, ',', text.n)) return false;
    for (str rest = text, one; rest.p;) {
        rest = str_cut(rest, ',', &one);
        const known_name *k = find_whole(o, str_trim(one));
        if (!k) return false;
        if (out->n) buf_z(out, ", ");
        put_shown(k, prose, out);
    }
    return true;
}

str owner_mask(const owner_names *o, arena *a, str text, bool prose) {
    if (!text.n) return text;
    AUTO(buf_free) buf out = {0};
    const known_name *k = find_whole(o, text);
    if (k) put_shown(k, prose, &out);
    if (k || mask_list(o, text, prose, &out)) return arena_str(a, buf_str(&out));
    buf_clear(&out);
    size_t kept = 0;
    for (size_t at = 0; at < text.n;) {
        if (!(k = find_at(o, text, at))) {
            at++;
            continue;
        }
        buf_put(&out, str_sub(text, kept, at - kept));
        put_shown(k, prose, &out);
        kept = at += k->name.n;
    }
    if (!kept) return text;
    buf_put(&out, str_sub(text, kept, text.n));
    return arena_str(a, buf_str(&out));
}
