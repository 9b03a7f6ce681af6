/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PDCA_STAT_LENGTH_H
#define PDCA_STAT_LENGTH_H

/* Average run length of an EWMA chart that is judged by its limits only, limits that widen over the first points; the process
 * starts at its center, `shift` sigmas off. NAN where lambda is so small that the integral would need too many nodes. */
double length_of_ewma(double lambda, double limit, double shift);

#endif
