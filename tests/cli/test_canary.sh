#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Personal data in every column of an import, told apart by where they stood, come out nowhere: not on a page, in an export, in the
# trail, in a receipt, on the terminal or in an error message; only in the file of refused rows, which is the user's own data to mend.
. tests/lib.sh
run init "$TMP/w"; expect 0
cd "$TMP/w" || exit 1
# a mobile number, an identity number (GB 11643), an e-mail address and a name for each column
columns='工单号 月份 客户姓名 类型 子类型 渠道 地区 产品 坐席 创建时间 首次响应时间 解决时间 响应时长 解决时长 满意度 NPS 问题描述 问题类别 质检结果 质检说明 一次解决 费用 备注 电话'
awk -v columns="$columns" '
    function check(id,  w, i, s) { split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " "); for (i = 1; i <= 17; i++) s += substr(id, i, 1) * w[i]; return substr("10X98765432", s % 11 + 1, 1) }
    function mobile(i) { return "1397" sprintf("%07d", 1234000 + i * 37) }
    function id(i,  s) { s = "11010519900307" sprintf("%03d", 100 + i); return s check(s) }
    function mail(i) { return "canary" i "@example.com" }
    BEGIN {
        n = split(columns, c, " ")
        printf "" > "canaries"
        for (i = 1; i <= n; i++) { print mobile(i) > "canaries"; print id(i) > "canaries"; print mail(i) > "canaries" }
        for (i = 1; i <= n; i++) printf "%s%s", c[i], i < n ? "," : "\n" > "good.csv"
        for (i = 1; i <= n; i++) printf "%s%s", c[i], i < n ? "," : "\n" > "bad.csv"
        split("x 2024-05 x 投诉 x x x x x 2024-05-02T08:00 2024-05-02T09:00 2024-05-03T08:00 1 2 5 9 x x x x 是 3 x x", fixed, " ")
        for (kind = 1; kind <= 3; kind++) {
            line = ""
            for (i = 1; i <= n; i++) {
                v = kind == 1 ? mobile(i) : kind == 2 ? id(i) : mail(i)
                cell = fixed[i] != "x" ? fixed[i] : c[i] == "质检结果" ? "不合格（" v "）" : c[i] == "工单号" || c[i] == "客户姓名" ? v : "请联系 " v " 谢谢"
                line = line (i > 1 ? "," : "") cell
            }
            print line > "good.csv"
            for (k = 1; k <= n; k++) { # the same with one broken cell after the other
                line = ""
                for (i = 1; i <= n; i++) {
                    v = kind == 1 ? mobile(i) : kind == 2 ? id(i) : mail(i)
                    cell = i == k && fixed[i] != "x" ? v : fixed[i] != "x" ? fixed[i] : c[i] == "工单号" ? "T" kind k : c[i] == "质检结果" ? (i == k ? v : "合格") : ""
                    if (i == k && c[i] == "类型") cell = "投诉 " v
                    line = line (i > 1 ? "," : "") cell
                }
                if (fixed[k] != "x" || c[k] == "质检结果") print line > "bad.csv"
            }
        }
    }'
found() { printf '%s\n' "$out" | grep -cFf canaries; }
quiet() { same "no canary: $last" "$(found)" 0; }
nowhere() { same "no canary in $1" "$(grep -rlFf canaries "$@" 2>/dev/null | head -3)" ""; }
same "there are canaries in every column" "$(awk -F, 'NR > 1 { for (i = 1; i <= NF; i++) if ($i ~ /1397|110105|canary/) seen[i] = 1 } END { n = 0; for (i in seen) n++; print n }' good.csv bad.csv)" 24

as="--map 客户姓名=customer --keep 备注"
run import tickets good.csv $as --dry-run; expect 0 "新增 3" "手机号"; quiet
run import tickets good.csv $as --dry-run --json; expect 0; quiet
run import tickets bad.csv $as; expect 1 "拒绝"; quiet
run import tickets bad.csv $as --json; expect 1 '"refusals"'; quiet
run import tickets bad.csv $as --dry-run --partial --json; quiet
run import tickets bad.csv $as --partial --refused refused.csv; expect 3 "refused.csv" "原始数据"; quiet
same "the refused rows are there to be mended" "$([ "$(grep -cFf canaries refused.csv)" -gt 10 ] && echo yes)" yes
same "and for nobody else" "$(stat -c %a refused.csv)" 600
same "their reasons tell nothing" "$(sed 's/.*,\([^,]*\),\([^,]*\)$/\2/' refused.csv | grep -cFf canaries)" 0
run import tickets good.csv $as; expect 0 "新增 3"; quiet
rm good.csv bad.csv refused.csv

# a customer that is kept, and the same numbers where an inspection's results come back
m=$(head -1 canaries)
printf '工单号,月份,类型,客户ID(脱敏)\n%s,2024-05,投诉,%s\nN2,2024-05,投诉,%s\n' "$m" "$m" "$m" > keep.csv
run import tickets keep.csv --source kept; expect 0 "新增 2"; quiet
same "the same customer stays the same" "$(sqlite3 quality.db "SELECT count(DISTINCT customer) || count(DISTINCT no) FROM ticket WHERE source = 'kept'")" 12
printf '工单号,质检结果\n%s,不合格（请联系 %s）\n%s,%s\n' "$m" "$m" "$m" "$m" > results.csv
run inspect import results.csv --source kept --partial; expect 3 "更新 1 张"; quiet
rm keep.csv results.csv
cp /dev/null "$m.csv"; printf '月份,类型\n2024-05,投诉\n' > "$m.csv"
run import tickets "$m.csv" --source named; expect 0 # the name of a file is the user's, what is kept of it is not
rm "$m.csv"
same "the customer's name goes out of the prose" "$(printf '工单号,月份,类型,客户姓名,描述\nP1,2024-05,投诉,金丝雀,请回电金丝雀，她在等\n' > prose.csv; "$PDCA" import tickets prose.csv --map 客户姓名=customer > out 2>&1; rm prose.csv; cat out quality.db | grep -ac 金丝雀)" 0

# whatever is read, shown, exported or published afterwards
sqlite3 quality.db .dump > dump.sql; nowhere dump.sql; nowhere quality.db
run export tickets out.csv; expect 0; nowhere out.csv
for show in "import list --all-fields" "import show I-2024-001" "import show I-2024-002" "audit log" "audit export" "kpi values --period 2024-05" "pareto --period 2024-05" \
    "sample draw --period 2024-05 --rate 100% --seed 1" "sample draw --period 2024-05 --size 3 --by agent --seed 1 --json" "report 2024-05" "show audit --json" "show search --json" "kpi values csat --period 2024-05 --by agent"; do
    run $show; quiet
done
run site; expect 0; nowhere public
run leak check public; expect 0
mv canaries ../; nowhere_else=$(grep -rlFf ../canaries . | head -3)
same "nor in any other file of the workspace" "$nowhere_else" ""
