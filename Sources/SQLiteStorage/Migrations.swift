import GRDB

/// The schema's history. What stands here has run on someone's database: it is never changed, only added to, and uses
/// nothing of the application but what is written out here.
enum Migrations {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 directory") { try $0.execute(sql: directory) }
    migrator.registerMigration("2 holidays") { try $0.execute(sql: holidays) }
    migrator.registerMigration("3 visits") { try $0.execute(sql: visits) }
    migrator.registerMigration("4 usage") { try $0.execute(sql: usage) }
    migrator.registerMigration("5 completion") { try $0.execute(sql: completion) }
    return migrator
  }

  /// What the first versions with visits and with statistics did not make yet.
  private static let completion = """
    CREATE TRIGGER IF NOT EXISTS audit_is_never_replaced BEFORE INSERT ON audit
    WHEN EXISTS (SELECT 1 FROM audit WHERE number = NEW.number)
    BEGIN SELECT RAISE (ABORT, 'the audit log is only added to'); END;
    CREATE INDEX IF NOT EXISTS identified_visit_by_time ON visit (at) WHERE visitor IS NOT NULL;
    CREATE TABLE IF NOT EXISTS visitors_month (
      period INTEGER NOT NULL CHECK (period BETWEEN 196912 AND 999912),
      town INTEGER NOT NULL,
      visitors INTEGER NOT NULL CHECK (visitors >= 0),
      PRIMARY KEY (period, town)
    ) STRICT, WITHOUT ROWID;
    INSERT OR IGNORE INTO setting
    SELECT 'visitors_erased_before', CAST(max(audit.at) / 1000 AS TEXT)
    FROM audit JOIN author ON author.number = audit.author
    WHERE audit.action = 'visitor erase' AND author.name = 'server' HAVING count(*) > 0;
    """

  private static let holidays = """
    CREATE TABLE holiday (
      date TEXT PRIMARY KEY CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
      kind TEXT NOT NULL CHECK (kind IN ('holiday', 'workday')),
      chinese TEXT NOT NULL CHECK (length(chinese) <= 100),
      english TEXT NOT NULL CHECK (length(english) <= 100)
    ) STRICT, WITHOUT ROWID;
    """

  /// Periods are days such as 20261124 and months such as 202611. Visits that are there already are counted when the
  /// setting says so, which is taken away then. Visitors of a month are those of all stations under the town -1, those of
  /// stations without a town under 0. Which pseudonyms the server had erased before was not kept: all that were old.
  private static let usage = """
    CREATE TABLE usage_day (
      period INTEGER NOT NULL CHECK (period BETWEEN 19691231 AND 99991231),
      station_id TEXT NOT NULL,
      sheet BLOB NOT NULL CHECK (length(sheet) > 0),
      PRIMARY KEY (period, station_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE usage_month (
      period INTEGER NOT NULL CHECK (period BETWEEN 196912 AND 999912),
      station_id TEXT NOT NULL,
      sheet BLOB NOT NULL CHECK (length(sheet) > 0),
      PRIMARY KEY (period, station_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO setting VALUES ('usage_is_to_be_counted', 'yes');

    CREATE INDEX identified_visit_by_time ON visit (at) WHERE visitor IS NOT NULL;
    CREATE TABLE visitors_month (
      period INTEGER NOT NULL CHECK (period BETWEEN 196912 AND 999912),
      town INTEGER NOT NULL,
      visitors INTEGER NOT NULL CHECK (visitors >= 0),
      PRIMARY KEY (period, town)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO setting
    SELECT 'visitors_erased_before', CAST(max(audit.at) / 1000 AS TEXT)
    FROM audit JOIN author ON author.number = audit.author
    WHERE audit.action = 'visitor erase' AND author.name = 'server' HAVING count(*) > 0;
    """

  /// Services are kept like amenities; nothing stands for none of them. Times are seconds, the others milliseconds.
  private static let visits = """
    CREATE TABLE author (
      number INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100)
    ) STRICT;

    CREATE TABLE visit (
      number INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      station_id TEXT NOT NULL REFERENCES station (id),
      at INTEGER NOT NULL CHECK (at >= 0),
      worker_group TEXT NOT NULL CHECK (worker_group IN
        ('delivery', 'express', 'transport', 'livestream', 'ride_hailing', 'sanitation', 'other')),
      people INTEGER NOT NULL CHECK (people BETWEEN 1 AND 500),
      services BLOB CHECK (length(services) = 16),
      visitor BLOB CHECK (length(visitor) = 32),
      recorded_at INTEGER NOT NULL,
      author INTEGER NOT NULL REFERENCES author (number),
      voided_at INTEGER,
      void_reason TEXT CHECK (length(void_reason) BETWEEN 1 AND 300),
      CHECK ((voided_at IS NULL) = (void_reason IS NULL))
    ) STRICT;
    CREATE INDEX visit_by_station ON visit (station_id, at);
    CREATE INDEX visit_by_time ON visit (at);
    CREATE INDEX visit_by_visitor ON visit (visitor) WHERE visitor IS NOT NULL;
    CREATE TRIGGER visit_is_never_deleted BEFORE DELETE ON visit
    BEGIN SELECT RAISE (ABORT, 'a visit is never deleted'); END;

    CREATE TABLE token (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
      role TEXT NOT NULL CHECK (role IN ('manager', 'staff', 'admin')),
      note TEXT CHECK (length(note) BETWEEN 1 AND 200),
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      revoked_at INTEGER,
      last_used_at INTEGER
    ) STRICT;
    CREATE TABLE token_station (
      token INTEGER NOT NULL REFERENCES token (number),
      station_id TEXT NOT NULL REFERENCES station (id),
      PRIMARY KEY (token, station_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE check_in_code (
      station_id TEXT PRIMARY KEY REFERENCES station (id),
      version INTEGER NOT NULL CHECK (version > 0)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE audit (
      number INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      author INTEGER NOT NULL REFERENCES author (number),
      action TEXT NOT NULL,
      subject TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_author ON audit (author);
    CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE (ABORT, 'the audit log is only added to'); END;
    CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit
    WHEN EXISTS (SELECT 1 FROM audit WHERE number = NEW.number)
    BEGIN SELECT RAISE (ABORT, 'the audit log is only added to'); END;
    CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
    BEGIN SELECT RAISE (ABORT, 'the audit log is only added to'); END;
    """

  /// Amenities are kept as sets of 128 bits, little-endian: bit n stands for the amenity whose number is n.
  private static let directory = """
    CREATE TABLE setting (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO setting VALUES ('time_zone', 'Asia/Shanghai'), ('revision', '0');

    CREATE TABLE amenity (
      number INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 99),
      code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 32 AND code NOT GLOB '*[^a-z0-9_]*'),
      category TEXT NOT NULL CHECK (category IN ('food', 'medical', 'rest', 'travel', 'services')),
      english TEXT NOT NULL CHECK (length(english) BETWEEN 1 AND 100),
      chinese TEXT NOT NULL CHECK (length(chinese) BETWEEN 1 AND 100)
    ) STRICT;

    CREATE TABLE town (
      number INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100)
    ) STRICT;

    CREATE TABLE station (
      id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64 AND id NOT GLOB '*[^A-Za-z0-9._:-]*'),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      aliases TEXT CHECK (length(aliases) > 0),
      kind TEXT NOT NULL CHECK (kind IN ('hub', 'satellite', 'point', 'mobile')),
      hub_id TEXT REFERENCES station (id) DEFERRABLE INITIALLY DEFERRED CHECK (hub_id <> id),
      town INTEGER REFERENCES town (number),
      address TEXT CHECK (length(address) BETWEEN 1 AND 300),
      latitude REAL NOT NULL CHECK (latitude BETWEEN -90 AND 90),
      longitude REAL NOT NULL CHECK (longitude BETWEEN -180 AND 180),
      amenities BLOB NOT NULL CHECK (length(amenities) = 16),
      broken_amenities BLOB NOT NULL CHECK (length(broken_amenities) = 16),
      opening_hours TEXT CHECK (length(opening_hours) BETWEEN 1 AND 1000),
      staffed_hours TEXT CHECK (length(staffed_hours) BETWEEN 1 AND 1000),
      entry TEXT CHECK (entry IN ('open', 'staff', 'qr', 'code', 'key')),
      operator TEXT CHECK (length(operator) BETWEEN 1 AND 200),
      capacity INTEGER CHECK (capacity BETWEEN 1 AND 100000),
      phone TEXT CHECK (length(phone) BETWEEN 1 AND 60),
      status TEXT NOT NULL CHECK (status IN ('active', 'suspended', 'retired')),
      status_reason TEXT CHECK (length(status_reason) BETWEEN 1 AND 300),
      status_until INTEGER,
      verified_at TEXT CHECK (verified_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
      revision INTEGER NOT NULL UNIQUE CHECK (revision > 0),
      updated_at INTEGER NOT NULL,
      CHECK (status_until IS NULL OR status = 'suspended')
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX station_by_hub ON station (hub_id) WHERE hub_id IS NOT NULL;

    INSERT INTO amenity (number, category, code, english, chinese) VALUES
      (0, 'food', 'water', 'drinking water', '饮用水'),
      (1, 'food', 'hot_water', 'hot water', '热水'),
      (2, 'food', 'microwave', 'microwave', '微波炉'),
      (3, 'food', 'fridge', 'fridge', '冰箱'),
      (4, 'food', 'meals', 'meals', '餐食'),
      (5, 'medical', 'first_aid', 'first-aid kit', '医药箱'),
      (6, 'medical', 'aed', 'AED', '除颤器'),
      (7, 'medical', 'blood_pressure', 'blood-pressure meter', '血压计'),
      (8, 'medical', 'heat_relief', 'heatstroke supplies', '防暑药品'),
      (9, 'rest', 'seating', 'seating', '休息座椅'),
      (10, 'rest', 'table', 'table', '桌子'),
      (11, 'rest', 'air_conditioning', 'air conditioning', '空调'),
      (12, 'rest', 'heating', 'heating', '取暖'),
      (13, 'rest', 'toilet', 'toilet', '卫生间'),
      (14, 'rest', 'shower', 'shower', '淋浴'),
      (15, 'rest', 'nap', 'nap place', '午休床位'),
      (16, 'rest', 'nursing_room', 'nursing room', '母婴室'),
      (17, 'rest', 'reading', 'newspapers and books', '报刊图书'),
      (18, 'rest', 'television', 'television', '电视'),
      (19, 'travel', 'phone_charging', 'phone charging', '手机充电'),
      (20, 'travel', 'ebike_charging', 'e-bike charging', '电动车充电'),
      (21, 'travel', 'battery_swap', 'battery swap', '换电柜'),
      (22, 'travel', 'parking', 'parking', '车辆停放'),
      (23, 'travel', 'air_pump', 'air pump', '打气筒'),
      (24, 'travel', 'tools', 'repair tools', '维修工具'),
      (25, 'travel', 'rain_gear', 'rain gear', '雨具'),
      (26, 'travel', 'wheelchair', 'wheelchair access', '无障碍'),
      (27, 'services', 'wifi', 'Wi-Fi', '无线网络'),
      (28, 'services', 'printing', 'printing', '打印'),
      (29, 'services', 'legal_aid', 'legal aid', '法律援助'),
      (30, 'services', 'counselling', 'counselling', '心理咨询'),
      (31, 'services', 'job_information', 'job information', '就业信息'),
      (32, 'services', 'training', 'training', '技能培训'),
      (33, 'services', 'lost_property', 'lost property', '失物招领');
    """
}
