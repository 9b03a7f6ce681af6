/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/csv.h"

#include <assert.h>
#include <stdlib.h>

enum { FIRST_WINDOW = 64 * 1024 };

void csv_open(csv_reader *r, source *from, str separator, const char *file) {
    assert(separator.n && separator.n <= CSV_SEPARATOR_MAX);
    *r = (csv_reader){.from = from, .file = file, .separator_n = separator.n, .next_line = 1};
    memcpy(r->separator, separator.p, separator.n);
    r->stop[(unsigned char)separator.p[0]] = r->stop['\n'] = r->stop['\r'] = 1;
}

void csv_close(csv_reader *r) {
    free(r->p);
    free(r->slices);
    free(r->spans);
    *r = (csv_reader){0};
}

static err_code wrong(const csv_reader *r, err_code code, err *e) {
    err_set(e, code, "file", r->file, NULL);
    err_add_int(e, "line", r->line);
    return code;
}

static err_code wrong_size(const csv_reader *r, err_code code, const char *what, int max, err *e) {
    err_set(e, code, "what", what, "file", r->file, NULL);
    err_add_int(e, "line", r->line);
    err_add_int(e, "max", max);
    return code;
}

/* Brings one more byte behind `at` into the window, where the file has one; else sets `ended`. */
static err_code refill(csv_reader *r, err *e) {
    if (r->ended) return ERR_NONE;
    if (r->start > 0) {
        memmove(r->p, r->p + r->start, r->end - r->start);
        r->at -= r->start;
        r->end -= r->start;
        r->start = 0;
    }
    if (r->end == r->cap) {
        if (r->cap >= CSV_MAX_RECORD) return wrong_size(r, ERR_TOO_LARGE, "what.csv_record", CSV_MAX_RECORD, e);
        r->cap = r->cap ? r->cap * 2 : FIRST_WINDOW;
        r->p = realloc(r->p, r->cap);
        if (!r->p) abort();
    }
    size_t n;
    TRY(r->from->read(r->from, r->p + r->end, r->cap - r->end, &n, e));
    /* DEL is no part of any text: a blank */
    for (char *p = r->p + r->end; n && (p = memchr(p, 0x7F, (size_t)(r->p + r->end + n - p))); ) *p++ = ' ';
    r->end += n;
    r->ended = n == 0;
    return ERR_NONE;
}

/* The byte at `at`, or -1 at the end of the file. */
static err_code peek(csv_reader *r, int *ret_byte, err *e) {
    if (r->at == r->end) TRY(refill(r, e));
    *ret_byte = r->at == r->end ? -1 : (unsigned char)r->p[r->at];
    return ERR_NONE;
}

/* Steps over the separator where it stands at `at`. */
static err_code take_separator(csv_reader *r, bool *ret_there, err *e) {
    while (r->end - r->at < r->separator_n && !r->ended) TRY(refill(r, e));
    *ret_there = r->end - r->at >= r->separator_n && memcmp(r->p + r->at, r->separator, r->separator_n) == 0;
    if (*ret_there) r->at += r->separator_n;
    return ERR_NONE;
}

static err_code add_span(csv_reader *r, size_t from, size_t n, err *e) {
    if (r->n == CSV_MAX_COLUMNS) return wrong_size(r, ERR_CSV_COLUMNS, "what.csv_columns", CSV_MAX_COLUMNS, e);
    if (r->n == r->cap_fields) {
        r->cap_fields = r->cap_fields ? r->cap_fields * 2 : 32;
        r->slices = realloc(r->slices, sizeof *r->slices * (size_t)r->cap_fields);
        r->spans = realloc(r->spans, sizeof *r->spans * (size_t)r->cap_fields);
        if (!r->slices || !r->spans) abort();
    }
    r->spans[r->n++] = (csv_span){from - r->start, n};
    return ERR_NONE;
}

/* Ends a record at a line break, which `at` stands on: LF, CRLF or CR. */
static err_code end_line(csv_reader *r, err *e) {
    bool cr = r->p[r->at++] == '\r';
    r->next_line++;
    int c = -1;
    if (cr) TRY(peek(r, &c, e));
    if (c == '\n') r->at++;
    return ERR_NONE;
}

/* A field in quotes, unescaped in place: it can only get shorter. */
static err_code quoted_field(csv_reader *r, err *e) {
    r->at++;
    size_t from = r->at - r->start, to = from;
    int64_t opened = r->next_line;
    for (bool closed = false; !closed;) {
        int c;
        TRY(peek(r, &c, e));
        if (c < 0) {
            r->line = opened;
            return wrong(r, ERR_CSV_QUOTE, e);
        }
        r->at++;
        if (c == '"') {
            TRY(peek(r, &c, e));
            closed = c != '"';
            if (closed) break;
            r->at++;
        } else if (c == '\n' || c == '\r') {
            int after = c;
            if (c == '\r') TRY(peek(r, &after, e));
            r->next_line += c == '\n' || after != '\n';
        }
        r->p[r->start + to++] = (char)c;
    }
    return add_span(r, r->start + from, to - from, e);
}

static err_code bare_field(csv_reader *r, err *e) {
    size_t from = r->at - r->start;
    for (;;) {
        size_t at = r->at;
        while (at < r->end && !r->stop[(unsigned char)r->p[at]]) at++;
        r->at = at;
        if (at == r->end) {
            int c;
            TRY(peek(r, &c, e));
            if (c < 0) break;
            continue;
        }
        if (r->separator_n == 1 || r->p[at] == '\n' || r->p[at] == '\r') break;
        bool there;
        TRY(take_separator(r, &there, e));
        if (there) {
            r->at -= r->separator_n;
            break;
        }
        r->at++; /* another character that begins with the same byte */
    }
    return add_span(r, r->start + from, r->at - r->start - from, e);
}

static err_code read_record(csv_reader *r, err *e) {
    for (;;) {
        int c;
        TRY(peek(r, &c, e));
        bool quoted = c == '"', more;
        TRY(quoted ? quoted_field(r, e) : bare_field(r, e));
        TRY(take_separator(r, &more, e));
        if (more) continue;
        TRY(peek(r, &c, e));
        if (c == '\n' || c == '\r') return end_line(r, e);
        if (c < 0) return ERR_NONE;
        return wrong(r, ERR_CSV_QUOTE, e); /* text behind a closing quote */
    }
}

err_code csv_next(csv_reader *r, bool *ret_row, err *e) {
    *ret_row = false;
    for (;;) {
        r->start = r->at;
        r->n = 0;
        r->line = r->next_line;
        int c;
        TRY(peek(r, &c, e));
        if (c < 0) return ERR_NONE;
        if (c == '\n' || c == '\r') {
            TRY(end_line(r, e));
            continue;
        }
        TRY(read_record(r, e));
        for (int i = 0; i < r->n; i++) r->slices[i] = (str){r->p + r->start + r->spans[i].from, r->spans[i].n};
        r->field = r->slices;
        *ret_row = true;
        return ERR_NONE;
    }
}

/* How many `sep` stand outside quotes in the line at *at, which moves behind it. */
static int count_in_line(str head, size_t *at, str sep) {
    int count = 0;
    bool quoted = false;
    for (; *at < head.n; ++*at) {
        char c = head.p[*at];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' || (c == '\r' && !(*at + 1 < head.n && head.p[*at + 1] == '\n'))) break;
        count += str_starts(str_sub(head, *at, sep.n), sep);
    }
    ++*at;
    return count;
}

/* How many of the first lines have as many of `sep` as most of them (of equals the first), and how many that is. */
static int agreement(str head, str sep, int *ret_count) {
    enum { LINES = 20 };
    int count[LINES], n = 0, best = 0;
    for (size_t at = 0; at < head.n && n < LINES; n++) count[n] = count_in_line(head, &at, sep);
    *ret_count = 0;
    for (int i = 0; i < n; i++) {
        int same = 0;
        for (int k = 0; k < n; k++) same += count[k] == count[i];
        if (!count[i] || same <= best) continue;
        best = same;
        *ret_count = count[i];
    }
    return best;
}

str csv_guess_separator(str head) {
    static const char *const candidates[] = {",", ";", "\t", "，"};
    str best = S(",");
    int most = 0, most_columns = 0;
    for (size_t k = 0; k < sizeof candidates / sizeof *candidates; k++) {
        int columns, lines = agreement(head, str_c(candidates[k]), &columns);
        if (lines < most || (lines == most && columns <= most_columns)) continue;
        best = str_c(candidates[k]);
        most = lines;
        most_columns = columns;
    }
    return best;
}

void csv_write(buf *out, const str *field, int n) {
    for (int i = 0; i < n; i++) {
        if (i) buf_putc(out, ',');
        buf_csv(out, field[i]);
    }
    buf_z(out, "\r\n");
}
