-- The month's problem-analysis report: conclusions by rule, KPIs, tables 1 to 3, Pareto, what comes next.
-- style: chart report
-- each: SELECT period FROM (SELECT DISTINCT period FROM ticket UNION SELECT period FROM measure WHERE voided IS NULL UNION SELECT period FROM problem WHERE voided IS NULL) WHERE period GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]' ORDER BY period
-- file: report-{id}
-- section: reports
-- stale: SELECT value FROM changed, json_each(json_array(old ->> 'period', new ->> 'period')) WHERE kind = 'problem'
-- stale: SELECT p.period FROM changed c CROSS JOIN json_each(json_array(c.old ->> 'problem', c.new ->> 'problem')) v CROSS JOIN problem p ON p.id = v.value WHERE c.kind IN ('cause', 'why', 'action', 'check')
-- stale: SELECT m.period FROM changed c CROSS JOIN (WITH RECURSIVE t(period) AS (SELECT min(period) FROM ticket UNION ALL SELECT (SELECT min(k.period) FROM ticket k WHERE k.period > t.period) FROM t WHERE t.period IS NOT NULL) SELECT period FROM t UNION SELECT period FROM measure UNION SELECT period FROM problem) m WHERE c.kind = 'action' AND touches(c.fields, 'text owner problem start planned actual cancelled voided status') AND min(coalesce(c.old ->> 'start', c.new ->> 'start'), c.new ->> 'start') < date(m.period || '-01', '+2 months') AND (SELECT count(*) FROM (SELECT 1 FROM action o WHERE o.actual IS NULL AND o.cancelled IS NULL AND o.voided IS NULL AND o.start < date(m.period || '-01', '+2 months') AND o.planned < min(coalesce(c.old ->> 'planned', c.new ->> 'planned'), c.new ->> 'planned') LIMIT 10)) < 10
-- stale: SELECT m.period FROM (WITH RECURSIVE t(period) AS (SELECT min(period) FROM ticket UNION ALL SELECT (SELECT min(k.period) FROM ticket k WHERE k.period > t.period) FROM t WHERE t.period IS NOT NULL) SELECT period FROM t UNION SELECT period FROM measure UNION SELECT period FROM problem) m WHERE EXISTS (SELECT 1 FROM changed c WHERE touches(c.fields, 'series') OR c.kind = 'problem' AND c.old IS NOT NULL AND touches(c.fields, 'title voided'))
WITH g AS MATERIALIZED (SELECT pareto(:id, 10) AS pareto),
r AS MATERIALIZED (
  SELECT json_extract(pareto, '$.n') AS n, json_extract(pareto, '$.k') AS k, json_extract(pareto, '$.effect') AS effect,
         json_extract(pareto, '$.vital_share') AS vital_share, json_extract(pareto, '$.rows[0].label') AS top,
         json_extract(pareto, '$.rows[0].count') AS top_n, json_extract(pareto, '$.rows[1].count') AS second_n,
         json_extract(pareto, '$.rows[0].share') AS top_share, json_extract(pareto, '$.rows[0].other') AS top_other,
         json_extract(pareto, '$.rows') AS rows, (SELECT count(*) FROM ticket WHERE period = :id) AS tickets FROM g),
-- the month's problems; the first 50 are shown
f AS MATERIALIZED (
  SELECT id, seq, title, category, forced, row_number() OVER (ORDER BY frequency DESC, seq) AS place FROM problem WHERE period = :id AND voided IS NULL),
p AS MATERIALIZED (
  SELECT f.place, v.id, v.seq, v.title, v.category, v.frequency, v.population, v.share, v.direct_cause_shown, v.root_cause_shown, v.scope, v.scope_share, v.stage, v.forced,
         v.actions_n, v.actions_done
  FROM f JOIN problem_v v ON v.id = f.id WHERE f.place <= 50),
a AS MATERIALIZED (
  SELECT v.seq, v.id, v.planned, v.actual, v.status, v.late_days, row_number() OVER (ORDER BY f.place, v.seq) AS place FROM f JOIN action_v v ON v.problem = f.id),
-- what the checks of each problem found, in one text
c AS MATERIALIZED (
  SELECT problem, group_concat(text, word('pages.report.semicolon')) AS text FROM (
    SELECT p.id AS problem, word('pages.report.effect', 'kpi', iif(c.category IS NULL, c.kpi_name, word('pages.report.share_of', 'name', c.category)), 'before', c.before_text,
             'after', c.after_text, 'verdict', word('pages.verdict.' || c.verdict))
               || iif(json_array_length(c.marks) > 0, word('check.marked', 'text', (SELECT group_concat(rtrim(value, '。.'), word('list.stop')) FROM json_each(c.marks))), '') AS text
    FROM p JOIN check_v c ON c.problem = p.id WHERE c.verdict IS NOT NULL AND p.place <= 3 ORDER BY c.problem, c.seq) GROUP BY problem),
m AS MATERIALIZED (
  SELECT kpi, period, n, value, median, p90, row_number() OVER (PARTITION BY kpi, period ORDER BY measure IS NOT NULL) AS source
  FROM kpi_value_v WHERE period IN (:id, strftime('%Y-%m', :id || '-01', '-1 month')) AND value IS NOT NULL),
k AS MATERIALIZED (
  SELECT kpi.id, kpi.seq, kpi.position, kpi.direction, kpi.target, iif(pdca_lang() = 'zh', kpi.name_zh, kpi.name_en) AS name, m.n, m.value,
         iif(kpi.unit = 'h', m.median, NULL) AS median, iif(kpi.unit = 'h', m.p90, NULL) AS p90,
         b.value AS before, b.n AS before_n, kpi_series(kpi.id, :id) AS series,
         CASE WHEN kpi.target IS NULL THEN NULL ELSE iif(kpi.direction = 'up', m.value >= kpi.target, m.value <= kpi.target) END AS met
  FROM kpi JOIN m ON m.kpi = kpi.id AND m.period = :id AND m.source = 1
    LEFT JOIN m b ON b.kpi = kpi.id AND b.period <> :id AND b.source = 1
  WHERE kpi.voided IS NULL),
ks AS MATERIALIZED (
  SELECT count(*) AS n, CAST(total(met IS NOT NULL) AS INTEGER) AS targets, CAST(total(met) AS INTEGER) AS met,
         total(json_extract(series, '$.variation') = 'common') AS judged,
         group_concat(iif(met = 0, name, NULL), word('pages.and')) AS missed,
         group_concat(iif(json_extract(series, '$.variation') = 'bad', name, NULL), word('pages.and')) AS bad,
         group_concat(iif(json_extract(series, '$.variation') = 'good', name, NULL), word('pages.and')) AS good
  FROM (SELECT * FROM k ORDER BY position, seq)),
t AS MATERIALIZED (
  SELECT count(*) AS n, CAST(total(actual IS NOT NULL) AS INTEGER) AS done, CAST(total(actual IS NOT NULL AND late_days > 0) AS INTEGER) AS late,
         CAST(total(status = 'over') AS INTEGER) AS over FROM a),
-- open actions: those of this month's problems, then others that had begun by the end of the next month
o AS MATERIALIZED (
  SELECT v.id, v.text, v.owner, v.planned, v.status, v.status_text, v.problem_title, v.seq, 1 AS mine
  FROM (SELECT seq FROM a WHERE status NOT IN ('done', 'late', 'cancel') ORDER BY planned, seq LIMIT 10) x CROSS JOIN action_v v WHERE v.seq = x.seq
  UNION ALL
  SELECT v.id, v.text, v.owner, v.planned, v.status, v.status_text, v.problem_title, v.seq, 0
  FROM (SELECT x.seq FROM action x WHERE x.actual IS NULL AND x.cancelled IS NULL AND x.voided IS NULL AND x.start < date(:id || '-01', '+2 months') AND x.id NOT IN (SELECT id FROM a)
    ORDER BY x.planned, x.seq LIMIT 10) x CROSS JOIN action_v v WHERE v.seq = x.seq), -- no more than ten are shown
u AS MATERIALIZED (
  SELECT json_extract(v.value, '$.label') AS name, json_extract(v.value, '$.count') AS n FROM r, json_each(r.rows) v
  WHERE r.effect AND json_extract(v.value, '$.vital') AND NOT EXISTS (SELECT 1 FROM f WHERE f.category = json_extract(v.value, '$.label'))),
-- tickets of the month that came in after its end and after a day's figures had been seen
i AS MATERIALIZED (
  SELECT id, on_date, iif(period_from = period_to, stored, NULL) AS n, seq, min(on_date) OVER () AS first FROM import
  WHERE voided IS NULL AND stored > 0 AND period_from <= :id AND period_to >= :id
    AND (period_from = period_to OR EXISTS (SELECT 1 FROM ticket WHERE ticket.period = :id AND ticket.import = import.id))),
-- table 1: failed inspections first, then of the vital few the lowest scores and the longest waits (looked for among 40,000 tickets at most)
v AS MATERIALIZED (SELECT value ->> '$.label' AS name FROM r, json_each(r.rows) WHERE r.effect AND value ->> '$.vital'),
w AS MATERIALIZED (
  SELECT * FROM (
    SELECT * FROM (SELECT *, 0 AS rest FROM ticket WHERE period = :id AND category IN (SELECT name FROM v) LIMIT 20000)
    UNION ALL
    SELECT * FROM (SELECT *, 1 FROM ticket WHERE period = :id AND (category IS NULL OR category NOT IN (SELECT name FROM v)) LIMIT 20000))
  ORDER BY inspection IS NOT 'fail', rest, csat IS NULL, csat, resolution_h DESC, seq LIMIT 12),
-- the last event that concerns the report: of its month's problems, their analysis and actions, or of any figure
e AS MATERIALIZED (SELECT max(v.seq) AS seq FROM (SELECT 'problem' AS kind, id FROM f UNION ALL SELECT 'action', id FROM a
    UNION ALL SELECT 'cause', c.id FROM p CROSS JOIN cause c ON c.problem = p.id UNION ALL SELECT 'why', w.id FROM p CROSS JOIN why w ON w.problem = p.id
    UNION ALL SELECT 'check', c.id FROM p CROSS JOIN effect_check c ON c.problem = p.id
    UNION ALL SELECT 'import', id FROM import UNION ALL SELECT 'measure', id FROM measure UNION ALL SELECT 'kpi', id FROM kpi) n
  CROSS JOIN event v ON v.kind = n.kind AND v.id = n.id),
x AS (SELECT (SELECT value FROM setting WHERE id = 'name' AND voided IS NULL) AS organisation,
             word('pages.in_month.' || substr(:id, 6), 'year', substr(:id, 1, 4)) AS month)
SELECT json_object(
  'title', word('pages.report.title', 'month', month), 'lede', NULL,
  'crumbs', json_array(json_object('text', word('pages.reports.title'), 'file_url', 'reports.html')),
  'head_int', (SELECT coalesce(seq, 0) FROM e), 'head', (SELECT hash FROM event WHERE seq = (SELECT seq FROM e)),
  'period', :id, 'month', month, 'number', 'QR-' || :id, 'organisation', organisation,
  'empty', json(iif(r.tickets = 0 AND ks.n = 0 AND NOT EXISTS (SELECT 1 FROM p), 'true', 'false')),

  -- a blank between lead and text stands outside the bold type: Markdown ends none behind a blank
  'conclusions', (SELECT json_group_array(json_set(row, '$.lead', rtrim(row ->> 'lead'), '$.gap', json(iif(row ->> 'lead' LIKE '% ', 'true', 'false')))) FROM (
      SELECT 1 AS at, 0 AS place, json_object(
          'lead', iif(r.tickets = 0, word('pages.report.no_tickets'), word('pages.report.tickets', 'n', r.tickets)),
          'text', CASE WHEN r.n = 0 THEN '' ELSE iif(r.n < r.tickets, word('pages.report.classed', 'n', r.n), '')
              || iif(r.top_other, '', word(iif(r.top_n > coalesce(r.second_n, 0), 'pages.report.top', 'pages.report.top_tie'),
                     'name', r.top, 'n', r.top_n, 'pct', printf('%.1f%%', 100.0 * r.top_share))
              || CASE WHEN NOT r.effect THEN word('pages.report.even') WHEN r.k > 1 THEN word('pages.report.vital', 'k', r.k, 'pct', printf('%.1f%%', 100.0 * r.vital_share))
                 ELSE word('pages.stop') END) END) AS row
      UNION ALL
      SELECT 2, p.place, json_object(
          'lead', p.title || word('pages.colon'),
          'text', iif(p.root_cause_shown IS NULL, word('pages.report.no_root'), word('pages.report.root', 'cause', p.root_cause_shown))
              || iif(p.scope IS NULL, '', word('pages.report.scope', 'scope', p.scope))
              || iif(p.actions_n = 0, word('pages.report.no_action'), word('pages.report.actions', 'n', p.actions_n, 'done', p.actions_done))
              || iif(c.text IS NULL, '', word('pages.report.effects', 'text', c.text)))
      FROM p LEFT JOIN c ON c.problem = p.id WHERE p.place <= 3
      UNION ALL
      SELECT 3, 0, json_object('lead', iif(ks.targets = 0, word('pages.report.kpis_no_target', 'n', ks.n), word('pages.report.kpis', 'n', ks.targets, 'met', ks.met)),
          'text', iif(ks.missed IS NULL, '', word('pages.report.missed', 'names', ks.missed))
              || iif(ks.bad IS NULL, '', word('pages.report.bad', 'names', ks.bad)) || iif(ks.good IS NULL, '', word('pages.report.good', 'names', ks.good))
              || CASE WHEN ks.bad IS NOT NULL OR ks.good IS NOT NULL THEN '' WHEN ks.judged > 0 THEN word('pages.report.no_signal') ELSE word('pages.report.too_few') END)
      FROM ks WHERE ks.n > 0
      UNION ALL
      SELECT 4, 0, json_object('lead', word('pages.report.all_actions', 'n', t.n),
          'text', word('pages.report.all_done', 'done', t.done, 'late', t.late, 'over', t.over)) FROM t WHERE t.n > 0
      UNION ALL
      SELECT 5, p.place, json_object('lead', word('pages.report.forced'),
          'text', p.id || ' ' || p.title || word('pages.colon') || p.forced) FROM f p WHERE p.forced IS NOT NULL
      ORDER BY at, place)),

  'has_kpis', json(iif(ks.n > 0, 'true', 'false')), 'has_tickets', json(iif(r.tickets > 0, 'true', 'false')),
  'has_problems', json(iif(EXISTS (SELECT 1 FROM p), 'true', 'false')), 'has_actions', json(iif(t.n > 0, 'true', 'false')),
  'has_focus', json(iif(EXISTS (SELECT 1 FROM o), 'true', 'false')),
  'kpis', (SELECT json_group_array(json(row)) FROM (SELECT json_object(
      'id', id, 'kpi_url', 'kpi-' || id || '.html', 'name', name, 'value', kpi_format(id, value), 'unit', kpi_unit(id), 'n_int', n, 'median', kpi_format(id, median), 'p90', kpi_format(id, p90),
      'before', kpi_format(id, before), 'before_n_int', before_n,
      'goal', iif(target IS NULL, NULL, iif(direction = 'up', '≥ ', '≤ ') || kpi_format(id, target)),
      'met_text', CASE met WHEN 1 THEN word('pages.met') WHEN 0 THEN word('pages.not_met') END,
      'direction', direction, 'variation', json_extract(series, '$.variation'), 'side', json_extract(series, '$.variation_side'),
      'variation_text', iif(coalesce(json_extract(series, '$.variation'), 'none') = 'none', NULL, word('pages.variation.' || json_extract(series, '$.variation'))),
      'assurance', json_extract(series, '$.assurance'),
      'assurance_text', iif(coalesce(json_extract(series, '$.assurance'), 'none') = 'none', NULL,
          word('pages.assurance.' || json_extract(series, '$.assurance'), 'n', json_extract(series, '$.pending_n'))),
      'spark', json(iif(coalesce(json_array_length(series, '$.points'), 0) < 2, 'null', json_object(
          'spark_chart', json_patch(series, json_object('kind', 'spark', 'title', name)),
          'spark_text', word('index.spark', 'n', json_array_length(series, '$.points'), 'from', json_extract(series, '$.points[0].period'), 'to', json_extract(series, '$.points[#-1].period')))))) AS row
    FROM k ORDER BY position, seq)),
  'late_imports', (SELECT group_concat(iif(n IS NULL, word('pages.report.late_import_some', 'id', id, 'date', on_date), word('pages.report.late_import', 'id', id, 'date', on_date, 'n', n)), word('list.join'))
    FROM (SELECT * FROM i WHERE on_date > first AND on_date >= date(:id || '-01', '+1 month') ORDER BY seq)),
  'kpis_without_int', (SELECT count(*) FROM kpi WHERE voided IS NULL) - ks.n,
  'has_kpis_without', json(iif((SELECT count(*) FROM kpi WHERE voided IS NULL) > ks.n, 'true', 'false')),

  'tickets_int', r.tickets, 'shown_int', min(12, r.tickets), 'rest_int', max(0, r.tickets - 12), 'has_rest', json(iif(r.tickets > 12, 'true', 'false')),
  'tickets', (SELECT json_group_array(json(row)) FROM (SELECT json_object(
      'period', period, 'customer', coalesce(customer, no), 'type', coalesce(subtype, word('type.' || type)),
      'response_num', response_h, 'resolution_num', resolution_h, 'csat_int', csat, 'description', description,
      'inspection', CASE inspection WHEN 'pass' THEN 'done' WHEN 'fail' THEN 'over' END,
      'inspection_text', CASE WHEN inspection IN ('pass', 'fail') THEN word('pages.inspection.' || inspection) END,
      'inspection_reason', inspection_reason) AS row
    FROM w ORDER BY inspection IS NOT 'fail', rest, csat IS NULL, csat, resolution_h DESC, seq)),

  'figure', iif(r.n = 0, NULL, json_object(
      'claim', CASE WHEN r.effect AND r.k > 0 AND NOT r.top_other THEN word('pages.report.claim', 'k', r.k, 'pct', printf('%.1f%%', 100.0 * r.vital_share), 'name', r.top)
               ELSE word('pages.report.claim_even') END,
      'measure', word('pages.report.measure', 'month', month, 'n', r.n),
      'figure_chart', json_object('kind', 'pareto', 'title', word('pages.report.pareto', 'month', month),
          'desc', (SELECT group_concat(word('pages.report.pareto_row', 'name', json_extract(value, '$.label'), 'n', json_extract(value, '$.count'),
                       'pct', printf('%.1f%%', 100.0 * json_extract(value, '$.share'))), word('pages.and')) FROM json_each(r.rows)),
          'k', iif(r.effect, r.k, 0), 'vital_share', r.vital_share, 'rows', json(r.rows)),
      'source', (SELECT word('pareto.excluded', 'n', json_extract(pareto, '$.excluded'), 'rule', (SELECT value FROM setting WHERE id = 'exclude' AND voided IS NULL),
                         'all', json_extract(pareto, '$.all_n'), 'k', json_extract(pareto, '$.all_k'), 'share', printf('%.1f%%', 100.0 * json_extract(pareto, '$.all_vital_share')))
                 FROM g WHERE json_extract(pareto, '$.excluded') > 0),
      'key', NULL,
      'table', json_object('head', json_object('label', word('pages.category'), 'cells', json_array(word('pages.count'), word('pages.share'), word('pages.cumulative'))),
          'rows', (SELECT json_group_array(json_object('label', json_extract(value, '$.label'), 'cells', json_array(
              json_extract(value, '$.count'), printf('%.1f%%', 100.0 * json_extract(value, '$.share')), printf('%.1f%%', 100.0 * json_extract(value, '$.cum_share'))))) FROM json_each(r.rows))))),
  'problems', (SELECT json_group_array(json(row)) FROM (SELECT json_object('id', id, 'name', title, 'problem_url', id || '.html', 'frequency_int', frequency,
      'population_int', population, 'share_pct', share, 'direct_cause_plain', direct_cause_shown, 'root_cause_plain', root_cause_shown,
      'scope_plain', scope, 'scope_share_pct', scope_share, 'stage', stage, 'stage_text', word('pages.stage.' || stage), 'forced', forced) AS row
    FROM p WHERE place <= 50 ORDER BY place)),
  'more_problems_int', (SELECT max(0, count(*) - 50) FROM f), 'has_more_problems', json(iif((SELECT count(*) FROM f) > 50, 'true', 'false')),
  -- vital few that no problem has taken up
  'has_untreated', json(iif(EXISTS (SELECT 1 FROM u), 'true', 'false')),
  'untreated', (SELECT json_group_array(json_object('name', name, 'count_int', n)) FROM u),
  'actions', (SELECT json_group_array(json_object('n_int', place, 'id', v.id, 'action_url', 'actions.html#' || v.id, 'text', v.text, 'owner', v.owner,
      'departments', v.departments, 'planned_date', v.planned, 'actual_date', v.actual, 'status', v.status, 'status_text', v.status_text, 'late_text', iif(v.status = 'late', word('status.late_days', 'days', v.late_days), NULL),
      'effect', coalesce(v.effect, ''), 'expected', iif(v.effect IS NULL, v.expected, NULL)))
    FROM (SELECT seq, place FROM a WHERE place <= 100 ORDER BY place) a CROSS JOIN action_v v WHERE v.seq = a.seq),
  'more_actions_int', max(0, t.n - 100), 'has_more_actions', json(iif(t.n > 100, 'true', 'false')),
  -- what the report rests on, for paper: where it stands on the site
  'references', (SELECT json_group_array(json_object('name', name, 'target', base || target)) FROM (
      SELECT 0 AS at, place, id || ' ' || title AS name, id || '.html' AS target FROM p WHERE place <= 12
      UNION ALL SELECT 1, 0, word('pages.actions.title'), 'actions.html'
      UNION ALL SELECT 2, 0, word('pages.report.kpi_caption'), 'kpis.html' ORDER BY at, place),
    (SELECT coalesce((SELECT rtrim(value, '/') || '/' FROM setting WHERE id = 'site_url' AND voided IS NULL)
       || iif(:lang = coalesce((SELECT value FROM setting WHERE id = 'lang' AND voided IS NULL), 'zh'), '', :lang || '/'), '') AS base)),
  'today_date', pdca_today(),
  'focus', (SELECT json_group_array(json(row)) FROM (SELECT json_object('id', id, 'text', text, 'owner', owner, 'planned_date', planned, 'status', status,
      'status_text', status_text, 'problem_title', problem_title) AS row FROM o ORDER BY mine DESC, planned, seq LIMIT 10)))
FROM x, r, ks, t
