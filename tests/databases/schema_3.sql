BEGIN TRANSACTION;
CREATE TABLE answers (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (caller, key)
);
INSERT INTO "answers" VALUES('anyone','a key','a fingerprint',200,'{"id": 12, "number": "A009", "prefix": "A", "sequence": 9, "branch": "town", "service": "cards", "zone": "hall", "state": "waiting", "class": "walk_in", "needs": [], "language": "pl", "channel": "counter", "cases": 1, "chain": [], "issued_at": "2026-03-02T09:17:30+01:00", "due_at": "2026-03-02T09:37:30+01:00", "called_at": null, "started_at": null, "ended_at": null, "counter": null, "calls": 0, "ahead": 1, "wait": null, "revision": 1, "token": "12-y52G9uc6ZcjpF7MNwcOkGw", "public_url": "http://office/t/12-y52G9uc6ZcjpF7MNwcOkGw", "reference": null, "note": null, "class_asked": null, "kiosk": null, "clerk": null, "leg": 1, "rank": 0, "reserved": null, "entered_at": "2026-03-02T09:17:30+01:00", "parked_by": null, "parked_until": null, "outcome": null, "job": null}',1772439450000000);
CREATE TABLE branches (
    branch TEXT PRIMARY KEY,
    rev BIGINT NOT NULL DEFAULT 0,
    day TEXT NOT NULL
);
INSERT INTO "branches" VALUES('town',54,'2026-03-02');
CREATE TABLE calls (
    ticket INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    business_day TEXT NOT NULL,
    zone TEXT NOT NULL,
    counter TEXT NOT NULL,
    service TEXT NOT NULL,
    number TEXT NOT NULL,
    language TEXT NOT NULL,
    called_at BIGINT NOT NULL,
    calls INTEGER NOT NULL,
    seq BIGINT NOT NULL
);
INSERT INTO "calls" VALUES(1,'town','2026-03-02','hall','1','cards','A001','uk',1772438700000000,1,28);
INSERT INTO "calls" VALUES(2,'town','2026-03-02','hall','1','cards','A002','uk',1772438940000000,1,31);
INSERT INTO "calls" VALUES(3,'town','2026-03-02','hall','1','cards','A003','uk',1772439180000000,1,34);
INSERT INTO "calls" VALUES(4,'town','2026-03-02','hall','2','cards','A004','uk',1772439420000000,2,38);
INSERT INTO "calls" VALUES(5,'town','2026-03-02','hall','2','cards','A005','uk',1772439450000000,1,40);
INSERT INTO "calls" VALUES(6,'town','2026-03-02','hall','1','stamps','A006','uk',1772439450000000,2,44);
INSERT INTO "calls" VALUES(7,'town','2026-03-02','hall','2','cards','A007','uk',1772439450000000,1,46);
CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    business_day TEXT NOT NULL,
    at BIGINT NOT NULL,
    topic TEXT NOT NULL,
    channel TEXT NOT NULL,
    language TEXT,
    count INTEGER NOT NULL
);
INSERT INTO "contacts" VALUES(1,'town','2026-03-02',1772439450000000,'the way','desk','pl',2);
CREATE TABLE counters (
    branch TEXT NOT NULL,
    counter TEXT NOT NULL,
    open INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    pause_reason TEXT,
    profile TEXT,
    clerk TEXT,
    opened_at BIGINT,
    paused_at BIGINT,
    undo TEXT,
    PRIMARY KEY (branch, counter)
);
INSERT INTO "counters" VALUES('town','1',1,0,NULL,'front','clerk 1',1772438400000000,NULL,'{"action": "next", "at": 1772439450000000, "steps": [{"ticket": 6, "touched": 44, "before": {"state": "waiting", "counter": null, "clerk": null, "first_called_at": null, "called_at": null, "calls": 1, "calls_before": 0, "why": null, "touched_seq": 43}}]}');
INSERT INTO "counters" VALUES('town','2',1,0,NULL,'front','clerk 2',1772438400000000,NULL,'{"action": "next", "at": 1772439450000000, "steps": [{"ticket": 7, "touched": 46, "before": {"state": "waiting", "counter": null, "clerk": null, "first_called_at": null, "called_at": null, "calls": 0, "why": null, "touched_seq": 16}}]}');
INSERT INTO "counters" VALUES('town','3',1,1,NULL,'back','clerk 3',1772438400000000,1772439450000000,NULL);
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    rev BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    ticket INTEGER,
    counter TEXT,
    clerk TEXT,
    reason TEXT,
    detail TEXT,
    UNIQUE (branch, rev)
);
INSERT INTO "events" VALUES(1,'town',1,1772438400000000,'counter_opened',NULL,'1','clerk 1',NULL,'{"profile": "front"}');
INSERT INTO "events" VALUES(2,'town',2,1772438400000000,'counter_opened',NULL,'2','clerk 2',NULL,'{"profile": "front"}');
INSERT INTO "events" VALUES(3,'town',3,1772438400000000,'counter_opened',NULL,'3','clerk 3',NULL,'{"profile": "back"}');
INSERT INTO "events" VALUES(4,'town',4,1772438400000000,'issue',1,NULL,NULL,NULL,'{"number": "A001", "service": "cards", "kiosk": "hall"}');
INSERT INTO "events" VALUES(5,'town',5,1772438400000000,'slip_ordered',1,NULL,NULL,NULL,'{"job": 1}');
INSERT INTO "events" VALUES(6,'town',6,1772438400000000,'issue',2,NULL,NULL,NULL,'{"number": "A002", "service": "cards", "kiosk": "hall"}');
INSERT INTO "events" VALUES(7,'town',7,1772438400000000,'slip_ordered',2,NULL,NULL,NULL,'{"job": 2}');
INSERT INTO "events" VALUES(8,'town',8,1772438400000000,'issue',3,NULL,NULL,NULL,'{"number": "A003", "service": "cards", "kiosk": "hall"}');
INSERT INTO "events" VALUES(9,'town',9,1772438400000000,'slip_ordered',3,NULL,NULL,NULL,'{"job": 3}');
INSERT INTO "events" VALUES(10,'town',10,1772438400000000,'issue',4,NULL,NULL,NULL,'{"number": "A004", "service": "cards", "kiosk": "hall"}');
INSERT INTO "events" VALUES(11,'town',11,1772438400000000,'slip_ordered',4,NULL,NULL,NULL,'{"job": 4}');
INSERT INTO "events" VALUES(12,'town',12,1772438400000000,'issue',5,NULL,NULL,NULL,'{"number": "A005", "service": "cards", "kiosk": "hall"}');
INSERT INTO "events" VALUES(13,'town',13,1772438400000000,'slip_ordered',5,NULL,NULL,NULL,'{"job": 5}');
INSERT INTO "events" VALUES(14,'town',14,1772438400000000,'issue',6,NULL,NULL,NULL,'{"number": "A006", "service": "cards", "kiosk": "hall"}');
INSERT INTO "events" VALUES(15,'town',15,1772438400000000,'slip_ordered',6,NULL,NULL,NULL,'{"job": 6}');
INSERT INTO "events" VALUES(16,'town',16,1772438400000000,'issue',7,NULL,NULL,NULL,'{"number": "A007", "service": "cards", "kiosk": "hall"}');
INSERT INTO "events" VALUES(17,'town',17,1772438400000000,'slip_ordered',7,NULL,NULL,NULL,'{"job": 7}');
INSERT INTO "events" VALUES(18,'town',18,1772438400000000,'issue',8,NULL,NULL,NULL,'{"number": "A008", "service": "cards", "kiosk": "hall"}');
INSERT INTO "events" VALUES(19,'town',19,1772438400000000,'slip_ordered',8,NULL,NULL,NULL,'{"job": 8}');
INSERT INTO "events" VALUES(20,'town',20,1772438400000000,'slip_sent',1,NULL,NULL,NULL,'{"job": 1}');
INSERT INTO "events" VALUES(21,'town',21,1772438700000000,'slip_failed',2,NULL,NULL,'expired','{"job": 2}');
INSERT INTO "events" VALUES(22,'town',22,1772438700000000,'slip_failed',3,NULL,NULL,'expired','{"job": 3}');
INSERT INTO "events" VALUES(23,'town',23,1772438700000000,'slip_failed',4,NULL,NULL,'expired','{"job": 4}');
INSERT INTO "events" VALUES(24,'town',24,1772438700000000,'slip_failed',5,NULL,NULL,'expired','{"job": 5}');
INSERT INTO "events" VALUES(25,'town',25,1772438700000000,'slip_failed',6,NULL,NULL,'expired','{"job": 6}');
INSERT INTO "events" VALUES(26,'town',26,1772438700000000,'slip_failed',7,NULL,NULL,'expired','{"job": 7}');
INSERT INTO "events" VALUES(27,'town',27,1772438700000000,'slip_failed',8,NULL,NULL,'expired','{"job": 8}');
INSERT INTO "events" VALUES(28,'town',28,1772438700000000,'call',1,'1','clerk 1',NULL,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:20:00+01:00", "late_seconds": -900.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": -900.0, "strict": false, "reserved": null, "passed": [], "reason": null}');
INSERT INTO "events" VALUES(29,'town',29,1772438700000000,'start',1,'1','clerk 1',NULL,NULL);
INSERT INTO "events" VALUES(30,'town',30,1772438940000000,'finish',1,'1','clerk 1',NULL,NULL);
INSERT INTO "events" VALUES(31,'town',31,1772438940000000,'call',2,'1','clerk 1',NULL,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:20:00+01:00", "late_seconds": -660.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": -660.0, "strict": false, "reserved": null, "passed": [], "reason": null}');
INSERT INTO "events" VALUES(32,'town',32,1772438940000000,'start',2,'1','clerk 1',NULL,NULL);
INSERT INTO "events" VALUES(33,'town',33,1772439180000000,'finish',2,'1','clerk 1',NULL,NULL);
INSERT INTO "events" VALUES(34,'town',34,1772439180000000,'call',3,'1','clerk 1',NULL,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:20:00+01:00", "late_seconds": -420.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": -420.0, "strict": false, "reserved": null, "passed": [], "reason": null}');
INSERT INTO "events" VALUES(35,'town',35,1772439180000000,'start',3,'1','clerk 1',NULL,NULL);
INSERT INTO "events" VALUES(36,'town',36,1772439420000000,'finish',3,'1','clerk 1',NULL,NULL);
INSERT INTO "events" VALUES(37,'town',37,1772439420000000,'call',4,'2','clerk 2',NULL,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:20:00+01:00", "late_seconds": -180.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": -180.0, "strict": false, "reserved": null, "passed": [], "reason": null}');
INSERT INTO "events" VALUES(38,'town',38,1772439420000000,'recall',4,'2','clerk 2',NULL,NULL);
INSERT INTO "events" VALUES(39,'town',39,1772439450000000,'no_show',4,'2','clerk 2',NULL,NULL);
INSERT INTO "events" VALUES(40,'town',40,1772439450000000,'call',5,'2','clerk 2',NULL,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:20:00+01:00", "late_seconds": -150.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": -150.0, "strict": false, "reserved": null, "passed": [], "reason": null}');
INSERT INTO "events" VALUES(41,'town',41,1772439450000000,'park',5,'2','clerk 2',NULL,NULL);
INSERT INTO "events" VALUES(42,'town',42,1772439450000000,'call',6,'2','clerk 2',NULL,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:20:00+01:00", "late_seconds": -150.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": -150.0, "strict": false, "reserved": null, "passed": [], "reason": null}');
INSERT INTO "events" VALUES(43,'town',43,1772439450000000,'transfer',6,'2','clerk 2',NULL,'{"service": "stamps", "reserved": "", "position": "due"}');
INSERT INTO "events" VALUES(44,'town',44,1772439450000000,'call',6,'1','clerk 1',NULL,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:10:00+01:00", "late_seconds": 450.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": 450.0, "strict": false, "reserved": null, "passed": [{"number": "A007", "service": "cards", "class": "walk_in", "late_seconds": -150.0, "urgency": -150.0}], "reason": null}');
INSERT INTO "events" VALUES(45,'town',45,1772439450000000,'start',6,'1','clerk 1',NULL,NULL);
INSERT INTO "events" VALUES(46,'town',46,1772439450000000,'call',7,'2','clerk 2',NULL,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:20:00+01:00", "late_seconds": -150.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": -150.0, "strict": false, "reserved": null, "passed": [], "reason": null}');
INSERT INTO "events" VALUES(47,'town',47,1772439450000000,'issue',9,NULL,NULL,NULL,'{"number": "P001", "service": "permits", "kiosk": null}');
INSERT INTO "events" VALUES(48,'town',48,1772439450000000,'cancel',9,NULL,NULL,NULL,NULL);
INSERT INTO "events" VALUES(49,'town',49,1772439450000000,'issue',10,NULL,NULL,NULL,'{"number": "P002", "service": "permits", "kiosk": null}');
INSERT INTO "events" VALUES(50,'town',50,1772439450000000,'issue',11,NULL,NULL,NULL,'{"number": "R001", "service": "advice", "kiosk": null}');
INSERT INTO "events" VALUES(51,'town',51,1772439450000000,'contact',NULL,NULL,NULL,NULL,'{"topic": "the way", "channel": "desk", "count": 2}');
INSERT INTO "events" VALUES(52,'town',52,1772439450000000,'printer_status',NULL,NULL,NULL,'no paper','{"a": "paper_out"}');
INSERT INTO "events" VALUES(53,'town',53,1772439450000000,'counter_paused',NULL,'3','clerk 3',NULL,NULL);
INSERT INTO "events" VALUES(54,'town',54,1772439450000000,'issue',12,NULL,NULL,NULL,'{"number": "A009", "service": "cards", "kiosk": null}');
CREATE TABLE issued (
    branch TEXT NOT NULL,
    business_day TEXT NOT NULL,
    service TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (branch, business_day, service)
);
INSERT INTO "issued" VALUES('town','2026-03-02','cards',9);
INSERT INTO "issued" VALUES('town','2026-03-02','permits',2);
INSERT INTO "issued" VALUES('town','2026-03-02','advice',1);
CREATE TABLE legs (
    ticket INTEGER NOT NULL,
    leg INTEGER NOT NULL,
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    visitor_class TEXT NOT NULL,
    cases INTEGER NOT NULL,
    entered_at BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    first_called_at BIGINT,
    called_at BIGINT,
    started_at BIGINT,
    ended_at BIGINT NOT NULL,
    counter TEXT,
    clerk TEXT,
    ended_by TEXT NOT NULL,
    outcome TEXT,
    ended_seq BIGINT NOT NULL,
    PRIMARY KEY (ticket, leg)
);
INSERT INTO "legs" VALUES(1,1,'town','cards','walk_in',1,1772438400000000,1772438400000000,1772439600000000,1772438700000000,1772438700000000,1772438700000000,1772438940000000,'1','clerk 1','finish',NULL,30);
INSERT INTO "legs" VALUES(2,1,'town','cards','walk_in',1,1772438400000000,1772438400000000,1772439600000000,1772438940000000,1772438940000000,1772438940000000,1772439180000000,'1','clerk 1','finish',NULL,33);
INSERT INTO "legs" VALUES(3,1,'town','cards','walk_in',1,1772438400000000,1772438400000000,1772439600000000,1772439180000000,1772439180000000,1772439180000000,1772439420000000,'1','clerk 1','finish',NULL,36);
INSERT INTO "legs" VALUES(4,1,'town','cards','walk_in',1,1772438400000000,1772438400000000,1772439600000000,1772439420000000,1772439420000000,NULL,1772439450000000,'2','clerk 2','no_show',NULL,39);
INSERT INTO "legs" VALUES(6,1,'town','cards','walk_in',1,1772438400000000,1772438400000000,1772439600000000,1772439450000000,1772439450000000,NULL,1772439450000000,'2','clerk 2','transfer',NULL,43);
INSERT INTO "legs" VALUES(9,1,'town','permits','walk_in',1,1772439450000000,1772439450000000,1772440650000000,NULL,NULL,NULL,1772439450000000,NULL,NULL,'cancel',NULL,48);
CREATE TABLE office_revisions (
    revision INTEGER PRIMARY KEY,
    created_at BIGINT NOT NULL,
    author TEXT,
    document TEXT NOT NULL
);
INSERT INTO "office_revisions" VALUES(1,1772438400000000,NULL,'{"name": {"pl": "Urząd", "en": "Urząd", "uk": "Urząd", "ru": "Urząd"}, "languages": ["pl", "en", "uk", "ru"], "announce": ["pl"], "announce_order": "ticket_first", "chime": "falling", "chime_file": null, "logo": null, "accent": "#0b4f8a", "classes": [{"id": "walk_in", "name": {"pl": "Bez umówienia", "en": "Bez umówienia", "uk": "Bez umówienia", "ru": "Bez umówienia"}, "weight": 1.0, "strict": false, "target_wait_minutes": null, "staff_confirms": false}, {"id": "appointment", "name": {"pl": "Wizyta umówiona", "en": "Wizyta umówiona", "uk": "Wizyta umówiona", "ru": "Wizyta umówiona"}, "weight": 10.0, "strict": false, "target_wait_minutes": 5, "staff_confirms": false}, {"id": "pregnancy", "name": {"pl": "Ciąża", "en": "Ciąża", "uk": "Ciąża", "ru": "Ciąża"}, "weight": 10.0, "strict": false, "target_wait_minutes": 5, "staff_confirms": true}, {"id": "urgent", "name": {"pl": "Pilne", "en": "Pilne", "uk": "Pilne", "ru": "Pilne"}, "weight": 1.0, "strict": true, "target_wait_minutes": 0, "staff_confirms": false}], "needs": [], "outcomes": [{"id": "settled", "name": {"pl": "Załatwione", "en": "Załatwione", "uk": "Załatwione", "ru": "Załatwione"}}], "pause_reasons": [], "topics": [], "slip_footer": null, "rules": {"undo_seconds": 60, "no_show": {"calls": 2, "seconds": 10}, "revive": {"penalty_minutes": 10.0, "times": 2}, "put_back_pass_minutes": 3.0, "reservation_minutes": 20.0, "slip_expires_minutes": 5.0, "late_minutes": [5, 10, 20, 30]}, "branches": [{"id": "town", "name": {"pl": "Miasto", "en": "Town", "uk": "Місто", "ru": "Город"}, "address": {"pl": "Rynek 1", "en": "Rynek 1", "uk": "Rynek 1", "ru": "Rynek 1"}, "time_zone": "Europe/Warsaw", "zones": [{"id": "hall", "name": {"pl": "Hol", "en": "Hol", "uk": "Hol", "ru": "Hol"}, "sound_area": null}], "groups": [{"id": "all", "name": {"pl": "Wszystko", "en": "Wszystko", "uk": "Wszystko", "ru": "Wszystko"}}], "services": [{"id": "cards", "name": {"pl": "Dowody", "en": "Dowody", "uk": "Dowody", "ru": "Dowody"}, "group": null, "zone": "hall", "prefix": "A", "first": 1, "last": null, "channel": "counter", "target_wait_minutes": 20, "handling_minutes": 8.0, "max_cases": 1, "limit_per_day": null, "route_by_language": false, "documents": [], "hours": null}, {"id": "stamps", "name": {"pl": "Pieczątki", "en": "Pieczątki", "uk": "Pieczątki", "ru": "Pieczątki"}, "group": null, "zone": "hall", "prefix": "A", "first": 1, "last": null, "channel": "counter", "target_wait_minutes": 10, "handling_minutes": 8.0, "max_cases": 1, "limit_per_day": null, "route_by_language": false, "documents": [], "hours": null}, {"id": "permits", "name": {"pl": "Zezwolenia", "en": "Zezwolenia", "uk": "Zezwolenia", "ru": "Zezwolenia"}, "group": null, "zone": "hall", "prefix": "P", "first": 1, "last": null, "channel": "counter", "target_wait_minutes": 20, "handling_minutes": 8.0, "max_cases": 5, "limit_per_day": null, "route_by_language": false, "documents": [], "hours": null}, {"id": "advice", "name": {"pl": "Porady", "en": "Porady", "uk": "Porady", "ru": "Porady"}, "group": null, "zone": "hall", "prefix": "R", "first": 1, "last": null, "channel": "counter", "target_wait_minutes": 20, "handling_minutes": 8.0, "max_cases": 1, "limit_per_day": null, "route_by_language": true, "documents": [], "hours": null}], "profiles": [{"id": "front", "name": {"pl": "front", "en": "front", "uk": "front", "ru": "front"}, "serves": [{"service": "cards", "after_minutes": 0.0}, {"service": "stamps", "after_minutes": 0.0}], "languages": []}, {"id": "back", "name": {"pl": "back", "en": "back", "uk": "back", "ru": "back"}, "serves": [{"service": "permits", "after_minutes": 0.0}, {"service": "cards", "after_minutes": 15.0}], "languages": []}, {"id": "east", "name": {"pl": "east", "en": "east", "uk": "east", "ru": "east"}, "serves": [{"service": "advice", "after_minutes": 0.0}], "languages": ["uk", "ru"]}, {"id": "west", "name": {"pl": "west", "en": "west", "uk": "west", "ru": "west"}, "serves": [{"service": "advice", "after_minutes": 0.0}], "languages": ["pl", "en"]}], "counters": [{"id": "1", "label": "1", "name": null, "zone": "hall", "directions": null, "channel": "counter", "quiet": false, "profile": "front", "profiles": []}, {"id": "2", "label": "2", "name": null, "zone": "hall", "directions": null, "channel": "counter", "quiet": false, "profile": "front", "profiles": []}, {"id": "3", "label": "3", "name": null, "zone": "hall", "directions": null, "channel": "counter", "quiet": false, "profile": "back", "profiles": []}, {"id": "4", "label": "4", "name": null, "zone": "hall", "directions": null, "channel": "counter", "quiet": false, "profile": "east", "profiles": []}], "displays": [{"id": "hall", "name": {"pl": "Hol", "en": "Hol", "uk": "Hol", "ru": "Hol"}, "zones": ["hall"], "languages": [], "voice": true, "rows": 4, "theme": "dark", "messages": [], "volume": []}], "kiosks": [{"id": "hall", "name": {"pl": "Hol", "en": "Hol", "uk": "Hol", "ru": "Hol"}, "zone": "hall", "services": [], "printers": ["a"], "layout": "auto", "idle_seconds": 45, "staffed": null}], "printers": [{"id": "a", "name": {"pl": "Hol", "en": "Hol", "uk": "Hol", "ru": "Hol"}, "host": "10.0.0.5", "port": 9100, "serial": null, "usb": null, "cups": null, "device": null, "width_mm": 80, "dots": null, "profile": "epson", "code_page": null, "code_page_number": null, "answers": true, "cut": true, "present": false, "fallback": null, "agent": "server"}], "board_protocols": [], "board_lines": [], "keypads": [], "messages": [], "playlists": [], "hours": null}]}');
CREATE TABLE print_jobs (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    printer TEXT NOT NULL,
    ticket INTEGER NOT NULL,
    number TEXT NOT NULL,
    copy INTEGER NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    detail TEXT,
    document TEXT NOT NULL
);
INSERT INTO "print_jobs" VALUES(1,'town','a',1,'A001',0,'sent',1772438400000000,1772438400000000,NULL,'{"language": "uk", "office": "Urząd", "branch": "Місто", "number": "A001", "service": "Dowody", "services": [], "issued": "02.03.2026 09:00", "where": "Hol", "ahead": 0, "wait": null, "cases": 1, "url": "http://office/t/1-_0nw7HWBW7jPJ1MKSPSdxQ", "documents": [], "needs": [], "footer": null}');
INSERT INTO "print_jobs" VALUES(2,'town','a',2,'A002',0,'failed',1772438400000000,1772438700000000,'expired','{"language": "uk", "office": "Urząd", "branch": "Місто", "number": "A002", "service": "Dowody", "services": [], "issued": "02.03.2026 09:00", "where": "Hol", "ahead": 1, "wait": null, "cases": 1, "url": "http://office/t/2-LKwXwjTmEmQy0JQRxmTXbA", "documents": [], "needs": [], "footer": null}');
INSERT INTO "print_jobs" VALUES(3,'town','a',3,'A003',0,'failed',1772438400000000,1772438700000000,'expired','{"language": "uk", "office": "Urząd", "branch": "Місто", "number": "A003", "service": "Dowody", "services": [], "issued": "02.03.2026 09:00", "where": "Hol", "ahead": 2, "wait": null, "cases": 1, "url": "http://office/t/3-SdKkEPM60Jz4DXX42VVdYg", "documents": [], "needs": [], "footer": null}');
INSERT INTO "print_jobs" VALUES(4,'town','a',4,'A004',0,'failed',1772438400000000,1772438700000000,'expired','{"language": "uk", "office": "Urząd", "branch": "Місто", "number": "A004", "service": "Dowody", "services": [], "issued": "02.03.2026 09:00", "where": "Hol", "ahead": 3, "wait": null, "cases": 1, "url": "http://office/t/4-a0NZ1b_tEdw8RoI1iPMtpA", "documents": [], "needs": [], "footer": null}');
INSERT INTO "print_jobs" VALUES(5,'town','a',5,'A005',0,'failed',1772438400000000,1772438700000000,'expired','{"language": "uk", "office": "Urząd", "branch": "Місто", "number": "A005", "service": "Dowody", "services": [], "issued": "02.03.2026 09:00", "where": "Hol", "ahead": 4, "wait": null, "cases": 1, "url": "http://office/t/5-WZtWKbKxbkBqnm5cU6vSjQ", "documents": [], "needs": [], "footer": null}');
INSERT INTO "print_jobs" VALUES(6,'town','a',6,'A006',0,'failed',1772438400000000,1772438700000000,'expired','{"language": "uk", "office": "Urząd", "branch": "Місто", "number": "A006", "service": "Dowody", "services": [], "issued": "02.03.2026 09:00", "where": "Hol", "ahead": 5, "wait": null, "cases": 1, "url": "http://office/t/6-G3WMQkNNoGNWh2_zkbbwzg", "documents": [], "needs": [], "footer": null}');
INSERT INTO "print_jobs" VALUES(7,'town','a',7,'A007',0,'failed',1772438400000000,1772438700000000,'expired','{"language": "uk", "office": "Urząd", "branch": "Місто", "number": "A007", "service": "Dowody", "services": [], "issued": "02.03.2026 09:00", "where": "Hol", "ahead": 6, "wait": null, "cases": 1, "url": "http://office/t/7-X3wOgwd1T_kgbsEihQKlow", "documents": [], "needs": [], "footer": null}');
INSERT INTO "print_jobs" VALUES(8,'town','a',8,'A008',0,'failed',1772438400000000,1772438700000000,'expired','{"language": "uk", "office": "Urząd", "branch": "Місто", "number": "A008", "service": "Dowody", "services": [], "issued": "02.03.2026 09:00", "where": "Hol", "ahead": 7, "wait": null, "cases": 1, "url": "http://office/t/8-DUkJHJrdAwu4X0WKeI9taw", "documents": [], "needs": [], "footer": null}');
CREATE TABLE printers (
    branch TEXT NOT NULL,
    printer TEXT NOT NULL,
    state TEXT NOT NULL,
    detail TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (branch, printer)
);
INSERT INTO "printers" VALUES('town','a','paper_out','no paper',1772439450000000);
CREATE TABLE schema_version (version INTEGER NOT NULL);
INSERT INTO "schema_version" VALUES(1);
INSERT INTO "schema_version" VALUES(2);
INSERT INTO "schema_version" VALUES(3);
CREATE TABLE series (
    branch TEXT NOT NULL,
    business_day TEXT NOT NULL,
    prefix TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (branch, business_day, prefix)
);
INSERT INTO "series" VALUES('town','2026-03-02','A',9);
INSERT INTO "series" VALUES('town','2026-03-02','P',2);
INSERT INTO "series" VALUES('town','2026-03-02','R',1);
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    business_day TEXT NOT NULL,
    prefix TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    visitor_class TEXT NOT NULL,
    class_asked TEXT,
    language TEXT NOT NULL,
    channel TEXT NOT NULL,
    cases INTEGER NOT NULL,
    needs TEXT NOT NULL,
    reference TEXT,
    note TEXT,
    kiosk TEXT,
    revision INTEGER NOT NULL,
    issued_at BIGINT NOT NULL,
    service TEXT NOT NULL,
    leg INTEGER NOT NULL,
    chain TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    entered_seq BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    rank INTEGER NOT NULL,
    spoken TEXT NOT NULL,
    reserved TEXT NOT NULL,
    line TEXT NOT NULL,
    wake_at BIGINT,
    counter TEXT,
    clerk TEXT,
    first_called_at BIGINT,
    called_at BIGINT,
    calls INTEGER NOT NULL,
    calls_before INTEGER NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    outcome TEXT,
    parked_by TEXT,
    passed_counter TEXT,
    passed_until BIGINT,
    revives INTEGER NOT NULL,
    why TEXT,
    touched_seq BIGINT NOT NULL
);
INSERT INTO "tickets" VALUES(1,'town','2026-03-02','A',1,'A001','done','walk_in',NULL,'uk','counter',1,'[]',NULL,NULL,'hall',1,1772438400000000,'cards',1,'[]',1772438400000000,4,1772438400000000,1772439600000000,0,'','','cards|walk_in|',NULL,'1','clerk 1',1772438700000000,1772438700000000,1,0,1772438700000000,1772438940000000,NULL,NULL,NULL,NULL,0,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:20:00+01:00", "late_seconds": -900.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": -900.0, "strict": false, "reserved": null, "passed": [], "reason": null}',30);
INSERT INTO "tickets" VALUES(2,'town','2026-03-02','A',2,'A002','done','walk_in',NULL,'uk','counter',1,'[]',NULL,NULL,'hall',1,1772438400000000,'cards',1,'[]',1772438400000000,6,1772438400000000,1772439600000000,0,'','','cards|walk_in|',NULL,'1','clerk 1',1772438940000000,1772438940000000,1,0,1772438940000000,1772439180000000,NULL,NULL,NULL,NULL,0,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:20:00+01:00", "late_seconds": -660.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": -660.0, "strict": false, "reserved": null, "passed": [], "reason": null}',33);
INSERT INTO "tickets" VALUES(3,'town','2026-03-02','A',3,'A003','done','walk_in',NULL,'uk','counter',1,'[]',NULL,NULL,'hall',1,1772438400000000,'cards',1,'[]',1772438400000000,8,1772438400000000,1772439600000000,0,'','','cards|walk_in|',NULL,'1','clerk 1',1772439180000000,1772439180000000,1,0,1772439180000000,1772439420000000,NULL,NULL,NULL,NULL,0,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:20:00+01:00", "late_seconds": -420.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": -420.0, "strict": false, "reserved": null, "passed": [], "reason": null}',36);
INSERT INTO "tickets" VALUES(4,'town','2026-03-02','A',4,'A004','no_show','walk_in',NULL,'uk','counter',1,'[]',NULL,NULL,'hall',1,1772438400000000,'cards',1,'[]',1772438400000000,10,1772438400000000,1772439600000000,0,'','','cards|walk_in|',NULL,'2','clerk 2',1772439420000000,1772439420000000,2,0,NULL,1772439450000000,NULL,NULL,NULL,NULL,0,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:20:00+01:00", "late_seconds": -180.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": -180.0, "strict": false, "reserved": null, "passed": [], "reason": null}',39);
INSERT INTO "tickets" VALUES(5,'town','2026-03-02','A',5,'A005','parked','walk_in',NULL,'uk','counter',1,'[]',NULL,NULL,'hall',1,1772438400000000,'cards',1,'[]',1772438400000000,12,1772438400000000,1772439600000000,0,'','','cards|walk_in|',1772440050000000,NULL,NULL,1772439450000000,1772439450000000,1,0,NULL,NULL,NULL,'2',NULL,NULL,0,NULL,41);
INSERT INTO "tickets" VALUES(6,'town','2026-03-02','A',6,'A006','serving','walk_in',NULL,'uk','counter',1,'[]',NULL,NULL,'hall',1,1772438400000000,'stamps',2,'[]',1772439450000000,43,1772438400000000,1772439000000000,0,'','','stamps|walk_in|',NULL,'1','clerk 1',1772439450000000,1772439450000000,2,1,1772439450000000,NULL,NULL,NULL,NULL,NULL,0,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:10:00+01:00", "late_seconds": 450.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": 450.0, "strict": false, "reserved": null, "passed": [{"number": "A007", "service": "cards", "class": "walk_in", "late_seconds": -150.0, "urgency": -150.0}], "reason": null}',45);
INSERT INTO "tickets" VALUES(7,'town','2026-03-02','A',7,'A007','called','walk_in',NULL,'uk','counter',1,'[]',NULL,NULL,'hall',1,1772438400000000,'cards',1,'[]',1772438400000000,16,1772438400000000,1772439600000000,0,'','','cards|walk_in|',NULL,'2','clerk 2',1772439450000000,1772439450000000,1,0,NULL,NULL,NULL,NULL,NULL,NULL,0,'{"kind": "next", "class": "walk_in", "due_at": "2026-03-02T09:20:00+01:00", "late_seconds": -150.0, "weight": 1, "after_seconds": 0.0, "rank": 0, "urgency": -150.0, "strict": false, "reserved": null, "passed": [], "reason": null}',46);
INSERT INTO "tickets" VALUES(8,'town','2026-03-02','A',8,'A008','waiting','walk_in',NULL,'uk','counter',1,'[]',NULL,NULL,'hall',1,1772438400000000,'cards',1,'[]',1772438400000000,18,1772438400000000,1772439600000000,0,'','','cards|walk_in|',NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,18);
INSERT INTO "tickets" VALUES(9,'town','2026-03-02','P',1,'P001','cancelled','walk_in',NULL,'pl','counter',1,'[]',NULL,NULL,NULL,1,1772439450000000,'permits',1,'[]',1772439450000000,47,1772439450000000,1772440650000000,0,'','','permits|walk_in|',NULL,NULL,NULL,NULL,NULL,0,0,NULL,1772439450000000,NULL,NULL,NULL,NULL,0,NULL,48);
INSERT INTO "tickets" VALUES(10,'town','2026-03-02','P',2,'P002','waiting','pregnancy',NULL,'pl','counter',3,'[]','PESEL 1',NULL,NULL,1,1772439450000000,'permits',1,'["cards"]',1772439450000000,49,1772439450000000,1772439750000000,0,'','','permits|pregnancy|',NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,49);
INSERT INTO "tickets" VALUES(11,'town','2026-03-02','R',1,'R001','waiting','walk_in',NULL,'uk','counter',1,'[]',NULL,NULL,NULL,1,1772439450000000,'advice',1,'[]',1772439450000000,50,1772439450000000,1772440650000000,0,'uk','','advice|walk_in|uk',NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,50);
INSERT INTO "tickets" VALUES(12,'town','2026-03-02','A',9,'A009','waiting','walk_in',NULL,'pl','counter',1,'[]',NULL,NULL,NULL,1,1772439450000000,'cards',1,'[]',1772439450000000,54,1772439450000000,1772440650000000,0,'','','cards|walk_in|',NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,54);
CREATE TABLE used_ids (
    kind TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);
CREATE TABLE waiting_counts (
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    line TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (branch, service, line)
);
INSERT INTO "waiting_counts" VALUES('town','cards','cards|walk_in|',2);
INSERT INTO "waiting_counts" VALUES('town','stamps','stamps|walk_in|',0);
INSERT INTO "waiting_counts" VALUES('town','permits','permits|walk_in|',0);
INSERT INTO "waiting_counts" VALUES('town','permits','permits|pregnancy|',1);
INSERT INTO "waiting_counts" VALUES('town','advice','advice|walk_in|uk',1);
CREATE UNIQUE INDEX one_number ON tickets (branch, business_day, prefix, sequence);
CREATE UNIQUE INDEX one_open_ticket ON tickets (branch, counter)
    WHERE state IN ('called', 'serving');
CREATE INDEX lines_in_order ON tickets (branch, line, rank, due_at, entered_seq)
    WHERE state = 'waiting';
CREATE INDEX services_in_order ON tickets (branch, service, rank, due_at, entered_seq)
    WHERE state = 'waiting';
CREATE INDEX waiting_since ON tickets (branch, service, entered_at) WHERE state = 'waiting';
CREATE INDEX alive ON tickets (branch, business_day)
    WHERE state IN ('waiting', 'parked', 'called', 'serving');
CREATE INDEX parked ON tickets (branch, parked_by) WHERE state = 'parked';
CREATE INDEX missed ON tickets (branch, business_day, ended_at) WHERE state = 'no_show';
CREATE INDEX wakes ON tickets (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX handled ON legs (branch, service, ended_at) WHERE ended_by = 'finish';
CREATE INDEX served_by ON legs (branch, counter, ended_at) WHERE ended_by = 'finish';
CREATE INDEX ticket_events ON events (ticket, seq) WHERE ticket IS NOT NULL;
CREATE INDEX newest_calls ON calls (branch, business_day, zone, seq);
CREATE INDEX jobs_to_do ON print_jobs (branch, printer, id) WHERE state IN ('queued', 'sent');
CREATE INDEX ticket_jobs ON print_jobs (ticket);
CREATE INDEX answers_by_age ON answers (at);
CREATE INDEX uncertain_slips ON print_jobs (branch, settled_at) WHERE state = 'uncertain';
COMMIT;
