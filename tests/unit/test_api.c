/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library as another program sees it: include/pdca.h and nothing else of the house. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "pdca.h"

static char dir[] = "/tmp/pdca-api.XXXXXX";
static const pdca_session session = {.actor = "api", .language = "en", .today = "2024-06-01", .now = 1717200000};

static int setup(void **state) {
    (void)state;
    char line[256];
    if (!mkdtemp(dir)) return -1;
    const char *program = getenv("PDCA");
    snprintf(line, sizeof line, "%s init %s/w --lang en > /dev/null", program ? program : "build/pdca", dir);
    return system(line);
}

static int teardown(void **state) {
    (void)state;
    char line[128];
    snprintf(line, sizeof line, "rm -rf %s", dir);
    return system(line);
}

static pdca *opened(void) {
    char folder[64];
    pdca *p;
    snprintf(folder, sizeof folder, "%s/w", dir);
    assert_int_equal(pdca_open(folder, &session, &p), 0);
    return p;
}

static void records_are_added_changed_voided(void **state) {
    (void)state;
    pdca *p = opened();
    char id[48];
    const char *const fields[] = {"title", "Logistics delay", "frequency", "42", "population", "120", NULL};
    assert_int_equal(pdca_add(p, "problem", NULL, fields, NULL, id), 0);
    assert_string_equal(id, "P-2024-001");
    const char *const bad[] = {"severity", "huge", NULL};
    assert_int_equal(pdca_set(p, "problem", id, bad, NULL), 1);
    assert_non_null(strstr(pdca_message(p), "low,medium,high,critical"));
    const char *const kept[] = {"stage", "closed", NULL};
    assert_int_equal(pdca_set(p, "problem", id, kept, NULL), 2);
    assert_int_equal(pdca_void(p, "problem", id, NULL), 2);
    assert_int_equal(pdca_void(p, "problem", id, "entered twice"), 0);
    assert_string_equal(pdca_message(p), "");
    long long events;
    assert_int_equal(pdca_verify(p, &events), 0);
    assert_true(events > 10);
    pdca_close(p);
}

static void pages_are_rendered_and_built(void **state) {
    (void)state;
    pdca *p = opened();
    char *text, out[64];
    assert_int_equal(pdca_render(p, "problems", NULL, "json", &text), 0);
    assert_int_equal(text[0], '{');
    free(text);
    assert_int_equal(pdca_render(p, "problems", NULL, "html", &text), 0);
    assert_non_null(strstr(text, "<!DOCTYPE html>"));
    free(text);
    assert_int_equal(pdca_render(p, "nothing", NULL, "html", &text), 2);
    assert_null(text);
    snprintf(out, sizeof out, "%s/site", dir);
    assert_int_equal(pdca_build(p, out), 0);
    strcat(out, "/index.html");
    assert_int_equal(access(out, R_OK), 0);
    pdca_close(p);
}

static double csat_mean(pdca *p) {
    char *text;
    assert_int_equal(pdca_render(p, "kpi", "csat", "json", &text), 0);
    const char *at = strstr(text, "\"latest\": {"), *value = at ? strstr(at, "\"value\": \"") : NULL;
    double v = value ? strtod(value + 10, NULL) : -1;
    free(text);
    return v;
}

/* The library goes the command line's way: what decides figures is followed by them, or is not changed. */
static void figures_follow_their_rules(void **state) {
    (void)state;
    char line[512];
    const char *program = getenv("PDCA");
    snprintf(line, sizeof line, "cd %s && printf 'no,month,type,csat\\n1,2024-05,repair,5\\n2,2024-05,repair,4\\n3,2024-05,complaint,1\\n' > t.csv && P='%s' && case $P in /*) ;; *) P=%s/$P ;; esac && $P -C w import tickets t.csv --map no=no > /dev/null",
             dir, program ? program : "build/pdca", getenv("PWD"));
    assert_int_equal(system(line), 0);
    pdca *p = opened();
    const char *const exclude[] = {"value", "type = 'complaint'", NULL}, *const broken[] = {"value", "csat >> 2", NULL}, *const kpi[] = {"denominator", "csat <= 4", NULL},
                      *const broken_kpi[] = {"denominator", "nothing > 2", NULL};
    double before = csat_mean(p);
    assert_true(before == 3.3);
    assert_int_equal(pdca_add(p, "setting", "exclude", exclude, NULL, NULL), 2); /* not without a reason */
    assert_int_equal(pdca_add(p, "setting", "exclude", broken, "why", NULL), 1);
    assert_true(csat_mean(p) == before);
    assert_int_equal(pdca_add(p, "setting", "exclude", exclude, "handled elsewhere", NULL), 0);
    assert_true(csat_mean(p) == 4.5);
    assert_int_equal(pdca_set(p, "kpi", "csat", broken_kpi, "why"), 1);
    assert_true(csat_mean(p) == 4.5);
    assert_int_equal(pdca_set(p, "kpi", "csat", kpi, "tried"), 0);
    assert_true(csat_mean(p) == 4.0);
    assert_int_equal(pdca_void(p, "setting", "exclude", "over"), 0);
    assert_true(csat_mean(p) == 2.5);
    pdca_close(p);
}

static void what_is_no_workspace_is_said(void **state) {
    (void)state;
    pdca *p;
    assert_int_equal(pdca_open("/nonexistent", &session, &p), 6);
    assert_non_null(strstr(pdca_message(p), "/nonexistent"));
    pdca_close(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_added_changed_voided),
        cmocka_unit_test(pages_are_rendered_and_built),
        cmocka_unit_test(figures_follow_their_rules),
        cmocka_unit_test(what_is_no_workspace_is_said),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
