-- changes(from, to): what is otherwise at the end of one day than it was at the end of an earlier one; see src/record/changes.h.
-- ?1, ?2: the last events of the two days; ?3, ?4: the days. Net: a record's last row of then against its last row of now.
WITH touched AS MATERIALIZED (
  SELECT kind, id, max(seq) AS seq FROM event WHERE seq > ?1 AND seq <= ?2 GROUP BY kind, id),
r AS MATERIALIZED (
  SELECT t.kind, t.id, n.row AS new,
    (SELECT o.row FROM event o WHERE o.kind = t.kind AND o.id = t.id AND o.seq <= ?1 ORDER BY o.seq DESC LIMIT 1) AS old
  FROM touched t JOIN event n ON n.seq = t.seq
  WHERE t.kind IN ('problem', 'cause', 'why', 'action', 'checkpoint', 'check', 'standard', 'decision', 'meeting', 'measure', 'import')),
live AS MATERIALIZED (SELECT * FROM r WHERE new ->> 'voided' IS NULL),
-- what may have become overdue: what was touched; and what nobody touched, whose planned date lies between the two days (as far before the first as
-- days that are no working days can put off the first day of delay), or was between them before a later change
due AS MATERIALIZED (
  SELECT id, (SELECT n.row FROM event n WHERE n.kind = 'action' AND n.id = x.id AND n.seq <= ?2 ORDER BY n.seq DESC LIMIT 1) AS new,
    (SELECT o.row FROM event o WHERE o.kind = 'action' AND o.id = x.id AND o.seq <= ?1 ORDER BY o.seq DESC LIMIT 1) AS old
  FROM (SELECT id FROM touched WHERE kind = 'action'
    UNION SELECT id FROM action WHERE planned <> first_planned AND first_planned <= ?4
    UNION SELECT id FROM action WHERE planned BETWEEN date(?3, iif((SELECT value FROM setting WHERE id = 'late_days' AND voided IS NULL) = 'business', '-15 days', '0 days')) AND ?4) x),
slipped AS MATERIALIZED (
  SELECT id, new, action_overdue(?4, new ->> 'planned', new ->> 'actual', new ->> 'cancelled') AS days,
    coalesce(action_overdue(?3, old ->> 'planned', old ->> 'actual', old ->> 'cancelled'), 0) AS days_then
  FROM due WHERE new ->> 'voided' IS NULL),
-- field: the change is the first event of the span with the field's last value, whose day and (why: 1) reason are shown; NULL: day is given
c(ord, part, kind, id, field, day, row, was, now, why, reason, text) AS MATERIALIZED (
  SELECT 1, 'new', kind, id, 'id', NULL, new, NULL, NULL, 1, NULL,
      CASE kind WHEN 'problem' THEN word('pages.news.problem') WHEN 'action' THEN word('pages.news.action', 'date', new ->> 'planned')
        WHEN 'standard' THEN word('pages.news.standard') WHEN 'meeting' THEN word('pages.news.meeting', 'date', new ->> 'date')
        ELSE iif(new ->> 'due' IS NULL, word('pages.news.decision'), word('pages.news.decision_due', 'date', new ->> 'due')) END
    FROM live WHERE old IS NULL AND (kind IN ('problem', 'action', 'standard', 'meeting') OR (kind = 'decision' AND new ->> 'action' IS NULL))
  UNION ALL SELECT 2, 'done', kind, id, 'actual', NULL, new, NULL, new ->> 'actual', 1, NULL,
      iif(late > 0, word('pages.news.done_late', 'date', new ->> 'actual', 'days', late), word('pages.news.done', 'date', new ->> 'actual'))
    FROM (SELECT *, action_late_days(new ->> 'planned', new ->> 'actual', 100, NULL, NULL, NULL) AS late FROM live
      WHERE kind = 'action' AND new ->> 'actual' IS NOT NULL AND old ->> 'actual' IS NULL)
  UNION ALL SELECT 2, 'done', kind, id, 'done', NULL, new, NULL, new ->> 'done', 1, NULL, word('pages.news.done', 'date', new ->> 'done')
    FROM live WHERE kind = 'decision' AND new ->> 'done' IS NOT NULL AND old ->> 'done' IS NULL
  UNION ALL SELECT 3, 'slipped', 'action', id, NULL, new ->> 'planned', new, days_then, days, 0, NULL, word('pages.news.slipped', 'date', new ->> 'planned', 'days', days)
    FROM slipped WHERE days > 0 AND days_then = 0
  UNION ALL SELECT 4, 'redated', kind, id, 'planned', NULL, new, old ->> 'planned', new ->> 'planned', 1, NULL,
      word('pages.news.planned', 'old', old ->> 'planned', 'new', new ->> 'planned')
    FROM live WHERE kind = 'action' AND old IS NOT NULL AND new ->> 'planned' <> old ->> 'planned'
  UNION ALL SELECT 5, 'progressed', kind, id, 'progress', NULL, new, coalesce(old ->> 'progress', 0), new ->> 'progress', 0, NULL,
      word('pages.news.progress', 'old', coalesce(old ->> 'progress', 0), 'new', new ->> 'progress')
    FROM live WHERE kind = 'action' AND new ->> 'actual' IS NULL AND new ->> 'progress' <> coalesce(old ->> 'progress', 0)
  UNION ALL SELECT 6, 'stage', kind, id, 'stage', NULL, new, coalesce(old ->> 'stage', 'plan'), new ->> 'stage', 1, NULL,
      word('pages.news.stage', 'old', word('pages.stage.' || coalesce(old ->> 'stage', 'plan')), 'new', word('pages.stage.' || (new ->> 'stage')))
    FROM live WHERE kind = 'problem' AND (new ->> 'stage' <> coalesce(old ->> 'stage', 'plan') OR new ->> 'cycle' <> coalesce(old ->> 'cycle', 1))
  UNION ALL SELECT 7, 'check', kind, id, 'id', NULL, new, NULL, NULL, 1, NULL, word('pages.news.sealed') FROM live WHERE kind = 'check' AND old IS NULL
  UNION ALL SELECT 7, 'check', kind, id, 'verdict', NULL, new, old ->> 'verdict', new ->> 'verdict', 0, NULL,
      word('pages.news.verdict', 'verdict', word('pages.verdict.' || (new ->> 'verdict')))
    FROM live WHERE kind = 'check' AND new ->> 'verdict' IS NOT NULL AND new ->> 'verdict' IS NOT old ->> 'verdict'
  UNION ALL SELECT 7, 'check', kind, id, 'effect', NULL, new, old ->> 'effect', new ->> 'effect', 0, NULL, word('pages.news.effect', 'text', new ->> 'effect')
    FROM live WHERE kind = 'action' AND new ->> 'effect' IS NOT NULL AND new ->> 'effect' IS NOT old ->> 'effect'
  UNION ALL SELECT 8, 'checkpoint', kind, id, iif(new ->> 'met' IS NOT old ->> 'met', 'met', 'result'), NULL, new, old ->> 'met', new ->> 'met', 0, NULL,
      word(iif(new ->> 'met' IS 0, 'pages.news.missed', iif(new ->> 'met' IS 1, 'pages.news.met', 'pages.news.result')), 'text', coalesce(new ->> 'result', ''))
    FROM live WHERE kind = 'checkpoint' AND (new ->> 'result' IS NOT old ->> 'result' OR new ->> 'met' IS NOT old ->> 'met') AND coalesce(new ->> 'result', new ->> 'met') IS NOT NULL
  UNION ALL SELECT 9 + k.position / 1e6, 'kpi', 'kpi', k.id, NULL, n.value ->> 'period', json_object('name', in_lang(k.name_zh, k.name_en)),
      kpi_format(k.id, o.value ->> 'value'), kpi_format(k.id, n.value ->> 'value'), 0, NULL,
      CASE WHEN o.value IS NULL THEN word('pages.news.kpi_first', 'new', kpi_format(k.id, n.value ->> 'value') || iif(k.unit = '%', '', ' ' || kpi_unit(k.id)), 'period', n.value ->> 'period', 'n', coalesce(n.value ->> 'n', '–'))
        WHEN o.value ->> 'value' IS NULL THEN word('pages.news.kpi_lost', 'new', kpi_format(k.id, n.value ->> 'value') || iif(k.unit = '%', '', ' ' || kpi_unit(k.id)), 'period', n.value ->> 'period',
          'n', coalesce(n.value ->> 'n', '–'), 'before', o.value ->> 'period')
        ELSE word('pages.news.kpi', 'old', kpi_format(k.id, o.value ->> 'value'), 'before', o.value ->> 'period', 'new', kpi_format(k.id, n.value ->> 'value') || iif(k.unit = '%', '', ' ' || kpi_unit(k.id)),
          'period', n.value ->> 'period', 'n', coalesce(n.value ->> 'n', '–')) END
    FROM json_each(iif(EXISTS (SELECT 1 FROM touched WHERE kind IN ('import', 'measure')), kpi_known(?2), '[]')) n JOIN kpi k ON k.id = n.value ->> 'kpi' LEFT JOIN json_each(kpi_known(?1)) o ON o.value ->> 'kpi' = k.id
    WHERE n.value ->> 'value' IS NOT NULL AND (n.value ->> 'period' IS NOT o.value ->> 'period' OR n.value ->> 'value' IS NOT o.value ->> 'value' OR n.value ->> 'n' IS NOT o.value ->> 'n')
  UNION ALL SELECT 10, 'blocked', kind, id, 'blocked', NULL, new, old ->> 'blocked', new ->> 'blocked', 0, NULL, word('pages.news.blocked', 'text', new ->> 'blocked')
    FROM live WHERE kind = 'action' AND new ->> 'actual' IS NULL AND new ->> 'blocked' IS NOT NULL AND new ->> 'blocked' IS NOT old ->> 'blocked'
  UNION ALL SELECT 10, 'blocked', kind, id, iif(new ->> 'blocked' IS NULL, 'blocked', 'actual'), NULL, new, old ->> 'blocked', NULL, 0, NULL, word('pages.news.unblocked', 'text', old ->> 'blocked')
    FROM live WHERE kind = 'action' AND old ->> 'blocked' IS NOT NULL AND (new ->> 'blocked' IS NULL OR (new ->> 'actual' IS NOT NULL AND old ->> 'actual' IS NULL))
  UNION ALL SELECT 11, 'cancelled', kind, id, 'cancelled', NULL, new, NULL, NULL, 0, new ->> 'cancelled', word('pages.news.cancelled')
    FROM live WHERE kind = 'action' AND new ->> 'cancelled' IS NOT NULL AND old ->> 'cancelled' IS NULL
  UNION ALL SELECT 12, 'tickets', kind, id, 'id', NULL, new, NULL, new ->> 'stored', 0, NULL,
      word(iif(new ->> 'updated' > 0, 'pages.news.import_updated', 'pages.news.import'), 'n', new ->> 'stored', 'updated', new ->> 'updated', 'file', new ->> 'file')
    FROM live WHERE kind = 'import' AND old IS NULL
  UNION ALL SELECT 13, 'voided', kind, id, 'voided', NULL, new, NULL, NULL, 0, new ->> 'voided', word('pages.news.void')
    FROM r WHERE new ->> 'voided' IS NOT NULL AND old ->> 'voided' IS NULL AND old IS NOT NULL),
dated AS (
  SELECT c.*, (SELECT e.seq FROM event e WHERE c.field IS NOT NULL AND e.kind = c.kind AND e.id = c.id AND e.seq > ?1 AND e.seq <= ?2
    AND json_extract(e.row, '$.' || c.field) IS json_extract(c.row, '$.' || c.field) ORDER BY e.seq LIMIT 1) AS place FROM c),
named AS (
  SELECT ord, part, kind, id, field, row, was, now, text, coalesce(day, (SELECT f.today FROM event f WHERE f.seq = place)) AS day,
    coalesce(reason, iif(why, (SELECT f.reason FROM event f WHERE f.seq = place), NULL)) AS reason, coalesce(row ->> 'title', row ->> 'text', row ->> 'criterion', row ->> 'answer', row ->> 'name', row ->> 'category', row ->> 'file',
      (SELECT in_lang(k.name_zh, k.name_en) FROM kpi k WHERE k.id = row ->> 'kpi'), '') AS name,
    CASE kind WHEN 'checkpoint' THEN (SELECT a.problem FROM action a WHERE a.id = row ->> 'action') WHEN 'problem' THEN id ELSE row ->> 'problem' END AS of_problem
  FROM dated)
SELECT json_group_array(json(line)) FROM (SELECT json_object(
  'part', part, 'kind', kind, 'id', id, 'name', name, 'owner', row ->> 'owner', 'problem', of_problem, 'day_date', day, 'old', was, 'new', now, 'reason', reason, 'text', text,
  'record_url', CASE kind WHEN 'kpi' THEN 'kpi-' || id || '.html'
      WHEN 'action' THEN (SELECT 'actions.html#' || v.id FROM action v WHERE v.id = named.id AND v.voided IS NULL)
      WHEN 'checkpoint' THEN (SELECT 'actions.html#' || v.id FROM action v WHERE v.id = named.row ->> 'action' AND v.voided IS NULL)
      WHEN 'standard' THEN (SELECT 'standards.html#' || v.id FROM standard v WHERE v.id = named.id AND v.voided IS NULL)
      WHEN 'meeting' THEN (SELECT v.id || '.html' FROM meeting v WHERE v.id = named.id AND v.voided IS NULL)
      WHEN 'decision' THEN (SELECT v.id || '.html' FROM meeting v WHERE v.id = named.row ->> 'meeting' AND v.voided IS NULL)
      ELSE (SELECT p.id || '.html' FROM problem p WHERE p.id = of_problem AND p.voided IS NULL) END) AS line
  FROM named ORDER BY ord, iif(part = 'slipped', day, ''), instr('problem action decision standard meeting', kind), kind, id, field)
