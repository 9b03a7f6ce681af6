/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/text_parts.h"

#include <limits.h>

enum { TABLE_COLUMNS = 32, NARROWEST_CELL = 6, LONGEST_WORD = 16, GAP = 2 };

/* The next cell of a row: what stands before an unescaped '|'. *rest is moved behind it; p == NULL at the end. */
static str next_cell(str *rest) {
    size_t i = 0;
    for (; i < rest->n && rest->p[i] != '|'; i++)
        if (rest->p[i] == '\\') i++;
    if (i > rest->n) i = rest->n;
    str cell = str_trim(str_sub(*rest, 0, i));
    *rest = i < rest->n ? str_sub(*rest, i + 1, rest->n) : (str){NULL, 0};
    return cell;
}

/* Without the bars at both ends. */
static str row_inside(str line) {
    line = str_trim(line);
    if (line.n && line.p[0] == '|') line = str_sub(line, 1, line.n);
    if (line.n && line.p[line.n - 1] == '|' && (line.n < 2 || line.p[line.n - 2] != '\\')) line.n--;
    return line;
}

static bool is_delimiter(str cell, bool *ret_right) {
    if (cell.n && cell.p[0] == ':') cell = str_sub(cell, 1, cell.n);
    bool right = cell.n && cell.p[cell.n - 1] == ':';
    if (right) cell.n--;
    for (size_t i = 0; i < cell.n; i++)
        if (cell.p[i] != '-') return false;
    *ret_right = right;
    return cell.n > 0;
}

/* Reads the delimiter row; the number of columns, 0 where it is none. "---:" and not ":---:" is right. */
static int read_delimiters(str line, bool right[TABLE_COLUMNS]) {
    if (!memchr(line.p, '|', line.n)) return 0;
    int n = 0;
    for (str rest = row_inside(line); rest.p;) {
        str cell = next_cell(&rest);
        bool r;
        if (n == TABLE_COLUMNS || !is_delimiter(cell, &r)) return 0;
        right[n++] = r && cell.p[0] != ':';
    }
    return n;
}

bool text_is_table(str head, str delimiter) {
    bool right[TABLE_COLUMNS];
    return head.n && delimiter.n && memchr(head.p, '|', head.n) && read_delimiters(delimiter, right) > 0;
}

typedef struct table {
    int columns, rows;
    bool right[TABLE_COLUMNS];
    int width[TABLE_COLUMNS];
    int least[TABLE_COLUMNS]; /* an id or a date is not to be broken */
    str *cell; /* rows * columns, marked text; row 0 is the head */
} table;

static str *cell_at(const table *tb, int row, int column) { return &tb->cell[row * tb->columns + column]; }

static int longest_word(str s) {
    int longest = 0, n = 0;
    for (size_t i = 0; i < s.n; i++) {
        n = s.p[i] > ' ' && (unsigned char)s.p[i] < 0x80 ? n + 1 : 0;
        if (n > longest) longest = n;
    }
    return longest < LONGEST_WORD ? longest : LONGEST_WORD;
}

static void read_rows(text_out *t, table *tb, const str *lines) {
    tb->cell = arena_new(&t->a, str, tb->rows * tb->columns);
    for (int row = 0; row < tb->rows; row++) {
        str rest = row_inside(lines[row ? row + 1 : 0]);
        for (int c = 0; c < tb->columns; c++) {
            str text = rest.p ? next_cell(&rest) : S("");
            *cell_at(tb, row, c) = text_inline(&t->a, text, row == 0 && text.n);
            int width = utf8_columns(*cell_at(tb, row, c));
            int least = longest_word(*cell_at(tb, row, c));
            if (width > tb->width[c]) tb->width[c] = width;
            if (least > tb->least[c]) tb->least[c] = least;
        }
    }
}

static int total_width(const table *tb) {
    int sum = GAP * (tb->columns - 1);
    for (int c = 0; c < tb->columns; c++) sum += tb->width[c];
    return sum;
}

/* Narrows the widest text columns until the table fits; false where it cannot. */
static bool fit(table *tb, int room) {
    while (total_width(tb) > room) {
        int widest = -1;
        for (int c = 0; c < tb->columns; c++)
            if (!tb->right[c] && tb->width[c] > tb->least[c] && (widest < 0 || tb->width[c] > tb->width[widest])) widest = c;
        if (widest < 0 || tb->width[widest] <= NARROWEST_CELL) return false;
        int spare = total_width(tb) - room, can = tb->width[widest] - tb->least[widest], step = (spare + 3) / 4; /* evens them out */
        tb->width[widest] -= step < can ? step : can;
    }
    return true;
}

static void put_row(text_out *t, const table *tb, int row) {
    size_t at[TABLE_COLUMNS] = {0};
    bool strong[TABLE_COLUMNS] = {false};
    for (bool more = true; more;) {
        more = false;
        text_begin_line(t);
        for (int c = 0; c < tb->columns; c++) {
            str all = *cell_at(tb, row, c), line = {"", 0};
            text_wrap_line(all, &at[c], tb->width[c], &line);
            int pad = tb->width[c] - utf8_columns(line);
            if (pad < 0) pad = 0;
            if (tb->right[c]) buf_fill(t->out, ' ', (size_t)pad);
            text_put(t, line, &strong[c]);
            if (!tb->right[c]) buf_fill(t->out, ' ', (size_t)pad);
            if (c + 1 < tb->columns) buf_fill(t->out, ' ', GAP);
            more |= at[c] < all.n;
        }
        text_end_line(t);
    }
}

static void put_rule(text_out *t, const table *tb) {
    text_begin_line(t);
    for (int c = 0; c < tb->columns; c++) {
        for (int i = 0; i < tb->width[c]; i++) buf_z(t->out, "─");
        if (c + 1 < tb->columns) buf_fill(t->out, ' ', GAP);
    }
    text_end_line(t);
}

/* Every row as "head  value" lines, with an empty line between rows. */
static void put_as_list(text_out *t, const table *tb) {
    for (int row = 1; row < tb->rows; row++) {
        if (row > 1) {
            text_begin_line(t);
            text_end_line(t);
        }
        for (int c = 0; c < tb->columns; c++) {
            str head = *cell_at(tb, 0, c), value = *cell_at(tb, row, c);
            if (value.n == 0) continue;
            text_paragraph(t, str_c(arena_printf(&t->a, "%.*s  %.*s", STR(head), STR(value))));
        }
    }
}

int text_table(text_out *t, const str *lines, int n) {
    table tb = {0};
    tb.columns = read_delimiters(lines[1], tb.right);
    int taken = 2;
    while (taken < n && str_trim(lines[taken]).n && memchr(lines[taken].p, '|', lines[taken].n)) taken++;
    tb.rows = taken - 1;
    read_rows(t, &tb, lines);
    if (!fit(&tb, text_room(t))) {
        put_as_list(t, &tb);
        return taken;
    }
    put_row(t, &tb, 0);
    put_rule(t, &tb);
    for (int row = 1; row < tb.rows; row++) put_row(t, &tb, row);
    return taken;
}
