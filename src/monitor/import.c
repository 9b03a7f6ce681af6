/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/import.h"

#include <math.h>
#include <stdio.h>

#include "formats/csv.h"
#include "formats/xlsx_read.h"
#include "monitor/bulk.h"
#include "monitor/import_look.h"
#include "monitor/kpi.h"
#include "monitor/cell.h"
#include "monitor/protect.h"
#include "monitor/repeat.h"
#include "monitor/row.h"

/* Bound parameters of the row statements: these, the ticket's columns in their order, the distance to the
 * complaint before, kept columns. */
enum { BIND_IMPORT = 1, BIND_ROW, BIND_SOURCE, BIND_TICKET, BIND_SINCE = BIND_TICKET + TICKET_IMPORTED, BIND_EXTRA };

typedef struct importer {
    store *s;
    arena *a;
    const import_options *o;
    import_receipt *r;
    csv_reader csv;
    import_column *column;
    int cells[TICKET_IMPORTED]; /* index in the row, -1: the file has no such column */
    query *insert, *compare, *update;
    bool inserted, bound[TICKET_IMPORTED]; /* what the insert has bound */
    bulk bulk;
    repeats repeats;
    str import_id;
    import_refusal *refusal;
    int cap_refusals;
    int twice;    /* a column whose meaning another one has too; -1: none */
    bool workbook; /* rows of a sheet end with their last filled cell */
    bool *mapped; /* which of the options' mappings the header had */
    bool keeps;   /* there are columns to keep */
    csat_scale scale;
    row_marks marks;
    buf extra;    /* the row's kept columns as JSON */
    const business_clock *clock; /* NULL: the wall's */
    const uint64_t *offset;      /* how far the file is read; NULL: not known */
    uint64_t bytes;
    protector people;
    char month[MOMENT_TEXT]; /* of a date without its year */
    month_set months, touched; /* of the rows stored; whose figures change */
    ticket row;
    err *e;
} importer;

/* ---- refused rows as a file --------------------------------------------------------------------------------------------------- */

static void write_refused(importer *m, const str *cells, int n, str line, str reason) {
    for (int i = 0; i < n; i++) {
        buf_csv(m->o->refused_rows, cells[i]);
        buf_putc(m->o->refused_rows, ',');
    }
    csv_write(m->o->refused_rows, (const str[]){line, reason}, 2);
}

static void start_refused(importer *m) {
    buf_z(m->o->refused_rows, "\xEF\xBB\xBF"); /* spreadsheets take the text for UTF-8 only with it */
    write_refused(m, m->csv.field, m->csv.n, str_c(word(m->o->language, "import.refused_line")),
                  str_c(word(m->o->language, "import.refused_reason")));
}

static void add_refused(importer *m, str column, str value, const char *want) {
    AUTO(buf_free) buf b = {0};
    char line[24];
    snprintf(line, sizeof line, "%lld", (long long)m->csv.line);
    if (column.n) buf_printf(&b, "%.*s: “%.*s” ", STR(column), STR(value));
    word_format(&b, m->o->language, "import.want", "want", word(m->o->language, want), NULL);
    write_refused(m, m->csv.field, m->csv.n, str_c(line), buf_str(&b));
}

/* ---- header ------------------------------------------------------------------------------------------------------------- */

static err_code no_column(importer *m, const char *want) {
    AUTO(buf_free) buf found = {0};
    for (int i = 0; i < m->r->columns; i++) {
        if (i) buf_z(&found, ", ");
        buf_put(&found, m->column[i].heading);
    }
    err_set(m->e, ERR_NO_COLUMN, "file", m->o->file, "column", want, NULL);
    err_add(m->e, "found", buf_str(&found));
    return ERR_NO_COLUMN;
}

/* The user's own mapping goes before the known headings. */
static bool meaning(importer *m, import_column *col) {
    bool known = ticket_heading(m->a, col->heading, &col->column, &col->unit);
    for (int i = 0; i < m->o->maps; i++) {
        if (!str_eq(m->o->map[i].heading, col->heading)) continue;
        m->mapped[i] = true;
        if (m->o->map[i].column < 0) return false;
        if (!known || col->column != (ticket_column)m->o->map[i].column) ticket_heading_unit(m->a, col->heading, &col->unit);
        col->column = (ticket_column)m->o->map[i].column;
        return true;
    }
    return known;
}

static bool is_kept(const import_options *o, str heading) {
    for (int i = 0; i < o->keeps; i++)
        if (str_eq(o->keep[i], S("*")) || str_eq(o->keep[i], heading)) return heading.n > 0;
    return false;
}

/* What --map and --keep name must be there. */
static err_code check_named(importer *m) {
    for (int i = 0; i < m->o->maps; i++)
        if (!m->mapped[i]) return no_column(m, arena_strdup(m->a, m->o->map[i].heading));
    for (int i = 0; i < m->o->keeps; i++) {
        bool there = str_eq(m->o->keep[i], S("*"));
        for (int k = 0; k < m->r->columns; k++) there |= str_eq(m->column[k].heading, m->o->keep[i]);
        if (!there) return no_column(m, arena_strdup(m->a, m->o->keep[i]));
    }
    return ERR_NONE;
}

static err_code choose_customers(importer *m) {
    int cell = m->cells[TICKET_CUSTOMER];
    customer_policy p = m->o->customers;
    if (cell < 0 || p == CUSTOMER_KEEP || (p == CUSTOMER_AUTO && customer_heading_masked(m->column[cell].heading))) return ERR_NONE;
    m->r->masked = m->people.masks = true;
    return protector_open(&m->people, m->e);
}

/* The record at hand as a header: how many of its headings are known. */
static int take_header(importer *m) {
    int known = 0;
    m->column = arena_new(m->a, import_column, m->csv.n);
    m->r->column = m->column;
    m->r->columns = m->csv.n;
    while (m->r->columns > 1 && !cell_clean(m->csv.field[m->r->columns - 1]).n) m->r->columns--; /* commas behind the last heading */
    m->r->header_line = m->csv.line;
    m->twice = -1;
    m->keeps = false;
    m->mapped = arena_new(m->a, bool, m->o->maps + 1);
    for (int c = 0; c < TICKET_IMPORTED; c++) m->cells[c] = -1;
    for (int i = 0; i < m->r->columns; i++) {
        import_column *col = &m->column[i];
        col->heading = arena_str(m->a, cell_clean(m->csv.field[i]));
        col->known = meaning(m, col);
        col->kept = !col->known && is_kept(m->o, col->heading);
        m->keeps |= col->kept;
        known += col->known;
        for (int k = 0; k < i && col->kept; k++)
            if (m->column[k].kept && str_eq(m->column[k].heading, col->heading)) m->twice = i;
        if (!col->known) continue;
        if (m->cells[col->column] >= 0) m->twice = i;
        m->cells[col->column] = i;
    }
    return known;
}

static bool is_header(const importer *m) {
    if (m->o->inspections) return m->cells[TICKET_NO] >= 0 && m->cells[TICKET_INSPECTION] >= 0;
    return m->cells[TICKET_TYPE] >= 0 && (m->cells[TICKET_PERIOD] >= 0 || m->cells[TICKET_OPENED] >= 0 || m->o->period.n);
}

/* The first record with the headings that every file must have, or the one that the options name; titles may stand above it.
 * Where there is none, the one with most known headings is what the error speaks of. */
static err_code find_header(importer *m) {
    enum { LOOKED_AT = 20 };
    int most = -1;
    import_receipt best = *m->r;
    for (int i = 0; i < LOOKED_AT || m->o->header; i++) {
        bool row;
        TRY(csv_next(&m->csv, &row, m->e));
        if (!row && i == 0) return err_set(m->e, ERR_FILE_EMPTY, "file", m->o->file, NULL);
        if (!row || (m->o->header && m->csv.line > m->o->header)) break;
        if (m->o->header && m->csv.line < m->o->header) continue;
        int known = take_header(m);
        if (is_header(m)) return ERR_NONE;
        if (known > most) {
            most = known;
            best = *m->r;
        }
    }
    *m->r = best;
    m->column = (import_column *)best.column;
    bool typed = false;
    for (int i = 0; i < best.columns; i++) typed |= best.column[i].known && best.column[i].column == TICKET_TYPE;
    if (m->o->inspections) return no_column(m, "what.column_inspection");
    return no_column(m, typed ? "what.column_period" : "what.column_type");
}

static void mark_rows(importer *m) {
    int must = m->cells[m->o->inspections ? TICKET_INSPECTION : TICKET_TYPE];
    int other = m->cells[TICKET_PERIOD] >= 0 ? m->cells[TICKET_PERIOD] : m->cells[TICKET_OPENED] >= 0 ? m->cells[TICKET_OPENED] : m->cells[TICKET_NO];
    m->marks = (row_marks){must, other, m->column[must].heading, other >= 0 ? m->column[other].heading : S("")};
}

static err_code read_header(importer *m) {
    TRY(find_header(m));
    TRY(check_named(m));
    if (m->twice >= 0) {
        err_set(m->e, ERR_COLUMN_TWICE, "file", m->o->file, NULL);
        err_add(m->e, "column", m->column[m->twice].heading);
        return ERR_COLUMN_TWICE;
    }
    TRY(choose_customers(m));
    mark_rows(m);
    if (m->o->refused_rows) start_refused(m);
    return ERR_NONE;
}

/* ---- rows ---------------------------------------------------------------------------------------------------------------- */

static str shown_value(importer *m, int cell, str value);

static void refuse(importer *m, int cell, str value, const char *want) {
    import_receipt *r = m->r;
    r->refused++;
    value = shown_value(m, cell, value); /* whole: half a number would not be known */
    size_t n = value.n < REFUSAL_VALUE ? value.n : REFUSAL_VALUE;
    while (n < value.n && n && ((unsigned char)value.p[n] & 0xC0) == 0x80) n--; /* at a character */
    value.n = n;
    if (m->o->refused_rows) add_refused(m, cell >= 0 ? m->column[cell].heading : S(""), value, want);
    if (r->refusals == REFUSALS_KEPT) return;
    if (r->refusals == m->cap_refusals) {
        int cap = m->cap_refusals ? m->cap_refusals * 2 : 16;
        import_refusal *more = arena_new(m->a, import_refusal, cap);
        if (r->refusals) memcpy(more, m->refusal, sizeof *more * (size_t)r->refusals);
        m->refusal = more;
        m->cap_refusals = cap;
        r->refusal = more;
    }
    m->refusal[r->refusals++] = (import_refusal){
        .line = m->csv.line,
        .column = cell >= 0 ? m->column[cell].heading : S(""),
        .value = arena_str(m->a, value),
        .want = want,
    };
}

static str cell_at(const importer *m, ticket_column c) {
    int i = m->cells[c];
    return i >= 0 && i < m->csv.n ? cell_clean(m->csv.field[i]) : S("");
}

/* The month that the row says it belongs to, or the file as a whole; empty where neither does. */
static str row_month(importer *m) {
    str month = cell_month(cell_at(m, TICKET_PERIOD), m->month);
    return month.n ? month : m->o->period;
}

/* The row's cells into m->row; false where it was refused. */
static bool read_row(importer *m) {
    const csv_reader *csv = &m->csv;
    const char *want = NULL;
    memset(m->row.value, 0, sizeof m->row.value);
    protector_meet(&m->people, m->r->masked ? cell_at(m, TICKET_CUSTOMER) : S(""));
    int last = csv->n;
    while (last > m->r->columns && str_trim(csv->field[last - 1]).n == 0) last--; /* spreadsheets append empty cells */
    if (m->workbook ? last > m->r->columns : last != m->r->columns) {
        char found[24];
        snprintf(found, sizeof found, "%d", csv->n);
        refuse(m, -1, str_c(found), "want.row_width");
        return false;
    }
    for (int i = 0; i < m->r->columns && i < last; i++) {
        const import_column *col = &m->column[i];
        if (!col->known || ticket_read(&m->row, col->column, csv->field[i], col->unit, &want) || ticket_read_near(&m->row, col->column, csv->field[i], row_month(m))) continue;
        refuse(m, i, csv->field[i], want);
        return false;
    }
    ticket_column at;
    if (m->o->inspections) return true;
    if (m->o->period.n && m->row.value[TICKET_PERIOD].kind == VALUE_NULL && m->row.value[TICKET_OPENED].kind == VALUE_NULL)
        m->row.value[TICKET_PERIOD] = (ticket_value){.kind = VALUE_TEXT, .text = m->o->period};
    if (!ticket_complete(&m->row, m->clock, &at, &want)) {
        int cell = m->cells[at];
        refuse(m, cell, cell >= 0 && cell < csv->n ? csv->field[cell] : S(""), want);
        return false;
    }
    return true;
}

/* What a refusal shows of a cell: no customer, no personal data. */
static str shown_value(importer *m, int cell, str value) {
    if (cell >= 0 && m->column[cell].known && m->column[cell].column == TICKET_CUSTOMER) return S("…");
    return protect_text(&m->people, value, false);
}

/* {"heading": "cell", …} of the columns that are kept; empty cells are missing. */
static void keep_columns(importer *m) {
    buf_clear(&m->extra);
    for (int i = 0; i < m->r->columns && i < m->csv.n; i++) {
        str cell = cell_clean(m->csv.field[i]);
        if (!m->column[i].kept || !cell.n) continue;
        buf_putc(&m->extra, m->extra.n ? ',' : '{');
        buf_json(&m->extra, m->column[i].heading);
        buf_putc(&m->extra, ':');
        buf_json(&m->extra, protect_text(&m->people, cell, true));
    }
    if (m->extra.n) buf_putc(&m->extra, '}');
}

/* A row without number gets one from its content: the same row is the same ticket, whatever file it comes in. */
static str row_number(importer *m, char out[HASH_TEXT + 1]) {
    hash_state h;
    hash_begin(&h);
    for (int c = 0; c < TICKET_IMPORTED; c++) {
        char number[40];
        const ticket_value *v = &m->row.value[c];
        if (v->kind == VALUE_TEXT) hash_add(&h, v->text);
        else if (v->kind != VALUE_NULL) hash_add(&h, (str){number, (size_t)snprintf(number, sizeof number, "%.17g", v->number)});
        hash_add(&h, S("\x1F"));
    }
    hash_add(&h, buf_str(&m->extra));
    out[0] = '#';
    hash_end(&h, out + 1);
    return (str){out, 17};
}

static void bind_value(query *q, int at, const ticket_value *v) {
    switch (v->kind) {
    case VALUE_NULL: query_bind_null(q, at); break;
    case VALUE_INT: query_bind(q, at, (int64_t)v->number); break;
    case VALUE_REAL: query_bind(q, at, v->number); break;
    case VALUE_TEXT: query_bind(q, at, v->text); break;
    }
}

static void bind_row(importer *m, query *q) {
    query_bind(q, BIND_IMPORT, m->import_id);
    query_bind(q, BIND_ROW, m->csv.line);
    query_bind(q, BIND_SOURCE, m->r->source);
    for (int c = 0; c < TICKET_IMPORTED; c++) bind_value(q, BIND_TICKET + c, &m->row.value[c]);
    if (m->extra.n) query_bind(q, BIND_EXTRA, buf_str(&m->extra));
    else query_bind_null(q, BIND_EXTRA);
}

/* What is bound stays bound from row to row: only what the row has, or the row before had, is bound anew. */
static err_code insert_row(importer *m, double since) {
    if (!m->inserted) {
        query_bind(m->insert, BIND_IMPORT, m->import_id);
        query_bind(m->insert, BIND_SOURCE, m->r->source);
    }
    m->inserted = true;
    query_bind(m->insert, BIND_ROW, m->csv.line);
    for (int c = 0; c < TICKET_IMPORTED; c++) {
        const ticket_value *v = &m->row.value[c];
        if (v->kind != VALUE_NULL || m->bound[c]) bind_value(m->insert, BIND_TICKET + c, v);
        m->bound[c] = v->kind != VALUE_NULL;
    }
    const str extra = m->extra.n ? buf_str(&m->extra) : (str){NULL, 0};
    if (m->keeps) query_bind(m->insert, BIND_EXTRA, extra);
    if (isnan(since)) query_bind_null(m->insert, BIND_SINCE);
    else query_bind(m->insert, BIND_SINCE, since);
    return query_run_again(m->insert, m->e);
}

static void count_month(importer *m) {
    int month = month_index(m->row.value[TICKET_PERIOD].text);
    month_add(&m->months, month);
    month_add(&m->touched, month);
}

/* The number is there already: the same ticket again, or one that the file gives otherwise. */
static err_code known_ticket(importer *m) {
    query *q = m->compare;
    bind_row(m, q);
    bool found = query_next(q), same = found && query_int(q, 0), this_file = found && query_int(q, 1);
    str before = found ? query_str(q, 2) : S("");
    int month_before = month_index(before);
    TRY(query_end(q, m->e));
    if (same) {
        m->r->duplicate++;
        return ERR_NONE;
    }
    if (this_file) {
        int cell = m->cells[TICKET_NO];
        refuse(m, cell, m->row.value[TICKET_NO].text, "want.ticket_once");
        return ERR_NONE;
    }
    if (!m->o->update) {
        m->r->changed++;
        return ERR_NONE;
    }
    bind_row(m, m->update);
    TRY(query_run(m->update, m->e));
    month_add(&m->touched, month_before);
    count_month(m);
    m->r->updated++;
    return ERR_NONE;
}

/* A result for a ticket that must be there. */
static err_code store_inspection(importer *m) {
    const ticket_value *no = &m->row.value[TICKET_NO], *result = &m->row.value[TICKET_INSPECTION], *reason = &m->row.value[TICKET_INSPECTION_REASON];
    int cell = m->cells[result->kind == VALUE_NULL ? TICKET_INSPECTION : TICKET_NO];
    TRY(protect_ticket(&m->people, &m->row, m->e));
    if (result->kind == VALUE_NULL) {
        refuse(m, cell, S(""), "want.inspection");
        return ERR_NONE;
    }
    query *q;
    TRY(store_query(m->s, "UPDATE ticket SET inspection = ?3, inspection_reason = ?4 WHERE source = ?1 AND no = ?2 RETURNING period", &q, m->e));
    query_bind(q, 1, m->r->source);
    query_bind(q, 2, no->text);
    query_bind(q, 3, result->text);
    if (reason->kind == VALUE_TEXT) query_bind(q, 4, reason->text);
    bool found = query_next(q);
    int month = found ? month_index(query_str(q, 0)) : -1;
    TRY(query_end(q, m->e));
    if (!found) {
        refuse(m, cell, no->text, "want.known_ticket");
        return ERR_NONE;
    }
    month_add(&m->months, month);
    month_add(&m->touched, month);
    m->r->updated++;
    if (m->o->dry_run && m->r->samples < SAMPLES_KEPT) {
        import_sample *one = &m->r->sample[m->r->samples++];
        *one = (import_sample){.line = m->csv.line};
        one->value[TICKET_NO] = arena_str(m->a, no->text);
        one->value[TICKET_INSPECTION] = arena_str(m->a, result->text);
        if (reason->kind == VALUE_TEXT) one->value[TICKET_INSPECTION_REASON] = arena_str(m->a, reason->text);
    }
    return ERR_NONE;
}

static err_code store_row(importer *m) {
    char number[HASH_TEXT + 1];
    ticket_value *no = &m->row.value[TICKET_NO];
    TRY(protect_ticket(&m->people, &m->row, m->e));
    if (no->kind == VALUE_NULL) *no = (ticket_value){.kind = VALUE_TEXT, .text = row_number(m, number)};
    double since;
    TRY(repeats_before(&m->repeats, &m->row, m->r->source, &since, m->e));
    TRY(insert_row(m, since));
    if (store_changes(m->s) == 0) return known_ticket(m);
    m->r->stored++;
    count_month(m);
    return repeats_after(&m->repeats, &m->row, m->r->source, &m->touched, m->e);
}

static void leave_out(importer *m) {
    import_receipt *r = m->r;
    if (r->left_out < LEFT_OUT_KEPT) r->left_out_line[r->left_out] = m->csv.line;
    r->left_out++;
}

static err_code read_rows(importer *m) {
    for (;;) {
        bool row;
        TRY(csv_next(&m->csv, &row, m->e));
        if (!row) return ERR_NONE;
        if (row_is_blank(m->csv.field, m->csv.n)) continue;
        if (row_is_no_ticket(m->csv.field, m->csv.n, &m->marks)) {
            leave_out(m);
            continue;
        }
        m->r->rows_read++;
        if (m->o->progress && m->r->rows_read % PROGRESS_ROWS == 0)
            m->o->progress(m->o->progress_user, m->r->rows_read, m->offset && m->bytes ? fmin((double)*m->offset / (double)m->bytes, 1) : NAN);
        if (!read_row(m)) continue;
        if (m->r->refused && !m->o->partial) continue; /* only the refusals are of interest from here on */
        if (m->keeps) keep_columns(m);
        TRY(m->o->inspections ? store_inspection(m) : store_row(m));
    }
}

/* ---- statements ------------------------------------------------------------------------------------------------------------ */

static err_code prepare(importer *m) {
    AUTO(buf_free) buf insert = {0}, compare = {0}, update = {0};
    buf_z(&insert, "INSERT INTO ticket(import, row, source");
    buf_z(&compare, "SELECT 1");
    buf_z(&update, "UPDATE ticket SET import = ?1, row = ?2");
    for (int c = 0; c < TICKET_IMPORTED; c++) {
        const char *name = ticket_column_name((ticket_column)c);
        buf_printf(&insert, ", %s", name);
        buf_printf(&compare, " AND %s IS ?%d", name, BIND_TICKET + c);
        buf_printf(&update, ", %s = ?%d", name, BIND_TICKET + c);
    }
    buf_z(&insert, ", since_complaint_h, extra) VALUES(?1, ?2, ?3");
    for (int c = 0; c <= BIND_EXTRA - BIND_TICKET; c++) buf_printf(&insert, ", ?%d", BIND_TICKET + c);
    buf_z(&insert, ") ON CONFLICT(source, no) DO NOTHING");
    buf_printf(&compare, " AND extra IS ?%d", BIND_EXTRA);
    buf_printf(&update, ", extra = ?%d", BIND_EXTRA);
    buf_printf(&compare, ", import = ?1, period FROM ticket WHERE source = ?3 AND no = ?%d", BIND_TICKET + TICKET_NO);
    buf_printf(&update, " WHERE source = ?3 AND no = ?%d", BIND_TICKET + TICKET_NO);
    TRY(store_query_made(m->s, buf_str(&insert), &m->insert, m->e));
    TRY(store_query_made(m->s, buf_str(&compare), &m->compare, m->e));
    return store_query_made(m->s, buf_str(&update), &m->update, m->e);
}

/* What was decided, shown and kept. */
static void write_decisions(const importer *m, buf *out) {
    buf_z(out, "{\"encoding\":");
    buf_json(out, str_c(encoding_name(m->r->coded_in)));
    buf_z(out, ",\"separator\":");
    buf_json(out, m->r->separator);
    if (m->workbook) {
        buf_z(out, ",\"sheet\":");
        buf_json(out, m->r->sheet);
    }
    buf_printf(out, ",\"header\":%lld", (long long)m->r->header_line);
    if (m->o->inspections) buf_z(out, ",\"inspections\":true");
    if (m->o->period.n) {
        buf_z(out, ",\"period\":");
        buf_json(out, m->o->period);
    }
    if (m->r->csat_scale.n) {
        buf_z(out, ",\"csat_scale\":");
        buf_json(out, m->r->csat_scale);
    }
    if (m->row.missing) buf_printf(out, ",\"read_as_missing\":%lld", (long long)m->row.missing);
    if (m->r->left_out) buf_printf(out, ",\"left_out\":%lld", (long long)m->r->left_out);
    buf_printf(out, ",\"clock\":\"%s\"", m->clock ? "business" : "wall");
    buf_printf(out, ",\"customers\":\"%s\",\"scrubbed\":{", m->r->masked ? "masked" : "kept");
    for (int k = 0, some = 0; k < SCRUB_KINDS; k++) {
        if (m->r->scrubbed.n[k]) buf_printf(out, "%s\"%s\":%lld", some++ ? "," : "", scrub_name((scrub_kind)k), (long long)m->r->scrubbed.n[k]);
    }
    buf_printf(out, "},\"partial\":%s,\"update\":%s,\"columns\":{", m->o->partial ? "true" : "false", m->o->update ? "true" : "false");
    for (int i = 0; i < m->r->columns; i++) {
        const import_column *c = &m->column[i];
        if (i) buf_putc(out, ',');
        buf_json(out, c->heading);
        buf_putc(out, ':');
        if (c->known) buf_json(out, str_c(ticket_column_name(c->column)));
        else buf_z(out, c->kept ? "\"extra\"" : "null");
    }
    buf_z(out, "}}");
}

/* Comes last, so that the import is one event with its counts. */
static err_code write_record(importer *m) {
    static const char sql[] = "INSERT INTO import(id, file, sha256, source, on_date, rows_read, stored, updated, duplicate, refused,"
                              " period_from, period_to, decisions) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    import_receipt *r = m->r;
    AUTO(buf_free) buf decisions = {0};
    write_decisions(m, &decisions);
    char today[DATE_TEXT];
    query *q;
    TRY(store_query(m->s, sql, &q, m->e));
    query_bind(q, 1, m->import_id);
    query_bind(q, 2, protect_text(&m->people, str_c(m->o->file), false));
    query_bind_z(q, 3, r->sha256);
    query_bind(q, 4, r->source);
    query_bind_z(q, 5, date_text(store_get_session(m->s)->today, today));
    query_bind(q, 6, r->rows_read);
    query_bind(q, 7, r->stored);
    query_bind(q, 8, r->updated);
    query_bind(q, 9, r->duplicate + r->changed);
    query_bind(q, 10, r->refused);
    if (r->period_from.n) query_bind(q, 11, r->period_from);
    if (r->period_to.n) query_bind(q, 12, r->period_to);
    query_bind(q, 13, buf_str(&decisions));
    return query_run(q, m->e);
}

static err_code find_already(importer *m) {
    const str binds[] = {str_c(m->r->sha256)};
    return store_text(m->s, m->a, "SELECT id FROM import WHERE sha256 = ?1 AND voided IS NULL ORDER BY seq LIMIT 1", binds, 1,
                      &m->r->already, NULL, m->e);
}

static err_code find_language(importer *m) {
    str code;
    TRY(store_text(m->s, m->a, "SELECT value FROM setting WHERE id = 'lang' AND voided IS NULL", NULL, 0, &code, NULL, m->e));
    m->people = (protector){.key_file = m->o->key_file, .counts = &m->r->scrubbed, .language = LANG_ZH};
    lang_parse(code, &m->people.language);
    return ERR_NONE;
}

/* The option goes before the setting; neither: 1 to 5. */
static err_code find_scale(importer *m) {
    str text = m->o->csat_scale;
    const char *field = "--csat-scale";
    if (!text.n) {
        field = "csat_scale";
        TRY(store_text(m->s, m->a, "SELECT value FROM setting WHERE id = 'csat_scale' AND voided IS NULL", NULL, 0, &text, NULL, m->e));
    }
    if (!text.n) return ERR_NONE;
    TRY(csat_scale_parse(m->a, text, field, &m->scale, m->e));
    m->row.scale = &m->scale;
    m->r->csat_scale = text;
    return ERR_NONE;
}

/* ---- the whole --------------------------------------------------------------------------------------------------------------- */

static err_code in_transaction(importer *m) {
    TRY(store_next_id(m->s, m->a, "I", &m->import_id, m->e));
    TRY(prepare(m));
    TRY(read_header(m));
    if (!m->o->inspections) TRY(bulk_begin(m->s, m->a, m->bytes, &m->bulk, m->e));
    TRY(repeats_open(&m->repeats, m->s, m->bulk.on, m->e));
    TRY(read_rows(m));
    import_receipt *r = m->r;
    r->missing = m->row.missing;
    if (m->o->dry_run && !m->o->inspections) TRY(import_samples(m->s, m->a, m->import_id, r, m->e));
    if (r->rows_read == 0) return err_set(m->e, ERR_FILE_EMPTY, "file", m->o->file, NULL);
    if (r->refused && !m->o->partial) {
        r->stored = r->updated = 0;
        err_set(m->e, ERR_ROWS_REFUSED, "file", m->o->file, NULL);
        err_add_int(m->e, "n", r->refused);
        return ERR_ROWS_REFUSED;
    }
    month_range(&m->months, m->a, &r->period_from, &r->period_to);
    TRY(bulk_end(&m->bulk, m->s, m->e));
    TRY(repeats_finish(&m->repeats, m->e));
    if (r->updated && !m->o->inspections) TRY(repeats_rebuild(m->s, &m->touched, m->e));
    TRY(rollup_refresh(m->s, &m->touched, m->e));
    if (m->o->customers == CUSTOMER_KEEP && m->cells[TICKET_CUSTOMER] >= 0) TRY(import_look_reissued(m->s, r, m->e));
    TRY(write_record(m));
    r->id = m->import_id;
    return ERR_NONE;
}

static err_code import_text(importer *m, source *text, str head) {
    m->r->separator = m->o->separator.n ? m->o->separator : csv_guess_separator(head);
    csv_open(&m->csv, text, m->r->separator, m->o->file);
    /* The table's CHECKs say what ticket_read has found true of each cell; to have them said again costs a quarter of an import. */
    err_code code = store_exec(m->s, "PRAGMA ignore_check_constraints=ON", m->e);
    if (!code) code = store_begin(m->s, m->e);
    if (!code) {
        code = in_transaction(m);
        if (!code && m->o->dry_run) {
            store_rollback(m->s);
            m->r->id = S("");
        } else code = store_finish(m->s, code, m->e);
    }
    err ignored;
    store_exec(m->s, "PRAGMA ignore_check_constraints=OFF", &ignored);
    repeats_close(&m->repeats);
    query_free(m->insert);
    query_free(m->compare);
    query_free(m->update);
    buf_free(&m->extra);
    protector_close(&m->people);
    csv_close(&m->csv);
    return code;
}

/* A sheet's hash is its workbook's. */
static err_code hash_source(source *from, char out[HASH_TEXT], err *e) {
    char piece[16 * 1024];
    hash_state h;
    hash_begin(&h);
    TRY(from->rewind(from, e));
    for (size_t n = 1; n;) {
        TRY(from->read(from, piece, sizeof piece, &n, e));
        hash_add(&h, (str){piece, n});
    }
    hash_end(&h, out);
    return from->rewind(from, e);
}

static err_code import_workbook(importer *m, source *from) {
    import_receipt *r = m->r;
    TRY(hash_source(from, r->sha256, m->e));
    r->coded_in = ENCODING_UTF8;
    TRY(find_already(m));
    if (r->already.n) return ERR_NONE;
    AUTO(xlsx_close) xlsx_reader *x = NULL;
    TRY(xlsx_open(m->a, from, m->o->file, &(xlsx_options){.sheet = m->o->sheet, .hidden = m->o->hidden}, &x, m->e));
    r->sheet = xlsx_sheet(x);
    r->other_sheets = arena_str(m->a, xlsx_other_sheets(x));
    m->workbook = true;
    m->offset = xlsx_progress(x, &m->bytes);
    err_code code = import_text(m, xlsx_text(x), S(","));
    r->hidden_rows = xlsx_hidden_rows(x);
    return code;
}

static err_code import_file(importer *m, source *from) {
    encoding_facts *facts = arena_new(m->a, encoding_facts, 1);
    TRY(encoding_examine(from, m->o->coded_in, m->o->file, facts, m->e));
    if (xlsx_starts_page((str){facts->head, facts->head_n})) return err_set(m->e, ERR_WORKBOOK, "file", m->o->file, "reason", "what.workbook_page", NULL);
    memcpy(m->r->sha256, facts->sha256, HASH_TEXT);
    m->r->coded_in = facts->found;
    TRY(find_already(m));
    if (m->r->already.n) return ERR_NONE;
    encoding_source *text = arena_new(m->a, encoding_source, 1);
    TRY(encoding_open(text, from, facts, m->o->file, m->e));
    m->offset = &text->offset;
    m->bytes = facts->bytes;
    err_code code = import_text(m, &text->out, (str){facts->head, facts->head_n});
    encoding_close(text);
    return code;
}

err_code monitor_import(store *s, arena *a, const import_options *o, source *from, import_receipt *ret_receipt, err *e) {
    *ret_receipt = (import_receipt){.source = o->source.n ? o->source : S("tickets")};
    importer *m = arena_new(a, importer, 1);
    *m = (importer){.s = s, .a = a, .o = o, .r = ret_receipt, .e = e};
    TRY(find_language(m));
    TRY(find_scale(m));
    TRY(clock_load(s, a, &m->clock, e));
    char head[8];
    size_t n = 0, piece = 1;
    TRY(from->rewind(from, e));
    for (; n < sizeof head && piece; n += piece) TRY(from->read(from, head + n, sizeof head - n, &piece, e));
    TRY(from->rewind(from, e));
    if (xlsx_starts_old((str){head, n})) return xlsx_refuse_old(from, o->file, e);
    return xlsx_starts((str){head, n}) ? import_workbook(m, from) : import_file(m, from);
}
