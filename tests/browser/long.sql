-- The sample month with a word of 300 letters and no space in every text that people enter. (The chain no longer holds: it is about layout.)
CREATE TEMP TABLE w AS SELECT replace(hex(zeroblob(150)), '0', 'w') AS x;
UPDATE setting SET value = (SELECT x FROM w) WHERE id IN ('name', 'title', 'sample_note');
UPDATE problem SET title = (SELECT x FROM w), phenomenon = (SELECT x FROM w), scope = (SELECT x FROM w), owner = (SELECT x FROM w), similar = (SELECT x FROM w), forced = (SELECT x FROM w),
  direct_cause = (SELECT x FROM w), root_cause = (SELECT x FROM w), no_standard = iif(no_standard IS NULL, NULL, (SELECT x FROM w)), category = category || (SELECT x FROM w);
UPDATE ticket SET category = category || (SELECT x FROM w), region = (SELECT x FROM w), product = (SELECT x FROM w), agent = (SELECT x FROM w), subtype = (SELECT x FROM w);
UPDATE cause SET text = (SELECT x FROM w), evidence = (SELECT x FROM w);
UPDATE why SET question = (SELECT x FROM w), answer = (SELECT x FROM w), evidence = (SELECT x FROM w);
UPDATE action SET text = (SELECT x FROM w), owner = (SELECT x FROM w) || seq % 3, departments = (SELECT x FROM w), left = (SELECT x FROM w), blocked = (SELECT x FROM w), expected = (SELECT x FROM w), effect = (SELECT x FROM w);
UPDATE checkpoint SET criterion = (SELECT x FROM w), result = (SELECT x FROM w);
UPDATE progress SET note = (SELECT x FROM w), delay_reason = (SELECT x FROM w), obstacle = (SELECT x FROM w), help_needed = (SELECT x FROM w);
UPDATE effect_check SET checker = (SELECT x FROM w), note = (SELECT x FROM w);
UPDATE standard SET number = (SELECT x FROM w), title = (SELECT x FROM w), version = (SELECT x FROM w), owner = (SELECT x FROM w), text = (SELECT x FROM w);
UPDATE meeting SET title = (SELECT x FROM w), chair = (SELECT x FROM w), attendance = (SELECT x FROM w), agenda = (SELECT x FROM w), minutes = (SELECT x FROM w);
UPDATE decision SET text = (SELECT x FROM w), owner = (SELECT x FROM w);
UPDATE measure SET source = (SELECT x FROM w), note = (SELECT x FROM w), method = (SELECT x FROM w);
UPDATE kpi SET name_zh = (SELECT x FROM w), name_en = (SELECT x FROM w), definition_zh = (SELECT x FROM w), definition_en = (SELECT x FROM w);
UPDATE category SET name_zh = (SELECT x FROM w), name_en = (SELECT x FROM w);
