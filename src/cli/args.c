/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <stdio.h>

#include "base/utf8.h"
#include "cli/cli.h"

str args_option_at(const args *a, const char *name, int i) {
    for (int k = 0; k < a->options; k++)
        if (strcmp(a->option[k].name, name) == 0 && i-- == 0) return a->option[k].value;
    return (str){NULL, 0};
}

str args_option(const args *a, const char *name) {
    str value = {NULL, 0};
    for (int k = 0; k < a->options; k++)
        if (strcmp(a->option[k].name, name) == 0) value = a->option[k].value;
    return value;
}

bool args_flag(const args *a, const char *name) { return args_option(a, name).p != NULL; }

/* --owner-kind is the field owner_kind. */
static bool same_name(str typed, const char *name) {
    if (typed.n != strlen(name)) return false;
    for (size_t i = 0; i < typed.n; i++)
        if (typed.p[i] != name[i] && !(typed.p[i] == '-' && name[i] == '_')) return false;
    return true;
}

/* Edit distance, for "did you mean". */
static int distance(str a, const char *b) {
    int n = (int)strlen(b), row[64];
    if (a.n > 40 || n > 40) return 99;
    for (int j = 0; j <= n; j++) row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (int j = 1; j <= n; j++) {
            int cost = diagonal + (a.p[i - 1] != b[j - 1]), up = row[j] + 1, left = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = cost < up ? (cost < left ? cost : left) : (up < left ? up : left);
        }
    }
    return row[n];
}

typedef struct lookup {
    const option *options;
    const kind *fields_of;
    bool kept_too;
} lookup;

static const char *find_option(const lookup *l, str name, bool *ret_flag) {
    static const option everywhere[] = {{"help", NULL}, {"json", NULL}, {"csv", NULL}, {"no-color", NULL}, {"quiet", NULL}, {"reason", "TEXT"}};
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++)
        if (same_name(name, everywhere[i].name)) {
            *ret_flag = !everywhere[i].value;
            return everywhere[i].name;
        }
    for (const option *o = l->options; o && o->name; o++)
        if (same_name(name, o->name)) {
            *ret_flag = !o->value;
            return o->name;
        }
    for (int i = 0; l->fields_of && i < l->fields_of->n_fields; i++) {
        const field *f = &l->fields_of->fields[i];
        if ((f->flags & FIELD_KEPT) && !l->kept_too) continue;
        if (same_name(name, f->name)) {
            *ret_flag = false;
            return f->name;
        }
    }
    return NULL;
}

static const char *nearest(const lookup *l, str name) {
    const char *best = NULL;
    int least = 3;
    for (const option *o = l->options; o && o->name; o++)
        if (distance(name, o->name) < least) least = distance(name, best = o->name);
    for (int i = 0; l->fields_of && i < l->fields_of->n_fields; i++)
        if (distance(name, l->fields_of->fields[i].name) < least) least = distance(name, best = l->fields_of->fields[i].name);
    return best;
}

static err_code unknown(cli *c, const lookup *l, const char *command_name, str name, err *e) {
    const char *near = nearest(l, name);
    char *want = near ? arena_printf(c->a, "--%s ?", near) : arena_printf(c->a, "pdca %s --help", command_name);
    for (char *p = want; near && *p; p++)
        if (*p == '_') *p = '-';
    err_set(e, ERR_UNKNOWN_OPTION, "command", command_name, "want", want, NULL);
    err_add(e, "option", str_c(arena_printf(c->a, "%s%.*s", name.n > 1 ? "--" : "-", STR(name))));
    return e->code;
}

/* -5 and -3.2% are values, not options. */
static bool is_option(const char *z) { return z[0] == '-' && z[1] && !(z[1] >= '0' && z[1] <= '9') && z[1] != '.'; }

err_code args_parse(cli *c, const char *command_name, const option *options, const kind *fields_of, bool kept_too, int argc,
                    const char *const *argv, args *ret, bool *ret_help, err *e) {
    lookup l = {options, fields_of, kept_too};
    bool only_places = false;
    for (int i = 0; i < argc; i++) {
        const char *z = argv[i];
        if (only_places || !is_option(z)) {
            if (ret->places == ARGS_MAX) return err_set(e, ERR_USAGE, "command", command_name, "reason", "256", NULL);
            ret->place[ret->places++] = str_c(z);
            continue;
        }
        if (strcmp(z, "--") == 0) {
            only_places = true;
            continue;
        }
        if (strcmp(z, "-h") == 0) z = "--help";
        if (z[1] != '-') return unknown(c, &l, command_name, str_c(z + 1), e);
        str name, value = str_cut(str_c(z + 2), '=', &name);
        bool flag;
        const char *known = find_option(&l, name, &flag);
        if (!known) return unknown(c, &l, command_name, name, e);
        if (flag && value.p) return err_set(e, ERR_USAGE, "command", command_name, "reason", z, NULL);
        if (flag) value = S("1");
        else if (!value.p) {
            if (i + 1 >= argc) return err_set(e, ERR_OPTION_VALUE, "option", z, NULL);
            value = str_c(argv[++i]);
        }
        if (strcmp(known, "reason") == 0 && utf8_invalid(value) < value.n)
            return err_set(e, ERR_BAD_VALUE, "field", "--reason", "value", "", "want", "want.text", NULL);
        if (strcmp(known, "help") == 0) *ret_help = true;
        if (strcmp(known, "json") == 0) c->json = true;
        if (strcmp(known, "csv") == 0) c->csv = true;
        if (strcmp(known, "quiet") == 0) c->quiet = true;
        if (strcmp(known, "no-color") == 0) c->color = false;
        if (ret->options == ARGS_MAX) return err_set(e, ERR_USAGE, "command", command_name, "reason", "256", NULL);
        ret->option[ret->options].name = known;
        ret->option[ret->options++].value = value;
    }
    return ERR_NONE;
}

err_code record_args(cli *c, const kind *k, const args *a, int first_place, str *ret_values, bool *ret_given, err *e) {
    int place = first_place;
    for (int i = 0; i < k->n_fields; i++) {
        const field *f = &k->fields[i];
        str typed = args_option(a, f->name);
        if (!typed.p && (f->flags & FIELD_PLACE) && place < a->places) typed = a->place[place++];
        if (!typed.p) continue;
        TRY(record_parse(&c->ctx, k, f, typed, &ret_values[i], e));
        if (ret_given) ret_given[i] = true;
    }
    if (place < a->places) {
        err_set(e, ERR_EXTRA_ARGUMENT, "command", k->name, NULL);
        err_add(e, "value", a->place[place]);
        return e->code;
    }
    return ERR_NONE;
}
