/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a ticket's customer is, for counting repeats without knowing the person. */
#ifndef PDCA_MONITOR_CUSTOMER_H
#define PDCA_MONITOR_CUSTOMER_H

#include "base/str.h"

/* The name under which a customer is stored. Files carry pseudonyms already (客户ID(脱敏)), so it is kept as it is. */
static inline str customer_pseudonym(str customer) { return customer; }

#endif
