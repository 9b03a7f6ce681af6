/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue: every kind of record and its fields, once. Options, help, validation, JSON, lists and the audit trail's words
 * come from here; a test holds it against the schema. */
#ifndef PDCA_RECORD_CATALOGUE_H
#define PDCA_RECORD_CATALOGUE_H

#include "base/str.h"

typedef enum field_type {
    FIELD_TEXT,     /* one line */
    FIELD_PROSE,    /* Markdown, at most 16 KiB */
    FIELD_CODE,     /* a-z, 0-9, _ */
    FIELD_DATE,     /* 2024-06-10, today */
    FIELD_DUE,      /* a date or +10wd, +10d, +2w, +1m from today */
    FIELD_INT,      /* whole number */
    FIELD_COUNT,    /* whole number >= 0 */
    FIELD_REAL,
    FIELD_QUANTITY, /* a KPI's value: 4.5 or 15 % (stored 0.15) */
    FIELD_SHARE,    /* 0..1, entered as 35% or 0.35 */
    FIELD_PERCENT,  /* whole number 0..100 */
    FIELD_DAYS,     /* 3d or 3 */
    FIELD_BOOL,     /* stored 0, 1 */
    FIELD_ENUM,     /* one of `choices` */
    FIELD_REF,      /* the id of a live record of kind `ref` */
    FIELD_LIST,     /* names, separated by , ， 、 ; ； */
    FIELD_PERIOD,   /* 2024-05, 2024-W21, 2024-Q2, 2024, 2024-05-31 */
    FIELD_WINDOW    /* a period or FROM..TO */
} field_type;

enum {
    FIELD_NEEDED = 1,  /* must have a value */
    FIELD_KEPT = 2,    /* kept by the program: no option */
    FIELD_ONCE = 4,    /* given when added, never changed */
    FIELD_PLACE = 8,   /* may be given without its option's name, in catalogue order */
    FIELD_LISTED = 16, /* a column of `list` */
    FIELD_LAST = 32,   /* dropped first where a list is too wide */
    FIELD_REASON = 64  /* a change needs a reason */
};

typedef struct field {
    const char *name;    /* the column; the option is --name with dashes */
    field_type type;
    unsigned flags;
    const char *more;    /* FIELD_ENUM: choices "a,b,c"; FIELD_REF: the kind */
    const char *initial; /* value where none is given; "today"; NULL none */
} field;

typedef struct kind {
    const char *name;   /* the command's and the audit trail's word */
    const char *table;
    const char *prefix; /* of ids, "P"; NULL: the id is a code that people choose */
    field_type id_type; /* without prefix: FIELD_CODE or FIELD_DATE */
    const field *fields;
    int n_fields;
} kind;

extern const kind catalogue[];
extern const int catalogue_count;

/* NULL where there is none. */
const kind *kind_find(str name);
/* By an id's prefix: "P-2024-001" gives problem. NULL where the id has none of ours. */
const kind *kind_of_id(str id);
const field *field_find(const kind *k, str name);
/* Index in k->fields; asserts that it is there (for names written in the program). */
int field_at(const kind *k, const char *name);

#endif
