/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/scan.h"

#include <stdlib.h>

static bool scan_has_value(const kpi *k) { return k->form == KPI_MEAN || k->form == KPI_QUANTILE; }
bool scan_keeps_values(const kpi *k) { return k->form == KPI_QUANTILE || (k->form == KPI_MEAN && k->times); }

void scan_free(kpi_sums *sums, int n) {
    for (int i = 0; i < n; i++) free(sums[i].values);
    free(sums);
}

static kpi_sums *new_sums(size_t n) {
    kpi_sums *t = calloc(n + 1, sizeof *t);
    if (!t) abort();
    return t;
}

void scan_columns(const kpi *kpis, int n, bool used[TICKET_COLUMNS]) {
    for (int i = 0; i < n; i++) {
        condition_columns(&kpis[i].numerator, used);
        condition_columns(&kpis[i].negative, used);
        condition_columns(&kpis[i].denominator, used);
        condition_columns(&kpis[i].exclude, used);
        if (scan_has_value(&kpis[i])) used[kpis[i].value_column] = true;
    }
}

/* ---- one ticket ------------------------------------------------------------------------------------------------------------- */

/* What a pass asks of every ticket. Definitions ask the same things again and again (type = complaint): each term is held against the ticket
 * once and gives a bit; a condition is the bits that must be set. */
enum { WORD = 64, TERMS_MAX = CONDITION_TERMS + 1 }; /* one more: a breakdown's own */
typedef struct bits {
    int n; /* words that the condition has bits in: nearly always one */
    struct {
        int word;
        uint64_t mask;
    } in[TERMS_MAX];
} bits;

typedef struct plan_kpi {
    bits numerator, negative, denominator;
} plan_kpi;

typedef struct plan {
    const kpi *kpis;
    int n;
    plan_kpi *kpi;
    bits exclude; /* the workspace's: the same for all KPIs */
    int terms;
    const condition_term **term;
    uint64_t *held;
    int columns;
    struct {
        ticket_column column;
        bool looked_into; /* else only whether there is a value */
    } read[TICKET_COLUMNS]; /* read[i] is the result's column i + 1, behind the period */
    ticket_value row[TICKET_COLUMNS];
} plan;

static void plan_condition(plan *p, const condition *c, bits *ret) {
    for (int i = 0; i < c->n; i++) {
        int at = 0, word = 0;
        while (at < p->terms && !condition_term_same(p->term[at], &c->terms[i])) at++;
        if (at == p->terms) p->term[p->terms++] = &c->terms[i];
        while (word < ret->n && ret->in[word].word != at / WORD) word++;
        if (word == ret->n) ret->in[ret->n++].word = at / WORD;
        ret->in[word].mask |= (uint64_t)1 << at % WORD;
    }
}

static void plan_make(plan *p, arena *a, const kpi *kpis, int n) {
    size_t terms = 0;
    bool used[TICKET_COLUMNS] = {false}, looked_into[TICKET_COLUMNS] = {false};
    for (int i = 0; i < n; i++) terms += (size_t)(kpis[i].numerator.n + kpis[i].negative.n + kpis[i].denominator.n + kpis[i].exclude.n);
    *p = (plan){.kpis = kpis, .n = n, .kpi = arena_new(a, plan_kpi, n + 1), .held = arena_new(a, uint64_t, terms / WORD + 1)};
    p->term = arena_new(a, const condition_term *, terms + 1);
    if (n) plan_condition(p, &kpis[0].exclude, &p->exclude);
    for (int i = 0; i < n; i++) {
        plan_condition(p, &kpis[i].numerator, &p->kpi[i].numerator);
        plan_condition(p, &kpis[i].negative, &p->kpi[i].negative);
        plan_condition(p, &kpis[i].denominator, &p->kpi[i].denominator);
        if (scan_has_value(&kpis[i])) looked_into[kpis[i].value_column] = true;
    }
    for (int i = 0; i < p->terms; i++) looked_into[p->term[i]->column] |= p->term[i]->op != OP_KNOWN;
    scan_columns(kpis, n, used);
    for (int c = 0; c < TICKET_COLUMNS; c++) {
        if (!used[c]) continue;
        p->read[p->columns].column = (ticket_column)c;
        p->read[p->columns++].looked_into = looked_into[c];
    }
}

static inline bool plan_holds(const plan *p, const bits *b) {
    for (int i = 0; i < b->n; i++)
        if ((p->held[b->in[i].word] & b->in[i].mask) != b->in[i].mask) return false;
    return true;
}

static void hold_terms(plan *p) {
    for (int from = 0; from < p->terms; from += WORD) {
        uint64_t held = 0;
        for (int i = from; i < p->terms && i < from + WORD; i++)
            held |= (uint64_t)condition_term_holds(p->term[i], &p->row[p->term[i]->column]) << (i - from);
        p->held[from / WORD] = held;
    }
}

static void read_ticket(plan *p, const query *q) {
    for (int i = 0; i < p->columns; i++) {
        ticket_value *v = &p->row[p->read[i].column];
        double number;
        str text;
        if (!p->read[i].looked_into) {
            v->kind = query_null(q, i + 1) ? VALUE_NULL : VALUE_INT;
            continue;
        }
        switch (query_value(q, i + 1, &number, &text)) {
        case QUERY_NULL: v->kind = VALUE_NULL; break;
        case QUERY_NUMBER: *v = ticket_real(number); break;
        case QUERY_TEXT: *v = (ticket_value){.kind = VALUE_TEXT, .text = text}; break;
        }
    }
}

static void keep_value(kpi_sums *t, double v) {
    if ((size_t)t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 256;
        t->values = realloc(t->values, t->cap * sizeof *t->values);
        if (!t->values) abort();
    }
    t->values[t->n] = v;
}

static void take_ticket(plan *p, const query *q, kpi_sums *sums) {
    read_ticket(p, q);
    hold_terms(p);
    if (p->exclude.n && plan_holds(p, &p->exclude)) return;
    for (int i = 0; i < p->n; i++) {
        const kpi *k = &p->kpis[i];
        kpi_sums *t = &sums[i];
        if (!plan_holds(p, &p->kpi[i].denominator)) continue;
        if (scan_has_value(k)) {
            const ticket_value *v = &p->row[k->value_column];
            if (v->kind == VALUE_NULL) continue;
            t->sum += v->millionths;
            t->sumsq += (scan_wide)v->millionths * v->millionths;
            if (scan_keeps_values(k)) keep_value(t, v->number);
        } else {
            t->plus += plan_holds(p, &p->kpi[i].numerator);
            if (k->form == KPI_SCORE) t->minus += plan_holds(p, &p->kpi[i].negative);
        }
        t->n++;
    }
}

static err_code plan_query(store *s, const plan *p, const char *from, const char *where, query **ret_query, err *e) {
    AUTO(buf_free) buf sql = {0};
    buf_z(&sql, "SELECT period");
    for (int i = 0; i < p->columns; i++) buf_printf(&sql, ", %s", ticket_column_sql(p->read[i].column));
    buf_printf(&sql, " FROM %s WHERE %s", from ? from : "ticket", where);
    return store_query_made(s, buf_str(&sql), ret_query, e);
}

/* ---- where the tickets stand -------------------------------------------------------------------------------------------------- */

/* The tickets of some months: how many, and between which sequence numbers. */
typedef struct span {
    int64_t count, lo, hi;
    bool known; /* lo and hi */
} span;

static span span_join(span a, span b) {
    if (!a.count) return b;
    if (!b.count) return a;
    return (span){a.count + b.count, a.lo < b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi, a.known && b.known};
}

static int64_t span_rows(const span *p) { return p->hi ? p->hi - p->lo + 1 : 0; }

/* Whether to read all that stands there is less work than to look the tickets up one by one. */
static bool span_dense(const span *p) { return !p->count || (p->known && span_rows(p) / 4 <= p->count); }

/* Steps from category to category through the index on (period, category), in which each stands in the order of its sequence numbers: a few
 * look-ups. With very many categories it gives up: not known. Where it need not be `counted`, the count is the most that there can be. */
static err_code span_of(store *s, int month, bool counted, span *ret_span, err *e) {
    static const char sql[] =
        "WITH RECURSIVE c(x) AS (SELECT min(category) FROM ticket WHERE period = ?1 UNION ALL"
        " SELECT (SELECT min(category) FROM ticket WHERE period = ?1 AND category > x) FROM c WHERE x IS NOT NULL LIMIT 1000)"
        " SELECT CASE WHEN ?2 THEN (SELECT count(*) FROM ticket WHERE period = ?1) END, min((SELECT min(seq) FROM ticket WHERE period = ?1 AND category IS x)),"
        " max((SELECT max(seq) FROM ticket WHERE period = ?1 AND category IS x)), count(*) < 1000 FROM c";
    char z[PERIOD_TEXT];
    query *q;
    TRY(store_query(s, sql, &q, e));
    query_bind(q, 1, month_text(month, z));
    query_bind(q, 2, counted);
    *ret_span = (span){0};
    if (query_next(q) && !query_null(q, 1)) *ret_span = (span){query_int(q, 0), query_int(q, 1), query_int(q, 2), query_int(q, 3) != 0};
    if (!counted && ret_span->hi) ret_span->count = span_rows(ret_span);
    return query_end(q, e);
}

err_code scan_month_from(store *s, int month, int *ret_month, err *e) {
    char z[PERIOD_TEXT];
    query *q;
    *ret_month = -1;
    if (month >= MONTHS) return ERR_NONE;
    TRY(store_query(s, "SELECT min(period) FROM ticket WHERE period >= ?1", &q, e));
    query_bind(q, 1, month_text(month, z));
    if (query_next(q) && !query_null(q, 0)) *ret_month = month_index(query_str(q, 0));
    return query_end(q, e);
}

/* ---- windows --------------------------------------------------------------------------------------------------------------------- */

static err_code run(plan *p, query *q, const ticket_window *only, kpi_sums *sums, err *e) {
    str from = str_c(only ? only->from : ""), to = str_c(only ? only->to : "");
    while (query_next(q)) {
        if (only) {
            str of = query_str(q, 0);
            if (str_cmp(of, from) < 0 || str_cmp(of, to) > 0) continue;
        }
        take_ticket(p, q, sums);
    }
    err_code code = query_end(q, e);
    query_free(q);
    return code;
}

static err_code window_span(store *s, const ticket_window *w, span *ret_span, err *e) {
    int last = month_index(str_c(w->to)), month = month_index(str_c(w->from)) - 1;
    *ret_span = (span){0};
    for (;;) {
        span one;
        TRY(scan_month_from(s, month + 1, &month, e));
        if (month < 0 || month > last) return ERR_NONE;
        TRY(span_of(s, month, true, &one, e));
        *ret_span = span_join(*ret_span, one);
    }
}

err_code scan_window(store *s, const kpi *kpis, int n, const ticket_window *w, kpi_sums *sums, err *e) {
    AUTO(arena_free) arena a = {0};
    plan p;
    query *q;
    span at = {0};
    plan_make(&p, &a, kpis, n);
    bool spans = w->by_month && !w->tickets;
    if (spans) TRY(window_span(s, w, &at, e));
    bool dense = spans && span_dense(&at);
    const char *where = dense ? "seq BETWEEN ?1 AND ?2" : w->by_month ? "period BETWEEN ?1 AND ?2" : "opened >= ?1 AND opened < ?2";
    TRY(plan_query(s, &p, w->tickets, where, &q, e));
    if (dense) {
        query_bind(q, 1, at.lo);
        query_bind(q, 2, at.hi);
    } else {
        query_bind_z(q, 1, w->from);
        query_bind_z(q, 2, w->to);
    }
    return run(&p, q, dense ? w : NULL, sums, e);
}

/* ---- months ---------------------------------------------------------------------------------------------------------------------- */

typedef struct months {
    store *s;
    const kpi *kpis;
    int n;
    int count;
    int *month; /* ascending */
    span *span;
    scan_month *call;
    void *user;
} months;

static err_code one_month(const months *m, int at, err *e) {
    ticket_window w = {.by_month = true};
    char z[PERIOD_TEXT];
    memcpy(w.from, month_text(m->month[at], z).p, sizeof "YYYY-MM");
    memcpy(w.to, z, sizeof "YYYY-MM");
    kpi_sums *sums = new_sums((size_t)m->n);
    err_code code = scan_window(m->s, m->kpis, m->n, &w, sums, e);
    if (!code) code = m->call(m->user, m->month[at], sums, e);
    scan_free(sums, m->n);
    return code;
}

/* Tickets come month by month, so the place of the one before is nearly always the place of the next one. */
static err_code together(const months *m, int from, int to, const span *all, err *e) {
    AUTO(arena_free) arena a = {0};
    plan p;
    query *q;
    plan_make(&p, &a, m->kpis, m->n);
    TRY(plan_query(m->s, &p, NULL, "seq BETWEEN ?1 AND ?2", &q, e));
    query_bind(q, 1, all->lo);
    query_bind(q, 2, all->hi);
    size_t per = (size_t)m->n, count = (size_t)(to - from);
    kpi_sums *sums = new_sums(per * count);
    char last[PERIOD_TEXT] = "";
    int at = to;
    while (query_next(q)) {
        str of = query_str(q, 0);
        if (!str_eqz(of, last)) {
            int month = month_index(of);
            for (at = from; at < to && m->month[at] != month; at++) continue;
            month_text(month, last);
        }
        if (at < to) take_ticket(&p, q, sums + per * (size_t)(at - from));
    }
    err_code code = query_end(q, e);
    query_free(q);
    for (int i = from; !code && i < to; i++) code = m->call(m->user, m->month[i], sums + per * (size_t)(i - from), e);
    scan_free(sums, (int)(per * count));
    return code;
}

static err_code some_months(const months *m, int from, int to, err *e) {
    if (to - from == 1) return one_month(m, from, e);
    span p = {0};
    for (int i = from; i < to; i++) p = span_join(p, m->span[i]);
    if (span_dense(&p) && span_rows(&p) <= SCAN_ROWS) return together(m, from, to, &p, e);
    int middle = from + (to - from) / 2;
    TRY(some_months(m, from, middle, e));
    return some_months(m, middle, to, e);
}

err_code scan_months(store *s, const kpi *kpis, int n, const month_set *set, scan_month *call, void *user, err *e) {
    AUTO(arena_free) arena a = {0};
    months m = {.s = s, .kpis = kpis, .n = n, .call = call, .user = user, .month = arena_new(&a, int, MONTHS), .span = arena_new(&a, span, MONTHS)};
    bool all = true; /* the months that have tickets: nothing of what stands between is read in vain */
    for (int month = -1; all;) {
        TRY(scan_month_from(s, month + 1, &month, e));
        if (month < 0) break;
        all = set->has[month];
    }
    for (int i = 0; i < MONTHS; i++) {
        if (!set->has[i]) continue;
        TRY(span_of(s, i, !all, &m.span[m.count], e));
        m.month[m.count++] = i;
    }
    return m.count ? some_months(&m, 0, m.count, e) : ERR_NONE;
}
