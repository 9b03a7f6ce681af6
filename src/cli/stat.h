/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands of `pdca stat` share: reading columns of a CSV file, and writing one answer as aligned text or JSON. */
#ifndef PDCA_CLI_STAT_H
#define PDCA_CLI_STAT_H

#include "cli/cli.h"
#include "pdca_stat.h"

/* ---- input (stat_input.c) ---------------------------------------------------------------------------------------- */

typedef enum cell_type {
    CELL_NUMBER,   /* any finite number */
    CELL_COUNT,    /* a number >= 0 */
    CELL_POSITIVE, /* a number > 0 */
    CELL_RATIO,    /* a number or 1/4 */
    CELL_YES_NO,   /* 0 or 1 */
    CELL_NPS,      /* a whole number from 0 to 10 */
    CELL_PROBABILITY,
    CELL_SCORE,    /* a number >= 0, or n/a, 不适用, —: NAN; empty is refused, because a forgotten score is none that does not apply */
    CELL_TEXT
} cell_type;

/* A column that a command reads. Empty cells of numbers are NAN, of texts the empty text. */
typedef struct stat_column {
    const char *title;  /* as typed: a heading, or its position from 1 */
    cell_type type;
    int at;             /* position in the file from 0 */
    double *number;     /* by row */
    int32_t *text;      /* by row: index into the table's words */
} stat_column;

typedef struct stat_table {
    const char *file;
    size_t rows;
    int64_t *line;      /* of the file, by row */
    str *word;          /* the different texts, in order of appearance */
    int words;
    const char *const *heading;
    int headings;
    str input;          /* standard input, kept for the second pass */
    const struct encoding_facts *facts;
} stat_table;

/* The headings of the file (first record; where all its fields are numbers there is no heading and columns are called 1, 2, …),
 * without reading on. ERR_FILE_EMPTY, ERR_IO …, ERR_ENCODING. */
err_code stat_open(cli *c, const char *file, stat_table *ret_table, err *e);
/* The column of that heading or position: ERR_NO_COLUMN. title NULL: the file's only column. */
err_code stat_find(cli *c, stat_table *t, const char *title, cell_type type, stat_column *ret_column, err *e);
/* Reads the columns' cells. ERR_DATA_CELL for the first cell that is not of its type. */
err_code stat_read(cli *c, stat_table *t, stat_column *column, int columns, err *e);

/* ERR_DATA_CELL for a cell that is of its type but cannot be, such as x above n; `want` is a key under want. */
err_code stat_refuse(cli *c, const stat_table *t, const stat_column *k, size_t row, const char *want, err *e);

/* ---- options ------------------------------------------------------------------------------------------------------- */

/* A number, its default where the option is missing. A share may be written 5%. ERR_BAD_VALUE. */
err_code stat_option_real(const args *a, const char *name, double initial, double *ret, err *e);
/* The option as C string; NULL where it was not given. */
const char *stat_option_text(cli *c, const args *a, const char *name);
/* Comma-separated parts; how many (at most max). */
int stat_option_list(cli *c, const args *a, const char *name, const char **ret, int max);
/* ERR_BAD_VALUE for an option or a column; `want` is a key under want. */
err_code stat_bad(err *e, const char *what, const char *value, const char *want);
/* --conf, 0.95 where it is missing; between 0 and 1. */
err_code stat_option_conf(const args *a, double *ret, err *e);
/* --better higher|lower: +1, −1; 0 where it is missing. */
err_code stat_option_better(const args *a, int *ret, err *e);

/* ---- output (stat_output.c) ---------------------------------------------------------------------------------------- */

/* An answer is written once: in JSON by its keys, as text by the words under stat.label. */
typedef struct stat_out {
    cli *c;
    bool json;
    bool comma;
    int depth;        /* of groups */
    unsigned titled;  /* bit i: group i has a title, and its text stands further in */
} stat_out;

/* Both forms for programs are written as JSON; --csv is made of it at the end (stat_csv.c). */
stat_out stat_begin(cli *c);
void stat_end(stat_out *o);
/* Only in JSON: what would be noise for people. */
void stat_json_real(stat_out *o, const char *key, double v);
void stat_json_text(stat_out *o, const char *key, const char *v);
void stat_json_bool(stat_out *o, const char *key, bool v);
void stat_real(stat_out *o, const char *key, double v);
void stat_text(stat_out *o, const char *key, const char *v);
/* A name of the program's own: itself in JSON, the word under stat.AREA.NAME as text. */
void stat_name(stat_out *o, const char *key, const char *area, const char *name);
void stat_bool(stat_out *o, const char *key, bool v);
/* lo and hi; as text one line "[lo, hi]" under `label`. */
void stat_interval(stat_out *o, const char *label, double lo, double hi);
/* A p-value: as text with four decimals, or "< 0.0001". */
void stat_p(stat_out *o, const char *key, double p);
/* A group of fields: an object in JSON; a heading as text where title is not NULL. */
void stat_group(stat_out *o, const char *key, const char *title);
void stat_group_end(stat_out *o);
/* A list in JSON: its elements are groups with key NULL, or values with key NULL. Text writes nothing. */
void stat_list(stat_out *o, const char *key);
void stat_list_end(stat_out *o);
/* A sentence, only as text. */
void stat_say(stat_out *o, const char *key, ...) __attribute__((sentinel));
/* A number for people: six significant digits; the missing one is —. */
const char *stat_figure(cli *c, double v);
/* "label      value" in two columns, only as text. */
void stat_line(stat_out *o, const char *label, const char *value);
/* "too little data (n = 3)"; in JSON too_little_data. */
void stat_too_little(stat_out *o, double n);
/* A test's fields: estimate, lo, hi, statistic, df, p, method, n. */
void stat_test(stat_out *o, const pdca_stat_test *t);
/* Writes a drawing (from pdca_chart.h, freed here) to the file of --svg, where it was given. */
err_code stat_svg(cli *c, const args *a, char *svg, err *e);

/* Turns the JSON answer that stands in c->out from `from` on into CSV: its list of points, comparisons, categories …, one line
 * each under the JSON's keys; without a list, a line a figure: key,value. */
err_code stat_as_csv(cli *c, size_t from, err *e);

/* ---- the commands -------------------------------------------------------------------------------------------------- */

err_code stat_run_describe(cli *c, const args *a, err *e);
err_code stat_run_control(cli *c, const args *a, err *e);
err_code stat_run_run(cli *c, const args *a, err *e);
err_code stat_run_compare(cli *c, const args *a, err *e);
err_code stat_run_pareto(cli *c, const args *a, err *e);
err_code stat_run_power(cli *c, const args *a, err *e);
err_code stat_run_size(cli *c, const args *a, err *e);
err_code stat_run_npv(cli *c, const args *a, err *e);
err_code stat_run_ahp(cli *c, const args *a, err *e);
err_code stat_run_score(cli *c, const args *a, err *e);

#endif
