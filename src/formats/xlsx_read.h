/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sheet of a workbook (XLSX, ECMA-376) as CSV text: one line a row, so that the line number is the row's number in the
 * spreadsheet. Shared and inline strings, dates by style as ISO 8601 (1900 and 1904 systems), [h]:mm as hours, what formulas last gave (#CALC! where
 * that is not in the file).
 * Hidden sheets and rows are left out and told. The only room that knows libzip. */
#ifndef PDCA_FORMATS_XLSX_READ_H
#define PDCA_FORMATS_XLSX_READ_H

#include <stdint.h>

#include "base/arena.h"
#include "base/source.h"

/* Whether the bytes begin like a workbook, or like one of the old or an encrypted kind, which cannot be read. */
bool xlsx_starts(str head);
bool xlsx_starts_old(str head);

/* Whether a text is a web page or XML, which many systems hand out under the name of a workbook (.xls). */
bool xlsx_starts_page(str head);
/* The error for what xlsx_starts_old: encrypted (MS-OFFCRYPTO) or of the old kind. ERR_WORKBOOK, the source's own errors. */
err_code xlsx_refuse_old(source *from, const char *file, err *e);

typedef struct xlsx_reader xlsx_reader;
typedef struct xlsx_options {
    str sheet;   /* its name, also of a hidden one; empty: the first that is not hidden */
    bool hidden; /* read hidden rows too */
} xlsx_options;

/* `from` must be a file or a slice and outlive the reader; names go to the arena. ERR_WORKBOOK (file, reason), ERR_XML,
 * ERR_TOO_LARGE. */
err_code xlsx_open(arena *a, source *from, const char *file, const xlsx_options *o, xlsx_reader **ret_reader, err *e);
void xlsx_close(xlsx_reader **r);
/* The sheet as CSV in UTF-8; part of the reader. */
source *xlsx_text(xlsx_reader *r);
/* How many bytes of the sheet are read by now, and of how many as the file says (0: it does not). */
const uint64_t *xlsx_progress(const xlsx_reader *r, uint64_t *ret_size);
str xlsx_sheet(const xlsx_reader *r);
/* Sheets that were not read, separated by ", "; empty: none. */
str xlsx_other_sheets(const xlsx_reader *r);
/* Hidden rows left out; known when the text was read to its end. */
int64_t xlsx_hidden_rows(const xlsx_reader *r);

#endif
