/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/calendar.h"

#include "base/embed.h"

/* One day that is not what its weekday says. */
typedef struct day {
    date on;
    bool works;
} day;

static str official(str name) {
    char path[64] = "src/store/calendar/";
    if (name.n == 0 || name.n > 8) return (str){NULL, 0};
    strncat(path, name.p, name.n);
    strcat(path, ".csv");
    return embed_find(path);
}

bool calendar_known(str name) { return official(name).p != NULL; }

/* Lines date,kind,name; the remarks and the header before them are no dates. */
static int read_official(str data, day *days) {
    int n = 0;
    for (str line, when, kind; data.p;) {
        data = str_cut(data, '\n', &line);
        str rest = str_cut(line, ',', &when);
        date d;
        if (!rest.p || !date_parse(when, &d)) continue;
        str_cut(rest, ',', &kind);
        if (days) days[n] = (day){d, str_eq(kind, S("workday"))};
        n++;
    }
    return n;
}

static err_code read_records(store *s, day *days, int64_t most, int *ret_n, err *e) {
    query *q;
    *ret_n = 0;
    /* ISO dates sort by bytes as by time */
    TRY(store_query(s, "SELECT id, kind = 'workday' FROM calendar_day WHERE voided IS NULL ORDER BY id", &q, e));
    while (query_next(q) && *ret_n < most) {
        date d;
        if (date_parse(query_str(q, 0), &d)) days[(*ret_n)++] = (day){d, query_int(q, 1) != 0};
    }
    return query_end(q, e);
}

/* Both lists ascend; a record goes before the official day. */
static void merge(const day *base, int n_base, const day *own, int n_own, workdays *w, date *on, date *off) {
    for (int i = 0, k = 0; i < n_base || k < n_own;) {
        bool from_own = k < n_own && (i == n_base || own[k].on <= base[i].on);
        day d = from_own ? own[k] : base[i];
        i += i < n_base && base[i].on == d.on;
        k += k < n_own && own[k].on == d.on;
        bool in_week = w->week >> (date_weekday(d.on) - 1) & 1;
        if (d.works && !in_week) on[w->n_on++] = d.on;
        else if (!d.works && in_week) off[w->n_off++] = d.on;
    }
}

err_code store_workdays_of(store *s, arena *a, uint8_t week, workdays *ret_workdays, err *e) {
    int64_t records;
    str name;
    TRY(store_int(s, "SELECT count(*) FROM calendar_day WHERE voided IS NULL", NULL, 0, &records, e));
    TRY(store_text(s, a, "SELECT value FROM setting WHERE id = 'calendar' AND voided IS NULL", NULL, 0, &name, NULL, e));
    str data = official(name);
    int n_base = read_official(data, NULL), n_own;
    day *base = arena_new(a, day, n_base + 1), *own = arena_new(a, day, records + 1);
    date *on = arena_new(a, date, n_base + records + 1), *off = arena_new(a, date, n_base + records + 1);
    read_official(data, base);
    TRY(read_records(s, own, records, &n_own, e));
    workdays w = {.week = week, .on = on, .off = off};
    merge(base, n_base, own, n_own, &w, on, off);
    *ret_workdays = w;
    return ERR_NONE;
}

err_code store_workdays(store *s, arena *a, workdays *ret_workdays, err *e) {
    return store_workdays_of(s, a, WEEK_MON_FRI, ret_workdays, e);
}
