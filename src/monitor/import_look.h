/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import looks at in the database behind its rows, for the receipt. */
#ifndef PDCA_MONITOR_IMPORT_LOOK_H
#define PDCA_MONITOR_IMPORT_LOOK_H

#include "monitor/import.h"

/* The import's first tickets into receipt->sample, in the arena. */
err_code import_samples(store *s, arena *a, str import, import_receipt *r, err *e);
/* Sets receipt->reissued. */
err_code import_look_reissued(store *s, import_receipt *r, err *e);

#endif
