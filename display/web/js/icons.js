// The few pictures of the two pages, drawn with the text's colour.

import { html } from "/static/vendor/lit-html.js";

export const lostServer = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M3 3l18 18M8.5 15.5a5 5 0 0 1 5.6-1M5 12a10 10 0 0 1 4-2.4M2 8.5a15 15 0 0 1 4.2-2.8M12.5 9a10 10 0 0 1 6.5 3M10 4.6A15 15 0 0 1 22 8.5M12 19.5h.01" />
</svg>`;

export const sound = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" />
</svg>`;

export const warning = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M12 3.5L2.5 20h19zM12 10v4.5M12 17.4h.01" />
</svg>`;

export const information = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <circle cx="12" cy="12" r="9" /><path d="M12 11v5.5M12 7.6h.01" />
</svg>`;

/** An arrow that points `way`: "→" and the like; the words beside it say the same. */
export function arrow(way) {
  return html`<svg class="icon arrow" data-way=${way} viewBox="0 0 24 24" aria-hidden="true">
    <path d="M4 12h15M12.5 5.5L19 12l-6.5 6.5" />
  </svg>`;
}
