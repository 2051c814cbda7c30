// Line icons of the phone page; decorative, so hidden from assistive technology.

import { html, svg } from "/static/vendor/lit-html.js";

const SHAPES = {
  alert: svg`<path d="M12 8v5m0 3.5v.5M10.3 3.9 2.4 17.6A2 2 0 0 0 4.1 20.6h15.8a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0Z"/>`,
  bell: svg`<path d="M6 9a6 6 0 1 1 12 0c0 6 2.5 7.5 2.5 7.5h-17S6 15 6 9Zm4 11a2.2 2.2 0 0 0 4 0"/>`,
  bookmark: svg`<path d="M6 4h12v17l-6-4.5L6 21Z"/>`,
  camera: svg`<rect x="2.5" y="6" width="13" height="12" rx="2.5"/><path d="m15.5 11 6-3.500v9l-6-3.500"/>`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
  clock: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>`,
  cross: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  file: svg`<path d="M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8Zm0 0v5h5M9 13h6m-6 4h6"/>`,
  globe: svg`<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3Z"/>`,
  phone: svg`<path d="M6 3h3l1.500 5-2.200 1.500a12 12 0 0 0 6.200 6.200L16 13.500l5 1.500v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3Z"/>`,
  pin: svg`<path d="M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21Z"/><circle cx="12" cy="9.5" r="2.5"/>`,
  question: svg`<path d="M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4m0 3v.5"/><circle cx="12" cy="12" r="9.5"/>`,
  seat: svg`<path d="M7 12V5a2 2 0 0 1 4 0v8h6l2 7M7 12H5m2 0v3a2 2 0 0 0 2 2h7"/>`,
  walk: svg`<circle cx="13" cy="4" r="1.8"/><path d="m9 21 2.5-6L9.5 12l1-4.5L7 9v3.5M10.5 7.5l3 .500 1.5 3 3 1M11.5 15l3 2 1 4"/>`,
};

export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`;
}
