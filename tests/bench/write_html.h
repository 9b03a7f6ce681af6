/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Part of write.c: the drawing, the history's words and the HTML page. */

typedef struct drawing {
    const char *title, *desc, *measure;
    chart_fishbone_data data;
    const cause_row *by_place[ROWS];
} drawing;

static chart_cause_state state_of(const cause_row *c) {
    return str_eqz(c->status, "confirmed") ? CHART_CAUSE_ROOT : str_eqz(c->status, "ruled_out") ? CHART_CAUSE_RULED_OUT : CHART_CAUSE_SUSPECTED;
}

/* Causes in the order of their categories; those below another cause are none of the bench's. */
static drawing draw_read(void) {
    drawing d = {.title = NULL};
    AUTO(buf_free) buf t = {0};
    chart_category *c = arena_new(&page, chart_category, n_category);
    int n = 0;
    for (int i = 0; i < n_category; i++) {
        chart_cause *cause = arena_new(&page, chart_cause, p.n_cause + 1);
        c[i] = (chart_category){category[i].name[l].p, cause, 0};
        for (int k = 0; k < p.n_cause; k++) {
            if (p.cause[k].place != category[i].place) continue;
            if (p.cause[k].parent.p) stop("a cause below a cause:");
            cause[c[i].n++] = (chart_cause){.text = p.cause[k].text.p, .state = state_of(&p.cause[k])};
            d.by_place[n++] = &p.cause[k];
        }
    }
    word_format(&t, l, "problem_page.fish_title", "title", p.title.p, NULL);
    d.title = arena_strdup(&page, buf_str(&t));
    buf_clear(&t);
    for (int i = 0; i < n; i++) {
        if (i) buf_z(&t, WORD("list.stop"));
        buf_put(&t, d.by_place[i]->name[l]);
        buf_z(&t, WORD("list.colon"));
        buf_put(&t, d.by_place[i]->text);
        word_format(&t, l, "list.in", "text", choice("cause.status", d.by_place[i]->status), NULL);
    }
    d.desc = arena_strdup(&page, buf_str(&t));
    buf_clear(&t);
    for (int i = 0; i < n; i++) {
        if (i && d.by_place[i]->place == d.by_place[i - 1]->place) continue;
        if (i) buf_z(&t, WORD("list.join"));
        buf_put(&t, d.by_place[i]->name[l]);
    }
    d.measure = arena_strdup(&page, buf_str(&t));
    d.data = (chart_fishbone_data){p.title.p, c, (size_t)n_category};
    return d;
}

static void draw_file(buf *out, const drawing *d) {
    chart_frame f = {.id = "c1", .title = d->title, .desc = d->desc, .standalone = true};
    chart_fishbone(out, &f, &d->data);
}

static void draw_here(const drawing *d) {
    chart_frame f = {.id = "c1", .title = d->title, .desc = d->desc, .variant = CHART_WIDE};
    chart_fishbone(b, &f, &d->data);
    f.id = "c1n";
    f.variant = CHART_NARROW;
    chart_fishbone(b, &f, &d->data);
}

/* Prose as one line of text. */
static void plain(str prose, bool as_html) {
    AUTO(buf_free) buf line = {0};
    if (prose.p) markdown_plain(&line, prose);
    if (as_html) esc(buf_str(&line));
    else cell(buf_str(&line));
}

static str event_at(const event_row *v) {
    char *z = arena_strdup(&page, str_sub(v->at, 0, 16));
    z[10] = ' ';
    return str_c(z);
}
static const char *event_verb(const event_row *v) { return word(l, arena_printf(&page, "event.%.*s", STR(v->verb))); }
static const char *event_kind(const event_row *v) { return word(l, arena_printf(&page, "kind.%.*s", STR(v->kind))); }

/* ---- the page from top to end */

static void html_nav(void) {
    static const char *const pages_in[] = {"index", "problems", "actions", "kpis", "reports", "meetings", "standards", "audit", "search"};
    RAW("<nav aria-label=\""), W("site.main_nav"), RAW("\">");
    for (size_t i = 0; i < sizeof pages_in / sizeof *pages_in; i++) {
        RAW("<a href=\""), buf_z(b, pages_in[i]), buf_z(b, i == 1 ? ".html\" aria-current=\"page\">" : ".html\">");
        buf_z(b, word(l, arena_printf(&page, "nav.%s", pages_in[i]))), RAW("</a>");
    }
    RAW("</nav>\n");
}

static void html_head(void) {
    const char *up = l == LANG_EN ? "../" : "", *other = l == LANG_EN ? "zh-CN" : "en";
    RAW("<!DOCTYPE html>\n<html lang=\""), buf_z(b, l == LANG_EN ? "en" : "zh-CN");
    RAW("\">\n<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'\"/>\n"
        "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>");
    esc(p.title), RAW(" · "), esc(name), RAW("</title>\n");
    static const char *const styles[] = {"chart", "style", "pages"};
    for (int i = 0; i < 3; i++) RAW("<link rel=\"stylesheet\" href=\""), buf_z(b, up), RAW("assets/"), buf_z(b, styles[i]), RAW(".css\"/>\n");
    RAW("<link rel=\"stylesheet\" href=\"print.css\"/>\n<link rel=\"icon\" type=\"image/svg+xml\" href=\""), buf_z(b, up), RAW("assets/icon.svg\"/>\n");
    RAW("<link rel=\"alternate\" type=\"text/markdown\" href=\""), buf_put(b, p.id), RAW(".md\"/>\n<script src=\""), buf_z(b, up);
    RAW("assets/site.js\" defer=\"defer\"></script>\n</head>\n<body class=\"p-problem\">\n<a class=\"skip\" href=\"#main\">"), W("site.skip");
    RAW("</a>\n<header class=\"top\"><div class=\"wrap\">\n<a class=\"brand\" href=\"index.html\"><i class=\"ring\"></i>"), esc(name), RAW(" <span>"), esc(title), RAW("</span></a>\n");
    html_nav();
    RAW("<div class=\"asof\"><span>"), W("site.as_of"), RAW(" <time datetime=\""), buf_z(b, day), RAW("\">"), buf_z(b, day), RAW("</time></span><a href=\"");
    buf_z(b, l == LANG_EN ? "../" : "en/"), buf_put(b, p.id), RAW(".html\" lang=\""), buf_z(b, other), RAW("\" hreflang=\""), buf_z(b, other), RAW("\">");
    buf_z(b, word(l == LANG_EN ? LANG_ZH : LANG_EN, "site.lang_name")), RAW("</a></div>\n</div></header>\n<main id=\"main\">\n<div class=\"wrap\">\n<nav class=\"crumb\" aria-label=\"");
    W("site.crumbs"), RAW("\"><a href=\"index.html\">"), W("nav.index"), RAW("</a><a href=\"problems.html\">"), W("nav.problems"), RAW("</a></nav>\n");
}

static void html_top(void) {
    RAW("<div class=\"head\"><div class=\"row\"><h1>"), esc(p.title), RAW("</h1><span class=\"id\">"), esc(p.id), RAW("</span><span class=\"chip solid\"><i class=\"ring ");
    esc(p.stage), RAW("\"></i>"), buf_z(b, choice("problem.stage", p.stage));
    if (p.stage_days > plan_limit) {
        RAW(" <b class=\"old\">"), over_limit(), RAW("</b>");
    }
    RAW("</span></div>\n<p class=\"lede\">"), counted(), RAW("</p></div>\n<ol class=\"four\">\n<li><h2><i class=\"ring plan\"></i><a href=\"#what\">"), W("site.plan"), RAW("</a><time>");
    esc(p.opened), RAW("</time></h2><p class=\"big\">"), number(p.frequency), RAW(" <small>"), W("site.tickets"), RAW("</small><span class=\"arr\">/</span>");
    buf_printf(b, "%.1f%%", 100.0 * p.frequency / p.population), RAW("</p><p>"), word_format(b, l, "problem_page.root_is", "text", p.root.p, NULL);
    RAW("</p></li>\n<li><h2><i class=\"ring do\"></i><a href=\"#actions\">"), W("site.do"), RAW("</a></h2><p class=\"big\">"), number(p.done), RAW(" / "), number(p.n_action);
    RAW(" <small>"), W("problem_page.actions_done"), RAW("</small></p><p>"), buf_z(b, do_text()), RAW("</p></li>\n<li><h2><i class=\"ring check\"></i><a href=\"#effect\">"), W("site.check");
    RAW("</a></h2><p class=\"big\">—</p><p>"), W("problem_page.unsealed"), RAW("</p></li>\n<li><h2><i class=\"ring act\"></i><a href=\"#standard\">"), W("site.act");
    RAW("</a></h2><p class=\"big\">—</p><p>"), W("problem_page.standard_open"), RAW("</p></li>\n</ol>\n<div class=\"withrail\">\n<nav class=\"rail\" aria-label=\""), W("problem_page.contents");
    RAW("\"><ol>\n<li><b><i class=\"ring plan\"></i>P "), W("site.plan"), RAW("</b><a href=\"#what\">"), W("problem_page.what"), RAW("</a><a href=\"#cause\">"), W("problem_page.cause");
    RAW("</a><a href=\"#why\">"), W("problem_page.why"), RAW("</a></li>\n<li><b><i class=\"ring do\"></i>D "), W("site.do"), RAW("</b><a href=\"#actions\">"), W("problem_page.actions");
    RAW("</a></li>\n<li><b><i class=\"ring check\"></i>C "), W("site.check"), RAW("</b><a href=\"#effect\">"), W("problem_page.effect");
    RAW("</a></li>\n<li><b><i class=\"ring act\"></i>A "), W("site.act"), RAW("</b><a href=\"#standard\">"), W("problem_page.standard"), RAW("</a><a href=\"#history\">");
    W("problem_page.history"), RAW("</a></li>\n</ol></nav>\n<div>\n");
}

static void html_gate_line(const char *text, const char *command) {
    RAW("<li>"), esc(str_c(text)), RAW(" <code class=\"small muted\">"), esc(str_c(command)), RAW("</code></li>");
}

static void fact(const char *head, str value) { RAW("<div><dt>"), buf_z(b, head), RAW("</dt><dd>"), esc(value), RAW("</dd></div>\n"); }

static void html_what(void) {
    RAW("<section id=\"what\"><h2>"), W("problem_page.what"), RAW("<small>"), esc(p.period), RAW("</small></h2>\n<div class=\"prose\">"), markdown_html(b, p.phenomenon);
    RAW("</div>\n<dl class=\"facts blk\">\n<div><dt>"), W("problem_page.frequency"), RAW("</dt><dd>"), number(p.frequency), RAW(" <span class=\"id\">n = "), number(p.population);
    RAW("</span></dd></div>\n<div><dt>"), W("problem_page.share"), RAW("</dt><dd>"), buf_printf(b, "%.1f%%", 100.0 * p.frequency / p.population), RAW("</dd></div>\n");
    fact(WORD("problem_page.scope"), p.scope);
    fact(WORD("problem_page.direct"), p.direct);
    RAW("<div class=\"w2\"><dt>"), W("problem_page.root"), RAW("</dt><dd><b>"), esc(p.root), RAW("</b></dd></div>\n<div><dt>"), W("problem_page.goal");
    RAW("</dt><dd><a class=\"quiet\" href=\"kpi-"), esc(p.kpi->id), RAW(".html\">"), esc(p.kpi->name[l]), RAW("</a> "), buf_z(b, figure(p.kpi, p.baseline));
    RAW("<span class=\"arr\">→</span>"), buf_z(b, str_eqz(p.kpi->direction, "up") ? "≥ " : "≤ "), buf_z(b, figure(p.kpi, p.target)), RAW("</dd></div>\n");
    fact(WORD("problem_page.owner"), p.owner);
    fact(WORD("problem_page.severity"), str_c(choice("problem.severity", p.severity)));
    RAW("<div><dt>"), W("problem_page.opened"), RAW("</dt><dd><time>"), esc(p.opened), RAW("</time></dd></div>\n<div><dt>"), W("problem_page.in_stage"), RAW("</dt><dd>");
    word_format(b, l, "problem_page.days_in_stage", "stage_days", number_z(p.stage_days), NULL), RAW("</dd></div>\n<div><dt>"), W("problem_page.cycle"), RAW("</dt><dd>");
    number(p.cycle), RAW("</dd></div>\n</dl>\n<div class=\"blk noprint\"><h3>"), word_format(b, l, "problem_page.gate", "next_text", WORD("choice.problem.stage.do"), NULL);
    RAW("</h3><ul class=\"need\">"), gate(html_gate_line), RAW("</ul></div>\n</section>\n");
}

static void html_causes(const drawing *d) {
    RAW("<section id=\"cause\"><h2>"), W("problem_page.cause"), RAW("<small>"), W("problem_page.fishbone"), RAW("</small></h2>\n<figure>\n<figcaption><p class=\"ft\">");
    buf_z(b, claim()), RAW("</p><p class=\"fs\">");
    esc(str_c(d->measure));
    RAW("</p></figcaption>\n"), draw_here(d);
    RAW("\n<ul class=\"key\"><li><svg class=\"chart\" viewBox=\"0 0 14 14\" aria-hidden=\"true\" focusable=\"false\"><circle class=\"fb-root\" cx=\"7\" cy=\"7\" r=\"6\"/><path class=\"fb-tick\" "
        "d=\"M4 7.2l2.1 2.2 4-4.6\"/></svg>");
    W("choice.cause.status.confirmed"), RAW("</li><li><svg class=\"chart\" viewBox=\"0 0 14 14\" aria-hidden=\"true\" focusable=\"false\"><circle class=\"fb-out\" cx=\"7\" cy=\"7\" r=\"5.4\"/>"
        "<path class=\"fb-cross\" d=\"M5 5l4 4M9 5L5 9\"/></svg>");
    W("choice.cause.status.ruled_out"), RAW("</li><li><svg class=\"chart\" viewBox=\"0 0 14 14\" aria-hidden=\"true\" focusable=\"false\"><circle class=\"fb-open\" cx=\"7\" cy=\"7\" r=\"5.4\"/></svg>");
    W("choice.cause.status.suspected"), RAW("</li></ul>\n<details class=\"data\"><summary>"), W("site.data"), RAW("</summary><div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">");
    W("problem_page.fish_category"), RAW("</th><th scope=\"col\">"), W("problem_page.cause_text"), RAW("</th><th scope=\"col\">"), W("problem_page.state"), RAW("</th><th scope=\"col\">");
    W("problem_page.evidence"), RAW("</th></tr></thead>\n<tbody>\n");
    for (int i = 0; i < p.n_cause; i++) {
        const cause_row *c = d->by_place[i];
        RAW("<tr><td>"), esc(c->name[l]), RAW("</td><td>"), esc(c->text), RAW("</td><td>"), buf_z(b, choice("cause.status", c->status)), RAW("</td><td>"), plain(c->evidence, true), RAW("</td></tr>\n");
    }
    RAW("</tbody></table></div></details>\n</figure>\n</section>\n");
}

static void html_whys(void) {
    RAW("<section id=\"why\"><h2>"), W("problem_page.why"), RAW("<small>5 Why</small></h2>\n<ol class=\"why\">\n");
    for (int i = 0; i < p.n_why; i++) {
        const why_row *w = &p.why[i];
        RAW("<li data-n=\""), number(w->level), buf_z(b, w->confirmed ? "\" class=\"root\"><div>" : "\"><div>");
        if (w->confirmed) RAW("<p class=\"lab\">"), W("problem_page.root"), RAW("</p>");
        RAW("<p class=\"q\">"), esc(w->question), RAW("</p><p class=\"a\">"), esc(w->answer), RAW("</p></div>");
        if (w->evidence.p) RAW("<div class=\"e\">"), markdown_html(b, w->evidence), RAW("</div></li>\n");
        else RAW("<p class=\"e muted\">"), W("problem_page.no_evidence"), RAW("</p></li>\n");
    }
    RAW("</ol>\n</section>\n");
}

static void html_smart(const action_row *a) {
    const char *lacks = lacks_of(a);
    buf_z(b, *lacks ? " <span class=\"tag miss\">SMART " : " <span class=\"tag\">SMART "), number(a->ok), RAW("/5");
    if (*lacks) RAW(" "), word_format(b, l, "problem_page.lacks", "lacks", lacks, NULL);
    RAW("</span></h3>\n<dl class=\"smart\"><dt>"), W("problem_page.kind"), RAW("</dt><dd>"), buf_z(b, choice("action.kind", a->kind));
    if (a->removes.p) RAW("<span class=\"arr\">→</span>"), esc(a->removes);
    RAW("</dd>\n");
    const kpi_row *k = a->has_target ? kpi_of(a->kpi) : NULL;
    if (k) {
        RAW("<dt>"), W("problem_page.measured"), RAW("</dt><dd>"), esc(k->name[l]), RAW(" "), buf_z(b, figure(k, a->baseline)), RAW("<span class=\"arr\">→</span>");
        buf_z(b, figure(k, a->target)), RAW("</dd>\n");
    }
    const struct { const char *word; str text; } more[] = {{WORD("problem_page.expected"), a->expected}, {WORD("problem_page.reached"), a->effect},
                                                           {WORD("problem_page.left"), a->left}, {WORD("problem_page.blocked"), a->blocked},
                                                           {WORD("problem_page.cancelled"), a->cancelled}};
    for (int i = 0; i < 5; i++)
        if (more[i].text.p) RAW("<dt>"), buf_z(b, more[i].word), RAW("</dt><dd>"), esc(more[i].text), RAW("</dd>\n");
    RAW("</dl>\n<ul class=\"cps\" aria-label=\""), W("problem_page.checkpoints"), RAW("\"></ul></div>\n");
}

static void html_actions(void) {
    RAW("<section id=\"actions\"><h2>"), W("problem_page.actions"), RAW("<small>"), buf_z(b, do_text()), RAW("</small></h2>\n<ul class=\"acts\">\n");
    for (int i = 0; i < p.n_action; i++) {
        const action_row *a = &p.action[i];
        const char *status = action_status_key(a->state.status);
        RAW("<li id=\""), esc(a->id), RAW("\"><div><h3><span class=\"id\">"), esc(a->id), RAW("</span>"), esc(a->text), html_smart(a);
        RAW("<div class=\"side\"><p><span>"), W("problem_page.state"), RAW("</span><span class=\"chip "), buf_z(b, status), RAW("\"><i class=\"i\"></i>"), buf_z(b, status_text(a));
        RAW("</span></p><p><span>"), W("problem_page.owner"), RAW("</span><b>"), esc(a->owner), RAW("</b></p>");
        if (a->departments.p) RAW("<p><span>"), W("problem_page.with"), RAW("</span><span>"), esc(a->departments), RAW("</span></p>");
        RAW("<p><span>"), W("problem_page.planned"), RAW("</span><time>"), esc(a->planned), RAW("</time></p>");
        if (!str_eq(a->planned, a->first_planned)) RAW("<p><span>"), W("problem_page.first_planned"), RAW("</span><time>"), esc(a->first_planned), RAW("</time></p>");
        RAW("<p><span>"), W("problem_page.actual"), RAW("</span><time>"), esc(a->actual.p ? a->actual : S("—")), RAW("</time></p>\n<span class=\"pg "), buf_z(b, status);
        RAW("\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><rect width=\""), number(a->progress);
        RAW("\" height=\"10\"/><path d=\"M"), number(a->expected_progress), RAW(" -3v16\"/></svg>"), number(a->progress), RAW("%</span>\n</div></li>\n");
    }
    RAW("</ul>\n</section>\n");
}

static void html_history(void) {
    static const char *const columns[] = {"seq", "at", "actor", "change", "reason", "hash"};
    const char *head[6];
    RAW("<section id=\"history\"><h2>"), W("problem_page.history"), RAW("<small>"), W("problem_page.history_all"), RAW("</small></h2>\n<table class=\"hashes stack\"><thead><tr>");
    for (int i = 0; i < 6; i++) {
        head[i] = word(l, arena_printf(&page, "problem_page.%s", columns[i]));
        buf_z(b, i ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"n\">"), buf_z(b, head[i]), RAW("</th>");
    }
    RAW("</tr></thead><tbody>\n");
    for (int i = 0; i < p.n_event && i < SHOWN; i++) {
        const event_row *v = &p.event[i];
        RAW("<tr><td class=\"n\" data-l=\""), buf_z(b, head[0]), RAW("\">"), number(v->seq), RAW("</td><td data-l=\""), buf_z(b, head[1]), RAW("\"><time>"), esc(event_at(v));
        RAW("</time></td><td data-l=\""), buf_z(b, head[2]), RAW("\">"), esc(v->actor), RAW("</td><td data-l=\""), buf_z(b, head[3]), RAW("\">"), buf_z(b, event_verb(v)), RAW(" ");
        buf_z(b, event_kind(v)), RAW(" <span class=\"id\">"), esc(v->id), RAW("</span></td><td data-l=\""), buf_z(b, head[4]), RAW("\">"), esc(v->reason), RAW("</td><td data-l=\"");
        buf_z(b, head[5]), RAW("\"><code class=\"hash\">"), esc(str_sub(v->hash, 0, 12)), RAW("</code></td></tr>\n");
    }
    RAW("</tbody></table>\n<p class=\"seal\">"), W("problem_page.seal"), RAW("<br/><code>"), esc(p.event[0].hash), RAW("</code><br/>"), W("problem_page.verify");
    RAW(" <code>pdca audit verify</code></p>\n</section>\n</div></div></div>\n");
}

static void write_html(const drawing *d) {
    html_head();
    html_top();
    html_what();
    html_causes(d);
    html_whys();
    html_actions();
    RAW("<section id=\"effect\"><h2>"), W("problem_page.effect"), RAW("</h2>\n<p class=\"none\">"), W("problem_page.unsealed"), RAW(" <code>pdca check seal "), esc(p.id);
    RAW(" …</code></p>\n</section>\n<section id=\"standard\"><h2>"), W("problem_page.standard"), RAW("</h2>\n<p class=\"none\">"), W("problem_page.standard_open");
    RAW(" <code>pdca standard add … --problem "), esc(p.id), RAW("</code></p>\n</section>\n");
    html_history();
    RAW("</main>\n<footer class=\"foot\"><div class=\"wrap\">\n<span>"), W("site.made"), RAW(" <a href=\"coverage.html\">"), W("nav.coverage"), RAW("</a><span class=\"dot\">·</span><a href=\"guide.html\">");
    W("nav.guide"), RAW("</a></span>\n<span><a class=\"chain\" href=\"audit.html\">"), W("site.head"), RAW("</a><span class=\"dot\">·</span><a href=\"");
    esc(p.id), RAW(".md\">Markdown</a></span>\n</div></footer>\n</body>\n</html>\n");
}
