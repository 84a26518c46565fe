import CoreMetrics
import PrometheusMetrics
import TestSupport
import Testing

@Suite("Metrics as Prometheus reads them")
struct PrometheusMetricsTests {
  private let metrics = PrometheusMetrics([
    "a_total": MetricDescription("Things \\ counted\nso far."),
    "b_seconds": MetricDescription("How long.", buckets: [0.125, 1]),
    "c_seconds_total": MetricDescription("Set, and growing.", isTotal: true),
  ])

  private var lines: [String] {
    String(decoding: metrics.text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func withoutMetricsThereIsNoText() {
    #expect(metrics.text.isEmpty)
  }

  @Test func countersOfTheSameLabelsAreOne() {
    Counter(label: "a_total", dimensions: [("x", "1")], factory: metrics).increment(by: 2)
    Counter(label: "a_total", dimensions: [("x", "1")], factory: metrics).increment()
    Counter(label: "a_total", dimensions: [("x", "a\"b\\c\nd")], factory: metrics).increment()
    #expect(
      lines == [
        #"# HELP a_total Things \\ counted\nso far."#, "# TYPE a_total counter", #"a_total{x="1"} 3"#,
        #"a_total{x="a\"b\\c\nd"} 1"#,
      ])
  }

  @Test func aHistogramsBucketsIncludeThoseBelowAndTheirLimits() {
    let timer = Timer(label: "b_seconds", factory: metrics)
    for microseconds in [62_500, 125_000, 250_000, 1_000_000, 5_000_000] { timer.recordMicroseconds(microseconds) }
    #expect(
      lines == [
        "# HELP b_seconds How long.", "# TYPE b_seconds histogram", #"b_seconds_bucket{le="0.125"} 2"#,
        #"b_seconds_bucket{le="1"} 4"#, #"b_seconds_bucket{le="+Inf"} 5"#, "b_seconds_sum 6.4375",
        "b_seconds_count 5",
      ])
  }

  @Test func whatIsSetIsAGaugeUnlessItOnlyGrows() {
    Gauge(label: "d", factory: metrics).record(1.5)
    Gauge(label: "d", factory: metrics).record(-3)
    Gauge(label: "c_seconds_total", factory: metrics).record(7.25)
    #expect(
      lines == [
        "# HELP c_seconds_total Set, and growing.", "# TYPE c_seconds_total counter", "c_seconds_total 7.25",
        "# TYPE d gauge", "d -3",
      ])
  }

  @Test func aNameOfTwoKindsKeepsTheFirst() {
    Counter(label: "e", factory: metrics).increment()
    Gauge(label: "e", factory: metrics).record(9)
    #expect(lines == ["# TYPE e counter", "e 1"])
  }

  @Test func sharesAreToldAsTheSumOfAll() {
    let shares = [metrics, metrics.share(), metrics.share()]
    for (number, share) in shares.enumerated() {
      Counter(label: "a_total", dimensions: [("x", "1")], factory: share).increment(by: 1 << number)
      Timer(label: "b_seconds", factory: share).recordMicroseconds(125_000 << (2 * number))
    }
    Counter(label: "a_total", dimensions: [("x", "2")], factory: shares[1]).increment(by: 9)
    #expect(
      lines == [
        #"# HELP a_total Things \\ counted\nso far."#, "# TYPE a_total counter", #"a_total{x="1"} 7"#,
        #"a_total{x="2"} 9"#,
        "# HELP b_seconds How long.", "# TYPE b_seconds histogram", #"b_seconds_bucket{le="0.125"} 1"#,
        #"b_seconds_bucket{le="1"} 2"#, #"b_seconds_bucket{le="+Inf"} 3"#, "b_seconds_sum 2.625", "b_seconds_count 3",
      ])
  }

  @Test func whatAShareNamesOtherwiseIsNotAdded() {
    let share = metrics.share()
    Counter(label: "e", factory: metrics).increment()
    Gauge(label: "e", factory: share).record(9)
    Gauge(label: "e", dimensions: [("x", "1")], factory: share).record(9)
    for (number, metrics) in [metrics, share].enumerated() { Gauge(label: "d", factory: metrics).record(number) }
    #expect(lines == ["# TYPE d gauge", "d 0", "# TYPE e counter", "e 1"])
  }
}
