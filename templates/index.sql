-- The week: what changed, what is late, what is due.
-- style: chart index
-- nav: 10 index
-- stale: SELECT 1 FROM changed WHERE kind IN ('problem', 'check', 'standard', 'meeting') OR kind = 'action' AND (verb NOT IN ('set', 'progress') OR touches(fields, 'text owner problem cycle planned actual cancelled voided kpi status'))
-- stale: SELECT 1 FROM changed WHERE kind = 'action' AND touches(fields, 'progress') AND new ->> 'planned' <= date(pdca_today(), 'weekday 0') AND (SELECT count(*) FROM (SELECT 1 FROM action o WHERE o.actual IS NULL AND o.cancelled IS NULL AND o.voided IS NULL AND o.planned < new ->> 'planned' AND (o.planned < pdca_today()) = (new ->> 'planned' < pdca_today()) LIMIT 10)) < 10
-- words: later
WITH
-- of all that is open no more than order and counts need
o AS MATERIALIZED (SELECT id, seq, stage, stage_days, stage_over FROM problem_v WHERE stage <> 'closed'),
a AS MATERIALIZED (SELECT id, planned, status, late_days, due_this_week FROM action_v WHERE open),
t AS MATERIALIZED (SELECT max(period) AS month FROM (SELECT max(period) AS period FROM rollup WHERE period GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'
  UNION ALL SELECT max(period) FROM measure WHERE voided IS NULL AND period GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]')),
k AS MATERIALIZED (SELECT x.id, x.position, x.seq, x.direction, x.target, in_lang(x.name_zh, x.name_en) AS name, kpi_series(x.id, t.month) AS j
  FROM kpi x, t WHERE x.overview = 1 AND x.voided IS NULL),
v AS MATERIALIZED (SELECT k.*, json_array_length(j, '$.points') AS n, j ->> '$.points[#-1].value' AS value, j ->> '$.points[#-2].value' AS before, j ->> '$.points[#-1].period' AS period,
    j ->> '$.points[#-1].n' AS cases, j ->> 'variation' AS variation, j ->> 'assurance' AS assurance FROM k),
m AS MATERIALIZED (SELECT coalesce((SELECT max(date) FROM meeting WHERE voided IS NULL AND date <= pdca_today()), date(pdca_today(), '-7 days')) AS since,
  EXISTS (SELECT 1 FROM meeting WHERE voided IS NULL AND date <= pdca_today()) AS met),
e AS MATERIALIZED (SELECT e.seq, e.today, e.verb, e.kind, e.id, e.row ->> 'stage' AS stage, coalesce(iif(e.kind = 'problem', e.id, NULL), e.row ->> 'problem') AS problem,
    coalesce(e.row ->> 'title', e.row ->> 'text', '') AS what
  FROM event e, m WHERE +e.kind IN ('problem', 'action', 'check', 'standard') AND e.today >= m.since AND e.verb NOT IN ('set', 'progress') AND (e.kind = 'problem' OR e.row ->> 'problem' IS NOT NULL)
  ORDER BY e.seq DESC LIMIT 12),
h AS MATERIALIZED (SELECT id, seq, title, days, due, after_window FROM holding_v),
back AS MATERIALIZED (SELECT id, seq, title, kpi_name, period, value FROM reopen_v),
lanes(stage, letter, n) AS (VALUES ('plan', 'P', 1), ('do', 'D', 2), ('check', 'C', 3), ('act', 'A', 4))
SELECT json_object(
  'title', word('index.title'),
  'week', (SELECT word('index.week', 'week', CAST((strftime('%j', date(pdca_today(), '-3 days', 'weekday 4')) - 1) / 7 + 1 AS INTEGER), 'year', strftime('%Y', date(pdca_today(), '-3 days', 'weekday 4')),
    'from', date(pdca_today(), '-6 days', 'weekday 1'), 'to', date(pdca_today(), 'weekday 0'))),
  'none', json(iif(EXISTS (SELECT 1 FROM problem WHERE voided IS NULL), 'false', 'true')),
  'open_n', (SELECT count(*) FROM o), 'closed_n', (SELECT count(*) FROM problem WHERE voided IS NULL AND stage = 'closed'),
  'over_n', (SELECT count(*) FROM a WHERE status = 'over'), 'due_n', (SELECT count(*) FROM a WHERE due_this_week AND status <> 'over'), 'actions_n', (SELECT count(*) FROM a),
  'signals', (SELECT CASE WHEN count(*) FILTER (WHERE n > 0) = 0 THEN NULL
      WHEN count(*) FILTER (WHERE variation IN ('good', 'bad')) = 0 THEN word('index.signals_none', 'n', count(*) FILTER (WHERE n > 0))
      ELSE word('index.signals', 'n', count(*) FILTER (WHERE n > 0), 'good', count(*) FILTER (WHERE variation = 'good'), 'bad', count(*) FILTER (WHERE variation = 'bad')) END FROM v),
  'kpis', (SELECT json_group_array(json_object('name', name, 'file_url', 'kpi-' || id || '.html', 'value', kpi_format(id, value), 'unit', kpi_unit(id),
      'goal', iif(target IS NULL, NULL, iif(direction = 'up', '≥ ', '≤ ') || kpi_format(id, target)), 'before', iif(n > 1, kpi_format(id, before), NULL), 'period', period, 'cases_int', cases,
      'direction', direction, 'side', j ->> 'variation_side', 'variation', variation, 'variation_text', iif(variation IS NULL OR variation = 'none' OR n = 0, NULL, word('pages.variation.' || variation)),
      'assurance', assurance, 'assurance_text', iif(assurance IS NULL OR assurance = 'none' OR n = 0, NULL, word('pages.assurance.' || assurance, 'n', j ->> 'pending_n')),
      'spark_text', iif(n < 2, NULL, word('index.spark', 'n', n, 'from', j ->> '$.points[0].period', 'to', period)),
      'spark_chart', json(iif(n < 2, 'null', json_patch(j, json_object('kind', 'spark', 'title', name))))))
    FROM (SELECT * FROM v ORDER BY position, seq)),
  'kpis_any', json(iif(EXISTS (SELECT 1 FROM v), 'true', 'false')), 'key', json(iif(EXISTS (SELECT 1 FROM v WHERE n > 1), 'true', 'false')),
  'lanes', (SELECT json_group_array(json_object('stage', l.stage, 'letter', l.letter, 'stage_text', word('choice.problem.stage.' || l.stage),
      'count', (SELECT count(*) FROM o WHERE o.stage = l.stage), 'limit', (SELECT stage_limit(l.stage)),
      'more', (SELECT iif(count(*) > 12, count(*) - 12, NULL) FROM o WHERE o.stage = l.stage),
      'cards', (SELECT json_group_array(json_object('id', c.id, 'title', title, 'file_url', c.id || '.html', 'days', c.stage_days, 'old', json(iif(c.stage_over, 'true', 'false')), 'owner', owner,
          'size', iif(population > 0, word('index.size', 'n', frequency, 'share', printf('%.1f%%', 100.0 * frequency / population)), iif(frequency IS NULL, NULL, word('index.size_n', 'n', frequency))),
          'segs', (SELECT json_group_array(json_object('status', status)) FROM (SELECT x.status FROM action_v x WHERE x.problem = c.id AND x.cycle = v.cycle AND x.cancelled IS NULL ORDER BY x.actual IS NULL, x.status = 'over', x.planned, x.seq LIMIT 12)),
          'actions_n', iif(actions_n > 0, actions_n, NULL), 'done', actions_done,
          'over_text', (SELECT x.status_text FROM action_v x WHERE x.problem = c.id AND x.status = 'over' ORDER BY x.late_days DESC LIMIT 1), 'due', next_due))
        FROM (SELECT * FROM o WHERE o.stage = l.stage ORDER BY o.stage_over DESC, o.stage_days DESC, o.seq LIMIT 12) c CROSS JOIN problem_v v WHERE v.id = c.id))) FROM (SELECT * FROM lanes ORDER BY n) l),
  'over', (SELECT json_group_array(json_object('id', v.id, 'text', text, 'owner', owner, 'problem', problem_title, 'file_url', iif(problem_title IS NULL, 'actions.html', problem || '.html#' || v.id), 'planned_date', v.planned,
      'progress', progress, 'status_text', status_text)) FROM (SELECT * FROM a WHERE status = 'over' ORDER BY late_days DESC, planned, id LIMIT 10) a CROSS JOIN action_v v WHERE v.id = a.id),
  'due', (SELECT json_group_array(json_object('id', v.id, 'text', text, 'owner', owner, 'problem', problem_title, 'file_url', iif(problem_title IS NULL, 'actions.html', problem || '.html#' || v.id), 'planned_date', v.planned,
      'progress', progress, 'day', word('index.weekday.' || ((strftime('%w', v.planned) + 6) % 7 + 1)))) FROM (SELECT * FROM a WHERE due_this_week AND status <> 'over' ORDER BY planned, id LIMIT 10) a CROSS JOIN action_v v WHERE v.id = a.id),
  'holding', (SELECT json_group_array(json_object('id', id, 'title', title, 'file_url', id || '.html#effect', 'due_date', due, 'days', days, 'window', after_window))
    FROM (SELECT * FROM h ORDER BY due, seq LIMIT 10)),
  'holding_any', json(iif(EXISTS (SELECT 1 FROM h), 'true', 'false')), 'holding_n', (SELECT count(*) FROM h),
  'reopen', (SELECT json_group_array(json_object('id', id, 'title', title, 'file_url', id || '.html', 'kpi', kpi_name, 'period', period, 'value', value))
    FROM (SELECT * FROM back ORDER BY seq LIMIT 10)),
  'reopen_any', json(iif(EXISTS (SELECT 1 FROM back), 'true', 'false')), 'reopen_n', (SELECT count(*) FROM back),
  'over_more', (SELECT iif(count(*) > 10, count(*) - 10, NULL) FROM a WHERE status = 'over'), 'due_more', (SELECT iif(count(*) > 10, count(*) - 10, NULL) FROM a WHERE due_this_week AND status <> 'over'),
  'since_date', (SELECT since FROM m), 'since_text', (SELECT iif(met, word('index.since_meeting'), word('index.since_week')) FROM m),
  'changes_any', json(iif(EXISTS (SELECT 1 FROM e), 'true', 'false')),
  'changes', (SELECT json_group_array(json_object('date', today, 'stage', coalesce((SELECT p.stage FROM problem p WHERE p.id = e.problem), 'plan'), 'id', id, 'what', what,
      'file_url', problem || '.html' || iif(kind = 'action', '#' || id, ''), 'done_text', CASE WHEN kind = 'problem' AND verb LIKE 'advance%' THEN word('index.to_stage', 'stage', word('choice.problem.stage.' || stage))
        ELSE iif(instr(' add set void advance reopen cycle done progress redate cancel effect seal record ', ' ' || verb || ' ') > 0, word('event.' || verb), verb) END, 'kind_text', word('kind.' || kind)))
    FROM (SELECT * FROM e WHERE EXISTS (SELECT 1 FROM problem p WHERE p.id = e.problem AND p.voided IS NULL) ORDER BY seq DESC) e),
  'reports_any', json(iif(EXISTS (SELECT 1 FROM ticket), 'true', 'false')),
  'reports', (SELECT json_group_array(json_object('period', period, 'file_url', 'report-' || period || '.html', 'n_int', n,
      'top', iif(j ->> '$.rows[0].count' > 0 AND j ->> '$.rows[0].other' = 0, word('index.top', 'name', j ->> '$.rows[0].label', 'n', j ->> '$.rows[0].count', 'share', printf('%.1f%%', 100 * (j ->> '$.rows[0].share'))), NULL)))
    FROM (SELECT period, n, pareto(period, 8) AS j FROM (SELECT period, count(*) AS n FROM ticket GROUP BY period ORDER BY period DESC LIMIT 3)))
)
