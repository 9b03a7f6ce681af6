/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site/search.h"

#include <stdio.h>

#include "base/embed.h"
#include "base/utf8.h"
#include "record/owner.h"

enum {
    UNIT = 31,              /* between fields */
    BLOCK = 32,             /* documents a file */
    ALIGN = 1024,           /* where a kind's numbers begin */
    SHARD_DOCS = 64,        /* documents for each file of terms, at least */
    PASS_DOCS = 80000,      /* more are indexed in several passes over the records, so that memory stays bounded */
    TEXT_MAX = 16384,       /* bytes of a text that are indexed */
    TITLE_COLUMNS = 200,
    EXCERPT_COLUMNS = 120
};

/* One document. Texts that differ by language stand in both. */
typedef struct document {
    uint32_t number;
    str id, title[LANG_COUNT], more[LANG_COUNT], text[LANG_COUNT];
    str status, url; /* url empty: ID.html */
    str excerpt;
} document;

/* Columns: number within the kind from 0, id, title, title in English (NULL: the same), status, more, more in English, url (NULL: ID.html),
 * excerpt, text, text in English; of numbers ?1 to ?2. `more` and text are fields, each with a unit separator before it: an owner is masked as
 * the whole of a field. */
#define FIELD(x) "coalesce(char(31) || " x ", '')"
static const char PROBLEMS[] =
    "SELECT seq - 1, id, title, NULL, stage, " FIELD("owner") " || " FIELD("category") " || " FIELD("period") ", NULL, NULL, phenomenon, "
    FIELD("phenomenon") " || " FIELD("scope") " || " FIELD("category") " || " FIELD("owner") " || " FIELD("direct_cause") " || " FIELD("root_cause") " || "
    FIELD("(SELECT group_concat(text, char(31)) FROM cause c WHERE c.problem = p.id AND c.voided IS NULL)") " || "
    FIELD("(SELECT group_concat(answer, char(31)) FROM why w WHERE w.problem = p.id AND w.confirmed = 1 AND w.voided IS NULL)") ", NULL"
    " FROM problem p WHERE voided IS NULL AND seq BETWEEN ?1 + 1 AND ?2 + 1 ORDER BY seq";
static const char ACTIONS[] =
    "SELECT a.seq - 1, a.id, a.text, NULL, iif(a.status = 'late', 'done', a.status), " FIELD("a.owner") " || " FIELD("a.departments") " || " FIELD("a.planned") ", NULL,"
    " iif(p.id IS NULL, 'actions.html', p.id || '.html') || iif(p.id IS NULL OR p.cycle = a.cycle, '#' || a.id, ''), NULL, "
    FIELD("a.owner") " || " FIELD("a.departments") " || " FIELD("a.expected") " || " FIELD("a.effect") " || " FIELD("a.blocked") ", NULL"
    " FROM action_v a LEFT JOIN problem p ON p.id = a.problem AND p.voided IS NULL WHERE a.seq BETWEEN ?1 + 1 AND ?2 + 1 ORDER BY a.seq";
static const char STANDARDS[] =
    "SELECT seq - 1, id, number || ' ' || title, NULL, NULL, " FIELD("owner") " || " FIELD("version") " || " FIELD("effective") ", NULL, 'standards.html#' || id, NULL, "
    FIELD("owner") " || " FIELD("text") ", NULL FROM standard WHERE voided IS NULL AND seq BETWEEN ?1 + 1 AND ?2 + 1 ORDER BY seq";
static const char KPIS[] =
    "SELECT seq - 1, id, name_zh, name_en, NULL, NULL, NULL, 'kpi-' || id || '.html', NULL, definition_zh, definition_en"
    " FROM kpi WHERE voided IS NULL AND seq BETWEEN ?1 + 1 AND ?2 + 1 ORDER BY seq";
/* the months that templates/reports.sql lists; tickets are skipped over month by month in their index */
static const char REPORTS[] =
    "WITH RECURSIVE t(period) AS (SELECT min(period) FROM ticket UNION ALL SELECT (SELECT min(k.period) FROM ticket k WHERE k.period > t.period) FROM t WHERE t.period IS NOT NULL),"
    " m AS (SELECT period FROM t UNION SELECT period FROM measure WHERE voided IS NULL UNION SELECT period FROM problem WHERE voided IS NULL),"
    " n AS (SELECT row_number() OVER (ORDER BY period) - 1 AS number, period FROM m WHERE period GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]')"
    " SELECT number, period, NULL, NULL, NULL, NULL, NULL, 'report-' || period || '.html', NULL, NULL, NULL FROM n WHERE number BETWEEN ?1 AND ?2 ORDER BY number";
static const char MEETINGS[] =
    "SELECT seq - 1, id, title, NULL, NULL, " FIELD("date") " || " FIELD("chair") ", NULL, NULL, NULL, "
    FIELD("chair") " || " FIELD("agenda") " || " FIELD("minutes") ", NULL FROM meeting WHERE voided IS NULL AND seq BETWEEN ?1 + 1 AND ?2 + 1 ORDER BY seq";
static const char DECISIONS[] =
    "SELECT d.seq - 1, d.id, d.text, NULL, NULL, " FIELD("d.owner") " || " FIELD("d.due") ", NULL, d.meeting || '.html', NULL, " FIELD("d.owner") ", NULL"
    " FROM decision d JOIN meeting m ON m.id = d.meeting AND m.voided IS NULL WHERE d.voided IS NULL AND d.seq BETWEEN ?1 + 1 AND ?2 + 1 ORDER BY d.seq";

typedef enum doc_kind { DOC_PROBLEM, DOC_ACTION, DOC_STANDARD, DOC_KPI, DOC_REPORT, DOC_MEETING, DOC_DECISION, DOC_GUIDE, DOC_PAGE, DOC_COUNT } doc_kind;

static const struct {
    const char *name, *rows, *last;
} kinds[DOC_COUNT] = {
    {"problem", PROBLEMS, "SELECT coalesce(max(seq), 0) FROM problem"},
    {"action", ACTIONS, "SELECT coalesce(max(seq), 0) FROM action"},
    {"standard", STANDARDS, "SELECT coalesce(max(seq), 0) FROM standard"},
    {"kpi", KPIS, "SELECT coalesce(max(seq), 0) FROM kpi"},
    {"report", REPORTS, NULL},
    {"meeting", MEETINGS, "SELECT coalesce(max(seq), 0) FROM meeting"},
    {"decision", DECISIONS, "SELECT coalesce(max(seq), 0) FROM decision"},
    {"guide", NULL, NULL},
    {"page", NULL, NULL},
};
static const char *const pages[] = {"index", "problems", "actions", "owners", "kpis", "reports", "meetings", "standards", "audit", "coverage", "guide"};

typedef struct writer {
    store *s;
    const search_options *o;
    const owner_names *names;
    arena keep, work;
    uint32_t base[DOC_COUNT], count[DOC_COUNT]; /* count: numbers, with those of voided records */
    search_index index;
    bool terms, blocks; /* what is written now */
    buf block;
    uint32_t block_at, block_n; /* its number; documents in it */
} writer;

/* ---- files of documents */

static void put_both(writer *w, const str text[LANG_COUNT], int columns) {
    AUTO(buf_free) buf clip = {0};
    bool two = text[LANG_ZH].n && text[LANG_EN].n && !str_eq(text[LANG_ZH], text[LANG_EN]);
    if (two) buf_putc(&w->block, '[');
    for (int l = 0; l < LANG_COUNT; l++) {
        if (!two && !text[l].n) continue;
        buf_clear(&clip);
        utf8_clip(&clip, text[l], columns);
        buf_json_script(&w->block, buf_str(&clip));
        if (!two) return;
        buf_putc(&w->block, l + 1 < LANG_COUNT ? ',' : ']');
    }
    if (!two) buf_z(&w->block, "\"\"");
}

static err_code end_block(writer *w, err *e) {
    if (!w->block_n) return ERR_NONE;
    char name[64];
    snprintf(name, sizeof name, "assets/search/d%u.js", w->block_at);
    buf_z(&w->block, "]);\n");
    w->block_n = 0;
    return w->o->put(w->o->user, name, buf_str(&w->block), e);
}

/* Marks of Markdown go, blanks are single. */
static str plain(writer *w, str text) {
    buf b = {.p = arena_alloc(&w->work, text.n + 1), .cap = text.n + 1, .max = text.n};
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '*' || c == '`') continue;
        if (c == '\n' || c == '\t') c = ' ';
        if (c != ' ' || (b.n && b.p[b.n - 1] != ' ')) buf_putc(&b, c);
    }
    return buf_str(&b);
}

static err_code put_block(writer *w, const document *d, err *e) {
    uint32_t at = d->number / BLOCK;
    if (at != w->block_at) TRY(end_block(w, e));
    buf *b = &w->block;
    if (!w->block_n) {
        buf_clear(b);
        buf_printf(b, "pdcaSearch(\"d\",%u,[", at);
        w->block_at = at;
    }
    for (; w->block_n < d->number % BLOCK; w->block_n++) buf_z(b, "0,");
    w->block_n++;
    buf_putc(b, '[');
    put_both(w, d->title, TITLE_COLUMNS);
    buf_putc(b, ',');
    buf_json_script(b, d->id);
    buf_putc(b, ',');
    buf_json_script(b, d->status);
    buf_putc(b, ',');
    put_both(w, d->more, EXCERPT_COLUMNS);
    buf_putc(b, ',');
    buf_json_script(b, d->url);
    buf_putc(b, ',');
    put_both(w, (str[LANG_COUNT]){plain(w, d->excerpt)}, EXCERPT_COLUMNS);
    buf_z(b, d->number % BLOCK == BLOCK - 1 ? "]" : "],\n");
    return ERR_NONE;
}

/* ---- one document */

static str masked(writer *w, str text, bool prose) { return w->names ? owner_mask(w->names, &w->work, text, prose) : text; }

/* Masks the fields of `text` one by one, and joins those of a line that is shown by a dot. */
static str mask_fields(writer *w, str text, bool shown) {
    if (!memchr(text.p ? text.p : "", UNIT, text.n)) return masked(w, text, false);
    buf b = {0};
    while (text.p) {
        str field;
        text = str_cut(text, UNIT, &field);
        if (!field.n) continue;
        if (b.n && shown) buf_z(&b, " · ");
        else if (b.n) buf_putc(&b, UNIT);
        buf_put(&b, masked(w, field, false));
    }
    str all = arena_str(&w->work, buf_str(&b));
    buf_free(&b);
    return all;
}

static err_code put_document(writer *w, doc_kind kind, document *d, err *e) {
    d->number += w->base[kind];
    for (int l = 0; l < LANG_COUNT; l++) {
        d->title[l] = masked(w, d->title[l], false);
        d->more[l] = mask_fields(w, d->more[l], true);
        d->text[l] = str_sub(d->text[l], 0, TEXT_MAX);
        if (w->names && w->terms) d->text[l] = mask_fields(w, d->text[l], false);
    }
    d->excerpt = masked(w, d->excerpt, true);
    if (w->terms) {
        search_index_doc(&w->index, d->number);
        for (int l = 0; l < LANG_COUNT; l++) search_index_text(&w->index, d->title[l], true);
        search_index_id(&w->index, d->id);
        for (int l = 0; l < LANG_COUNT; l++) search_index_text(&w->index, d->text[l], false);
    }
    err_code code = w->blocks ? put_block(w, d, e) : ERR_NONE;
    arena_reset(&w->work);
    return code;
}

/* Only the site's languages: a text of another would be found and lead nowhere. */
static void keep_languages(const writer *w, str text[LANG_COUNT]) {
    bool has[LANG_COUNT] = {false};
    for (int i = 0; i < w->o->n_langs; i++) has[w->o->langs[i]] = true;
    for (int l = 0; l < LANG_COUNT; l++)
        if (!has[l]) text[l] = (str){0};
}

static void report_title(writer *w, document *d) {
    char key[] = "pages.in_month.00";
    memcpy(key + sizeof key - 3, d->id.p + 5, 2);
    for (int l = 0; l < LANG_COUNT; l++) {
        AUTO(buf_free) buf month = {0}, title = {0};
        word_format(&month, (lang)l, key, "year", arena_strdup(&w->work, str_sub(d->id, 0, 4)), NULL);
        word_format(&title, (lang)l, "pages.report.title", "month", buf_cstr(&month), NULL);
        d->title[l] = arena_str(&w->work, buf_str(&title));
    }
    d->text[LANG_ZH] = d->id;
    d->id = str_c(arena_printf(&w->work, "QR-%.*s", STR(d->id)));
}

static err_code put_rows(writer *w, doc_kind kind, uint32_t from, uint32_t to, err *e) {
    query *q;
    TRY(store_query(w->s, kinds[kind].rows, &q, e));
    query_bind(q, 1, (int64_t)from);
    query_bind(q, 2, (int64_t)to);
    err_code code = ERR_NONE;
    while (!code && query_next(q)) {
        document d = {.number = (uint32_t)query_int(q, 0), .id = query_str(q, 1), .status = query_str(q, 4), .url = query_str(q, 7), .excerpt = query_str(q, 8)};
        for (int l = 0; l < LANG_COUNT; l++) {
            d.title[l] = query_str(q, 2 + l);
            d.more[l] = query_str(q, 5 + l);
            d.text[l] = query_str(q, 9 + l);
        }
        if (kind == DOC_REPORT) report_title(w, &d);
        if (kind == DOC_REPORT || kind == DOC_KPI) {
            keep_languages(w, d.title);
            if (kind == DOC_KPI) keep_languages(w, d.text);
        }
        code = put_document(w, kind, &d, e);
    }
    err ignored = {0};
    err_code end = query_end(q, code ? &ignored : e);
    return code ? code : end;
}

/* The guide's texts begin with their title as a first-level heading. */
static err_code put_guide(writer *w, err *e) {
    static const char *const folder[LANG_COUNT] = {"site/guide/zh/", "site/guide/en/"};
    size_t prefix = strlen(folder[0]), first = embed_first(folder[0]);
    for (size_t i = first; i < embed_file_count && str_starts(str_c(embed_files[i].path), str_c(folder[0])); i++) {
        str name = str_sub(str_c(embed_files[i].path), prefix, SIZE_MAX);
        name.n -= 3;
        document d = {.number = (uint32_t)(i - first), .id = {0}, .url = str_c(arena_printf(&w->work, "guide.html#%.*s", STR(name)))};
        for (int l = 0; l < LANG_COUNT; l++) {
            d.text[l] = str_cut(embed_find(arena_printf(&w->work, "%s%.*s.md", folder[l], STR(name))), '\n', &d.title[l]);
            d.title[l] = str_trim(str_sub(d.title[l], 1, SIZE_MAX));
        }
        keep_languages(w, d.title);
        keep_languages(w, d.text);
        TRY(put_document(w, DOC_GUIDE, &d, e));
    }
    return ERR_NONE;
}

static err_code put_pages(writer *w, err *e) {
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        document d = {.number = (uint32_t)i, .url = str_c(arena_printf(&w->work, "%s.html", pages[i]))};
        for (int l = 0; l < LANG_COUNT; l++) d.title[l] = str_c(word((lang)l, arena_printf(&w->work, "nav.%s", pages[i])));
        keep_languages(w, d.title);
        TRY(put_document(w, DOC_PAGE, &d, e));
    }
    return ERR_NONE;
}

/* ---- all of them */

static err_code count_kinds(writer *w, doc_kind n_kinds, err *e) {
    uint32_t next = 0;
    for (doc_kind k = 0; k < n_kinds; k++) {
        int64_t n = 0;
        if (kinds[k].last) {
            TRY(store_int(w->s, kinds[k].last, NULL, 0, &n, e));
        } else if (k == DOC_REPORT) {
            query *q;
            TRY(store_query(w->s, REPORTS, &q, e));
            query_bind(q, 1, (int64_t)0);
            query_bind(q, 2, (int64_t)INT32_MAX);
            while (query_next(q)) n++;
            TRY(query_end(q, e));
        } else if (k == DOC_GUIDE) {
            for (size_t i = embed_first("site/guide/zh/"); i < embed_file_count && str_starts(str_c(embed_files[i].path), S("site/guide/zh/")); i++) n++;
        } else {
            n = sizeof pages / sizeof *pages;
        }
        w->base[k] = next;
        w->count[k] = (uint32_t)n;
        next = (next + (uint32_t)n + ALIGN - 1) / ALIGN * ALIGN;
    }
    return ERR_NONE;
}

static err_code put_directory(writer *w, uint32_t shards, err *e) {
    AUTO(buf_free) buf b = {0};
    buf_printf(&b, "pdcaSearch(\"index\",0,{\"shards\":%u,\"block\":%d,\"kinds\":[", shards, BLOCK);
    for (int k = 0; k < DOC_COUNT; k++) buf_printf(&b, "%s[\"%s\",%u,%u]", k ? "," : "", kinds[k].name, w->base[k], w->count[k]);
    buf_z(&b, "]});\n");
    return w->o->put(w->o->user, "assets/search/index.js", buf_str(&b), e);
}

static err_code put_all(writer *w, err *e) {
    uint32_t docs = 0, shards = 1;
    TRY(count_kinds(w, DOC_COUNT, e));
    for (int k = 0; k < DOC_COUNT; k++) docs += w->count[k];
    while (shards * SHARD_DOCS < docs) shards *= 2;
    TRY(put_directory(w, shards, e));
    uint32_t passes = 1;
    while (passes < shards && passes * PASS_DOCS < docs) passes *= 2;
    w->terms = true;
    for (uint32_t pass = 0; pass < passes; pass++) {
        w->index = (search_index){.shards = shards, .lo = shards / passes * pass, .hi = shards / passes * (pass + 1)};
        w->blocks = pass == 0;
        for (int k = 0; k < DOC_GUIDE; k++) TRY(put_rows(w, (doc_kind)k, 0, INT32_MAX, e));
        TRY(put_guide(w, e));
        TRY(put_pages(w, e));
        TRY(end_block(w, e));
        TRY(search_index_put(&w->index, w->o->put, w->o->user, e));
        search_index_free(&w->index);
    }
    return ERR_NONE;
}

/* What events after ?1 changed: one row for each record, with its place where only what a result shows can have changed, else NULL. Kinds that
 * no document shows have no row. A record is what its latest event says; it is compared with the latest event up to ?1. */
static const char CHANGED[] =
    "SELECT kind, CASE WHEN old IS NULL THEN NULL"
    " WHEN kind = 'action' AND (old ->> 'text', old ->> 'owner', old ->> 'departments', old ->> 'expected', old ->> 'effect', old ->> 'blocked', old ->> 'voided')"
    "  IS (row ->> 'text', row ->> 'owner', row ->> 'departments', row ->> 'expected', row ->> 'effect', row ->> 'blocked', row ->> 'voided')"
    "  THEN (SELECT seq FROM action a WHERE a.id = c.id)"
    " WHEN kind = 'problem' AND (old ->> 'title', old ->> 'phenomenon', old ->> 'scope', old ->> 'category', old ->> 'owner', old ->> 'direct_cause', old ->> 'root_cause',"
    "   old ->> 'voided', old ->> 'period', old ->> 'cycle')"
    "  IS (row ->> 'title', row ->> 'phenomenon', row ->> 'scope', row ->> 'category', row ->> 'owner', row ->> 'direct_cause', row ->> 'root_cause',"
    "   row ->> 'voided', row ->> 'period', row ->> 'cycle') THEN (SELECT seq FROM problem p WHERE p.id = c.id) END"
    " FROM (SELECT e.kind, e.id, max(e.seq), e.row, (SELECT o.row FROM event o WHERE o.kind = e.kind AND o.id = e.id AND o.seq <= ?1 ORDER BY o.seq DESC LIMIT 1) AS old"
    "  FROM event e WHERE e.seq > ?1 AND e.kind NOT IN ('progress', 'checkpoint', 'check') GROUP BY +e.kind, +e.id) c ORDER BY 1, 2";

/* Puts the files of documents that show changed records; *ret_enough false where the terms have changed too. */
static err_code put_changed(writer *w, bool *ret_enough, err *e) {
    TRY(count_kinds(w, DOC_ACTION + 1, e));
    query *q;
    TRY(store_query(w->s, CHANGED, &q, e));
    query_bind(q, 1, w->o->since);
    size_t n = 0, cap = 256;
    uint32_t *at = arena_new(&w->keep, uint32_t, cap); /* numbers of files */
    doc_kind *of = arena_new(&w->keep, doc_kind, cap);
    *ret_enough = true;
    while (*ret_enough && query_next(q)) {
        doc_kind kind = str_eq(query_str(q, 0), S("problem")) ? DOC_PROBLEM : DOC_ACTION;
        uint32_t block = query_null(q, 1) ? 0 : (uint32_t)(query_int(q, 1) - 1) / BLOCK;
        if (query_null(q, 1) || n == cap) *ret_enough = false;
        else if (!n || at[n - 1] != block || of[n - 1] != kind) at[n] = block, of[n++] = kind;
    }
    TRY(query_end(q, e));
    w->blocks = true;
    for (size_t i = 0; *ret_enough && i < n; i++) {
        TRY(put_rows(w, of[i], at[i] * BLOCK, at[i] * BLOCK + BLOCK - 1, e));
        TRY(end_block(w, e));
    }
    return ERR_NONE;
}

err_code search_write(store *s, const search_options *o, err *e) {
    writer w = {.s = s, .o = o};
    bool done = false;
    /* a new name is masked in old texts too */
    err_code code = owner_names_load(s, &w.keep, &w.names, e);
    if (!code && o->since && !w.names) code = put_changed(&w, &done, e);
    if (!code && !done) code = put_all(&w, e);
    search_index_free(&w.index);
    buf_free(&w.block);
    arena_free(&w.keep);
    arena_free(&w.work);
    return code;
}
