#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs every test and ends with the line "N passed, N failed".
# RUN="valgrind …" puts a checker before each program; ONLY=name runs the unit or command-line tests of that name,
# SCRIPTS="name …" all unit tests and these scripts.
set -u
BUILD=${BUILD:-build}
PDCA=$(cd "$BUILD" && pwd)/pdca
export PDCA BUILD LC_ALL=C.UTF-8 TZ=UTC
unset LANG LC_MESSAGES PDCA_DIR PDCA_ACTOR SOURCE_DATE_EPOCH 2>/dev/null
passed=0 failed=0
log=$BUILD/test.log
: > "$log"

count() { # name, ok, not ok
    passed=$((passed + $2)) failed=$((failed + $3))
    printf '%-44s %4d ok' "$1" "$2"
    [ "$3" -gt 0 ] && printf '  %d FAILED' "$3"
    printf '\n'
}

for bin in "$BUILD"/unit/test_*; do
    [ -x "$bin" ] || continue
    name=$(basename "$bin")
    [ -z "${ONLY:-}" ] || [ "$ONLY" = "$name" ] || continue
    CMOCKA_MESSAGE_OUTPUT=STDOUT ${RUN:-} "$bin" > "$BUILD/one.log" 2>&1
    status=$?
    ok=$(grep -c '^\[       OK \]' "$BUILD/one.log")
    bad=$(grep '^\[  FAILED  \] [a-z]' "$BUILD/one.log" | sort -u | wc -l)
    [ $status -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    [ "$bad" -gt 0 ] && grep -E 'ERROR|FAILED|error|Sanitizer|==' "$BUILD/one.log" | head -40
    cat "$BUILD/one.log" >> "$log"
    count "$name" "$ok" "$bad"
done

for t in tests/*/test_*.sh; do
    [ -f "$t" ] || continue
    name=$(basename "$t" .sh)
    case $t in tests/browser/*) continue ;; esac
    case " ${SCRIPTS:-$name} " in *" $name "*) ;; *) continue ;; esac
    [ -z "${ONLY:-}" ] || [ "$ONLY" = "$name" ] || continue
    sh "$t" > "$BUILD/one.log" 2>&1
    status=$?
    ok=$(grep -ac '^ok ' "$BUILD/one.log")
    bad=$(grep -ac '^not ok ' "$BUILD/one.log")
    [ $status -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    [ "$bad" -gt 0 ] && grep -a -A12 '^not ok ' "$BUILD/one.log" | head -80
    grep -a '^skip ' "$BUILD/one.log"
    cat "$BUILD/one.log" >> "$log"
    count "$name" "$ok" "$bad"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
