/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 (FIPS 180-4). The only room that knows libsodium. */
#ifndef PDCA_BASE_HASH_H
#define PDCA_BASE_HASH_H

#include "base/str.h"

enum { HASH_TEXT = 65 };
/* 64 lower-case hexadecimal digits and NUL into out; returns out. */
const char *hash_sha256(str data, char out[HASH_TEXT]);

#endif
