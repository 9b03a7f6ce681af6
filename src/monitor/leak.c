/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/leak.h"

#include "base/file.h"

enum { DEPTH = 8, FILE_MAX = 64 * 1024 * 1024 };

static void scan(str text, buf *scratch, scrub_counts *counts) {
    if (scrub_suspects(text)) scrub_text(text, LANG_EN, scratch, counts);
}

/* The next `c` from `at` on; the end where there is none. */
static size_t next_at(str s, size_t at, char c) {
    const char *hit = memchr(s.p + at, c, s.n - at);
    return hit ? (size_t)(hit - s.p) : s.n;
}

/* A fingerprint as pages show it: 12, 16, 32 or 64 hexadecimal digits. One in some thousand has decimal digits only and would pass for
 * a phone number. */
static bool is_fingerprint(str s) {
    if (s.n != 12 && s.n != 16 && s.n != 32 && s.n != 64) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("0123456789abcdef", s.p[i])) return false;
    return true;
}

/* The content of a <code> element, its fingerprints left out. */
static void scan_code(str s, buf *scratch, scrub_counts *counts) {
    AUTO(buf_free) buf rest = {0};
    for (size_t from = 0, i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != ' ' && s.p[i] != ':' && s.p[i] != '\n') continue;
        str word = str_sub(s, from, i - from);
        buf_put(&rest, is_fingerprint(word) ? S("#") : word);
        if (i < s.n) buf_putc(&rest, s.p[i]);
        from = i + 1;
    }
    scan(buf_str(&rest), scratch, counts);
}

static void scan_markup(str s, buf *scratch, scrub_counts *counts) {
    bool code = false; /* between <code> and </code> */
    for (size_t at = 0; at < s.n;) {
        size_t open = next_at(s, at, '<');
        if (open > at) (code && scrub_suspects(str_sub(s, at, open - at)) ? scan_code : scan)(str_sub(s, at, open - at), scratch, counts);
        str rest = {s.p + open, s.n - open};
        char first = rest.n > 1 ? rest.p[1] : 0;
        const char *until = NULL;
        if (first == 'i') until = str_starts(rest, S("<id>")) ? "</id>" : NULL; /* of a feed's entry: a UUID */
        if (first == 's') until = str_starts(rest, S("<style")) ? "</style>" : str_starts(rest, S("<script")) ? "</script>" : NULL;
        if (first == 'c' ? str_starts(rest, S("<code")) : first == '/' && str_starts(rest, S("</code"))) code = first == 'c';
        at = until ? open + str_find(rest, str_c(until)) + strlen(until) : next_at(s, open, '>') + 1;
    }
}

bool leak_scan(str data, bool markup, scrub_counts *ret_counts) {
    AUTO(buf_free) buf scratch = {0};
    *ret_counts = (scrub_counts){{0}};
    if (markup) scan_markup(data, &scratch, ret_counts);
    else scan(data, &scratch, ret_counts);
    ret_counts->n[SCRUB_PERSON] = 0;
    for (int k = 0; k < SCRUB_KINDS; k++)
        if (ret_counts->n[k]) return true;
    return false;
}

bool leak_wanted(str name, bool *ret_markup) {
    static const char *const plain[] = {".md", ".json", ".csv", ".txt"};
    bool wanted = *ret_markup = str_ends(name, S(".html")) || str_ends(name, S(".svg")) || str_ends(name, S(".xml"));
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) wanted |= str_ends(name, str_c(plain[i]));
    return wanted;
}

void leak_enter(arena *a, const leak *found, leaks *r) {
    if (r->n == r->cap) {
        int cap = r->cap ? r->cap * 2 : 16;
        leak *more = arena_new(a, leak, cap);
        if (r->n) memcpy(more, r->leak, sizeof *more * (size_t)r->n);
        r->leak = more;
        r->cap = cap;
    }
    r->leak[r->n++] = *found;
    for (int k = 0; k < SCRUB_KINDS; k++) r->total += found->counts.n[k];
}

void leak_look(arena *a, const char *file, str data, leaks *r) {
    scrub_counts counts;
    bool markup;
    if (!leak_wanted(str_c(file), &markup)) return;
    r->files++;
    if (!leak_scan(data, markup, &counts)) return;
    leak_enter(a, &(leak){arena_strdup(a, str_c(file)), counts}, r);
}

static err_code check_file(arena *a, const char *path, leaks *r, err *e) {
    AUTO(arena_free) arena own = {0};
    str data;
    TRY(file_read(&own, path, FILE_MAX, &data, e));
    leak_look(a, path, data, r);
    return ERR_NONE;
}

/* A page's Markdown twin says what the page beside it says, but cannot mark its fingerprints. */
static bool is_twin(arena *a, const char *path) {
    str s = str_c(path);
    return str_ends(s, S(".md")) && file_exists(arena_printf(a, "%.*shtml", (int)s.n - 2, path));
}

static err_code check_folder(arena *a, const char *dir, int depth, leaks *r, err *e) {
    char **names;
    TRY(file_list(a, dir, &names, e));
    for (; *names; names++) {
        const char *path = file_join(a, dir, *names);
        bool markup;
        if (file_is_dir(path)) {
            if (depth < DEPTH) TRY(check_folder(a, path, depth + 1, r, e));
        } else if (leak_wanted(str_c(*names), &markup) && !is_twin(a, path)) TRY(check_file(a, path, r, e));
    }
    return ERR_NONE;
}

err_code leak_check(arena *a, const char *dir, leaks *ret_leaks, err *e) {
    *ret_leaks = (leaks){0};
    return check_folder(a, dir, 0, ret_leaks, e);
}
