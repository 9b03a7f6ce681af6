/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 (FIPS 180-4), keyed BLAKE2b (RFC 7693), random bytes. The only room that knows libsodium. */
#ifndef PDCA_BASE_HASH_H
#define PDCA_BASE_HASH_H

#include <stdint.h>

#include "base/str.h"

enum { HASH_TEXT = 65 };
/* 64 lower-case hexadecimal digits and NUL into out; returns out. */
const char *hash_sha256(str data, char out[HASH_TEXT]);

/* The same as base64 (RFC 4648), as security policies name a style. */
enum { HASH_BASE64 = 45 };
const char *hash_sha256_base64(str data, char out[HASH_BASE64]);

/* SHA-256 for data that come in pieces: begin, any number of adds, end. */
typedef struct hash_state {
    uint64_t opaque[16];
} hash_state;
void hash_begin(hash_state *h);
void hash_add(hash_state *h, str data);
const char *hash_end(hash_state *h, char out[HASH_TEXT]);

/* 16 bytes that depend on the data and the key: without the key nobody finds out which data they stand for. */
enum { HASH_KEY = 32, HASH_KEYED = 16 };
void hash_keyed(const unsigned char key[HASH_KEY], str data, unsigned char out[HASH_KEYED]);
/* Bytes from the system's generator: for keys only, nothing that is shown may depend on them. */
void hash_random(unsigned char *out, size_t n);
/* Forgets a key in memory. */
void hash_forget(void *p, size_t n);

#endif
