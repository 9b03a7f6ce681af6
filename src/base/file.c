/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

err_code file_error(const char *path, int error_number, err *e) {
    switch (error_number) {
    case EACCES:
    case EPERM:
    case EROFS: return err_set(e, ERR_NO_PERMISSION, "path", path, NULL);
    case ENOENT: return err_set(e, ERR_NO_FILE, "path", path, NULL);
    case ENOSPC:
    case EDQUOT: return err_set(e, ERR_DISK_FULL, "path", path, NULL);
    case EEXIST:
    case ENOTEMPTY: return err_set(e, ERR_EXISTS, "path", path, NULL);
    default: return err_set(e, ERR_IO, "path", path, "reason", strerror(error_number), NULL);
    }
}

static void close_fd(int *fd) {
    if (*fd > STDERR_FILENO) close(*fd);
}

err_code file_read(arena *a, const char *path, size_t max, str *ret_data, err *e) {
    AUTO(close_fd) int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return file_error(path, errno, e);
    struct stat st;
    if (fstat(fd, &st) != 0) return file_error(path, errno, e);
    if (S_ISDIR(st.st_mode)) return file_error(path, EISDIR, e);
    AUTO(buf_free) buf b = {.max = max + 1};
    char chunk[65536];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return file_error(path, errno, e);
        if (n == 0) break;
        buf_put(&b, (str){chunk, (size_t)n});
        if (b.over || b.n > max) {
            char z[32];
            snprintf(z, sizeof z, "%zu", max);
            return err_set(e, ERR_TOO_LARGE, "what", path, "max", z, NULL);
        }
    }
    *ret_data = arena_str(a, buf_str(&b));
    return ERR_NONE;
}

static err_code write_all(int fd, const char *path, str data, err *e) {
    while (data.n) {
        ssize_t n = write(fd, data.p, data.n);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return file_error(path, errno, e);
        data = str_sub(data, (size_t)n, data.n);
    }
    return ERR_NONE;
}

static err_code write_as(const char *path, str data, mode_t mode, err *e) {
    arena a = {0};
    char *temp = arena_printf(&a, "%s.new-%ld", path, (long)getpid());
    int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    err_code code = fd < 0 ? file_error(path, errno, e) : write_all(fd, path, data, e);
    if (fd >= 0) {
        if (!code && fsync(fd) != 0 && errno != EINVAL) code = file_error(path, errno, e);
        if (close(fd) != 0 && !code) code = file_error(path, errno, e);
        if (!code && rename(temp, path) != 0) code = file_error(path, errno, e);
        if (code) unlink(temp);
    }
    arena_free(&a);
    return code;
}

err_code file_write(const char *path, str data, err *e) { return write_as(path, data, 0666, e); }
err_code file_write_private(const char *path, str data, err *e) { return write_as(path, data, 0600, e); }

err_code file_create_at(int dirfd, const char *name, str data, err *e) {
    int fd = openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0) return file_error(name, errno, e);
    err_code code = write_all(fd, name, data, e);
    if (close(fd) != 0 && !code) code = file_error(name, errno, e);
    return code;
}

err_code file_mkdir(const char *path, err *e) {
    if (mkdir(path, 0777) == 0 || (errno == EEXIST && file_is_dir(path))) return ERR_NONE;
    return file_error(path, errno, e);
}

bool file_exists(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0;
}

bool file_is_dir(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *file_join(arena *a, const char *dir, const char *name) {
    size_t n = strlen(dir);
    return arena_printf(a, n && dir[n - 1] == '/' ? "%s%s" : "%s/%s", dir, name);
}

str file_base(str path) {
    for (size_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/') return str_sub(path, i, path.n);
    return path;
}

static int by_bytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

err_code file_list(arena *a, const char *dir, char ***ret_names, err *e) {
    DIR *d = opendir(dir);
    if (!d) return file_error(dir, errno, e);
    size_t n = 0, cap = 16;
    char **names = arena_new(a, char *, cap);
    struct dirent *entry;
    while ((entry = readdir(d))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (n + 1 == cap) {
            char **more = arena_new(a, char *, cap * 2);
            memcpy(more, names, n * sizeof *names);
            names = more;
            cap *= 2;
        }
        names[n++] = arena_strdup(a, str_c(entry->d_name));
    }
    closedir(d);
    qsort(names, n, sizeof *names, by_bytes);
    *ret_names = names;
    return ERR_NONE;
}
