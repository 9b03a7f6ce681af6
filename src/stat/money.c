/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "pdca_stat.h"

double pdca_stat_npv(const double *flow, size_t n, double rate, int first) {
    if (n == 0 || !(rate > -1)) return NAN;
    double sum = 0, factor = 1 / (1 + rate);
    for (size_t i = n; i-- > 0;) sum = sum * factor + flow[i];
    return sum * pow(factor, first);
}

static double npv_at(const double *flow, size_t n, double log_growth) { return pdca_stat_npv(flow, n, expm1(log_growth), 0); }

double pdca_stat_irr(const double *flow, size_t n, bool *ret_several) {
    int changes = 0;
    double last = 0;
    for (size_t i = 0; i < n; i++) {
        if (flow[i] == 0) continue;
        if (last != 0 && (flow[i] > 0) != (last > 0)) changes++;
        last = flow[i];
    }
    if (ret_several) *ret_several = changes > 1;
    if (changes == 0) return NAN;
    /* Steps outward from rate 0 in ln(1 + rate): the first sign change is the root nearest to 0. */
    const double step = 0.005, far = 12;
    double up = npv_at(flow, n, 0), down = up;
    if (up == 0) return 0;
    for (double g = step; g < far; g += step) {
        double next_up = npv_at(flow, n, g), next_down = npv_at(flow, n, -g);
        double lo, hi;
        if ((next_up > 0) != (up > 0)) lo = g - step, hi = g;
        else if ((next_down > 0) != (down > 0)) lo = -g, hi = step - g;
        else {
            up = next_up;
            down = next_down;
            continue;
        }
        bool rising = npv_at(flow, n, hi) > 0;
        for (int i = 0; i < 100; i++) {
            double mid = lo + (hi - lo) / 2;
            if ((npv_at(flow, n, mid) > 0) == rising) hi = mid;
            else lo = mid;
        }
        return expm1(lo + (hi - lo) / 2);
    }
    return NAN;
}

double pdca_stat_payback(const double *flow, size_t n, double rate) {
    if (!(rate > -1)) return NAN;
    double sum = 0, factor = 1;
    for (size_t i = 0; i < n; i++, factor /= 1 + rate) {
        double value = flow[i] * factor;
        if (i > 0 && sum < 0 && sum + value >= 0) return (double)i - 1 + -sum / value;
        sum += value;
    }
    return NAN;
}
