/// How a report's page looks, on screens and on paper of A4.
enum HTMLReportStyle {
  static let text = """
    :root {
      --ink: #1c2733; --soft: #5b6673; --line: #d6dde3; --faint: #eef1f4;
      --accent: #0f6b78; --second: #c0782a; --tint: #e3f0f1;
      color-scheme: light;
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; background: #fff; color: var(--ink); font-size: 15px; line-height: 1.5;
      font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC",
        system-ui, sans-serif;
    }
    main { max-width: 1120px; margin: 0 auto; padding: 36px 28px 28px; }
    header { border-bottom: 3px solid var(--accent); padding-bottom: 14px; margin-bottom: 26px; }
    h1 { margin: 0 0 6px; font-size: 28px; line-height: 1.25; }
    h2 { margin: 0 0 12px; font-size: 19px; line-height: 1.3; color: var(--accent); }
    h3 { margin: 0 0 8px; font-size: 15px; }
    header p { margin: 0; color: var(--soft); }
    header .period { color: var(--ink); font-size: 17px; font-variant-numeric: tabular-nums; }
    section { margin: 0 0 38px; }
    figure { margin: 0; }
    svg { display: block; max-width: 100%; height: auto; font-size: 13px; overflow: visible; }
    .cards { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 12px; margin: 0 0 20px; }
    .card { border: 1px solid var(--line); border-radius: 6px; padding: 12px 12px 10px; }
    .card .name { color: var(--soft); font-size: 13px; line-height: 1.3; }
    .card .value { font-size: 25px; line-height: 1.35; font-weight: 600; font-variant-numeric: tabular-nums; }
    .pair { display: grid; grid-template-columns: minmax(0, 11fr) minmax(0, 9fr); gap: 36px; align-items: start; }
    .half { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 36px; align-items: start; }
    .half > figure { grid-column: 1 / -1; }
    .half > figure svg, .wide > figure svg { width: 100%; max-width: 820px; }
    .wide { display: grid; grid-template-columns: minmax(0, 1fr); gap: 18px; }
    table { width: 100%; border-collapse: collapse; font-size: 14px; line-height: 1.35; }
    th, td { padding: 4.5px 8px; border-bottom: 1px solid var(--faint); text-align: left; vertical-align: baseline; }
    th { font-weight: 400; overflow-wrap: break-word; }
    thead th {
      background: var(--tint); border-bottom: 1px solid var(--line); font-weight: 600; vertical-align: bottom;
    }
    tbody th { min-width: 6.5em; }
    thead small { display: block; color: var(--soft); font-weight: 400; white-space: nowrap; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .id { color: var(--soft); white-space: nowrap; }
    .total th, .total td { border-top: 1px solid var(--soft); border-bottom: 0; font-weight: 600; }
    .dense { font-size: 13px; }
    .dense th, .dense td { padding: 3px 8px; }
    .comparison th { white-space: nowrap; }
    .note { margin: 8px 0 0; color: var(--soft); font-size: 13px; }
    .card .note { margin: 0; color: var(--soft); font-size: 12.5px; line-height: 1.45; font-variant-numeric: tabular-nums; }
    footer { border-top: 1px solid var(--line); padding-top: 12px; color: var(--soft); font-size: 13px; }
    footer p { margin: 0 0 3px; }
    .grid { stroke: #e3e8ec; stroke-width: 1; }
    .base { stroke: #98a4af; stroke-width: 1; }
    .line { fill: none; stroke: var(--accent); stroke-width: 2.4; stroke-linejoin: round; stroke-linecap: round; }
    .line.second { stroke: var(--second); stroke-width: 1.6; stroke-dasharray: 5 4; }
    .area { fill: var(--accent); fill-opacity: 0.08; }
    .dot { fill: var(--accent); }
    .dot.second { fill: var(--second); }
    .bar { fill: var(--accent); }
    .cell { stroke: #fff; stroke-width: 1; }
    svg text { fill: var(--ink); font-variant-numeric: tabular-nums; }
    svg .mark { fill: var(--soft); font-size: 12px; }
    @media (max-width: 900px) {
      .pair, .half { grid-template-columns: minmax(0, 1fr); gap: 16px; }
      .cards { grid-template-columns: repeat(3, minmax(0, 1fr)); }
    }
    @media (max-width: 560px) {
      main { padding: 20px 14px; }
      .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); }
      .scroll { overflow-x: auto; }
    }
    @page { size: A4; margin: 14mm 13mm 15mm; }
    @media print {
      body { font-size: 10pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
      main { max-width: none; padding: 0; }
      .pair, .half { display: block; }
      .pair > * + *, .half > * + * { margin-top: 14px; }
      .half > figure { grid-column: 1 / -1; }
    .half > figure svg, .wide > figure svg { width: 100%; max-width: 820px; }
    .wide { display: block; }
      .wide > * + * { margin-top: 14px; }
      section { margin-bottom: 22px; }
      table { font-size: 9pt; }
      th, td { padding: 3px 7px; }
      .dense, .dense th, .dense td { font-size: 8.5pt; }
      .dense th, .dense td { padding: 2px 6px; }
      .comparison { font-size: 8.5pt; }
      .comparison th, .comparison td { padding: 3px 5px; }
      svg { max-height: 235mm; }
      thead { display: table-header-group; }
      /* No heading without rows below it, no last row alone. */
      thead, tbody tr:nth-child(-n+2) { break-after: avoid; }
      tbody tr:nth-last-child(-n+2) { break-before: avoid; }
      tr, figure, .short, .card, .cards, footer { break-inside: avoid; }
      h2, h3 { break-after: avoid; }
    }

    """
}
