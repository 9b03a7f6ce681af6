/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holidays and make-up days of an organisation's own, out of a CSV file or a workbook: date, kind, name. */
#ifndef PDCA_MONITOR_DAYS_H
#define PDCA_MONITOR_DAYS_H

#include "monitor/import.h"

/* Columns by their headings (日期 date, 类型 kind, 名称 name; the name may be missing) in any order. All rows or none (with `partial`: the
 * good ones), in one transaction: the receipt counts what was read, stored, updated (another kind or name than before), duplicate and refused.
 * ERR_ROWS_REFUSED (file, n), ERR_NO_COLUMN, ERR_COLUMN_TWICE, ERR_FILE_EMPTY, ERR_ENCODING, ERR_CSV_QUOTE. */
err_code days_import(store *s, arena *a, const char *file, bool partial, source *from, import_receipt *ret_receipt, err *e);

#endif
