# SPDX-License-Identifier: GPL-3.0-or-later
# For command-line tests: they type what a person types and read what a person reads.
#   run ARGS…            runs pdca, keeps $out (both streams) and $rc
#   expect RC 'text' …   the last run ended with RC and said each text
#   refuse 'text' …      it did not say them
#   same WHAT A B        two texts are equal
TMP=$(mktemp -d "${TMPDIR:-/tmp}/pdca-test.XXXXXX")
trap 'chmod -R u+w "$TMP" 2>/dev/null; rm -rf "$TMP"' EXIT INT TERM
TODAY=2024-06-01
last=
run() {
    last="pdca $*"
    out=$(${RUN:-} "$PDCA" --today "$TODAY" --actor tester --lang "${L:-zh}" "$@" 2>&1)
    rc=$?
}
bad() {
    echo "not ok $last: $1"
    printf '%s\n' "$out" | head -12 | sed 's/^/    /'
}
expect() {
    want=$1
    shift
    [ "$rc" -eq "$want" ] || { bad "exit status $rc, expected $want"; return; }
    for text in "$@"; do
        case $out in *"$text"*) ;; *) bad "does not say: $text"; return ;; esac
    done
    echo "ok $last"
}
refuse() {
    for text in "$@"; do
        case $out in *"$text"*) bad "says: $text"; return ;; esac
    done
    echo "ok $last (without $1)"
}
same() {
    if [ "$2" = "$3" ]; then echo "ok $1"; else
        echo "not ok $1"
        printf '    %s\n    %s\n' "$2" "$3"
    fi
}
