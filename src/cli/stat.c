/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdca stat: the statistics over any CSV file; needs no workspace. */
#include "cli/stat.h"

/* An answer is given whole or not at all: what a command had written when it met an error is taken back. */
#define WHOLE(name)                                                                                                    \
    static err_code run_##name(cli *c, const args *a, err *e) {                                                        \
        size_t had = c->out.n;                                                                                         \
        err_code code = stat_run_##name(c, a, e);                                                                      \
        if (!code && c->csv && !c->json && c->out.n > had) code = stat_as_csv(c, had, e);                              \
        if (code) c->out.n = had;                                                                                      \
        return code;                                                                                                   \
    }
WHOLE(describe)
WHOLE(control)
WHOLE(run)
WHOLE(compare)
WHOLE(pareto)
WHOLE(power)
WHOLE(size)
WHOLE(npv)
WHOLE(ahp)
WHOLE(score)

#define SVG {"svg", "FILE"}
#define CONF {"conf", "SHARE"}
#define VALUE {"value", "COLUMN"}

const command cmd_stat[] = {
    {"stat describe", run_describe, NEED_NONE, "FILE.csv|-",
     {VALUE, {"kind", "KIND"}, {"n", "COLUMN"}, {"weight", "COLUMN"}, {"quantiles", "P,P"}, {"type", "1-9"}, {"at-least", "NUMBER"},
      CONF, {NULL, NULL}}},
    {"stat control", run_control, NEED_NONE, "[FILE.csv|-]",
     {VALUE, {"chart", "NAME"}, {"kind", "KIND"}, {"n", "COLUMN|N"}, {"spread", "COLUMN"}, {"by", "COLUMN"}, {"label", "COLUMN"},
      {"phase", "COLUMN"}, {"change", "ROWS"}, {"baseline", "A:B"}, {"exclude", "ROWS"}, {"rules", "SET"}, {"center", "NUMBER"}, {"sd", "NUMBER"},
      {"limit", "SIGMAS"}, {"lambda", "SHARE"}, {"floor", "NUMBER"}, {"ceiling", "NUMBER"}, {"target", "NUMBER"}, {"better", "higher|lower"},
      {"exact", NULL}, {"constants", "N"}, {"arl", NULL}, {"shift", "SIGMAS"}, SVG, {NULL, NULL}}},
    {"stat run", run_run, NEED_NONE, "FILE.csv|-", {VALUE, {"center", "NUMBER"}, {"states", NULL}, SVG, {NULL, NULL}}},
    {"stat compare", run_compare, NEED_NONE, "FILE.csv|-",
     {{"kind", "KIND"}, VALUE, {"n", "COLUMN"}, {"group", "COLUMN"}, {"groups", "A,B"}, {"swap", NULL}, {"table", NULL}, {"by", "COLUMN"},
      {"label", "COLUMN"}, {"weight", "COLUMN"}, {"spread", "COLUMN"}, {"success", "TEXT"}, {"at-least", "NUMBER"}, {"change", "ROW"},
      {"season", "N"}, {"level-only", NULL}, {"alpha", "SHARE"}, {"target", "NUMBER"}, {"better", "higher|lower"}, {"min-n", "N"}, CONF, {NULL, NULL}}},
    {"stat pareto", run_pareto, NEED_NONE, "FILE.csv|-",
     {{"category", "COLUMN"}, VALUE, {"weight", "COLUMN"}, {"weights", "FILE"}, {"by", "COLUMN"}, {"groups", "A,B"}, {"other", "NAME"}, {"cut", "PERCENT"},
      CONF, SVG, {NULL, NULL}}},
    {"stat power", run_power, NEED_NONE, "",
     {{"kind", "KIND"}, {"before", "SHARE"}, {"after", "SHARE"}, {"difference", "NUMBER"}, {"sd", "NUMBER"}, {"n", "N,N"}, {"power", "SHARE"}, CONF,
      {NULL, NULL}}},
    {"stat size", run_size, NEED_NONE, "[FILE.csv|-]",
     {{"kind", "KIND"}, {"before", "SHARE"}, {"after", "SHARE"}, {"difference", "NUMBER"}, {"sd", "NUMBER"}, {"power", "SHARE"}, {"margin", "NUMBER"},
      {"share", "SHARE"}, {"population", "N|COLUMN"}, {"chi2", "NUMBER"}, CONF, {NULL, NULL}}},
    {"stat npv", run_npv, NEED_NONE, "FILE.csv|-",
     {VALUE, {"rate", "SHARE"}, {"initial", "NUMBER"}, {"first", "0|1"}, {NULL, NULL}}},
    {"stat ahp", run_ahp, NEED_NONE, "FILE.csv|-", {{NULL, NULL}}},
    {"stat score", run_score, NEED_NONE, "FILE.csv|-",
     {VALUE, {"best", "COLUMN|N"}, {"weight", "COLUMN"}, {"by", "COLUMN"}, {"bands", "LIST"}, {"preset", "gbt27922"}, {"deductions", "N"}, SVG, {NULL, NULL}}},
    {0},
};
