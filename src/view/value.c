/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/value.h"

#include <math.h>

#include "base/err.h"

static const struct {
    const char *name;
    value_kind kind;
} names[] = {
    {"md", VALUE_PROSE},   {"plain", VALUE_PLAIN}, {"url", VALUE_URL},   {"date", VALUE_DATE},     {"hash", VALUE_HASH},
    {"code", VALUE_CODE},  {"chart", VALUE_CHART}, {"pct", VALUE_PCT},   {"pct0", VALUE_PCT0},     {"int", VALUE_INT},
    {"num", VALUE_NUM},    {"num1", VALUE_NUM1},   {"num2", VALUE_NUM2}, {"h", VALUE_HOURS},       {"signed", VALUE_SIGNED},
    {"pp", VALUE_PP},
};

value_kind value_kind_named(str name) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eqz(name, names[i].name)) return names[i].kind;
    return VALUE_TEXT;
}

value_kind value_kind_of(str key) {
    size_t at = key.n;
    while (at && key.p[at - 1] != '_') at--;
    return at ? value_kind_named(str_sub(key, at, key.n)) : VALUE_TEXT;
}

/* How a format writes: what the number is multiplied by (a power of ten), decimals, what is added. */
typedef struct layout {
    int shift, decimals;
    bool exact;  /* keep zeros at the end */
    bool signs;  /* + before a positive number */
    bool groups; /* a comma between thousands */
    const char *unit;
} layout;

static const layout layouts[] = {
    [VALUE_PCT] = {2, 1, true, false, false, "%"},  [VALUE_PCT0] = {2, 0, true, false, false, "%"},
    [VALUE_INT] = {0, 0, true, false, true, ""},    [VALUE_NUM] = {0, 2, false, false, false, ""},
    [VALUE_NUM1] = {0, 1, true, false, false, ""},  [VALUE_NUM2] = {0, 2, true, false, false, ""},
    [VALUE_HOURS] = {0, 1, true, false, false, ""}, [VALUE_SIGNED] = {0, 2, false, true, false, ""},
    [VALUE_PP] = {2, 1, true, true, false, ""},
};

enum { DIGITS = 64, SIGNIFICANT = 15, LARGEST_POINT = 300 };

/* 0.d1d2d3… times 10^point, without zeros at the start. */
typedef struct decimal {
    bool negative, whole;
    int n, point;
    char digit[DIGITS + 1]; /* one to spare for a carry */
} decimal;

/* Keeps the first n digits, half away from zero. n may be negative: then nothing is left. */
static void round_digits(decimal *d, int n) {
    if (n >= d->n) return;
    bool up = n >= 0 && d->digit[n] >= 5;
    d->n = n < 0 ? 0 : n;
    if (!up) return;
    int i = d->n;
    while (i > 0 && d->digit[i - 1] == 9) d->digit[--i] = 0;
    if (i > 0) {
        d->digit[i - 1]++;
        return;
    }
    memmove(d->digit + 1, d->digit, (size_t)d->n);
    d->digit[0] = 1;
    d->n++;
    d->point++;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The digits of s from *at on. */
static void take_digits(str s, size_t *at, decimal *d, bool behind_point) {
    for (; *at < s.n && is_digit(s.p[*at]); ++*at) {
        char digit = (char)(s.p[*at] - '0');
        if (d->n == 0 && digit == 0) { /* a zero in front */
            d->point -= behind_point;
            continue;
        }
        if (d->n < DIGITS) d->digit[d->n++] = digit;
        d->point += !behind_point;
    }
}

/* -12.5e-3: no blanks, a digit before the point. */
static bool decimal_parse(str s, decimal *d) {
    d->whole = true;
    d->n = d->point = 0;
    size_t at = s.n && s.p[0] == '-';
    d->negative = at == 1;
    if (at == s.n || !is_digit(s.p[at])) return false;
    take_digits(s, &at, d, false);
    if (at < s.n && s.p[at] == '.') {
        d->whole = false;
        at++;
        take_digits(s, &at, d, true);
    }
    if (at < s.n) {
        long long exponent;
        if ((s.p[at] != 'e' && s.p[at] != 'E') || !str_to_int(str_sub(s, at + 1, s.n), &exponent) || exponent > 400 || exponent < -400)
            return false;
        d->whole = false;
        d->point += (int)exponent;
    }
    if (!d->whole) round_digits(d, SIGNIFICANT);
    return d->point <= LARGEST_POINT;
}

bool value_number(buf *out, str number, value_kind k) {
    decimal d;
    if (!value_is_number(k) || !decimal_parse(number, &d)) return false;
    const layout *l = &layouts[k];
    d.point += l->shift;
    round_digits(&d, d.point + l->decimals);
    while (d.n && d.digit[d.n - 1] == 0) d.n--;
    if (d.n && d.negative) buf_z(out, "\xE2\x88\x92");
    else if (d.n && l->signs) buf_putc(out, '+');
    if (d.n == 0) d.point = 0;
    if (d.point <= 0) buf_putc(out, '0');
    for (int i = 0; i < d.point; i++) {
        buf_putc(out, (char)('0' + (i < d.n ? d.digit[i] : 0)));
        int rest = d.point - 1 - i;
        if (l->groups && rest && rest % 3 == 0) buf_putc(out, ',');
    }
    int behind = l->exact ? l->decimals : d.n - d.point;
    for (int i = d.point; i < d.point + behind; i++) {
        if (i == d.point) buf_putc(out, '.');
        buf_putc(out, (char)('0' + (i >= 0 && i < d.n ? d.digit[i] : 0)));
    }
    buf_z(out, l->unit);
    return true;
}

void value_real(buf *out, double v, value_kind k) {
    if (!isfinite(v)) return;
    AUTO(buf_free) buf text = {0};
    buf_real(&text, v);
    value_number(out, buf_str(&text), k);
}
