-- Step 1: the first schema. Every record table begins with seq (order of creation) and id (what people type) and ends with
-- voided (the reason; NULL while the record counts). Triggers that write the audit trail are made from these tables by
-- src/store/audit.c after the last step. Dates are ISO 8601 text.

-- one numbering a prefix and year; a number is never used again
CREATE TABLE counter(prefix TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY(prefix, year)) STRICT, WITHOUT ROWID;

-- the audit trail: hash = SHA-256 of json_array(seq, prev, at, today, actor, verb, kind, id, reason, json(row))
CREATE TABLE event(
  seq INTEGER PRIMARY KEY, prev TEXT NOT NULL, at TEXT NOT NULL, today TEXT NOT NULL, actor TEXT NOT NULL,
  verb TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, reason TEXT, row TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE INDEX event_record ON event(kind, id, seq);
CREATE INDEX event_today ON event(today); -- what changed between two meetings

CREATE TABLE setting(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, value TEXT NOT NULL, voided TEXT) STRICT;

-- the fishbone's categories
CREATE TABLE category(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name_zh TEXT NOT NULL, name_en TEXT NOT NULL,
  position INTEGER NOT NULL, voided TEXT) STRICT;

-- single days that are not what their weekday says
CREATE TABLE calendar_day(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, -- the date
  kind TEXT NOT NULL CHECK(kind IN ('holiday', 'workday')), name TEXT, voided TEXT) STRICT;

CREATE TABLE kpi(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  name_zh TEXT NOT NULL, name_en TEXT NOT NULL, definition_zh TEXT NOT NULL, definition_en TEXT NOT NULL,
  form TEXT NOT NULL CHECK(form IN ('share', 'mean', 'quantile', 'score', 'entered')),
  value_column TEXT,          -- mean, quantile: the ticket column
  quantile REAL,              -- quantile: 0..1
  numerator TEXT,             -- share, score: condition over ticket columns
  negative TEXT,              -- score: condition that is subtracted
  denominator TEXT,           -- which tickets count; NULL all
  unit TEXT NOT NULL CHECK(unit IN ('%', 'h', 'score', 'points', 'count', 'yuan')),
  direction TEXT NOT NULL CHECK(direction IN ('up', 'down')),
  target REAL, commitment REAL, baseline REAL, -- shares as 0..1
  decimals INTEGER NOT NULL, position INTEGER NOT NULL, overview INTEGER NOT NULL, -- 1: a tile on the overview
  version INTEGER NOT NULL, since TEXT NOT NULL, voided TEXT) STRICT;

CREATE TABLE import(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file TEXT NOT NULL, sha256 TEXT NOT NULL,
  source TEXT NOT NULL, on_date TEXT NOT NULL, rows_read INTEGER NOT NULL, stored INTEGER NOT NULL, updated INTEGER NOT NULL,
  duplicate INTEGER NOT NULL, refused INTEGER NOT NULL, period_from TEXT, period_to TEXT, decisions TEXT, voided TEXT) STRICT;
CREATE INDEX import_sha256 ON import(sha256);

-- outside the chain (personal data may have to be erased); bound to it by its import's SHA-256
CREATE TABLE ticket(
  seq INTEGER PRIMARY KEY, import TEXT NOT NULL, -- of an import; no foreign key: its record comes after its tickets, as one event with the counts
  row INTEGER NOT NULL, source TEXT NOT NULL,
  no TEXT NOT NULL, period TEXT NOT NULL, -- month YYYY-MM
  customer TEXT, type TEXT NOT NULL, -- consultation, complaint, repair, return, other
  subtype TEXT,                     -- the user's own word: 物流投诉
  channel TEXT, region TEXT, product TEXT, agent TEXT,
  opened TEXT, answered TEXT, offered TEXT, resolved TEXT, closed TEXT, -- YYYY-MM-DDTHH:MM:SS
  response_h REAL, solution_h REAL, resolution_h REAL,
  csat INTEGER CHECK(csat BETWEEN 1 AND 5), nps INTEGER CHECK(nps BETWEEN 0 AND 10),
  description TEXT, category TEXT, inspection TEXT CHECK(inspection IN ('pass', 'fail', 'none')), inspection_reason TEXT,
  first_contact INTEGER CHECK(first_contact IN (0, 1)), cost REAL, extra TEXT,
  since_complaint_h REAL -- complaints: hours since the same customer's complaint before; derived, kept by the import
) STRICT;
CREATE UNIQUE INDEX ticket_no ON ticket(source, no);
CREATE INDEX ticket_period ON ticket(period, category);
CREATE INDEX ticket_customer ON ticket(customer, opened) WHERE type = 'complaint' AND customer IS NOT NULL;

-- KPI values worked out from tickets, kept by the import in its own transaction; derived, not a record
CREATE TABLE rollup(kpi TEXT NOT NULL, period TEXT NOT NULL, -- any kind of period
  n INTEGER NOT NULL, x INTEGER, -- x: how many the numerator holds (share; score: promoters less detractors)
  sum REAL, sumsq REAL, value REAL, median REAL, p90 REAL, lo REAL, hi REAL,
  PRIMARY KEY(kpi, period)) STRICT, WITHOUT ROWID;

CREATE TABLE measure(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kpi TEXT NOT NULL REFERENCES kpi(id),
  period TEXT NOT NULL, dimension TEXT, dimension_value TEXT, value REAL NOT NULL, n INTEGER, sd REAL,
  source TEXT NOT NULL, method TEXT, note TEXT, voided TEXT) STRICT;
CREATE INDEX measure_kpi ON measure(kpi, period);

CREATE TABLE problem(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, phenomenon TEXT, period TEXT,
  category TEXT,      -- the tickets' problem category that it came from
  frequency INTEGER, population INTEGER, -- share = frequency / population
  direct_cause TEXT, root_cause TEXT, -- as entered; the analysis, where there is one, is what pages show
  scope TEXT, scope_share REAL, severity TEXT NOT NULL CHECK(severity IN ('low', 'medium', 'high', 'critical')),
  owner TEXT, similar TEXT, kpi TEXT REFERENCES kpi(id), baseline REAL, target REAL,
  stage TEXT NOT NULL CHECK(stage IN ('plan', 'do', 'check', 'act', 'closed')), cycle INTEGER NOT NULL,
  opened TEXT NOT NULL, stage_since TEXT NOT NULL, closed TEXT, no_standard TEXT, forced TEXT, voided TEXT) STRICT;

CREATE TABLE cause(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, problem TEXT NOT NULL REFERENCES problem(id),
  cycle INTEGER NOT NULL, category TEXT NOT NULL REFERENCES category(id), text TEXT NOT NULL, parent TEXT REFERENCES cause(id),
  status TEXT NOT NULL CHECK(status IN ('suspected', 'ruled_out', 'confirmed')), evidence TEXT, voided TEXT) STRICT;
CREATE INDEX cause_problem ON cause(problem, cycle);

-- the first of a chain has level 1; a branch hangs on its parent
CREATE TABLE why(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, problem TEXT NOT NULL REFERENCES problem(id),
  cycle INTEGER NOT NULL, chain INTEGER NOT NULL, level INTEGER NOT NULL, parent TEXT REFERENCES why(id),
  cause TEXT REFERENCES cause(id), question TEXT NOT NULL, answer TEXT NOT NULL, evidence TEXT,
  confirmed INTEGER NOT NULL CHECK(confirmed IN (0, 1)), voided TEXT) STRICT; -- confirmed: this answer is a root cause
CREATE INDEX why_problem ON why(problem, cycle);

CREATE TABLE action(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, problem TEXT REFERENCES problem(id), -- NULL: from a meeting
  cycle INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL CHECK(kind IN ('correction', 'corrective', 'preventive')),
  cause TEXT REFERENCES cause(id), why TEXT REFERENCES why(id), -- the root cause that it removes
  owner TEXT NOT NULL, owner_kind TEXT NOT NULL CHECK(owner_kind IN ('person', 'department', 'outside')), departments TEXT,
  start TEXT NOT NULL, first_planned TEXT NOT NULL, planned TEXT NOT NULL, actual TEXT,
  progress INTEGER NOT NULL CHECK(progress BETWEEN 0 AND 100), left TEXT, forecast_days INTEGER, blocked TEXT,
  kpi TEXT REFERENCES kpi(id), baseline REAL, target REAL, expected TEXT, effect TEXT, cost REAL,
  cancelled TEXT, cancelled_on TEXT, voided TEXT) STRICT; -- cancelled: the reason
CREATE INDEX action_problem ON action(problem, cycle);
CREATE INDEX action_owner_open ON action(owner) WHERE actual IS NULL AND cancelled IS NULL AND voided IS NULL;
CREATE INDEX action_open ON action(owner, planned) WHERE actual IS NULL AND cancelled IS NULL AND voided IS NULL;

CREATE TABLE checkpoint(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, action TEXT NOT NULL REFERENCES action(id),
  date TEXT NOT NULL, criterion TEXT NOT NULL, result TEXT, met INTEGER CHECK(met IN (0, 1)), result_on TEXT, voided TEXT) STRICT;
CREATE INDEX checkpoint_action ON checkpoint(action);

CREATE TABLE progress(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, action TEXT NOT NULL REFERENCES action(id),
  date TEXT NOT NULL, percent INTEGER NOT NULL CHECK(percent BETWEEN 0 AND 100), note TEXT, obstacle TEXT, help_needed TEXT,
  delay_reason TEXT, left TEXT, forecast_days INTEGER, voided TEXT) STRICT;
CREATE INDEX progress_action ON progress(action);

-- the effectiveness check: "check" is a word of SQL
CREATE TABLE effect_check(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, problem TEXT NOT NULL REFERENCES problem(id),
  cycle INTEGER NOT NULL, kpi TEXT NOT NULL REFERENCES kpi(id), category TEXT, -- category: the share of this problem category
  direction TEXT NOT NULL CHECK(direction IN ('up', 'down')), target REAL NOT NULL,
  before_window TEXT NOT NULL, after_window TEXT NOT NULL, min_n INTEGER NOT NULL CHECK(min_n > 0),
  sealed_on TEXT NOT NULL, sealed_late INTEGER NOT NULL CHECK(sealed_late IN (0, 1)), -- 1: sealed after an action was done
  source TEXT CHECK(source IN ('tickets', 'entered')), recorded_on TEXT, checker TEXT,
  before_n INTEGER, before_x INTEGER, before_value REAL, before_sd REAL,
  after_n INTEGER, after_x INTEGER, after_value REAL, after_sd REAL,
  difference REAL, lo REAL, hi REAL, p REAL, method TEXT,
  verdict TEXT CHECK(verdict IN ('on_target', 'short_of_target', 'not_shown', 'worse', 'too_little_data')),
  called INTEGER, reached INTEGER, improved INTEGER, unchanged INTEGER, worse INTEGER, note TEXT, voided TEXT) STRICT;
CREATE INDEX effect_check_problem ON effect_check(problem, cycle);

CREATE TABLE standard(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, problem TEXT REFERENCES problem(id), number TEXT NOT NULL,
  title TEXT NOT NULL, version TEXT NOT NULL, effective TEXT NOT NULL, review TEXT, owner TEXT, text TEXT, voided TEXT) STRICT;
CREATE INDEX standard_problem ON standard(problem);

CREATE TABLE meeting(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, date TEXT NOT NULL, title TEXT NOT NULL, chair TEXT,
  attendance TEXT, agenda TEXT, minutes TEXT, voided TEXT) STRICT;

CREATE TABLE decision(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, meeting TEXT NOT NULL REFERENCES meeting(id), text TEXT NOT NULL,
  owner TEXT, due TEXT, problem TEXT REFERENCES problem(id), action TEXT REFERENCES action(id), done TEXT, voided TEXT) STRICT;
CREATE INDEX decision_meeting ON decision(meeting);
