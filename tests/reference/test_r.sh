#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Answers of R, an independent program, against those of pdca stat: to one part in 10^8 (power and size, whose roots R searches: 10^6).
. tests/lib.sh
: > "$TMP/judge.sql"
n=0
while IFS="$(printf '\t')" read -r call arguments data figure answer; do
    case $call in ''|'#'*) continue ;; esac
    n=$((n + 1))
    # shellcheck disable=SC2086
    [ "$data" = - ] && data=
    printf "$data" | "$PDCA" --lang en stat $arguments --json > "$TMP/$n" 2>&1 || echo '{}' > "$TMP/$n"
    printf "INSERT INTO t VALUES(%d, '%s', '%s', %s, CAST(readfile('%s') AS TEXT) ->> '%s');\n" "$n" "$(printf %s "$call" | sed "s/'/''/g")" "$figure" "$answer" "$TMP/$n" "$figure" >> "$TMP/judge.sql"
done < tests/data/reference/r.txt
{
    echo 'CREATE TABLE t(n, call, figure, want, got);'
    cat "$TMP/judge.sql"
    echo "SELECT iif(typeof(got) IN ('integer', 'real') AND abs(got - want) <= 1e-12 + abs(want) * iif(call LIKE 'power%', 1e-6, 1e-8), 'ok R ', 'not ok R ') || call || ' ' || figure ||"
    echo " iif(abs(coalesce(got, 1e9) - want) <= 1e-12 + abs(want) * 1e-6, '', printf(': R says %.15g, pdca %s', want, got)) FROM t ORDER BY n;"
} | sqlite3 -batch :memory:
