/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling in a pdca_stat_test the same way everywhere. */
#ifndef PDCA_STAT_RESULT_H
#define PDCA_STAT_RESULT_H

#include "pdca_stat.h"

/* All figures missing. */
pdca_stat_test result_none(const char *method, double n_a, double n_b);
/* Statistic and three p-values of a standard normal statistic. */
void result_by_normal(pdca_stat_test *r, double z);
/* The same of Student's t. */
void result_by_t(pdca_stat_test *r, double t, double df);
void result_interval(pdca_stat_test *r, double lo, double hi, const char *method);

#endif
