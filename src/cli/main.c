/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "cli/cli.h"

int main(int argc, char **argv) {
#ifdef __GLIBC__
    /* A large page's memory goes back to the system with the page. Left to itself glibc learns to keep such blocks, and a site of many
     * pages peaks a quarter higher. What a small page frees the next one takes again: to give that back too costs a tenth of a site. */
    mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 8 * 1024 * 1024);
#endif
    return cli_run(argc - 1, (const char *const *)argv + 1, NULL);
}
