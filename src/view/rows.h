/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elements of a page's array that are too many to stand in memory as a tree: kept as JSON text, in a file that nobody sees once they are more
 * than a megabyte, and read one by one as often as the page is written. */
#ifndef PDCA_VIEW_ROWS_H
#define PDCA_VIEW_ROWS_H

#include "view/tree.h"

/* Is called with each row as it is read, before anybody sees it. */
typedef void rows_ready(void *user, arena *a, node *row, const tree_note *notes);

struct tree_rows *rows_new(rows_ready *ready, void *user);
void rows_free(struct tree_rows **rows);
/* Forgets all rows. */
void rows_clear(struct tree_rows *rows);
/* Adds one; ERR_IO where the file cannot be written. */
err_code rows_add(struct tree_rows *rows, str json, err *e);
size_t rows_count(const struct tree_rows *rows);
/* Back to the first. */
err_code rows_start(struct tree_rows *rows, err *e);
/* The next, valid until the one after it is asked for; NULL behind the last. ERR_IO, ERR_SQL where it is no JSON. */
err_code rows_next(struct tree_rows *rows, node **ret_row, err *e);

#endif
