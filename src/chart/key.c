/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs for the keys below charts, drawn by the same hands as in the charts. */
#include "chart/draw.h"

static void draw_key_mark(pen *p, chart_key_sign sign) {
    static const chart_cause_state cause[] = {
        [CHART_KEY_CAUSE_ROOT] = CHART_CAUSE_ROOT,
        [CHART_KEY_CAUSE_PROVEN] = CHART_CAUSE_PROVEN,
        [CHART_KEY_CAUSE_RULED_OUT] = CHART_CAUSE_RULED_OUT,
        [CHART_KEY_CAUSE_SUSPECTED] = CHART_CAUSE_SUSPECTED,
    };
    p->w = 16;
    p->cls = "mk";
    if (sign < CHART_KEY_COMMON) draw_cause_mark(p, cause[sign], 8, 8);
    else draw_point(p, (chart_mark)(sign - CHART_KEY_COMMON), 8, 8, 1, (str){0});
}

static void draw_key_line(pen *p, chart_key_sign sign) {
    p->w = 28;
    p->cls = "ln";
    switch (sign) {
    case CHART_KEY_LIMITS:
        pen_rect(p, 0, 2, 28, 12, 0, "band");
        pen_line(p, 0, 2, 28, 2, "lim");
        pen_line(p, 0, 14, 28, 14, "lim");
        break;
    case CHART_KEY_CENTER: pen_line(p, 0, 8, 28, 8, "cl"); break;
    case CHART_KEY_TARGET: pen_line(p, 0, 8, 28, 8, "target"); break;
    case CHART_KEY_EXTENDED: pen_line(p, 1, 8, 28, 8, "ext"); break;
    case CHART_KEY_PLANNED:
        pen_rect(p, 2, 4.5, 24, 7, 0, "g-plan");
        pen_rect(p, 2, 4.5, 14, 7, 0, "g-prog");
        break;
    case CHART_KEY_FINISHED:
        pen_rect(p, 2, 4.5, 20, 7, 0, "g-done");
        pen_line(p, 22, 1, 22, 15, "g-due");
        break;
    case CHART_KEY_OVERRUN:
        pen_rect(p, 2, 4.5, 12, 7, 0, "g-plan");
        pen_rect(p, 14, 4.5, 12, 7, 0, "g-late");
        pen_line(p, 14, 1, 14, 15, "g-due");
        break;
    default: break;
    }
}

void draw_key(pen *p, const chart_frame *frame, const void *data) {
    (void)frame;
    chart_key_sign sign = ((const chart_key_data *)data)->sign;
    p->h = 16;
    if (sign < CHART_KEY_LIMITS) draw_key_mark(p, sign);
    else draw_key_line(p, sign);
}
