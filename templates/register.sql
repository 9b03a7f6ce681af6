-- All actions as data, beside the register: actions.csv for spreadsheets, actions.json for programs.
-- file: actions
-- rows: actions
-- stale: SELECT 1 FROM changed WHERE kind = 'action' AND touches(fields, 'problem cycle kind text owner departments first_planned planned actual progress blocked expected effect kpi baseline target cancelled voided status') OR kind = 'problem' AND old IS NOT NULL AND touches(fields, 'title voided')
-- words: later
SELECT json_object(
  'title', word('pages.actions.title'),
  'today_date', pdca_today())
UNION ALL
SELECT json_object(
      'no', n.no, 'id', a.id, 'problem', a.problem, 'problem_title', a.problem_title, 'cycle', a.cycle,
      'kind', a.kind, 'kind_text', word('choice.action.kind.' || a.kind), 'text', a.text, 'owner', a.owner, 'departments', a.departments,
      'first_planned_date', a.first_planned, 'planned_date', a.planned, 'actual_date', a.actual, 'status', a.status, 'status_text', a.status_text,
      'late_days', a.late_days, 'progress', a.progress, 'blocked', a.blocked, 'expected', a.expected, 'effect', a.effect,
      'kpi', a.kpi, 'baseline', a.baseline, 'target', a.target)
FROM (SELECT seq, row_number() OVER (ORDER BY seq) AS no FROM action WHERE voided IS NULL) n CROSS JOIN action_v a WHERE a.seq = n.seq
