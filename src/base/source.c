/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static err_code read_str(source *s, char *out, size_t cap, size_t *ret_n, err *e) {
    (void)e;
    str piece = str_sub(s->data, s->at, cap);
    if (piece.n) memcpy(out, piece.p, piece.n);
    s->at += piece.n;
    *ret_n = piece.n;
    return ERR_NONE;
}

static err_code rewind_str(source *s, err *e) {
    (void)e;
    s->at = 0;
    return ERR_NONE;
}

static err_code read_file(source *s, char *out, size_t cap, size_t *ret_n, err *e) {
    ssize_t n;
    do n = read(s->fd, out, cap);
    while (n < 0 && errno == EINTR);
    if (n < 0) return file_error(s->path, errno, e);
    *ret_n = (size_t)n;
    return ERR_NONE;
}

static err_code rewind_file(source *s, err *e) {
    return lseek(s->fd, 0, SEEK_SET) < 0 ? file_error(s->path, errno, e) : ERR_NONE;
}

void source_open_str(source *ret_source, str data) {
    *ret_source = (source){.read = read_str, .rewind = rewind_str, .data = data, .fd = -1};
}

err_code source_open_file(source *ret_source, const char *path, err *e) {
    *ret_source = (source){.read = read_file, .rewind = rewind_file, .path = path, .fd = -1};
    struct stat st;
    if (stat(path, &st) != 0) return file_error(path, errno, e);
    if (S_ISDIR(st.st_mode)) return file_error(path, EISDIR, e);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return file_error(path, errno, e);
    ret_source->fd = fd;
    return ERR_NONE;
}

void source_close(source *s) {
    if (s->path && s->fd >= 0) close(s->fd);
    s->fd = -1;
}
