/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/row.h"

#include "monitor/cell.h"

bool row_is_blank(const str *cell, int n) {
    for (int i = 0; i < n; i++)
        if (cell_clean(cell[i]).n) return false;
    return true;
}

static str cell_at(const str *cell, int n, int i) { return i >= 0 && i < n ? cell_clean(cell[i]) : S(""); }

/* 合 计： is 合计. */
static bool is_sum(str s) {
    static const char sums[] = "|合计|总计|小计|共计|累计|汇总|平均|平均值|均值|total|totals|sum|subtotal|average|grandtotal|";
    enum { LONGEST = 40 };
    char lower[LONGEST], plain[LONGEST + 3] = "|";
    size_t at = 1;
    if (s.n > LONGEST) return false;
    s = cell_lower(s, lower, sizeof lower);
    for (size_t i = 0; i < s.n; i++)
        if (!strchr(" :|", s.p[i])) plain[at++] = s.p[i];
    plain[at] = '|';
    return at > 1 && strstr(sums, plain);
}

static bool is_note(str s) {
    static const char *const notes[] = {"备注", "注：", "注:", "说明", "制表", "填表", "审核", "数据来源", "统计口径", "Note"};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (str_starts(s, str_c(notes[i]))) return true;
    return false;
}

bool row_is_no_ticket(const str *cell, int n, const row_marks *marks) {
    str must = cell_at(cell, n, marks->must);
    if (must.n && str_eq(must, marks->must_heading)) return str_eq(cell_at(cell, n, marks->other), marks->other_heading);
    int i = 0;
    while (i < n && !cell_clean(cell[i]).n) i++;
    if (must.n && i != marks->must) return false; /* nearly always */
    str first = cell_at(cell, n, i);
    return is_sum(first) || (!must.n && is_note(first));
}
