/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawings themselves: each fills the pen and sets its viewBox (see pen_svg). `data` is the chart's structure. */
#ifndef PDCA_CHART_DRAW_H
#define PDCA_CHART_DRAW_H

#include "chart/pen.h"

pen_draw draw_pareto, draw_fishbone, draw_control, draw_spark, draw_gantt, draw_attain, draw_attain_axis, draw_score,
    draw_unit, draw_radar, draw_scorecard, draw_key;

/* One point of a series at (x, y): dot, disc, diamond or open ring. `scale` 1 in a chart. */
void draw_point(pen *p, chart_mark mark, double x, double y, double scale, str tip);
/* The state of a cause: root accent disc with tick, proven dark disc with tick, ruled out ring with cross, suspected
 * dashed ring. */
void draw_cause_mark(pen *p, chart_cause_state state, double x, double y);

#endif
