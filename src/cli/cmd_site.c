/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All pages as files. */
#include <unistd.h>

#include "base/file.h"
#include "cli/cli.h"
#include "site/site.h"

const char *cli_templates(cli *c) {
    const char *dir = file_join(c->a, c->dir, "templates");
    return file_is_dir(dir) ? dir : NULL;
}

int cli_site_langs(cli *c, lang out[LANG_COUNT]) {
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
    site_options o = {.out = out, .templates_dir = cli_templates(c), .sql_lang = &c->ctx.language, .check_all = args_flag(a, "check"),
                      .full = args_flag(a, "full"), .allow_leaks = args_flag(a, "allow-leaks"), .a = c->a, .interrupted = &cli_interrupted};
    o.n_langs = cli_site_langs(c, o.langs);
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
    {"site", run_site, NEED_READ, "", {{"out", "DIR"}, {"full", NULL}, {"check", NULL}, {"allow-leaks", NULL}, {NULL, NULL}}},
    {0},
};
