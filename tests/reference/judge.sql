-- SPDX-License-Identifier: GPL-3.0-or-later
-- cases(c), answer(id, name, got): each atom of what was expected against the atom in the same place, within the tolerance.
CREATE TABLE checks AS
SELECT c ->> '$.id' AS id, k.value ->> '$.name' AS name, k.value -> '$.value' AS want, k.value ->> '$.tol' AS tol,
       k.value ->> '$.basis' AS basis, cases.rowid * 1000 + k.key AS place
  FROM cases, json_each(c, '$.checks') k;

-- Figures whose source is off, with the proof (none: where R's own digits are printed, the program has them too).
CREATE TABLE known(id, name, why);

-- Figures that no command gives by themselves, and where they are tested.
CREATE TABLE elsewhere(id, name, why);

-- A single number may stand for a list of one, and the other way round.
CREATE TABLE judged AS
WITH both AS (
    SELECT k.*, a.got, a.id IS NOT NULL AS asked,
           CASE WHEN json_type(want) IN ('array', 'object') THEN want ELSE json_array(json(want)) END AS w,
           CASE WHEN a.got IS NULL OR a.got = 'skip' THEN '[]'
                WHEN typeof(a.got) = 'text' AND json_valid(a.got) AND json_type(a.got) IN ('array', 'object') THEN a.got
                ELSE json_array(a.got) END AS g
      FROM checks k LEFT JOIN answer a ON a.id = k.id AND a.name = k.name)
SELECT *,
       (SELECT count(*) FROM json_tree(w) t WHERE t.atom IS NOT NULL) = (SELECT count(*) FROM json_tree(g) t WHERE t.atom IS NOT NULL)
       AND NOT EXISTS (
           SELECT 1 FROM json_tree(w) x LEFT JOIN json_tree(g) y ON y.fullkey = x.fullkey
            WHERE x.atom IS NOT NULL
              AND (y.atom IS NULL OR CASE WHEN x.type IN ('integer', 'real') THEN typeof(y.atom) = 'text' OR abs(x.atom - y.atom) > tol ELSE x.atom <> y.atom END)) AS same
  FROM both;

.mode list
.separator ''
SELECT printf('%-26s %-26s %-28s %-28s %-8s ', 'case', 'check', 'expected', 'got', 'within'), '';
SELECT printf('%-26s %-26s %-28s %-28s %-8s ', id, name, substr(want, 1, 28), substr(coalesce(got, ''), 1, 28), tol),
       CASE WHEN NOT asked THEN coalesce('not covered by a command: ' || w.why, 'not covered yet') WHEN got = 'skip' THEN 'skipped: its data may not be copied, and are not at hand' WHEN same THEN 'ok'
            WHEN k.why IS NOT NULL THEN 'source is off: ' || k.why ELSE 'OFF' END
  FROM judged LEFT JOIN known k USING (id, name) LEFT JOIN elsewhere w USING (id, name) ORDER BY place;
SELECT printf('Of %d checks: %d ok, %d off, %d with a source that is off, %d skipped, %d not covered yet', count(*),
              sum(asked AND got IS NOT 'skip' AND same), sum(asked AND got IS NOT 'skip' AND NOT same AND k.why IS NULL),
              sum(asked AND got IS NOT 'skip' AND NOT same AND k.why IS NOT NULL), sum(asked AND got IS 'skip'), sum(NOT asked))
  FROM judged LEFT JOIN known k USING (id, name);
