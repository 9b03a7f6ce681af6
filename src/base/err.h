/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors: one list of codes, each with its exit status; the texts stand under `err.NAME` (what is wrong) and `mend.NAME`
 * (what would be right) in templates/lang. An err carries named values for the {places} of those texts; nobody below
 * the command line makes a sentence. */
#ifndef PDCA_BASE_ERR_H
#define PDCA_BASE_ERR_H

#include "base/str.h"

/* Exit statuses of the program (`pdca help exit`). */
enum {
    EXIT_OK = 0,
    EXIT_FAILED = 1,
    EXIT_WRONG_USAGE = 2,
    EXIT_PARTLY = 3,
    EXIT_SAYS_NO = 4,
    EXIT_LOCKED = 5,
    EXIT_NO_WORKSPACE = 6,
    EXIT_INTERRUPTED = 130
};

/* X(CODE, name in templates/lang, exit status) */
#define ERR_LIST(X)                                                                                                    \
    X(IO, io, EXIT_FAILED)                       /* path, reason */                                                    \
    X(NO_FILE, no_file, EXIT_FAILED)             /* path */                                                            \
    X(NO_PERMISSION, no_permission, EXIT_FAILED) /* path */                                                            \
    X(DISK_FULL, disk_full, EXIT_FAILED)         /* path */                                                            \
    X(EXISTS, exists, EXIT_FAILED)               /* path */                                                            \
    X(NOT_OURS, not_ours, EXIT_FAILED)           /* path: a folder that we did not make */                             \
    X(FILE_TAKEN, file_taken, EXIT_FAILED)       /* path: a file that we did not make */                               \
    X(NO_PRINTER, no_printer, EXIT_FAILED)       /* list: programs that were looked for */                             \
    X(PRINTER, printer, EXIT_FAILED)             /* program, reason (a key under `what.printer_`), n, lines */         \
    X(SQL, sql, EXIT_FAILED)                     /* reason, sql */                                                     \
    X(CORRUPT, corrupt, EXIT_FAILED)             /* path, reason */                                                    \
    X(TOO_LARGE, too_large, EXIT_FAILED)         /* what, max */                                                       \
    X(INTERRUPTED, interrupted, EXIT_INTERRUPTED)                                                                      \
    X(LOCKED, locked, EXIT_LOCKED)                     /* path */                                                      \
    X(NO_WORKSPACE, no_workspace, EXIT_NO_WORKSPACE)   /* path */                                                      \
    X(NOT_WORKSPACE, not_workspace, EXIT_NO_WORKSPACE) /* path: a file that is no workspace */                         \
    X(NEWER, newer, EXIT_NO_WORKSPACE)                 /* path, found, known */                                        \
    X(USAGE, usage, EXIT_WRONG_USAGE)                  /* command, reason */                                           \
    X(UNKNOWN_COMMAND, unknown_command, EXIT_WRONG_USAGE)   /* command, want */                                        \
    X(UNKNOWN_OPTION, unknown_option, EXIT_WRONG_USAGE)     /* option, command, want */                                \
    X(OPTION_VALUE, option_value, EXIT_WRONG_USAGE)         /* option */                                               \
    X(MISSING, missing, EXIT_WRONG_USAGE)                   /* field, option */                                        \
    X(MISSING_ARGUMENT, missing_argument, EXIT_WRONG_USAGE) /* argument, command */                                    \
    X(EXTRA_ARGUMENT, extra_argument, EXIT_WRONG_USAGE)     /* value, command */                                       \
    X(BAD_VALUE, bad_value, EXIT_FAILED)       /* field, value, want (a key under `want.`) */                          \
    X(TEXT_LONG, text_long, EXIT_FAILED)       /* field, max */                                                        \
    X(TEXT_DEEP, text_deep, EXIT_FAILED)       /* field, max */                                                        \
    X(NOT_UTF8, not_utf8, EXIT_FAILED)         /* field, offset */                                                     \
    X(UNKNOWN_ID, unknown_id, EXIT_FAILED)     /* kind, id */                                                          \
    X(UNKNOWN_PAGE, unknown_page, EXIT_WRONG_USAGE) /* page, want */                                                   \
    X(VOIDED, voided, EXIT_FAILED)             /* id, reason */                                                        \
    X(DUPLICATE, duplicate, EXIT_FAILED)       /* kind, id */                                                          \
    X(DUE_BEFORE_START, due_before_start, EXIT_FAILED) /* due, start */                                                \
    X(WRONG_PARENT, wrong_parent, EXIT_FAILED) /* field, value, id */                                                  \
    X(REASON_NEEDED, reason_needed, EXIT_WRONG_USAGE)  /* what */                                                      \
    X(STATE, state, EXIT_SAYS_NO)              /* id, reason (a key under `state.`) */                                 \
    X(GATE, gate, EXIT_SAYS_NO)                /* id, n */                                                             \
    X(SEALED, sealed, EXIT_SAYS_NO)            /* id */                                                                \
    X(NOT_SEALED, not_sealed, EXIT_SAYS_NO)    /* id */                                                                \
    X(NO_DATA, no_data, EXIT_FAILED)           /* what */                                                              \
    X(CHAIN_BROKEN, chain_broken, EXIT_SAYS_NO)      /* seq, reason */                                                 \
    X(CHAIN_UNEXPECTED, chain_unexpected, EXIT_SAYS_NO) /* seq, want, found */                                         \
    X(PAST, past, EXIT_WRONG_USAGE)                  /* command: it writes, and --as-of shows the past */              \
    X(NO_PAST, no_past, EXIT_FAILED)                 /* day: or an event's number; first: the day of the first event */ \
    X(RECORD_ALTERED, record_altered, EXIT_SAYS_NO)  /* kind, id, seq */                                               \
    X(FILE_EMPTY, file_empty, EXIT_FAILED)     /* file */                                                              \
    X(NO_COLUMN, no_column, EXIT_FAILED)       /* file, column, found */                                               \
    X(COLUMN_TWICE, column_twice, EXIT_FAILED) /* file, column */                                                      \
    X(CSV_QUOTE, csv_quote, EXIT_FAILED)       /* file, line */                                                        \
    X(CSV_COLUMNS, csv_columns, EXIT_FAILED)   /* file, line, max */                                                   \
    X(ROWS_REFUSED, rows_refused, EXIT_FAILED) /* file, n */                                                           \
    X(PARTLY, partly, EXIT_PARTLY)             /* file, n */                                                           \
    X(TEMPLATE, template, EXIT_FAILED)         /* file, line, reason (a key under `template.`), name */                \
    X(PAGE_SQL, page_sql, EXIT_FAILED)         /* file, reason */                                                      \
    X(PAGE_BROKEN, page_broken, EXIT_SAYS_NO)  /* file, line, reason */                                                \
    X(DEAD_LINK, dead_link, EXIT_SAYS_NO)      /* file, link */                                                        \
    X(CONDITION, condition, EXIT_FAILED)       /* text, at, want */                                                    \
    X(TOO_LITTLE, too_little, EXIT_FAILED)     /* n, need */                                                           \
    X(DATA_CELL, data_cell, EXIT_FAILED)       /* file, line, column, value, want */                                   \
    X(ENCODING, encoding, EXIT_FAILED)         /* file, offset, line, want */                                                \
    X(XML, xml, EXIT_FAILED)                   /* file, line, reason */                                                \
    X(WORKBOOK, workbook, EXIT_FAILED)         /* file, reason (a key under `what.workbook_`) */                        \
    X(KEY_OPEN, key_open, EXIT_FAILED)         /* path: a key that others may read */                                  \
    X(KEY_BROKEN, key_broken, EXIT_FAILED)     /* path */                                                              \
    X(LEAK, leak, EXIT_SAYS_NO)                /* n, file */                                                           \
    X(DEMO, demo, EXIT_FAILED)                 /* line, text */

typedef enum err_code {
    ERR_NONE = 0,
#define X(code, name, status) ERR_##code,
    ERR_LIST(X)
#undef X
    ERR_COUNT
} err_code;

enum { ERR_ARGS = 8 };

/* Values are kept inside, so an err can be passed up after its sources are gone. */
typedef struct err {
    err_code code;
    int n;
    str name[ERR_ARGS], value[ERR_ARGS];
    size_t used;
    char store[3072];
} err;

/* Sets code and values and returns the code: `return err_set(e, ERR_BAD_VALUE, "field", f, "value", v, NULL);`
 * All values are C strings; long ones are cut at a character. The list ends with NULL. */
err_code err_set(err *e, err_code code, ...) __attribute__((sentinel));
/* Adds a value. */
void err_add(err *e, const char *name, str value);
void err_add_int(err *e, const char *name, long long value);
/* The value called `name`, or the empty slice. */
str err_value(const err *e, const char *name);
const char *err_name(err_code code);
int err_status(err_code code);

/* Passes an error on. */
#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        err_code try_code_ = (call);                                                                                   \
        if (try_code_) return try_code_;                                                                               \
    } while (0)
/* Runs `fn(&variable)` when the variable leaves its scope. */
#define AUTO(fn) __attribute__((cleanup(fn)))

#endif
