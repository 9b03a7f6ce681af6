#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Holds the program, through its command line, against published figures: prints case, check, expected, got, tolerance, result.
# map.txt says how each figure is had. Ends with an error where one is off.
set -u
here=$(cd "$(dirname "$0")" && pwd)
data=$here/../data/reference
PDCA=${PDCA:-$here/../../${BUILD:-build}/pdca}
PDCA=$(cd "$(dirname "$PDCA")" && pwd)/$(basename "$PDCA")
export PDCA
outside=${PDCA_REFERENCE:-$here/../../../shared/reference}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/pdca-reference.XXXXXX")
trap 'rm -rf "$tmp"' EXIT INT TERM
tab=$(printf '\t')

# The path of a case's file; empty where it may not be copied and is not at hand.
case_file() {
    if [ -f "$data/cases/$1" ]; then echo "$data/cases/$1"
    elif [ -f "$outside/cases/$1" ]; then echo "$outside/cases/$1"
    fi
}

# Runs one line of the map: $1 arguments with @FILEs, maybe <<TEXT behind them; JSON to $2. 2: a file is missing.
answer() {
    case $1 in '!'*) sh "$here/${1#!}"; return ;; esac
    line=${1%%<<*} text=
    case $1 in *'<<'*) text=${1#*<<} ;; esac
    set --
    for word in $line; do
        case $word in
        @*)
            file=$(case_file "${word#@}")
            [ -n "$file" ] || return 2
            set -- "$@" "$file"
            ;;
        *) set -- "$@" "$word" ;;
        esac
    done
    case $text in
    'seq '*) seq "${text#seq }" | "$PDCA" --lang en stat "$@" --json ;;
    ?*) printf '%b' "$text" | "$PDCA" --lang en stat "$@" --json ;;
    *) "$PDCA" --lang en stat "$@" --json ;;
    esac
}

quote() { printf %s "$1" | sed "s/'/''/g"; }

{
    echo "CREATE TABLE cases AS SELECT value AS c FROM json_each(readfile('$data/expected.json'), '\$.cases');"
    echo "CREATE TABLE answer(id, name, got, seq INTEGER PRIMARY KEY);"
    echo "CREATE TABLE krejcie(row, s);"
    awk -F, 'NR > 1 { printf "INSERT INTO krejcie VALUES(%d,%d);\n", NR - 2, $2 }' "$data/cases/krejcie_morgan1970.csv"
} > "$tmp/all.sql"

n=0
while IFS=$tab read -r id name figure arguments; do
    case $id in ''|'#'*) continue ;; esac
    n=$((n + 1))
    if [ "$figure" = + ]; then
        # All nine types of quantile, one run each.
        : > "$tmp/list"
        for type in 1 2 3 4 5 6 7 8 9; do
            answer "$(printf %s "$arguments" | sed "s/1\.\.9/$type/")" > "$tmp/$n.$type" 2>> "$tmp/errors"
            echo "json_extract(readfile('$tmp/$n.$type'), '\$.quantiles[0].value')" >> "$tmp/list"
        done
        echo "INSERT INTO answer(id, name, got) SELECT '$id', '$name', json_array($(paste -sd, "$tmp/list"));" >> "$tmp/all.sql"
        continue
    fi
    answer "$arguments" > "$tmp/$n" 2>> "$tmp/errors"
    if [ $? -eq 2 ] && [ ! -s "$tmp/$n" ]; then
        echo "INSERT INTO answer(id, name, got) VALUES('$id', '$(quote "$name")', 'skip');" >> "$tmp/all.sql"
    else
        echo "INSERT INTO answer(id, name, got) SELECT '$id', '$(quote "$name")', $figure FROM (SELECT CASE WHEN json_valid(t) THEN t ELSE '{}' END AS j FROM (SELECT CAST(readfile('$tmp/$n') AS TEXT) AS t));" >> "$tmp/all.sql"
    fi
done < "$here/map.txt"

cat "$here/judge.sql" >> "$tmp/all.sql"
sqlite3 -batch :memory: < "$tmp/all.sql" > "$tmp/result" 2>> "$tmp/errors"
cat "$tmp/result"
[ -s "$tmp/errors" ] && head -20 "$tmp/errors"
grep -q '^Of ' "$tmp/result" && ! grep -q ' OFF$' "$tmp/result" && [ ! -s "$tmp/errors" ]
