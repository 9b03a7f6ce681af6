#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each of the eight guards out of imported tickets, sealed and recorded as a person does; and a check of which nothing is to be said.
. tests/lib.sh
# month FILE PERIOD SATISFIED COMPLAINTS [SCALE]: a hundred tickets over the month; of each ten complaints and of each ten other tickets the
# same part is satisfied (5, the others 2), so that the mix alone moves nothing
month() {
    awk -v p="$2" -v yes="$3" -v complaints="$4" 'BEGIN {
        print "监测周期,客户ID,服务类型,CSAT评分(1-5分),问题类别,工单号,创建时间"
        for (i = 0; i < 100; i++)
            printf "%s,C%s-%d,%s,%d,%s,T%s-%03d,%s-%02d 09:00\n", p, p, i, i < complaints ? "物流投诉" : "产品使用咨询", (i * 37) % 100 < yes ? 5 : 2,
                (i * 53) % 100 < 100 - yes ? "物流延迟" : "其他问题", p, i, p, 1 + i % 28 }' > "$1"
}
ws() { # a workspace with months "PERIOD:SATISFIED:COMPLAINTS" …
    name=$1
    shift
    run init "$TMP/$name" --name 衡石; cd "$TMP/$name" || exit 1
    files=
    for m in "$@"; do
        rest=${m#*:}
        month "${m%%:*}.csv" "${m%%:*}" "${rest%%:*}" "${rest#*:}"
        files="$files ${m%%:*}.csv"
    done
    for f in $files; do run import tickets "$f"; [ "$rc" = 0 ] || bad "exit status $rc"; done
}
problem() { # KPI, target
    run problem add 满意率低 --kpi "$1" --target "$2"
    expect 0 P-2024-001
    run action add P-2024-001 修复物流系统接口校验规则 --owner 李明 --planned 2024-05-10
    expect 0 A-2024-001
}
guards() { # exactly these, in the program's order
    run check show E-2024-001 --json
    got=$(printf '%s' "$out" > "$TMP/check.json"; sqlite3 -batch :memory: "SELECT group_concat(value ->> '$.guard', ' ') FROM json_each(CAST(readfile('$TMP/check.json') AS TEXT), '$[0].guards')")
    same "guards: ${1:-none}" "$got" "$1"
}
TODAY=2024-04-10

# An ordinary process that an action lifted: nothing is to be said.
even='2023-05:71:30 2023-06:69:31 2023-07:70:30 2023-08:72:29 2023-09:69:30 2023-10:71:30 2023-11:70:31 2023-12:69:30 2024-01:72:30 2024-02:68:29 2024-03:70:30'
# shellcheck disable=SC2086
ws plain $even
problem csat_pct 85%
run check seal P-2024-001 --before 2024-01..2024-03 --after 2024-06; expect 0 "判定方法  Newcombe"
TODAY=2024-05-08; run action done A-2024-001 --on 2024-05-08; expect 0
TODAY=2024-07-02; month 2024-06.csv 2024-06 90 30; run import tickets 2024-06.csv; expect 0
run check record P-2024-001; expect 0 "210/300" "90/100" "改善有效并达标"
refuse 注意
guards ''

# The baseline is the worst month of the year: what follows is better anyway.
TODAY=2024-04-10
# shellcheck disable=SC2086
ws worst $even
month 2024-04.csv 2024-04 55 30; run import tickets 2024-04.csv; expect 0
problem csat_pct 65%
run check seal P-2024-001 --before 2024-04 --after 2024-06; expect 0
TODAY=2024-05-08; run action done A-2024-001 --on 2024-05-08; expect 0
TODAY=2024-07-02; month 2024-06.csv 2024-06 71 30; run import tickets 2024-06.csv; expect 0
run check record P-2024-001; expect 0 "改善有效并达标" "改善前是 2023-05 以来 12 个等长区间中最差的一个"
guards worst_stretch

# The months before the action rose already.
TODAY=2024-04-10
ws trend 2023-06:50:30 2023-07:53:30 2023-08:55:30 2023-09:58:30 2023-10:60:30 2023-11:64:30 2023-12:67:30 2024-01:70:30 2024-02:72:30 2024-03:75:30
problem csat_pct 85%
run check seal P-2024-001 --before 2024-01..2024-03 --after 2024-06; expect 0
TODAY=2024-05-08; run action done A-2024-001 --on 2024-05-08; expect 0
TODAY=2024-07-02; month 2024-06.csv 2024-06 90 30; run import tickets 2024-06.csv; expect 0
run check record P-2024-001; expect 0 "改善有效并达标" "第一项措施完成之前的 10 个月已在持续好转" "Mann-Kendall"
guards earlier_trend

# The same months of last year moved the same way.
TODAY=2024-04-10
ws season 2023-03:70:30 2023-04:74:30 2023-05:80:30 2023-06:88:30 2023-07:80:30 2023-08:75:30 2023-09:72:30 2023-10:71:30 2023-11:70:30 2023-12:69:30 2024-01:71:30 2024-02:68:30 2024-03:70:30
problem csat_pct 85%
run check seal P-2024-001 --before 2024-03 --after 2024-06; expect 0
TODAY=2024-05-08; run action done A-2024-001 --on 2024-05-08; expect 0
TODAY=2024-07-02; month 2024-06.csv 2024-06 90 30; run import tickets 2024-06.csv; expect 0
run check record P-2024-001; expect 0 "改善有效并达标" "去年同期有同方向的变化（70.0% → 88.0%）"
guards season

# Fewer complaints and more questions after: another mix.
TODAY=2024-04-10
# shellcheck disable=SC2086
ws mix $even
problem csat_pct 85%
run check seal P-2024-001 --before 2024-01..2024-03 --after 2024-06; expect 0
TODAY=2024-05-08; run action done A-2024-001 --on 2024-05-08; expect 0
TODAY=2024-07-02; month 2024-06.csv 2024-06 90 10; run import tickets 2024-06.csv; expect 0
run check record P-2024-001; expect 0 "改善有效并达标" "服务类型构成不同：投诉占比 29.7% → 10.0%"
guards mix

# The other four in one: few tickets, an open window, two actions, another definition.
TODAY=2024-04-10
# shellcheck disable=SC2086
ws rest $even
problem csat_pct 85%
run action add P-2024-001 工单进度自动提醒客户 --owner 李明 --planned 2024-05-18; expect 0 A-2024-002
run check seal P-2024-001 --before 2024-01..2024-03 --after 2024-06 --min-n 120; expect 0
TODAY=2024-05-18; run action done A-2024-001 --on 2024-05-08; expect 0
run action done A-2024-002 --on 2024-05-18; expect 0
TODAY=2024-06-20; month 2024-06.csv 2024-06 90 30; run import tickets 2024-06.csv; expect 0
run kpi set csat_pct --numerator "csat >= 5"; expect 0
run check record P-2024-001; expect 0 "数据不足" "样本不足：改善前 n = 300，改善后 n = 100，最小样本 120" "改善后区间未满" "完成了 2 项措施" "定义改过（2024-06-20）"
guards 'few window_not_full several_actions definition'

# A wash-in takes the first days away; the category's share has a chart on the problem's page that is split at the change.
run check seal P-2024-001 --category 物流延迟 --target 15% --before 2024-01..2024-03 --after 2024-06-01..2024-06-28 --wash-in 4w --reason 类别; expect 0 E-2024-002 "磨合期  第一项措施完成后 28 天不计入"
TODAY=2024-07-02
run check record E-2024-002; expect 0 "计入的改善后区间  2024-06-06..2024-06-28" "改善有效并达标"
run show problem P-2024-001 --json
printf '%s' "$out" > "$TMP/page.json"
got=$(sqlite3 -batch :memory: "SELECT group_concat(value ->> '$.figure_chart.changes[0].period' || ' ' || json_array_length(value, '$.figure_chart.points') || ' ' || (value ->> '$.figure_chart.target') || ' ' || round(value ->> '$.figure_chart.points[#-1].value', 4), '; ') FROM json_each(CAST(readfile('$TMP/page.json') AS TEXT), '$.series')")
same "the KPI's chart and the category's, split in May" "$got" "2024-05 14 0.85 0.9; 2024-05 14 0.15 0.1"
run show problem P-2024-001 --md; expect 0 '“物流延迟”占比' '判异规则 NHS'
run show problem P-2024-001 --html; expect 0 '<ul class="key"><li><svg class="'

# A criterion that was changed when data were there is marked on every page that shows it.
run check seal P-2024-001 --before 2024-01..2024-03 --after 2024-06 --min-n 50 --reason "样本不够"; expect 0 "标准于 2024-07-02 由 tester 更改，当时结果已经知道：样本不够。"
run check record P-2024-001; expect 0 "改善有效并达标" "当时结果已经知道：样本不够"
run show problem P-2024-001 --html; expect 0 "当时结果已经知道：样本不够"
run show problem P-2024-001 --md; expect 0 "当时结果已经知道：样本不够"
run problem set P-2024-001 --period 2024-06; expect 0
run show report 2024-06 --md; expect 0 "当时结果已经知道：样本不够"
run show report 2024-06 --html; expect 0 "当时结果已经知道：样本不够"
run audit verify; expect 0

# A rule of exclusion leaves its tickets out of the category's months too: the chart and the check count the same.
run setting add exclude "type = complaint" --reason "只看咨询"; expect 0
run show problem P-2024-001 --json
printf '%s' "$out" > "$TMP/page.json"
got=$(sqlite3 -batch :memory: "SELECT group_concat((value ->> '$.value') || ' ' || (value ->> '$.n'), '; ') FROM json_each(CAST(readfile('$TMP/page.json') AS TEXT), '$.series[1].figure_chart.points') WHERE value ->> '$.period' IN ('2024-03', '2024-06')")
case $got in *' 70; '*' 70') got=70 ;; esac
same "two months without their 30 complaints" "$got" 70
