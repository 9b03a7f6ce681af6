/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "site/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static bool is_ours(const char *path) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return false;
    struct stat st;
    bool ours = fstatat(fd, FOLDER_MARKER, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
    close(fd);
    return ours;
}

/* Removes what is in an open folder but `keep` (NULL: all); links are removed, not followed. Closes fd. */
static void empty_folder(int fd, const char *keep) {
    DIR *d = fdopendir(fd);
    if (!d) {
        close(fd);
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(d))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (keep && strcmp(entry->d_name, keep) == 0) continue;
        if (unlinkat(fd, entry->d_name, 0) == 0) continue;
        int inner = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner < 0) continue;
        empty_folder(inner, NULL);
        unlinkat(fd, entry->d_name, AT_REMOVEDIR);
    }
    closedir(d);
}

static void remove_folder(const char *path) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return;
    /* the marker goes last: killed on the way, what is left is known to be ours and goes with the next build */
    int marked = dup(fd);
    empty_folder(fd, FOLDER_MARKER);
    if (marked >= 0) {
        unlinkat(marked, FOLDER_MARKER, 0);
        close(marked);
    }
    rmdir(path);
}

/* What builds that were killed have left beside the target: folders of ours named after a process that is no more. */
static void remove_leftovers(const folder *f) {
    str base = file_base(str_c(f->target));
    char *above = arena_strdup(f->a, str_sub(str_c(f->target), 0, strlen(f->target) - base.n)), **names;
    err ignored;
    if (file_list(f->a, *above ? above : ".", &names, &ignored)) return;
    for (; *names; names++) {
        str name = str_c(*names), rest = str_sub(name, base.n, name.n);
        long long pid;
        if (!str_starts(name, base) || (!str_starts(rest, S(".new-")) && !str_starts(rest, S(".old-")))) continue;
        if (!str_to_int(str_sub(rest, 5, rest.n), &pid) || pid <= 0 || kill((pid_t)pid, 0) == 0 || errno != ESRCH) continue;
        char *path = arena_printf(f->a, "%s%s", above, *names);
        if (rmdir(path) != 0 && is_ours(path)) remove_folder(path);
    }
}

err_code folder_begin(folder *f, arena *a, const char *target, err *e) {
    str path = str_c(target);
    while (path.n > 1 && path.p[path.n - 1] == '/') path.n--;
    *f = (folder){.a = a, .target = arena_strdup(a, path), .fd = -1};
    if (file_exists(f->target) && !is_ours(f->target)) return err_set(e, ERR_NOT_OURS, "path", f->target, NULL);
    remove_leftovers(f);
    char *fresh = arena_printf(a, "%s.new-%ld", f->target, (long)getpid());
    if (mkdir(fresh, 0777) != 0) return file_error(fresh, errno, e);
    f->fresh = fresh;
    f->fd = open(fresh, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (f->fd < 0) return file_error(fresh, errno, e);
    return folder_file(f, FOLDER_MARKER, S("Made by pdca site, which replaces this folder as a whole.\n"), e);
}

err_code folder_mkdir(folder *f, const char *name, err *e) {
    return mkdirat(f->fd, name, 0777) == 0 || errno == EEXIST ? ERR_NONE : file_error(name, errno, e);
}

err_code folder_file(folder *f, const char *name, str data, err *e) { return file_create_at(f->fd, name, data, e); }

err_code folder_finish(folder *f, err *e) {
    if (!file_exists(f->target)) {
        if (rename(f->fresh, f->target) != 0) return file_error(f->target, errno, e);
    } else {
        if (!is_ours(f->target)) return err_set(e, ERR_NOT_OURS, "path", f->target, NULL);
        /* one step where the file system can; else two, with the old site back in its place if the second fails */
        if (renameat2(AT_FDCWD, f->fresh, AT_FDCWD, f->target, RENAME_EXCHANGE) == 0) {
            remove_folder(f->fresh);
        } else {
            char *old = arena_printf(f->a, "%s.old-%ld", f->target, (long)getpid());
            if (rename(f->target, old) != 0) return file_error(f->target, errno, e);
            if (rename(f->fresh, f->target) != 0) {
                err_code code = file_error(f->target, errno, e);
                if (rename(old, f->target) != 0) return file_error(old, errno, e);
                return code;
            }
            remove_folder(old);
        }
    }
    f->fresh = NULL;
    folder_abandon(f);
    return ERR_NONE;
}

void folder_abandon(folder *f) {
    if (f->fd > STDERR_FILENO) close(f->fd);
    f->fd = -1;
    if (f->fresh) remove_folder(f->fresh);
    f->fresh = NULL;
}
