#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the library lets out is what include/*.h declares: no more, no less. The headers stand alone, in C and in C++.
. tests/lib.sh
readelf -sW "$BUILD/libpdca.a" | awk '$4 == "FUNC" && $5 == "GLOBAL" && $6 == "DEFAULT" && $7 != "UND" { print $8 }' | grep -v '^__' | sort -u > "$TMP/out"
cat include/*.h | tr '\n' ' ' | grep -oE '_API [^;]*' | grep -oE '\bpdca_[a-z0-9_]+ ?\(' | tr -d ' (' | sort -u > "$TMP/declared"
same "exported symbols are the declared ones" "$(comm -3 "$TMP/out" "$TMP/declared" | tr '\n' ' ')" ""
for h in include/*.h; do
    for lang in c c++; do
        if printf '#include "%s"\n' "$(basename "$h")" | cc -x $lang -Wall -Wextra -Wpedantic -Werror -fsyntax-only -Iinclude - 2> "$TMP/err"; then
            echo "ok $h stands alone in $lang"
        elif [ $lang = c++ ] && ! command -v c++ > /dev/null; then echo "skip $h in C++: no compiler"
        else echo "not ok $h in $lang"; cat "$TMP/err"; fi
    done
done
