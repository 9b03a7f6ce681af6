/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Part of write.c: the Markdown page. */

static void md_gate_line(const char *text, const char *command) {
    (void)command;
    RAW("- ");
    buf_md(b, str_c(text), true);
    RAW("\n");
}

static void md_row(const char *head, str value) {
    RAW("| ");
    buf_z(b, head);
    RAW(" | ");
    cell(value);
    RAW(" |\n");
}

static void md_facts(void) {
    md_row(WORD("problem_page.what"), p.period);
    RAW("| --- | --- |\n| ");
    W("problem_page.frequency"), RAW(" | "), number(p.frequency), RAW(" (n = "), number(p.population), RAW(") |\n| ");
    W("problem_page.share"), RAW(" | "), buf_printf(b, "%.1f%%", 100.0 * p.frequency / p.population), RAW(" |\n");
    md_row(WORD("problem_page.scope"), p.scope);
    md_row(WORD("problem_page.direct"), p.direct);
    md_row(WORD("problem_page.root"), p.root);
    RAW("| ");
    W("problem_page.goal"), RAW(" | ["), cell(p.kpi->name[l]), RAW("](kpi-"), buf_put(b, p.kpi->id), RAW(".md) "), buf_z(b, figure(p.kpi, p.baseline)), RAW(" → ");
    buf_z(b, str_eqz(p.kpi->direction, "up") ? "≥ " : "≤ "), buf_z(b, figure(p.kpi, p.target)), RAW(" |\n");
    md_row(WORD("problem_page.severity"), str_c(choice("problem.severity", p.severity)));
    md_row(WORD("problem_page.opened"), p.opened);
    RAW("| ");
    W("problem_page.in_stage"), RAW(" | ");
    word_format(b, l, "problem_page.days_in_stage", "stage_days", number_z(p.stage_days), NULL);
    RAW(" |\n| ");
    W("problem_page.cycle"), RAW(" | "), number(p.cycle), RAW(" |\n");
}

static void md_causes(const drawing *d) {
    RAW("\n## "), W("problem_page.cause"), RAW("\n\n**"), cell(str_c(claim())), RAW("**\n"), buf_md(b, str_c(d->measure), true), RAW("\n\n![");
    cell(str_c(d->title));
    RAW("](charts/"), buf_put(b, p.id), RAW("-1.svg)\n\n| ");
    W("problem_page.fish_category"), RAW(" | "), W("problem_page.cause_text"), RAW(" | "), W("problem_page.state"), RAW(" | "), W("problem_page.evidence");
    RAW(" |\n| --- | --- | --- | --- |\n");
    for (int i = 0; i < p.n_cause; i++) {
        const cause_row *c = d->by_place[i];
        RAW("| "), cell(c->name[l]), RAW(" | "), cell(c->text), RAW(" | "), cell(str_c(choice("cause.status", c->status))), RAW(" | "), plain(c->evidence, false), RAW(" |\n");
    }
}

static void md_actions(void) {
    RAW("\n## "), W("problem_page.actions"), RAW("\n\n"), number(p.done), RAW(" / "), number(p.n_action), RAW(" "), W("problem_page.actions_done"), RAW(" · "), cell(str_c(do_text())), RAW("\n\n| ID | "), W("problem_page.action"), RAW(" | SMART | ");
    W("problem_page.owner"), RAW(" | "), W("problem_page.with"), RAW(" | "), W("problem_page.planned"), RAW(" | "), W("problem_page.actual"), RAW(" | ");
    W("problem_page.progress"), RAW(" | "), W("problem_page.state"), RAW(" | "), W("problem_page.reached");
    RAW(" |\n| --- | --- | ---: | --- | --- | --- | --- | ---: | --- | --- |\n");
    for (int i = 0; i < p.n_action; i++) {
        const action_row *a = &p.action[i];
        RAW("| "), cell(a->id), RAW(" | "), cell(a->text), RAW(" | "), number(a->ok), RAW("/5");
        if (a->ok < SMART_LETTERS) RAW(" "), word_format(b, l, "problem_page.lacks", "lacks", lacks_of(a), NULL);
        RAW(" | "), cell(a->owner), RAW(" | "), cell(a->departments), RAW(" | ");
        cell(a->planned), RAW(" | "), cell(a->actual), RAW(" | "), number(a->progress), RAW("% | "), cell(str_c(status_text(a))), RAW(" | "), cell(a->effect), RAW(" |\n");
    }
    RAW("\n");
    for (int i = 0; i < p.n_action; i++) {
        const action_row *a = &p.action[i];
        const kpi_row *k = a->has_target ? kpi_of(a->kpi) : NULL;
        RAW("- **"), cell(a->id), RAW("** "), cell(str_c(choice("action.kind", a->kind)));
        if (a->removes.p) RAW(" → "), cell(a->removes);
        if (k) RAW(" · "), W("problem_page.measured"), W("site.colon"), cell(k->name[l]), RAW(" "), buf_z(b, figure(k, a->baseline)), RAW(" → "), buf_z(b, figure(k, a->target));
        const struct { const char *word; str text; } more[] = {{WORD("problem_page.expected"), a->expected}, {WORD("problem_page.left"), a->left},
                                                               {WORD("problem_page.blocked"), a->blocked}, {WORD("problem_page.cancelled"), a->cancelled}};
        for (int m = 0; m < 4; m++)
            if (more[m].text.p) RAW(" · "), buf_z(b, more[m].word), W("site.colon"), cell(more[m].text);
        RAW("\n");
    }
}

static void md_history(void) {
    RAW("\n## "), W("problem_page.history"), RAW("\n\n"), W("problem_page.history_all"), RAW("\n\n| ");
    W("problem_page.seq"), RAW(" | "), W("problem_page.at"), RAW(" | "), W("problem_page.actor"), RAW(" | "), W("problem_page.change"), RAW(" | ");
    W("problem_page.reason"), RAW(" | "), W("problem_page.hash"), RAW(" |\n| ---: | --- | --- | --- | --- | --- |\n");
    for (int i = 0; i < p.n_event && i < SHOWN; i++) {
        const event_row *v = &p.event[i];
        RAW("| "), number(v->seq), RAW(" | "), cell(event_at(v)), RAW(" | "), cell(v->actor), RAW(" | "), buf_z(b, event_verb(v)), RAW(" ");
        buf_z(b, event_kind(v)), RAW(" "), cell(v->id), RAW(" | "), cell(v->reason), RAW(" | "), cell(str_sub(v->hash, 0, 12)), RAW(" |\n");
    }
    RAW("\n"), W("problem_page.seal"), RAW(" "), cell(p.event[0].hash), RAW("\n"), W("problem_page.verify"), RAW(" `pdca audit verify`\n");
}

static void write_md(const drawing *d) {
    RAW("# "), cell(p.title), RAW("\n\n"), buf_md(b, name, true), RAW(" "), cell(title), RAW(" · "), W("site.as_of"), RAW(" "), cell(str_c(day)), RAW("\n\n**");
    cell(p.id), RAW("** · "), buf_z(b, choice("problem.stage", p.stage));
    if (p.stage_days > plan_limit) RAW(" · "), over_limit();
    RAW(" · "), W("problem_page.owner"), RAW(" "), cell(p.owner), RAW("\n\n");
    counted();
    RAW("\n\n## "), W("problem_page.what"), RAW("\n\n"), markdown_md(b, p.phenomenon), RAW("\n\n");
    md_facts();
    RAW("\n### "), word_format(b, l, "problem_page.gate", "next_text", WORD("choice.problem.stage.do"), NULL), RAW("\n\n");
    gate(md_gate_line);
    md_causes(d);
    RAW("\n## "), W("problem_page.why"), RAW("\n\n");
    for (int i = 0; i < p.n_why; i++) {
        const why_row *w = &p.why[i];
        number(w->level), RAW(". "), buf_md(b, w->question, true), RAW(" **"), cell(w->answer), RAW("**");
        if (w->confirmed) RAW(" ("), W("problem_page.root"), RAW(")");
        RAW(" ");
        if (w->evidence.p) plain(w->evidence, false);
        else W("problem_page.no_evidence");
        RAW("\n");
    }
    md_actions();
    RAW("\n## "), W("problem_page.effect"), RAW("\n\n"), W("problem_page.unsealed"), RAW("\n\n## "), W("problem_page.standard"), RAW("\n\n");
    W("problem_page.standard_open"), RAW("\n");
    md_history();
    RAW("\n---\n\n"), W("site.made"), RAW(" ["), W("site.head"), RAW("](audit.md)\n");
}
