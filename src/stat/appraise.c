/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judgements made into figures: paired comparisons and scorecards. */
#include <math.h>

#include "base/arena.h"
#include "base/err.h"
#include "pdca_stat.h"

/* Mean consistency index of random judgements: Saaty 1980, The Analytic Hierarchy Process, p. 21. */
static const double random_index[] = {NAN, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};

bool pdca_stat_ahp_weights(const double *matrix, size_t n, double *ret_weight, pdca_stat_ahp *ret_ahp) {
    *ret_ahp = (pdca_stat_ahp){NAN, NAN, NAN, NAN};
    if (n == 0) return false;
    for (size_t i = 0; i < n * n; i++)
        if (!(matrix[i] > 0) || isinf(matrix[i])) return false;
    AUTO(arena_free) arena mem = {0};
    double *next = arena_new(&mem, double, n), lambda = 0, change = 1;
    for (size_t i = 0; i < n; i++) ret_weight[i] = 1 / (double)n;
    /* A positive matrix: the power method converges to its one positive eigenvector (Perron). */
    for (int round = 0; round < 10000 && change > 1e-15; round++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++) {
            next[i] = 0;
            for (size_t j = 0; j < n; j++) next[i] += matrix[i * n + j] * ret_weight[j];
            sum += next[i];
        }
        change = 0;
        for (size_t i = 0; i < n; i++) {
            double w = next[i] / sum;
            change = fmax(change, fabs(w - ret_weight[i]));
            ret_weight[i] = w;
        }
        lambda = sum; /* the weights sum to 1 */
    }
    double size = (double)n;
    ret_ahp->lambda_max = lambda;
    ret_ahp->index = n > 1 ? (lambda - size) / (size - 1) : 0;
    if (fabs(ret_ahp->index) < 1e-14) ret_ahp->index = 0;
    if (n < sizeof random_index / sizeof *random_index) {
        ret_ahp->random_index = random_index[n];
        ret_ahp->ratio = n < 3 ? 0 : ret_ahp->index / random_index[n];
    }
    return true;
}

pdca_stat_score pdca_stat_score_of(const pdca_stat_score_item *item, size_t n) {
    pdca_stat_score r = {NAN, 0, 0, 0, n};
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        r.weight += item[i].weight;
        if (isnan(item[i].score) || !(item[i].best > 0)) continue;
        r.applicable++;
        r.weight_applicable += item[i].weight;
        sum += item[i].weight * (item[i].score / item[i].best);
    }
    if (r.weight_applicable > 0) r.percent = 100 * sum / r.weight_applicable;
    return r;
}

size_t pdca_stat_band(double percent, const double *limit, size_t n) {
    size_t band = 0;
    while (band < n && pdca_stat_reaches(percent, limit[band], 1)) band++;
    return band;
}
