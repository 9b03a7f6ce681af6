/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was known of the KPIs as of an event of the audit chain, without a replay: for each live KPI its latest figure then. */
#ifndef PDCA_MONITOR_KNOWN_H
#define PDCA_MONITOR_KNOWN_H

#include "base/buf.h"
#include "store/store.h"

/* Appends [{"kpi", "period", "value", "n"}], a KPI without any figure then left out. Tickets give the month, recorded measures any period; of the
 * same period tickets count. Kept figures serve where no later import touched the month; else its tickets are counted anew; value and n are null
 * where tickets were changed or withdrawn since (they are not kept). Definitions are those of now. */
err_code figures_known(store *s, int64_t event, buf *out, err *e);

#endif
