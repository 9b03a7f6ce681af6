/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help: purpose, an example first, every option. The words stand in templates/lang under cmd., verb., example., opt., field. */
#include <stdio.h>

#include "base/utf8.h"
#include "cli/cli.h"

/* The word under AREA.NAME.DETAIL (detail may be empty), blanks and dashes as _; NULL where there is none. */
static const char *find_word(cli *c, const char *area, const char *name, const char *detail) {
    char key[160];
    snprintf(key, sizeof key, "%s.%s%s%s", area, name, *detail ? "." : "", detail);
    for (char *p = key; *p; p++)
        if (*p == ' ' || *p == '-') *p = '_';
    return word_find(c->language, str_c(key));
}

/* "  --name VALUE   text", the text wrapped under itself where it has several lines. */
static void line(cli *c, const char *head, const char *text) {
    enum { INDENT = 28 };
    buf *b = &c->out;
    buf_fill(b, ' ', 2);
    int w = utf8_columns(str_c(head));
    buf_z(b, head);
    if (w > INDENT - 2) buf_putc(b, '\n'), w = -2;
    buf_fill(b, ' ', (size_t)(INDENT - w));
    buf_z(b, text);
    buf_putc(b, '\n');
}

static void title(cli *c, const char *key) {
    buf_putc(&c->out, '\n');
    if (c->color) buf_z(&c->out, "\033[1m");
    buf_z(&c->out, word(c->language, key));
    if (c->color) buf_z(&c->out, "\033[0m");
    buf_putc(&c->out, '\n');
}

static void example_lines(cli *c, const char *examples) {
    for (str rest = str_c(examples), one; rest.p;) {
        rest = str_cut(rest, '\n', &one);
        buf_printf(&c->out, "  %.*s\n", STR(one));
    }
}

static const char *option_head(cli *c, const char *name, const char *value) {
    char *head = arena_printf(c->a, "--%s%s%s", name, value ? " " : "", value ? value : "");
    for (char *p = head + 2; *p && *p != ' '; p++)
        if (*p == '_') *p = '-';
    return head;
}

static void everywhere(cli *c, bool lists) {
    static const char *const names[] = {"C", "as_of", "today", "actor", "lang", "json", "csv", "reason", "no_color", "quiet", "help"};
    static const char *const heads[] = {"-C DIR", "--as-of DATE|N", "--today DATE", "--actor NAME", "--lang zh|en", "--json", "--csv", "--reason TEXT", "--no-color", "--quiet", "--help"};
    title(c, "help.everywhere");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (lists || strcmp(names[i], "csv") != 0) line(c, heads[i], find_word(c, "global", names[i], ""));
}

void help_command(cli *c, const command *cmd) {
    const char *purpose = find_word(c, "cmd", cmd->name, "purpose"), *example = find_word(c, "cmd", cmd->name, "example");
    str kind_name;
    str_cut(str_c(cmd->name), ' ', &kind_name);
    const char *owner = cli_z(c, kind_name);
    buf_printf(&c->out, "pdca %s — %s\n", cmd->name, purpose ? purpose : "");
    title(c, "help.example");
    example_lines(c, example ? example : cmd->name);
    title(c, "help.usage");
    buf_printf(&c->out, "  pdca %s %s\n", cmd->name, cmd->places);
    if (cmd->options[0].name) title(c, "help.options");
    for (const option *o = cmd->options; o->name; o++) {
        const char *text = find_word(c, "opt", cmd->name, o->name);
        if (!text) text = find_word(c, "field", owner, o->name);
        if (!text) text = find_word(c, "opt", o->name, "");
        line(c, option_head(c, o->name, o->value), text ? text : "");
    }
    everywhere(c, str_starts(str_c(cmd->name), S("stat ")));
}

static const char *type_value(field_type t) {
    static const char *const values[] = {"TEXT", "TEXT",  "CODE",    "DATE", "DATE",   "N",     "N",  "NUMBER", "VALUE",
                                         "SHARE", "PERCENT", "DAYS", "yes|no", "CHOICE", "ID", "NAMES", "PERIOD", "WINDOW"};
    return values[t];
}

static const char *type_want(cli *c, const field *f) {
    static const char *const wants[] = {"",     "want.prose", "want.code", "want.date", "want.due", "want.int", "want.count", "want.real", "want.quantity", "want.share",
                                        "want.percent", "want.days", "", "", "", "want.list", "want.period", "want.window"};
    if (f->type == FIELD_ENUM) return arena_printf(c->a, " (%s)", f->more);
    if (f->type == FIELD_REF) {
        const kind *k = kind_find(str_c(f->more));
        return arena_printf(c->a, " (%s)", k->prefix ? arena_printf(c->a, "%s-2024-001", k->prefix) : k->name);
    }
    const char *want = wants[f->type];
    return *want ? arena_printf(c->a, c->language == LANG_ZH ? "（%s）" : " (%s)", word(c->language, want)) : "";
}

static void field_lines(cli *c, const kind *k, bool add, bool list) {
    for (int i = 0; i < k->n_fields; i++) {
        const field *f = &k->fields[i];
        if (!list && (f->flags & FIELD_KEPT)) continue;
        if (!add && !list && (f->flags & FIELD_ONCE)) continue;
        const char *label = find_word(c, "field", k->name, f->name);
        const char *must = add && (f->flags & FIELD_NEEDED) && !f->initial ? word(c->language, "help.needed") : "";
        const char *initial = add && f->initial ? arena_printf(c->a, " [%s]", f->initial) : "";
        line(c, option_head(c, f->name, type_value(f->type)), arena_printf(c->a, "%s%s%s%s", label ? label : f->name, type_want(c, f), initial, must));
    }
}

static const char *places_of(cli *c, const kind *k) {
    AUTO(buf_free) buf b = {0};
    if (!k->prefix) buf_z(&b, "ID");
    for (int i = 0; i < k->n_fields; i++)
        if (k->fields[i].flags & FIELD_PLACE) buf_printf(&b, "%s[%s]", b.n ? " " : "", k->fields[i].name);
    return arena_strdup(c->a, buf_str(&b));
}

void help_kind_verb(cli *c, const kind *k, const char *verb) {
    char key[64];
    snprintf(key, sizeof key, "kind.%s", k->name);
    const char *label = word(c->language, key);
    snprintf(key, sizeof key, "verb.%s", verb);
    buf_printf(&c->out, "pdca %s %s — ", k->name, verb);
    word_format(&c->out, c->language, key, "kind", label, NULL);
    buf_putc(&c->out, '\n');
    bool add = strcmp(verb, "add") == 0, set = strcmp(verb, "set") == 0, list = strcmp(verb, "list") == 0;
    const char *id = k->prefix ? arena_printf(c->a, "%s-2024-001", k->prefix) : k->id_type == FIELD_DATE ? "2024-06-10" : "ID";
    title(c, "help.example");
    const char *example = find_word(c, "example", k->name, verb);
    if (example) example_lines(c, example);
    else if (list) buf_printf(&c->out, "  pdca %s list --sort -id\n", k->name);
    else if (strcmp(verb, "void") == 0) buf_printf(&c->out, "  pdca %s void %s --reason \"…\"\n", k->name, id);
    else if (add) buf_printf(&c->out, "  pdca %s add %s\n", k->name, places_of(c, k));
    else buf_printf(&c->out, "  pdca %s %s %s%s\n", k->name, verb, id, set ? " …" : "");
    title(c, "help.usage");
    buf_printf(&c->out, "  pdca %s %s %s\n", k->name, verb, add ? places_of(c, k) : list ? "" : "ID");
    if (add || set || list) {
        title(c, list ? "help.filters" : "help.options");
        if (list) {
            line(c, "--sort FIELD", word(c->language, "opt.sort"));
            line(c, "--limit N", word(c->language, "opt.limit"));
            line(c, "--void", word(c->language, "opt.void"));
            line(c, "--all-fields", word(c->language, "opt.all_fields"));
            if (strcmp(k->name, "action") == 0) {
                line(c, "--status STATUS", word(c->language, "opt.status"));
                line(c, "--open", word(c->language, "opt.open"));
            }
        }
        field_lines(c, k, add, list);
    }
    everywhere(c, list);
}

void help_overview(cli *c) {
    buf_z(&c->out, word(c->language, "help.overview"));
    buf_putc(&c->out, '\n');
    title(c, "help.commands");
    const command *k;
    for (int i = 0; (k = command_at(i)); i++) {
        const char *purpose = find_word(c, "cmd", k->name, "purpose");
        line(c, k->name, purpose ? purpose : "");
    }
    title(c, "help.kinds");
    for (int i = 0; i < catalogue_count; i++) {
        char key[64];
        snprintf(key, sizeof key, "kind.%s", catalogue[i].name);
        line(c, catalogue[i].name, word(c->language, key));
    }
    line(c, "", word(c->language, "help.verbs"));
    everywhere(c, true);
    buf_printf(&c->out, "\n%s\n", word(c->language, "help.more"));
}

static void help_exit(cli *c) {
    static const int statuses[] = {EXIT_OK, EXIT_FAILED, EXIT_WRONG_USAGE, EXIT_PARTLY, EXIT_SAYS_NO, EXIT_LOCKED, EXIT_NO_WORKSPACE, EXIT_INTERRUPTED};
    title(c, "help.exit");
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        char key[32];
        snprintf(key, sizeof key, "exit.%d", statuses[i]);
        line(c, cli_int(c, statuses[i]), word(c->language, key));
    }
    title(c, "help.errors");
    for (int code = 1; code < ERR_COUNT; code++) {
        char key[64];
        snprintf(key, sizeof key, "err.%s", err_name((err_code)code));
        line(c, arena_printf(c->a, "%3d  %s", err_status((err_code)code), err_name((err_code)code)), word(c->language, key));
    }
}

/* The settings that something asks for; a new one has its line here by its word setting.NAME. */
static void help_settings(cli *c) {
    title(c, "help.settings");
    for (size_t i = 0; i < word_count(); i++) {
        str key = str_c(word_key(i));
        if (str_starts(key, S("setting."))) line(c, key.p + strlen("setting."), word(c->language, key.p));
    }
}

static err_code run_help(cli *c, const args *a, err *e) {
    if (!a->places) {
        help_overview(c);
        return ERR_NONE;
    }
    str topic = a->place[0];
    if (str_eq(topic, S("exit"))) {
        help_exit(c);
        return ERR_NONE;
    }
    if (str_eq(topic, S("settings"))) {
        help_settings(c);
        return ERR_NONE;
    }
    const char *two = a->places > 1 ? arena_printf(c->a, "%.*s %.*s", STR(topic), STR(a->place[1])) : NULL;
    const command *k = two ? command_find(str_c(two)) : NULL;
    if (!k && !two) k = command_find(topic);
    const kind *records = kind_find(topic);
    if (k) help_command(c, k);
    else if (records && (!two || record_verb_known(a->place[1]))) help_kind_verb(c, records, two ? cli_z(c, a->place[1]) : "add");
    else {
        err_set(e, ERR_UNKNOWN_COMMAND, "want", "pdca help", NULL);
        err_add(e, "command", two ? str_c(two) : topic);
        return e->code;
    }
    return ERR_NONE;
}

const command cmd_help[] = {
    {"help", run_help, NEED_NONE, "[COMMAND] [VERB]", {{NULL, NULL}}},
    {0},
};
