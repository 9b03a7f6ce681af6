-- The guide to the methods: site/guide/LANG/NAME.md, one section each, cut at its headings.
-- section: guide
-- stale: SELECT 1 WHERE 0
WITH g AS MATERIALIZED (
  SELECT key AS at, value AS id, guide(:lang, value) AS text FROM json_each('["pareto","fishbone","five-why","smart","control-chart","verdict","kpi"]')),
-- a text as JSON, with every second-level heading turned into the border between two elements
s AS MATERIALIZED (
  SELECT g.at, g.id, v.key AS part, substr(v.value, 1, instr(v.value, char(10)) - 1) AS head, substr(v.value, instr(v.value, char(10)) + 1) AS body
  FROM g, json_each('[' || replace(json_quote(g.text), '\n## ', '","') || ']') v)
SELECT json_object(
  'title', word('pages.guide.title'), 'lede', NULL,
  'methods', (SELECT json_group_array(json(row)) FROM (SELECT json_object(
      'id', g.id, 'anchor_url', '#' || g.id, 'name', substr(m.head, 3), 'text_md', m.body,
      'parts', json((SELECT json_group_array(json_object('name', p.head, 'text_md', p.body)) FROM s p WHERE p.id = g.id AND p.part > 0))) AS row
    FROM g JOIN s m ON m.id = g.id AND m.part = 0 ORDER BY g.at)))
