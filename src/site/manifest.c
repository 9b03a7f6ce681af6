/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site/manifest.h"

#include "base/embed.h"
#include "base/file.h"
#include "base/hash.h"
#include "store/audit.h"

#define TITLE "Made by pdca site, which replaces this folder as a whole.\n"
#define END "end\n"
enum { OWN_DEPTH = 4, OWN_MAX = 1024 * 1024 };

extern const char program_hash[]; /* of the program's sources and embedded files; made by the build */

/* ---- text */

void manifest_write(const manifest *m, buf *out) {
    buf_z(out, TITLE);
    buf_printf(out, "state %s\nmade %.*s\nderived %.*s\nnames %.*s\nhead %lld %.*s\n", m->whole ? "whole" : "writing", STR(m->made), STR(m->derived),
               STR(m->names), (long long)m->head_seq, STR(m->head_hash));
    for (int i = 0; i < m->n_dirs; i++) buf_printf(out, "folder %s\n", m->dirs[i]);
    for (int i = 0; i < m->leaks.n; i++) {
        buf_z(out, "leak ");
        for (int k = 0; k < SCRUB_KINDS; k++) buf_printf(out, "%lld ", (long long)m->leaks.leak[i].counts.n[k]);
        buf_printf(out, "%s\n", m->leaks.leak[i].file);
    }
    buf_z(out, END);
}

static bool read_leak(arena *a, str value, leaks *l) {
    leak found = {0};
    long long n;
    for (int k = 0; k < SCRUB_KINDS; k++) {
        str one;
        value = str_cut(value, ' ', &one);
        if (!str_to_int(one, &n) || n < 0) return false;
        found.counts.n[k] = n;
    }
    if (!value.n) return false;
    found.file = arena_strdup(a, value);
    leak_enter(a, &found, l);
    return true;
}

static bool read_line(arena *a, str key, str value, manifest *m, int cap) {
    str seq;
    long long n;
    if (!value.n) return false;
    if (str_eqz(key, "state")) m->whole = str_eqz(value, "whole");
    else if (str_eqz(key, "made")) m->made = value;
    else if (str_eqz(key, "derived")) m->derived = value;
    else if (str_eqz(key, "names")) m->names = value;
    else if (str_eqz(key, "head")) {
        m->head_hash = str_cut(value, ' ', &seq);
        if (!str_to_int(seq, &n) || n < 0) return false;
        m->head_seq = n;
    } else if (str_eqz(key, "folder") && m->n_dirs < cap) m->dirs[m->n_dirs++] = arena_strdup(a, value);
    else if (str_eqz(key, "leak")) return read_leak(a, value, &m->leaks);
    else return false;
    return true;
}

bool manifest_read(arena *a, str mark, manifest *ret_manifest) {
    enum { DIRS = 64 };
    manifest *m = ret_manifest;
    *m = (manifest){.dirs = arena_new(a, char *, DIRS)};
    if (!str_starts(mark, S(TITLE)) || !str_ends(mark, S("\n" END))) return false;
    for (str rest = str_sub(mark, sizeof TITLE - 1, mark.n - sizeof TITLE + 1 - strlen(END)); rest.n;) {
        str line, key, value;
        rest = str_cut(rest, '\n', &line);
        value = str_cut(line, ' ', &key);
        if (!rest.p || !read_line(a, key, value, m, DIRS)) return false;
    }
    return m->made.n && m->head_hash.n;
}

/* ---- what it is made of now */

/* The workspace's own templates: every file's name and bytes, wherever the workspace stands. */
static err_code add_own(hash_state *h, arena *a, const char *dir, int depth, err *e) {
    char **names;
    TRY(file_list(a, dir, &names, e));
    for (; *names; names++) {
        const char *path = file_join(a, dir, *names);
        if (file_is_dir(path)) {
            if (depth < OWN_DEPTH) TRY(add_own(h, a, path, depth + 1, e));
            continue;
        }
        str data;
        TRY(file_read(a, path, OWN_MAX, &data, e));
        hash_add(h, str_c(arena_printf(a, "%d %s %zu\n", depth, *names, data.n)));
        hash_add(h, data);
    }
    return ERR_NONE;
}

static err_code made_of(store *s, const site_options *o, arena *a, str *ret_made, err *e) {
    AUTO(arena_free) arena files = {0};
    char day[DATE_TEXT], hex[HASH_TEXT];
    hash_state h;
    hash_begin(&h);
    hash_add(&h, str_c(arena_printf(&files, "%s %s %s", program_hash, PDCA_VERSION, date_text(store_get_session(s)->today, day))));
    for (int i = 0; i < o->n_langs; i++) hash_add(&h, str_c(arena_printf(&files, " %s", lang_code(o->langs[i]))));
    if (o->templates_dir) TRY(add_own(&h, &files, o->templates_dir, 0, e));
    *ret_made = arena_str(a, str_c(hash_end(&h, hex)));
    return ERR_NONE;
}

/* The rollup hangs on tickets and KPI definitions, whose changes have events; working it out anew has none. */
static err_code derived_of(store *s, arena *a, str *ret_derived, err *e) {
    query *q;
    hash_state h;
    char hex[HASH_TEXT];
    AUTO(buf_free) buf row = {0};
    hash_begin(&h);
    TRY(store_query(s, "SELECT kpi, period, n, x, sum, sumsq, value, median, p90, lo, hi FROM rollup ORDER BY kpi, period", &q, e));
    while (query_next(q)) {
        buf_clear(&row);
        for (int i = 0; i < query_columns(q); i++) query_json(q, i, &row);
        hash_add(&h, buf_str(&row));
    }
    TRY(query_end(q, e));
    TRY(store_query(s, "SELECT max(seq) FROM ticket", &q, e));
    buf_clear(&row);
    if (query_next(q)) query_json(q, 0, &row);
    hash_add(&h, buf_str(&row));
    *ret_derived = arena_str(a, str_c(hash_end(&h, hex)));
    return query_end(q, e);
}

err_code manifest_now(store *s, const site_options *o, const buf *names, arena *a, manifest *ret_manifest, err *e) {
    char hex[HASH_TEXT];
    *ret_manifest = (manifest){.whole = true, .names = S("none")};
    if (names) ret_manifest->names = arena_str(a, str_c(hash_sha256(buf_str(names), hex)));
    TRY(made_of(s, o, a, &ret_manifest->made, e));
    TRY(derived_of(s, a, &ret_manifest->derived, e));
    return audit_head(s, a, &ret_manifest->head_seq, &ret_manifest->head_hash, e);
}
