#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the build leaves out of style sheets and scripts, and what it must not touch.
TOOL=$PWD/$BUILD/embed-tool
ASSETS=$PWD/site/assets
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
cd "$TMP" || exit 1
mkdir -p site/assets
same() { if [ "$2" = "$3" ]; then echo "ok $1"; else printf 'not ok %s\n    %s\n    %s\n' "$1" "$2" "$3"; fi; }

cat > site/assets/a.css <<'END'
/* a comment; { } */
.a > .b , .c .d:not( .e ) {
  content: "  /* no comment */ ;  }";
  width: calc(1px + 2em - 3%); /* behind */
  background: url("data:image/svg+xml,<svg viewBox='0 0 1 1'/>"), url('x  y');
}
@media  screen and (max-width: 7px) { .a { color: red; } }
END
same "style: only idle white space goes" "$("$TOOL" --squeeze site/assets/a.css)" \
    ".a > .b,.c .d:not( .e ){content: \"  /* no comment */ ;  }\";width: calc(1px + 2em - 3%);background: url(\"data:image/svg+xml,<svg viewBox='0 0 1 1'/>\"),url('x  y')}@media screen and (max-width: 7px){.a{color: red}}"

cat > site/assets/a.js <<'END'
/* a comment
   of two lines */
var a = "  /* no comment */  ", b = /["'/*]+ x/; /* stays: there is a quote before it */

    var c = a /* stays */ + 1;  /* stays too: a slash before it */
  return_me(c);   /* goes */
END
same "script: comments and indentation go, lines and strings stay" "$("$TOOL" --squeeze site/assets/a.js)" \
    'var a = "  /* no comment */  ", b = /["'"'"'/*]+ x/; /* stays: there is a quote before it */
var c = a /* stays */ + 1;  /* stays too: a slash before it */
return_me(c);'

printf 'var a = `x\n  y`;\n' > site/assets/b.js
"$TOOL" --squeeze site/assets/b.js > out 2>&1 && echo "not ok a template string is refused" || echo "ok a template string is refused"
printf '.a{content:"x\n}' > site/assets/b.css
"$TOOL" --squeeze site/assets/b.css > out 2>&1 && echo "not ok a string that is not closed is refused" || echo "ok a string that is not closed is refused"
grep -q 'not closed' out && echo "ok and said" || echo "not ok and said"

# squeezing again changes nothing: all that means nothing is gone
cp "$ASSETS"/*.css "$ASSETS"/*.js site/assets/
for f in site/assets/*.css; do
    case $f in */b.css) continue ;; esac
    "$TOOL" --squeeze "$f" > once
    mv once "$f"
    same "$(basename "$f") is squeezed in one go" "$("$TOOL" --squeeze "$f" | cksum)" "$(cksum < "$f")"
done
command -v node > /dev/null && for f in search site; do
    "$TOOL" --squeeze site/assets/$f.js > once.js && node --check once.js && echo "ok $f.js is a script still" || echo "not ok $f.js is a script still"
done
exit 0
