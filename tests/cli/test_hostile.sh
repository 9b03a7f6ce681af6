#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Dirty and hostile files: each is refused or read as said, naming line and column, in bounded memory; nothing half written.
. tests/lib.sh
. tests/zip.sh
run init "$TMP/w"; expect 0
cd "$TMP/w" || exit 1
LIMIT=320000 # kilobytes of address space, libraries and all; a checker of memory needs more
if [ -n "${RUN:-}" ] || ! (ulimit -v $LIMIT; "$PDCA" help) > /dev/null 2>&1; then
    LIMIT=unlimited
    echo "skip the limit of memory: a checker or sanitizer needs the address space"
fi
tight() { # as run, with little memory
    last="pdca $* (in $LIMIT KB)"
    out=$(ulimit -v $LIMIT; ${RUN:-} "$PDCA" --today "$TODAY" --actor tester --lang zh "$@" 2>&1)
    rc=$?
}
head='月份,类型,问题描述'
fill() { head -c "$1" /dev/zero | tr '\0' "$2"; }

# ---- text
: > empty.csv; tight import tickets empty.csv; expect 1 "empty.csv" "空"
printf '\357\273\277' > bom.csv; tight import tickets bom.csv; expect 1 "bom.csv"
printf '\n \n,,\n' > blank.csv; tight import tickets blank.csv; expect 1 "blank.csv"
printf '%s\n' $head > only.csv; tight import tickets only.csv; expect 1 "only.csv" "空"
{ printf '%s\n2024-05,投诉,"' $head; fill 5000000 x; } > open.csv; tight import tickets open.csv; expect 1 "open.csv" "第 2 行" "1048576"
printf '%s\n2024-05,投诉,"未关\n2024-05,投诉,好\n' $head > quote.csv; tight import tickets quote.csv; expect 1 "第 2 行" "引号"
printf '%s\n2024-05,投诉,"好"坏\n' $head > quote2.csv; tight import tickets quote2.csv; expect 1 "第 2 行" "引号"
{ printf '%s\n2024-05,投诉,' $head; fill 100000000 x; echo; } > long.csv; tight import tickets long.csv; expect 1 "第 2 行" "1048576"
fill 5000000 , > commas.csv; tight import tickets commas.csv; expect 1 "第 1 行" "16384"
{ printf '%s\n2024-05,投诉' $head; fill 20000 ,; echo; } > wide.csv; tight import tickets wide.csv; expect 1 "第 2 行" "16384"
{ printf '%s' $head; fill 20000 ,; echo; } > wide2.csv; tight import tickets wide2.csv; expect 1 "第 1 行" "16384"
fill 20000000 '\n' > lines.csv; tight import tickets lines.csv; expect 1 "lines.csv"
printf '%s\n2024-05,投诉,a\000b\n' $head > nul.csv; tight import tickets nul.csv; expect 1 "nul.csv" "第 2 行" "字节"
printf '%s\n2024-05,投诉,\377\376\n' $head > bad.csv; tight import tickets bad.csv; expect 1 "第 2 行" "第 42 字节" "GB18030"
printf '%s\n2024-05,投诉,好\n' $head | iconv -t GB18030 | head -c -2 > cut.csv; tight import tickets cut.csv; expect 1 "cut.csv" "第 1 行" # where it stops to be UTF-8
printf '%s\n2024-05,投诉,好\n' $head | iconv -t GB18030 > gbk.csv; tight import tickets gbk.csv --encoding utf-8; expect 1 "第 1 行" "第 1 字节"
tight import tickets gbk.csv --encoding utf-16; expect 1 "gbk.csv"
{ printf '\377\376'; printf '%s\n2024-05,投诉,好\n' $head | iconv -t UTF-16LE; printf x; } > odd.csv; tight import tickets odd.csv; expect 1 "odd.csv" "第 3 行"
tight import tickets gbk.csv --dry-run; expect 0 "GB18030" "新增 1"
head -c 200000 /dev/urandom > noise.csv; tight import tickets noise.csv; expect 1 "noise.csv"
printf '<html><body><table><tr><td>月份</td></tr></table></body></html>' > page.xls; tight import tickets page.xls; expect 1 "网页" ".xlsx"
printf '\357\273\277<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>' > old.xml; tight import tickets old.xml; expect 1 "XML"
printf '月份\t类型\t问题描述\n2024-05\t投诉\t好，很好\n' > tab.xls; tight import tickets tab.xls --dry-run; expect 0 "制表符分隔" "新增 1"
printf '月份,类型,月份\n2024-05,投诉,2024-05\n' > twice.csv; tight import tickets twice.csv; expect 1 "月份" "两次"
printf '月份,类型,备注1,备注1\n2024-05,投诉,a,b\n' > twice2.csv; tight import tickets twice2.csv --keep '*'; expect 1 "备注1" "两次"
tight import tickets twice2.csv --dry-run; expect 0 "新增 1"
printf '月份,类型,问题描述\n2024-05,投诉\n2024-05,投诉,a,b\n2024-05,投诉,c,,,\n' > ragged.csv; tight import tickets ragged.csv; expect 1 "第 2 行" "第 3 行" "列数"; refuse "第 4 行"
printf '月份,类型,产品\n2024-05,投诉,=cmd|x!A1\n' > dde.csv; tight import tickets dde.csv --dry-run; expect 0 "新增 1"
mkfifo pipe.csv 2>/dev/null && { (printf '%s\n2024-05,投诉,好\n' $head > pipe.csv &) ; tight import tickets - --dry-run < pipe.csv; expect 0 "新增 1"; }

# ---- workbooks
row() { # number, cells as XML
    printf '<row r="%s">%s</row>' "$1" "$2"
}
text() { printf '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' "$1" "$2"; }
HEADS=$(row 1 "$(text A1 月份)$(text B1 类型)$(text C1 创建时间)$(text D1 响应时长)$(text E1 地区)")
sheet_of "$HEADS$(row 2 "$(text A2 2024-05)$(text B2 投诉)<c r=\"C2\" s=\"1\"><v>45413</v></c><c r=\"D2\" s=\"2\"><v>1.5</v></c>$(text E2 华东)")" > good.xml
book good.xlsx good.xml; tight import tickets good.xlsx --dry-run; expect 0 "新增 1" "2024-05-01" "36.0" "华东"
sheet_of "$HEADS$(row 2 "$(text A2 2024-05)$(text B2 投诉)<c r=\"C2\" s=\"1\"><v>60</v></c>")" > leap.xml
book leap.xlsx leap.xml; tight import tickets leap.xlsx; expect 1 "第 2 行" "创建时间" "1900-02-29"
sheet_of "$HEADS$(row 2 "$(text A2 2024-05)$(text B2 投诉)<c r=\"E2\"><f>VLOOKUP(1,x,2)</f></c>")" > formula.xml
book formula.xlsx formula.xml; tight import tickets formula.xlsx; expect 1 "第 2 行" "地区" "公式"
sheet_of "$HEADS$(row 2 "$(text A2 2024-05)$(text B2 投诉)<c r=\"E2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>")" > error.xml
book error.xlsx error.xml; tight import tickets error.xlsx; expect 1 "第 2 行" "地区" "#DIV/0!"
sheet_of "$HEADS$(row 2 "$(text A2 2024-05)$(text B2 投诉)<c r=\"C2\"/><c r=\"D2\"><f>1+1</f><v>2</v></c><c r=\"E2\" t=\"str\"><f>A1</f><v>华南</v></c>")" > cached.xml
book cached.xlsx cached.xml; tight import tickets cached.xlsx --dry-run; expect 0 "新增 1" "2.0" "华南"
sheet_of "$HEADS$(row 2 '<c r="A2" t="s"><v>7</v></c>')" > lost.xml
book lost.xlsx lost.xml; tight import tickets lost.xlsx; expect 1 "lost.xlsx!A2"
for lock in crypt aes; do book $lock.xlsx good.xml "" $lock; tight import tickets $lock.xlsx; expect 1 "$lock.xlsx" "密码"; done
{ printf '\320\317\021\340\241\261\032\341'; fill 70000 '\0'; printf EncryptedPackage | iconv -t UTF-16LE; fill 999 '\0'; } > locked.xlsx
tight import tickets locked.xlsx; expect 1 "密码"
{ printf '\320\317\021\340\241\261\032\341'; fill 70000 '\0'; } > old.xls; tight import tickets old.xls; expect 1 "旧版" ".xlsx"
head -c 300 good.xlsx > half.xlsx; tight import tickets half.xlsx; expect 1 "half.xlsx" "不是完好的工作簿"
zip_new doc.xlsx; zip_add doc.xlsx word/document.xml good.xml; zip_end doc.xlsx; tight import tickets doc.xlsx; expect 1 "不是完好的工作簿"
tight import tickets good.xlsx --sheet 别的; expect 1 "别的" "有："

# a calendar may be a workbook too
sheet_of "$(row 1 "$(text A1 日期)$(text B1 类型)$(text C1 名称)")$(row 2 "<c r=\"A2\" s=\"1\"><v>45413</v></c>$(text B2 休)$(text C2 劳动节)")" > days.xml
book days.xlsx days.xml; tight calendar import days.xlsx; expect 0 "新增 1"
same "the day of the workbook" "$(sqlite3 quality.db 'SELECT id || kind || name FROM calendar_day')" "2024-05-01holiday劳动节"
tight calendar import page.xls; expect 1 "网页"
tight calendar import locked.xlsx; expect 1 "密码"
tight calendar import bom.csv; expect 1

# bombs: a little file that would fill the memory
{ sheet_of "" | sed 's|</sheetData>.*||'; printf %s "$HEADS"; fill 60000000 ' '; } > bomb.xml
book bomb.xlsx bomb.xml; rm bomb.xml
same "the bomb is small" "$([ "$(wc -c < bomb.xlsx)" -lt 100000 ] && echo yes)" yes
tight import tickets bomb.xlsx; expect 1 "bomb.xlsx" "大得不合理"
{ printf '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'; yes '<si><t>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</t></si>' | head -c 75000000; } > strings.xml
book strings.xlsx good.xml strings.xml; tight import tickets strings.xlsx; expect 1 "文字太多"
{ printf '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'; yes '<si/>' | tr -d '\n' | head -c 60000000; } > strings.xml
book strings2.xlsx good.xml strings.xml; tight import tickets strings2.xlsx; expect 1 "文字太多"
{ printf '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'; fill 130000 x; printf '</t></si></sst>'; } > strings.xml
{ sheet_of "" | sed 's|</sheetData>.*||'; printf '%s<row r="2">' "$HEADS"; yes '<c t="s"><v>0</v></c>' | head -n 16000; } > many.xml
book many.xlsx many.xml strings.xml; tight import tickets many.xlsx; expect 1 "many.xlsx"
{ sed 's|<sheets>.*||' book.xml; printf '<sheets>'; yes '<sheet name="a" r:id="b"/>' | head -c 60000000; } > sheets.xml
mv book.xml book.kept; mv sheets.xml book.xml; book sheets.xlsx good.xml; mv book.kept book.xml; tight import tickets sheets.xlsx; expect 1 "大得不合理"
{ printf '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'; sheet_of "$HEADS$(row 2 "$(text A2 '&c;')")"; } > laughs.xml
book laughs.xlsx laughs.xml; tight import tickets laughs.xlsx; expect 1 "laughs.xlsx" "XML"
{ printf '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'; yes '<a>' | head -c 2000000; } > deep.xml
book deep.xlsx deep.xml; tight import tickets deep.xlsx; expect 1 "deep.xlsx" "XML"
{ printf '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData a="'; fill 60000000 x; printf '"/></worksheet>'; } > attribute.xml
book attribute.xlsx attribute.xml; tight import tickets attribute.xlsx; expect 1 "attribute.xlsx"
rm -f ./*.xml

# ---- and nothing of all that has left a trace
same "no ticket" "$(sqlite3 quality.db 'SELECT count(*) FROM ticket')" 0
same "no import" "$(sqlite3 quality.db 'SELECT count(*) FROM import')" 0
run audit verify; expect 0
