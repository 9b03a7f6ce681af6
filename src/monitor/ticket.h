/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ticket's columns: names, headings by which files call them, and how a cell's text becomes a value. */
#ifndef PDCA_MONITOR_TICKET_H
#define PDCA_MONITOR_TICKET_H

#include <math.h>

#include "base/arena.h"
#include "base/date.h"
#include "monitor/clock.h"
#include "monitor/scale.h"

/* X(COLUMN, name in the database, form of its values, headings in normal form: see ticket_heading) */
#define TICKET_LIST(X)                                                                                                         \
    X(NO, no, NAME, "工单号|工单编号|工单id|单号|服务单号|服务单编号|案件编号|受理编号|受理单号|流水号|ticketno|ticketnumber|ticketid|ticket|caseno|caseid")             \
    X(PERIOD, period, MONTH, "监测周期|周期|期间|月份|统计月份|所属月份|统计周期|monitoringperiod|month")                           \
    X(CUSTOMER, customer, NAME, "客户id|客户|客户编号|客户编码|客户号|客户名称|客户姓名|会员号|会员id|用户id|customerid|clientid")                                   \
    X(TYPE, type, TYPE, "服务类型|服务类别|工单类型|工单类别|业务类型|业务类别|类型|servicetype|tickettype")                                                 \
    X(SUBTYPE, subtype, NAME, "服务子类型|子类型|二级类型|二级分类|服务小类")                                                              \
    X(CHANNEL, channel, NAME, "渠道|来源渠道|受理渠道|服务渠道|反馈渠道")                                                                          \
    X(REGION, region, NAME, "地区|区域|大区|省份|所属区域|所在地区|area")                                                                          \
    X(PRODUCT, product, NAME, "产品|产品型号|产品名称|型号|机型|商品|商品名称|model")                                                           \
    X(AGENT, agent, NAME, "坐席|客服|客服人员|客服姓名|坐席工号|处理人|处理人员|受理人|经办人|handler")                                                            \
    X(OPENED, opened, MOMENT, "创建时间|受理时间|受理日期|登记时间|来电时间|建单时间|反馈时间|报单时间|提交时间|工单创建时间|开单时间|openedat|created|createdat|creationtime")    \
    X(ANSWERED, answered, MOMENT, "首次响应时间|首次回复时间|响应时间|answeredat|firstanswered|firstresponseat")                   \
    X(OFFERED, offered, MOMENT, "方案提出时间|方案时间|offeredat|solutionoffered")                                               \
    X(RESOLVED, resolved, MOMENT, "解决时间|解决日期|处理完成时间|完成时间|办结时间|完结时间|resolvedat|solvedat")                                           \
    X(CLOSED, closed, MOMENT, "关闭时间|关单时间|结案时间|归档时间|closedat")                                                                      \
    X(RESPONSE_H, response_h, HOURS, "响应时长|首次响应时长|首响时长|响应用时|response|responsehours|responsetime|firstresponsehours")       \
    X(SOLUTION_H, solution_h, HOURS, "方案时长|提出方案时长|solution|solutionhours")                                                      \
    X(RESOLUTION_H, resolution_h, HOURS, "解决时长|处理时长|解决用时|resolution|resolutionhours|resolutiontime|timetoresolve")                \
    X(CSAT, csat, CSAT, "csat评分|满意度|满意度评分|满意度得分|满意度评价|客户满意度|客户评价|评分|csatscore|satisfaction")                                       \
    X(NPS, nps, NPS, "nps评分|推荐分|推荐意愿|npsscore")                                                                         \
    X(DESCRIPTION, description, PROSE, "问题描述|描述|内容|工单内容|投诉内容|反馈内容|problemdescription|issue")                                            \
    X(CATEGORY, category, NAME, "问题类别|问题分类|问题类型|问题大类|投诉类别|投诉类型|故障类型|类别|problemcategory")                                                \
    X(INSPECTION, inspection, INSPECTION, "质检结果|质检结论|质检|抽检结果|是否合格|inspectionresult|qualityinspection")                            \
    X(INSPECTION_REASON, inspection_reason, NAME, "质检原因|质检说明|不合格原因")                                                 \
    X(FIRST_CONTACT, first_contact, BOOL, "一次解决|一次性解决|是否一次解决|是否一次性解决|首次解决|首次联系解决|首次接触解决|firstcontactresolution|fcr|solvedatfirstcontact") \
    X(COST, cost, COST, "费用|成本|赔付金额|补偿金额|维修费用")

typedef enum ticket_column {
#define X(id, name, form, headings) TICKET_##id,
    TICKET_LIST(X)
#undef X
    TICKET_SINCE_COMPLAINT_H,     /* derived: not in files */
    TICKET_SINCE_SAME_CATEGORY_H, /* the same, to the complaint about the same problem category; worked out where a definition asks for it */
    TICKET_COLUMNS
} ticket_column;
enum { TICKET_IMPORTED = TICKET_SINCE_COMPLAINT_H };

typedef enum value_kind { VALUE_NULL, VALUE_INT, VALUE_REAL, VALUE_TEXT } value_kind;
typedef struct ticket_value {
    value_kind kind;
    double number; /* of VALUE_INT and VALUE_REAL */
    union {
        str text;           /* of VALUE_TEXT */
        int64_t millionths; /* of a number that conditions are held against or sums are made of (ticket_real): exact */
    };
} ticket_value;

/* 24.000000000000004 hours out of minutes are 24 hours: numbers compare and add up as whole millionths. What is too large
 * for that stands at the end. */
static inline int64_t ticket_millionths(double v) {
    double m = v * 1e6;
    return m >= 9e18 ? INT64_MAX : m <= -9e18 ? -INT64_MAX : (int64_t)llround(m);
}
static inline ticket_value ticket_real(double v) { return (ticket_value){.kind = VALUE_REAL, .number = v, .millionths = ticket_millionths(v)}; }

/* A cell that was read before and what it means: types and results come in a few words, a million times. */
typedef struct ticket_memo {
    unsigned char n, meaning;
    char cell[46];
} ticket_memo;
enum { TICKET_MEMOS = 16 };

/* One ticket as read from a row. Texts point into the row's cells, into the program or into `scratch`. Zeroed before the first row; only
 * `value` before each. */
typedef struct ticket {
    ticket_value value[TICKET_IMPORTED];
    char scratch[TICKET_IMPORTED][MOMENT_TEXT];
    const csat_scale *scale; /* of the source's satisfaction scores; NULL: 1 to 5 and the words of the five-step scale */
    int64_t missing;         /* cells so far that say in words that there is no value: 无, / … */
    ticket_memo type[TICKET_MEMOS], result[TICKET_MEMOS];
} ticket;

/* The name in the database, also in conditions; the word key of its label is `ticket.NAME`. */
const char *ticket_column_name(ticket_column c);
/* What gives the column's value in a query over ticket: its name, or an expression where it is not stored. */
const char *ticket_column_sql(ticket_column c);
bool ticket_column_find(str name, ticket_column *ret_column);
/* Numbers compare by size in conditions, texts only as equal or not. */
bool ticket_column_is_number(ticket_column c);

/* Texts in which people may write anything: all but numbers, customers, agents, types. */
bool ticket_column_is_free(ticket_column c);

/* What a file's heading means, in zh and en, whatever its width, case, blanks and bracketed remark: 客户ID（脱敏）, "Ticket No.".
 * A bracket with a unit of time says how the hours are given (分钟: *ret_unit 1/60); it also makes 响应时间(小时) hours.
 * False where the heading is not known. */
void ticket_heading_unit(arena *a, str heading, double *ret_unit); /* only the bracket; 1 without one */
bool ticket_heading(arena *a, str heading, ticket_column *ret_column, double *ret_unit);

/* Reads one cell into t. An empty cell is missing (VALUE_NULL), never 0. False with the word key of what would be right
 * (`want.…`) where the text is no value. `unit` is the heading's, 1 for hours. */
bool ticket_read(ticket *t, ticket_column c, str cell, double unit, const char **ret_want);
/* The same for a time or a month without its year, in the year in which it lies nearest to `month` (YYYY-MM); false for other columns. */
bool ticket_read_near(ticket *t, ticket_column c, str cell, str month);
/* After the last cell: the period out of the opening time where there is none, hours out of the times by the clock (NULL: the
 * wall's), and what must hold between cells. False with the column at fault and the word key of what would be right. */
bool ticket_complete(ticket *t, const business_clock *clock, ticket_column *ret_column, const char **ret_want);

#endif
