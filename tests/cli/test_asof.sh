#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The workspace as it was: --as-of DATE or event number, on every command that reads, and the site of a past day.
. tests/lib.sh
REPO=$PWD
cp tests/demo/*.csv "$TMP"
cd "$TMP" || exit 1

# The sample month is typed line by line; at the end of each of its days the site is built and kept.
day=
days=
built() { # a day is over
    [ -n "$day" ] || return
    "$PDCA" -C w --today "$day" site --out "then-$day" >/dev/null 2>&1 || echo "not ok the site of $day"
    days="$days $day"
}
typed() { # the same clock for every command of a day
    (export SOURCE_DATE_EPOCH=1717200000 PDCA_ACTOR=陈静; eval "exec \"\$PDCA\" --today $day $1") >/dev/null 2>&1
}
while IFS= read -r line; do
    case $line in
    '#'* | '' | site* | audit* | status*) ;;
    [0-9]*) built; day=$line ;;
    'init .'*) typed "init w ${line#init .}" ;;
    *) typed "-C w $line" ;;
    esac
done < "$REPO/tests/demo/month.txt"
built
same "the month was typed" "$(echo $days | wc -w)-$(sqlite3 w/quality.db 'SELECT count(*) > 130 FROM event')" 16-1

# As of each day: byte for byte what was there then, apart from the line that says so.
plain() { # a site without that line
    find "$1" -name '*.html' -exec sed -i '/<p class="note past/d' {} +
    find "$1" -name '*.md' -exec sed -i '/^> .*\(截至 [0-9-]* 结束时\|as of the end of [0-9-]*, after event\)/,+1d' {} +
}
for day in $days; do
    "$PDCA" -C w --as-of "$day" site --out "past-$day" >/dev/null 2>&1
    if [ "$day" = 2024-06-14 ]; then
        all=$(find "past-$day" -name '*.html' | wc -l)
        same "every page of $day says so" "$(grep -rl --include=*.html "note past.*\(截至 $day 结束时\|as of the end of $day, after event\)" "past-$day" | wc -l)" "$all"
        same "and every Markdown page" "$(grep -rlE --include=*.md "^> .*(截至 $day 结束时|as of the end of $day, after event)" "past-$day" | wc -l)" "$(find "past-$day" -name '*.md' | wc -l)"
    fi
    plain "past-$day"
    same "as of $day" "$(diff -r "then-$day" "past-$day" 2>&1 | head -5)" ""
done

# A past state has a folder of its own; the site of today is not touched.
cd w || exit 1
TODAY=2024-09-02
run site; expect 0 "public/index.html"
before=$(cat public/index.html | cksum)
run site --as-of 2024-06-14; expect 0 "截至 2024-06-14" "public-2024-06-14/index.html"
same "the site of today stands" "$(cat public/index.html | cksum)" "$before"
run --as-of 57 site; expect 0 "第 57 条" "public-event-57/index.html"
same "nothing else is left behind" "$(ls -A | tr '\n' ' ')" "public public-2024-06-14 public-event-57 quality.db "
run --as-of 2024-09-02 site --out now; expect 0
run site --out live; expect 0
plain now
same "as of today is today" "$(diff -r live now)" ""

# Every command that reads
TODAY=2024-06-14
run --as-of 2024-06-07 status; expect 0 "2024-06-14 周五" "▲ 延期 1 项" # counted from --today
out=$("$PDCA" --as-of 2024-06-07 status 2>&1); same "else from that day" "$(echo "$out" | grep -c '2024-06-07 周五')" 1
TODAY=2024-09-02
run action show A-2024-002 --as-of=2024-06-14; expect 0 "70"
refuse "2024-06-18"
run action list --as-of 2024-05-31; expect 0; refuse "A-2024"
run problem show P-2024-003 --as-of 2024-08-01; expect 1 "P-2024-003"
run report 2024-06 --as-of 2024-06-30; expect 0 "本月没有数据"
run report 2024-06 --as-of 2024-07-01; expect 0 "2024-06"; refuse "本月没有数据"
run kpi values csat --as-of 2024-06-30; expect 0 "2024-05"; refuse "2024-06  "
run pareto --as-of 2024-06-30; expect 0 "2024-05"
run show problem p-2024-1 --as-of 2024-06-07 --json; expect 0 '"P-2024-001"'
run audit head --as-of 2024-06-14
same "the head of then" "$(echo "$out" | grep -o '^[0-9]*:[0-9a-f]*$')" "$(sqlite3 quality.db "SELECT seq || ':' || hash FROM event WHERE today <= '2024-06-14' ORDER BY seq DESC LIMIT 1")"
run audit verify --as-of 2024-06-14; expect 0 "完好"
L=en
run status --as-of 2024-06-14; expect 0 "As of 2024-06-14: the workspace after event"
run status --help; expect 0 "--as-of DATE|N"
L=zh
run help; expect 0 "--as-of DATE|N" "只读"

# What is not understood, and what cannot be
run status --as-of 14.6.2024; expect 1 "--as-of" "14.6.2024" "2024-06-14 或 57"
run status --as-of 2024-06-31; expect 1 "2024-06-31"
run status --as-of 0; expect 1 "--as-of"
run status --as-of; expect 2 "--as-of"
run status --as-of 2024-09-03; expect 1 "2024-09-03" "今天或更早"
run status --as-of 2024-03-28; expect 1 "截至 2024-03-28 还没有任何记录" "2024-03-29"
run status --as-of 9999; expect 1 "9999"
run action "done" A-2024-006 --as-of 2024-08-30; expect 2 "action done 会改动工作区" "--as-of"
run problem add x --as-of 2024-08-30; expect 2 "会改动工作区"
run import tickets ../2024-05.csv --as-of 2024-08-30; expect 2 "import tickets"
run stat describe ../2024-05.csv --as-of 2024-08-30; expect 2 "--as-of"
cp quality.db "$TMP/kept.db"
chmod a-w quality.db .
run status --as-of 2024-06-14; expect 0 "第 101 条"
chmod u+w quality.db .
same "the workspace was only read" "$(cksum < quality.db)" "$(cksum < "$TMP/kept.db")"

# An entry that was dated back is not taken for what was known then
run setting set owner_limit 7; expect 0
TODAY=2024-06-10
run setting set owner_limit 9; expect 0
TODAY=2024-09-03
run setting show owner_limit --as-of 2024-06-14; expect 0 "8" "补记的 1 条事件"
run setting show owner_limit --as-of 2024-09-02; expect 0 "9"

# Withdrawn tickets are not kept: no figures rather than wrong ones, and said
n=$(sqlite3 quality.db "SELECT id FROM import WHERE period_to = '2024-08'")
run import undo "$n"; expect 0
run pareto --as-of 2024-09-02; expect 0 "2024-08 至 2024-09：不显示数字" "$n" "没有保留" "2024-07"
run site --as-of 2024-09-02; expect 0
same "the pages say it, too" "$(grep -c '2024-08 至 2024-09：不显示数字' public-2024-09-02/index.html)" 1

# A broken chain shows nothing that lies behind the break
sqlite3 quality.db "DROP TRIGGER same_event_row; UPDATE event SET row = json_set(row, '$.title', 'forged') WHERE seq = 100"
run status --as-of 2024-06-30; expect 4 "第 100 条"
run site --as-of 2024-06-30 --out broken; expect 4
same "and leaves no site" "$(ls -d broken* 2>/dev/null)" ""
run status --as-of 99; expect 0 "第 99 条"

# What changed between two days; the states of the two days agree with it
mv quality.db broken.db; cp "$TMP/kept.db" quality.db
TODAY=2024-09-02
run diff 2024-06-07 2024-06-14
expect 0 "2024-06-07 至 2024-06-14 的变化" "新增 (2)" "A-2024-005" "新措施，计划 2024-06-18" "完成 (2)" "进度 40% → 85%" "受阻：夜班客服排不开" "检查点达到：投递成功率 98.7%"
width() { printf '%s' "${1%%2024-06-*}" | iconv -f UTF-8 -t GBK | wc -c; } # a Chinese character is two columns
same "columns stand under each other" "$(width "$(printf '%s\n' "$out" | grep '接口.*[0-9] 完成')")" "$(width "$(printf '%s\n' "$out" | grep '核对其余.*[0-9] 完成')")"
run diff 2024-06-14..2024-07-31 --lang en; expect 0 "Changes from 2024-06-14 to 2024-07-31" "done 2024-06-18, 3 d late" "no longer blocked" "15.0% (2024-05) → 5.0% (2024-07, n = 100)" "182 tickets imported from 2024-06.csv"
run diff 2024-08-05 2024-09-02; expect 0 "转为延期 (1)" "转为延期：计划 2024-08-29，延期 4 天" "退款到账慢"
run diff 2024-07-02 2024-07-30; expect 0 "没有变化。"
for pair in 2024-06-03:2024-06-18 2024-06-18:2024-09-02 2024-08-12:2024-09-02 2024-05-31:2024-08-12; do
    from=${pair%:*} to=${pair#*:}
    ids() { "$PDCA" "$@" --json 2>/dev/null | grep -o '"id": "[^"]*"' | sort; }
    of() { "$PDCA" diff "$from" "$to" --csv 2>/dev/null | grep "^$1" | cut -d, -f3 | sed 's/.*/"id": "&"/' | sort; }
    ids action list --as-of "$from" > a; ids action list --as-of "$to" > b
    same "new actions $pair" "$(of new,action)" "$(comm -13 a b)"
    ids action list --status over --as-of "$from" > a; ids action list --status over --as-of "$to" > b
    same "overdue since $pair" "$(of slipped)" "$(comm -13 a b)"
    ids problem list --as-of "$from" > a; ids problem list --as-of "$to" > b
    same "new problems $pair" "$(of new,problem)" "$(comm -13 a b)"
    "$PDCA" --as-of "$from" kpi values repeat_complaint 2>/dev/null | sed -n 2p > a; "$PDCA" --as-of "$to" kpi values repeat_complaint 2>/dev/null | sed -n 2p > b
    same "KPI $pair" "$(of kpi | grep -c repeat_complaint)" "$(cmp -s a b && echo 0 || echo 1)"
done
run diff 2024-06-07 2024-06-14 --csv; expect 0 "part,kind,id,name" "progressed,action,A-2024-003" ",40,85,"
run diff 2024-06-07 2024-06-14 --json; expect 0 '"from_date": "2024-06-07"' '"part": "progressed"'
run diff 2024-06-07 2024-06-14 --md; expect 0 "| [A-2024-003](actions.md) | "
TODAY=2024-06-14
run diff; expect 0 "2024-06-07 至 2024-06-14 的变化" # since the last meeting before today
TODAY=2024-05-31
run diff; expect 0 "2024-05-24 至 2024-05-31 的变化" # no meeting yet: a week
TODAY=2024-09-02
run diff 2024-06-14 --as-of 2024-06-18 --today 2024-06-18; expect 0 "2024-06-14 至 2024-06-18 的变化"
run diff 2024-06-14 2024-06-07; expect 1 "FROM" "2024-06-14" "早于结束日期"
run diff 2024-06-14 2024-06-14; expect 1 "早于结束日期"
run diff 14.6. 2024-06-20; expect 1 "FROM" "14.6." "YYYY-MM-DD"
run diff 2024-06-07 someday; expect 1 "TO" "someday"
run diff 2024-06-07 2024-09-30; expect 1 "2024-09-30" "今天或更早"
run diff 2024-03-01 2024-03-28; expect 1 "还没有任何记录" "2024-03-29"
run show diff 2024-06-07; expect 1 "2024-06-07"
run diff a b c; expect 2 "c"
run diff --help; expect 0 "pdca diff [FROM] [TO]"
run show meeting M-2024-002; expect 0 "上次会议以来的变化" "进度 40% → 85%" "夜班培训 6 月 18 日补一场"
mv broken.db quality.db
run diff 2024-06-07 2024-06-14; expect 4 "第 100 条"
run diff 2024-05-30 2024-06-03; expect 0 "新增"
