import Crypto
import Foundation
import HTTPTypes
import RestStations

/// The description of the API as a page to read, made of the same pieces as the document: no script, nothing from
/// elsewhere.
struct ReferencePage {
  private let language: Language

  init(_ language: Language) {
    self.language = language
  }

  private static let style = """
    body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:0 auto;padding:1rem;color:#1b1b1b;background:#fff}
    h2{margin-top:3rem;border-bottom:2px solid #b3261e}h3{margin-top:2rem;overflow-wrap:anywhere}
    code{font-family:ui-monospace,monospace}table{border-collapse:collapse;width:100%}
    th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #ddd}
    .who{color:#595959}nav li{list-style:none}nav ul{padding-left:1rem}div{overflow-x:auto}a{color:#8c1d18}
    """

  /// What the page may load: nothing but its own style, known by its digest.
  static let policy: String = {
    let digest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
    return
      "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  }()

  var html: String {
    let title = told(APIDocument.title)
    let groups = APIGroup.allCases
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>\(Self.style)</style>
      </head>
      <body>
      <h1>\(title)</h1>
      <p>\(told(APIDocument.description)) <a href="\(DocumentController.document)">OpenAPI 3.0.3</a></p>
      <nav><ul>
      \(groups.map(contents).joined(separator: "\n"))
      </ul></nav>
      <main>
      \(groups.map(section).joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  private func operations(of group: APIGroup) -> [APIOperation] {
    APIDocument.operations.filter { $0.group == group }
  }

  private func contents(_ group: APIGroup) -> String {
    let calls = operations(of: group).map { "<li><a href=\"#\($0.name)\">\(call($0))</a></li>" }.joined()
    return "<li><a href=\"#\(group.rawValue)\">\(told(group.title))</a><ul>\(calls)</ul></li>"
  }

  private func section(_ group: APIGroup) -> String {
    "<h2 id=\"\(group.rawValue)\">\(told(group.title))</h2>\n"
      + operations(of: group).map(article).joined(separator: "\n")
  }

  private func article(_ operation: APIOperation) -> String {
    let details = operation.details.map { "<p>\(told($0))</p>" } ?? ""
    return """
      <article id="\(operation.name)">
      <h3>\(call(operation))</h3>
      <p>\(told(operation.summary)) <span class="who">\(told(operation.access.description))</span></p>
      \(details)
      \(parameters(of: operation))
      \(body(of: operation))
      \(answers(of: operation))
      </article>
      """
  }

  private func call(_ operation: APIOperation) -> String {
    "<code>\(operation.method.rawValue) \(MarkupText.escaped(operation.path))</code>"
  }

  private func parameters(of operation: APIOperation) -> String {
    table(
      [
        Bilingual("Parameter", "参数"), Bilingual("In", "位置"), Bilingual("Value", "取值"),
        Bilingual("Meaning", "含义"),
      ],
      operation.allParameters.map { parameter in
        [
          "<code>\(parameter.name)</code>\(parameter.isRequired ? " *" : "")", parameter.place.rawValue,
          words(parameter.schema.value), told(parameter.description),
        ]
      })
  }

  private func body(of operation: APIOperation) -> String {
    guard let body = operation.body else { return "" }
    return table(
      [Bilingual("Body", "请求体"), Bilingual("Value", "取值")],
      body.contents.map { ["<code>\($0.type)</code>", words($0.schema.value)] })
  }

  private func answers(of operation: APIOperation) -> String {
    let all = operation.answers + operation.allProblems.map(\.answer)
    return table(
      [Bilingual("Answer", "回答"), Bilingual("Meaning", "含义"), Bilingual("Type", "类型"), Bilingual("Headers", "响应头")],
      all.map { answer in
        let types = (answer.body?.contents ?? []).map { "<code>\($0.type)</code>" }.joined(separator: "<br>")
        return [
          String(answer.status), told(answer.description), types,
          answer.headers.map(\.name).joined(separator: ", "),
        ]
      })
  }

  private func table(_ heads: [Bilingual], _ rows: [[String]]) -> String {
    let head = heads.map { "<th scope=\"col\">\(told($0))</th>" }.joined()
    let body = rows.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" }.joined(separator: "\n")
    return "<div><table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)\n</tbody>\n</table></div>"
  }

  private func words(_ schema: DocumentValue) -> String {
    MarkupText.escaped(SchemaWords(language).words(schema))
  }

  private func told(_ text: Bilingual) -> String {
    MarkupText.escaped(text.text(in: language))
  }
}

/// Text as it may stand in HTML.
private enum MarkupText {
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
