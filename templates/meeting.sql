-- One improvement meeting: who came, what was decided, what is carried over, what changed since the one before.
-- each: SELECT id FROM meeting WHERE voided IS NULL ORDER BY seq
-- file: {id}
-- section: meetings
-- stale: SELECT id FROM meeting WHERE EXISTS (SELECT 1 FROM changed c WHERE c.kind IN ('meeting', 'decision', 'import', 'measure', 'kpi') OR c.old IS NOT NULL AND touches(c.fields, 'voided') OR c.kind = 'action' AND c.id IN (SELECT action FROM decision) OR c.kind = 'problem' AND c.id IN (SELECT problem FROM decision))
-- stale: SELECT m.id FROM meeting m CROSS JOIN changed c WHERE c.kind IN ('problem', 'cause', 'why', 'action', 'checkpoint', 'check', 'standard') AND (m.date >= c.today OR m.date = (SELECT max(date) FROM meeting WHERE voided IS NULL))
WITH m AS MATERIALIZED (SELECT * FROM meeting WHERE id = :id AND voided IS NULL),
before AS MATERIALIZED (
  SELECT b.id, b.date FROM m JOIN meeting b ON b.voided IS NULL AND (b.date < m.date OR (b.date = m.date AND b.seq < m.seq)) ORDER BY b.date DESC, b.seq DESC LIMIT 1),
after AS MATERIALIZED (
  SELECT b.id, b.date FROM m JOIN meeting b ON b.voided IS NULL AND (b.date > m.date OR (b.date = m.date AND b.seq > m.seq)) ORDER BY b.date, b.seq LIMIT 1),
d AS MATERIALIZED (
  SELECT d.*, a.status, a.status_text, coalesce(d.done, a.actual, a.cancelled_on) AS ended, p.title AS problem_title
  FROM m JOIN decision d ON d.meeting = m.id LEFT JOIN action_v a ON a.id = d.action LEFT JOIN problem p ON p.id = d.problem AND p.voided IS NULL
  WHERE d.voided IS NULL),
carried AS MATERIALIZED (
  SELECT d.*, b.date AS decided, a.status, a.status_text
  FROM m JOIN meeting b ON b.voided IS NULL AND b.id <> m.id AND (b.date < m.date OR (b.date = m.date AND b.seq < m.seq)) JOIN decision d ON d.meeting = b.id
    LEFT JOIN action_v a ON a.id = d.action
  WHERE d.voided IS NULL AND (coalesce(d.done, a.actual, a.cancelled_on) IS NULL OR coalesce(d.done, a.actual, a.cancelled_on) > m.date)),
-- what changed since the last meeting, or in the last week; the newest meeting goes on to today
span AS MATERIALIZED (
  SELECT coalesce((SELECT date FROM before), date(m.date, '-7 days')) AS since, iif(EXISTS (SELECT 1 FROM after), m.date, max(m.date, pdca_today())) AS until FROM m),
c AS MATERIALIZED (SELECT x.key AS at, x.value ->> 'part' AS part, x.value FROM span, json_each(changes(span.since, span.until)) x
  WHERE NOT (x.value ->> 'part' = 'new' AND x.value ->> 'kind' IN ('meeting', 'decision') AND x.value ->> 'record_url' IS :id || '.html')), -- its own are above
g AS MATERIALIZED (SELECT part, count(*) AS n, min(at) AS at FROM c WHERE at < 100 GROUP BY part),
a AS MATERIALIZED (
  SELECT id, text, owner, problem, problem_title, planned, progress, expected_progress, status, status_text, due_this_week, blocked, seq
  FROM action_v WHERE NOT EXISTS (SELECT 1 FROM after) AND (status = 'over' OR due_this_week))
SELECT json_object(
  'title', m.title, 'lede', NULL,
  'crumbs', json_array(json_object('text', word('pages.meetings.title'), 'file_url', 'meetings.html')),
  'id', m.id, 'on_date', m.date, 'chair', m.chair, 'attendance', m.attendance, 'agenda_md', m.agenda, 'minutes_md', m.minutes,
  'newest', json(iif(EXISTS (SELECT 1 FROM after), 'false', 'true')), 'today_date', pdca_today(),
  'before', json((SELECT json_object('on_date', date, 'meeting_url', id || '.html') FROM before)),
  'after', json((SELECT json_object('on_date', date, 'meeting_url', id || '.html') FROM after)),
  'has_decisions', json(iif(EXISTS (SELECT 1 FROM d), 'true', 'false')), 'has_carried', json(iif(EXISTS (SELECT 1 FROM carried), 'true', 'false')),
  'has_over', json(iif(EXISTS (SELECT 1 FROM a WHERE status = 'over'), 'true', 'false')), 'has_soon', json(iif(EXISTS (SELECT 1 FROM a WHERE due_this_week), 'true', 'false')),
  'decisions', (SELECT json_group_array(json(row)) FROM (SELECT json_object(
      'id', id, 'text', text, 'owner', owner, 'due_date', due, 'ended_date', ended, 'late', json(iif(ended IS NULL AND due < pdca_today(), 'true', 'false')),
      'problem_id', iif(problem_title IS NULL, NULL, problem), 'problem_title', problem_title, 'problem_url', iif(problem_title IS NULL, NULL, problem || '.html'),
      'action_id', iif(status IS NULL, NULL, action), 'action_url', iif(status IS NULL, NULL, 'actions.html#' || action), 'status', status, 'status_text', status_text) AS row
    FROM d ORDER BY seq)),
  'carried', (SELECT json_group_array(json(row)) FROM (SELECT json_object(
      'id', id, 'text', text, 'owner', owner, 'due_date', due, 'late', json(iif(due < pdca_today(), 'true', 'false')), 'decided_date', decided, 'meeting_url', meeting || '.html',
      'action_id', iif(status IS NULL, NULL, action), 'action_url', iif(status IS NULL, NULL, 'actions.html#' || action), 'status', status, 'status_text', status_text) AS row
    FROM carried ORDER BY due IS NULL, due, seq)),
  'since_date', (SELECT since FROM span), 'has_news', json(iif(EXISTS (SELECT 1 FROM c), 'true', 'false')),
  'groups', (SELECT json_group_array(json(line)) FROM (SELECT json_object('part', part, 'title', word('pages.change.' || part), 'n_int', n,
      'rows', (SELECT json_group_array(json(value)) FROM (SELECT value FROM c WHERE c.part = g.part AND c.at < 100 ORDER BY c.at))) AS line FROM g ORDER BY at)),
  'more_news_int', (SELECT max(0, count(*) - 100) FROM c), 'has_more_news', json(iif((SELECT count(*) FROM c) > 100, 'true', 'false')),
  'over', (SELECT json_group_array(json(row)) FROM (SELECT json_object('id', id, 'text', text, 'action_url', 'actions.html#' || id, 'owner', owner,
      'problem_title', problem_title, 'planned_date', planned, 'progress_int', progress, 'status', status, 'status_text', status_text, 'blocked', blocked) AS row
    FROM a WHERE status = 'over' ORDER BY planned, seq LIMIT 100)),
  'over_int', (SELECT count(*) FROM a WHERE status = 'over'), 'more_over', json(iif((SELECT count(*) FROM a WHERE status = 'over') > 100, 'true', 'false')),
  'soon_int', (SELECT count(*) FROM a WHERE due_this_week), 'more_soon', json(iif((SELECT count(*) FROM a WHERE due_this_week) > 100, 'true', 'false')),
  'soon', (SELECT json_group_array(json(row)) FROM (SELECT json_object('id', id, 'text', text, 'action_url', 'actions.html#' || id, 'owner', owner,
      'problem_title', problem_title, 'planned_date', planned, 'progress_int', progress, 'status', status, 'status_text', status_text,
      'due_text', word('pages.due_on.' || strftime('%w', planned)), 'blocked', blocked) AS row
    FROM a WHERE due_this_week ORDER BY planned, seq LIMIT 100)))
FROM m
