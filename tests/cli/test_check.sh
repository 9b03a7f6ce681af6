#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Effect checks: verdicts at the sizes that are known, guards, wash-in, changed seals.
. tests/lib.sh
DEMO=$PWD/tests/demo
TODAY=2024-05-20
run init "$TMP/w" --name 衡石; expect 0
cd "$TMP/w" || exit 1

# 15 % to 5 %: chance at 20 tickets a side, an effect at 100
run problem add 投诉重复 --kpi repeat_complaint --baseline 15% --target 5%; expect 0 "P-2024-001"
run check seal P-2024-001 --before 2024-03 --after 2024-04 --min-n 20; expect 0 "判定方法  Newcombe" "≤ 5.0%"
run check record P-2024-001 --before 15% --before-n 20 --after 5% --after-n 20
expect 0 "15.0%（3/20）" "5.0%（1/20）" "−10.0 个百分点" "判定  未证实"
refuse "样本不足"
run check record P-2024-001 --before 15% --before-n 100 --after 5% --after-n 100
expect 0 "15.0%（15/100）" "5.0%（5/100）" "改善有效并达标"
run check record P-2024-001 --before 15% --before-n 100 --after 5% --after-n 15
expect 0 "数据不足" "样本不足：改善前 n = 100，改善后 n = 15，最小样本 20"

# the method follows the KPI's kind
run problem add 评分低 --kpi csat --baseline 3.8 --target 4.5; expect 0 "P-2024-002"
run check seal P-2024-002 --before 2024-05 --after 2024-07; expect 0 "判定方法  Welch"

# a seal that was changed says who, when, why, and what was known by then
run check seal P-2024-001 --before 2024-03 --after 2024-05 --min-n 20; expect 4 "--reason"
TODAY=2024-05-21
run check seal P-2024-001 --before 2024-03 --after 2024-05 --min-n 20 --reason "换月份"
expect 0 "标准于 2024-05-21 由 tester 更改，当时结果已经知道：换月份。" "尚未记录"
L=en
run check show P-2024-001; expect 0 "The criterion was changed on 2024-05-21 by tester, when the result was known: 换月份."
L=zh
run check show P-2024-001 --json; expect 0 '"marks":["标准于 2024-05-21' '"planned_method":"newcombe"'
run show problem P-2024-001 --md; expect 0 "当时结果已经知道：换月份"
run show problem P-2024-001 --html; expect 0 "当时结果已经知道：换月份"

# guards out of tickets: May is the worst month, the definition changed, two actions, the window is not full
for m in 2023-11 2023-12 2024-01 2024-02 2024-03 2024-04 2024-05; do run import tickets "$DEMO/$m.csv"; expect 0; done
run problem add 物流延迟 --from-category 物流延迟 --period 2024-05 --kpi repeat_complaint --target 5%; expect 0 "P-2024-003"
run check seal P-2024-003 --before 2024-05 --after 2024-07 --min-n 60; expect 0 "E-2024-003"
refuse "注意"
run action add P-2024-003 修复物流系统接口校验规则 --owner 李明 --planned 2024-06-10; expect 0 "A-2024-001"
run action add P-2024-003 工单进度自动提醒客户 --owner 李明 --planned 2024-06-18; expect 0 "A-2024-002"
TODAY=2024-06-18
run action done A-2024-001 --on 2024-06-08; expect 0
run action done A-2024-002 --on 2024-06-18; expect 0
run check seal P-2024-003 --category 物流延迟 --target 10% --before 2024-05 --after 2024-07 --min-n 60
expect 0 "E-2024-004" "注意  标准于 2024-06-18 由 tester 封存，当时本循环已有措施完成。"
TODAY=2024-07-20
run import tickets "$DEMO/2024-06.csv"; expect 0
run import tickets "$DEMO/2024-07.csv"; expect 0
run check record E-2024-003
expect 0 "改善有效并达标" "改善后区间未满" "区间到 2024-07-31" "完成了 2 项措施"
TODAY=2024-08-01
run check record E-2024-003; expect 0 "改善有效并达标" "完成了 2 项措施"
refuse "未满" "样本不足" "定义改过"
run kpi set repeat_complaint --numerator "since_complaint_h <= 360"; expect 0
run check record E-2024-003; expect 0 "定义改过（2024-08-01）"
run check show E-2024-003 --json; expect 0 '"guard":"definition"' '"text":"封存之后'
run show problem P-2024-003 --md; expect 0 "定义改过（2024-08-01）"
L=en
run show problem P-2024-003 --md; expect 0 "2 actions were completed between before and after"
L=zh

# sealed when the figures were there
run problem add 客服解答不专业 --kpi csat --target 4.5; expect 0 "P-2024-004"
run check seal P-2024-004 --before 2024-05 --after 2024-07; expect 0 "当时改善后的数据已经导入"

# wash-in: days by days, whole months by months, and said where nothing remains
run problem add 物流延迟 --kpi csat --target 4.5; expect 0 "P-2024-005"
run check seal P-2024-005 --before 2024-05 --after 2024-07-01..2024-07-31 --wash-in 3x; expect 1 "磨合期" "10d、2w、1m"
run action add P-2024-005 修复物流系统接口校验规则 --owner 李明 --planned 2024-08-10; expect 0 "A-2024-003"
run check seal P-2024-005 --before 2024-05 --after 2024-07-01..2024-07-31 --wash-in 2w; expect 0 "磨合期  第一项措施完成后 14 天不计入"
run action done A-2024-003 --on 2024-06-25; expect 0
run check record P-2024-005; expect 0 "计入的改善后区间  2024-07-10..2024-07-31" "4."
n=$(sqlite3 quality.db "SELECT after_n FROM effect_check WHERE problem = 'P-2024-005'")
same "only what was opened after the wash-in counts" "$n" "$(sqlite3 quality.db "SELECT count(*) FROM ticket WHERE opened >= '2024-07-10' AND opened < '2024-08-01' AND csat IS NOT NULL")"
run check seal P-2024-005 --before 2024-05 --after 2024-07 --wash-in 2w --reason 按月; expect 4 "没有剩下任何一个整月" "2024-07-01..2024-07-31"
run check seal P-2024-005 --before 2024-05 --after 2024-07-01..2024-07-05 --wash-in 1m --reason 短; expect 4 "没有剩下任何一天"
run check seal P-2024-005 --before 2024-05 --after 2024-06..2024-07 --wash-in 5d --reason 两月; expect 0
run check record P-2024-005; expect 0 "计入的改善后区间  2024-07"
run audit verify; expect 0 "完好"

# a quantile is compared as one: order statistics on both sides (numbers from R 4.2.2: sort, qbinom), not the mean's error
run kpi add median_h 解决时长中位数 "Median hours" --definition-zh 一半工单更快 --definition-en "Half are faster" --form quantile --value-column resolution_h --quantile 0.5 --unit h --direction down --target 24
expect 0
run problem add 解决慢 --kpi median_h --target 24; expect 0 "P-2024-006"
run check seal P-2024-006 --before 2024-05 --after 2024-07; expect 0 "判定方法  次序统计量"
run check record P-2024-006; expect 0 "改善前 43.8（n = 188）" "改善后 25.3（n = 184）" "−18.55" "−24.07 ~ −13.49（次序统计量）" "改善有效但未达标"
run check record P-2024-006 --before 40 --before-n 100 --after 20 --after-n 100; expect 0 "数据不足"
run show problem P-2024-006 --md; expect 0 "次序统计量"

# does it hold? due at +30, +60, +90 days after closing; a further check, not a changed one
cp -r "$TMP/w" "$TMP/h" && cd "$TMP/h" || exit 1
run problem advance P-2024-003 --force --reason 测试; run problem advance P-2024-003 --force --reason 测试
run problem advance P-2024-003 --force --reason 测试; run problem advance P-2024-003 --force --reason 测试
expect 0 "已关闭"
TODAY=2024-08-30
run status; expect 0
refuse "效果保持验证"
TODAY=2024-08-31
run status; expect 0 "效果保持验证  P-2024-003 物流延迟  关闭后 30 天（2024-08-31）" "pdca check seal P-2024-003 --before 2024-05 --after 2024-08-02..2024-08-31"
run status --json; expect 0 '"holding_due": 1'
run show index --md; expect 0 "## 效果保持验证" "[P-2024-003](" ") 物流延迟 · 2024-08-31 · 关闭后 30 天"
run import tickets "$DEMO/2024-08.csv"; expect 0
verdict=$(sqlite3 quality.db "SELECT recorded_on || verdict FROM effect_check WHERE id = 'E-2024-003'")
run check seal P-2024-003 --before 2024-05 --after 2024-08-02..2024-08-31; expect 0 "E-2024-008"
run check record P-2024-003; expect 0 "E-2024-008"
same "what was recorded before closing stays" "$(sqlite3 quality.db "SELECT recorded_on || verdict FROM effect_check WHERE id = 'E-2024-003'")" "$verdict"
run status; expect 0
refuse "效果保持验证"
TODAY=2024-09-30
run status; expect 0 "关闭后 60 天（2024-09-30）"
TODAY=2025-03-01
run status; expect 0 "关闭后 90 天（2024-10-30）"

# back again after closing: reopening is proposed
run kpi add retention 留存率 Retention --definition-zh 续约客户占比 --definition-en "Share of customers who stay"; expect 0
for m in 08 09 10 11 12; do run measure add retention 2023-$m --value 90% --n 200 --source survey; done
for m in 01 02 03 04 05 06 07; do run measure add retention 2024-$m --value 9$((m % 2))% --n 200 --source survey; done
TODAY=2024-10-02
run problem add 满意率低 --kpi retention --baseline 80% --target 90%; expect 0 "P-2024-007"
run check seal P-2024-007 --before 2023-08 --after 2024-07; expect 0
run check record P-2024-007 --before 70% --before-n 200 --after 92% --after-n 200; expect 0 "改善有效并达标"
for i in 1 2 3 4; do run problem advance P-2024-007 --force --reason 测试; done
expect 0 "已关闭"
run status; refuse "可能复发"
TODAY=2024-11-30
run measure add retention 2024-11 --value 60% --n 200 --source survey; expect 0
run status; expect 0 "可能复发  P-2024-007 满意率低" "pdca problem reopen P-2024-007"
run show index --md; expect 0 "## 可能复发" "满意率低 · 2024-11 60.0% · 关闭后留存率恶化"
run show index --html; expect 0 "2024-11 60.0%" "关闭后留存率恶化"
