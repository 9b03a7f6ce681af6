#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes src/store/calendar/cn.csv anew: the days on which China's official calendar differs from the week, 2018 on, as the State
# Council's yearly notices set them, collected by the npm package chinese-days (MIT). Run by hand when a year's notice is out.
set -eu
version=${1:-1.5.7}
out=src/store/calendar/cn.csv
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
(cd "$tmp" && npm pack --silent "chinese-days@$version" > /dev/null && tar xzf chinese-days-*.tgz)
sqlite3 -cmd "SELECT '# Days on which the official calendar of the PR China differs from the week (State Council notices).'" \
    -cmd "SELECT '# Made by src/tool/calendar.sh from the npm package chinese-days $version (MIT).'" \
    -cmd "SELECT 'date,kind,name'" -separator , :memory: "
    WITH f AS (SELECT readfile('$tmp/package/dist/chinese-days.json') AS j),
    d AS (SELECT key AS date, 'holiday' AS kind, value FROM f, json_each(f.j, '\$.holidays')
        UNION ALL SELECT key, 'workday', value FROM f, json_each(f.j, '\$.workdays'))
    SELECT date, kind, replace(rtrim(rtrim(substr(value, instr(value, ',') + 1), '0123456789'), ','), ',', ' ') FROM d
    WHERE date >= '2018' AND (kind = 'workday') = (strftime('%w', date) IN ('0', '6')) ORDER BY date" > "$tmp/cn.csv"
mv "$tmp/cn.csv" "$out"
echo "$out: $(grep -c '^2' "$out") days, $(sed -n '4s/,.*//p;$s/,.*//p' "$out" | tr '\n' ' ')"
