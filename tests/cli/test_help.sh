#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every command and every verb of every kind explains itself in both languages: purpose, example, options; nothing untranslated.
. tests/lib.sh
for L in zh en; do
    run help; expect 0 "pdca"
    commands=$(printf '%s\n' "$out" | sed -n '3,60s/^  \([a-z]*\( [a-z]*\)\{0,1\}\)  .*/\1/p' | sort -u)
    printf '%s\n' "$commands" > "$TMP/commands"
    while read -r words; do
        # shellcheck disable=SC2086
        run $words --help
        [ "$rc" = 0 ] || run help $words
        expect 0 "pdca"
        case $out in *"cmd."* | *"opt."* | *"field."* | *"verb."*) bad "an untranslated key" ;; esac
        empty=$(printf '%s\n' "$out" | grep -cE '^  --[a-z-]+( [A-Z|a-z_…]+)? *$')
        [ "$empty" = 0 ] || bad "$empty options without a text"
    done < "$TMP/commands"
    for kind in problem cause why action checkpoint progress check standard meeting decision measure import kpi category calendar_day setting; do
        for verb in add set list show history void; do
            run "$kind" $verb --help; expect 0 "pdca $kind"
            case $out in *"field."* | *"verb."* | *"want."*) bad "an untranslated key" ;; esac
        done
    done
done

# every setting has its line; one that nothing asks for is remarked on
run help settings; expect 0 publish_owners csat_scale exclude "pdca setting add"
run init "$TMP/settings"; expect 0
run -C "$TMP/settings" setting add publish_owner masked; expect 0 "publish_owner" "help settings"
run -C "$TMP/settings" setting add publish_owners masked; expect 0; refuse "help settings"
run -C "$TMP/settings" setting add clock busines; expect 1 "business"
run -C "$TMP/settings" setting add hours nine; expect 1 "mon-fri"
run -C "$TMP/settings" setting add hours "mon-fri 09:00-17:30"; expect 0
