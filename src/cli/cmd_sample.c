/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tickets drawn for inspection, with a receipt that sha256sum draws again. */
#include "cli/cli.h"
#include "monitor/sample.h"

static err_code wrong(const char *name, const char *want, str value, err *e) {
    err_set(e, ERR_BAD_VALUE, "field", name, "want", want, NULL);
    err_add(e, "value", value);
    return e->code;
}

/* 15% or 0.15 */
static bool read_share(str s, double *ret) {
    bool percent = str_ends(s, S("%"));
    if (!str_to_real(percent ? str_sub(s, 0, s.n - 1) : s, ret)) return false;
    if (percent) *ret /= 100;
    return *ret > 0 && *ret <= 1;
}

static const char *stratum_label(cli *c, str dimension, str label) {
    if (!label.n) return dimension.n ? word(c->language, "sample.no_value") : word(c->language, "sample.all");
    if (!str_eq(dimension, S("type"))) return cli_z(c, label);
    return word(c->language, arena_printf(c->a, "type.%.*s", STR(label)));
}

static void put_json(cli *c, const sample *r, const sample_options *o, str window) {
    buf *b = &c->out;
    buf_z(b, "{\"period\": ");
    buf_json(b, window);
    buf_z(b, ", \"seed\": ");
    buf_json(b, str_c(o->seed));
    buf_printf(b, ", \"frame\": %lld, \"frame_sha256\": \"%s\", \"n\": %lld,\n \"strata\": [", (long long)r->frame, r->frame_hash, (long long)r->n);
    for (int i = 0; i < r->strata; i++) {
        buf_z(b, i ? ", {\"label\": " : "{\"label\": ");
        buf_json(b, r->stratum[i].label);
        buf_printf(b, ", \"frame\": %lld, \"n\": %lld}", (long long)r->stratum[i].frame, (long long)r->stratum[i].n);
    }
    buf_z(b, "],\n \"tickets\": [");
    for (int64_t i = 0; i < r->n; i++) {
        buf_z(b, i ? ",\n  {\"no\": " : "\n  {\"no\": ");
        buf_json(b, r->ticket[i].no);
        buf_z(b, ", \"stratum\": ");
        buf_json(b, r->stratum[r->ticket[i].stratum].label);
        buf_printf(b, ", \"sha256\": \"%s\"}", r->ticket[i].hash);
    }
    buf_z(b, "]}\n");
}

static void say_receipt(cli *c, const sample *r, const sample_options *o, str window) {
    cli_say(c, "sample.heading", "period", cli_z(c, window), "seed", o->seed, "n", cli_int(c, r->n), "frame", cli_int(c, r->frame), NULL);
    cli_say(c, "sample.frame", "hash", r->frame_hash, NULL);
    for (int i = 0; o->dimension.n && i < r->strata; i++)
        cli_say(c, "sample.stratum", "label", stratum_label(c, o->dimension, r->stratum[i].label), "n", cli_int(c, r->stratum[i].n), "frame",
                cli_int(c, r->stratum[i].frame), NULL);
    cli_say(c, "sample.again", "seed", o->seed, "no", cli_z(c, r->ticket[0].no), NULL);
}

static err_code run_draw(cli *c, const args *a, err *e) {
    static const char *const keys[] = {"no", "stratum", "sha256"}, *const heads[] = {"sample.no", "sample.stratum_head", "sample.sha256"};
    str window = args_option(a, "period"), rate = args_option(a, "rate"), size = args_option(a, "size"), seed = args_option(a, "seed"), least = args_option(a, "least");
    sample_options o = {.dimension = args_option(a, "by"), .seed = cli_z(c, seed.p ? seed : S(""))};
    long long n = 0, each = 1;
    if (!window.p) return err_set(e, ERR_MISSING, "field", "field.measure.period", "option", "--period", NULL);
    if (!seed.n) return err_set(e, ERR_MISSING, "field", "what.seed", "option", "--seed", NULL);
    if (rate.p && !read_share(rate, &o.rate)) return wrong("--rate", "want.share", rate, e);
    if (size.p && (!str_to_int(size, &n) || n < 1)) return wrong("--size", "want.count", size, e);
    if (!rate.p && !size.p) return err_set(e, ERR_MISSING, "field", "what.sample_size", "option", "--rate 15%", NULL);
    if (least.p && (!str_to_int(least, &each) || each < 0 || each > 1000000)) return wrong("--least", "want.count", least, e);
    o.size = n;
    o.least = each;
    ticket_window w;
    sample r;
    TRY(ticket_window_parse(window, &w, e));
    TRY(sample_draw(c->s, c->a, &w, &o, &r, e));
    if (c->json) {
        put_json(c, &r, &o, window);
        return ERR_NONE;
    }
    if (!c->csv) say_receipt(c, &r, &o, window);
    table *t = table_new(c);
    for (int i = 0; i < 3; i++) table_column(t, word(c->language, heads[i]), false, i == 2);
    for (int64_t i = 0; i < r.n; i++) {
        table_cell(t, r.ticket[i].no);
        table_cell(t, str_c(stratum_label(c, o.dimension, r.stratum[r.ticket[i].stratum].label)));
        table_cell(t, c->csv ? str_c(r.ticket[i].hash) : str_sub(str_c(r.ticket[i].hash), 0, 16));
    }
    table_print(t, keys);
    return ERR_NONE;
}

static err_code run_size(cli *c, const args *a, err *e) {
    str population = a->place[0], precision = args_option(a, "precision"), share = args_option(a, "share"), confidence = args_option(a, "confidence");
    long long size;
    double d = 0.05, p = 0.5, conf = 0.95;
    if (!str_to_int(population, &size) || size < 1) return wrong("POPULATION", "want.count", population, e);
    if (precision.p && (!read_share(precision, &d) || d >= 1)) return wrong("--precision", "want.share", precision, e);
    if (share.p && (!read_share(share, &p) || p >= 1)) return wrong("--share", "want.share", share, e);
    if (confidence.p && !read_share(confidence, &conf)) return wrong("--confidence", "want.confidence", confidence, e);
    int64_t n = sample_size(size, d, p, conf);
    if (n == 0) return wrong("--confidence", "want.confidence", confidence, e);
    if (c->json) buf_printf(&c->out, "{\"population\": %lld, \"precision\": %g, \"share\": %g, \"confidence\": %g, \"n\": %lld}\n", size, d, p, conf, (long long)n);
    else
        cli_say(c, "sample.size", "n", cli_int(c, n), "population", cli_int(c, size), "precision", arena_printf(c->a, "%g%%", d * 100), "confidence",
                arena_printf(c->a, "%g%%", conf * 100), NULL);
    return ERR_NONE;
}

const command cmd_sample[] = {
    {"sample draw", run_draw, NEED_READ, "", {{"period", "PERIOD"}, {"rate", "SHARE"}, {"size", "N"}, {"by", "DIMENSION"}, {"least", "N"}, {"seed", "TEXT"}, {NULL, NULL}}},
    {"sample size", run_size, NEED_NONE, "POPULATION", {{"precision", "SHARE"}, {"share", "SHARE"}, {"confidence", "SHARE"}, {NULL, NULL}}},
    {0},
};
