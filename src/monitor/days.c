/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/days.h"

#include "base/utf8.h"
#include "formats/csv.h"
#include "formats/xlsx_read.h"
#include "monitor/cell.h"

enum { DAY_DATE, DAY_KIND, DAY_NAME, DAY_COLUMNS, NAME_MAX_BYTES = 300 };

static const char *const headings[DAY_COLUMNS] = {"|date|day|日期|", "|kind|type|类型|种类|性质|", "|name|名称|名字|节日|节假日|说明|"};
/* A column that only says whether the day is off: the open calendars of China's holidays have it so. */
static const char off_heading[] = "|is_off|isoff|isoffday|是否放假|是否休息|", off_yes[] = "|1|true|yes|是|", off_no[] = "|0|false|no|否|";
static const char *const kinds[2] = {"|holiday|休|休息|放假|节假日|假日|法定节假日|", "|workday|班|上班|补班|调休上班|工作日|make-up day|"};

typedef struct day_reader {
    store *s;
    arena *a;
    const char *file;
    import_receipt *r;
    csv_reader csv;
    import_column *column;
    int cell[DAY_COLUMNS]; /* -1: the file has no such column */
    import_refusal *refusal;
    bool partial, off_column;
    err *e;
} day_reader;

/* Whether |a|b|c| holds the text, whatever its width and case. */
static bool holds(arena *a, const char *list, str text) {
    str plain = utf8_fold(a, utf8_halfwidth(a, str_trim(text)));
    const char *barred = arena_printf(a, "|%.*s|", STR(plain));
    return plain.n && !memchr(plain.p, '|', plain.n) && strstr(list, barred);
}

static err_code no_column(day_reader *d, const char *column, str found) {
    err_set(d->e, ERR_NO_COLUMN, "file", d->file, "column", column, NULL);
    err_add(d->e, "found", found);
    return ERR_NO_COLUMN;
}

static err_code read_header(day_reader *d) {
    AUTO(buf_free) buf found = {0};
    bool row;
    TRY(csv_next(&d->csv, &row, d->e));
    if (!row) return err_set(d->e, ERR_FILE_EMPTY, "file", d->file, NULL);
    d->r->columns = d->csv.n;
    d->r->header_line = d->csv.line;
    d->r->column = d->column = arena_new(d->a, import_column, d->csv.n);
    for (int k = 0; k < DAY_COLUMNS; k++) d->cell[k] = -1;
    for (int i = 0; i < d->csv.n; i++) {
        d->column[i].heading = arena_str(d->a, str_trim(d->csv.field[i]));
        if (i) buf_z(&found, ", ");
        buf_put(&found, d->column[i].heading);
        for (int k = 0; k < DAY_COLUMNS; k++) {
            bool says_off = k == DAY_KIND && holds(d->a, off_heading, d->column[i].heading);
            if (!says_off && !holds(d->a, headings[k], d->column[i].heading)) continue;
            d->off_column |= says_off;
            if (d->cell[k] >= 0) {
                err_set(d->e, ERR_COLUMN_TWICE, "file", d->file, NULL);
                err_add(d->e, "column", d->column[i].heading);
                return ERR_COLUMN_TWICE;
            }
            d->cell[k] = i;
            d->column[i].known = true;
        }
    }
    if (d->cell[DAY_DATE] < 0) return no_column(d, "what.column_date", buf_str(&found));
    return d->cell[DAY_KIND] < 0 ? no_column(d, "what.column_kind", buf_str(&found)) : ERR_NONE;
}

static str cell(const day_reader *d, int which) {
    int i = d->cell[which];
    return i >= 0 && i < d->csv.n ? cell_clean(d->csv.field[i]) : S("");
}

static void refuse(day_reader *d, int which, const char *want) {
    import_receipt *r = d->r;
    r->refused++;
    if (r->refusals == REFUSALS_KEPT) return;
    if (!d->refusal) r->refusal = d->refusal = arena_new(d->a, import_refusal, REFUSALS_KEPT);
    AUTO(buf_free) buf value = {0};
    utf8_clip(&value, cell(d, which), REFUSAL_VALUE / 2);
    d->refusal[r->refusals++] = (import_refusal){d->csv.line, d->column[d->cell[which]].heading, arena_str(d->a, buf_str(&value)), want};
}

/* One day into the calendar: new, as it was, or changed. */
static err_code store_day(day_reader *d, str on, str kind, str name) {
    query *q;
    bool live = false, same = false;
    TRY(store_query(d->s, "SELECT voided IS NULL, kind = ?2 AND name IS ?3 FROM calendar_day WHERE id = ?1", &q, d->e));
    query_bind(q, 1, on);
    query_bind(q, 2, kind);
    query_bind(q, 3, name);
    bool known = query_next(q);
    if (known) live = query_int(q, 0) != 0, same = query_int(q, 1) != 0;
    TRY(query_end(q, d->e));
    if (known && !live) {
        refuse(d, DAY_DATE, "want.calendar_live");
        return ERR_NONE;
    }
    if (same) {
        d->r->duplicate++;
        return ERR_NONE;
    }
    if (known) TRY(store_query(d->s, "UPDATE calendar_day SET kind = ?2, name = ?3 WHERE id = ?1", &q, d->e));
    else TRY(store_query(d->s, "INSERT INTO calendar_day(id, kind, name) VALUES(?1, ?2, ?3)", &q, d->e));
    query_bind(q, 1, on);
    query_bind(q, 2, kind);
    query_bind(q, 3, name);
    TRY(query_run(q, d->e));
    *(known ? &d->r->updated : &d->r->stored) += 1;
    return ERR_NONE;
}

static err_code read_row(day_reader *d) {
    char moment[MOMENT_TEXT];
    str on = cell_moment(cell(d, DAY_DATE), moment), name = cell(d, DAY_NAME);
    if (!on.n) {
        refuse(d, DAY_DATE, "want.date");
        return ERR_NONE;
    }
    bool holiday = holds(d->a, d->off_column ? off_yes : kinds[0], cell(d, DAY_KIND));
    if (!holiday && !holds(d->a, d->off_column ? off_no : kinds[1], cell(d, DAY_KIND))) {
        refuse(d, DAY_KIND, d->off_column ? "want.bool" : "want.day_kind");
        return ERR_NONE;
    }
    if (name.n > NAME_MAX_BYTES) {
        refuse(d, DAY_NAME, "want.short_text");
        return ERR_NONE;
    }
    return store_day(d, str_sub(on, 0, 10), holiday ? S("holiday") : S("workday"), name.n ? name : (str){NULL, 0});
}

static err_code in_transaction(day_reader *d) {
    TRY(read_header(d));
    for (;;) {
        bool row, filled = false;
        TRY(csv_next(&d->csv, &row, d->e));
        if (!row) break;
        for (int k = 0; k < DAY_COLUMNS; k++) filled |= cell(d, k).n > 0;
        if (!filled) continue;
        d->r->rows_read++;
        TRY(read_row(d));
    }
    if (d->r->rows_read == 0) return err_set(d->e, ERR_FILE_EMPTY, "file", d->file, NULL);
    if (!d->r->refused || d->partial) return ERR_NONE;
    d->r->stored = d->r->updated = 0;
    err_set(d->e, ERR_ROWS_REFUSED, "file", d->file, NULL);
    err_add_int(d->e, "n", d->r->refused);
    return ERR_ROWS_REFUSED;
}

static err_code read_text(day_reader *d, source *text, str head) {
    d->r->separator = csv_guess_separator(head);
    csv_open(&d->csv, text, d->r->separator, d->file);
    err_code code = store_begin(d->s, d->e);
    if (!code) code = store_finish(d->s, in_transaction(d), d->e);
    csv_close(&d->csv);
    return code;
}

static err_code read_workbook(day_reader *d, source *from) {
    AUTO(xlsx_close) xlsx_reader *x = NULL;
    d->r->coded_in = ENCODING_UTF8;
    TRY(xlsx_open(d->a, from, d->file, &(xlsx_options){.hidden = false}, &x, d->e));
    return read_text(d, xlsx_text(x), S(","));
}

err_code days_import(store *s, arena *a, const char *file, bool partial, source *from, import_receipt *ret_receipt, err *e) {
    *ret_receipt = (import_receipt){0};
    day_reader d = {.s = s, .a = a, .file = file, .partial = partial, .r = ret_receipt, .e = e};
    char head[8];
    size_t n = 0, piece = 1;
    TRY(from->rewind(from, e));
    for (; n < sizeof head && piece; n += piece) TRY(from->read(from, head + n, sizeof head - n, &piece, e));
    TRY(from->rewind(from, e));
    if (xlsx_starts_old((str){head, n})) return xlsx_refuse_old(from, file, e);
    if (xlsx_starts((str){head, n})) return read_workbook(&d, from);
    encoding_facts *facts = arena_new(a, encoding_facts, 1);
    encoding_source *text = arena_new(a, encoding_source, 1);
    TRY(encoding_examine(from, ENCODING_UNKNOWN, file, facts, e));
    if (xlsx_starts_page((str){facts->head, facts->head_n})) return err_set(e, ERR_WORKBOOK, "file", file, "reason", "what.workbook_page", NULL);
    TRY(encoding_open(text, from, facts, file, e));
    ret_receipt->coded_in = facts->found;
    err_code code = read_text(&d, &text->out, (str){facts->head, facts->head_n});
    encoding_close(text);
    return code;
}
