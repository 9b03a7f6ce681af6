# SPDX-License-Identifier: GPL-3.0-or-later
# N tickets of about 130 bytes over a year, in the order of their opening, with the usual skew: awk -v N=1000000 -f tickets.awk
function random(n) {
    seed = (seed * 16807) % 2147483647
    return seed % n
}
BEGIN {
    seed = 1
    split("pass fail none none none none none", inspection, " ")
    split("complaint consultation consultation repair return", type, " ")
    split("物流延迟 物流延迟 物流延迟 客服解答不专业 客服解答不专业 维修周期超期 包裹破损或丢失 其他", category, " ")
    split("华东 华东 华南 华北 西南", region, " ")
    print "period,customer id,type,response_h,resolution_h,csat,description,inspection,no,opened,category,region"
    for (i = 0; i < N; i++) {
        minute = int(i * 527040 / N)
        day = int(minute / 1440)
        month = int(day / 30.5) + 1
        when = sprintf("2024-%02d-%02dT%02d:%02d:00", month, day - int((month - 1) * 30.5) + 1 > 28 ? 28 : day - int((month - 1) * 30.5) + 1, int(minute % 1440 / 60), minute % 60)
        printf "%s,K%07d,%s,%.1f,%.1f,%d,%s,%s,T%08d,%s,%s,%s\n", substr(when, 1, 7), random(N / 3), type[random(5) + 1], random(80) / 10, random(900) / 10,
            random(5) + 1, "超期三天未送达，来电催问", inspection[random(7) + 1], i, when, category[random(8) + 1], region[random(5) + 1]
    }
}
