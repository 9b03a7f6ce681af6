/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: argv to calls, and the only room that prints. A command is an entry of a table in one cmd_*.c file (cli.c
 * lists the tables); it reads its arguments from `args`, writes to c->out, and gives back an error code. */
#ifndef PDCA_CLI_CLI_H
#define PDCA_CLI_CLI_H

#include <signal.h>

#include "base/words.h"
#include "monitor/scrub.h"
#include "record/record.h"
#include "store/store.h"

typedef enum store_need { NEED_NONE, NEED_READ, NEED_WRITE } store_need;

/* An option of a command. Help text: word `cmd.COMMAND.opt.NAME` (blanks and dashes as _), else `opt.NAME`. */
typedef struct option {
    const char *name;  /* without the dashes */
    const char *value; /* what its value is called in help: "DATE"; NULL: a flag */
} option;

enum { ARGS_MAX = 256 };
typedef struct args {
    str place[ARGS_MAX]; /* arguments without a name */
    int places;
    struct {
        const char *name;
        str value; /* a flag: "1" */
    } option[ARGS_MAX];
    int options;
} args;

/* The last value given for an option; p == NULL where it was not given. */
str args_option(const args *a, const char *name);
bool args_flag(const args *a, const char *name);
/* The i-th value of an option that may be repeated; p == NULL past the last. */
str args_option_at(const args *a, const char *name, int i);

typedef struct cli cli;
typedef struct command {
    const char *name; /* "site", "action done" */
    err_code (*run)(cli *c, const args *a, err *e);
    store_need need;
    const char *places; /* "A-ID [PERCENT]": for help and for counting: [ ] optional, … any number */
    option options[28]; /* ends with a NULL name */
} command;

struct cli {
    lang language;
    bool language_given; /* by --lang or the locale; else the workspace's */
    bool json, csv, color, quiet;
    const char *dir;      /* the workspace */
    struct {
        bool given;
        date day;
        int64_t event; /* 0: the day tells */
        int64_t dated_back;
    } as_of;              /* --as-of: the past state to show */
    bool today_given;
    store_session session;
    arena *a;
    store *s;             /* open where the command needs it */
    record_ctx ctx;
    buf out;              /* what goes to standard output when the command is done */
    buf note;             /* what goes to standard error: remarks */
    const command *cmd;
    int columns;          /* of the terminal, 0: no terminal */
    int depth;            /* of commands run by a command (demo) */
};

/* Runs one command line (without the program's name) and prints; the exit status. `base`: defaults for a nested run, or NULL. */
int cli_run(int argc, const char *const *argv, const cli *base);

/* Set by SIGINT and SIGTERM. */
extern volatile sig_atomic_t cli_interrupted;

/* For commands. */
/* Opens c->dir's workspace as the command needs; cli_run does it before the command. */
err_code cli_open(cli *c, store_need need, err *e);
/* Prints a page as the run's options say: text, --json, --csv, --md, --html (cmd_report.c). */
err_code cli_page(cli *c, str name, str id, const args *a, err *e);
/* --as-of (past.c): reads its value (ERR_BAD_VALUE); lets the open store show the past; says so on standard error. */
err_code cli_as_of(cli *c, str value, err *e);
err_code cli_past(cli *c, err *e);
err_code cli_say_past(cli *c, err *e);
/* Writes a word filled from (name, value) pairs to c->out and ends the line. */
void cli_say(cli *c, const char *key, ...) __attribute__((sentinel));
/* The same to standard error. */
void cli_remark(cli *c, const char *key, ...) __attribute__((sentinel));
/* ERR_MISSING_ARGUMENT for the i-th place of the running command. */
err_code cli_missing(cli *c, const char *argument, err *e);
/* The record id in place i, checked. */
err_code cli_id(cli *c, const args *a, int i, const char *kind_name, str *ret_id, err *e);
/* A number as C string in the arena. */
const char *cli_int(cli *c, long long v);
const char *cli_z(cli *c, str s);
/* Kinds of personal data with their numbers, as a list in words (in the arena); empty without any. */
const char *cli_scrubbed(cli *c, const scrub_counts *counts);
/* The workspace's own templates, or NULL. */
const char *cli_templates(cli *c);
/* The languages of the site by the setting: the first stands at the root. How many there are. */
int cli_site_langs(cli *c, lang out[LANG_COUNT]);
/* Why, from --reason: into the session. */
void cli_reason(cli *c, const args *a);
/* Tables, aligned by display width. */
typedef struct table table;
table *table_new(cli *c);
/* A column: heading; right aligned for numbers; `last`: dropped first where the terminal is too narrow. */
void table_column(table *t, const char *heading, bool right, bool last);
void table_cell(table *t, str text);
/* A whole list in the run's format: aligned text, --json (array of objects by `key`s), --csv. */
void table_print(table *t, const char *const *keys);

/* The command tables, one a file. */
extern const command cmd_workspace[], cmd_record[], cmd_problem[], cmd_action[], cmd_check[], cmd_meeting[], cmd_audit[], cmd_diff[], cmd_status[],
    cmd_report[], cmd_site[], cmd_help[], cmd_demo[], cmd_import[], cmd_export[], cmd_calendar[], cmd_pareto[], cmd_kpi[], cmd_sample[], cmd_leak[], cmd_stat[];
const command *command_find(str name);
/* Walks all commands: NULL after the last. */
const command *command_at(int i);

/* Help (help.c). */
void help_command(cli *c, const command *cmd);
void help_kind_verb(cli *c, const kind *k, const char *verb);
void help_overview(cli *c);

/* Uniform verbs for every kind (cmd_record.c): true where `verb` is one of them. */
bool record_verb_known(str verb);
err_code record_verb(cli *c, const kind *k, str verb, int argc, const char *const *argv, err *e);
/* Values for a kind from the arguments: --field options and places, parsed. given may be NULL. */
err_code record_args(cli *c, const kind *k, const args *a, int first_place, str *ret_values, bool *ret_given, err *e);
/* Parses argv by the kind's fields and further options into args. */
err_code args_parse(cli *c, const char *command_name, const option *options, const kind *fields_of, bool kept_too, int argc,
                    const char *const *argv, args *ret, bool *ret_help, err *e);

#endif
