/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

static const struct {
    encoding code;
    const char *name;    /* as shown */
    const char *aliases; /* lower case, between blanks */
    str bom;
} encodings[] = {
    {ENCODING_UTF8, "UTF-8", " utf-8 utf8 ", {"\xEF\xBB\xBF", 3}},
    {ENCODING_GB18030, "GB18030", " gb18030 gbk gb2312 cp936 ", {"\x84\x31\x95\x33", 4}},
    {ENCODING_UTF16LE, "UTF-16LE", " utf-16le utf16le utf-16 utf16 ", {"\xFF\xFE", 2}},
    {ENCODING_UTF16BE, "UTF-16BE", " utf-16be utf16be ", {"\xFE\xFF", 2}},
};
enum { ENCODINGS = sizeof encodings / sizeof *encodings };

static int index_of(encoding c) {
    int i = 0;
    while (encodings[i].code != c) i++;
    return i;
}

const char *encoding_name(encoding c) { return encodings[index_of(c)].name; }

bool encoding_parse(str name, encoding *ret_encoding) {
    char z[16] = " ";
    if (name.n == 0 || name.n > sizeof z - 3) return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        z[i + 1] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    z[name.n + 1] = ' ';
    for (int i = 0; i < ENCODINGS; i++)
        if (strstr(encodings[i].aliases, z)) {
            *ret_encoding = encodings[i].code;
            return true;
        }
    return false;
}

/* line 0: not known */
static err_code wrong_at(const char *file, uint64_t offset, int64_t line, err *e) {
    err_set(e, ERR_ENCODING, "file", file, NULL);
    err_add_int(e, "offset", (long long)offset);
    if (line) err_add_int(e, "line", line);
    else err_add(e, "line", S("?"));
    err_add(e, "want", S("want.encoding"));
    return ERR_ENCODING;
}

/* ---- UTF-8 checked in pieces ---------------------------------------------------------------------------------------- */

/* How a sequence goes on: how many bytes are missing, and the range that the next one must be in (RFC 3629, table 3-7 of the
 * Unicode standard: no overlong forms, no surrogates, nothing past U+10FFFF). NUL is refused: no text file holds it. */
typedef struct utf8_state {
    int missing;
    unsigned char lo, hi;
    uint64_t at, bad; /* bytes seen; the first bad one */
    bool broken;
} utf8_state;

static bool utf8_lead(utf8_state *u, unsigned char c) {
    u->lo = 0x80;
    u->hi = 0xBF;
    if (c >= 0xC2 && c <= 0xDF) u->missing = 1;
    else if (c >= 0xE0 && c <= 0xEF) {
        u->missing = 2;
        if (c == 0xE0) u->lo = 0xA0;
        if (c == 0xED) u->hi = 0x9F;
    } else if (c >= 0xF0 && c <= 0xF4) {
        u->missing = 3;
        if (c == 0xF0) u->lo = 0x90;
        if (c == 0xF4) u->hi = 0x8F;
    } else return false;
    return true;
}

/* How many bytes from p are plain: ASCII eight at a time, whole characters of three bytes without a narrower range. */
static size_t utf8_plain(const char *p, size_t n) {
    static const uint64_t high = 0x8080808080808080, ones = 0x0101010101010101;
    size_t i = 0;
    for (;;) {
        uint64_t w;
        for (; n - i >= sizeof w; i += sizeof w) {
            memcpy(&w, p + i, sizeof w);
            if ((w | (w - ones)) & high) break; /* a byte past 0x7F, or NUL */
        }
        const unsigned char *c = (const unsigned char *)p + i;
        size_t from = i;
        while (n - i >= 3 && c[0] >= 0xE1 && c[0] <= 0xEC && (c[1] & 0xC0) == 0x80 && (c[2] & 0xC0) == 0x80) {
            i += 3;
            c += 3;
        }
        while (i < n && *c > 0 && *c < 0x80) {
            i++;
            c++;
        }
        if (i == from) return i;
    }
}

static void utf8_feed(utf8_state *u, const char *p, size_t n) {
    for (size_t i = 0; i < n && !u->broken; i++) {
        if (!u->missing) {
            i += utf8_plain(p + i, n - i);
            if (i == n) break;
        }
        unsigned char c = (unsigned char)p[i];
        if (u->missing) {
            u->broken = c < u->lo || c > u->hi;
            u->missing--;
            u->lo = 0x80;
            u->hi = 0xBF;
        } else if (c >= 0x80 || c == 0) u->broken = !utf8_lead(u, c);
        if (u->broken) u->bad = u->at + i;
    }
    u->at += n;
}

/* ---- conversion ------------------------------------------------------------------------------------------------------- */

static iconv_t converter_of(const encoding_source *s) { return (iconv_t)s->converter; }

static err_code fill_raw(encoding_source *s, err *e) {
    if (s->raw_at) {
        memmove(s->raw, s->raw + s->raw_at, s->raw_n - s->raw_at);
        s->raw_n -= s->raw_at;
        s->raw_at = 0;
    }
    size_t n;
    TRY(s->from->read(s->from, s->raw + s->raw_n, sizeof s->raw - s->raw_n, &n, e));
    s->raw_n += n;
    s->ended = n == 0;
    return ERR_NONE;
}

/* Converts until there is text to hand out, or the file has ended. */
static err_code convert(encoding_source *s, err *e) {
    s->text_at = s->text_n = 0;
    while (s->text_n == 0) {
        char *in = s->raw + s->raw_at, *to = s->text;
        size_t in_n = s->raw_n - s->raw_at, to_n = sizeof s->text;
        bool stopped = in_n && iconv(converter_of(s), &in, &in_n, &to, &to_n) == (size_t)-1;
        bool invalid = stopped && errno == EILSEQ;
        s->text_n = (size_t)(to - s->text);
        s->offset += (uint64_t)(in - (s->raw + s->raw_at));
        s->raw_at = (size_t)(in - s->raw);
        if (invalid || (s->text_n && memchr(s->text, 0, s->text_n))) return wrong_at(s->file, s->offset, 0, e);
        if (s->text_n) return ERR_NONE;
        if (s->ended) return s->raw_at == s->raw_n ? ERR_NONE : wrong_at(s->file, s->offset, 0, e); /* half a character */
        TRY(fill_raw(s, e));
    }
    return ERR_NONE;
}

static err_code read_converted(source *out, char *p, size_t cap, size_t *ret_n, err *e) {
    encoding_source *s = (encoding_source *)out; /* out is the first member */
    if (s->text_at == s->text_n) TRY(convert(s, e));
    *ret_n = s->text_n - s->text_at < cap ? s->text_n - s->text_at : cap;
    memcpy(p, s->text + s->text_at, *ret_n);
    s->text_at += *ret_n;
    return ERR_NONE;
}

static err_code read_plain(source *out, char *p, size_t cap, size_t *ret_n, err *e) {
    encoding_source *s = (encoding_source *)out;
    if (s->raw_at < s->raw_n) { /* what stood behind the byte order mark in the first piece */
        *ret_n = s->raw_n - s->raw_at < cap ? s->raw_n - s->raw_at : cap;
        memcpy(p, s->raw + s->raw_at, *ret_n);
        s->raw_at += *ret_n;
        s->offset += *ret_n;
        return ERR_NONE;
    }
    TRY(s->from->read(s->from, p, cap, ret_n, e));
    s->offset += *ret_n;
    return ERR_NONE;
}

static err_code rewind_text(source *out, err *e) {
    encoding_source *s = (encoding_source *)out;
    TRY(s->from->rewind(s->from, e));
    s->raw_at = s->raw_n = s->text_at = s->text_n = 0;
    s->ended = false;
    while (s->raw_n < s->facts->bom && !s->ended) TRY(fill_raw(s, e));
    s->raw_at = s->raw_n < s->facts->bom ? s->raw_n : s->facts->bom;
    s->offset = s->raw_at;
    if (s->converter) iconv(converter_of(s), NULL, NULL, NULL, NULL);
    return ERR_NONE;
}

err_code encoding_open(encoding_source *ret_source, source *from, const encoding_facts *facts, const char *file, err *e) {
    encoding_source *s = ret_source;
    s->from = from;
    s->facts = facts;
    s->file = file;
    s->converter = NULL;
    bool plain = facts->found == ENCODING_UTF8;
    s->out = (source){.read = plain ? read_plain : read_converted, .rewind = rewind_text, .fd = -1};
    if (!plain) {
        iconv_t cd = iconv_open("UTF-8", encoding_name(facts->found));
        if (cd == (iconv_t)-1) return err_set(e, ERR_IO, "path", file, "reason", strerror(errno), NULL);
        s->converter = cd;
    }
    err_code code = rewind_text(&s->out, e);
    if (code) encoding_close(s);
    return code;
}

void encoding_close(encoding_source *s) {
    if (s->converter) iconv_close(converter_of(s));
    s->converter = NULL;
}

/* ---- examination -------------------------------------------------------------------------------------------------------- */

/* One pass: the hash, the size, the byte order mark, whether all of it is UTF-8. */
static err_code first_pass(source *from, encoding_facts *f, utf8_state *u, err *e) {
    char piece[16 * 1024];
    hash_state hash;
    hash_begin(&hash);
    TRY(from->rewind(from, e));
    for (;;) {
        size_t n;
        TRY(from->read(from, piece, sizeof piece, &n, e));
        if (n == 0) break;
        for (int i = 0; f->bytes == 0 && i < ENCODINGS; i++)
            if (str_starts((str){piece, n}, encodings[i].bom)) {
                f->found = encodings[i].code;
                f->bom = encodings[i].bom.n;
            }
        f->bytes += n;
        hash_add(&hash, (str){piece, n});
        utf8_feed(u, piece, n);
    }
    hash_end(&hash, f->sha256);
    return ERR_NONE;
}

/* n without the half character at the end. */
static size_t whole_characters(const char *p, size_t n) {
    size_t lead = n;
    while (lead && ((unsigned char)p[lead - 1] & 0xC0) == 0x80) lead--;
    if (lead == 0) return n;
    unsigned char c = (unsigned char)p[lead - 1];
    size_t need = c < 0x80 ? 1 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    return n - (lead - 1) < need ? lead - 1 : n;
}

/* Converts everything, to see whether it can be; keeps the head. */
static err_code trial(source *from, encoding_facts *f, const char *file, bool whole, err *e) {
    encoding_source *s = calloc(1, sizeof *s);
    if (!s) abort();
    err_code code = encoding_open(s, from, f, file, e);
    char piece[16 * 1024];
    f->head_n = 0;
    for (size_t n = 1; !code && n;) {
        code = s->out.read(&s->out, piece, sizeof piece, &n, e);
        if (code) break;
        size_t room = ENCODING_HEAD - f->head_n, take = n < room ? n : room;
        memcpy(f->head + f->head_n, piece, take);
        f->head_n += take;
        if (!whole && f->head_n == ENCODING_HEAD) break;
    }
    encoding_close(s);
    free(s);
    f->head_n = whole_characters(f->head, f->head_n);
    return code;
}

/* The error again, with the line in which the byte stands: the file is read up to it once more. */
static err_code wrong_in_line(source *from, const char *file, uint64_t offset, encoding coded, err *e) {
    char piece[16 * 1024];
    bool wide = coded == ENCODING_UTF16LE || coded == ENCODING_UTF16BE;
    int low = coded == ENCODING_UTF16BE;
    int64_t line = 1;
    uint64_t at = 0;
    char before = 1; /* the first byte of a unit of UTF-16 */
    TRY(from->rewind(from, e));
    for (size_t n = 1; n && at < offset;) {
        TRY(from->read(from, piece, sizeof piece, &n, e));
        for (size_t i = 0; i < n && at < offset; i++, at++) {
            bool unit = wide && at % 2 == 1;
            line += wide ? unit && (low ? before == 0 && piece[i] == '\n' : before == '\n' && piece[i] == 0) : piece[i] == '\n';
            before = piece[i];
        }
    }
    return wrong_at(file, offset, line, e);
}

err_code encoding_examine(source *from, encoding wanted, const char *file, encoding_facts *ret_facts, err *e) {
    encoding_facts *f = ret_facts;
    *f = (encoding_facts){.found = ENCODING_UNKNOWN};
    utf8_state u = {0};
    TRY(first_pass(from, f, &u, e));
    if (f->bytes == 0) return err_set(e, ERR_FILE_EMPTY, "file", file, NULL);
    bool is_utf8 = !u.broken && u.missing == 0;
    uint64_t bad = u.broken ? u.bad : u.at;
    if (wanted != ENCODING_UNKNOWN) {
        if (f->found != wanted) f->bom = 0;
        f->found = wanted;
    } else if (!f->bom) f->found = is_utf8 ? ENCODING_UTF8 : ENCODING_GB18030;
    bool guessed = wanted == ENCODING_UNKNOWN && !f->bom;
    if (f->found == ENCODING_UTF8 && !is_utf8) return wrong_in_line(from, file, bad, f->found, e);
    err_code code = trial(from, f, file, f->found != ENCODING_UTF8, e);
    if (code == ERR_ENCODING && guessed) return wrong_in_line(from, file, bad, ENCODING_UTF8, e); /* where it stops to be UTF-8 is the better hint */
    long long offset;
    if (code == ERR_ENCODING && str_to_int(err_value(e, "offset"), &offset)) return wrong_in_line(from, file, (uint64_t)offset, f->found, e);
    TRY(code);
    return from->rewind(from, e);
}
