/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stat/rules.h"

#include <math.h>
#include <string.h>

static const pdca_stat_rules sets[] = {
    {"nhs", 86.0, 4, {{RULE_BEYOND, 1, 1, 3}, {RULE_SIDE, 7, 7, 0}, {RULE_TREND, 7, 7, 0}, {RULE_ZONE_SIDE, 2, 3, 2}}},
    {"nelson", 73.4, 8,
     {{RULE_BEYOND, 1, 1, 3},
      {RULE_SIDE, 9, 9, 0},
      {RULE_TREND, 6, 6, 0},
      {RULE_ALTERNATE, 14, 14, 0},
      {RULE_ZONE, 2, 3, 2},
      {RULE_ZONE, 4, 5, 1},
      {RULE_INSIDE, 15, 15, 1},
      {RULE_OUTSIDE, 8, 8, 1}}},
    {"western-electric", 91.750773, 4, {{RULE_BEYOND, 1, 1, 3}, {RULE_ZONE, 2, 3, 2}, {RULE_ZONE, 4, 5, 1}, {RULE_SIDE, 8, 8, 0}}},
    {"limit", 370.398347, 1, {{RULE_BEYOND, 1, 1, 3}}},
};

const pdca_stat_rules *pdca_stat_rules_named(const char *name) {
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (strcmp(sets[i].name, name) == 0) return &sets[i];
    return NULL;
}

const pdca_stat_rules *rules_of(const pdca_stat_control_options *o) {
    if (o->rules) return o->rules;
    return pdca_stat_rules_named(o->chart == PDCA_STAT_EWMA ? "limit" : "nhs");
}

const char *pdca_stat_rules_name(const pdca_stat_rules *r) { return r->name; }
double pdca_stat_rules_run_length(const pdca_stat_rules *r) { return r->run_length; }
int pdca_stat_rules_count(const pdca_stat_rules *r) { return r->n; }

/* A point on a line is not beyond it: what rounding makes of "on" is under this many sigmas. */
static const double on_line = 1e-9;

double rules_z(double y, double center, double sigma) {
    double d = y - center;
    if (sigma > 0) return d / sigma;
    if (fabs(d) <= 1e-12 * fabs(center)) return 0;
    return d > 0 ? INFINITY : -INFINITY;
}

static int side_of(double z) { return z > on_line ? 1 : z < -on_line ? -1 : 0; }
static int beyond(double z, double zone) { return z > zone + on_line ? 1 : z < -zone - on_line ? -1 : 0; }

/* Marks the points of [from, to] that `keep` holds (all where zone is negative) as part of a pattern. */
static void mark(judged *p, size_t from, size_t to, int bit, int side, double zone) {
    for (size_t i = from; i <= to; i++) {
        if (zone >= 0 && beyond(p[i].z, zone) != side) continue;
        p[i].part_of |= 1u << bit;
        if (!p[i].side) p[i].side = side;
    }
}

/* What point i adds to a run: its sign, 0 where it breaks the run. */
static int run_sign(const rule *r, const judged *p, size_t i) {
    switch (r->kind) {
    case RULE_SIDE: return side_of(p[i].z);
    case RULE_TREND:
    case RULE_ALTERNATE: return i == 0 ? 0 : (p[i].y > p[i - 1].y) - (p[i].y < p[i - 1].y);
    case RULE_INSIDE: return fabs(p[i].z) < r->zone - on_line;
    default: return beyond(p[i].z, r->zone) != 0;
    }
}

/* Runs: points in a row that share a sign (or whose sign alternates). A trend of m points has m − 1 steps. */
static void judge_runs(const rule *r, int bit, judged *p, size_t n) {
    bool steps = r->kind == RULE_TREND || r->kind == RULE_ALTERNATE;
    bool directed = r->kind == RULE_SIDE || r->kind == RULE_TREND;
    int need = steps ? r->count - 1 : r->count, length = 0, last = 0;
    for (size_t i = 0; i < n; i++) {
        int sign = run_sign(r, p, i);
        bool goes_on = r->kind == RULE_ALTERNATE ? sign == -last : sign == last;
        length = sign == 0 ? 0 : length > 0 && goes_on ? length + 1 : 1;
        last = sign;
        if (length < need) continue;
        p[i].at |= 1u << bit;
        mark(p, i + 1 - (size_t)r->count, i, bit, directed ? sign : 0, -1);
    }
}

/* `count` of the last `of`, the newest among them. */
static void judge_zone(const rule *r, int bit, judged *p, size_t n) {
    for (size_t i = 0; i < n; i++) {
        int side = beyond(p[i].z, r->zone), hits = 0;
        if (!side) continue;
        size_t from = i + 1 >= (size_t)r->of ? i + 1 - (size_t)r->of : 0;
        for (size_t k = from; k <= i; k++) hits += beyond(p[k].z, r->zone) == side;
        if (hits < r->count) continue;
        p[i].at |= 1u << bit;
        mark(p, from, i, bit, side, r->zone);
    }
}

/* Whole windows on one side of the center line; the signal stands at their end, where it is known. */
static void judge_zone_side(const rule *r, int bit, judged *p, size_t n) {
    size_t of = (size_t)r->of;
    for (size_t i = 0; i + of <= n; i++) {
        int side = side_of(p[i].z), hits = 0;
        size_t k;
        for (k = i; k < i + of && side && side_of(p[k].z) == side; k++) hits += beyond(p[k].z, r->zone) == side;
        if (k < i + of || hits < r->count) continue;
        p[k - 1].at |= 1u << bit;
        mark(p, i, i + of - 1, bit, side, r->zone);
    }
}

void rules_judge(const pdca_stat_rules *set, uint32_t mask, double limit, judged *p, size_t n) {
    for (size_t i = 0; i < n; i++) {
        p[i].at = p[i].part_of = 0;
        p[i].side = 0;
    }
    for (int bit = 0; bit < set->n; bit++) {
        const rule *r = &set->rule[bit];
        if (mask && !(mask & 1u << bit)) continue;
        if (r->kind == RULE_BEYOND) {
            for (size_t i = 0; i < n; i++) {
                int side = beyond(p[i].z, limit);
                if (!side) continue;
                p[i].at |= 1u << bit;
                mark(p, i, i, bit, side, -1);
            }
        } else if (r->kind == RULE_ZONE) judge_zone(r, bit, p, n);
        else if (r->kind == RULE_ZONE_SIDE) judge_zone_side(r, bit, p, n);
        else judge_runs(r, bit, p, n);
    }
}
