/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The comparisons that are not two groups side by side (stat_compare_more.c). */
#ifndef PDCA_CLI_STAT_COMPARE_H
#define PDCA_CLI_STAT_COMPARE_H

#include "cli/stat.h"

/* The same cases twice. */
err_code compare_paired(cli *c, const args *a, double conf, err *e);
/* Several groups in several classes. */
err_code compare_groups(cli *c, const args *a, err *e);
/* A long series with a change. */
err_code compare_step(cli *c, const args *a, double conf, err *e);
/* p-values that were worked out elsewhere, adjusted for being many. */
err_code compare_p_values(cli *c, const args *a, err *e);

#endif
