/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules, once: lateness, SMART findings, stages. Pure functions of facts; SQL gets them as functions (record/facts.c), so
 * every page, list and export says the same. */
#ifndef PDCA_RECORD_RULES_H
#define PDCA_RECORD_RULES_H

#include "base/date.h"

/* ---- status of an action: derived, never typed ---- */
typedef enum action_status { ACTION_TODO, ACTION_DOING, ACTION_WAIT, ACTION_DONE, ACTION_LATE, ACTION_OVER, ACTION_CANCEL } action_status;

typedef struct action_dates {
    date planned, actual;  /* actual DATE_NONE: not done */
    int progress;          /* percent */
    bool cancelled;
    bool promises_effect;  /* an expected effect is written down … */
    bool effect_known;     /* … and the effect reached too */
} action_dates;

typedef struct action_state {
    action_status status;
    int late_days; /* of ACTION_LATE, ACTION_OVER, and of ACTION_WAIT that was done late; else 0 */
} action_state;

/* calendar NULL: calendar days; else days late are working days. */
action_state rule_action_state(const action_dates *a, date today, const workdays *calendar);
/* todo doing wait done late over cancel: the key under `status.` */
const char *action_status_key(action_status s);
/* Percent of the time from start to planned that has passed: 0 to 100. */
int rule_expected_progress(date start, date planned, date today);

/* ---- SMART ---- */
typedef struct smart_facts {
    int text_columns;        /* length of the action's text as terminal columns */
    str owner;
    bool owner_is_person;
    bool has_kpi, has_expected, has_baseline, has_target;
    bool is_correction;      /* a correction contains the symptom; it removes no cause */
    bool has_problem, cause_recorded;
    int owner_open, owner_limit;
    date recorded, start, planned; /* recorded: the day on which the action was written down */
    int working_days;        /* from start to planned */
    int checkpoints;
} smart_facts;

typedef struct smart_finding {
    char letter;        /* S M A R T */
    bool ok;
    const char *key;    /* under `smart.` */
    const char *mend;   /* key under `smart.mend.`, NULL where ok */
} smart_finding;

enum { SMART_LETTERS = 5, SMART_LONG_DAYS = 14, SMART_SHORT_TEXT = 8 };
/* Findings in the order S, M, A, R, T; the result is how many are fulfilled. */
int rule_smart(const smart_facts *f, smart_finding ret_finding[SMART_LETTERS]);
/* "技术部", "客服中心", "IT department": a department, not a person. "技术部 *经理" is a person. */
bool rule_is_department(str owner);
/* "张三、李四" or "A and B": more than one owner. */
bool rule_is_several(str owner);

/* ---- stages ---- */
typedef enum stage { STAGE_PLAN, STAGE_DO, STAGE_CHECK, STAGE_ACT, STAGE_CLOSED } stage;
const char *stage_key(stage s); /* plan do check act closed */
bool stage_parse(str s, stage *ret_stage);

/* Days allowed in a stage by the setting "P10,D60,C70,A30"; 0 where it names none. */
int rule_stage_limit(str setting, stage s);

/* ---- holding: whether an effect lasts is looked at 30, 60 and 90 days after closing ---- */
/* The step that is due: 30, 60 or 90, the latest one whose day has come and on or after whose day no check was recorded; 0: none.
 * checked: the day of the last check since closing, DATE_NONE: none. A later check stands for the earlier ones. */
int rule_holding_due(date closed, date checked, date today);

#endif
