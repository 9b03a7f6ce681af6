-- The standard procedures that effective actions became: version, dates, and which review is overdue.
-- nav: 70 standards
-- section: standards
-- stale: SELECT 1 FROM changed WHERE kind = 'standard' OR kind = 'problem' AND id IN (SELECT problem FROM standard)
WITH s AS MATERIALIZED (
  SELECT s.*, p.title AS problem_title, iif(s.review < pdca_today(), 1, 0) AS over, CAST(julianday(pdca_today()) - julianday(s.review) AS INTEGER) AS days,
         s.effective > pdca_today() AS coming
  FROM standard s LEFT JOIN problem p ON p.id = s.problem AND p.voided IS NULL WHERE s.voided IS NULL)
SELECT json_object(
  'title', word('pages.standards.title'), 'lede', NULL,
  'any', json(iif(EXISTS (SELECT 1 FROM s), 'true', 'false')),
  'all_int', (SELECT count(*) FROM s), 'over_int', (SELECT count(*) FROM s WHERE over),
  'standards', (SELECT json_group_array(json(row)) FROM (SELECT json_object(
      'id', id, 'number', number, 'name', title, 'version', version, 'effective_date', effective, 'review_date', review, 'owner', owner,
      'status', CASE WHEN over THEN 'over' WHEN coming THEN 'todo' ELSE 'done' END,
      'status_text', CASE WHEN over THEN word('pages.standards.over', 'n', days) WHEN coming THEN word('pages.standards.coming') ELSE word('pages.standards.valid') END,
      'text_md', text, 'problem_id', iif(problem_title IS NULL, NULL, problem), 'problem_title', problem_title,
      'problem_url', iif(problem_title IS NULL, NULL, problem || '.html')) AS row
    FROM s ORDER BY over DESC, iif(over, review, NULL), number, seq)))
