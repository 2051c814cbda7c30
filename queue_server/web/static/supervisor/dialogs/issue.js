// Where tickets are issued: a service or a kiosk is opened and closed by hand.

import { command, part } from "/static/floor/page.js";
import { choices, sheet, textField } from "/static/floor/sheet.js";
import { find, phrase } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";

/** A service: open or close it by hand, suspend or resume it. */
export function service(page, form) {
  const { view, language } = page.state;
  const here = find(view.services, form.service);
  const alone = view.suspended_services.some(({ service: id }) => id === here.id);
  const path = `${page.path}/services/${part(here.id)}`;
  const by = here.by_hand;
  const closes = here.open || here.reason === "suspended" ? !by || by.open : false;
  const hand = closes ? "close" : "open";
  return sheet(page, {
    title: phrase(here.name, language),
    body: html`<div class="menu">
        <button
          type="button"
          class="action"
          data-go="suspend-service"
          autofocus
          @click=${() =>
            alone
              ? command(page, `${page.path}/resume`, { service: here.id }, page.t("resume.said"))
              : page.ask("suspend", { scope: here.id, reason: "", own: "" })}
        >
          ${page.t(alone ? "service.resume" : "service.suspend")}
        </button>
      </div>
      ${choices(page, {
        name: "until",
        legend: page.t(`service.${hand}`),
        options: [
          { id: "day_end", text: page.t("by_hand.day_end") },
          { id: "changed", text: page.t("by_hand.changed") },
        ],
        chosen: form.until,
        focus: false,
      })}
      ${textField(page, { name: "reason", label: page.t("field.reason"), value: form.reason })}`,
    submit: { text: page.t(`service.${hand}_submit`) },
    onSubmit: () =>
      command(
        page,
        `${path}/${hand}`,
        { until: form.until, reason: form.reason },
        page.t(`service.${hand}_said`),
      ),
  });
}

export function kiosk(page, form) {
  const { view, language } = page.state;
  const here = find(view.kiosks, form.kiosk);
  const hand = here.open ? "close" : "open";
  return sheet(page, {
    title: html`${page.t(`kiosk.${hand}`)}: ${phrase(here.name, language)}`,
    body: html`${
      here.open
        ? choices(page, {
            name: "until",
            legend: page.t("by_hand.how_long"),
            options: [
              { id: "day_end", text: page.t("by_hand.day_end") },
              { id: "changed", text: page.t("by_hand.changed") },
            ],
            chosen: form.until,
          })
        : nothing
    }
    ${textField(page, { name: "reason", label: page.t("field.reason"), value: form.reason })}`,
    submit: { text: page.t(`kiosk.${hand}`) },
    onSubmit: () =>
      command(
        page,
        `${page.path}/kiosks/${part(here.id)}/${hand}`,
        { until: form.until, reason: form.reason },
        page.t(`kiosk.${hand}_said`),
      ),
  });
}
