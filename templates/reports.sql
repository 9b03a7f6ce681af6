-- The months that have a report: those with tickets, measures or problems.
-- nav: 50 reports
-- section: reports
-- stale: SELECT 1 FROM changed WHERE kind = 'problem' OR kind = 'action' AND touches(fields, 'problem cycle actual cancelled voided')
WITH m AS MATERIALIZED (
  SELECT period FROM (SELECT DISTINCT period FROM ticket UNION SELECT period FROM measure WHERE voided IS NULL
                      UNION SELECT period FROM problem WHERE voided IS NULL)
  WHERE period GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
t AS MATERIALIZED (SELECT period, count(*) AS n FROM ticket GROUP BY period),
p AS MATERIALIZED (
  SELECT period, count(*) AS n, CAST(total(stage = 'closed') AS INTEGER) AS closed, CAST(total(actions_n) AS INTEGER) AS actions,
         CAST(total(actions_done) AS INTEGER) AS actions_done FROM problem_v GROUP BY period)
SELECT json_object(
  'title', word('pages.reports.title'), 'lede', NULL,
  'any', json(iif(EXISTS (SELECT 1 FROM m), 'true', 'false')),
  'reports', (SELECT json_group_array(json(row)) FROM (SELECT json_object(
      'period', m.period, 'report_url', 'report-' || m.period || '.html',
      'month', word('pages.in_month.' || substr(m.period, 6), 'year', substr(m.period, 1, 4)),
      'tickets_int', coalesce(t.n, 0), 'problems_int', coalesce(p.n, 0), 'closed_int', coalesce(p.closed, 0),
      'actions_int', coalesce(p.actions, 0), 'actions_done_int', coalesce(p.actions_done, 0),
      'top', json_extract(g.pareto, '$.rows[0].label'), 'top_count_int', json_extract(g.pareto, '$.rows[0].count'),
      'top_share_pct', json_extract(g.pareto, '$.rows[0].share')) AS row
    FROM m LEFT JOIN t USING (period) LEFT JOIN p USING (period)
      LEFT JOIN (SELECT period AS of, iif(n > 0, pareto(period, 10), NULL) AS pareto FROM t) g ON g.of = m.period
    ORDER BY m.period DESC)))
