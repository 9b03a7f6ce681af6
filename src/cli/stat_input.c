/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "base/file.h"
#include "cli/stat.h"
#include "formats/csv.h"
#include "formats/encoding.h"
#include "monitor/cell.h"

enum { FILE_MAX = 2147483647 };

/* The file as it is read: bytes, UTF-8 behind them, records. */
typedef struct reading {
    source bytes;
    encoding_source text;
    csv_reader csv;
    bool text_open, csv_open;
} reading;

static void reading_close(reading *r) {
    if (r->csv_open) csv_close(&r->csv);
    if (r->text_open) encoding_close(&r->text);
    source_close(&r->bytes);
}

static err_code reading_open(cli *c, stat_table *t, reading *r, err *e) {
    const char *file = t->file;
    if (strcmp(file, "-") == 0) {
        /* Standard input is had once: it is kept for the second pass. */
        if (!t->input.p) TRY(file_read(c->a, file, FILE_MAX, &t->input, e));
        source_open_str(&r->bytes, t->input);
    } else TRY(source_open_file(&r->bytes, file, e));
    if (!t->facts) {
        encoding_facts *facts = arena_new(c->a, encoding_facts, 1);
        TRY(encoding_examine(&r->bytes, ENCODING_UNKNOWN, file, facts, e));
        t->facts = facts;
    }
    TRY(encoding_open(&r->text, &r->bytes, t->facts, file, e));
    r->text_open = true;
    str head;
    str_cut((str){t->facts->head, t->facts->head_n}, '\n', &head);
    csv_open(&r->csv, &r->text.out, csv_guess_separator(head), file);
    r->csv_open = true;
    return ERR_NONE;
}

/* A number as people write it: 2.5, ２．５, 1,204, 3元, −4 with the minus of print; *ret_percent: 65%, which is 0.65. */
static bool figure_of(str cell, double *ret, bool *ret_percent) {
    *ret_percent = false;
    if (str_to_real(cell, ret)) return true; /* nearly always */
    enum { FIGURE_MAX = 48 };
    if (cell.n == 0 || cell.n > FIGURE_MAX) return false;
    char text[FIGURE_MAX];
    str plain = str_trim(cell_lower(cell, text, sizeof text));
    if (str_starts(plain, S("−"))) {
        size_t last = (size_t)(plain.p - text) + 2; /* three bytes for one */
        text[last] = '-';
        plain = (str){text + last, plain.n - 2};
    }
    if (str_ends(plain, S("%"))) {
        *ret_percent = true;
        plain = str_trim(str_sub(plain, 0, plain.n - 1));
    }
    if (!cell_number(plain, ret)) return false;
    if (*ret_percent) *ret /= 100;
    return true;
}

static bool all_numbers(const str *cell, int n) {
    double v;
    bool percent;
    for (int i = 0; i < n; i++)
        if (!figure_of(str_trim(cell[i]), &v, &percent)) return false;
    return true;
}

err_code stat_open(cli *c, const char *file, stat_table *t, err *e) {
    *t = (stat_table){.file = file};
    AUTO(reading_close) reading r = {0};
    TRY(reading_open(c, t, &r, e));
    bool row;
    TRY(csv_next(&r.csv, &row, e));
    if (!row) return err_set(e, ERR_FILE_EMPTY, "file", file, NULL);
    const char **heading = arena_new(c->a, const char *, r.csv.n);
    bool bare = all_numbers(r.csv.field, r.csv.n);
    for (int i = 0; i < r.csv.n; i++)
        heading[i] = bare ? arena_printf(c->a, "%d", i + 1) : arena_strdup(c->a, str_trim(r.csv.field[i]));
    t->heading = heading;
    t->headings = r.csv.n;
    return ERR_NONE;
}

err_code stat_find(cli *c, stat_table *t, const char *title, cell_type type, stat_column *ret, err *e) {
    *ret = (stat_column){.title = title ? title : t->heading[0], .type = type, .at = title || t->headings > 1 ? -1 : 0};
    int found = 0;
    for (int i = 0; title && i < t->headings; i++)
        if (strcmp(t->heading[i], title) == 0) {
            if (!found) ret->at = i;
            found++;
        }
    if (found > 1) return err_set(e, ERR_COLUMN_TWICE, "file", t->file, "column", title, NULL);
    long long position;
    if (title && !found && str_to_int(str_c(title), &position) && position >= 1 && position <= t->headings) {
        ret->at = (int)position - 1;
        ret->title = t->heading[ret->at];
    }
    if (ret->at >= 0) return ERR_NONE;
    AUTO(buf_free) buf all = {0};
    for (int i = 0; i < t->headings; i++) buf_printf(&all, "%s%s", i ? ", " : "", t->heading[i]);
    return err_set(e, ERR_NO_COLUMN, "file", t->file, "column", title ? title : word(c->language, "stat.which_column"), "found", buf_cstr(&all), NULL);
}

/* Texts are kept once: index by an open hash table. */
typedef struct words {
    int32_t *slot;
    size_t cap;
    int room;
} words;

static uint64_t hash_of(str s) {
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return h ^ h >> 29;
}

static void words_grow(cli *c, stat_table *t, words *w) {
    w->cap = w->cap ? 2 * w->cap : 256;
    w->slot = arena_new(c->a, int32_t, w->cap);
    memset(w->slot, -1, w->cap * sizeof *w->slot);
    for (int i = 0; i < t->words; i++) {
        size_t h = hash_of(t->word[i]) & (w->cap - 1);
        while (w->slot[h] >= 0) h = (h + 1) & (w->cap - 1);
        w->slot[h] = i;
    }
}

static int32_t words_index(cli *c, stat_table *t, words *w, str s) {
    if ((size_t)t->words * 2 >= w->cap) words_grow(c, t, w);
    size_t h = hash_of(s) & (w->cap - 1);
    for (; w->slot[h] >= 0; h = (h + 1) & (w->cap - 1))
        if (str_eq(t->word[w->slot[h]], s)) return w->slot[h];
    if (t->words == w->room) {
        w->room = w->room ? 2 * w->room : 64;
        str *more = arena_new(c->a, str, w->room);
        if (t->words) memcpy(more, t->word, sizeof *more * (size_t)t->words);
        t->word = more;
    }
    t->word[t->words] = arena_str(c->a, s);
    return w->slot[h] = t->words++;
}

static const char *const wants[] = {[CELL_NUMBER] = "want.real", [CELL_COUNT] = "want.not_negative", [CELL_POSITIVE] = "want.positive",
                                    [CELL_RATIO] = "want.ratio", [CELL_YES_NO] = "want.zero_or_one", [CELL_NPS] = "want.nps",
                                    [CELL_PROBABILITY] = "want.between_0_1", [CELL_SCORE] = "want.score", [CELL_TEXT] = "want.text"};

static bool not_applicable(str s) {
    static const char *const ways[] = {"na", "n/a", "NA", "N/A", "不适用", "—", "-"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (str_eqz(s, ways[i])) return true;
    return false;
}

/* "1/4", where such a cell is a number. */
static bool ratio_of(str cell, double *ret) {
    double over, under;
    str head, rest = str_cut(cell, '/', &head);
    if (!rest.p || !str_to_real(str_trim(head), &over) || !str_to_real(str_trim(rest), &under) || under == 0) return false;
    *ret = over / under;
    return isfinite(*ret);
}

/* Beyond these, squares and sums of counts leave the numbers that a double holds. */
static const double number_max = 1e150, count_max = 1e15;

/* What would be right in place of a refused cell. */
static const char *wanted(cell_type type, str cell) {
    double v;
    bool percent;
    if (figure_of(cell, &v, &percent) && fabs(v) > (type == CELL_COUNT || type == CELL_POSITIVE ? count_max : number_max))
        return type == CELL_COUNT || type == CELL_POSITIVE ? "want.count_bounded" : "want.real_bounded";
    return wants[type];
}

static bool read_cell(cell_type type, str cell, double *ret, bool *ret_percent) {
    *ret_percent = false;
    if (cell.n == 0 || (type == CELL_SCORE && not_applicable(cell))) {
        *ret = NAN;
        return cell.n > 0 || type != CELL_SCORE;
    }
    if (!figure_of(cell, ret, ret_percent) && (type != CELL_RATIO || !ratio_of(cell, ret))) return false;
    if (fabs(*ret) > number_max) return false;
    switch (type) {
    case CELL_SCORE: return *ret >= 0;
    case CELL_COUNT: return *ret >= 0 && *ret <= count_max && !*ret_percent;
    case CELL_POSITIVE: return *ret > 0 && *ret <= count_max && !*ret_percent;
    case CELL_YES_NO: return (*ret == 0 || *ret == 1) && !*ret_percent;
    case CELL_NPS: return *ret >= 0 && *ret <= 10 && *ret == floor(*ret) && !*ret_percent;
    case CELL_PROBABILITY: return *ret >= 0 && *ret <= 1;
    default: return true;
    }
}

static err_code refuse_cell(const stat_table *t, const stat_column *k, int64_t line, str cell, const char *want, err *e) {
    err_set(e, ERR_DATA_CELL, "file", t->file, "column", k->title, "want", want, NULL);
    err_add_int(e, "line", line);
    err_add(e, "value", cell);
    return e->code;
}

err_code stat_refuse(cli *c, const stat_table *t, const stat_column *k, size_t row, const char *want, err *e) {
    str cell = k->type == CELL_TEXT ? t->word[k->text[row]] : str_c(stat_figure(c, k->number[row]));
    return refuse_cell(t, k, t->line[row], cell, want, e);
}

static void *grown(cli *c, void *old, size_t had, size_t room, size_t size) {
    void *more = arena_alloc(c->a, room * size);
    if (had) memcpy(more, old, had * size);
    return more;
}

/* 65% and 70 in one column: 70 may be meant as 70 %, and would be read as 7000 %. */
typedef struct mixture {
    bool percent;
    int64_t line; /* of the first number beyond 1 that is none; 0: no such number */
    double number;
} mixture;

static err_code refuse_mixture(cli *c, const stat_table *t, const stat_column *column, const mixture *m, int columns, err *e) {
    for (int i = 0; i < columns; i++)
        if (m[i].percent && m[i].line) return refuse_cell(t, &column[i], m[i].line, str_c(stat_figure(c, m[i].number)), "want.percent_like_others", e);
    return ERR_NONE;
}

err_code stat_read(cli *c, stat_table *t, stat_column *column, int columns, err *e) {
    AUTO(reading_close) reading r = {0};
    TRY(reading_open(c, t, &r, e));
    words w = {0};
    size_t room = 0;
    bool first = true;
    mixture *mixed = arena_new(c->a, mixture, columns);
    for (bool row;;) {
        TRY(csv_next(&r.csv, &row, e));
        if (!row) return refuse_mixture(c, t, column, mixed, columns, e);
        bool bare = first && all_numbers(r.csv.field, r.csv.n);
        if (first && !bare) {
            first = false;
            continue;
        }
        first = false;
        if (t->rows == room) {
            size_t had = room;
            room = room ? 2 * room : 1024;
            t->line = grown(c, t->line, had, room, sizeof *t->line);
            for (int i = 0; i < columns; i++) {
                if (column[i].type == CELL_TEXT) column[i].text = grown(c, column[i].text, had, room, sizeof(int32_t));
                else column[i].number = grown(c, column[i].number, had, room, sizeof(double));
            }
        }
        for (int i = 0; i < columns; i++) {
            stat_column *k = &column[i];
            str cell = k->at < r.csv.n ? str_trim(r.csv.field[k->at]) : (str){"", 0};
            if (k->type == CELL_TEXT) {
                k->text[t->rows] = words_index(c, t, &w, cell);
                continue;
            }
            bool percent;
            double *v = &k->number[t->rows];
            if (!read_cell(k->type, cell, v, &percent)) return refuse_cell(t, k, r.csv.line, cell, wanted(k->type, cell), e);
            if (percent) mixed[i].percent = true;
            else if (fabs(*v) > 1 && !mixed[i].line) mixed[i] = (mixture){mixed[i].percent, r.csv.line, *v};
        }
        t->line[t->rows++] = r.csv.line;
    }
}

/* ---- options ------------------------------------------------------------------------------------------------------- */

err_code stat_bad(err *e, const char *what, const char *value, const char *want) {
    return err_set(e, ERR_BAD_VALUE, "field", what, "value", value, "want", want, NULL);
}

err_code stat_option_real(const args *a, const char *name, double initial, double *ret, err *e) {
    str v = args_option(a, name);
    *ret = initial;
    if (!v.p) return ERR_NONE;
    bool percent = str_ends(v, S("%"));
    if (!str_to_real(percent ? str_trim(str_sub(v, 0, v.n - 1)) : v, ret)) {
        char text[64];
        snprintf(text, sizeof text, "%.*s", (int)(v.n < 60 ? v.n : 60), v.p);
        return stat_bad(e, name, text, "want.real");
    }
    if (percent) *ret /= 100;
    return ERR_NONE;
}

const char *stat_option_text(cli *c, const args *a, const char *name) {
    str v = args_option(a, name);
    return v.p ? cli_z(c, v) : NULL;
}

int stat_option_list(cli *c, const args *a, const char *name, const char **ret, int max) {
    str rest = args_option(a, name), one;
    int n = 0;
    while (rest.p && n < max) {
        rest = str_cut(rest, ',', &one);
        one = str_trim(one);
        if (one.n) ret[n++] = cli_z(c, one);
    }
    return n;
}

err_code stat_option_conf(const args *a, double *ret, err *e) {
    TRY(stat_option_real(a, "conf", 0.95, ret, e));
    if (*ret > 0 && *ret < 1) return ERR_NONE;
    char text[32];
    snprintf(text, sizeof text, "%g", *ret);
    return stat_bad(e, "conf", text, "want.between_0_1");
}

err_code stat_option_better(const args *a, int *ret, err *e) {
    str v = args_option(a, "better");
    *ret = !v.p ? 0 : str_eq(v, S("higher")) ? 1 : str_eq(v, S("lower")) ? -1 : 2;
    if (*ret != 2) return ERR_NONE;
    err_set(e, ERR_BAD_VALUE, "field", "better", "want", "want.better", NULL);
    err_add(e, "value", v);
    return e->code;
}
