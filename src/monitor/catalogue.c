/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The KPIs of a new workspace. Names and definition texts: words kpi.CODE.name and kpi.CODE.definition. */
#include <math.h>

#include "base/words.h"
#include "monitor/kpi.h"
#include "monitor/monitor.h"

typedef struct builtin {
    const char *id, *form, *value_column, *numerator, *negative, *denominator, *unit, *direction;
    double target; /* NAN: the workspace's own */
    int decimals;
    bool overview;
} builtin;

static const builtin builtins[] = {
    {"csat", "mean", "csat", NULL, NULL, NULL, "score", "up", 4.5, 1, true},
    {"csat_pct", "share", NULL, "csat >= 4", NULL, "csat known", "%", "up", 0.9, 1, false},
    {"nps", "score", NULL, "nps >= 9", "nps <= 6", "nps known", "points", "up", NAN, 0, true},
    {"recommend", "share", NULL, "nps >= 9", NULL, "nps known", "%", "up", 0.8, 1, false},
    {"first_response", "mean", "response_h", NULL, NULL, NULL, "h", "down", 24, 1, true},
    {"response_24h", "share", NULL, "response_h <= 24", NULL, "response_h known", "%", "up", 1, 1, false},
    {"resolution", "mean", "resolution_h", NULL, NULL, NULL, "h", "down", 48, 1, true},
    {"resolution_48h", "share", NULL, "resolution_h <= 48", NULL, "resolution_h known", "%", "up", 1, 1, false},
    /* a complaint without customer or opening time cannot be known to be a repeat or not */
    {"repeat_complaint", "share", NULL, "since_complaint_h <= 720", NULL, "type = complaint & customer known & opened known", "%", "down",
     0.05, 1, true},
    {"compliance", "share", NULL, "inspection = pass", NULL, "inspection in (pass, fail)", "%", "up", 0.95, 1, true},
    {"fcr", "share", NULL, "first_contact = 1", NULL, "first_contact known", "%", "up", 0.8, 1, false},
    {"complaint_share", "share", NULL, "type = complaint", NULL, NULL, "%", "down", NAN, 1, false},
};

static const char *kpi_word(lang l, const char *id, const char *what) {
    AUTO(buf_free) buf key = {0};
    buf_printf(&key, "kpi.%s.%s", id, what);
    return word(l, buf_cstr(&key));
}

static err_code add_builtin(store *s, const builtin *b, int position, const char *today, err *e) {
    query *q;
    TRY(store_query(s,
                    "INSERT INTO kpi(id, name_zh, name_en, definition_zh, definition_en, form, value_column, numerator, negative,"
                    " denominator, unit, direction, target, decimals, position, overview, version, since)"
                    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 1, ?17)",
                    &q, e));
    query_bind(q, 1, b->id);
    query_bind(q, 2, kpi_word(LANG_ZH, b->id, "name"));
    query_bind(q, 3, kpi_word(LANG_EN, b->id, "name"));
    query_bind(q, 4, kpi_word(LANG_ZH, b->id, "definition"));
    query_bind(q, 5, kpi_word(LANG_EN, b->id, "definition"));
    query_bind(q, 6, b->form);
    query_bind(q, 7, b->value_column);
    query_bind(q, 8, b->numerator);
    query_bind(q, 9, b->negative);
    query_bind(q, 10, b->denominator);
    query_bind(q, 11, b->unit);
    query_bind(q, 12, b->direction);
    if (!isnan(b->target)) query_bind(q, 13, b->target);
    query_bind(q, 14, b->decimals);
    query_bind(q, 15, position);
    query_bind(q, 16, b->overview);
    query_bind(q, 17, today);
    return query_run(q, e);
}

err_code monitor_init(store *s, err *e) {
    char today[DATE_TEXT];
    date_text(store_get_session(s)->today, today);
    TRY(store_begin(s, e));
    err_code code = ERR_NONE;
    for (size_t i = 0; !code && i < sizeof builtins / sizeof *builtins; i++) code = add_builtin(s, &builtins[i], (int)i + 1, today, e);
    return store_finish(s, code, e);
}
