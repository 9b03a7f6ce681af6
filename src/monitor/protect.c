/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/protect.h"

/* A customer that is short (K1) may stand in a text for anything else. */
enum { TELLING = 6 };

err_code protector_open(protector *p, err *e) { return p->masks ? customer_key_load(p->key_file, &p->key, e) : ERR_NONE; }

void protector_close(protector *p) {
    for (int c = 0; c < TICKET_IMPORTED; c++) buf_free(&p->clean[c]);
    buf_free(&p->scratch);
    buf_free(&p->named);
    hash_forget(&p->key, sizeof p->key);
}

void protector_meet(protector *p, str customer) { p->customer = p->masks && customer.n >= TELLING ? customer : S(""); }

/* The text with the row's customer under the pseudonym; text itself where it does not name them. */
static str without_customer(protector *p, str text) {
    if (!p->customer.n || text.n < p->customer.n || str_find(text, p->customer) == text.n) return text;
    char pseudonym[CUSTOMER_TEXT];
    str shown = customer_pseudonym(&p->key, p->customer, pseudonym);
    buf_clear(&p->named);
    for (size_t at; text.n; text = str_sub(text, at, text.n)) {
        at = str_find(text, p->customer);
        buf_put(&p->named, str_sub(text, 0, at));
        if (at == text.n) break;
        buf_put(&p->named, shown);
        at += p->customer.n;
    }
    return buf_str(&p->named);
}

str protect_text(protector *p, str text, bool counted) {
    scrub_counts ignored = {{0}};
    if (scrub_text(text, p->language, &p->scratch, counted ? p->counts : &ignored)) text = buf_str(&p->scratch);
    return without_customer(p, text);
}

/* A number or name by which a person could be reached at once. */
static err_code hide_person(protector *p, ticket_value *v, scrub_counts *found, char pseudonym[CUSTOMER_TEXT], buf *clean, err *e) {
    *found = (scrub_counts){{0}};
    if (v->kind != VALUE_TEXT || !scrub_suspects(v->text) || !scrub_text(v->text, p->language, clean, found)) return ERR_NONE;
    if (!found->n[SCRUB_MOBILE] && !found->n[SCRUB_IDENTITY] && !found->n[SCRUB_EMAIL]) return ERR_NONE; /* long numbers may be anything */
    for (int k = 0; k < SCRUB_KINDS; k++) p->counts->n[k] += found->n[k];
    if (!pseudonym || !p->key_file) {
        v->text = buf_str(clean);
        return ERR_NONE;
    }
    if (!p->key.loaded) TRY(customer_key_load(p->key_file, &p->key, e));
    v->text = customer_pseudonym(&p->key, v->text, pseudonym);
    return ERR_NONE;
}

err_code protect_ticket(protector *p, ticket *t, err *e) {
    scrub_counts found;
    for (int c = 0; c < TICKET_IMPORTED; c++) {
        ticket_value *v = &t->value[c];
        if (v->kind != VALUE_TEXT || !ticket_column_is_free((ticket_column)c)) continue;
        if (scrub_text(v->text, p->language, &p->clean[c], p->counts)) v->text = buf_str(&p->clean[c]);
        if (c != TICKET_DESCRIPTION && c != TICKET_INSPECTION_REASON) continue;
        str text = without_customer(p, v->text);
        if (text.p == v->text.p) continue;
        buf_clear(&p->clean[c]);
        buf_put(&p->clean[c], text);
        v->text = buf_str(&p->clean[c]);
    }
    ticket_value *customer = &t->value[TICKET_CUSTOMER];
    if (customer->kind == VALUE_TEXT && p->masks) customer->text = customer_pseudonym(&p->key, customer->text, p->pseudonym);
    else TRY(hide_person(p, customer, &found, p->pseudonym, &p->clean[TICKET_CUSTOMER], e));
    TRY(hide_person(p, &t->value[TICKET_AGENT], &found, NULL, &p->clean[TICKET_AGENT], e));
    return hide_person(p, &t->value[TICKET_NO], &found, p->number, &p->clean[TICKET_NO], e);
}
