/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "base/arena.h"
#include "base/err.h"
#include "stat/dist.h"
#include "stat/result.h"

/* A least-squares problem: n rows of k columns, row by row; y is overwritten. */
typedef struct fit {
    size_t n, k;
    double *x, *y;      /* as given */
    double *beta, *residual, *inverse; /* k; n; k × k: (X'X)^-1 */
} fit;

/* Householder's QR on a copy; false where the columns do not tell the parameters apart. */
static bool fit_solve(fit *f, arena *a) {
    size_t n = f->n, k = f->k;
    double *q = arena_new(a, double, n * k), *y = arena_new(a, double, n), *diagonal = arena_new(a, double, k);
    memcpy(q, f->x, sizeof *q * n * k);
    memcpy(y, f->y, sizeof *y * n);
    for (size_t j = 0; j < k; j++) {
        double norm = 0, whole = 0, dot;
        for (size_t i = 0; i < n; i++) {
            whole += f->x[i * k + j] * f->x[i * k + j];
            if (i >= j) norm += q[i * k + j] * q[i * k + j];
        }
        norm = sqrt(norm);
        if (!(norm > 1e-9 * sqrt(whole))) return false;
        if (q[j * k + j] > 0) norm = -norm;
        diagonal[j] = norm;
        q[j * k + j] -= norm;
        double half = -norm * q[j * k + j]; /* |v|² / 2 */
        for (size_t c = j + 1; c <= k; c++) {
            double *column = c < k ? q + c : y;
            size_t stride = c < k ? k : 1;
            dot = 0;
            for (size_t i = j; i < n; i++) dot += q[i * k + j] * column[i * stride];
            for (size_t i = j; i < n; i++) column[i * stride] -= dot / half * q[i * k + j];
        }
    }
    /* R is diagonal[] with the part of q above it. Its inverse, column by column. */
    double *r = arena_new(a, double, k * k);
    for (size_t c = 0; c < k; c++)
        for (size_t j = c + 1; j-- > 0;) {
            double v = j == c;
            for (size_t m = j + 1; m <= c; m++) v -= q[j * k + m] * r[m * k + c];
            r[j * k + c] = v / diagonal[j];
        }
    f->beta = arena_new(a, double, k);
    f->inverse = arena_new(a, double, k * k);
    for (size_t i = 0; i < k; i++)
        for (size_t m = i; m < k; m++) {
            f->beta[i] += r[i * k + m] * y[m];
            for (size_t j = 0; j <= m; j++) f->inverse[i * k + j] += r[i * k + m] * r[j * k + m];
        }
    f->residual = arena_new(a, double, n);
    for (size_t i = 0; i < n; i++) {
        f->residual[i] = f->y[i];
        for (size_t j = 0; j < k; j++) f->residual[i] -= f->x[i * k + j] * f->beta[j];
    }
    return true;
}

/* Newey-West variance of parameter j: the j-th row of (X'X)^-1 X' makes each residual's share in the estimate. */
static double fit_variance(const fit *f, size_t j, arena *a) {
    double *share = arena_new(a, double, f->n), sum = 0, n = (double)f->n;
    for (size_t i = 0; i < f->n; i++) {
        for (size_t m = 0; m < f->k; m++) share[i] += f->inverse[j * f->k + m] * f->x[i * f->k + m];
        share[i] *= f->residual[i];
    }
    size_t lags = (size_t)(4 * pow(n / 100, 2.0 / 9));
    for (size_t l = 0; l <= lags && l < f->n; l++) {
        double w = l ? 2 * (1 - (double)l / ((double)lags + 1)) : 1;
        for (size_t i = l; i < f->n; i++) sum += w * share[i] * share[i - l];
    }
    return fmax(0, sum) * n / (n - (double)f->k);
}

/* t test and interval of parameter j. False where the residuals leave nothing to judge by. */
static bool fit_test(const fit *f, size_t j, double conf, arena *a, pdca_stat_test *r) {
    double se = sqrt(fit_variance(f, j, a)), df = (double)(f->n - f->k), scale = 0;
    for (size_t i = 0; i < f->n; i++) scale = fmax(scale, fabs(f->y[i]));
    r->estimate = f->beta[j];
    if (!(se > 1e-12 * scale)) return false;
    result_by_t(r, f->beta[j] / se, df);
    double half = -dist_t_quantile((1 - conf) / 2, df) * se;
    result_interval(r, f->beta[j] - half, f->beta[j] + half, "newey-west");
    return true;
}

static void fit_quality(const fit *f, pdca_stat_segmented *r) {
    double rss = 0, steps = 0, tss = 0;
    pdca_stat_summary s = pdca_stat_summarise(f->y, f->n);
    for (size_t i = 0; i < f->n; i++) {
        double e = f->residual[i], d = i ? e - f->residual[i - 1] : 0;
        rss += e * e;
        steps += d * d;
        tss += (f->y[i] - s.mean) * (f->y[i] - s.mean);
    }
    if (tss > 0) r->r_squared = 1 - rss / tss;
    if (rss > 1e-20 * tss) r->durbin_watson = steps / rss;
}

static void naive(const double *y, size_t n, size_t change, pdca_stat_segmented *r) {
    double sum[2] = {0}, count[2] = {0};
    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i])) continue;
        sum[i >= change] += y[i];
        count[i >= change]++;
    }
    r->n = (size_t)(count[0] + count[1]);
    r->step.n_a = count[1];
    r->step.n_b = count[0];
    if (!(count[0] > 0 && count[1] > 0)) return;
    r->naive_difference = sum[1] / count[1] - sum[0] / count[0];
    if (sum[0] != 0) r->naive_ratio = sum[1] / count[1] / (sum[0] / count[0]);
}

pdca_stat_segmented pdca_stat_segmented_fit(const double *y, size_t n, size_t change, size_t season, bool bend, double conf) {
    pdca_stat_segmented r = {.step = result_none("segmented", 0, 0), .trend = NAN, .trend_p = NAN, .bend = NAN,
                             .bend_lo = NAN, .bend_hi = NAN, .bend_p = NAN, .naive_ratio = NAN, .naive_difference = NAN,
                             .durbin_watson = NAN, .r_squared = NAN};
    naive(y, n, change, &r);
    enum { LEVEL, TREND, STEP, BEND };
    if (season < 2 || r.n < 2 * season) season = 0;
    size_t base = bend ? 4 : 3, k = base + (season ? season - 1 : 0);
    /* A line through each side needs three points to have an error. */
    if (r.step.n_a < 3 || r.step.n_b < 3 || r.n < k + 2 || !(conf > 0 && conf < 1)) return r;
    AUTO(arena_free) arena a = {0};
    fit f = {.n = r.n, .k = k, .x = arena_new(&a, double, r.n * k), .y = arena_new(&a, double, r.n)};
    size_t row = 0;
    for (size_t t = 0; t < n; t++) {
        if (isnan(y[t])) continue;
        double *x = f.x + row * k, since = (double)t - (double)change;
        x[LEVEL] = 1;
        x[TREND] = since; /* counted from the change: the step is the jump there */
        x[STEP] = t >= change;
        if (bend) x[BEND] = t >= change ? since : 0;
        if (season && t % season) x[base + t % season - 1] = 1;
        f.y[row++] = y[t];
    }
    if (!fit_solve(&f, &a)) return r;
    r.parameters = k;
    pdca_stat_test t = result_none("t", 0, 0);
    fit_test(&f, STEP, conf, &a, &r.step);
    fit_test(&f, TREND, conf, &a, &t);
    r.trend = t.estimate;
    r.trend_p = t.p;
    if (bend) {
        t = result_none("t", 0, 0);
        fit_test(&f, BEND, conf, &a, &t);
        r.bend = t.estimate;
        r.bend_lo = t.lo;
        r.bend_hi = t.hi;
        r.bend_p = t.p;
    }
    fit_quality(&f, &r);
    return r;
}
