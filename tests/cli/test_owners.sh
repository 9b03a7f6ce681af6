#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Names of people as they are published: with publish_owners masked none of them stands in any file of the site, in prose neither.
. tests/lib.sh
run init "$TMP/w"; expect 0
cd "$TMP/w" || exit 1
run setting add publish_owners nobody; expect 1 "masked"
run problem add 物流延迟 --period 2024-05 --severity high --owner 巩俐兰 --phenomenon "巩俐兰说客户和闵敬之在等"; expect 0 P-2024-001
run cause add P-2024-001 tools 接口异常 --status confirmed --evidence "由 技术部 闵敬之 查日志"; expect 0
run action add P-2024-001 修复接口并联调验证 --owner "技术部 闵敬之" --departments 技术、运营 --planned 2024-06-10 --cause C-2024-001; expect 0 A-2024-001
run action add P-2024-001 培训新客服人员两场 --owner 翟工程师 --planned 2024-06-18; expect 0 A-2024-002
run action add P-2024-001 Train-the-night-shift --owner "Zebulon Quark" --planned 2024-06-20; expect 0
run action add P-2024-001 请承运商改派 --owner 顺丰速运 --owner-kind outside --planned 2024-06-20; expect 0
run action add P-2024-001 换掉旧扫描枪 --owner 冼星海 --planned 2024-06-20; expect 0
run action set A-2024-005 --owner 技术部 --reason "改由部门负责"; expect 0 # the trail still knows who it was
run progress add A-2024-001 40 --note "闵敬之已联调"; expect 0
run meeting add 2024-06-03 第1周例会 --chair 褚遂良 --attendance 褚遂良、蔺相如、zebra01 --minutes "蔺相如报告了进展" --decision "核对模板|樊梨花|2024-06-21"; expect 0
run standard add SOP-1 派单规则 --problem P-2024-001 --owner 郗鉴之; expect 0
run setting add publish_owners full; expect 0
names='巩俐兰|闵敬之|翟工程师|Zebulon|Quark|冼星海|褚遂良|蔺相如|zebra01|樊梨花|郗鉴之|tester'
run site; expect 0
same "full names stand on a site that may show them" "$(for n in 巩俐兰 闵敬之 翟工程师 Zebulon 冼星海 褚遂良 蔺相如 zebra01 樊梨花 郗鉴之 tester; do grep -rlq "$n" public || echo "$n"; done)" ""
hexes=$(for n in "技术部 闵敬之" 翟工程师 樊梨花; do printf %s "$n" | od -An -tx1 | tr -d ' \n'; echo; done | paste -sd'|')
same "no address spells a name" "$(grep -rlE "$hexes" public | head -3)" ""
run setting set publish_owners masked; expect 0
run site --check; expect 0
same "no name in any file" "$(grep -rlE "$names" public | head -3)" ""
for shown in "巩*" "技术部 闵*" "*工程师" "Z. Q." "冼*" "褚*、蔺*" "樊*" "郗*" "巩*说客户和闵*在等" "顺丰速运"; do
    same "what stands instead: $shown" "$(grep -rlF -- "$shown" public | head -1 | cut -c1-7)" public/
done
same "links to the owners lead somewhere" "$(grep -o 'owners.html#o-[0-9]*' public/actions.html | sort -u | while read -r link; do grep -q "id=\"${link#*#}\"" public/owners.html || echo "$link"; done)" ""
for page in "problem P-2024-001" actions owners audit "meeting M-2024-001" search standards; do
    for as in --json --html --md; do
        run show $page $as; expect 0
        same "to be handed on: show $page $as" "$(printf '%s' "$out" | grep -cE "$names")" 0
    done
done
run report 2024-05 --html; expect 0
same "the report to be handed on" "$(printf '%s' "$out" | grep -cE "$names")" 0
run report 2024-05 --single-file --out report.html; expect 0
same "the report as one file" "$(grep -cE "$names" report.html)" 0
run show actions; expect 0 "闵敬之" "Zebulon Quark" # the terminal is the owner's own
run action list --all-fields; expect 0 "闵敬之"
run status; expect 0
run problem add 另一问题 --severity low --phenomenon "章北海说慢"; expect 0 P-2024-002
run site; expect 0
same "nobody knows yet that this is an owner" "$(grep -l 章北海 public/P-2024-002.html)" public/P-2024-002.html
run action add P-2024-001 写一份操作说明给夜班 --owner 章北海 --planned 2024-06-25; expect 0
run site; expect 0
same "a new owner is masked on the pages of others too" "$(grep -rl 章北海 public)" ""
run setting set publish_owners full; expect 0
run site; expect 0
same "and back" "$(grep -rl 闵敬之 public | head -1 | cut -c1-7)" public/
