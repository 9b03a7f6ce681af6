/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdca stat compare: two groups held against each other, once or for many things at a time. The estimate is first − second
 * (or their ratio); --groups and --swap say which is which. */
#include <math.h>

#include "cli/stat.h"
#include "cli/stat_compare.h"

/* One side of one comparison. Shares and rates: x of n. Means, ranks, NPS: the values, or their summary. */
typedef struct side {
    double x, n;
    pdca_stat_summary summary;
    double *value;
    size_t values;
} side;

typedef struct item {
    const char *name; /* of --by or --label; NULL: the only one */
    side side[2];
} item;

typedef enum layout {
    LAYOUT_WIDE, /* --value a,b: a row is a comparison, or (values) a column is a side */
    LAYOUT_LONG, /* --group G: a row belongs to a side */
    LAYOUT_TABLE /* --table: a row is a side, columns are yes and no */
} layout;

typedef struct compared {
    stat_table t;
    layout layout;
    const char *kind;
    stat_column k[8];
    int columns, value, value_b, size, size_b, spread, group, by, weight; /* −1: not there */
    int32_t word[2]; /* of the sides, in LAYOUT_LONG and LAYOUT_TABLE */
    const char *title[2];
    item *item;
    int items;
    double conf, at_least;
    const char *success;
} compared;

static bool is_kind(const compared *m, const char *name) { return strcmp(m->kind, name) == 0; }
static bool by_counts(const compared *m) { return is_kind(m, "share") || is_kind(m, "strata") || is_kind(m, "rate"); }

/* ---- columns ------------------------------------------------------------------------------------------------------- */

static err_code add(cli *c, compared *m, const char *title, cell_type type, int *ret, err *e) {
    *ret = m->columns++;
    return stat_find(c, &m->t, title, type, &m->k[*ret], e);
}

static err_code add_option(cli *c, const args *a, compared *m, const char *option_name, cell_type type, int *ret, err *e) {
    const char *title = stat_option_text(c, a, option_name);
    *ret = -1;
    return title ? add(c, m, title, type, ret, e) : ERR_NONE;
}

static err_code find_columns(cli *c, const args *a, compared *m, err *e) {
    const char *value[2] = {NULL, NULL}, *size[2] = {NULL, NULL};
    int values = stat_option_list(c, a, "value", value, 2), sizes = stat_option_list(c, a, "n", size, 2);
    bool as_table = args_flag(a, "table"), grouped = args_flag(a, "group");
    m->value_b = m->size = m->size_b = -1;
    m->layout = as_table ? LAYOUT_TABLE : grouped ? LAYOUT_LONG : LAYOUT_WIDE;
    if (!as_table && !grouped && values < 2) return err_set(e, ERR_MISSING, "field", "group", "option", "--group", NULL);
    if (as_table && !values && m->t.headings >= 3) {
        /* A table of counts as printed: the first column names the groups, the last two hold yes and no. */
        value[0] = m->t.heading[m->t.headings - 2];
        value[1] = m->t.heading[m->t.headings - 1];
        values = 2;
    }
    if (as_table && values < 2) return err_set(e, ERR_MISSING, "field", "value", "option", "--value", NULL);
    bool texts = by_counts(m) && m->layout == LAYOUT_LONG && !sizes && m->success;
    bool counts = by_counts(m) && (sizes || m->layout != LAYOUT_LONG);
    cell_type type = counts ? CELL_COUNT : is_kind(m, "nps") ? CELL_NPS : by_counts(m) && isnan(m->at_least) ? CELL_YES_NO : CELL_NUMBER;
    TRY(add(c, m, value[0], texts ? CELL_TEXT : type, &m->value, e));
    if (values == 2) TRY(add(c, m, value[1], type, &m->value_b, e));
    if (sizes) TRY(add(c, m, size[0], CELL_COUNT, &m->size, e));
    if (sizes == 2) TRY(add(c, m, size[1], CELL_COUNT, &m->size_b, e));
    else m->size_b = m->size;
    TRY(add_option(c, a, m, "spread", CELL_COUNT, &m->spread, e));
    TRY(add_option(c, a, m, "weight", CELL_COUNT, &m->weight, e));
    TRY(add_option(c, a, m, m->layout == LAYOUT_WIDE ? "label" : "by", CELL_TEXT, &m->by, e));
    m->group = -1;
    if (m->layout != LAYOUT_WIDE) {
        const char *group = stat_option_text(c, a, "group");
        TRY(add(c, m, group ? group : m->t.heading[0], CELL_TEXT, &m->group, e));
    }
    return ERR_NONE;
}

/* ---- sides ---------------------------------------------------------------------------------------------------------- */

static err_code name_sides(cli *c, const args *a, compared *m, err *e) {
    const char *wanted[2];
    int given = stat_option_list(c, a, "groups", wanted, 2), found = 0;
    m->word[0] = m->word[1] = -1;
    const int32_t *group = m->k[m->group].text;
    if (given == 1) return stat_bad(e, "groups", wanted[0], "want.two_groups");
    for (int i = 0; i < given; i++) {
        for (int w = 0; w < m->t.words; w++)
            if (str_eqz(m->t.word[w], wanted[i])) m->word[i] = w;
        if (m->word[i] < 0) return stat_bad(e, "groups", wanted[i], "want.a_group");
    }
    for (size_t i = 0; i < m->t.rows && !given; i++) {
        int32_t w = group[i];
        if (m->t.word[w].n == 0 || w == m->word[0] || w == m->word[1]) continue;
        if (found == 2) return stat_refuse(c, &m->t, &m->k[m->group], i, "want.two_groups", e);
        m->word[found++] = w;
    }
    for (int i = 0; i < 2; i++) m->title[i] = m->word[i] >= 0 ? cli_z(c, m->t.word[m->word[i]]) : "—";
    return ERR_NONE;
}

/* The side of a row; −1: of neither. */
static int side_of(const compared *m, size_t row) {
    int32_t w = m->k[m->group].text[row];
    return w == m->word[0] ? 0 : w == m->word[1] ? 1 : -1;
}

static int item_of(const compared *m, const int *item_of_word, size_t row) {
    return m->by < 0 ? 0 : item_of_word[m->k[m->by].text[row]];
}

/* One item for each text of --by. */
static int *make_items(cli *c, compared *m) {
    int *of = arena_new(c->a, int, m->t.words + 1);
    m->item = arena_new(c->a, item, m->t.words + 1);
    if (m->by < 0) {
        m->items = 1;
        return of;
    }
    for (int w = 0; w < m->t.words; w++) of[w] = -1;
    for (size_t i = 0; i < m->t.rows; i++) {
        int32_t w = m->k[m->by].text[i];
        if (of[w] >= 0) continue;
        of[w] = m->items;
        m->item[m->items++].name = cli_z(c, m->t.word[w]);
    }
    return of;
}

static double cell(const compared *m, int column, size_t row, double missing) {
    return column < 0 ? missing : m->k[column].number[row];
}

/* Whether a raw row is a yes: the text of --success, a value from --at-least on, or 1 where it is 0 or 1. */
static void is_yes(const compared *m, size_t row, bool *ret_known, bool *ret_yes) {
    const stat_column *k = &m->k[m->value];
    if (k->type == CELL_TEXT) {
        str s = m->t.word[k->text[row]];
        *ret_known = s.n > 0;
        *ret_yes = str_eqz(s, m->success);
        return;
    }
    double v = k->number[row];
    *ret_known = !isnan(v);
    *ret_yes = v >= (isnan(m->at_least) ? 1 : m->at_least);
}

/* Shares and rates of long and table layouts: adds each row's counts to its side. */
static err_code sum_counts(cli *c, compared *m, const int *of, err *e) {
    for (size_t i = 0; i < m->t.rows; i++) {
        int s = side_of(m, i);
        if (s < 0) continue;
        side *one = &m->item[item_of(m, of, i)].side[s];
        double w = cell(m, m->weight, i, 1);
        if (m->layout == LAYOUT_LONG && m->size < 0) {
            bool known, yes;
            is_yes(m, i, &known, &yes);
            if (!known || isnan(w)) continue;
            one->x += yes ? w : 0;
            one->n += w;
            continue;
        }
        double x = m->k[m->value].number[i];
        double n = m->layout == LAYOUT_TABLE ? x + m->k[m->value_b].number[i] : m->k[m->size].number[i];
        if (isnan(x) || isnan(n)) continue;
        if (!is_kind(m, "rate") && x > n) return stat_refuse(c, &m->t, &m->k[m->value], i, "want.at_most_n", e);
        one->x += x;
        one->n += n;
    }
    return ERR_NONE;
}

/* Values of long layout: counted first, then filled in. */
static void collect_values(cli *c, compared *m, const int *of) {
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < m->t.rows; i++) {
            int s = side_of(m, i);
            double v = m->k[m->value].number[i], w = floor(cell(m, m->weight, i, 1));
            if (s < 0 || isnan(v) || isnan(w)) continue;
            side *one = &m->item[item_of(m, of, i)].side[s];
            for (; w > 0; w--) {
                if (pass) one->value[one->values] = v;
                one->values++;
            }
        }
        for (int i = 0; i < m->items && !pass; i++)
            for (int s = 0; s < 2; s++) {
                side *one = &m->item[i].side[s];
                one->value = arena_new(c->a, double, one->values + 1);
                one->values = 0;
            }
    }
}

/* Means from what a table prints of them: --value mean --spread sd --n n. */
static void collect_summaries(compared *m, const int *of) {
    for (size_t i = 0; i < m->t.rows; i++) {
        int s = side_of(m, i);
        if (s < 0) continue;
        m->item[item_of(m, of, i)].side[s].summary =
            (pdca_stat_summary){m->k[m->size].number[i], m->k[m->value].number[i], m->k[m->spread].number[i]};
    }
}

static err_code wide_items(cli *c, compared *m, err *e) {
    m->title[0] = m->k[m->value].title;
    m->title[1] = m->k[m->value_b].title;
    if (!by_counts(m)) {
        m->item = arena_new(c->a, item, 1);
        m->items = 1;
        const int at[2] = {m->value, m->value_b};
        for (int s = 0; s < 2; s++) {
            side *one = &m->item->side[s];
            one->value = arena_new(c->a, double, m->t.rows + 1);
            for (size_t i = 0; i < m->t.rows; i++)
                if (!isnan(m->k[at[s]].number[i])) one->value[one->values++] = m->k[at[s]].number[i];
        }
        return ERR_NONE;
    }
    if (m->size < 0) return err_set(e, ERR_MISSING, "field", "n", "option", "--n", NULL);
    m->item = arena_new(c->a, item, m->t.rows + 1);
    for (size_t i = 0; i < m->t.rows; i++) {
        item *one = &m->item[m->items++];
        one->name = m->by >= 0 ? cli_z(c, m->t.word[m->k[m->by].text[i]]) : m->t.rows > 1 ? cli_int(c, (long long)i + 1) : NULL;
        one->side[0] = (side){.x = m->k[m->value].number[i], .n = m->k[m->size].number[i]};
        one->side[1] = (side){.x = m->k[m->value_b].number[i], .n = m->k[m->size_b].number[i]};
        for (int s = 0; s < 2 && !is_kind(m, "rate"); s++)
            if (one->side[s].x > one->side[s].n) return stat_refuse(c, &m->t, &m->k[s ? m->value_b : m->value], i, "want.at_most_n", e);
    }
    return ERR_NONE;
}

static err_code read_items(cli *c, const args *a, compared *m, err *e) {
    m->success = stat_option_text(c, a, "success");
    TRY(stat_option_real(a, "at-least", NAN, &m->at_least, e));
    TRY(stat_open(c, cli_z(c, a->place[0]), &m->t, e));
    TRY(find_columns(c, a, m, e));
    TRY(stat_read(c, &m->t, m->k, m->columns, e));
    if (m->layout == LAYOUT_WIDE) TRY(wide_items(c, m, e));
    else {
        TRY(name_sides(c, a, m, e));
        int *of = make_items(c, m);
        if (is_kind(m, "rate") && m->size < 0) return err_set(e, ERR_MISSING, "field", "n", "option", "--n", NULL);
        if (by_counts(m)) TRY(sum_counts(c, m, of, e));
        else if (is_kind(m, "mean") && m->spread >= 0 && m->size >= 0) collect_summaries(m, of);
        else collect_values(c, m, of);
    }
    for (int i = 0; i < m->items; i++) {
        item *one = &m->item[i];
        for (int s = 0; s < 2; s++)
            if (one->side[s].value) one->side[s].summary = pdca_stat_summarise(one->side[s].value, one->side[s].values);
        if (args_flag(a, "swap")) {
            side first = one->side[0];
            one->side[0] = one->side[1];
            one->side[1] = first;
        }
    }
    if (args_flag(a, "swap")) {
        const char *first = m->title[0];
        m->title[0] = m->title[1];
        m->title[1] = first;
    }
    return ERR_NONE;
}

/* ---- tests ---------------------------------------------------------------------------------------------------------- */

static pdca_stat_nps nps_of(const side *s, double conf) {
    double promoters = 0, detractors = 0;
    for (size_t i = 0; i < s->values; i++) {
        promoters += s->value[i] >= 9;
        detractors += s->value[i] <= 6;
    }
    return pdca_stat_nps_of(promoters, (double)s->values - promoters - detractors, detractors, conf);
}

static pdca_stat_test test_item(const compared *m, const item *i) {
    const side *a = &i->side[0], *b = &i->side[1];
    if (is_kind(m, "mean")) return pdca_stat_welch(a->summary, b->summary, m->conf);
    if (is_kind(m, "rank")) return pdca_stat_mann_whitney(a->value, a->values, b->value, b->values, m->conf);
    if (is_kind(m, "rate")) return pdca_stat_compare_rates(a->x, a->n, b->x, b->n, m->conf);
    if (is_kind(m, "nps")) return pdca_stat_compare_nps(nps_of(a, m->conf), nps_of(b, m->conf), m->conf);
    return pdca_stat_compare_shares(a->x, a->n, b->x, b->n, m->conf);
}

/* ---- output --------------------------------------------------------------------------------------------------------- */

static void side_fields(stat_out *o, const compared *m, const item *i, int s) {
    cli *c = o->c;
    const side *one = &i->side[s];
    stat_group(o, NULL, NULL);
    stat_json_text(o, "name", m->title[s]);
    if (by_counts(m)) {
        bool rate = is_kind(m, "rate");
        pdca_stat_interval v = rate ? pdca_stat_poisson(one->x, one->n, m->conf) : pdca_stat_wilson(one->x, one->n, m->conf);
        double share = one->n > 0 ? one->x / one->n : NAN;
        stat_json_real(o, "x", one->x);
        stat_json_real(o, rate ? "exposure" : "n", one->n);
        stat_json_real(o, rate ? "rate" : "share", share);
        stat_json_real(o, "lo", v.lo);
        stat_json_real(o, "hi", v.hi);
        stat_say(o, "stat.side_share", "name", m->title[s], "x", stat_figure(c, one->x), "n", stat_figure(c, one->n), "value", stat_figure(c, share),
                 "lo", stat_figure(c, v.lo), "hi", stat_figure(c, v.hi), NULL);
    } else if (is_kind(m, "nps")) {
        pdca_stat_nps v = nps_of(one, m->conf);
        stat_json_real(o, "n", v.n);
        stat_json_real(o, "score", v.score);
        stat_json_real(o, "variance", v.variance);
        stat_json_real(o, "margin", v.margin);
        stat_say(o, "stat.side_nps", "name", m->title[s], "n", stat_figure(c, v.n), "value", stat_figure(c, v.score), "margin", stat_figure(c, v.margin), NULL);
    } else {
        double median = NAN;
        if (one->value) {
            pdca_stat_sort(one->value, one->values);
            median = pdca_stat_quantile(one->value, one->values, 0.5, 7);
        }
        stat_json_real(o, "n", one->summary.n);
        stat_json_real(o, "mean", one->summary.mean);
        stat_json_real(o, "sd", one->summary.sd);
        stat_json_real(o, "median", median);
        stat_say(o, "stat.side_values", "name", m->title[s], "n", stat_figure(c, one->summary.n), "mean", stat_figure(c, one->summary.mean), "sd",
                 stat_figure(c, one->summary.sd), "median", stat_figure(c, median), NULL);
    }
    stat_group_end(o);
}

/* Both tests of two shares, whichever the method chose. */
static void share_fields(stat_out *o, const compared *m, const item *i) {
    if (!o->json || !is_kind(m, "share")) return;
    const side *a = &i->side[0], *b = &i->side[1];
    pdca_stat_test f = pdca_stat_fisher(a->x, a->n, b->x, b->n, m->conf);
    double pooled = (a->x + b->x) / (a->n + b->n), z = (a->x / a->n - b->x / b->n) / sqrt(pooled * (1 - pooled) * (1 / a->n + 1 / b->n));
    stat_group(o, "z", NULL);
    stat_json_real(o, "statistic", z);
    stat_json_real(o, "p", pdca_stat_normal_p(z));
    stat_group_end(o);
    stat_group(o, "fisher", NULL);
    stat_json_real(o, "p", f.p);
    stat_json_real(o, "p_less", f.p_less);
    stat_json_real(o, "p_greater", f.p_greater);
    stat_json_real(o, "odds_ratio", f.estimate);
    stat_json_real(o, "odds_ratio_r", pdca_stat_fisher_odds_as_r(a->x, a->n, b->x, b->n));
    stat_json_real(o, "lo", f.lo);
    stat_json_real(o, "hi", f.hi);
    stat_group_end(o);
}

/* The verdict: the first side is the time after, the second the time before. */
static err_code verdict_fields(stat_out *o, const args *a, const compared *m, const item *i, const pdca_stat_test *t, err *e) {
    static const char *const names[] = {"effective_on_target", "effective_short", "not_shown", "worse", "too_little_data"};
    int better;
    double target, least;
    TRY(stat_option_better(a, &better, e));
    TRY(stat_option_real(a, "target", NAN, &target, e));
    TRY(stat_option_real(a, "min-n", 0, &least, e));
    if (!better) return ERR_NONE;
    const side *after = &i->side[0], *before = &i->side[1];
    bool shares = is_kind(m, "share") || is_kind(m, "strata"), rate = is_kind(m, "rate");
    double na = by_counts(m) ? after->n : after->summary.n, nb = by_counts(m) ? before->n : before->summary.n, value = after->summary.mean;
    if (is_kind(m, "nps")) value = nps_of(after, m->conf).score;
    if (is_kind(m, "rank")) value = pdca_stat_quantile(after->value, after->values, 0.5, 7);
    if (rate) value = after->x / after->n;
    bool reached = shares ? pdca_stat_share_reaches(after->x, after->n, target, better) : pdca_stat_reaches(value, target, better);
    /* A ratio has its null at 1. */
    double null = rate ? 1 : 0;
    pdca_stat_verdict v = pdca_stat_verdict_of(t->lo - null, t->hi - null, better, reached, nb, na, least);
    stat_name(o, "verdict", "verdict", names[v]);
    return ERR_NONE;
}

static err_code write_item(stat_out *o, const args *a, const compared *m, const item *i, const pdca_stat_test *t, err *e) {
    if (i->name) stat_json_text(o, "name", i->name);
    stat_list(o, "groups");
    for (int s = 0; s < 2; s++) side_fields(o, m, i, s);
    stat_list_end(o);
    stat_test(o, t);
    stat_json_real(o, "n", by_counts(m) && !is_kind(m, "rate") ? i->side[0].n + i->side[1].n : t->n_a + t->n_b);
    share_fields(o, m, i);
    return verdict_fields(o, a, m, i, t, e);
}

static err_code write_items(cli *c, const args *a, const compared *m, err *e) {
    double *p = arena_new(c->a, double, m->items + 1), *holm = arena_new(c->a, double, m->items + 1), *bh = arena_new(c->a, double, m->items + 1);
    pdca_stat_test *t = arena_new(c->a, pdca_stat_test, m->items + 1);
    for (int i = 0; i < m->items; i++) {
        t[i] = test_item(m, &m->item[i]);
        p[i] = t[i].p;
    }
    pdca_stat_adjust_p(p, (size_t)m->items, PDCA_STAT_HOLM, holm);
    pdca_stat_adjust_p(p, (size_t)m->items, PDCA_STAT_BH, bh);
    stat_out o = stat_begin(c);
    stat_json_text(&o, "kind", m->kind);
    stat_json_text(&o, "first", m->title[0]);
    stat_json_text(&o, "second", m->title[1]);
    stat_json_real(&o, "conf", m->conf);
    stat_say(&o, is_kind(m, "rate") ? "stat.direction_ratio" : "stat.direction", "first", m->title[0], "second", m->title[1], NULL);
    if (m->items == 1) TRY(write_item(&o, a, m, &m->item[0], &t[0], e));
    else {
        stat_list(&o, "comparisons");
        for (int i = 0; i < m->items; i++) {
            stat_group(&o, NULL, m->item[i].name);
            TRY(write_item(&o, a, m, &m->item[i], &t[i], e));
            stat_p(&o, "p_holm", holm[i]);
            stat_p(&o, "p_bh", bh[i]);
            stat_group_end(&o);
        }
        stat_list_end(&o);
    }
    stat_end(&o);
    return ERR_NONE;
}

static err_code write_strata(cli *c, const args *a, const compared *m, err *e) {
    pdca_stat_stratum *s = arena_new(c->a, pdca_stat_stratum, m->items + 1);
    item all = {.name = NULL};
    for (int i = 0; i < m->items; i++) {
        const side *x = m->item[i].side;
        s[i] = (pdca_stat_stratum){x[0].x, x[0].n, x[1].x, x[1].n};
        for (int k = 0; k < 2; k++) {
            all.side[k].x += x[k].x;
            all.side[k].n += x[k].n;
        }
    }
    pdca_stat_strata r = pdca_stat_mantel_haenszel(s, (size_t)m->items, m->conf);
    stat_out o = stat_begin(c);
    stat_json_text(&o, "kind", m->kind);
    stat_json_text(&o, "first", m->title[0]);
    stat_json_text(&o, "second", m->title[1]);
    stat_say(&o, "stat.direction", "first", m->title[0], "second", m->title[1], NULL);
    stat_real(&o, "strata", (double)r.n);
    stat_test(&o, &r.test);
    stat_json_real(&o, "n", r.test.n_a + r.test.n_b);
    stat_json_real(&o, "statistic_corrected", r.statistic_corrected);
    stat_json_real(&o, "p_corrected", r.p_corrected);
    stat_real(&o, "odds_ratio", r.odds_ratio);
    stat_group(&o, "odds_interval", NULL);
    stat_interval(&o, "odds_interval", r.odds_lo, r.odds_hi);
    stat_group_end(&o);
    stat_json_real(&o, "homogeneity", r.homogeneity);
    stat_p(&o, "homogeneity_p", r.homogeneity_p);
    stat_group(&o, "crude", word(c->language, "stat.crude"));
    stat_test(&o, &r.crude);
    stat_group_end(&o);
    TRY(verdict_fields(&o, a, m, &all, &r.test, e));
    stat_end(&o);
    return ERR_NONE;
}

err_code stat_run_compare(cli *c, const args *a, err *e) {
    static const char *const mine[] = {"share", "mean", "rank", "rate", "nps", "strata"};
    compared *m = arena_new(c->a, compared, 1);
    m->kind = stat_option_text(c, a, "kind");
    TRY(stat_option_conf(a, &m->conf, e));
    if (!m->kind) return err_set(e, ERR_MISSING, "field", "kind", "option", "--kind", NULL);
    if (is_kind(m, "paired")) return compare_paired(c, a, m->conf, e);
    if (is_kind(m, "groups")) return compare_groups(c, a, e);
    if (is_kind(m, "step")) return compare_step(c, a, m->conf, e);
    if (is_kind(m, "p-values")) return compare_p_values(c, a, e);
    bool known = false;
    for (size_t i = 0; i < sizeof mine / sizeof *mine; i++) known = known || is_kind(m, mine[i]);
    if (!known) return stat_bad(e, "kind", m->kind, "want.compare_kind");
    TRY(read_items(c, a, m, e));
    return is_kind(m, "strata") ? write_strata(c, a, m, e) : write_items(c, a, m, e);
}
