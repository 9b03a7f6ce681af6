/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sample month: tests/demo/month.txt is a list of command lines as a person types them; the demo runs them one by one. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/embed.h"
#include "base/file.h"
#include "cli/cli.h"

enum { WORDS = 96 };

/* Splits a line as a shell would: blanks, "…" and '…'; returns the number of words, -1 for an open quote. */
static int split(arena *a, str line, const char **words) {
    int n = 0;
    for (size_t i = 0; i < line.n;) {
        if (line.p[i] == ' ') {
            i++;
            continue;
        }
        AUTO(buf_free) buf w = {0};
        char quote = 0;
        for (; i < line.n && (quote || line.p[i] != ' '); i++) {
            char c = line.p[i];
            if (quote ? c == quote : c == '"' || c == '\'') quote = quote ? 0 : c;
            else buf_putc(&w, c);
        }
        if (quote || n == WORDS) return -1;
        words[n++] = arena_strdup(a, buf_str(&w));
    }
    return n;
}

/* A line that begins with a date sets the day on which the next commands are given. */
static bool day_line(cli *base, str line) {
    date d;
    if (!date_parse(line, &d)) return false;
    base->session.today = d;
    base->session.now = (int64_t)d * 86400 + 9 * 3600; /* nine o'clock of that day: the demo's bytes are the same everywhere */
    return true;
}

static err_code run_script(cli *c, const char *dir, str script, err *e) {
    cli base = *c;
    base.dir = dir;
    base.language = LANG_ZH;
    base.language_given = true;
    base.session.actor = S("陈静"); /* not who runs it: the demo's bytes are the same everywhere */
    base.session.reason = base.session.verb = (str){NULL, 0};
    int number = 0;
    for (str line; script.p;) {
        script = str_cut(script, '\n', &line);
        line = str_trim(line);
        number++;
        if (!line.n || line.p[0] == '#' || day_line(&base, line)) continue;
        while (line.n && line.p[line.n - 1] == '\\' && script.p) { /* a line that goes on */
            str more;
            script = str_cut(script, '\n', &more);
            line = str_c(arena_printf(c->a, "%.*s %.*s", (int)line.n - 1, line.p, STR(str_trim(more))));
            number++;
        }
        const char *words[WORDS];
        int n = split(c->a, line, words);
        if (!c->quiet) fprintf(stdout, "$ pdca %.*s\n", STR(line)), fflush(stdout);
        int status = n < 1 ? EXIT_FAILED : cli_run(n, words, &base);
        if (status == EXIT_SAYS_NO && str_starts(line, S("problem advance"))) continue; /* shown on purpose: what a gate asks for */
        if (status) return err_set(e, ERR_DEMO, "line", cli_int(c, number), "text", cli_z(c, line), NULL);
    }
    return ERR_NONE;
}

/* The made tickets are files that the commands read, as a user's would be. */
static err_code write_files(cli *c, const char *dir, err *e) {
    const str prefix = S("tests/demo/");
    for (size_t i = embed_first(prefix.p); i < embed_file_count && str_starts(str_c(embed_files[i].path), prefix); i++) {
        str name = str_sub(str_c(embed_files[i].path), prefix.n, 200);
        if (str_ends(name, S(".csv"))) TRY(file_write(file_join(c->a, dir, cli_z(c, name)), embed_files[i].data, e));
    }
    return ERR_NONE;
}

static err_code run_demo(cli *c, const args *a, err *e) {
    const char *dir = cli_z(c, a->place[0]);
    if (file_exists(file_join(c->a, dir, "quality.db"))) return err_set(e, ERR_EXISTS, "path", dir, NULL);
    str script = embed_find("tests/demo/month.txt");
    if (!script.p) return err_set(e, ERR_NO_DATA, "what", "tests/demo/month.txt", NULL);
    if (strchr(dir, '/')) { /* the folder above may be missing: build/demo */
        char *above = arena_strdup(c->a, str_c(dir));
        *strrchr(above, '/') = 0;
        if (*above) TRY(file_mkdir(above, e));
    }
    TRY(file_mkdir(dir, e));
    TRY(write_files(c, dir, e));
    char *here = getcwd(NULL, 0);
    err_code code = chdir(dir) == 0 ? run_script(c, ".", script, e) : err_set(e, ERR_IO, "path", dir, "reason", "chdir", NULL);
    if (here && chdir(here) != 0 && !code) code = err_set(e, ERR_IO, "path", here, "reason", "chdir", NULL);
    free(here);
    TRY(code);
    cli_say(c, "demo.done", "dir", dir, "open", file_join(c->a, dir, "public/index.html"), NULL);
    return ERR_NONE;
}

const command cmd_demo[] = {
    {"demo", run_demo, NEED_NONE, "DIR", {{NULL, NULL}}},
    {0},
};
