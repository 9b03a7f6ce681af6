/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdca stat npv, ahp and score: cost and benefit, weights, scorecards. */
#include <math.h>

#include "cli/stat.h"
#include "pdca_chart.h"

err_code stat_run_npv(cli *c, const args *a, err *e) {
    stat_table t;
    stat_column k;
    double rate, initial, first;
    TRY(stat_option_real(a, "rate", NAN, &rate, e));
    TRY(stat_option_real(a, "initial", NAN, &initial, e));
    TRY(stat_option_real(a, "first", isnan(initial) ? 0 : 1, &first, e));
    if (rate <= -1) return stat_bad(e, "rate", stat_option_text(c, a, "rate"), "want.rate");
    if (first != 0 && first != 1) return stat_bad(e, "first", stat_option_text(c, a, "first"), "want.first_period");
    TRY(stat_open(c, cli_z(c, a->place[0]), &t, e));
    TRY(stat_find(c, &t, stat_option_text(c, a, "value"), CELL_NUMBER, &k, e));
    TRY(stat_read(c, &t, &k, 1, e));
    /* All flows from now on: the initial one is period 0. */
    double *flow = arena_new(c->a, double, t.rows + 2);
    size_t n = 0, lead = !isnan(initial) ? 1 : 0;
    if (lead) flow[n++] = initial;
    for (size_t i = 0; i < t.rows; i++)
        if (!isnan(k.number[i])) flow[n++] = k.number[i];
    bool several;
    double irr = pdca_stat_irr(flow, n, &several), npv = NAN, payback = pdca_stat_payback(flow, n, 0), discounted = NAN;
    if (!isnan(rate)) {
        npv = (lead ? initial : 0) + pdca_stat_npv(flow + lead, n - lead, rate, (int)first);
        discounted = pdca_stat_payback(flow, n, rate);
        if (n == lead) npv = lead ? initial : NAN;
    }
    stat_out o = stat_begin(c);
    stat_real(&o, "n", (double)n);
    stat_real(&o, "rate", rate);
    stat_real(&o, "npv", npv);
    stat_real(&o, "irr", irr);
    stat_json_bool(&o, "irr_several", several);
    stat_real(&o, "payback", payback);
    stat_real(&o, "payback_discounted", discounted);
    stat_json_real(&o, "first", first);
    if (isnan(irr)) stat_say(&o, "stat.no_irr", NULL);
    if (several) stat_say(&o, "stat.several_irr", NULL);
    stat_end(&o);
    return ERR_NONE;
}

/* The matrix: a heading row, then a row an item with its name first; 1/3 is a number here. Entries below the diagonal may be
 * left empty: they are the reciprocals. */
static err_code read_matrix(cli *c, const args *a, stat_table *t, stat_column *k, size_t *ret_n, double **ret_m, err *e) {
    enum { MOST = 32 };
    TRY(stat_open(c, cli_z(c, a->place[0]), t, e));
    int n = t->headings - 1;
    if (n < 1 || n > MOST) return stat_bad(e, "FILE.csv", cli_int(c, t->headings), "want.matrix");
    TRY(stat_find(c, t, t->heading[0], CELL_TEXT, &k[0], e));
    for (int i = 1; i <= n; i++) TRY(stat_find(c, t, t->heading[i], CELL_RATIO, &k[i], e));
    TRY(stat_read(c, t, k, n + 1, e));
    if (t->rows != (size_t)n) return stat_bad(e, "FILE.csv", cli_int(c, (long long)t->rows), "want.matrix");
    double *m = arena_new(c->a, double, n * n);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double v = k[j + 1].number[i], back = k[i + 1].number[j];
            if (isnan(v)) v = i == j ? 1 : 1 / back;
            if (!(v > 0) || isinf(v)) return stat_bad(e, t->heading[j + 1], stat_figure(c, v), "want.positive");
            m[i * n + j] = v;
        }
    *ret_n = (size_t)n;
    *ret_m = m;
    return ERR_NONE;
}

err_code stat_run_ahp(cli *c, const args *a, err *e) {
    stat_table t;
    stat_column k[33];
    size_t n = 0;
    double *m = NULL;
    TRY(read_matrix(c, a, &t, k, &n, &m, e));
    double *w = arena_new(c->a, double, n + 1), off = 0;
    pdca_stat_ahp r;
    pdca_stat_ahp_weights(m, n, w, &r);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) off = fmax(off, fabs(m[i * n + j] * m[j * n + i] - 1));
    stat_out o = stat_begin(c);
    stat_real(&o, "n", (double)n);
    stat_list(&o, "weights");
    for (size_t i = 0; i < n; i++) {
        const char *name = cli_z(c, t.word[k[0].text[i]]);
        stat_group(&o, NULL, NULL);
        stat_json_text(&o, "name", name);
        stat_json_real(&o, "weight", w[i]);
        stat_group_end(&o);
        stat_say(&o, "stat.weight_line", "name", name, "weight", arena_printf(c->a, "%.4f", w[i]), NULL);
    }
    stat_list_end(&o);
    stat_real(&o, "lambda_max", r.lambda_max);
    stat_real(&o, "ci", r.index);
    stat_real(&o, "cr", r.ratio);
    stat_json_real(&o, "random_index", r.random_index);
    stat_name(&o, "table", "method", "saaty1980");
    stat_name(&o, "method", "method", "eigenvector");
    stat_json_bool(&o, "consistent", r.ratio < 0.1);
    if (!(r.ratio < 0.1)) stat_say(&o, "stat.inconsistent", NULL);
    stat_json_bool(&o, "reciprocal", off < 0.01);
    if (off >= 0.01) stat_say(&o, "stat.not_reciprocal", NULL);
    stat_end(&o);
    return ERR_NONE;
}

/* ---- score ---------------------------------------------------------------------------------------------------------- */

enum { BANDS = 16 };
typedef struct bands {
    double limit[BANDS];
    const char *name[BANDS];
    size_t n;
    double deductions_max; /* special deductions from which on no band is reached; NAN: no such rule */
} bands;

/* --bands 70,80=three stars: ascending limits, each with a name where it has one; --preset gbt27922 knows its own. */
static err_code read_bands(cli *c, const args *a, bands *b, err *e) {
    str preset = args_option(a, "preset"), rest = args_option(a, "bands"), one, limit;
    b->deductions_max = NAN;
    if (preset.p && !str_eq(preset, S("gbt27922"))) return stat_bad(e, "preset", cli_z(c, preset), "want.preset");
    if (preset.p) {
        static const double limits[] = {70, 80, 90, 95};
        static const char *const names[] = {"stat.band.pass", "stat.band.three", "stat.band.four", "stat.band.five"};
        for (b->n = 0; b->n < 4; b->n++) {
            b->limit[b->n] = limits[b->n];
            b->name[b->n] = word(c->language, names[b->n]);
        }
        b->deductions_max = 5;
    }
    if (rest.p) b->n = 0;
    while (rest.p) {
        rest = str_cut(rest, ',', &one);
        str name = str_cut(one, '=', &limit);
        double v;
        if (b->n == BANDS || !str_to_real(str_trim(limit), &v) || (b->n && v <= b->limit[b->n - 1])) return stat_bad(e, "bands", cli_z(c, one), "want.bands");
        b->limit[b->n] = v;
        b->name[b->n++] = name.p ? cli_z(c, str_trim(name)) : arena_printf(c->a, "≥ %s", stat_figure(c, v));
    }
    return ERR_NONE;
}

typedef struct card {
    stat_table t;
    stat_column k[5];
    int n, score, best, weight, by, label;
    double best_all;
    pdca_stat_score_item *item;
} card;

static err_code card_column(cli *c, const args *a, card *m, const char *option_name, cell_type type, int *ret, err *e) {
    const char *title = stat_option_text(c, a, option_name);
    *ret = -1;
    if (!title) return ERR_NONE;
    *ret = m->n++;
    return stat_find(c, &m->t, title, type, &m->k[*ret], e);
}

static err_code read_card(cli *c, const args *a, card *m, err *e) {
    TRY(stat_open(c, cli_z(c, a->place[0]), &m->t, e));
    TRY(stat_find(c, &m->t, stat_option_text(c, a, "value"), CELL_SCORE, &m->k[0], e));
    m->n = 1;
    double v;
    m->best_all = NAN;
    m->best = -1;
    str best = args_option(a, "best");
    if (best.p && str_to_real(best, &v)) m->best_all = v;
    else TRY(card_column(c, a, m, "best", CELL_POSITIVE, &m->best, e));
    if (m->best < 0 && !(m->best_all > 0)) return err_set(e, ERR_MISSING, "field", "best", "option", "--best", NULL);
    TRY(card_column(c, a, m, "weight", CELL_COUNT, &m->weight, e));
    TRY(card_column(c, a, m, "by", CELL_TEXT, &m->by, e));
    TRY(stat_read(c, &m->t, m->k, m->n, e));
    m->item = arena_new(c->a, pdca_stat_score_item, m->t.rows + 1);
    for (size_t i = 0; i < m->t.rows; i++) {
        pdca_stat_score_item *one = &m->item[i];
        one->best = m->best >= 0 ? m->k[m->best].number[i] : m->best_all;
        one->weight = m->weight >= 0 ? m->k[m->weight].number[i] : one->best;
        one->score = m->k[0].number[i];
        if (isnan(one->best)) return stat_refuse(c, &m->t, &m->k[m->best], i, "want.positive", e);
        if (isnan(one->weight)) return stat_refuse(c, &m->t, &m->k[m->weight], i, "want.not_negative", e);
        if (one->score > one->best) return stat_refuse(c, &m->t, &m->k[0], i, "want.score", e);
    }
    return ERR_NONE;
}

static void score_fields(stat_out *o, const pdca_stat_score *s) {
    stat_real(o, "percent", s->percent);
    stat_real(o, "applicable", (double)s->applicable);
    stat_real(o, "n", (double)s->n);
    stat_real(o, "weight_applicable", s->weight_applicable);
    stat_json_real(o, "weight", s->weight);
}

static void section_fields(stat_out *o, const card *m) {
    cli *c = o->c;
    if (m->by < 0) return;
    bool *seen = arena_new(c->a, bool, m->t.words + 1);
    pdca_stat_score_item *part = arena_new(c->a, pdca_stat_score_item, m->t.rows + 1);
    stat_list(o, "sections");
    for (size_t i = 0; i < m->t.rows; i++) {
        int32_t w = m->k[m->by].text[i];
        if (seen[w]) continue;
        seen[w] = true;
        size_t n = 0;
        for (size_t j = i; j < m->t.rows; j++)
            if (m->k[m->by].text[j] == w) part[n++] = m->item[j];
        pdca_stat_score s = pdca_stat_score_of(part, n);
        stat_group(o, NULL, cli_z(c, m->t.word[w]));
        stat_json_text(o, "name", cli_z(c, m->t.word[w]));
        score_fields(o, &s);
        stat_group_end(o);
    }
    stat_list_end(o);
}

/* --svg: a bar for each section, or for each item where there are no sections. */
static err_code draw_card(cli *c, const args *a, const card *m, const pdca_stat_score *all, err *e) {
    if (!args_flag(a, "svg")) return ERR_NONE;
    const char **name = arena_new(c->a, const char *, m->t.rows + 1);
    double *value = arena_new(c->a, double, m->t.rows + 1);
    pdca_stat_score_item *part = arena_new(c->a, pdca_stat_score_item, m->t.rows + 1);
    bool *seen = arena_new(c->a, bool, m->t.words + 1);
    size_t n = 0;
    for (size_t i = 0; i < m->t.rows; i++) {
        size_t parts = 0;
        int32_t w = m->by >= 0 ? m->k[m->by].text[i] : 0;
        if (m->by >= 0 && seen[w]) continue;
        for (size_t j = i; j < m->t.rows; j++)
            if (j == i || (m->by >= 0 && m->k[m->by].text[j] == w)) part[parts++] = m->item[j];
        if (m->by >= 0) seen[w] = true;
        name[n] = m->by >= 0 ? cli_z(c, m->t.word[w]) : cli_int(c, (long long)i + 1);
        value[n++] = pdca_stat_score_of(part, parts).percent;
    }
    if (n == 0) return err_set(e, ERR_NO_DATA, "what", word(c->language, "stat.score_title"), NULL);
    AUTO(buf_free) buf desc = {0};
    for (size_t i = 0; i < n && desc.n < 4000; i++) buf_printf(&desc, "%s%s %s", i ? ", " : "", name[i], stat_figure(c, value[i]));
    char *title = arena_printf(c->a, "%s: %s", word(c->language, "stat.score_title"), isnan(all->percent) ? "—" : arena_printf(c->a, "%.1f", all->percent));
    chart_frame frame = {.id = "score", .title = title, .desc = buf_cstr(&desc), .variant = CHART_WIDE, .standalone = true};
    chart_scorecard_data d = {.name = name, .value = value, .n = n, .max = 100, .format = {1, ""}};
    return stat_svg(c, a, pdca_chart_scorecard(&frame, &d), e);
}

err_code stat_run_score(cli *c, const args *a, err *e) {
    card *m = arena_new(c->a, card, 1);
    bands b = {.n = 0};
    double deductions;
    TRY(read_bands(c, a, &b, e));
    TRY(stat_option_real(a, "deductions", 0, &deductions, e));
    TRY(read_card(c, a, m, e));
    pdca_stat_score s = pdca_stat_score_of(m->item, m->t.rows);
    bool refused = deductions >= b.deductions_max;
    size_t band = refused || isnan(s.percent) ? 0 : pdca_stat_band(s.percent, b.limit, b.n);
    stat_out o = stat_begin(c);
    score_fields(&o, &s);
    if (isnan(s.percent)) stat_too_little(&o, 0);
    if (b.n) {
        stat_text(&o, "band", band ? b.name[band - 1] : word(c->language, "stat.band.none"));
        stat_json_real(&o, "band_index", (double)band);
        stat_list(&o, "bands");
        for (size_t i = 0; i < b.n; i++) stat_json_real(&o, NULL, b.limit[i]);
        stat_list_end(&o);
    }
    if (refused) stat_say(&o, "stat.deductions", "n", stat_figure(c, deductions), "max", stat_figure(c, b.deductions_max), NULL);
    section_fields(&o, m);
    stat_end(&o);
    return draw_card(c, a, m, &s, e);
}
