/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/style.h"

#include <assert.h>

#include "base/embed.h"

enum { COLOURS = 64 };

/* The `--name:value;` of the first block of chart.css. */
typedef struct colours {
    int n;
    str name[COLOURS], value[COLOURS];
} colours;

static void read_colours(str tokens, colours *ret) {
    ret->n = 0;
    while (tokens.n && ret->n < COLOURS) {
        str line, key;
        tokens = str_cut(tokens, ';', &line);
        str value = str_cut(line, ':', &key);
        ret->name[ret->n] = str_trim(key);
        ret->value[ret->n++] = str_trim(value);
    }
}

static str colour(const colours *c, str name) {
    for (int i = 0; i < c->n; i++)
        if (str_eq(c->name[i], name)) return c->value[i];
    assert(false && "a colour that chart.css uses and does not define");
    return S("currentColor");
}

void style_embed(buf *out) {
    str css = embed_find("site/assets/chart.css");
    assert(css.p);
    size_t open = str_find(css, S(":root{")) + 6;
    str tokens = str_sub(css, open, css.n);
    tokens.n = str_find(tokens, S("}"));
    colours c;
    read_colours(tokens, &c);
    /* `}}` closes the block of tokens and its layer; what is for the page stands last and is left out. */
    str rules = str_sub(css, open + tokens.n + 2, css.n);
    rules.n = str_find(rules, S(".chart{display:"));
    buf_z(out, "<style>.chart{font-family:\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\"WenQuanYi Micro "
               "Hei\",system-ui,"
               "sans-serif;font-variant-numeric:tabular-nums}.ground{fill:");
    buf_put(out, colour(&c, S("--bg")));
    buf_putc(out, '}');
    while (rules.n) {
        size_t at = str_find(rules, S("var("));
        buf_put(out, str_sub(rules, 0, at));
        if (at == rules.n) break;
        rules = str_sub(rules, at + 4, rules.n);
        str name, rest = str_cut(rules, ')', &name);
        buf_put(out, colour(&c, name));
        rules = rest;
    }
    buf_z(out, "</style>");
}
