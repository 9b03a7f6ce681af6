#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The case cal-china: the official days through `pdca calendar import`, each year through `pdca calendar count`. JSON to standard output.
set -eu
file=${PDCA_REFERENCE:-$(dirname "$0")/../../../shared/reference}/cases/cn_statutory_calendar.csv
[ -f "$file" ] || exit 2
tmp=$(mktemp -d "${TMPDIR:-/tmp}/pdca-calendar.XXXXXX")
trap 'rm -rf "$tmp"' EXIT INT TERM
pdca() { "$PDCA" --lang en --actor tester --today 2026-08-01 "$@"; }
pdca init "$tmp/w" > "$tmp/log" 2>&1
pdca -C "$tmp/w" setting set calendar none --reason "only the file's days" > "$tmp/log" 2>&1
pdca -C "$tmp/w" calendar import "$file" > "$tmp/log" 2>&1
pdca -C "$tmp/w" calendar count $(seq 2007 2026) --json
