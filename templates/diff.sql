-- What changed between the ends of two days, FROM..TO; the same changes as on a meeting's page. A page of the command line: the site has none.
-- each: SELECT NULL WHERE 0
-- section: meetings
-- stale: SELECT NULL WHERE 0
WITH d AS MATERIALIZED (SELECT date(substr(:id, 1, 10)) AS since, date(substr(:id, 13)) AS until WHERE substr(:id, 11, 2) = '..'),
c AS MATERIALIZED (SELECT x.key AS at, x.value ->> 'part' AS part, x.value FROM d, json_each(changes(d.since, d.until)) x),
g AS MATERIALIZED (SELECT part, count(*) AS n, min(at) AS at FROM c GROUP BY part)
SELECT json_object(
  'title', word('pages.diff.title', 'from', d.since, 'to', d.until), 'lede', NULL, 'from_date', d.since, 'to_date', d.until,
  'n_int', (SELECT count(*) FROM c), 'any', json(iif(EXISTS (SELECT 1 FROM c), 'true', 'false')),
  'events_int', (SELECT coalesce((SELECT min(seq) - 1 FROM event WHERE today > d.until), max(seq), 0) - coalesce((SELECT min(seq) - 1 FROM event WHERE today > d.since), max(seq), 0) FROM event),
  'groups', (SELECT json_group_array(json(line)) FROM (SELECT json_object('part', part, 'title', word('pages.change.' || part), 'n_int', n,
      'rows', (SELECT json_group_array(json(value)) FROM (SELECT value FROM c WHERE c.part = g.part ORDER BY c.at))) AS line FROM g ORDER BY at)))
FROM d WHERE d.since < d.until
