-- One KPI: what it means, what it is now, whether it changed, month by month, and the problems that it measures.
-- style: chart kpi
-- each: SELECT id FROM kpi WHERE voided IS NULL ORDER BY position, seq
-- file: kpi-{id}
-- section: kpis
-- stale: SELECT value FROM changed, json_each(json_array(old ->> 'kpi', new ->> 'kpi')) WHERE kind = 'problem' OR kind = 'action' AND touches(fields, 'problem kpi voided series')
-- stale: SELECT a.kpi FROM changed c CROSS JOIN action a ON a.problem = c.id WHERE c.kind = 'problem' AND c.old IS NOT NULL
-- words: later
WITH k AS MATERIALIZED (SELECT *, in_lang(name_zh, name_en) AS name FROM kpi WHERE id = :id AND voided IS NULL),
v AS MATERIALIZED (
  SELECT v.*, v.period GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]' AS month FROM kpi_value_v v WHERE v.kpi = :id),
s AS MATERIALIZED (SELECT kpi_series(:id, strftime('%Y-%m', pdca_today())) AS series),
f AS MATERIALIZED (
  SELECT series, json_array_length(series, '$.points') AS points, json_extract(series, '$.variation') AS variation,
         json_extract(series, '$.assurance') AS assurance, json_extract(series, '$.pending_n') AS pending,
         json_extract(series, '$.points[0].period') AS first, json_extract(series, '$.points[#-1].period') AS last FROM s),
now AS MATERIALIZED (SELECT * FROM v WHERE month AND value IS NOT NULL ORDER BY period DESC, measure IS NOT NULL LIMIT 1),
-- the latest month from tickets, by what tells most; a group of fewer than five tickets is named without a figure
groups AS MATERIALIZED (
  SELECT d.key AS at, d.value AS dimension, kpi_by(:id, (SELECT period FROM now WHERE measure IS NULL), d.value) AS parts FROM json_each('["type","region","product"]') d),
part AS MATERIALIZED (
  SELECT g.at, g.dimension, v.key AS place, json_extract(v.value, '$.label') AS label, json_extract(v.value, '$.figure.n') AS n, json_extract(v.value, '$.figure.value') AS value,
         json_extract(v.value, '$.figure.lo') AS lo, json_extract(v.value, '$.figure.hi') AS hi, json_extract(v.value, '$.figure.median') AS median,
         json_extract(v.value, '$.figure.p90') AS p90
  FROM groups g, json_each(g.parts) v WHERE json_extract(v.value, '$.label') IS NOT NULL AND v.key < 30),
grid AS MATERIALIZED (SELECT kpi_grid(:id, (SELECT period FROM now WHERE measure IS NULL)) AS j)
SELECT json_object(
  'title', k.name, 'lede', NULL,
  'crumbs', json_array(json_object('text', word('pages.kpis.title'), 'file_url', 'kpis.html')),
  'id', k.id, 'name', k.name, 'version_int', k.version, 'since_date', k.since, 'unit', kpi_unit(k.id),
  'unit_text', word('pages.unit.' || iif(k.unit = '%', 'percent', k.unit)), 'direction', k.direction, 'direction_text', word('pages.direction.' || k.direction),
  'form_text', word('pages.form.' || k.form), 'definition_plain', in_lang(k.definition_zh, k.definition_en),
  'few_int', coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE id = 'publish_k' AND voided IS NULL), 5),
  'exclude_plain', (SELECT s.value || coalesce('（' || (SELECT v.reason FROM event v WHERE v.kind = 'setting' AND v.id = 'exclude' ORDER BY v.seq DESC LIMIT 1) || '）', '')
      FROM setting s WHERE s.id = 'exclude' AND s.voided IS NULL AND k.form <> 'entered'),
  'entered', json(iif(k.form = 'entered', 'true', 'false')), 'timed', json(iif(k.unit = 'h', 'true', 'false')),
  'goal', iif(k.target IS NULL, NULL, iif(k.direction = 'up', '≥ ', '≤ ') || kpi_format(k.id, k.target)),
  'commitment', kpi_format(k.id, k.commitment), 'baseline', kpi_format(k.id, k.baseline),
  'latest', json((SELECT json_object('period', period, 'value', kpi_format(k.id, value), 'n_int', n, 'lo', kpi_format(k.id, lo), 'hi', kpi_format(k.id, hi),
      'median', kpi_format(k.id, median), 'p90', kpi_format(k.id, p90),
      'before', json((SELECT json_object('period', b.period, 'value', kpi_format(k.id, b.value), 'n_int', b.n) FROM v b
                 WHERE b.month AND b.value IS NOT NULL AND b.period < now.period ORDER BY b.period DESC, b.measure IS NOT NULL LIMIT 1)),
      'year_ago', json((SELECT json_object('period', b.period, 'value', kpi_format(k.id, b.value), 'n_int', b.n) FROM v b
                 WHERE b.period = strftime('%Y-%m', now.period || '-01', '-1 year') AND b.value IS NOT NULL ORDER BY b.measure IS NOT NULL LIMIT 1)),
      'met_text', CASE WHEN k.target IS NULL THEN NULL WHEN iif(k.direction = 'up', value >= k.target, value <= k.target)
                  THEN word('pages.met') ELSE word('pages.not_met') END) FROM now)),
  'variation', f.variation, 'side', json_extract(f.series, '$.variation_side'),
  'variation_text', iif(f.variation = 'none', NULL, word('pages.variation.' || f.variation)),
  'assurance', f.assurance,
  'assurance_text', iif(f.assurance = 'none', NULL, word('pages.assurance.' || f.assurance, 'n', f.pending)),
  'claim', word('pages.kpi.claim.none'),
  -- the claim says what the points show and no more
  'figure', json(iif(f.points = 0, 'null', json_object(
      'claim', CASE WHEN f.variation IN ('good', 'bad') THEN word('pages.kpi.claim.' || f.variation)
                WHEN f.points < 8 THEN word('pages.kpi.claim.few', 'n', f.points)
                WHEN f.assurance = 'pending' THEN word('pages.kpi.claim.pending', 'n', f.pending)
                WHEN f.assurance IN ('pass', 'fail', 'mixed') THEN word('pages.kpi.claim.' || f.assurance)
                ELSE word('pages.kpi.claim.stable') END,
      'measure', word('pages.kpi.measure', 'name', k.name, 'unit', word('pages.unit.' || iif(k.unit = '%', 'percent', k.unit)), 'from', first, 'to', last),
      'figure_chart', json_patch(f.series, json_object('kind', 'xmr', 'title', word('pages.kpi.chart', 'name', k.name),
          'desc', word('pages.kpi.desc', 'n', f.points, 'from', first, 'to', last, 'value', (SELECT kpi_format(k.id, value) FROM now), 'cases', (SELECT n FROM now)),
          'percent', json(iif(k.unit = '%', 'true', 'false')), 'decimals', k.decimals, 'floor', iif(k.unit IN ('%', 'h', 'count', 'yuan'), 0, NULL),
          'axis', word('pages.unit.' || iif(k.unit = '%', 'percent', k.unit)),
          'target_text', iif(k.target IS NULL, NULL, word('chart.target', 'target', iif(k.direction = 'up', '≥ ', '≤ ') || kpi_format(k.id, k.target))))),
      'key', (SELECT json_object('signs', json_group_array(json_object('sign_chart', json_object('kind', 'key', 'title', '', 'sign', value), 'text', word('chart.key.' || value)))) FROM json_each(f.series, '$.keys') HAVING count(*) > 0),
      'source', word(iif(json_array_length(f.series, '$.changes') > 0, 'pages.kpi.limits_kept', 'pages.kpi.limits'), 'rules', upper(f.series ->> '$.rules'), 'length', f.series ->> '$.run_length'), 'table', NULL))),
  'has_groups', json(iif(EXISTS (SELECT 1 FROM part WHERE value IS NOT NULL), 'true', 'false')),
  'groups', (SELECT json_group_array(json(row)) FROM (SELECT json_object('name', word('pages.dimension.' || g.dimension),
      'parts', json((SELECT json_group_array(json(line)) FROM (SELECT json_object('label', iif(g.dimension = 'type', word('type.' || p.label), p.label), 'n_int', p.n, 'value', kpi_format(k.id, p.value),
            'lo', kpi_format(k.id, p.lo), 'hi', kpi_format(k.id, p.hi), 'median', kpi_format(k.id, p.median), 'p90', kpi_format(k.id, p.p90)) AS line FROM part p WHERE p.at = g.at ORDER BY p.place)))) AS row
    FROM groups g WHERE EXISTS (SELECT 1 FROM part p WHERE p.at = g.at AND p.value IS NOT NULL) ORDER BY g.at)),
  -- by service type and region: a row's drawings share one scale
  'grid', (SELECT json_object('from', j ->> '$.first', 'to', j ->> '$.last',
      'columns', (SELECT json_group_array(json_object('label', coalesce(value, word('pages.kpi.all_regions')))) FROM json_each(j, '$.columns')),
      'rows', (SELECT json_group_array(json_object('label', iif(r.value ->> '$.label' IS NULL, word('pages.kpi.all_types'), word('type.' || (r.value ->> '$.label'))),
          'cells', (SELECT json_group_array(json_object('label', coalesce(json_extract(j, '$.columns[' || c.key || ']'), word('pages.kpi.all_regions')),
              'value', kpi_format(k.id, c.value ->> '$.value'), 'n_int', iif(c.value ->> '$.few', NULL, c.value ->> '$.n'),
              'variation', c.value ->> '$.series.variation', 'side', c.value ->> '$.series.variation_side',
              'variation_text', iif(c.value ->> '$.series.variation' IN ('good', 'bad'), word('pages.variation.' || (c.value ->> '$.series.variation')), NULL),
              'spark_chart', iif((SELECT count(v.value ->> '$.value') FROM json_each(c.value, '$.series.points') v) < 3, NULL, json_patch(c.value -> '$.series', json_object('kind', 'spark', 'title', '', 'lo', r.value ->> '$.lo', 'hi', r.value ->> '$.hi',
                'target', iif(r.value ->> '$.target', c.value ->> '$.series.target', NULL))))))
            FROM json_each(r.value, '$.cells') c)))
        FROM json_each(j, '$.rows') r)) FROM grid WHERE j IS NOT NULL),
  'has_median', json(iif(EXISTS (SELECT 1 FROM v WHERE median IS NOT NULL), 'true', 'false')),
  'months', (SELECT json_group_array(json(row)) FROM (SELECT json_object('period', v.period, 'value', kpi_format(k.id, v.value), 'n_int', v.n,
      'median', kpi_format(k.id, v.median), 'p90', kpi_format(k.id, v.p90), 'lo', kpi_format(k.id, v.lo), 'hi', kpi_format(k.id, v.hi),
      'gap', CASE WHEN k.target IS NULL OR v.value IS NULL THEN NULL
             WHEN kpi_format(k.id, v.value) = kpi_format(k.id, k.target) THEN replace('±' || kpi_format(k.id, 0), '%', ' ' || word('site.points'))
             ELSE replace(iif(v.value > k.target, '+', '−') || kpi_format(k.id, abs(v.value - k.target)), '%', ' ' || word('site.points')) END,
      'source', iif(v.source = 'tickets', word('pages.kpi.from_tickets'), v.source)) AS row
    FROM v WHERE v.month AND v.value IS NOT NULL ORDER BY v.period DESC, v.measure IS NOT NULL)),
  'has_others', json(iif(EXISTS (SELECT 1 FROM v WHERE v.measure IS NOT NULL AND NOT v.month AND v.value IS NOT NULL), 'true', 'false')),
  'others', (SELECT json_group_array(json(row)) FROM (SELECT json_object('period', v.period, 'value', kpi_format(k.id, v.value), 'n_int', v.n, 'source', v.source, 'id', v.measure) AS row
    FROM v WHERE v.measure IS NOT NULL AND NOT v.month AND v.value IS NOT NULL ORDER BY v.period DESC)),
  'problems', (SELECT json_group_array(json(row)) FROM (SELECT json_object('id', p.id, 'name', p.title, 'problem_url', p.id || '.html',
      'stage', p.stage, 'stage_text', word('pages.stage.' || p.stage),
      'aim', iif(p.kpi = :id AND p.target IS NOT NULL, iif(p.baseline IS NULL, '', kpi_format(k.id, p.baseline) || ' → ') || kpi_format(k.id, p.target), NULL)) AS row
    FROM problem p WHERE p.voided IS NULL AND (p.kpi = :id OR p.id IN (SELECT a.problem FROM action a WHERE a.kpi = :id AND a.voided IS NULL))
    ORDER BY p.stage = 'closed', p.seq DESC LIMIT 50)))
FROM k, f
