/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/chart.h"

#include <stdlib.h>

#include "chart/draw.h"

/* Each drawing twice: appended to a buffer for the house, as a C string for other programs. */
#define CHART(name)                                                                                                    \
    void chart_##name(buf *out, const chart_frame *frame, const chart_##name##_data *data) {                           \
        pen_svg(out, frame, draw_##name, data);                                                                        \
    }                                                                                                                  \
    char *pdca_chart_##name(const chart_frame *frame, const chart_##name##_data *data) {                               \
        buf b = {0};                                                                                                   \
        chart_##name(&b, frame, data);                                                                                 \
        buf_cstr(&b);                                                                                                  \
        return b.p;                                                                                                    \
    }

CHART(pareto)
CHART(fishbone)
CHART(spark)
CHART(gantt)
CHART(attain)
CHART(attain_axis)
CHART(score)
CHART(unit)
CHART(radar)
CHART(scorecard)
CHART(control)
CHART(key)
