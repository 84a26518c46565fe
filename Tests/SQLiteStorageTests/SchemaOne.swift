import TestSupport

/// Databases of the first schema, as the first version of the program made them.
enum SchemaOne {
  /// Makes a file of that schema, and runs statements on it.
  static func make(_ path: String, _ statements: String) throws {
    try Python.script(
      path, directory + migrations + statements)
  }

  /// What the library notes of a migration that it has run.
  private static let migrations = """

    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
    INSERT INTO grdb_migrations VALUES ('1 directory');

    """

  /// The SQL of migration 1, written out: it is what there is on people's disks, whatever becomes of the program.
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
