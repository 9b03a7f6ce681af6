# SPDX-License-Identifier: GPL-3.0-or-later
# pdca stat where data are few, flat, missing or wrong: a plain answer or a message with file, line, column and value.
. tests/lib.sh
L=en
cd_data=$TMP
valid() { # the last output is JSON without a figure that is none
    printf '%s' "$out" > "$TMP/out.json"
    is=$(sqlite3 -batch :memory: "SELECT json_valid(CAST(readfile('$TMP/out.json') AS TEXT))")
    [ "$is" = 1 ] || { bad "is no JSON"; return; }
    case $(printf '%s' "$out" | tr 'A-Z' 'a-z') in *': nan'*|*': inf'*|*': -nan'*|*': -inf'*) bad "holds nan"; return ;; esac
    echo "ok $last (JSON)"
}
file() { printf "$2" > "$cd_data/$1"; }
file none.csv 'v,n,g\n'
file one.csv 'v,n,g\n3,10,a\n'
file two.csv 'v,n,g\n3,10,a\n5,12,b\n'
file zero.csv 'v,n,g\n0,10,a\n0,10,a\n0,10,b\n0,10,b\n0,10,b\n'
file same.csv 'v,n,g\n5,10,a\n5,10,a\n5,10,b\n5,10,b\n5,10,b\n'
file gaps.csv 'v,n,g\n,10,a\n,10,b\n,,\n'
file alone.csv 'v,n,g\n5,10,a\n4,10,a\n'
for f in none one two zero same gaps alone; do
    for c in "describe --kind values --at-least 3" "describe --kind share --n n" "describe --kind rate --n n" "describe --kind nps" \
        "control" "control --n n" "control --n n --chart p-prime" "control --n n --chart normalised" "control --by g" \
        "control --chart ewma --better lower --target 3" "control --chart c" "run" \
        "compare --kind share --group g --n n" "compare --kind mean --group g" "compare --kind rank --group g" \
        "compare --kind rate --group g --n n" "compare --kind nps --group g --better higher" "compare --kind strata --group g --n n --by n" \
        "compare --kind groups --group g" "compare --kind p-values" "pareto --category g" "pareto --category g --by n --groups 10,12" "npv --rate 0.1"; do
        command=${c%% *} rest=
        case $c in *' '*) rest=${c#* } ;; esac
        # shellcheck disable=SC2086
        run stat "$command" "$TMP/$f.csv" --value v $rest --json
        case $rc in
        0) valid ;;
        1|2) case $out in *message*) echo "ok $last (refused)" ;; *) bad "refused without a message" ;; esac ;;
        *) bad "exit status $rc" ;;
        esac
    done
done
run stat describe "$TMP/none.csv" --value v
expect 0 'too little data (n = 0)'
refuse 'nan' 'inf'
run stat describe "$TMP/one.csv" --value v
expect 0 'standard deviation         —'
run stat compare "$TMP/one.csv" --kind mean --group g --value v
expect 0 'too little data (n = 0)'
run stat control "$TMP/one.csv" --value v
expect 0 'too little data (n = 1)' 'no signal'
run stat control "$TMP/same.csv" --value v
expect 0 'no signal' 'upper limit                5'
run stat pareto "$TMP/zero.csv" --category g --value v
expect 0 'too little data'
refuse 'nan'

# Cells that are no number.
file nan.csv 'v\n1\nNaN\n'
file text.csv 'x,v\n1,2\n2,abc\n'
file inf.csv 'v\n1\n1e999\n'
file comma.csv 'v;w\n1,5;2\n'
# Numbers as spreadsheets and people write them: full width, thousands, a minus of print, percentages.
file wide_digits.csv 'v\n２．５\n"1,204"\n−3\n¥8\n'
run stat describe "$TMP/wide_digits.csv" --json
expect 0 '"n": 4' '"min": -3' '"max": 1204' '"mean": 302.875'
file percent.csv 'v\n65%%\n７０％\n75%%\n'
run stat describe "$TMP/percent.csv" --json
expect 0 '"n": 3' '"mean": 0.7,' '"min": 0.65'
file percent_only.csv '65%%\n70%%\n'
run stat describe "$TMP/percent_only.csv" --json
expect 0 '"n": 2'
file percent_mixed.csv 'v\n65%%\n70\n0.75\n'
run stat describe "$TMP/percent_mixed.csv"
expect 1 'line 3' '70' 'a percentage, as elsewhere in this column'
file percent_count.csv 'x,n\n65%%,100\n'
run stat describe "$TMP/percent_count.csv" --kind share --value x --n n
expect 1 'line 2' '65%' '0 or more'
file twice.csv 'v,v\n1,2\n'
run stat describe "$TMP/twice.csv" --value v
expect 1 'v' 'twice'
run stat describe "$TMP/nan.csv" --value v
expect 1 'nan.csv' 'line 3' 'column v' 'NaN'
run stat control "$TMP/text.csv" --value v
expect 1 'text.csv' 'line 3' 'column v' 'abc' 'a number'
run stat run "$TMP/inf.csv"
expect 1 'line 3' '1e999'
run stat describe "$TMP/comma.csv" --value v
expect 1 'line 2' '1,5'
L=zh
run stat describe "$TMP/text.csv" --value v
expect 1 '第 3 行' 'abc'
L=en
file over.csv 'x,n\n11,10\n'
run stat control "$TMP/over.csv" --value x --n n --chart p
expect 1 '11' 'not above n'
file minus.csv 'x,n\n-1,10\n'
run stat describe "$TMP/minus.csv" --kind share --value x --n n
expect 1 'line 2' '-1'

# Columns and files.
run stat describe "$TMP/two.csv"
expect 1 '--value' 'v, n, g'
run stat describe "$TMP/two.csv" --value w
expect 1 'w' 'v, n, g'
run stat describe "$TMP/nothing.csv"
expect 1 'nothing.csv'
: > "$TMP/empty.csv"
run stat describe "$TMP/empty.csv"
expect 1 'is empty'
run stat compare "$TMP/two.csv"
expect 2 '--kind'
run stat compare "$TMP/two.csv" --kind guess
expect 1 'guess' 'p-values'
run stat control "$TMP/two.csv" --value v --rules mine
expect 1 'nelson'
run stat control "$TMP/two.csv" --value v --baseline 1:9
expect 1 'baseline' '1:9'

# The same percentages, few and many.
file few.csv 't,x,n\nbefore,3,20\nafter,1,20\n'
file many.csv 't,x,n\nbefore,15,100\nafter,5,100\n'
run stat compare "$TMP/few.csv" --kind share --group t --value x --n n --groups after,before --better lower --target 5%
expect 0 'not shown'
run stat compare "$TMP/many.csv" --kind share --group t --value x --n n --groups after,before --better lower --target 5%
expect 0 'effective and on target'
run stat compare "$TMP/many.csv" --kind share --group t --value x --n n --groups after,before --better lower --target 4%
expect 0 'effective but short of target'
run stat compare "$TMP/many.csv" --kind share --group t --value x --n n --groups after,before --better higher
expect 0 'worse'
run stat compare "$TMP/many.csv" --kind share --group t --value x --n n --groups after,before --better lower --target 5% --min-n 101
expect 0 'verdict                    too little data'

# Standard input, positions for headings, GB18030, drawings.
out=$(seq 10 | "$PDCA" --lang en stat describe - --json) rc=$? last='seq 10 | pdca stat describe -'
expect 0 '"n": 10' '"rank_lo": 2' '"rank_hi": 9'
run stat describe "$TMP/two.csv" --value 2
expect 0 'mean                       11'
printf '\306\267\300\340\n\316\357\301\367\n\306\344\313\373\n\316\357\301\367\n' > "$TMP/gb.csv"
run stat pareto "$TMP/gb.csv"
expect 0 '物流' '其他'
for c in "control $TMP/zero.csv --value v --n n" "control $TMP/two.csv --value v" "run $TMP/same.csv --value v" "pareto $TMP/two.csv --category g --value v" "score $TMP/two.csv --value v --best 10 --by g"; do
    rm -f "$TMP/chart.svg"
    # shellcheck disable=SC2086
    run stat $c --svg "$TMP/chart.svg"
    expect 0
    grep -q '</svg>' "$TMP/chart.svg" && ! grep -qE '[^a-z](nan|inf)[^a-z]' "$TMP/chart.svg" && echo "ok $last (drawing)" || bad 'no drawing'
done

# Every example of the manual runs and answers in JSON whose keys stand in the manual.
explained() {
    for key in $(sqlite3 -batch :memory: "SELECT DISTINCT key FROM json_tree(CAST(readfile('$TMP/out.json') AS TEXT)) WHERE typeof(key) = 'text'"); do
        grep -q "[\`.]$key[\` .[]" site/manual/en/stat.md || { bad "the manual does not name $key"; return; }
    done
    echo "ok $last (keys)"
}
awk '/^    "/ { sub(/^    /, ""); n = split($0, part, /, "/); for (i = 1; i <= n; i++) print "F " (i > 1 ? "\"" : "") part[i]; next } /^    / { sub(/^    /, ""); print "E " $0 }' \
    site/manual/en/stat.md > "$TMP/examples"
: > "$TMP/answered"
while read -r what text; do
    if [ "$what" = E ]; then
        last=$text
        out=$(PATH=$(dirname "$PDCA"):$PATH sh -c "$text" 2>&1) rc=$?
        [ $rc = 0 ] && valid && explained || bad "exit status $rc"
        sqlite3 -batch :memory: "SELECT DISTINCT key FROM json_tree(CAST(readfile('$TMP/out.json') AS TEXT)) WHERE typeof(key) = 'text'" >> "$TMP/answered"
        continue
    fi
    text=${text%…} # the first seven digits are shown
    case $out in *"$text"*) echo "ok $last ($text)" ;; *) bad "the manual says $text" ;; esac
done < "$TMP/examples"
# Every key of the manual's tables turns up in an example's answer.
awk -F'|' '/^\| `/ { cell = $2 ~ /^ `(share|mean|rank|rate|nps|paired|strata|groups|step|p-values)` $/ ? $4 : $2; n = split(cell, part, "`"); for (i = 2; i <= n; i += 2) print part[i] }' site/manual/en/stat.md |
    tr ' ' '\n' | sed 's/\[\]//g; s/^.*\.//' | grep -x '[A-Za-z][A-Za-z0-9_]*' | sort -u > "$TMP/named"
sort -u "$TMP/answered" > "$TMP/seen"
out=$(comm -13 "$TMP/seen" "$TMP/named") last="every key of the manual's tables is in an example"
[ -s "$TMP/named" ] && [ -z "$out" ] && echo "ok $last" || bad 'not in one'

# The Chinese manual is its twin: the same sections, examples, options and JSON keys.
examples() { grep '^    ' "site/manual/$1/stat.md"; }
sections() { sed -n 's/^##* //p' "site/manual/$1/stat.md" | sed 's/、/, /g'; }
keys() { # each `…` with the number of its section; one may run over the end of a line
    awk '/^#/ { s++ } /^    / { next } { text[s] = text[s] " " $0 }
        END { for (i = 1; i <= s; i++) { n = split(text[i], part, "`"); for (k = 2; k <= n; k += 2) print i, part[k] } }' "site/manual/$1/stat.md" | sort
}
for what in sections examples keys; do
    $what en > "$TMP/en"
    $what zh > "$TMP/zh"
    out=$(diff "$TMP/en" "$TMP/zh") last="$what of the manual in both languages"
    [ -s "$TMP/en" ] && [ -z "$out" ] && echo "ok $last" || bad 'they differ'
done

# --csv: the answer's table under the keys of its JSON; without one, a line a figure.
run stat control "$TMP/same.csv" --value v --label g --csv
expect 0 'row,label,value,n,plotted,center' '
1,a,5,,5,5,' '
5,b,5,'
refuse '{'
out=$(printf '%s\n' "$out" | awk -F, 'NF != 19') last='every line of --csv has as many cells'
[ -z "$out" ] && echo "ok $last" || bad 'another number of cells'
run stat compare "$TMP/many.csv" --kind share --group t --value x --n n --groups after,before --csv
expect 0 'key,value' 'groups[1].name,after' 'fisher.p,0.0' 'method,z'
run stat pareto "$TMP/two.csv" --category g --value v --csv
expect 0 'category,' 'b,'
run stat size --before 15% --after 5% --csv
expect 0 'n_each,1'
run stat describe "$TMP/text.csv" --value v --csv
expect 1 'line 3'
run stat compare --help
expect 0 '--csv'

# Ways in which the same data may be written give the same answer.
file raw.csv 't,done\nb,yes\nb,no\nb,yes\na,yes\na,yes\na,no\nb,\nb,yes\n'
run stat compare "$TMP/raw.csv" --kind share --group t --value done --success yes --json
expect 0 '"first": "b"' '"x": 3, "n": 4' '"x": 2, "n": 3'
file wide.csv 'x1,n1,x2,n2\n3,4,2,3\n'
run stat compare "$TMP/wide.csv" --kind share --value x1,x2 --n n1,n2 --json
expect 0 '"x": 3, "n": 4' '"x": 2, "n": 3'
run stat compare "$TMP/wide.csv" --kind share --value x1,x2 --n n1,n2 --swap --json
expect 0 '"first": "x2"' '"estimate": -0.08'
file marks.csv 't,csat\nb,5\nb,3\na,4\na,1\na,\n'
run stat compare "$TMP/marks.csv" --kind share --group t --value csat --at-least 4 --json
expect 0 '"x": 1, "n": 2'
run stat compare "$TMP/marks.csv" --kind share --group t --value csat
expect 1 'line 2' '0 or 1'
# Welch from what a table prints: NIST prc31.
file summary.csv 'process,mean,sd,n\nold,36.09090909,4.90825672,11\nnew,32.22222222,2.53859104,9\n'
run stat compare "$TMP/summary.csv" --kind mean --group process --value mean --spread sd --n n
expect 0 'statistic                  2.26937' 'degrees of freedom         15.5325'
# Berkeley admissions (R help(mantelhaen.test)): 1.5246, odds ratio 0.9047.
file berkeley.csv 'dept,sex,admitted,n\nA,m,512,825\nA,f,89,108\nB,m,353,560\nB,f,17,25\nC,m,120,325\nC,f,202,593\nD,m,138,417\nD,f,131,375\nE,m,53,191\nE,f,94,393\nF,m,22,373\nF,f,24,341\n'
run stat compare "$TMP/berkeley.csv" --kind strata --group sex --by dept --value admitted --n n
expect 0 'statistic                  1.52461' 'odds ratio                 0.904697' 'crude'
run stat compare "$TMP/berkeley.csv" --kind share --group sex --by dept --value admitted --n n --json
expect 0 '"comparisons"' '"name": "F"' '"p_holm"'
run stat compare "$TMP/berkeley.csv" --kind groups --group dept --value admitted --n n
expect 0 'degrees of freedom         5'
# Agresti 2007, p. 39 (R help(chisq.test)): 30.07.
file party.csv 'sex,dem,ind,rep\nf,762,327,468\nm,484,239,477\n'
run stat compare "$TMP/party.csv" --kind groups --table
expect 0 'statistic                  30.0701' '< 0.0001'
file nps.csv 't,score,k\nnow,10,50\nnow,8,30\nnow,3,20\nthen,9,40\nthen,7,30\nthen,0,30\n'
run stat compare "$TMP/nps.csv" --kind nps --group t --value score --weight k --better higher --target 25
expect 0 'NPS 30' 'NPS 10' 'estimate                   20' 'not shown'
run stat describe "$TMP/nps.csv" --kind nps --value t
expect 1 'line 2' 'now'
file sub.csv 'day,v\nmo,1\nmo,2\nmo,3\ntu,2\ntu,2\ntu,5\n'
run stat control "$TMP/sub.csv" --by day --value v --json
expect 0 '"chart": "xbar-r"' '"center": 2.5' '"label": "mo"' '"range": 3'
file cost.csv 'cause,cost\nb,2.5\na,2.50\nc,0.1\nb,1\n'
run stat pareto "$TMP/cost.csv" --weight cost --json
expect 0 '"total": 6.1' '"category": "b", "amount": 3.5' '"vital": 2'
file card.csv 'item,score,best\na,8,10\nb,不适用,10\nc,5,5\n'
run stat score "$TMP/card.csv" --value score --best best --bands 70=fair,85=good
expect 0 'score (of 100)             86.6667' 'items that apply           2' 'good'
file card2.csv 'item,score\na,8\nb,\n'
run stat score "$TMP/card2.csv" --value score --best 10
expect 1 'line 3' 'n/a'
file card3.csv 'item,score\na,11\n'
run stat score "$TMP/card3.csv" --value score --best 10
expect 1 'line 2' '11'
file half.csv 'row,a,b,c\na,1,2,4\nb,,1,2\nc,,,1\n'
run stat ahp "$TMP/half.csv"
expect 0 'a: 0.5714' 'consistency ratio          0'
run stat ahp "$TMP/party.csv"
expect 1 'square matrix'
