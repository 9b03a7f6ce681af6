#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Files of tickets as they come: encodings, separators, workbooks' cousins, refusals, undo; what is written and what is not.
. tests/lib.sh
DEMO=$PWD/tests/demo
run init "$TMP/w"; expect 0
cd "$TMP/w" || exit 1
tickets() { sqlite3 quality.db 'SELECT count(*) FROM ticket'; }

# the sample month in any encoding is the same month
same "made by its generator" "$(mkdir made; awk -f "$DEMO/make.awk" -v dir=made; cat made/2*.csv | sha256sum)" "$(cat "$DEMO"/2*.csv | sha256sum)"
run import tickets "$DEMO/2024-05.csv" --dry-run; expect 0 "新增 188" "没有写入"
same "a dry run writes nothing" "$(tickets)" 0
run import tickets "$DEMO/2024-04.csv"; expect 0 "I-2024-001" # its complaints are the history of May
run import tickets "$DEMO/2024-05.csv"; expect 0 "UTF-8" "17 列全部识别" "I-2024-002"
run kpi values --period 2024-05; expect 0 "投诉重复率" "15.0%" "3.8" "120"
for code in GB18030 UTF-16LE UTF-16BE; do
    { [ $code = GB18030 ] || printf '\357\273\277'; cat "$DEMO/2024-05.csv"; } | iconv -f UTF-8 -t $code > "$code.csv"
    run import tickets $code.csv; expect 0 "$code" "新增 0" "重复 188"
done
sed 's/,/;/g' "$DEMO/2024-05.csv" > semicolon.csv
run import tickets semicolon.csv; expect 0 "分号分隔" "重复 188"
sed 's/,/，/g' "$DEMO/2024-05.csv" > wide.csv
run import tickets wide.csv; expect 0 "全角逗号分隔" "重复 188"
awk '{ printf "%s\r\n", $0 }' "$DEMO/2024-05.csv" | sed '1i 五月监测表\r' > crlf.csv
run import tickets crlf.csv; expect 0 "表头第 2 行" "重复 188"
run import tickets "$DEMO/2024-05.csv"; expect 0 "已由 I-2024-002 导入过"
same "nothing came twice" "$(tickets)" 376

# every refused row: line, column, value, what would be right
printf '监测周期,工单号,服务类型,CSAT评分(1-5分),创建时间\n2024-05,a1,投诉,6,\n2024-05,a2,投诉,5,2024-13-02\n2024-05,a3,投诉,4,2024/5/3 8:05\n' > bad.csv
run import tickets bad.csv; expect 1 "第 2 行" "CSAT评分(1-5分)" "“6”" "1 到 5 的整数" "第 3 行" "“2024-13-02”" "没有写入任何内容"
same "all rows or none" "$(tickets)" 376
run import tickets bad.csv --partial --refused refused.csv; expect 3 "新增 1" "拒绝 2" "refused.csv"
same "the refused rows with their reasons" "$(grep -c '“6” \|2024-13-02' refused.csv)" 2
run import tickets bad.csv --json; expect 0 '"already": "I-2024-009"'
run import show 9; expect 0 "I-2024-009" # the number alone, where only one year has it
run import show 99; expect 1 "99"
run import undo 9 --reason 测试; expect 0 "I-2024-009" "撤回 1 张"
same "undone" "$(tickets)" 376
run import undo I-2024-009; expect 1 "已作废"
run audit verify; expect 0

# what is no file of tickets
: > empty.csv; run import tickets empty.csv; expect 1 "是空的"
printf 'a,b\n1,2\n' > other.csv; run import tickets other.csv; expect 1 "服务类型" "a, b"
printf 'period,type\n2024-05,"投诉\n' > quote.csv; run import tickets quote.csv; expect 1 "第 2 行" "引号"
printf 'period,type\n2024-05,\000\n' > nul.csv; run import tickets nul.csv; expect 1 "第 20 字节" "GB18030"
head -c 3000000 /dev/zero | tr '\0' x > long.csv; run import tickets long.csv; expect 1 "1048576"
{ printf 'period,type'; head -c 20000 /dev/zero | tr '\0' ,; } > wide20000.csv; run import tickets wide20000.csv; expect 1 "16384"
printf '\320\317\021\340\241\261\032\341rest' > old.xls; run import tickets old.xls; expect 1 "旧版" ".xlsx"
printf 'PK\003\004rest' > broken.xlsx; run import tickets broken.xlsx; expect 1 "不是完好的工作簿"
run import tickets nosuch.csv; expect 1 "nosuch.csv"
run import tickets .; expect 1
run import tickets other.csv --sep ab; expect 1 "--sep"
run import tickets other.csv --encoding latin1; expect 1 "latin1" "GB18030"
run import tickets other.csv --map a=nothing; expect 1 "--map"
same "still the same tickets" "$(tickets)" 376

# personal data do not get in
printf '客户ID,月份,类型,问题描述,手机\n张三,2024-06,投诉,请回电138 0013 8000找王先生,13900139000\n' > person.csv
run import tickets person.csv; expect 0 "假名" "手机号 1 处" "未读取：手机"
same "no name, no number" "$(sqlite3 quality.db .dump | grep -cE '张三|13800138000|138 0013 8000|13900139000|王先生')" 0
same "the key is its owner's" "$(stat -c %a customer.key)" 600
chmod 644 customer.key
printf '客户ID,月份,类型\n李四,2024-06,投诉\n' > person2.csv
run import tickets person2.csv; expect 1 "customer.key" "chmod 600"

# results of an inspection come back; a folder is looked through before it is published
printf '工单号,质检结果\nC202405003,合格（按时回访）\n' > results.csv
run inspect import results.csv --dry-run; expect 0 "更新 1 张" "C202405003" "按时回访" "没有写入"
same "a dry run leaves the result" "$(sqlite3 quality.db "SELECT count(*) FROM ticket WHERE no = 'C202405003' AND inspection_reason = '按时回访'")" 0
run inspect import results.csv --dry-run --json; expect 0 '"samples": [' '"inspection": "pass"'
run inspect import results.csv; expect 0 "更新 1 张"
run sample draw --period 2024-05 --rate 15% --by type --seed 20240601; expect 0 "/ 188" "SHA-256" "sha256sum"
first=$(printf '%s\n' "$out" | grep '^C2024' | head -1)
same "sha256sum draws the same" "$(printf '%s,%s' 20240601 "${first%% *}" | sha256sum | cut -c1-16)" "${first##* }"
mkdir -p pub/sub
echo '<p>C202405001 2024-05-01</p>' > pub/a.html
run leak check pub; expect 0 "1 个文件"
echo '联系 13800138000' > pub/sub/b.md
run leak check pub; expect 4 "b.md" "手机号 1 处"

# the site is looked through before it takes the old one's place
run site; expect 0 "public"
run problem add "客服解答不专业" --severity low --phenomenon "客户留下 138-0013-8000 后挂断"; expect 0 "P-2024-"
leaky=$(printf '%s\n' "$out" | grep -o 'P-2024-[0-9]*' | head -1)
was=$(cat public/index.html | cksum)
run site; expect 4 "$leaky.html" "手机号 1 处" "--allow-leaks"; refuse 138-0013
same "the old site stays" "$(cat public/index.html | cksum)" "$was"
run site --allow-leaks; expect 0 "手机号" "public/index.html"

# a dry run shows the first tickets as they would be stored: masked, scrubbed, with what is kept
printf '月份,类型,客户,描述,地区,批次\n2024-06,投诉,张三,请回电 13800138000,华东,B7\n2024-06,维修,李四,无,华南,\n' > look.csv
chmod 600 customer.key
n=$(tickets)
run import tickets look.csv --dry-run --keep 批次; expect 0 "前 2 张" "投诉" "华东" '{"批次":"B7"}'; refuse 13800138000 张三
L=en; run import tickets look.csv --dry-run; expect 0 "The first 2 tickets" "Complaint"; L=zh
run import tickets look.csv --dry-run --json; expect 0 '"samples": [' '"type": "complaint"' '"csat": null'; refuse 13800138000 张三
same "customers are pseudonyms" "$(printf '%s' "$out" | grep -cE '"customer": "K[0-9a-f]{16}"')" 2
same "nothing was written" "$(tickets)" "$n"

# a sheet as offices keep it: titles, starred headings, protected numbers, dates without year, words for hours, sums at the end
cat > office.csv <<'EOF'
"2024年5月，售后服务监测表（内部资料，请勿外传）",,,,,,,,,,,
*工单号,创建时间,服务类型,客户编号,响应时长/小时,"解决时长
（小时）",满意度,质检结果,是否一次性解决,赔付金额,,
="F2024050001",5月3日 下午3:20,物流投诉,K1,约2小时,1天3小时,满意,合格,是,"1,204.00元",,
'F2024050002,2024.05.03 15:20,产品使用咨询,K2,0.5h,90分钟,★★★★★,-,否,/,,
	F2024050003,2024年5月4日 星期六 8:05,投诉,/,两个半小时,2：30,5星,不合格（超时）,已解决,1.2万,,
,,,,,,,,,,,
F2024050004,2024-05-05T08:05:00+08:00,维修,K3,２．５,30,非常满意,未检,无,—,,
合 计,,,,5,,,,,,,
备注：以上数据取自 CRM，制表 王五,,,,,,,,,,,
EOF
run import tickets office.csv; expect 1 "5月3日 下午3:20" "--period" "第 8 行" "“无”" "是 / 否"; refuse 王五
sed 's/未检,无/未检,/' office.csv > office2.csv
run import tickets office2.csv --period 5; expect 1 "--period" "2024-05"
run import tickets office2.csv --period 2024-05 --source office; expect 0 "逗号分隔" "表头第 2 行" "10 列全部识别" "新增 4" "2 行不是工单" "第 9；10 行" "3 个单元格" "没有值"
same "as they say" "$(sqlite3 quality.db "SELECT group_concat(no || ' ' || opened || ' ' || response_h || ' ' || resolution_h || ' ' || csat || ' ' || ifnull(cost, '-'), '|') FROM ticket WHERE source = 'office'")" \
    "F2024050001 2024-05-03T15:20:00 2.0 27.0 4 1204.0|F2024050002 2024-05-03T15:20:00 0.5 1.5 5 -|F2024050003 2024-05-04T08:05:00 2.5 2.5 5 12000.0|F2024050004 2024-05-05T08:05:00 2.5 30.0 5 -"
run import show "$(sqlite3 quality.db 'SELECT id FROM import ORDER BY seq DESC LIMIT 1')"; expect 0 '"period":"2024-05"' '"left_out":2' '"read_as_missing":3'
printf '类型,工单号\n投诉,G1\n' > no_month.csv
run import tickets no_month.csv; expect 1 "监测周期"
run import tickets no_month.csv --period 2024年5月; expect 1 "--period"
run import tickets no_month.csv --period 2024-05; expect 0 "新增 1"
printf '月份,类型,地区\n2024-05,投诉,#REF!\n' > formula.csv
run import tickets formula.csv; expect 1 "第 2 行" "地区" "#REF!" "公式"
printf '月份,类型,满意度,CSAT评分\n2024-05,投诉,满意,5\n' > two.csv
run import tickets two.csv; expect 1 "CSAT评分" "--map"
run import tickets two.csv --map CSAT评分=- --dry-run; expect 0 "新增 1"

# long numbers that a spreadsheet has shortened would all be one; months without year
printf '工单号,月份,类型\n2.02405E+17,2024-05,投诉\n' > short.csv
run import tickets short.csv; expect 1 "第 2 行" "工单号" "2.02405E+17" "文本"
printf '工单号,月份,类型,是否合格\nM1,5月,投诉,是\nM2,5月份,投诉,否\nM3,2024年5月份,投诉,\n' > may.csv
run import tickets may.csv; expect 1 "“5月”"
run import tickets may.csv --period 2024-05; expect 0 "新增 3"
same "in the year of the file" "$(sqlite3 quality.db "SELECT group_concat(period || ifnull(inspection, '-'), ' ') FROM (SELECT * FROM ticket WHERE no GLOB 'M?' ORDER BY no)")" "2024-05pass 2024-05fail 2024-05-"

# satisfaction on another scale: set, shown, recorded; for one file, in a profile, or for the workspace
printf '月份,类型,满意度,工单号\n2024-05,投诉,不满意,H1\n2024-05,投诉,一般,H2\n2024-05,投诉,满意,H3\n' > three.csv
printf '月份,类型,满意度,工单号\n2024-05,投诉,59,J1\n2024-05,投诉,85%%,J2\n2024-05,投诉,100,J3\n' > hundred.csv
scores() { sqlite3 quality.db "SELECT group_concat(csat, ' ') FROM (SELECT csat FROM ticket WHERE no GLOB '$1*' ORDER BY no)"; }
run import tickets hundred.csv; expect 1 "“59”" "--csat-scale"
run import tickets hundred.csv --csat-scale 5; expect 1 "--csat-scale" "0-20=1"
run import tickets hundred.csv --csat-scale 100 --save-profile survey; expect 0 "尺度" "100"
same "in fifths" "$(scores J)" "3 5 5"
run import profiles; expect 0 '--csat-scale "100"'
run setting add csat_scale "满意=6"; expect 1 "满意=5"
same "a broken scale is not kept" "$(sqlite3 quality.db "SELECT count(*) FROM setting WHERE id = 'csat_scale'")" 0
run setting add csat_scale "满意=5,一般=3,不满意=1"; expect 0
run import tickets three.csv; expect 0 "满意=5,一般=3,不满意=1" "新增 3"
same "on three steps" "$(scores H)" "1 3 5"
run import show "$(sqlite3 quality.db 'SELECT id FROM import ORDER BY seq DESC LIMIT 1')"; expect 0 '"csat_scale":"满意=5'
run setting void csat_scale --reason "只用一次"; expect 0

# days of the organisation's own calendar; all rows or none
printf '日期,类型,名称\r\n2026/5/1,休,劳动节\r\n2026年5月9日,补班,\r\n' > days.csv
run calendar import days.csv; expect 0 "新增 2"
same "days" "$(sqlite3 quality.db "SELECT group_concat(id || kind || ifnull(name, '-'), ' ') FROM calendar_day")" "2026-05-01holiday劳动节 2026-05-09workday-"
printf 'Name;Date;Kind\nLabour Day;2026-05-01;holiday\nMay 9;2026-05-09;Holiday\n' | iconv -t UTF-16LE > days16.csv
{ printf '\377\376'; cat days16.csv; } > days_en.csv
run calendar import days_en.csv --json; expect 0 '"stored": 0, "updated": 2'
run calendar import days_en.csv; expect 0 "相同 2"
printf 'date,kind,name\n2026-10-01,holiday,x\n2026-02-30,holiday,x\n2026-10-02,perhaps,x\n' > bad_days.csv
run calendar import bad_days.csv; expect 1 "第 3 行" "2026-02-30" "第 4 行" "perhaps" "YYYY-MM-DD"
same "nothing of it" "$(sqlite3 quality.db "SELECT count(*) FROM calendar_day")" 2
run calendar import bad_days.csv --partial; expect 3 "新增 1"
printf 'date,name\n2026-10-01,x\n' > no_kind.csv
run calendar import no_kind.csv; expect 1 "类型"
run audit verify; expect 0

# what the calendar says: the official days of 2024 (251 working days; 11 statutory holidays), the organisation's own before them
run init "$TMP/calendar"; expect 0
run -C "$TMP/calendar" calendar count 2024 2025-02 2024-Q2; expect 0 "251" "11" "2025-02"
run -C "$TMP/calendar" calendar count 2024 --json; expect 0 '"working_days": 251' '"net_holidays": 11'
run -C "$TMP/calendar" calendar count May; expect 1 "May" "2024-05"
run -C "$TMP/calendar" calendar hours "2024-04-30 17:00" "2024年5月6日 上午10:00"; expect 0 "2.00 小时" "137.00"
run -C "$TMP/calendar" calendar hours 2024-05-11 2024-05-13 --hours "mon-fri 09:00-12:00,13:00-18:00" --json; expect 0 '"hours": 8}' # a make-up Saturday
run -C "$TMP/calendar" calendar hours yesterday 2024-05-13; expect 1 "yesterday"
run -C "$TMP/calendar" calendar hours 2024-05-11 2024-05-13 --hours nine; expect 1 "nine" "mon-fri"
printf 'date,name,is_off\n2024-07-01,建党节,1\n2024-07-06,补班,0\n' > is_off.csv # as the open calendars have it
run -C "$TMP/calendar" calendar import is_off.csv; expect 0 "新增 2"
run -C "$TMP/calendar" calendar count 2024-07 --json; expect 0 '"holidays": 1, "make_up_days": 1, "working_days": 23'
printf 'date,is_off\n2024-07-02,perhaps\n' > is_off.csv
run -C "$TMP/calendar" calendar import is_off.csv; expect 1 "perhaps"

# a stratum's share alone, or at least so many of each
run sample draw --period 2024-05 --size 3 --by region --least 0 --seed 1 --json; expect 0 '"n": 3,'
run sample draw --period 2024-05 --size 3 --by region --least 2 --seed 1 --json; expect 0
same "two of each" "$(printf '%s' "$out" | grep -o '"frame": [0-9]*, "n": [0-9]*}' | grep -vcE '"n": ([2-9]|[0-9]{2,})|"frame": 1,')" 0
run sample draw --period 2024-05 --size 3 --by region --least some --seed 1; expect 1 "--least"

# ids that are issued anew every month are remarked on, lasting ones are not
months() { for m in 07 08; do i=0; while [ $i -lt 40 ]; do echo "$1$m$i,2025-$m,投诉,$(eval echo "$2"),2025-$m-02 08:00"; i=$((i + 1)); done; done; }
{ echo "工单号,月份,类型,客户,创建时间"; months A 'K$m-$i'; } > anew.csv
{ echo "工单号,月份,类型,客户,创建时间"; months B 'K$i'; } > lasting.csv
run import tickets anew.csv --customer keep --source one; expect 0 "2025-08" "每月重新编"
run import tickets lasting.csv --customer keep --source two; expect 0 "新增 80"; refuse "每月重新编"

# mapping profiles: kept as a setting (audited), used by name; what is typed goes before
printf '流水;月份;类型;我的列;旧编号\nX1;2025-09;投诉;华东;9\n' > own1.csv
printf '流水;月份;类型;我的列;旧编号\nX2;2025-10;投诉;华南;9\n' > own2.csv
printf '流水;月份;类型;我的列;旧编号\nX3;2025-11;投诉;A9;9\n' > own3.csv
run import tickets own1.csv --map 流水=no --map 我的列=region --source crm --save-profile crm --dry-run; expect 0
run import profiles; expect 0; refuse crm
run import tickets own1.csv --map 流水=no --map 我的列=region --source crm --save-profile crm; expect 0 "--profile crm"
run import profiles; expect 0 crm '--map "我的列=region"'
run import profiles --json; expect 0 '"name": "crm"'
run import tickets own2.csv --profile crm; expect 0 "新增 1"
run import tickets own3.csv --profile crm --map 我的列=agent --map 旧编号=-; expect 0 "新增 1"
same "as the profile says" "$(sqlite3 quality.db "SELECT group_concat(source || no || ifnull(region, '-') || ifnull(agent, '-'), ' ') FROM ticket WHERE no GLOB 'X*'")" "crmX1华东- crmX2华南- crmX3-A9"
same "kept in the trail" "$(sqlite3 quality.db "SELECT count(*) FROM event WHERE kind = 'setting' AND id = 'profile_crm'")" 1
run import tickets own1.csv --profile nobody; expect 1 "nobody" "import profiles"
run import tickets look.csv --profile crm; expect 1 "流水"

# what counts as a repeat is data: any complaint within N days, or one of the same category; the definition stands with the number
run init "$TMP/repeat"; expect 0
cd "$TMP/repeat" || exit 1
head='工单号,月份,类型,客户,问题类别,创建时间'
printf '%s\n' "$head" R1,2025-03,投诉,K1,甲,'2025-03-01 08:00' R2,2025-03,投诉,K1,乙,'2025-03-03 08:00' R3,2025-03,投诉,K1,甲,'2025-03-11 08:00' R4,2025-04,投诉,K2,丙,'2025-04-09 08:00' > r1.csv
printf '%s\n' "$head" R5,2025-03,投诉,K2,丙,'2025-03-30 08:00' R6,2025-04,投诉,K2,丁,'2025-04-01 08:00' > r2.csv
share() { run kpi values repeat_complaint --period "$1" --json; printf '%s' "$out" | grep -oE '"value": [0-9.]+|"n": [0-9]+' | tr '\n' ' '; }
run import tickets r1.csv --customer keep; expect 0 "新增 4"
same "within 30 days" "$(share 2025-03)" '"value": 0.666666666666667 "n": 3 '
run kpi set repeat_complaint --numerator "since_complaint_h <= 120" --reason "五天内"; expect 0
same "within 5 days" "$(share 2025-03)" '"value": 0.333333333333333 "n": 3 '
run kpi set repeat_complaint --numerator "since_same_category_h <= 240" --definition-zh "十天内同类问题再次投诉" --reason "只算同类"; expect 0
same "same category within 10 days" "$(share 2025-03)" '"value": 0.333333333333333 "n": 3 '
run kpi set repeat_complaint --numerator "since_same_category_h < 240" --reason "不满十天"; expect 0
same "ten days are not under ten days" "$(share 2025-03)" '"value": 0.0 "n": 3 '
run kpi set repeat_complaint --numerator "since_same_category_h <= 240" --reason "满十天也算"; expect 0
same "no earlier one" "$(share 2025-04)" '"value": 0.0 "n": 1 '
run import tickets r2.csv --customer keep; expect 0 "新增 2"
same "an earlier complaint of the category came in later, with another between" "$(share 2025-04)" '"value": 0.5 "n": 2 '
run import undo I-2024-002 --reason "试"; expect 0
same "and went" "$(share 2025-04)" '"value": 0.0 "n": 1 '
run kpi values repeat_complaint; expect 0 "十天内同类问题再次投诉" "since_same_category_h <= 240" "customer known"

# outliers are left out by a recorded rule with a reason; figures stand with and without, kept ones follow
printf '工单号,月份,类型,解决时长\nO1,2025-06,维修,10\nO2,2025-06,维修,20\nO3,2025-06,维修,3000\n' > out.csv
run import tickets out.csv; expect 0 "新增 3"
run kpi values resolution --period 2025-06; expect 0 "1010.0"
run setting add exclude "resolution_h > 2000"; expect 2 "--reason"
same "not without its reason" "$(sqlite3 quality.db "SELECT count(*) FROM setting WHERE id = 'exclude'")" 0
run setting add exclude "resolution > 2000" --reason "录入错误"; expect 1
same "a broken rule is not kept" "$(sqlite3 quality.db "SELECT count(*) FROM setting WHERE id = 'exclude'")" 0
run setting add exclude "resolution_h > 2000" --reason "录入错误"; expect 0
run kpi values resolution --period 2025-06; expect 0 "15.0"; refuse "1010.0"
run kpi values resolution --period 2025-06 --with-excluded; expect 0 "15.0" "1010.0" "resolution_h > 2000"
run kpi values resolution --period 2025-06 --with-excluded --json; expect 0 '"value": 15' '"n": 2' '"value_all": 1010' '"n_all": 3' '"excluded": 1'
run show kpi resolution --text; expect 0 "不计入的工单" "resolution_h > 2000" "录入错误"
run setting void exclude --reason "已更正"; expect 0
run kpi values resolution --period 2025-06; expect 0 "1010.0"

# tickets of a month that is over come in: the report says so, and from where
{ echo 工单号,月份,类型,地区,满意度; for i in 1 2 3 4 5 6; do echo "L$i,2024-03,投诉,华东,$((i % 5 + 1))"; done; echo L7,2024-03,投诉,华南,5; } > first.csv
printf '工单号,月份,类型,地区,满意度\nL8,2024-03,投诉,华南,1\nL9,2024-03,投诉,华南,2\n' > later.csv
run import tickets first.csv --source late; expect 0 "新增 7"
run report 2024-03 --md; expect 0; refuse "补入"
TODAY=2024-07-02
run import tickets later.csv --source late; expect 0 "新增 2"
run report 2024-03 --md; expect 0 "补入" "（2024-07-02，2 张）"
L=en; run report 2024-03 --md; expect 0 "came in after its first import" "2 tickets"; L=zh
run report 2025-03 --md; expect 0; refuse "补入"
TODAY=2024-06-01

# groups that are too small are not published: fewer than five tickets, or than the setting says
run init "$TMP/few"; expect 0
{ cat first.csv; tail -n +2 later.csv; } > groups.csv
run -C "$TMP/few" import tickets groups.csv; expect 0 "新增 9"
run -C "$TMP/few" show kpi csat --md; expect 0 "| 华东 | 6 | 2.8 |" "| 华南 | &lt; 5 | 样本太少"
run -C "$TMP/few" setting add publish_k 0; expect 1
run -C "$TMP/few" setting add publish_k 3; expect 0
run -C "$TMP/few" show kpi csat --md; expect 0 "| 华南 | 3 | 2.7 |"
run -C "$TMP/few" setting set publish_k 6; expect 0
run -C "$TMP/few" show kpi csat --md; expect 0 "| 华东 | 6 | 2.8 |" "| 华南 | &lt; 6 | 样本太少"

# the rule holds for categories too, in the terminal, on the report and for a problem's frequency; with and without stand side by side
{ echo 工单号,月份,类型,问题类别,解决时长; for i in 1 2 3 4; do echo "Q$i,2025-07,维修,甲,$i"; done; for i in 5 6 7; do echo "Q$i,2025-07,维修,乙,3000"; done; echo Q8,2025-07,维修,丙,5; } > cats.csv
run import tickets cats.csv; expect 0 "新增 8"
run pareto --period 2025-07; expect 0 "n = 8"; refuse "排除规则"
run pareto --period 2025-07 --with-excluded; expect 0 "没有工单被排除"
run setting add exclude2 x; expect 0 # another name: no rule
run setting add exclude "resolution_h > 2000" --reason "录入错误"; expect 0 # a voided setting comes back under its name
run pareto --period 2025-07; expect 0 "n = 5" "未计入 3 张" "resolution_h > 2000" "n = 8"; refuse 乙
run pareto --period 2025-07 --with-excluded; expect 0 "n = 5" "n = 8" "乙"
run pareto --period 2025-07 --json; expect 0 '"n": 5' '"excluded": 3' '"with_excluded": {"n": 8'
run report 2025-07 --md; expect 0 "未计入 3 张" "n = 8"
run problem add --from-category 甲 --period 2025-07 --severity low; expect 0
run problem list --json; expect 0 '"frequency": 4' '"population": 5'
run kpi values resolution --period 2025-07 --by category; expect 0 甲
