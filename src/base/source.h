/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that come in pieces and can be had again from the start: a file or a slice. Readers of large files work in bounded
 * memory because they only ever ask for the next piece. */
#ifndef PDCA_BASE_SOURCE_H
#define PDCA_BASE_SOURCE_H

#include "base/err.h"

typedef struct source source;
struct source {
    /* At most cap bytes into out; *ret_n 0 only at the end. */
    err_code (*read)(source *s, char *out, size_t cap, size_t *ret_n, err *e);
    /* The next read starts again at the first byte. */
    err_code (*rewind)(source *s, err *e);
    str data;         /* of a slice */
    size_t at;        /* of a slice: the next byte */
    int fd;           /* of a file */
    const char *path; /* of a file: for errors */
};

/* The bytes of a slice, which must outlive the source. */
void source_open_str(source *ret_source, str data);
/* A regular file; `path` must outlive the source. ERR_IO, ERR_NO_PERMISSION. Ended by source_close. */
err_code source_open_file(source *ret_source, const char *path, err *e);
/* Safe on a zeroed source and on a slice. */
void source_close(source *s);

#endif
