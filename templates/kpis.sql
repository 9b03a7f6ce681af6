-- Every KPI with its latest month, target, commitment, baseline, trend and what the trend says.
-- style: chart
-- nav: 40 kpis
-- section: kpis
-- stale: SELECT 1 FROM changed WHERE touches(fields, 'series')
WITH m AS MATERIALIZED (
  SELECT kpi, period, n, value, median, p90, row_number() OVER (PARTITION BY kpi ORDER BY period DESC, measure IS NOT NULL) AS back
  FROM kpi_value_v WHERE period GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]' AND value IS NOT NULL),
k AS MATERIALIZED (
  SELECT kpi.*, iif(pdca_lang() = 'zh', kpi.name_zh, kpi.name_en) AS name, m.period AS last, m.n, m.value, iif(kpi.unit = 'h', m.median, NULL) AS median, iif(kpi.unit = 'h', m.p90, NULL) AS p90, iif(m.period IS NULL, NULL, kpi_series(kpi.id, strftime('%Y-%m', pdca_today()))) AS series
  FROM kpi LEFT JOIN m ON m.kpi = kpi.id AND m.back = 1 WHERE kpi.voided IS NULL)
SELECT json_object(
  'title', word('pages.kpis.title'),
  'lede', NULL,
  'any', json(iif(EXISTS (SELECT 1 FROM k WHERE last IS NOT NULL), 'true', 'false')),
  'all_int', (SELECT count(*) FROM k), 'with_data_int', (SELECT count(last) FROM k),
  'kpis', (SELECT json_group_array(json(row)) FROM (SELECT json_object(
      'id', id, 'kpi_url', 'kpi-' || id || '.html', 'name', name,
      'has', json(iif(last IS NULL, 'false', 'true')), 'period', last,
      'value', kpi_format(id, value), 'unit', kpi_unit(id), 'n_int', n, 'median', kpi_format(id, median), 'p90', kpi_format(id, p90),
      'met', json(CASE WHEN value IS NULL OR target IS NULL THEN 'null' WHEN iif(direction = 'up', value >= target, value <= target) THEN 'true' ELSE 'false' END),
      'goal', iif(target IS NULL, NULL, iif(direction = 'up', '≥ ', '≤ ') || kpi_format(id, target)),
      'trend_wanted', iif(target IS NULL, word('pages.direction.' || direction), NULL),
      'commitment', kpi_format(id, commitment), 'baseline', kpi_format(id, baseline),
      'direction', direction, 'variation', json_extract(series, '$.variation'), 'side', json_extract(series, '$.variation_side'),
      'variation_text', iif(coalesce(json_extract(series, '$.variation'), 'none') = 'none', NULL, word('pages.variation.' || json_extract(series, '$.variation'))),
      'assurance', json_extract(series, '$.assurance'),
      'assurance_text', iif(coalesce(json_extract(series, '$.assurance'), 'none') = 'none', NULL,
          word('pages.assurance.' || json_extract(series, '$.assurance'), 'n', json_extract(series, '$.pending_n'))),
      'spark', json(iif(coalesce(json_array_length(series, '$.points'), 0) < 2, 'null', json_object(
          'spark_chart', json_patch(series, json_object('kind', 'spark', 'title', name)),
          'spark_text', word('index.spark', 'n', json_array_length(series, '$.points'), 'from', json_extract(series, '$.points[0].period'), 'to', json_extract(series, '$.points[#-1].period')))))) AS row
    FROM k ORDER BY position, seq)))
