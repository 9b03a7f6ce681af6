/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "cli/cli.h"

int main(int argc, char **argv) {
#ifdef __GLIBC__
    /* A large page's arena goes back to the system with the page. Left to itself glibc learns to keep such blocks, and a site of
     * many pages peaks a quarter higher. */
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
#endif
    return cli_run(argc - 1, (const char *const *)argv + 1, NULL);
}
