/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists: aligned by display width for people, JSON and CSV for programs. */
#include <assert.h>

#include "base/utf8.h"
#include "cli/cli.h"

enum { COLUMNS = 32, WIDEST = 48, GAP = 2 };

struct table {
    cli *c;
    int columns, cells, cap;
    struct {
        const char *heading;
        bool right, last;
    } column[COLUMNS];
    str *cell;
};

table *table_new(cli *c) {
    table *t = arena_new(c->a, table, 1);
    t->c = c;
    return t;
}

void table_column(table *t, const char *heading, bool right, bool last) {
    assert(t->columns < COLUMNS);
    t->column[t->columns].heading = heading;
    t->column[t->columns].right = right;
    t->column[t->columns++].last = last;
}

void table_cell(table *t, str text) {
    if (t->cells == t->cap) {
        int cap = t->cap ? t->cap * 2 : 256;
        str *more = arena_new(t->c->a, str, cap);
        if (t->cells) memcpy(more, t->cell, sizeof *more * (size_t)t->cells);
        t->cell = more;
        t->cap = cap;
    }
    t->cell[t->cells++] = text.p ? arena_str(t->c->a, text) : text;
}

static void print_json(table *t, const char *const *keys) {
    buf *b = &t->c->out;
    buf_putc(b, '[');
    for (int i = 0; i < t->cells; i++) {
        int col = i % t->columns;
        double number;
        buf_z(b, col ? ", " : i ? ",\n {" : "\n {");
        buf_json(b, str_c(keys[col]));
        buf_z(b, ": ");
        if (!t->cell[i].p) buf_z(b, "null");
        else if (t->column[col].right && str_to_real(t->cell[i], &number)) buf_put(b, t->cell[i]);
        else buf_json(b, t->cell[i]);
        if (col == t->columns - 1) buf_putc(b, '}');
    }
    buf_z(b, t->cells ? "\n]\n" : "]\n");
}

static void print_csv(table *t) {
    buf *b = &t->c->out;
    for (int i = 0; i < t->columns; i++) {
        if (i) buf_putc(b, ',');
        buf_csv(b, str_c(t->column[i].heading));
    }
    buf_z(b, "\r\n");
    for (int i = 0; i < t->cells; i++) {
        buf_csv(b, t->cell[i]);
        buf_z(b, i % t->columns == t->columns - 1 ? "\r\n" : ",");
    }
}

static int widths(const table *t, int *width, const bool *shown) {
    int total = 0;
    for (int col = 0; col < t->columns; col++) {
        width[col] = utf8_columns(str_c(t->column[col].heading));
        for (int i = col; i < t->cells; i += t->columns) {
            int w = utf8_columns(t->cell[i]);
            if (w > width[col]) width[col] = w;
        }
        if (width[col] > WIDEST) width[col] = WIDEST;
        if (shown[col]) total += width[col] + GAP;
    }
    return total - GAP;
}

/* A cell as one line: a list shows where a text goes on, the record shows it whole. */
static str one_line(arena *a, str s) {
    char *p = arena_strdup(a, s);
    for (char *q = p; *q; q++)
        if (*q == '\n' || *q == '\r' || *q == '\t') *q = ' ';
    return (str){p, s.n};
}

static void print_row(table *t, const int *width, const bool *shown, int last, const str *cells) {
    buf *b = &t->c->out;
    for (int col = 0; col < t->columns; col++) {
        if (!shown[col]) continue;
        AUTO(buf_free) buf cut = {0};
        utf8_clip(&cut, one_line(t->c->a, cells[col]), width[col]);
        if (col == last && !t->column[col].right) buf_put(b, buf_str(&cut));
        else utf8_pad(b, buf_str(&cut), width[col], t->column[col].right);
        if (col != last) buf_fill(b, ' ', GAP);
    }
    while (b->n && b->p[b->n - 1] == ' ') b->n--;
    buf_putc(b, '\n');
}

static void print_text(table *t) {
    int width[COLUMNS], dropped = 0;
    bool shown[COLUMNS];
    for (int i = 0; i < t->columns; i++) shown[i] = true;
    int limit = t->c->columns > 40 ? t->c->columns : 0;
    while (limit && widths(t, width, shown) > limit) {
        int drop = t->columns - 1;
        while (drop > 0 && !(shown[drop] && t->column[drop].last)) drop--;
        if (drop == 0) break;
        shown[drop] = false;
        dropped++;
    }
    widths(t, width, shown);
    int last = t->columns - 1;
    while (last > 0 && !shown[last]) last--;
    str heads[COLUMNS];
    for (int i = 0; i < t->columns; i++) heads[i] = str_c(t->column[i].heading);
    if (t->c->color) buf_z(&t->c->out, "\033[1m");
    print_row(t, width, shown, last, heads);
    if (t->c->color) buf_z(&t->c->out, "\033[0m");
    for (int i = 0; i + t->columns <= t->cells; i += t->columns) print_row(t, width, shown, last, t->cell + i);
    if (dropped) cli_remark(t->c, "cli.columns_dropped", "n", cli_int(t->c, dropped), NULL);
}

void table_print(table *t, const char *const *keys) {
    if (t->c->json) print_json(t, keys);
    else if (t->c->csv) print_csv(t);
    else if (t->cells) print_text(t);
    else cli_say(t->c, "cli.nothing", NULL);
}
