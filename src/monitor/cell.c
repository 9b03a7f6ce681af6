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

/* ---- what stands around a value ---------------------------------------------------------------------------------------------- */

/* Blanks that spreadsheets and web pages bring: no-break, zero-width, a byte order mark. */
static size_t odd_blank(str s, bool behind) {
    static const char *const blanks[] = {"\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        if ((behind ? str_ends : str_starts)(s, str_c(blanks[i]))) return strlen(blanks[i]);
    return 0;
}

/* Bytes with which something that is taken off may begin, and end: all but these pass at once. */
static bool may_begin(unsigned char c) { return c <= ' ' || c == '=' || c == '\'' || c == 0xC2 || c == 0xE2 || c == 0xE3 || c == 0xEF; }
static bool may_end(unsigned char c) { return c <= ' ' || c == 0x80 || c == 0x8B || c == 0xA0 || c == 0xBF; }

str cell_clean(str s) {
    if (s.n && !may_begin((unsigned char)s.p[0]) && !may_end((unsigned char)s.p[s.n - 1])) return s; /* nearly always */
    s = str_trim(s);
    for (size_t n; s.n && ((n = odd_blank(s, false)) || (n = odd_blank(s, true)));)
        s = str_trim(odd_blank(s, false) ? str_sub(s, n, s.n) : str_sub(s, 0, s.n - n));
    if (s.n >= 3 && s.p[0] == '=' && s.p[1] == '"' && s.p[s.n - 1] == '"') return str_trim(str_sub(s, 2, s.n - 3));
    if (s.n >= 2 && s.p[0] == '\'' && (s.p[s.n - 1] != '\'' || strchr("=+-@", s.p[1]))) return str_trim(str_sub(s, 1, s.n));
    return s;
}

static bool is_one_of(str s, const char *list) {
    char barred[40] = "|";
    str low = cell_lower(s, barred + 1, sizeof barred - 3);
    barred[low.n + 1] = '|';
    return low.n > 0 && !memchr(low.p, '|', low.n) && strstr(list, barred);
}

bool cell_is_missing(str s) {
    static const str words[] = {{"无", 3},     {"暂无", 6},     {"空", 3},     {"不详", 6},   {"无数据", 9}, {"未填", 6},
                                {"未填写", 9}, {"未评价", 9}, {"未评", 6}, {"未评分", 9}, {"—", 3},      {"——", 6}, {"–", 3}};
    enum { LONGEST = 12 };
    if (!s.n || s.n > LONGEST || (s.p[0] >= '0' && s.p[0] <= '9')) return false; /* nearly always */
    unsigned char first = (unsigned char)s.p[0];
    if (first >= 0x80 && first != 0xEF) {
        if (s.n < 3 || !strchr("\x97\x9A\xA9\xB8\x9C\x80", s.p[1])) return false; /* the second bytes of the words below */
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (str_eq(s, words[i])) return true;
        return false;
    }
    return (first == 0xEF || strchr("/\\-nN#", s.p[0])) && is_one_of(s, "|/|//|\\|\\n|-|--|---|n/a|na|#n/a|null|nil|");
}

bool cell_is_error(str s) {
    return s.n && s.p[0] == '#' && is_one_of(s, "|#ref!|#value!|#div/0!|#name?|#num!|#null!|#spill!|#calc!|#getting_data|");
}

/* ---- numbers ------------------------------------------------------------------------------------------------------------------- */

bool cell_number(str s, double *ret_number) {
    if (str_to_real(s, ret_number)) return true; /* nearly always */
    if (s.n > CELL_MAX) return false;
    char plain[CELL_MAX], digits[CELL_MAX];
    str t = str_trim(cell_lower(s, plain, sizeof plain));
    if (!take(&t, "¥")) take(&t, "￥");
    if (str_ends(t, S("分")) || str_ends(t, S("元")) || str_ends(t, S("星"))) t.n -= 3;
    t = str_trim(t);
    bool ten_thousands = str_ends(t, S("万"));
    if (ten_thousands) t = str_trim(str_sub(t, 0, t.n - 3));
    size_t n;
    if (!t.n || !drop_commas(t, digits, &n) || !str_to_real((str){digits, n}, ret_number)) return false;
    if (ten_thousands) *ret_number = *ret_number * 10000;
    return true;
}

bool cell_unit(str s, double *ret_hours) {
    static const struct {
        const char *names;
        double hours;
    } units[] = {
        {" h hr hrs hour hours 小时 个小时 时 钟头 个钟头 个钟 ", 1},
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

/* A count as digits, as one Chinese numeral, or 半. */
static bool take_count(str *t, double *ret) {
    static const char *const numerals[] = {"半", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    size_t n = digits_at(*t);
    if (n) {
        bool fine = str_to_real(str_sub(*t, 0, n), ret);
        *t = str_trim(str_sub(*t, n, t->n));
        return fine;
    }
    if (take(t, "两")) return *ret = 2, true;
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
        if (take(t, numerals[i])) return *ret = i ? (double)i : 0.5, true;
    return false;
}

/* 2小时30分, 1天3小时, 两个半小时: counts each with its unit. Half a day is no number of hours. */
static bool united_hours(str t, double *ret_hours) {
    double sum = 0;
    if (!t.n) return false;
    while ((t = str_trim(t)).n) {
        size_t u = 0;
        double v, unit;
        bool half = str_starts(t, S("半"));
        if (!take_count(&t, &v)) return false;
        if (take(&t, "个半")) v += 0.5;
        while (u < t.n && digits_at(str_sub(t, u, t.n)) == 0 && t.p[u] != ' ' && !str_starts(str_sub(t, u, t.n), S("半"))) u++;
        if (!cell_unit(str_sub(t, 0, u), &unit) || (half && unit > 1)) return false;
        sum += v * unit;
        t = str_sub(t, u, t.n);
        if (take(&t, "半")) sum += unit / 2;
    }
    *ret_hours = sum;
    return true;
}

/* 约2小时, 2小时左右: what people add to a number that they did not measure. */
static str without_about(str t) {
    static const char *const before[] = {"大约", "大概", "约", "≈", "~"}, *const behind[] = {"左右", "上下"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (take(&t, before[i])) break;
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        if (str_ends(t, str_c(behind[i]))) t.n -= strlen(behind[i]);
    return str_trim(t);
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
        str t = without_about(str_trim(cell_lower(s, plain, sizeof plain)));
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

/* 星期五, (周五): says nothing that the date does not. */
static void skip_weekday(str *t) {
    static const char *const days[] = {"一", "二", "三", "四", "五", "六", "日", "天"};
    str rest = *t;
    bool bracket = take(&rest, "(");
    if (!take(&rest, "星期") && !take(&rest, "周")) return;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        if (!take(&rest, days[i])) continue;
        if (bracket && !take(&rest, ")")) return;
        *t = str_trim(rest);
        return;
    }
}

/* Chinese wall clocks all show the same time: +08:00 says no more. Another zone would have to be converted, and is refused. */
static void skip_zone(str *t) {
    static const char *const zones[] = {"+08:00", "+0800", "+08"};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (str_eqz(*t, zones[i])) *t = str_sub(*t, t->n, 0);
}

static bool time_part(str *t, int *h, int *m, int *s) {
    *t = str_trim(*t);
    if (take(t, "t")) *t = str_trim(*t);
    skip_weekday(t);
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
    skip_zone(t);
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

/* 2024 年 5 月 3 日 without its blanks. */
static str close_up(str t, char *out) {
    static const char *const marks[] = {"年", "月", "日"};
    if (str_find(t, S("月")) == t.n) return t;
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++) {
        bool drop = false;
        for (int k = 0; k < 3 && t.p[i] == ' '; k++) {
            str rest = str_trim(str_sub(t, i, t.n));
            drop |= str_starts(rest, str_c(marks[k])) || (k < 2 && str_ends((str){out, n}, str_c(marks[k])));
        }
        if (!drop) out[n++] = t.p[i];
    }
    return (str){out, n};
}

static bool loose_moment(str s, bool *ret_has_day, int64_t *ret_seconds) {
    char plain[CELL_MAX], closed[CELL_MAX];
    if (s.n > sizeof plain) return false;
    str t = close_up(str_trim(cell_lower(s, plain, sizeof plain)), closed);
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

/* 5月3日 15:20, 5/3, 05-03: the year is the one in which the day lies nearest to the month. */
str cell_moment_near(str s, str month, char out[MOMENT_TEXT]) {
    period p;
    char dated[CELL_MAX * 2];
    int m;
    str t = cell_clean(s), number = t;
    if (!period_parse(month, &p) || p.kind != PERIOD_MONTH || t.n > CELL_MAX || !number_part(&number, 2, &m)) return (str){NULL, 0};
    str mark = str_starts(number, S("月")) ? S("年") : str_starts(number, S("/")) ? S("/") : str_starts(number, S("-")) ? S("-") : S("");
    int year, period_month, day;
    date_to_ymd(p.from, &year, &period_month, &day);
    year += m - period_month > 6 ? -1 : period_month - m > 6 ? 1 : 0;
    if (!mark.n) return (str){NULL, 0};
    int n = snprintf(dated, sizeof dated, "%04d%.*s%.*s", year, STR(mark), STR(t));
    return cell_moment((str){dated, (size_t)n}, out);
}

str cell_month_near(str s, str month, char out[MOMENT_TEXT]) {
    char plain[CELL_MAX], day[40];
    int m;
    if (s.n > sizeof plain) return (str){NULL, 0};
    str t = str_trim(cell_lower(s, plain, sizeof plain));
    if (!number_part(&t, 2, &m) || !take(&t, "月")) return (str){NULL, 0};
    take(&t, "份");
    if (t.n) return (str){NULL, 0};
    snprintf(day, sizeof day, "%d月1日", m);
    str moment = cell_moment_near(str_c(day), month, out);
    return moment.n ? (str){out, 7} : moment;
}

bool cell_is_shortened(str s) {
    size_t at = s.n && s.p[0] >= '1' && s.p[0] <= '9' ? 1 : s.n;
    if (at < s.n && s.p[at] == '.')
        for (at++; at < s.n && s.p[at] >= '0' && s.p[at] <= '9';) at++;
    if (at + 3 > s.n || (s.p[at] | 32) != 'e' || s.p[at + 1] != '+') return false;
    size_t exponent = at + 2;
    for (at = exponent; at < s.n && s.p[at] >= '0' && s.p[at] <= '9';) at++;
    return at == s.n && at > exponent && at - exponent <= 3;
}

str cell_month(str s, char out[MOMENT_TEXT]) {
    period p;
    if (str_ends(s, S("月份"))) s.n -= strlen("份");
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
