# SPDX-License-Identifier: GPL-3.0-or-later
# Zip files out of sh and gzip, sound and otherwise: their parts are deflated by gzip, whose trailer holds the checksum and the size.
#   zip_new FILE                     begins
#   zip_add FILE NAME DATA [LOCK]    a part out of the file DATA; LOCK: crypt or aes marks it as encrypted
#   zip_end FILE                     ends
# The least of a workbook with one sheet:  book FILE SHEET-XML [STRINGS-XML] [LOCK]
bytes_le() { # value, bytes
    v=$1 k=$2
    while [ "$k" -gt 0 ]; do
        printf "\\$(printf %03o $((v % 256)))"
        v=$((v / 256)) k=$((k - 1))
    done
}
zip_new() { : > "$1"; : > "$1.dir"; echo 0 > "$1.n"; }
zip_add() {
    gzip -9nc "$3" > "$1.gz"
    flags=0 method=8 extra=
    case ${4:-} in
    crypt) flags=1 ;;
    aes) flags=1 method=99 extra=yes ;;
    esac
    size=$(($(wc -c < "$1.gz") - 18)) at=$(wc -c < "$1")
    {
        bytes_le 20 2; bytes_le $flags 2; bytes_le $method 2; bytes_le 0 4
        tail -c 8 "$1.gz" | head -c 4; bytes_le $size 4; tail -c 4 "$1.gz"
        bytes_le ${#2} 2; bytes_le "$([ -n "$extra" ] && echo 11 || echo 0)" 2
    } > "$1.head"
    aes() { [ -z "$extra" ] || { bytes_le $((0x9901)) 2; bytes_le 7 2; bytes_le 2 2; printf 'AE\003'; bytes_le 8 2; }; }
    { printf 'PK\003\004'; cat "$1.head"; printf %s "$2"; aes; tail -c +11 "$1.gz" | head -c $size; } >> "$1"
    { printf 'PK\001\002'; bytes_le 20 2; cat "$1.head"; bytes_le 0 10; bytes_le "$at" 4; printf %s "$2"; aes; } >> "$1.dir"
    echo $(($(cat "$1.n") + 1)) > "$1.n"
}
zip_end() {
    n=$(cat "$1.n") at=$(wc -c < "$1") size=$(wc -c < "$1.dir")
    { cat "$1.dir"; printf 'PK\005\006'; bytes_le 0 4; bytes_le "$n" 2; bytes_le "$n" 2; bytes_le "$size" 4; bytes_le "$at" 4; bytes_le 0 2; } >> "$1"
    rm -f "$1.dir" "$1.n" "$1.gz" "$1.head"
}
sheet_of() { printf '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>' "$1"; }
book() {
    NS='xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    [ -f book.xml ] || printf '<workbook %s><sheets><sheet name="s" r:id="rId1"/></sheets></workbook>' "$NS" > book.xml
    [ -f rels.xml ] || printf '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>' > rels.xml
    [ -f styles.xml ] || printf '<styleSheet %s><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></styleSheet>' "$NS" > styles.xml
    zip_new "$1"
    zip_add "$1" xl/workbook.xml book.xml "${4:-}"
    zip_add "$1" xl/_rels/workbook.xml.rels rels.xml "${4:-}"
    zip_add "$1" xl/styles.xml styles.xml "${4:-}"
    [ -z "${3:-}" ] || zip_add "$1" xl/sharedStrings.xml "$3" "${4:-}"
    zip_add "$1" xl/worksheets/sheet1.xml "$2" "${4:-}"
    zip_end "$1"
}
