public import RestStations

/// A page to hang up at a station: its name, what it offers, and a QR code that checks a visitor in.
public struct StationPoster: Sendable {
  /// As on the sign; wrapped and shrunk to fit.
  public var name: String
  /// Where it stands.
  public var address: String?
  /// What else is to be known, such as when it is open; each is printed in both languages.
  public var lines: [Bilingual]
  /// The labels of what works there, in the order in which they are printed.
  public var amenities: [Bilingual]
  /// Printed small, for whoever reports a fault.
  public var id: StationID
  /// The address that the QR code holds, at most 2331 bytes.
  public var link: String

  public init(
    id: StationID, name: String, address: String? = nil, lines: [Bilingual] = [], amenities: [Bilingual], link: String
  ) {
    (self.id, self.name, self.address, self.lines) = (id, name, address, lines)
    (self.amenities, self.link) = (amenities, link)
  }

  /// The page as SVG in UTF-8: A4, upright, a unit to a millimetre.
  ///
  /// - Throws: `.badRequest` when ``link`` is empty or too long.
  public func svg() throws(YizhanError) -> String {
    let code = try QRCode(link)
    var page = PosterPage(title: name)
    page.band(Bilingual("Rest station", "驿站"))
    // From the top down: each box begins where the one before it may end.
    page.text(name, box: .init(top: 34, height: 44), sizes: 4...19, bold: true)
    if let address { page.text(address, box: .init(top: 79, height: 15), maximumLines: 2, sizes: 3...6) }
    let height = 16 / Double(max(lines.count, 2))
    for (number, line) in lines.enumerated() {
      let text = line.chinese == line.english ? line.chinese : "\(line.chinese) · \(line.english)"
      page.text(
        text, box: .init(top: 95 + Double(number) * height, height: height), maximumLines: 1, sizes: 2...5)
    }
    page.code(code, top: 112, side: 88)
    page.text("用手机扫码，登记一次到访", box: .init(top: 201, height: 11), sizes: 3...8, bold: true)
    page.text("Scan with your phone to log your visit", box: .init(top: 211, height: 7), sizes: 3...5)
    page.grid(amenities, top: 223, height: 56)
    page.footer(id.text)
    return page.finished()
  }
}
