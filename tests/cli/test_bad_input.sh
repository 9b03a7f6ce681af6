#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Bad input: what, where and the mend; its own exit status; nothing half written.
. tests/lib.sh
run init "$TMP/w"; expect 0
cd "$TMP/w" || exit 1
events() { sqlite3 quality.db 'SELECT count(*) FROM event'; }
run problem add 延迟; expect 0
run action add P-2024-001 "修复接口，失败重试" --owner 李明 --planned 2024-06-10; expect 0
before=$(events)

run problem show P-2024-099; expect 1 "没有编号为 P-2024-099 的问题" "pdca problem list"
run problem set P-2024-1 --severity huge; expect 1 "huge" "low,medium,high,critical"
run action add P-2024-001 "x" --owner 李明 --planned 2024-13-01; expect 1 "计划完成时间" "2024-13-01" "+10wd"
run action add P-2024-001 "x" --owner 李明 --planned 2024-05-01; expect 1 "2024-05-01 早于开始日期 2024-06-01"
run action add P-2024-001 "x" --planned 2024-07-01; expect 2 "缺少 责任人" "--owner"
run action add P-2024-001; expect 2 "缺少"
run action progress A-2024-001 120; expect 1 "120" "0 到 100"
run action progress A-2024-001; expect 2 "PERCENT" "--help"
run action set A-2024-001 --target 15 --kpi repeat_complaint; expect 1 "15" "35%"
run action set A-2024-001 --problem P-2024-001; expect 4 "之后不可更改"
run action set A-2024-001 --ownr x; expect 2 "--ownr" "--owner ?"
run action set A-2024-001 --owner; expect 2 "--owner" "需要一个值"
run frobnicate; expect 2 "frobnicate" "pdca help"
run problem frob; expect 2 "problem frob" "add | set | list"
run problem set P-2024-001 --frequency 9 --population 5; expect 1 "不大于总数"
run problem set P-2024-001 --title "$(printf 'a\377b')"; expect 1 "UTF-8"
run problem set P-2024-001 --title "$(printf 'a\177(nav.index\177)b')"; expect 1 "UTF-8" # notes of the pages begin with this byte
run problem set P-2024-001 --title x --reason "$(printf 'a\377')"; expect 1 "--reason"
run problem set P-2024-001 --phenomenon "$(head -c 20000 /dev/zero | tr '\0' a)"; expect 1 "太长" "16384"
run problem set P-2024-001 --phenomenon "$(printf '>%.0s' $(seq 40)) x"; expect 1 "嵌套太深"
run cause add P-2024-001 nosuch 原因; expect 1 "nosuch" "pdca category list"
run --today 2024-02-30 status; expect 1 "2024-02-30"
run --lang fr status; expect 1 "fr" "zh 或 en"
run setting set late_days sometimes; expect 1 "calendar"
run check record P-2024-001; expect 4 "没有封存" "pdca check seal"
run check seal P-2024-001 --kpi csat --before 2024-05 --after 2024-7; expect 1 "2024-7"
run report 2024-Q2; expect 1 "2024-Q2" "月份，如 2024-05"
run pareto --period 2024-5x; expect 1 "期间：“2024-5x”"
run import tickets nofile.csv; expect 1 "找不到文件或文件夹：nofile.csv"
run show nopage; expect 2 "nopage" "problems"
run show problem; expect 2
run show problem P-2024-077; expect 1 "P-2024-077"
run problem void P-2024-001 --reason "  "; expect 2 "--reason"
same "nothing was written" "$(events)" "$before"

run -C "$TMP/none" status; expect 6 "没有工作区"
mkdir "$TMP/plain"; run -C "$TMP/plain" status; expect 6 "pdca init"
mkdir "$TMP/text"; echo "hello, this is a text and no database" > "$TMP/text/quality.db"
run -C "$TMP/text" status; expect 6 "不是 pdca 的工作区文件"
mkdir "$TMP/other"; sqlite3 "$TMP/other/quality.db" 'CREATE TABLE t(x)'
run -C "$TMP/other" status; expect 6 "不是 pdca 的工作区文件"
mkdir "$TMP/newer"; cp quality.db "$TMP/newer/"; sqlite3 "$TMP/newer/quality.db" 'PRAGMA user_version = 999'
run -C "$TMP/newer" status; expect 6 "999" "升级"
run init "$TMP/w"; expect 1 "已经存在"

# another program holds the file until we let it go
touch "$TMP/hold"
sqlite3 quality.db "BEGIN IMMEDIATE; SELECT 1;" ".shell touch '$TMP/held'; while [ -e '$TMP/hold' ]; do sleep 0.1; done" "ROLLBACK;" > /dev/null 2>&1 &
while [ ! -e "$TMP/held" ]; do sleep 0.1; done
run problem add 另一个; expect 5 "正被另一个程序写入"
rm "$TMP/hold"
wait
run problem add 另一个; expect 0 "P-2024-002"

# no permission (root passes over permissions, so root tries as nobody), and a full disk
as_user() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}
mkdir "$TMP/np"
cp quality.db "$TMP/np/"
chmod 755 "$TMP"
[ "$(id -u)" != 0 ] || chown -R 65534:65534 "$TMP/np"
if as_user "$PDCA" version > /dev/null 2>&1; then
    chmod 400 "$TMP/np/quality.db"
    last="pdca problem add on a read-only file"
    out=$(as_user "$PDCA" -C "$TMP/np" --lang zh problem add 第三个 2>&1); rc=$?; expect 1 "没有权限"
    last="pdca problem list on a read-only file"
    out=$(as_user "$PDCA" -C "$TMP/np" --lang zh problem list 2>&1); rc=$?; expect 0 "P-2024-001"
    chmod 500 "$TMP/np"
    last="pdca site into a read-only folder"
    out=$(as_user "$PDCA" -C "$TMP/np" --lang zh site 2>&1); rc=$?; expect 1 "没有权限" "public"
    chmod 700 "$TMP/np"
else echo "skip no permission: another user cannot run the program here"; fi
if [ "$(id -u)" = 0 ] && mkdir "$TMP/full" && mount -t tmpfs -o size=1200k tmpfs "$TMP/full" 2> /dev/null; then
    cp quality.db "$TMP/full/"
    head -c 2000000 /dev/zero > "$TMP/full/fill" 2> /dev/null
    n=$(sqlite3 -readonly "$TMP/full/quality.db" 'SELECT count(*) FROM event')
    run -C "$TMP/full" problem add 满; expect 1 "磁盘已满"
    same "a full disk leaves the records as they were" "$(sqlite3 -readonly "$TMP/full/quality.db" 'SELECT count(*) FROM event')" "$n"
    umount "$TMP/full"
else echo "skip full disk: no small file system can be mounted here"; fi

# JSON errors for programs
run problem show P-2024-099 --json; expect 1 '"error":"unknown_id"' '"status":1'
L=en
run problem show P-2024-099; expect 1 "There is no problem P-2024-099" "pdca problem list"
run help exit; expect 0 "Exit statuses" "130" "unknown_id"
