#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A report to hand over: one HTML file that asks for nothing, a PDF by whatever browser is there, data beside the register, the feed.
. tests/lib.sh
TODAY=2024-09-02
"$PDCA" demo "$TMP/demo" --quiet > "$TMP/log" 2>&1 || { cat "$TMP/log"; echo "not ok demo"; }
mkdir "$TMP/here"
cd "$TMP/here" || exit 1
W="$TMP/demo"
has() { # name, file, text…
    name=$1 file=$2
    shift 2
    for text in "$@"; do grep -qF -e "$text" "$file" || { echo "not ok $name: no $text"; return; }; done
    echo "ok $name"
}
hasnt() {
    name=$1 file=$2
    shift 2
    for text in "$@"; do ! grep -qF -e "$text" "$file" || { echo "not ok $name: there is $text"; return; }; done
    echo "ok $name"
}

# one file: named after the page, in either language, nothing outside itself
run -C "$W" report 2024-05 --single-file; expect 0 "report-2024-05.html"
L=en run -C "$W" report 2024-05 --single-file --out en.html; expect 0 "Wrote en.html"
run -C "$W" show problem p-2024-1 --single-file; expect 0 "P-2024-001.html"
for f in report-2024-05.html en.html P-2024-001.html; do
    hasnt "$f loads nothing" $f '<script' '<link' ' src="' 'url(http' '@import' 'href="http' '<button' '<form' "default-src 'self'"
    has "$f has style, charts and data inside" $f '<style>' '<svg' '<details class="data">' "default-src 'none'; style-src 'sha256-" '<meta name="generator" content="pdca '
    same "$f links only into itself" "$(grep -o 'href="[^"]*"' $f | grep -v '^href="#' | head -3)" ""
    command -v openssl > /dev/null && style=$(awk '/<style>/ { sub(/.*<style>/, ""); inside = 1 } inside { if (/<\/style>/) { sub(/<\/style>.*/, ""); printf "%s", $0; exit } print }' $f | openssl dgst -sha256 -binary | base64)
    if [ -n "${style:-}" ]; then has "$f names its style's SHA-256, as openssl counts it" $f "sha256-$style'"; else echo "skip openssl is not there"; fi
    if command -v xmllint > /dev/null; then
        if xmllint --noout $f 2> err; then echo "ok $f is well-formed"; else echo "not ok $f is well-formed"; cat err; fi
    else echo "skip xmllint is not there"; fi
    for id in $(grep -o 'href="#[^"]*"' $f | sed 's/href="#//; s/"//' | sort -u); do has "$f has the place #$id" $f "id=\"$id\""; done
done
has "the report is whole" report-2024-05.html 售后服务问题分析报告 物流延迟 A-2024-001 引用与附件 'content:"QR\2d 2024\2d 05 '
has "in English too" en.html 'After-sales problem analysis' 'References and annexes' 'lang="en"'
first=$(sha256sum < report-2024-05.html)
run -C "$W" report 2024-05 --single-file; expect 0 "report-2024-05.html"
same "again: the same bytes" "$(sha256sum < report-2024-05.html)" "$first"
out=$("$PDCA" -C "$W" --today $TODAY --lang zh report 2024-05 --single-file --out - | sha256sum)
same "the same on standard output" "$out" "$first"
run -C "$W" report 2024-05 --single-file --json; expect 0 '"file": "report-2024-05.html"'

# a file of somebody else's stays; ours is replaced
echo "my notes" > mine.html
run -C "$W" report 2024-05 --single-file --out mine.html; expect 1 "mine.html" "--force"
same "it is as it was" "$(cat mine.html)" "my notes"
run -C "$W" report 2024-05 --single-file --out mine.html --force; expect 0 "mine.html"
run -C "$W" report 2024-05 --single-file --out mine.html; expect 0
run -C "$W" report 2024-05 --single-file --out /dev/null; expect 1 "/dev/null"
run -C "$W" report 2024-05 --single-file --out "$TMP" --force; expect 1 "$TMP"

# what cannot be
run -C "$W" report 2024-13 --single-file; expect 1 2024-13
run -C "$W" report 2019-01 --single-file --out none.html; expect 1 2019-01
run -C "$W" report 2024-Q2 --pdf; expect 1 2024-Q2
run -C "$W" report 2024-05 --single-file --out nowhere/at/all.html; expect 1 nowhere/at/all.html
run -C "$W" report 2024-05 --single-file --pdf; expect 2 "--single-file"
run -C "$W" report 2024-05 --pdf --out -; expect 2 "--out"
run -C "$W" report 2024-05 --pdf --timeout soon; expect 1 --timeout soon
run -C "$W" report; expect 2 PERIOD
same "nothing was left behind" "$(ls)" "$(printf 'P-2024-001.html\nen.html\nerr\nmine.html\nreport-2024-05.html\n' | sort)"
rm -f err

# personal data that slipped into a text
cp -r "$W" "$TMP/leaky"
run -C "$TMP/leaky" problem set P-2024-001 --phenomenon "客户 13912345678 反复来电"; expect 0
run -C "$TMP/leaky" show problem P-2024-001 --single-file --out leaky.html
expect 4 "--allow-leaks"
[ -f leaky.html ] && echo "not ok a leaky file was written" || echo "ok nothing was written"
run -C "$TMP/leaky" show problem P-2024-001 --single-file --out leaky.html --allow-leaks; expect 0 leaky.html

# PDF: no program, one that fails, one that never ends, one that works, each started without a shell
mkdir none bin
WAS=$PATH
PATH="$PWD/none" run -C "$W" report 2024-05 --pdf; expect 1 chromium weasyprint apt
fake() { printf '#!/bin/sh\n%s\n' "$1" > bin/chromium; chmod +x bin/chromium; }
fake 'echo "cannot open display" >&2; echo last words; exit 7'
PATH="$PWD/bin:$WAS" run -C "$W" report 2024-05 --pdf; expect 1 chromium 7 "cannot open display" "last words"
fake 'exec sleep 600'
PATH="$PWD/bin:$WAS" run -C "$W" report 2024-05 --pdf --timeout 1; expect 1 chromium "1 秒"
fake 'exit 0'
PATH="$PWD/bin:$WAS" run -C "$W" report 2024-05 --pdf; expect 1 chromium 没有输出
fake 'kill -SEGV $$'
PATH="$PWD/bin:$WAS" run -C "$W" report 2024-05 --pdf; expect 1 "信号 11"
fake 'for a; do case $a in --print-to-pdf=*) out=${a#*=} ;; file://*) page=${a#file://} ;; --user-data-dir=*) echo "$a" > /dev/null ;; esac; done
printf "%%PDF-1.4\n" > "$out"; grep -c "style-src .sha256" "$page" >> "$out"; printf "%%%%EOF\n" >> "$out"'
PATH="$PWD/bin:$WAS" run -C "$W" report 2024-05 --pdf; expect 0 report-2024-05.pdf
has "the browser got the single file" report-2024-05.pdf "%PDF-1.4" 1
PATH="$PWD/bin:$WAS" run -C "$W" report 2024-05 --out 'odd $(touch x) "name".pdf'; expect 0 odd
PATH="$PWD/bin:$WAS" run -C "$W" report 2024-05 --pdf; expect 0 report-2024-05.pdf
echo "%PDF-1.4 mine" > other.pdf
PATH="$PWD/bin:$WAS" run -C "$W" report 2024-05 --pdf --out other.pdf; expect 1 other.pdf
PATH="$PWD/bin:$WAS" run -C "$W" report 2024-05 --pdf --out missing/r.pdf; expect 1 missing/r.pdf
rm -r bin none
same "no working folder is left" "$(ls -d ./*.pdf.* 2> /dev/null; ls x 2> /dev/null)" ""
if command -v chromium > /dev/null && command -v pdfinfo > /dev/null; then
    run -C "$W" report 2024-05 --pdf --out real.pdf; expect 0 real.pdf
    same "A4, three pages" "$(pdfinfo real.pdf | awk '/^Pages/ { p = $2 } /^Page size/ { print p, $7 }')" "3 (A4)"
    pdftotext -layout real.pdf real.txt
    has "head, foot and page number on the pages" real.txt "QR-2024-05 售后服务问题分析报告 2024 年 5 月" "衡石电器" "指纹 " "1/3" "3/3"
else echo "skip chromium or pdfinfo is not there"; fi

# the register's data and the feed
P="$W/public"
head -c 3 "$P/actions.csv" | od -An -tx1 | grep -q 'ef bb bf' && echo "ok actions.csv begins with a byte order mark" || echo "not ok actions.csv has no byte order mark"
has "its head is that of table 3" "$P/actions.csv" "序号,改善措施描述,责任人,配合部门,计划完成时间,实际完成时间,状态,效果验证（指标变化）"
has "in the site's other language" "$P/en/actions.csv" "No.,Action,Owner,With,Due,Done,Status,Effect (change of KPI)"
n=$(sqlite3 "$W/quality.db" "SELECT count(*) FROM action WHERE voided IS NULL")
same "all actions stand in actions.json" "$(sqlite3 :memory: "SELECT json_array_length(readfile('$P/actions.json'), '\$.actions')")" "$n"
same "and in actions.csv" "$(sqlite3 :memory: '.mode csv' ".import $P/actions.csv t" 'SELECT count(*) FROM t')" "$n"
run -C "$W" show actions --csv; expect 0 "序号,改善措施描述,责任人"
has "the register links them" "$P/actions.html" 'href="actions.csv"' 'href="actions.json"'
has "the overview announces the feed" "$P/index.html" '<link rel="alternate" type="application/atom+xml"' 'href="feed.xml"'
hasnt "other pages do not" "$P/actions.html" atom+xml
if command -v xmllint > /dev/null; then
    for f in "$P/feed.xml" "$P/en/feed.xml"; do
        atom() { xmllint --xpath "$1" "$f"; }
        same "feed.xml is well-formed Atom: id, title, updated once" "$(atom "count(/*[local-name()='feed' and namespace-uri()='http://www.w3.org/2005/Atom']/*[local-name()='id' or local-name()='title' or local-name()='updated'])")" 3
        same "entries have them too, and a link" "$(atom "count(//*[local-name()='entry'][count(*[local-name()='id'])=1 and count(*[local-name()='title'])=1 and count(*[local-name()='updated'])=1 and *[local-name()='link']/@href])")" "$(atom "count(//*[local-name()='entry'])")"
        same "at most 100, at least 10" "$(atom "count(//*[local-name()='entry']) <= 100 and count(//*[local-name()='entry']) >= 10")" true
        same "ids are all different" "$(grep -o '<id>[^<]*' "$f" | sort | uniq -d)" ""
        same "and URNs of UUIDs" "$(grep -o '<id>[^<]*' "$f" | grep -Evc '^<id>urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$')" 0
        same "dates as RFC 3339 writes them" "$(grep -o '<updated>[^<]*' "$f" | grep -Evc '^<updated>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$')" 0
    done
    same "the languages share no id" "$(cat "$P/feed.xml" "$P/en/feed.xml" | grep -o '<id>[^<]*' | sort | uniq -d)" ""
else echo "skip xmllint is not there"; fi
hasnt "no person stands in the feed" "$P/feed.xml" 陈静 吴昊 王芳 李明 tester

# Markdown twins: every relative link leads to a file, and never to a page where a twin is; Git hosting reads every table as one
for dir in "$P" "$P/en"; do
    dead=$(cd "$dir" && for f in *.md; do
        grep -o '](\([^)]*\))' "$f" | sed 's/](//; s/)$//; s/#.*//' | grep -Ev '^(https?:|mailto:|$)' | sort -u | while read -r t; do
            case $t in *.html) echo "$f -> $t" ;; *) [ -f "$t" ] || echo "$f -> $t" ;; esac
        done
    done)
    same "links of the twins in ${dir#"$TMP/demo/"}" "$dead" ""
done
if command -v cmark-gfm > /dev/null; then
    cat "$P"/*.md "$P"/en/*.md > all.md
    same "tables that GitHub's reader sees" "$(cmark-gfm -e table -e strikethrough -e autolink all.md | grep -c '<table>')" "$(grep -Ec '^\| *:?-+:? \|' all.md)"
    run init "$TMP/gfm" --name "~~x~~ https://a.example www.b.example"; expect 0
    run -C "$TMP/gfm" problem add '| a | ~~b~~ www.c.example $x$' --phenomenon "$(printf 'a\n:-:\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n~~gone~~ www.d.example https://e.example\n\n```mermaid\ngraph\n```\n')"; expect 0
    "$PDCA" -C "$TMP/gfm" --lang zh show problem P-2024-001 --md > gfm.md
    cmark-gfm -e table -e strikethrough -e autolink gfm.md > gfm.html
    hasnt "texts become no table, struck text, link or diagram" gfm.html '<del>' 'href="http' 'language-' '<th>x</th>' '<th align="center">a</th>'
    has "and stay what they are" gfm.html '| a | ~~b~~ www.c.example $x$' '| x | y |' '~~gone~~ www.d.example https://e.example'
else echo "skip cmark-gfm is not there"; fi
ids=$(grep -o '<id>[^<]*' "$P/feed.xml" | sort)
run -C "$W" setting add site_url "https://quality.example.cn/pdca"; expect 0
run -C "$W" problem add 新问题 --phenomenon x; expect 0
run -C "$W" site; expect 0
run -C "$W" action set A-2024-006 --text "联系 zhang@corp.example 前置配件"; expect 0
run -C "$W" problem add "li@corp.example 来信" --phenomenon x; expect 0
run -C "$W" site; expect 4 "feed.xml" "actions.csv" "actions.json"
run -C "$W" site --allow-leaks; expect 0
has "absolute links where the site's place is known" "$P/feed.xml" 'rel="self" type="application/atom+xml" href="https://quality.example.cn/pdca/feed.xml"' 'href="https://quality.example.cn/pdca/P-2024-001.html' 新问题
has "in the folder of the other language" "$P/en/feed.xml" 'href="https://quality.example.cn/pdca/en/P-2024-001.html'
same "ids are those of before" "$(grep -o '<id>[^<]*' "$P/feed.xml" | sort | comm -13 - /dev/null; grep -o '<id>[^<]*' "$P/feed.xml" | sort > now; echo "$ids" | comm -23 - now)" ""
run -C "$W" setting set site_url "javascript:alert(1)"; expect 1 https://
run -C "$W" setting set site_url "quality/"; expect 1 https://
