/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/check_window.h"

bool check_window_parse(str text, check_window *ret) {
    period first, last;
    size_t at = str_find(text, S(".."));
    bool two = at < text.n;
    if (!period_parse(two ? str_sub(text, 0, at) : text, &first)) return false;
    last = first;
    if (two && !period_parse(str_sub(text, at + 2, text.n), &last)) return false;
    bool months = first.kind >= PERIOD_MONTH && last.kind >= PERIOD_MONTH;
    *ret = (check_window){months, first.from, last.to};
    return first.from < last.to;
}

str check_window_text(arena *a, check_window w) {
    char from[PERIOD_TEXT], to[PERIOD_TEXT];
    period_kind kind = w.by_month ? PERIOD_MONTH : PERIOD_DAY;
    period_text(period_of(kind, w.from), from);
    period_text(period_of(kind, w.to - 1), to);
    if (str_eq(str_c(from), str_c(to))) return arena_str(a, str_c(from));
    return str_c(arena_printf(a, "%s..%s", from, to));
}

static int month_number(date d) {
    int y, m, day;
    date_to_ymd(d, &y, &m, &day);
    return y * 12 + m - 1;
}

date check_month_start(date day, int months_earlier) {
    int month = month_number(day) - months_earlier;
    return date_from_ymd(month / 12, month % 12 + 1, 1);
}

int check_window_length(check_window w) { return w.by_month ? month_number(w.to) - month_number(w.from) : w.to - w.from; }

check_window check_window_earlier(check_window w, int steps) {
    if (!w.by_month) return (check_window){false, w.from - steps, w.to - steps};
    return (check_window){true, check_month_start(w.from, steps), check_month_start(w.to, steps)};
}

static date year_ago(date d) {
    int y, m, day;
    date_to_ymd(d, &y, &m, &day);
    if (!date_valid_ymd(y - 1, m, day)) day = 28;
    return date_from_ymd(y - 1, m, day);
}

check_window check_window_year_ago(check_window w) { return (check_window){w.by_month, year_ago(w.from), year_ago(w.to)}; }

bool check_window_cut(check_window w, date first, check_window *ret) {
    *ret = w;
    if (first > w.from) ret->from = w.by_month && check_month_start(first, 0) != first ? check_month_start(first, -1) : first;
    return ret->from < ret->to;
}
