/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of tickets into the workspace: all rows or none, in one transaction, with a receipt. */
#ifndef PDCA_MONITOR_IMPORT_H
#define PDCA_MONITOR_IMPORT_H

#include "base/source.h"
#include "base/words.h"
#include "formats/encoding.h"
#include "monitor/customer.h"
#include "monitor/scrub.h"
#include "monitor/ticket.h"
#include "store/store.h"

/* What a file's heading means where it says otherwise than its name: "客服工号" is agent; column < 0: not to be read. */
typedef struct import_map {
    str heading;
    int column; /* a ticket_column, or -1 */
} import_map;

typedef struct import_options {
    const char *file;  /* the name to show and to record, without folders */
    str source;        /* which system the numbers belong to; empty: "tickets" */
    str separator;     /* empty: told from the header line */
    encoding coded_in; /* ENCODING_UNKNOWN: told from the bytes */
    str sheet;         /* of a workbook; empty: the first that is not hidden */
    bool hidden;       /* read a sheet's hidden rows too */
    int64_t header;    /* the line of the headings; 0: the first that has what every file must have */
    str period;        /* YYYY-MM of the rows that do not say theirs; empty: each has to */
    str csat_scale;    /* see csat_scale_parse; empty: the setting csat_scale, without one 1 to 5 */
    bool inspections;  /* the file brings inspection results of tickets that are there: number, result, reason */
    bool partial;      /* store the good rows where others are refused */
    bool update;       /* a stored ticket that the file gives otherwise is changed */
    bool dry_run;      /* everything but the commit */
    customer_policy customers;
    const char *key_file; /* of the customers' pseudonyms; needed unless they are kept */
    const import_map *map;
    int maps;
    const str *keep;   /* headings of unknown columns to be kept as dimensions; one that is "*" means all */
    int keeps;
    buf *refused_rows; /* NULL, or where refused rows go as CSV: header, rows, line and reason behind them */
    lang language;     /* of the reasons there */
    /* NULL, or called every PROGRESS_ROWS rows; share: of the file's bytes, 0..1, NAN where it is not known */
    void (*progress)(void *user, int64_t rows, double share);
    void *progress_user;
} import_options;

typedef struct import_refusal {
    int64_t line;
    str column;       /* the file's own heading */
    str value;        /* cut to REFUSAL_VALUE bytes */
    const char *want; /* word key of what would be right */
} import_refusal;

typedef struct import_column {
    str heading;
    bool known;
    bool kept;            /* not known, but kept */
    ticket_column column; /* where known */
    double unit;          /* hours of one of the column's units */
} import_column;

/* The first tickets of a dry run, as they would be stored; p == NULL where a value is missing. */
typedef struct import_sample {
    int64_t line;
    str value[TICKET_IMPORTED], extra; /* extra: JSON of the kept columns */
} import_sample;

enum { SAMPLES_KEPT = 5, LEFT_OUT_KEPT = 5 };
enum { PROGRESS_ROWS = 4096 };
enum { REFUSALS_KEPT = 1000, REFUSAL_VALUE = 120 };

typedef struct import_receipt {
    str id;               /* "I-2024-006"; empty where nothing was recorded */
    str already;          /* the import that brought this very file before; empty: none */
    str source;
    char sha256[HASH_TEXT];
    encoding coded_in;
    str separator;
    str sheet, other_sheets; /* of a workbook: read; not read */
    int64_t hidden_rows;     /* left out */
    int64_t header_line;
    const import_column *column;
    int columns;
    int64_t rows_read, stored, updated, duplicate, changed, refused; /* changed: differs from the stored ticket, not updated */
    const import_refusal *refusal;                                  /* the first REFUSALS_KEPT */
    int refusals;
    int64_t missing;      /* cells that say in words that there is no value: 无, / … */
    int64_t left_out;     /* rows that are no tickets: sums, notes, the headings once more */
    int64_t left_out_line[LEFT_OUT_KEPT];
    str csat_scale;       /* by which scores were read; empty: 1 to 5 */
    bool masked;          /* customers were given pseudonyms */
    bool reissued;        /* customers were to be kept, and none of the last month's complainants (30 or more) stands in an earlier month */
    scrub_counts scrubbed; /* personal data taken out of texts */
    import_sample sample[SAMPLES_KEPT]; /* of a dry run only */
    int samples;
    str period_from, period_to; /* of the rows stored; empty without any */
} import_receipt;

/* Reads `from` (CSV, or a workbook: XLSX) to its end. The receipt's memory is in the arena and is filled as far as the import came, also on an error:
 * ERR_ROWS_REFUSED (file, n) where rows were refused and not `partial`; ERR_NO_COLUMN, ERR_COLUMN_TWICE, ERR_FILE_EMPTY,
 * ERR_ENCODING, ERR_CSV_QUOTE … for the file as a whole. Nothing is written then. A file that an import in force brought before adds
 * nothing: receipt->already. Texts are scrubbed of personal data before they are stored. A row without ticket number is numbered by the hash of its content. */
err_code monitor_import(store *s, arena *a, const import_options *o, source *from, import_receipt *ret_receipt, err *e);

/* Withdraws a whole import: its tickets go, its record is void with the reason (session.reason), the figures follow. *ret_tickets
 * is how many went. ERR_UNKNOWN_ID, ERR_VOIDED, ERR_STATE for an import that changed tickets of others (their old values are
 * not kept). */
err_code monitor_undo(store *s, str id, int64_t *ret_tickets, err *e);

#endif
