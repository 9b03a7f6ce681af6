/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A site's folder: written afresh beside its target, then swapped in whole. A folder that does not carry our marker is never touched, and
 * no link in its place is followed. */
#ifndef PDCA_SITE_FOLDER_H
#define PDCA_SITE_FOLDER_H

#include "base/arena.h"
#include "base/err.h"

#define FOLDER_MARKER ".pdca-site"

typedef struct folder {
    arena *a;
    char *target, *fresh;
    int fd; /* of the fresh folder; -1 none */
} folder;

/* Makes the fresh folder with its marker, and removes what killed builds left beside the target. ERR_NOT_OURS where the target is there and is no site of ours. */
err_code folder_begin(folder *f, arena *a, const char *target, err *e);
/* A folder in the fresh one. */
err_code folder_mkdir(folder *f, const char *name, err *e);
/* A file in the fresh one; its folder must have been made. */
err_code folder_file(folder *f, const char *name, str data, err *e);
/* Puts the fresh folder in the target's place; the old one is removed. */
err_code folder_finish(folder *f, err *e);
/* Removes the fresh folder where it was not swapped in. Safe at any time. */
void folder_abandon(folder *f);

#endif
