/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *name;
    int status;
} list[ERR_COUNT] = {
    [ERR_NONE] = {"none", EXIT_OK},
#define X(code, name, status) [ERR_##code] = {#name, status},
    ERR_LIST(X)
#undef X
};

const char *err_name(err_code code) { return list[code].name; }
int err_status(err_code code) { return list[code].status; }

/* Copies s into the store, cut at a character boundary where there is no room. */
static str keep(err *e, str s) {
    size_t room = sizeof e->store - e->used;
    if (s.n > room) {
        s.n = room;
        while (s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80) s.n--;
    }
    char *p = e->store + e->used;
    if (s.n) memcpy(p, s.p, s.n);
    e->used += s.n;
    return (str){p, s.n};
}

void err_add(err *e, const char *name, str value) {
    assert(e->n < ERR_ARGS);
    enum { LONGEST = 1024 }; /* no value may push the others out */
    if (value.n > LONGEST) {
        value.n = LONGEST;
        while (value.n && ((unsigned char)value.p[value.n] & 0xC0) == 0x80) value.n--;
    }
    e->name[e->n] = keep(e, str_c(name));
    e->value[e->n++] = keep(e, value);
}

void err_add_int(err *e, const char *name, long long value) {
    char z[32];
    snprintf(z, sizeof z, "%lld", value);
    err_add(e, name, str_c(z));
}

err_code err_set(err *e, err_code code, ...) {
    assert(e && code != ERR_NONE);
    e->code = code;
    e->n = 0;
    e->used = 0;
    va_list ap;
    va_start(ap, code);
    for (const char *name; (name = va_arg(ap, const char *));) err_add(e, name, str_c(va_arg(ap, const char *)));
    va_end(ap);
    return code;
}

str err_value(const err *e, const char *name) {
    for (int i = 0; i < e->n; i++)
        if (str_eqz(e->name[i], name)) return e->value[i];
    return (str){"", 0};
}
