# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the sample months 2023-07 to 2024-08: awk -f make.awk -v dir=.
# Every ticket is invented; what the months must show is in the tables below, all else comes from a fixed sequence of numbers.

function random(n) { # 0 … n−1, the same on every machine (Park and Miller 1988)
    seed = (seed * 16807) % 2147483647
    return seed % n
}
function pick(list, parts, k) { k = split(list, parts, "|"); return parts[random(k) + 1] }
function tenths(lo, hi) { return (lo * 10 + random((hi - lo) * 10 + 1)) / 10 }

# The month's complaints: one category each, in a shuffled order.
function deal_categories(m, i, j, k, t) {
    complaints = 0
    for (i = 1; i <= 8; i++)
        for (k = 0; k < count[m, i]; k++) deck[complaints++] = i
    for (i = complaints - 1; i > 0; i--) { j = random(i + 1); t = deck[i]; deck[i] = deck[j]; deck[j] = t }
    if (m == "2024-05") # its first complaint is the lost parcel C202405001
        for (i = 0; deck[0] != 4; i++)
            if (deck[i] == 4) { t = deck[0]; deck[0] = deck[i]; deck[i] = t }
}

function opened(m, i, n, days, minute) {
    days = m ~ /-(04|06|09|11)$/ ? 30 : m ~ /-02$/ ? 29 : 31
    minute = int(i * days * 720 / n) # 12 hours a day, from 8:00
    return sprintf("%s-%02d %02d:%02d", m, int(minute / 720) + 1, 8 + int(minute % 720 / 60), minute % 60)
}

# Scores that sum up to what the month must show: raised or lowered one by one, the first two rows stay.
function settle_scores(n, want, i, sum, k) {
    for (i = 0; i < n; i++) sum += score[i]
    for (i = 2; sum != want; i = i + 1 < n ? i + 1 : 2) {
        if (score[i] == "") continue
        k = sum < want ? 1 : -1
        if (score[i] + k < 1 || score[i] + k > 5) continue
        score[i] += k
        sum += k
    }
}

function month(m, late, good, i, j, c, n, repeats, scored, is) {
    deal_categories(m)
    n = complaints + others[m]
    scored = 0
    for (i = 0; i < n; i++) score[i] = ""
    j = 0
    for (i = 0; i < n; i++) {
        is = int((i + 1) * complaints / n) > int(i * complaints / n)
        if (m == "2024-05" && i < 2) is = i == 0
        if (m == "2024-05" && i == 2) is = 1 # what the second row gave up
        if (j == complaints) is = 0
        if (complaints - j == n - i) is = 1
        no = sprintf("C%s%s%03d", substr(m, 1, 4), substr(m, 6, 2), i + 1)
        if (is) {
            c = deck[j]
            customer = no
            # a repeat has complained some days before; everybody else complains for the first time
            if (int((j + 1) * repeat[m] / complaints) > int(j * repeat[m] / complaints)) {
                repeats = 3 + random(15)
                if (repeats > seen) repeats = seen
                customer = who[seen - repeats]
            }
            who[seen++] = customer
            j++
            kind = kinds[c]
            said = pick(sayings[c])
            where = c == 1 ? pick("华东|华东|华南|华南|华北") : pick(regions)
            what = c == 2 ? pick("智能灶Z1|智能灶Z1|智能灶Z1|净水器H3") : pick(products)
            response = tenths(late ? 2 : 1, late ? 5 : 3)
            solve = c == 3 ? tenths(72, 130) : tenths(late ? 30 : 16, late ? 66 : 40)
            score[i] = random(4) ? 2 + random(late ? 3 : 4) : ""
            once = random(10) < (late ? 3 : 6) ? "是" : "否"
        } else {
            c = 0
            customer = no
            kind = pick("产品使用咨询|产品使用咨询|物流进度查询|维修|退换货|安装咨询")
            said = kind == "维修" ? pick("不通电|漏水|异响|面板无显示") : kind == "退换货" ? pick("尺寸不合|七天无理由|颜色不符") : \
                   kind ~ /物流/ ? pick("查询到货时间|修改收货地址") : pick("功能疑问|联网设置|滤芯更换周期|保修政策")
            where = pick(regions)
            what = pick(products)
            response = tenths(0, 2) + 0.2
            solve = kind ~ /维修|退换/ ? tenths(20, 60) : tenths(1, 6) + 1
            score[i] = random(5) ? 3 + random(3) : ""
            once = kind ~ /维修|退换/ ? (random(2) ? "是" : "否") : (random(10) < 9 ? "是" : "否")
        }
        check = "未检"
        if (i % 20 == 3 || i % 20 == 9 || i % 20 == 16)
            check = random(100) < good ? "合格（" pick("解答清晰|流程完整|按时回访") "）" : "不合格（" pick("未按时回访|未同步仓库数据|话术不规范") "）"
        nps = random(5) < 3 ? (is ? (late ? 3 + random(8) : 5 + random(6)) : 7 + random(4)) : ""
        if (m == "2024-05" && i == 0) { kind = "物流投诉"; said = "包裹丢失"; response = 2.5; solve = 48; score[i] = 2; check = "不合格（未同步仓库数据）"; once = "否" }
        if (m == "2024-05" && i == 1) { kind = "产品使用咨询"; said = "功能疑问"; response = 0.5; solve = 1; score[i] = 5; check = "合格（解答清晰）"; once = "是" }
        head[i] = m "," customer "," kind "," response "," solve ","
        tail[i] = "," said "," check "," no "," opened(m, i, n) "," (c ? names[c] : "") "," where "," what "," \
                  pick("电话|在线客服|微信|邮件") "," sprintf("A%02d", 1 + random(12)) "," nps "," once
    }
    # exactly scores_n tickets are scored
    for (i = 0; i < n; i++) scored += score[i] != ""
    for (i = 2; scored != scores_n[m]; i++) {
        if (scored > scores_n[m] && score[i] != "") { score[i] = ""; scored-- }
        else if (scored < scores_n[m] && score[i] == "") { score[i] = 4; scored++ }
    }
    settle_scores(n, scores[m])
    file = dir "/" m ".csv"
    print "监测周期,客户ID(脱敏),服务类型,响应时长(小时),解决时长(小时),CSAT评分(1-5分),问题描述,质检结果,工单号,创建时间,问题类别,地区,产品,渠道,坐席,NPS评分(0-10分),一次解决" > file
    for (i = 0; i < n; i++) print head[i] score[i] tail[i] > file
    close(file)
}

# categories by number of complaints, in the order of `names`
function plan(m, counts, repeat_n, other_n, n, sum, parts, i) {
    split(counts, parts, " ")
    for (i = 1; i <= 8; i++) count[m, i] = parts[i]
    repeat[m] = repeat_n
    others[m] = other_n
    scores_n[m] = n
    scores[m] = sum
}

BEGIN {
    seed = 20240501
    split("物流延迟|客服解答不专业|维修周期超期|包裹破损或丢失|退款到账慢|发票开具错误|安装预约难|其他", names, "|")
    split("物流投诉|服务投诉|维修投诉|物流投诉|退款投诉|发票投诉|安装投诉|其他投诉", kinds, "|")
    sayings[1] = "超期三天未送达|物流信息不更新|到货时间一再推迟|网点滞留"
    sayings[2] = "答复前后不一|新品参数答错|未解决就关单|不了解新品功能"
    sayings[3] = "送修两周未回|维修进度查不到|等待配件"
    sayings[4] = "外箱破损|包裹丢失|内件磕碰"
    sayings[5] = "退款七日未到账|退款金额不符"
    sayings[6] = "发票抬头错误|税号错误"
    sayings[7] = "约不到安装时间|安装改期"
    sayings[8] = "赠品未发|促销规则不清"
    regions = "华东|华南|华北|西南|西北"
    products = "净水器H3|空调K2|洗衣机X5|智能灶Z1"
    plan("2024-03", "40 27 26 8 6 4 3 2", 17, 66, 140, 528)
    plan("2024-04", "43 28 27 9 6 4 3 2", 18, 66, 140, 539)
    plan("2024-05", "42 28 27 8 6 4 3 2", 18, 68, 140, 532)
    plan("2024-06", "20 15 28 10 11 10 9 7", 9, 72, 140, 598)
    plan("2024-07", "10 8 27 15 14 11 9 6", 5, 84, 140, 630)
    plan("2024-08", "10 8 25 16 14 12 9 6", 5, 84, 140, 633)
    month("2024-03", 1, 84)
    month("2024-04", 1, 84)
    month("2024-05", 1, 84)
    month("2024-06", 0, 90)
    month("2024-07", 0, 96)
    month("2024-08", 0, 96)

    # the months before, so that a control chart has a baseline; made last and from a start of their own
    seed = 20230701
    seen = 0
    plan("2023-07", "41 26 27 8 6 4 3 2", 17, 66, 140, 536)
    plan("2023-08", "43 29 26 9 6 5 3 2", 19, 68, 140, 527)
    plan("2023-09", "40 27 28 8 5 4 3 2", 17, 64, 140, 541)
    plan("2023-10", "44 28 27 9 6 4 3 3", 19, 67, 140, 530)
    plan("2023-11", "46 27 26 9 7 4 4 2", 18, 69, 140, 524)
    plan("2023-12", "42 29 28 8 6 5 3 2", 19, 66, 140, 534)
    plan("2024-01", "39 26 27 8 6 4 3 2", 16, 65, 140, 540)
    plan("2024-02", "41 28 25 9 5 4 3 2", 18, 64, 140, 529)
    split("2023-07 2023-08 2023-09 2023-10 2023-11 2023-12 2024-01 2024-02", before, " ")
    for (i = 1; i <= 8; i++) month(before[i], 1, 84)
}
