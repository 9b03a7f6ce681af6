/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A site's folder. Everything is written into a fresh folder beside it first; then that is swapped in as a whole, or, where only some
 * files differ, these are renamed into place one by one. The folder's mark (FOLDER_MARK) says that it is ours, what it shows, and whether
 * it is whole: it says "writing" from before the first rename until after the last, so that a build that was killed in between is seen.
 * A folder without our mark is never touched, and no link in it or in its place is followed. */
#ifndef PDCA_SITE_FOLDER_H
#define PDCA_SITE_FOLDER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

#define FOLDER_MARK ".pdca-site"

enum { FOLDER_DIRS = 32 };

typedef struct folder {
    arena *a;
    char *target, *fresh;
    int fd;     /* of the fresh folder; -1 none */
    int old_fd; /* of the target as it stands, locked against other builds; -1 none */
    str mark;   /* what the target's mark says; p == NULL where there is no target */
    bool update, sweep;
    bool once; /* set before folder_finish: the next build is not to trust what the mark says (folder_untouched is false) */
    struct {
        char *path; /* "en/charts/"; "" the root */
        int fd;     /* in the target; -1 not open */
        bool used;  /* the site has it */
    } dir[FOLDER_DIRS];
    int n_dirs;
    char **kept; /* with sweep: all files of the site */
    size_t n_kept, cap_kept;
    char **staged, **gone; /* with update: to be renamed into place, to be removed */
    size_t n_staged, cap_staged, n_gone, cap_gone;
    int64_t removed; /* files that folder_finish took away */
} folder;

/* Looks at the target and removes what killed builds left beside it. ERR_NOT_OURS where it is there and no site of ours, ERR_LOCKED
 * where another build is at it. */
err_code folder_open(folder *f, arena *a, const char *target, err *e);
/* Whether nothing was added, removed or replaced in the target and these folders in it ("charts/") since it was finished. */
bool folder_untouched(folder *f, char *const *dirs, int n);
/* How the files come: all of them, to be swapped in (neither flag); `update`: only those that differ are taken; `sweep`: all files of
 * the site come, and whatever else stands in the target goes. */
err_code folder_begin(folder *f, bool update, bool sweep, err *e);
/* A folder that the site has even while it is empty: "charts/". */
void folder_has_dir(folder *f, const char *path);
/* A file, "charts/x.svg"; its folders are made. *ret_written is false where the target has the same bytes already. */
err_code folder_put(folder *f, const char *name, str data, bool *ret_written, err *e);
/* Whether the target has this as a plain file now. */
bool folder_has(folder *f, const char *name);
/* A file that goes (update); fine where there is none. */
void folder_drop(folder *f, const char *name);
/* What stands in this folder of the target ("assets/search/") and is none of these files, sorted by bytes, goes (update). */
void folder_drop_rest(folder *f, const char *dir, const str *names, size_t n);
/* Puts the files in place. `mark` is the finished folder's mark, `writing` the one until then (update). */
err_code folder_finish(folder *f, str writing, str mark, err *e);
/* Removes the fresh folder where it was not used up, closes. Safe at any time after folder_open. */
void folder_abandon(folder *f);

#endif
