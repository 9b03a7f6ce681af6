/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --csv of pdca stat: the answer's table, as the JSON has it. */
#include "cli/stat.h"
#include "view/tree.h"

/* One line of the table: cells under headings that grow as they are met. */
typedef struct sheet {
    arena *a;
    const char **heading;
    int headings, room;
    str *cell; /* of the line at hand, by heading */
} sheet;

static int column_of(sheet *s, const char *heading) {
    for (int i = 0; i < s->headings; i++)
        if (strcmp(s->heading[i], heading) == 0) return i;
    if (s->headings == s->room) {
        int room = s->room ? 2 * s->room : 32;
        const char **more = arena_new(s->a, const char *, room);
        str *cells = arena_new(s->a, str, room);
        if (s->headings) {
            memcpy(more, s->heading, sizeof *more * (size_t)s->headings);
            memcpy(cells, s->cell, sizeof *cells * (size_t)s->headings);
        }
        s->heading = more;
        s->cell = cells;
        s->room = room;
    }
    s->heading[s->headings] = arena_strdup(s->a, str_c(heading));
    s->cell[s->headings] = (str){"", 0};
    return s->headings++;
}

static bool is_plain(const node *n) { return n->kind != NODE_ARRAY && n->kind != NODE_OBJECT; }

static str plain(const node *n) {
    switch (n->kind) {
    case NODE_TRUE: return S("true");
    case NODE_FALSE: return S("false");
    case NODE_NULL: return (str){"", 0};
    default: return n->text;
    }
}

/* The figures under n, each under its path: wilson.lo, groups[1].share; a list of plain values is one cell, "1 4". */
static void fill(sheet *s, const node *n, const char *path) {
    if (is_plain(n)) {
        int at = column_of(s, path); /* may move the cells */
        s->cell[at] = plain(n);
        return;
    }
    bool list = n->kind == NODE_ARRAY, flat = list;
    for (const node *i = n->first; i; i = i->next) flat = flat && is_plain(i);
    if (flat) {
        AUTO(buf_free) buf all = {0};
        for (const node *i = n->first; i; i = i->next) buf_printf(&all, "%s%.*s", i == n->first ? "" : " ", STR(plain(i)));
        int at = column_of(s, path);
        s->cell[at] = arena_str(s->a, buf_str(&all));
        return;
    }
    int number = 0;
    for (const node *i = n->first; i; i = i->next) {
        if (list) fill(s, i, arena_printf(s->a, "%s[%d]", path, ++number));
        else fill(s, i, arena_printf(s->a, "%s%s%.*s", path, *path ? "." : "", STR(i->key)));
    }
}

/* The list that is the answer's table; NULL: the answer is figures, each by its name. */
static const node *table_of(const node *answer) {
    static const char *const lists[] = {"points", "change", "comparisons", "categories", "rows", "sizes", "weights", "sections"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const node *n = tree_get(answer, str_c(lists[i]));
        if (n && n->kind == NODE_ARRAY && n->first && n->first->kind == NODE_OBJECT) return n;
    }
    return NULL;
}

static void put_line(buf *b, const str *cell, int n) {
    for (int i = 0; i < n; i++) {
        if (i) buf_putc(b, ',');
        buf_csv(b, cell[i]);
    }
    buf_putc(b, '\n');
}

err_code stat_as_csv(cli *c, size_t from, err *e) {
    node *answer;
    sheet s = {.a = c->a};
    str json = arena_str(c->a, str_sub(buf_str(&c->out), from, c->out.n));
    TRY(tree_parse(c->a, json, &answer, e));
    c->out.n = from;
    const node *list = table_of(answer);
    if (!list) {
        fill(&s, answer, "");
        put_line(&c->out, (const str[]){S("key"), S("value")}, 2);
        for (int i = 0; i < s.headings; i++) put_line(&c->out, (const str[]){str_c(s.heading[i]), s.cell[i]}, 2);
        return ERR_NONE;
    }
    /* Twice over the list: a heading may turn up in its last line. */
    for (const node *i = list->first; i; i = i->next) fill(&s, i, "");
    str *heading = arena_new(c->a, str, s.headings + 1);
    for (int i = 0; i < s.headings; i++) heading[i] = str_c(s.heading[i]);
    put_line(&c->out, heading, s.headings);
    for (const node *i = list->first; i; i = i->next) {
        for (int k = 0; k < s.headings; k++) s.cell[k] = (str){"", 0};
        fill(&s, i, "");
        put_line(&c->out, s.cell, s.headings);
    }
    return ERR_NONE;
}
