/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done for the people in a row before it is stored or shown: customers under pseudonyms, texts without personal data. */
#ifndef PDCA_MONITOR_PROTECT_H
#define PDCA_MONITOR_PROTECT_H

#include "monitor/customer.h"
#include "monitor/scrub.h"
#include "monitor/ticket.h"

typedef struct protector {
    const char *key_file; /* of the pseudonyms; NULL: there is none, and what would need it is scrubbed */
    lang language;        /* of the words that stand for what was taken out */
    bool masks;           /* customers get pseudonyms */
    scrub_counts *counts;
    /* below: its own */
    customer_key key;
    str customer;         /* the row's, as in the file; empty: not to be looked for */
    char pseudonym[CUSTOMER_TEXT], number[CUSTOMER_TEXT];
    buf clean[TICKET_IMPORTED], scratch, named;
} protector;

/* Loads the key where customers are masked. */
err_code protector_open(protector *p, err *e);
void protector_close(protector *p);
/* Before a row's cells are read or shown: who the row is about, as the file says (empty where it does not). */
void protector_meet(protector *p, str customer);
/* Texts lose what scrub_text finds and, in prose, the row's customer; the customer gets a pseudonym; ticket numbers and kept customers that
 * are a mobile number, an identity number or an e-mail address get one too, so that they stay apart and tell nothing. Texts point
 * into the protector until the next row. ERR_KEY_OPEN … */
err_code protect_ticket(protector *p, ticket *t, err *e);
/* One more text of the row (a kept column, a cell that is shown), valid until the next call. */
str protect_text(protector *p, str text, bool counted);

#endif
