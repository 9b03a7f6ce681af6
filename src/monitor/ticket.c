/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/ticket.h"

#include "base/utf8.h"
#include "monitor/cell.h"

typedef enum form {
    FORM_NAME, FORM_PROSE, FORM_MONTH, FORM_MOMENT, FORM_HOURS, FORM_TYPE, FORM_CSAT, FORM_NPS, FORM_INSPECTION, FORM_BOOL, FORM_COST
} form;

static const struct {
    const char *name, *headings;
    form form;
} columns[TICKET_COLUMNS] = {
#define X(id, name, form, headings) {#name, headings, FORM_##form},
    TICKET_LIST(X)
#undef X
    {"since_complaint_h", "", FORM_HOURS},
    {"since_same_category_h", "", FORM_HOURS},
};

const char *ticket_column_name(ticket_column c) { return columns[c].name; }

/* Order as in repeat.c: by opening, then source and number. Walks the index of the complaints by customer, a few rows each. */
static const char since_same_category_sql[] =
    "CASE WHEN type = 'complaint' THEN (unixepoch(opened) - unixepoch((SELECT o.opened FROM ticket o WHERE o.type = 'complaint'"
    " AND o.customer = ticket.customer AND o.opened <= ticket.opened AND o.category = ticket.category"
    " AND (o.opened < ticket.opened OR (o.source, o.no) < (ticket.source, ticket.no)) ORDER BY o.opened DESC LIMIT 1))) / 3600.0 END";

const char *ticket_column_sql(ticket_column c) { return c == TICKET_SINCE_SAME_CATEGORY_H ? since_same_category_sql : columns[c].name; }

bool ticket_column_find(str name, ticket_column *ret_column) {
    for (int c = 0; c < TICKET_COLUMNS; c++)
        if (str_eqz(name, columns[c].name)) {
            *ret_column = (ticket_column)c;
            return true;
        }
    return false;
}

bool ticket_column_is_number(ticket_column c) {
    switch (columns[c].form) {
    case FORM_HOURS:
    case FORM_CSAT:
    case FORM_NPS:
    case FORM_BOOL:
    case FORM_COST: return true;
    default: return false;
    }
}

bool ticket_column_is_free(ticket_column c) {
    bool text = columns[c].form == FORM_NAME || columns[c].form == FORM_PROSE || c == TICKET_SUBTYPE;
    return text && c != TICKET_NO && c != TICKET_CUSTOMER && c != TICKET_AGENT;
}

/* ---- headings --------------------------------------------------------------------------------------------------------- */

static bool in_list(const char *list, str name) {
    str rest = str_c(list), one;
    while (rest.p && rest.n) {
        rest = str_cut(rest, '|', &one);
        if (str_eq(one, name)) return true;
    }
    return false;
}

/* Without blanks and joining marks: "Ticket No." and ticket_no are one heading. */
static str squeeze(arena *a, str s) {
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (!strchr(" _-./*:'\t\r\n", s.p[i])) p[n++] = s.p[i];
    return (str){p, n};
}

static ticket_column hours_of(ticket_column c) {
    return c == TICKET_ANSWERED  ? TICKET_RESPONSE_H
           : c == TICKET_OFFERED ? TICKET_SOLUTION_H
           : c == TICKET_RESOLVED ? TICKET_RESOLUTION_H
                                  : c;
}

/* The heading without its bracket; whether that names a unit of time. */
static bool split_heading(arena *a, str heading, str *ret_base, double *ret_unit) {
    str plain = utf8_fold(a, utf8_halfwidth(a, str_trim(heading))), unit;
    str bracket = str_cut(plain, '(', ret_base);
    *ret_base = squeeze(a, *ret_base);
    str_cut(bracket.p ? bracket : S(""), ')', &unit);
    bool timed = cell_unit(str_trim(unit), ret_unit);
    if (!timed) *ret_unit = 1;
    return timed;
}

void ticket_heading_unit(arena *a, str heading, double *ret_unit) {
    str base;
    split_heading(a, heading, &base, ret_unit);
}

/* 响应时长/小时, 解决时长分钟: a unit behind the name. False where there is none. */
static bool cut_unit(str *base, double *ret_unit) {
    static const char *const units[] = {"小时", "分钟", "hours", "minutes", "mins", "天"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        str unit = str_c(units[i]);
        if (base->n <= unit.n || !str_ends(*base, unit)) continue;
        base->n -= unit.n;
        return cell_unit(unit, ret_unit);
    }
    return false;
}

/* A plain heading's column; `timed`: its bracket or its end names a unit, so that a time becomes hours. */
static bool find_column(arena *a, str base, bool timed, ticket_column *ret_column) {
    for (int c = 0; c < TICKET_IMPORTED; c++) {
        if (!str_eq(base, squeeze(a, str_c(columns[c].name))) && !in_list(columns[c].headings, base)) continue;
        *ret_column = timed ? hours_of((ticket_column)c) : (ticket_column)c;
        return true;
    }
    return false;
}

bool ticket_heading(arena *a, str heading, ticket_column *ret_column, double *ret_unit) {
    str base;
    bool timed = split_heading(a, heading, &base, ret_unit);
    if (find_column(a, base, timed, ret_column)) return true;
    double unit;
    if (timed || !cut_unit(&base, &unit) || !find_column(a, base, true, ret_column) || columns[*ret_column].form != FORM_HOURS) return false;
    *ret_unit = unit;
    return true;
}

/* ---- cells -------------------------------------------------------------------------------------------------------------- */

static ticket_value text_value(str s) { return (ticket_value){.kind = s.n ? VALUE_TEXT : VALUE_NULL, .text = s}; }
static ticket_value int_value(long long v) { return (ticket_value){.kind = VALUE_INT, .number = (double)v}; }
static ticket_value real_value(double v) { return (ticket_value){.kind = VALUE_REAL, .number = v}; }

enum { NAME_MAX_BYTES = 300, PROSE_MAX_BYTES = 16 * 1024 };

enum { TYPE_COMPLAINT, TYPE_CONSULTATION, TYPE_REPAIR, TYPE_RETURN, TYPE_OTHER, TYPES };
static const char *const types[TYPES] = {"complaint", "consultation", "repair", "return", "other"};

/* Service types by the words that name them; longer phrases take the kind of their last word (维修咨询 is a question about a
 * repair, 产品使用咨询 a question), but whatever speaks of a complaint is one. */
static const struct {
    const char *word;
    int type;
} type_words[] = {
    {"投诉", TYPE_COMPLAINT}, {"申诉", TYPE_COMPLAINT},   {"抱怨", TYPE_COMPLAINT},     {"complain", TYPE_COMPLAINT}, {"咨询", TYPE_CONSULTATION},
    {"查询", TYPE_CONSULTATION}, {"consult", TYPE_CONSULTATION}, {"inquiry", TYPE_CONSULTATION}, {"enquiry", TYPE_CONSULTATION}, {"question", TYPE_CONSULTATION},
    {"维修", TYPE_REPAIR},    {"报修", TYPE_REPAIR},      {"保养", TYPE_REPAIR},        {"repair", TYPE_REPAIR},      {"退货", TYPE_RETURN},
    {"换货", TYPE_RETURN},    {"退换", TYPE_RETURN},      {"退款", TYPE_RETURN},        {"return", TYPE_RETURN},      {"refund", TYPE_RETURN},
    {"exchange", TYPE_RETURN},
};
/* A cell that says no more than the type has no subtype. */
static const char plain_types[] = "|投诉|咨询|维修|退换货|其他|其它|complaint|consultation|repair|return|other|";

/* Where the cell's meaning is kept; meaning 0: it is not known yet. NULL for a cell that is too long to be kept. */
static ticket_memo *memo_of(ticket_memo memos[TICKET_MEMOS], str cell) {
    if (cell.n > sizeof memos->cell) return NULL;
    unsigned at = (unsigned)cell.n;
    for (size_t i = 0; i < cell.n; i++) at = at * 31 + (unsigned char)cell.p[i];
    ticket_memo *m = &memos[at % TICKET_MEMOS];
    if (m->meaning && m->n == cell.n && memcmp(m->cell, cell.p, cell.n) == 0) return m;
    m->meaning = 0;
    m->n = (unsigned char)cell.n;
    memcpy(m->cell, cell.p, cell.n);
    return m;
}

/* The type as an index + 1; with TYPES more where the cell says no more than that. */
static unsigned char type_of(str cell) {
    int type = TYPE_OTHER;
    size_t last = 0;
    char lower[NAME_MAX_BYTES];
    str s = cell_lower(cell, lower, sizeof lower);
    for (size_t i = 0; i < sizeof type_words / sizeof *type_words; i++) {
        str w = str_c(type_words[i].word);
        for (size_t at = 0; (at += str_find(str_sub(s, at, s.n), w)) < s.n; at += w.n) {
            size_t rank = type_words[i].type == TYPE_COMPLAINT ? s.n + 1 : at + w.n;
            if (rank > last) {
                last = rank;
                type = type_words[i].type;
            }
        }
    }
    return (unsigned char)(type + 1 + (in_list(plain_types, s) ? (int)TYPES : 0));
}

static void read_type(ticket *t, str cell) {
    ticket_memo *m = memo_of(t->type, cell);
    unsigned char meaning = m && m->meaning ? m->meaning : type_of(cell);
    if (m) m->meaning = meaning;
    bool plain = meaning > TYPES;
    t->value[TICKET_TYPE] = text_value(str_c(types[(meaning - 1) % TYPES]));
    if (!plain && t->value[TICKET_SUBTYPE].kind == VALUE_NULL) t->value[TICKET_SUBTYPE] = text_value(cell);
}

/* 合格（解答清晰）: the result and, in brackets or behind a colon, its reason. */
static bool read_inspection(ticket *t, str cell) {
    static const char passes[] = "合格|通过|达标|符合|pass|passed|ok|是|√|✓|yes|y", fails[] = "不合格|未通过|不通过|不达标|不符合|fail|failed|否|×|✗|no|n",
                      nones[] = "未检|未抽检|未质检|未抽查|none|not inspected|n/a|-|—|/";
    static const char *const marks[] = {"（", "(", "：", ":"}, *const codes[] = {"pass", "fail", "none"};
    ticket_memo *m = memo_of(t->result, cell);
    if (m && m->meaning) {
        t->value[TICKET_INSPECTION] = text_value(str_c(codes[m->meaning - 1]));
        return true;
    }
    size_t at = cell.n, mark = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t hit = str_find(cell, str_c(marks[i]));
        if (hit < at) {
            at = hit;
            mark = strlen(marks[i]);
        }
    }
    char lower[64];
    str result = cell_lower(str_trim(str_sub(cell, 0, at)), lower, sizeof lower);
    str reason = str_trim(str_sub(cell, at + mark, cell.n));
    if (mark && str_ends(reason, S("）"))) reason.n -= strlen("）");
    else if (mark && str_ends(reason, S(")"))) reason.n -= 1;
    int code = in_list(passes, result) ? 1 : in_list(fails, result) ? 2 : in_list(nones, result) ? 3 : 0;
    if (!code) return false;
    t->value[TICKET_INSPECTION] = text_value(str_c(codes[code - 1]));
    if (m && !mark) m->meaning = (unsigned char)code; /* without a reason, nothing else is to be read */
    if (reason.n && t->value[TICKET_INSPECTION_REASON].kind == VALUE_NULL) t->value[TICKET_INSPECTION_REASON] = text_value(reason);
    return true;
}

static bool read_whole(ticket_value *v, str cell, int lo, int hi) {
    double x;
    if (!cell_number(cell, &x) || x < lo || x > hi || x != (double)(int)x) return false;
    *v = int_value((int)x);
    return true;
}

/* Words of the usual five-step scale stand for its scores, and stars for themselves; another scale has to be set. */
static bool read_csat(ticket_value *v, str cell, const csat_scale *scale) {
    static const char *const words[] = {"非常不满意|很不满意|very dissatisfied", "不满意|不太满意|dissatisfied", "一般|中立|尚可|neutral", "满意|比较满意|satisfied",
                                        "非常满意|很满意|very satisfied"};
    char lower[64];
    if (scale) {
        *v = int_value(csat_scale_read(scale, cell));
        return v->number > 0;
    }
    if (read_whole(v, cell, 1, 5)) return true;
    size_t star = strlen("★"), stars = 0;
    while (str_starts(str_sub(cell, stars * star, cell.n), S("★"))) stars++;
    if (stars >= 1 && stars <= 5 && stars * star == cell.n) {
        *v = int_value((long long)stars);
        return true;
    }
    for (int i = 0; i < 5; i++)
        if (in_list(words[i], cell_lower(cell, lower, sizeof lower))) {
            *v = int_value(i + 1);
            return true;
        }
    return false;
}

static bool read_bool(ticket_value *v, str cell) {
    static const char yes[] = "是|yes|y|true|1|√|✓|对|已解决", no[] = "否|no|n|false|0|×|✗|不是|未解决";
    char lower[16];
    str s = cell_lower(cell, lower, sizeof lower);
    bool is = in_list(yes, s);
    if (!is && !in_list(no, s)) return false;
    *v = int_value(is);
    return true;
}

/* 无, / and the like in place of a value. In prose they are words; of an inspection - is a result, and 无 in place of yes or no could
 * be either. */
static bool says_nothing(form f, str cell) {
    if (f == FORM_PROSE || f == FORM_INSPECTION || (f == FORM_BOOL && str_eq(cell, S("无")))) return false;
    return cell_is_missing(cell);
}

bool ticket_read_near(ticket *t, ticket_column c, str cell, str month) {
    if (columns[c].form != FORM_MOMENT && columns[c].form != FORM_MONTH) return false;
    str moment = (columns[c].form == FORM_MONTH ? cell_month_near : cell_moment_near)(cell, month, t->scratch[c]);
    t->value[c] = text_value(moment);
    return moment.n != 0;
}

bool ticket_read(ticket *t, ticket_column c, str cell, double unit, const char **ret_want) {
    ticket_value *v = &t->value[c];
    cell = cell_clean(cell);
    if (cell.n == 0) return true; /* what another cell gave (a subtype, a reason) stays */
    if (says_nothing(columns[c].form, cell)) {
        t->missing++;
        return true;
    }
    *ret_want = "want.no_formula_error";
    if (cell_is_error(cell)) return false;
    double x;
    switch (columns[c].form) {
    case FORM_NAME:
        *ret_want = "want.number_as_text";
        if ((c == TICKET_NO || c == TICKET_CUSTOMER || c == TICKET_AGENT) && cell_is_shortened(cell)) return false;
        *ret_want = "want.short_text";
        if (cell.n > NAME_MAX_BYTES) return false;
        *v = text_value(cell);
        return true;
    case FORM_PROSE:
        *ret_want = "want.long_text";
        if (cell.n > PROSE_MAX_BYTES) return false;
        *v = text_value(cell);
        return true;
    case FORM_TYPE:
        *ret_want = "want.short_text";
        if (cell.n > NAME_MAX_BYTES) return false;
        read_type(t, cell);
        return true;
    case FORM_MONTH: {
        *ret_want = "want.ticket_month";
        bool again = cell.n == 7 && memcmp(cell.p, t->scratch[c], 7) == 0; /* the month of the row before */
        str month = again ? (str){t->scratch[c], 7} : cell_month(cell, t->scratch[c]);
        *v = text_value(month);
        return month.n != 0;
    }
    case FORM_MOMENT: {
        *ret_want = "want.moment";
        str moment = cell_moment(cell, t->scratch[c]);
        *v = text_value(moment);
        return moment.n != 0;
    }
    case FORM_HOURS:
        *ret_want = "want.hours";
        if (!cell_hours(cell, unit, &x)) return false;
        *v = real_value(x);
        return true;
    case FORM_COST:
        *ret_want = "want.money";
        if (!cell_number(cell, &x) || x < 0 || x > 1e10) return false; /* a telephone number is no cost */
        *v = real_value(x);
        return true;
    case FORM_CSAT: *ret_want = t->scale ? "want.csat_on_scale" : "want.csat"; return read_csat(v, cell, t->scale);
    case FORM_NPS: *ret_want = "want.nps"; return read_whole(v, cell, 0, 10);
    case FORM_BOOL: *ret_want = "want.bool"; return read_bool(v, cell);
    case FORM_INSPECTION: *ret_want = "want.inspection"; return read_inspection(t, cell);
    }
    return false;
}

/* Hours between the opening and another time, where the file does not give them; false where that lies before the opening. */
static bool hours_between(ticket *t, const business_clock *clock, ticket_column hours, ticket_column until) {
    if (t->value[TICKET_OPENED].kind == VALUE_NULL || t->value[until].kind == VALUE_NULL) return true;
    int64_t from, to;
    if (!moment_parse(t->value[TICKET_OPENED].text, &from) || !moment_parse(t->value[until].text, &to) || to < from) return false;
    int64_t seconds = clock ? clock_elapsed(clock, from, to) : to - from;
    if (hours != until && t->value[hours].kind == VALUE_NULL) t->value[hours] = real_value((double)seconds / 3600.0);
    return true;
}

bool ticket_complete(ticket *t, const business_clock *clock, ticket_column *ret_column, const char **ret_want) {
    static const struct {
        ticket_column hours, until;
    } clocks[] = {{TICKET_RESPONSE_H, TICKET_ANSWERED},
                  {TICKET_SOLUTION_H, TICKET_OFFERED},
                  {TICKET_RESOLUTION_H, TICKET_RESOLVED},
                  {TICKET_CLOSED, TICKET_CLOSED}};
    ticket_value *v = t->value;
    *ret_column = TICKET_PERIOD;
    *ret_want = "want.ticket_month";
    if (v[TICKET_PERIOD].kind == VALUE_NULL && v[TICKET_OPENED].kind != VALUE_NULL)
        v[TICKET_PERIOD] = text_value(str_sub(v[TICKET_OPENED].text, 0, 7));
    if (v[TICKET_PERIOD].kind == VALUE_NULL) return false;
    *ret_column = TICKET_TYPE;
    *ret_want = "want.service_type";
    if (v[TICKET_TYPE].kind == VALUE_NULL) return false;
    *ret_want = "want.after_opened";
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        *ret_column = clocks[i].until;
        if (!hours_between(t, clock, clocks[i].hours, clocks[i].until)) return false;
    }
    return true;
}
