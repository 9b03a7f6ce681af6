/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in a file a template's tag stands, and whether a value may stand there. For the template parser only. */
#ifndef PDCA_VIEW_TEMPLATE_PLACE_H
#define PDCA_VIEW_TEMPLATE_PLACE_H

#include "view/template.h"
#include "view/value.h"

typedef enum place { PLACE_TEXT, PLACE_TAG, PLACE_QUOTED, PLACE_SINGLE, PLACE_COMMENT, PLACE_RAW } place;

typedef struct place_scan {
    place place;
    bool at_start;       /* QUOTED: nothing of the value stands yet */
    bool attribute_done; /* TAG: a blank or = came behind the attribute's name */
    bool escaped;        /* QUOTED in JSON and CSS: behind a backslash */
    char tag[16], attribute[16];
    char before[2]; /* the two bytes before */
} place_scan;

/* Goes on over text of the template's own. */
void place_read(place_scan *h, template_kind kind, str text);
/* May a value of this format stand here? `source` is the template, `open` and `end` where the tag begins in it and ends: a value in CSV is a
 * whole field, people's prose in Markdown a whole line. */
bool place_allows(const place_scan *h, template_kind kind, value_kind format, str source, size_t open, size_t end);
/* Nothing but blanks shares the tag's line. */
bool place_alone(str source, size_t open, size_t end);

#endif
