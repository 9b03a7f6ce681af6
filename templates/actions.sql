-- The tracking register (table 3): the actions, the urgent ones first (the first 5,000), with progress and a strip of 8 weeks back, 6 ahead.
-- style: register
-- nav: 30 actions
-- section: actions
-- rows: actions
-- words: later
-- stale: SELECT 1 FROM changed WHERE kind = 'action' AND touches(fields, 'owner planned actual cancelled voided status') OR kind = 'problem' AND old IS NOT NULL AND touches(fields, 'title voided')
-- stale: SELECT 1 FROM changed WHERE kind = 'action' AND touches(fields, 'text departments problem start first_planned progress blocked kpi baseline target expected effect cancelled_on') AND (SELECT count(*) FROM (SELECT 1 FROM action o WHERE o.actual IS NULL AND o.cancelled IS NULL AND o.voided IS NULL AND (o.planned < new ->> 'planned' OR new ->> 'actual' IS NOT NULL OR new ->> 'cancelled' IS NOT NULL) LIMIT 5000)) < 5000
WITH frame AS MATERIALIZED (
  -- the strip begins on the Monday 8 weeks ago; 98 days are 180 units wide
  SELECT julianday(pdca_today()) - 56 - (strftime('%w', pdca_today()) + 6) % 7 AS day0, 180.0 / 98 AS unit),
-- of all actions no more than order and counts need
a AS MATERIALIZED (
  SELECT v.seq, v.id, v.planned, v.actual, v.status, v.late_days, v.due_this_week, v.status NOT IN ('done', 'late', 'cancel') AS open,
         CASE WHEN v.status = 'over' THEN 0 WHEN v.status IN ('todo', 'doing') THEN 1 WHEN v.status = 'wait' THEN 2
              WHEN v.status = 'cancel' THEN 4 ELSE 3 END AS urgency
  FROM (SELECT seq, id, planned, actual, status, late_days, due_this_week FROM action_v LIMIT -1) v), -- the limit keeps each status from being worked out again and again
first AS MATERIALIZED (
  SELECT *, row_number() OVER (ORDER BY seq) AS number,
         row_number() OVER (ORDER BY urgency, iif(urgency < 2, planned, ''), iif(urgency >= 2, coalesce(actual, planned), '') DESC, seq) AS place FROM a
  ORDER BY place LIMIT 5000),
shown AS MATERIALIZED (
  SELECT f.*, v.text, v.problem, v.problem_title, v.owner, v.departments, v.first_slip, v.first_planned, v.progress, v.blocked, v.status_text,
         v.effect, v.expected, v.expected_progress, v.kpi, v.baseline, v.target,
         max(0, min(180, round((julianday(v.start) - day0) * unit, 2))) AS x_start,
         max(0, min(180, round((julianday(v.planned) - day0) * unit, 2))) AS x_due,
         max(0, min(180, round((julianday(coalesce(v.actual, v.cancelled_on, pdca_today())) - day0) * unit, 2))) AS x_end
  FROM first f JOIN action_v v ON v.id = f.id, frame),
tally AS MATERIALIZED (
  SELECT count(*) AS n, total(open) AS open, total(status = 'over') AS over, total(due_this_week) AS soon,
         total(status IN ('todo', 'doing')) AS doing, total(status = 'wait') AS wait,
         total(status IN ('done', 'late')) AS done,
         total(actual >= strftime('%Y', pdca_today()) || '-01-01') AS year_n,
         total(actual >= strftime('%Y', pdca_today()) || '-01-01' AND late_days = 0) AS year_ok
  FROM a),
months AS (
  SELECT date(pdca_today(), 'start of month', (value) || ' months') AS first FROM json_each('[-2,-1,0,1,2]'))
SELECT json_object(
  'title', word('pages.actions.title'),
  'lede', NULL,
  'any', json(iif(n > 0, 'true', 'false')),
  'summary', word('pages.actions.total', 'n', CAST(n AS INTEGER)),
  'on_time', iif(year_n > 0, word('pages.actions.on_time', 'year', strftime('%Y', pdca_today()), 'x', CAST(year_ok AS INTEGER),
                                 'n', CAST(year_n AS INTEGER), 'pct', CAST(round(100 * year_ok / year_n) AS INTEGER)), NULL),
  'all_int', n, 'open_int', CAST(open AS INTEGER), 'over_int', CAST(over AS INTEGER), 'soon_int', CAST(soon AS INTEGER),
  'doing_int', CAST(doing AS INTEGER), 'wait_int', CAST(wait AS INTEGER), 'done_int', CAST(done AS INTEGER),
  'today_date', pdca_today(),
  'today_x_num', (SELECT round((julianday(pdca_today()) - day0) * unit, 2) FROM frame),
  'ticks', (SELECT json_group_array(json_object('month', CAST(strftime('%m', first) AS INTEGER),
              'label', word('pages.month.' || strftime('%m', first)),
              'x_num', round((julianday(first) - day0) * unit, 2))) FROM months, frame
            WHERE (julianday(first) - day0) * unit BETWEEN 0 AND 165),
  'more_int', max(0, n - 5000), 'has_more', json(iif(n > 5000, 'true', 'false')), 'has_rest', json(iif(n > 100, 'true', 'false')),
  'owners', (SELECT json_group_array(owner) FROM (SELECT DISTINCT owner FROM shown ORDER BY owner)),
  'problems', (SELECT json_group_array(json_object('id', problem, 'name', problem_title))
               FROM (SELECT problem, problem_title, max(seq) AS last FROM shown WHERE problem_title IS NOT NULL GROUP BY problem ORDER BY last DESC LIMIT 200)))
FROM tally
UNION ALL
SELECT json_object(
      -- behind this row the rest is kept from a browser that runs scripts until it is wanted: see site.js
      'cut', json(iif(a.place = 100 AND n > 100, 'true', 'false')), 'n_int', a.number, 'id', a.id, 'text', a.text, 'owner', a.owner, 'departments', a.departments,
      'problem_id', iif(a.problem_title IS NULL, NULL, a.problem), 'problem_title', a.problem_title,
      'problem_url', iif(a.problem_title IS NULL, NULL, a.problem || '.html'),
      'owner_url', 'owners.html#' || a.anchor,
      'planned_date', a.planned, 'slipped', iif(a.first_slip, word('pages.actions.first_planned', 'date', a.first_planned), NULL),
      'actual_date', a.actual, 'late', json(iif(a.actual > a.planned, 'true', 'false')),
      'status', a.status, 'icon', iif(a.status = 'late', 'done', a.status), 'status_text', a.status_text, 'late_text', iif(a.status = 'late', word('status.late_days', 'days', a.late_days), NULL),
      'rank', printf('%d%05d', a.urgency, 99999 - min(a.late_days, 99999)),
      'is_over', json(iif(a.status = 'over', 'true', 'false')),
      'tags', a.status || iif(a.status IN ('late'), ' done', '') || iif(a.status = 'todo', ' doing', '') || iif(a.open, ' open', '')
              || iif(a.due_this_week, ' soon', ''),
      'soon', iif(a.due_this_week, word('pages.due_on.' || strftime('%w', a.planned)), NULL),
      'blocked', a.blocked,
      'progress', a.progress, 'expected_progress', a.expected_progress, 'running', json(iif(a.status = 'cancel', 'false', 'true')),
      'effect', a.effect,
      'expected', CASE WHEN a.effect IS NOT NULL THEN NULL WHEN a.expected IS NOT NULL THEN a.expected
                       WHEN a.kpi IS NOT NULL AND a.target IS NOT NULL THEN
                         a.kpi_name || ' '
                         || iif(a.baseline IS NULL, '', kpi_format(a.kpi, a.baseline) || ' → ') || kpi_format(a.kpi, a.target) END,
      -- the strip: what is planned, what of it is reached, what is finished, what runs over
      'before', json(iif(a.status IN ('done', 'late', 'wait', 'cancel') AND a.x_end = 0, 'true', 'false')),
      'plan', iif(a.status IN ('todo', 'doing', 'over') AND a.x_due > a.x_start, json_object('x_num', a.x_start, 'w_num', round(a.x_due - a.x_start, 2)), NULL),
      'reached', iif(a.status IN ('doing', 'over') AND a.progress > 0 AND a.x_due > a.x_start,
                  json_object('x_num', a.x_start, 'w_num', round((a.x_due - a.x_start) * a.progress / 100, 2)), NULL),
      'finished', iif(a.status IN ('done', 'late', 'wait') AND min(a.x_end, a.x_due) > a.x_start,
                  json_object('x_num', a.x_start, 'w_num', round(min(a.x_end, a.x_due) - a.x_start, 2)), NULL),
      'overrun', iif(a.status <> 'cancel' AND a.x_end > a.x_due AND a.late_days > 0,
                  json_object('x_num', a.x_due, 'w_num', round(a.x_end - a.x_due, 2)), NULL),
      'dropped', iif(a.status = 'cancel' AND a.x_end > a.x_start, json_object('x_num', a.x_start, 'end_num', a.x_end), NULL),
      'due_x', json(iif(a.status <> 'cancel' AND a.x_due > 0 AND a.x_due < 180, 'true', 'false')), 'due_x_num', a.x_due)
FROM tally, (SELECT a.*, o.anchor, (SELECT in_lang(k.name_zh, k.name_en) FROM kpi k WHERE k.id = a.kpi) AS kpi_name FROM shown a LEFT JOIN owner_v o USING (owner)
      ORDER BY a.place) a
