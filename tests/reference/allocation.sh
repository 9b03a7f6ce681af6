#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The case smp-largest-remainder: parties as regions, their votes in hundreds as tickets, the seats as a sample. JSON to standard output.
set -eu
tmp=$(mktemp -d "${TMPDIR:-/tmp}/pdca-allocation.XXXXXX")
trap 'rm -rf "$tmp"' EXIT INT TERM
pdca() { "$PDCA" --lang en --actor tester --today 2024-08-01 "$@"; }
awk -F, 'BEGIN { print "no,month,type,region" } NR > 1 { for (i = 0; i < $2 / 100; i++) print $1 i ",2024-07,repair," $1 }' "$(dirname "$0")/../data/reference/cases/largest_remainder_wikipedia.csv" > "$tmp/t.csv"
pdca init "$tmp/w" > "$tmp/log" 2>&1
pdca -C "$tmp/w" import tickets "$tmp/t.csv" --map no=no > "$tmp/log" 2>&1
pdca -C "$tmp/w" sample draw --period 2024-07 --size 10 --by region --least 0 --seed x --json
