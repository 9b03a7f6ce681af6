#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Opens the sample month's site from disk in Chromium and looks at every kind of page. Installs what is missing and says so.
set -eu
BUILD=${BUILD:-build}
here=$(dirname "$0")
"$here"/../../src/tool/deps.sh chromium fonts-noto-cjk
command -v npm >/dev/null 2>&1 || "$here"/../../src/tool/deps.sh nodejs npm
mkdir -p "$BUILD/browser" "$BUILD/screens"
if ! cmp -s "$here/package.json" "$BUILD/browser/package.json" || [ ! -d "$BUILD/browser/node_modules/axe-core" ]; then
    echo "Installing playwright-core, axe-core and html-validate from npm"
    cp "$here/package.json" "$BUILD/browser/package.json"
    (cd "$BUILD/browser" && npm install --no-package-lock --no-audit --no-fund --silent)
fi
rm -rf "$BUILD/browser/demo"
"$BUILD/pdca" demo "$BUILD/browser/demo" --quiet > "$BUILD/browser/demo.log" 2>&1 || { cat "$BUILD/browser/demo.log" >&2; exit 1; }
rm -rf "$BUILD/browser/handed" && mkdir "$BUILD/browser/handed"
for l in zh en; do
    for page in "report 2024-05" "problem P-2024-001" actions "kpi csat" index; do
        name=$(echo "$page" | tr ' ' -)-$l.html
        # shellcheck disable=SC2086 # a page and its id are two words
        "$BUILD/pdca" -C "$BUILD/browser/demo" --lang $l show $page --single-file --out "$BUILD/browser/handed/$name" > /dev/null
    done
done
# the same month with words of 300 letters
long=$BUILD/browser/long
rm -rf "$long"
mkdir -p "$long"
cp "$BUILD/browser/demo/quality.db" "$long/"
sqlite3 "$long/quality.db" "SELECT 'DROP TRIGGER \"' || name || '\";' FROM sqlite_schema WHERE type = 'trigger'" | sqlite3 "$long/quality.db"
sqlite3 "$long/quality.db" < "$here/long.sql"
"$BUILD/pdca" -C "$long" --today 2024-09-02 site --quiet
cp "$here"/*.mjs "$BUILD/browser/"
cd "$BUILD/browser" && exec node test.mjs "$PWD/demo/public" "$PWD/../screens" "$PWD/long/public"
