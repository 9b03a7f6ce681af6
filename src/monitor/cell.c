/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/cell.h"

#include <math.h>
#include <stdio.h>

#include "base/utf8.h"

enum { CELL_MAX = 64 };

str cell_lower(str s, char *out, size_t cap) {
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        int32_t cp = utf8_next(s, &at);
        if (cp >= 0xFF01 && cp <= 0xFF5E) cp -= 0xFEE0;
        if (cp == 0x3000) cp = ' ';
        if (cp >= 'A' && cp <= 'Z') cp += 32;
        size_t w = cp < 0x80 ? 1 : at - from;
        if (n + w > cap) break;
        if (cp < 0x80) out[n] = (char)cp;
        else memcpy(out + n, s.p + from, w);
        n += w;
    }
    return (str){out, n};
}

static bool take(str *s, const char *word) {
    str w = str_c(word);
    if (!str_starts(*s, w)) return false;
    *s = str_sub(*s, w.n, s->n);
    return true;
}

/* Thousands commas: groups of three behind the first one, only before the point. */
static bool drop_commas(str s, char *out, size_t *ret_n) {
    size_t n = 0, run = 0;
    bool seen = false, fraction = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == ',') {
            if (fraction || run == 0 || run > 3 || (seen && run != 3)) return false;
            seen = true;
            run = 0;
            continue;
        }
        if (c == '.') {
            if (seen && run != 3) return false;
            fraction = true;
        }
        if (!fraction && c >= '0' && c <= '9') run++;
        out[n++] = c;
    }
    *ret_n = n;
    return !seen || fraction || run == 3;
}

bool cell_number(str s, double *ret_number) {
    if (str_to_real(s, ret_number)) return true; /* nearly always */
    if (s.n > CELL_MAX) return false;
    char plain[CELL_MAX], digits[CELL_MAX];
    str t = str_trim(cell_lower(s, plain, sizeof plain));
    if (!take(&t, "¥")) take(&t, "￥");
    if (str_ends(t, S("分")) || str_ends(t, S("元"))) t.n -= 3;
    t = str_trim(t);
    size_t n;
    return t.n && drop_commas(t, digits, &n) && str_to_real((str){digits, n}, ret_number);
}

bool cell_unit(str s, double *ret_hours) {
    static const struct {
        const char *names;
        double hours;
    } units[] = {
        {" h hr hrs hour hours 小时 时 钟头 ", 1},
        {" min mins minute minutes m 分钟 分 ", 1 / 60.0},
        {" s sec secs second seconds 秒 秒钟 ", 1 / 3600.0},
        {" d day days 天 日 ", 24},
    };
    char z[CELL_MAX] = " ";
    if (s.n == 0 || s.n > sizeof z - 3 || memchr(s.p, ' ', s.n)) return false;
    memcpy(z + 1, s.p, s.n);
    z[s.n + 1] = ' ';
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strstr(units[i].names, z)) {
            *ret_hours = units[i].hours;
            return true;
        }
    return false;
}

static size_t digits_at(str s) {
    size_t n = 0;
    while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.')) n++;
    return n;
}

/* 2小时30分: numbers each with its unit. */
static bool united_hours(str t, double *ret_hours) {
    double sum = 0;
    while ((t = str_trim(t)).n) {
        size_t n = digits_at(t), u = 0;
        double v, unit;
        if (n == 0 || !str_to_real(str_sub(t, 0, n), &v)) return false;
        t = str_trim(str_sub(t, n, t.n));
        while (u < t.n && digits_at(str_sub(t, u, t.n)) == 0 && t.p[u] != ' ') u++;
        if (!cell_unit(str_sub(t, 0, u), &unit)) return false;
        sum += v * unit;
        t = str_sub(t, u, t.n);
    }
    *ret_hours = sum;
    return true;
}

/* At most max digits, at least one. */
static bool number_part(str *s, size_t max, int *ret) {
    size_t n = 0;
    *ret = 0;
    while (n < s->n && n < max && s->p[n] >= '0' && s->p[n] <= '9') *ret = *ret * 10 + (s->p[n++] - '0');
    *s = str_sub(*s, n, s->n);
    return n > 0;
}

static bool clock_hours(str t, double *ret_hours) {
    int h, m, s = 0;
    if (!number_part(&t, 5, &h) || !take(&t, ":") || !number_part(&t, 2, &m) || m > 59) return false;
    if (take(&t, ":") && (!number_part(&t, 2, &s) || s > 59)) return false;
    *ret_hours = h + m / 60.0 + s / 3600.0;
    return t.n == 0;
}

bool cell_hours(str s, double unit, double *ret_hours) {
    const double most = 100000;
    char plain[CELL_MAX];
    double v = NAN;
    if (str_to_real(s, &v)) v *= unit;
    else {
        if (s.n > sizeof plain) return false;
        str t = str_trim(cell_lower(s, plain, sizeof plain));
        if (!clock_hours(t, &v) && !united_hours(t, &v)) {
            if (!cell_number(t, &v)) return false;
            v *= unit;
        }
    }
    *ret_hours = v;
    return v >= 0 && v <= most;
}

/* ---- dates -------------------------------------------------------------------------------------------------------------- */

/* The two marks between year, month and day must be of one kind. */
static bool date_part(str *t, bool *ret_has_day, int *y, int *m, int *d) {
    size_t run = 0;
    while (run < t->n && t->p[run] >= '0' && t->p[run] <= '9') run++;
    *ret_has_day = true;
    if (run == 8 || run == 14) return number_part(t, 4, y) && number_part(t, 2, m) && number_part(t, 2, d);
    if (run == 6) {
        *ret_has_day = false;
        *d = 1;
        return number_part(t, 4, y) && number_part(t, 2, m);
    }
    if (run != 4 || !number_part(t, 4, y)) return false;
    const char *mark = take(t, "年") ? "月" : take(t, "-") ? "-" : take(t, "/") ? "/" : take(t, ".") ? "." : NULL;
    if (!mark || !number_part(t, 2, m)) return false;
    *d = 1;
    bool more = take(t, mark);
    *ret_has_day = more && t->n && number_part(t, 2, d);
    if (!*ret_has_day) return !more || mark[0] == "月"[0];
    return mark[0] != "月"[0] || take(t, "日") || take(t, "号");
}

static bool time_part(str *t, int *h, int *m, int *s) {
    *t = str_trim(*t);
    if (take(t, "t")) *t = str_trim(*t);
    if (t->n == 0) return true;
    bool pm = take(t, "下午") || take(t, "晚上"), am = !pm && (take(t, "上午") || take(t, "早上"));
    *t = str_trim(*t);
    if (!number_part(t, 2, h)) return false;
    if (take(t, ":") || take(t, "时") || take(t, "点")) {
        if (t->n && !number_part(t, 2, m)) return false;
    } else if (t->n == 4) { /* 20240610080500 */
        if (!number_part(t, 2, m) || !number_part(t, 2, s)) return false;
    } else return false;
    if ((take(t, ":") || take(t, "分")) && t->n && !number_part(t, 2, s)) return false;
    take(t, "秒");
    int fraction;
    if (take(t, ".") && !number_part(t, 9, &fraction)) return false; /* milliseconds are dropped */
    *t = str_trim(*t);
    pm = pm || (!am && take(t, "pm"));
    am = am || (!pm && take(t, "am"));
    if ((pm || am) && (*h < 1 || *h > 12)) return pm && *h <= 23; /* 下午 14:05 says no more than 14:05 */
    if (pm || am) *h = *h % 12 + (pm ? 12 : 0);
    return *h <= 23 && *m <= 59 && *s <= 59;
}

static bool serial_moment(str t, int64_t *ret_seconds) {
    enum { SERIAL_1970 = 25569, FIRST = 20000, LAST = 80000 }; /* 1954 to 2119: never a year or a short number */
    double v;
    if (t.n < 5 || !str_to_real(t, &v) || v < FIRST || v > LAST) return false;
    *ret_seconds = llround((v - SERIAL_1970) * 86400.0);
    return true;
}

static bool loose_moment(str s, bool *ret_has_day, int64_t *ret_seconds) {
    char plain[CELL_MAX];
    if (s.n > sizeof plain) return false;
    str t = str_trim(cell_lower(s, plain, sizeof plain));
    *ret_has_day = true;
    if (serial_moment(t, ret_seconds)) return true;
    int y, m, d, hour = 0, minute = 0, second = 0;
    if (!date_part(&t, ret_has_day, &y, &m, &d) || !date_valid_ymd(y, m, d)) return false;
    if (!time_part(&t, &hour, &minute, &second) || t.n || (!*ret_has_day && (hour || minute || second))) return false;
    *ret_seconds = (int64_t)date_from_ymd(y, m, d) * 86400 + hour * 3600 + minute * 60 + second;
    return true;
}

str cell_moment(str s, char out[MOMENT_TEXT]) {
    int64_t seconds;
    if (s.n >= 10 && s.n <= 19 && moment_parse(s, &seconds)) { /* the usual form, without printf */
        memcpy(out, "0000-00-00T00:00:00", MOMENT_TEXT);
        memcpy(out, s.p, s.n);
        out[10] = 'T';
        return (str){out, MOMENT_TEXT - 1};
    }
    bool has_day;
    if (!loose_moment(s, &has_day, &seconds) || !has_day) return (str){NULL, 0};
    return str_c(moment_text(seconds, out));
}

str cell_month(str s, char out[MOMENT_TEXT]) {
    period p;
    if (s.n == 7 && period_parse(s, &p)) {
        if (p.kind != PERIOD_MONTH) return (str){NULL, 0};
        memcpy(out, s.p, s.n);
        return (str){out, s.n};
    }
    bool has_day;
    int64_t seconds;
    if (!loose_moment(s, &has_day, &seconds)) return (str){NULL, 0};
    moment_text(seconds, out);
    return (str){out, 7};
}
