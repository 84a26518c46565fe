/// Why an expression was refused: where, and what should have stood there.
public struct OpeningHoursError: Error, Sendable, Hashable {
  /// The closed set of things that the parser can miss.
  public enum Expectation: Sendable, Hashable {
    /// A rule: `24/7`, months, weekdays, `PH`, times, `off` or `closed`.
    case rule
    /// More of the rule after its days, or its end.
    case restOfRule
    /// `;` or `,` and another rule, or the end of the text.
    case endOfRule
    /// A weekday, `Mo` to `Su`, or `PH`.
    case weekdayOrHoliday
    /// A weekday, `Mo` to `Su`.
    case weekday
    /// A month, `Jan` to `Dec`.
    case month
    /// A day of the month within these bounds.
    case day(first: Int, last: Int)
    /// A time from 00:00 to 23:59.
    case startTime
    /// A time from 00:00 to 48:00.
    case endTime
    /// `-` between the start and the end of a time span.
    case dash
    /// `:` between hours and minutes.
    case colon
    /// Two digits from 00 to 59.
    case minutes
    /// A space between two parts of a rule.
    case space
    /// No more than 100 rules, time spans and month ranges all together.
    case fewerParts
  }

  /// Where the fault lies: the number of the character (Unicode scalar), from 1. It is one past the last character when
  /// something is missing at the end.
  public let column: Int
  /// What should have stood there.
  public let expectation: Expectation

  /// What was expected where, in English.
  public var english: String { "at character \(column): expected \(expectation.english)" }

  /// What was expected where, in Chinese.
  public var chinese: String { "第 \(column) 个字符处：应为\(expectation.chinese)" }
}

extension OpeningHoursError: CustomStringConvertible {
  /// The English message.
  public var description: String { english }
}

extension OpeningHoursError.Expectation {
  /// What was expected, in English.
  public var english: String {
    switch self {
    case .rule: "24/7, months (Jan-Dec), weekdays (Mo-Su), PH, times (08:00-20:00), off or closed"
    case .restOfRule: "weekdays (Mo-Su), PH, times (08:00-20:00), off, or ; and another rule"
    case .endOfRule: "; or , and another rule, or the end"
    case .weekdayOrHoliday: "a weekday (Mo, Tu, We, Th, Fr, Sa, Su) or PH"
    case .weekday: "a weekday (Mo, Tu, We, Th, Fr, Sa, Su)"
    case .month: "a month (Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec)"
    case .day(let first, let last): "a day of the month from \(first) to \(last)"
    case .startTime: "a time from 00:00 to 23:59"
    case .endTime: "a time from 00:00 to 48:00"
    case .dash: "- and the time at which it ends"
    case .colon: ": between hours and minutes"
    case .minutes: "minutes from 00 to 59, in two digits"
    case .space: "a space"
    case .fewerParts: "no more than \(OpeningHoursParser.mostParts) rules, times and months all together"
    }
  }

  /// What was expected, in Chinese.
  public var chinese: String {
    switch self {
    case .rule: " 24/7、月份（Jan-Dec）、星期（Mo-Su）、PH、时段（08:00-20:00）、off 或 closed"
    case .restOfRule: "星期（Mo-Su）、PH、时段（08:00-20:00）、off，或英文分号 ; 及下一条规则"
    case .endOfRule: "英文分号 ; 或英文逗号 , 及下一条规则，或到此结束"
    case .weekdayOrHoliday: "星期（Mo、Tu、We、Th、Fr、Sa、Su）或 PH"
    case .weekday: "星期（Mo、Tu、We、Th、Fr、Sa、Su）"
    case .month: "月份（Jan、Feb、Mar、Apr、May、Jun、Jul、Aug、Sep、Oct、Nov、Dec）"
    case .day(let first, let last): " \(first) 至 \(last) 之间的日期"
    case .startTime: " 00:00 至 23:59 之间的时刻"
    case .endTime: " 00:00 至 48:00 之间的时刻"
    case .dash: "英文连字符 - 及结束时刻"
    case .colon: "时与分之间的英文冒号 :"
    case .minutes: "两位数的分钟（00 至 59）"
    case .space: "空格"
    case .fewerParts: "不超过 \(OpeningHoursParser.mostParts) 项规则、时段与月份"
    }
  }
}
