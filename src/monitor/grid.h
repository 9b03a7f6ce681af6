/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A KPI by service type and region, month by month: where it is good, where it is not, and where it changed. */
#ifndef PDCA_MONITOR_GRID_H
#define PDCA_MONITOR_GRID_H

#include "monitor/kpi.h"

/* Writes {"first", "last": months, "columns": [region … null], "rows": [{"label": type or null, "lo", "hi": the row's common scale, "target": true where it
 * lies near that scale, "cells": [{"value", "n" of `until`, "few": 1 where they are left out, "series": as kpi_series}]}]}; null stands for all. Up to 18 months that end
 * with `until` (YYYY-MM), the types and regions with the most tickets in them; months of a cell with fewer than `least` tickets are gaps; rows and
 * columns without a cell of `until` are left out. Nothing is written where fewer than two
 * regions or types are left, or where the KPI itself counts by type. ERR_BAD_VALUE for `until`. */
err_code kpi_grid(store *s, const kpi *k, str until, int64_t least, buf *out, err *e);

#endif
