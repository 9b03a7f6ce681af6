#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What it costs: CPU time and peak memory of whole processes, side by side with the smallest program on the same file.
# SIZES="100 1000 10000" says for how many problems (each with five actions).
set -eu
BUILD=${BUILD:-build}
DIR=$BUILD/bench
P=$PWD/$BUILD/pdca
M=$BUILD/bench-measure
export LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1721000000
rm -rf "$DIR"
mkdir -p "$DIR"
for n in ${SIZES:-100 1000 10000}; do
    w=$DIR/$n
    mkdir -p "$w"
    echo "== $n problems, $((n * 5)) actions"
    "$M" "fill" 1 "$BUILD/bench-fill" "$w/quality.db" "$n"
    BUILD=$BUILD tests/bench/site.sh "$w" "$n"
    "$M" "sqlite3 FILE 'select 1'" 9 sqlite3 "$w/quality.db" 'select 1'
    "$M" "pdca version" 9 "$P" version
    "$M" "pdca problem list --limit 20" 9 "$P" -C "$w" problem list --limit 20
    "$M" "pdca action list --open --owner 责任人007 --limit 20" 9 "$P" -C "$w" action list --open --owner 责任人007 --limit 20
    "$M" "pdca problem add" 9 "$P" -C "$w" problem add 新问题
    "$M" "pdca problem show" 9 "$P" -C "$w" problem show P-2024-007
    "$M" "pdca show problem P-2024-007" 9 "$P" -C "$w" show problem P-2024-007 --html
    "$M" "pdca audit verify" 3 "$P" -C "$w" audit verify
    if [ "$n" -ge 5000 ] && [ -d "$BUILD/browser/node_modules" ] && command -v node > /dev/null && [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; then
        cp tests/browser/measure.mjs "$BUILD/browser/" # lists of 5,000 rows against a plain table; bytes of a first search
        node "$BUILD/browser/measure.mjs" "$PWD/$w/public"
    fi
    "$P" -C "$w" site --out "$w/public" > /dev/null
    for percent in 50 60 70; do
        "$P" -C "$w" action progress A-2024-007 $percent > /dev/null
        "$M" "pdca site (after one action changed)" 1 "$P" -C "$w" site --out "$w/public"
    done
done

echo "== a million values"
mkdir -p "$DIR/stat"
awk 'BEGIN { srand(1); print "value,time"; for (i = 0; i < 1000000; i++) { v = 0; for (k = 0; k < 6; k++) v += rand(); printf "%.3f,%s\n", 50 + 5 * v, i < 500000 ? "before" : "after" } }' > "$DIR/stat/values.csv"
"$M" "pdca stat describe" 3 "$P" stat describe "$DIR/stat/values.csv" --value value
"$M" "pdca stat control" 3 "$P" stat control "$DIR/stat/values.csv" --value value
"$M" "pdca stat compare --kind rank" 3 "$P" stat compare "$DIR/stat/values.csv" --kind rank --value value --group time

BUILD=$BUILD tests/bench/tickets.sh "$DIR/tickets"
