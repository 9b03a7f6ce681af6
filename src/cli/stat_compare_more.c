/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "cli/stat_compare.h"

/* ---- paired --------------------------------------------------------------------------------------------------------- */

/* Two columns: of yes and no (0 and 1, or --at-least) a case a row, or with --table two rows of counts as printed:
 * yes-yes and yes-no, no-yes and no-no. */
static err_code paired_counts(cli *c, const args *a, double n[2][2], const char *title[2], err *e) {
    stat_table t;
    stat_column k[2];
    const char *value[2];
    double at_least;
    bool as_table = args_flag(a, "table");
    TRY(stat_option_real(a, "at-least", 1, &at_least, e));
    TRY(stat_open(c, cli_z(c, a->place[0]), &t, e));
    int values = stat_option_list(c, a, "value", value, 2);
    for (int i = 0; i < 2 && values < 2 && t.headings >= 2; i++) value[i] = t.heading[t.headings - 2 + i];
    if (values < 2 && t.headings < 2) return err_set(e, ERR_MISSING, "field", "value", "option", "--value", NULL);
    for (int i = 0; i < 2; i++) {
        TRY(stat_find(c, &t, value[i], as_table ? CELL_COUNT : CELL_NUMBER, &k[i], e));
        title[i] = k[i].title;
    }
    TRY(stat_read(c, &t, k, 2, e));
    if (as_table && t.rows != 2) return stat_bad(e, "table", cli_int(c, (long long)t.rows), "want.two_rows");
    for (size_t i = 0; i < t.rows; i++) {
        double x = k[0].number[i], y = k[1].number[i];
        if (isnan(x) || isnan(y)) continue;
        if (as_table) {
            n[i][0] = x;
            n[i][1] = y;
        } else n[x < at_least][y < at_least]++;
    }
    return ERR_NONE;
}

err_code compare_paired(cli *c, const args *a, double conf, err *e) {
    double n[2][2] = {{0}};
    const char *title[2];
    TRY(paired_counts(c, a, n, title, e));
    bool swap = args_flag(a, "swap");
    pdca_stat_paired r = pdca_stat_mcnemar(n[0][0], n[swap][!swap], n[!swap][swap], n[1][1], conf);
    stat_out o = stat_begin(c);
    stat_json_text(&o, "kind", "paired");
    stat_real(&o, "both", n[0][0]);
    stat_real(&o, "only_first", n[swap][!swap]);
    stat_real(&o, "only_second", n[!swap][swap]);
    stat_real(&o, "neither", n[1][1]);
    stat_test(&o, &r.test);
    stat_json_real(&o, "n", r.test.n_a);
    stat_group(&o, "mcnemar", NULL);
    stat_json_real(&o, "statistic", r.statistic);
    stat_json_real(&o, "p", r.p);
    stat_json_real(&o, "statistic_corrected", r.statistic_corrected);
    stat_json_real(&o, "p_corrected", r.p_corrected);
    stat_json_real(&o, "p_exact", r.p_exact);
    stat_group_end(&o);
    stat_end(&o);
    return ERR_NONE;
}

/* ---- groups --------------------------------------------------------------------------------------------------------- */

typedef struct cross {
    size_t rows, columns;
    double *count;
    const char **row;
} cross;

/* --table: a row is a group, columns are classes. */
static err_code cross_of_table(cli *c, const args *a, stat_table *t, cross *x, err *e) {
    enum { MOST = 64 };
    stat_column k[MOST + 1];
    const char *value[MOST];
    int n = stat_option_list(c, a, "value", value, MOST);
    for (int i = 1; n == 0 && i < t->headings && i <= MOST; i++) value[i - 1] = t->heading[i];
    if (n == 0) n = t->headings - 1 < MOST ? t->headings - 1 : MOST;
    const char *group = stat_option_text(c, a, "group");
    TRY(stat_find(c, t, group ? group : t->heading[0], CELL_TEXT, &k[0], e));
    for (int i = 0; i < n; i++) TRY(stat_find(c, t, value[i], CELL_COUNT, &k[i + 1], e));
    TRY(stat_read(c, t, k, n + 1, e));
    x->rows = t->rows;
    x->columns = (size_t)n;
    x->count = arena_new(c->a, double, x->rows * x->columns + 1);
    x->row = arena_new(c->a, const char *, x->rows + 1);
    for (size_t i = 0; i < t->rows; i++) {
        x->row[i] = cli_z(c, t->word[k[0].text[i]]);
        for (int j = 0; j < n; j++) {
            double v = k[j + 1].number[i];
            x->count[i * x->columns + (size_t)j] = isnan(v) ? 0 : v;
        }
    }
    return ERR_NONE;
}

/* Rows with a group and a class each, or with --n: count and size of a group a row. */
static err_code cross_of_rows(cli *c, const args *a, stat_table *t, cross *x, err *e) {
    stat_column k[3];
    const char *group = stat_option_text(c, a, "group"), *size = stat_option_text(c, a, "n"), *weight = stat_option_text(c, a, "weight");
    int columns = 2;
    if (!group) return err_set(e, ERR_MISSING, "field", "group", "option", "--group", NULL);
    TRY(stat_find(c, t, group, CELL_TEXT, &k[0], e));
    TRY(stat_find(c, t, stat_option_text(c, a, "value"), size ? CELL_COUNT : CELL_TEXT, &k[1], e));
    if (size || weight) TRY(stat_find(c, t, size ? size : weight, CELL_COUNT, &k[columns++], e));
    TRY(stat_read(c, t, k, columns, e));
    int *row = arena_new(c->a, int, t->words + 1), *column = arena_new(c->a, int, t->words + 1);
    for (int w = 0; w < t->words; w++) row[w] = column[w] = -1;
    x->row = arena_new(c->a, const char *, t->words + 1);
    for (size_t i = 0; i < t->rows; i++) {
        int32_t g = k[0].text[i];
        if (row[g] < 0) {
            x->row[x->rows] = cli_z(c, t->word[g]);
            row[g] = (int)x->rows++;
        }
        if (!size && column[k[1].text[i]] < 0) column[k[1].text[i]] = (int)x->columns++;
    }
    if (size) x->columns = 2;
    x->count = arena_new(c->a, double, x->rows * x->columns + 1);
    for (size_t i = 0; i < t->rows; i++) {
        double *line = x->count + (size_t)row[k[0].text[i]] * x->columns;
        if (size) {
            double v = k[1].number[i], n = k[2].number[i];
            if (isnan(v) || isnan(n)) continue;
            if (v > n) return stat_refuse(c, t, &k[1], i, "want.at_most_n", e);
            line[0] += v;
            line[1] += n - v;
        } else {
            double w = weight ? k[2].number[i] : 1;
            if (!isnan(w) && t->word[k[1].text[i]].n) line[column[k[1].text[i]]] += w;
        }
    }
    return ERR_NONE;
}

err_code compare_groups(cli *c, const args *a, err *e) {
    stat_table t;
    cross x = {0};
    TRY(stat_open(c, cli_z(c, a->place[0]), &t, e));
    TRY(args_flag(a, "table") ? cross_of_table(c, a, &t, &x, e) : cross_of_rows(c, a, &t, &x, e));
    double smallest;
    pdca_stat_test r = pdca_stat_groups(x.count, x.rows, x.columns, &smallest);
    stat_out o = stat_begin(c);
    stat_json_text(&o, "kind", "groups");
    stat_real(&o, "n", r.n_a);
    stat_name(&o, "method", "method", r.method);
    stat_real(&o, "statistic", r.statistic);
    stat_real(&o, "df", r.df);
    stat_p(&o, "p", r.p);
    stat_real(&o, "cramers_v", r.estimate);
    stat_real(&o, "expected_min", smallest);
    if (isnan(r.p)) stat_too_little(&o, r.n_a);
    else if (smallest < 5) stat_say(&o, "stat.expected_small", NULL);
    stat_list(&o, "groups");
    for (size_t i = 0; i < x.rows && o.json; i++) {
        stat_group(&o, NULL, NULL);
        stat_json_text(&o, "name", x.row[i]);
        stat_list(&o, "counts");
        for (size_t j = 0; j < x.columns; j++) stat_json_real(&o, NULL, x.count[i * x.columns + j]);
        stat_list_end(&o);
        stat_group_end(&o);
    }
    stat_list_end(&o);
    stat_end(&o);
    return ERR_NONE;
}

/* ---- step ----------------------------------------------------------------------------------------------------------- */

err_code compare_step(cli *c, const args *a, double conf, err *e) {
    stat_table t;
    stat_column k;
    double change, season;
    TRY(stat_open(c, cli_z(c, a->place[0]), &t, e));
    TRY(stat_find(c, &t, stat_option_text(c, a, "value"), CELL_NUMBER, &k, e));
    TRY(stat_read(c, &t, &k, 1, e));
    TRY(stat_option_real(a, "change", NAN, &change, e));
    TRY(stat_option_real(a, "season", 0, &season, e));
    if (isnan(change)) return err_set(e, ERR_MISSING, "field", "change", "option", "--change", NULL);
    if (!(change >= 1 && change <= (double)t.rows) || change != floor(change)) return stat_bad(e, "change", stat_option_text(c, a, "change"), "want.row_list");
    if (!(season >= 0 && season <= 400) || season != floor(season)) return stat_bad(e, "season", stat_option_text(c, a, "season"), "want.count");
    pdca_stat_segmented r = pdca_stat_segmented_fit(k.number, t.rows, (size_t)change - 1, (size_t)season, !args_flag(a, "level-only"), conf);
    stat_out o = stat_begin(c);
    stat_json_text(&o, "kind", "step");
    stat_real(&o, "n", (double)r.n);
    stat_real(&o, "n_before", r.step.n_b);
    stat_real(&o, "n_after", r.step.n_a);
    stat_test(&o, &r.step);
    stat_real(&o, "trend", r.trend);
    stat_p(&o, "trend_p", r.trend_p);
    stat_real(&o, "bend", r.bend);
    stat_json_real(&o, "bend_lo", r.bend_lo);
    stat_json_real(&o, "bend_hi", r.bend_hi);
    stat_p(&o, "bend_p", r.bend_p);
    stat_real(&o, "naive_ratio", r.naive_ratio);
    stat_real(&o, "naive_difference", r.naive_difference);
    stat_json_real(&o, "durbin_watson", r.durbin_watson);
    stat_json_real(&o, "r_squared", r.r_squared);
    stat_json_real(&o, "parameters", (double)r.parameters);
    stat_end(&o);
    return ERR_NONE;
}

/* ---- p-values ------------------------------------------------------------------------------------------------------- */

err_code compare_p_values(cli *c, const args *a, err *e) {
    static const struct {
        const char *name;
        pdca_stat_adjust how;
    } ways[] = {{"bonferroni", PDCA_STAT_BONFERRONI}, {"holm", PDCA_STAT_HOLM}, {"hochberg", PDCA_STAT_HOCHBERG}, {"bh", PDCA_STAT_BH}};
    enum { WAYS = sizeof ways / sizeof *ways };
    stat_table t;
    stat_column k[2];
    double alpha, *adjusted[WAYS];
    const char *label = stat_option_text(c, a, "label");
    TRY(stat_option_real(a, "alpha", 0.05, &alpha, e));
    TRY(stat_open(c, cli_z(c, a->place[0]), &t, e));
    TRY(stat_find(c, &t, stat_option_text(c, a, "value"), CELL_PROBABILITY, &k[0], e));
    if (label) TRY(stat_find(c, &t, label, CELL_TEXT, &k[1], e));
    TRY(stat_read(c, &t, k, label ? 2 : 1, e));
    size_t m = 0;
    for (size_t i = 0; i < t.rows; i++) m += !isnan(k[0].number[i]);
    stat_out o = stat_begin(c);
    stat_json_text(&o, "kind", "p-values");
    stat_real(&o, "n", (double)m);
    stat_real(&o, "alpha", alpha);
    stat_group(&o, "rejected", word(c->language, "stat.rejected"));
    for (int w = 0; w < WAYS; w++) {
        adjusted[w] = arena_new(c->a, double, t.rows + 1);
        pdca_stat_adjust_p(k[0].number, t.rows, ways[w].how, adjusted[w]);
        double rejected = 0;
        for (size_t i = 0; i < t.rows; i++) rejected += adjusted[w][i] <= alpha;
        stat_real(&o, ways[w].name, rejected);
    }
    stat_group_end(&o);
    stat_list(&o, "points");
    for (size_t i = 0; i < t.rows; i++) {
        stat_group(&o, NULL, NULL);
        stat_json_real(&o, "row", (double)i + 1);
        if (label) stat_json_text(&o, "label", cli_z(c, t.word[k[1].text[i]]));
        stat_json_real(&o, "p", k[0].number[i]);
        for (int w = 0; w < WAYS; w++) stat_json_real(&o, ways[w].name, adjusted[w][i]);
        stat_group_end(&o);
        if (t.rows <= 100)
            stat_say(&o, "stat.p_line", "name", label ? cli_z(c, t.word[k[1].text[i]]) : cli_int(c, (long long)i + 1), "p", stat_figure(c, k[0].number[i]),
                     "holm", stat_figure(c, adjusted[1][i]), "bh", stat_figure(c, adjusted[3][i]), NULL);
    }
    stat_list_end(&o);
    stat_end(&o);
    return ERR_NONE;
}
