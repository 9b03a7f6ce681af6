/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

enum { IN_MEMORY = 1024 * 1024 };

struct tree_rows {
    rows_ready *ready;
    void *user;
    buf kept;   /* rows, each behind its length; the newest where there is a file */
    FILE *file; /* NULL: all are in `kept` */
    buf row;    /* of the file, at work */
    arena work;
    size_t n, next, at; /* how many; the next to be read, and where it stands in `kept` */
};

struct tree_rows *rows_new(rows_ready *ready, void *user) {
    struct tree_rows *r = calloc(1, sizeof *r);
    if (!r) abort();
    r->ready = ready;
    r->user = user;
    return r;
}

void rows_clear(struct tree_rows *r) {
    if (r->file) fclose(r->file);
    r->file = NULL;
    r->n = r->next = r->at = 0;
    buf_clear(&r->kept);
    arena_free(&r->work);
}

void rows_free(struct tree_rows **ref) {
    if (!*ref) return;
    rows_clear(*ref);
    buf_free(&(*ref)->kept);
    buf_free(&(*ref)->row);
    free(*ref);
    *ref = NULL;
}

size_t rows_count(const struct tree_rows *r) { return r->n; }

static err_code file_failed(err *e) { return file_error("tmpfile", errno ? errno : EIO, e); }

/* What is kept goes to the file's end. */
static err_code spill(struct tree_rows *r, err *e) {
    errno = 0;
    if (!r->file) r->file = tmpfile();
    if (!r->file || fwrite(r->kept.p, 1, r->kept.n, r->file) != r->kept.n) return file_failed(e);
    buf_clear(&r->kept);
    return ERR_NONE;
}

err_code rows_add(struct tree_rows *r, str json, err *e) {
    buf_put(&r->kept, (str){(const char *)&json.n, sizeof json.n});
    buf_put(&r->kept, json);
    r->n++;
    return r->kept.n > IN_MEMORY ? spill(r, e) : ERR_NONE;
}

err_code rows_start(struct tree_rows *r, err *e) {
    r->next = r->at = 0;
    if (!r->file) return ERR_NONE;
    if (r->kept.n) TRY(spill(r, e));
    errno = 0;
    return fseek(r->file, 0, SEEK_SET) ? file_failed(e) : ERR_NONE;
}

static err_code read_file(struct tree_rows *r, str *ret_json, err *e) {
    size_t n;
    errno = 0;
    if (fread(&n, sizeof n, 1, r->file) != 1) return file_failed(e);
    buf_clear(&r->row);
    buf_fill(&r->row, ' ', n);
    if (r->row.over || fread(r->row.p, 1, n, r->file) != n) return file_failed(e);
    *ret_json = buf_str(&r->row);
    return ERR_NONE;
}

err_code rows_next(struct tree_rows *r, node **ret_row, err *e) {
    *ret_row = NULL;
    if (r->next == r->n) return ERR_NONE;
    str json;
    if (r->file) TRY(read_file(r, &json, e));
    else {
        memcpy(&json.n, r->kept.p + r->at, sizeof json.n);
        json.p = r->kept.p + r->at + sizeof json.n;
        r->at += sizeof json.n + json.n;
    }
    r->next++;
    arena_reset(&r->work);
    tree_note *notes;
    TRY(tree_parse_notes(&r->work, json, ret_row, &notes, e));
    r->ready(r->user, &r->work, *ret_row, notes);
    return ERR_NONE;
}
