#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A KPI by service type and region: each cell against plain SQL over the tickets; small groups stay unsaid.
. "$(dirname "$0")/../lib.sh"
DEMO=$(cd "$(dirname "$0")/../demo" && pwd)
TODAY=2024-09-02
run init "$TMP/w" --name 衡石; expect 0
for month in 2023-07 2023-08 2023-09 2023-10 2023-11 2023-12 2024-01 2024-02 2024-03 2024-04 2024-05 2024-06 2024-07 2024-08; do
    run -C "$TMP/w" import tickets "$DEMO/$month.csv"; expect 0
done
json() { "$PDCA" --today $TODAY --lang zh -C "$TMP/w" show kpi "$1" --json > "$TMP/$1.json"; }
ask() { sqlite3 -cmd ".parameter set :j \"CAST(readfile('$TMP/$1.json') AS TEXT)\"" "$TMP/w/quality.db" "$2"; }

json csat
# every cell that is shown, with its label, is the mean of its tickets
ask csat "SELECT count(*) FROM (SELECT r.value ->> 'label' AS type, c.value ->> 'label' AS region, c.value ->> 'value' AS value, c.value ->> 'n_int' AS n
  FROM json_each(:j, '\$.grid.rows') r, json_each(r.value, '\$.cells') c WHERE c.value ->> 'value' IS NOT NULL)" > "$TMP/shown"
ask csat "SELECT count(*) FROM (SELECT r.value ->> 'label' AS type, c.value ->> 'label' AS region, c.value ->> 'value' AS value, c.value ->> 'n_int' AS n
  FROM json_each(:j, '\$.grid.rows') r, json_each(r.value, '\$.cells') c WHERE c.value ->> 'value' IS NOT NULL) g
  WHERE (SELECT printf('%.1f/%d', avg(csat), count(csat)) FROM ticket t WHERE t.period = '2024-08'
    AND (g.type = '全部类型' OR t.type = CASE g.type WHEN '投诉' THEN 'complaint' WHEN '咨询' THEN 'consultation' WHEN '维修' THEN 'repair' WHEN '退换货' THEN 'return' ELSE 'other' END)
    AND (g.region = '全部地区' OR t.region = g.region)) = printf('%s/%d', g.value, g.n)" > "$TMP/right"
same "every cell is the mean of its tickets" "$(cat "$TMP/right")" "$(cat "$TMP/shown")"
same "there are cells" 1 "$([ "$(cat "$TMP/shown")" -ge 12 ] && echo 1)"
same "no cell of fewer than five tickets" 0 "$(ask csat "SELECT count(*) FROM json_each(:j, '\$.grid.rows') r, json_each(r.value, '\$.cells') c WHERE c.value ->> 'n_int' < 5")"
same "its months are those of the tickets" "2023-07 2024-08" "$(ask csat "SELECT json_extract(:j, '\$.grid.from') || ' ' || json_extract(:j, '\$.grid.to')")"
# no month of a drawing says what is too small to say
same "no point of fewer than five tickets" 0 "$(ask csat "SELECT count(*) FROM json_each(:j, '\$.grid.rows') r, json_each(r.value, '\$.cells') c, json_each(c.value, '\$.spark_chart.points') p WHERE p.value ->> 'n' < 5")"
# the rule can be set stricter, and is then kept
run -C "$TMP/w" setting add publish_k 20; expect 0
json csat
same "no cell of fewer than twenty tickets" 0 "$(ask csat "SELECT count(*) FROM json_each(:j, '\$.grid.rows') r, json_each(r.value, '\$.cells') c WHERE c.value ->> 'n_int' < 20")"
# complaints alone make no grid of types
json repeat_complaint
same "one service type is no grid" null "$(ask repeat_complaint "SELECT coalesce(json_extract(:j, '\$.grid'), 'null')")"
# nor is the share of one type among each type
json complaint_share
same "a KPI that counts by type is no grid" null "$(ask complaint_share "SELECT coalesce(json_extract(:j, '\$.grid'), 'null')")"
