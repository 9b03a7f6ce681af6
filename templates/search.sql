-- Everything that has a page, in one table that the script filters (of each kind the newest 2,000); actions have their own register.
-- nav: 90 search
-- section: search
WITH m AS (
  SELECT period FROM (SELECT DISTINCT period FROM ticket UNION SELECT period FROM measure WHERE voided IS NULL UNION SELECT period FROM problem WHERE voided IS NULL)
  WHERE period GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
r AS MATERIALIZED (
  SELECT 1 AS at, 'problem' AS kind, id, title AS name, id || '.html' AS url, owner AS more, opened AS day, seq FROM problem WHERE voided IS NULL
  UNION ALL SELECT 2, 'action', a.id, a.text, 'actions.html#' || a.id, a.owner, a.planned, a.seq FROM action a
    WHERE a.voided IS NULL AND a.actual IS NULL AND a.cancelled IS NULL
  UNION ALL SELECT 3, 'kpi', id, iif(pdca_lang() = 'zh', name_zh, name_en), 'kpi-' || id || '.html', NULL, since, -position FROM kpi WHERE voided IS NULL
  UNION ALL SELECT 4, 'report', 'QR-' || period, word('pages.report.title', 'month', word('pages.in_month.' || substr(period, 6), 'year', substr(period, 1, 4))),
    'report-' || period || '.html', NULL, period, CAST(replace(period, '-', '') AS INTEGER) FROM m
  UNION ALL SELECT 5, 'meeting', id, title, id || '.html', chair, date, seq FROM meeting WHERE voided IS NULL
  UNION ALL SELECT 6, 'decision', d.id, d.text, d.meeting || '.html', d.owner, d.due, d.seq FROM decision d JOIN meeting m ON m.id = d.meeting AND m.voided IS NULL WHERE d.voided IS NULL
  UNION ALL SELECT 7, 'standard', id, number || ' ' || title, 'standards.html#' || id, owner, effective, seq FROM standard WHERE voided IS NULL)
SELECT json_object(
  'title', word('pages.search.title'), 'lede', NULL,
  'any', json(iif(EXISTS (SELECT 1 FROM r), 'true', 'false')), 'all_int', (SELECT count(*) FROM r),
  'kinds', (SELECT json_group_array(json(row)) FROM (SELECT json_object('kind', kind, 'label', word('pages.kind.' || kind), 'count_int', count(*)) AS row FROM r GROUP BY at, kind ORDER BY at)),
  'results', (SELECT json_group_array(json(row)) FROM (SELECT json_object('kind', kind, 'label', word('pages.kind.' || kind), 'id', id, 'name', name, 'result_url', url, 'more', more, 'day_date', day) AS row
    FROM (SELECT *, row_number() OVER (PARTITION BY at ORDER BY seq DESC) AS place FROM r) WHERE place <= 2000 ORDER BY at, place)))
