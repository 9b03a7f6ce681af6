/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several groups, several tests. */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/err.h"
#include "stat/dist.h"
#include "stat/result.h"

pdca_stat_test pdca_stat_groups(const double *count, size_t rows, size_t columns, double *ret_expected_min) {
    AUTO(arena_free) arena mem = {0};
    double *row = arena_new(&mem, double, rows + 1), *column = arena_new(&mem, double, columns + 1), all = 0;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            double c = count[i * columns + j];
            row[i] += c;
            column[j] += c;
            all += c;
        }
    size_t r_used = 0, c_used = 0;
    for (size_t i = 0; i < rows; i++) r_used += row[i] > 0;
    for (size_t j = 0; j < columns; j++) c_used += column[j] > 0;
    pdca_stat_test r = result_none("chi-square", all, all);
    double smallest = NAN, sum = 0;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            double expected = row[i] * column[j] / all;
            if (!(expected > 0)) continue;
            double d = count[i * columns + j] - expected;
            sum += d * d / expected;
            smallest = fmin(smallest, expected); /* fmin passes over NAN */
        }
    if (ret_expected_min) *ret_expected_min = smallest;
    if (r_used < 2 || c_used < 2) return r;
    r.statistic = sum;
    r.df = (double)((r_used - 1) * (c_used - 1));
    r.p = dist_chisq_q(sum, r.df);
    r.estimate = sqrt(sum / all / (double)((r_used < c_used ? r_used : c_used) - 1));
    return r;
}

typedef struct ranked_p {
    double p;
    size_t at;
} ranked_p;

static int by_p(const void *va, const void *vb) {
    const ranked_p *a = va, *b = vb;
    if (a->p != b->p) return a->p < b->p ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

void pdca_stat_adjust_p(const double *p, size_t n, pdca_stat_adjust how, double *ret_adjusted) {
    AUTO(arena_free) arena mem = {0};
    ranked_p *r = arena_new(&mem, ranked_p, n + 1);
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        ret_adjusted[i] = NAN;
        if (!isnan(p[i])) r[m++] = (ranked_p){p[i], i};
    }
    qsort(r, m, sizeof *r, by_p);
    double size = (double)m, step = how == PDCA_STAT_HOLM ? 0 : 1;
    for (size_t i = 0; i < m; i++) {
        /* Holm goes up through the p-values keeping the largest so far, Hochberg and BH go down keeping the smallest. */
        bool down = how == PDCA_STAT_HOCHBERG || how == PDCA_STAT_BH;
        size_t k = down ? m - 1 - i : i;
        double rank = (double)k + 1, v;
        if (how == PDCA_STAT_BONFERRONI) v = size * r[k].p;
        else if (how == PDCA_STAT_BH) v = size / rank * r[k].p;
        else v = (size - rank + 1) * r[k].p;
        if (how == PDCA_STAT_HOLM) step = v = fmax(step, v);
        else if (down) step = v = fmin(step, v);
        ret_adjusted[r[k].at] = fmin(1, v);
    }
}
