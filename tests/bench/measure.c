/* SPDX-License-Identifier: GPL-3.0-or-later */
/* measure LABEL RUNS COMMAND [ARG …]: runs the command RUNS times and prints the median of its CPU time (user + system) and the
 * largest peak memory, as the system accounts for the whole process. The command's output goes to /dev/null. FRESH names a folder that is
 * removed before each run. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void remove_folder(const char *path) {
    pid_t pid = fork();
    if (pid == 0) {
        execlp("rm", "rm", "-rf", "--", path, (char *)NULL);
        _exit(127);
    }
    if (pid > 0) waitpid(pid, NULL, 0);
}

int main(int argc, char **argv) {
    const char *fresh = getenv("FRESH");
    int runs = argc > 3 ? atoi(argv[2]) : 0;
    if (runs < 1 || runs > 100) return 2;
    double ms[100];
    long peak = 0;
    for (int i = 0; i < runs; i++) {
        if (fresh) remove_folder(fresh);
        pid_t pid = fork();
        if (pid == 0) {
            int null = open("/dev/null", O_WRONLY);
            dup2(null, STDOUT_FILENO);
            dup2(null, STDERR_FILENO);
            execvp(argv[3], argv + 3);
            _exit(127);
        }
        int status;
        struct rusage u;
        if (pid < 0 || wait4(pid, &status, 0, &u) != pid) return 1;
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            fprintf(stderr, "%s: exit status %d\n", argv[1], WIFEXITED(status) ? WEXITSTATUS(status) : -1);
            return 1;
        }
        ms[i] = (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
        if (u.ru_maxrss > peak) peak = u.ru_maxrss;
    }
    qsort(ms, (size_t)runs, sizeof *ms, by_size);
    printf("%-42s %10.2f ms CPU   %8.1f MiB peak   (median of %d)\n", argv[1], ms[runs / 2], (double)peak / 1024, runs);
    return 0;
}
