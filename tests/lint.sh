#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Floors, words that the code names but no language has, cppcheck and clang-tidy where they are installed.
set -u
BUILD=${BUILD:-build}
wrong=0
sh tests/cli/test_layers.sh | grep '^not ok' && wrong=1
for key in $(grep -rhoE '(cli_say|cli_remark)\(c, "[a-z_.]+"|word\(c->language, "[a-z_.]+"\)' src | grep -oE '"[a-z_.]+"' | tr -d '"' | sort -u); do
    grep -qF "\"$key\":" templates/lang/zh/*.json || { echo "no word $key"; wrong=1; }
done
if command -v cppcheck > /dev/null; then
    # varFuncNullUB: our lists of arguments end with NULL, and POSIX makes NULL a pointer (stddef.h).
    # _Generic: cppcheck 2.10 does not know it and crashes on calls through it, so it sees a plain function instead.
    cppcheck --quiet --std=c11 --language=c -Isrc -Iinclude '-D_Generic(...)=generic_choice' --enable=warning,portability --inline-suppr \
        --error-exitcode=1 --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches --suppress=varFuncNullUB src || wrong=1
else echo "cppcheck is not installed: skipped"; fi
if [ -n "${TIDY:-}" ] && command -v clang-tidy > /dev/null; then
    find src -name '*.c' ! -path 'src/tool/*' | xargs -n 8 clang-tidy --quiet --checks='-*,clang-analyzer-*,-clang-analyzer-security.insecureAPI.*' -- \
        -std=c17 -D_POSIX_C_SOURCE=200809L -DPDCA_VERSION='""' -Isrc -Iinclude $(pkg-config --cflags libxml-2.0) || wrong=1
fi
[ $wrong = 0 ] && echo "lint: clean"
exit $wrong
