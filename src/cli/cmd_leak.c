/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finished site or a folder of exports, looked through for personal data before it is handed on. */
#include "cli/cli.h"
#include "monitor/leak.h"

static err_code run_leak_check(cli *c, const args *a, err *e) {
    leaks r;
    TRY(leak_check(c->a, cli_z(c, a->place[0]), &r, e));
    if (c->json) buf_printf(&c->out, "{\"files\": %lld, \"findings\": %lld, \"leaks\": [", (long long)r.files, (long long)r.total);
    for (int i = 0; i < r.n; i++) {
        if (!c->json) cli_say(c, "leak.file", "file", r.leak[i].file, "list", cli_scrubbed(c, &r.leak[i].counts), NULL);
        else {
            buf_z(&c->out, i ? ",\n {\"file\": " : "\n {\"file\": ");
            buf_json(&c->out, str_c(r.leak[i].file));
            for (int k = 0; k < SCRUB_KINDS; k++)
                if (r.leak[i].counts.n[k]) buf_printf(&c->out, ", \"%s\": %lld", scrub_name((scrub_kind)k), (long long)r.leak[i].counts.n[k]);
            buf_z(&c->out, "}");
        }
    }
    if (c->json) buf_z(&c->out, "]}\n");
    if (r.total) return err_set(e, ERR_LEAK, "n", cli_int(c, r.total), "file", r.leak[0].file, NULL);
    if (!c->json) cli_say(c, "leak.none", "n", cli_int(c, r.files), NULL);
    return ERR_NONE;
}

const command cmd_leak[] = {
    {"leak check", run_leak_check, NEED_NONE, "DIR", {{NULL, NULL}}},
    {0},
};
