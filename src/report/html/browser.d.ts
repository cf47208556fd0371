// What the scripts of the page find beside them: `browser-files.ts` puts the drawing of diagrams before them.

declare const layoutDiagram: typeof import('./browser/diagram.js').layoutDiagram;
