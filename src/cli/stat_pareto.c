/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdca stat pareto: categories in falling order, the vital few, two times against each other. */
#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "cli/stat.h"
#include "pdca_chart.h"

/* One category list; amounts of up to two sides (before, after). */
typedef struct tally {
    stat_table t;
    double *amount[2];  /* by word index, in units of 1 / scale: whole numbers, so that cuts are exact */
    double *count[2];   /* rows, or counts before weights: for the comparison of shares */
    double scale;
    double *weight;     /* by word index; NAN: none given */
    bool weighted;
    int32_t side[2];
    bool sides;
    const char *title[2];
} tally;

/* Smallest power of ten that makes all values whole (10^6 at most; what is finer is rounded there). */
static double scale_of(const double *x, size_t n) {
    double scale = 1;
    for (size_t i = 0; i < n; i++)
        while (scale < 1e6 && !isnan(x[i]) && fabs(x[i] * scale - round(x[i] * scale)) > 1e-9 * fmax(1, fabs(x[i] * scale))) scale *= 10;
    return scale;
}

/* --weights FILE: a weight for each category, first column the category, second the weight. */
static err_code read_weights(cli *c, const char *file, tally *m, err *e) {
    stat_table t;
    stat_column k[2];
    TRY(stat_open(c, file, &t, e));
    if (t.headings < 2) return err_set(e, ERR_NO_COLUMN, "file", file, "column", word(c->language, "stat.which_column"), "found", t.heading[0], NULL);
    TRY(stat_find(c, &t, t.heading[0], CELL_TEXT, &k[0], e));
    TRY(stat_find(c, &t, t.heading[1], CELL_COUNT, &k[1], e));
    TRY(stat_read(c, &t, k, 2, e));
    for (int w = 0; w < m->t.words; w++) {
        m->weight[w] = NAN;
        for (size_t i = 0; i < t.rows; i++)
            if (str_eq(t.word[k[0].text[i]], m->t.word[w])) m->weight[w] = k[1].number[i];
    }
    return ERR_NONE;
}

typedef struct tally_columns {
    stat_column k[4];
    int n, category, value, weight, by;
} tally_columns;

static err_code tally_columns_of(cli *c, const args *a, tally *m, tally_columns *s, err *e) {
    const char *category = stat_option_text(c, a, "category"), *value = stat_option_text(c, a, "value"), *weight = stat_option_text(c, a, "weight"),
               *by = stat_option_text(c, a, "by");
    *s = (tally_columns){.category = 0, .value = -1, .weight = -1, .by = -1};
    TRY(stat_find(c, &m->t, category ? category : m->t.heading[0], CELL_TEXT, &s->k[s->n++], e));
    if (value) TRY(stat_find(c, &m->t, value, CELL_COUNT, &s->k[s->value = s->n++], e));
    if (weight) TRY(stat_find(c, &m->t, weight, CELL_COUNT, &s->k[s->weight = s->n++], e));
    if (by) TRY(stat_find(c, &m->t, by, CELL_TEXT, &s->k[s->by = s->n++], e));
    return stat_read(c, &m->t, s->k, s->n, e);
}

static err_code find_sides(cli *c, const args *a, tally *m, const tally_columns *s, err *e) {
    const char *wanted[2];
    int given = stat_option_list(c, a, "groups", wanted, 2), found = 0;
    m->side[0] = m->side[1] = -1;
    for (int i = 0; i < given; i++) {
        for (int w = 0; w < m->t.words; w++)
            if (str_eqz(m->t.word[w], wanted[i])) m->side[i] = w;
        if (m->side[i] < 0) return stat_bad(e, "groups", wanted[i], "want.a_group");
    }
    for (size_t i = 0; i < m->t.rows && !given; i++) {
        int32_t w = s->k[s->by].text[i];
        if (w == m->side[0] || w == m->side[1]) continue;
        if (found == 2) return stat_refuse(c, &m->t, &s->k[s->by], i, "want.two_groups", e);
        m->side[found++] = w;
    }
    for (int i = 0; i < 2; i++) m->title[i] = m->side[i] >= 0 ? cli_z(c, m->t.word[m->side[i]]) : "—";
    return ERR_NONE;
}

static err_code read_tally(cli *c, const args *a, tally *m, err *e) {
    tally_columns s;
    const char *weights = stat_option_text(c, a, "weights");
    TRY(stat_open(c, cli_z(c, a->place[0]), &m->t, e));
    TRY(tally_columns_of(c, a, m, &s, e));
    m->sides = s.by >= 0;
    if (m->sides) TRY(find_sides(c, a, m, &s, e));
    for (int i = 0; i < 2; i++) {
        m->amount[i] = arena_new(c->a, double, m->t.words + 1);
        m->count[i] = arena_new(c->a, double, m->t.words + 1);
        for (int w = 0; w < m->t.words; w++) m->amount[i][w] = m->count[i][w] = NAN; /* no such category so far */
    }
    m->weight = arena_new(c->a, double, m->t.words + 1);
    m->weighted = weights || s.weight >= 0;
    if (weights) TRY(read_weights(c, weights, m, e));
    double *one = arena_new(c->a, double, m->t.rows + 1);
    for (size_t i = 0; i < m->t.rows; i++) {
        one[i] = s.value >= 0 ? s.k[s.value].number[i] : 1;
        if (s.weight >= 0) one[i] *= s.k[s.weight].number[i];
        if (weights) {
            double w = m->weight[s.k[0].text[i]];
            if (isnan(w)) return stat_refuse(c, &m->t, &s.k[0], i, "want.weight_for_each", e);
            one[i] *= w;
        }
    }
    m->scale = scale_of(one, m->t.rows);
    for (size_t i = 0; i < m->t.rows; i++) {
        int32_t w = s.k[0].text[i];
        int to = !m->sides || s.k[s.by].text[i] == m->side[0] ? 0 : s.k[s.by].text[i] == m->side[1] ? 1 : -1;
        if (to < 0 || m->t.word[w].n == 0 || isnan(one[i])) continue;
        /* A category that stands on one side stands on both: 0 is a finding there. */
        for (int k = 0; k < 2; k++)
            if (isnan(m->amount[k][w])) m->amount[k][w] = m->count[k][w] = 0;
        m->amount[to][w] += round(one[i] * m->scale);
        m->count[to][w] += s.value >= 0 ? s.k[s.value].number[i] : 1;
    }
    return ERR_NONE;
}

/* Names that collect the rest: --other, else the usual ones. */
static bool is_other(cli *c, const args *a, str name) {
    static const char *const usual[] = {"其他", "其它", "Other", "Others", "other", "others"};
    const char *wanted = stat_option_text(c, a, "other");
    if (wanted) return str_eqz(name, wanted);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (str_eqz(name, usual[i])) return true;
    return false;
}

static size_t categories(cli *c, const args *a, const tally *m, int side, pdca_stat_category *out) {
    size_t n = 0;
    for (int w = 0; w < m->t.words; w++)
        if (!isnan(m->amount[side][w]))
            out[n++] = (pdca_stat_category){.name = cli_z(c, m->t.word[w]), .amount = m->amount[side][w], .other = is_other(c, a, m->t.word[w])};
    return n;
}

static void category_fields(stat_out *o, const tally *m, const pdca_stat_category *k, const pdca_stat_pareto *r) {
    cli *c = o->c;
    double share = r->total > 0 ? k->amount / r->total : NAN, cumulative = r->total > 0 ? k->cumulative / r->total : NAN;
    stat_group(o, NULL, NULL);
    stat_json_text(o, "category", k->name);
    stat_json_real(o, m->weighted ? "amount" : "count", k->amount / m->scale);
    stat_json_real(o, "share", share);
    stat_json_real(o, "cumulative", cumulative);
    stat_json_bool(o, "vital", k->vital);
    stat_json_bool(o, "other", k->other);
    stat_group_end(o);
    if (o->json) return;
    AUTO(buf_free) buf b = {0};
    utf8_pad(&b, str_c(k->name), 24, false);
    utf8_pad(&b, str_c(stat_figure(c, k->amount / m->scale)), 10, true);
    if (isnan(share)) buf_z(&b, "       —       —");
    else buf_printf(&b, "  %5.1f%%  %5.1f%%  ", 100 * share, 100 * cumulative);
    buf_fill(&b, '#', share > 0 ? (size_t)(share * 40 + 0.5) : 0);
    if (k->vital) buf_z(&b, " *");
    buf_printf(&c->out, "  %s\n", buf_cstr(&b));
}

static void tally_fields(stat_out *o, const tally *m, const pdca_stat_category *k, size_t n, const pdca_stat_pareto *r) {
    cli *c = o->c;
    double total = r->total / m->scale, reached = r->vital ? k[r->vital - 1].cumulative / r->total : NAN;
    stat_real(o, m->weighted ? "total" : "n", total);
    stat_json_real(o, "vital", (double)r->vital);
    stat_json_real(o, "vital_share", reached);
    stat_json_bool(o, "no_effect", r->no_effect);
    stat_json_bool(o, "other_large", r->other_large);
    stat_list(o, "categories");
    for (size_t i = 0; i < n; i++) category_fields(o, m, &k[i], r);
    stat_list_end(o);
    if (!(r->total > 0)) stat_too_little(o, 0);
    if (r->no_effect) stat_say(o, "stat.no_pareto_effect", NULL);
    else if (r->vital) stat_say(o, "stat.vital_few", "k", cli_int(c, (long long)r->vital), "share", arena_printf(c->a, "%.1f", 100 * reached), NULL);
    if (r->other_large) stat_say(o, "stat.other_large", NULL);
}

static err_code draw(cli *c, const args *a, const pdca_stat_category *k, size_t n, const pdca_stat_pareto *r, double scale, double cut, err *e) {
    if (!args_flag(a, "svg")) return ERR_NONE;
    chart_pareto_row *row = arena_new(c->a, chart_pareto_row, n + 1);
    AUTO(buf_free) buf desc = {0};
    for (size_t i = 0; i < n; i++) {
        row[i] = (chart_pareto_row){.label = k[i].name, .count = k[i].amount / scale, .is_other = k[i].other};
        buf_printf(&desc, "%s%s %s", i ? ", " : "", k[i].name, stat_figure(c, row[i].count));
    }
    const char *vital = NULL;
    AUTO(buf_free) buf label = {0};
    if (r->vital && !r->no_effect) {
        word_format(&label, c->language, "stat.vital_label", "k", cli_int(c, (long long)r->vital), "share",
                    arena_printf(c->a, "%.1f", 100 * k[r->vital - 1].cumulative / r->total), NULL);
        vital = buf_cstr(&label);
    }
    chart_frame frame = {.id = "pareto", .title = word(c->language, "stat.pareto_title"), .desc = buf_cstr(&desc), .variant = CHART_WIDE, .standalone = true};
    chart_pareto_data data = {.row = row, .n = n, .vital = r->no_effect ? 0 : r->vital, .threshold = cut, .format = {scale > 1 ? 1 : 0, ""},
                              .vital_label = vital, .axis_label = word(c->language, "stat.axis_cumulative"), .cumulative = word(c->language, "stat.cumulative")};
    return stat_svg(c, a, pdca_chart_pareto(&frame, &data), e);
}

/* Share of each category before and after: change with Newcombe's interval, p adjusted by Holm; the whole list by chi-square. */
static void change_fields(stat_out *o, const args *a, const tally *m, const pdca_stat_category *k, size_t n, double conf) {
    cli *c = o->c;
    double total[2] = {0, 0}, *p = arena_new(c->a, double, n + 1), *holm = arena_new(c->a, double, n + 1), *cross = arena_new(c->a, double, 2 * n + 2);
    int *w_of = arena_new(c->a, int, n + 1);
    (void)a;
    for (size_t i = 0; i < n; i++) {
        for (int w = 0; w < m->t.words; w++)
            if (str_eqz(m->t.word[w], k[i].name) && !isnan(m->count[0][w])) w_of[i] = w;
        for (int s = 0; s < 2; s++) total[s] += cross[(size_t)s * n + i] = m->count[s][w_of[i]];
    }
    pdca_stat_test *t = arena_new(c->a, pdca_stat_test, n + 1);
    for (size_t i = 0; i < n; i++) {
        t[i] = pdca_stat_compare_shares(m->count[1][w_of[i]], total[1], m->count[0][w_of[i]], total[0], conf);
        p[i] = t[i].p;
    }
    pdca_stat_adjust_p(p, n, PDCA_STAT_HOLM, holm);
    double smallest;
    pdca_stat_test all = pdca_stat_groups(cross, 2, n, &smallest);
    stat_group(o, "change", arena_printf(c->a, "%s → %s", m->title[0], m->title[1]));
    stat_real(o, "statistic", all.statistic);
    stat_real(o, "df", all.df);
    stat_p(o, "p", all.p);
    stat_json_real(o, "expected_min", smallest);
    stat_list(o, "categories");
    for (size_t i = 0; i < n; i++) {
        stat_group(o, NULL, NULL);
        stat_json_text(o, "category", k[i].name);
        stat_json_real(o, "before", m->count[0][w_of[i]]);
        stat_json_real(o, "after", m->count[1][w_of[i]]);
        stat_json_real(o, "estimate", t[i].estimate);
        stat_json_real(o, "lo", t[i].lo);
        stat_json_real(o, "hi", t[i].hi);
        stat_json_real(o, "p", t[i].p);
        stat_json_real(o, "p_holm", holm[i]);
        stat_group_end(o);
        stat_say(o, "stat.category_change", "category", k[i].name, "before", stat_figure(c, m->count[0][w_of[i]]), "after",
                 stat_figure(c, m->count[1][w_of[i]]), "change", stat_figure(c, 100 * t[i].estimate), "lo", stat_figure(c, 100 * t[i].lo), "hi",
                 stat_figure(c, 100 * t[i].hi), NULL);
    }
    stat_list_end(o);
    stat_group_end(o);
}

err_code stat_run_pareto(cli *c, const args *a, err *e) {
    tally *m = arena_new(c->a, tally, 1);
    double cut, conf;
    TRY(stat_option_real(a, "cut", 80, &cut, e));
    TRY(stat_option_conf(a, &conf, e));
    if (!(cut > 0 && cut <= 100)) return stat_bad(e, "cut", stat_option_text(c, a, "cut"), "want.percent");
    TRY(read_tally(c, a, m, e));
    pdca_stat_category *k[2];
    pdca_stat_pareto r[2];
    size_t n = 0;
    for (int s = 0; s < 2; s++) {
        k[s] = arena_new(c->a, pdca_stat_category, m->t.words + 1);
        n = categories(c, a, m, s, k[s]);
        r[s] = pdca_stat_pareto_order(k[s], n, cut);
    }
    stat_out o = stat_begin(c);
    if (m->sides) {
        static const char *const keys[2] = {"before", "after"};
        for (int s = 0; s < 2; s++) {
            stat_group(&o, keys[s], m->title[s]);
            stat_json_text(&o, "name", m->title[s]);
            tally_fields(&o, m, k[s], n, &r[s]);
            stat_group_end(&o);
        }
        if (!m->weighted) change_fields(&o, a, m, k[0], n, conf);
    } else tally_fields(&o, m, k[0], n, &r[0]);
    stat_end(&o);
    return draw(c, a, k[0], n, &r[0], m->scale, cut, e);
}
