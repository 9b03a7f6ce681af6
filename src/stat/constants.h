/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Constants of control charts, computed: d2 and d3 are mean and standard deviation of the range of n standard normal
 * values, c4 the mean of their standard deviation (ASTM E2587). */
#ifndef PDCA_STAT_CONSTANTS_H
#define PDCA_STAT_CONSTANTS_H

double constant_d2(int n);
double constant_d3(int n);
double constant_c4(double n);

#endif
