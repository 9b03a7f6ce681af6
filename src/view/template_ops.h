/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parser of templates hands to their renderer. For template.c and template_parse.c only. */
#ifndef PDCA_VIEW_TEMPLATE_OPS_H
#define PDCA_VIEW_TEMPLATE_OPS_H

#include "view/template.h"
#include "view/value.h"

enum { TEMPLATE_DEPTH = 64, NAME_PARTS = 8 };

typedef enum op_kind {
    OP_TEXT,     /* text[lang] as it is */
    OP_VALUE,    /* the value called `name` */
    OP_SECTION,  /* up to `end` for each, or once */
    OP_INVERTED, /* up to `end` where false */
    OP_PARTIAL,
    OP_ONLY_ZH,  /* go on at `end` in another language */
    OP_SKIP      /* go on at `end` */
} op_kind;

typedef struct name_part {
    str text;
    uint32_t hash;
} name_part;

typedef struct page_template page_template;

typedef struct op {
    op_kind kind;
    value_kind format;
    int line, end;
    int parts; /* 0: the context itself */
    name_part *part;
    str name;             /* as written */
    str text[LANG_COUNT]; /* the same for all languages in the template's own text */
    const page_template *partial;
} op;

struct page_template {
    str name, file;
    op *ops;
    int n;
    page_template *next;
};

struct template_set {
    template_kind kind;
    template_load *load;
    void *load_user;
    template_chart *chart;
    void *chart_user;
    template_link *link;
    void *link_user;
    arena arena;
    page_template *first;
};

/* The template from the set, parsed where it is new; *ret_found is NULL where there is none of that name. */
err_code template_find(template_set *set, str name, const page_template **ret_found, err *e);
/* Appends text escaped for the kind, as a whole field or literal where values are that. */
void template_text(template_kind kind, buf *out, str text);
err_code template_error(const page_template *t, int line, const char *reason, str name, err *e);

#endif
