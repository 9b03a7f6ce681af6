-- By owner: what each one has open, the urgent first; who has the most overdue stands on top.
-- section: actions
-- rows: owners
-- words: later
-- stale: SELECT 1 FROM changed WHERE kind = 'action' AND touches(fields, 'owner owner_kind planned actual cancelled voided status') OR kind = 'problem' AND old IS NOT NULL AND touches(fields, 'title voided')
-- stale: SELECT 1 FROM changed WHERE kind = 'action' AND touches(fields, 'text problem departments start progress blocked') AND (SELECT count(*) FROM (SELECT 1 FROM action o WHERE o.owner = new ->> 'owner' AND o.actual IS NULL AND o.cancelled IS NULL AND o.voided IS NULL AND (o.planned < new ->> 'planned' OR new ->> 'actual' IS NOT NULL) LIMIT 30)) < 30
-- of all actions no more than order and counts need
WITH a AS MATERIALIZED (
  SELECT *, status NOT IN ('done', 'late', 'cancel') AS open FROM (SELECT seq, owner, owner_kind, planned, status, due_this_week FROM action_v LIMIT -1)),
o AS MATERIALIZED (
  SELECT owner, anchor, max(owner_kind) AS owner_kind, count(*) AS n, CAST(total(open) AS INTEGER) AS open,
         CAST(total(status = 'over') AS INTEGER) AS over, CAST(total(due_this_week) AS INTEGER) AS soon,
         CAST(total(status = 'wait') AS INTEGER) AS wait, CAST(total(status IN ('done', 'late')) AS INTEGER) AS done
  FROM a JOIN owner_v USING (owner) GROUP BY owner)
SELECT json_object(
  'title', word('pages.owners.title'),
  'lede', NULL,
  'any', json(iif(EXISTS (SELECT 1 FROM o), 'true', 'false')),
  'owners_int', (SELECT count(*) FROM o), 'open_int', (SELECT CAST(total(open) AS INTEGER) FROM o),
  'limit_int', CAST(coalesce((SELECT value FROM setting WHERE id = 'owner_limit' AND voided IS NULL), '8') AS INTEGER),
  'has_idle', json(iif(EXISTS (SELECT 1 FROM o WHERE open = 0), 'true', 'false')),
  'idle', (SELECT json_group_array(json_object('owner', owner, 'anchor', anchor, 'done_int', done)) FROM (SELECT * FROM o WHERE open = 0 ORDER BY owner)))
UNION ALL
SELECT json_object(
      'owner', o.owner, 'anchor', o.anchor, 'owner_url', '#' || o.anchor,
      'kind', word('pages.owner_kind.' || o.owner_kind),
      'all_int', o.n, 'open_int', o.open, 'over_int', o.over, 'soon_int', o.soon, 'wait_int', o.wait, 'done_int', o.done,
      'has_over', json(iif(o.over > 0, 'true', 'false')), 'has_soon', json(iif(o.soon > 0, 'true', 'false')),
      'too_many', json(iif(o.open > (SELECT CAST(value AS INTEGER) FROM setting WHERE id = 'owner_limit' AND voided IS NULL), 'true', 'false')),
      'actions', (SELECT json_group_array(json_object(
          'id', v.id, 'text', v.text, 'action_url', 'actions.html#' || v.id, 'departments', v.departments,
          'problem_id', iif(v.problem_title IS NULL, NULL, v.problem), 'problem_title', v.problem_title,
          'problem_url', iif(v.problem_title IS NULL, NULL, v.problem || '.html'),
          'planned_date', v.planned, 'status', v.status, 'status_text', v.status_text,
          'soon', iif(v.due_this_week, word('pages.due_on.' || strftime('%w', v.planned)), NULL), 'blocked', v.blocked,
          'progress', v.progress, 'expected_progress', v.expected_progress))
        FROM (SELECT a.seq FROM a WHERE a.owner = o.owner AND a.open ORDER BY a.status = 'wait', a.planned, a.seq LIMIT 30) a CROSS JOIN action_v v WHERE v.seq = a.seq),
      'more_int', max(0, o.open - 30), 'has_more', json(iif(o.open > 30, 'true', 'false')))
FROM (SELECT * FROM o WHERE o.open > 0 ORDER BY o.over DESC, o.soon DESC, o.open DESC, o.owner) o
