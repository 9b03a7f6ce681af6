/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fill DB PROBLEMS: a workspace file with so many problems, each with three causes, four whys and five actions, written by the
 * program's own record calls (so with their audit events), in one transaction. */
#include <stdio.h>
#include <stdlib.h>

#include "monitor/monitor.h"
#include "record/record.h"

static record_ctx ctx;
static err e;

static void must(err_code code) {
    if (!code) return;
    buf b = {0};
    word_error(&b, LANG_EN, &e);
    fprintf(stderr, "fill: %s\n", buf_cstr(&b));
    exit(1);
}

static str add(const char *kind_name, int n, const char *const *pairs) {
    const kind *k = kind_find(str_c(kind_name));
    str *v = record_blank(ctx.a, k), id;
    for (int i = 0; i < n; i++) must(record_parse(&ctx, k, field_find(k, str_c(pairs[2 * i])), str_c(pairs[2 * i + 1]), &v[field_at(k, pairs[2 * i])], &e));
    must(record_add(&ctx, k, S(""), v, &id, &e));
    return id;
}
#define ADD(kind, ...)                                                                                                          \
    add(kind, (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *) / 2), (const char *[]){__VA_ARGS__})

static void problem(int i) {
    char owner[32];
    snprintf(owner, sizeof owner, "责任人%03d", i % 200);
    char title[64], cause[96], due[DATE_TEXT], month[16];
    int months = 5 + i % 24; /* 2022-06 to 2024-05 */
    snprintf(month, sizeof month, "%d-%02d", 2022 + months / 12, months % 12 + 1);
    snprintf(title, sizeof title, "第 %d 号问题：物流延迟与客户催问", i);
    str p = ADD("problem", "title", title, "phenomenon", "订单页的配送信息停在“已出库”，客户**无从得知**进度。", "period", month, "frequency", "42",
                "population", "120", "scope", "华东、华南地区的订单", "owner", owner, "kpi", "repeat_complaint", "baseline", "15%", "target", "5%");
    str first = {0};
    for (int c = 0; c < 3; c++) {
        snprintf(cause, sizeof cause, "仓库系统与物流系统接口异常，第 %d 条", c);
        str id = ADD("cause", "problem", p.p, "category", c ? "process" : "tools", "text", cause, "status", c ? "suspected" : "confirmed", "evidence", "接口日志");
        if (!c) first = id;
    }
    for (int w = 0; w < 4; w++)
        ADD("why", "problem", p.p, "question", "为什么没有实时更新？", "answer", "扫描数据没有写入订单系统", "evidence", "接口日志", "confirmed", w == 3 ? "yes" : "no");
    for (int a = 0; a < 5; a++) {
        date_text(date_from_ymd(2024, 6, 3) + (i + a * 7) % 90, due);
        ADD("action", "problem", p.p, "text", "修复仓库与物流系统接口并告警", "owner", owner, "departments", "技术、运营", "planned", due, "cause",
            first.p, "kpi", "repeat_complaint", "baseline", "15%", "target", "5%");
    }
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    arena keep = {0}, a = {0};
    store *s;
    must(store_create(argv[1], &s, &e));
    store_set_session(s, &(store_session){.actor = S("bench"), .today = date_from_ymd(2024, 6, 1), .now = 1717200000});
    must(store_begin(s, &e));
    must(record_init(s, S("衡石"), S("售后服务改善"), LANG_ZH, &e));
    must(monitor_init(s, &e));
    must(record_prepare(&ctx, s, &keep, LANG_ZH, &e));
    must(monitor_prepare(s, &e));
    ctx.a = &a;
    for (int i = 0; i < atoi(argv[2]); i++) {
        problem(i);
        arena_reset(&a);
    }
    must(store_commit(s, &e));
    store_close(s);
    arena_free(&a);
    arena_free(&keep);
    return 0;
}
