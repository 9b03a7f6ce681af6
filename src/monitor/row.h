/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands among a sheet's tickets and is none. */
#ifndef PDCA_MONITOR_ROW_H
#define PDCA_MONITOR_ROW_H

#include "base/str.h"

/* Spreadsheets leave rows of empty cells behind their data. */
bool row_is_blank(const str *cell, int n);

/* The two headings by which a row is told from the headings once more (printed on every page); index -1: the file has no such column. */
typedef struct row_marks {
    int must, other; /* a ticket has its service type (an inspection its result) */
    str must_heading, other_heading;
} row_marks;
/* 合计 and the like at the end, who made the table and when, the headings again. Such a row has no value in the column that every
 * ticket fills, so that no ticket is taken for one. */
bool row_is_no_ticket(const str *cell, int n, const row_marks *marks);

#endif
