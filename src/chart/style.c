/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/style.h"

#include <assert.h>

#include "base/embed.h"

/* The value of `--name:value;` in the first block of chart.css. */
static str colour(str tokens, str name) {
    for (size_t at = 0; at < tokens.n;) {
        str rest = str_sub(tokens, at, tokens.n), line;
        str_cut(rest, ';', &line);
        at += line.n + 1;
        str key, value = str_cut(str_trim(line), ':', &key);
        if (str_eq(str_trim(key), name)) return str_trim(value);
    }
    assert(false && "a colour that chart.css uses and does not define");
    return S("currentColor");
}

void style_embed(buf *out) {
    str css = embed_find("site/assets/chart.css");
    assert(css.p);
    size_t open = str_find(css, S(":root{")) + 6;
    str tokens = str_sub(css, open, css.n);
    tokens.n = str_find(tokens, S("}"));
    /* `}}` closes the block of tokens and its layer; the @media rules of the page stand last and are left out. */
    str rules = str_sub(css, open + tokens.n + 2, css.n);
    rules.n = str_find(rules, S("/* page */"));
    buf_z(out, "<style>.chart{font-family:\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\"WenQuanYi Micro "
               "Hei\",system-ui,"
               "sans-serif;font-variant-numeric:tabular-nums}.ground{fill:");
    buf_put(out, colour(tokens, S("--bg")));
    buf_putc(out, '}');
    while (rules.n) {
        size_t at = str_find(rules, S("var("));
        buf_put(out, str_sub(rules, 0, at));
        if (at == rules.n) break;
        rules = str_sub(rules, at + 4, rules.n);
        str name, rest = str_cut(rules, ')', &name);
        buf_put(out, colour(tokens, name));
        rules = rest;
    }
    buf_z(out, "</style>");
}
