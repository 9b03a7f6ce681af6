/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages: one of them (show, report), or all as files (site). */
#include <unistd.h>

#include "base/file.h"
#include "cli/cli.h"
#include "site/site.h"
#include "view/page.h"

/* The workspace's own templates, or NULL. */
static const char *own_templates(cli *c) {
    const char *dir = file_join(c->a, c->dir, "templates");
    return file_is_dir(dir) ? dir : NULL;
}

/* The languages of the site by the setting: the first stands at the root. */
static int site_langs(cli *c, lang out[LANG_COUNT]) {
    int n = 0;
    lang first = LANG_ZH;
    lang_parse(record_setting(c->s, c->a, "lang", "zh"), &first);
    out[n++] = first;
    for (str rest = record_setting(c->s, c->a, "langs", "zh,en"), one; rest.p;) {
        lang l;
        rest = str_cut(rest, ',', &one);
        if (lang_parse(str_trim(one), &l) && l != first && n < LANG_COUNT) out[n++] = l;
    }
    return n;
}

static err_code print_page(cli *c, str name, str id, const args *a, err *e) {
    page_kind as = c->json ? PAGE_JSON : args_flag(a, "md") ? PAGE_MARKDOWN : args_flag(a, "html") ? PAGE_HTML : PAGE_TEXT;
    lang langs[LANG_COUNT];
    bool twins = site_langs(c, langs) > 1;
    page_options o = {.templates_dir = own_templates(c), .lang = c->language, .root_lang = langs[0], .twins = twins, .sql_lang = &c->ctx.language,
                      .full_names = as == PAGE_TEXT, .columns = c->columns, .color = c->color};
    page_set *set = NULL;
    TRY(page_open(&set, c->s, &o, e));
    err_code code = page_render(set, name, id, as, &c->out, e);
    page_close(&set);
    if (!code && c->out.n && c->out.p[c->out.n - 1] != '\n') buf_putc(&c->out, '\n');
    return code;
}

/* A page's id may be typed as any record's: p-2024-1. */
static err_code run_show(cli *c, const args *a, err *e) {
    str id = a->places > 1 ? a->place[1] : (str){NULL, 0};
    const kind *k = id.p ? kind_find(a->place[0]) : NULL;
    if (k && k->prefix) {
        err_code code = record_id(&c->ctx, k, id, &id, e);
        if (code && code != ERR_VOIDED) return code;
    }
    return print_page(c, a->place[0], id, a, e);
}

static err_code run_report(cli *c, const args *a, err *e) {
    period p;
    char text[PERIOD_TEXT];
    if (!period_parse(a->place[0], &p) || p.kind != PERIOD_MONTH)
        return err_set(e, ERR_BAD_VALUE, "field", "PERIOD", "value", cli_z(c, a->place[0]), "want", "want.month", NULL);
    return print_page(c, S("report"), arena_str(c->a, str_c(period_text(p, text))), a, e);
}

/* A past state has a folder of its own, beside the site. */
static const char *site_folder(cli *c) {
    char day[DATE_TEXT];
    if (!c->as_of.given) return "public";
    if (c->as_of.event) return arena_printf(c->a, "public-event-%lld", (long long)c->as_of.event);
    return arena_printf(c->a, "public-%s", date_text(c->as_of.day, day));
}

static err_code run_site(cli *c, const args *a, err *e) {
    str out_option = args_option(a, "out");
    const char *out = out_option.p ? cli_z(c, out_option) : file_join(c->a, c->dir, site_folder(c));
    site_options o = {.out = out, .templates_dir = own_templates(c), .sql_lang = &c->ctx.language, .check_all = args_flag(a, "check"),
                      .full = args_flag(a, "full"), .allow_leaks = args_flag(a, "allow-leaks"), .a = c->a, .interrupted = &cli_interrupted};
    o.n_langs = site_langs(c, o.langs);
    site_report report = {0};
    err_code code = site_build(c->s, &o, &report, e);
    for (int i = 0; i < report.leaks.n && (!code || code == ERR_LEAK); i++)
        cli_remark(c, "leak.file", "file", report.leaks.leak[i].file, "list", cli_scrubbed(c, &report.leaks.leak[i].counts), NULL);
    TRY(code);
    static const char *const ways[] = {[SITE_NOTHING] = "nothing", [SITE_PART] = "part", [SITE_COMPARE] = "compare", [SITE_FRESH] = "fresh"};
    static const char *const said[] = {[SITE_NOTHING] = "site.nothing", [SITE_PART] = "site.part", [SITE_COMPARE] = "site.part", [SITE_FRESH] = "site.done"};
    if (c->json)
        buf_printf(&c->out, "{\"way\": \"%s\", \"pages\": %d, \"files\": %d, \"removed\": %d, \"inspected\": %d, \"bytes\": %lld}\n", ways[report.way], report.pages,
                   report.files, report.removed, report.inspected, (long long)report.bytes);
    else cli_say(c, said[report.way], "files", cli_int(c, report.files), "pages", cli_int(c, report.pages), "removed", cli_int(c, report.removed), "out", out,
                 "open", file_join(c->a, out, "index.html"), NULL);
    return ERR_NONE;
}

const command cmd_site[] = {
    {"show", run_show, NEED_READ, "PAGE [ID]", {{"md", NULL}, {"html", NULL}, {"text", NULL}, {NULL, NULL}}},
    {"report", run_report, NEED_READ, "PERIOD", {{"md", NULL}, {"html", NULL}, {"text", NULL}, {NULL, NULL}}},
    {"site", run_site, NEED_READ, "", {{"out", "DIR"}, {"full", NULL}, {"check", NULL}, {"allow-leaks", NULL}, {NULL, NULL}}},
    {0},
};
