/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/stat_chart.h"

#include <math.h>

#include "pdca_chart.h"

static chart_mark mark_of(const stat_drawing *d, const pdca_stat_point *p) {
    if (p->excluded) return CHART_MARK_EXCLUDED;
    if (!p->part_of) return CHART_MARK_COMMON;
    return d->better && p->side * d->better > 0 ? CHART_MARK_GOOD : CHART_MARK_BAD;
}

static int decimals_of(double span) { return span >= 100 ? 0 : span >= 10 ? 1 : span >= 1 ? 2 : span >= 0.1 ? 3 : 4; }

/* One stretch a phase; limits that move with n are given point by point. */
static size_t phases_of(cli *c, const stat_drawing *d, double unit, chart_phase *phase) {
    size_t n = 0;
    for (size_t from = 0, to; from < d->n; from = to) {
        for (to = from; to < d->n && d->point[to].phase == d->point[from].phase;) to++;
        const pdca_stat_point *p = &d->point[from];
        double *lcls = arena_new(c->a, double, to - from), *ucls = arena_new(c->a, double, to - from);
        bool varies = false;
        for (size_t i = from; i < to; i++) {
            lcls[i - from] = unit * d->point[i].lcl;
            ucls[i - from] = unit * d->point[i].ucl;
            varies = varies || fabs(d->point[i].sigma - p->sigma) > 1e-12 * fabs(p->sigma);
        }
        phase[n++] = (chart_phase){.from = from, .to = to - 1, .lcl = lcls[0], .cl = unit * p->center, .ucl = ucls[0], .lcls = varies ? lcls : NULL,
                                   .ucls = varies ? ucls : NULL, .range_cl = p->range_center, .range_ucl = p->range_ucl, .extended = to < d->n};
    }
    return n;
}

static void describe_point(buf *desc, const chart_point *p) {
    if (desc->n > 4000 || isnan(p->value)) return; /* the words of a long series would drown its picture */
    buf_printf(desc, "%s%s %.4g", desc->n ? ", " : "", p->label, p->value);
}

err_code stat_draw_control(cli *c, const args *a, const stat_drawing *d, err *e) {
    if (!args_flag(a, "svg")) return ERR_NONE;
    if (d->n == 0) return err_set(e, ERR_NO_DATA, "what", d->title, NULL);
    double unit = d->percent ? 100 : 1, lo = INFINITY, hi = -INFINITY;
    chart_point *point = arena_new(c->a, chart_point, d->n);
    double *range = arena_new(c->a, double, d->n);
    chart_change *change = arena_new(c->a, chart_change, d->n);
    chart_phase *phase = arena_new(c->a, chart_phase, d->n);
    size_t changes = 0;
    bool ranges = false;
    AUTO(buf_free) buf desc = {0};
    for (size_t i = 0; i < d->n; i++) {
        const pdca_stat_point *p = &d->point[i];
        const char *label = d->label && d->label[i] ? d->label[i] : cli_int(c, (long long)i + 1);
        point[i] = (chart_point){.value = unit * p->plotted, .mark = mark_of(d, p), .label = label,
                                 .tip = arena_printf(c->a, "%s: %s", label, stat_figure(c, unit * p->plotted)),
                                 .note = p->excluded && d->reason ? d->reason[i] : NULL};
        range[i] = p->range;
        ranges = ranges || !isnan(p->range);
        if (i && p->phase != p[-1].phase) change[changes++] = (chart_change){i, label};
        lo = fmin(lo, fmin(unit * p->plotted, unit * p->lcl));
        hi = fmax(hi, fmax(unit * p->plotted, unit * p->ucl));
        describe_point(&desc, &point[i]);
    }
    const char *target = isnan(d->target) ? NULL : arena_printf(c->a, "%s %s%s", word(c->language, "stat.target"), stat_figure(c, unit * d->target), d->percent ? "%" : "");
    chart_frame frame = {.id = "control", .title = d->title, .desc = buf_cstr(&desc), .variant = CHART_WIDE, .standalone = true};
    chart_control_data data = {.point = point, .n = d->n, .phase = phase, .n_phase = phases_of(c, d, unit, phase), .change = change, .n_change = changes,
                               .target = unit * d->target, .floor = d->percent ? 0 : NAN, .ceil = d->percent ? 100 : NAN, .range = ranges ? range : NULL,
                               .format = {isfinite(hi - lo) ? decimals_of(hi - lo) : 2, d->percent ? "%" : ""}, .ucl = "UCL", .cl = d->center,
                               .lcl = "LCL", .target_label = target, .axis_label = d->note ? d->note : "", .range_label = d->range, .range_ucl = "UCL",
                               .range_cl = word(c->language, "stat.center"), .extended_label = word(c->language, "stat.old_limits")};
    return stat_svg(c, a, pdca_chart_control(&frame, &data), e);
}

err_code stat_draw_run(cli *c, const args *a, const double *y, size_t n, double center, bool median, err *e) {
    if (!args_flag(a, "svg")) return ERR_NONE;
    pdca_stat_point *p = arena_new(c->a, pdca_stat_point, n + 1);
    for (size_t i = 0; i < n; i++)
        p[i] = (pdca_stat_point){.plotted = y[i], .center = center, .sigma = NAN, .lcl = NAN, .ucl = NAN, .range = NAN, .range_center = NAN, .range_ucl = NAN};
    stat_drawing d = {.point = p, .n = n, .target = NAN, .title = word(c->language, "stat.run_title"), .center = word(c->language, median ? "stat.median" : "stat.center"),
                      .range = ""};
    return stat_draw_control(c, a, &d, e);
}
