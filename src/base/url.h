/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which link targets may stand in what the program writes: one decision for prose, templates and page inspection. */
#ifndef PDCA_BASE_URL_H
#define PDCA_BASE_URL_H

#include "base/str.h"

/* http:, https: and mailto: (any case), or a target without a scheme that stays on its own host: a relative path or a
 * #fragment. False for every other scheme (javascript:, data:, file: …), for //host, /\host and \\host, for an empty text and
 * where there are blanks before it or control characters anywhere: browsers drop those before they look for a scheme. */
bool url_is_safe(str url);
/* Has a scheme or a host, that is, leads off the site. */
bool url_is_outside(str url);

#endif
