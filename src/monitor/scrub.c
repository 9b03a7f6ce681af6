/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/scrub.h"

#include <stdio.h>

#include "base/date.h"
#include "base/utf8.h"

static const char *const names[] = {
#define X(id, name) #name,
    SCRUB_LIST(X)
#undef X
};

const char *scrub_name(scrub_kind kind) { return names[kind]; }

typedef struct scrubber {
    str text;
    size_t at;
    lang l;
    buf *out;
    scrub_counts *counts;
    bool changed;
} scrubber;

static void replace(scrubber *s, scrub_kind kind) {
    char key[32];
    snprintf(key, sizeof key, "scrub.%s", names[kind]);
    buf_z(s->out, word(s->l, key));
    s->counts->n[kind]++;
    s->changed = true;
}

/* The code point at `at` in half width, and how many bytes it has; 0 at the end. */
static int32_t peek(str t, size_t at, size_t *ret_n) {
    *ret_n = 0;
    if (at >= t.n) return 0;
    size_t next = at;
    int32_t cp = utf8_next(t, &next);
    *ret_n = next - at;
    if (cp >= 0xFF01 && cp <= 0xFF5E) cp -= 0xFEE0;
    return cp == 0x3000 ? ' ' : cp;
}

static bool is_digit(int32_t cp) { return cp >= '0' && cp <= '9'; }
static bool is_letter(int32_t cp) { return (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z'); }
static bool is_han(int32_t cp) { return cp >= 0x4E00 && cp <= 0x9FFF; }

/* ---- numbers ------------------------------------------------------------------------------------------------------------- */

enum { DIGITS = 24, GROUPS = 20 };
/* Digits in groups with single blanks or dashes between them, from one place on. */
typedef struct number {
    char digit[DIGITS + 1];
    int n;              /* digits; an identity number's X counts */
    int size[GROUPS];   /* of the groups */
    int groups;
    size_t end[GROUPS]; /* byte behind each group */
} number;

static bool is_joint(int32_t cp) { return cp == ' ' || cp == '-' || cp == 0x2010 || cp == 0x2011 || cp == 0x2013 || cp == 0x2014; }

static void read_number(str t, size_t at, number *r) {
    *r = (number){.groups = 0};
    size_t w;
    int32_t cp = peek(t, at, &w);
    while (r->groups < GROUPS && is_digit(cp)) {
        int *size = &r->size[r->groups];
        while (is_digit(cp) || (r->n == 17 && (cp == 'X' || cp == 'x'))) {
            if (r->n == DIGITS) return;
            r->digit[r->n++] = (char)(cp == 'x' ? 'X' : cp);
            ++*size;
            at += w;
            cp = peek(t, at, &w);
        }
        r->end[r->groups++] = at;
        bool area = cp == ')' && r->groups == 1 && r->digit[0] == '0' && (r->n == 3 || r->n == 4); /* (010)62345678 */
        if (!is_joint(cp) && !area) return;
        cp = peek(t, at += w, &w);
    }
}

/* GB 11643: weights 2^(17−i) mod 11; the date of birth must be one. */
static bool is_identity(const char *d, int n) {
    static const int weight[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    if (n != 18 || d[0] == '0') return false;
    int sum = 0, y = 0, m, day;
    for (int i = 0; i < 17; i++) {
        if (d[i] == 'X') return false;
        sum += (d[i] - '0') * weight[i];
    }
    for (int i = 6; i < 10; i++) y = y * 10 + d[i] - '0';
    m = (d[10] - '0') * 10 + d[11] - '0';
    day = (d[12] - '0') * 10 + d[13] - '0';
    return date_valid_ymd(y, m, day) && "10X98765432"[sum % 11] == d[17];
}

static bool is_card(const char *d, int n) {
    bool union_pay = d[0] == '6' && (d[1] == '2' || d[1] == '0'), other = d[0] == '4' || d[0] == '5' || (d[0] == '3' && d[1] == '5');
    if (union_pay ? n < 16 || n > 19 : !other || n != 16) return false;
    int sum = 0;
    for (int i = 0; i < n; i++) {
        if (d[i] == 'X') return false;
        int v = d[n - 1 - i] - '0';
        if (i % 2) v = v * 2 > 9 ? v * 2 - 9 : v * 2;
        sum += v;
    }
    return sum % 10 == 0;
}

static bool is_mobile(const char *d, int n) { return n == 11 && d[0] == '1' && d[1] >= '3'; }

/* The ways in which people group a mobile number; others (dates, sums) only look like one. */
static bool mobile_shape(const int *size, int groups) {
    static const int shapes[][4] = {{1, 11}, {3, 3, 4, 4}, {2, 3, 8}, {2, 7, 4}, {3, 4, 4, 3}, {3, 4, 3, 4}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        bool same = groups == shapes[i][0];
        for (int k = 0; same && k < groups; k++) same = size[k] == shapes[i][k + 1];
        if (same) return true;
    }
    bool singles = groups == 11;
    for (int k = 0; singles && k < groups; k++) singles = size[k] == 1;
    return singles;
}

/* 010 and 02x have three digits, 03xx to 09xx four; then seven or eight. */
static bool is_landline(const char *d, int n, const int *size, int groups) {
    if (d[0] != '0' || d[1] == '0') return false;
    int area = d[1] == '1' || d[1] == '2' ? 3 : 4;
    bool split = groups == 1 || (groups == 2 && size[0] == area) || (groups == 3 && size[0] == area && size[1] == 4);
    return split && n - area >= 7 && n - area <= 8 && d[area] != '0' && (d[1] != '1' || d[2] == '0');
}

/* Finds what the groups from the first on are, the longest first; *ret_end is the byte behind it. */
static bool classify(const number *r, scrub_kind *ret_kind, size_t *ret_end) {
    for (int groups = r->groups, n = r->n; groups > 0; n -= r->size[--groups]) {
        *ret_end = r->end[groups - 1];
        const char *d = r->digit;
        if (is_identity(d, n)) *ret_kind = SCRUB_IDENTITY;
        else if (is_card(d, n) && (groups == 1 || r->size[0] == 4 || r->size[0] == 6)) *ret_kind = SCRUB_CARD;
        else if (is_mobile(d, n) && mobile_shape(r->size, groups)) *ret_kind = SCRUB_MOBILE;
        else if (n > 11 && d[0] == '8' && d[1] == '6' && r->size[0] == 2 && is_mobile(d + 2, n - 2) && mobile_shape(r->size + 1, groups - 1))
            *ret_kind = SCRUB_MOBILE;
        else if (groups == 1 && n == 13 && d[0] == '8' && d[1] == '6' && is_mobile(d + 2, 11)) *ret_kind = SCRUB_MOBILE;
        else if (is_landline(d, n, r->size, groups)) *ret_kind = SCRUB_LANDLINE;
        else continue;
        return true;
    }
    return false;
}

/* The mark that belongs to the number. */
static void drop_before(scrubber *s, const char *mark, const char *wide) {
    if (str_ends(buf_str(s->out), str_c(mark))) s->out->n -= strlen(mark);
    else if (str_ends(buf_str(s->out), str_c(wide))) s->out->n -= strlen(wide);
}

static bool is_hex_letter(int32_t cp) { return cp >= 'a' && cp <= 'f'; }

/* Digits that touch a to f are a piece of a hash. */
static bool in_hash(const scrubber *s, size_t end) {
    size_t w;
    return (s->at && is_hex_letter(s->text.p[s->at - 1])) || is_hex_letter(peek(s->text, end, &w));
}

/* A whole run of digits is looked at once: parts of a longer number are no phone numbers. */
static void number_here(scrubber *s) {
    number r;
    scrub_kind kind;
    size_t end;
    read_number(s->text, s->at, &r);
    if (classify(&r, &kind, &end) && !in_hash(s, end)) {
        if (kind == SCRUB_MOBILE || kind == SCRUB_LANDLINE) drop_before(s, kind == SCRUB_MOBILE ? "+" : "(", kind == SCRUB_MOBILE ? "＋" : "（");
        replace(s, kind);
        s->at = end;
        return;
    }
    size_t first = r.groups ? r.end[0] : s->at, w;
    while (is_digit(peek(s->text, first, &w))) first += w;
    buf_put(s->out, str_sub(s->text, s->at, first - s->at));
    s->at = first;
}

/* ---- e-mail and plates ------------------------------------------------------------------------------------------------------ */

static bool email_part(int32_t cp, bool local) { return is_letter(cp) || is_digit(cp) || cp == '.' || cp == '-' || (local && (cp == '_' || cp == '+' || cp == '%')); }

static bool email_here(scrubber *s, size_t width) {
    size_t at = s->at + width, end = at, w;
    int after_dot = -1; /* letters behind the last dot; -1: none yet */
    for (int32_t cp; email_part(cp = peek(s->text, at, &w), false); at += w) {
        size_t next;
        if (cp == '.' && !email_part(peek(s->text, at + w, &next), false)) break; /* the sentence's */
        after_dot = cp == '.' ? 0 : after_dot + (after_dot >= 0);
        end = at + w;
    }
    size_t from = s->out->n;
    while (from && (unsigned char)s->out->p[from - 1] < 0x80 && email_part(s->out->p[from - 1], true)) from--;
    if (from == s->out->n || after_dot < 2) return false;
    s->out->n = from;
    replace(s, SCRUB_EMAIL);
    s->at = end;
    return true;
}

static bool plate_here(scrubber *s, size_t width) {
    size_t at = s->at + width, w;
    int32_t cp = peek(s->text, at, &w);
    if (cp < 'A' || cp > 'Z') return false;
    at += w;
    cp = peek(s->text, at, &w);
    if (cp == 0xB7 || cp == 0x2022 || cp == ' ') at += w;
    int n = 0, digits = 0;
    while (is_digit(cp = peek(s->text, at, &w)) || (cp >= 'A' && cp <= 'Z')) {
        digits += is_digit(cp);
        n++;
        at += w;
    }
    if (n < 5 || n > 6 || digits < 2) return false;
    replace(s, SCRUB_PLATE);
    s->at = at;
    return true;
}

/* ---- people and places --------------------------------------------------------------------------------------------------------- */

/* The last code point of what is written so far, from byte `end` back; 0 at the start. */
static int32_t before(const buf *out, size_t end, size_t *ret_from) {
    size_t from = end;
    while (from && ((unsigned char)out->p[from - 1] & 0xC0) == 0x80) from--;
    *ret_from = from ? from - 1 : 0;
    if (!from) return 0;
    size_t at = *ret_from;
    return utf8_next((str){out->p, end}, &at);
}

static bool among(const char *set, int32_t cp) {
    str t = str_c(set);
    for (size_t at = 0; at < t.n;)
        if (utf8_next(t, &at) == cp) return true;
    return false;
}

static const char surnames[] =
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖"
    "邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄";

/* 王先生, 张三丰女士: up to three characters that begin with a surname, the longest. */
static bool person_before(scrubber *s, size_t width) {
    size_t end = s->out->n, best = end, at = end;
    for (int i = 0; i < 3 && at; i++) {
        size_t from;
        int32_t cp = before(s->out, at, &from);
        if (!is_han(cp)) break;
        if (among(surnames, cp)) best = from;
        at = from;
    }
    if (best == end) return false;
    s->out->n = best;
    replace(s, SCRUB_PERSON);
    buf_put(s->out, str_sub(s->text, s->at, width));
    s->at += width;
    return true;
}

/* 姓名：张三: two to four characters behind the colon. */
static bool person_behind(scrubber *s, size_t width) {
    size_t at = s->at + width, w;
    int32_t cp = peek(s->text, at, &w);
    if (cp != ':') return false;
    at += w;
    while (peek(s->text, at, &w) == ' ') at += w;
    size_t from = at;
    int n = 0;
    while (n < 4 && is_han(peek(s->text, at, &w))) {
        at += w;
        n++;
    }
    if (n < 2) return false;
    buf_put(s->out, str_sub(s->text, s->at, from - s->at));
    replace(s, SCRUB_PERSON);
    s->at = at;
    return true;
}

/* Mr Smith, Ms. Jane Smith */
static bool titled_person(scrubber *s, size_t width) {
    size_t at = s->at + width, w;
    if (peek(s->text, at, &w) == '.') at += w;
    size_t from = at, end = at;
    for (int words = 0; words < 3 && peek(s->text, at, &w) == ' '; words++) {
        at += w;
        int32_t cp = peek(s->text, at, &w);
        if (cp < 'A' || cp > 'Z') break;
        while (is_letter(cp) || cp == '-' || cp == '\'') {
            at += w;
            cp = peek(s->text, at, &w);
        }
        end = at;
    }
    if (end == from) return false;
    buf_put(s->out, str_sub(s->text, s->at, from + 1 - s->at));
    replace(s, SCRUB_PERSON);
    s->at = end;
    return true;
}

static size_t back_over_digits(const buf *out, size_t end) {
    for (size_t from;; end = from) {
        int32_t cp = before(out, end, &from);
        if (!is_digit(cp) && !(cp >= 0xFF10 && cp <= 0xFF19) && cp != '-') return end;
    }
}

/* 文三路 12 号 3 幢 501 室, 3 栋 2 单元 501 室: back over the number and the names before it, on over what follows. */
static bool address_here(scrubber *s, int32_t mark, size_t width) {
    size_t digits = back_over_digits(s->out, s->out->n), from;
    if (digits == s->out->n) return false;
    int32_t cp = before(s->out, digits, &from);
    bool street = among("路街巷道弄里村苑园区镇栋幢座元楼号", cp);
    if (!street || (mark == 0x5BA4 && s->out->n - digits < 3)) return false; /* 室 */
    size_t start = digits;
    for (int i = 0; i < 24 && start; i++) {
        cp = before(s->out, start, &from);
        bool part = is_han(cp) || is_digit(cp) || cp == '-';
        if (!part || among("在于到至从住址是为寄送往给", cp)) break;
        start = from;
    }
    s->out->n = start;
    replace(s, SCRUB_ADDRESS);
    s->at += width;
    for (size_t w; (cp = peek(s->text, s->at, &w)) && (is_digit(cp) || cp == '-' || among("号栋幢座单元楼层室院", cp));) s->at += w;
    return true;
}

static bool word_here(scrubber *s, int32_t cp, size_t width) {
    static const char *const forms[] = {"先生", "女士", "小姐", "太太"}, *const heads[] = {"姓名", "联系人", "收件人", "收货人", "客户名", "户主"},
                             *const titles[] = {"Mr", "Mrs", "Ms", "Miss"};
    str rest = str_sub(s->text, s->at, s->text.n);
    if (cp == '@') return email_here(s, width);
    if (cp == 0x53F7 || cp == 0x5BA4) return address_here(s, cp, width); /* 号 室 */
    if (cp == 'M') {
        bool inside = s->out->n && is_letter(s->out->p[s->out->n - 1]);
        for (int i = 3; !inside && i >= 0; i--)
            if (str_starts(rest, str_c(titles[i])) && titled_person(s, strlen(titles[i]))) return true;
        return false;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_starts(rest, str_c(forms[i]))) return person_before(s, strlen(forms[i]));
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (str_starts(rest, str_c(heads[i]))) return person_behind(s, strlen(heads[i]));
    return among("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼", cp) && plate_here(s, width);
}

/* The characters at which word_here can find something; its lists of words and plates begin with them. */
static bool starts_word(int32_t cp) {
    switch (cp) {
    case '@': case 'M': case u'号': case u'室':
    case u'先': case u'女': case u'小': case u'太': case u'姓': case u'联': case u'收': case u'客': case u'户':
    case u'京': case u'津': case u'沪': case u'渝': case u'冀': case u'豫': case u'云': case u'辽': case u'黑': case u'湘': case u'皖': case u'鲁': case u'新':
    case u'苏': case u'浙': case u'赣': case u'鄂': case u'桂': case u'甘': case u'晋': case u'蒙': case u'陕': case u'吉': case u'闽': case u'贵': case u'粤':
    case u'青': case u'藏': case u'川': case u'宁': case u'琼': return true;
    default: return false;
    }
}

/* What a text must have for any pattern to be found: a digit, an @, an M, or one of these words (plates and addresses have digits). A byte's
 * class says whether to look closer: nearly all texts hold nothing, and are passed over byte by byte. */
enum { BYTE_PLAIN, BYTE_MARK, BYTE_WORD, BYTE_WIDE };
static const unsigned char byte_class[256] = {
    ['0'] = BYTE_MARK, ['1'] = BYTE_MARK, ['2'] = BYTE_MARK, ['3'] = BYTE_MARK, ['4'] = BYTE_MARK, ['5'] = BYTE_MARK, ['6'] = BYTE_MARK,
    ['7'] = BYTE_MARK, ['8'] = BYTE_MARK, ['9'] = BYTE_MARK, ['@'] = BYTE_MARK, ['M'] = BYTE_MARK,
    [0xE5] = BYTE_WORD, [0xE6] = BYTE_WORD, [0xE8] = BYTE_WORD, [0xEF] = BYTE_WIDE};

static bool word_at(const char *p) {
    static const char words[][7] = {"先生", "女士", "小姐", "太太", "姓名", "联系", "收件", "收货", "客户", "户主"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (memcmp(p, words[i], 6) == 0) return true;
    return false;
}

static bool could_hold(str text) {
    for (size_t i = 0; i < text.n; i++) {
        const char *p = text.p + i;
        size_t left = text.n - i;
        switch (byte_class[(unsigned char)*p]) {
        case BYTE_PLAIN: break;
        case BYTE_MARK: return true;
        case BYTE_WORD:
            if (left >= 6 && word_at(p)) return true;
            break;
        case BYTE_WIDE: /* ０ to Ｍ, ＠ */
            if (left >= 3 && (unsigned char)p[1] == 0xBC && (unsigned char)p[2] >= 0x90 && (unsigned char)p[2] <= 0xAD) return true;
            break;
        }
    }
    return false;
}

/* What a byte of UTF-8 text is or begins. */
enum { PLAIN, HAN, DIGIT, JOINT, CAPITAL, AT, NUMBER_MARK, WIDE };
static const unsigned char byte_kind[256] = {
    ['0'] = DIGIT,   DIGIT,   DIGIT,   DIGIT,   DIGIT,   DIGIT,   DIGIT,   DIGIT,   DIGIT,   DIGIT,   [' '] = JOINT, ['-'] = JOINT, [')'] = JOINT,
    ['A'] = CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL,       CAPITAL,       CAPITAL,
    CAPITAL,         CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL, CAPITAL,       CAPITAL,       CAPITAL,
    ['@'] = AT,      [0xE2] = WIDE,    [0xE3] = WIDE,    [0xE5] = WIDE,    [0xEF] = WIDE,
};

/* A character of three bytes as peek() reads it, in half width: dashes, the wide blank, 号 and 室, full-width ASCII. */
static int wide_kind(const unsigned char *p) {
    if (p[0] == 0xE2) return p[1] == 0x80 && p[2] >= 0x90 && p[2] <= 0x94 ? JOINT : HAN;
    if (p[0] == 0xE3) return p[1] == 0x80 && p[2] == 0x80 ? JOINT : HAN;
    if (p[0] == 0xE5) return (p[1] == 0x8F && p[2] == 0xB7) || (p[1] == 0xAE && p[2] == 0xA4) ? NUMBER_MARK : HAN;
    int half = p[1] == 0xBC ? byte_kind[p[2] - 0x60] : PLAIN;
    return half == PLAIN ? HAN : half;
}

/* The shortest number that counts is a landline's: ten digits with at most one joint at a time between them. An address has a digit or a dash
 * before its 号 or 室; a plate a capital behind a Han character and five places more. */
bool scrub_suspects(str text) {
    enum { NUMBER = 10, PLATE = 5 };
    const unsigned char *p = (const unsigned char *)text.p;
    int run = 0, plate = -1, before = PLAIN; /* digits of a number, places of a plate, the kind of the character before */
    for (size_t i = 0; i < text.n; i++) {
        int kind = byte_kind[p[i]];
        if (kind == PLAIN) {
            before = p[i] >= 0x80 ? HAN : PLAIN;
            run = 0;
            if (plate > 0 || before == PLAIN) plate = -1; /* a dot may stand behind the capital */
            continue;
        }
        bool dash = i && p[i - 1] == '-';
        if (kind == WIDE) {
            bool whole = text.n - i >= 3 && (p[i + 1] & 0xC0) == 0x80 && (p[i + 2] & 0xC0) == 0x80;
            kind = whole ? wide_kind(p + i) : HAN;
            i += whole ? 2 : 0;
        }
        if (kind == AT || (kind == NUMBER_MARK && (before == DIGIT || dash))) return true;
        run = kind == DIGIT ? run + 1 : kind == JOINT && before != JOINT ? run : 0;
        if (plate >= 0 && (kind == DIGIT || kind == CAPITAL)) plate++;
        else plate = kind == CAPITAL && before == HAN ? 0 : plate == 0 ? 0 : -1;
        if (run == NUMBER || plate == PLATE) return true;
        before = kind == NUMBER_MARK ? HAN : kind;
    }
    return false;
}

bool scrub_text(str text, lang l, buf *out, scrub_counts *counts) {
    buf_clear(out);
    if (!could_hold(text)) return false;
    scrubber s = {.text = text, .l = l, .out = out, .counts = counts};
    size_t from = 0; /* of the run that is not written yet; what looks back looks into `out` */
    while (s.at < text.n) {
        size_t w;
        int32_t cp = peek(text, s.at, &w);
        bool digit = is_digit(cp);
        if (digit || starts_word(cp)) {
            buf_put(out, str_sub(text, from, s.at - from));
            if (digit) number_here(&s);
            if (digit || word_here(&s, cp, w)) {
                from = s.at;
                continue;
            }
            from = s.at;
        }
        s.at += w;
    }
    buf_put(out, str_sub(text, from, s.at - from));
    return s.changed;
}
