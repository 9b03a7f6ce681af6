/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page: shown, or handed over as one HTML file or as PDF (show, report). */
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/printer.h"
#include "formats/xml.h"
#include "monitor/leak.h"
#include "store/audit.h"
#include "view/page.h"
#include "view/single.h"

/* A PDF of ours ends with this line: readers ignore what stands behind its last one. */
#define PDF_MARK "\n% pdca\n"

enum { FILE_MAX = 64 * 1024 * 1024, RUNNING_COLUMNS = 56, SECONDS_DEFAULT = 120 };

static err_code open_pages(cli *c, bool full_names, page_set **ret_set, err *e) {
    lang langs[LANG_COUNT];
    bool twins = cli_site_langs(c, langs) > 1;
    page_options o = {.templates_dir = cli_templates(c), .lang = c->language, .root_lang = langs[0], .twins = twins, .sql_lang = &c->ctx.language,
                      .full_names = full_names, .columns = c->columns, .color = c->color};
    return page_open(ret_set, c->s, &o, e);
}

err_code cli_page(cli *c, str name, str id, const args *a, err *e) {
    page_kind as = c->json ? PAGE_JSON : c->csv ? PAGE_CSV : args_flag(a, "md") ? PAGE_MARKDOWN : args_flag(a, "html") ? PAGE_HTML : PAGE_TEXT;
    page_set *set = NULL;
    TRY(open_pages(c, as == PAGE_TEXT, &set, e));
    err_code code = page_render(set, name, id, as, &c->out, e);
    page_close(&set);
    if (!code && c->out.n && c->out.p[c->out.n - 1] != '\n') buf_putc(&c->out, '\n');
    return code;
}

/* ---- handing over */

/* The page as one file, in `out`; its name without extension. */
static err_code make_single(cli *c, page_set *set, str name, str id, bool plain, buf *out, const char **ret_file, leaks *found, err *e) {
    AUTO(buf_free) buf html = {0}, css = {0}, running = {0}, foot = {0};
    TRY(page_render(set, name, id, PAGE_HTML, &html, e));
    const char *file = arena_printf(c->a, "%.*s", STR(page_file(set)));
    const node *empty = tree_get(page_data(set), S("empty")); /* what says that there is nothing is no file for anybody */
    if (empty && empty->kind == NODE_TRUE)
        return err_set(e, ERR_NO_DATA, "what", arena_printf(c->a, "%s %.*s", word(c->language, "what.report"), STR(id)), NULL);
    const node *data = page_data(set), *site = tree_get(data, S("site"));
    str number = tree_text(data, "number"), note = arena_str(c->a, tree_text(site, "sample_note"));
    const char *today = cli_z(c, tree_text(site, "today_date"));
    int64_t seq;
    str head;
    TRY(audit_head(c->s, c->a, &seq, &head, e));
    if (number.n || id.n) buf_printf(&running, "%.*s ", STR(number.n ? number : id));
    utf8_clip(&running, tree_text(data, "title"), RUNNING_COLUMNS);
    buf_printf(&running, " · %s %s", word(c->language, "site.as_of"), today);
    char *seal = arena_printf(c->a, "%lld:%.*s", (long long)seq, STR(head));
    word_format(&foot, c->language, "single.foot", "name", cli_z(c, tree_text(site, "name")), "title", cli_z(c, tree_text(site, "title")), "date", today, NULL);

    xml_inspector *x = xml_inspector_new();
    xml_page inspected;
    err_code code = xml_inspect_page(x, c->a, file, buf_str(&html), &inspected, e);
    xml_inspector_free(&x);
    if (code) return code;
    leak_look(c->a, arena_printf(c->a, "%s.html", file), buf_str(&html), found);
    if (page_find(set, S("print"))) TRY(page_render(set, S("print"), S(""), PAGE_CSS, &css, e));
    single_options o = {.file = str_c(arena_printf(c->a, "%s.html", file)), .page = name, .print_css = buf_str(&css), .running = buf_str(&running),
                        .foot = buf_str(&foot), .seal = str_c(seal), .note = note, .plain = plain};
    *ret_file = file;
    return single_file(out, &o, buf_str(&html), e);
}

/* May `path` be written? A new file, or one that we made; with --force any file, but only a file. */
static err_code may_write(cli *c, const char *path, bool force, err *e) {
    struct stat st;
    if (stat(path, &st) != 0) return ERR_NONE; /* not there: writing says what is wrong, if anything is */
    if (!S_ISREG(st.st_mode)) return err_set(e, ERR_FILE_TAKEN, "path", path, NULL);
    if (force || st.st_size == 0) return ERR_NONE;
    str old;
    TRY(file_read(c->a, path, FILE_MAX, &old, e));
    bool ours = str_ends(old, S(PDF_MARK)) || (str_starts(old, S("<!DOCTYPE html>")) && str_find(old, S(SINGLE_MARK)) < str_find(old, S("<body")));
    return ours ? ERR_NONE : err_set(e, ERR_FILE_TAKEN, "path", path, NULL);
}

static err_code seconds_of(const args *a, int *ret_seconds, err *e) {
    str text = args_option(a, "timeout");
    long long n = SECONDS_DEFAULT;
    if (text.p && (!str_to_int(text, &n) || n < 1 || n > 3600)) {
        err_set(e, ERR_BAD_VALUE, "field", "--timeout", "want", "want.seconds", NULL);
        err_add(e, "value", text);
        return e->code;
    }
    *ret_seconds = (int)n;
    return ERR_NONE;
}

static err_code put_file(cli *c, const char *path, const printer *pdf, const args *a, str html, err *e) {
    str data = html;
    int seconds = SECONDS_DEFAULT;
    TRY(seconds_of(a, &seconds, e));
    if (pdf) TRY(printer_pdf(pdf, c->a, path, html, seconds, &data, e));
    AUTO(buf_free) buf marked = {0};
    buf_put(&marked, data);
    if (pdf) buf_z(&marked, PDF_MARK);
    TRY(file_write(path, buf_str(&marked), e));
    if (c->json) {
        buf_z(&c->out, "{\"file\": ");
        buf_json(&c->out, str_c(path));
        buf_printf(&c->out, ", \"bytes\": %zu}\n", marked.n);
    } else {
        cli_say(c, "report.written", "file", path, "kb", cli_int(c, (long long)(marked.n + 1023) / 1024), NULL);
    }
    return ERR_NONE;
}

static err_code wrong_use(cli *c, const char *reason, err *e) {
    return err_set(e, ERR_USAGE, "command", c->cmd->name, "reason", word(c->language, reason), NULL);
}

static err_code hand_over(cli *c, str name, str id, const args *a, err *e) {
    str out = args_option(a, "out");
    bool stdout_wanted = out.p && str_eqz(out, "-"), pdf = args_flag(a, "pdf") || (out.p && !args_flag(a, "single-file") && str_ends(out, S(".pdf")));
    if (pdf && args_flag(a, "single-file")) return wrong_use(c, "report.one_form", e);
    if (pdf && stdout_wanted) return wrong_use(c, "report.pdf_needs_file", e);
    printer with = {0};
    if (pdf) TRY(printer_find(c->a, &with, e));
    page_set *set = NULL;
    AUTO(buf_free) buf html = {0};
    leaks found = {0};
    const char *file = "";
    TRY(open_pages(c, false, &set, e));
    err_code code = make_single(c, set, name, id, pdf && !with.browser, &html, &file, &found, e);
    page_close(&set);
    TRY(code);
    for (int i = 0; i < found.n; i++) cli_remark(c, "leak.file", "file", found.leak[i].file, "list", cli_scrubbed(c, &found.leak[i].counts), NULL);
    if (found.total && !args_flag(a, "allow-leaks")) {
        err_set(e, ERR_LEAK, "file", found.leak[0].file, NULL);
        err_add_int(e, "n", found.total);
        return e->code;
    }
    if (stdout_wanted) {
        buf_put(&c->out, buf_str(&html));
        return ERR_NONE;
    }
    const char *path = out.p ? cli_z(c, out) : arena_printf(c->a, "%s.%s", file, pdf ? "pdf" : "html");
    TRY(may_write(c, path, args_flag(a, "force"), e));
    return put_file(c, path, pdf ? &with : NULL, a, buf_str(&html), e);
}

static err_code one_page(cli *c, str name, str id, const args *a, err *e) {
    bool handed = args_flag(a, "single-file") || args_flag(a, "pdf") || args_option(a, "out").p;
    return handed ? hand_over(c, name, id, a, e) : cli_page(c, name, id, a, e);
}

/* ---- commands */

/* A page's id may be typed as any record's: p-2024-1. */
static err_code run_show(cli *c, const args *a, err *e) {
    str id = a->places > 1 ? a->place[1] : (str){NULL, 0};
    const kind *k = id.p ? kind_find(a->place[0]) : NULL;
    if (k && k->prefix) {
        err_code code = record_id(&c->ctx, k, id, &id, e);
        if (code && code != ERR_VOIDED) return code;
    }
    return one_page(c, a->place[0], id, a, e);
}

static err_code run_report(cli *c, const args *a, err *e) {
    period p;
    char text[PERIOD_TEXT];
    if (!period_parse(a->place[0], &p) || p.kind != PERIOD_MONTH)
        return err_set(e, ERR_BAD_VALUE, "field", "PERIOD", "value", cli_z(c, a->place[0]), "want", "want.month", NULL);
    return one_page(c, S("report"), arena_str(c->a, str_c(period_text(p, text))), a, e);
}

#define FORMS                                                                                                                    \
    {"md", NULL}, {"html", NULL}, {"text", NULL}, {"single-file", NULL}, {"pdf", NULL}, {"out", "FILE"}, {"force", NULL}, {"timeout", "SECONDS"}, \
        {"allow-leaks", NULL}, {NULL, NULL}

const command cmd_report[] = {
    {"show", run_show, NEED_READ, "PAGE [ID]", {FORMS}},
    {"report", run_report, NEED_READ, "PERIOD", {FORMS}},
    {0},
};
