// The part of the page's script that draws diagrams: the layout as it is, and how its shapes become elements.

import { LAYOUT_FUNCTIONS, SIZES } from './html-diagram-layout.ts';

const DRAW = `
function drawShape(shape) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', shape.tag);
  for (const name of Object.keys(shape.attrs)) element.setAttribute(name, String(shape.attrs[name]));
  if (shape.text !== undefined) element.textContent = shape.text;
  for (const child of shape.children ?? []) element.append(drawShape(child));
  return element;
}
function drawDiagram(data, label) {
  return drawShape(layoutDiagram(data, label));
}`;

/** Defines `drawDiagram(data, label)` in the page: an SVG element from what `diagramData` gave; `label` is read aloud. */
export const DIAGRAM_SCRIPT = [
  `const SIZES = ${JSON.stringify(SIZES)};`,
  ...LAYOUT_FUNCTIONS.map(String),
  DRAW.trim(),
].join('\n');
