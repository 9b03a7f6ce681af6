-- The audit trail's last 500 events: who changed what, when, why, from what to what, and how to check the chain.
-- nav: 80 audit
-- section: audit
WITH e AS MATERIALIZED (
  SELECT seq, at, today, actor, verb, kind, id, reason, row, hash,
         (SELECT o.row FROM event o WHERE o.kind = event.kind AND o.id = event.id AND o.seq < event.seq ORDER BY o.seq DESC LIMIT 1) AS old
  FROM event ORDER BY seq DESC LIMIT 500),
d AS MATERIALIZED (
  SELECT e.seq, e.kind, n.key, n.id AS at,
         iif(e.kind = 'check' AND n.key = 'guards', (SELECT group_concat(word('guard.name.' || (g.value ->> 'guard')), word('list.join')) FROM json_each(e.old ->> '$.guards') g),
             substr(CAST(json_extract(e.old, '$."' || n.key || '"') AS TEXT), 1, 200)) AS old,
         iif(e.kind = 'check' AND n.key = 'guards', (SELECT group_concat(word('guard.name.' || (g.value ->> 'guard')), word('list.join')) FROM json_each(n.value) g),
             substr(CAST(n.value AS TEXT), 1, 200)) AS new
  FROM e, json_each(e.row) n WHERE e.old IS NOT NULL AND n.value IS NOT json_extract(e.old, '$."' || n.key || '"')),
w AS MATERIALIZED (
  SELECT seq, at, iif(key = 'voided', word('pages.verb.void'), word('field.' || kind || '.' || key)) AS field, old, new,
         kind || '.' || key IN ('problem.stage', 'problem.severity', 'cause.status', 'action.kind', 'check.verdict') AS coded,
         'choice.' || kind || '.' || key || '.' AS code FROM d),
c AS MATERIALIZED (
  SELECT seq, json_group_array(json_object('field', field, 'short', json(iif(coded OR max(length(coalesce(old, '')), length(coalesce(new, ''))) > 12, 'false', 'true')), 'old', iif(coded AND old IS NOT NULL, word(code || old), old),
                                           'new', iif(coded AND new IS NOT NULL, word(code || new), new))) AS changes
  FROM (SELECT * FROM w ORDER BY seq, at) GROUP BY seq)
SELECT json_object(
  'title', word('pages.audit.title'), 'lede', NULL,
  'any', json(iif(EXISTS (SELECT 1 FROM e), 'true', 'false')),
  'all_int', (SELECT coalesce(max(seq), 0) FROM event), 'shown_int', (SELECT count(*) FROM e),
  'has_more', json(iif((SELECT max(seq) FROM event) > 500, 'true', 'false')),
  'head_int', (SELECT max(seq) FROM event), 'head', (SELECT hash FROM event ORDER BY seq DESC LIMIT 1),
  'events', (SELECT json_group_array(json(line)) FROM (SELECT json_object(
      'seq_int', e.seq, 'at', replace(substr(e.at, 1, 16), 'T', ' '), 'today_date', e.today, 'actor', e.actor, 'verb', iif(e.verb IN ('add', 'set', 'void', 'init', 'tickets', 'advance', 'advance --force', 'reopen', 'cycle', 'progress', 'done', 'cancel', 'redate', 'effect', 'seal', 'record'), word('pages.verb.' || e.verb), e.verb),
      'kind', word('kind.' || e.kind), 'id', e.id,
      'record_url', CASE e.kind
          WHEN 'problem' THEN (SELECT v.id || '.html' FROM problem v WHERE v.id = e.id AND v.voided IS NULL)
          WHEN 'action' THEN (SELECT 'actions.html#' || v.id FROM action v WHERE v.id = e.id AND v.voided IS NULL)
          WHEN 'kpi' THEN (SELECT 'kpi-' || v.id || '.html' FROM kpi v WHERE v.id = e.id AND v.voided IS NULL)
          WHEN 'meeting' THEN (SELECT v.id || '.html' FROM meeting v WHERE v.id = e.id AND v.voided IS NULL)
          WHEN 'standard' THEN (SELECT 'standards.html#' || v.id FROM standard v WHERE v.id = e.id AND v.voided IS NULL) END,
      'name', coalesce(json_extract(e.row, '$.title'), json_extract(e.row, '$.text'), json_extract(e.row, iif(pdca_lang() = 'zh', '$.name_zh', '$.name_en')), json_extract(e.row, '$.criterion'),
                       json_extract(e.row, '$.question'), json_extract(e.row, '$.file'), json_extract(e.row, '$.value'), json_extract(e.row, '$.name'), json_extract(e.row, '$.kpi')),
      'reason', e.reason, 'hash', substr(e.hash, 1, 12), 'first', json(iif(e.old IS NULL, 'true', 'false')),
      'changes', json(coalesce(c.changes, '[]'))) AS line
    FROM e LEFT JOIN c USING (seq) ORDER BY e.seq DESC)))
