/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/kpi.h"
#include "monitor/monitor.h"
#include "monitor/scale.h"

static bool is_setting(str kind, str id, const char *name) { return str_eq(kind, S("setting")) && str_eqz(id, name); }

bool monitor_concerns(str kind, str id) {
    return str_eq(kind, S("kpi")) || is_setting(kind, id, "exclude") || is_setting(kind, id, "csat_scale") || is_setting(kind, id, "hours");
}

/* Scores that are there were read by the scale of their time: only the files to come are concerned. */
static err_code check_scale(store *s, err *e) {
    AUTO(arena_free) arena a = {0};
    str text;
    bool found;
    csat_scale scale;
    TRY(store_text(s, &a, "SELECT value FROM setting WHERE id = 'csat_scale' AND voided IS NULL", NULL, 0, &text, &found, e));
    return found ? csat_scale_parse(&a, text, "csat_scale", &scale, e) : ERR_NONE;
}

static err_code check_hours(store *s, err *e) {
    AUTO(arena_free) arena a = {0};
    const business_clock *clock;
    return clock_of_hours(s, &a, S(""), &clock, e);
}

err_code monitor_follow(store *s, str kind, str id, err *e) {
    if (!monitor_concerns(kind, id)) return ERR_NONE;
    if (is_setting(kind, id, "csat_scale")) return check_scale(s, e);
    if (is_setting(kind, id, "hours")) return check_hours(s, e);
    if (is_setting(kind, id, "exclude") && !store_get_session(s)->reason.n)
        return err_set(e, ERR_REASON_NEEDED, "what", "what.exclude_reason", NULL);
    return rollup_refresh(s, NULL, e);
}
