/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The `_chart` objects of pages as drawings of src/chart. Each has kind, title and desc (the numbers in words); further members by
 * kind:
 *   pareto    what the SQL function pareto() gives: rows [{label, count, other}], k, vital_share
 *   fishbone  head, categories [{id, name}], causes [{id, parent (null: at the rib), category, text, status}]
 *   xmr       what kpi_series() gives: points [{period, value, kind, note}], limits [{from, to, lcl, cl, ucl, range_cl, range_ucl}], target; and percent (true:
 *             shares), decimals, floor (0: nothing lies below), axis, target_text
 *   unit      good, same, bad, none: customers
 * Beside the same figures in text, and so not in Markdown:
 *   spark     points, limits, target as for xmr
 *   attain    lo, mid, hi (effect by intended effect), verdict (good, bad, common)
 *   score     value, last, target, max, worst
 *   key       sign: good, bad, limits, center, extended, target; its word stands beside it
 * In HTML a drawing stands twice, wide and narrow; in Markdown it is a link to charts/FILE-N.svg, which goes to the sink. */
#ifndef PDCA_VIEW_CHARTS_H
#define PDCA_VIEW_CHARTS_H

#include "base/words.h"
#include "view/template.h"

typedef err_code chart_sink(void *user, const char *name, str svg, err *e);

/* Draws one page after the other. */
typedef struct chart_artist {
    lang lang;
    chart_sink *sink; /* NULL: drawings of Markdown pages go nowhere */
    void *sink_user;
    str file;   /* of the page */
    int count;  /* drawings in it so far */
    arena work; /* of one drawing */
    buf svg;
} chart_artist;

/* A new page in this language; `file` must live as long as the page. */
void chart_artist_start(chart_artist *artist, lang l, str file);
/* A template_chart; user is the chart_artist. */
err_code chart_artist_draw(void *artist, const node *chart, template_kind kind, buf *out, err *e);
void chart_artist_free(chart_artist *artist);

#endif
