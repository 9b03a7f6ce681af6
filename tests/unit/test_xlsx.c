/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbooks, made here byte by byte (stored, not deflated), sound and broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "formats/xlsx_read.h"

static uint32_t crc(str s) {
    uint32_t c = 0xFFFFFFFF;
    for (size_t i = 0; i < s.n; i++) {
        c ^= (unsigned char)s.p[i];
        for (int k = 0; k < 8; k++) c = c >> 1 ^ (c & 1 ? 0xEDB88320 : 0);
    }
    return ~c;
}

static void le(buf *b, uint64_t v, int bytes) {
    for (int i = 0; i < bytes; i++) buf_putc(b, (char)(v >> 8 * i));
}

typedef struct part {
    const char *name, *data;
} part;

static void put_zip(buf *out, const part *parts, int n) {
    buf directory = {0};
    for (int i = 0; i < n; i++) {
        str name = str_c(parts[i].name), data = str_c(parts[i].data);
        uint32_t at = (uint32_t)out->n, sum = crc(data);
        le(out, 0x04034B50, 4), le(out, 20, 2), le(out, 0, 8), le(out, sum, 4);
        le(out, (uint32_t)data.n, 4), le(out, (uint32_t)data.n, 4), le(out, (uint32_t)name.n, 2), le(out, 0, 2);
        buf_put(out, name);
        buf_put(out, data);
        le(&directory, 0x02014B50, 4), le(&directory, 20, 2), le(&directory, 20, 2), le(&directory, 0, 8), le(&directory, sum, 4);
        le(&directory, (uint32_t)data.n, 4), le(&directory, (uint32_t)data.n, 4), le(&directory, (uint32_t)name.n, 2);
        le(&directory, 0, 4), le(&directory, 0, 4), le(&directory, 0, 4);
        le(&directory, at, 4);
        buf_put(&directory, name);
    }
    uint32_t at = (uint32_t)out->n;
    buf_put(out, buf_str(&directory));
    le(out, 0x06054B50, 4), le(out, 0, 4), le(out, (uint32_t)n, 2), le(out, (uint32_t)n, 2);
    le(out, (uint32_t)directory.n, 4), le(out, at, 4), le(out, 0, 2);
    buf_free(&directory);
}

#define NS "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"
static const char relations[] = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
                                "<Relationship Id='rId1' Target='worksheets/sheet1.xml'/><Relationship Id='rId2' Target='/xl/worksheets/sheet2.xml'/></Relationships>";
static const char book[] = "<workbook " NS "><sheets><sheet name='cover' state='hidden' r:id='rId2'/><sheet name='A&amp;B' r:id='rId1'/></sheets></workbook>";
static const char book_1904[] = "<workbook " NS "><workbookPr date1904='1'/><sheets><sheet name='s' r:id='rId1'/></sheets></workbook>";
static const char styles[] = "<styleSheet " NS "><numFmts><numFmt numFmtId='164' formatCode='yyyy\"年\"m\"月\"'/><numFmt numFmtId='165' formatCode='0.00\"d\"'/><numFmt numFmtId='166' formatCode='[h]:mm'/></numFmts>"
                             "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
                             "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='22'/><xf numFmtId='166'/></cellXfs></styleSheet>";
static const char strings[] = "<sst " NS "><si><t>周期</t></si><si><r><t>a </t></r><r><t>b</t></r><rPh><t>kana</t></rPh></si><si><t/></si></sst>";

static err_code read_sheet(const char *workbook, const char *sheet_xml, const xlsx_options *o, buf *text, int64_t *ret_hidden, err *e) {
    const part parts[] = {{"xl/workbook.xml", workbook}, {"xl/_rels/workbook.xml.rels", relations}, {"xl/styles.xml", styles},
                          {"xl/sharedStrings.xml", strings}, {"xl/worksheets/sheet1.xml", sheet_xml}, {"xl/worksheets/sheet2.xml", "<worksheet " NS "/>"}};
    AUTO(buf_free) buf zip = {0};
    AUTO(arena_free) arena a = {0};
    put_zip(&zip, parts, 6);
    source from;
    source_open_str(&from, buf_str(&zip));
    assert_true(xlsx_starts(buf_str(&zip)));
    AUTO(xlsx_close) xlsx_reader *r = NULL;
    TRY(xlsx_open(&a, &from, "f.xlsx", o, &r, e));
    for (size_t n = 1; n;) {
        char piece[7];
        TRY(xlsx_text(r)->read(xlsx_text(r), piece, sizeof piece, &n, e));
        buf_put(text, (str){piece, n});
    }
    *ret_hidden = xlsx_hidden_rows(r);
    return ERR_NONE;
}

#define SHEET(rows) "<worksheet " NS "><sheetData>" rows "</sheetData></worksheet>"

static void cells_come_as_people_see_them(void **state) {
    (void)state;
    static const struct {
        const char *workbook, *sheet, *want;
        int64_t hidden;
    } cases[] = {
        {book, SHEET("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='C1' t='s'><v>2</v></c></row>"), "\"周期\",\"a b\",\"\"\n", 0},
        {book, SHEET("<row r='1'><c r='A1' t='inlineStr'><is><r><t>x</t></r><r><t>&lt;y&gt; \"z\"</t></r></is></c></row>"), "\"x<y> \"\"z\"\"\"\n", 0},
        {book, SHEET("<row r='2'><c r='C2'><v>0.10000000000000001</v></c></row><row r='4'><c r='A4' t='str'><f>A1&amp;B1</f><v>line\nbreak</v></c></row>"), "\n,,\"0.1\"\n\n\"line break\"\n", 0},
        /* no r= at all; a boolean, an error value, a formula without a result */
        {book, SHEET("<row><c><v>1</v></c><c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c><c><f>1+1</f></c><c t='str'><f>\"\"</f><v></v></c></row><row><c><v>2</v></c></row>"), "\"1\",\"1\",\"#N/A\",\"#CALC!\",\"\"\n\"2\"\n", 0},
        {book, SHEET("<row r='1'><c r='A1' s='1'><v>45413</v></c><c r='B1' s='2'><v>45413</v></c><c r='C1' s='3'><v>45413</v></c><c r='D1' s='4'><v>45413.336805555555</v></c>"
                     "<c r='E1' s='5'><v>0.104166666666667</v></c><c r='F1' s='99'><v>45413</v></c></row>"),
         "\"2024-05-01\",\"2024-05-01\",\"45413\",\"2024-05-01T08:05:00\",\"2:30:00\",\"45413\"\n", 0},
        {book, SHEET("<row r='1'><c r='A1' s='1'><v>59</v></c><c r='B1' s='1'><v>60</v></c><c r='C1' s='4'><v>60.5</v></c><c r='D1' s='1'><v>61</v></c></row>"),
         "\"1900-02-28\",\"1900-02-29\",\"1900-02-29T12:00:00\",\"1900-03-01\"\n", 0}, /* the leap day that never was */
        {book, SHEET("<row r='1'><c r='A1' s='5'><v>1.5</v></c><c r='B1' s='5'><v>2</v></c></row>"), "\"36:00:00\",\"48:00:00\"\n", 0}, /* [h]:mm */
        {book_1904, SHEET("<row r='1'><c r='A1' s='1'><v>43951</v></c></row>"), "\"2024-05-01\"\n", 0},
        {book, SHEET("<row r='1'><c r='A1'><v>1</v></c></row><row r='2' hidden='1'><c r='A2'><v>2</v></c></row><row r='3'><c r='A3'><v>3</v></c></row>"), "\"1\"\n\n\"3\"\n", 1},
        {book, SHEET(""), "", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf text = {0};
        int64_t hidden;
        err e;
        if (read_sheet(cases[i].workbook, cases[i].sheet, &(xlsx_options){.hidden = false}, &text, &hidden, &e)) fail_msg("%zu: %s %.*s", i, err_name(e.code), STR(err_value(&e, "reason")));
        assert_string_equal(buf_cstr(&text), cases[i].want);
        assert_int_equal(hidden, cases[i].hidden);
        buf_free(&text);
    }
}

static void what_is_broken_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *workbook, *sheet, *wanted;
        err_code code;
    } cases[] = {
        {book, SHEET("<row r='1'><c r='A1' t='s'><v>3</v></c></row>"), "", ERR_WORKBOOK}, /* no such string */
        {book, SHEET("<row r='1'><c r='A1' t='s'><v>-1</v></c></row>"), "", ERR_WORKBOOK},
        {book, SHEET("<row r='2'/><row r='1'/>"), "", ERR_WORKBOOK},
        {book, SHEET("<row r='1'><c r='B1'/><c r='A1'/></row>"), "", ERR_WORKBOOK},
        {book, SHEET("<row r='1'><c r='ZZZZ1'/></row>"), "", ERR_WORKBOOK},
        {book, SHEET("<row r='9999999'/>"), "", ERR_WORKBOOK},
        {book, SHEET("<row r='1'>"), "", ERR_XML},
        {book, "<!DOCTYPE w [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" SHEET("<row r='1'><c r='A1' t='str'><v>&b;</v></c></row>"), "", ERR_XML},
        {book, SHEET(""), "none", ERR_WORKBOOK},
        {"<workbook/>", SHEET(""), "", ERR_WORKBOOK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf text = {0};
        int64_t hidden;
        err e;
        err_code code = read_sheet(cases[i].workbook, cases[i].sheet, &(xlsx_options){.sheet = str_c(cases[i].wanted)}, &text, &hidden, &e);
        if (code != cases[i].code) fail_msg("%zu: %s", i, err_name(code));
        buf_free(&text);
    }
    /* every cut of a sound file: an error, never a crash */
    const part parts[] = {{"xl/workbook.xml", book}, {"xl/_rels/workbook.xml.rels", relations}, {"xl/worksheets/sheet1.xml", SHEET("")}};
    AUTO(buf_free) buf zip = {0};
    put_zip(&zip, parts, 3);
    for (size_t n = 4; n < zip.n; n += 5) {
        AUTO(arena_free) arena a = {0};
        source from;
        source_open_str(&from, str_sub(buf_str(&zip), 0, n));
        xlsx_reader *r = NULL;
        err e;
        assert_int_not_equal(xlsx_open(&a, &from, "f.xlsx", &(xlsx_options){.hidden = false}, &r, &e), ERR_NONE);
    }
}

static void old_and_encrypted_ones_are_told(void **state) {
    (void)state;
    assert_true(xlsx_starts_old(S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")));
    assert_false(xlsx_starts_old(S("PK")));
    assert_false(xlsx_starts(S("PK")));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(cells_come_as_people_see_them), cmocka_unit_test(what_is_broken_is_refused),
                                       cmocka_unit_test(old_and_encrypted_ones_are_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
