/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workspaces in memory for the tests of pages and site: empty, sample, hostile (the sample with markup, template syntax, scripts
 * and odd characters in every text that people enter). */
#ifndef PDCA_TESTS_SAMPLE_H
#define PDCA_TESTS_SAMPLE_H

#include "monitor/monitor.h"
#include "record/record.h"

enum { SAMPLE_EMPTY, SAMPLE_FULL, SAMPLE_HOSTILE, SAMPLE_COUNT };

typedef struct workspace {
    store *s;
    arena a;
    record_ctx ctx;
} workspace;

#define HOSTILE                                                                                                        \
    "<script>alert(1)</script><img src=x onerror=alert(1)> & \"q\" 'q' ]]> {{title}} {{{x}}} {{>part/head}} "         \
    "[x](javascript:alert(1)) ![i](https://example.com/i.png) | a | =1+1 `c` *b* # h \xE2\x80\xAE\xF0\x9F\xA7\xA8 --> 物流"

#pragma GCC diagnostic ignored "-Woverlength-strings"
static const char sample_sql[] =
    "INSERT INTO import(id, file, sha256, source, on_date, rows_read, stored, updated, duplicate, refused)"
    " VALUES('I-2024-001', '5月.csv', '00', 'csv', '2024-06-01', 120, 120, 0, 0, 0);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)"
    " INSERT INTO ticket(import, row, source, no, period, type, opened, csat, category)"
    " SELECT 'I-2024-001', i, 'csv', 'C' || (202405000 + i), '2024-05', 'complaint', '2024-05-02T08:00:00', i % 5 + 1,"
    " CASE WHEN i <= 42 THEN '物流延迟' WHEN i <= 70 THEN '客服解答不专业' WHEN i <= 97 THEN '维修周期超期' WHEN i <= 108 THEN '包裹破损' ELSE '其他' END FROM n;"
    "INSERT INTO measure(id, kpi, period, value, n, source) VALUES('V-2024-001', 'nps', '2024-04', 31, 200, '问卷'), ('V-2024-002', 'nps', '2024-05', 34, 210, '问卷');"
    "INSERT INTO problem(id, title, phenomenon, period, category, frequency, population, scope, scope_share, severity, owner, similar, kpi, baseline, target, stage, cycle, opened, stage_since)"
    " VALUES('P-2024-001', '物流延迟', '订单页停在“已出库”。\n\n- 华东\n- 华南', '2024-05', '物流延迟', 42, 120, '华东、华南订单', 0.3, 'high', '陈静', '退货接口同样', 'repeat_complaint', 0.15, 0.05, 'act', 2, '2024-05-20', '2024-06-20'),"
    " ('P-2024-002', '客服解答不专业', NULL, '2024-05', '客服解答不专业', 28, 120, NULL, NULL, 'medium', NULL, NULL, NULL, NULL, NULL, 'plan', 1, '2024-05-21', '2024-05-21'),"
    " ('P-2024-003', '发票抬头错误', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'low', '孙丽', NULL, NULL, NULL, NULL, 'closed', 1, '2024-05-01', '2024-06-01');"
    "INSERT INTO cause(id, problem, cycle, category, text, parent, status, evidence) VALUES"
    " ('C-2024-001', 'P-2024-001', 2, 'tools', '接口异常', NULL, 'confirmed', '日志'), ('C-2024-002', 'P-2024-001', 2, 'tools', '校验规则未更新', 'C-2024-001', 'suspected', NULL),"
    " ('C-2024-003', 'P-2024-001', 2, 'people', '排班不足', NULL, 'ruled_out', '排班表'), ('C-2024-004', 'P-2024-001', 1, 'process', '没有变更管理', NULL, 'confirmed', '台账');"
    "INSERT INTO why(id, problem, cycle, chain, level, parent, cause, question, answer, evidence, confirmed) VALUES"
    " ('W-2024-001', 'P-2024-001', 2, 1, 1, NULL, 'C-2024-001', '客户为什么投诉？', '配送信息未实时更新', '42 件中 38 件', 0),"
    " ('W-2024-002', 'P-2024-001', 2, 1, 2, 'W-2024-001', NULL, '为什么没有更新？', '仓库与物流接口异常', '接口日志', 1),"
    " ('W-2024-003', 'P-2024-001', 2, 1, 2, 'W-2024-001', NULL, '为什么没有发现？', '没有告警', NULL, 0);"
    "INSERT INTO action(id, problem, cycle, text, kind, cause, owner, owner_kind, departments, start, first_planned, planned, actual, progress, left, blocked, kpi, baseline, target, expected, effect, cancelled, cancelled_on) VALUES"
    " ('A-2024-001', 'P-2024-001', 2, '修复仓库与物流系统接口', 'corrective', 'C-2024-001', '技术部 *经理', 'person', '技术、运营', '2024-06-01', '2024-06-10', '2024-06-10', '2024-06-08', 100, NULL, NULL, 'repeat_complaint', 0.15, 0.05, '延迟投诉降到 10%', '降到 10%', NULL, NULL),"
    " ('A-2024-002', 'P-2024-001', 2, '新品专项培训', 'corrective', NULL, '培训部 *主管', 'person', '培训、售后', '2024-06-01', '2024-06-12', '2024-06-15', '2024-06-18', 100, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),"
    " ('A-2024-003', 'P-2024-001', 2, '工单进度自动提醒', 'preventive', NULL, '产品部 *经理', 'person', NULL, '2024-06-01', '2024-06-20', '2024-06-20', NULL, 40, '短信模板', '模板审核', NULL, NULL, NULL, NULL, NULL, NULL, NULL),"
    " ('A-2024-004', 'P-2024-001', 1, '旧措施', 'correction', NULL, '客服部', 'department', NULL, '2024-05-01', '2024-05-10', '2024-05-10', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '并入 A-2024-003', '2024-05-09'),"
    " ('A-2024-005', NULL, 1, '更新值班表', 'correction', NULL, '王芳', 'person', NULL, '2024-06-20', '2024-06-28', '2024-06-28', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);"
    "INSERT INTO checkpoint(id, action, date, criterion, result, met, result_on) VALUES('K-2024-001', 'A-2024-001', '2024-06-05', '联调通过', '全部通过', 1, '2024-06-05'),"
    " ('K-2024-002', 'A-2024-003', '2024-06-10', '规则评审', '推迟', 0, '2024-06-10'), ('K-2024-003', 'A-2024-003', '2024-06-30', '灰度', NULL, NULL, NULL);"
    "INSERT INTO progress(id, action, date, percent, note, delay_reason) VALUES('G-2024-001', 'A-2024-002', '2024-06-16', 90, '两场已讲', '讲师出差');"
    "INSERT INTO effect_check(id, problem, cycle, kpi, category, direction, target, before_window, after_window, min_n, sealed_on, sealed_late, source, recorded_on, checker,"
    " before_n, before_x, before_value, after_n, after_x, after_value, difference, lo, hi, p, method, verdict, called, reached, improved, unchanged, worse, note) VALUES"
    " ('E-2024-001', 'P-2024-001', 2, 'repeat_complaint', NULL, 'down', 0.05, '2024-05', '2024-06', 50, '2024-06-01', 0, 'entered', '2024-06-25', '李卫国',"
    " 120, 18, 0.15, 120, 6, 0.05, -0.1, -0.18, -0.02, 0.01, 'Newcombe', 'on_target', 42, 38, 33, 3, 2, '接通后逐户确认'),"
    " ('E-2024-002', 'P-2024-001', 2, 'csat', NULL, 'up', 4.5, '2024-05', '2024-06', 50, '2024-06-19', 1, NULL, NULL, NULL,"
    " NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);"
    "INSERT INTO standard(id, problem, number, title, version, effective, review, owner, text) VALUES('S-2024-001', 'P-2024-001', 'SOP-LG-07', '物流异常处理', 'V1.0', '2024-06-20', '2025-06-20', '陈静', '第 4 章。');"
    "INSERT INTO meeting(id, date, title, chair, attendance, agenda, minutes) VALUES('M-2024-001', '2024-06-17', '第 24 周推进会', '王芳', '陈静、李卫国', '延期措施', '讨论了接口。'), ('M-2024-002', '2024-06-24', '第 25 周推进会', NULL, NULL, NULL, NULL);"
    "INSERT INTO decision(id, meeting, text, owner, due, problem, action, done) VALUES('D-2024-001', 'M-2024-001', '更新值班表', '王芳', '2024-06-28', NULL, 'A-2024-005', NULL), ('D-2024-002', 'M-2024-001', '核对模板', '何嘉', '2024-06-19', 'P-2024-001', NULL, NULL);";

static const char hostile_sql[] =
    "UPDATE setting SET value = '" "<b>&\"'' {{x}}" "' WHERE id IN ('name', 'title');"
    "UPDATE problem SET title = ?, phenomenon = ?, scope = ?, owner = ?, similar = ?, forced = ?, direct_cause = ?, root_cause = ?;"
    "UPDATE cause SET text = ?, evidence = ?; UPDATE why SET question = ?, answer = ?, evidence = ?;"
    "UPDATE action SET text = ?, owner = ?, departments = ?, left = ?, blocked = ?, expected = ?, effect = ?;"
    "UPDATE action SET cancelled = ? WHERE cancelled IS NOT NULL;"
    "UPDATE checkpoint SET criterion = ?, result = ?; UPDATE progress SET note = ?, delay_reason = ?, obstacle = ?, help_needed = ?;"
    "UPDATE effect_check SET checker = ?, note = ?, method = ?; UPDATE standard SET number = ?, title = ?, version = ?, owner = ?, text = ?;"
    "UPDATE meeting SET title = ?, chair = ?, attendance = ?, agenda = ?, minutes = ?; UPDATE decision SET text = ?, owner = ?;"
    "UPDATE measure SET source = ?, note = ?, method = ?; UPDATE kpi SET name_zh = ?, name_en = ?, definition_zh = ?, definition_en = ?;"
    "UPDATE category SET name_zh = ?, name_en = ?; UPDATE ticket SET category = category || '<i>&'; UPDATE problem SET category = category || '<i>&';"
    "UPDATE ticket SET description = ?, inspection_reason = ?, subtype = ?, region = ?, product = ?, agent = ? WHERE seq <= 20";

static void must(err_code code, const err *e) {
    if (!code) return;
    AUTO(buf_free) buf b = {0};
    word_error(&b, LANG_EN, e);
    fail_msg("%s", buf_cstr(&b));
}

/* `?` stands for the hostile text. */
static void run_hostile(workspace *w) {
    AUTO(buf_free) buf b = {0};
    for (const char *p = hostile_sql; *p; p++) {
        if (*p != '?') {
            buf_putc(&b, *p);
            continue;
        }
        buf_putc(&b, '\'');
        for (const char *h = HOSTILE; *h; h++) {
            if (*h == '\'') buf_putc(&b, '\'');
            buf_putc(&b, *h);
        }
        buf_putc(&b, '\'');
    }
    err e;
    must(store_exec(w->s, buf_cstr(&b), &e), &e);
}

static void workspace_open(workspace *w, int sample) {
    err e;
    *w = (workspace){0};
    must(store_memory(&w->s, &e), &e);
    store_set_session(w->s, &(store_session){.actor = S("tester"), .today = date_from_ymd(2024, 6, 26), .now = 1719392400});
    must(record_init(w->s, S("衡石电器"), S("售后服务改善"), LANG_ZH, &e), &e);
    must(monitor_init(w->s, &e), &e);
    must(record_prepare(&w->ctx, w->s, &w->a, LANG_ZH, &e), &e);
    must(monitor_prepare(w->s, &e), &e);
    if (sample == SAMPLE_EMPTY) return;
    must(store_exec(w->s, sample_sql, &e), &e);
    if (sample == SAMPLE_HOSTILE) run_hostile(w);
}

static void workspace_close(workspace *w) {
    store_close(w->s);
    arena_free(&w->a);
}

#endif
