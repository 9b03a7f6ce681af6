#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The month by hand, as in the README: every step, every gate, what is missing and what supplies it.
. tests/lib.sh
run init "$TMP/w" --name 衡石; expect 0 "quality.db"
DEMO=$PWD/tests/demo
cd "$TMP/w" || exit 1

run status; expect 0 "衡石" "2024-06-01 周六" "延期 0 项"
run import tickets "$DEMO/2024-04.csv"; expect 0 # the month before is the history of repeat complaints
run import tickets "$DEMO/2024-05.csv"; expect 0 "拒绝 0"
n=$(sqlite3 quality.db 'SELECT count(*) FROM ticket')
run import tickets "$DEMO/2024-05.csv"; expect 0
same "the same file twice adds nothing" "$(sqlite3 quality.db 'SELECT count(*) FROM ticket')" "$n"
run pareto --period 2024-05; expect 0 "n = 120" "物流延迟" "42" "35.0%" "28" "23.3%" "58.3%" "80.8%"
run problem add 物流延迟 --from-category 物流延迟 --period 2024-05; expect 0 "P-2024-001" "42" "35.0%" "n = 120"
run problem add --from-category 没有的类别 --period 2024-05; expect 1 "没有的类别" "pdca pareto --period 2024-05"

# into Do: everything that is missing is listed, with the command that supplies it
run problem advance P-2024-001
expect 4 "没有写问题现象" "没有写影响范围" "没有已证实的根本原因" "pdca cause add P-2024-001" "没有带基线和目标的指标" "缺 4 项"
run problem set P-2024-001 --phenomenon "配送信息不更新" --scope "华东、华南订单" --kpi repeat_complaint --baseline 15% --target 5%; expect 0
run cause add P-2024-001 tools 接口异常 --status confirmed; expect 0 "C-2024-001"
run problem advance P-2024-001; expect 4 "C-2024-001 没有证据" "C-2024-001 没有纠正措施" "pdca cause set C-2024-001 --evidence" "缺 2 项"
run cause set C-2024-001 --evidence 接口日志; expect 0
run why add P-2024-001 "为什么？" "信息未更新" --cause C-2024-001 --evidence 日志; expect 0 "W-2024-001"
run why add P-2024-001 "为什么未更新？" "接口异常" --evidence 日志 --confirmed yes; expect 0 "W-2024-002"
run why add P-2024-001 "还有别的吗？" "承运商也漏传" --parent W-2024-001; expect 0 "W-2024-003"
run why list --json; expect 0 '"id": "W-2024-002", "problem": "P-2024-001", "chain": 1, "level": 2' '"id": "W-2024-003", "problem": "P-2024-001", "chain": 1, "level": 2'
run action add P-2024-001 "修复仓库与物流系统接口" --owner 技术部 --departments "技术, 运营" --planned 2024-06-10 --cause C-2024-001; expect 0 "A-2024-001"
run action smart A-2024-001; expect 4 "SMART 3/5" "责任人是部门" "没有指标" "pdca action set A-2024-001 --kpi"
run problem advance P-2024-001; expect 4 "A-2024-001 不满足 SMART：S" "A-2024-001 不满足 SMART：M" "缺 2 项"
run action set A-2024-001 --owner "技术部 *经理" --kpi repeat_complaint --baseline 15% --target 5%; expect 0
run action smart A-2024-001; expect 0 "SMART 5/5"
run checkpoint add A-2024-001 2024-06-05 联调通过; expect 0 "K-2024-001"
run check seal P-2024-001 --target 5% --before 2024-05 --after 2024-07 --min-n 60; expect 0 "E-2024-001" "≤ 5.0%"
run problem advance P-2024-001; expect 0 "实施"

# into Check
run problem advance P-2024-001; expect 4 "A-2024-001 未完成" "pdca action done A-2024-001" "检查点 K-2024-001 没有结果" "缺 2 项"
TODAY=2024-06-08
run action progress A-2024-001 80 --left 发布 --forecast 3d; expect 0 "进行中" "80%"
run checkpoint set K-2024-001 --result 全部写入 --met yes; expect 0
run action done A-2024-001 --on 2024-06-08 --effect "降至 10%"; expect 0 "已完成" "100%"
refuse "延期"
run problem advance P-2024-001; expect 0 "检查"
run problem advance P-2024-001; expect 4 "没有效果验证" "pdca check record P-2024-001"
run check record P-2024-001; expect 1 "没有数据" "2024-07"
run import tickets "$DEMO/2024-07.csv"; expect 0
TODAY=2024-08-01
run check record P-2024-001 --called 60 --reached 52 --improved 44 --unchanged 6 --worse 2
expect 0 "15.0%（18/120）" "5.0%（5/100）" "−10.0 个百分点" "改善有效并达标" "接通 52"
run problem advance P-2024-001; expect 0 "处置"
run problem advance P-2024-001; expect 4 "没有标准" "类似情况"
run standard add SOP-LG-07 物流异常处理 --problem P-2024-001; expect 0 "S-2024-001"
run problem set P-2024-001 --similar "退换货已一并修复"; expect 0
run problem advance P-2024-001; expect 0 "已关闭"
run problem advance P-2024-001; expect 4 "已关闭"
run problem reopen P-2024-001; expect 2 "--reason"
run problem reopen P-2024-001 --reason "9 月复发"; expect 0
run problem show P-2024-001 --json; expect 0 '"stage": "plan"' '"cycle": 2' '"closed": null'

# late, re-dated, cancelled
run action add P-2024-001 "新产品知识专项培训" --owner "培训部 *主管" --planned 2024-08-15; expect 0 "A-2024-002"
TODAY=2024-08-18
run action list --json; expect 0 '"status": "over", "late_days": 3'
run action redate A-2024-002 2024-08-16; expect 2 "--reason"
run action redate A-2024-002 2024-08-16 --reason "夜班"; expect 0 "延期 2 天"
run action show A-2024-002 --json; expect 0 '"first_planned": "2024-08-15"' '"planned": "2024-08-16"'
run action history A-2024-002; expect 0 "夜班" "2024-08-15 → 2024-08-16"
run action done A-2024-002 --on 2024-08-19; expect 1 "今天或更早"
run action done A-2024-002 --on 2024-08-18; expect 0 "已完成 延期 2 天"
run action done A-2024-002; expect 4 "已经完成"
run action add P-2024-001 "另一项改善措施" --owner 李明 --planned +10wd; expect 0
run action cancel A-2024-003; expect 2 "--reason"
run action cancel A-2024-003 --reason "改由供应商负责"; expect 0 "已取消"
run problem advance P-2024-001 --force; expect 2 "--reason"
run problem advance P-2024-001 --force --reason "先行实施"; expect 0 "强制"
run problem show P-2024-001; expect 0 "先行实施"

# meetings: a decision with owner and due date is an action
run meeting add 2024-08-18 周例会 --attendance "王芳,陈静" --decision "核对单号规则|陈静|+5wd|P-2024-001" --decision "写入日报"
expect 0 "M-2024-001" "D-2024-001" "A-2024-004" "D-2024-002"
run action show A-2024-004; expect 0 "核对单号规则" "2024-08-23" "陈静"

# the uniform verbs
run problem list --sort -frequency --csv; expect 0 "编号,问题" "P-2024-001,物流延迟"
run action list --owner 陈静 --json; expect 0 "A-2024-004"
refuse "A-2024-001"
run action void A-2024-004; expect 2 "--reason"
run action void A-2024-004 --reason 重复; expect 0 "作废"
run action list; expect 0; refuse "A-2024-004"
run action show A-2024-004; expect 0 "重复"
run action set A-2024-004 --owner x; expect 1 "已作废"
run audit verify; expect 0 "完好"
head=$("$PDCA" audit head)
run audit verify --expect "$head"; expect 0 "完好"
run audit verify --expect "1:000000000000"; expect 4 "第 1 条"
run audit log --limit 3; expect 0 "void"
sum=$("$PDCA" audit export | tail -1 | tr -d '\n' | sha256sum | cut -d' ' -f1)
same "sha256sum gives the head" "$sum" "${head#*:}"
L=en
run status; expect 0 "week 33" "to verify"
run problem gate P-2024-001; expect 0 "from Do to Check"
