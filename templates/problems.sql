-- All problems: what is open first, then what is closed.
-- style: register
-- nav: 20 problems
-- words: later
-- rows: problems
-- stale: SELECT 1 FROM changed WHERE kind IN ('problem', 'cause', 'why') OR kind = 'action' AND touches(fields, 'problem cycle planned actual cancelled voided status')
WITH p AS MATERIALIZED (SELECT id, seq, title, stage, closed, stage_over, stage_days, frequency, share, root_cause_shown, owner, severity, cycle, actions_done, actions_n, actions_over, next_due FROM problem_v)
SELECT json_object(
  'title', word('problems.title'),
  'n', (SELECT count(*) FROM p), 'open_n', (SELECT count(*) FROM p WHERE stage <> 'closed'), 'closed_n', (SELECT count(*) FROM p WHERE stage = 'closed'),
  'over_n', (SELECT count(*) FROM p WHERE stage_over), 'any', json(iif(EXISTS (SELECT 1 FROM p), 'true', 'false')),
  'owners', (SELECT json_group_array(json_object('name', owner)) FROM (SELECT DISTINCT owner FROM p WHERE owner IS NOT NULL ORDER BY owner)),
  'stages', (SELECT json_group_array(json_object('stage', stage, 'stage_text', word('choice.problem.stage.' || stage), 'count', n))
    FROM (SELECT stage, count(*) AS n, min(CASE stage WHEN 'plan' THEN 1 WHEN 'do' THEN 2 WHEN 'check' THEN 3 WHEN 'act' THEN 4 ELSE 5 END) AS place FROM p GROUP BY stage ORDER BY place)),
  -- behind the row that is cut after, the rest is kept from a browser that runs scripts until it is wanted: see site.js
  'has_rest', json(iif((SELECT count(*) FROM p) > 100, 'true', 'false')),
  -- a page of more rows than that serves nobody: what is closed longest is left to its own page
  'more_int', (SELECT iif(count(*) > 5000, count(*) - 5000, NULL) FROM p)
)
UNION ALL
SELECT json_object('cut', json(iif(place = 100 AND n > 100, 'true', 'false')), 'id', id, 'file_url', id || '.html', 'title', title, 'stage', stage, 'stage_text', word('choice.problem.stage.' || stage),
      'days', iif(stage = 'closed', NULL, stage_days), 'old', json(iif(stage_over, 'true', 'false')), 'tags', iif(stage = 'closed', 'closed', 'open ' || stage || iif(stage_over, ' old', '')),
      'frequency_int', frequency, 'share_pct', share, 'share', share, 'root', root_cause_shown, 'owner', owner, 'severity', severity, 'severity_text', word('choice.problem.severity.' || severity),
      'severity_n', CASE severity WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 ELSE 4 END, 'cycle', cycle,
      'done', actions_done, 'actions_n', iif(actions_n > 0, actions_n, NULL), 'over_n', iif(actions_over > 0, actions_over, NULL), 'due_date', next_due, 'closed_date', closed)
FROM (SELECT *, row_number() OVER (ORDER BY stage = 'closed', stage_over DESC, seq DESC) AS place, count(*) OVER () AS n FROM p ORDER BY place LIMIT 5000)
