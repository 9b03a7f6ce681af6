/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control and run charts of `pdca stat` as drawings. */
#ifndef PDCA_CLI_STAT_CHART_H
#define PDCA_CLI_STAT_CHART_H

#include "cli/stat.h"

/* What is drawn; the points have been through pdca_stat_control_chart. */
typedef struct stat_drawing {
    const pdca_stat_point *point;
    size_t n;
    const char *const *label;  /* by point; NULL, or entries NULL: the row's number */
    const char *const *reason; /* of the excluded ones; NULL: none */
    double target;             /* NAN: none */
    int better;                /* 0: every signal is drawn as a concern */
    bool percent;              /* shares: drawn in per cent */
    const char *title;
    const char *note;          /* over the axis; NULL: none */
    const char *center, *range; /* what the center line and the lower panel are called */
} stat_drawing;

/* Writes the file of --svg, where it was given. ERR_IO …, ERR_NO_DATA where there is no point. */
err_code stat_draw_control(cli *c, const args *a, const stat_drawing *d, err *e);
err_code stat_draw_run(cli *c, const args *a, const double *y, size_t n, double center, bool median, err *e);

#endif
