// Every screen by the step it shows.

import { html } from "/static/vendor/lit-html.js";
import { cases } from "./cases.js";
import { groups, services } from "./choosing.js";
import { attending, code, codeRefused } from "./code.js";
import { confirm } from "./confirm.js";
import { found } from "./found.js";
import { help, needs, visitorClass } from "./needs.js";
import { closed, officeClosed, offline, trouble } from "./refusals.js";
import { start } from "./start.js";
import { done, issuing } from "./ticket.js";

export const SCREENS = {
  start,
  groups,
  services,
  cases,
  needs,
  help,
  class: visitorClass,
  confirm,
  issuing,
  done,
  found,
  code,
  code_refused: codeRefused,
  attending,
  closed,
  trouble,
  offline,
  office_closed: officeClosed,
};

/** For the technician who set up the screen: why there is nothing to show. */
export function problem({ detail, code }) {
  return html`<main class="problem"><h1>${code}</h1><p>${detail}</p></main>`;
}
