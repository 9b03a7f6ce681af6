-- Coverage: Pareto item, confirmed cause, action, KPI, standard for every open problem; what is missing is named.
-- section: actions
-- rows: rows
-- words: later
-- stale: SELECT 1 FROM changed WHERE kind IN ('problem', 'cause', 'why', 'standard') OR kind = 'action' AND touches(fields, 'problem cycle kind cause why planned actual cancelled voided status')
WITH last AS MATERIALIZED (SELECT max(period) AS period FROM ticket),
g AS MATERIALIZED (SELECT period, pareto(period, 10) AS pareto FROM last WHERE period IS NOT NULL),
p AS MATERIALIZED (
  SELECT p.seq, p.id, p.title, p.category, p.frequency, p.share, p.stage, p.cycle, p.kpi, p.baseline, p.target, p.no_standard,
         in_lang(k.name_zh, k.name_en) AS kpi_name
  FROM problem_v p LEFT JOIN kpi k ON k.id = p.kpi AND k.voided IS NULL WHERE p.stage <> 'closed'),
-- a why chain that starts at a fishbone cause and that cause are one root, as in the gates
link AS MATERIALIZED (
  SELECT w.id AS why, o.cause, w.confirmed FROM p JOIN why w ON w.problem = p.id AND w.cycle = p.cycle AND w.voided IS NULL
    JOIN why o ON o.problem = w.problem AND o.cycle = w.cycle AND o.chain = w.chain AND o.cause IS NOT NULL AND o.voided IS NULL),
c AS MATERIALIZED (
  SELECT p.id AS problem, c.id, c.text, 0 AS chain, c.seq FROM p JOIN cause c ON c.problem = p.id AND c.cycle = p.cycle
  WHERE c.status = 'confirmed' AND c.voided IS NULL AND NOT EXISTS (SELECT 1 FROM link WHERE link.cause = c.id AND link.confirmed)
  UNION ALL
  SELECT p.id, w.id, w.answer, 1, w.seq FROM p JOIN why w ON w.problem = p.id AND w.cycle = p.cycle WHERE w.confirmed AND w.voided IS NULL),
a AS MATERIALIZED (
  SELECT p.id AS problem, v.kind, v.cause, v.why FROM p JOIN action v ON v.problem = p.id AND v.cycle = p.cycle WHERE v.cancelled IS NULL AND v.voided IS NULL),
covered AS MATERIALIZED (
  SELECT a.cause AS root FROM a WHERE a.kind <> 'correction' UNION SELECT a.why FROM a WHERE a.kind <> 'correction'
  UNION SELECT link.cause FROM a JOIN link ON link.why = a.why WHERE a.kind <> 'correction'
  UNION SELECT link.why FROM a JOIN link ON link.cause = a.cause WHERE a.kind <> 'correction'),
u AS MATERIALIZED (
  SELECT g.period, json_extract(v.value, '$.label') AS name, json_extract(v.value, '$.count') AS n, json_extract(v.value, '$.share') AS share
  FROM g, json_each(g.pareto, '$.rows') v
  WHERE json_extract(g.pareto, '$.effect') AND json_extract(v.value, '$.vital') AND NOT EXISTS (SELECT 1 FROM p WHERE p.category = json_extract(v.value, '$.label'))),
f AS MATERIALIZED (
  SELECT p.*, (SELECT count(*) FROM c WHERE c.problem = p.id) AS causes_n,
         (SELECT count(*) FROM a WHERE a.problem = p.id) AS actions_n,
         (SELECT group_concat(c.text, word('pages.and')) FROM c WHERE c.problem = p.id
            AND NOT EXISTS (SELECT 1 FROM covered WHERE covered.root = c.id)) AS bare,
         (SELECT group_concat(s.number, word('pages.and')) FROM standard s WHERE s.problem = p.id AND s.voided IS NULL) AS standards
  FROM p),
x AS MATERIALIZED (
  SELECT f.*, (causes_n = 0) + (actions_n = 0) + (bare IS NOT NULL) + (kpi IS NULL) + (kpi IS NOT NULL AND (target IS NULL OR baseline IS NULL))
              + (stage = 'act' AND standards IS NULL AND no_standard IS NULL) AS gaps_n FROM f)
SELECT json_object(
  'title', word('pages.coverage.title'), 'lede', NULL,
  'any', json(iif(EXISTS (SELECT 1 FROM x), 'true', 'false')),
  'all_int', (SELECT count(*) FROM x), 'gaps_int', (SELECT count(*) FROM x WHERE gaps_n > 0),
  'more_int', (SELECT max(0, count(*) - 1000) FROM x), 'has_more', json(iif((SELECT count(*) FROM x) > 1000, 'true', 'false')),
  'period', (SELECT period FROM g),
  'has_untreated', json(iif(EXISTS (SELECT 1 FROM u), 'true', 'false')),
  'untreated', (SELECT json_group_array(json_object('name', name, 'count_int', n, 'share_pct', share, 'period', period)) FROM u))
UNION ALL
SELECT json_object(
      'id', x.id, 'name', x.title, 'problem_url', x.id || '.html', 'category', x.category, 'frequency_int', x.frequency, 'has_frequency', json(iif(x.frequency IS NULL, 'false', 'true')), 'share_pct', x.share,
      'stage', x.stage, 'stage_text', word('pages.stage.' || x.stage),
      'causes_text', (SELECT group_concat(text, word('pages.report.semicolon')) FROM (SELECT c.text FROM c WHERE c.problem = x.id ORDER BY c.chain, c.seq)),
      'actions_text', (SELECT group_concat(text, word('pages.report.semicolon')) FROM (SELECT a.id || ' ' || a.status_text AS text FROM action_v a WHERE a.problem = x.id AND a.cycle = x.cycle AND a.cancelled IS NULL ORDER BY a.seq)),
      'causes', (SELECT json_group_array(json_object('id', id, 'text', text)) FROM (SELECT c.id, c.text FROM c WHERE c.problem = x.id ORDER BY c.chain, c.seq)),
      'actions', (SELECT json_group_array(json_object('id', id, 'action_url', 'actions.html#' || id, 'status', status, 'status_text', status_text))
                  FROM (SELECT a.id, a.status, a.status_text FROM action_v a WHERE a.problem = x.id AND a.cycle = x.cycle AND a.cancelled IS NULL ORDER BY a.seq)),
      'kpi_name', x.kpi_name, 'kpi_url', iif(x.kpi_name IS NULL, NULL, 'kpi-' || x.kpi || '.html'),
      'aim', iif(x.kpi IS NULL OR x.target IS NULL, NULL, iif(x.baseline IS NULL, '', kpi_format(x.kpi, x.baseline) || ' → ') || kpi_format(x.kpi, x.target)),
      'standards', x.standards, 'no_standard', x.no_standard, 'whole', json(iif(x.gaps_n = 0, 'true', 'false')),
      'gaps', (SELECT json_group_array(value) FROM json_each(json_array(
          iif(x.causes_n = 0, word('pages.gap.cause'), NULL), iif(x.actions_n = 0, word('pages.gap.action'), NULL),
          iif(x.bare IS NOT NULL AND x.actions_n > 0, word('pages.gap.bare', 'names', x.bare), NULL), iif(x.kpi IS NULL, word('pages.gap.kpi'), NULL),
          iif(x.kpi IS NOT NULL AND (x.target IS NULL OR x.baseline IS NULL), word('pages.gap.target'), NULL),
          iif(x.stage = 'act' AND x.standards IS NULL AND x.no_standard IS NULL, word('pages.gap.standard'), NULL))) WHERE value IS NOT NULL))
FROM (SELECT * FROM x ORDER BY gaps_n DESC, frequency DESC, seq LIMIT 1000) x
