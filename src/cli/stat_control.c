/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdca stat control: a control chart of one column. */
#include <math.h>
#include <stdio.h>

#include "cli/stat_chart.h"

static const struct {
    const char *name, *other;
    pdca_stat_chart chart;
} charts[] = {{"xmr", "i", PDCA_STAT_XMR},
              {"xbar-r", "xbar", PDCA_STAT_XBAR_R},
              {"xbar-s", "xs", PDCA_STAT_XBAR_S},
              {"p", "p", PDCA_STAT_P},
              {"np", "np", PDCA_STAT_NP},
              {"c", "c", PDCA_STAT_C},
              {"u", "u", PDCA_STAT_U},
              {"p-prime", "pp", PDCA_STAT_P_PRIME},
              {"u-prime", "up", PDCA_STAT_U_PRIME},
              {"normalised", "ip", PDCA_STAT_NORMALISED},
              {"ewma", "ewma", PDCA_STAT_EWMA}};
enum { CHARTS = sizeof charts / sizeof *charts };

static const char *chart_name(pdca_stat_chart k) {
    for (int i = 0; i < CHARTS; i++)
        if (charts[i].chart == k) return charts[i].name;
    return "";
}

/* What was asked for and what was read. */
typedef struct charted {
    stat_table t;
    stat_column value;         /* what was charted, for messages */
    pdca_stat_control_options o;
    pdca_stat_choice choice;
    bool chosen;               /* by pdca, with a reason */
    pdca_stat_point *p;
    const char **label, **reason;
    size_t n;
    double target;
    int better;
} charted;

/* ---- options ------------------------------------------------------------------------------------------------------- */

/* "nelson" or "nelson:1,5": the set and the mask of its rules. */
static err_code read_rules(cli *c, const args *a, pdca_stat_control_options *o, err *e) {
    str name, rest = args_option(a, "rules"), one;
    /* EWMA's points lean on each other: runs and trends would speak all the time, so its limits judge alone. */
    o->rules = pdca_stat_rules_named(o->chart == PDCA_STAT_EWMA ? "limit" : "nhs");
    if (!rest.p) return ERR_NONE;
    const char *whole = cli_z(c, rest);
    rest = str_cut(rest, ':', &name);
    if (str_eq(name, S("we"))) name = S("western-electric");
    o->rules = pdca_stat_rules_named(cli_z(c, name));
    if (!o->rules) return stat_bad(e, "rules", whole, "want.rules");
    while (rest.p) {
        long long rule;
        rest = str_cut(rest, ',', &one);
        if (!str_to_int(str_trim(one), &rule) || rule < 1 || rule > pdca_stat_rules_count(o->rules)) return stat_bad(e, "rules", whole, "want.rules");
        o->rule_mask |= 1u << (rule - 1);
    }
    return ERR_NONE;
}

static err_code read_chart(cli *c, const args *a, charted *k, err *e) {
    str name = args_option(a, "chart");
    k->chosen = !name.p || str_eq(name, S("auto"));
    if (k->chosen) return ERR_NONE;
    for (int i = 0; i < CHARTS; i++)
        if (str_eqz(name, charts[i].name) || str_eqz(name, charts[i].other)) {
            k->o.chart = charts[i].chart;
            return ERR_NONE;
        }
    return stat_bad(e, "chart", cli_z(c, name), "want.chart");
}

static err_code read_options(cli *c, const args *a, charted *k, err *e) {
    k->o = pdca_stat_control_defaults(PDCA_STAT_XMR);
    TRY(read_chart(c, a, k, e));
    TRY(read_rules(c, a, &k->o, e));
    TRY(stat_option_real(a, "center", NAN, &k->o.center, e));
    TRY(stat_option_real(a, "sd", NAN, &k->o.sd, e));
    TRY(stat_option_real(a, "floor", NAN, &k->o.floor, e));
    TRY(stat_option_real(a, "ceiling", NAN, &k->o.ceiling, e));
    TRY(stat_option_real(a, "limit", 3, &k->o.limit, e));
    TRY(stat_option_real(a, "lambda", 0.2, &k->o.lambda, e));
    TRY(stat_option_real(a, "target", NAN, &k->target, e));
    TRY(stat_option_better(a, &k->better, e));
    k->o.exact = args_flag(a, "exact");
    if (!(k->o.lambda > 0 && k->o.lambda <= 1)) return stat_bad(e, "lambda", stat_option_text(c, a, "lambda"), "want.between_0_1");
    if (!(k->o.limit > 0)) return stat_bad(e, "limit", stat_option_text(c, a, "limit"), "want.positive");
    if (k->o.sd <= 0) return stat_bad(e, "sd", stat_option_text(c, a, "sd"), "want.positive");
    return ERR_NONE;
}

/* A row number from 1 to n. */
static bool row_number(str s, size_t n, size_t *ret) {
    long long v;
    if (!str_to_int(str_trim(s), &v) || v < 1 || (size_t)v > n) return false;
    *ret = (size_t)v;
    return true;
}

static err_code read_baseline(cli *c, const args *a, charted *k, err *e) {
    str from, to = args_option(a, "baseline");
    if (!to.p) return ERR_NONE;
    size_t lo, hi;
    to = str_cut(to, ':', &from);
    if (!to.p || !row_number(from, k->n, &lo) || !row_number(to, k->n, &hi) || lo > hi)
        return stat_bad(e, "baseline", stat_option_text(c, a, "baseline"), "want.row_range");
    for (size_t i = lo - 1; i < hi; i++) k->p[i].baseline = true;
    return ERR_NONE;
}

/* "10,19=power cut,22-24": rows left out, each with the reason behind =. */
static err_code read_excluded(cli *c, const args *a, charted *k, err *e) {
    str rest = args_option(a, "exclude"), one, range, from;
    while (rest.p) {
        rest = str_cut(rest, ',', &one);
        str reason = str_cut(one, '=', &range), to = str_cut(range, '-', &from);
        size_t lo, hi;
        if (!row_number(from, k->n, &lo) || !row_number(to.p ? to : from, k->n, &hi) || lo > hi)
            return stat_bad(e, "exclude", cli_z(c, one), "want.row_list");
        for (size_t i = lo - 1; i < hi; i++) {
            k->p[i].excluded = true;
            k->reason[i] = reason.p ? cli_z(c, str_trim(reason)) : NULL;
        }
    }
    return ERR_NONE;
}

/* --change 13,25: a new phase begins at these rows. */
static err_code read_changes(cli *c, const args *a, charted *k, err *e) {
    str rest = args_option(a, "change"), one;
    while (rest.p) {
        size_t row;
        rest = str_cut(rest, ',', &one);
        if (!row_number(one, k->n, &row)) return stat_bad(e, "change", cli_z(c, one), "want.row_list");
        for (size_t i = row - 1; i < k->n; i++) k->p[i].phase++;
    }
    return ERR_NONE;
}

/* ---- input --------------------------------------------------------------------------------------------------------- */

typedef struct columns {
    stat_column k[6];
    int n, value, size, spread, label, phase, by; /* −1: not asked for */
} columns;

static err_code add_column(cli *c, const args *a, stat_table *t, columns *s, const char *option_name, cell_type type, int *ret, err *e) {
    const char *title = stat_option_text(c, a, option_name);
    *ret = -1;
    if (!title) return ERR_NONE;
    *ret = s->n++;
    return stat_find(c, t, title, type, &s->k[*ret], e);
}

/* Raw values by subgroup into one point each: mean, and range or standard deviation. Rows of a subgroup need not be neighbours. */
static void subgroups(cli *c, charted *k, const columns *s) {
    stat_table *t = &k->t;
    const int32_t *by = s->k[s->by].text;
    const double *value = s->k[s->value].number;
    size_t *start = arena_new(c->a, size_t, t->words + 2), *size = arena_new(c->a, size_t, t->words + 1);
    for (size_t i = 0; i < t->rows; i++)
        if (!isnan(value[i])) size[by[i]]++;
    for (int g = 0; g < t->words; g++) start[g + 1] = start[g] + size[g];
    double *x = arena_new(c->a, double, t->rows + 1);
    size_t *at = arena_new(c->a, size_t, t->words + 1);
    for (size_t i = 0; i < t->rows; i++)
        if (!isnan(value[i])) x[start[by[i]] + at[by[i]]++] = value[i];
    size_t largest = 0;
    for (int g = 0; g < t->words; g++)
        if (size[g] > largest) largest = size[g];
    bool ranges = k->chosen ? largest < 10 : k->o.chart == PDCA_STAT_XBAR_R;
    k->n = 0;
    for (int g = 0; g < t->words; g++) {
        double *v = x + start[g];
        pdca_stat_summary m = pdca_stat_summarise(v, size[g]);
        pdca_stat_sort(v, size[g]);
        k->label[k->n] = cli_z(c, t->word[g]);
        k->p[k->n++] = (pdca_stat_point){.value = m.mean, .n = m.n, .spread = ranges ? (size[g] ? v[size[g] - 1] - v[0] : NAN) : m.sd};
    }
}

static void points(cli *c, charted *k, const columns *s) {
    k->n = k->t.rows;
    for (size_t i = 0; i < k->n; i++) {
        k->p[i] = (pdca_stat_point){.value = s->k[s->value].number[i], .n = s->size >= 0 ? s->k[s->size].number[i] : NAN,
                                    .spread = s->spread >= 0 ? s->k[s->spread].number[i] : NAN};
        if (s->phase >= 0) k->p[i].phase = s->k[s->phase].text[i];
        k->label[i] = s->label >= 0 ? cli_z(c, k->t.word[s->k[s->label].text[i]]) : NULL;
    }
}

/* --n may be one number for all points. */
static bool constant_size(const args *a, const stat_table *t, double *ret) {
    str n = args_option(a, "n");
    for (int i = 0; n.p && i < t->headings; i++)
        if (str_eqz(n, t->heading[i])) return false;
    return n.p && str_to_real(n, ret) && *ret > 0;
}

static err_code read_data(cli *c, const args *a, charted *k, err *e) {
    columns s = {.n = 1, .size = -1};
    double size = NAN;
    TRY(stat_open(c, cli_z(c, a->place[0]), &k->t, e));
    TRY(stat_find(c, &k->t, stat_option_text(c, a, "value"), CELL_NUMBER, &s.k[0], e));
    bool constant = constant_size(a, &k->t, &size);
    if (!constant) TRY(add_column(c, a, &k->t, &s, "n", CELL_COUNT, &s.size, e));
    TRY(add_column(c, a, &k->t, &s, "spread", CELL_COUNT, &s.spread, e));
    TRY(add_column(c, a, &k->t, &s, "by", CELL_TEXT, &s.by, e));
    if (s.by < 0) {
        TRY(add_column(c, a, &k->t, &s, "label", CELL_TEXT, &s.label, e));
        TRY(add_column(c, a, &k->t, &s, "phase", CELL_TEXT, &s.phase, e));
    }
    TRY(stat_read(c, &k->t, s.k, s.n, e));
    k->value = s.k[s.value];
    size_t room = k->t.rows > (size_t)k->t.words ? k->t.rows : (size_t)k->t.words;
    k->p = arena_new(c->a, pdca_stat_point, room + 1);
    k->label = arena_new(c->a, const char *, room + 1);
    if (s.by >= 0) subgroups(c, k, &s);
    else points(c, k, &s);
    for (size_t i = 0; constant && i < k->n; i++) k->p[i].n = size;
    k->reason = arena_new(c->a, const char *, k->n + 1);
    TRY(read_baseline(c, a, k, e));
    TRY(read_excluded(c, a, k, e));
    TRY(read_changes(c, a, k, e));
    str kind_name = args_option(a, "kind");
    pdca_stat_data data = PDCA_STAT_DATA_VALUES;
    if (s.by >= 0 || s.spread >= 0) data = PDCA_STAT_DATA_SUBGROUPS;
    else if (str_eq(kind_name, S("share"))) data = PDCA_STAT_DATA_SHARES;
    else if (str_eq(kind_name, S("rate"))) data = PDCA_STAT_DATA_RATES;
    else if (str_eq(kind_name, S("count"))) data = PDCA_STAT_DATA_COUNTS;
    else if (kind_name.p && !str_eq(kind_name, S("values"))) return stat_bad(e, "kind", cli_z(c, kind_name), "want.control_kind");
    else if (!kind_name.p && (s.size >= 0 || constant)) {
        /* A whole count out of a whole number may be a share; anything else over an exposure is a rate. */
        data = PDCA_STAT_DATA_SHARES;
        for (size_t i = 0; i < k->n; i++) {
            const pdca_stat_point *p = &k->p[i];
            if (isnan(p->value) || isnan(p->n)) continue;
            if (p->value > p->n || p->value != floor(p->value) || p->n != floor(p->n)) data = PDCA_STAT_DATA_RATES;
        }
    }
    k->choice = pdca_stat_choose_chart(data, k->p, k->n);
    if (k->chosen) k->o.chart = k->choice.chart;
    return ERR_NONE;
}

/* What a chart cannot be drawn from. */
static err_code check_data(cli *c, const charted *k, err *e) {
    pdca_stat_chart chart = k->o.chart;
    bool shares = chart == PDCA_STAT_P || chart == PDCA_STAT_P_PRIME || chart == PDCA_STAT_NP;
    bool counts = shares || chart == PDCA_STAT_C || chart == PDCA_STAT_U || chart == PDCA_STAT_U_PRIME;
    bool spreads = chart == PDCA_STAT_XBAR_R || chart == PDCA_STAT_XBAR_S;
    bool sized = (counts && chart != PDCA_STAT_C) || spreads || chart == PDCA_STAT_NORMALISED;
    bool any_n = k->n == 0, any_spread = k->n == 0;
    for (size_t i = 0; i < k->n; i++) {
        const pdca_stat_point *p = &k->p[i];
        any_n = any_n || !isnan(p->n);
        any_spread = any_spread || !isnan(p->spread);
        if (counts && p->value < 0) return stat_refuse(c, &k->t, &k->value, i, "want.not_negative", e);
        if (shares && p->value > p->n) return stat_refuse(c, &k->t, &k->value, i, "want.at_most_n", e);
    }
    if (sized && !any_n) return err_set(e, ERR_MISSING, "field", "n", "option", "--n", NULL);
    if (spreads && !any_spread) return err_set(e, ERR_MISSING, "field", "spread", "option", "--spread", NULL);
    return ERR_NONE;
}

/* ---- output -------------------------------------------------------------------------------------------------------- */

static void rule_list(stat_out *o, const char *key, uint32_t rules) {
    if (!o->json) return;
    stat_list(o, key);
    for (int bit = 0; bit < 32; bit++)
        if (rules & 1u << bit) stat_json_real(o, NULL, bit + 1);
    stat_list_end(o);
}

static void point_fields(stat_out *o, const charted *k, size_t i) {
    const pdca_stat_point *p = &k->p[i];
    stat_group(o, NULL, NULL);
    stat_json_real(o, "row", (double)i + 1);
    stat_json_text(o, "label", k->label[i]);
    stat_json_real(o, "value", p->value);
    stat_json_real(o, "n", p->n);
    stat_json_real(o, "plotted", p->plotted);
    stat_json_real(o, "center", p->center);
    stat_json_real(o, "sigma", p->sigma);
    stat_json_real(o, "lcl", p->lcl);
    stat_json_real(o, "ucl", p->ucl);
    stat_json_real(o, "range", p->range);
    stat_json_real(o, "range_center", p->range_center);
    stat_json_real(o, "range_lcl", p->range_lcl);
    stat_json_real(o, "range_ucl", p->range_ucl);
    stat_json_real(o, "phase", p->phase);
    stat_json_bool(o, "pending", p->pending);
    stat_json_bool(o, "excluded", p->excluded);
    if (p->excluded) stat_json_text(o, "reason", k->reason[i]);
    rule_list(o, "rules", p->rules);
    rule_list(o, "part_of", p->part_of);
    stat_json_real(o, "side", p->side);
    if (!isnan(p->old_center)) {
        stat_json_real(o, "old_center", p->old_center);
        stat_json_real(o, "old_lcl", p->old_lcl);
        stat_json_real(o, "old_ucl", p->old_ucl);
        rule_list(o, "old_part_of", p->old_part_of);
    }
    stat_group_end(o);
}

/* One phase: rows, level, limits. Limits that move with n are those of its last point. */
static void phase_fields(stat_out *o, const charted *k) {
    stat_list(o, "phases");
    for (size_t from = 0, to; from < k->n; from = to) {
        for (to = from; to < k->n && k->p[to].phase == k->p[from].phase;) to++;
        const pdca_stat_point *p = &k->p[to - 1];
        stat_group(o, NULL, NULL);
        stat_json_real(o, "from", (double)from + 1);
        stat_json_real(o, "to", (double)to);
        stat_json_real(o, "center", p->center);
        stat_json_real(o, "sigma", p->sigma);
        stat_json_real(o, "lcl", p->lcl);
        stat_json_real(o, "ucl", p->ucl);
        stat_json_bool(o, "pending", p->pending);
        stat_group_end(o);
        if (from > 0 || to < k->n)
            stat_say(o, "stat.phase", "from", cli_int(o->c, (long long)from + 1), "to", cli_int(o->c, (long long)to), "center",
                     stat_figure(o->c, p->center), "lcl", stat_figure(o->c, p->lcl), "ucl", stat_figure(o->c, p->ucl), NULL);
    }
    stat_list_end(o);
}

/* The signals for people: row, label, value, rules in words. */
static void signal_lines(stat_out *o, const charted *k) {
    enum { SHOWN = 40 };
    cli *c = o->c;
    size_t all = 0;
    for (size_t i = 0; i < k->n; i++) {
        const pdca_stat_point *p = &k->p[i];
        if (!p->rules || ++all > SHOWN) continue;
        AUTO(buf_free) buf rules = {0};
        for (int bit = 0; bit < 32; bit++)
            if (p->rules & 1u << bit) {
                char key[64];
                snprintf(key, sizeof key, "stat.rule.%s.%d", pdca_stat_rules_name(k->o.rules), bit + 1);
                for (char *q = key; *q; q++)
                    if (*q == '-') *q = '_';
                buf_printf(&rules, "%s%s", rules.n ? word(c->language, "stat.and") : "", word(c->language, key));
            }
        stat_say(o, "stat.signal", "row", cli_int(c, (long long)i + 1), "label", k->label[i] ? arena_printf(c->a, " (%s)", k->label[i]) : "",
                 "value", stat_figure(c, p->plotted), "rules", buf_cstr(&rules), NULL);
    }
    if (all > SHOWN) stat_say(o, "stat.more_signals", "n", cli_int(c, (long long)(all - SHOWN)), NULL);
    if (all == 0) stat_say(o, "stat.no_signal", NULL);
}

static double false_signal_every(const charted *k) {
    bool usual = !k->o.rule_mask && k->o.limit == 3 && k->o.chart != PDCA_STAT_EWMA;
    return usual ? pdca_stat_rules_run_length(k->o.rules) : pdca_stat_run_length_of(&k->o, 0).mean;
}

static void rule_fields(stat_out *o, const charted *k) {
    double length = false_signal_every(k);
    stat_group(o, "rules", NULL);
    stat_json_text(o, "set", pdca_stat_rules_name(k->o.rules));
    rule_list(o, "list", k->o.rule_mask ? k->o.rule_mask : (1u << pdca_stat_rules_count(k->o.rules)) - 1);
    stat_json_real(o, "average_run_length", length);
    stat_group_end(o);
    stat_say(o, "stat.rule_set", "set", pdca_stat_rules_name(k->o.rules), "length", stat_figure(o->c, round(length)), NULL);
}

static void judgement_fields(stat_out *o, const charted *k, const pdca_stat_control *r) {
    static const char *const variation[] = {"common_cause", "improvement", "concern"};
    static const char *const assurance[] = {"limits_pending", "meets", "misses", "hit_or_miss", "no_target"};
    if (!k->better) return;
    stat_name(o, "variation", "variation", variation[pdca_stat_variation_of(k->p, k->n, k->better)]);
    if (!isnan(k->target)) stat_name(o, "assurance", "assurance", assurance[pdca_stat_assurance_of(r, k->target, k->better)]);
}

static bool moving_ranges(pdca_stat_chart k) {
    return k == PDCA_STAT_XMR || k == PDCA_STAT_P_PRIME || k == PDCA_STAT_U_PRIME || k == PDCA_STAT_NORMALISED || k == PDCA_STAT_EWMA;
}

static void chart_fields(stat_out *o, const charted *k, const pdca_stat_control *r) {
    stat_name(o, "chart", "chart", chart_name(k->o.chart));
    if (k->chosen) stat_name(o, "reason", "reason", k->choice.reason);
    if (!isnan(k->choice.dispersion.p)) {
        const pdca_stat_dispersion *d = &k->choice.dispersion;
        stat_group(o, "dispersion", NULL);
        stat_real(o, "ratio", d->ratio);
        stat_json_real(o, "statistic", d->statistic);
        stat_json_real(o, "df", d->df);
        stat_p(o, "p", d->p);
        stat_group_end(o);
    }
    stat_real(o, "n", (double)r->n);
    stat_real(o, "center", r->center);
    stat_real(o, "sigma", r->sigma);
    stat_real(o, "lcl", r->lcl);
    stat_real(o, "ucl", r->ucl);
    bool prime = k->o.chart == PDCA_STAT_P_PRIME || k->o.chart == PDCA_STAT_U_PRIME;
    if (prime) stat_real(o, "sigma_z", r->sd);
    else stat_json_real(o, "sd", r->sd);
    if (o->json || !isnan(r->range_center)) stat_real(o, "range_center", r->range_center);
    if (o->json || !isnan(r->range_ucl)) stat_real(o, "range_ucl", r->range_ucl);
    stat_json_real(o, "range_lcl", r->range_lcl);
    if (moving_ranges(k->o.chart)) stat_json_real(o, "d2", k->o.exact ? 1.1283791670955126 : 1.128);
    if (isnan(r->lcl)) stat_too_little(o, (double)r->since);
    else if (r->pending) stat_say(o, "stat.pending", "n", cli_int(o->c, (long long)r->since), NULL);
    stat_json_bool(o, "pending", r->pending);
}

static void write_chart(cli *c, const charted *k, const pdca_stat_control *r) {
    stat_out o = stat_begin(c);
    chart_fields(&o, k, r);
    rule_fields(&o, k);
    judgement_fields(&o, k, r);
    phase_fields(&o, k);
    stat_list(&o, "signals");
    for (size_t i = 0; i < k->n && o.json; i++)
        if (k->p[i].rules) stat_json_real(&o, NULL, (double)i + 1);
    stat_list_end(&o);
    signal_lines(&o, k);
    stat_list(&o, "points");
    for (size_t i = 0; i < k->n && o.json; i++) point_fields(&o, k, i);
    stat_list_end(&o);
    stat_end(&o);
}

/* The drawing names its rules and how often they speak falsely. */
static err_code draw_chart(cli *c, const args *a, const charted *k, err *e) {
    if (!args_flag(a, "svg")) return ERR_NONE;
    const char *range = k->o.chart == PDCA_STAT_XBAR_R ? "stat.range" : k->o.chart == PDCA_STAT_XBAR_S ? "stat.sd" : "stat.moving_range";
    AUTO(buf_free) buf note = {0};
    word_format(&note, c->language, "stat.chart_note", "column", k->value.title, "set", pdca_stat_rules_name(k->o.rules), "length",
                stat_figure(c, round(false_signal_every(k))), NULL);
    stat_drawing d = {.point = k->p, .n = k->n, .label = k->label, .reason = k->reason, .target = k->target, .better = k->better,
                      .percent = k->o.chart == PDCA_STAT_P || k->o.chart == PDCA_STAT_P_PRIME, .title = word(c->language, "stat.control_title"),
                      .note = buf_cstr(&note), .center = word(c->language, "stat.center"), .range = word(c->language, range)};
    return stat_draw_control(c, a, &d, e);
}

/* --constants N: the constants of subgroups of N, no data needed. */
static err_code write_constants(cli *c, const args *a, err *e) {
    double n;
    TRY(stat_option_real(a, "constants", NAN, &n, e));
    if (!(n >= 2 && n <= 100) || n != floor(n)) return stat_bad(e, "constants", stat_option_text(c, a, "constants"), "want.subgroup");
    pdca_stat_constants k = pdca_stat_constants_of((int)n);
    const struct {
        const char *name;
        double v;
    } all[] = {{"d2", k.d2}, {"d3", k.d3}, {"c4", k.c4}, {"A2", k.A2}, {"A3", k.A3}, {"D3", k.D3}, {"D4", k.D4}, {"B3", k.B3}, {"B4", k.B4}, {"E2", k.E2}};
    stat_out o = stat_begin(c);
    stat_json_real(&o, "n", n);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        stat_json_real(&o, all[i].name, all[i].v);
        if (!o.json) buf_printf(&c->out, "  %s  %.10f\n", all[i].name, all[i].v);
    }
    stat_end(&o);
    return ERR_NONE;
}

/* --arl: the average run length of a rule set, no data needed. */
static err_code write_run_length(cli *c, const args *a, err *e) {
    charted *k = arena_new(c->a, charted, 1);
    double shift;
    TRY(read_options(c, a, k, e));
    TRY(stat_option_real(a, "shift", 0, &shift, e));
    if (!(fabs(shift) <= 100)) return stat_bad(e, "shift", stat_option_text(c, a, "shift"), "want.shift");
    pdca_stat_run_length l = pdca_stat_run_length_of(&k->o, shift);
    bool ewma = k->o.chart == PDCA_STAT_EWMA;
    stat_out o = stat_begin(c);
    stat_text(&o, "set", pdca_stat_rules_name(k->o.rules));
    rule_list(&o, "list", k->o.rule_mask ? k->o.rule_mask : (1u << pdca_stat_rules_count(k->o.rules)) - 1);
    if (ewma) stat_real(&o, "lambda", k->o.lambda);
    stat_real(&o, "limit", k->o.limit);
    stat_real(&o, "shift", shift);
    stat_real(&o, "average_run_length", l.mean);
    stat_real(&o, "se", l.se);
    stat_name(&o, "method", "method", l.se > 0 ? "simulation" : ewma ? "integral-equation" : "markov-chain");
    stat_end(&o);
    return ERR_NONE;
}

err_code stat_run_control(cli *c, const args *a, err *e) {
    if (args_flag(a, "constants")) return write_constants(c, a, e);
    if (args_flag(a, "arl")) return write_run_length(c, a, e);
    if (!a->places) return cli_missing(c, "FILE.csv", e);
    charted *k = arena_new(c->a, charted, 1);
    TRY(read_options(c, a, k, e));
    TRY(read_data(c, a, k, e));
    TRY(check_data(c, k, e));
    pdca_stat_control r = pdca_stat_control_chart(k->p, k->n, &k->o);
    write_chart(c, k, &r);
    return draw_chart(c, a, k, e);
}
