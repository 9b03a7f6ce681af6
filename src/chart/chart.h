/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawings of pdca_chart.h, appended to a buffer. */
#ifndef PDCA_CHART_CHART_H
#define PDCA_CHART_CHART_H

#include "base/buf.h"
#include "pdca_chart.h"

void chart_pareto(buf *out, const chart_frame *frame, const chart_pareto_data *data);
void chart_fishbone(buf *out, const chart_frame *frame, const chart_fishbone_data *data);

#endif
