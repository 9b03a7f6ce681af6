/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/kpi.h"
#include "monitor/monitor.h"

static bool is_exclusion(str kind, str id) { return str_eq(kind, S("setting")) && str_eq(id, S("exclude")); }

bool monitor_concerns(str kind, str id) { return str_eq(kind, S("kpi")) || is_exclusion(kind, id); }

err_code monitor_follow(store *s, str kind, str id, err *e) {
    if (!monitor_concerns(kind, id)) return ERR_NONE;
    if (is_exclusion(kind, id) && !store_get_session(s)->reason.n)
        return err_set(e, ERR_REASON_NEEDED, "what", "what.exclude_reason", NULL);
    return rollup_refresh(s, NULL, e);
}
