-- Temporary views of every connection: records with what the rules say of them. Functions: src/record/facts.c.

CREATE TEMP VIEW action_v AS
SELECT v.*, smart_count(v.smart) AS smart_n FROM (SELECT a.*,
  action_status(a.planned, a.actual, a.progress, a.cancelled, a.expected, a.effect) AS status,
  action_late_days(a.planned, a.actual, a.progress, a.cancelled, a.expected, a.effect) AS late_days,
  action_status_text(a.planned, a.actual, a.progress, a.cancelled, a.expected, a.effect) AS status_text,
  CAST(julianday(a.planned) - julianday(pdca_today()) AS INTEGER) AS days_left,
  action_expected_progress(a.start, a.planned) AS expected_progress,
  a.planned <> a.first_planned AS first_slip,
  a.actual IS NULL AND a.cancelled IS NULL AS open,
  a.actual IS NULL AND a.cancelled IS NULL AND a.planned BETWEEN pdca_today() AND date(pdca_today(), 'weekday 0') AS due_this_week,
  (SELECT p.title FROM problem p WHERE p.id = a.problem AND p.voided IS NULL) AS problem_title,
  action_smart(a.id, a.text, a.kind, a.owner, a.owner_kind, a.kpi, a.expected, a.baseline, a.target, a.problem, coalesce(a.cause, a.why),
    owner_open(a.owner),
    (SELECT e.today FROM event e WHERE e.kind = 'action' AND e.id = a.id ORDER BY e.seq LIMIT 1), a.start, a.planned,
    (SELECT count(*) FROM checkpoint k WHERE k.action = a.id AND k.voided IS NULL)) AS smart,
  action_smart_missing(a.id, a.text, a.kind, a.owner, a.owner_kind, a.kpi, a.expected, a.baseline, a.target, a.problem, coalesce(a.cause, a.why),
    owner_open(a.owner),
    (SELECT e.today FROM event e WHERE e.kind = 'action' AND e.id = a.id ORDER BY e.seq LIMIT 1), a.start, a.planned,
    (SELECT count(*) FROM checkpoint k WHERE k.action = a.id AND k.voided IS NULL)) AS smart_missing
FROM action a WHERE a.voided IS NULL) v;

-- where each owner stands on the page of the owners: by a number, because a published address must not spell a name
CREATE TEMP VIEW owner_v AS SELECT owner, 'o-' || min(seq) AS anchor FROM action GROUP BY owner;

CREATE TEMP VIEW problem_v AS
SELECT p.*,
  CASE WHEN p.population > 0 THEN p.frequency * 1.0 / p.population END AS share,
  coalesce((SELECT w.answer FROM why w WHERE w.problem = p.id AND w.cycle = p.cycle AND w.level = 1 AND w.voided IS NULL
      ORDER BY EXISTS (SELECT 1 FROM why r WHERE r.problem = w.problem AND r.cycle = w.cycle AND r.chain = w.chain AND r.confirmed = 1 AND r.voided IS NULL) DESC,
      w.chain, w.seq LIMIT 1), p.direct_cause) AS direct_cause_shown,
  coalesce((SELECT group_concat(answer, word('list.join')) FROM (SELECT w.answer FROM why w WHERE w.problem = p.id AND w.cycle = p.cycle AND w.confirmed = 1
      AND w.voided IS NULL ORDER BY w.seq)),
    (SELECT group_concat(text, word('list.join')) FROM (SELECT c.text FROM cause c WHERE c.problem = p.id AND c.cycle = p.cycle AND c.status = 'confirmed'
      AND c.voided IS NULL ORDER BY c.seq)), p.root_cause) AS root_cause_shown,
  CAST(julianday(coalesce(p.closed, pdca_today())) - julianday(p.stage_since) AS INTEGER) AS stage_days,
  stage_limit(p.stage) AS stage_limit,
  p.stage <> 'closed' AND CAST(julianday(pdca_today()) - julianday(p.stage_since) AS INTEGER) > stage_limit(p.stage) AS stage_over,
  (SELECT count(*) FROM action a WHERE a.problem = p.id AND a.cycle = p.cycle AND a.voided IS NULL AND a.cancelled IS NULL) AS actions_n,
  (SELECT count(*) FROM action a WHERE a.problem = p.id AND a.cycle = p.cycle AND a.voided IS NULL AND a.actual IS NOT NULL) AS actions_done,
  (SELECT count(*) FROM action a WHERE a.problem = p.id AND a.cycle = p.cycle AND a.voided IS NULL
      AND action_status(a.planned, a.actual, a.progress, a.cancelled, a.expected, a.effect) = 'over') AS actions_over,
  (SELECT min(a.planned) FROM action a WHERE a.problem = p.id AND a.cycle = p.cycle AND a.voided IS NULL AND a.actual IS NULL AND a.cancelled IS NULL) AS next_due
FROM problem p WHERE p.voided IS NULL;

CREATE TEMP VIEW check_v AS
SELECT c.*, (SELECT k.unit FROM kpi k WHERE k.id = c.kpi) AS unit,
  (SELECT in_lang(k.name_zh, k.name_en) FROM kpi k WHERE k.id = c.kpi) AS kpi_name,
  check_value_text(c.kpi, c.before_value, c.before_x, c.before_n) AS before_text,
  check_value_text(c.kpi, c.after_value, c.after_x, c.after_n) AS after_text,
  coalesce(c.after_counted, c.after_window) AS after_shown,
  -- which interval the sealed KPI will get
  CASE WHEN c.category IS NOT NULL OR (SELECT k.unit FROM kpi k WHERE k.id = c.kpi) = '%' THEN 'newcombe'
    WHEN (SELECT k.form FROM kpi k WHERE k.id = c.kpi) = 'quantile' THEN 'quantiles' ELSE 'welch' END AS planned_method,
  -- what must be kept in mind: one sentence each, as a JSON array
  (SELECT json_group_array(word('guard.' || (g.value ->> 'guard'), 'n', g.value ->> 'n', 'day', g.value ->> 'day', 'from', g.value ->> 'from', 'to', g.value ->> 'to',
      'p', g.value ->> 'p', 'type', CASE WHEN g.value ->> 'type' IS NOT NULL THEN word('type.' || (g.value ->> 'type')) END))
    FROM json_each(coalesce(c.guards, '[]')) g) AS guard_texts,
  -- sealed late or changed: when, by whom and why, and whether the result could be known by then
  (SELECT json_group_array(word(key, 'day', day, 'actor', actor, 'reason', rtrim(reason, '。.'))) FROM
    (SELECT today AS day, actor, reason, 'check.mark.' || CASE WHEN place > 1 THEN CASE WHEN known THEN 'changed_known' WHEN data THEN 'changed_data' ELSE 'changed' END
        WHEN late THEN 'late' WHEN data THEN 'data' END AS key FROM
      (SELECT e.seq, e.today, e.actor, e.reason, e.row ->> 'sealed_late' AS late, row_number() OVER (ORDER BY e.seq) AS place,
          EXISTS (SELECT 1 FROM event r WHERE r.kind = 'check' AND r.id = c.id AND r.seq < e.seq AND r.row ->> 'recorded_on' IS NOT NULL) AS known,
          EXISTS (SELECT 1 FROM event i WHERE i.kind = 'import' AND i.seq < e.seq AND i.row ->> 'period_to' >= window_month(e.row ->> 'after_window')) AS data
        FROM event e WHERE e.kind = 'check' AND e.id = c.id AND e.verb IN ('add', 'seal')) ORDER BY seq)
    WHERE key IS NOT NULL) AS marks
FROM effect_check c WHERE c.voided IS NULL;

-- closed problems whose KPI shows a concern in a month after closing: reopening is proposed
CREATE TEMP VIEW reopen_v AS
WITH k AS MATERIALIZED (SELECT DISTINCT kpi FROM problem WHERE stage = 'closed' AND kpi IS NOT NULL AND voided IS NULL),
  s AS MATERIALIZED (SELECT kpi, kpi_series(kpi, strftime('%Y-%m', pdca_today())) AS j FROM k)
SELECT p.id, p.seq, p.title, in_lang(x.name_zh, x.name_en) AS kpi_name, s.j ->> '$.points[#-1].period' AS period, kpi_format(p.kpi, s.j ->> '$.points[#-1].value') AS value
FROM problem p JOIN s ON s.kpi = p.kpi JOIN kpi x ON x.id = p.kpi WHERE p.stage = 'closed' AND p.voided IS NULL
  AND s.j ->> '$.variation' = 'bad' AND s.j ->> '$.points[#-1].period' > substr(p.closed, 1, 7);

-- closed problems whose effect is to be looked at again: how many days after closing, the day, and the window that ends on it
CREATE TEMP VIEW holding_v AS
SELECT id, seq, title, days, date(closed, '+' || days || ' days') AS due, date(closed, '+' || (days - 29) || ' days') || '..' || date(closed, '+' || days || ' days') AS after_window,
  coalesce((SELECT c.before_window FROM effect_check c WHERE c.problem = h.id AND c.cycle = h.cycle AND c.voided IS NULL ORDER BY c.seq LIMIT 1), '…') AS before_window
FROM (SELECT p.*, holding_due(p.closed, (SELECT max(c.recorded_on) FROM effect_check c WHERE c.problem = p.id AND c.cycle = p.cycle AND c.voided IS NULL
    AND c.sealed_on >= p.closed)) AS days FROM problem p WHERE p.stage = 'closed' AND p.voided IS NULL) h WHERE days IS NOT NULL;
