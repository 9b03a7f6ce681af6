/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers under pseudonyms: the same customer has the same one in every month, so repeats count; who it is only a holder of
 * the key finds out, by trying names. The key is a file of its own beside the database, for its owner's eyes only. */
#ifndef PDCA_MONITOR_CUSTOMER_H
#define PDCA_MONITOR_CUSTOMER_H

#include "base/err.h"
#include "base/hash.h"

typedef enum customer_policy {
    CUSTOMER_KEEP, /* as in the file: it brings pseudonyms of its own that stay the same over time */
    CUSTOMER_MASK,
    CUSTOMER_AUTO  /* kept where the heading says that they are pseudonyms (客户ID(脱敏)), else masked */
} customer_policy;

typedef struct customer_key {
    unsigned char bytes[HASH_KEY];
    bool loaded;
} customer_key;

/* Whether the heading of a file's column says that its values are pseudonyms. */
bool customer_heading_masked(str heading);
/* Loads the key, or makes a new one (mode 0600) where there is no such file. ERR_KEY_OPEN for a file that others may read,
 * ERR_KEY_BROKEN, ERR_IO, ERR_NO_PERMISSION, ERR_DISK_FULL. */
err_code customer_key_load(const char *path, customer_key *ret_key, err *e);
enum { CUSTOMER_TEXT = 18 };
/* "K" and 16 hexadecimal digits in out. Width, letter case and blanks around do not matter. */
str customer_pseudonym(const customer_key *key, str customer, char out[CUSTOMER_TEXT]);

#endif
