/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Build tool: writes the C source of embed.h's tables to standard output.
 *     embed FILE...
 *     embed --squeeze FILE    writes one asset as it will be built in
 * Every FILE is built in under its path; files templates/lang/{zh,en}/NAME.json (flat objects of texts) become the words.
 * Style sheets and scripts of site/assets lose comments and the white space that means nothing.
 * A key that one language lacks, an empty text or two languages with different {places} stop the build. */
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));
static void die(const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    fputs("embed: ", stderr);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    exit(1);
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static char *slurp(const char *path, long *ret_size) {
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0 || (*ret_size = ftell(f)) < 0) die("cannot read %s", path);
    rewind(f);
    /* cppcheck-suppress ctuuninitvar ; set in the condition above, or die() has ended the program */
    char *p = malloc((size_t)*ret_size + 1);
    if (!p || fread(p, 1, (size_t)*ret_size, f) != (size_t)*ret_size) die("cannot read %s", path);
    p[*ret_size] = 0;
    fclose(f);
    return p;
}

/* ---- assets without comments and idle white space. Conservative: strings are copied, in scripts lines stay lines. */

static int is_asset(const char *path, const char *ending) {
    size_t n = strlen(path), m = strlen(ending);
    return strncmp(path, "site/assets/", 12) == 0 && n > m && strcmp(path + n - m, ending) == 0;
}

/* From an opening quote to behind the closing one. */
static const char *string_end(const char *p, const char *path) {
    char quote = *p++;
    for (; *p && *p != quote; p++) {
        if (*p == '\n') die("%s: a string that is not closed on its line", path);
        if (*p == '\\' && p[1]) p++;
    }
    if (!*p) die("%s: a string that is not closed", path);
    return p + 1;
}

static const char *comment_end(const char *p, const char *path) {
    p = strstr(p + 2, "*/");
    if (!p) die("%s: a comment that is not closed", path);
    return p + 2;
}

/* White space goes beside { } ; and , and at the ends, elsewhere it is one blank: in selectors and values it may mean something. */
static char *squeeze_css(const char *text, const char *path, long *ret_size) {
    char *out = malloc(strlen(text) + 1), *to = out;
    if (!out) die("no memory");
    for (const char *p = text; *p;) {
        if (p[0] == '/' && p[1] == '*') {
            p = comment_end(p, path);
        } else if (*p == '"' || *p == '\'') {
            const char *end = string_end(p, path);
            memcpy(to, p, (size_t)(end - p));
            to += end - p;
            p = end;
        } else if (strchr(" \t\r\n", *p)) {
            p += strspn(p, " \t\r\n");
            if (*p == '/' && p[1] == '*') continue; /* what follows the comment decides */
            if (to > out && !strchr("{};, ", to[-1]) && *p && !strchr("{};,", *p)) *to++ = ' ';
        } else {
            if (*p == '}' && to > out && to[-1] == ';') to--;
            *to++ = *p++;
        }
    }
    *to = 0;
    *ret_size = to - out;
    return out;
}

/* Comments that begin a line, indentation and blank lines go. What stands behind code on a line stays, but for a comment that ends the line and has no
 * quote or slash before it in that line: so no string and no regular expression is ever looked into. */
static char *squeeze_js(const char *text, const char *path, long *ret_size) {
    char *out = malloc(strlen(text) + 1), *to = out;
    if (!out) die("no memory");
    if (strchr(text, '`')) die("%s: a template string, in which white space counts", path);
    for (const char *p = text; *p;) {
        p += strspn(p, " \t\r\n");
        if (!*p) break;
        if (p[0] == '/' && p[1] == '*') {
            p = comment_end(p, path);
            continue;
        }
        size_t n = strcspn(p, "\n"), keep = n;
        const char *comment = strstr(p, "/*");
        if (comment && comment < p + n && strstr(comment + 2, "*/") == p + n - 2 && strcspn(p, "\"'/") == (size_t)(comment - p)) keep = (size_t)(comment - p);
        while (keep && strchr(" \t\r", p[keep - 1])) keep--;
        memcpy(to, p, keep);
        to += keep;
        *to++ = '\n';
        p += n;
    }
    *to = 0;
    *ret_size = to - out;
    return out;
}

/* The bytes that are built in, where they differ from the file's; else NULL. */
static char *squeeze(const char *path, const char *text, long *ret_size) {
    if (is_asset(path, ".css")) return squeeze_css(text, path, ret_size);
    if (is_asset(path, ".js")) return squeeze_js(text, path, ret_size);
    return NULL;
}

static void load_words(sqlite3 *db, const char *path, const char *lang) {
    long size;
    char *text = slurp(path, &size);
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(db, "INSERT INTO word SELECT ?2, key, value, type = 'text', ?3 FROM json_each(?1)", -1, &st, NULL))
        die("%s", sqlite3_errmsg(db));
    sqlite3_bind_text(st, 1, text, (int)size, SQLITE_STATIC);
    sqlite3_bind_text(st, 2, lang, -1, SQLITE_STATIC);
    sqlite3_bind_text(st, 3, path, -1, SQLITE_STATIC);
    if (sqlite3_step(st) != SQLITE_DONE) die("%s: %s", path, sqlite3_errmsg(db));
    sqlite3_finalize(st);
    free(text);
}

/* The names between braces, in byte order, as one text: equal for two texts with the same places. */
static void places(sqlite3_context *ctx, int n, sqlite3_value **v) {
    (void)n;
    const char *s = (const char *)sqlite3_value_text(v[0]);
    char *found[32], *copy = sqlite3_mprintf("%s", s ? s : "");
    int count = 0;
    for (char *p = copy; (p = strchr(p, '{'));) {
        if (p[1] == '{') {
            p += 2;
            continue;
        }
        char *end = strchr(p, '}');
        if (!end || count == 32) break;
        *end = 0;
        found[count++] = p + 1;
        p = end + 1;
    }
    /* cppcheck-suppress uninitvar ; the first `count` are set */
    qsort(found, (size_t)count, sizeof *found, by_text);
    char *all = sqlite3_mprintf("");
    for (int i = 0; i < count; i++)
        if (i == 0 || strcmp(found[i], found[i - 1]) != 0) all = sqlite3_mprintf("%z{%s}", all, found[i]);
    sqlite3_result_text(ctx, all, -1, sqlite3_free);
    sqlite3_free(copy);
}

static void c_string(const char *s) {
    putchar('"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\') printf("\\%c", c);
        else if (c == '\n') fputs("\\n", stdout);
        else if (c < 0x20 || c >= 0x7F) printf("\\%03o", c);
        else putchar(c);
    }
    putchar('"');
}

static void check_words(sqlite3 *db) {
    static const char *const wrong[] = {
        "SELECT file || ': ' || key || ' is no text or empty' FROM word WHERE NOT is_text OR text = ''",
        "SELECT file || ': ' || key || ' stands twice in ' || lang FROM word GROUP BY lang, key HAVING count(*) > 1",
        "SELECT file || ': ' || key || ' has no twin in the other language' FROM word GROUP BY key HAVING count(*) = 1",
        "SELECT z.file || ': ' || z.key || ' has other {places} in en' FROM word z JOIN word e USING(key)"
        " WHERE z.lang = 'zh' AND e.lang = 'en' AND places(z.text) <> places(e.text)",
    };
    int bad = 0;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        sqlite3_stmt *st;
        if (sqlite3_prepare_v2(db, wrong[i], -1, &st, NULL)) die("%s", sqlite3_errmsg(db));
        while (sqlite3_step(st) == SQLITE_ROW) {
            fprintf(stderr, "%s\n", sqlite3_column_text(st, 0));
            bad++;
        }
        sqlite3_finalize(st);
    }
    if (bad) die("%d words to mend", bad);
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "--squeeze") == 0) {
        long size;
        char *squeezed = squeeze(argv[2], slurp(argv[2], &size), &size);
        if (!squeezed) die("%s is no asset that is squeezed", argv[2]);
        fwrite(squeezed, 1, (size_t)size, stdout);
        return fflush(stdout) != 0;
    }
    sqlite3 *db;
    if (sqlite3_open(":memory:", &db) ||
        sqlite3_exec(db, "CREATE TABLE word(lang, key, text, is_text, file)", NULL, NULL, NULL) ||
        sqlite3_create_function(db, "places", 1, SQLITE_UTF8, NULL, places, NULL, NULL))
        die("%s", sqlite3_errmsg(db));
    qsort(argv + 1, (size_t)argc - 1, sizeof *argv, by_text);
    puts("#include \"base/embed.h\"\n");
    int n = 0;
    char **listed = calloc((size_t)argc, sizeof *listed);
    long *sizes = calloc((size_t)argc, sizeof *sizes);
    if (!listed || !sizes) die("no memory");
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "templates/lang/", 15) == 0) {
            load_words(db, argv[i], strncmp(argv[i] + 15, "zh/", 3) == 0 ? "zh" : "en");
            continue;
        }
        char *text = slurp(argv[i], &sizes[n]), *squeezed = squeeze(argv[i], text, &sizes[n]);
        free(text);
        if (squeezed) {
            printf("static const char embed_data_%d[] = ", n);
            c_string(squeezed);
            puts(";");
            free(squeezed);
            listed[n++] = argv[i];
            continue;
        }
        /* .incbin: the bytes go straight into the object file */
        printf("__asm__(\".section .rodata\\nembed_data_%d: .incbin \\\"%s\\\"\\n.byte 0\\n.previous\");\n", n, argv[i]);
        printf("extern const char embed_data_%d[];\n", n);
        listed[n++] = argv[i];
    }
    printf("const embed_file embed_files[] = {\n");
    for (int i = 0; i < n; i++) {
        printf("    {");
        c_string(listed[i]);
        printf(", {embed_data_%d, %ld}},\n", i, sizes[i]);
    }
    printf("    {0, {0, 0}},\n};\nconst size_t embed_file_count = %d;\n", n);
    check_words(db);
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(db, "SELECT key, max(text) FILTER (WHERE lang = 'zh'), max(text) FILTER (WHERE lang = 'en')"
                               " FROM word GROUP BY key ORDER BY key", -1, &st, NULL))
        die("%s", sqlite3_errmsg(db));
    printf("const embed_word embed_words[] = {\n");
    int words = 0;
    for (; sqlite3_step(st) == SQLITE_ROW; words++) {
        printf("    {");
        for (int c = 0; c < 3; c++) {
            if (c == 1) printf("{");
            c_string((const char *)sqlite3_column_text(st, c));
            printf(c == 2 ? "}},\n" : ", ");
        }
    }
    printf("    {0, {0, 0}},\n};\nconst size_t embed_word_count = %d;\n", words);
    sqlite3_finalize(st);
    sqlite3_close(db);
    free(listed);
    free(sizes);
    return fflush(stdout) != 0;
}
