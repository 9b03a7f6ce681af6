/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a text file is written in, and its bytes as UTF-8. The only room that knows iconv. */
#ifndef PDCA_FORMATS_ENCODING_H
#define PDCA_FORMATS_ENCODING_H

#include "base/hash.h"
#include "base/source.h"

typedef enum encoding { ENCODING_UNKNOWN, ENCODING_UTF8, ENCODING_GB18030, ENCODING_UTF16LE, ENCODING_UTF16BE } encoding;

/* "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE". */
const char *encoding_name(encoding c);
/* Reads the names above in any case, and gbk, gb2312, utf8, utf-16, utf16; false for another. */
bool encoding_parse(str name, encoding *ret_encoding);

enum { ENCODING_HEAD = 4096 };
/* What one pass over a whole file tells. */
typedef struct encoding_facts {
    encoding found;
    size_t bom;      /* bytes of the byte order mark */
    uint64_t bytes;
    char sha256[HASH_TEXT];
    char head[ENCODING_HEAD]; /* the first bytes as UTF-8, whole characters */
    size_t head_n;
} encoding_facts;

/* Reads the source to its end and rewinds it. A byte order mark decides; else UTF-8 where the whole file is valid, else
 * GB18030 where that is. `wanted` other than ENCODING_UNKNOWN is held against the bytes instead of guessed.
 * ERR_FILE_EMPTY, ERR_ENCODING (file, offset, line, want), the source's own errors. */
err_code encoding_examine(source *from, encoding wanted, const char *file, encoding_facts *ret_facts, err *e);

/* A source that gives the UTF-8 text behind `from` without its byte order mark. `facts` and `from` must outlive it.
 * ERR_ENCODING in a read where the file is not what the facts say. Ended by encoding_close. */
typedef struct encoding_source {
    source out; /* read from this one */
    source *from;
    const encoding_facts *facts;
    const char *file;
    void *converter;
    char raw[16 * 1024], text[32 * 1024]; /* as in the file; converted and not handed out yet */
    size_t raw_at, raw_n, text_at, text_n;
    uint64_t offset; /* of raw[raw_at] in the file */
    bool ended;
} encoding_source;
err_code encoding_open(encoding_source *ret_source, source *from, const encoding_facts *facts, const char *file, err *e);
void encoding_close(encoding_source *s);

#endif
