/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "monitor/monitor.h"

static const command *const tables[] = {cmd_workspace, cmd_problem, cmd_action, cmd_check, cmd_meeting,
                                        cmd_status,    cmd_import,  cmd_export, cmd_calendar, cmd_pareto, cmd_kpi,     cmd_sample, cmd_leak,   cmd_report, cmd_site,
                                        cmd_audit,     cmd_diff,    cmd_stat,    cmd_demo,  cmd_help};

const command *command_at(int i) {
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (const command *k = tables[t]; k->name; k++)
            if (i-- == 0) return k;
    return NULL;
}

const command *command_find(str name) {
    const command *k;
    for (int i = 0; (k = command_at(i)); i++)
        if (str_eqz(name, k->name)) return k;
    return NULL;
}

/* ---- what commands use ---------------------------------------------------------------------------------------------- */

static void say(buf *out, lang l, const char *key, va_list ap) {
    const char *p[16] = {0};
    int n = 0;
    while (n < 14 && (p[n] = va_arg(ap, const char *))) {
        p[n + 1] = va_arg(ap, const char *);
        n += 2;
    }
    p[n] = NULL;
    word_format(out, l, key, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8], p[9], p[10], p[11], p[12], p[13], NULL);
    buf_putc(out, '\n');
}

void cli_say(cli *c, const char *key, ...) {
    va_list ap;
    va_start(ap, key);
    if (!c->quiet) say(&c->out, c->language, key, ap);
    va_end(ap);
}

void cli_remark(cli *c, const char *key, ...) {
    va_list ap;
    va_start(ap, key);
    say(&c->note, c->language, key, ap);
    va_end(ap);
}

err_code cli_missing(cli *c, const char *argument, err *e) {
    return err_set(e, ERR_MISSING_ARGUMENT, "command", c->cmd ? c->cmd->name : "", "argument", argument, NULL);
}

err_code cli_id(cli *c, const args *a, int i, const char *kind_name, str *ret_id, err *e) {
    const kind *k = kind_find(str_c(kind_name));
    if (i >= a->places) return cli_missing(c, arena_printf(c->a, "%s-ID", k->prefix), e);
    return record_id(&c->ctx, k, a->place[i], ret_id, e);
}

const char *cli_int(cli *c, long long v) { return arena_printf(c->a, "%lld", v); }
const char *cli_z(cli *c, str s) { return arena_strdup(c->a, s); }

void cli_reason(cli *c, const args *a) {
    str reason = args_option(a, "reason");
    c->session.reason = reason.p ? arena_str(c->a, str_trim(reason)) : (str){NULL, 0};
    store_set_session(c->s, &c->session);
}

/* ---- one run ---------------------------------------------------------------------------------------------------------- */

static store *volatile running; /* for the signal handler */
volatile sig_atomic_t cli_interrupted;

static void on_signal(int sig) {
    (void)sig;
    store *s = running;
    cli_interrupted = 1;
    if (s) store_interrupt(s);
    else _exit(EXIT_INTERRUPTED);
}

err_code cli_open(cli *c, store_need need, err *e) {
    if (need == NEED_NONE) return ERR_NONE;
    if (c->as_of.given && need == NEED_WRITE) return err_set(e, ERR_PAST, "command", c->cmd ? c->cmd->name : "pdca", NULL);
    if (!file_is_dir(c->dir)) {
        if (!file_exists(c->dir)) return err_set(e, ERR_NO_WORKSPACE, "path", c->dir, NULL);
        return err_set(e, ERR_NOT_WORKSPACE, "path", c->dir, NULL);
    }
    err_code code = store_open(file_join(c->a, c->dir, "quality.db"), &c->s, e);
    if (code == ERR_NO_WORKSPACE) return err_set(e, ERR_NO_WORKSPACE, "path", c->dir, NULL);
    TRY(code);
    running = c->s;
    if (c->as_of.given) TRY(cli_past(c, e));
    store_set_session(c->s, &c->session);
    if (!c->language_given) lang_parse(record_setting(c->s, c->a, "lang", "zh"), &c->language);
    if (c->as_of.given) TRY(cli_say_past(c, e));
    TRY(record_prepare(&c->ctx, c->s, c->a, c->language, e));
    return monitor_prepare(c->s, e);
}

typedef struct globals {
    bool have_lang;
} globals;

/* SOURCE_DATE_EPOCH stands in for the clock, so that the same data give the same bytes. */
static void clock_and_environment(cli *c, globals *g) {
    const char *epoch = getenv("SOURCE_DATE_EPOCH"), *user = getenv("PDCA_ACTOR"), *dir = getenv("PDCA_DIR");
    long long seconds;
    c->session.now = epoch && str_to_int(str_c(epoch), &seconds) ? seconds : (int64_t)time(NULL);
    time_t now = (time_t)c->session.now;
    struct tm tm;
    if (epoch ? gmtime_r(&now, &tm) : localtime_r(&now, &tm))
        c->session.today = date_from_ymd(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
    if (!user || !*user) user = getenv("USER");
    if (!user || !*user) user = getenv("LOGNAME");
    c->session.actor = str_c(user && *user ? user : "unknown");
    c->dir = dir && *dir ? dir : ".";
    static const char *const from[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 0; i < 3 && !g->have_lang; i++) {
        const char *z = getenv(from[i]);
        if (z && *z && lang_parse(str_c(z), &c->language)) g->have_lang = true;
    }
    c->color = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    struct winsize w;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0) c->columns = w.ws_col;
}

/* Options before or behind the command's words that hold for every command. Takes them out of argv. */
static err_code take_globals(cli *c, globals *g, int *argc, const char **argv, err *e) {
    static const char *const names[] = {"-C", "--today", "--actor", "--lang", "--as-of"};
    int kept = 0;
    bool rest = false;
    for (int i = 0; i < *argc; i++) {
        int which = -1;
        str value = {NULL, 0};
        rest = rest || strcmp(argv[i], "--") == 0;
        for (int k = 0; k < 5 && !rest; k++) {
            size_t n = strlen(names[k]);
            if (strcmp(argv[i], names[k]) == 0) which = k;
            else if (k && strncmp(argv[i], names[k], n) == 0 && argv[i][n] == '=') which = k, value = str_c(argv[i] + n + 1);
        }
        if (which < 0) {
            argv[kept++] = argv[i];
            continue;
        }
        if (!value.p) {
            if (i + 1 >= *argc) return err_set(e, ERR_OPTION_VALUE, "option", names[which], NULL);
            value = str_c(argv[++i]);
        }
        if (which == 0) c->dir = value.p;
        else if (which == 1) {
            if (!date_parse(value, &c->session.today))
                return err_set(e, ERR_BAD_VALUE, "field", "--today", "value", value.p, "want", "want.date", NULL);
            c->today_given = true;
        } else if (which == 2) {
            if (!str_trim(value).n || utf8_invalid(value) < value.n)
                return err_set(e, ERR_BAD_VALUE, "field", "--actor", "value", "", "want", "want.text", NULL);
            c->session.actor = str_trim(value);
        } else if (which == 4) {
            TRY(cli_as_of(c, value, e));
        } else {
            if (!lang_parse(value, &c->language))
                return err_set(e, ERR_BAD_VALUE, "field", "--lang", "value", value.p, "want", "want.lang", NULL);
            g->have_lang = true;
        }
    }
    *argc = kept;
    return ERR_NONE;
}

static bool names_command(int argc, const char *const *argv, const command **ret, int *ret_words) {
    char two[96];
    if (argc >= 2 && argv[1][0] != '-') {
        snprintf(two, sizeof two, "%s %s", argv[0], argv[1]);
        if ((*ret = command_find(str_c(two)))) {
            *ret_words = 2;
            return true;
        }
    }
    *ret_words = 1;
    return (*ret = command_find(str_c(argv[0]))) != NULL;
}

static int least_places(const char *places) {
    int n = 0;
    bool optional = false, word = false;
    for (const char *p = places ? places : ""; *p; p++) {
        if (*p == '[') optional = true;
        if (!word && *p != ' ' && !optional) n++;
        word = *p != ' ';
        if (*p == ']') optional = false;
    }
    return n;
}

static int most_places(const char *places) {
    int n = 0;
    bool word = false;
    for (const char *p = places ? places : ""; *p; p++) {
        if (!word && *p != ' ') n++;
        word = *p != ' ';
    }
    return places && strstr(places, "…") ? ARGS_MAX : n;
}

static const char *place_name(cli *c, const char *places, int i) {
    str rest = str_c(places ? places : ""), one;
    do rest = str_cut(rest, ' ', &one);
    while (i-- > 0 && rest.p);
    return cli_z(c, one);
}

static err_code run_command(cli *c, const command *cmd, int argc, const char *const *argv, err *e) {
    args *a = arena_new(c->a, args, 1);
    bool help = false;
    c->cmd = cmd;
    TRY(args_parse(c, cmd->name, cmd->options, NULL, false, argc, argv, a, &help, e));
    if (help) {
        help_command(c, cmd);
        return ERR_NONE;
    }
    if (a->places < least_places(cmd->places)) return cli_missing(c, place_name(c, cmd->places, a->places), e);
    int most = most_places(cmd->places);
    if (a->places > most) {
        err_set(e, ERR_EXTRA_ARGUMENT, "command", cmd->name, NULL);
        err_add(e, "value", a->place[most]);
        return e->code;
    }
    if (c->as_of.given && cmd->need == NEED_NONE)
        return err_set(e, ERR_UNKNOWN_OPTION, "option", "--as-of", "command", cmd->name, "want", "", NULL);
    const char *verb = strchr(cmd->name, ' ');
    c->session.verb = str_c(verb ? verb + 1 : cmd->name);
    TRY(cli_open(c, cmd->need, e));
    if (c->s) cli_reason(c, a);
    return cmd->run(c, a, e);
}

static err_code unknown_command(cli *c, int argc, const char *const *argv, err *e) {
    const kind *k = kind_find(str_c(argv[0]));
    const char *want = k ? arena_printf(c->a, "pdca %s add | set | list | show | history | void", k->name) : "pdca help";
    err_set(e, ERR_UNKNOWN_COMMAND, "want", want, NULL);
    err_add(e, "command", str_c(argc > 1 && k ? arena_printf(c->a, "%s %s", argv[0], argv[1]) : argv[0]));
    return e->code;
}

static err_code run_line(cli *c, int argc, const char **argv, globals *g, err *e) {
    TRY(take_globals(c, g, &argc, argv, e));
    c->language_given = g->have_lang;
    if (argc == 0) {
        help_overview(c);
        return ERR_NONE;
    }
    if (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0) argv[0] = "help";
    if (strcmp(argv[0], "--version") == 0) argv[0] = "version";
    const command *cmd;
    int words;
    if (names_command(argc, argv, &cmd, &words)) return run_command(c, cmd, argc - words, argv + words, e);
    const kind *k = kind_find(str_c(argv[0]));
    if (k && argc == 1) {
        help_kind_verb(c, k, "list");
        return ERR_NONE;
    }
    if (k && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        help_kind_verb(c, k, "add");
        return ERR_NONE;
    }
    if (k && record_verb_known(str_c(argv[1]))) return record_verb(c, k, str_c(argv[1]), argc - 2, argv + 2, e);
    return unknown_command(c, argc, argv, e);
}

/* Everything at once, so that a reader never sees half an answer; a closed pipe is no error. */
static bool flush_out(int fd, buf *b) {
    size_t at = 0;
    while (at < b->n) {
        ssize_t n = write(fd, b->p + at, b->n - at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno == EPIPE;
        at += (size_t)n;
    }
    buf_clear(b);
    return true;
}

int cli_run(int argc, const char *const *argv, const cli *base) {
    arena a = {0};
    cli c = {.language = LANG_ZH, .a = &a};
    globals g = {0};
    clock_and_environment(&c, &g);
    if (!g.have_lang) c.language = LANG_EN; /* no locale at hand: the C locale is English, a workspace has its own */
    if (base) {
        c.language = base->language;
        g.have_lang = base->language_given;
        c.dir = base->dir;
        c.session = base->session;
        c.depth = base->depth + 1;
        c.color = base->color;
        c.columns = base->columns;
    }
    const char **words = arena_new(&a, const char *, argc + 1);
    for (int i = 0; i < argc; i++) words[i] = argv[i];
    if (!base) {
        struct sigaction act = {.sa_handler = on_signal};
        sigaction(SIGINT, &act, NULL);
        sigaction(SIGTERM, &act, NULL);
        signal(SIGPIPE, SIG_IGN);
    }
    err *e = arena_new(&a, err, 1);
    err_code code = run_line(&c, argc, words, &g, e);
    running = NULL;
    store_close(c.s);
    int status = err_status(code);
    if (code && code != ERR_PARTLY && c.json && !c.out.n) {
        AUTO(buf_free) buf text = {0};
        word_error(&text, c.language, e);
        buf_printf(&c.out, "{\"error\":\"%s\",\"status\":%d,\"message\":", err_name(code), status);
        buf_json(&c.out, buf_str(&text));
        buf_z(&c.out, "}\n");
    }
    if (!flush_out(STDOUT_FILENO, &c.out) && !status) {
        file_error("-", errno, e);
        code = e->code;
        status = err_status(code);
    }
    if (code) {
        if (c.color) buf_z(&c.note, "\033[1m");
        buf_z(&c.note, "pdca: ");
        if (c.color) buf_z(&c.note, "\033[0m");
        word_error(&c.note, c.language, e);
        buf_putc(&c.note, '\n');
    }
    flush_out(STDERR_FILENO, &c.note);
    buf_free(&c.out);
    buf_free(&c.note);
    arena_free(&a);
    return status;
}
