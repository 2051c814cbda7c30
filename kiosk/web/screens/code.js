// The code of a booked visit: typed on a keypad of its signs; and what the check-in has come to.

import { html, nothing } from "/static/vendor/lit-html.js";
import { LENGTH, SIGNS } from "../booked.js";
import { icon } from "../icons.js";
import { keyHint, primary, screen, staffed, title } from "./parts.js";

export function code(scene) {
  const { visit, words } = scene;
  const { t } = words;
  const typed = visit.code;
  const lead = html`${title(t("code.title"))}
    <p class="hint" data-spoken>${t("code.hint")}</p>
    ${visit.reason ? html`<p class="notice" role="alert" data-spoken>${icon("help")}<span>${t("code_refused.code_unknown")}</span></p>` : nothing}
    <p class="code" role="status" aria-label=${t("code.typed", { code: [...typed].join(" ") || t("code.nothing") })}>
      ${Array.from({ length: LENGTH }, (_, place) => html`<span aria-hidden="true">${typed[place] ?? ""}</span>`)}
    </p>`;
  const keypad = html`<div class="keypad" role="group" aria-label=${t("code.keypad")}>
      ${SIGNS.map((sign) => html`<button data-sign=${sign} @click=${() => scene.typeSign(sign)}>${sign}</button>`)}
      <button data-erase aria-label=${t("code.erase")} @click=${scene.eraseSign}>${icon("back")}</button>
    </div>
    ${
      typed.length === LENGTH
        ? primary(t("code.check_in"), scene.confirm, "check")
        : html`<p class="primary waiting" aria-hidden="true">${t("code.check_in")}</p>`
    }`;
  return screen("typing", lead, keypad);
}

/** The check-in was refused: why, and what can be done. */
export function codeRefused(scene) {
  const { visit, words } = scene;
  const { t } = words;
  const { code: why, detail } = visit.reason;
  return screen(
    "refusal",
    html`<div class="picture" aria-hidden="true">${icon(why.startsWith("too_") ? "clock" : "help")}</div>
      ${title(t(`code_refused.${why}`))}
      <p class="hint" role="alert" data-spoken>${explained(scene, why, detail)}</p>
      ${staffed(scene)}`,
    primary(t("nav.restart"), scene.leave, "restart"),
  );
}

/** A group's meeting has an attendance list and no tickets. */
export function attending(scene) {
  const { t } = scene.words;
  return screen(
    "refusal",
    html`<div class="picture" aria-hidden="true">${icon("check")}</div>
      ${title(t("attending.title"))}
      <p class="hint" role="status" data-spoken>${t("attending.text")}</p>`,
    primary(t("done.finish"), scene.leave, "check"),
  );
}

const WHEN = /(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d)$/;

function explained({ view, words: { t } }, why, detail) {
  const [, year, month, day, time] = WHEN.exec(detail) ?? [];
  const today = view.now.startsWith(`${year}-${month}-${day}`);
  if (why === "too_early" && time)
    return t(today ? "code_refused.from" : "code_refused.from_day", {
      time,
      day: `${Number(day)}.${month}.${year}`,
    });
  if (why === "checked_in_already" && detail) return t("code_refused.number", { number: detail });
  return t("code_refused.ask");
}

/** The way in for who has booked, beside the first choice. */
export function bookedButton(scene) {
  const { view, shown, words } = scene;
  const first = shown === "groups" || (shown === "services" && !scene.visit.group);
  if (!view.appointments || !first || scene.visit.further.length > 0) return nothing;
  return html`<button class="booked" data-booked @click=${() => scene.askCode()}>
    ${keyHint("B")}${icon("ticket")}<span>${words.t("code.booked")}</span>
  </button>`;
}
