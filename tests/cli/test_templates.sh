#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The workspace's own templates: they win over the built-in ones, a query with its template is a new page, SQL only reads,
# an unknown name is named with its file and line. Interrupting `site` leaves the old site whole.
. tests/lib.sh
run init "$TMP/w" --name 衡石; expect 0
cd "$TMP/w" || exit 1
run problem add 物流延迟; expect 0
mkdir templates

# one's own page: no C
cat > templates/owners_of.sql << 'SQL'
-- Who has how much.
-- nav: 90 谁负责
SELECT json_object('title', '谁负责', 'n', (SELECT count(*) FROM problem), 'text', '<b>& {{x}}</b>')
SQL
printf '%s' '{{>part/head}}<h1>{{title}}</h1><p>{{n}} {{text}}</p>{{>part/foot}}' > templates/owners_of.html
run show owners_of --html; expect 0 "<h1>谁负责</h1>" "1 &lt;b&gt;&amp; {{x}}&lt;/b&gt;"
run show owners_of --json; expect 0 '"n": 1'
run site; expect 0 "index.html"
[ -f public/owners_of.html ] && echo "ok the new page is in the site" || echo "not ok no public/owners_of.html"
grep -q 'owners_of.html' public/index.html && echo "ok it stands in the navigation" || echo "not ok it is not in the navigation"

# the workspace's template wins
cp "$OLDPWD/templates/standards.sql" templates/
printf '%s' '{{>part/head}}<h1>我的标准页</h1>{{>part/foot}}' > templates/standards.html
run show standards --html; expect 0 "我的标准页"

# an unknown name: file, line, name; the old site stands
before=$(cat public/*.html | sha256sum)
printf '{{>part/head}}\n<h1>{{titel}}</h1>{{>part/foot}}' > templates/standards.html
run show standards --html; expect 1 "standards.html" "2" "titel"
run site; expect 1 "standards.html" "titel"
same "the old site stands as it was" "$(cat public/*.html | sha256sum)" "$before"
printf '{{>part/head}}<p>{{{title}}}</p>{{>part/foot}}' > templates/standards.html
run show standards --html; expect 1 "standards.html"
printf '{{>part/head}}<p>{{title}}{{>part/foot}}' > templates/standards.html
run site; expect 4 "standards.html"
printf '{{>part/head}}<h1>x</h1><a href="nowhere.html">x</a>{{>part/foot}}' > templates/standards.html
run site; expect 4 "nowhere.html"
same "the old site still stands" "$(cat public/*.html | sha256sum)" "$before"
rm templates/standards.*

# SQL only reads
for sql in "DELETE FROM problem" "PRAGMA user_version = 9" "SELECT 1; DROP TABLE problem" "ATTACH 'x.db' AS x" "INSERT INTO setting(id, value) VALUES('a', 'b') RETURNING id"; do
    echo "$sql" > templates/owners_of.sql
    run show owners_of; expect 1 "owners_of.sql"
done
rm templates/owners_of.*
run problem list; expect 0 "物流延迟"

# a folder that is not ours is never touched
mkdir mine; echo precious > mine/file
run site --out mine; expect 1 "不是 pdca 生成的文件夹"
same "the folder is as it was" "$(ls mine) $(cat mine/file)" "file precious"
ln -s "$TMP/w/mine" link
run site --out link; expect 1
same "a link is not followed" "$(ls mine)" "file"

# stale pages go, the same data give the same bytes
run site; expect 0
[ -f public/owners_of.html ] && echo "not ok a stale page stays" || echo "ok the stale page is gone"
first=$(cd public && find . -type f | sort | xargs sha256sum | sha256sum)
run site --out other; expect 0
same "same bytes twice" "$(cd other && find . -type f | sort | xargs sha256sum | sha256sum)" "$first"

# killed at any moment: the old site is whole, the records are whole, the next build works
i=0
for delay in 0.005 0.01 0.02 0.03 0.05 0.08 0.12 0.2; do
    "$PDCA" --today 2024-06-01 site > /dev/null 2>&1 &
    pid=$!
    sleep $delay
    kill -9 $pid 2> /dev/null
    wait $pid 2> /dev/null
    [ "$(cd public && find . -type f | sort | xargs sha256sum | sha256sum)" = "$first" ] && i=$((i + 1))
done
same "killed 8 times, the site is whole each time" "$i" 8
"$PDCA" --today 2024-06-01 site > /dev/null 2>&1 &
pid=$!
sleep 0.02
kill -INT $pid 2> /dev/null
wait $pid
rc=$?
case $rc in 130 | 0) echo "ok interrupted: exit status $rc" ;; *) echo "not ok interrupted: exit status $rc" ;; esac
same "interrupted, the site is whole" "$(cd public && find . -type f | sort | xargs sha256sum | sha256sum)" "$first"
run site; expect 0
left=$(find . -maxdepth 1 -name '*public*' ! -name public | wc -l)
same "nothing is left behind after the next build" "$left" 0

# killed while adding: a committed record is never lost, none is half written
n=0
for delay in 0.001 0.002 0.003 0.004 0.005 0.006 0.008 0.01; do
    "$PDCA" --today 2024-06-01 problem add 被打断 > /dev/null 2>&1 &
    pid=$!
    sleep $delay
    kill -9 $pid 2> /dev/null
    wait $pid 2> /dev/null
    "$PDCA" audit verify > /dev/null 2>&1 && n=$((n + 1))
done
same "killed 8 times while adding, the audit trail is whole each time" "$n" 8
