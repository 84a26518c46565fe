/// A chart as SVG.
enum ChartTemplate {
  static let name = "chart"

  static let text = """
    <svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{{id}}-title {{id}}-desc" \
    viewBox="0 0 {{boxWidth}} {{boxHeight}}" width="{{boxWidth}}" height="{{boxHeight}}"{{{wholeLook}}}>
    <title id="{{id}}-title">{{title}}</title>
    <desc id="{{id}}-desc">{{description}}</desc>
    {{#shapes}}
    {{#rectangle}}
    <rect class="{{kind}}" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"{{{look}}}\
    {{#fill}} fill="{{.}}"{{/fill}}>{{#tip}}<title>{{.}}</title>{{/tip}}</rect>
    {{/rectangle}}
    {{#line}}
    <line class="{{kind}}" x1="{{x1}}" y1="{{y1}}" x2="{{x2}}" y2="{{y2}}"{{{look}}}/>
    {{/line}}
    {{#path}}
    <path class="{{kind}}" d="{{data}}"{{{look}}}/>
    {{/path}}
    {{#dot}}
    <circle class="{{kind}}" cx="{{x}}" cy="{{y}}" r="{{radius}}"{{{look}}}><title>{{tip}}</title></circle>
    {{/dot}}
    {{#text}}
    <text class="{{kind}}" x="{{x}}" y="{{y}}" text-anchor="{{anchor}}"{{{look}}}>{{text}}</text>
    {{/text}}
    {{/shapes}}
    </svg>

    """
}
