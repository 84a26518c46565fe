import TestSupport
import Testing

@Suite(.yanzhouServer) struct SmokeTests {
  @Test func x() throws {
    let s = try YanzhouServer.current
    let a = try s.get("/v1/stations/nearest?lat=35.5531&lon=116.7836&amenities=microwave")
    print(a.status, a.headers, a.text)
    print(s.end() as Any)
    let p = try Workplace.withYanzhou()
    let r = try p.run("nearest", "35", "116")
    print(r)
  }
}
