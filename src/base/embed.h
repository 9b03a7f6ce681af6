/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files built into the program (templates, schema, assets, guide, sample month), made by src/tool/embed.c. */
#ifndef PDCA_BASE_EMBED_H
#define PDCA_BASE_EMBED_H

#include "base/str.h"

typedef struct embed_file {
    const char *path; /* as in the repository, for example "templates/problem.sql" */
    str data;
} embed_file;

typedef struct embed_word {
    const char *key;
    const char *text[2]; /* by enum lang; never NULL */
} embed_word;

/* Made at build time, each sorted by bytes. */
extern const embed_file embed_files[];
extern const size_t embed_file_count;
extern const embed_word embed_words[];
extern const size_t embed_word_count;

/* The file's bytes, or a slice with p == NULL. */
str embed_find(const char *path);
/* Index of the first file whose path is >= prefix: walk on while str_starts. */
size_t embed_first(const char *prefix);

#endif
