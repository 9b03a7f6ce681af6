-- The last 100 changes of problems, actions, checks, standards and meetings, as an Atom feed (RFC 4287). No names of people stand in it.
-- An entry's id is a UUID (RFC 9562, version 8) out of its event's hash, the feed's out of the first event's; a language has its own.
-- Links are absolute where the setting site_url says where the site stands; else they are relative to the feed.
-- stale: SELECT 1 FROM changed WHERE kind IN ('problem', 'meeting') OR kind IN ('action', 'check', 'standard') AND verb NOT IN ('set', 'progress')
WITH s AS MATERIALIZED (
  SELECT (SELECT rtrim(value, '/') || '/' FROM setting WHERE id = 'site_url' AND voided IS NULL)
           || iif(:lang = coalesce((SELECT value FROM setting WHERE id = 'lang' AND voided IS NULL), 'zh'), '', :lang || '/') AS base,
         iif(:lang = 'zh', '8', '9') AS of_entry, iif(:lang = 'zh', 'a', 'b') AS of_feed),
e AS MATERIALIZED (
  SELECT e.seq, e.at, e.verb, e.kind, e.id, e.hash, e.row ->> 'stage' AS stage, p.id AS problem, p.title AS problem_title,
         coalesce(e.row ->> 'title', e.row ->> 'text', p.title, '') AS what
  FROM event e LEFT JOIN problem p ON p.id = iif(e.kind = 'problem', e.id, e.row ->> 'problem') AND p.voided IS NULL
  WHERE +e.kind IN ('problem', 'action', 'check', 'standard', 'meeting') AND e.verb NOT IN ('set', 'progress') AND +e.today <= pdca_today() -- from the newest on, no index
    AND (p.id IS NOT NULL OR (e.kind = 'action' AND e.row ->> 'problem' IS NULL) OR (e.kind = 'meeting' AND EXISTS (SELECT 1 FROM meeting m WHERE m.id = e.id AND m.voided IS NULL)))
  ORDER BY e.seq DESC LIMIT 100)
SELECT json_object(
  'title', (SELECT value FROM setting WHERE id = 'name' AND voided IS NULL) || word('pages.colon') || word('feed.title'),
  'subtitle', (SELECT value FROM setting WHERE id = 'title' AND voided IS NULL),
  'author', (SELECT value FROM setting WHERE id = 'name' AND voided IS NULL),
  'feed_id', (SELECT 'urn:uuid:' || substr(hash, 1, 8) || '-' || substr(hash, 9, 4) || '-8' || substr(hash, 14, 3) || '-' || of_feed || substr(hash, 18, 3) || '-' || substr(hash, 21, 12)
    FROM event ORDER BY seq LIMIT 1),
  'updated', coalesce((SELECT max(at) FROM e), (SELECT at FROM event ORDER BY seq LIMIT 1)),
  'home_url', coalesce(base, '') || 'index.html', 'self_url', base || 'feed.xml',
  'entries', (SELECT json_group_array(json_object(
      'entry_id', 'urn:uuid:' || substr(hash, 1, 8) || '-' || substr(hash, 9, 4) || '-8' || substr(hash, 14, 3) || '-' || of_entry || substr(hash, 18, 3) || '-' || substr(hash, 21, 12),
      'at', at, 'id', id, 'kind', kind, 'kind_text', word('kind.' || kind), 'what', what,
      'done_text', CASE WHEN kind = 'problem' AND verb LIKE 'advance%' THEN word('index.to_stage', 'stage', word('choice.problem.stage.' || stage))
        ELSE iif(instr(' add void reopen cycle done redate cancel effect seal record ', ' ' || verb || ' ') > 0, word('event.' || verb), verb) END,
      'problem_text', iif(kind = 'problem' OR problem IS NULL, NULL, problem || ' ' || problem_title),
      'entry_url', coalesce(base, '') || CASE kind WHEN 'meeting' THEN id || '.html' WHEN 'action' THEN coalesce(problem || '.html', 'actions.html') || '#' || id ELSE problem || '.html' END))
    FROM (SELECT * FROM e ORDER BY seq DESC)))
FROM s
