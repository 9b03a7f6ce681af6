/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/grid.h"

#include <math.h>

#include "monitor/scan.h"
#include "monitor/series.h"

enum { MONTHS_MOST = 18, TYPES_MOST = 6, REGIONS_MOST = 5 };

/* The last row and the last column are those of all types and of all regions. */
typedef struct grid {
    const kpi *k;
    str *type, *region;
    int rows, columns; /* with "all" */
    int first, months;
    kpi_figure *figure; /* month by month, row by row */
    bool *row_shown, *column_shown;
    int64_t least;
} grid;

static const kpi_figure *figure_at(const grid *g, int month, int row, int column) {
    return &g->figure[(month * g->rows + row) * g->columns + column];
}

static double value_at(const grid *g, int month, int row, int column) {
    const kpi_figure *f = figure_at(g, month, row, column);
    return f->n && f->n >= g->least ? f->value : NAN;
}

static err_code read_frame(store *s, arena *a, str until, grid *g, err *e) {
    ticket_window w;
    int last = month_index(until), first;
    if (last < 0) return err_set(e, ERR_BAD_VALUE, "field", "period", "value", "", "want", "want.period", NULL);
    TRY(scan_month_from(s, last - MONTHS_MOST + 1 > 0 ? last - MONTHS_MOST + 1 : 0, &first, e));
    g->first = first;
    g->months = first < 0 || first > last ? 0 : last - first + 1;
    if (!g->months) return ERR_NONE;
    char from[PERIOD_TEXT];
    TRY(ticket_window_parse(str_c(arena_printf(a, "%.*s..%.*s", STR(month_text(first, from)), STR(until))), &w, e));
    g->type = arena_new(a, str, TYPES_MOST + 1);
    g->region = arena_new(a, str, REGIONS_MOST + 1);
    TRY(kpi_labels(s, a, TICKET_TYPE, &w, TYPES_MOST, g->type, &g->rows, e));
    TRY(kpi_labels(s, a, TICKET_REGION, &w, REGIONS_MOST, g->region, &g->columns, e));
    g->type[g->rows++] = g->region[g->columns++] = (str){NULL, 0};
    return ERR_NONE;
}

static err_code measure(store *s, arena *a, grid *g, err *e) {
    int cells = g->rows * g->columns;
    kpi *narrow = arena_new(a, kpi, cells);
    for (int i = 0; i < cells; i++) {
        int row = i / g->columns, column = i % g->columns;
        narrow[i] = *g->k;
        narrow[i].times = false; /* median and p90 stand in the KPI's own tables */
        if (g->type[row].p) narrow[i] = kpi_narrow(a, &narrow[i], TICKET_TYPE, &g->type[row]);
        if (g->region[column].p) narrow[i] = kpi_narrow(a, &narrow[i], TICKET_REGION, &g->region[column]);
    }
    g->figure = arena_new(a, kpi_figure, (size_t)cells * (size_t)g->months);
    return kpi_compute_months(s, narrow, cells, g->first, g->months, g->figure, e);
}

/* Rows and columns that have a figure in the last month; how many of each besides "all". */
static void find_shown(arena *a, grid *g, int *ret_rows, int *ret_columns) {
    g->row_shown = arena_new(a, bool, g->rows);
    g->column_shown = arena_new(a, bool, g->columns);
    *ret_rows = *ret_columns = 0;
    for (int row = 0; row + 1 < g->rows; row++)
        for (int column = 0; column + 1 < g->columns; column++)
            if (!isnan(value_at(g, g->months - 1, row, column))) g->row_shown[row] = g->column_shown[column] = true;
    for (int row = 0; row + 1 < g->rows; row++) *ret_rows += g->row_shown[row];
    for (int column = 0; column + 1 < g->columns; column++) *ret_columns += g->column_shown[column];
    g->row_shown[g->rows - 1] = g->column_shown[g->columns - 1] = true;
}

static err_code put_cell(store *s, arena *a, const grid *g, int row, int column, buf *out, err *e) {
    double *value = arena_new(a, double, g->months);
    int64_t *n = arena_new(a, int64_t, g->months);
    for (int m = 0; m < g->months; m++) {
        value[m] = value_at(g, m, row, column);
        n[m] = isnan(value[m]) ? 0 : figure_at(g, m, row, column)->n;
    }
    int last = g->months - 1;
    buf_z(out, "{\"value\":");
    buf_real(out, value[last]);
    buf_printf(out, ",\"n\":%lld,\"few\":%d,\"series\":", (long long)n[last], isnan(value[last]));
    TRY(kpi_series_values(s, g->k->id, g->first, g->months, value, n, out, e));
    buf_putc(out, '}');
    return ERR_NONE;
}

/* One scale for a row, so that its cells can be compared; the target belongs to it where it does not flatten the rest. */
static void put_scale(const grid *g, double target, int row, buf *out) {
    double lo = INFINITY, hi = -INFINITY;
    for (int column = 0; column < g->columns; column++)
        for (int m = 0; m < g->months; m++) {
            double v = g->column_shown[column] ? value_at(g, m, row, column) : NAN;
            if (isnan(v)) continue;
            lo = fmin(lo, v);
            hi = fmax(hi, v);
        }
    double room = hi - lo;
    bool near = !isnan(target) && target >= lo - room && target <= hi + room;
    if (near) {
        lo = fmin(lo, target);
        hi = fmax(hi, target);
    }
    buf_z(out, ",\"lo\":");
    buf_real(out, lo);
    buf_z(out, ",\"hi\":");
    buf_real(out, hi);
    buf_printf(out, ",\"target\":%s", near ? "true" : "false");
}

static void put_label(str label, buf *out) {
    if (label.p) buf_json(out, label);
    else buf_z(out, "null");
}

static err_code put_row(store *s, arena *a, const grid *g, double target, int row, buf *out, err *e) {
    buf_z(out, "{\"label\":");
    put_label(g->type[row], out);
    put_scale(g, target, row, out);
    buf_z(out, ",\"cells\":[");
    bool any = false;
    for (int column = 0; column < g->columns; column++) {
        if (!g->column_shown[column]) continue;
        if (any) buf_putc(out, ',');
        TRY(put_cell(s, a, g, row, column, out, e));
        any = true;
    }
    buf_z(out, "]}");
    return ERR_NONE;
}

static err_code put_grid(store *s, arena *a, const grid *g, buf *out, err *e) {
    double target = NAN;
    char z[PERIOD_TEXT];
    query *q;
    TRY(store_query(s, "SELECT target FROM kpi WHERE id = ?1 AND target IS NOT NULL", &q, e));
    query_bind(q, 1, g->k->id);
    if (query_next(q)) target = query_real(q, 0);
    TRY(query_end(q, e));
    buf_printf(out, "{\"first\":\"%.*s\"", STR(month_text(g->first, z)));
    buf_printf(out, ",\"last\":\"%.*s\",\"columns\":[", STR(month_text(g->first + g->months - 1, z)));
    for (int column = 0, any = 0; column < g->columns; column++) {
        if (!g->column_shown[column]) continue;
        if (any++) buf_putc(out, ',');
        put_label(g->region[column], out);
    }
    buf_z(out, "],\"rows\":[");
    for (int row = 0, any = 0; row < g->rows; row++) {
        if (!g->row_shown[row]) continue;
        if (any++) buf_putc(out, ',');
        TRY(put_row(s, a, g, target, row, out, e));
    }
    buf_z(out, "]}");
    return ERR_NONE;
}

/* A KPI that asks for the type itself says nothing of each type. */
static bool asks_for_type(const condition *c) {
    for (int i = 0; i < c->n; i++)
        if (c->terms[i].column == TICKET_TYPE) return true;
    return false;
}

err_code kpi_grid(store *s, const kpi *k, str until, int64_t least, buf *out, err *e) {
    AUTO(arena_free) arena a = {0};
    grid g = {.k = k, .least = least};
    if (asks_for_type(&k->numerator) || asks_for_type(&k->negative)) return ERR_NONE;
    TRY(read_frame(s, &a, until, &g, e));
    if (g.rows < 3 || g.columns < 3) return ERR_NONE;
    TRY(measure(s, &a, &g, e));
    int rows, columns;
    find_shown(&a, &g, &rows, &columns);
    return rows < 2 || columns < 2 ? ERR_NONE : put_grid(s, &a, &g, out, e);
}
