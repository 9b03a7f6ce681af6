/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawings of pdca_chart.h, appended to a buffer. */
#ifndef PDCA_CHART_CHART_H
#define PDCA_CHART_CHART_H

#include "base/buf.h"
#include "pdca_chart.h"

void chart_pareto(buf *out, const chart_frame *frame, const chart_pareto_data *data);
void chart_fishbone(buf *out, const chart_frame *frame, const chart_fishbone_data *data);
void chart_spark(buf *out, const chart_frame *frame, const chart_spark_data *data);
void chart_gantt(buf *out, const chart_frame *frame, const chart_gantt_data *data);
void chart_attain(buf *out, const chart_frame *frame, const chart_attain_data *data);
void chart_attain_axis(buf *out, const chart_frame *frame, const chart_attain_axis_data *data);
void chart_score(buf *out, const chart_frame *frame, const chart_score_data *data);
void chart_unit(buf *out, const chart_frame *frame, const chart_unit_data *data);
void chart_radar(buf *out, const chart_frame *frame, const chart_radar_data *data);
void chart_scorecard(buf *out, const chart_frame *frame, const chart_scorecard_data *data);
void chart_control(buf *out, const chart_frame *frame, const chart_control_data *data);
void chart_key(buf *out, const chart_frame *frame, const chart_key_data *data);

#endif
