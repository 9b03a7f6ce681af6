PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE counter(prefix TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY(prefix, year)) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES('A',2024,2);
INSERT INTO counter VALUES('C',2024,1);
INSERT INTO counter VALUES('D',2024,1);
INSERT INTO counter VALUES('I',2024,1);
INSERT INTO counter VALUES('M',2024,1);
INSERT INTO counter VALUES('P',2024,1);
CREATE TABLE event(
  seq INTEGER PRIMARY KEY, prev TEXT NOT NULL, at TEXT NOT NULL, today TEXT NOT NULL, actor TEXT NOT NULL,
  verb TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, reason TEXT, row TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
INSERT INTO event VALUES(1,'0000000000000000000000000000000000000000000000000000000000000000','2024-06-01T00:00:00Z','2024-06-01','陈静','init','setting','name',NULL,'{"id":"name","value":"衡石","voided":null}','34eb8b8150cde8b33d5ce21a812892a8dc6781952c51428db7b2063218aa0724');
INSERT INTO event VALUES(2,'34eb8b8150cde8b33d5ce21a812892a8dc6781952c51428db7b2063218aa0724','2024-06-01T00:00:00Z','2024-06-01','陈静','init','setting','title',NULL,'{"id":"title","value":"售后服务改善","voided":null}','4db8a3207723aafd5398f0276281121cbcea64e6cde55b14e66dfa970daf50d5');
INSERT INTO event VALUES(3,'4db8a3207723aafd5398f0276281121cbcea64e6cde55b14e66dfa970daf50d5','2024-06-01T00:00:00Z','2024-06-01','陈静','init','setting','lang',NULL,'{"id":"lang","value":"zh","voided":null}','4cd79c192457a1d5a846493729f62a93055788def01248c027ba2afcf8cd4e80');
INSERT INTO event VALUES(4,'4cd79c192457a1d5a846493729f62a93055788def01248c027ba2afcf8cd4e80','2024-06-01T00:00:00Z','2024-06-01','陈静','init','setting','langs',NULL,'{"id":"langs","value":"zh,en","voided":null}','de5445f5ad42c0ce1482b58759cfc0997ed0c7b646df22b28266c1803358b9d4');
INSERT INTO event VALUES(5,'de5445f5ad42c0ce1482b58759cfc0997ed0c7b646df22b28266c1803358b9d4','2024-06-01T00:00:00Z','2024-06-01','陈静','init','setting','late_days',NULL,'{"id":"late_days","value":"calendar","voided":null}','72c1543001e7863394fbdde67f4246271de85c1d82084f53e59f870cedbddf24');
INSERT INTO event VALUES(6,'72c1543001e7863394fbdde67f4246271de85c1d82084f53e59f870cedbddf24','2024-06-01T00:00:00Z','2024-06-01','陈静','init','setting','owner_limit',NULL,'{"id":"owner_limit","value":"8","voided":null}','1f3b15806af8c0ea97363ae0da5b9e6ead6376e35099bea911dcb4974d26a7ba');
INSERT INTO event VALUES(7,'1f3b15806af8c0ea97363ae0da5b9e6ead6376e35099bea911dcb4974d26a7ba','2024-06-01T00:00:00Z','2024-06-01','陈静','init','setting','stage_limits',NULL,'{"id":"stage_limits","value":"P10,D60,C70,A30","voided":null}','6dc7146a4bcdee81193102e3694c1ba088cb88b14af6b3ede0fabb318021357b');
INSERT INTO event VALUES(8,'6dc7146a4bcdee81193102e3694c1ba088cb88b14af6b3ede0fabb318021357b','2024-06-01T00:00:00Z','2024-06-01','陈静','init','setting','calendar',NULL,'{"id":"calendar","value":"cn","voided":null}','36cbebbc442530126e32b62ce4f22c3ef6f7875db98f5d25c89fefe071e222b6');
INSERT INTO event VALUES(9,'36cbebbc442530126e32b62ce4f22c3ef6f7875db98f5d25c89fefe071e222b6','2024-06-01T00:00:00Z','2024-06-01','陈静','init','category','people',NULL,'{"id":"people","name_zh":"人员","name_en":"People","position":1,"voided":null}','d85f8c4e698451d0a8751865503d5c14880045bb62f0779093f168e523071d5d');
INSERT INTO event VALUES(10,'d85f8c4e698451d0a8751865503d5c14880045bb62f0779093f168e523071d5d','2024-06-01T00:00:00Z','2024-06-01','陈静','init','category','process',NULL,'{"id":"process","name_zh":"流程","name_en":"Process","position":2,"voided":null}','64510db5cc0569223b41cadc2bd8ca5498d5dfdb31c0b78a8cc6eafd5dda9102');
INSERT INTO event VALUES(11,'64510db5cc0569223b41cadc2bd8ca5498d5dfdb31c0b78a8cc6eafd5dda9102','2024-06-01T00:00:00Z','2024-06-01','陈静','init','category','tools',NULL,'{"id":"tools","name_zh":"工具","name_en":"Tools","position":3,"voided":null}','604823564ffd914519fa429527d98dfa9281a8c513e858c9b4d64548d6762942');
INSERT INTO event VALUES(12,'604823564ffd914519fa429527d98dfa9281a8c513e858c9b4d64548d6762942','2024-06-01T00:00:00Z','2024-06-01','陈静','init','category','customer',NULL,'{"id":"customer","name_zh":"客户","name_en":"Customer","position":4,"voided":null}','951c26649533e402c7b4bdf39909a2b8af923b5e20d285cfb2ef7161a1a3c7e1');
INSERT INTO event VALUES(13,'951c26649533e402c7b4bdf39909a2b8af923b5e20d285cfb2ef7161a1a3c7e1','2024-06-01T00:00:00Z','2024-06-01','陈静','init','kpi','csat',NULL,'{"id":"csat","name_zh":"客户满意度 CSAT","name_en":"Customer satisfaction (CSAT)","definition_zh":"已评分工单的 CSAT 评分（1–5 分）的平均值。未评分的工单不计入。","definition_en":"Mean of the CSAT scores (1 to 5) of the tickets that were scored. Tickets without a score do not count.","form":"mean","value_column":"csat","quantile":null,"numerator":null,"negative":null,"denominator":null,"unit":"score","direction":"up","target":4.5,"commitment":null,"baseline":null,"decimals":1,"position":1,"overview":1,"version":1,"since":"2024-06-01","voided":null}','c171ea04e9d3e6ebc475c1d77a8adde6431b0110861ffe9048392d8265ed4426');
INSERT INTO event VALUES(14,'c171ea04e9d3e6ebc475c1d77a8adde6431b0110861ffe9048392d8265ed4426','2024-06-01T00:00:00Z','2024-06-01','陈静','init','kpi','csat_pct',NULL,'{"id":"csat_pct","name_zh":"满意率","name_en":"Satisfied customers","definition_zh":"评分为 4 分或 5 分的工单 ÷ 已评分的工单。","definition_en":"Tickets scored 4 or 5 ÷ tickets that were scored.","form":"share","value_column":null,"quantile":null,"numerator":"csat >= 4","negative":null,"denominator":"csat known","unit":"%","direction":"up","target":0.9,"commitment":null,"baseline":null,"decimals":1,"position":2,"overview":0,"version":1,"since":"2024-06-01","voided":null}','bf2a36851cd81bcf9641356a446d40af72fd44132c63bd17c3784e3534e93c91');
INSERT INTO event VALUES(15,'bf2a36851cd81bcf9641356a446d40af72fd44132c63bd17c3784e3534e93c91','2024-06-01T00:00:00Z','2024-06-01','陈静','init','kpi','nps',NULL,'{"id":"nps","name_zh":"净推荐值 NPS","name_en":"Net promoter score (NPS)","definition_zh":"推荐者（9–10 分）占比减去贬损者（0–6 分）占比，以百分点计；分母为给出 0–10 分的工单。","definition_en":"Share of promoters (9 to 10) less the share of detractors (0 to 6), in points; of the tickets with a score from 0 to 10.","form":"score","value_column":null,"quantile":null,"numerator":"nps >= 9","negative":"nps <= 6","denominator":"nps known","unit":"points","direction":"up","target":null,"commitment":null,"baseline":null,"decimals":0,"position":3,"overview":1,"version":1,"since":"2024-06-01","voided":null}','425adea1c9226a3dae390ef4404f3e959097f0489c37b23a02be2fc2fd605063');
INSERT INTO event VALUES(16,'425adea1c9226a3dae390ef4404f3e959097f0489c37b23a02be2fc2fd605063','2024-06-01T00:00:00Z','2024-06-01','陈静','init','kpi','recommend',NULL,'{"id":"recommend","name_zh":"愿意推荐比例","name_en":"Would recommend","definition_zh":"NPS 评分为 9–10 分的工单 ÷ 给出评分的工单；问卷调查时为回答愿意推荐的比例。与 NPS 是两个指标。","definition_en":"Tickets with an NPS score of 9 or 10 ÷ tickets with a score; in a survey the share that says yes. Not the same as NPS.","form":"share","value_column":null,"quantile":null,"numerator":"nps >= 9","negative":null,"denominator":"nps known","unit":"%","direction":"up","target":0.8,"commitment":null,"baseline":null,"decimals":1,"position":4,"overview":0,"version":1,"since":"2024-06-01","voided":null}','0fda2ec9db53910726eeafcc2845efcc1ba4c7e19902059861c53b142a08fb52');
INSERT INTO event VALUES(17,'0fda2ec9db53910726eeafcc2845efcc1ba4c7e19902059861c53b142a08fb52','2024-06-01T00:00:00Z','2024-06-01','陈静','init','kpi','first_response',NULL,'{"id":"first_response","name_zh":"平均首次响应时长","name_en":"Mean first response time","definition_zh":"从创建到首次响应的小时数的平均值，与中位数和 P90（R 第 7 类分位数）同列。","definition_en":"Mean hours from opening to the first answer; stands with median and p90 (quantiles of R type 7).","form":"mean","value_column":"response_h","quantile":null,"numerator":null,"negative":null,"denominator":null,"unit":"h","direction":"down","target":24,"commitment":null,"baseline":null,"decimals":1,"position":5,"overview":1,"version":1,"since":"2024-06-01","voided":null}','c29ede19a8cd773ff9c5e7514d6480b68b52280347e7c840c24e7a25e4d77bb8');
INSERT INTO event VALUES(18,'c29ede19a8cd773ff9c5e7514d6480b68b52280347e7c840c24e7a25e4d77bb8','2024-06-01T00:00:00Z','2024-06-01','陈静','init','kpi','response_24h',NULL,'{"id":"response_24h","name_zh":"24 小时内响应率","name_en":"Answered within 24 h","definition_zh":"首次响应不超过 24 小时的工单 ÷ 有响应时长的工单。","definition_en":"Tickets first answered within 24 hours ÷ tickets with a response time.","form":"share","value_column":null,"quantile":null,"numerator":"response_h <= 24","negative":null,"denominator":"response_h known","unit":"%","direction":"up","target":1,"commitment":null,"baseline":null,"decimals":1,"position":6,"overview":0,"version":1,"since":"2024-06-01","voided":null}','64e1206c471beb398c6eaf1551a765ff627c3ee2b487387fab392e6ed7b14a49');
INSERT INTO event VALUES(19,'64e1206c471beb398c6eaf1551a765ff627c3ee2b487387fab392e6ed7b14a49','2024-06-01T00:00:00Z','2024-06-01','陈静','init','kpi','resolution',NULL,'{"id":"resolution","name_zh":"平均问题解决时长","name_en":"Mean resolution time","definition_zh":"从创建到解决的小时数的平均值，与中位数和 P90（R 第 7 类分位数）同列。","definition_en":"Mean hours from opening to resolution; stands with median and p90 (quantiles of R type 7).","form":"mean","value_column":"resolution_h","quantile":null,"numerator":null,"negative":null,"denominator":null,"unit":"h","direction":"down","target":48,"commitment":null,"baseline":null,"decimals":1,"position":7,"overview":1,"version":1,"since":"2024-06-01","voided":null}','7327ee5005b155c770f1ff7be5e7febbdc29d88e453e9ab2885beff090e6dc06');
INSERT INTO event VALUES(20,'7327ee5005b155c770f1ff7be5e7febbdc29d88e453e9ab2885beff090e6dc06','2024-06-01T00:00:00Z','2024-06-01','陈静','init','kpi','resolution_48h',NULL,'{"id":"resolution_48h","name_zh":"48 小时内解决率","name_en":"Resolved within 48 h","definition_zh":"解决时长不超过 48 小时的工单 ÷ 有解决时长的工单。","definition_en":"Tickets resolved within 48 hours ÷ tickets with a resolution time.","form":"share","value_column":null,"quantile":null,"numerator":"resolution_h <= 48","negative":null,"denominator":"resolution_h known","unit":"%","direction":"up","target":1,"commitment":null,"baseline":null,"decimals":1,"position":8,"overview":0,"version":1,"since":"2024-06-01","voided":null}','0e514c0b4c7190d2ba13e679570a4ed0f1d3aa1998a314caad17b0662038d980');
INSERT INTO event VALUES(21,'0e514c0b4c7190d2ba13e679570a4ed0f1d3aa1998a314caad17b0662038d980','2024-06-01T00:00:00Z','2024-06-01','陈静','init','kpi','repeat_complaint',NULL,'{"id":"repeat_complaint","name_zh":"投诉重复率","name_en":"Repeat complaints","definition_zh":"本期投诉中，同一客户在此前 30×24 小时内提出过另一投诉的比例。向前追溯，上一期的工单计作历史；没有客户或创建时间的投诉不计入。","definition_en":"Of the period''s complaints, the share whose customer had opened another complaint at most 30 × 24 hours before. Looks back; tickets of the period before are history. Complaints without customer or opening time do not count.","form":"share","value_column":null,"quantile":null,"numerator":"since_complaint_h <= 720","negative":null,"denominator":"type = complaint & customer known & opened known","unit":"%","direction":"down","target":0.05,"commitment":null,"baseline":null,"decimals":1,"position":9,"overview":1,"version":1,"since":"2024-06-01","voided":null}','47e46b5bc10d6ac330ef1db27ac7551631ce2b83745aeb6b4e41010a900b9d0c');
INSERT INTO event VALUES(22,'47e46b5bc10d6ac330ef1db27ac7551631ce2b83745aeb6b4e41010a900b9d0c','2024-06-01T00:00:00Z','2024-06-01','陈静','init','kpi','compliance',NULL,'{"id":"compliance","name_zh":"服务流程合规率","name_en":"Process compliance","definition_zh":"质检合格的工单 ÷ 质检的工单。未检的工单不计入。","definition_en":"Inspections passed ÷ tickets inspected. Tickets that were not inspected do not count.","form":"share","value_column":null,"quantile":null,"numerator":"inspection = pass","negative":null,"denominator":"inspection in (pass, fail)","unit":"%","direction":"up","target":0.95,"commitment":null,"baseline":null,"decimals":1,"position":10,"overview":1,"version":1,"since":"2024-06-01","voided":null}','4ac84e741183666bc5a8f9b12e842aed52c936e7dd95fb33e73140675d9398d3');
INSERT INTO event VALUES(23,'4ac84e741183666bc5a8f9b12e842aed52c936e7dd95fb33e73140675d9398d3','2024-06-01T00:00:00Z','2024-06-01','陈静','init','kpi','fcr',NULL,'{"id":"fcr","name_zh":"一次性解决率","name_en":"Solved at first contact","definition_zh":"首次联系即解决的工单 ÷ 记录了是否一次解决的工单。","definition_en":"Tickets solved at the first contact ÷ tickets for which this is recorded.","form":"share","value_column":null,"quantile":null,"numerator":"first_contact = 1","negative":null,"denominator":"first_contact known","unit":"%","direction":"up","target":0.8,"commitment":null,"baseline":null,"decimals":1,"position":11,"overview":0,"version":1,"since":"2024-06-01","voided":null}','46457466e648a62591f7bfb5d49e5ad4388690f1b93ad00923d3f5ec935e87bd');
INSERT INTO event VALUES(24,'46457466e648a62591f7bfb5d49e5ad4388690f1b93ad00923d3f5ec935e87bd','2024-06-01T00:00:00Z','2024-06-01','陈静','init','kpi','complaint_share',NULL,'{"id":"complaint_share","name_zh":"投诉占比","name_en":"Share of complaints","definition_zh":"投诉工单 ÷ 全部工单。","definition_en":"Complaints ÷ all tickets.","form":"share","value_column":null,"quantile":null,"numerator":"type = complaint","negative":null,"denominator":null,"unit":"%","direction":"down","target":null,"commitment":null,"baseline":null,"decimals":1,"position":12,"overview":0,"version":1,"since":"2024-06-01","voided":null}','7e932d3090c9a3af84bf470ccfb07864eca1dda9d32aa8a9dec72e76c9557cd8');
INSERT INTO event VALUES(25,'7e932d3090c9a3af84bf470ccfb07864eca1dda9d32aa8a9dec72e76c9557cd8','2024-06-01T00:00:00Z','2024-06-01','陈静','add','import','I-2024-001',NULL,'{"id":"I-2024-001","file":"2024-05.csv","sha256":"dbba69728cbd8066a48639a303df52ea5d3a91276fee365756cbe312d9b80fb6","source":"tickets","on_date":"2024-06-01","rows_read":188,"stored":188,"updated":0,"duplicate":0,"refused":0,"period_from":"2024-05","period_to":"2024-05","decisions":"{\"encoding\":\"UTF-8\",\"separator\":\",\",\"header\":1,\"customers\":\"kept\",\"scrubbed\":{},\"partial\":false,\"update\":false,\"columns\":{\"监测周期\":\"period\",\"客户ID(脱敏)\":\"customer\",\"服务类型\":\"type\",\"响应时长(小时)\":\"response_h\",\"解决时长(小时)\":\"resolution_h\",\"CSAT评分(1-5分)\":\"csat\",\"问题描述\":\"description\",\"质检结果\":\"inspection\",\"工单号\":\"no\",\"创建时间\":\"opened\",\"问题类别\":\"category\",\"地区\":\"region\",\"产品\":\"product\",\"渠道\":\"channel\",\"坐席\":\"agent\",\"NPS评分(0-10分)\":\"nps\",\"一次解决\":\"first_contact\"}}","voided":null}','1d2aa9cd4c36e1cf0c94c005a507493125aa1bad1dcebbd5b79fa015d0183f78');
INSERT INTO event VALUES(26,'1d2aa9cd4c36e1cf0c94c005a507493125aa1bad1dcebbd5b79fa015d0183f78','2024-06-01T00:00:00Z','2024-06-01','陈静','add','problem','P-2024-001',NULL,'{"id":"P-2024-001","title":"物流延迟","phenomenon":null,"period":"2024-05","category":"物流延迟","frequency":42,"population":120,"direct_cause":null,"root_cause":null,"scope":null,"scope_share":null,"severity":"medium","owner":null,"similar":null,"kpi":null,"baseline":null,"target":null,"stage":"plan","cycle":1,"opened":"2024-06-01","stage_since":"2024-06-01","closed":null,"no_standard":null,"forced":null,"voided":null}','6a7666c1291e05ba2a45899dd71ba895a5c263b2927b3471556bbd85ff7141ea');
INSERT INTO event VALUES(27,'6a7666c1291e05ba2a45899dd71ba895a5c263b2927b3471556bbd85ff7141ea','2024-06-01T00:00:00Z','2024-06-01','陈静','add','cause','C-2024-001',NULL,'{"id":"C-2024-001","problem":"P-2024-001","cycle":1,"category":"tools","text":"接口异常","parent":null,"status":"confirmed","evidence":"日志","voided":null}','65290612262179b1b52fef416516461d8daa5a49704b7df86b4fc3e1fbc11272');
INSERT INTO event VALUES(28,'65290612262179b1b52fef416516461d8daa5a49704b7df86b4fc3e1fbc11272','2024-06-01T00:00:00Z','2024-06-01','陈静','add','action','A-2024-001',NULL,'{"id":"A-2024-001","problem":"P-2024-001","cycle":1,"text":"修复仓库与物流系统接口","kind":"corrective","cause":"C-2024-001","why":null,"owner":"李明","owner_kind":"person","departments":null,"start":"2024-06-01","first_planned":"2024-06-10","planned":"2024-06-10","actual":null,"progress":0,"left":null,"forecast_days":null,"blocked":null,"kpi":null,"baseline":null,"target":null,"expected":null,"effect":null,"cost":null,"cancelled":null,"cancelled_on":null,"voided":null}','0709f584d84b13489bb083521bcb9c19d1fca765e4edddbe5efec6faf979f161');
INSERT INTO event VALUES(29,'0709f584d84b13489bb083521bcb9c19d1fca765e4edddbe5efec6faf979f161','2024-06-01T00:00:00Z','2024-06-01','陈静','done','action','A-2024-001',NULL,'{"id":"A-2024-001","problem":"P-2024-001","cycle":1,"text":"修复仓库与物流系统接口","kind":"corrective","cause":"C-2024-001","why":null,"owner":"李明","owner_kind":"person","departments":null,"start":"2024-06-01","first_planned":"2024-06-10","planned":"2024-06-10","actual":"2024-06-01","progress":100,"left":null,"forecast_days":null,"blocked":null,"kpi":null,"baseline":null,"target":null,"expected":null,"effect":null,"cost":null,"cancelled":null,"cancelled_on":null,"voided":null}','21155ff3b9290e0035f5d9ed9a76f51d6728ded5effd84cd596b772f4ada1709');
INSERT INTO event VALUES(30,'21155ff3b9290e0035f5d9ed9a76f51d6728ded5effd84cd596b772f4ada1709','2024-06-01T00:00:00Z','2024-06-01','陈静','add','meeting','M-2024-001',NULL,'{"id":"M-2024-001","date":"2024-06-01","title":"周例会","chair":null,"attendance":null,"agenda":null,"minutes":null,"voided":null}','aab5e656fc4408983db8ae5a276937dade8fa6d24d147eb9a99350404683787a');
INSERT INTO event VALUES(31,'aab5e656fc4408983db8ae5a276937dade8fa6d24d147eb9a99350404683787a','2024-06-01T00:00:00Z','2024-06-01','陈静','add','action','A-2024-002',NULL,'{"id":"A-2024-002","problem":null,"cycle":0,"text":"核对","kind":"corrective","cause":null,"why":null,"owner":"陈静","owner_kind":"person","departments":null,"start":"2024-06-01","first_planned":"2024-06-07","planned":"2024-06-07","actual":null,"progress":0,"left":null,"forecast_days":null,"blocked":null,"kpi":null,"baseline":null,"target":null,"expected":null,"effect":null,"cost":null,"cancelled":null,"cancelled_on":null,"voided":null}','e5d666bdf6e750221903a66051039cb1b463673feb5b285e30224c59e27f7e7d');
INSERT INTO event VALUES(32,'e5d666bdf6e750221903a66051039cb1b463673feb5b285e30224c59e27f7e7d','2024-06-01T00:00:00Z','2024-06-01','陈静','add','decision','D-2024-001',NULL,'{"id":"D-2024-001","meeting":"M-2024-001","text":"核对","owner":"陈静","due":"2024-06-07","problem":null,"action":"A-2024-002","done":null,"voided":null}','eb5fbb33819290fd4ed7d5fed4196528bb8755e60d5876690c0ab79b6168bb3a');
CREATE TABLE setting(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, value TEXT NOT NULL, voided TEXT) STRICT;
INSERT INTO setting VALUES(1,'name','衡石',NULL);
INSERT INTO setting VALUES(2,'title','售后服务改善',NULL);
INSERT INTO setting VALUES(3,'lang','zh',NULL);
INSERT INTO setting VALUES(4,'langs','zh,en',NULL);
INSERT INTO setting VALUES(5,'late_days','calendar',NULL);
INSERT INTO setting VALUES(6,'owner_limit','8',NULL);
INSERT INTO setting VALUES(7,'stage_limits','P10,D60,C70,A30',NULL);
INSERT INTO setting VALUES(8,'calendar','cn',NULL);
CREATE TABLE category(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name_zh TEXT NOT NULL, name_en TEXT NOT NULL,
  position INTEGER NOT NULL, voided TEXT) STRICT;
INSERT INTO category VALUES(1,'people','人员','People',1,NULL);
INSERT INTO category VALUES(2,'process','流程','Process',2,NULL);
INSERT INTO category VALUES(3,'tools','工具','Tools',3,NULL);
INSERT INTO category VALUES(4,'customer','客户','Customer',4,NULL);
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
INSERT INTO kpi VALUES(1,'csat','客户满意度 CSAT','Customer satisfaction (CSAT)','已评分工单的 CSAT 评分（1–5 分）的平均值。未评分的工单不计入。','Mean of the CSAT scores (1 to 5) of the tickets that were scored. Tickets without a score do not count.','mean','csat',NULL,NULL,NULL,NULL,'score','up',4.5,NULL,NULL,1,1,1,1,'2024-06-01',NULL);
INSERT INTO kpi VALUES(2,'csat_pct','满意率','Satisfied customers','评分为 4 分或 5 分的工单 ÷ 已评分的工单。','Tickets scored 4 or 5 ÷ tickets that were scored.','share',NULL,NULL,'csat >= 4',NULL,'csat known','%','up',0.9000000000000000222,NULL,NULL,1,2,0,1,'2024-06-01',NULL);
INSERT INTO kpi VALUES(3,'nps','净推荐值 NPS','Net promoter score (NPS)','推荐者（9–10 分）占比减去贬损者（0–6 分）占比，以百分点计；分母为给出 0–10 分的工单。','Share of promoters (9 to 10) less the share of detractors (0 to 6), in points; of the tickets with a score from 0 to 10.','score',NULL,NULL,'nps >= 9','nps <= 6','nps known','points','up',NULL,NULL,NULL,0,3,1,1,'2024-06-01',NULL);
INSERT INTO kpi VALUES(4,'recommend','愿意推荐比例','Would recommend','NPS 评分为 9–10 分的工单 ÷ 给出评分的工单；问卷调查时为回答愿意推荐的比例。与 NPS 是两个指标。','Tickets with an NPS score of 9 or 10 ÷ tickets with a score; in a survey the share that says yes. Not the same as NPS.','share',NULL,NULL,'nps >= 9',NULL,'nps known','%','up',0.8000000000000000444,NULL,NULL,1,4,0,1,'2024-06-01',NULL);
INSERT INTO kpi VALUES(5,'first_response','平均首次响应时长','Mean first response time','从创建到首次响应的小时数的平均值，与中位数和 P90（R 第 7 类分位数）同列。','Mean hours from opening to the first answer; stands with median and p90 (quantiles of R type 7).','mean','response_h',NULL,NULL,NULL,NULL,'h','down',24.0,NULL,NULL,1,5,1,1,'2024-06-01',NULL);
INSERT INTO kpi VALUES(6,'response_24h','24 小时内响应率','Answered within 24 h','首次响应不超过 24 小时的工单 ÷ 有响应时长的工单。','Tickets first answered within 24 hours ÷ tickets with a response time.','share',NULL,NULL,'response_h <= 24',NULL,'response_h known','%','up',1.0,NULL,NULL,1,6,0,1,'2024-06-01',NULL);
INSERT INTO kpi VALUES(7,'resolution','平均问题解决时长','Mean resolution time','从创建到解决的小时数的平均值，与中位数和 P90（R 第 7 类分位数）同列。','Mean hours from opening to resolution; stands with median and p90 (quantiles of R type 7).','mean','resolution_h',NULL,NULL,NULL,NULL,'h','down',48.0,NULL,NULL,1,7,1,1,'2024-06-01',NULL);
INSERT INTO kpi VALUES(8,'resolution_48h','48 小时内解决率','Resolved within 48 h','解决时长不超过 48 小时的工单 ÷ 有解决时长的工单。','Tickets resolved within 48 hours ÷ tickets with a resolution time.','share',NULL,NULL,'resolution_h <= 48',NULL,'resolution_h known','%','up',1.0,NULL,NULL,1,8,0,1,'2024-06-01',NULL);
INSERT INTO kpi VALUES(9,'repeat_complaint','投诉重复率','Repeat complaints','本期投诉中，同一客户在此前 30×24 小时内提出过另一投诉的比例。向前追溯，上一期的工单计作历史；没有客户或创建时间的投诉不计入。','Of the period''s complaints, the share whose customer had opened another complaint at most 30 × 24 hours before. Looks back; tickets of the period before are history. Complaints without customer or opening time do not count.','share',NULL,NULL,'since_complaint_h <= 720',NULL,'type = complaint & customer known & opened known','%','down',0.050000000000000002775,NULL,NULL,1,9,1,1,'2024-06-01',NULL);
INSERT INTO kpi VALUES(10,'compliance','服务流程合规率','Process compliance','质检合格的工单 ÷ 质检的工单。未检的工单不计入。','Inspections passed ÷ tickets inspected. Tickets that were not inspected do not count.','share',NULL,NULL,'inspection = pass',NULL,'inspection in (pass, fail)','%','up',0.94999999999999995559,NULL,NULL,1,10,1,1,'2024-06-01',NULL);
INSERT INTO kpi VALUES(11,'fcr','一次性解决率','Solved at first contact','首次联系即解决的工单 ÷ 记录了是否一次解决的工单。','Tickets solved at the first contact ÷ tickets for which this is recorded.','share',NULL,NULL,'first_contact = 1',NULL,'first_contact known','%','up',0.8000000000000000444,NULL,NULL,1,11,0,1,'2024-06-01',NULL);
INSERT INTO kpi VALUES(12,'complaint_share','投诉占比','Share of complaints','投诉工单 ÷ 全部工单。','Complaints ÷ all tickets.','share',NULL,NULL,'type = complaint',NULL,NULL,'%','down',NULL,NULL,NULL,1,12,0,1,'2024-06-01',NULL);
CREATE TABLE import(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file TEXT NOT NULL, sha256 TEXT NOT NULL,
  source TEXT NOT NULL, on_date TEXT NOT NULL, rows_read INTEGER NOT NULL, stored INTEGER NOT NULL, updated INTEGER NOT NULL,
  duplicate INTEGER NOT NULL, refused INTEGER NOT NULL, period_from TEXT, period_to TEXT, decisions TEXT, voided TEXT) STRICT;
INSERT INTO import VALUES(1,'I-2024-001','2024-05.csv','dbba69728cbd8066a48639a303df52ea5d3a91276fee365756cbe312d9b80fb6','tickets','2024-06-01',188,188,0,0,0,'2024-05','2024-05','{"encoding":"UTF-8","separator":",","header":1,"customers":"kept","scrubbed":{},"partial":false,"update":false,"columns":{"监测周期":"period","客户ID(脱敏)":"customer","服务类型":"type","响应时长(小时)":"response_h","解决时长(小时)":"resolution_h","CSAT评分(1-5分)":"csat","问题描述":"description","质检结果":"inspection","工单号":"no","创建时间":"opened","问题类别":"category","地区":"region","产品":"product","渠道":"channel","坐席":"agent","NPS评分(0-10分)":"nps","一次解决":"first_contact"}}',NULL);
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
INSERT INTO ticket VALUES(1,'I-2024-001',2,'tickets','C202405001','2024-05','C202405001','complaint','物流投诉','邮件','华北','净水器H3','A01','2024-05-01T08:00:00',NULL,NULL,NULL,NULL,2.5,NULL,48.0,2,NULL,'包裹丢失','包裹破损或丢失','fail','未同步仓库数据',0,NULL,NULL,NULL);
INSERT INTO ticket VALUES(2,'I-2024-001',3,'tickets','C202405002','2024-05','C202405002','consultation','产品使用咨询','电话','华北','空调K2','A04','2024-05-01T09:58:00',NULL,NULL,NULL,NULL,0.5,NULL,1.0,5,9,'功能疑问',NULL,'pass','解答清晰',1,NULL,NULL,NULL);
INSERT INTO ticket VALUES(3,'I-2024-001',4,'tickets','C202405003','2024-05','C202405003','complaint','物流投诉','在线客服','华东','空调K2','A04','2024-05-01T11:57:00',NULL,NULL,NULL,NULL,2.7000000000000001776,NULL,52.70000000000000284,NULL,8,'到货时间一再推迟','物流延迟','none',NULL,1,NULL,NULL,NULL);
INSERT INTO ticket VALUES(4,'I-2024-001',5,'tickets','C202405004','2024-05','C202405004','complaint','维修投诉','电话','西北','净水器H3','A07','2024-05-01T13:56:00',NULL,NULL,NULL,NULL,4.9000000000000003552,NULL,117.40000000000000568,NULL,10,'维修进度查不到','维修周期超期','pass','解答清晰',1,NULL,NULL,NULL);
INSERT INTO ticket VALUES(5,'I-2024-001',6,'tickets','C202405005','2024-05','C202405005','complaint','服务投诉','邮件','华南','净水器H3','A03','2024-05-01T15:54:00',NULL,NULL,NULL,NULL,3.7999999999999998223,NULL,50.0,NULL,NULL,'答复前后不一','客服解答不专业','none',NULL,0,NULL,NULL,NULL);
INSERT INTO ticket VALUES(6,'I-2024-001',7,'tickets','C202405006','2024-05','C202405006','return',NULL,'微信','华南','空调K2','A04','2024-05-01T17:53:00',NULL,NULL,NULL,NULL,0.9000000000000000222,NULL,24.0,NULL,8,'颜色不符',NULL,'none',NULL,1,NULL,NULL,NULL);
INSERT INTO ticket VALUES(7,'I-2024-001',8,'tickets','C202405007','2024-05','C202405007','complaint','物流投诉','在线客服','华东','洗衣机X5','A03','2024-05-01T19:52:00',NULL,NULL,NULL,NULL,3.1000000000000000888,NULL,37.399999999999998579,NULL,NULL,'超期三天未送达','物流延迟','none',NULL,0,NULL,NULL,NULL);
INSERT INTO ticket VALUES(8,'I-2024-001',9,'tickets','C202405008','2024-05','C202405008','complaint','服务投诉','电话','华东','智能灶Z1','A06','2024-05-02T09:51:00',NULL,NULL,NULL,NULL,4.7000000000000001776,NULL,40.399999999999998577,NULL,NULL,'不了解新品功能','客服解答不专业','none',NULL,1,NULL,NULL,NULL);
INSERT INTO ticket VALUES(9,'I-2024-001',10,'tickets','C202405009','2024-05','C202405009','consultation','产品使用咨询','邮件','西南','洗衣机X5','A03','2024-05-02T11:49:00',NULL,NULL,NULL,NULL,1.8000000000000000444,NULL,5.2999999999999998223,4,NULL,'功能疑问',NULL,'none',NULL,1,NULL,NULL,NULL);
INSERT INTO ticket VALUES(10,'I-2024-001',11,'tickets','C202405010','2024-05','C202404184','complaint','维修投诉','电话','华东','智能灶Z1','A01','2024-05-02T13:48:00',NULL,NULL,NULL,NULL,3.8999999999999999111,NULL,120.5,3,NULL,'等待配件','维修周期超期','pass','解答清晰',0,NULL,NULL,NULL);
INSERT INTO ticket VALUES(11,'I-2024-001',12,'tickets','C202405011','2024-05','C202405011','complaint','服务投诉','微信','华南','智能灶Z1','A09','2024-05-02T15:47:00',NULL,NULL,NULL,NULL,2.0,NULL,62.100000000000001422,3,NULL,'不了解新品功能','客服解答不专业','none',NULL,0,NULL,NULL,NULL);
INSERT INTO ticket VALUES(12,'I-2024-001',13,'tickets','C202405012','2024-05','C202405012','return',NULL,'电话','西北','净水器H3','A08','2024-05-02T17:45:00',NULL,NULL,NULL,NULL,1.6999999999999999555,NULL,29.5,NULL,9,'颜色不符',NULL,'none',NULL,1,NULL,NULL,NULL);
INSERT INTO ticket VALUES(13,'I-2024-001',14,'tickets','C202405013','2024-05','C202405013','complaint','服务投诉','电话','华南','智能灶Z1','A10','2024-05-02T19:44:00',NULL,NULL,NULL,NULL,2.5,NULL,42.0,NULL,4,'新品参数答错','客服解答不专业','none',NULL,0,NULL,NULL,NULL);
INSERT INTO ticket VALUES(14,'I-2024-001',15,'tickets','C202405014','2024-05','C202405014','consultation','产品使用咨询','电话','华北','智能灶Z1','A04','2024-05-03T09:43:00',NULL,NULL,NULL,NULL,0.59999999999999997779,NULL,3.0,NULL,9,'联网设置',NULL,'none',NULL,0,NULL,NULL,NULL);
INSERT INTO ticket VALUES(15,'I-2024-001',16,'tickets','C202405015','2024-05','C202405015','complaint','物流投诉','微信','华东','净水器H3','A09','2024-05-03T11:42:00',NULL,NULL,NULL,NULL,3.0,NULL,40.799999999999997158,4,3,'超期三天未送达','物流延迟','none',NULL,1,NULL,NULL,NULL);
INSERT INTO ticket VALUES(16,'I-2024-001',17,'tickets','C202405016','2024-05','C202405016','complaint','服务投诉','微信','西北','智能灶Z1','A02','2024-05-03T13:40:00',NULL,NULL,NULL,NULL,4.0,NULL,36.0,5,5,'答复前后不一','客服解答不专业','none',NULL,0,NULL,NULL,NULL);
INSERT INTO ticket VALUES(17,'I-2024-001',18,'tickets','C202405017','2024-05','C202405017','consultation','产品使用咨询','邮件','西南','净水器H3','A06','2024-05-03T15:39:00',NULL,NULL,NULL,NULL,0.69999999999999995559,NULL,5.5999999999999996447,4,10,'保修政策',NULL,'pass','解答清晰',1,NULL,NULL,NULL);
INSERT INTO ticket VALUES(18,'I-2024-001',19,'tickets','C202405018','2024-05','C202405018','complaint','物流投诉','邮件','华北','空调K2','A04','2024-05-03T17:38:00',NULL,NULL,NULL,NULL,2.2999999999999998223,NULL,39.899999999999998579,NULL,NULL,'超期三天未送达','物流延迟','none',NULL,0,NULL,NULL,NULL);
INSERT INTO ticket VALUES(19,'I-2024-001',20,'tickets','C202405019','2024-05','C202405019','complaint','维修投诉','电话','华北','净水器H3','A08','2024-05-03T19:37:00',NULL,NULL,NULL,NULL,2.8999999999999999111,NULL,105.20000000000000284,4,6,'送修两周未回','维修周期超期','none',NULL,0,NULL,NULL,NULL);
INSERT INTO ticket VALUES(20,'I-2024-001',21,'tickets','C202405020','2024-05','C202405020','return',NULL,'微信','华东','空调K2','A09','2024-05-04T09:35:00',NULL,NULL,NULL,NULL,1.5,NULL,28.499999999999999999,5,NULL,'七天无理由',NULL,'none',NULL,0,NULL,NULL,NULL);
CREATE TABLE rollup(kpi TEXT NOT NULL, period TEXT NOT NULL, -- any kind of period
  n INTEGER NOT NULL, x INTEGER, -- x: how many the numerator holds (share; score: promoters less detractors)
  sum REAL, sumsq REAL, value REAL, median REAL, p90 REAL, lo REAL, hi REAL,
  PRIMARY KEY(kpi, period)) STRICT, WITHOUT ROWID;
INSERT INTO rollup VALUES('complaint_share','2024-05',188,120,NULL,NULL,0.63829787234042556498,NULL,NULL,0.56747922353986435251,0.70357793125691070468);
INSERT INTO rollup VALUES('compliance','2024-05',30,26,NULL,NULL,0.86666666666666669627,NULL,NULL,0.70318673317963720226,0.94690344515945257253);
INSERT INTO rollup VALUES('csat','2024-05',140,NULL,532.0,2152.0,3.7999999999999998223,NULL,NULL,3.638149857299386003,3.9618501427006136417);
INSERT INTO rollup VALUES('csat_pct','2024-05',140,88,NULL,NULL,0.62857142857142855874,NULL,NULL,0.54610062960614114135,0.70417491887029559638);
INSERT INTO rollup VALUES('fcr','2024-05',188,79,NULL,NULL,0.42021276595744683213,NULL,NULL,0.35194548044108681095,0.49167539179154323703);
INSERT INTO rollup VALUES('first_response','2024-05',188,NULL,482.89999999999997726,1549.4300000000000636,2.5686170212765957465,2.5,4.3300000000000009592,2.3836565610500279888,2.7535774815031635043);
INSERT INTO rollup VALUES('nps','2024-05',116,-4,-4.0,84.0,-3.4482758620689653028,NULL,NULL,NULL,NULL);
INSERT INTO rollup VALUES('recommend','2024-05',116,40,NULL,NULL,0.34482758620689657469,NULL,NULL,0.26455753913459384429,0.43504558357219064168);
INSERT INTO rollup VALUES('repeat_complaint','2024-05',120,16,NULL,NULL,0.13333333333333333148,NULL,NULL,0.083766089626873097007,0.20564796574684279795);
INSERT INTO rollup VALUES('resolution','2024-05',188,NULL,8383.2000000000007275,548875.43999999994412,44.59148936170213062,43.799999999999997156,91.840000000000003412,40.189421519319530771,48.99355720408473047);
INSERT INTO rollup VALUES('resolution_48h','2024-05',188,106,NULL,NULL,0.56382978723404253429,NULL,NULL,0.49236558668270297145,0.63273771553119306787);
INSERT INTO rollup VALUES('response_24h','2024-05',188,188,NULL,NULL,1.0,NULL,NULL,0.97997586734218611326,1.0);
CREATE TABLE measure(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kpi TEXT NOT NULL REFERENCES kpi(id),
  period TEXT NOT NULL, dimension TEXT, dimension_value TEXT, value REAL NOT NULL, n INTEGER, sd REAL,
  source TEXT NOT NULL, method TEXT, note TEXT, voided TEXT) STRICT;
CREATE TABLE problem(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, phenomenon TEXT, period TEXT,
  category TEXT,      -- the tickets' problem category that it came from
  frequency INTEGER, population INTEGER, -- share = frequency / population
  direct_cause TEXT, root_cause TEXT, -- as entered; the analysis, where there is one, is what pages show
  scope TEXT, scope_share REAL, severity TEXT NOT NULL CHECK(severity IN ('low', 'medium', 'high', 'critical')),
  owner TEXT, similar TEXT, kpi TEXT REFERENCES kpi(id), baseline REAL, target REAL,
  stage TEXT NOT NULL CHECK(stage IN ('plan', 'do', 'check', 'act', 'closed')), cycle INTEGER NOT NULL,
  opened TEXT NOT NULL, stage_since TEXT NOT NULL, closed TEXT, no_standard TEXT, forced TEXT, voided TEXT) STRICT;
INSERT INTO problem VALUES(1,'P-2024-001','物流延迟',NULL,'2024-05','物流延迟',42,120,NULL,NULL,NULL,NULL,'medium',NULL,NULL,NULL,NULL,NULL,'plan',1,'2024-06-01','2024-06-01',NULL,NULL,NULL,NULL);
CREATE TABLE cause(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, problem TEXT NOT NULL REFERENCES problem(id),
  cycle INTEGER NOT NULL, category TEXT NOT NULL REFERENCES category(id), text TEXT NOT NULL, parent TEXT REFERENCES cause(id),
  status TEXT NOT NULL CHECK(status IN ('suspected', 'ruled_out', 'confirmed')), evidence TEXT, voided TEXT) STRICT;
INSERT INTO cause VALUES(1,'C-2024-001','P-2024-001',1,'tools','接口异常',NULL,'confirmed','日志',NULL);
CREATE TABLE why(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, problem TEXT NOT NULL REFERENCES problem(id),
  cycle INTEGER NOT NULL, chain INTEGER NOT NULL, level INTEGER NOT NULL, parent TEXT REFERENCES why(id),
  cause TEXT REFERENCES cause(id), question TEXT NOT NULL, answer TEXT NOT NULL, evidence TEXT,
  confirmed INTEGER NOT NULL CHECK(confirmed IN (0, 1)), voided TEXT) STRICT;
CREATE TABLE action(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, problem TEXT REFERENCES problem(id), -- NULL: from a meeting
  cycle INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL CHECK(kind IN ('correction', 'corrective', 'preventive')),
  cause TEXT REFERENCES cause(id), why TEXT REFERENCES why(id), -- the root cause that it removes
  owner TEXT NOT NULL, owner_kind TEXT NOT NULL CHECK(owner_kind IN ('person', 'department', 'outside')), departments TEXT,
  start TEXT NOT NULL, first_planned TEXT NOT NULL, planned TEXT NOT NULL, actual TEXT,
  progress INTEGER NOT NULL CHECK(progress BETWEEN 0 AND 100), left TEXT, forecast_days INTEGER, blocked TEXT,
  kpi TEXT REFERENCES kpi(id), baseline REAL, target REAL, expected TEXT, effect TEXT, cost REAL,
  cancelled TEXT, cancelled_on TEXT, voided TEXT) STRICT;
INSERT INTO "action" VALUES(1,'A-2024-001','P-2024-001',1,'修复仓库与物流系统接口','corrective','C-2024-001',NULL,'李明','person',NULL,'2024-06-01','2024-06-10','2024-06-10','2024-06-01',100,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "action" VALUES(2,'A-2024-002',NULL,0,'核对','corrective',NULL,NULL,'陈静','person',NULL,'2024-06-01','2024-06-07','2024-06-07',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE checkpoint(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, action TEXT NOT NULL REFERENCES action(id),
  date TEXT NOT NULL, criterion TEXT NOT NULL, result TEXT, met INTEGER CHECK(met IN (0, 1)), result_on TEXT, voided TEXT) STRICT;
CREATE TABLE progress(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, action TEXT NOT NULL REFERENCES action(id),
  date TEXT NOT NULL, percent INTEGER NOT NULL CHECK(percent BETWEEN 0 AND 100), note TEXT, obstacle TEXT, help_needed TEXT,
  delay_reason TEXT, left TEXT, forecast_days INTEGER, voided TEXT) STRICT;
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
CREATE TABLE standard(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, problem TEXT REFERENCES problem(id), number TEXT NOT NULL,
  title TEXT NOT NULL, version TEXT NOT NULL, effective TEXT NOT NULL, review TEXT, owner TEXT, text TEXT, voided TEXT) STRICT;
CREATE TABLE meeting(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, date TEXT NOT NULL, title TEXT NOT NULL, chair TEXT,
  attendance TEXT, agenda TEXT, minutes TEXT, voided TEXT) STRICT;
INSERT INTO meeting VALUES(1,'M-2024-001','2024-06-01','周例会',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE decision(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, meeting TEXT NOT NULL REFERENCES meeting(id), text TEXT NOT NULL,
  owner TEXT, due TEXT, problem TEXT REFERENCES problem(id), action TEXT REFERENCES action(id), done TEXT, voided TEXT) STRICT;
INSERT INTO decision VALUES(1,'D-2024-001','M-2024-001','核对','陈静','2024-06-07',NULL,'A-2024-002',NULL,NULL);
CREATE INDEX event_record ON event(kind, id, seq);
CREATE INDEX event_today ON event(today);
CREATE INDEX import_sha256 ON import(sha256);
CREATE UNIQUE INDEX ticket_no ON ticket(source, no);
CREATE INDEX ticket_period ON ticket(period, category);
CREATE INDEX ticket_customer ON ticket(customer, opened) WHERE type = 'complaint' AND customer IS NOT NULL;
CREATE INDEX measure_kpi ON measure(kpi, period);
CREATE INDEX cause_problem ON cause(problem, cycle);
CREATE INDEX why_problem ON why(problem, cycle);
CREATE INDEX action_problem ON action(problem, cycle);
CREATE INDEX action_owner_open ON action(owner) WHERE actual IS NULL AND cancelled IS NULL AND voided IS NULL;
CREATE INDEX action_open ON action(owner, planned) WHERE actual IS NULL AND cancelled IS NULL AND voided IS NULL;
CREATE INDEX checkpoint_action ON checkpoint(action);
CREATE INDEX progress_action ON progress(action);
CREATE INDEX effect_check_problem ON effect_check(problem, cycle);
CREATE INDEX standard_problem ON standard(problem);
CREATE INDEX decision_meeting ON decision(meeting);
CREATE TRIGGER "audit_action_insert" AFTER insert ON "action" BEGIN SELECT pdca_append('action', 'action', NEW.id, 'add'); END;
CREATE TRIGGER "audit_action_update" AFTER update ON "action" BEGIN SELECT pdca_append('action', 'action', NEW.id, 'set'); END;
CREATE TRIGGER "keep_action" BEFORE DELETE ON "action" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_action" BEFORE UPDATE OF seq, id ON "action" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_calendar_day_insert" AFTER insert ON "calendar_day" BEGIN SELECT pdca_append('calendar_day', 'calendar_day', NEW.id, 'add'); END;
CREATE TRIGGER "audit_calendar_day_update" AFTER update ON "calendar_day" BEGIN SELECT pdca_append('calendar_day', 'calendar_day', NEW.id, 'set'); END;
CREATE TRIGGER "keep_calendar_day" BEFORE DELETE ON "calendar_day" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_calendar_day" BEFORE UPDATE OF seq, id ON "calendar_day" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_category_insert" AFTER insert ON "category" BEGIN SELECT pdca_append('category', 'category', NEW.id, 'add'); END;
CREATE TRIGGER "audit_category_update" AFTER update ON "category" BEGIN SELECT pdca_append('category', 'category', NEW.id, 'set'); END;
CREATE TRIGGER "keep_category" BEFORE DELETE ON "category" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_category" BEFORE UPDATE OF seq, id ON "category" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_cause_insert" AFTER insert ON "cause" BEGIN SELECT pdca_append('cause', 'cause', NEW.id, 'add'); END;
CREATE TRIGGER "audit_cause_update" AFTER update ON "cause" BEGIN SELECT pdca_append('cause', 'cause', NEW.id, 'set'); END;
CREATE TRIGGER "keep_cause" BEFORE DELETE ON "cause" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_cause" BEFORE UPDATE OF seq, id ON "cause" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_checkpoint_insert" AFTER insert ON "checkpoint" BEGIN SELECT pdca_append('checkpoint', 'checkpoint', NEW.id, 'add'); END;
CREATE TRIGGER "audit_checkpoint_update" AFTER update ON "checkpoint" BEGIN SELECT pdca_append('checkpoint', 'checkpoint', NEW.id, 'set'); END;
CREATE TRIGGER "keep_checkpoint" BEFORE DELETE ON "checkpoint" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_checkpoint" BEFORE UPDATE OF seq, id ON "checkpoint" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_decision_insert" AFTER insert ON "decision" BEGIN SELECT pdca_append('decision', 'decision', NEW.id, 'add'); END;
CREATE TRIGGER "audit_decision_update" AFTER update ON "decision" BEGIN SELECT pdca_append('decision', 'decision', NEW.id, 'set'); END;
CREATE TRIGGER "keep_decision" BEFORE DELETE ON "decision" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_decision" BEFORE UPDATE OF seq, id ON "decision" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_effect_check_insert" AFTER insert ON "effect_check" BEGIN SELECT pdca_append('check', 'effect_check', NEW.id, 'add'); END;
CREATE TRIGGER "audit_effect_check_update" AFTER update ON "effect_check" BEGIN SELECT pdca_append('check', 'effect_check', NEW.id, 'set'); END;
CREATE TRIGGER "keep_effect_check" BEFORE DELETE ON "effect_check" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_effect_check" BEFORE UPDATE OF seq, id ON "effect_check" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_import_insert" AFTER insert ON "import" BEGIN SELECT pdca_append('import', 'import', NEW.id, 'add'); END;
CREATE TRIGGER "audit_import_update" AFTER update ON "import" BEGIN SELECT pdca_append('import', 'import', NEW.id, 'set'); END;
CREATE TRIGGER "keep_import" BEFORE DELETE ON "import" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_import" BEFORE UPDATE OF seq, id ON "import" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_kpi_insert" AFTER insert ON "kpi" BEGIN SELECT pdca_append('kpi', 'kpi', NEW.id, 'add'); END;
CREATE TRIGGER "audit_kpi_update" AFTER update ON "kpi" BEGIN SELECT pdca_append('kpi', 'kpi', NEW.id, 'set'); END;
CREATE TRIGGER "keep_kpi" BEFORE DELETE ON "kpi" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_kpi" BEFORE UPDATE OF seq, id ON "kpi" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_measure_insert" AFTER insert ON "measure" BEGIN SELECT pdca_append('measure', 'measure', NEW.id, 'add'); END;
CREATE TRIGGER "audit_measure_update" AFTER update ON "measure" BEGIN SELECT pdca_append('measure', 'measure', NEW.id, 'set'); END;
CREATE TRIGGER "keep_measure" BEFORE DELETE ON "measure" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_measure" BEFORE UPDATE OF seq, id ON "measure" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_meeting_insert" AFTER insert ON "meeting" BEGIN SELECT pdca_append('meeting', 'meeting', NEW.id, 'add'); END;
CREATE TRIGGER "audit_meeting_update" AFTER update ON "meeting" BEGIN SELECT pdca_append('meeting', 'meeting', NEW.id, 'set'); END;
CREATE TRIGGER "keep_meeting" BEFORE DELETE ON "meeting" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_meeting" BEFORE UPDATE OF seq, id ON "meeting" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_problem_insert" AFTER insert ON "problem" BEGIN SELECT pdca_append('problem', 'problem', NEW.id, 'add'); END;
CREATE TRIGGER "audit_problem_update" AFTER update ON "problem" BEGIN SELECT pdca_append('problem', 'problem', NEW.id, 'set'); END;
CREATE TRIGGER "keep_problem" BEFORE DELETE ON "problem" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_problem" BEFORE UPDATE OF seq, id ON "problem" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_progress_insert" AFTER insert ON "progress" BEGIN SELECT pdca_append('progress', 'progress', NEW.id, 'add'); END;
CREATE TRIGGER "audit_progress_update" AFTER update ON "progress" BEGIN SELECT pdca_append('progress', 'progress', NEW.id, 'set'); END;
CREATE TRIGGER "keep_progress" BEFORE DELETE ON "progress" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_progress" BEFORE UPDATE OF seq, id ON "progress" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_setting_insert" AFTER insert ON "setting" BEGIN SELECT pdca_append('setting', 'setting', NEW.id, 'add'); END;
CREATE TRIGGER "audit_setting_update" AFTER update ON "setting" BEGIN SELECT pdca_append('setting', 'setting', NEW.id, 'set'); END;
CREATE TRIGGER "keep_setting" BEFORE DELETE ON "setting" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_setting" BEFORE UPDATE OF seq, id ON "setting" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_standard_insert" AFTER insert ON "standard" BEGIN SELECT pdca_append('standard', 'standard', NEW.id, 'add'); END;
CREATE TRIGGER "audit_standard_update" AFTER update ON "standard" BEGIN SELECT pdca_append('standard', 'standard', NEW.id, 'set'); END;
CREATE TRIGGER "keep_standard" BEFORE DELETE ON "standard" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_standard" BEFORE UPDATE OF seq, id ON "standard" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER "audit_why_insert" AFTER insert ON "why" BEGIN SELECT pdca_append('why', 'why', NEW.id, 'add'); END;
CREATE TRIGGER "audit_why_update" AFTER update ON "why" BEGIN SELECT pdca_append('why', 'why', NEW.id, 'set'); END;
CREATE TRIGGER "keep_why" BEFORE DELETE ON "why" BEGIN SELECT raise(ABORT, 'a record is voided, never deleted'); END;
CREATE TRIGGER "same_why" BEFORE UPDATE OF seq, id ON "why" WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq BEGIN SELECT raise(ABORT, 'an id never changes'); END;
CREATE TRIGGER keep_event_row BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER same_event_row BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
COMMIT;
