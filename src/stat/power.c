/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "base/arena.h"
#include "base/err.h"
#include "pdca_stat.h"
#include "stat/dist.h"

static bool is_conf(double conf) { return conf > 0 && conf < 1; }
static bool is_prob(double p) { return p >= 0 && p <= 1; }

double pdca_stat_power_shares(double pa, double pb, double na, double nb, double conf) {
    if (!is_prob(pa) || !is_prob(pb) || !(na > 0 && nb > 0) || !is_conf(conf)) return NAN;
    double pooled = (na * pa + nb * pb) / (na + nb);
    double null = sqrt(pooled * (1 - pooled) * (1 / na + 1 / nb)), real = sqrt(pa * (1 - pa) / na + pb * (1 - pb) / nb);
    double over = fabs(pa - pb) - dist_z(conf) * null;
    if (real > 0) return dist_normal_p(over / real);
    return over > 0; /* 0 against 1: certain, or never */
}

double pdca_stat_power_verdict(double pa, double pb, double na, double nb, double conf) {
    if (!is_prob(pa) || !is_prob(pb) || !(na >= 1 && nb >= 1) || na * nb > 4e6 || !is_conf(conf)) return NAN;
    AUTO(arena_free) arena mem = {0};
    size_t n = (size_t)nb;
    pdca_stat_interval *b = arena_new(&mem, pdca_stat_interval, n + 1);
    double *weight = arena_new(&mem, double, n + 1), sum = 0;
    for (size_t x = 0; x <= n; x++) {
        b[x] = pdca_stat_wilson((double)x, (double)n, conf);
        weight[x] = dist_binomial_pmf((double)x, pb, (double)n);
    }
    bool above = pa > pb;
    for (size_t i = 0; i <= (size_t)na; i++) {
        double share = (double)i / floor(na), w = dist_binomial_pmf((double)i, pa, floor(na)), shown = 0;
        pdca_stat_interval a = pdca_stat_wilson((double)i, floor(na), conf);
        for (size_t x = 0; x <= n; x++) {
            double other = (double)x / (double)n, d = share - other;
            if ((d > 0) != above || d == 0) continue;
            /* Newcombe's limit on the side of 0, squared. */
            double one = above ? share - a.lo : a.hi - share, two = above ? b[x].hi - other : other - b[x].lo;
            if (d * d > one * one + two * two) shown += weight[x];
        }
        sum += w * shown;
    }
    return fmin(1, sum);
}

/* The spread S = √(χ²/ν) of a sample under a noncentral t: P(T > limit) = ∫ f(s) P(Z > limit · s − shift) ds. */
typedef struct spread {
    double nu, limit, shift, ln_scale;
} spread;

static double spread_integrand(double s, void *user) {
    const spread *k = user;
    if (s <= 0) return 0;
    double ln = k->ln_scale + (k->nu - 1) * log(s) - k->nu * s * s / 2;
    return exp(ln) * dist_normal_q(k->limit * s - k->shift);
}

double pdca_stat_power_means(double difference, double sd, double na, double nb, double conf) {
    double nu = na + nb - 2;
    if (isnan(difference) || !(sd > 0) || !(nu > 0) || !(na > 0 && nb > 0) || !is_conf(conf)) return NAN;
    spread k = {nu, -dist_t_quantile((1 - conf) / 2, nu), fabs(difference) / sd / sqrt(1 / na + 1 / nb),
                log(2) + nu / 2 * log(nu / 2) - dist_ln_gamma(nu / 2)};
    double width = 12 / sqrt(2 * nu);
    return fmin(1, dist_integrate(spread_integrand, &k, fmax(0, 1 - width), 1 + width));
}

double pdca_stat_size_shares(double pa, double pb, double power, double conf) {
    if (!is_prob(pa) || !is_prob(pb) || pa == pb || !(power > 0 && power < 1) || !is_conf(conf)) return NAN;
    double mean = (pa + pb) / 2, d = pa - pb;
    double null = dist_z(conf) * sqrt(2 * mean * (1 - mean)), real = dist_normal_quantile(power) * sqrt(pa * (1 - pa) + pb * (1 - pb));
    return fmax(1, (null + real) * (null + real) / (d * d));
}

double pdca_stat_size_means(double difference, double sd, double power, double conf) {
    if (!(fabs(difference) > 0) || !(sd > 0) || !(power > 0 && power < 1) || !is_conf(conf)) return NAN;
    double lo = 2, hi = 4;
    if (pdca_stat_power_means(difference, sd, lo, lo, conf) >= power) return lo;
    while (pdca_stat_power_means(difference, sd, hi, hi, conf) < power) {
        lo = hi;
        hi *= 2;
        if (hi > 1e12) return NAN;
    }
    for (int i = 0; i < 100 && hi - lo > 1e-9 * hi; i++) {
        double mid = lo + (hi - lo) / 2;
        if (pdca_stat_power_means(difference, sd, mid, mid, conf) < power) lo = mid;
        else hi = mid;
    }
    return lo + (hi - lo) / 2;
}

/* n0 cases of an endless population, of one of N: n0 N / (N − 1 + n0). */
static double of_population(double n0, double population) {
    return population > 0 ? n0 * population / (population - 1 + n0) : n0;
}

double pdca_stat_size_share_margin(double p, double margin, double population, double conf, double chi2) {
    if (!is_prob(p) || !(margin > 0) || !(population >= 0)) return NAN;
    double z = dist_z(conf), zz = isnan(chi2) ? z * z : chi2;
    return of_population(zz * p * (1 - p) / (margin * margin), population);
}

double pdca_stat_size_mean_margin(double sd, double margin, double population, double conf) {
    if (!(sd > 0) || !(margin > 0) || !(population >= 0)) return NAN;
    double half = dist_z(conf) * sd / margin;
    return of_population(half * half, population);
}

double pdca_stat_detectable_share(double pa, double na, double nb, int side, double power, double conf) {
    double near = pa, far = side > 0 ? 1 : 0;
    if (!(pdca_stat_power_shares(far, pa, nb, na, conf) >= power)) return NAN;
    for (int i = 0; i < 100; i++) {
        double mid = near + (far - near) / 2;
        if (pdca_stat_power_shares(mid, pa, nb, na, conf) >= power) far = mid;
        else near = mid;
    }
    return far;
}
