/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor/customer.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "monitor/cell.h"

bool customer_heading_masked(str heading) {
    static const char *const words[] = {"脱敏", "匿名", "假名", "哈希", "pseudonym", "masked", "anonym", "hash"};
    char lower[200];
    str h = cell_lower(heading, lower, sizeof lower);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_find(h, str_c(words[i])) < h.n) return true;
    return false;
}

static err_code make_key(const char *path, customer_key *key, err *e) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return file_error(path, errno, e);
    hash_random(key->bytes, sizeof key->bytes);
    bool written = write(fd, key->bytes, sizeof key->bytes) == (ssize_t)sizeof key->bytes && fsync(fd) == 0;
    int why = errno;
    if (close(fd) != 0 || !written) {
        unlink(path);
        return file_error(path, why, e);
    }
    key->loaded = true;
    return ERR_NONE;
}

err_code customer_key_load(const char *path, customer_key *ret_key, err *e) {
    *ret_key = (customer_key){.loaded = false};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return make_key(path, ret_key, e);
    if (fd < 0) return file_error(path, errno, e);
    struct stat st;
    unsigned char more;
    err_code code = ERR_NONE;
    if (fstat(fd, &st) != 0) code = file_error(path, errno, e);
    else if (st.st_mode & 077) code = err_set(e, ERR_KEY_OPEN, "path", path, NULL);
    else if (read(fd, ret_key->bytes, HASH_KEY) != HASH_KEY || read(fd, &more, 1) != 0) code = err_set(e, ERR_KEY_BROKEN, "path", path, NULL);
    else ret_key->loaded = true;
    close(fd);
    return code;
}

str customer_pseudonym(const customer_key *key, str customer, char out[CUSTOMER_TEXT]) {
    char plain[512];
    unsigned char hash[HASH_KEYED];
    hash_keyed(key->bytes, cell_lower(str_trim(customer), plain, sizeof plain), hash);
    static const char hex[] = "0123456789abcdef";
    char *p = out;
    *p++ = 'K';
    for (int i = 0; i < 8; i++) {
        *p++ = hex[hash[i] >> 4];
        *p++ = hex[hash[i] & 15];
    }
    *p = 0;
    return (str){out, CUSTOMER_TEXT - 1};
}
