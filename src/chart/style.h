/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The style rules of a drawing that is a file of its own. */
#ifndef PDCA_CHART_STYLE_H
#define PDCA_CHART_STYLE_H

#include "base/buf.h"

/* <style> with the rules of chart.css, each var(--name) replaced by the light colour that chart.css gives it: what
 * opens SVG outside a browser knows no custom properties. */
void style_embed(buf *out);

#endif
