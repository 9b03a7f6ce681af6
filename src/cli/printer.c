/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/printer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "cli/cli.h"

extern char **environ;

enum { PDF_MAX = 64 * 1024 * 1024, LOG_MAX = 1024 * 1024, LOG_LINES = 5, ARGV_MAX = 24, FOLDERS_DEEP = 16 };

/* In the order in which they are looked for. */
static const struct {
    const char *name;
    bool browser;
} printers[] = {{"chromium", true}, {"chromium-browser", true}, {"google-chrome", true}, {"google-chrome-stable", true}, {"weasyprint", false}};
enum { PRINTERS = sizeof printers / sizeof *printers };

typedef struct job {
    arena *a;
    const char *dir, *page, *pdf, *log;
    const printer *with;
    int seconds;
} job;

/* ---- the program */

err_code printer_find(arena *a, printer *ret_printer, err *e) {
    const char *path = getenv("PATH");
    AUTO(buf_free) buf list = {0};
    for (int i = 0; i < PRINTERS; i++) {
        buf_printf(&list, "%s%s", i ? ", " : "", printers[i].name);
        for (str rest = str_c(path ? path : "/usr/local/bin:/usr/bin:/bin"), dir; rest.p;) {
            rest = str_cut(rest, ':', &dir);
            if (dir.n == 0 || dir.p[0] != '/') continue; /* never from the folder one happens to stand in */
            const char *full = arena_printf(a, "%.*s/%s", STR(dir), printers[i].name);
            struct stat st;
            if (stat(full, &st) != 0 || !S_ISREG(st.st_mode) || access(full, X_OK) != 0) continue;
            *ret_printer = (printer){printers[i].name, full, printers[i].browser};
            return ERR_NONE;
        }
    }
    return err_set(e, ERR_NO_PRINTER, "list", buf_cstr(&list), NULL);
}

/* A path as file: URL. */
static const char *file_url(arena *a, const char *path) {
    AUTO(buf_free) buf url = {0};
    buf_z(&url, "file://");
    for (const unsigned char *p = (const unsigned char *)path; *p; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || strchr("/-_.~", *p);
        if (plain) buf_putc(&url, (char)*p);
        else buf_printf(&url, "%%%02X", *p);
    }
    return arena_strdup(a, buf_str(&url));
}

static void arguments(const job *j, const char *argv[ARGV_MAX]) {
    int n = 0;
    argv[n++] = j->with->name;
    if (j->with->browser) {
        static const char *const flags[] = {"--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--disable-component-update",
                                            "--disable-sync", "--no-first-run", "--no-default-browser-check", "--no-pdf-header-footer"};
        for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) argv[n++] = flags[i];
        if (geteuid() == 0) argv[n++] = "--no-sandbox"; /* it starts for no root otherwise; the page is ours and has no script */
        argv[n++] = arena_printf(j->a, "--user-data-dir=%s/profile", j->dir);
        argv[n++] = arena_printf(j->a, "--print-to-pdf=%s", j->pdf);
        argv[n++] = file_url(j->a, j->page);
    } else {
        argv[n++] = j->page;
        argv[n++] = j->pdf;
    }
    argv[n] = NULL;
}

/* ---- running it */

/* In a group of its own, so that what it starts can be ended with it. */
static err_code start(const job *j, pid_t *ret_pid, err *e) {
    const char *argv[ARGV_MAX];
    arguments(j, argv);
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, j->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    int error = posix_spawn(ret_pid, j->with->path, &files, &attributes, (char *const *)argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error ? file_error(j->with->path, error, e) : ERR_NONE;
}

/* What the program wrote last, in one line each. */
static const char *last_lines(const job *j) {
    str log = {"", 0};
    err ignored;
    if (!file_exists(j->log) || file_read(j->a, j->log, LOG_MAX, &log, &ignored)) return "";
    log = str_trim(log);
    size_t from = log.n;
    for (int lines = 0; from > 0; from--)
        if (log.p[from - 1] == '\n' && ++lines == LOG_LINES) break;
    return arena_printf(j->a, "%.*s", STR(str_sub(log, from, log.n)));
}

static err_code failed(const job *j, const char *reason, int n, err *e) {
    err_set(e, ERR_PRINTER, "program", j->with->name, "reason", reason, NULL);
    err_add_int(e, "n", n);
    err_add(e, "lines", str_c(last_lines(j)));
    return e->code;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static err_code run(const job *j, err *e) {
    pid_t pid;
    TRY(start(j, &pid, e));
    const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
    double end = now() + j->seconds;
    int status;
    pid_t got;
    while ((got = waitpid(pid, &status, WNOHANG)) == 0 || (got < 0 && errno == EINTR)) {
        if (cli_interrupted || now() > end) {
            kill(-pid, SIGKILL);
            while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
            return cli_interrupted ? err_set(e, ERR_INTERRUPTED, NULL) : failed(j, "what.printer_late", j->seconds, e);
        }
        nanosleep(&pause, NULL);
    }
    kill(-pid, SIGKILL); /* helpers that outlive it */
    if (got < 0) return file_error(j->with->path, errno, e);
    if (WIFSIGNALED(status)) return failed(j, "what.printer_signal", WTERMSIG(status), e);
    if (WEXITSTATUS(status)) return failed(j, "what.printer_status", WEXITSTATUS(status), e);
    return file_exists(j->pdf) ? ERR_NONE : failed(j, "what.printer_nothing", 0, e);
}

/* ---- its folder */

static void remove_tree(arena *a, const char *path, int depth) {
    struct stat st;
    if (lstat(path, &st) != 0) return;
    DIR *dir = S_ISDIR(st.st_mode) && depth < FOLDERS_DEEP ? opendir(path) : NULL;
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) remove_tree(a, file_join(a, path, entry->d_name), depth + 1);
    if (dir) closedir(dir);
    remove(path);
}

static err_code print(job *j, str html, str *ret_pdf, err *e) {
    j->page = file_join(j->a, j->dir, "page.html");
    j->pdf = file_join(j->a, j->dir, "page.pdf");
    j->log = file_join(j->a, j->dir, "log");
    TRY(file_write(j->page, html, e));
    TRY(run(j, e));
    TRY(file_read(j->a, j->pdf, PDF_MAX, ret_pdf, e));
    return str_starts(*ret_pdf, S("%PDF-")) ? ERR_NONE : failed(j, "what.printer_nothing", 0, e);
}

err_code printer_pdf(const printer *p, arena *a, const char *target, str html, int seconds, str *ret_pdf, err *e) {
    job j = {.a = a, .with = p, .seconds = seconds};
    char *dir = arena_printf(a, "%s.XXXXXX", target), here[PATH_MAX];
    if (target[0] != '/') {
        if (!getcwd(here, sizeof here)) return file_error(".", errno, e);
        dir = arena_printf(a, "%s/%s.XXXXXX", here, target);
    }
    if (!mkdtemp(dir)) return file_error(target, errno, e);
    j.dir = dir;
    err_code code = print(&j, html, ret_pdf, e);
    remove_tree(a, dir, 0);
    return code;
}
