/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/catalogue.h"

#include <assert.h>

enum { NEEDED = FIELD_NEEDED, KEPT = FIELD_KEPT, ONCE = FIELD_ONCE, PLACE = FIELD_PLACE, LISTED = FIELD_LISTED, LAST = FIELD_LAST };

static const field setting[] = {
    {"value", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
};

static const field category[] = {
    {"name_zh", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"name_en", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"position", FIELD_COUNT, NEEDED | LISTED, NULL, "99"},
};

static const field calendar_day[] = {
    {"kind", FIELD_ENUM, NEEDED | PLACE | LISTED, "holiday,workday", NULL},
    {"name", FIELD_TEXT, PLACE | LISTED, NULL, NULL},
};

static const field kpi[] = {
    {"name_zh", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"name_en", FIELD_TEXT, NEEDED | PLACE | LISTED | LAST, NULL, NULL},
    {"definition_zh", FIELD_TEXT, NEEDED, NULL, NULL},
    {"definition_en", FIELD_TEXT, NEEDED, NULL, NULL},
    {"form", FIELD_ENUM, NEEDED, "share,mean,quantile,score,entered", "entered"},
    {"value_column", FIELD_TEXT, 0, NULL, NULL},
    {"quantile", FIELD_SHARE, 0, NULL, NULL},
    {"numerator", FIELD_TEXT, 0, NULL, NULL},
    {"negative", FIELD_TEXT, 0, NULL, NULL},
    {"denominator", FIELD_TEXT, 0, NULL, NULL},
    {"unit", FIELD_ENUM, NEEDED | LISTED, "%,h,score,points,count,yuan", "%"},
    {"direction", FIELD_ENUM, NEEDED | LISTED, "up,down", "up"},
    {"target", FIELD_QUANTITY, LISTED, NULL, NULL},
    {"commitment", FIELD_QUANTITY, LAST | LISTED, NULL, NULL},
    {"baseline", FIELD_QUANTITY, LAST | LISTED, NULL, NULL},
    {"decimals", FIELD_COUNT, NEEDED, NULL, "1"},
    {"position", FIELD_COUNT, NEEDED, NULL, "99"},
    {"overview", FIELD_BOOL, NEEDED, NULL, "0"},
    {"version", FIELD_COUNT, NEEDED | KEPT, NULL, "1"},
    {"since", FIELD_DATE, NEEDED | KEPT, NULL, "today"},
};

static const field import[] = {
    {"file", FIELD_TEXT, NEEDED | KEPT | LISTED, NULL, NULL},
    {"sha256", FIELD_TEXT, NEEDED | KEPT | LISTED | LAST, NULL, NULL},
    {"source", FIELD_TEXT, NEEDED | KEPT | LISTED, NULL, NULL},
    {"on_date", FIELD_DATE, NEEDED | KEPT | LISTED, NULL, "today"},
    {"rows_read", FIELD_COUNT, NEEDED | KEPT | LISTED, NULL, NULL},
    {"stored", FIELD_COUNT, NEEDED | KEPT | LISTED, NULL, NULL},
    {"updated", FIELD_COUNT, NEEDED | KEPT, NULL, NULL},
    {"duplicate", FIELD_COUNT, NEEDED | KEPT | LISTED, NULL, NULL},
    {"refused", FIELD_COUNT, NEEDED | KEPT | LISTED, NULL, NULL},
    {"period_from", FIELD_PERIOD, KEPT, NULL, NULL},
    {"period_to", FIELD_PERIOD, KEPT, NULL, NULL},
    {"decisions", FIELD_PROSE, KEPT, NULL, NULL},
};

static const field measure[] = {
    {"kpi", FIELD_REF, NEEDED | ONCE | PLACE | LISTED, "kpi", NULL},
    {"period", FIELD_PERIOD, NEEDED | ONCE | PLACE | LISTED, NULL, NULL},
    {"dimension", FIELD_TEXT, ONCE, NULL, NULL},
    {"dimension_value", FIELD_TEXT, ONCE, NULL, NULL},
    {"value", FIELD_QUANTITY, NEEDED | LISTED, NULL, NULL},
    {"n", FIELD_COUNT, LISTED, NULL, NULL},
    {"sd", FIELD_REAL, 0, NULL, NULL},
    {"source", FIELD_TEXT, NEEDED | LISTED, NULL, NULL},
    {"method", FIELD_TEXT, LISTED | LAST, NULL, NULL},
    {"note", FIELD_PROSE, 0, NULL, NULL},
};

static const field problem[] = {
    {"title", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"phenomenon", FIELD_PROSE, 0, NULL, NULL},
    {"period", FIELD_PERIOD, LISTED | LAST, NULL, NULL},
    {"category", FIELD_TEXT, 0, NULL, NULL},
    {"frequency", FIELD_COUNT, LISTED, NULL, NULL},
    {"population", FIELD_COUNT, LISTED | LAST, NULL, NULL},
    {"direct_cause", FIELD_PROSE, 0, NULL, NULL},
    {"root_cause", FIELD_PROSE, 0, NULL, NULL},
    {"scope", FIELD_PROSE, 0, NULL, NULL},
    {"scope_share", FIELD_SHARE, 0, NULL, NULL},
    {"severity", FIELD_ENUM, NEEDED | LISTED, "low,medium,high,critical", "medium"},
    {"owner", FIELD_TEXT, LISTED, NULL, NULL},
    {"similar", FIELD_PROSE, 0, NULL, NULL},
    {"kpi", FIELD_REF, 0, "kpi", NULL},
    {"baseline", FIELD_QUANTITY, 0, NULL, NULL},
    {"target", FIELD_QUANTITY, 0, NULL, NULL},
    {"stage", FIELD_ENUM, NEEDED | KEPT | LISTED, "plan,do,check,act,closed", "plan"},
    {"cycle", FIELD_COUNT, NEEDED | KEPT, NULL, "1"},
    {"opened", FIELD_DATE, NEEDED | KEPT | LISTED, NULL, "today"},
    {"stage_since", FIELD_DATE, NEEDED | KEPT, NULL, "today"},
    {"closed", FIELD_DATE, KEPT, NULL, NULL},
    {"no_standard", FIELD_TEXT, 0, NULL, NULL},
    {"forced", FIELD_TEXT, KEPT, NULL, NULL},
};

static const field cause[] = {
    {"problem", FIELD_REF, NEEDED | ONCE | PLACE | LISTED, "problem", NULL},
    {"cycle", FIELD_COUNT, NEEDED | KEPT, NULL, NULL},
    {"category", FIELD_REF, NEEDED | PLACE | LISTED, "category", NULL},
    {"text", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"parent", FIELD_REF, 0, "cause", NULL},
    {"status", FIELD_ENUM, NEEDED | LISTED, "suspected,ruled_out,confirmed", "suspected"},
    {"evidence", FIELD_TEXT, LISTED | LAST, NULL, NULL},
};

static const field why[] = {
    {"problem", FIELD_REF, NEEDED | ONCE | PLACE | LISTED, "problem", NULL},
    {"cycle", FIELD_COUNT, NEEDED | KEPT, NULL, NULL},
    {"chain", FIELD_COUNT, NEEDED | ONCE | LISTED, NULL, NULL},
    {"level", FIELD_COUNT, NEEDED | KEPT | LISTED, NULL, NULL},
    {"parent", FIELD_REF, ONCE, "why", NULL},
    {"cause", FIELD_REF, ONCE, "cause", NULL},
    {"question", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"answer", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"evidence", FIELD_TEXT, LISTED | LAST, NULL, NULL},
    {"confirmed", FIELD_BOOL, NEEDED, NULL, "0"},
};

static const field action[] = {
    {"problem", FIELD_REF, ONCE | PLACE | LISTED, "problem", NULL},
    {"cycle", FIELD_COUNT, NEEDED | KEPT, NULL, NULL},
    {"text", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"kind", FIELD_ENUM, NEEDED, "correction,corrective,preventive", "corrective"},
    {"cause", FIELD_REF, 0, "cause", NULL},
    {"why", FIELD_REF, 0, "why", NULL},
    {"owner", FIELD_TEXT, NEEDED | LISTED, NULL, NULL},
    {"owner_kind", FIELD_ENUM, NEEDED, "person,department,outside", NULL},
    {"departments", FIELD_LIST, LISTED | LAST, NULL, NULL},
    {"start", FIELD_DUE, NEEDED, NULL, "today"},
    {"first_planned", FIELD_DATE, NEEDED | KEPT, NULL, NULL},
    {"planned", FIELD_DUE, NEEDED | FIELD_REASON | LISTED, NULL, NULL},
    {"actual", FIELD_DATE, KEPT | LISTED, NULL, NULL},
    {"progress", FIELD_PERCENT, NEEDED | KEPT | LISTED, NULL, "0"},
    {"left", FIELD_TEXT, KEPT, NULL, NULL},
    {"forecast_days", FIELD_DAYS, KEPT, NULL, NULL},
    {"blocked", FIELD_TEXT, 0, NULL, NULL},
    {"kpi", FIELD_REF, 0, "kpi", NULL},
    {"baseline", FIELD_QUANTITY, 0, NULL, NULL},
    {"target", FIELD_QUANTITY, 0, NULL, NULL},
    {"expected", FIELD_TEXT, 0, NULL, NULL},
    {"effect", FIELD_TEXT, 0, NULL, NULL},
    {"cost", FIELD_REAL, 0, NULL, NULL},
    {"cancelled", FIELD_TEXT, KEPT, NULL, NULL},
    {"cancelled_on", FIELD_DATE, KEPT, NULL, NULL},
};

static const field checkpoint[] = {
    {"action", FIELD_REF, NEEDED | ONCE | PLACE | LISTED, "action", NULL},
    {"date", FIELD_DUE, NEEDED | PLACE | LISTED, NULL, NULL},
    {"criterion", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"result", FIELD_TEXT, LISTED, NULL, NULL},
    {"met", FIELD_BOOL, LISTED, NULL, NULL},
    {"result_on", FIELD_DATE, 0, NULL, NULL},
};

static const field progress[] = {
    {"action", FIELD_REF, NEEDED | ONCE | PLACE | LISTED, "action", NULL},
    {"percent", FIELD_PERCENT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"date", FIELD_DATE, NEEDED | LISTED, NULL, "today"},
    {"note", FIELD_PROSE, LISTED, NULL, NULL},
    {"obstacle", FIELD_TEXT, LISTED | LAST, NULL, NULL},
    {"help_needed", FIELD_TEXT, LISTED | LAST, NULL, NULL},
    {"delay_reason", FIELD_TEXT, 0, NULL, NULL},
    {"left", FIELD_TEXT, 0, NULL, NULL},
    {"forecast_days", FIELD_DAYS, 0, NULL, NULL},
};

static const field check[] = {
    {"problem", FIELD_REF, NEEDED | KEPT | LISTED, "problem", NULL},
    {"cycle", FIELD_COUNT, NEEDED | KEPT, NULL, NULL},
    {"kpi", FIELD_REF, NEEDED | KEPT | LISTED, "kpi", NULL},
    {"category", FIELD_TEXT, KEPT, NULL, NULL},
    {"direction", FIELD_ENUM, NEEDED | KEPT, "up,down", NULL},
    {"target", FIELD_QUANTITY, NEEDED | KEPT | LISTED, NULL, NULL},
    {"before_window", FIELD_WINDOW, NEEDED | KEPT | LISTED, NULL, NULL},
    {"after_window", FIELD_WINDOW, NEEDED | KEPT | LISTED, NULL, NULL},
    {"min_n", FIELD_COUNT, NEEDED | KEPT, NULL, NULL},
    {"sealed_on", FIELD_DATE, NEEDED | KEPT | LISTED, NULL, "today"},
    {"sealed_late", FIELD_BOOL, NEEDED | KEPT, NULL, "0"},
    {"source", FIELD_ENUM, KEPT, "tickets,entered", NULL},
    {"recorded_on", FIELD_DATE, KEPT | LISTED, NULL, NULL},
    {"checker", FIELD_TEXT, KEPT, NULL, NULL},
    {"before_n", FIELD_COUNT, KEPT, NULL, NULL},
    {"before_x", FIELD_INT, KEPT, NULL, NULL},
    {"before_value", FIELD_QUANTITY, KEPT | LISTED, NULL, NULL},
    {"before_sd", FIELD_REAL, KEPT, NULL, NULL},
    {"after_n", FIELD_COUNT, KEPT, NULL, NULL},
    {"after_x", FIELD_INT, KEPT, NULL, NULL},
    {"after_value", FIELD_QUANTITY, KEPT | LISTED, NULL, NULL},
    {"after_sd", FIELD_REAL, KEPT, NULL, NULL},
    {"difference", FIELD_REAL, KEPT, NULL, NULL},
    {"lo", FIELD_REAL, KEPT, NULL, NULL},
    {"hi", FIELD_REAL, KEPT, NULL, NULL},
    {"p", FIELD_REAL, KEPT, NULL, NULL},
    {"method", FIELD_TEXT, KEPT, NULL, NULL},
    {"verdict", FIELD_ENUM, KEPT | LISTED, "on_target,short_of_target,not_shown,worse,too_little_data", NULL},
    {"wash_in", FIELD_DAYS, KEPT, NULL, NULL},
    {"after_counted", FIELD_WINDOW, KEPT, NULL, NULL},
    {"guards", FIELD_TEXT, KEPT, NULL, NULL},
    {"called", FIELD_COUNT, 0, NULL, NULL},
    {"reached", FIELD_COUNT, 0, NULL, NULL},
    {"improved", FIELD_COUNT, 0, NULL, NULL},
    {"unchanged", FIELD_COUNT, 0, NULL, NULL},
    {"worse", FIELD_COUNT, 0, NULL, NULL},
    {"note", FIELD_PROSE, 0, NULL, NULL},
};

static const field standard[] = {
    {"problem", FIELD_REF, LISTED, "problem", NULL},
    {"number", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"title", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"version", FIELD_TEXT, NEEDED | LISTED, NULL, "1.0"},
    {"effective", FIELD_DUE, NEEDED | LISTED, NULL, "today"},
    {"review", FIELD_DUE, LISTED, NULL, NULL},
    {"owner", FIELD_TEXT, LISTED | LAST, NULL, NULL},
    {"text", FIELD_PROSE, 0, NULL, NULL},
};

static const field meeting[] = {
    {"date", FIELD_DATE, NEEDED | PLACE | LISTED, NULL, "today"},
    {"title", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"chair", FIELD_TEXT, LISTED, NULL, NULL},
    {"attendance", FIELD_LIST, LISTED | LAST, NULL, NULL},
    {"agenda", FIELD_PROSE, 0, NULL, NULL},
    {"minutes", FIELD_PROSE, 0, NULL, NULL},
};

static const field decision[] = {
    {"meeting", FIELD_REF, NEEDED | ONCE | PLACE | LISTED, "meeting", NULL},
    {"text", FIELD_TEXT, NEEDED | PLACE | LISTED, NULL, NULL},
    {"owner", FIELD_TEXT, LISTED, NULL, NULL},
    {"due", FIELD_DUE, LISTED, NULL, NULL},
    {"problem", FIELD_REF, 0, "problem", NULL},
    {"action", FIELD_REF, LISTED, "action", NULL},
    {"done", FIELD_DATE, LISTED, NULL, NULL},
};

#define KIND(word, table, prefix, id_type, fields) {word, table, prefix, id_type, fields, sizeof fields / sizeof *fields}
const kind catalogue[] = {
    KIND("problem", "problem", "P", FIELD_TEXT, problem),
    KIND("cause", "cause", "C", FIELD_TEXT, cause),
    KIND("why", "why", "W", FIELD_TEXT, why),
    KIND("action", "action", "A", FIELD_TEXT, action),
    KIND("checkpoint", "checkpoint", "K", FIELD_TEXT, checkpoint),
    KIND("progress", "progress", "G", FIELD_TEXT, progress),
    KIND("check", "effect_check", "E", FIELD_TEXT, check),
    KIND("standard", "standard", "S", FIELD_TEXT, standard),
    KIND("meeting", "meeting", "M", FIELD_TEXT, meeting),
    KIND("decision", "decision", "D", FIELD_TEXT, decision),
    KIND("measure", "measure", "V", FIELD_TEXT, measure),
    KIND("import", "import", "I", FIELD_TEXT, import),
    KIND("kpi", "kpi", NULL, FIELD_CODE, kpi),
    KIND("category", "category", NULL, FIELD_CODE, category),
    KIND("calendar_day", "calendar_day", NULL, FIELD_DATE, calendar_day),
    KIND("setting", "setting", NULL, FIELD_CODE, setting),
};
const int catalogue_count = sizeof catalogue / sizeof *catalogue;

const kind *kind_find(str name) {
    for (int i = 0; i < catalogue_count; i++)
        if (str_eqz(name, catalogue[i].name)) return &catalogue[i];
    return NULL;
}

const kind *kind_of_id(str id) {
    str prefix;
    if (!str_cut(id, '-', &prefix).p) return NULL;
    for (int i = 0; i < catalogue_count; i++)
        if (catalogue[i].prefix && str_eqz(prefix, catalogue[i].prefix)) return &catalogue[i];
    return NULL;
}

const field *field_find(const kind *k, str name) {
    for (int i = 0; i < k->n_fields; i++)
        if (str_eqz(name, k->fields[i].name)) return &k->fields[i];
    return NULL;
}

int field_at(const kind *k, const char *name) {
    const field *f = field_find(k, str_c(name));
    assert(f);
    return (int)(f - k->fields);
}
