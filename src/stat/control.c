/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "base/arena.h"
#include "base/err.h"
#include "stat/constants.h"
#include "stat/dist.h"
#include "stat/rules.h"

enum { N_MAX = 100 }; /* largest subgroup whose constants are kept; larger ones are as good as normal theory there */

/* What one phase tells about the process. */
typedef struct level {
    double center, sd;
    double range;  /* mean moving range, or the spread's center in sigmas of the process (NAN: no lower panel) */
    size_t n;
} level;

typedef struct control {
    const pdca_stat_control_options *o;
    pdca_stat_point *p;
    size_t n;
    arena *a;
    double d2[N_MAX + 1], d3[N_MAX + 1]; /* filled as they are needed */
} control;

pdca_stat_control_options pdca_stat_control_defaults(pdca_stat_chart chart) {
    return (pdca_stat_control_options){.chart = chart, .rules = NULL, .center = NAN, .sd = NAN, .floor = NAN,
                                       .ceiling = NAN, .limit = 3, .lambda = 0.2, .exact = false};
}

static bool is_share(pdca_stat_chart c) { return c == PDCA_STAT_P || c == PDCA_STAT_P_PRIME; }
static bool is_rate(pdca_stat_chart c) { return c == PDCA_STAT_U || c == PDCA_STAT_U_PRIME; }
static bool is_subgroup(pdca_stat_chart c) { return c == PDCA_STAT_XBAR_R || c == PDCA_STAT_XBAR_S; }
static bool has_moving_range(pdca_stat_chart c) {
    return c == PDCA_STAT_XMR || c == PDCA_STAT_EWMA || c == PDCA_STAT_NORMALISED;
}

static bool needs_n(pdca_stat_chart c) {
    return is_share(c) || is_rate(c) || is_subgroup(c) || c == PDCA_STAT_NP || c == PDCA_STAT_NORMALISED;
}

/* A point that can be drawn: it has a value and, where the chart has one, a size. */
static bool usable(const control *c, const pdca_stat_point *p) {
    if (!isfinite(p->value)) return false;
    if (needs_n(c->o->chart) && !(p->n > 0)) return false;
    return !is_subgroup(c->o->chart) || (p->n >= 2 && isfinite(p->spread));
}

/* The value that the limits are about (EWMA draws another). */
static double level_value(const control *c, const pdca_stat_point *p) {
    pdca_stat_chart k = c->o->chart;
    return is_share(k) || is_rate(k) || k == PDCA_STAT_NORMALISED ? p->value / p->n : p->value;
}

static double mr_d2(const control *c) { return c->o->exact ? 2 / sqrt(DIST_PI) : 1.128; }
static double mr_d4(const control *c) { return c->o->exact ? 1 + 3 * sqrt(DIST_PI / 2 - 1) : 3.267; }

static double d2_of(control *c, int n) {
    if (n > N_MAX) n = N_MAX;
    if (c->d2[n] == 0) {
        c->d2[n] = constant_d2(n);
        c->d3[n] = constant_d3(n);
    }
    return c->d2[n];
}

/* Standard deviation of a point by chance alone, for a process sd (or sigma z) of 1. */
static double unit_sigma(const control *c, const pdca_stat_point *p, double center) {
    switch (c->o->chart) {
    case PDCA_STAT_P:
    case PDCA_STAT_P_PRIME: return sqrt(fmax(0, center * (1 - center)) / p->n);
    case PDCA_STAT_NP: return sqrt(fmax(0, p->n * center * (1 - center)));
    case PDCA_STAT_C: return sqrt(fmax(0, center));
    case PDCA_STAT_U:
    case PDCA_STAT_U_PRIME: return sqrt(fmax(0, center) / p->n);
    case PDCA_STAT_XBAR_R:
    case PDCA_STAT_XBAR_S:
    case PDCA_STAT_NORMALISED: return 1 / sqrt(p->n);
    default: return 1;
    }
}

static double sum_sizes(const control *c, const size_t *used, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += needs_n(c->o->chart) ? c->p[used[i]].n : 1;
    return sum;
}

static double level_center(const control *c, const size_t *used, size_t n) {
    double sum = 0, size = sum_sizes(c, used, n);
    bool by_count = c->o->chart != PDCA_STAT_XBAR_R && c->o->chart != PDCA_STAT_XBAR_S;
    for (size_t i = 0; i < n; i++) sum += c->p[used[i]].value * (by_count ? 1 : c->p[used[i]].n);
    return sum / size;
}

/* Mean of |x(i) − x(i−1)| / scale over neighbours that both set the level. */
static double mean_moving_range(const control *c, const size_t *used, size_t n, double center) {
    double sum = 0;
    size_t count = 0;
    for (size_t i = 1; i < n; i++) {
        if (used[i] != used[i - 1] + 1) continue;
        const pdca_stat_point *a = &c->p[used[i - 1]], *b = &c->p[used[i]];
        double xa = level_value(c, a), xb = level_value(c, b), d;
        if (c->o->chart == PDCA_STAT_NORMALISED) {
            /* Difference over √(1/na + 1/nb) has the spread of one unit's value; over √2 more, that of a range of two. */
            d = (xb - xa) / sqrt((1 / a->n + 1 / b->n) / 2);
        } else if (c->o->chart == PDCA_STAT_P_PRIME || c->o->chart == PDCA_STAT_U_PRIME) {
            double sa = unit_sigma(c, a, center), sb = unit_sigma(c, b, center);
            d = sa > 0 && sb > 0 ? (xb - center) / sb - (xa - center) / sa : 0;
        } else d = xb - xa;
        sum += fabs(d);
        count++;
    }
    return count ? sum / (double)count : NAN;
}

/* Level from the points in `used`; given center and sd win. */
static level level_of(control *c, const size_t *used, size_t n) {
    level l = {NAN, NAN, NAN, n};
    pdca_stat_chart k = c->o->chart;
    bool given = !isnan(c->o->center);
    if (n > 0) l.center = level_center(c, used, n);
    if (given) l.center = c->o->center;
    if (isnan(l.center)) return l;
    if (k == PDCA_STAT_P || k == PDCA_STAT_NP || k == PDCA_STAT_C || k == PDCA_STAT_U) {
        l.sd = 1;
        return l;
    }
    if (is_subgroup(k)) {
        double sum = 0;
        for (size_t i = 0; i < n; i++) {
            const pdca_stat_point *p = &c->p[used[i]];
            sum += p->spread / (k == PDCA_STAT_XBAR_R ? d2_of(c, (int)fmin(p->n, N_MAX)) : constant_c4(p->n));
        }
        l.sd = n ? sum / (double)n : NAN;
    } else {
        l.range = mean_moving_range(c, used, n, l.center);
        l.sd = l.range / mr_d2(c);
        if (!has_moving_range(k)) l.range = NAN;
    }
    if (!isnan(c->o->sd)) l.sd = c->o->sd;
    return l;
}

typedef struct bounds {
    double center, sigma, lcl, ucl;
} bounds;

static bounds bounds_at(const control *c, const level *l, const pdca_stat_point *p, double widen) {
    pdca_stat_chart k = c->o->chart;
    bounds b = {k == PDCA_STAT_NP ? l->center * p->n : l->center, NAN, NAN, NAN};
    b.sigma = l->sd * unit_sigma(c, p, l->center) * widen;
    if (isnan(b.sigma)) return b;
    b.lcl = b.center - c->o->limit * b.sigma;
    b.ucl = b.center + c->o->limit * b.sigma;
    double floor = c->o->floor, ceiling = c->o->ceiling;
    bool counts = is_share(k) || is_rate(k) || k == PDCA_STAT_NP || k == PDCA_STAT_C;
    if (isnan(floor) && counts) floor = 0;
    if (isnan(ceiling) && is_share(k)) ceiling = 1;
    if (isnan(ceiling) && k == PDCA_STAT_NP) ceiling = p->n;
    if (!isnan(floor)) b.lcl = fmax(b.lcl, floor);
    if (!isnan(ceiling)) b.ucl = fmin(b.ucl, ceiling);
    return b;
}

/* The lower panel: moving range or subgroup spread with its own limits. */
static void range_at(control *c, const level *l, pdca_stat_point *p, bool follows) {
    pdca_stat_chart k = c->o->chart;
    p->range = p->range_center = p->range_lcl = p->range_ucl = NAN;
    if (is_subgroup(k)) {
        double mean, sd;
        if (k == PDCA_STAT_XBAR_R) {
            int n = (int)fmin(p->n, N_MAX);
            mean = d2_of(c, n);
            sd = c->d3[n];
        } else {
            mean = constant_c4(p->n);
            sd = sqrt(fmax(0, 1 - mean * mean));
        }
        p->range = p->spread;
        p->range_center = l->sd * mean;
        p->range_lcl = fmax(0, l->sd * (mean - c->o->limit * sd));
        p->range_ucl = l->sd * (mean + c->o->limit * sd);
    } else if (has_moving_range(k) && k != PDCA_STAT_NORMALISED) {
        if (follows) p->range = fabs(p->value - p[-1].value);
        p->range_center = l->range;
        p->range_lcl = isnan(l->range) ? NAN : 0;
        p->range_ucl = mr_d4(c) * l->range;
    }
}

/* A phase [from, to) with its limits; `old` are those of the phase before (NAN: none). */
typedef struct stretch {
    size_t from, to;
    level now, old;
    bool pending;
} stretch;

/* EWMA narrows at first: its variance after i points is λ/(2 − λ) · (1 − (1 − λ)^(2i)) of the process's. */
static double ewma_widen(const control *c, size_t steps) {
    double l = c->o->lambda;
    double grown = steps ? 1 - pow(1 - l, 2 * (double)steps) : 1;
    return sqrt(l / (2 - l) * grown);
}

static void draw_points(control *c, const stretch *s) {
    double moving = s->now.center;
    size_t steps = 0;
    for (size_t i = s->from; i < s->to; i++) {
        pdca_stat_point *p = &c->p[i];
        bool ok = usable(c, p), follows = i > s->from && ok && usable(c, &p[-1]) && !p->excluded && !p[-1].excluded;
        double widen = 1;
        p->plotted = ok ? level_value(c, p) : NAN;
        if (c->o->chart == PDCA_STAT_EWMA) {
            if (ok && !p->excluded) {
                steps++;
                moving = c->o->lambda * p->value + (1 - c->o->lambda) * moving;
            }
            if (ok) p->plotted = moving;
            widen = ewma_widen(c, steps ? steps : 1);
        }
        bounds b = bounds_at(c, &s->now, p, widen), o = bounds_at(c, &s->old, p, widen);
        p->center = b.center;
        p->sigma = b.sigma;
        p->lcl = b.lcl;
        p->ucl = b.ucl;
        p->old_center = o.center;
        p->old_sigma = o.sigma;
        p->old_lcl = o.lcl;
        p->old_ucl = o.ucl;
        p->pending = s->pending;
        p->old_part_of = 0;
        p->old_side = 0;
        range_at(c, &s->now, p, follows);
    }
}

static bool is_judged(const pdca_stat_point *p, bool old) {
    return !isnan(p->plotted) && !p->excluded && !isnan(old ? p->old_sigma : p->sigma);
}

/* Judges the points of [from, to) against their limits, or against the old ones. */
static void judge_points(const control *c, size_t from, size_t to, bool old) {
    const pdca_stat_rules *set = rules_of(c->o);
    judged *row = arena_new(c->a, judged, to - from + 1);
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        const pdca_stat_point *p = &c->p[i];
        if (!is_judged(p, old)) continue;
        row[n].y = p->plotted;
        row[n++].z = rules_z(p->plotted, old ? p->old_center : p->center, old ? p->old_sigma : p->sigma);
    }
    rules_judge(set, c->o->rule_mask, c->o->limit, row, n);
    n = 0;
    for (size_t i = from; i < to; i++) {
        pdca_stat_point *p = &c->p[i];
        const judged none = {0}, *j = is_judged(p, old) ? &row[n++] : &none;
        if (old) {
            p->old_part_of = j->part_of;
            p->old_side = j->side;
        } else {
            p->rules = j->at;
            p->part_of = j->part_of;
            p->side = j->side;
        }
    }
}

/* The phase that starts at `from`: its end, its usable points, the ones that set its limits. */
typedef struct phase_points {
    size_t to, since, n;
    size_t *used;
} phase_points;

static phase_points phase_at(const control *c, size_t from) {
    phase_points r = {from, 0, 0, NULL};
    bool marked = false;
    for (; r.to < c->n && c->p[r.to].phase == c->p[from].phase; r.to++) {
        const pdca_stat_point *p = &c->p[r.to];
        if (!usable(c, p) || p->excluded) continue;
        r.since++;
        if (p->baseline) marked = true;
    }
    r.used = arena_new(c->a, size_t, r.since + 1);
    for (size_t i = from; i < r.to; i++)
        if (usable(c, &c->p[i]) && !c->p[i].excluded && (!marked || c->p[i].baseline)) r.used[r.n++] = i;
    return r;
}

/* What the chart says at its end. EWMA's last sigma is taken where it has stopped to widen. */
static pdca_stat_control control_summary(const control *c, const stretch *last, size_t since) {
    pdca_stat_control r = {.n = last->now.n, .center = NAN, .sigma = NAN, .lcl = NAN, .ucl = NAN, .range_center = NAN,
                           .range_lcl = NAN, .range_ucl = NAN, .sd = last->now.sd, .since = since, .pending = last->pending};
    for (size_t i = 0; i < c->n; i++) r.signals += c->p[i].rules != 0;
    size_t i = c->n;
    while (i > 0 && isnan(c->p[i - 1].plotted)) i--;
    if (i == 0) return r;
    const pdca_stat_point *p = &c->p[i - 1];
    bounds b = bounds_at(c, &last->now, p, c->o->chart == PDCA_STAT_EWMA ? ewma_widen(c, 0) : 1);
    r.center = b.center;
    r.sigma = b.sigma;
    r.lcl = b.lcl;
    r.ucl = b.ucl;
    r.range_center = p->range_center;
    r.range_lcl = p->range_lcl;
    r.range_ucl = p->range_ucl;
    return r;
}

pdca_stat_control pdca_stat_control_chart(pdca_stat_point *point, size_t n, const pdca_stat_control_options *o) {
    AUTO(arena_free) arena a = {0};
    control c = {.o = o, .p = point, .n = n, .a = &a};
    const level none = {NAN, NAN, NAN, 0};
    stretch s = {0, 0, none, none, true};
    size_t judged_from = 0, since = 0;
    while (s.to < n) {
        s.from = s.to;
        phase_points phase = phase_at(&c, s.from);
        s.to = phase.to;
        since = phase.since;
        s.pending = since < PDCA_STAT_PHASE_POINTS;
        bool first = isnan(s.now.center);
        if (!first) s.old = s.now;
        if (first || !s.pending) {
            if (s.from > judged_from) judge_points(&c, judged_from, s.from, false);
            judged_from = s.from;
            s.now = level_of(&c, phase.used, phase.n);
        }
        draw_points(&c, &s);
        if (!first) judge_points(&c, s.from, s.to, true);
    }
    if (n > judged_from) judge_points(&c, judged_from, n, false);
    return control_summary(&c, &s, since);
}
