/* SPDX-License-Identifier: GPL-3.0-or-later */
/* write DB FOLDER DATE: the least that writes the bench's problem pages: each as HTML and Markdown with its drawing, in both languages, as
 * `pdca site` writes them (byte for byte when this was written; the bench compares the sizes). Plain prepared statements, each row read once for both languages; no JSON, no template, no tree, no
 * inspection, no look for personal data. What a hand-made writer would take from a library it takes from ours: escaping, prose, words, the pure
 * rules, the drawing. What `pdca site` costs is measured against it. Parts of pages that the bench's data do not have are not written: it stops
 * where there are any. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/words.h"
#include "base/utf8.h"
#include "chart/chart.h"
#include "formats/markdown.h"
#include "record/rules.h"
#include "store/calendar.h"

enum { ROWS = 64, OWNERS = 4096, SHOWN = 40 };

typedef struct cause_row { str id, category, text, parent, status, evidence, name[LANG_COUNT]; int place; } cause_row;
typedef struct why_row { str id, cause, question, answer, evidence; int chain, level; bool confirmed; } why_row;
typedef struct action_row {
    str id, text, kind, owner, owner_kind, departments, planned, first_planned, actual, expected, effect, left, blocked, cancelled, cause, why, kpi;
    str recorded, removes;
    double baseline, target;
    bool has_baseline, has_target;
    int progress, expected_progress, ok;
    action_state state;
    smart_finding finding[SMART_LETTERS];
    date start, due;
} action_row;
typedef struct event_row { int64_t seq; str at, actor, verb, kind, id, reason, hash; } event_row;
typedef struct kpi_row { str id, name[LANG_COUNT], unit, direction; int decimals; } kpi_row;
typedef struct category_row { str id, name[LANG_COUNT]; int place; } category_row;
typedef struct owner_row { str name; int open; } owner_row;

enum { Q_PROBLEM, Q_CAUSE, Q_WHY, Q_ACTION, Q_CHECKPOINT, Q_DELAY, Q_EVENT, Q_REST, Q_COUNT };
static const char *const sql[Q_COUNT] = {
    "SELECT id, title, phenomenon, period, frequency, population, scope, severity, owner, kpi, baseline, target, stage, cycle, opened, stage_since"
    " FROM problem WHERE voided IS NULL ORDER BY seq",
    "SELECT id, category, text, parent, status, evidence FROM cause WHERE problem = ?1 AND cycle = ?2 AND voided IS NULL ORDER BY seq",
    "SELECT id, cause, question, answer, evidence, chain, level, confirmed FROM why WHERE problem = ?1 AND cycle = ?2 AND voided IS NULL ORDER BY seq",
    "SELECT id, text, kind, owner, owner_kind, departments, planned, first_planned, actual, expected, effect, left, blocked, cancelled, cause, why, kpi,"
    " baseline, target, progress, start FROM action WHERE problem = ?1 AND cycle = ?2 AND voided IS NULL ORDER BY seq",
    "SELECT date, criterion FROM checkpoint WHERE action = ?1 AND voided IS NULL ORDER BY date, seq",
    "SELECT delay_reason FROM progress WHERE action = ?1 AND voided IS NULL AND delay_reason IS NOT NULL ORDER BY date DESC, seq DESC LIMIT 1",
    "SELECT seq, at, actor, verb, reason, hash, today FROM event WHERE kind = ?1 AND id = ?2 ORDER BY seq",
    "SELECT (SELECT count(*) FROM effect_check WHERE problem = ?1) + (SELECT count(*) FROM standard WHERE problem = ?1)"};

static sqlite3 *db;
static sqlite3_stmt *st[Q_COUNT];
static arena keep, page; /* of the run, of one problem */
static buf html, md, svg;
static date today;
static char day[DATE_TEXT];
static str name, title;
static int64_t pages;
static workdays calendar;
static kpi_row kpi[ROWS];
static category_row category[ROWS];
static owner_row owner[OWNERS];
static int n_kpi, n_category, n_owner, owner_limit, plan_limit;
static int folder[LANG_COUNT];

static struct {
    str id, title, phenomenon, period, scope, severity, owner, stage, opened, direct, root;
    const kpi_row *kpi;
    int frequency, population, stage_days, open, over, done;
    double baseline, target;
    sqlite3_int64 cycle;
    cause_row cause[ROWS];
    why_row why[ROWS];
    action_row action[ROWS];
    event_row event[4 * ROWS];
    int n_cause, n_why, n_action, n_event, confirmed, ruled_out;
} p;

static void stop(const char *why) {
    fprintf(stderr, "write: %s %s\n", why, sqlite3_errmsg(db));
    exit(1);
}

static str text_of(sqlite3_stmt *s, int at, arena *a) {
    const char *z = (const char *)sqlite3_column_text(s, at);
    return z ? arena_str(a, (str){z, (size_t)sqlite3_column_bytes(s, at)}) : (str){NULL, 0};
}
static str get(int q, int at) { return text_of(st[q], at, &page); }

static bool next(int q) {
    int rc = sqlite3_step(st[q]);
    if (rc == SQLITE_ROW) return true;
    if (rc != SQLITE_DONE) stop("cannot read:");
    sqlite3_reset(st[q]);
    return false;
}

static void ask(int q, str a) { sqlite3_bind_text(st[q], 1, a.p, (int)a.n, SQLITE_STATIC); }

/* ---- what is read once */

static sqlite3_stmt *prepare(const char *text) {
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(db, text, -1, &s, NULL)) stop("cannot prepare:");
    return s;
}

static void one_text(const char *text, str *ret) {
    sqlite3_stmt *s = prepare(text);
    *ret = sqlite3_step(s) == SQLITE_ROW ? text_of(s, 0, &keep) : (str){"", 0};
    sqlite3_finalize(s);
}

static void read_workspace(void) {
    str value;
    one_text("SELECT value FROM setting WHERE id = 'name'", &name);
    one_text("SELECT value FROM setting WHERE id = 'title'", &title);
    one_text("SELECT value FROM setting WHERE id = 'owner_limit'", &value);
    owner_limit = atoi(value.p);
    one_text("SELECT value FROM setting WHERE id = 'stage_limits'", &value);
    plan_limit = rule_stage_limit(value, STAGE_PLAN);
    sqlite3_stmt *s = prepare("SELECT id, name_zh, name_en, unit, direction, decimals FROM kpi WHERE voided IS NULL");
    for (; sqlite3_step(s) == SQLITE_ROW; n_kpi++)
        kpi[n_kpi] = (kpi_row){text_of(s, 0, &keep), {text_of(s, 1, &keep), text_of(s, 2, &keep)}, text_of(s, 3, &keep), text_of(s, 4, &keep), sqlite3_column_int(s, 5)};
    sqlite3_finalize(s);
    s = prepare("SELECT id, name_zh, name_en, position FROM category WHERE voided IS NULL ORDER BY position");
    for (; sqlite3_step(s) == SQLITE_ROW; n_category++)
        category[n_category] = (category_row){text_of(s, 0, &keep), {text_of(s, 1, &keep), text_of(s, 2, &keep)}, sqlite3_column_int(s, 3)};
    sqlite3_finalize(s);
    s = prepare("SELECT owner, count(*) FROM action WHERE actual IS NULL AND cancelled IS NULL AND voided IS NULL GROUP BY owner ORDER BY owner");
    for (; sqlite3_step(s) == SQLITE_ROW && n_owner < OWNERS; n_owner++) owner[n_owner] = (owner_row){text_of(s, 0, &keep), sqlite3_column_int(s, 1)};
    sqlite3_finalize(s);
}

static int by_owner(const void *a, const void *b) { return str_cmp(((const owner_row *)a)->name, ((const owner_row *)b)->name); }
static int open_of(str who) {
    const owner_row key = {.name = who}, *found = bsearch(&key, owner, (size_t)n_owner, sizeof *owner, by_owner);
    return found ? found->open : 0;
}

static const kpi_row *kpi_of(str id) {
    for (int i = 0; i < n_kpi; i++)
        if (str_eq(kpi[i].id, id)) return &kpi[i];
    return NULL;
}

/* ---- one problem */

static void add_events(const char *kind, str id, str *ret_recorded) {
    sqlite3_bind_text(st[Q_EVENT], 1, kind, -1, SQLITE_STATIC);
    sqlite3_bind_text(st[Q_EVENT], 2, id.p, (int)id.n, SQLITE_STATIC);
    for (bool first = true; next(Q_EVENT); first = false) {
        if (p.n_event == 4 * ROWS) stop("too many events");
        p.event[p.n_event++] = (event_row){sqlite3_column_int64(st[Q_EVENT], 0), get(Q_EVENT, 1), get(Q_EVENT, 2), get(Q_EVENT, 3), str_c(kind), id, get(Q_EVENT, 4), get(Q_EVENT, 5)};
        if (first && ret_recorded) *ret_recorded = get(Q_EVENT, 6);
    }
}

static void read_causes(void) {
    ask(Q_CAUSE, p.id);
    sqlite3_bind_int64(st[Q_CAUSE], 2, p.cycle);
    for (p.n_cause = p.confirmed = p.ruled_out = 0; next(Q_CAUSE) && p.n_cause < ROWS; p.n_cause++) {
        cause_row *c = &p.cause[p.n_cause];
        *c = (cause_row){get(Q_CAUSE, 0), get(Q_CAUSE, 1), get(Q_CAUSE, 2), get(Q_CAUSE, 3), get(Q_CAUSE, 4), get(Q_CAUSE, 5), {{0}}, 0};
        for (int i = 0; i < n_category; i++)
            if (str_eq(category[i].id, c->category)) {
                c->place = category[i].place;
                memcpy(c->name, category[i].name, sizeof c->name);
            }
        p.confirmed += str_eqz(c->status, "confirmed");
        p.ruled_out += str_eqz(c->status, "ruled_out");
    }
}

static bool chain_is_confirmed(int chain) {
    for (int i = 0; i < p.n_why; i++)
        if (p.why[i].chain == chain && p.why[i].confirmed) return true;
    return false;
}

static void join(buf *b, str text) {
    if (b->n) stop("two root causes:");
    buf_put(b, text);
}

static void read_whys(void) {
    AUTO(buf_free) buf whys = {0}, causes = {0};
    ask(Q_WHY, p.id);
    sqlite3_bind_int64(st[Q_WHY], 2, p.cycle);
    for (p.n_why = 0; next(Q_WHY) && p.n_why < ROWS; p.n_why++) {
        why_row *w = &p.why[p.n_why];
        *w = (why_row){get(Q_WHY, 0), get(Q_WHY, 1), get(Q_WHY, 2), get(Q_WHY, 3), get(Q_WHY, 4), sqlite3_column_int(st[Q_WHY], 5), sqlite3_column_int(st[Q_WHY], 6), sqlite3_column_int(st[Q_WHY], 7)};
        if (w->confirmed) join(&whys, w->answer);
    }
    p.direct = p.root = (str){NULL, 0};
    bool best = false;
    for (int i = 0; i < p.n_why; i++) {
        if (p.why[i].level != 1 || best) continue;
        best = chain_is_confirmed(p.why[i].chain);
        if (best || !p.direct.p) p.direct = p.why[i].answer;
    }
    for (int i = 0; i < p.n_cause; i++)
        if (str_eqz(p.cause[i].status, "confirmed")) join(&causes, p.cause[i].text);
    if (whys.n || causes.n) p.root = arena_str(&page, buf_str(whys.n ? &whys : &causes));
}

static void judge(action_row *a, int checkpoints) {
    action_dates d = {.actual = DATE_NONE, .progress = a->progress, .cancelled = a->cancelled.p != NULL, .promises_effect = a->expected.p != NULL, .effect_known = a->effect.p != NULL};
    date recorded = DATE_NONE;
    if (a->actual.p) date_parse(a->actual, &d.actual);
    date_parse(a->planned, &a->due);
    d.planned = a->due;
    a->state = rule_action_state(&d, today, NULL);
    a->expected_progress = rule_expected_progress(a->start, a->due, today);
    if (a->recorded.p) date_parse(a->recorded, &recorded);
    smart_facts f = {.text_columns = utf8_columns(a->text), .owner = a->owner, .owner_is_person = str_eqz(a->owner_kind, "person"), .has_kpi = a->kpi.p != NULL,
                     .has_expected = a->expected.p != NULL, .has_baseline = a->has_baseline, .has_target = a->has_target, .is_correction = str_eqz(a->kind, "correction"),
                     .has_problem = true, .cause_recorded = a->cause.p || a->why.p, .owner_open = open_of(a->owner), .owner_limit = owner_limit, .recorded = recorded,
                     .start = a->start, .planned = a->due, .working_days = workdays_between(&calendar, a->start, a->due), .checkpoints = checkpoints};
    a->ok = rule_smart(&f, a->finding);
    for (int i = 0; i < p.n_cause; i++)
        if (str_eq(p.cause[i].id, a->cause)) a->removes = p.cause[i].text;
    for (int i = 0; i < p.n_why && !a->removes.p; i++)
        if (str_eq(p.why[i].id, a->why)) a->removes = p.why[i].answer;
    bool open = !a->actual.p && !a->cancelled.p;
    p.open += open;
    p.over += a->state.status == ACTION_OVER;
    p.done += a->actual.p != NULL;
}

static void read_actions(void) {
    ask(Q_ACTION, p.id);
    sqlite3_bind_int64(st[Q_ACTION], 2, p.cycle);
    for (p.n_action = p.open = p.over = p.done = 0; next(Q_ACTION) && p.n_action < ROWS; p.n_action++) {
        sqlite3_stmt *s = st[Q_ACTION];
        str *t[] = {&p.action[p.n_action].id, &p.action[p.n_action].text, &p.action[p.n_action].kind, &p.action[p.n_action].owner, &p.action[p.n_action].owner_kind,
                    &p.action[p.n_action].departments, &p.action[p.n_action].planned, &p.action[p.n_action].first_planned, &p.action[p.n_action].actual,
                    &p.action[p.n_action].expected, &p.action[p.n_action].effect, &p.action[p.n_action].left, &p.action[p.n_action].blocked,
                    &p.action[p.n_action].cancelled, &p.action[p.n_action].cause, &p.action[p.n_action].why, &p.action[p.n_action].kpi};
        action_row *a = &p.action[p.n_action];
        *a = (action_row){.baseline = sqlite3_column_double(s, 17), .target = sqlite3_column_double(s, 18), .has_baseline = sqlite3_column_type(s, 17) != SQLITE_NULL,
                          .has_target = sqlite3_column_type(s, 18) != SQLITE_NULL, .progress = sqlite3_column_int(s, 19)};
        for (int i = 0; i < 17; i++) *t[i] = text_of(s, i, &page);
        if (!date_parse(text_of(s, 20, &page), &a->start)) stop("a start that is no date");
    }
    for (int i = 0; i < p.n_action; i++) {
        int checkpoints = 0;
        ask(Q_CHECKPOINT, p.action[i].id);
        while (next(Q_CHECKPOINT)) checkpoints++;
        ask(Q_DELAY, p.action[i].id);
        while (next(Q_DELAY)) stop("a reason of delay:");
        if (checkpoints) stop("a checkpoint:");
        add_events("action", p.action[i].id, &p.action[i].recorded);
        judge(&p.action[i], checkpoints);
    }
}

static int by_seq_down(const void *a, const void *b) {
    int64_t x = ((const event_row *)a)->seq, y = ((const event_row *)b)->seq;
    return (x < y) - (x > y);
}

static void read_problem(void) {
    sqlite3_stmt *s = st[Q_PROBLEM];
    date since;
    p.id = get(Q_PROBLEM, 0), p.title = get(Q_PROBLEM, 1), p.phenomenon = get(Q_PROBLEM, 2), p.period = get(Q_PROBLEM, 3), p.scope = get(Q_PROBLEM, 6);
    p.frequency = sqlite3_column_int(s, 4), p.population = sqlite3_column_int(s, 5), p.severity = get(Q_PROBLEM, 7), p.owner = get(Q_PROBLEM, 8);
    p.kpi = kpi_of(get(Q_PROBLEM, 9)), p.baseline = sqlite3_column_double(s, 10), p.target = sqlite3_column_double(s, 11), p.stage = get(Q_PROBLEM, 12);
    p.cycle = sqlite3_column_int64(s, 13), p.opened = get(Q_PROBLEM, 14);
    if (!str_eqz(p.stage, "plan") || p.cycle != 1 || !p.kpi || !p.frequency || !p.population) stop("a problem that the bench has not");
    if (!date_parse(get(Q_PROBLEM, 15), &since)) stop("no date");
    p.stage_days = today - since;
    p.n_event = 0;
    read_causes();
    read_whys();
    read_actions();
    add_events("problem", p.id, NULL);
    for (int i = 0; i < p.n_cause; i++) add_events("cause", p.cause[i].id, NULL);
    for (int i = 0; i < p.n_why; i++) add_events("why", p.why[i].id, NULL);
    qsort(p.event, (size_t)p.n_event, sizeof *p.event, by_seq_down);
    ask(Q_REST, p.id);
    while (next(Q_REST))
        if (sqlite3_column_int(st[Q_REST], 0)) stop("a check or a standard:");
}

/* ---- writing: the buffer and the language at work */

static buf *b;
static lang l;

#define RAW(lit) buf_put(b, S(lit))
/* A word, looked up once. */
#define WORD(key) (__extension__({ static const char *text_[LANG_COUNT]; if (!text_[l]) text_[l] = word(l, key); text_[l]; }))
#define W(key) buf_z(b, WORD(key))

static void esc(str s) { buf_html(b, s); }
static void cell(str s) { buf_md(b, s, false); }
static void number(long long v) { buf_printf(b, "%lld", v); }
static const char *number_z(long long v) { return arena_printf(&page, "%lld", v); }

/* With the KPI's decimals; shares in per cent. */
static const char *figure(const kpi_row *k, double v) {
    bool share = str_eqz(k->unit, "%");
    return arena_printf(&page, "%.*f%s", k->decimals, share ? v * 100 : v, share ? "%" : "");
}

static const char *choice(const char *group, str value) { return word(l, arena_printf(&page, "choice.%s.%.*s", group, STR(value))); }

static const char *do_text(void) {
    AUTO(buf_free) buf t = {0};
    if (p.n_action == 0) return WORD("problem_page.no_actions");
    if (!p.open) return WORD("problem_page.do_done");
    word_format(&t, l, p.over ? "problem_page.do_over" : "problem_page.do_open", "open", number_z(p.open), "over", number_z(p.over), NULL);
    return arena_strdup(&page, buf_str(&t));
}

static const char *status_text(const action_row *a) {
    AUTO(buf_free) buf t = {0};
    word_format(&t, l, arena_printf(&page, "status.%s", action_status_key(a->state.status)), "days", number_z(a->state.late_days), NULL);
    return arena_strdup(&page, buf_str(&t));
}

static void counted(void) {
    word_format(b, l, "problem_page.counted", "period", p.period.p, "population", number_z(p.population), "frequency", number_z(p.frequency), "share",
                arena_printf(&page, "%.1f%%", 100.0 * p.frequency / p.population), NULL);
}

static const char *claim(void) {
    AUTO(buf_free) buf t = {0};
    word_format(&t, l, p.confirmed ? "problem_page.fish_root" : "problem_page.fish_open", "n", number_z(p.n_cause), "out", number_z(p.ruled_out), "root", number_z(p.confirmed), NULL);
    return arena_strdup(&page, buf_str(&t));
}

static const char *lacks_of(const action_row *a) {
    char *z = arena_alloc(&page, 2 * SMART_LETTERS + 1);
    for (int i = 0, n = 0; i < SMART_LETTERS; i++)
        if (!a->finding[i].ok) n += snprintf(z + n, (size_t)(2 * SMART_LETTERS + 1 - n), "%s%c", n ? " " : "", a->finding[i].letter);
    return z;
}

static void over_limit(void) {
    word_format(b, l, "problem_page.over_limit", "stage_days", number_z(p.stage_days), "stage_limit", number_z(plan_limit), NULL);
}

/* ---- what the gate still asks: a line each */

typedef void gate_line(const char *text, const char *command);

static bool is_removed(str id, bool of_cause) {
    for (int i = 0; i < p.n_action; i++)
        if (!str_eqz(p.action[i].kind, "correction") && !p.action[i].cancelled.p && str_eq(of_cause ? p.action[i].cause : p.action[i].why, id)) return true;
    return false;
}

static void gate_about(gate_line *line, const char *key, str id, const char *text, const char *command) {
    AUTO(buf_free) buf t = {0};
    word_format(&t, l, key, "id", id.p, "text", text, NULL);
    line(buf_cstr(&t), command);
}

static void gate(gate_line *line) {
    for (int i = 0; i < p.n_cause; i++)
        if (str_eqz(p.cause[i].status, "confirmed") && !is_removed(p.cause[i].id, true))
            gate_about(line, "gate.no_action", p.cause[i].id, p.cause[i].text.p,
                       arena_printf(&page, "pdca action add %s \"…\" --cause %s --owner … --planned +10wd --kpi … --baseline … --target …", p.id.p, p.cause[i].id.p));
    for (int i = 0; i < p.n_why; i++)
        if (p.why[i].confirmed && !is_removed(p.why[i].id, false))
            gate_about(line, "gate.no_action", p.why[i].id, p.why[i].answer.p,
                       arena_printf(&page, "pdca action add %s \"…\" --why %s --owner … --planned +10wd --kpi … --baseline … --target …", p.id.p, p.why[i].id.p));
    for (int i = 0; i < p.n_action; i++)
        for (int k = 0; k < SMART_LETTERS; k++) {
            const smart_finding *f = &p.action[i].finding[k];
            if (f->ok) continue;
            AUTO(buf_free) buf t = {0}, mend = {0};
            buf_printf(&t, "%c ", f->letter);
            word_format(&t, l, arena_printf(&page, "smart.%s", f->key), "open", number_z(open_of(p.action[i].owner)), "limit", number_z(owner_limit), NULL);
            word_format(&mend, l, arena_printf(&page, "smart.mend.%s", f->mend), "id", p.action[i].id.p, NULL);
            gate_about(line, "gate.smart", p.action[i].id, buf_cstr(&t), buf_cstr(&mend));
        }
}

#include "write_html.h"
#include "write_md.h"

/* ---- files */

static void put_file(int dir, const char *file, const buf *data) {
    int fd = openat(dir, file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, data->p, data->n) != (ssize_t)data->n || close(fd)) stop(file);
}

static void put_page(void) {
    drawing d = draw_read();
    buf_clear(&html), buf_clear(&md), buf_clear(&svg);
    b = &html;
    write_html(&d);
    b = &md;
    write_md(&d);
    draw_file(&svg, &d);
    put_file(folder[l], arena_printf(&page, "%s.html", p.id.p), &html);
    put_file(folder[l], arena_printf(&page, "%s.md", p.id.p), &md);
    put_file(folder[l], arena_printf(&page, "charts/%s-1.svg", p.id.p), &svg);
    pages++;
}

static int make(const char *path) {
    if (mkdir(path, 0777)) stop(path);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) stop(path);
    if (mkdirat(fd, "charts", 0777)) stop(path);
    return fd;
}

int main(int argc, char **argv) {
    if (argc != 4 || !date_parse(str_c(argv[3]), &today)) return 2;
    date_text(today, day);
    if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL)) stop(argv[1]);
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    for (int i = 0; i < Q_COUNT; i++) st[i] = prepare(sql[i]);
    store *s;
    err e;
    if (store_open(argv[1], &s, &e) || store_workdays(s, &keep, &calendar, &e)) stop("no calendar");
    store_close(s);
    read_workspace();
    folder[LANG_ZH] = make(argv[2]);
    folder[LANG_EN] = make(arena_printf(&keep, "%s/en", argv[2]));
    for (; next(Q_PROBLEM); arena_reset(&page)) {
        read_problem();
        for (l = LANG_ZH; l < LANG_COUNT; l++) put_page();
    }
    printf("%lld pages\n", (long long)pages);
    arena_free(&page);
    arena_free(&keep);
    buf_free(&html), buf_free(&md), buf_free(&svg);
    for (int i = 0; i < Q_COUNT; i++) sqlite3_finalize(st[i]);
    return sqlite3_close(db) != SQLITE_OK;
}
