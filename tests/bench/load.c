/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load DB CSV [behind]: the least that brings the bench's tickets into the ticket table with its three indexes: no check, no hash, no figures.
 * The file has no quotes. With `behind` the indexes are made behind the rows, which is the quickest way into an empty table. What an import
 * costs is measured against it. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 12 };

/* Takes the table's indexes away, and gives the SQL that makes them anew. */
static char *drop_indexes(sqlite3 *db) {
    sqlite3_stmt *st;
    char *make = NULL, *drop = NULL;
    if (sqlite3_prepare_v2(db,
                           "SELECT group_concat(sql, ';'), group_concat('DROP INDEX ' || name, ';') FROM sqlite_schema"
                           " WHERE type = 'index' AND tbl_name = 'ticket'",
                           -1, &st, NULL))
        return NULL;
    if (sqlite3_step(st) == SQLITE_ROW) {
        make = strdup((const char *)sqlite3_column_text(st, 0));
        drop = strdup((const char *)sqlite3_column_text(st, 1));
    }
    sqlite3_finalize(st);
    int rc = sqlite3_exec(db, drop, NULL, NULL, NULL);
    free(drop);
    return rc ? NULL : make;
}

int main(int argc, char **argv) {
    sqlite3 *db;
    sqlite3_stmt *st;
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    FILE *f = argc >= 3 ? fopen(argv[2], "r") : NULL;
    if (!f || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL)) return 1;
    char *indexes = NULL;
    if (sqlite3_exec(db, "PRAGMA ignore_check_constraints = ON; BEGIN", NULL, NULL, NULL)) return 1;
    if (argc == 4 && !(indexes = drop_indexes(db))) return 1;
    if (sqlite3_prepare_v2(db,
                           "INSERT INTO ticket(import, row, source, period, customer, type, response_h, resolution_h, csat, description, inspection, no,"
                           " opened, category, region) VALUES('I-2024-001', ?13, 'tickets', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                           -1, &st, NULL))
        return 1;
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    for (long row = 0; (n = getline(&line, &cap, f)) > 0; row++) {
        if (row == 0) continue;
        if (line[n - 1] == '\n') line[--n] = 0;
        char *p = line;
        for (int c = 1; c <= COLUMNS; c++) {
            char *end = strchr(p, ',');
            if (!end) end = line + n;
            if (c == 4 || c == 5) sqlite3_bind_double(st, c, strtod(p, NULL));
            else if (c == 6) sqlite3_bind_int(st, c, atoi(p));
            else sqlite3_bind_text(st, c, p, (int)(end - p), SQLITE_STATIC);
            p = end + 1;
        }
        sqlite3_bind_int64(st, 13, row + 1);
        if (sqlite3_step(st) != SQLITE_DONE) {
            fprintf(stderr, "%s\n", sqlite3_errmsg(db));
            return 1;
        }
        sqlite3_reset(st);
    }
    sqlite3_finalize(st);
    if ((indexes && sqlite3_exec(db, indexes, NULL, NULL, NULL)) || sqlite3_exec(db, "COMMIT", NULL, NULL, NULL)) return 1;
    free(indexes);
    free(line);
    fclose(f);
    return sqlite3_close(db) != SQLITE_OK;
}
