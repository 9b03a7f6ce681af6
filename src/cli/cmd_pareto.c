/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vital few of a period's problem categories: table with bars, SVG, JSON. */
#include <pdca_chart.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "monitor/pareto.h"

enum { BAR = 20 }; /* columns of the longest bar */

/* count/most of BAR columns in eighths, rounded; the least bar is one eighth. */
static void put_bar(buf *b, int64_t count, int64_t most) {
    static const char *const part[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    int eighths = (int)((count * BAR * 8 * 2 + most) / (most * 2)); /* half up, in whole numbers */
    if (eighths == 0) eighths = 1;
    for (int i = 0; i < eighths / 8; i++) buf_z(b, "█");
    buf_z(b, part[eighths % 8]);
    buf_fill(b, ' ', (size_t)(BAR + 1 - eighths / 8 - (eighths % 8 != 0)));
}

/* Tenths of a per cent, half up, in whole numbers: 28 of 120 is 23.3%. */
static const char *percent(cli *c, int64_t x, int64_t n) {
    int64_t tenths = (x * 1000 * 2 + n) / (n * 2);
    return arena_printf(c->a, "%lld.%lld%%", (long long)(tenths / 10), (long long)(tenths % 10));
}

static void put_number(buf *b, const char *z, int columns) { utf8_pad(b, str_c(z), columns, true); }

static const char *vital_text(cli *c, const pareto *p) {
    AUTO(buf_free) buf b = {0};
    word_format(&b, c->language, "pareto.vital", "k", cli_int(c, p->vital), "share", percent(c, p->vital_n, p->n), NULL);
    return arena_strdup(c->a, buf_str(&b));
}

static void say_table(cli *c, str over, const pareto *p) {
    buf *b = &c->out;
    int label = 0, digits = (int)strlen(cli_int(c, p->row[0].count));
    for (int i = 0; i < p->rows; i++) {
        int w = utf8_columns(p->row[i].label);
        if (w > label) label = w < 40 ? w : 40;
        w = (int)strlen(cli_int(c, p->row[i].count));
        if (w > digits) digits = w;
    }
    int64_t most = p->row[0].count;
    if (p->row[p->rows - 1].count > most) most = p->row[p->rows - 1].count; /* Other may be the largest */
    cli_say(c, "pareto.heading", "period", cli_z(c, over), "n", cli_int(c, p->n), NULL);
    buf_putc(b, '\n');
    for (int i = 0; i < p->rows; i++) {
        const pareto_row *r = &p->row[i];
        AUTO(buf_free) buf cut = {0};
        utf8_clip(&cut, r->label, label);
        buf_putc(b, ' ');
        utf8_pad(b, buf_str(&cut), label, false);
        buf_z(b, "  ");
        put_number(b, cli_int(c, r->count), digits);
        buf_z(b, "  ");
        put_number(b, percent(c, r->count, p->n), 6);
        buf_z(b, "  ");
        if (c->color && r->vital) buf_z(b, "\033[36m");
        put_bar(b, r->count, most);
        if (c->color && r->vital) buf_z(b, "\033[0m");
        put_number(b, percent(c, r->cumulative, p->n), 7);
        if (p->vital && i == p->vital - 1) buf_printf(b, "  ◀ %s", vital_text(c, p));
        buf_putc(b, '\n');
    }
    if (!p->effect) cli_say(c, "pareto.no_effect", NULL);
    if (p->other_large) cli_say(c, "pareto.other_large", "share", percent(c, p->other_n, p->n), NULL);
}

static err_code write_svg(cli *c, const char *path, str over, const pareto *p, err *e) {
    chart_pareto_row *row = arena_new(c->a, chart_pareto_row, p->rows);
    AUTO(buf_free) buf title = {0}, desc = {0};
    for (int i = 0; i < p->rows; i++) {
        row[i] = (chart_pareto_row){.label = cli_z(c, p->row[i].label), .count = (double)p->row[i].count, .is_other = p->row[i].other};
        if (i) buf_z(&desc, word(c->language, "list.join"));
        buf_printf(&desc, "%.*s %lld (%s)", STR(p->row[i].label), (long long)p->row[i].count, percent(c, p->row[i].count, p->n));
    }
    word_format(&title, c->language, "pareto.heading", "period", cli_z(c, over), "n", cli_int(c, p->n), NULL);
    const chart_frame frame = {.id = "pareto", .title = buf_cstr(&title), .desc = buf_cstr(&desc), .standalone = true};
    const chart_pareto_data data = {.row = row,
                                    .n = (size_t)p->rows,
                                    .vital = (size_t)p->vital,
                                    .vital_label = p->vital ? vital_text(c, p) : NULL,
                                    .axis_label = word(c->language, "pareto.cumulative_share"),
                                    .cumulative = word(c->language, "pareto.cumulative")};
    char *svg = pdca_chart_pareto(&frame, &data);
    err_code code = file_write(path, str_c(svg), e);
    free(svg);
    return code;
}

static void put_rows(buf *b, const pareto *p) {
    buf_printf(b, "\"n\": %lld, \"k\": %d, \"vital_n\": %lld, \"effect\": %s, \"rows\": [", (long long)p->n, p->vital, (long long)p->vital_n, p->effect ? "true" : "false");
    for (int i = 0; i < p->rows; i++) {
        const pareto_row *r = &p->row[i];
        buf_z(b, i ? ",\n {\"label\": " : "\n {\"label\": ");
        buf_json(b, r->label);
        buf_printf(b, ", \"count\": %lld, \"share\": ", (long long)r->count);
        buf_real(b, (double)r->count / (double)p->n);
        buf_printf(b, ", \"cum\": %lld, \"cum_share\": ", (long long)r->cumulative);
        buf_real(b, (double)r->cumulative / (double)p->n);
        buf_printf(b, ", \"vital\": %s, \"other\": %s}", r->vital ? "true" : "false", r->other ? "true" : "false");
    }
    buf_putc(b, ']');
}

static void put_json(cli *c, str over, const pareto *p, const pareto *all) {
    buf *b = &c->out;
    buf_z(b, "{\"period\": ");
    buf_json(b, over);
    buf_z(b, ", ");
    put_rows(b, p);
    buf_printf(b, ",\n \"excluded\": %lld", (long long)p->excluded);
    if (all) {
        buf_z(b, ", \"with_excluded\": {");
        put_rows(b, all);
        buf_putc(b, '}');
    }
    buf_z(b, "}\n");
}

/* The last month that has categories. */
static err_code last_month(cli *c, str *ret_period, err *e) {
    bool found;
    TRY(store_text(c->s, c->a, "SELECT period FROM ticket WHERE category IS NOT NULL ORDER BY period DESC LIMIT 1", NULL, 0, ret_period, &found, e));
    return found ? ERR_NONE : err_set(e, ERR_NO_DATA, "what", "what.categories", NULL);
}

/* The Pareto with what the rule of exclusion leaves out; NULL where it leaves out nothing. */
static err_code with_excluded(cli *c, str over, int max, const pareto *ruled, const pareto **ret_all, err *e) {
    *ret_all = NULL;
    if (!ruled->excluded) return ERR_NONE;
    pareto *all = arena_new(c->a, pareto, 1);
    TRY(pareto_of(c->s, c->a, over, max, true, all, e));
    *ret_all = all;
    return ERR_NONE;
}

static void say_excluded(cli *c, str over, const pareto *ruled, const pareto *all, bool whole) {
    if (all)
        cli_say(c, "pareto.excluded", "n", cli_int(c, ruled->excluded), "rule", cli_z(c, record_setting(c->s, c->a, "exclude", "")), "all", cli_int(c, all->n), "k",
                cli_int(c, all->vital), "share", percent(c, all->vital_n, all->n), NULL);
    if (!whole) return;
    if (!all) {
        cli_say(c, "pareto.nothing_excluded", NULL);
        return;
    }
    cli_say(c, "pareto.with_excluded", NULL);
    say_table(c, over, all);
}

static err_code run_pareto(cli *c, const args *a, err *e) {
    str over = args_option(a, "period"), svg = args_option(a, "svg"), most = args_option(a, "max");
    long long max = 0;
    if (most.p && (!str_to_int(most, &max) || max < 2 || max > 1000)) {
        err_set(e, ERR_BAD_VALUE, "field", "--max", "want", "want.count", NULL);
        err_add(e, "value", most);
        return e->code;
    }
    if (!over.p) TRY(last_month(c, &over, e));
    pareto p;
    const pareto *all;
    TRY(pareto_of(c->s, c->a, over, (int)max, false, &p, e));
    TRY(with_excluded(c, over, (int)max, &p, &all, e));
    if (p.n == 0 && (!all || svg.p)) return err_set(e, ERR_NO_DATA, "what", arena_printf(c->a, "%s %.*s", word(c->language, "what.categories"), STR(over)), NULL);
    if (svg.p) TRY(write_svg(c, cli_z(c, svg), over, &p, e));
    if (c->json) put_json(c, over, &p, all);
    else if (!c->quiet) {
        if (p.n) say_table(c, over, &p);
        say_excluded(c, over, &p, all, args_flag(a, "with-excluded"));
    }
    if (svg.p && !c->json) cli_say(c, "pareto.written", "file", cli_z(c, svg), NULL);
    return ERR_NONE;
}

const command cmd_pareto[] = {
    {"pareto", run_pareto, NEED_READ, "", {{"period", "PERIOD"}, {"max", "N"}, {"with-excluded", NULL}, {"svg", "FILE"}, {NULL, NULL}}},
    {0},
};
