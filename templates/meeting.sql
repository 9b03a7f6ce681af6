-- One improvement meeting: who came, what was decided, what is carried over, what changed since the one before.
-- each: SELECT id FROM meeting WHERE voided IS NULL ORDER BY seq
-- file: {id}
-- section: meetings
-- stale: SELECT id FROM meeting WHERE EXISTS (SELECT 1 FROM changed c WHERE c.kind IN ('meeting', 'decision') OR c.old IS NOT NULL AND touches(c.fields, 'voided') OR c.kind = 'action' AND c.id IN (SELECT action FROM decision) OR c.kind = 'problem' AND c.id IN (SELECT problem FROM decision))
-- stale: SELECT m.id FROM meeting m CROSS JOIN changed c WHERE c.kind IN ('problem', 'action', 'check', 'standard') AND (m.date >= c.today OR m.date = (SELECT max(date) FROM meeting WHERE voided IS NULL))
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
-- events of the days behind the last meeting up to this one; the newest meeting goes on to today
span AS MATERIALIZED (
  SELECT (SELECT date FROM before) AS since, iif(EXISTS (SELECT 1 FROM after), m.date, max(m.date, pdca_today())) AS until FROM m),
e AS MATERIALIZED (
  SELECT e.seq, e.today, e.kind, e.id, e.verb, e.reason, e.row,
         (SELECT o.row FROM event o WHERE o.kind = e.kind AND o.id = e.id AND o.seq < e.seq ORDER BY o.seq DESC LIMIT 1) AS old
  FROM span, event e WHERE e.today > span.since AND e.today <= span.until AND e.kind IN ('problem', 'action', 'check', 'standard')),
news AS MATERIALIZED (
  SELECT seq, today, kind, id, reason, coalesce(json_extract(row, '$.title'), json_extract(row, '$.text'), json_extract(row, '$.category'),
           (SELECT iif(pdca_lang() = 'zh', k.name_zh, k.name_en) FROM kpi k WHERE k.id = json_extract(row, '$.kpi'))) AS name,
         json_extract(row, '$.problem') AS problem,
         CASE WHEN json_extract(row, '$.voided') IS NOT NULL THEN word('pages.news.void')
              WHEN kind = 'problem' AND old IS NULL THEN word('pages.news.problem')
              WHEN kind = 'problem' AND json_extract(row, '$.stage') <> json_extract(old, '$.stage')
                THEN word('pages.news.stage', 'old', word('pages.stage.' || json_extract(old, '$.stage')), 'new', word('pages.stage.' || json_extract(row, '$.stage')))
              WHEN kind = 'action' AND old IS NULL THEN word('pages.news.action', 'date', json_extract(row, '$.planned'))
              WHEN kind = 'action' AND json_extract(row, '$.cancelled') IS NOT NULL AND json_extract(old, '$.cancelled') IS NULL THEN word('pages.news.cancelled')
              WHEN kind = 'action' AND json_extract(row, '$.actual') IS NOT NULL AND json_extract(old, '$.actual') IS NULL
                THEN word('pages.news.done', 'date', json_extract(row, '$.actual'))
              WHEN kind = 'action' AND json_extract(row, '$.planned') <> json_extract(old, '$.planned')
                THEN word('pages.news.planned', 'old', json_extract(old, '$.planned'), 'new', json_extract(row, '$.planned'))
              WHEN kind = 'action' AND json_extract(row, '$.progress') <> json_extract(old, '$.progress')
                THEN word('pages.news.progress', 'old', json_extract(old, '$.progress'), 'new', json_extract(row, '$.progress'))
              WHEN kind = 'action' AND json_extract(row, '$.blocked') IS NOT NULL AND json_extract(row, '$.blocked') IS NOT json_extract(old, '$.blocked')
                THEN word('pages.news.blocked', 'text', json_extract(row, '$.blocked'))
              WHEN kind = 'action' AND json_extract(row, '$.effect') IS NOT NULL AND json_extract(row, '$.effect') IS NOT json_extract(old, '$.effect')
                THEN word('pages.news.effect', 'text', json_extract(row, '$.effect'))
              WHEN kind = 'check' AND old IS NULL THEN word('pages.news.sealed')
              WHEN kind = 'check' AND json_extract(row, '$.verdict') IS NOT NULL AND json_extract(row, '$.verdict') IS NOT json_extract(old, '$.verdict')
                THEN word('pages.news.verdict', 'verdict', word('pages.verdict.' || json_extract(row, '$.verdict')))
              WHEN kind = 'standard' AND old IS NULL THEN word('pages.news.standard') END AS text
  FROM e),
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
  'news', (SELECT json_group_array(json(row)) FROM (SELECT json_object(
      'day_date', n.today, 'id', n.id, 'name', n.name, 'text', n.text, 'reason', n.reason,
      'record_url', CASE n.kind WHEN 'problem' THEN (SELECT p.id || '.html' FROM problem p WHERE p.id = n.id AND p.voided IS NULL)
                    WHEN 'action' THEN (SELECT 'actions.html#' || v.id FROM action v WHERE v.id = n.id AND v.voided IS NULL)
                    WHEN 'standard' THEN (SELECT 'standards.html#' || v.id FROM standard v WHERE v.id = n.id AND v.voided IS NULL)
                    ELSE (SELECT p.id || '.html' FROM problem p WHERE p.id = n.problem AND p.voided IS NULL) END) AS row
    FROM news n WHERE n.text IS NOT NULL ORDER BY n.seq DESC LIMIT 100)),
  'has_news', json(iif(EXISTS (SELECT 1 FROM news WHERE text IS NOT NULL), 'true', 'false')),
  'more_news_int', (SELECT max(0, count(*) - 100) FROM news WHERE text IS NOT NULL),
  'has_more_news', json(iif((SELECT count(*) FROM news WHERE text IS NOT NULL) > 100, 'true', 'false')),
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
