/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "pdca_stat.h"
#include "stat/dist.h"
#include "stat/result.h"

static bool is_share(double x, double n) { return n > 0 && x >= 0 && x <= n; }

pdca_stat_interval pdca_stat_wilson(double x, double n, double conf) {
    double z = dist_z(conf);
    if (!is_share(x, n) || isnan(z)) return (pdca_stat_interval){NAN, NAN};
    double p = x / n, zz = z * z, d = 1 + zz / n;
    double mid = (p + zz / (2 * n)) / d, half = z * sqrt(p * (1 - p) / n + zz / (4 * n * n)) / d;
    /* At the ends the formula gives 0 and 1 exactly; rounding must not leave 1e-17. */
    return (pdca_stat_interval){x == 0 ? 0 : mid - half, x == n ? 1 : mid + half};
}

pdca_stat_interval pdca_stat_newcombe(double xa, double na, double xb, double nb, double conf) {
    pdca_stat_interval a = pdca_stat_wilson(xa, na, conf), b = pdca_stat_wilson(xb, nb, conf);
    if (isnan(a.lo) || isnan(b.lo)) return (pdca_stat_interval){NAN, NAN};
    double pa = xa / na, pb = xb / nb, d = pa - pb;
    return (pdca_stat_interval){d - hypot(pa - a.lo, b.hi - pb), d + hypot(a.hi - pa, pb - b.lo)};
}

pdca_stat_interval pdca_stat_clopper_pearson(double x, double n, double conf) {
    if (!is_share(x, n) || !(conf > 0 && conf < 1)) return (pdca_stat_interval){NAN, NAN};
    double alpha = (1 - conf) / 2;
    return (pdca_stat_interval){x == 0 ? 0 : dist_beta_quantile(alpha, x, n - x + 1),
                                x == n ? 1 : dist_beta_quantile(1 - alpha, x + 1, n - x)};
}

/* The hypergeometric distribution of the count in the first cell, weighted by odds^x: the margins of a 2 × 2 table. */
typedef struct table_margins {
    double na, nb, x;  /* row sizes, first column */
    double lo, hi;     /* support of the first cell */
    double log_odds;
} table_margins;

/* Log of weight(k + 1) / weight(k). */
static double log_step(const table_margins *t, double k) {
    return log((t->na - k) * (t->x - k) / ((k + 1) * (t->nb - t->x + k + 1))) + t->log_odds;
}

typedef struct table_sums {
    double below, at, above; /* P(X < cell), P(X = cell), P(X > cell) */
    double no_likelier;      /* sum of the probabilities not above the one of the cell */
    double mean;
} table_sums;

/* Sums over the whole support by recurrence from the cell seen, in logarithms relative to it: exact to rounding however
 * large the counts, and the far tails are left out where they cannot change the last digit. */
static table_sums table_sum(const table_margins *t, double cell) {
    const double likelier = 1e-7; /* as R's fisher.test: ties differ by rounding */
    double peak = 0, l = 0;
    for (double k = cell; k < t->hi; k++) {
        double s = log_step(t, k);
        if (s <= 0) break;
        l += s;
        if (l > peak) peak = l;
    }
    l = 0;
    for (double k = cell; k > t->lo; k--) {
        double s = -log_step(t, k - 1);
        if (s <= 0) break;
        l += s;
        if (l > peak) peak = l;
    }
    double at = exp(-peak), total = at, above = 0, below = 0, no_likelier = at, moment = 0;
    l = 0;
    for (double k = cell; k < t->hi; k++) {
        double step = log_step(t, k), w = exp((l += step) - peak);
        above += w;
        moment += w * (k + 1 - cell);
        if (l <= likelier) no_likelier += w;
        if (step < 0 && l - peak < -800) break; /* past the peak */
    }
    l = 0;
    for (double k = cell; k > t->lo; k--) {
        double step = -log_step(t, k - 1), w = exp((l += step) - peak);
        below += w;
        moment += w * (k - 1 - cell);
        if (l <= likelier) no_likelier += w;
        if (step < 0 && l - peak < -800) break; /* past the peak */
    }
    total += above + below;
    return (table_sums){below / total, at / total, above / total, no_likelier / total, cell + moment / total};
}

static table_margins table_of(double xa, double na, double xb, double nb) {
    double x = xa + xb;
    return (table_margins){na, nb, x, fmax(0, x - nb), fmin(na, x), 0};
}

/* Log odds at which `of` the sums of the table equal `want`; `of` rises with the odds. */
static double odds_where(table_margins t, double cell, double (*of)(const table_sums *), double want) {
    double lo = -1, hi = 1;
    for (t.log_odds = lo; lo > -700; t.log_odds = lo *= 2) {
        table_sums s = table_sum(&t, cell);
        if (of(&s) < want) break;
    }
    for (t.log_odds = hi; hi < 700; t.log_odds = hi *= 2) {
        table_sums s = table_sum(&t, cell);
        if (of(&s) > want) break;
    }
    for (int i = 0; i < 200 && hi - lo > 1e-15 * fmax(fabs(lo), fabs(hi)); i++) {
        t.log_odds = lo + (hi - lo) / 2;
        table_sums s = table_sum(&t, cell);
        if (of(&s) < want) lo = t.log_odds;
        else hi = t.log_odds;
    }
    return exp(lo + (hi - lo) / 2);
}

static double sums_mean(const table_sums *s) { return s->mean; }
static double sums_from(const table_sums *s) { return s->above + s->at; }
static double sums_upto(const table_sums *s) { return -(s->below + s->at); }

/* Sums over a table take as long as its margins are large: the odds ratio is left to tables that a check meets. */
static const double odds_margin_max = 1e5;

pdca_stat_test pdca_stat_fisher(double xa, double na, double xb, double nb, double conf) {
    pdca_stat_test r = result_none("fisher", na, nb);
    if (!is_share(xa, na) || !is_share(xb, nb)) return r;
    table_margins t = table_of(xa, na, xb, nb);
    table_sums s = table_sum(&t, xa);
    r.p_less = fmin(1, s.below + s.at);
    r.p_greater = fmin(1, s.above + s.at);
    r.p = fmin(1, s.no_likelier);
    if (t.lo == t.hi || t.hi - t.lo > odds_margin_max || !(conf > 0 && conf < 1)) return r;
    double alpha = (1 - conf) / 2;
    r.estimate = xa == t.lo ? 0 : xa == t.hi ? INFINITY : odds_where(t, xa, sums_mean, xa);
    result_interval(&r, xa == t.lo ? 0 : odds_where(t, xa, sums_from, alpha),
                    xa == t.hi ? INFINITY : odds_where(t, xa, sums_upto, -alpha), "exact-odds");
    return r;
}

/* Expected count of the first cell less the one seen, at the odds t, or at 1/t where the odds are above 1. */
static double odds_gap(table_margins t, double cell, double at, bool inverse) {
    if (at == 0) return (inverse ? t.hi : t.lo) - cell;
    t.log_odds = inverse ? -log(at) : log(at);
    return table_sum(&t, cell).mean - cell;
}

/* Brent's root finder (Algorithms for Minimization without Derivatives, 1973, chapter 4) with the tolerance of R's uniroot, 2^-13: b is
 * the best point, c the other end of the bracket, a the point before b. */
static double odds_found(table_margins t, double cell, double a, double b, bool inverse) {
    const double eps = 2.220446049250313e-16, tolerance = pow(eps, 0.25);
    double fa = odds_gap(t, cell, a, inverse), fb = odds_gap(t, cell, b, inverse), c = a, fc = fa;
    for (int i = 0; i < 1000; i++) {
        double before = b - a;
        if (fabs(fc) < fabs(fb)) {
            a = b, fa = fb;
            b = c, fb = fc;
            c = a, fc = fa;
        }
        double near = 2 * eps * fabs(b) + tolerance / 2, step = (c - b) / 2;
        if (fabs(step) <= near || fb == 0) return b;
        if (fabs(before) >= near && fabs(fa) > fabs(fb)) {
            /* a line through two points, or a parabola through three */
            double p, q, s = fb / fa;
            if (a == c) p = (c - b) * s, q = 1 - s;
            else {
                double u = fa / fc, v = fb / fc;
                p = s * ((c - b) * u * (u - v) - (b - a) * (v - 1));
                q = (u - 1) * (v - 1) * (s - 1);
            }
            if (p > 0) q = -q;
            else p = -p;
            if (p < 0.75 * (c - b) * q - fabs(near * q) / 2 && p < fabs(before * q / 2)) step = p / q;
        }
        if (fabs(step) < near) step = step > 0 ? near : -near;
        a = b, fa = fb;
        b += step;
        fb = odds_gap(t, cell, b, inverse);
        if ((fb > 0) == (fc > 0)) c = a, fc = fa;
    }
    return b;
}

double pdca_stat_fisher_odds_as_r(double xa, double na, double xb, double nb) {
    if (!is_share(xa, na) || !is_share(xb, nb)) return NAN;
    table_margins t = table_of(xa, na, xb, nb);
    if (t.lo == t.hi || t.hi - t.lo > odds_margin_max) return NAN;
    if (xa == t.lo || xa == t.hi) return xa == t.lo ? 0 : INFINITY;
    double mean = odds_gap(t, xa, 1, false);
    if (mean == 0) return 1;
    return mean > 0 ? odds_found(t, xa, 0, 1, false) : 1 / odds_found(t, xa, 2.220446049250313e-16, 1, true);
}

pdca_stat_test pdca_stat_compare_shares(double xa, double na, double xb, double nb, double conf) {
    pdca_stat_test r = result_none("z", na, nb);
    if (!is_share(xa, na) || !is_share(xb, nb)) return r;
    double n = na + nb, hit = xa + xb, miss = n - hit;
    double expected = fmin(fmin(na * hit, na * miss), fmin(nb * hit, nb * miss)) / n;
    if (expected < 5) {
        r = pdca_stat_fisher(xa, na, xb, nb, NAN);
    } else {
        double pooled = hit / n, se = sqrt(pooled * (1 - pooled) * (1 / na + 1 / nb));
        result_by_normal(&r, (xa / na - xb / nb) / se);
    }
    r.estimate = xa / na - xb / nb;
    pdca_stat_interval i = pdca_stat_newcombe(xa, na, xb, nb, conf);
    result_interval(&r, i.lo, i.hi, "newcombe");
    return r;
}
