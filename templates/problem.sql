-- One problem from symptom to closure.
-- style: chart problem
-- each: SELECT id FROM problem WHERE voided IS NULL ORDER BY seq
-- file: {id}
-- section: problems
-- words: later
-- stale: SELECT id FROM changed WHERE kind = 'problem'
-- stale: SELECT value FROM changed, json_each(json_array(old ->> 'problem', new ->> 'problem')) WHERE kind IN ('cause', 'why', 'action', 'check', 'standard')
-- stale: SELECT a.problem FROM changed c CROSS JOIN json_each(json_array(c.old ->> 'action', c.new ->> 'action')) v CROSS JOIN action a ON a.id = v.value WHERE c.kind IN ('checkpoint', 'progress')
-- stale: SELECT a.problem FROM action a WHERE a.owner IN (SELECT v.value FROM changed c, json_each(json_array(c.old ->> 'owner', c.new ->> 'owner')) v WHERE c.kind = 'action' AND touches(c.fields, 'owner actual cancelled voided') AND (SELECT count(*) FROM action o WHERE o.owner = v.value AND o.actual IS NULL AND o.cancelled IS NULL AND o.voided IS NULL) + (SELECT count(DISTINCT id) FROM changed WHERE kind = 'action') > CAST(coalesce((SELECT value FROM setting WHERE id = 'owner_limit' AND voided IS NULL), '8') AS INTEGER))
-- stale: SELECT k.problem FROM changed c CROSS JOIN json_each(json_array(c.old ->> 'kpi', c.new ->> 'kpi')) v CROSS JOIN effect_check k ON k.kpi = v.value WHERE touches(c.fields, 'series')
WITH RECURSIVE
p AS MATERIALIZED (SELECT id, title, phenomenon, period, category, frequency, population, share, direct_cause_shown, root_cause_shown, scope, scope_share, severity, owner, similar, kpi, baseline, target,
  stage, cycle, opened, stage_since, closed, no_standard, forced, stage_days, stage_limit, stage_over, actions_n, actions_done FROM problem_v WHERE id = :id),
a AS MATERIALIZED (SELECT v.id, v.seq, v.text, v.kind, v.owner, v.departments, v.planned, v.first_slip, v.first_planned, v.actual, v.progress, v.expected_progress, v.status,
    v.status_text, v.late_days, v.open, v.kpi, v.baseline, v.target, v.expected, v.effect, v.left, v.blocked, v.cancelled, smart_lacks(v.smart) AS lacks,
    coalesce((SELECT c.text FROM cause c WHERE c.id = v.cause), (SELECT w.answer FROM why w WHERE w.id = v.why)) AS removes,
    (SELECT g.delay_reason FROM progress g WHERE g.action = v.id AND g.voided IS NULL AND g.delay_reason IS NOT NULL ORDER BY g.date DESC, g.seq DESC LIMIT 1) AS delay_reason
  FROM p CROSS JOIN action_v v WHERE v.problem = p.id AND v.cycle = p.cycle),
c AS MATERIALIZED (SELECT c.*, g.position, in_lang(g.name_zh, g.name_en) AS category_name
  FROM p, cause c, category g WHERE c.problem = p.id AND c.cycle = p.cycle AND c.voided IS NULL AND g.id = c.category),
k AS MATERIALIZED (SELECT c.*, CASE WHEN c.category IS NULL THEN c.kpi_name ELSE word('problem_page.share_of', 'name', c.category) END AS name,
    CASE WHEN c.category IS NOT NULL OR c.unit = '%' THEN 1 ELSE 0 END AS is_share
  FROM p, check_v c WHERE c.problem = p.id AND c.cycle = p.cycle),
-- the months of the first KPI and of the first category that are checked, split where the first action was completed
series AS MATERIALIZED (SELECT t.*, j ->> '$.points[0].period' AS first, j ->> '$.points[#-1].period' AS last FROM
  (SELECT k.seq, k.kpi AS id, k.category, k.name, iif(k.category IS NULL, x.unit, '%') AS unit, iif(k.category IS NULL, x.decimals, 1) AS decimals,
      k.direction, k.target, check_series(k.id, strftime('%Y-%m', pdca_today())) AS j
    FROM k JOIN kpi x ON x.id = k.kpi WHERE k.seq IN (SELECT min(seq) FROM k GROUP BY category IS NULL)) t
  WHERE (SELECT count(*) FROM json_each(t.j, '$.points') v WHERE v.value ->> '$.value' IS NOT NULL) >= 8),
recorded AS MATERIALIZED (SELECT * FROM k WHERE verdict IS NOT NULL ORDER BY recorded_on DESC, seq DESC LIMIT 1),
s AS MATERIALIZED (SELECT s.* FROM p, standard s WHERE s.problem = p.id AND s.voided IS NULL),
-- a branch stands behind the answer that it questions
w(id, seq, chain, level, question, answer, evidence, confirmed, cause, branch, path) AS (
  SELECT w.id, w.seq, w.chain, w.level, w.question, w.answer, w.evidence, w.confirmed, w.cause, 0, printf('%06d', w.seq)
    FROM p, why w WHERE w.problem = p.id AND w.cycle = p.cycle AND w.parent IS NULL AND w.voided IS NULL
  UNION ALL SELECT x.id, x.seq, x.chain, x.level, x.question, x.answer, x.evidence, x.confirmed, x.cause,
      EXISTS (SELECT 1 FROM why o WHERE o.problem = x.problem AND o.cycle = x.cycle AND o.parent = x.parent AND o.seq < x.seq AND o.voided IS NULL), w.path || printf('/%06d', x.seq)
    FROM p CROSS JOIN w CROSS JOIN why x WHERE x.problem = p.id AND x.cycle = p.cycle AND +x.parent = w.id AND x.voided IS NULL),
pareto_of AS MATERIALIZED (SELECT pareto(p.period, 8) AS j FROM p WHERE p.category IS NOT NULL AND p.period IS NOT NULL),
rank AS MATERIALIZED (SELECT r.key + 1 AS n FROM p, pareto_of, json_each(pareto_of.j, '$.rows') r WHERE r.value ->> 'label' = p.category),
lacking AS MATERIALIZED (SELECT gate_missing(p.id) AS j FROM p WHERE p.stage <> 'closed'),
ids AS (SELECT 'problem' AS kind, id FROM p UNION ALL SELECT 'cause', c.id FROM p CROSS JOIN cause c WHERE c.problem = p.id
  UNION ALL SELECT 'why', w.id FROM p CROSS JOIN why w WHERE w.problem = p.id UNION ALL SELECT 'action', a.id FROM p CROSS JOIN action a WHERE a.problem = p.id
  UNION ALL SELECT 'checkpoint', t.id FROM p CROSS JOIN action a CROSS JOIN checkpoint t WHERE a.problem = p.id AND t.action = a.id
  UNION ALL SELECT 'check', e.id FROM p CROSS JOIN effect_check e WHERE e.problem = p.id UNION ALL SELECT 'standard', t.id FROM p CROSS JOIN standard t WHERE t.problem = p.id),
h AS MATERIALIZED (SELECT e.seq, e.at, e.actor, e.verb, e.kind, e.id, e.reason, e.hash FROM ids CROSS JOIN event e WHERE e.kind = ids.kind AND e.id = ids.id)
SELECT json_object(
  'title', p.title, 'id', p.id,
  'crumbs', json_array(json_object('text', word('nav.index'), 'file_url', 'index.html'), json_object('text', word('nav.problems'), 'file_url', 'problems.html')),
  'stage', p.stage, 'stage_text', word('choice.problem.stage.' || p.stage), 'stage_days', p.stage_days, 'stage_limit', p.stage_limit,
  'stage_over', json(CASE WHEN p.stage_over THEN 'true' ELSE 'false' END), 'closed', p.closed, 'closed_date', p.closed,
  'has', (SELECT json_object('whys', json(iif(EXISTS (SELECT 1 FROM w), 'true', 'false')), 'actions', json(iif(EXISTS (SELECT 1 FROM a), 'true', 'false')),
      'checks', json(iif(EXISTS (SELECT 1 FROM k), 'true', 'false')), 'standards', json(iif(EXISTS (SELECT 1 FROM s), 'true', 'false')))),
  'cycle', p.cycle, 'again', json(CASE WHEN p.cycle > 1 THEN 'true' ELSE 'false' END), 'forced', p.forced,
  'phenomenon_md', p.phenomenon, 'period', p.period, 'frequency', p.frequency, 'frequency_int', p.frequency, 'population_int', p.population, 'share_pct', p.share,
  'direct', p.direct_cause_shown, 'root', p.root_cause_shown, 'scope', p.scope, 'scope_share_pct', p.scope_share,
  'severity_text', word('choice.problem.severity.' || p.severity), 'owner', p.owner, 'similar', p.similar, 'opened_date', p.opened, 'since_date', p.stage_since,
  'category', p.category, 'no_standard', p.no_standard,
  'goal', (SELECT json_object('name', in_lang(x.name_zh, x.name_en), 'file_url', 'kpi-' || x.id || '.html', 'baseline', kpi_format(x.id, p.baseline),
      'target', kpi_format(x.id, p.target), 'unit', kpi_unit(x.id), 'sign', CASE x.direction WHEN 'up' THEN '≥' ELSE '≤' END) FROM kpi x WHERE x.id = p.kpi),
  -- the lede: what was counted, then what was verified; nothing where there is nothing
  'counted', CASE WHEN p.population > 0 THEN word('problem_page.counted', 'period', coalesce(p.period, ''), 'population', p.population, 'frequency', p.frequency,
      'share', printf('%.1f%%', 100.0 * p.frequency / p.population)) END,
  'verified', (SELECT word('problem_page.verified', 'name', name, 'before', before_text, 'after', after_text, 'verdict', word('choice.check.verdict.' || verdict)) FROM recorded),
  -- the strip
  'plan_text', CASE WHEN p.root_cause_shown IS NULL THEN word('problem_page.no_root') ELSE word('problem_page.root_is', 'text', p.root_cause_shown) END,
  'actions_done', p.actions_done, 'actions_n', p.actions_n,
  'do_text', (SELECT CASE WHEN count(*) = 0 THEN word('problem_page.no_actions') WHEN sum(status = 'over') > 0 THEN word('problem_page.do_over', 'open', sum(open), 'over', sum(status = 'over'))
      WHEN sum(open) > 0 THEN word('problem_page.do_open', 'open', sum(open)) ELSE word('problem_page.do_done') END FROM a),
  'result', (SELECT json_object('before', kpi_format(kpi, before_value), 'after', kpi_format(kpi, after_value),
      'text', word('choice.check.verdict.' || verdict)) FROM recorded),
  'check_text', CASE WHEN EXISTS (SELECT 1 FROM k) THEN word('problem_page.sealed') ELSE word('problem_page.unsealed') END,
  'act_big', (SELECT number FROM s ORDER BY seq DESC LIMIT 1),
  'act_text', CASE WHEN EXISTS (SELECT 1 FROM s) THEN (SELECT title FROM s ORDER BY seq DESC LIMIT 1) WHEN p.no_standard IS NOT NULL THEN word('problem_page.no_standard') ELSE word('problem_page.standard_open') END,
  'gate', (SELECT json_object('next_text', word('choice.problem.stage.' || CASE p.stage WHEN 'plan' THEN 'do' WHEN 'do' THEN 'check' WHEN 'check' THEN 'act' ELSE 'closed' END), 'missing', json(j))
    FROM lacking WHERE j <> '[]'),
  'pareto', (SELECT json_object(
      'claim', CASE WHEN NOT (j ->> 'effect') THEN word('problem_page.pareto_even', 'name', p.category, 'rank', (SELECT n FROM rank))
        WHEN (SELECT n FROM rank) = 1 THEN word('problem_page.pareto_first', 'k', j ->> 'k', 'share', printf('%.1f%%', 100 * (j ->> 'vital_share')), 'name', p.category)
        ELSE word('problem_page.pareto_rank', 'k', j ->> 'k', 'share', printf('%.1f%%', 100 * (j ->> 'vital_share')), 'name', p.category, 'rank', (SELECT n FROM rank)) END,
      'measure', word('problem_page.pareto_measure', 'period', p.period, 'n', j ->> 'n'), 'source', word('problem_page.pareto_source'),
      'figure_chart', json_patch(j, json_object('kind', 'pareto', 'k', iif(j ->> 'effect', j ->> 'k', 0), 'title', word('problem_page.pareto_title', 'period', p.period),
        'desc', (SELECT group_concat(r.value ->> 'label' || ' ' || (r.value ->> 'count'), word('list.join')) FROM json_each(j, '$.rows') r))),
      'key', NULL,
      'table', json_object('head', json_object('label', word('problem_page.category'), 'cells', json_array(word('problem_page.count'), word('problem_page.share'), word('problem_page.cumulative'))),
        'rows', (SELECT json_group_array(json_object('label', r.value ->> 'label', 'cells', json_array(r.value ->> 'count', printf('%.1f%%', 100 * (r.value ->> 'share')),
          printf('%.1f%%', 100 * (r.value ->> 'cum_share'))))) FROM json_each(j, '$.rows') r)))
    FROM pareto_of WHERE j ->> 'n' > 0 AND EXISTS (SELECT 1 FROM rank)),
  'fishbone', (SELECT json_object(
      'claim', (SELECT CASE WHEN sum(status = 'confirmed') = 0 THEN word('problem_page.fish_open', 'n', count(*)) ELSE
        word('problem_page.fish_root', 'n', count(*), 'out', sum(status = 'ruled_out'), 'root', sum(status = 'confirmed')) END FROM c),
      'measure', (SELECT group_concat(category_name, word('list.join')) FROM (SELECT DISTINCT position, category_name FROM c ORDER BY position)),
      'figure_chart', json_object('kind', 'fishbone', 'title', word('problem_page.fish_title', 'title', p.title), 'head', p.title,
        'desc', (SELECT group_concat(category_name || word('list.colon') || text || word('list.in', 'text', word('choice.cause.status.' || status)), word('list.stop')) FROM (SELECT * FROM c ORDER BY position, seq)),
        'categories', (SELECT json_group_array(json_object('id', id, 'name', name)) FROM (SELECT g.id, in_lang(g.name_zh, g.name_en) AS name
          FROM category g WHERE g.voided IS NULL OR g.id IN (SELECT category FROM c) ORDER BY g.position)),
        'causes', (SELECT json_group_array(json_object('id', id, 'parent', parent, 'category', category, 'text', text, 'status', status)) FROM (SELECT * FROM c ORDER BY seq))),
      'causes', (SELECT json_group_array(json_object('id', id, 'category', category_name, 'text', text, 'status_text', word('choice.cause.status.' || status), 'evidence_plain', evidence))
        FROM (SELECT * FROM c ORDER BY position, seq))) WHERE EXISTS (SELECT 1 FROM c)),
  'whys', (SELECT json_group_array(json_object('id', id, 'level', level, 'question', question, 'answer', answer, 'evidence_md', evidence, 'evidence_plain', evidence, 'confirmed', json(iif(confirmed, 'true', 'false')),
      'branch', json(iif(branch, 'true', 'false')), 'first', json(iif(level = 1, 'true', 'false')), 'chain', chain, 'from', (SELECT x.text FROM cause x WHERE x.id = w.cause)))
    FROM (SELECT * FROM w ORDER BY chain, path) w),
  'chains', (SELECT count(DISTINCT chain) FROM w),
  'actions', (SELECT json_group_array(json_object('id', id, 'text', text, 'kind_text', word('choice.action.kind.' || kind), 'status', status, 'status_text', status_text, 'late_text', iif(status = 'late', word('status.late_days', 'days', late_days), NULL),
      'owner', owner, 'departments', departments, 'planned_date', planned, 'first_planned_date', iif(first_slip, first_planned, NULL), 'actual_date', actual,
      'progress', progress, 'expected_progress', expected_progress, 'smart_n', 5 - (length(coalesce(lacks, '')) + 1) / 2, 'lacks', lacks, 'removes', removes,
      'measured', (SELECT json_object('name', in_lang(x.name_zh, x.name_en), 'baseline', kpi_format(x.id, a.baseline), 'target', kpi_format(x.id, a.target))
        FROM kpi x WHERE x.id = a.kpi AND a.target IS NOT NULL),
      'expected', expected, 'effect', effect, 'left', left, 'blocked', blocked, 'cancelled', cancelled, 'delay_reason', delay_reason,
      'checkpoints', (SELECT json_group_array(json_object('date', date, 'criterion', criterion, 'result', result, 'state', CASE WHEN met = 1 THEN 'ok' WHEN met = 0 OR date < pdca_today() THEN 'no' ELSE 'open' END,
        'state_text', CASE WHEN met = 1 THEN word('problem_page.met') WHEN met = 0 THEN word('problem_page.not_met') WHEN date < pdca_today() THEN word('problem_page.no_result') END))
        FROM (SELECT t.* FROM checkpoint t WHERE t.action = a.id AND t.voided IS NULL ORDER BY t.date, t.seq)))) FROM (SELECT * FROM a ORDER BY seq) a),
  'checks', (SELECT json_group_array(json_object('id', id, 'name', name, 'before', before_text, 'after', after_text, 'before_window', before_window, 'after_window', after_shown,
      'target', iif(direction = 'up', '≥ ', '≤ ') || iif(is_share, printf('%.1f%%', 100 * target), kpi_format(kpi, target)), 'min_n', min_n, 'sealed_date', sealed_on,
      'planned', word('method.' || planned_method), 'wash_in_int', wash_in, 'marks', json(marks), 'guards', json(guard_texts), 'recorded', json(iif(verdict IS NULL, 'false', 'true')),
      'share', json(iif(is_share, 'true', 'false')), 'difference_pp', difference, 'lo_pp', lo, 'hi_pp', hi, 'difference_signed', difference, 'lo_signed', lo, 'hi_signed', hi,
      'interval', json(iif(lo IS NULL, 'false', 'true')), 'unit', kpi_unit(kpi), 'method', iif(method IN ('newcombe', 'welch', 'quantiles', 'fisher', 'pooled_z'), word('method.' || method), method), 'verdict_text', iif(verdict IS NULL, NULL, word('choice.check.verdict.' || verdict)),
      'chip', CASE verdict WHEN 'on_target' THEN 'done' WHEN 'worse' THEN 'over' WHEN 'short_of_target' THEN 'doing' ELSE 'todo' END, 'checker', checker,
      'attain_chart', json(iif(lo IS NULL OR target = before_value, 'null', json_object('kind', 'attain', 'title', name, 'lo', min(lo / (target - before_value), hi / (target - before_value)),
        'mid', difference / (target - before_value), 'hi', max(lo / (target - before_value), hi / (target - before_value)),
        'verdict', CASE verdict WHEN 'on_target' THEN 'good' WHEN 'short_of_target' THEN 'good' WHEN 'worse' THEN 'bad' ELSE 'common' END))),
      'attain_num2', iif(lo IS NULL OR target = before_value, NULL, difference / (target - before_value))))
    FROM (SELECT * FROM k ORDER BY seq)),
  'series', (SELECT json_group_array(json(row)) FROM (SELECT json_object(
      'claim', CASE WHEN j ->> '$.variation' IN ('good', 'bad') THEN word('pages.kpi.claim.' || (j ->> '$.variation')) ELSE word('pages.kpi.claim.stable') END,
      'measure', word('pages.kpi.measure', 'name', name, 'unit', word('pages.unit.' || iif(unit = '%', 'percent', unit)), 'from', first, 'to', last),
      'figure_chart', json_patch(j, json_object('kind', 'xmr', 'title', word('pages.kpi.chart', 'name', name),
        'desc', word('pages.kpi.desc', 'n', json_array_length(j, '$.points'), 'from', first, 'to', last,
          'value', iif(category IS NULL, kpi_format(id, j ->> '$.points[#-1].value'), printf('%.1f%%', 100 * (j ->> '$.points[#-1].value'))), 'cases', j ->> '$.points[#-1].n'),
        'percent', json(iif(unit = '%', 'true', 'false')), 'decimals', decimals, 'floor', iif(unit IN ('%', 'h', 'count', 'yuan'), 0, NULL),
        'axis', word('pages.unit.' || iif(unit = '%', 'percent', unit)),
        'target_text', iif(target IS NULL, NULL, word('chart.target', 'target', iif(direction = 'up', '≥ ', '≤ ') || iif(category IS NULL, kpi_format(id, target), printf('%.1f%%', 100 * target)))))),
      'key', (SELECT json_object('signs', json_group_array(json_object('sign_chart', json_object('kind', 'key', 'title', '', 'sign', value), 'text', word('chart.key.' || value)))) FROM json_each(j, '$.keys') HAVING count(*) > 0),
      'source', word(iif(json_array_length(j, '$.changes') > 0, 'pages.kpi.limits_kept', 'pages.kpi.limits'), 'rules', upper(j ->> '$.rules'), 'length', j ->> '$.run_length'),
      'table', json_object('head', json_object('label', word('kpi_values.period'), 'cells', json_array(word('kpi_values.value'), word('kpi_values.n'))),
        'rows', (SELECT json_group_array(json_object('label', r.value ->> 'period', 'cells', json_array(
            CASE WHEN series.category IS NULL THEN kpi_format(series.id, r.value ->> 'value') WHEN r.value ->> 'value' IS NOT NULL THEN printf('%.1f%%', 100 * (r.value ->> 'value')) END,
            CAST(r.value ->> 'n' AS TEXT)))) FROM json_each(j, '$.points') r))) AS row FROM series ORDER BY seq)),
  'verdict', (SELECT json_object('class', CASE verdict WHEN 'on_target' THEN 'good' WHEN 'short_of_target' THEN 'good' WHEN 'worse' THEN 'bad' ELSE 'common' END,
      'side', iif(direction = 'up', iif(verdict = 'worse', 'lo', 'hi'), iif(verdict = 'worse', 'hi', 'lo')), 'text', word('choice.check.verdict.' || verdict),
      'sentence', word('problem_page.verdict', 'name', name, 'before', before_text, 'after', after_text, 'from', before_window, 'to', after_shown),
      'meaning', word('problem_page.means.' || verdict), 'late', json(iif(sealed_late, 'true', 'false')), 'checker', checker, 'note_md', note,
      'own_checker', json(iif(EXISTS (SELECT 1 FROM a WHERE a.owner = recorded.checker), 'true', 'false'))) FROM recorded),
  'calls', json((SELECT json_object('called', called, 'reached', reached, 'improved', improved, 'unchanged', unchanged, 'worse', worse, 'missed', called - reached,
      'share', iif(reached > 0, printf('%.0f%%', 100.0 * improved / reached), NULL),
      'unit_chart', json_object('kind', 'unit', 'title', word('problem_page.calls'), 'good', improved, 'same', coalesce(unchanged, 0), 'bad', coalesce(worse, 0), 'none', called - reached,
        'desc', word('problem_page.calls_desc', 'improved', improved, 'unchanged', coalesce(unchanged, 0), 'worse', coalesce(worse, 0), 'missed', called - reached)))
    FROM k WHERE called > 0 AND called >= reached AND reached IS NOT NULL AND improved IS NOT NULL ORDER BY seq DESC LIMIT 1)),
  'standards', (SELECT json_group_array(json_object('id', id, 'number', number, 'title', title, 'version', version, 'effective_date', effective, 'review_date', review, 'owner', owner, 'text_plain', text))
    FROM (SELECT * FROM s ORDER BY seq)),
  'cycles', (SELECT json_group_array(json_object('cycle', o.cycle,
      'root', coalesce((SELECT group_concat(answer, word('list.join')) FROM why y WHERE y.problem = p.id AND y.cycle = o.cycle AND y.confirmed = 1 AND y.voided IS NULL),
        (SELECT group_concat(text, word('list.join')) FROM cause y WHERE y.problem = p.id AND y.cycle = o.cycle AND y.status = 'confirmed' AND y.voided IS NULL)),
      'actions', (SELECT json_group_array(json_object('id', y.id, 'text', y.text, 'status', y.status, 'status_text', y.status_text)) FROM action_v y WHERE y.problem = p.id AND y.cycle = o.cycle),
      'verdict_text', (SELECT word('choice.check.verdict.' || verdict) FROM effect_check y WHERE y.problem = p.id AND y.cycle = o.cycle AND y.verdict IS NOT NULL AND y.voided IS NULL ORDER BY y.seq DESC LIMIT 1)))
    FROM (WITH RECURSIVE n(cycle) AS (SELECT 1 UNION ALL SELECT cycle + 1 FROM n WHERE cycle < 50) SELECT cycle FROM n WHERE cycle < p.cycle) o),
  'history', (SELECT json_group_array(json_object('seq', seq, 'at', replace(substr(at, 1, 16), 'T', ' '), 'actor', actor, 'verb_text', iif(instr(' add set void advance reopen cycle done progress redate cancel effect seal record ', ' ' || verb || ' ') > 0, word('event.' || verb), verb), 'kind_text', word('kind.' || kind), 'of', id,
      'reason', reason, 'entry_hash', hash)) FROM (SELECT * FROM h ORDER BY seq DESC LIMIT 40)),
  'history_n', (SELECT count(*) FROM h), 'history_more', json(iif((SELECT count(*) FROM h) > 40, 'true', 'false')), 'last_code', (SELECT hash FROM h ORDER BY seq DESC LIMIT 1)
) FROM p
