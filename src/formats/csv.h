/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV after RFC 4180, read as a stream in bounded memory, strictly: a quote that is never closed and text behind a closing
 * quote are errors. Line ends may be LF, CRLF or CR; quoted fields may hold line breaks; empty lines are skipped. */
#ifndef PDCA_FORMATS_CSV_H
#define PDCA_FORMATS_CSV_H

#include <stdint.h>

#include "base/buf.h"
#include "base/source.h"

enum {
    CSV_MAX_RECORD = 1024 * 1024, /* bytes of one record, as it stands in the file */
    CSV_MAX_COLUMNS = 16384,      /* a spreadsheet has no more */
    CSV_SEPARATOR_MAX = 4
};

typedef struct csv_span {
    size_t from, n;
} csv_span;

typedef struct csv_reader {
    const str *field; /* the current record's fields, valid until the next csv_next */
    int n;
    int64_t line; /* where the current record starts, from 1 */

    /* below: the reader's own */
    source *from;
    const char *file;
    char separator[CSV_SEPARATOR_MAX];
    size_t separator_n;
    char *p; /* the window: the record from `start`, the next byte at `at`, bytes up to `end` */
    size_t start, at, end, cap;
    int64_t next_line;
    str *slices;
    csv_span *spans; /* from `start`: the window may move while a record is read */
    int cap_fields;
    bool ended;
    unsigned char stop[256]; /* bytes at which a bare field may end */
} csv_reader;

/* Reads UTF-8 bytes from `from`, which must outlive the reader; `separator` is one character (also a full-width comma),
 * `file` is the name for errors. */
void csv_open(csv_reader *r, source *from, str separator, const char *file);
/* The next record; *ret_row false at the end. ERR_CSV_QUOTE (file, line), ERR_CSV_COLUMNS (file, line, max), ERR_TOO_LARGE
 * for a record past CSV_MAX_RECORD, and the source's own errors. */
err_code csv_next(csv_reader *r, bool *ret_row, err *e);
void csv_close(csv_reader *r);

/* Which of , ; tab and the full-width comma separates: the one that most of the first lines have equally often outside quotes, so that neither a
 * title above the table nor the commas of prose decide; the comma where there is none. */
str csv_guess_separator(str head);

/* Appends one record of fields with CRLF; spreadsheet formulas are disarmed (buf_csv). */
void csv_write(buf *out, const str *field, int n);

#endif
