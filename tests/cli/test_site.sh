#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The site built again and again: only what has changed is written, what is stale goes, a killed build is made good by the next, and nothing
# that is not ours is touched.
. tests/lib.sh
cd "$TMP" || exit 1
run init w --name 衡石; expect 0
cd w || exit 1
for n in 1 2 3 4 5 6 7 8; do
    run problem add "问题 $n" --period 2024-05 --frequency 4 --population 120; expect 0
    run cause add "P-2024-00$n" tools "接口异常 $n" --status confirmed --evidence 日志; expect 0
    run action add "P-2024-00$n" "修复接口并告警 $n" --owner "责任人$n" --planned 2024-06-2$n; expect 0
done
run standard add SOP-1 "异常处理" --version V1 --problem P-2024-008 --effective 2024-06-01 --text 正文; expect 0
run meeting add 2024-05-30 周会; expect 0

whole() { # what a build into a fresh folder would be
    rm -rf ../full
    run site --full --out ../full; expect 0 "已生成"
    same "$1: as a fresh folder" "$(diff -r ../full public 2>&1 | head -5)" ""
    same "$1: nothing beside it" "$(ls -a | grep -E 'public.(new|old)')" ""
}
newer() { (cd public && find . -newer ../stamp -type f | LC_ALL=C sort | tr '\n' ' '); }
stamp() { sleep 0.02; : > stamp; sleep 0.02; }

run site; expect 0 "已生成" "public/index.html"
stamp
run site; expect 0 "没有变化，未写入任何文件"
L=en run site; expect 0 "Nothing has changed, nothing was written"
same "nothing was written" "$(newer)" ""
run site --json; expect 0 '{"way": "nothing", "pages": 0, "files": 0, "removed": 0'
whole "after nothing"

# one action: the pages that show it, and no other
run action set A-2024-003 --departments 技术; expect 0
stamp
run site; expect 0 "已渲染" "删除 0 个"
same "what shows an action's departments" "$(newer)" "./.pdca-site ./P-2024-003.html ./P-2024-003.md ./actions.csv ./actions.html ./actions.json ./actions.md ./assets/search/0.js ./assets/search/d32.js ./audit.html ./audit.md \
./en/P-2024-003.html ./en/P-2024-003.md ./en/actions.csv ./en/actions.html ./en/actions.json ./en/actions.md ./en/audit.html ./en/audit.md ./en/print.css \
./en/report-2024-05.html ./en/report-2024-05.md ./print.css ./report-2024-05.html ./report-2024-05.md "
whole "after one action"
L=en run action progress A-2024-004 30 --note 已开始; expect 0
L=en run site; expect 0 "Rendered" "removed 0"
whole "after progress"

# what is voided takes its page, its twins and its drawings along
same "a page of the problem" "$(ls public/P-2024-005.html public/en/P-2024-005.md | wc -l)" 2
same "with its drawings" "$(ls public/charts | grep -c '^P-2024-005-')" "$(ls public/en/charts | grep -c '^P-2024-005-')"
[ "$(ls public/charts | grep -c '^P-2024-005-')" -gt 0 ] || echo "not ok P-2024-005 has no drawing"
run problem void P-2024-005 --reason 重复; expect 0
run site; expect 0 "已渲染"
same "its pages are gone" "$(find public -name 'P-2024-005*')" ""
whole "after a void"
run problem add "补登" --period 2024-03 --frequency 1 --population 10; expect 0
run site --json; expect 0 '"way": "part"'
same "a new problem has its page, its month a report" "$(ls public/P-2024-009.html public/en/report-2024-03.md | wc -l)" 2
whole "after a new one"

# another day, a setting, another program: all pages are looked at
TODAY=2024-06-02
run site --json; expect 0 '"way": "compare"'
whole "the next day"
run setting set title 售后; expect 0
run site --json; expect 0 '"way": "compare"'
whole "after a setting"
mkdir templates
printf '%s\n' '-- each: SELECT id FROM standard WHERE voided IS NULL' '-- stale: SELEKT id' "SELECT json_object('title', id) FROM standard WHERE id = :id" > templates/sop.sql
printf '{{>part/head}}<p>{{title}}</p>{{>part/foot}}' > templates/sop.html
run site; expect 0
same "a page of the workspace's own" "$(grep -c '<p>S-2024-001</p>' public/sop-S-2024-001.html)" 1
run standard set S-2024-001 --version V2; expect 0
run site; expect 1 "templates/sop.sql" "SELEKT"
sed -i 's/^-- stale.*/-- stale: SELECT id FROM changed WHERE kind = '"'standard'"'/' templates/sop.sql
run site --json; expect 0 '"way": "compare"'
run standard void S-2024-001 --reason 撤销; expect 0
run site --json; expect 0 '"way": "part"'
same "its page went with the record" "$(find public -name 'sop-*')" ""
whole "with a template of its own"
sed -i '/^-- stale/d' templates/sop.sql
run site; expect 0
run standard set S-2024-001 --version V3
run action progress A-2024-006 20; expect 0
run site --json; expect 0 '"way": "compare"' # a page that cannot say what reaches it
whole "without a line"
rm -r templates

# planted and changed by others
run site; expect 0
mkdir ../theirs
echo keep > ../theirs/letter.txt
echo stray > public/stray.html
rm public/P-2024-002.html
ln -s ../../theirs/letter.txt public/P-2024-002.html
rm -r public/charts
ln -s ../../theirs public/charts
mkdir public/en/index.html.d
run site --json; expect 0 '"way": "compare"'
whole "after others"
same "nothing was followed" "$(cat ../theirs/letter.txt; ls ../theirs)" "keep
letter.txt"
ln -sf ../../theirs/letter.txt public/P-2024-002.html
run action progress A-2024-002 10; expect 0
run site; expect 0
whole "a link in place of a page"
mv public/.pdca-site ../mark
ln -s ../../mark public/.pdca-site
before=$(cat ../mark)
run site; expect 1 "public"
same "a link in place of the mark" "$(cat ../mark)" "$before"
rm public/.pdca-site
run site; expect 1 "public"
run site --full; expect 1 "public"
mv ../mark public/.pdca-site
run site --out ../theirs; expect 1 "theirs"
same "theirs" "$(ls -A ../theirs)" "letter.txt"
ln -s public link
run site --out link; expect 1 "link"
rm link
run site; expect 0
whole "the mark is back"

# killed at any moment: whole files only, and the next build makes all good
sed -i 's/^state whole/state writing/' public/.pdca-site
run site --json; expect 0 '"way": "compare"'
broken=0 killed=0
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
    run action progress "A-2024-00$((n % 4 + 1))" $((n * 5)); expect 0
    day=2024-06-$(printf '%02d' $((3 + n / 2)))
    timeout -s KILL "0.0$((n * 7 % 10))$n" "$PDCA" --today "$day" --actor tester site > /dev/null 2>&1
    [ $? -eq 137 ] && killed=$((killed + 1))
    for f in $(find public -name '*.html' -newer stamp); do
        [ "$(tail -c 8 "$f")" = "</html>" ] || { broken=$((broken + 1)); echo "    $f"; }
    done
    [ -f public/.pdca-site ] || broken=$((broken + 1))
done
[ $killed -gt 0 ] && echo "ok $killed builds were killed" || echo "not ok no build was killed"
same "no half-written page" "$broken" 0
TODAY=$day
for n in 1 2 3 4 5 6 7 8 9; do # one that was killed while the disk was at work ends, and gives the folder free, when the disk has done
    ls -d public.new-* 2> /dev/null | sed 's/.*-//' | while read -r pid; do [ -d "/proc/$pid" ] && echo "$pid"; done | grep -q . || break
    sleep 1
done
run site; expect 0
whole "after the kills"

# two builds at once: the second says so (the lock is the folder's own)
if command -v flock > /dev/null; then
    run action progress A-2024-008 40; expect 0
    last="pdca site, locked"
    out=$(flock public "$PDCA" --today "$TODAY" --actor tester --lang en site 2>&1)
    rc=$?
    expect 5 "public"
    run site; expect 0
fi
whole "at the end"

# a leak stands in a page that no change reaches: it is refused as in a fresh build
run problem set P-2024-007 --phenomenon "客户 13800138000 来电"; expect 0
cp -r public ../before
run site; expect 4 "P-2024-007"
same "the old site stays" "$(diff -r ../before public)" ""
rm -r ../before
run site --allow-leaks; expect 0
run action progress A-2024-001 15; expect 0
run site; expect 4 "P-2024-007"
run site --allow-leaks; expect 0
same "the finding is kept" "$(grep -c '^leak ' public/.pdca-site)" "$(grep -lr 13800138000 public --include=*.html | wc -l)"
run action progress A-2024-003 25; expect 0
run site --allow-leaks --json; expect 0 '"way": "part"'
run site --full --allow-leaks --out ../full; expect 0
same "a part with findings: as a fresh folder" "$(diff -r ../full public 2>&1 | head -5)" ""
