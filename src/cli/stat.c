/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdca stat: the statistics over any CSV file; needs no workspace. */
#include "cli/stat.h"

#define SVG {"svg", "FILE"}
#define CONF {"conf", "SHARE"}
#define VALUE {"value", "COLUMN"}

const command cmd_stat[] = {
    {"stat describe", stat_run_describe, NEED_NONE, "FILE.csv|-",
     {VALUE, {"kind", "KIND"}, {"n", "COLUMN"}, {"weight", "COLUMN"}, {"quantiles", "P,P"}, {"type", "1-9"}, {"at-least", "NUMBER"},
      CONF, {NULL, NULL}}},
    {"stat control", stat_run_control, NEED_NONE, "[FILE.csv|-]",
     {VALUE, {"chart", "NAME"}, {"kind", "KIND"}, {"n", "COLUMN|N"}, {"spread", "COLUMN"}, {"by", "COLUMN"}, {"label", "COLUMN"},
      {"phase", "COLUMN"}, {"change", "ROWS"}, {"baseline", "A:B"}, {"exclude", "ROWS"}, {"rules", "SET"}, {"center", "NUMBER"}, {"sd", "NUMBER"},
      {"limit", "SIGMAS"}, {"lambda", "SHARE"}, {"floor", "NUMBER"}, {"ceiling", "NUMBER"}, {"target", "NUMBER"}, {"better", "higher|lower"},
      {"exact", NULL}, {"constants", "N"}, {"arl", NULL}, {"shift", "SIGMAS"}, SVG, {NULL, NULL}}},
    {"stat run", stat_run_run, NEED_NONE, "FILE.csv|-", {VALUE, {"center", "NUMBER"}, {"states", NULL}, SVG, {NULL, NULL}}},
    {"stat compare", stat_run_compare, NEED_NONE, "FILE.csv|-",
     {{"kind", "KIND"}, VALUE, {"n", "COLUMN"}, {"group", "COLUMN"}, {"groups", "A,B"}, {"swap", NULL}, {"table", NULL}, {"by", "COLUMN"},
      {"label", "COLUMN"}, {"weight", "COLUMN"}, {"spread", "COLUMN"}, {"success", "TEXT"}, {"at-least", "NUMBER"}, {"change", "ROW"},
      {"season", "N"}, {"level-only", NULL}, {"alpha", "SHARE"}, {"target", "NUMBER"}, {"better", "higher|lower"}, {"min-n", "N"}, CONF, {NULL, NULL}}},
    {"stat pareto", stat_run_pareto, NEED_NONE, "FILE.csv|-",
     {{"category", "COLUMN"}, VALUE, {"weight", "COLUMN"}, {"weights", "FILE"}, {"by", "COLUMN"}, {"groups", "A,B"}, {"other", "NAME"}, {"cut", "PERCENT"},
      CONF, SVG, {NULL, NULL}}},
    {"stat power", stat_run_power, NEED_NONE, "",
     {{"kind", "KIND"}, {"before", "SHARE"}, {"after", "SHARE"}, {"difference", "NUMBER"}, {"sd", "NUMBER"}, {"n", "N,N"}, {"power", "SHARE"}, CONF,
      {NULL, NULL}}},
    {"stat size", stat_run_size, NEED_NONE, "[FILE.csv|-]",
     {{"kind", "KIND"}, {"before", "SHARE"}, {"after", "SHARE"}, {"difference", "NUMBER"}, {"sd", "NUMBER"}, {"power", "SHARE"}, {"margin", "NUMBER"},
      {"share", "SHARE"}, {"population", "N|COLUMN"}, {"chi2", "NUMBER"}, CONF, {NULL, NULL}}},
    {"stat npv", stat_run_npv, NEED_NONE, "FILE.csv|-",
     {VALUE, {"rate", "SHARE"}, {"initial", "NUMBER"}, {"first", "0|1"}, {NULL, NULL}}},
    {"stat ahp", stat_run_ahp, NEED_NONE, "FILE.csv|-", {{NULL, NULL}}},
    {"stat score", stat_run_score, NEED_NONE, "FILE.csv|-",
     {VALUE, {"best", "COLUMN|N"}, {"weight", "COLUMN"}, {"by", "COLUMN"}, {"bands", "LIST"}, {"preset", "gbt27922"}, {"deductions", "N"}, {NULL, NULL}}},
    {0},
};
