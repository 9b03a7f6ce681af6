/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: read whole, write whole. A file appears complete under its name or not at all. */
#ifndef PDCA_BASE_FILE_H
#define PDCA_BASE_FILE_H

#include "base/arena.h"
#include "base/err.h"

/* The file's bytes in the arena; ERR_IO, ERR_NO_PERMISSION, ERR_TOO_LARGE past max bytes. "-" is standard input. */
err_code file_read(arena *a, const char *path, size_t max, str *ret_data, err *e);
/* Writes beside the target, syncs, renames: ERR_IO, ERR_NO_PERMISSION, ERR_DISK_FULL; the old file stays whole then. */
err_code file_write(const char *path, str data, err *e);
/* The same for what only its owner may read (0600). */
err_code file_write_private(const char *path, str data, err *e);
/* Writes a fresh file in a folder that nobody reads yet (no sync, no rename); refuses to follow a link or to overwrite. */
err_code file_create_at(int dirfd, const char *name, str data, err *e);
/* Makes a folder; fine where it is there already. */
err_code file_mkdir(const char *path, err *e);
bool file_exists(const char *path);
bool file_is_dir(const char *path);
/* "dir/name" in the arena. */
char *file_join(arena *a, const char *dir, const char *name);
/* The last part of a path. */
str file_base(str path);
/* The names in a folder, sorted by bytes, without . and ..; NULL-terminated. */
err_code file_list(arena *a, const char *dir, char ***ret_names, err *e);
/* Fills in e from errno for a path. */
err_code file_error(const char *path, int error_number, err *e);

#endif
