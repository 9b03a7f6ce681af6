-- The improvement meetings, newest first, and every decision that is still open.
-- nav: 60 meetings
-- section: meetings
-- stale: SELECT 1 FROM changed WHERE kind IN ('meeting', 'decision') OR kind = 'action' AND id IN (SELECT action FROM decision)
WITH d AS MATERIALIZED (
  SELECT d.seq, d.id, d.meeting, d.text, d.owner, d.due, d.problem, d.action, d.done,
         iif(d.done IS NULL AND coalesce(a.actual, a.cancelled_on) IS NULL, 1, 0) AS open, a.status, a.status_text
  FROM decision d LEFT JOIN action_v a ON a.id = d.action WHERE d.voided IS NULL),
n AS MATERIALIZED (SELECT meeting, count(*) AS n, CAST(total(open) AS INTEGER) AS open FROM d GROUP BY meeting)
SELECT json_object(
  'title', word('pages.meetings.title'), 'lede', NULL,
  'any', json(iif(EXISTS (SELECT 1 FROM meeting WHERE voided IS NULL), 'true', 'false')),
  'open_int', (SELECT count(*) FROM d JOIN meeting m ON m.id = d.meeting AND m.voided IS NULL WHERE d.open),
  'has_decisions', json(iif(EXISTS (SELECT 1 FROM d JOIN meeting m ON m.id = d.meeting AND m.voided IS NULL WHERE d.open), 'true', 'false')),
  'meetings', (SELECT json_group_array(json(row)) FROM (SELECT json_object(
      'id', m.id, 'meeting_url', m.id || '.html', 'on_date', m.date, 'name', m.title, 'chair', m.chair,
      'decisions_int', coalesce(n.n, 0), 'open_int', coalesce(n.open, 0)) AS row
    FROM meeting m LEFT JOIN n ON n.meeting = m.id WHERE m.voided IS NULL ORDER BY m.date DESC, m.seq DESC)),
  'decisions', (SELECT json_group_array(json(row)) FROM (SELECT json_object(
      'id', d.id, 'text', d.text, 'owner', d.owner, 'due_date', d.due, 'late', json(iif(d.due < pdca_today(), 'true', 'false')),
      'meeting_date', m.date, 'meeting_url', m.id || '.html',
      'action_id', iif(d.status IS NULL, NULL, d.action), 'action_url', iif(d.status IS NULL, NULL, 'actions.html#' || d.action),
      'status', d.status, 'status_text', d.status_text) AS row
    FROM d JOIN meeting m ON m.id = d.meeting AND m.voided IS NULL WHERE d.open ORDER BY d.due IS NULL, d.due, d.seq)))
