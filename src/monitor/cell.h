/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers, durations and times as people write them in spreadsheets: ２．５, 1,204, 90分钟, 2小时30分, 2024年6月10日 8:05. */
#ifndef PDCA_MONITOR_CELL_H
#define PDCA_MONITOR_CELL_H

#include "base/date.h"

/* s in ASCII half width and lower case in out (cut to cap); other characters stay. */
str cell_lower(str s, char *out, size_t cap);
/* The cell without blanks around it (no-break and zero-width ones too), ="…" and a leading apostrophe, by which exports keep spreadsheets
 * from changing numbers. */
str cell_clean(str s);
/* Whether a cell says that there is no value: 无 暂无 / - — N/A NULL … */
bool cell_is_missing(str s);
/* Whether a cell is a formula's error: #REF! #VALUE! … (#N/A is a missing value). */
bool cell_is_error(str s);
/* A finite number, full width too, with commas between thousands, with 分, 星, 元, 万 or ¥ around it; false where s is none. */
bool cell_number(str s, double *ret_number);
/* How many hours a unit of time has: h, 小时, min, 分钟, s, 秒, d, 天 …; false where s is none. */
bool cell_unit(str s, double *ret_hours);
/* Hours >= 0: a number in units of `unit` hours, or numbers with their own units (1天3小时, 两个半小时, 约2小时), or H:MM[:SS]. At most 100,000 h. */
bool cell_hours(str s, double unit, double *ret_hours);
/* A moment (a bare date is its midnight) as YYYY-MM-DDTHH:MM:SS in out; the empty slice where s is none. Reads ISO 8601 without
 * zone, 2024/6/10 8:05, 2024.6.10, 2024年6月10日 8时5分, 20240610, 下午 and PM, 星期五, +08:00, and a spreadsheet's serial number (1900 system). */
str cell_moment(str s, char out[MOMENT_TEXT]);
/* The same for a day without year (5月3日 15:20, 5/3): the year in which it lies nearest to `month` (YYYY-MM). */
str cell_moment_near(str s, str month, char out[MOMENT_TEXT]);
/* The same for a month without year: 5月, 5月份. */
str cell_month_near(str s, str month, char out[MOMENT_TEXT]);
/* Whether a long number went lost in a spreadsheet: 2.02405E+17. */
bool cell_is_shortened(str s);
/* A month as YYYY-MM in out; the empty slice where s is none. Reads 2024-05, 2024/5, 2024年5月, 202405 and any moment. */
str cell_month(str s, char out[MOMENT_TEXT]);

#endif
