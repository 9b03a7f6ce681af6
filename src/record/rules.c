/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/rules.h"

static int days_between(date from, date to, const workdays *calendar) {
    return calendar ? workdays_between(calendar, from, to) : to - from;
}

action_state rule_action_state(const action_dates *a, date today, const workdays *calendar) {
    if (a->cancelled) return (action_state){ACTION_CANCEL, 0};
    bool done = a->actual != DATE_NONE;
    date until = done ? a->actual : today;
    int late = until > a->planned ? days_between(a->planned, until, calendar) : 0;
    if (!done && late > 0) return (action_state){ACTION_OVER, late};
    if (!done) return (action_state){a->progress > 0 ? ACTION_DOING : ACTION_TODO, 0};
    if (a->promises_effect && !a->effect_known) return (action_state){ACTION_WAIT, late};
    return (action_state){late > 0 ? ACTION_LATE : ACTION_DONE, late};
}

const char *action_status_key(action_status s) {
    static const char *const keys[] = {"todo", "doing", "wait", "done", "late", "over", "cancel"};
    return keys[s];
}

int rule_expected_progress(date start, date planned, date today) {
    if (today >= planned) return 100;
    if (today <= start) return 0;
    return (today - start) * 100 / (planned - start);
}

static bool ends_with_any(str s, const char *const *ends, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_ends(s, str_c(ends[i]))) return true;
    return false;
}

bool rule_is_department(str owner) {
    static const char *const ends[] = {"部",   "部门", "中心",       "科",         "处",   "组",   "团队", "公司", "办公室",
                                       "厂",   "仓库", "department", "Department", "team", "Team", "dept", "Dept", "Dept.",
                                       "unit", "group", "office", "centre", "center"};
    return ends_with_any(str_trim(owner), ends, sizeof ends / sizeof *ends);
}

bool rule_is_several(str owner) {
    static const char *const joins[] = {"、", "，", ",", ";", "；", "/", "和", "与", "及", " and ", "&", "+"};
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++)
        if (str_find(owner, str_c(joins[i])) < owner.n) return true;
    return false;
}

static smart_finding specific(const smart_facts *f) {
    if (f->text_columns < SMART_SHORT_TEXT) return (smart_finding){'S', false, "s_short", "text"};
    if (!f->owner_is_person || rule_is_department(f->owner)) return (smart_finding){'S', false, "s_department", "owner"};
    if (rule_is_several(f->owner)) return (smart_finding){'S', false, "s_several", "owner"};
    return (smart_finding){'S', true, "s_ok", NULL};
}

static smart_finding measurable(const smart_facts *f) {
    if (!f->has_kpi && !f->has_expected) return (smart_finding){'M', false, "m_none", "kpi"};
    if (!f->has_baseline && !f->has_target) return (smart_finding){'M', false, "m_no_values", "values"};
    if (!f->has_baseline) return (smart_finding){'M', false, "m_no_baseline", "values"};
    if (!f->has_target) return (smart_finding){'M', false, "m_no_target", "values"};
    return (smart_finding){'M', true, "m_ok", NULL};
}

static smart_finding achievable(const smart_facts *f) {
    if (f->owner_open > f->owner_limit) return (smart_finding){'A', false, "a_too_many", "owner"};
    if (f->working_days < 1) return (smart_finding){'A', false, "a_no_days", "planned"};
    return (smart_finding){'A', true, "a_ok", NULL};
}

static smart_finding relevant(const smart_facts *f) {
    if (!f->has_problem) return (smart_finding){'R', false, "r_no_problem", "cause"};
    if (f->cause_recorded) return (smart_finding){'R', true, "r_ok", NULL};
    if (f->is_correction) return (smart_finding){'R', true, "r_correction", NULL};
    return (smart_finding){'R', false, "r_no_cause", "cause"};
}

static smart_finding time_bound(const smart_facts *f) {
    if (f->planned <= f->recorded) return (smart_finding){'T', false, "t_past", "planned"};
    if (f->planned - f->start > SMART_LONG_DAYS && f->checkpoints == 0)
        return (smart_finding){'T', false, "t_no_checkpoint", "checkpoint"};
    return (smart_finding){'T', true, "t_ok", NULL};
}

int rule_smart(const smart_facts *f, smart_finding ret_finding[SMART_LETTERS]) {
    static smart_finding (*const rules[SMART_LETTERS])(const smart_facts *) = {specific, measurable, achievable, relevant, time_bound};
    int ok = 0;
    for (int i = 0; i < SMART_LETTERS; i++) {
        ret_finding[i] = rules[i](f);
        ok += ret_finding[i].ok;
    }
    return ok;
}

static const char *const stages[] = {"plan", "do", "check", "act", "closed"};

const char *stage_key(stage s) { return stages[s]; }

bool stage_parse(str s, stage *ret_stage) {
    for (int i = 0; i < 5; i++)
        if (str_eqz(s, stages[i])) {
            *ret_stage = (stage)i;
            return true;
        }
    return false;
}

int rule_stage_limit(str setting, stage s) {
    if (s == STAGE_CLOSED) return 0;
    while (setting.p) {
        str item;
        long long days;
        setting = str_cut(setting, ',', &item);
        item = str_trim(item);
        if (item.n && item.p[0] == "PDCA"[s] && str_to_int(str_sub(item, 1, item.n), &days) && days >= 0 && days < 10000)
            return (int)days;
    }
    return 0;
}

int rule_holding_due(date closed, date checked, date today) {
    enum { STEP = 30, STEPS = 3 };
    if (closed == DATE_NONE) return 0;
    int passed = (today - closed) / STEP;
    if (passed < 1) return 0;
    int days = STEP * (passed < STEPS ? passed : STEPS);
    return checked != DATE_NONE && checked >= closed + days ? 0 : days;
}
