-- The audit trail's last 500 events: who changed what, when, why, from what to what, and how to check the chain.
-- nav: 80 audit
-- section: audit
WITH e AS MATERIALIZED (
  SELECT seq, at, today, actor, verb, kind, id, reason, row, hash,
         (SELECT o.row FROM event o WHERE o.kind = event.kind AND o.id = event.id AND o.seq < event.seq ORDER BY o.seq DESC LIMIT 1) AS old
  FROM event ORDER BY seq DESC LIMIT 500)
SELECT json_object(
  'title', word('pages.audit.title'), 'lede', NULL,
  'any', json(iif(EXISTS (SELECT 1 FROM e), 'true', 'false')),
  'all_int', (SELECT coalesce(max(seq), 0) FROM event), 'shown_int', (SELECT count(*) FROM e),
  'has_more', json(iif((SELECT max(seq) FROM event) > 500, 'true', 'false')),
  'head_int', (SELECT max(seq) FROM event), 'head', (SELECT hash FROM event ORDER BY seq DESC LIMIT 1),
  'events', (SELECT json_group_array(json(line)) FROM (SELECT json_object(
      'seq_int', e.seq, 'at', replace(substr(e.at, 1, 16), 'T', ' '), 'today_date', e.today, 'actor', e.actor, 'verb', e.verb, 'kind', e.kind, 'id', e.id,
      'record_url', CASE e.kind
          WHEN 'problem' THEN (SELECT v.id || '.html' FROM problem v WHERE v.id = e.id AND v.voided IS NULL)
          WHEN 'action' THEN (SELECT 'actions.html#' || v.id FROM action v WHERE v.id = e.id AND v.voided IS NULL)
          WHEN 'kpi' THEN (SELECT 'kpi-' || v.id || '.html' FROM kpi v WHERE v.id = e.id AND v.voided IS NULL)
          WHEN 'meeting' THEN (SELECT v.id || '.html' FROM meeting v WHERE v.id = e.id AND v.voided IS NULL)
          WHEN 'standard' THEN (SELECT 'standards.html#' || v.id FROM standard v WHERE v.id = e.id AND v.voided IS NULL) END,
      'name', coalesce(json_extract(e.row, '$.title'), json_extract(e.row, '$.text'), json_extract(e.row, iif(pdca_lang() = 'zh', '$.name_zh', '$.name_en')), json_extract(e.row, '$.criterion'),
                       json_extract(e.row, '$.question'), json_extract(e.row, '$.file'), json_extract(e.row, '$.value'), json_extract(e.row, '$.name'), json_extract(e.row, '$.kpi')),
      'reason', e.reason, 'hash', substr(e.hash, 1, 12), 'first', json(iif(e.old IS NULL, 'true', 'false')),
      'changes', json(iif(e.old IS NULL, '[]', (SELECT json_group_array(json_object('field', n.key,
              'old', substr(CAST(json_extract(e.old, '$."' || n.key || '"') AS TEXT), 1, 200), 'new', substr(CAST(n.value AS TEXT), 1, 200)))
          FROM json_each(e.row) n WHERE n.value IS NOT json_extract(e.old, '$."' || n.key || '"'))))) AS line
    FROM e ORDER BY e.seq DESC)))
