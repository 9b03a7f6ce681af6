/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The integral equation of EWMA's run length (Crowder 1987, Technometrics 29:401), by Gauss-Legendre nodes. */
#include <math.h>

#include "base/arena.h"
#include "base/err.h"
#include "stat/dist.h"
#include "stat/length.h"

enum { NODES_MIN = 64, NODES_MAX = 96 };

typedef struct ewma {
    double lambda, shift;
    size_t n;
    const double *node, *weight; /* of an integral over [-1, 1] */
} ewma;

/* Density of the average at y after a point, where it stood at x. */
static double move(const ewma *w, double x, double y) {
    return dist_normal_pdf((y - (1 - w->lambda) * x) / w->lambda - w->shift) / w->lambda;
}

/* Solves the n × n system in place by elimination; the matrix, 1 less something under 1, needs no more than row pivots. */
static void solve(double *m, double *b, size_t n) {
    for (size_t j = 0; j < n; j++) {
        size_t top = j;
        for (size_t i = j + 1; i < n; i++)
            if (fabs(m[i * n + j]) > fabs(m[top * n + j])) top = i;
        for (size_t k = j; top != j && k <= n; k++) {
            double *p = k < n ? &m[j * n + k] : &b[j], *q = k < n ? &m[top * n + k] : &b[top], v = *p;
            *p = *q;
            *q = v;
        }
        for (size_t i = j + 1; i < n; i++) {
            double f = m[i * n + j] / m[j * n + j];
            for (size_t k = j; k < n && f != 0; k++) m[i * n + k] -= f * m[j * n + k];
            b[i] -= f * b[j];
        }
    }
    for (size_t j = n; j-- > 0;) {
        for (size_t k = j + 1; k < n; k++) b[j] -= m[j * n + k] * b[k];
        b[j] /= m[j * n + j];
    }
}

/* Points still to come, by where the average stands, once the limits have stopped to widen: L = 1 + ∫ move · L. */
static double *points_to_come(const ewma *w, double limit, arena *a) {
    double *m = arena_new(a, double, w->n * w->n), *length = arena_new(a, double, w->n);
    for (size_t i = 0; i < w->n; i++) {
        length[i] = 1;
        for (size_t j = 0; j < w->n; j++)
            m[i * w->n + j] = (i == j) - limit * w->weight[j] * move(w, limit * w->node[i], limit * w->node[j]);
    }
    solve(m, length, w->n);
    return length;
}

double length_of_ewma(double lambda, double limit, double shift) {
    double grown = limit * sqrt(lambda / (2 - lambda)), wanted = ceil(4 * grown / lambda);
    if (!(wanted <= NODES_MAX)) return NAN;
    AUTO(arena_free) arena a = {0};
    size_t n = wanted < NODES_MIN ? NODES_MIN : (size_t)wanted;
    double *node = arena_new(&a, double, n), *weight = arena_new(&a, double, n);
    dist_gauss_nodes(n, node, weight);
    const ewma w = {lambda, shift, n, node, weight};
    /* f: density of where the average stands, of the charts that have not spoken yet; each round is a point. */
    double *f = arena_new(&a, double, n), *next = arena_new(&a, double, n), before = 0, sum = 1, left = 1;
    for (double t = 1, rest = 1; left > 1e-14; t++, before = limit) {
        rest *= (1 - lambda) * (1 - lambda);
        limit = grown * sqrt(1 - rest);
        left = 0;
        for (size_t i = 0; i < n; i++) {
            next[i] = t == 1 ? move(&w, 0, limit * node[i]) : 0;
            for (size_t j = 0; j < n && t > 1; j++) next[i] += before * weight[j] * f[j] * move(&w, before * node[j], limit * node[i]);
            left += limit * weight[i] * next[i];
        }
        double *swap = f;
        f = next;
        next = swap;
        if (rest < 1e-13) {
            const double *length = points_to_come(&w, limit, &a);
            for (size_t i = 0; i < n; i++) sum += limit * weight[i] * f[i] * length[i];
            return sum > 0 && sum < LENGTH_MAX ? sum : NAN;
        }
        sum += left;
    }
    return sum;
}
