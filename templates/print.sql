-- What stands at the head and the foot of every printed page of a language: organisation, document, date, the chain's head.
SELECT json_object(
  'title', 'print',
  'head', (SELECT seq || ':' || substr(hash, 1, 12) FROM event ORDER BY seq DESC LIMIT 1),
  'as_of', word('site.as_of') || ' ' || pdca_today(),
  'seal', (SELECT word('print.seal', 'head', seq || ':' || substr(hash, 1, 32)) FROM event ORDER BY seq DESC LIMIT 1))
