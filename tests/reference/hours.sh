#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The case cal-working-hours: every row through `pdca calendar hours`, its moments on the wall clock of its zone. JSON to standard output.
set -eu
file=${PDCA_REFERENCE:-$(dirname "$0")/../../../shared/reference}/cases/workinghours_cases.csv
[ -f "$file" ] && [ -f /usr/share/zoneinfo/Europe/Paris ] || exit 2
tmp=$(mktemp -d "${TMPDIR:-/tmp}/pdca-hours.XXXXXX")
trap 'rm -rf "$tmp"' EXIT INT TERM
pdca() { "$PDCA" --lang en --actor tester --today 2024-08-01 "$@"; }
pdca init "$tmp/w" > "$tmp/log" 2>&1
sqlite3 -batch :memory: ".mode csv" ".import '$file' c" ".mode tabs" "SELECT weekly, from_utc, to_utc, tz, expected_seconds FROM c" > "$tmp/cases"
tab=$(printf "\t") between="["
while IFS=$tab read -r weekly from to zone want; do
    got=$(pdca -C "$tmp/w" calendar hours "$(TZ=$zone date -d "${from}Z" +%FT%T.%N)" "$(TZ=$zone date -d "${to}Z" +%FT%T.%N)" --hours "$weekly" --json)
    printf '%s{"want": %s, "got": %s}\n' "$between" "$want" "$got"
    between=,
done < "$tmp/cases"
echo ']'
