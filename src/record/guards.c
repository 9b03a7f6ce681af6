/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/guards.h"

#include <math.h>

#include "pdca_stat.h"

static const double trend_p = 0.05, mix_p = 0.01, mix_move = 0.10, season_part = 0.5;

bool guard_worst_stretch(double before, const double *other, int others, int better) {
    int known = 0;
    if (isnan(before)) return false;
    for (int i = 0; i < others; i++) {
        if (isnan(other[i])) continue;
        known++;
        if ((other[i] - before) * better <= 0) return false;
    }
    return known + 1 >= GUARD_STRETCHES;
}

double guard_mann_kendall(const double *value, int n, int better) {
    if (n < 3) return NAN;
    double s = 0, tied = 0;
    for (int i = 0; i < n; i++) {
        int equal = 0, earlier = 0;
        for (int j = 0; j < n; j++) {
            if (j > i) s += better * ((value[j] > value[i]) - (value[j] < value[i]));
            equal += value[j] == value[i];
            earlier += j < i && value[j] == value[i];
        }
        if (!earlier) tied += equal * (equal - 1.0) * (2.0 * equal + 5); /* each group of ties once */
    }
    double variance = (n * (n - 1.0) * (2.0 * n + 5) - tied) / 18;
    if (variance <= 0) return NAN; /* all equal */
    double z = s == 0 ? 0 : (s - (s > 0 ? 1 : -1)) / sqrt(variance);
    return 0.5 * erfc(z / sqrt(2));
}

bool guard_earlier_trend(const double *month, int n, int better) { return n >= GUARD_MONTHS && guard_mann_kendall(month, n, better) < trend_p; }

bool guard_season(double before, double after, double before_year_ago, double after_year_ago) {
    double change = after - before, then = after_year_ago - before_year_ago;
    if (isnan(change) || isnan(then) || change == 0) return false;
    return change * then > 0 && fabs(then) >= season_part * fabs(change);
}

bool guard_mix(const double *before, const double *after, int types, guard_shift *ret) {
    enum { MOST = 64 };
    double count[2 * MOST], n_before = 0, n_after = 0;
    if (types < 2 || types > MOST) return false;
    for (int i = 0; i < types; i++) {
        count[i] = before[i];
        count[types + i] = after[i];
        n_before += before[i];
        n_after += after[i];
    }
    if (n_before <= 0 || n_after <= 0) return false;
    *ret = (guard_shift){.type = 0, .p = pdca_stat_groups(count, 2, (size_t)types, NULL).p};
    for (int i = 0; i < types; i++) {
        double from = before[i] / n_before, to = after[i] / n_after;
        if (i && fabs(to - from) <= fabs(ret->to - ret->from)) continue;
        ret->type = i;
        ret->from = from;
        ret->to = to;
    }
    return ret->p < mix_p && fabs(ret->to - ret->from) >= mix_move - 1e-9; /* 40 % to 30 % is ten points */
}

bool guard_window_not_full(date last_day, date last_ticket, date today) {
    return last_day >= today || (last_ticket != DATE_NONE && last_ticket < last_day - GUARD_SLACK_DAYS);
}
