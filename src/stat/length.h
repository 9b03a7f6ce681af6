/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PDCA_STAT_LENGTH_H
#define PDCA_STAT_LENGTH_H

/* Longer ones are lost in the rounding of 1 − P(no signal). */
#define LENGTH_MAX 1e12

/* Average run length of an EWMA chart that is judged by its limits only, limits that widen over the first points; the process
 * starts at its center, `shift` sigmas off. NAN where lambda is too small (under 0.01 at 3 sigmas) for the integral's nodes, or the run is longer than LENGTH_MAX. */
double length_of_ewma(double lambda, double limit, double shift);

#endif
