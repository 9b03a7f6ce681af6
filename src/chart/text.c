/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/text.h"

#include <math.h>

enum { ZWJ = 0x200D };

static bool one_of(int32_t cp, const int32_t *set) {
    while (*set && *set != cp) set++;
    return *set != 0;
}

/* Han, its punctuation and the full-width forms: most text in these charts, so known without a table. */
static bool is_plain_han(int32_t cp) {
    return (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0x3001 && cp <= 0x3020) || (cp >= 0xFF01 && cp <= 0xFF5E);
}

/* Joins the character before it: marks, joiners, variation selectors, skin tones. */
static bool joins(int32_t cp) {
    if (cp < 0x300 || is_plain_han(cp)) return false;
    return utf8_cp_columns(cp) == 0 || (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0x1F3FB && cp <= 0x1F3FF) || cp == ZWJ;
}

static double cp_em(int32_t cp) {
    if (cp < 0x80) {
        if (cp < 0x20 || cp == 0x7F) return 0;
        if (strchr("iljftI.,:;'|!()[] ", cp)) return .33;
        if (strchr("mwMW@%", cp)) return .88;
        if (cp >= '0' && cp <= '9') return .56;
        if (cp >= 'A' && cp <= 'Z') return .66;
        return .55;
    }
    if (is_plain_han(cp)) return 1;
    if (joins(cp)) return 0;
    if (cp == 0xA0 || cp == 0xB7) return .4;
    if (cp < 0x250) return cp >= 0xC0 && cp <= 0xDE ? .72 : .6; /* Latin with marks; × among the capitals */
    if (cp < 0x2000) return .75;                                /* Greek, Cyrillic, Arabic, Indic … */
    if (cp >= 0x1F000) return 1.3;                              /* emoji are drawn wider than Han */
    return 1; /* Han, full width, and the dashes, dots, quotes CJK fonts draw full */
}

/* Browsers part Han and Latin by a thin gap (text-autospace). */
static double gap_em(int32_t before, int32_t cp) {
    bool han = before >= 0x3400 && before <= 0x9FFF, then_han = cp >= 0x3400 && cp <= 0x9FFF;
    if (han == then_han) return 0;
    int32_t other = han ? cp : before;
    bool word = (other >= '0' && other <= '9') || (other >= 'A' && other <= 'Z') || (other >= 'a' && other <= 'z');
    return word || (other >= 0xC0 && other < 0x2000) ? .125 : 0;
}

/* One grapheme (approximately) from *at: a character with all that joins it.
 * `before` is the character before it: its width depends on it. */
static int32_t grapheme(str s, size_t *at, int32_t before, double *ret_em) {
    int32_t first = utf8_next(s, at), cp = first;
    *ret_em = cp_em(first) + gap_em(before, first);
    while (*at < s.n && first != ' ') {
        size_t next = *at;
        int32_t follow = utf8_next(s, &next);
        bool flag = cp == first && first >= 0x1F1E6 && first <= 0x1F1FF && follow >= 0x1F1E6 && follow <= 0x1F1FF;
        if (!flag && cp != ZWJ && !joins(follow)) break;
        *ret_em += cp == ZWJ ? 0 : cp_em(follow);
        cp = flag ? 0 : follow;
        *at = next;
    }
    return first;
}

double text_em(str s) {
    double em = 0, one;
    int32_t before = ' ';
    for (size_t at = 0; at < s.n; em += one) before = grapheme(s, &at, before, &one);
    return em;
}

static bool is_space(int32_t cp) {
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x3000 || cp == 0x2028 || cp == 0x2029;
}

/* Nothing in it that text_clean would change. */
static bool is_clean(str s) {
    if (s.n == 0) return true;
    if (s.p[0] == ' ' || s.p[s.n - 1] == ' ' || utf8_invalid(s) < s.n) return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 || (c == ' ' && s.p[i + 1] == ' ')) return false;
        if (c == 0xE2 &&
            (str_starts(str_sub(s, i, 3), S("\xE2\x80\xA8")) || str_starts(str_sub(s, i, 3), S("\xE2\x80\xA9"))))
            return false;
        if (c == 0xE3 && str_starts(str_sub(s, i, 3), S("\xE3\x80\x80"))) return false;
        if (c == 0xEF && str_starts(str_sub(s, i, 2), S("\xEF\xBF"))) {
            unsigned char last = (unsigned char)s.p[i + 2];
            if (last == 0xBE || last == 0xBF) return false;
        }
    }
    return true;
}

str text_clean(arena *a, str s) {
    if (is_clean(s)) return s;
    /* a replaced byte grows to three */
    buf b = {.max = s.n * 3 + 1};
    bool space = false;
    for (size_t at = 0; at < s.n;) {
        int32_t cp = utf8_next(s, &at);
        if (is_space(cp)) {
            space = b.n > 0;
            continue;
        }
        if (space) buf_putc(&b, ' ');
        space = false;
        utf8_put(&b, cp < 0x20 || cp == 0xFFFE || cp == 0xFFFF ? 0xFFFD : cp);
    }
    str r = arena_str(a, buf_str(&b));
    buf_free(&b);
    return r;
}

/* What may not be torn: a Latin run or a Han character with the marks that cling to it; or one space. */
typedef struct token {
    size_t from, to;
    double em;
    bool space;
    bool pause; /* a good place to break behind */
} token;

typedef struct tokens {
    token *p;
    size_t n;
} tokens;

struct text_parts {
    str s; /* clean */
    tokens t;
    double longest, em; /* widest token, all of it */
};

/* no line begins with these: 。、，；：？！％）］｝》〉」』】〕”’…·—%)],.;:!?} */
static const int32_t NO_START[] = {0x3002, 0x3001, 0xFF0C, 0xFF1B, 0xFF1A, 0xFF1F, 0xFF01, 0xFF05, 0xFF09,
                                   0xFF3D, 0xFF5D, 0x300B, 0x3009, 0x300D, 0x300F, 0x3011, 0x3015, 0x201D,
                                   0x2019, 0x2026, 0xB7,   0x2014, '%',    ')',    ']',    ',',    '.',
                                   ';',    ':',    '!',    '?',    '}',    0};
/* no line ends with these: 《〈「『【〔“‘（［｛([{ */
static const int32_t NO_END[] = {0x300A, 0x3008, 0x300C, 0x300E, 0x3010, 0x3014, 0x201C, 0x2018,
                                 0xFF08, 0xFF3B, 0xFF5B, '(',    '[',    '{',    0};
/* two lines part behind these: ，；：;: */
static const int32_t PAUSE[] = {0xFF0C, 0xFF1B, 0xFF1A, ';', ':', 0};

static void take(tokens *t, size_t from, size_t to, double em, bool space, bool pause, bool glue) {
    if (glue && t->n) {
        token *last = &t->p[t->n - 1];
        last->to = to;
        last->em += em;
        last->pause = pause;
        return;
    }
    t->p[t->n++] = (token){from, to, em, space, pause};
}

/* Adds a token, cut into about equal pieces of at most max_em. `last` is the character before it; gives its own last.
 */
static int32_t take_pieces(tokens *t, str s, token whole, int32_t last, double max_em) {
    size_t start = whole.from;
    double em = 0, even = whole.em / ceil(whole.em / max_em) + .9;
    if (even < max_em) max_em = even;
    for (size_t at = start; at < whole.to;) {
        size_t before = at;
        double one;
        last = grapheme(s, &at, last, &one);
        if (em > 0 && em + one > max_em) {
            take(t, start, before, em, false, false, false);
            start = before;
            em = 0;
        }
        em += one;
    }
    take(t, start, whole.to, em, whole.space, whole.pause, false);
    return last;
}

text_parts *text_split(arena *a, str raw) {
    text_parts *r = arena_new(a, text_parts, 1);
    str s = r->s = text_clean(a, raw);
    tokens t = {arena_new(a, token, s.n + 1), 0};
    int32_t before = ' ';
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        double em;
        int32_t cp = grapheme(s, &at, before, &em);
        bool joint = before == ' ' || cp == ' ' || utf8_is_wide(before) || utf8_is_wide(cp);
        bool cling = joint && before != ' ' && cp != ' ' && (one_of(cp, NO_START) || one_of(before, NO_END));
        take(&t, from, at, em, cp == ' ', one_of(cp, PAUSE), !joint || cling);
        before = cp;
    }
    for (size_t i = 0; i < t.n; i++) {
        r->longest = fmax(r->longest, t.p[i].em);
        r->em += t.p[i].em;
    }
    r->t = t;
    return r;
}

double text_longest_run(const text_parts *p) { return p->longest; }

/* The tokens, those wider than max_em cut. */
static tokens tokens_within(arena *a, const text_parts *p, double max_em) {
    if (p->longest <= max_em) return p->t;
    tokens cut = {arena_new(a, token, p->s.n + 1), 0};
    int32_t last = ' ';
    for (size_t i = 0; i < p->t.n; i++) last = take_pieces(&cut, p->s, p->t.p[i], last, max_em);
    return cut;
}

/* Fills lines of at most max_em; ret_line NULL only counts. */
static int fill(tokens t, str s, double max_em, str *ret_line) {
    int n = 0;
    for (size_t i = 0; i < t.n;) {
        while (i < t.n && t.p[i].space) i++;
        if (i == t.n) break;
        size_t first = i, last = i;
        double em = t.p[i++].em;
        while (i < t.n && em + t.p[i].em <= max_em + 1e-9) {
            em += t.p[i].em;
            if (!t.p[i].space) last = i;
            i++;
        }
        if (i < t.n && t.p[i].space) i++;
        if (ret_line) ret_line[n] = str_sub(s, t.p[first].from, t.p[last].to - t.p[first].from);
        n++;
    }
    return n;
}

/* Two lines that part after a comma, semicolon or colon, the most even such pair; false where none fits. */
static bool part_at_pause(tokens t, str s, double max_em, str *ret_line) {
    double best = INFINITY;
    for (size_t i = 0; i + 1 < t.n; i++) {
        if (!t.p[i].pause) continue;
        str head = str_sub(s, 0, t.p[i].to), tail = str_trim(str_sub(s, t.p[i].to, s.n));
        double x = text_em(head), y = text_em(tail), longer = fmax(x, y);
        if (longer > max_em || fmin(x, y) <= longer / 3 || longer >= best) continue;
        best = longer;
        ret_line[0] = head;
        ret_line[1] = tail;
    }
    return best < INFINITY;
}

int text_count(arena *a, const text_parts *p, double max_em) {
    if (p->em <= max_em) return p->t.n > 0;
    return fill(tokens_within(a, p, max_em), p->s, max_em, NULL);
}

text_lines text_lay(arena *a, const text_parts *p, double max_em) {
    if (p->em <= max_em) {
        text_lines one = {arena_new(a, str, 1), p->t.n > 0, p->em};
        one.line[0] = p->s;
        return one;
    }
    tokens t = tokens_within(a, p, max_em);
    text_lines r = {NULL, fill(t, p->s, max_em, NULL), 0};
    r.line = arena_new(a, str, r.n + 1);
    if (r.n != 2 || !part_at_pause(t, p->s, max_em, r.line)) {
        double low = 0, high = max_em;
        for (size_t i = 0; i < t.n; i++) low = fmax(low, t.p[i].em);
        for (int step = 0; r.n > 1 && step < 10 && low < high; step++) {
            double middle = (low + high) / 2;
            if (fill(t, p->s, middle, NULL) > r.n) low = middle;
            else high = middle;
        }
        fill(t, p->s, high, r.line);
    }
    for (int i = 0; i < r.n; i++) r.em = fmax(r.em, text_em(r.line[i]));
    return r;
}

text_lines text_wrap(arena *a, str s, double max_em) { return text_lay(a, text_split(a, s), max_em); }
