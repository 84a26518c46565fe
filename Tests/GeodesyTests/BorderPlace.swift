import Testing

/// A town, port or station near the outline's edge, on WGS-84.
struct BorderPlace: CustomTestStringConvertible, Sendable {
  let name: String
  let latitude, longitude: Double

  init(_ name: String, _ latitude: Double, _ longitude: Double) {
    self.name = name
    self.latitude = latitude
    self.longitude = longitude
  }

  var testDescription: String { name }

  static let inside = [
    BorderPlace("Yanzhou", 35.556, 116.83), BorderPlace("Shenzhen, Luohu port", 22.533, 114.117),
    BorderPlace("Shenzhen, Futian port", 22.5175, 114.069), BorderPlace("Shenzhen, Shekou", 22.474, 113.911),
    BorderPlace("Shenzhen, Yantian", 22.556, 114.24), BorderPlace("Shenzhen, Shatoujiao", 22.556, 114.2265),
    BorderPlace("Zhuhai, Gongbei port", 22.219, 113.548), BorderPlace("Zhuhai, Hengqin", 22.142, 113.535),
    BorderPlace("Zhuhai, Wanzai", 22.199, 113.528), BorderPlace("Zhuhai, Guishan Island", 22.137, 113.825),
    BorderPlace("Xiamen, Huangcuo", 24.437, 118.165), BorderPlace("Xiamen, Dadeng", 24.56, 118.32),
    BorderPlace("Pingtan", 25.5, 119.79), BorderPlace("Zhoushan, Dongji", 30.196, 122.681),
    BorderPlace("Sanya", 18.253, 109.512), BorderPlace("Dongxing", 21.5445, 107.973),
    BorderPlace("Pingxiang", 22.094, 106.757), BorderPlace("Hekou", 22.512, 103.953),
    BorderPlace("Mohan", 21.185, 101.685), BorderPlace("Jinghong", 22.007, 100.797),
    BorderPlace("Ruili", 24.013, 97.852), BorderPlace("Medog", 29.325, 95.333),
    BorderPlace("Yadong", 27.486, 88.906), BorderPlace("Zhangmu", 27.99, 85.982),
    BorderPlace("Burang", 30.29, 81.177), BorderPlace("Tashkurgan", 37.775, 75.228),
    BorderPlace("Kashgar", 39.47, 75.99), BorderPlace("Khorgos", 44.213, 80.412),
    BorderPlace("Alashankou", 45.17, 82.575), BorderPlace("Jeminay", 47.43, 85.87),
    BorderPlace("Erenhot", 43.65, 111.98), BorderPlace("Manzhouli", 49.588, 117.43),
    BorderPlace("Mohe, Beiji", 53.48, 122.36), BorderPlace("Heihe", 50.244, 127.499),
    BorderPlace("Fuyuan", 48.364, 134.308), BorderPlace("Heixiazi", 48.355, 134.6),
    BorderPlace("Suifenhe", 44.396, 131.153), BorderPlace("Hunchun, Fangchuan", 42.43, 130.6),
    BorderPlace("Yanji", 42.89, 129.508), BorderPlace("Dandong", 40.129, 124.394),
  ]

  static let outside = [
    BorderPlace("Hong Kong, Lo Wu", 22.5283, 114.1133), BorderPlace("Hong Kong, Lok Ma Chau", 22.5143, 114.0655),
    BorderPlace("Hong Kong, Central", 22.282, 114.158), BorderPlace("Hong Kong, Sha Tau Kok", 22.544, 114.22),
    BorderPlace("Hong Kong, Tai O", 22.253, 113.862), BorderPlace("Hong Kong, Tung Ping Chau", 22.543, 114.434),
    BorderPlace("Macau, Portas do Cerco", 22.214, 113.549), BorderPlace("Macau, Taipa", 22.156, 113.557),
    BorderPlace("Macau, Coloane", 22.12, 113.565), BorderPlace("Kinmen", 24.434, 118.318),
    BorderPlace("Lieyu", 24.43, 118.235), BorderPlace("Matsu", 26.155, 119.935), BorderPlace("Taipei", 25.033, 121.565),
    BorderPlace("Kaohsiung", 22.627, 120.301), BorderPlace("Mong Cai", 21.524, 107.966),
    BorderPlace("Dong Dang", 21.945, 106.697), BorderPlace("Lao Cai", 22.487, 103.97),
    BorderPlace("Hanoi", 21.028, 105.854), BorderPlace("Boten", 21.165, 101.675),
    BorderPlace("Muse", 23.988, 97.905), BorderPlace("Thimphu", 27.472, 89.639), BorderPlace("Tawang", 27.586, 91.865),
    BorderPlace("Gangtok", 27.33, 88.61), BorderPlace("Kodari", 27.935, 85.945),
    BorderPlace("Kathmandu", 27.717, 85.324), BorderPlace("Almaty", 43.239, 76.89),
    BorderPlace("Khorgos, Kazakhstan", 44.223, 80.385), BorderPlace("Dostyk", 45.253, 82.485),
    BorderPlace("Zamyn-Uud", 43.717, 111.9), BorderPlace("Ulaanbaatar", 47.92, 106.917),
    BorderPlace("Zabaikalsk", 49.65, 117.327), BorderPlace("Blagoveshchensk", 50.263, 127.53),
    BorderPlace("Khabarovsk", 48.48, 135.08), BorderPlace("Vladivostok", 43.116, 131.886),
    BorderPlace("Namyang", 42.95, 129.86), BorderPlace("Sinuiju", 40.1, 124.398),
    BorderPlace("Pyongyang", 39.03, 125.754), BorderPlace("Seoul", 37.566, 126.978),
    BorderPlace("Jeju", 33.5, 126.53), BorderPlace("Fukuoka", 33.59, 130.4),
  ]
}
