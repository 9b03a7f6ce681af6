/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of tickets into the workspace, with a receipt. */
#include <math.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "monitor/days.h"

enum { SHOWN = 20, STDIN_MAX = 256 * 1024 * 1024 };

static const char *thousands(cli *c, int64_t v) {
    AUTO(buf_free) buf b = {0};
    buf_thousands(&b, v);
    return arena_strdup(c->a, buf_str(&b));
}

static const char *separator_name(cli *c, str separator) {
    const char *key = str_eq(separator, S(",")) ? "separator.comma"
                      : str_eq(separator, S(";")) ? "separator.semicolon"
                      : str_eq(separator, S("\t")) ? "separator.tab"
                      : str_eq(separator, S("，")) ? "separator.wide_comma"
                                                  : NULL;
    return key ? word(c->language, key) : cli_z(c, separator);
}

static const char *filled(cli *c, const char *key, const char *name, const char *value) {
    AUTO(buf_free) buf b = {0};
    word_format(&b, c->language, key, name, value, NULL);
    return arena_strdup(c->a, buf_str(&b));
}

/* What was decided about the file, and which columns were left unread. */
static void say_decisions(cli *c, const char *file, const import_receipt *r) {
    AUTO(buf_free) buf unread = {0};
    int known = 0;
    for (int i = 0; i < r->columns; i++) {
        bool read = r->column[i].known || r->column[i].kept;
        known += read;
        if (read) continue;
        if (unread.n) buf_z(&unread, word(c->language, "list.join"));
        buf_put(&unread, r->column[i].heading);
    }
    const char *how = r->sheet.p ? filled(c, "import.sheet", "sheet", cli_z(c, r->sheet))
                                 : arena_printf(c->a, "%s · %s", encoding_name(r->coded_in), filled(c, "import.separated", "separator", separator_name(c, r->separator)));
    const char *header = filled(c, "import.header", "line", cli_int(c, r->header_line));
    if (unread.n)
        cli_say(c, "import.decisions_unread", "file", file, "how", how, "header", header, "columns", cli_int(c, r->columns), "known", cli_int(c, known), "unread",
                buf_cstr(&unread), NULL);
    else cli_say(c, "import.decisions", "file", file, "how", how, "header", header, "columns", cli_int(c, r->columns), NULL);
    if (r->other_sheets.n) cli_say(c, "import.other_sheets", "sheets", cli_z(c, r->other_sheets), NULL);
    if (r->hidden_rows) cli_say(c, "import.hidden_rows", "n", thousands(c, r->hidden_rows), NULL);
}

/* One line a refusal: line, column, value, what would be right; aligned. */
static void say_refusals(cli *c, const import_receipt *r) {
    int shown = r->refusals < SHOWN ? r->refusals : SHOWN, column = 0, value = 0;
    for (int i = 0; i < shown; i++) {
        int w = utf8_columns(r->refusal[i].column), v = utf8_columns(r->refusal[i].value);
        if (w > column) column = w;
        if (v > value) value = v < 30 ? v : 30;
    }
    for (int i = 0; i < shown; i++) {
        const import_refusal *f = &r->refusal[i];
        AUTO(buf_free) buf cut = {0};
        buf *b = &c->out;
        utf8_clip(&cut, f->value, value);
        for (size_t k = 0; k < cut.n; k++)
            if ((unsigned char)cut.p[k] < ' ') cut.p[k] = ' ';
        buf_z(b, "   ");
        word_format(b, c->language, "import.line", "line", cli_int(c, f->line), NULL);
        buf_z(b, "  ");
        utf8_pad(b, f->column, column, false);
        buf_printf(b, "  “%.*s”", STR(buf_str(&cut)));
        buf_fill(b, ' ', (size_t)(value - utf8_columns(buf_str(&cut)) + 2));
        word_format(b, c->language, "import.want", "want", word(c->language, f->want), NULL);
        buf_putc(b, '\n');
    }
    if (r->refused > shown) cli_say(c, "import.more_refused", "n", thousands(c, r->refused - shown), NULL);
}

const char *cli_scrubbed(cli *c, const scrub_counts *counts) {
    AUTO(buf_free) buf list = {0};
    for (int k = 0; k < SCRUB_KINDS; k++) {
        if (!counts->n[k]) continue;
        if (list.n) buf_z(&list, word(c->language, "list.join"));
        word_format(&list, c->language, "import.scrubbed_kind", "kind", word(c->language, arena_printf(c->a, "scrub_kind.%s", scrub_name((scrub_kind)k))), "n",
                    thousands(c, counts->n[k]), NULL);
    }
    return arena_strdup(c->a, buf_str(&list));
}

/* What was done for the people in the file. */
static void say_protection(cli *c, const import_receipt *r) {
    const char *list = cli_scrubbed(c, &r->scrubbed);
    if (r->masked) cli_say(c, "import.masked", NULL);
    if (r->reissued) cli_remark(c, "import.reissued", "month", cli_z(c, r->period_to), NULL);
    if (*list) cli_say(c, "import.scrubbed", "list", list, NULL);
}

/* The columns in which at least one of the sample's tickets has a value. */
static void say_samples(cli *c, const import_receipt *r) {
    bool has[TICKET_IMPORTED + 1] = {false};
    for (int i = 0; i < r->samples; i++) {
        for (int k = 0; k < TICKET_IMPORTED; k++) has[k] |= r->sample[i].value[k].p != NULL;
        has[TICKET_IMPORTED] |= r->sample[i].extra.p != NULL;
    }
    if (!r->samples) return;
    cli_say(c, "import.samples", "n", cli_int(c, r->samples), NULL);
    table *t = table_new(c);
    table_column(t, word(c->language, "import.refused_line"), true, false);
    for (int k = 0; k <= TICKET_IMPORTED; k++) {
        ticket_column column = (ticket_column)k;
        if (has[k] && k == TICKET_IMPORTED) table_column(t, word(c->language, "ticket.extra"), false, true);
        else if (has[k]) table_column(t, word(c->language, arena_printf(c->a, "ticket.%s", ticket_column_name(column))), ticket_column_is_number(column), k > TICKET_TYPE);
    }
    for (int i = 0; i < r->samples; i++) {
        table_cell(t, str_c(cli_int(c, r->sample[i].line)));
        for (int k = 0; k < TICKET_IMPORTED; k++) {
            str v = r->sample[i].value[k];
            if (k == TICKET_TYPE) v = str_c(word(c->language, arena_printf(c->a, "type.%.*s", STR(v))));
            if (has[k]) table_cell(t, v);
        }
        if (has[TICKET_IMPORTED]) table_cell(t, r->sample[i].extra);
    }
    table_print(t, NULL); /* not asked for with --json: keys are not needed */
}

static void put_samples_json(buf *b, const import_receipt *r) {
    buf_z(b, ",\n \"samples\": [");
    for (int i = 0; i < r->samples; i++) {
        const import_sample *one = &r->sample[i];
        buf_printf(b, "%s\n  {\"line\": %lld", i ? "," : "", (long long)one->line);
        for (int k = 0; k < TICKET_IMPORTED; k++) {
            buf_printf(b, ", \"%s\": ", ticket_column_name((ticket_column)k));
            if (!one->value[k].p) buf_z(b, "null");
            else if (ticket_column_is_number((ticket_column)k)) buf_put(b, one->value[k]);
            else buf_json(b, one->value[k]);
        }
        buf_z(b, ", \"extra\": ");
        buf_put(b, one->extra.p ? one->extra : S("null"));
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static const char *left_out_lines(cli *c, const import_receipt *r) {
    AUTO(buf_free) buf b = {0};
    for (int i = 0; i < LEFT_OUT_KEPT && i < r->left_out; i++) {
        if (i) buf_z(&b, word(c->language, "list.join"));
        buf_z(&b, cli_int(c, r->left_out_line[i]));
    }
    if (r->left_out > LEFT_OUT_KEPT) buf_z(&b, " …");
    return arena_strdup(c->a, buf_str(&b));
}

static void say_receipt(cli *c, const char *file, const import_receipt *r, const import_options *o) {
    say_decisions(c, file, r);
    say_protection(c, r);
    cli_say(c, "import.counts", "read", thousands(c, r->rows_read), "stored", thousands(c, r->stored), "duplicate", thousands(c, r->duplicate), "refused",
            thousands(c, r->refused), NULL);
    if (r->left_out) cli_say(c, "import.left_out", "n", thousands(c, r->left_out), "lines", left_out_lines(c, r), NULL);
    if (r->missing) cli_say(c, "import.missing", "n", thousands(c, r->missing), NULL);
    if (r->csat_scale.n) cli_say(c, "import.csat_scale", "scale", cli_z(c, r->csat_scale), NULL);
    if (r->updated) cli_say(c, "import.updated", "n", thousands(c, r->updated), NULL);
    if (r->changed) cli_say(c, "import.changed", "n", thousands(c, r->changed), NULL);
    if (!c->quiet) say_refusals(c, r);
    say_samples(c, r);
    if (r->id.n) cli_say(c, "import.done", "id", cli_z(c, r->id), "from", cli_z(c, r->period_from), NULL);
    else if (o->dry_run) cli_say(c, "import.dry_run", NULL);
}

static void put_refusals_json(cli *c, const import_receipt *r) {
    buf *b = &c->out;
    buf_z(b, " \"refusals\": [");
    for (int i = 0; i < r->refusals; i++) {
        const import_refusal *f = &r->refusal[i];
        buf_printf(b, "%s\n  {\"line\": %lld, \"column\": ", i ? "," : "", (long long)f->line);
        buf_json(b, f->column);
        buf_z(b, ", \"value\": ");
        buf_json(b, f->value);
        buf_z(b, ", \"want\": ");
        buf_json(b, str_c(word(c->language, f->want)));
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_receipt_json(cli *c, const char *file, const import_receipt *r, bool dry_run) {
    buf *b = &c->out;
    buf_z(b, "{\"file\": ");
    buf_json(b, str_c(file));
    buf_z(b, ", \"import\": ");
    if (r->id.n) buf_json(b, r->id);
    else buf_z(b, "null");
    buf_z(b, ", \"already\": ");
    if (r->already.n) buf_json(b, r->already);
    else buf_z(b, "null");
    buf_printf(b, ", \"dry_run\": %s, \"sha256\": \"%s\", \"source\": ", dry_run ? "true" : "false", r->sha256);
    buf_json(b, r->source);
    buf_printf(b, ",\n \"encoding\": \"%s\", \"separator\": ", encoding_name(r->coded_in));
    buf_json(b, r->separator);
    buf_printf(b, ", \"read\": %lld, \"stored\": %lld, \"updated\": %lld, \"duplicate\": %lld, \"changed\": %lld, \"refused\": %lld, \"left_out\": %lld, \"read_as_missing\": %lld,\n \"masked\": %s, \"customers_reissued\": %s, \"columns\": {",
               (long long)r->rows_read, (long long)r->stored, (long long)r->updated, (long long)r->duplicate, (long long)r->changed,
               (long long)r->refused, (long long)r->left_out, (long long)r->missing, r->masked ? "true" : "false", r->reissued ? "true" : "false");
    for (int i = 0; i < r->columns; i++) {
        if (i) buf_z(b, ", ");
        buf_json(b, r->column[i].heading);
        buf_z(b, ": ");
        if (r->column[i].known) buf_json(b, str_c(ticket_column_name(r->column[i].column)));
        else buf_z(b, r->column[i].kept ? "\"extra\"" : "null");
    }
    buf_z(b, "},\n");
    put_refusals_json(c, r);
    if (dry_run) put_samples_json(b, r);
    buf_z(b, "}\n");
}

/* --map 客服工号=agent, --map 电话=- : the file's heading and the ticket's column. */
static err_code read_maps(cli *c, const args *a, import_options *o, err *e) {
    import_map *map = arena_new(c->a, import_map, ARGS_MAX);
    for (str one; (one = args_option_at(a, "map", o->maps)).p; o->maps++) {
        size_t eq = one.n;
        while (eq && one.p[eq - 1] != '=') eq--;
        str name = str_trim(str_sub(one, eq, one.n));
        ticket_column column = TICKET_NO;
        bool skip = str_eq(name, S("-"));
        if (eq < 2 || (!skip && (!ticket_column_find(name, &column) || (int)column >= TICKET_IMPORTED))) {
            err_set(e, ERR_BAD_VALUE, "field", "--map", "want", "want.map", NULL);
            err_add(e, "value", one);
            return e->code;
        }
        map[o->maps] = (import_map){str_trim(str_sub(one, 0, eq - 1)), skip ? -1 : (int)column};
    }
    o->map = map;
    return ERR_NONE;
}

/* --keep 型号批次,坐席组 or --keep "*" */
static void read_keeps(cli *c, const args *a, import_options *o) {
    str rest = args_option(a, "keep"), one;
    str *keep = arena_new(c->a, str, ARGS_MAX);
    while (rest.p && o->keeps < ARGS_MAX) {
        rest = str_cut(rest, ',', &one);
        if (str_trim(one).n) keep[o->keeps++] = str_trim(one);
    }
    o->keep = keep;
}

/* ---- profiles: options of an import under a name, kept as the setting profile_NAME: [["map","我的列=region"],["customer","keep"]] */

static const char *const profile_options[] = {"map", "keep", "customer", "source", "csat-scale", "sep", "encoding", "sheet", "hidden", "header"};
enum { PROFILE_OPTIONS = sizeof profile_options / sizeof *profile_options };

static str heading_of(str map) {
    size_t eq = map.n;
    while (eq && map.p[eq - 1] != '=') eq--;
    return str_trim(str_sub(map, 0, eq ? eq - 1 : 0));
}

/* What was typed goes before what the profile says: an option as a whole, a mapping by its heading. */
static bool is_typed(const args *typed, const char *name, str value) {
    if (strcmp(name, "map") != 0) return args_flag(typed, name);
    str one;
    for (int i = 0; (one = args_option_at(typed, "map", i)).p; i++)
        if (str_eq(heading_of(one), heading_of(value))) return true;
    return false;
}

/* The arguments with those of --profile NAME behind them. */
static err_code add_profile(cli *c, const args *typed, args *all, err *e) {
    str name = args_option(typed, "profile");
    *all = *typed;
    if (!name.p) return ERR_NONE;
    query *q;
    int n = 0;
    TRY(store_query(c->s,
                    "SELECT json_extract(o.value, '$[0]'), json_extract(o.value, '$[1]') FROM setting s,"
                    " json_each(CASE WHEN json_valid(s.value) THEN s.value ELSE '[]' END) o WHERE s.id = 'profile_' || ?1 AND s.voided IS NULL",
                    &q, e));
    query_bind(q, 1, name);
    for (; query_next(q); n++) {
        str value = arena_str(c->a, query_str(q, 1));
        for (int i = 0; i < PROFILE_OPTIONS; i++) {
            if (!str_eqz(query_str(q, 0), profile_options[i]) || is_typed(typed, profile_options[i], value) || all->options == ARGS_MAX) continue;
            all->option[all->options].name = profile_options[i];
            all->option[all->options++].value = value;
        }
    }
    TRY(query_end(q, e));
    if (n) return ERR_NONE;
    err_set(e, ERR_BAD_VALUE, "field", "--profile", "want", "want.profile", NULL);
    err_add(e, "value", name);
    return e->code;
}

/* --save-profile NAME: after the import, as it was; an audited record like any setting. */
static err_code save_profile(cli *c, const args *a, err *e) {
    str name = args_option(a, "save-profile"), value, id;
    if (!name.p) return ERR_NONE;
    AUTO(buf_free) buf json = {0};
    for (int k = 0; k < a->options; k++)
        for (int i = 0; i < PROFILE_OPTIONS; i++) {
            if (strcmp(a->option[k].name, profile_options[i]) != 0) continue;
            buf_z(&json, json.n ? ",[" : "[[");
            buf_json(&json, str_c(profile_options[i]));
            buf_putc(&json, ',');
            buf_json(&json, a->option[k].value);
            buf_putc(&json, ']');
        }
    buf_z(&json, json.n ? "]" : "[[\"source\",\"tickets\"]]");
    const kind *setting = kind_find(S("setting"));
    const bool given = true;
    int changed;
    TRY(record_parse(&c->ctx, setting, &setting->fields[0], buf_str(&json), &value, e));
    id = str_c(arena_printf(c->a, "profile_%.*s", STR(name)));
    bool known = record_setting(c->s, c->a, id.p, "").n > 0;
    c->session.verb = S("");
    store_set_session(c->s, &c->session);
    TRY(known ? record_set(&c->ctx, setting, id, &value, &given, &changed, e) : record_add(&c->ctx, setting, id, &value, &id, e));
    if (!c->json) cli_say(c, "import.profile_saved", "name", cli_z(c, name), NULL);
    return ERR_NONE;
}

static err_code run_profiles(cli *c, const args *a, err *e) {
    (void)a;
    static const char *const keys[] = {"name", "options"};
    query *q;
    table *t = table_new(c);
    table_column(t, word(c->language, "field.setting.id"), false, false);
    table_column(t, word(c->language, "import.profile_options"), false, false);
    TRY(store_query(c->s,
                    "SELECT substr(s.id, 9), (SELECT group_concat('--' || json_extract(value, '$[0]') || ' ' || json_quote(json_extract(value, '$[1]')), ' ')"
                    " FROM json_each(s.value)) FROM setting s WHERE s.id GLOB 'profile_*' AND s.voided IS NULL AND json_valid(s.value) ORDER BY s.id",
                    &q, e));
    while (query_next(q)) {
        table_cell(t, query_str(q, 0));
        table_cell(t, query_str(q, 1));
    }
    TRY(query_end(q, e));
    table_print(t, keys);
    return ERR_NONE;
}

static err_code read_options(const args *a, import_options *o, err *e) {
    str separator = args_option(a, "sep"), coded = args_option(a, "encoding"), from = args_option(a, "source");
    *o = (import_options){.source = str_trim(from), .partial = args_flag(a, "partial"), .update = args_flag(a, "update"), .dry_run = args_flag(a, "dry-run")};
    if (str_eq(separator, S("tab")) || str_eq(separator, S("\\t"))) separator = S("\t");
    str header = args_option(a, "header");
    long long line = 0;
    if (header.p && (!str_to_int(header, &line) || line < 1)) {
        err_set(e, ERR_BAD_VALUE, "field", "--header", "want", "want.int", NULL);
        err_add(e, "value", header);
        return e->code;
    }
    o->header = line;
    o->csat_scale = args_option(a, "csat-scale");
    str month = args_option(a, "period");
    period p;
    if (month.p && (!period_parse(str_trim(month), &p) || p.kind != PERIOD_MONTH)) {
        err_set(e, ERR_BAD_VALUE, "field", "--period", "want", "want.month", NULL);
        err_add(e, "value", month);
        return e->code;
    }
    o->period = str_trim(month);
    o->sheet = args_option(a, "sheet");
    o->hidden = args_flag(a, "hidden");
    if (separator.p) {
        size_t at = 0;
        if (separator.n) utf8_next(separator, &at);
        if (at == 0 || at != separator.n || strchr("\"\r\n", separator.p[0]) || utf8_invalid(separator) < separator.n) {
            err_set(e, ERR_BAD_VALUE, "field", "--sep", "want", "want.separator", NULL);
            err_add(e, "value", separator);
            return e->code;
        }
        o->separator = separator;
    }
    str customers = args_option(a, "customer");
    o->customers = str_eq(customers, S("keep")) ? CUSTOMER_KEEP : str_eq(customers, S("mask")) ? CUSTOMER_MASK : CUSTOMER_AUTO;
    if (customers.p && o->customers == CUSTOMER_AUTO && !str_eq(customers, S("auto"))) {
        err_set(e, ERR_BAD_VALUE, "field", "--customer", "want", "want.customer_policy", NULL);
        err_add(e, "value", customers);
        return e->code;
    }
    if (coded.p && !encoding_parse(coded, &o->coded_in)) {
        err_set(e, ERR_BAD_VALUE, "field", "--encoding", "want", "want.encoding_name", NULL);
        err_add(e, "value", coded);
        return e->code;
    }
    return ERR_NONE;
}

static err_code open_source(cli *c, const char *path, source *from, err *e) {
    if (strcmp(path, "-") != 0) return source_open_file(from, path, e);
    str data;
    TRY(file_read(c->a, path, STDIN_MAX, &data, e));
    source_open_str(from, data);
    return ERR_NONE;
}

/* A bar on a terminal's standard error, past the first second. */
typedef struct import_bar {
    cli *c;
    double began, drawn; /* seconds of the steady clock */
} import_bar;

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void draw_bar(void *user, int64_t rows, double share) {
    enum { WIDE = 24 };
    import_bar *bar = user;
    double now = seconds();
    if (now - bar->began < 1 || now - bar->drawn < 0.2) return;
    bar->drawn = now;
    AUTO(buf_free) buf b = {0}, n = {0};
    buf_z(&b, "\r\033[K");
    for (int i = 0; i < WIDE && !isnan(share); i++) buf_z(&b, i < (int)(share * WIDE + 0.5) ? "█" : "░");
    if (!isnan(share)) buf_printf(&b, " %3.0f%% ", share * 100);
    buf_thousands(&n, rows);
    word_format(&b, bar->c->language, "import.progress", "n", buf_cstr(&n), NULL);
    fputs(buf_cstr(&b), stderr);
    fflush(stderr);
}

static err_code import_file(cli *c, const args *typed, bool inspections, err *e) {
    import_options o;
    args *a = arena_new(c->a, args, 1);
    TRY(add_profile(c, typed, a, e));
    TRY(read_options(a, &o, e));
    o.inspections = inspections;
    TRY(read_maps(c, a, &o, e));
    read_keeps(c, a, &o);
    const char *path = cli_z(c, a->place[0]);
    o.file = cli_z(c, file_base(a->place[0]));
    c->session.verb = S("add");
    store_set_session(c->s, &c->session);
    AUTO(source_close) source from = {.fd = -1};
    TRY(open_source(c, path, &from, e));
    import_receipt r = {0};
    AUTO(buf_free) buf refused = {0};
    str refused_file = args_option(a, "refused");
    o.language = c->language;
    o.key_file = file_join(c->a, c->dir, "customer.key");
    if (refused_file.p) o.refused_rows = &refused;
    import_bar bar = {.c = c, .began = seconds()};
    if (isatty(STDERR_FILENO) && !c->quiet) o.progress = draw_bar, o.progress_user = &bar;
    err_code code = monitor_import(c->s, c->a, &o, &from, &r, e);
    if (bar.drawn > 0) fputs("\r\033[K", stderr), fflush(stderr);
    bool about_rows = !code || code == ERR_ROWS_REFUSED;
    if (about_rows && c->json) put_receipt_json(c, o.file, &r, o.dry_run);
    else if (about_rows && r.already.n) cli_say(c, "import.already", "file", o.file, "id", cli_z(c, r.already), NULL);
    else if (about_rows) say_receipt(c, o.file, &r, &o);
    if (about_rows && refused_file.p && r.refused) {
        err run;
        if (file_write_private(cli_z(c, refused_file), buf_str(&refused), code ? &run : e)) return code ? code : e->code;
        if (!c->json) cli_say(c, "import.refused_file", "file", cli_z(c, refused_file), NULL);
    }
    if (!code && !o.dry_run) TRY(save_profile(c, a, e));
    if (!code && r.refused) { /* --partial: done, but not with all rows */
        err_set(e, ERR_PARTLY, "file", o.file, NULL);
        err_add_int(e, "n", r.refused);
        return e->code;
    }
    return code;
}

static err_code run_import(cli *c, const args *a, err *e) { return import_file(c, a, false, e); }
static err_code run_inspect(cli *c, const args *a, err *e) { return import_file(c, a, true, e); }

/* Days that are not what their weekday says: pdca calendar import days.csv. */
static err_code run_calendar(cli *c, const args *a, err *e) {
    const char *file = cli_z(c, file_base(a->place[0]));
    AUTO(source_close) source from = {.fd = -1};
    TRY(open_source(c, cli_z(c, a->place[0]), &from, e));
    import_receipt r = {0};
    err_code code = days_import(c->s, c->a, file, args_flag(a, "partial"), &from, &r, e);
    if (code && code != ERR_ROWS_REFUSED) return code;
    if (c->json) {
        buf_z(&c->out, "{\"file\": ");
        buf_json(&c->out, str_c(file));
        buf_printf(&c->out, ", \"encoding\": \"%s\", \"read\": %lld, \"stored\": %lld, \"updated\": %lld, \"duplicate\": %lld, \"refused\": %lld,\n", encoding_name(r.coded_in),
                   (long long)r.rows_read, (long long)r.stored, (long long)r.updated, (long long)r.duplicate, (long long)r.refused);
        put_refusals_json(c, &r);
        buf_z(&c->out, "}\n");
    } else {
        cli_say(c, "calendar.counts", "read", thousands(c, r.rows_read), "stored", thousands(c, r.stored), "updated", thousands(c, r.updated), "duplicate",
                thousands(c, r.duplicate), "refused", thousands(c, r.refused), NULL);
        say_refusals(c, &r);
    }
    if (!code && r.refused) {
        err_set(e, ERR_PARTLY, "file", file, NULL);
        err_add_int(e, "n", r.refused);
        return e->code;
    }
    return code;
}

static err_code run_undo(cli *c, const args *a, err *e) {
    str id;
    int64_t n;
    TRY(cli_id(c, a, 0, "import", &id, e));
    if (!c->session.reason.n) c->session.reason = str_c(word(c->language, "import.undo_reason"));
    c->session.verb = S("undo");
    store_set_session(c->s, &c->session);
    TRY(monitor_undo(c->s, id, &n, e));
    cli_say(c, "import.undone", "id", cli_z(c, id), "n", thousands(c, n), NULL);
    return ERR_NONE;
}

const command cmd_import[] = {
    {"import tickets", run_import, NEED_WRITE, "FILE",
     {{"partial", NULL}, {"dry-run", NULL}, {"update", NULL}, {"source", "NAME"}, {"sep", "CHAR"}, {"encoding", "NAME"}, {"sheet", "NAME"}, {"hidden", NULL}, {"header", "LINE"}, {"period", "MONTH"}, {"csat-scale", "SCALE"}, {"customer", "auto|keep|mask"}, {"map", "HEADING=COLUMN"}, {"profile", "NAME"}, {"save-profile", "NAME"},
      {"keep", "HEADINGS"}, {"refused", "FILE"}, {NULL, NULL}}},
    {"inspect import", run_inspect, NEED_WRITE, "FILE",
     {{"partial", NULL}, {"dry-run", NULL}, {"source", "NAME"}, {"sep", "CHAR"}, {"encoding", "NAME"}, {"sheet", "NAME"}, {"header", "LINE"}, {"refused", "FILE"}, {NULL, NULL}}},
    {"calendar import", run_calendar, NEED_WRITE, "FILE", {{"partial", NULL}, {NULL, NULL}}},
    {"import profiles", run_profiles, NEED_READ, "", {{NULL, NULL}}},
    {"import undo", run_undo, NEED_WRITE, "I-ID", {{NULL, NULL}}},
    {0},
};
