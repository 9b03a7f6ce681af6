/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/xlsx_read.h"

#include <assert.h>
#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <zip.h>

#include "base/buf.h"
#include "base/date.h"
#include "formats/xml.h"

enum {
    PART_MAX = 256 * 1024 * 1024,     /* inflated bytes of workbook, styles and strings */
    SHEETS_MAX = 4096, STRING_COUNT_MAX = 8 * 1024 * 1024,
    ROWS_AHEAD = 32 * 1024 * 1024,    /* CSV text out of one piece of a sheet: a short reference may stand for a long string */
    STRINGS_MAX = 48 * 1024 * 1024,   /* of shared strings in memory */
    SHEET_RATIO = 400,                /* inflated to deflated bytes: tables reach some 30, bombs 1000 */
    SHEET_FREE = 16 * 1024 * 1024,    /* whatever the ratio */
    CELL_MAX = 32767 * 4, COLUMNS_MAX = 16384, ROWS_MAX = 1048576, STYLES_MAX = 65536
};

/* libzip is opened when the first workbook is: it brings a crypto library with it. */
static struct {
    void *handle;
    zip_source_t *(*buffer)(const void *, zip_uint64_t, int, zip_error_t *);
    zip_source_t *(*file)(const char *, zip_uint64_t, zip_int64_t, zip_error_t *);
    void (*free_source)(zip_source_t *);
    zip_t *(*open)(zip_source_t *, int, zip_error_t *);
    void (*discard)(zip_t *);
    int (*stat)(zip_t *, const char *, zip_flags_t, zip_stat_t *);
    zip_file_t *(*fopen)(zip_t *, const char *, zip_flags_t);
    zip_int64_t (*fread)(zip_file_t *, void *, zip_uint64_t);
    int (*fclose)(zip_file_t *);
} lib;

static bool lib_open(void) {
    if (lib.handle) return true;
    void *h = dlopen("libzip.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!h) h = dlopen("libzip.so.5", RTLD_NOW | RTLD_LOCAL);
    if (!h) return false;
    /* POSIX's way of taking a function out of dlsym's object pointer */
    *(void **)&lib.buffer = dlsym(h, "zip_source_buffer_create");
    *(void **)&lib.file = dlsym(h, "zip_source_file_create");
    *(void **)&lib.free_source = dlsym(h, "zip_source_free");
    *(void **)&lib.open = dlsym(h, "zip_open_from_source");
    *(void **)&lib.discard = dlsym(h, "zip_discard");
    *(void **)&lib.stat = dlsym(h, "zip_stat");
    *(void **)&lib.fopen = dlsym(h, "zip_fopen");
    *(void **)&lib.fread = dlsym(h, "zip_fread");
    *(void **)&lib.fclose = dlsym(h, "zip_fclose");
    if (!lib.buffer || !lib.file || !lib.free_source || !lib.open || !lib.discard || !lib.stat || !lib.fopen || !lib.fread || !lib.fclose) return false;
    lib.handle = h;
    return true;
}

typedef struct sheet {
    str name, relation;
    bool hidden;
    struct sheet *next;
} sheet;

typedef enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOL } cell_type;
/* What a number format shows: [h]:mm counts hours past a day. */
typedef enum style_kind { STYLE_PLAIN, STYLE_DATE, STYLE_ELAPSED } style_kind;

struct xlsx_reader {
    source out;
    arena *a;
    const char *file;
    xlsx_options o;
    zip_t *zip;
    sheet *sheets, **last_sheet, *chosen;
    int n_sheets, n_custom;
    buf others;
    bool is_1904;
    str target; /* the part that holds the sheet */
    /* strings: all in one buffer, ends in `ends` */
    buf strings;
    uint32_t *ends;
    uint32_t n_strings, cap_strings;
    unsigned char *style_of; /* style_kind of cell format i */
    int n_styles, in_formats;
    struct custom {
        int id;
        struct custom *next;
        style_kind shows;
    } *custom;
    /* the sheet as it is read */
    xml_feed *feed;
    xml_events events;
    zip_file_t *part;
    uint64_t deflated, inflated, size; /* size: what the header says, for progress only */
    buf csv, cell;
    size_t csv_at;
    int64_t row, written, hidden_rows;
    int column, next_column;
    cell_type type;
    int style;
    bool in_value, in_phonetic, skip_row, done, has_formula, has_value; /* of the cell: <f>, <v> */
};

/* With the cell where it was found, as spreadsheets name it: f.xlsx!C5. */
static err_code wrong(const xlsx_reader *r, const char *reason, err *e) {
    char letters[4] = "", *p = letters + 3;
    if (r->row > 0)
        for (int c = r->column + 1; c > 0; c = (c - 1) / 26) *--p = (char)('A' + (c - 1) % 26);
    const char *place = r->row > 0 ? arena_printf(r->a, "!%s%lld", p, (long long)r->row) : "";
    return err_set(e, ERR_WORKBOOK, "file", arena_printf(r->a, "%s%s", r->file, place), "reason", reason, NULL);
}

bool xlsx_starts(str head) { return str_starts(head, S("PK\x03\x04")); }
bool xlsx_starts_old(str head) { return str_starts(head, S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")); }

err_code xlsx_refuse_old(source *from, const char *file, err *e) {
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e"; /* the stream that holds an encrypted XLSX, in UTF-16 */
    enum { OVERLAP = sizeof name };
    char piece[OVERLAP + 16 * 1024];
    size_t kept = 0, n = 1;
    bool locked = false;
    TRY(from->rewind(from, e));
    while (n && !locked) {
        TRY(from->read(from, piece + kept, sizeof piece - kept, &n, e));
        str seen = {piece, kept + n};
        locked = str_find(seen, (str){name, sizeof name - 1}) < seen.n;
        kept = seen.n < OVERLAP ? seen.n : OVERLAP;
        memmove(piece, piece + seen.n - kept, kept);
    }
    return err_set(e, ERR_WORKBOOK, "file", file, "reason", locked ? "what.workbook_encrypted" : "what.workbook_old", NULL);
}

bool xlsx_starts_page(str head) {
    static const char *const marks[] = {"<!doctype", "<html", "<table", "<head", "<meta", "<style", "<div", "<body", "<?xml", "mime-version:"};
    head = str_trim(head);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t k = 0;
        while (marks[i][k] && k < head.n && (head.p[k] >= 'A' && head.p[k] <= 'Z' ? head.p[k] + 32 : head.p[k]) == marks[i][k]) k++;
        if (!marks[i][k]) return true;
    }
    return false;
}

static str attribute(const xml_attribute *list, int n, const char *name) {
    for (int i = 0; i < n; i++)
        if (str_eqz(list[i].name, name)) return list[i].value;
    return (str){NULL, 0};
}

static int whole(str s, int otherwise) {
    long long v;
    return s.p && str_to_int(s, &v) && v >= 0 && v < INT32_MAX ? (int)v : otherwise;
}

static err_code nothing(void *user, str s, err *e) {
    (void)user, (void)s, (void)e;
    return ERR_NONE;
}

/* Whether a part needs a password (ZipCrypto or AES). */
static bool is_locked(const xlsx_reader *r, const char *name) {
    zip_stat_t st;
    return lib.stat(r->zip, name, 0, &st) == 0 && st.valid & ZIP_STAT_ENCRYPTION_METHOD && st.encryption_method != ZIP_EM_NONE;
}

/* Reads a whole part through events; a part that is not there is ERR_NONE without any. */
static err_code read_part(xlsx_reader *r, const char *name, const xml_events *events, err *e) {
    if (is_locked(r, name)) return wrong(r, "what.workbook_encrypted", e);
    zip_file_t *f = lib.fopen(r->zip, name, 0);
    if (!f) return ERR_NONE;
    xml_feed *feed = xml_feed_new(events, r->file, e);
    err_code code = feed ? ERR_NONE : e->code;
    char piece[16 * 1024];
    int64_t total = 0;
    for (bool last = false; !code && !last;) {
        zip_int64_t n = lib.fread(f, piece, sizeof piece);
        if (n < 0) code = wrong(r, "what.workbook_broken", e);
        else if ((total += n) > PART_MAX) code = wrong(r, "what.workbook_bomb", e);
        else code = xml_feed_put(feed, (str){piece, (size_t)n}, last = n == 0, e);
    }
    xml_feed_free(&feed);
    lib.fclose(f);
    return code;
}

/* ---- workbook, relations, styles, strings -------------------------------------------------------------------------------- */

static err_code workbook_start(void *user, str name, const xml_attribute *list, int n, err *e) {
    xlsx_reader *r = user;
    if (str_eq(name, S("workbookPr"))) {
        str v = attribute(list, n, "date1904");
        r->is_1904 = str_eq(v, S("1")) || str_eq(v, S("true"));
    }
    if (!str_eq(name, S("sheet"))) return ERR_NONE;
    if (++r->n_sheets > SHEETS_MAX) return wrong(r, "what.workbook_bomb", e);
    sheet *s = arena_new(r->a, sheet, 1);
    str state = attribute(list, n, "state");
    *s = (sheet){.name = arena_str(r->a, attribute(list, n, "name")), .relation = arena_str(r->a, attribute(list, n, "id")),
                 .hidden = str_eq(state, S("hidden")) || str_eq(state, S("veryHidden"))};
    *r->last_sheet = s;
    r->last_sheet = &s->next;
    return ERR_NONE;
}

static err_code relation_start(void *user, str name, const xml_attribute *list, int n, err *e) {
    (void)e;
    xlsx_reader *r = user;
    if (!str_eq(name, S("Relationship")) || !str_eq(attribute(list, n, "Id"), r->chosen->relation)) return ERR_NONE;
    str target = attribute(list, n, "Target");
    bool rooted = str_starts(target, S("/"));
    r->target = str_c(arena_printf(r->a, "%s%.*s", rooted ? "" : "xl/", STR(rooted ? str_sub(target, 1, target.n) : target)));
    return ERR_NONE;
}

/* A number format shows a date or a time where y, m, d, h or s stand outside quotes, brackets and escapes. */
static style_kind format_shows(str format) {
    for (size_t i = 0; i < format.n; i++) {
        char c = format.p[i];
        if (c == '\\' || c == '_' || c == '*') i++;
        else if (c == '"')
            while (++i < format.n && format.p[i] != '"') continue;
        else if (c == '[' && i + 1 < format.n && strchr("hHmMsS", format.p[i + 1])) return STYLE_ELAPSED;
        else if (c == '[')
            while (++i < format.n && format.p[i] != ']') continue;
        else if (c == ';') return STYLE_PLAIN;
        else if (strchr("yYmMdDhHsS", c)) return STYLE_DATE;
    }
    return STYLE_PLAIN;
}

static style_kind builtin_shows(int id) {
    if (id == 46) return STYLE_ELAPSED;
    bool dates = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
    return dates ? STYLE_DATE : STYLE_PLAIN;
}

static err_code style_start(void *user, str name, const xml_attribute *list, int n, err *e) {
    xlsx_reader *r = user;
    if (str_eq(name, S("numFmt"))) {
        if (++r->n_custom > STYLES_MAX) return wrong(r, "what.workbook_bomb", e);
        struct custom *c = arena_alloc(r->a, sizeof *c);
        c->id = whole(attribute(list, n, "numFmtId"), -1);
        c->shows = format_shows(attribute(list, n, "formatCode"));
        c->next = r->custom;
        r->custom = c;
    }
    r->in_formats |= str_eq(name, S("cellXfs"));
    if (!r->in_formats || !str_eq(name, S("xf")) || r->n_styles == STYLES_MAX) return ERR_NONE;
    int id = whole(attribute(list, n, "numFmtId"), 0);
    style_kind shows = builtin_shows(id);
    for (const struct custom *c = r->custom; c; c = c->next)
        if (c->id == id) {
            shows = c->shows;
            break;
        }
    if (!r->style_of) r->style_of = arena_new(r->a, unsigned char, STYLES_MAX);
    r->style_of[r->n_styles++] = (unsigned char)shows;
    return ERR_NONE;
}

static err_code style_end(void *user, str name, err *e) {
    (void)e;
    xlsx_reader *r = user;
    if (str_eq(name, S("cellXfs"))) r->in_formats = 0;
    return ERR_NONE;
}

static err_code string_start(void *user, str name, const xml_attribute *list, int n, err *e) {
    (void)list, (void)n, (void)e;
    xlsx_reader *r = user;
    r->in_phonetic |= str_eq(name, S("rPh"));
    r->in_value = str_eq(name, S("t")) && !r->in_phonetic;
    return ERR_NONE;
}

static err_code string_text(void *user, str text, err *e) {
    xlsx_reader *r = user;
    if (!r->in_value) return ERR_NONE;
    if (r->strings.n + text.n > STRINGS_MAX) return wrong(r, "what.workbook_strings", e);
    buf_put(&r->strings, text);
    return ERR_NONE;
}

static err_code string_end(void *user, str name, err *e) {
    xlsx_reader *r = user;
    if (str_eq(name, S("t"))) r->in_value = false;
    if (str_eq(name, S("rPh"))) r->in_phonetic = false;
    if (!str_eq(name, S("si"))) return ERR_NONE;
    if (r->n_strings == STRING_COUNT_MAX) return wrong(r, "what.workbook_strings", e);
    if (r->n_strings == r->cap_strings) {
        r->cap_strings = r->cap_strings ? r->cap_strings * 2 : 1024;
        r->ends = realloc(r->ends, sizeof *r->ends * r->cap_strings);
        if (!r->ends) abort();
    }
    r->ends[r->n_strings++] = (uint32_t)r->strings.n;
    return ERR_NONE;
}

/* ---- the sheet --------------------------------------------------------------------------------------------------------------- */

/* "BC7": column 54. -1 where it is none. */
static int column_of(str ref) {
    int c = 0;
    size_t i = 0;
    for (; i < ref.n && ref.p[i] >= 'A' && ref.p[i] <= 'Z' && c < COLUMNS_MAX; i++) c = c * 26 + (ref.p[i] - 'A' + 1);
    return i && c <= COLUMNS_MAX ? c - 1 : -1;
}

static err_code start_row(xlsx_reader *r, const xml_attribute *list, int n, err *e) {
    str hidden = attribute(list, n, "hidden");
    int64_t row = whole(attribute(list, n, "r"), (int)r->row + 1);
    if (row <= r->row || row > ROWS_MAX) return wrong(r, "what.workbook_broken", e);
    r->row = row;
    r->skip_row = !r->o.hidden && (str_eq(hidden, S("1")) || str_eq(hidden, S("true")));
    r->hidden_rows += r->skip_row;
    r->column = r->next_column = 0;
    for (; r->written < row - 1; r->written++) buf_putc(&r->csv, '\n'); /* rows that the file leaves out */
    return ERR_NONE;
}

static err_code sheet_start(void *user, str name, const xml_attribute *list, int n, err *e) {
    xlsx_reader *r = user;
    if (str_eq(name, S("row"))) return start_row(r, list, n, e);
    if (str_eq(name, S("c"))) {
        str type = attribute(list, n, "t"), ref = attribute(list, n, "r");
        int at = ref.p ? column_of(ref) : r->next_column;
        if (at < r->next_column || at >= COLUMNS_MAX || r->row == 0) return wrong(r, "what.workbook_broken", e);
        r->column = at;
        r->style = whole(attribute(list, n, "s"), 0);
        r->type = str_eq(type, S("s")) ? CELL_SHARED : str_eq(type, S("b")) ? CELL_BOOL : !type.p || str_eq(type, S("n")) ? CELL_NUMBER : CELL_TEXT;
        buf_clear(&r->cell);
        r->has_formula = r->has_value = false;
    }
    r->has_formula |= str_eq(name, S("f"));
    r->has_value |= str_eq(name, S("v")) || str_eq(name, S("t"));
    r->in_phonetic |= str_eq(name, S("rPh"));
    r->in_value = !r->in_phonetic && (str_eq(name, S("v")) || str_eq(name, S("t")));
    return ERR_NONE;
}

static err_code sheet_text(void *user, str text, err *e) {
    xlsx_reader *r = user;
    if (!r->in_value || r->skip_row) return ERR_NONE;
    if (r->cell.n + text.n > CELL_MAX) return wrong(r, "what.workbook_broken", e);
    buf_put(&r->cell, text);
    return ERR_NONE;
}

/* A serial number as a moment, a time of day or a duration. The 1900 system has a 29 February 1900 that never was: it is shown as the
 * spreadsheet shows it, and is no date for anyone who reads on. */
static void put_date(const xlsx_reader *r, double v, bool elapsed, buf *out) {
    int64_t seconds = llround(v * 86400.0);
    char z[MOMENT_TEXT];
    if (elapsed || (v < 1 && !r->is_1904)) {
        buf_printf(out, "%lld:%02d:%02d", (long long)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
        return;
    }
    bool never = !r->is_1904 && v >= 60 && v < 61;
    int64_t epoch = r->is_1904 ? -24107 : v < 60 ? -25568 : -25569;
    moment_text(seconds + epoch * 86400, z);
    str shown = str_sub(str_c(z), 0, seconds % 86400 ? MOMENT_TEXT - 1 : DATE_TEXT - 1);
    if (never) {
        buf_z(out, "1900-02-29");
        shown = str_sub(shown, DATE_TEXT - 1, shown.n);
    }
    buf_put(out, shown);
}

static err_code cell_value(xlsx_reader *r, buf *out, err *e) {
    str raw = buf_str(&r->cell);
    double v;
    if (r->has_formula && !r->has_value) raw = S("#CALC!"); /* made by a program that does not calculate: not known is not empty */
    if (r->type == CELL_SHARED) {
        int i = whole(raw, -1);
        if (i < 0 || (uint32_t)i >= r->n_strings) return wrong(r, "what.workbook_broken", e);
        size_t from = i ? r->ends[i - 1] : 0;
        if (r->ends[i] - from > CELL_MAX) return wrong(r, "what.workbook_bomb", e);
        buf_put(out, str_sub(buf_str(&r->strings), from, r->ends[i] - from));
    } else if (r->type == CELL_NUMBER && str_to_real(raw, &v)) {
        style_kind shows = r->style < r->n_styles ? (style_kind)r->style_of[r->style] : STYLE_PLAIN;
        if (shows != STYLE_PLAIN && v >= 0 && v < 2958466) put_date(r, v, shows == STYLE_ELAPSED, out);
        else buf_printf(out, "%.15g", v); /* 0.1 is kept as 0.10000000000000001 */
    } else buf_put(out, raw);
    return ERR_NONE;
}

static err_code end_cell(xlsx_reader *r, err *e) {
    if (r->skip_row) return ERR_NONE;
    AUTO(buf_free) buf value = {0};
    TRY(cell_value(r, &value, e));
    for (; r->next_column <= r->column; r->next_column++)
        if (r->next_column) buf_putc(&r->csv, ',');
    buf_putc(&r->csv, '"');
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (c == '"') buf_putc(&r->csv, '"');
        buf_putc(&r->csv, c == '\n' || c == '\r' ? ' ' : c); /* a row is a line */
    }
    buf_putc(&r->csv, '"');
    return ERR_NONE;
}

static err_code sheet_end(void *user, str name, err *e) {
    xlsx_reader *r = user;
    if (str_eq(name, S("v")) || str_eq(name, S("t"))) r->in_value = false;
    if (str_eq(name, S("rPh"))) r->in_phonetic = false;
    if (str_eq(name, S("c"))) return end_cell(r, e);
    if (str_eq(name, S("row"))) {
        buf_putc(&r->csv, '\n');
        r->written = r->row;
    }
    return ERR_NONE;
}

/* ---- as a source ----------------------------------------------------------------------------------------------------------------- */

static err_code more(xlsx_reader *r, err *e) {
    char piece[16 * 1024];
    zip_int64_t n = lib.fread(r->part, piece, sizeof piece);
    if (n < 0) return wrong(r, "what.workbook_broken", e);
    r->inflated += (uint64_t)n;
    if (r->inflated > SHEET_FREE && r->inflated > r->deflated * SHEET_RATIO) return wrong(r, "what.workbook_bomb", e);
    r->done = n == 0;
    return xml_feed_put(r->feed, (str){piece, (size_t)n}, r->done, e);
}

static err_code read_text(source *s, char *out, size_t cap, size_t *ret_n, err *e) {
    xlsx_reader *r = (xlsx_reader *)s; /* out is the first member */
    while (r->csv_at == r->csv.n && !r->done) {
        r->csv_at = 0;
        buf_clear(&r->csv);
        TRY(more(r, e));
        if (r->csv.over) return wrong(r, "what.workbook_bomb", e);
    }
    *ret_n = r->csv.n - r->csv_at < cap ? r->csv.n - r->csv_at : cap;
    if (*ret_n) memcpy(out, r->csv.p + r->csv_at, *ret_n);
    r->csv_at += *ret_n;
    return ERR_NONE;
}

static err_code rewind_text(source *s, err *e) {
    xlsx_reader *r = (xlsx_reader *)s;
    if (r->part) lib.fclose(r->part);
    xml_feed_free(&r->feed);
    zip_stat_t st;
    r->row = 0;
    if (is_locked(r, r->target.p)) return wrong(r, "what.workbook_encrypted", e);
    r->part = lib.stat(r->zip, r->target.p, 0, &st) == 0 ? lib.fopen(r->zip, r->target.p, 0) : NULL;
    if (!r->part) return wrong(r, "what.workbook_broken", e);
    r->deflated = st.valid & ZIP_STAT_COMP_SIZE ? st.comp_size : 0;
    r->size = st.valid & ZIP_STAT_SIZE ? st.size : 0;
    r->inflated = 0;
    r->row = r->written = r->hidden_rows = 0;
    r->csv_at = 0;
    r->done = false;
    buf_clear(&r->csv);
    r->events = (xml_events){r, sheet_start, sheet_end, sheet_text};
    r->feed = xml_feed_new(&r->events, r->file, e);
    return r->feed ? ERR_NONE : e->code;
}

static err_code choose_sheet(xlsx_reader *r, err *e) {
    for (sheet *s = r->sheets; s && !r->chosen; s = s->next)
        if (r->o.sheet.n ? str_eq(s->name, r->o.sheet) : !s->hidden) r->chosen = s;
    for (const sheet *s = r->sheets; s; s = s->next) {
        if (s == r->chosen) continue;
        if (r->others.n) buf_z(&r->others, ", ");
        buf_put(&r->others, s->name);
    }
    if (r->chosen) return ERR_NONE;
    wrong(r, r->sheets ? "what.workbook_sheet" : "what.workbook_broken", e);
    err_add(e, "sheet", r->o.sheet);
    err_add(e, "found", buf_str(&r->others));
    return ERR_WORKBOOK;
}

static err_code open_zip(xlsx_reader *r, source *from, err *e) {
    zip_error_t why;
    if (!lib_open()) return err_set(e, ERR_IO, "path", "libzip.so.4", "reason", dlerror(), NULL);
    zip_source_t *zs = from->path ? lib.file(from->path, 0, -1, &why) : lib.buffer(from->data.p, from->data.n, 0, &why);
    if (!zs) return wrong(r, "what.workbook_broken", e);
    r->zip = lib.open(zs, ZIP_RDONLY, &why);
    if (r->zip) return ERR_NONE;
    lib.free_source(zs);
    return wrong(r, "what.workbook_broken", e);
}

static err_code read_book(xlsx_reader *r, source *from, err *e) {
    TRY(open_zip(r, from, e));
    TRY(read_part(r, "xl/workbook.xml", &(xml_events){r, workbook_start, nothing, nothing}, e));
    TRY(choose_sheet(r, e));
    TRY(read_part(r, "xl/_rels/workbook.xml.rels", &(xml_events){r, relation_start, nothing, nothing}, e));
    if (!r->target.n) return wrong(r, "what.workbook_broken", e);
    TRY(read_part(r, "xl/styles.xml", &(xml_events){r, style_start, style_end, nothing}, e));
    TRY(read_part(r, "xl/sharedStrings.xml", &(xml_events){r, string_start, string_end, string_text}, e));
    return rewind_text(&r->out, e);
}

err_code xlsx_open(arena *a, source *from, const char *file, const xlsx_options *o, xlsx_reader **ret_reader, err *e) {
    xlsx_reader *r = calloc(1, sizeof *r);
    if (!r) abort();
    *r = (xlsx_reader){.out = {.read = read_text, .rewind = rewind_text, .fd = -1}, .csv = {.max = ROWS_AHEAD}, .a = a, .file = file, .o = *o};
    r->last_sheet = &r->sheets;
    err_code code = read_book(r, from, e);
    if (code) xlsx_close(&r);
    else *ret_reader = r;
    return code;
}

void xlsx_close(xlsx_reader **pr) {
    xlsx_reader *r = *pr;
    if (!r) return;
    xml_feed_free(&r->feed);
    if (r->part) lib.fclose(r->part);
    if (r->zip) lib.discard(r->zip);
    buf_free(&r->others);
    buf_free(&r->strings);
    buf_free(&r->csv);
    buf_free(&r->cell);
    free(r->ends);
    free(r);
    *pr = NULL;
}

source *xlsx_text(xlsx_reader *r) { return &r->out; }
const uint64_t *xlsx_progress(const xlsx_reader *r, uint64_t *ret_size) {
    *ret_size = r->size;
    return &r->inflated;
}

str xlsx_sheet(const xlsx_reader *r) { return r->chosen->name; }
str xlsx_other_sheets(const xlsx_reader *r) { return buf_str(&r->others); }
int64_t xlsx_hidden_rows(const xlsx_reader *r) { return r->hidden_rows; }
