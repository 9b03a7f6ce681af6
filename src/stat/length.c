/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Average run lengths of rule sets. */
#include <math.h>

#include "base/arena.h"
#include "base/err.h"
#include "stat/dist.h"
#include "stat/length.h"
#include "stat/rules.h"

/* Zones of a normal chart, cut at 1 and 2 sigmas and at the limit, on both sides. */
enum { ZONES = 8, STATES_MAX = 1 << 17 };

static int zone_beyond(double z, double zone) { return z > zone ? 1 : z < -zone ? -1 : 0; }

/* A rule's memory is a few bits: the signed run, or who of the last points was beyond. */
static int memory_bits(const rule *r) {
    switch (r->kind) {
    case RULE_SIDE: return 5;
    case RULE_ZONE: return 2 * (r->of - 1);
    case RULE_ZONE_SIDE: return 3 * (r->of - 1);
    case RULE_INSIDE:
    case RULE_OUTSIDE: return 4;
    default: return 0;
    }
}

static int popcount(unsigned v) {
    int n = 0;
    for (; v; v &= v - 1) n++;
    return n;
}

/* Memory after a point at z; *signal is set where the rule fires. */
static unsigned rule_step(const rule *r, unsigned memory, double z, bool *signal) {
    int side = z > 0 ? 1 : -1, beyond = zone_beyond(z, r->zone);
    switch (r->kind) {
    case RULE_BEYOND: *signal |= beyond != 0; return 0;
    case RULE_SIDE: {
        int run = (int)memory - 16;
        run = run * side > 0 ? run + side : side;
        *signal |= run * side >= r->count;
        return (unsigned)(run + 16) & 31;
    }
    case RULE_ZONE: {
        /* The older points beyond above in the low half, below in the high half. */
        int keep = r->of - 1;
        unsigned mask = (1u << keep) - 1, up = memory & mask, down = memory >> keep;
        *signal |= beyond > 0 && popcount(up) + 1 >= r->count;
        *signal |= beyond < 0 && popcount(down) + 1 >= r->count;
        up = (up << 1 | (beyond > 0)) & mask;
        down = (down << 1 | (beyond < 0)) & mask;
        return down << keep | up;
    }
    case RULE_ZONE_SIDE: {
        /* Three bits a point: seen, above, beyond. */
        unsigned now = 4u | (side > 0 ? 2u : 0) | (beyond != 0), all = memory << 3 | now;
        int hits = 0, same = 0;
        for (int i = 0; i < r->of; i++) {
            unsigned point = all >> (3 * i) & 7;
            same += (point & 4) && (point & 2) == (now & 2);
            hits += point & 1;
        }
        *signal |= same == r->of && hits >= r->count;
        return all & ((1u << memory_bits(r)) - 1);
    }
    default: {
        bool hit = r->kind == RULE_INSIDE ? beyond == 0 : beyond != 0;
        unsigned run = hit ? memory + 1 : 0;
        *signal |= run >= (unsigned)r->count;
        return run & 15;
    }
    }
}

typedef struct chain {
    const pdca_stat_rules *set;
    uint32_t mask;
    double cut[ZONES - 1], z[ZONES]; /* the bounds of the zones, and a point inside each */
    arena mem;
    uint64_t *state;                /* memories of all rules side by side */
    int32_t (*next)[ZONES];         /* −1: a signal */
    int32_t *table;                 /* open addressing: index of a state, −1 free */
    int32_t n;
} chain;

static int32_t chain_index(chain *c, uint64_t s) {
    uint64_t h = s * 0x9E3779B97F4A7C15u >> 32;
    for (h %= 2 * STATES_MAX; c->table[h] >= 0; h = (h + 1) % (2 * STATES_MAX))
        if (c->state[c->table[h]] == s) return c->table[h];
    if (c->n == STATES_MAX) return -2;
    c->state[c->n] = s;
    return c->table[h] = c->n++;
}

static bool used(const chain *c, int i) { return !c->mask || (c->mask & 1u << i); }

static uint64_t chain_step(const chain *c, uint64_t s, double z, bool *signal) {
    uint64_t out = 0;
    int at = 0;
    for (int i = 0; i < c->set->n; i++) {
        if (!used(c, i)) continue;
        int bits = memory_bits(&c->set->rule[i]);
        unsigned memory = (unsigned)(s >> at & ((1u << bits) - 1));
        out |= (uint64_t)rule_step(&c->set->rule[i], memory, z, signal) << at;
        at += bits;
    }
    return out;
}

static uint64_t chain_start(const chain *c) {
    uint64_t s = 0;
    int at = 0;
    for (int i = 0; i < c->set->n; i++) {
        if (!used(c, i)) continue;
        if (c->set->rule[i].kind == RULE_SIDE) s |= (uint64_t)16 << at;
        at += memory_bits(&c->set->rule[i]);
    }
    return s;
}

static void chain_zones(chain *c, double limit) {
    double a = fmin(1, limit), b = fmin(fmax(1, limit), 2), far = fmax(2, limit);
    const double cut[ZONES - 1] = {-far, -b, -a, 0, a, b, far};
    memcpy(c->cut, cut, sizeof cut);
    c->z[0] = -far - 1;
    c->z[ZONES - 1] = far + 1;
    for (int k = 1; k < ZONES - 1; k++) c->z[k] = (cut[k - 1] + cut[k]) / 2;
}

/* Mean steps to a signal: m = 1 + Q m over the states that can be reached, by Gauss-Seidel. */
static double chain_length(chain *c, double shift) {
    double prob[ZONES];
    for (int k = 0; k < ZONES; k++) {
        double lo = k == 0 ? -INFINITY : c->cut[k - 1], hi = k == ZONES - 1 ? INFINITY : c->cut[k];
        prob[k] = hi - shift > 0 ? dist_normal_q(lo - shift) - dist_normal_q(hi - shift)
                                 : dist_normal_p(hi - shift) - dist_normal_p(lo - shift);
    }
    double *m = arena_new(&c->mem, double, c->n), change;
    for (int32_t i = 0; i < c->n; i++) m[i] = 1;
    do {
        change = 0;
        for (int32_t i = c->n; i-- > 0;) {
            double v = 1, own = 0;
            for (int k = 0; k < ZONES; k++) {
                int32_t j = c->next[i][k];
                if (j == i) own += prob[k];
                else if (j >= 0) v += prob[k] * m[j];
            }
            v /= 1 - own;
            change = fmax(change, fabs(v - m[i]) / v);
            m[i] = v;
        }
    } while (change > 1e-14);
    return m[0];
}

/* NAN where the states are too many to keep. */
static double length_exact(const pdca_stat_rules *set, uint32_t mask, double limit, double shift) {
    chain c = {.set = set, .mask = mask};
    chain_zones(&c, limit);
    c.state = arena_new(&c.mem, uint64_t, STATES_MAX);
    c.next = (int32_t(*)[ZONES])arena_alloc(&c.mem, sizeof *c.next * STATES_MAX);
    c.table = arena_new(&c.mem, int32_t, 2 * STATES_MAX);
    for (int i = 0; i < 2 * STATES_MAX; i++) c.table[i] = -1;
    chain_index(&c, chain_start(&c));
    bool fits = true;
    for (int32_t i = 0; i < c.n && fits; i++)
        for (int k = 0; k < ZONES; k++) {
            bool signal = false;
            uint64_t s = chain_step(&c, c.state[i], c.z[k], &signal);
            c.next[i][k] = signal ? -1 : chain_index(&c, s);
            if (!signal && c.next[i][k] < 0) fits = false;
        }
    double length = fits ? chain_length(&c, shift) : NAN;
    arena_free(&c.mem);
    return length;
}

/* Standard normal numbers from a fixed seed: xorshift64* and the polar method (Marsaglia & Bray 1964). */
typedef struct noise {
    uint64_t x;
    double spare;
    bool has;
} noise;

static double noise_uniform(noise *g) {
    g->x ^= g->x >> 12;
    g->x ^= g->x << 25;
    g->x ^= g->x >> 27;
    return ((double)(g->x * 0x2545F4914F6CDD1Du >> 11) + 0.5) / 9007199254740992.0;
}

static double noise_normal(noise *g) {
    if (g->has) {
        g->has = false;
        return g->spare;
    }
    double u, v, s;
    do {
        u = 2 * noise_uniform(g) - 1;
        v = 2 * noise_uniform(g) - 1;
        s = u * u + v * v;
    } while (s >= 1 || s == 0);
    double f = sqrt(-2 * log(s) / s);
    g->spare = v * f;
    g->has = true;
    return u * f;
}

/* Points of a chart in control (or off by a shift): independent ones, or EWMA's, each of which holds most of the one before. */
static void fill_points(judged *p, size_t from, size_t to, const pdca_stat_control_options *o, double shift, noise *g) {
    bool moving = o->chart == PDCA_STAT_EWMA;
    double l = moving ? o->lambda : 1;
    for (size_t i = from; i < to; i++) {
        double widen = sqrt(l / (2 - l) * (1 - pow(1 - l, 2 * (double)(i + 1))));
        p[i].y = l * (noise_normal(g) + shift) + (i ? (1 - l) * p[i - 1].y : 0);
        p[i].z = p[i].y / widen;
    }
}

/* The engine itself, driven with noise: no set of the house runs longer than the points given here. */
static pdca_stat_run_length length_simulated(const pdca_stat_rules *set, const pdca_stat_control_options *o, double shift) {
    enum { RUNS = 20000, BLOCK = 128, POINTS = 1 << 15 };
    AUTO(arena_free) arena mem = {0};
    judged *p = arena_new(&mem, judged, POINTS);
    noise g = {0x9E3779B97F4A7C15u, 0, false};
    double sum = 0, squares = 0;
    for (int run = 0; run < RUNS; run++) {
        size_t n = 0, first = 0;
        while (n < POINTS && !first) {
            size_t to = n ? 2 * n : BLOCK;
            fill_points(p, n, to, o, shift, &g);
            n = to;
            rules_judge(set, o->rule_mask, o->limit, p, n);
            for (size_t i = 0; i < n && !first; i++)
                if (p[i].at) first = i + 1;
        }
        double length = (double)(first ? first : n);
        sum += length;
        squares += length * length;
    }
    double mean = sum / RUNS;
    return (pdca_stat_run_length){mean, sqrt((squares / RUNS - mean * mean) / RUNS)};
}

pdca_stat_run_length pdca_stat_run_length_of(const pdca_stat_control_options *o, double shift) {
    bool moving = o->chart == PDCA_STAT_EWMA, zones_only = true, limit_only = true;
    pdca_stat_rules set = *rules_of(o);
    for (int i = 0; i < set.n; i++) {
        rule *r = &set.rule[i];
        if (r->kind == RULE_BEYOND) r->zone = o->limit;
        if (o->rule_mask && !(o->rule_mask & 1u << i)) continue;
        if (r->kind != RULE_BEYOND) limit_only = false;
        if (r->kind == RULE_TREND || r->kind == RULE_ALTERNATE) zones_only = false;
    }
    double exact = NAN;
    if (moving && limit_only) return (pdca_stat_run_length){length_of_ewma(o->lambda, o->limit, shift), 0};
    if (!moving && zones_only) exact = length_exact(&set, o->rule_mask, o->limit, shift);
    if (isnan(exact)) return length_simulated(&set, o, shift);
    return (pdca_stat_run_length){exact < LENGTH_MAX ? exact : NAN, 0};
}
