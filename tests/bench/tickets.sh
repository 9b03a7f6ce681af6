#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Tickets: an import against a bare loader of the same rows and indexes and against sqlite3's own .import; all KPIs from scratch against a scan
# by hand; a month's figures against the smallest program on the same file. TICKETS=10000000 for more. Ratios are of CPU time in this run.
set -eu
BUILD=${BUILD:-build}
DIR=${1:-$BUILD/bench/tickets}
P=$PWD/$BUILD/pdca
M=$BUILD/bench-measure
N=${TICKETS:-1000000}
export LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1721000000

rm -rf "$DIR"
mkdir -p "$DIR"
measure() { # name runs label command …
    name=$1 runs=$2 label=$3
    shift 3
    "$M" "$label" "$runs" "$@" | tee "$DIR/$name.txt"
}
ratio() { # a b words: a's time in times of b's
    awk -v words="$3" '{ for (i = 1; i <= NF; i++) if ($(i + 1) == "ms") t[++n] = $i } END { printf "%-42s %10.2f times %s\n", "  that is", t[1] / t[2], words }' \
        "$DIR/$1.txt" "$DIR/$2.txt"
}

echo "== $N tickets"
awk -v N="$N" -f tests/bench/tickets.awk > "$DIR/year.csv"
awk 'END { printf "%-42s %10.0f bytes a row\n", "the file", bytes / NR } { bytes += length($0) + 1 }' bytes=0 "$DIR/year.csv"
for way in rows behind import; do "$P" init "$DIR/$way" > /dev/null; done
measure rows 1 "bare loader, indexes row by row" "$BUILD/bench-load" "$DIR/rows/quality.db" "$DIR/year.csv"
measure behind 1 "bare loader, indexes behind the rows" "$BUILD/bench-load" "$DIR/behind/quality.db" "$DIR/year.csv" behind
rm -rf "$DIR/rows" "$DIR/behind"
sqlite3 "$DIR/plain.db" "CREATE TABLE ticket(period, customer, type, response_h REAL, resolution_h REAL, csat INTEGER, description, inspection, no, opened, category, region);
    CREATE UNIQUE INDEX ticket_no ON ticket(no); CREATE INDEX ticket_period ON ticket(period, category);
    CREATE INDEX ticket_customer ON ticket(customer, opened) WHERE type = 'complaint' AND customer IS NOT NULL"
measure plain 1 "sqlite3 .import into an indexed table" sqlite3 "$DIR/plain.db" ".import --csv --skip 1 $DIR/year.csv ticket"
rm -f "$DIR/plain.db"
measure import 1 "pdca import tickets" "$P" -C "$DIR/import" import tickets "$DIR/year.csv"
ratio import rows "the bare loader, indexes row by row"
ratio import behind "the bare loader, indexes behind the rows"
ratio plain import "less than sqlite3 .import"
measure scan 3 "bare scan by hand" "$BUILD/bench-scan" "$DIR/import/quality.db"
measure refresh 3 "pdca kpi refresh (all KPIs from scratch)" "$P" -C "$DIR/import" kpi refresh
ratio refresh scan "the bare scan"
measure one 9 "sqlite3 FILE 'select 1'" sqlite3 "$DIR/import/quality.db" 'select 1'
measure values 9 "pdca kpi values --period 2024-05" "$P" -C "$DIR/import" kpi values --period 2024-05
ratio values one "sqlite3 FILE 'select 1'"
measure pareto 9 "pdca pareto --period 2024-05" "$P" -C "$DIR/import" pareto --period 2024-05
