/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"

#include <sodium.h>

const char *hash_sha256(str data, char out[HASH_TEXT]) {
    unsigned char raw[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(raw, (const unsigned char *)data.p, data.n);
    return sodium_bin2hex(out, HASH_TEXT, raw, sizeof raw);
}
