-- The search page: what there is to be found and where the full lists are. The script reads the files that src/site/search.c writes.
-- style: search
-- nav: 90 search
-- section: search
-- stale: SELECT 1 FROM changed WHERE kind IN ('problem', 'action', 'standard', 'meeting', 'decision') AND touches(fields, 'voided period meeting')
WITH RECURSIVE t(period) AS (SELECT min(period) FROM ticket UNION ALL SELECT (SELECT min(k.period) FROM ticket k WHERE k.period > t.period) FROM t WHERE t.period IS NOT NULL),
m AS (SELECT period FROM t UNION SELECT period FROM measure WHERE voided IS NULL UNION SELECT period FROM problem WHERE voided IS NULL),
k(at, kind, url, n) AS (
  SELECT 1, 'problem', 'problems.html', (SELECT count(*) FROM problem WHERE voided IS NULL)
  UNION ALL SELECT 2, 'action', 'actions.html', (SELECT count(*) FROM action WHERE voided IS NULL)
  UNION ALL SELECT 3, 'standard', 'standards.html', (SELECT count(*) FROM standard WHERE voided IS NULL)
  UNION ALL SELECT 4, 'kpi', 'kpis.html', (SELECT count(*) FROM kpi WHERE voided IS NULL)
  UNION ALL SELECT 5, 'report', 'reports.html', (SELECT count(*) FROM m WHERE period GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]')
  UNION ALL SELECT 6, 'meeting', 'meetings.html', (SELECT count(*) FROM meeting WHERE voided IS NULL)
  UNION ALL SELECT 7, 'decision', 'meetings.html', (SELECT count(*) FROM decision d JOIN meeting m ON m.id = d.meeting AND m.voided IS NULL WHERE d.voided IS NULL)
  UNION ALL SELECT 8, 'guide', 'guide.html', NULL
  UNION ALL SELECT 9, 'page', 'index.html', NULL)
SELECT json_object(
  'title', word('pages.search.title'), 'lede', NULL,
  'kinds', (SELECT json_group_array(json(row)) FROM (SELECT json_object('kind', kind, 'label', word('pages.kind.' || kind), 'list_url', url, 'list_text', iif(kind = 'decision', word('pages.kind.decision'), word('nav.' || substr(url, 1, instr(url, '.') - 1))), 'count_int', n) AS row FROM k WHERE n IS NOT 0 ORDER BY at)),
  'stages', (SELECT json_group_array(json_object('stage', value, 'stage_text', word('choice.problem.stage.' || value))) FROM json_each('["plan","do","check","act","closed"]')),
  'statuses', (SELECT json_group_array(json_object('status', value, 'status_text', CASE value WHEN 'over' THEN word('pages.tab.over') ELSE word('status.' || value) END))
    FROM json_each('["todo","doing","wait","done","over","cancel"]')))
