/// A report as a page, and a table of it. The page is XML too.
enum HTMLReportTemplate {
  static let name = "page"

  static let text = """
    <!DOCTYPE html>
    <html lang="{{lang}}">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>{{title}} {{period}}</title>
    <style>
    \(HTMLReportStyle.text)</style>
    </head>
    <body>
    <main>
    <header>
    <h1>{{title}}</h1>
    <p class="period">{{periodName}}{{colon}}{{period}}</p>
    <p>{{filtersName}}{{colon}}{{filters}}</p>
    </header>
    <section>
    <h2>{{headline}}</h2>
    <div class="cards">
    {{#cards}}
    <div class="card">
    <div class="name">{{name}}</div>
    <div class="value">{{value}}</div>
    {{#notes}}
    <div class="note">{{.}}</div>
    {{/notes}}
    </div>
    {{/cards}}
    </div>
    {{#comparison}}
    {{>table}}
    {{/comparison}}
    </section>
    {{#sections}}
    <section>
    <h2>{{heading}}</h2>
    <div class="{{layout}}">
    {{#chart}}
    <figure>
    {{>chart}}
    </figure>
    {{/chart}}
    {{#parts}}
    <div>
    {{#subheading}}
    <h3>{{.}}</h3>
    {{/subheading}}
    {{#table}}
    {{>table}}
    {{/table}}
    {{#notes}}
    <p class="note">{{.}}</p>
    {{/notes}}
    </div>
    {{/parts}}
    </div>
    </section>
    {{/sections}}
    <footer>
    {{#meanings}}
    <p>{{.}}</p>
    {{/meanings}}
    <p>{{madeAtName}}{{colon}}{{madeAt}}</p>
    </footer>
    </main>
    </body>
    </html>

    """

  static let tableName = "table"

  static let table = """
    <div class="scroll"><table class="{{style}}">
    <thead><tr>{{#columns}}<th scope="col" class="{{kind}}">{{name}}{{#detail}}<small>{{.}}</small>{{/detail}}</th>\
    {{/columns}}</tr></thead>
    <tbody>
    {{#lines}}
    <tr{{#isTotal}} class="total"{{/isTotal}}>{{#cells}}{{#isHead}}<th scope="row" class="{{kind}}">{{text}}</th>\
    {{/isHead}}{{^isHead}}<td class="{{kind}}">{{text}}</td>{{/isHead}}{{/cells}}</tr>
    {{/lines}}
    </tbody>
    </table></div>

    """
}
