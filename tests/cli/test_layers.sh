#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A file includes headers of its own room or of a lower floor; an outside library's header stands in exactly one .c file;
# no INSERT, UPDATE or DELETE stands outside the rooms that write; no file is over 900 lines.
floor() {
    case $1 in
    base) echo 1 ;; stat | chart | store | formats) echo 2 ;; record | monitor) echo 3 ;; view) echo 4 ;; site) echo 5 ;; cli) echo 6 ;; tool) echo 9 ;; *) echo 0 ;;
    esac
}
wrong=0
for f in $(find src -name '*.[ch]'); do
    room=$(echo "$f" | cut -d/ -f2)
    for h in $(sed -n 's/^ *#include "\([a-z]*\)\/.*/\1/p' "$f"); do
        [ "$room" = tool ] && continue
        if [ "$h" != "$room" ] && [ "$(floor "$h")" -ge "$(floor "$room")" ]; then
            echo "not ok $f includes $h, which is no lower floor"
            wrong=1
        fi
    done
    if [ "$(wc -l < "$f")" -gt 900 ]; then
        echo "not ok $f is over 900 lines"
        wrong=1
    fi
done
[ $wrong = 0 ] && echo "ok floors"
for h in sqlite3.h cmark.h sodium.h zip.h xlsxwriter.h utf8proc.h; do
    n=$(grep -rl "#include <$h>" src include | grep -v '^src/tool/' | wc -l)
    if [ "$n" -le 1 ]; then echo "ok <$h> in at most one file"; else echo "not ok <$h> in $n files"; fi
done
for h in libxml gsl; do
    n=$(grep -rlE "#include <$h/" src include | wc -l)
    if [ "$n" -le 1 ]; then echo "ok <$h/…> in at most one file"; else echo "not ok <$h/…> in $n files"; fi
done
hits=$(grep -rnE '"(INSERT INTO|UPDATE|DELETE FROM) ' src --include='*.c' | grep -vE '^src/(store|record|monitor|tool)/')
if [ -z "$hits" ]; then echo "ok only the writing rooms write"; else echo "not ok writes elsewhere: $hits"; fi
hits=$(grep -rnE '\b(printf|puts|fputs|fprintf) *\(' src --include='*.c' | grep -vE '^src/(cli|tool)/' | grep -v 'snprintf')
if [ -z "$hits" ]; then echo "ok the library never prints"; else echo "not ok prints: $hits"; fi
hits=$(grep -rnE '\b(getenv|time|clock_gettime|localtime_r?) *\(' src --include='*.c' | grep -vE '^src/(cli|tool)/')
if [ -z "$hits" ]; then echo "ok the library reads no clock and no environment"; else echo "not ok reads: $hits"; fi
# a key that the code hands to a message and no language has would be shown to people as it stands
missing=
for key in $(grep -rhoE '"(field|want|state|what|kind)\.[a-z0-9_.]+"' src --include='*.c' | tr -d '"' | sort -u); do
    case $key in *.) continue ;; esac
    grep -qF "\"$key\":" templates/lang/zh/*.json || missing="$missing $key"
done
if [ -z "$missing" ]; then echo "ok every key of a message has its words"; else echo "not ok no words for$missing"; fi
