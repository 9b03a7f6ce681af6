/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "pdca_stat.h"

pdca_stat_verdict pdca_stat_verdict_of(double lo, double hi, int better, bool on_target, double n_before, double n_after,
                                       double n_min) {
    if (!(n_before >= n_min && n_after >= n_min)) return PDCA_STAT_TOO_LITTLE_DATA;
    if (isnan(lo) || isnan(hi)) return PDCA_STAT_TOO_LITTLE_DATA;
    if (lo <= 0 && hi >= 0) return PDCA_STAT_NOT_SHOWN;
    if ((lo > 0) != (better > 0)) return PDCA_STAT_WORSE;
    return on_target ? PDCA_STAT_EFFECTIVE_ON_TARGET : PDCA_STAT_EFFECTIVE_SHORT;
}

bool pdca_stat_share_reaches(double x, double n, double target, int better) {
    if (!(n > 0) || isnan(target)) return false;
    /* Whole numbers on both sides: exact below 2^53, that is up to 9 · 10^9 cases. */
    double have = x * 1e6, want = round(target * 1e6) * n;
    return better > 0 ? have >= want : have <= want;
}

bool pdca_stat_reaches(double value, double target, int better) {
    if (isnan(value) || isnan(target)) return false;
    double slack = 1e-12 * fmax(fabs(value), fabs(target));
    return better > 0 ? value >= target - slack : value <= target + slack;
}

pdca_stat_variation pdca_stat_variation_of(const pdca_stat_point *point, size_t n, int better) {
    while (n > 0 && (isnan(point[n - 1].plotted) || point[n - 1].excluded)) n--;
    if (n == 0) return PDCA_STAT_COMMON_CAUSE;
    int side = point[n - 1].side;
    if (side == 0) return PDCA_STAT_COMMON_CAUSE;
    return (side > 0) == (better > 0) ? PDCA_STAT_IMPROVEMENT : PDCA_STAT_CONCERN;
}

pdca_stat_assurance pdca_stat_assurance_of(const pdca_stat_control *c, double target, int better) {
    if (isnan(target)) return PDCA_STAT_NO_TARGET;
    if (c->pending || isnan(c->lcl) || isnan(c->ucl)) return PDCA_STAT_LIMITS_PENDING;
    bool low_reaches = pdca_stat_reaches(c->lcl, target, better), high_reaches = pdca_stat_reaches(c->ucl, target, better);
    if (low_reaches && high_reaches) return PDCA_STAT_MEETS;
    return low_reaches || high_reaches ? PDCA_STAT_HIT_OR_MISS : PDCA_STAT_MISSES;
}
