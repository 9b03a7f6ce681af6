/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/scale.h"

#include "monitor/cell.h"

static const char *const presets[][2] = {
    {"3", "满意=5,一般=3,不满意=1,3=5,2=3,1=1"},
    {"10", "1-2=1,2-4=2,4-6=3,6-8=4,8-10=5"},
    {"100", "0-20=1,20-40=2,40-60=3,60-80=4,80-100=5"},
};

static err_code refuse(str text, const char *field, err *e) {
    err_set(e, ERR_BAD_VALUE, "field", field, "want", "want.csat_scale", NULL);
    err_add(e, "value", text);
    return e->code;
}

/* "0-20": two numbers, the first not larger. */
static bool read_range(str key, double *ret_lo, double *ret_hi) {
    str lo, hi = str_cut(key, '-', &lo);
    return hi.p && str_to_real(str_trim(lo), ret_lo) && str_to_real(str_trim(hi), ret_hi) && *ret_lo <= *ret_hi;
}

static bool add_step(arena *a, csat_scale *c, str key, str score) {
    char lower[64];
    long long v;
    double lo, hi;
    if (c->n == SCALE_STEPS || !key.n || key.n > sizeof lower || !str_to_int(score, &v) || v < 1 || v > 5) return false;
    key = arena_str(a, cell_lower(key, lower, sizeof lower));
    c->step[c->n].score = (int)v;
    if (read_range(key, &lo, &hi)) {
        c->step[c->n].word = S("");
        c->step[c->n].lo = lo;
        c->step[c->n].hi = hi;
        c->percent |= hi == 100;
    } else if (str_to_real(key, &lo)) {
        c->step[c->n].word = S("");
        c->step[c->n].lo = c->step[c->n].hi = lo;
    } else c->step[c->n].word = key;
    c->n++;
    return true;
}

err_code csat_scale_parse(arena *a, str text, const char *field, csat_scale *ret_scale, err *e) {
    str rest = str_trim(text), one, key;
    *ret_scale = (csat_scale){.n = 0};
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++)
        if (str_eqz(rest, presets[i][0])) rest = str_c(presets[i][1]);
    while (rest.p) {
        rest = str_cut(rest, ',', &one);
        str score = str_cut(one, '=', &key);
        if (!score.p || !add_step(a, ret_scale, str_trim(key), str_trim(score))) return refuse(text, field, e);
    }
    return ERR_NONE;
}

int csat_scale_read(const csat_scale *c, str cell) {
    char lower[64];
    if (cell.n > sizeof lower) return 0;
    str s = cell_lower(cell, lower, sizeof lower);
    for (int i = 0; i < c->n; i++)
        if (c->step[i].word.n && str_eq(c->step[i].word, s)) return c->step[i].score;
    double x;
    if (c->percent && str_ends(s, S("%"))) s = str_trim(str_sub(s, 0, s.n - 1));
    if (!cell_number(s, &x)) return 0;
    int at_bound = 0; /* no lower range ends there */
    for (int i = 0; i < c->n; i++) {
        if (c->step[i].word.n) continue;
        if (x > c->step[i].lo && x <= c->step[i].hi) return c->step[i].score;
        if (x == c->step[i].lo) at_bound = c->step[i].score;
    }
    return at_bound;
}
