/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/stat.h"

stat_out stat_begin(cli *c) {
    stat_out o = {.c = c, .json = c->json || c->csv};
    if (o.json) buf_putc(&c->out, '{');
    return o;
}

void stat_end(stat_out *o) {
    if (o->json) buf_z(&o->c->out, "}\n");
}

static int indent(const stat_out *o) {
    int n = 0;
    for (int i = 0; i < o->depth; i++) n += o->titled >> i & 1;
    return n;
}

/* The comma before, and the key; the rest of the value is the caller's. */
static void json_key(stat_out *o, const char *key) {
    buf *b = &o->c->out;
    if (o->comma) buf_z(b, ", ");
    o->comma = true;
    if (!key) return;
    buf_json(b, str_c(key));
    buf_z(b, ": ");
}

void stat_line(stat_out *o, const char *label, const char *value) {
    enum { LABEL = 26 };
    buf *b = &o->c->out;
    if (o->json || o->c->quiet) return;
    buf_fill(b, ' ', 2 + 2 * (size_t)indent(o));
    utf8_pad(b, str_c(label), LABEL - 2 * indent(o), false);
    buf_putc(b, ' ');
    buf_z(b, value);
    buf_putc(b, '\n');
}

static void line(stat_out *o, const char *key, const char *value) {
    char name[96];
    snprintf(name, sizeof name, "stat.label.%s", key);
    stat_line(o, word(o->c->language, name), value);
}

const char *stat_figure(cli *c, double v) {
    if (isnan(v)) return "—";
    if (isinf(v)) return v > 0 ? "∞" : "−∞";
    if (fabs(v) < 1e15 && v == floor(v)) return arena_printf(c->a, "%s%.0f", v < 0 ? "−" : "", fabs(v));
    return arena_printf(c->a, "%s%.6g", v < 0 ? "−" : "", fabs(v));
}

void stat_json_real(stat_out *o, const char *key, double v) {
    if (!o->json) return;
    json_key(o, key);
    buf_real(&o->c->out, v);
}

void stat_json_text(stat_out *o, const char *key, const char *v) {
    if (!o->json) return;
    json_key(o, key);
    if (v) buf_json(&o->c->out, str_c(v));
    else buf_z(&o->c->out, "null");
}

void stat_json_bool(stat_out *o, const char *key, bool v) {
    if (!o->json) return;
    json_key(o, key);
    buf_z(&o->c->out, v ? "true" : "false");
}

void stat_real(stat_out *o, const char *key, double v) {
    stat_json_real(o, key, v);
    if (!o->json) line(o, key, stat_figure(o->c, v));
}

void stat_text(stat_out *o, const char *key, const char *v) {
    stat_json_text(o, key, v);
    if (!o->json && v) line(o, key, v);
}

void stat_name(stat_out *o, const char *key, const char *area, const char *name) {
    stat_json_text(o, key, name);
    if (o->json || !name) return;
    char k[96];
    snprintf(k, sizeof k, "stat.%s.%s", area, name);
    for (char *p = k; *p; p++)
        if (*p == '-') *p = '_';
    line(o, key, word(o->c->language, k));
}

void stat_bool(stat_out *o, const char *key, bool v) {
    stat_json_bool(o, key, v);
    if (!o->json) line(o, key, word(o->c->language, v ? "stat.yes" : "stat.no"));
}

void stat_interval(stat_out *o, const char *label, double lo, double hi) {
    stat_json_real(o, "lo", lo);
    stat_json_real(o, "hi", hi);
    if (!o->json) line(o, label, isnan(lo) ? "—" : arena_printf(o->c->a, "[%s, %s]", stat_figure(o->c, lo), stat_figure(o->c, hi)));
}

void stat_p(stat_out *o, const char *key, double p) {
    stat_json_real(o, key, p);
    if (!o->json) line(o, key, isnan(p) ? "—" : p < 0.0001 ? "< 0.0001" : arena_printf(o->c->a, "%.4f", p));
}

void stat_group(stat_out *o, const char *key, const char *title) {
    if (o->json) {
        json_key(o, key);
        buf_putc(&o->c->out, '{');
        o->comma = false;
    } else if (title && !o->c->quiet) {
        buf_fill(&o->c->out, ' ', 2 + 2 * (size_t)indent(o));
        buf_z(&o->c->out, title);
        buf_putc(&o->c->out, '\n');
    }
    o->titled = title ? o->titled | 1u << o->depth : o->titled & ~(1u << o->depth);
    o->depth++;
}

void stat_group_end(stat_out *o) {
    if (o->json) buf_putc(&o->c->out, '}');
    o->comma = true;
    o->depth--;
}

void stat_list(stat_out *o, const char *key) {
    if (!o->json) return;
    json_key(o, key);
    buf_putc(&o->c->out, '[');
    o->comma = false;
}

void stat_list_end(stat_out *o) {
    if (o->json) buf_putc(&o->c->out, ']');
    o->comma = true;
}

void stat_say(stat_out *o, const char *key, ...) {
    if (o->json || o->c->quiet) return;
    const char *p[13] = {0};
    va_list ap;
    va_start(ap, key);
    for (int n = 0; n < 12 && (p[n] = va_arg(ap, const char *)); n++) {}
    va_end(ap);
    word_format(&o->c->out, o->c->language, key, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8], p[9], p[10], p[11], NULL);
    buf_putc(&o->c->out, '\n');
}

void stat_too_little(stat_out *o, double n) {
    stat_json_bool(o, "too_little_data", true);
    stat_say(o, "stat.too_little", "n", stat_figure(o->c, n), NULL);
}

void stat_test(stat_out *o, const pdca_stat_test *t) {
    stat_real(o, "estimate", t->estimate);
    stat_interval(o, "interval", t->lo, t->hi);
    if (t->interval) stat_name(o, "interval_method", "method", t->interval);
    stat_name(o, "method", "method", t->method);
    if (o->json || !isnan(t->statistic)) stat_real(o, "statistic", t->statistic);
    if (o->json || !isnan(t->df)) stat_real(o, "df", t->df);
    stat_p(o, "p", t->p);
    stat_json_real(o, "p_less", t->p_less);
    stat_json_real(o, "p_greater", t->p_greater);
    if (isnan(t->lo)) stat_too_little(o, fmin(t->n_a, t->n_b));
}

err_code stat_svg(cli *c, const args *a, char *svg, err *e) {
    const char *path = stat_option_text(c, a, "svg");
    err_code code = ERR_NONE;
    if (path && svg) code = file_write(path, str_c(svg), e);
    free(svg);
    return code;
}
