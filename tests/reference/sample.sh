#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The case smp-hash-sha256 through `pdca sample draw`, in a workspace made for it. JSON to standard output.
set -eu
tmp=$(mktemp -d "${TMPDIR:-/tmp}/pdca-sample.XXXXXX")
trap 'rm -rf "$tmp"' EXIT INT TERM
pdca() { "$PDCA" --lang en --actor tester --today 2024-08-01 "$@"; }
awk 'BEGIN { print "工单号,创建时间,服务类型"; for (i = 1; i <= 100; i++) printf "T%04d,2024-07-%02d 09:00,产品使用咨询\n", i, 1 + i % 28 }' > "$tmp/t.csv"
pdca init "$tmp/w" > "$tmp/log" 2>&1
pdca -C "$tmp/w" import tickets "$tmp/t.csv" > "$tmp/log" 2>&1
pdca -C "$tmp/w" sample draw --period 2024-07 --size 15 --seed 20240701 --json
