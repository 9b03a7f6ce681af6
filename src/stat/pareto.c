/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "pdca_stat.h"

static int before(const void *va, const void *vb) {
    const pdca_stat_category *a = va, *b = vb;
    if (a->other != b->other) return a->other ? 1 : -1;
    if (a->amount != b->amount) return a->amount > b->amount ? -1 : 1;
    return strcmp(a->name, b->name);
}

pdca_stat_pareto pdca_stat_pareto_order(pdca_stat_category *category, size_t n, double cut) {
    pdca_stat_pareto r = {0};
    if (!(cut > 0)) cut = 80;
    if (n > 1) qsort(category, n, sizeof *category, before);
    double other = 0;
    size_t named = 0;
    for (size_t i = 0; i < n; i++) {
        r.total += category[i].amount;
        category[i].cumulative = r.total;
        category[i].vital = false;
        if (category[i].other) other += category[i].amount;
        else if (category[i].amount > 0) named++;
    }
    size_t need = 0;
    if (r.total > 0) {
        while (need < named && 100 * category[need].cumulative < cut * r.total) need++;
        r.vital = need < named ? need + 1 : 0;
    }
    for (size_t i = 0; i < r.vital; i++) category[i].vital = true;
    r.no_effect = r.total > 0 && (r.vital == 0 || 2 * r.vital > named);
    r.other_large = 10 * other > r.total;
    return r;
}
