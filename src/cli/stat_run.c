/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdca stat run: a run chart. */
#include <math.h>

#include "cli/stat_chart.h"

/* --states: a column of two different texts; the first that appears counts as above. */
static err_code read_states(cli *c, stat_table *t, const char *title, double **ret, err *e) {
    stat_column k;
    TRY(stat_find(c, t, title, CELL_TEXT, &k, e));
    TRY(stat_read(c, t, &k, 1, e));
    double *y = arena_new(c->a, double, t->rows + 1);
    int32_t first = -1, second = -1;
    for (size_t i = 0; i < t->rows; i++) {
        int32_t w = k.text[i];
        bool empty = t->word[w].n == 0;
        if (!empty && first < 0) first = w;
        else if (!empty && second < 0 && w != first) second = w;
        if (!empty && w != first && w != second) return stat_refuse(c, t, &k, i, "want.two_states", e);
        y[i] = empty ? NAN : w == first;
    }
    *ret = y;
    return ERR_NONE;
}

err_code stat_run_run(cli *c, const args *a, err *e) {
    stat_table t;
    stat_column k;
    double *y = NULL, center;
    const char *title = stat_option_text(c, a, "value");
    TRY(stat_option_real(a, "center", NAN, &center, e));
    TRY(stat_open(c, cli_z(c, a->place[0]), &t, e));
    if (args_flag(a, "states")) {
        TRY(read_states(c, &t, title, &y, e));
        center = 0.5;
    } else {
        TRY(stat_find(c, &t, title, CELL_NUMBER, &k, e));
        TRY(stat_read(c, &t, &k, 1, e));
        y = k.number;
    }
    pdca_stat_run r = pdca_stat_run_chart(y, t.rows, center);
    stat_out o = stat_begin(c);
    stat_real(&o, "n", (double)r.n);
    stat_real(&o, "center", r.center);
    stat_real(&o, "useful", (double)r.useful);
    stat_real(&o, "above", (double)r.above);
    stat_real(&o, "below", (double)r.below);
    stat_real(&o, "longest_run", (double)r.longest_run);
    stat_real(&o, "longest_run_max", r.useful ? (double)r.longest_run_max : NAN);
    stat_real(&o, "crossings", (double)r.crossings);
    stat_real(&o, "crossings_min", r.useful > 1 ? (double)r.crossings_min : NAN);
    stat_real(&o, "longest_trend", (double)r.longest_trend);
    stat_real(&o, "runs", (double)r.runs);
    stat_real(&o, "runs_min", r.runs_max ? (double)r.runs_min : NAN);
    stat_real(&o, "runs_max", r.runs_max ? (double)r.runs_max : NAN);
    stat_p(&o, "p_few", r.p_few);
    stat_p(&o, "p_many", r.p_many);
    stat_bool(&o, "shift", r.shift);
    stat_bool(&o, "few_crossings", r.few_crossings);
    stat_bool(&o, "trend", r.trend);
    if (r.useful < 10) stat_too_little(&o, (double)r.useful);
    stat_end(&o);
    return stat_draw_run(c, a, y, t.rows, r.center, isnan(center), e);
}
