/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/month.h"

#include <stdio.h>

int month_index(str month) {
    long long year, number;
    if (month.n != 7 || month.p[4] != '-' || !str_to_int(str_sub(month, 0, 4), &year) || !str_to_int(str_sub(month, 5, 2), &number))
        return -1;
    return year < 1900 || year > 2199 || number < 1 || number > 12 ? -1 : (int)((year - 1900) * 12 + number - 1);
}

str month_text(int index, char out[PERIOD_TEXT]) {
    snprintf(out, PERIOD_TEXT, "%04d-%02d", index / 12 % 300 + 1900, index % 12 + 1);
    return (str){out, 7};
}

void month_range(const month_set *m, arena *a, str *ret_first, str *ret_last) {
    char z[PERIOD_TEXT];
    *ret_first = *ret_last = S("");
    for (int i = 0; i < MONTHS; i++) {
        if (!m->has[i]) continue;
        *ret_last = arena_str(a, month_text(i, z));
        if (!ret_first->n) *ret_first = *ret_last;
    }
}
