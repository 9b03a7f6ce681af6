/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "base/file.h"
#include "cli/cli.h"
#include "monitor/monitor.h"

static err_code fill(cli *c, str name, str title, err *e) {
    TRY(store_begin(c->s, e));
    err_code code = record_init(c->s, name, title, c->language, e);
    if (!code) code = monitor_init(c->s, e);
    return store_finish(c->s, code, e);
}

static err_code run_init(cli *c, const args *a, err *e) {
    const char *dir = cli_z(c, a->places ? a->place[0] : S("."));
    str name = args_option(a, "name"), title = args_option(a, "title");
    if (!name.p) name = str_c(word(c->language, "init.name"));
    if (!title.p) title = str_c(word(c->language, "init.title"));
    const char *path = file_join(c->a, dir, "quality.db");
    bool made = !file_exists(dir);
    TRY(file_mkdir(dir, e));
    err_code code = store_create(path, &c->s, e);
    if (!code) {
        store_set_session(c->s, &c->session);
        code = fill(c, name, title, e);
        if (code) unlink(path); /* nothing half made stays */
    }
    if (code && made) rmdir(dir);
    TRY(code);
    cli_say(c, "init.done", "path", path, NULL);
    return ERR_NONE;
}

static err_code run_version(cli *c, const args *a, err *e) {
    (void)a, (void)e;
    buf_printf(&c->out, "pdca %s (schema %d)\n", PDCA_VERSION, STORE_VERSION);
    return ERR_NONE;
}

const command cmd_workspace[] = {
    {"init", run_init, NEED_NONE, "[DIR]", {{"name", "TEXT"}, {"title", "TEXT"}, {NULL, NULL}}},
    {"version", run_version, NEED_NONE, "", {{NULL, NULL}}},
    {0},
};
