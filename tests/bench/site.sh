#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# site.sh FOLDER PROBLEMS: what a site costs, against the bare writer of equal problem pages and, where it is installed, against Hugo on pages
# of the same size. FOLDER/quality.db is as bench-fill has written it. What is compared is written into memory (BENCH_OUT, /dev/shm): on a disk
# the file system's own cost of 60,000 new files is larger than all else and hides what is compared.
set -eu
BUILD=${BUILD:-build}
w=$1 n=$2
P=$PWD/$BUILD/pdca
M=$BUILD/bench-measure
day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)
log=$w/cost.txt
out=${BENCH_OUT:-/dev/shm}
[ -d "$out" ] && [ -w "$out" ] || out=$w
out=$(mktemp -d "$out/pdca-bench.XXXXXX")
trap 'rm -rf "$out"' EXIT
: > "$log"

measure() { # label, runs, command: remembers the milliseconds
    "$M" "$@" | tee -a "$log"
}
ratio() { # label: the last measured but one against the last
    awk -v label="$1" '{ for (i = 1; i <= NF; i++) if ($(i + 1) == "ms") t[++n] = $i } END { printf "%-42s %10.2f times\n", label, t[n - 1] / t[n] }' "$log"
}
size() { # folder: bytes of the problem pages, HTML, Markdown and drawings
    find "$1" -name 'P-*.html' -o -name 'P-*.md' -o -name 'P-*.svg' | xargs cat | wc -c
}

FRESH=$out/public measure "pdca site (all pages, HTML and Markdown)" 3 "$P" -C "$w" site --out "$out/public"
FRESH=$out/bare measure "bare writer of equal problem pages" 3 "$BUILD/bench-write" "$w/quality.db" "$out/bare" "$day"
ratio "  pdca site against the bare writer"
ours=$(size "$out/public") bare=$(size "$out/bare")
awk -v a="$ours" -v b="$bare" -v n="$n" 'BEGIN { printf "%-42s %10.1f KB a problem in both languages; the bare writer %.1f\n", "  its problem pages", a / n / 1000, b / n / 1000
    if (a / b > 1.03 || b / a > 1.03) { print "  the pages are not equal: bring tests/bench/write.c up to date"; exit 1 } }'
# a drawing is one line, and begins with this
find "$out/public" -name 'P-*.html' -exec awk '!/^<svg class="chart (wide|narrow)/ { s += length($0) + 1 } END { print s }' {} + -quit |
    awk '{ printf "%-42s %10.1f KB\n", "  a problem page without its charts", $1 / 1000 }'
"$M" "pdca site (nothing has changed)" 3 "$P" -C "$w" site --out "$out/public"
FRESH=$w/public "$M" "pdca site onto the disk" 1 "$P" -C "$w" site --out "$w/public"
FRESH=$w/bare "$M" "bare writer onto the disk" 1 "$BUILD/bench-write" "$w/quality.db" "$w/bare" "$day"
rm -rf "$w/bare"

if ! command -v hugo > /dev/null; then
    echo "hugo is not installed: no comparison"
    exit 0
fi
h=$out/hugo
mkdir -p "$h/content/en" "$h/layouts/_default"
cat > "$h/config.toml" << 'EOF'
baseURL = "/"
uglyURLs = true
disableKinds = ["taxonomy", "term", "home", "section", "RSS", "sitemap", "404", "robotsTXT"]
EOF
# its content: the problem pages' Markdown; its layout: what stands around it on a page of ours, with the drawing
for dir in "" en/; do
    find "$out/public/$dir" -maxdepth 1 -name 'P-*.md' -print0 | xargs -0 awk -v to="$h/content/$dir" '
        FNR == 1 { if (out) close(out); out = FILENAME; sub(/.*\//, to, out); t = substr($0, 3); gsub(/["\\]/, "\\\\&", t); printf "---\ntitle: \"%s\"\n---\n", t > out; next }
        { print > out }'
done
awk '/<title>/ { print "<title>{{ .Title }}</title>"; next } /<div class="head">/ { print "<h1>{{ .Title }}</h1>{{ .Content }}"; body = 1 }
    /^<ol class="four">/ { print; frame = 1; next } /^<section/ { frame = 0 } /^<svg class="chart/ { print; next } /^<\/main>/ { body = 0 } !body || frame' \
    "$out/public/P-2024-001.html" > "$h/layouts/_default/single.html"
FRESH=$h/public measure "hugo, HTML only" 1 hugo --source "$h" --destination public --quiet
grep -h "pdca site (all" "$log" | tail -1 >> "$log"
ratio "  hugo against pdca site"
awk -v a="$(find "$h/public" -name '*.html' | xargs cat | wc -c)" -v b="$(find "$out/public" -name 'P-*.html' | xargs cat | wc -c)" -v n="$n" \
    'BEGIN { printf "%-42s %10.1f KB HTML a page; ours %.1f\n", "  its pages", a / n / 2000, b / n / 2000 }'
rm -rf "$h"
