// Makes elements without ever parsing markup: whatever a text holds stays text.

const svgNamespace = "http://www.w3.org/2000/svg";

/** An element with attributes (`on` holds listeners, `false` and nothing leave one out) and children. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") {
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    } else if (value !== false && value !== undefined && value !== null) {
      node.setAttribute(key, value === true ? "" : value);
    }
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

/** A picture of `icons.svg`, which says nothing that the words beside it do not. */
export function icon(name) {
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(svgNamespace, "use");
  use.setAttribute("href", `/pages/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** The element of that id, which the page must have. */
export function byID(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no #${id}`);
  return node;
}

/** Shows or hides, for everyone alike. */
export function show(node, isShown) {
  node.hidden = !isShown;
}
