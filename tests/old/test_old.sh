#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The collection of databases written by earlier versions: each is opened, brought up to date, verified, read and written to.
# vNNN.sql is the `.dump` of a workspace of schema NNN; it is never changed.
. tests/lib.sh
here=$PWD/tests/old
for dump in "$here"/v*.sql; do
    version=$(basename "$dump" .sql | tr -d v | sed 's/^0*//')
    w=$TMP/$version
    mkdir "$w"
    sqlite3 "$w/quality.db" < "$dump"
    sqlite3 "$w/quality.db" "PRAGMA application_id = 1346650945; PRAGMA user_version = $version"
    run -C "$w" audit verify; expect 0 "完好"
    run -C "$w" action list; expect 0 "A-2024-001" "已完成"
    run -C "$w" problem show P-2024-001; expect 0 "物流延迟" "42"
    run -C "$w" problem add 新问题; expect 0 "P-2024-002"
    run -C "$w" site; expect 0 "index.html"
    run -C "$w" audit verify; expect 0 "完好"
    same "v$version is of the newest schema now" "$(sqlite3 "$w/quality.db" 'PRAGMA user_version')" "$("$PDCA" version | sed 's/.*schema \([0-9]*\).*/\1/')"
done
