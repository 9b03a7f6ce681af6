/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every word that a person reads: templates/lang/zh.json and en.json, built into the program. A text may hold {places}
 * that are filled with values; {{ and }} stand for braces. */
#ifndef PDCA_BASE_WORDS_H
#define PDCA_BASE_WORDS_H

#include "base/buf.h"
#include "base/err.h"

/* LANG_LATER: not known yet. Words are then written as notes, to be said in each language when it is their turn. */
typedef enum lang { LANG_ZH, LANG_EN, LANG_COUNT, LANG_LATER = LANG_COUNT } lang;

/* "zh" / "en"; not of LANG_LATER. */
const char *lang_code(lang l);
/* Reads "zh", "zh_CN.UTF-8", "en" …; false for another language. */
bool lang_parse(str s, lang *ret_lang);

/* The text for a key; NULL where the key is unknown (a test holds keys and texts against each other). */
const char *word_find(lang l, str key);
/* The text for a key; the key itself, in angle quotes, where it is unknown: to be seen, never silent. */
const char *word(lang l, const char *key);

/* Gives the value for a place; false where it knows none. */
typedef bool word_value(void *user, str name, buf *out);
/* Writes `text` with its {places} filled; false where a place has no value (it is then left as it stands). */
bool word_fill(buf *out, str text, word_value *value, void *user);
/* Writes a word filled from (name, value) pairs of C strings, ended with NULL; a note of it for LANG_LATER. */
void word_format(buf *out, lang l, const char *key, ...) __attribute__((sentinel));
/* Notes: what is asked for once and read in several languages holds its words as notes. A note stands in a text; texts with notes may be joined
 * and be values of others, but not be cut, compared or sorted. word_note writes key and n strings, name and value by turns;
 * word_note_pair a text of the workspace that it has in both languages. */
void word_note(buf *out, str key, int n, const str *pairs);
void word_note_pair(buf *out, str zh, str en);
bool word_has_notes(str text);
/* Writes `text` with its notes said. What only looks like a note stands as it is. */
void word_say(buf *out, lang l, str text);
/* What is wrong and, behind it on a line of its own where there is one, the mend. */
void word_error(buf *out, lang l, const err *e);

/* All keys in byte order: for tests and completion. */
size_t word_count(void);
const char *word_key(size_t i);

#endif
