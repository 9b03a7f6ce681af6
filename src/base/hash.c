/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"

#include <sodium.h>

_Static_assert(sizeof(hash_state) >= sizeof(crypto_hash_sha256_state), "room for the library's state");

/* cppcheck-suppress ctuuninitvar ; only the address is used: hash_begin is what sets the state */
static crypto_hash_sha256_state *state_of(hash_state *h) { return (crypto_hash_sha256_state *)(void *)h->opaque; }

const char *hash_sha256(str data, char out[HASH_TEXT]) {
    hash_state h;
    hash_begin(&h);
    hash_add(&h, data);
    return hash_end(&h, out);
}

const char *hash_sha256_base64(str data, char out[HASH_BASE64]) {
    unsigned char raw[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(raw, (const unsigned char *)(data.n ? data.p : ""), data.n);
    return sodium_bin2base64(out, HASH_BASE64, raw, sizeof raw, sodium_base64_VARIANT_ORIGINAL);
}

void hash_begin(hash_state *h) { crypto_hash_sha256_init(state_of(h)); }

void hash_add(hash_state *h, str data) {
    if (data.n) crypto_hash_sha256_update(state_of(h), (const unsigned char *)data.p, data.n);
}

const char *hash_end(hash_state *h, char out[HASH_TEXT]) {
    unsigned char raw[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(state_of(h), raw);
    return sodium_bin2hex(out, HASH_TEXT, raw, sizeof raw);
}

void hash_keyed(const unsigned char key[HASH_KEY], str data, unsigned char out[HASH_KEYED]) {
    crypto_generichash(out, HASH_KEYED, (const unsigned char *)data.p, data.n, key, HASH_KEY);
}

void hash_random(unsigned char *out, size_t n) { randombytes_buf(out, n); }

void hash_forget(void *p, size_t n) { sodium_memzero(p, n); }
