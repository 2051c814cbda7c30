// Line icons on a 24 × 24 grid. They only repeat what the words beside them say, so they stay silent.

import { html, svg } from "/static/vendor/lit-html.js";

const PATHS = {
  back: svg`<path d="M19 12H5m6-7-7 7 7 7" />`,
  onward: svg`<path d="M5 12h14m-6-7 7 7-7 7" />`,
  up: svg`<path d="m5 15 7-7 7 7" />`,
  down: svg`<path d="m5 9 7 7 7-7" />`,
  restart: svg`<path d="M4 5v6h6" /><path d="M4.5 11a8 8 0 1 1-.2 4.5" />`,
  plus: svg`<path d="M12 5v14M5 12h14" />`,
  check: svg`<path d="m5 12.5 5 5L19.5 7" />`,
  cross: svg`<path d="M6 6l12 12M18 6 6 18" />`,
  clock: svg`<circle cx="12" cy="12" r="9" /><path d="M12 7v5l3.5 2" />`,
  people: svg`<circle cx="9" cy="8" r="3.5" /><path d="M2.5 20c.6-4 3-6 6.5-6s5.9 2 6.5 6M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .9 3.2 2.8 3.5 5.5" />`,
  pin: svg`<path d="M12 21.5c4.5-5 7-8.5 7-12a7 7 0 1 0-14 0c0 3.5 2.5 7 7 12Z" /><circle cx="12" cy="9.5" r="2.5" />`,
  document: svg`<path d="M6 2.5h8l4.5 4.5v14.5H6Z" /><path d="M13.5 3v4.5H18M9 12.5h6M9 16.5h6" />`,
  ticket: svg`<path d="M6.5 2h11A1.5 1.5 0 0 1 19 3.5v10.4a1.6 1.6 0 0 0 0 3.2v3.4a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 20.5v-3.4a1.6 1.6 0 0 0 0-3.2V3.5A1.5 1.5 0 0 1 6.5 2Z" /><path d="M8 15.5h.01m2.65 0h.01m2.66 0h.01m2.66 0h.01M9 11l3-6 3 6M10.2 8.7h3.6M10 19h4" />`,
  slip: svg`<path d="M5 9V3h14v6M3 9h18v8h-3M3 9v8h3" /><path d="M6 13.5h12v8l-2-1.5-2 1.5-2-1.5-2 1.5-2-1.5-2 1.5Z" />`,
  no_slip: svg`<path d="M5 9V3h14v6M3 9h18v8h-3M3 9v8h3" /><path d="m8 14 8 7m0-7-8 7" />`,
  phone: svg`<rect x="6.5" y="2" width="11" height="20" rx="2.5" /><path d="M11 18.5h2" />`,
  shield: svg`<path d="M12 2.5 4.5 5.5v6c0 4.7 3 8.2 7.5 10 4.5-1.8 7.5-5.3 7.5-10v-6Z" /><path d="m8.5 12 2.5 2.5 4.5-5" />`,
  hand: svg`<path d="M8 13V5.5a1.5 1.5 0 0 1 3 0V11m0-.5V4a1.5 1.5 0 0 1 3 0v7m0-5.5a1.5 1.5 0 0 1 3 0V12m0-3.5a1.5 1.5 0 0 1 3 0V15c0 4-2.5 7-6.5 7-3.5 0-5-1.5-6.5-4l-3-5c-.8-1.5 1-2.8 2.3-1.5L8 13.5" />`,
  desk: svg`<circle cx="12" cy="6.5" r="3.5" /><path d="M5.5 16c.5-3.5 3-5 6.5-5s6 1.5 6.5 5M2 16h20v5H2Z" />`,
  door: svg`<path d="M5 21.5V3h14v18.5M2.5 21.5h19" /><path d="M15 12.5h.01" />`,
  exit: svg`<path d="M11 3h9v18h-9" /><path d="M3 12h11m-4-4 4 4-4 4" />`,
  away: svg`<path d="M3 3l18 18M5 12.5a10 10 0 0 1 4-2.5m4-.3a10 10 0 0 1 6 2.8M2 9a15 15 0 0 1 4.5-3M10 5a15 15 0 0 1 12 4M8.5 16a5 5 0 0 1 6.5-.3M12 20h.01" />`,
  help: svg`<circle cx="12" cy="12" r="9.5" /><path d="M9 9.5a3 3 0 1 1 4.5 2.5c-1 .6-1.5 1.2-1.5 2.5M12 17.5h.01" />`,
  contrast: svg`<circle cx="12" cy="12" r="9.5" /><path d="M12 2.5v19a9.5 9.5 0 0 0 0-19Z" fill="currentColor" />`,
  large: svg`<path d="M2 19.5 8.5 4h1L16 19.5M4.5 14h9M15 19.5l3.5-8h.5l3.5 8M16.5 16.5H21" />`,
  low: svg`<rect x="3" y="2.5" width="18" height="19" rx="2" /><path d="M12 5.5v6m-3-3 3 3 3-3M6.5 15h11M6.5 18h11" />`,
  speech: svg`<path d="M3 9.5v5h4l5 4.5V5L7 9.5ZM15.5 9a4 4 0 0 1 0 6M18 6a8.5 8.5 0 0 1 0 12" />`,
};

export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${PATHS[name]}</svg>`;
}
