#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Tickets out and in again are the same tickets; the order of rows and the cut into files do not matter to any figure.
. tests/lib.sh
DEMO=$PWD/tests/demo
cd "$TMP" || exit 1
for w in a b c d e; do run init $w --lang zh; expect 0; done
all_of() { # every column but where the ticket came from and when
    sqlite3 "$1/quality.db" "SELECT no, source, period, customer, type, subtype, channel, region, product, agent, opened, answered, offered, resolved, closed, printf('%.17g', response_h),
        printf('%.17g', solution_h), printf('%.17g', resolution_h), csat, nps, description, category, inspection, inspection_reason, first_contact, printf('%.17g', cost),
        (SELECT group_concat(key || '=' || value, char(31)) FROM (SELECT key, value FROM json_each(extra) ORDER BY key)), printf('%.17g', since_complaint_h) FROM ticket ORDER BY source, no"
}
figures_of() { sqlite3 "$1/quality.db" "SELECT kpi, period, n, x, printf('%.17g %.17g %.17g %.17g %.17g %.17g %.17g', sum, sumsq, value, median, p90, lo, hi) FROM rollup ORDER BY kpi, period"; }

# what offices' files hold: formulas, quotes, line breaks, commas, thirds of an hour, columns that are kept
cat > odd.csv <<'EOF'
工单号,月份,类型,客户ID(脱敏),描述,地区,响应时长(分钟),解决时长,费用,质检结果,一次解决,批次,创建时间,解决时间
T1,2024-05,物流投诉,K1,"他说 ""坏了"", 然后
换行",=SUM(A1),10,1天3小时,"1,204.50",不合格（=1+1）,是,+B7,2024-05-02 08:00,2024-05-03 09:00
T2,2024-05,咨询,K2,'单引号',-华东,1,0.1,0.30000000000000004,未检,否,@x,2024-05-02 08:00:07,
T3,2024-05,退货,K1,"；，、;	制表",华南,7,,,合格,,"a,b",2024-05-09 08:00,2024-05-09 08:00:01
EOF
for m in 2024-03 2024-04 2024-05 2024-06; do run -C a import tickets "$DEMO/$m.csv" --source demo; expect 0; done
run -C a import tickets odd.csv --source odd --keep 批次; expect 0 "新增 3"
for source in demo odd; do
    run -C a export tickets $source.out.csv --source $source; expect 0 "$source.out.csv"
    run -C b import tickets $source.out.csv --source $source --keep '*'; expect 0; refuse "拒绝 1"
done
same "out and in again: the same tickets" "$(all_of b | sha256sum)" "$(all_of a | sha256sum)"
same "and the same figures" "$(figures_of b | sha256sum)" "$(figures_of a | sha256sum)"
same "there were tickets" "$(all_of a | wc -l | tr -d ' ')" "$(($(cat "$DEMO"/2024-03.csv "$DEMO"/2024-04.csv "$DEMO"/2024-05.csv "$DEMO"/2024-06.csv | wc -l) - 4 + 4))" # one holds a line break
run -C a export tickets one.csv; expect 0
run -C b export tickets two.csv; expect 0
same "and the same file again" "$(sha256sum < two.csv)" "$(sha256sum < one.csv)"
L=en; run -C a export tickets en.csv --source demo; expect 0; L=zh
run -C c import tickets en.csv --source demo --keep '*'; expect 0
same "in English as well" "$(all_of c | sha256sum)" "$(all_of a | grep -v '|odd|' | grep '|demo|' | sha256sum)"
run -C a export tickets --period 2024-05 --source odd; expect 0 "T1" "单引号"; refuse C2024
run -C a export tickets --period 2020-01; expect 1
run -C a export tickets --period May; expect 1 "May"
run -C a export tickets no/such/dir.csv; expect 1 "no/such/dir.csv"
same "formulas are disarmed in what a spreadsheet opens" "$(grep -cE '(^|,)"?[=@]' odd.out.csv)" 0

# any order, any cut, any order of the parts
{ head -1 "$DEMO/2024-05.csv"; for m in 2024-03 2024-04 2024-05 2024-06; do tail -n +2 "$DEMO/$m.csv"; done; } > whole.csv
awk 'NR == 1 { head = $0; next } { row[NR] = $0 } END { srand(11); n = NR; for (i = n; i > 2; i--) { j = 2 + int(rand() * (i - 1)); t = row[i]; row[i] = row[j]; row[j] = t }
    for (p = 0; p < 7; p++) print head > ("part" p ".csv"); for (i = 2; i <= n; i++) print row[i] > ("part" (i * 13 % 7) ".csv") }' whole.csv
run -C d setting add exclude "resolution_h > 90" --reason "试"; expect 0
run -C e setting add exclude "resolution_h > 90" --reason "试"; expect 0
run -C d import tickets whole.csv; expect 0
for p in 4 2 6 0 5 1 3; do run -C e import tickets part$p.csv; expect 0; done
same "any order and cut: the same tickets" "$(all_of e | sha256sum)" "$(all_of d | sha256sum)"
same "any order and cut: the same figures" "$(figures_of e | sha256sum)" "$(figures_of d | sha256sum)"
same "there were figures" "$([ "$(figures_of d | wc -l)" -gt 30 ] && echo yes)" yes
for m in 2024-04 2024-05; do
    for w in d e; do run -C $w pareto --period $m --json; expect 0; printf '%s' "$out" > pareto.$w; done
    same "and the same Pareto of $m" "$(cat pareto.e)" "$(cat pareto.d)"
done
run -C e import undo I-2024-003 --reason 试; expect 0
run -C e import tickets part6.csv; expect 0
same "withdrawn and brought again: the same figures" "$(figures_of e | sha256sum)" "$(figures_of d | sha256sum)"
