# SPDX-License-Identifier: GPL-3.0-or-later
# Random columns (clean, flat, dirty, huge, tiny) through every command of pdca stat with random options: an answer is valid JSON
# without a figure that is none, shares and p lie in [0, 1], intervals are in order; a refusal has its message.
. tests/lib.sh
RUNS=${RUNS:-240}
awk -v runs="$RUNS" -v dir="$TMP" '
function draw(n) { seed = (seed * 16807) % 2147483647; return seed % n }
function one(list,  n, part) { n = split(list, part, "|"); return part[draw(n) + 1] }
function maybe(list) { return draw(5) < 2 ? " " one(list) : "" }
function figure() { return one("0|1|-1|0.05|5%|3|1e9|1e-9|0.999|1e300|2.5|100") }
function cell(kind) {
    if (kind == 0) return draw(11)
    if (kind == 1) return 7
    if (kind == 2) return 0
    if (kind == 3) return 90 + draw(2000) / 100
    if (kind == 4) return one("1e140|1e15|1e-300|5e-324|0|1e149")
    return one("0|1|3|7|||-2|65%|７|−3|abc|nan|1e999|n/a|1/3|2.5")
}
BEGIN {
    seed = 20240601
    for (k = 1; k <= runs; k++) {
        file = dir "/f" k ".csv"
        rows = one("0|1|2|3|8|20|60")
        kind = draw(6)
        print "v,n,s,g,h,w" > file
        for (i = 0; i < rows; i++)
            print cell(kind) "," (kind == 5 ? cell(5) : 10 + draw(200)) "," draw(1000) / 1000 "," one("a|b") "," one("x|y|z") "," draw(5) > file
        close(file)
        cmd = one("describe|control|run|compare|pareto|power|size|npv|score")
        in_file = " " file " --value v"
        if (cmd == "describe") rest = in_file " --kind " one("values|share|rate|nps") maybe("--n n") maybe("--weight w") maybe("--at-least 3") maybe("--conf 0.99|--conf 0") maybe("--type 3|--type 10")
        if (cmd == "control") rest = in_file maybe("--chart xmr|--chart xbar-r|--chart xbar-s|--chart p|--chart np|--chart c|--chart u|--chart p-prime|--chart u-prime|--chart normalised|--chart ewma") \
            maybe("--n n|--n 5") maybe("--spread s") maybe("--by h") maybe("--label h") maybe("--phase g|--change 3|--change 9,15") maybe("--baseline 1:2|--baseline 1:20") maybe("--exclude 1|--exclude 2=x,5") \
            maybe("--rules nelson|--rules we|--rules limit|--rules nhs:1,2") maybe("--center " figure()) maybe("--sd " figure()) maybe("--limit " figure()) maybe("--floor " figure()) maybe("--target " figure()) maybe("--better lower|--better higher") maybe("--exact")
        if (cmd == "run") rest = in_file maybe("--center " figure()) maybe("--states")
        if (cmd == "compare") rest = " " file " --kind " one("share|mean|rank|rate|nps|paired|strata|groups|step|p-values") " --value " one("v --group g|v,n|v,w --n n,n|v --group g --n n|v") maybe("--by h") maybe("--weight w") \
            maybe("--spread s") maybe("--table") maybe("--swap") maybe("--at-least 3") maybe("--success 7") maybe("--change 3|--change 9") maybe("--season 4|--season 12") maybe("--target " figure()) maybe("--better lower|--better higher") maybe("--min-n 5") maybe("--conf 0.8")
        if (cmd == "pareto") rest = " " file " --category " one("g|h|v") maybe("--value v") maybe("--weight n") maybe("--by g --groups a,b") maybe("--cut " figure())
        if (cmd == "power") rest = maybe("--before " figure()) maybe("--after " figure()) maybe("--difference " figure()) maybe("--sd " figure()) " --n " one("1|10,20|100|1e9") maybe("--conf 0.9")
        if (cmd == "size") rest = maybe("--before " figure()) maybe("--after " figure()) maybe("--difference " figure()) maybe("--sd " figure()) maybe("--margin " figure()) maybe("--share " figure()) maybe("--population " figure())
        if (cmd == "npv") rest = in_file maybe("--rate " figure()) maybe("--initial " figure()) maybe("--first 1")
        if (cmd == "score") rest = in_file " --best " one("n|10|w") maybe("--weight w") maybe("--by h") maybe("--bands 1,5=b,50")
        print cmd rest
    }
}' > "$TMP/commands"
n=0
: > "$TMP/crashed"
while read -r arguments; do
    n=$((n + 1))
    # shellcheck disable=SC2086
    timeout 60 "$PDCA" --lang en stat $arguments --json > "$TMP/answer$n" 2> "$TMP/said$n"
    rc=$?
    case $rc in
    0) ;;
    1|2) [ -s "$TMP/said$n" ] || echo "$n: refused in silence: $arguments" >> "$TMP/crashed"; rm -f "$TMP/answer$n" ;;
    *) echo "$n: exit status $rc: $arguments" >> "$TMP/crashed"; rm -f "$TMP/answer$n" ;;
    esac
done < "$TMP/commands"
answered=$(ls "$TMP"/answer* | wc -l)
last="$answered answers of $n random questions"
out=$(cat "$TMP/crashed")
[ -z "$out" ] && [ "$answered" -gt $((n / 4)) ] && echo "ok $last" || bad 'crashed, or said too little'
{
    echo 'CREATE TABLE t(n, j);'
    for f in "$TMP"/answer*; do echo "INSERT INTO t VALUES(${f##*answer}, CAST(readfile('$f') AS TEXT));"; done
    cat <<'SQL'
SELECT n || ' is no JSON' FROM t WHERE NOT json_valid(j);
SELECT n || ' holds ' || k.fullkey || ' = ' || k.atom FROM t, json_tree(j) k
 WHERE json_valid(j) AND (k.type = 'real' AND abs(k.atom) > 1e308
        OR k.key IN ('p', 'p_less', 'p_greater', 'p_exact', 'p_corrected', 'p_few', 'p_many', 'share', 'power', 'power_verdict', 'coverage') AND k.type IN ('integer', 'real') AND k.atom NOT BETWEEN 0 AND 1);
SELECT n || ' interval upside down: ' || k.fullkey FROM t, json_tree(j) k WHERE json_valid(j) AND k.type = 'object' AND k.value ->> '$.lo' > k.value ->> '$.hi';
SQL
} > "$TMP/judge.sql"
out=$(sqlite3 -batch :memory: < "$TMP/judge.sql" 2>&1) last='random answers hold figures that can be'
[ -z "$out" ] && echo "ok $last" || {
    bad 'they do not'
    printf '%s\n' "$out" | sed 's/^\([0-9]*\) .*/\1/' | sort -un | head -5 | while read -r k; do sed -n "${k}p" "$TMP/commands"; done
}
