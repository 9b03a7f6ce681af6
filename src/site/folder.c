/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "site/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { FOLDER_FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, MARK_MAX = 16 * 1024 * 1024 };

static bool is_plain(int fd, const char *name) {
    struct stat st;
    return fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
}

static bool is_ours(const char *path) {
    int fd = open(path, FOLDER_FLAGS);
    if (fd < 0) return false;
    bool ours = is_plain(fd, FOLDER_MARK);
    close(fd);
    return ours;
}

/* ---- removing: links are removed, not followed */

static void empty_folder(int fd, const char *keep);

static bool remove_at(int fd, const char *name) {
    if (unlinkat(fd, name, 0) == 0) return true;
    int inner = openat(fd, name, FOLDER_FLAGS);
    if (inner < 0) return false;
    empty_folder(inner, NULL);
    return unlinkat(fd, name, AT_REMOVEDIR) == 0;
}

/* All but `keep` (NULL: all); closes fd. */
static void empty_folder(int fd, const char *keep) {
    DIR *d = fdopendir(fd);
    if (!d) {
        close(fd);
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(d)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && !(keep && strcmp(entry->d_name, keep) == 0)) remove_at(fd, entry->d_name);
    closedir(d);
}

/* The mark goes last: killed on the way, what is left is known to be ours and goes with the next build. */
static void remove_folder(const char *path) {
    int fd = open(path, FOLDER_FLAGS);
    if (fd < 0) return;
    int marked = dup(fd);
    empty_folder(fd, FOLDER_MARK);
    if (marked >= 0) {
        unlinkat(marked, FOLDER_MARK, 0);
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

/* ---- lists */

static void add(arena *a, char ***list, size_t *n, size_t *cap, const char *name) {
    if (*n == *cap) {
        *cap = *cap ? *cap * 2 : 64;
        char **more = arena_new(a, char *, *cap);
        if (*n) memcpy(more, *list, *n * sizeof *more);
        *list = more;
    }
    (*list)[(*n)++] = arena_strdup(a, str_c(name));
}

static int by_bytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* ---- the target's folders, opened one by one, so that no link on the way is followed */

static const char *base_of(const char *name) {
    const char *slash = strrchr(name, '/');
    return slash ? slash + 1 : name;
}

static int dir_find(folder *f, str path) {
    for (int i = 0; i < f->n_dirs; i++)
        if (str_eq(str_c(f->dir[i].path), path)) return i;
    if (f->n_dirs == FOLDER_DIRS) return -1;
    f->dir[f->n_dirs].path = arena_strdup(f->a, path);
    f->dir[f->n_dirs].fd = -1;
    return f->n_dirs++;
}

/* The target's folder with this path ("en/charts/"); -1 where there is none. `make` puts one there, in the place of whatever it is. */
static int dir_open(folder *f, str path, bool make) {
    if (path.n == 0) return f->old_fd;
    int at = dir_find(f, path);
    if (at < 0) errno = EMFILE;
    if (at < 0 || f->dir[at].fd >= 0) return at < 0 ? -1 : f->dir[at].fd;
    str own = str_sub(path, 0, path.n - 1), above = str_sub(path, 0, path.n - 1 - file_base(own).n);
    int up = dir_open(f, above, make);
    if (up < 0) return -1;
    char *name = arena_strdup(f->a, file_base(own));
    int fd = openat(up, name, FOLDER_FLAGS);
    if (fd < 0 && make) {
        if (errno != ENOENT) unlinkat(up, name, 0);
        if (mkdirat(up, name, 0777) == 0) fd = openat(up, name, FOLDER_FLAGS);
    }
    return f->dir[at].fd = fd;
}

static str dir_of(const char *name) { return (str){name, (size_t)(base_of(name) - name)}; }

/* ---- looking at the target */

static err_code read_mark(folder *f, err *e) {
    struct stat st;
    int fd = openat(f->old_fd, FOLDER_MARK, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > MARK_MAX) {
        if (fd >= 0) close(fd);
        return err_set(e, ERR_NOT_OURS, "path", f->target, NULL);
    }
    char *p = arena_alloc(f->a, (size_t)st.st_size + 1);
    ssize_t n = read(fd, p, (size_t)st.st_size);
    close(fd);
    f->mark = (str){p, n > 0 ? (size_t)n : 0};
    return ERR_NONE;
}

err_code folder_open(folder *f, arena *a, const char *target, err *e) {
    str path = str_c(target);
    while (path.n > 1 && path.p[path.n - 1] == '/') path.n--;
    *f = (folder){.a = a, .target = arena_strdup(a, path), .fd = -1, .old_fd = -1};
    remove_leftovers(f);
    if (!file_exists(f->target)) return ERR_NONE;
    f->old_fd = open(f->target, FOLDER_FLAGS);
    if (f->old_fd < 0) return err_set(e, ERR_NOT_OURS, "path", f->target, NULL);
    TRY(read_mark(f, e));
    /* a file system without locks has no builds side by side */
    if (flock(f->old_fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return err_set(e, ERR_LOCKED, "path", f->target, NULL);
    return ERR_NONE;
}

static bool later(const struct timespec *a, const struct timespec *b) {
    return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec : a->tv_nsec > b->tv_nsec;
}

/* A folder's time is that of the last name entered in it or taken from it; the mark has the latest of them all. */
bool folder_untouched(folder *f, char *const *dirs, int n) {
    struct stat mark, st;
    if (fstatat(f->old_fd, FOLDER_MARK, &mark, AT_SYMLINK_NOFOLLOW) != 0) return false;
    if (fstat(f->old_fd, &st) != 0 || later(&st.st_mtim, &mark.st_mtim)) return false;
    for (int i = 0; i < n; i++) {
        int fd = dir_open(f, str_c(dirs[i]), false);
        if (fd < 0 || fstat(fd, &st) != 0 || later(&st.st_mtim, &mark.st_mtim)) return false;
    }
    return true;
}

bool folder_has(folder *f, const char *name) {
    int dir = f->old_fd < 0 ? -1 : dir_open(f, dir_of(name), false);
    return dir >= 0 && is_plain(dir, base_of(name));
}

/* Whether the target has this file with these bytes. */
static bool is_same(folder *f, const char *name, str data) {
    int dir = dir_open(f, dir_of(name), false);
    int fd = dir < 0 ? -1 : openat(dir, base_of(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return false;
    struct stat st;
    bool same = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (size_t)st.st_size == data.n;
    for (char chunk[32768]; same && data.n;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR) continue;
        same = n > 0 && (size_t)n <= data.n && memcmp(chunk, data.p, (size_t)n) == 0;
        if (same) data = str_sub(data, (size_t)n, data.n);
    }
    close(fd);
    return same;
}

/* ---- the fresh folder */

static err_code make_fresh(folder *f, err *e) {
    char *fresh = arena_printf(f->a, "%s.new-%ld", f->target, (long)getpid());
    if (mkdir(fresh, 0777) != 0) return file_error(fresh, errno, e);
    f->fresh = fresh;
    f->fd = open(fresh, FOLDER_FLAGS);
    if (f->fd < 0) return file_error(fresh, errno, e);
    return file_create_at(f->fd, FOLDER_MARK, S("Made by pdca site.\nstate writing\n"), e);
}

err_code folder_begin(folder *f, bool update, bool sweep, err *e) {
    f->update = update;
    f->sweep = sweep;
    return update ? ERR_NONE : make_fresh(f, e);
}

/* All folders on the way to a file; false where there are too many. */
static bool use_dirs(folder *f, const char *name) {
    for (const char *slash = name; (slash = strchr(slash, '/')); slash++) {
        int at = dir_find(f, (str){name, (size_t)(slash + 1 - name)});
        if (at < 0) return false;
        f->dir[at].used = true;
    }
    return true;
}

void folder_has_dir(folder *f, const char *path) { use_dirs(f, path); }

static err_code fresh_dirs(folder *f, const char *name, err *e) {
    for (const char *slash = name; (slash = strchr(slash, '/')); slash++) {
        char *dir = arena_strdup(f->a, (str){name, (size_t)(slash - name)});
        if (mkdirat(f->fd, dir, 0777) != 0 && errno != EEXIST) return file_error(dir, errno, e);
    }
    return ERR_NONE;
}

err_code folder_put(folder *f, const char *name, str data, bool *ret_written, err *e) {
    *ret_written = false;
    if (!use_dirs(f, name)) return err_set(e, ERR_TOO_LARGE, "what", f->target, "max", "32", NULL);
    if (f->sweep) add(f->a, &f->kept, &f->n_kept, &f->cap_kept, name);
    if (f->update && is_same(f, name, data)) return ERR_NONE;
    if (f->fd < 0) TRY(make_fresh(f, e));
    err_code code = file_create_at(f->fd, name, data, e);
    if (code == ERR_NO_FILE) { /* the first in its folder */
        TRY(fresh_dirs(f, name, e));
        code = file_create_at(f->fd, name, data, e);
    }
    TRY(code);
    if (f->update) add(f->a, &f->staged, &f->n_staged, &f->cap_staged, name);
    *ret_written = true;
    return ERR_NONE;
}

void folder_drop(folder *f, const char *name) { add(f->a, &f->gone, &f->n_gone, &f->cap_gone, name); }

static int str_by_bytes(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

void folder_drop_rest(folder *f, const char *path, const str *names, size_t n) {
    int fd = dir_open(f, str_c(path), false), own = fd < 0 ? -1 : openat(fd, ".", FOLDER_FLAGS);
    DIR *d = own < 0 ? NULL : fdopendir(own);
    struct dirent *entry;
    while (d && (entry = readdir(d))) {
        if (entry->d_name[0] == '.') continue;
        char *name = arena_printf(f->a, "%s%s", path, entry->d_name);
        str key = str_c(name);
        if (!bsearch(&key, names, n, sizeof key, str_by_bytes)) folder_drop(f, name);
    }
    if (d) closedir(d);
}

/* ---- finishing */

static err_code write_mark(folder *f, int fd, str text, err *e) {
    static const char temp[] = FOLDER_MARK ".new";
    remove_at(fd, temp);
    TRY(file_create_at(fd, temp, text, e));
    int mark = openat(fd, temp, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool failed = mark < 0 || (fsync(mark) != 0 && errno != EINVAL) || renameat(fd, temp, fd, FOLDER_MARK) != 0;
    err_code code = failed ? file_error(f->target, errno, e) : ERR_NONE;
    if (mark >= 0) close(mark);
    fsync(fd);
    return code;
}

/* The mark gets the time of the folder that changed last: what changes one later is seen. `root` is the finished folder. */
static void date_mark(folder *f, int root) {
    struct stat st;
    if (fstat(root, &st) != 0) return;
    struct timespec last = {0};
    if (!f->once) last = st.st_mtim;
    for (int i = 0; i < f->n_dirs && !f->once; i++)
        if (fstatat(root, f->dir[i].path, &st, AT_SYMLINK_NOFOLLOW) == 0 && later(&st.st_mtim, &last)) last = st.st_mtim;
    utimensat(root, FOLDER_MARK, (struct timespec[]){last, last}, AT_SYMLINK_NOFOLLOW);
}

/* A file of the site, or with `dir` a folder of it. */
static bool is_kept(const folder *f, const char *path, bool dir) {
    for (int i = 0; dir && i < f->n_dirs; i++)
        if (f->dir[i].used && strcmp(f->dir[i].path, path) == 0) return true;
    size_t lo = 0, hi = dir ? 0 : f->n_kept;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (strcmp(f->kept[mid], path) < 0) lo = mid + 1;
        else hi = mid;
    }
    return !dir && lo < f->n_kept && strcmp(f->kept[lo], path) == 0;
}

/* What stands in the target and is no file of the site goes. `path` ends with a slash or is empty. */
static void sweep(folder *f, const char *path) {
    int fd = dir_open(f, str_c(path), false), own = fd < 0 ? -1 : openat(fd, ".", FOLDER_FLAGS);
    DIR *d = own < 0 ? NULL : fdopendir(own);
    if (!d) return;
    struct dirent *entry;
    while ((entry = readdir(d))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (!*path && strcmp(entry->d_name, FOLDER_MARK) == 0) continue;
        char *name = arena_printf(f->a, "%s%s", path, entry->d_name), *inner = arena_printf(f->a, "%s/", name);
        struct stat st;
        if (fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0) continue;
        if (S_ISDIR(st.st_mode) && is_kept(f, inner, true)) sweep(f, inner);
        else if ((S_ISDIR(st.st_mode) || !is_kept(f, name, false)) && remove_at(fd, entry->d_name)) f->removed++;
    }
    closedir(d);
}

static err_code move(folder *f, const char *name, err *e) {
    int dir = dir_open(f, dir_of(name), true);
    const char *base = base_of(name);
    if (dir < 0) return file_error(name, errno, e);
    if (renameat(f->fd, name, dir, base) == 0) return ERR_NONE;
    if (errno != EISDIR && errno != ENOTEMPTY && errno != EEXIST) return file_error(name, errno, e);
    remove_at(dir, base); /* somebody put a folder in its place */
    return renameat(f->fd, name, dir, base) == 0 ? ERR_NONE : file_error(name, errno, e);
}

/* The mark must not outlive what it vouches for. A few files are synced one by one: the whole file system may have much to write. */
static void sync_staged(folder *f) {
    enum { FEW = 64 };
    if (f->n_staged > FEW) syncfs(f->fd);
    for (size_t i = 0; f->n_staged <= FEW && i < f->n_staged; i++) {
        int fd = openat(f->fd, f->staged[i], O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0) continue;
        fdatasync(fd);
        close(fd);
    }
}

static err_code finish_update(folder *f, str writing, str mark, err *e) {
    sync_staged(f);
    if (f->sweep || f->n_staged || f->n_gone) TRY(write_mark(f, f->old_fd, writing, e));
    for (size_t i = 0; i < f->n_staged; i++) TRY(move(f, f->staged[i], e));
    for (size_t i = 0; i < f->n_gone; i++) {
        int dir = dir_open(f, dir_of(f->gone[i]), false);
        if (dir >= 0 && unlinkat(dir, base_of(f->gone[i]), 0) == 0) f->removed++;
    }
    if (f->sweep) {
        qsort(f->kept, f->n_kept, sizeof *f->kept, by_bytes);
        sweep(f, "");
    }
    for (int i = 0; i < f->n_dirs; i++)
        if (f->dir[i].used && dir_open(f, str_c(f->dir[i].path), true) < 0) return file_error(f->dir[i].path, errno, e);
    for (int i = 0; i < f->n_dirs && f->n_staged; i++)
        if (f->dir[i].fd >= 0) fsync(f->dir[i].fd);
    TRY(write_mark(f, f->old_fd, mark, e));
    date_mark(f, f->old_fd);
    return ERR_NONE;
}

/* One step where the file system can; else two, with the old site back in its place if the second fails. */
static err_code swap(folder *f, err *e) {
    if (!file_exists(f->target)) return rename(f->fresh, f->target) == 0 ? ERR_NONE : file_error(f->target, errno, e);
    if (!is_ours(f->target)) return err_set(e, ERR_NOT_OURS, "path", f->target, NULL);
    if (renameat2(AT_FDCWD, f->fresh, AT_FDCWD, f->target, RENAME_EXCHANGE) == 0) {
        remove_folder(f->fresh);
        return ERR_NONE;
    }
    char *old = arena_printf(f->a, "%s.old-%ld", f->target, (long)getpid());
    if (rename(f->target, old) != 0) return file_error(f->target, errno, e);
    if (rename(f->fresh, f->target) != 0) {
        err_code code = file_error(f->target, errno, e);
        if (rename(old, f->target) != 0) return file_error(old, errno, e);
        return code;
    }
    remove_folder(old);
    return ERR_NONE;
}

err_code folder_finish(folder *f, str writing, str mark, err *e) {
    if (f->update) return finish_update(f, writing, mark, e);
    for (int i = 0; i < f->n_dirs; i++)
        if (f->dir[i].used) TRY(fresh_dirs(f, f->dir[i].path, e));
    syncfs(f->fd);
    TRY(write_mark(f, f->fd, mark, e));
    date_mark(f, f->fd);
    TRY(swap(f, e));
    f->fresh = NULL;
    return ERR_NONE;
}

void folder_abandon(folder *f) {
    for (int i = 0; i < f->n_dirs; i++)
        if (f->dir[i].fd >= 0) close(f->dir[i].fd);
    f->n_dirs = 0;
    if (f->fd > STDERR_FILENO) close(f->fd);
    if (f->old_fd > STDERR_FILENO) close(f->old_fd);
    f->fd = f->old_fd = -1;
    if (f->fresh) remove_folder(f->fresh);
    f->fresh = NULL;
}
