#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The pages of actions, owners, KPIs, reports, meetings, standards, audit, coverage, search and guide: what they say of an empty
# workspace, of the sample months and of hostile texts, in both languages, as HTML, Markdown and JSON.
. tests/lib.sh
SINGLE="actions owners kpis reports meetings standards audit coverage search guide"

check() { # name, command that must succeed
    name=$1
    shift
    if "$@"; then echo "ok $name"; else echo "not ok $name"; fi
}
# Every row of every table in a Markdown file has as many cells as the table's head.
tables_whole() {
    awk '
        function cells(line,  n, i, c, before) {
            n = 0; before = ""
            for (i = 1; i <= length(line); i++) {
                c = substr(line, i, 1)
                if (before == "\\") { before = ""; continue }
                if (c == "|") n++
                before = c
            }
            return n
        }
        /^\|/ { if (!inside) { want = cells($0); inside = 1 } else if (cells($0) != want) { print FILENAME ": " $0; bad = 1 } next }
        { inside = 0 }
        END { exit bad }' "$@"
}
# No text value is JSON inside JSON; no place is left unfilled.
json_plain() {
    for f in "$@"; do
        n=$(sqlite3 :memory: "SELECT count(*) FROM json_tree(readfile('$f')) WHERE type = 'text' AND substr(value, 1, 1) IN ('[', '{') AND json_valid(value)")
        [ "$n" = 0 ] || { echo "$f: $n values are JSON in text"; return 1; }
    done
}
none_says() { # text, file…
    text=$1
    shift
    ! grep -l -F -e "$text" "$@"
}
shown() { # directory of the workspace, where to: every page in both languages and three forms
    mkdir -p "$2"
    for L in zh en; do
        for page in $SINGLE; do
            for form in html md json; do
                "$PDCA" --today "$TODAY" --lang $L -C "$1" show "$page" --$form > "$2/$page.$L.$form" 2> "$2/err" || { cat "$2/err"; return 1; }
            done
        done
        for each in $(sqlite3 "$1/quality.db" "SELECT 'kpi/' || id FROM kpi UNION ALL SELECT DISTINCT 'report/' || period FROM ticket UNION ALL SELECT 'meeting/' || id FROM meeting"); do
            for form in html md json; do
                "$PDCA" --today "$TODAY" --lang $L -C "$1" show "${each%%/*}" "${each#*/}" --$form > "$2/${each%%/*}-${each#*/}.$L.$form" 2> "$2/err" || { cat "$2/err"; return 1; }
            done
        done
    done
    L=zh
}

# nothing recorded yet: every page reads well and names what to type next
run init "$TMP/empty" --name 衡石
check "pages of an empty workspace" shown "$TMP/empty" "$TMP/e"
for page in actions owners kpis reports meetings standards coverage; do
    check "the empty page $page names a command" grep -q '<code>pdca ' "$TMP/e/$page.zh.html"
    check "the empty Markdown page $page names a command" grep -q '`pdca ' "$TMP/e/$page.en.md"
done
check "a KPI without data names a command" grep -q '<code>pdca import tickets' "$TMP/e/kpi-csat.zh.html"
check "no JSON in text (empty)" json_plain "$TMP"/e/*.json
check "tables whole (empty)" tables_whole "$TMP"/e/*.md

# the sample months
TODAY=2024-09-02
"$PDCA" demo "$TMP/demo" > "$TMP/demo.log" 2>&1 || { tail -3 "$TMP/demo.log"; echo "not ok demo"; }
check "pages of the sample" shown "$TMP/demo" "$TMP/d"
check "no JSON in text (sample)" json_plain "$TMP"/d/*.json
check "tables whole (sample)" tables_whole "$TMP"/d/*.md
says() { # file, text…: each stands in it
    f=$TMP/d/$1
    shift
    for text in "$@"; do check "$(basename "$f") says $text" grep -q -F -e "$text" "$f"; done
}
says actions.zh.md "已完成 延期 3 天" "| 2024-06-10 | 2024-06-08 | 已完成 |" "物流延迟投诉降至 10%"
says actions.en.md "Done, 3 d late" "| 2024-06-10 | 2024-06-08 | Done |"
says report-2024-05.zh.md "物流延迟 | 42 | 35.0% |" "客服解答不专业 | 28 | 23.3% |" "80.8%" "15.0%（18/120） → 5.0%（5/100）" "改善有效并达标" "C202405001" "未同步仓库数据"
says report-2024-05.en.md "42 | 35.0% |" "28 | 23.3% |" "effective and on target"
says report-2024-05.zh.html "n = 140" "样例数据"
says kpi-csat.zh.md "| 2024-05 | 140 | 3.8 |" "| 2024-07 | 140 | 4.5 |"
says kpi-repeat_complaint.zh.md "| 2024-05 | 120 | 15.0% | 9.7% – 22.5% |" "| 2024-07 | 100 | 5.0% |"
says standards.zh.md "SOP-LG-07"
says meetings.zh.md "接口丢弃报文数写入日报"
says coverage.zh.md "没有已证实的根本原因"
check "Pareto and its figures: the chart stands in the report" grep -q '<svg class="chart wide"' "$TMP/d/report-2024-05.zh.html"
check "the other 50 are shown" test "$(sqlite3 :memory: "SELECT sum(json_extract(value, '\$.count')) FROM json_each(readfile('$TMP/d/report-2024-05.zh.json'), '\$.figure.figure_chart.rows') WHERE key > 1")" = 50
check "the newest overdue action stands first" test "$(sqlite3 :memory: "SELECT json_extract(readfile('$TMP/d/actions.zh.json'), '\$.actions[0].status')")" = over
check "one heading of the first order" sh -c 'for f in "$1"/*.html; do [ "$(grep -c "<h1" "$f")" = 1 ] || { echo "$f"; exit 1; }; done' x "$TMP/d"
check "the audit page's recipe gives the fingerprint" sh -c '
    cd "$1" && seq=$(sqlite3 quality.db "SELECT max(seq) FROM event") &&
    [ "$(sqlite3 quality.db "SELECT json_array(seq, prev, at, today, actor, verb, kind, id, reason, json(row)) FROM event WHERE seq = $seq" | tr -d "\n" | sha256sum | cut -c1-64)" = "$(sqlite3 quality.db "SELECT hash FROM event WHERE seq = $seq")" ]' x "$TMP/demo"

# a gate passed by force shows in the month's report, with its reason
run -C "$TMP/demo" problem add 强行通过 --period 2024-08 --frequency 3 --population 50; expect 0
new=$(sqlite3 "$TMP/demo/quality.db" "SELECT id FROM problem ORDER BY seq DESC LIMIT 1")
run -C "$TMP/demo" problem advance "$new" --force --reason "客户要求本周内处理"; expect 0
run -C "$TMP/demo" show report 2024-08 --md; expect 0 "强制通过关口" "客户要求本周内处理"

# hostile texts stay texts
EVIL='<script>alert(1)</script><img src=x onerror=alert(1)> {{title}} {{>part/head}} | a | [x](javascript:alert(1)) `c` "q"'
run init "$TMP/evil" --name "$EVIL"; expect 0
run -C "$TMP/evil" problem add "$EVIL" --period 2024-05 --frequency 2 --population 9 --owner "$EVIL"; expect 0
run -C "$TMP/evil" cause add P-2024-001 people "$EVIL" --status confirmed --evidence "$EVIL"; expect 0
run -C "$TMP/evil" action add P-2024-001 "$EVIL" --owner "$EVIL" --departments "$EVIL" --planned 2024-09-20 --cause C-2024-001 --expected "$EVIL"; expect 0
run -C "$TMP/evil" action set A-2024-001 --blocked "$EVIL" --reason "$EVIL"; expect 0
run -C "$TMP/evil" meeting add 2024-09-01 "$EVIL" --chair "$EVIL" --attendance "$EVIL" --agenda "$EVIL" --decision "做|李四|2024-09-20"; expect 0
run -C "$TMP/evil" standard add "$EVIL" "$EVIL" --problem P-2024-001 --effective 2024-09-01 --review 2024-09-01 --text "$EVIL"; expect 0
run -C "$TMP/evil" measure add csat 2024-05 --value 4 --n 10 --source "$EVIL"; expect 0
check "pages of a hostile workspace" shown "$TMP/evil" "$TMP/h"
run -C "$TMP/evil" show report 2024-05 --html; expect 0 "&lt;script&gt;"
refuse '<script>alert' '<img src=x'
check "no script came through" none_says '<script>alert' "$TMP"/h/*.html
check "no image came through" none_says '<img' "$TMP"/h/*.html
check "template syntax is text" grep -q -F '{{title}}' "$TMP/h/actions.zh.html"
check "no link to a script" none_says 'href="javascript' "$TMP"/h/*.html
check "tables whole (hostile)" tables_whole "$TMP"/h/*.md

# golden pages: a small workspace of its own, in Markdown and without the audit head (GOLDEN=write writes them anew)
GOLD=$PWD/tests/pages/golden
TODAY=2024-06-03
cat > "$TMP/golden.csv" <<'CSV'
监测周期,客户ID(脱敏),服务类型,响应时长(小时),解决时长(小时),CSAT评分(1-5分),问题描述,质检结果,工单号,创建时间,问题类别
2024-05,K01,物流投诉,2.5,48,2,包裹丢失,不合格（未同步仓库数据）,T01,2024-05-02 08:00,物流延迟
2024-05,K02,物流投诉,3,50,3,到货推迟,未检,T02,2024-05-03 08:00,物流延迟
2024-05,K01,物流投诉,4,60,1,再次推迟,不合格（未回电）,T03,2024-05-09 08:00,物流延迟
2024-05,K03,服务投诉,1,20,,答非所问,合格（解答清晰）,T04,2024-05-10 08:00,客服解答不专业
2024-05,K04,产品使用咨询,0.5,1,5,功能疑问,合格（解答清晰）,T05,2024-05-11 08:00,
CSV
run init "$TMP/g" --name 衡石; expect 0
(cd "$TMP/g" && "$PDCA" --today $TODAY --actor tester import tickets ../golden.csv > /dev/null) || echo "not ok golden import"
for line in \
    "problem|add|物流延迟|--from-category|物流延迟|--period|2024-05|--owner|陈静|--kpi|repeat_complaint|--baseline|15%|--target|5%" \
    "problem|set|P-2024-001|--phenomenon|信息不更新|--scope|华东" \
    "cause|add|P-2024-001|tools|接口异常|--status|confirmed|--evidence|日志" \
    "cause|add|P-2024-001|people|没有监控|--status|confirmed|--evidence|访谈" \
    "action|add|P-2024-001|修复仓库与物流系统接口|--owner|周明远|--departments|技术、运营|--planned|2024-06-10|--cause|C-2024-001|--kpi|repeat_complaint|--baseline|15%|--target|5%" \
    "action|add|P-2024-001|短信提醒客户物流进度|--owner|何嘉|--planned|2024-06-07|--expected|催件减半|--cause|C-2024-001" \
    "meeting|add|2024-06-03|周例会|--chair|王芳|--attendance|陈静|--agenda|物流|--decision|核对单号规则|--decision|补一场培训|" \
    "standard|add|WI-12|物流异常处理|--problem|P-2024-001|--effective|2024-06-03|--review|2025-06-03|--owner|陈静"; do
    IFS='|'
    set -f
    # shellcheck disable=SC2086
    set -- $line
    set +f
    unset IFS
    run -C "$TMP/g" "$@"; expect 0
done
TODAY=2024-06-12
run -C "$TMP/g" action "done" A-2024-001 --on 2024-06-12 --effect "降至 10%"; expect 0
mkdir -p "$TMP/new"
for page in actions.zh actions.en owners.zh report,2024-05.zh report,2024-05.en kpi,csat.zh kpi,repeat_complaint.en meetings.zh meeting,M-2024-001.zh standards.zh coverage.zh; do
    name=${page%.*}
    id=${name#*,}
    [ "$id" = "$name" ] && id=
    # shellcheck disable=SC2086
    "$PDCA" --today $TODAY --lang "${page##*.}" -C "$TMP/g" show "${name%%,*}" $id --md | sed -E '/[0-9]+:[0-9a-f]{12}/d; /^[0-9a-f]{64}$|[0-9a-f]{64}/d' > "$TMP/new/$(echo "$page" | tr , -).md"
done
[ "${GOLDEN:-}" = write ] && mkdir -p "$GOLD" && cp "$TMP"/new/*.md "$GOLD/"
for f in "$TMP"/new/*.md; do
    check "golden $(basename "$f")" diff -u "$GOLD/$(basename "$f")" "$f"
done

# the guide's commands work as they stand, in the order of the guide
TODAY=2024-06-01
for L in zh en; do
    run init "$TMP/guide-$L" --name 衡石; expect 0
    for month in 06 07; do run -C "$TMP/guide-$L" import tickets "$PWD/tests/demo/2024-$month.csv"; expect 0; done
    for part in pareto fishbone five-why smart verdict; do
        awk '/^```/ { inside = !inside; next } inside { if (sub(/ \\$/, " ")) { held = held $0; next } print held $0; held = "" }' "site/guide/$L/$part.md" > "$TMP/commands"
        while IFS= read -r line; do
            eval "set -- $line"
            shift # pdca
            case $1 in
            import) shift 3; set -- import tickets "$PWD/tests/demo/2024-05.csv" ;;
            check) [ "$2" = record ] && TODAY=2024-08-01 ;;
            esac
            run -C "$TMP/guide-$L" "$@" < /dev/null; expect 0
        done < "$TMP/commands"
    done
    TODAY=2024-06-01
done
