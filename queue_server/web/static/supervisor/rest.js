// The rest of a branch: its devices, the texts on its displays, and calls that somebody answers for.

import { command } from "/static/floor/page.js";
import { asHour, nameOf, phrase } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";

/** Devices with their faults: kiosks, printers, displays that are lost, agents and what hangs on them. */
export function devices(page) {
  const { view, language } = page.state;
  const lost = new Set(
    view.alerts.filter(({ kind }) => kind === "display_lost").map(({ display }) => display),
  );
  const any = [view.kiosks, view.printers, view.displays].some((found) => found.length > 0);
  return html`<section class="panel" aria-labelledby="devices-title">
    <h2 id="devices-title">${page.t("devices.title")}</h2>
    ${any ? nothing : html`<p class="empty">${page.t("devices.none")}</p>`}
    <ul class="devices">
      ${view.kiosks.map((kiosk) => kioskLine(page, kiosk))}
      ${view.printers.map((printer) =>
        deviceLine(
          page,
          phrase(printer.name, language),
          "word.printer",
          printer.ok ? (printer.state === "paper_near_end" ? "warn" : "good") : "bad",
          page.t(`printer.${printer.state}`),
        ),
      )}
      ${view.displays.map((display) =>
        deviceLine(
          page,
          phrase(display.name, language),
          "word.display",
          lost.has(display.id) ? "bad" : "none",
          page.t(lost.has(display.id) ? "devices.lost" : "devices.no_fault"),
        ),
      )}
      ${view.agents
        .filter((agent) => agent.state === "away")
        .map((agent) => deviceLine(page, agent.id, "devices.agent", "bad", page.t("devices.away")))}
      ${view.agents
        .filter((agent) => agent.state === "present")
        .flatMap(unplugged)
        .map((device) =>
          deviceLine(page, device.id, `devices.${device.kind}`, "bad", page.t("devices.lost")),
        )}
    </ul>
  </section>`;
}

/** Boards, keypads and scanners that their agent does not reach; printers are told by themselves. */
function unplugged(agent) {
  return agent.devices.filter(
    ({ kind, state }) =>
      ["board_line", "keypad", "scanner"].includes(kind) && ["offline", "error"].includes(state),
  );
}

function deviceLine(page, name, kind, state, words, more = nothing) {
  return html`<li class="device">
    <span class="device-name">${name} <span class="note">${page.t(kind)}</span></span>
    <span class="chip" data-kind=${state}>${words}</span>
    ${more}
  </li>`;
}

function kioskLine(page, kiosk) {
  const { language } = page.state;
  const button = html`<button
    type="button"
    class="action small"
    @click=${() => page.ask("kiosk", { kiosk: kiosk.id, until: "day_end", reason: "" })}
  >
    ${page.t(kiosk.open ? "kiosk.close" : "kiosk.open")}
  </button>`;
  const suspended = page.state.view.suspended !== null;
  const issuing = suspended ? "services.suspended" : "services.issuing";
  const words = page.t(kiosk.open ? issuing : "services.closed_by_hand");
  return deviceLine(
    page,
    phrase(kiosk.name, language),
    "word.kiosk",
    kiosk.open && !suspended ? "good" : "warn",
    words,
    button,
  );
}

/** The texts that were put on displays by hand. */
export function messages(page) {
  const { view, language } = page.state;
  if (!view.messages.length) return nothing;
  const remove = (id) => () =>
    command(page, `${page.path}/messages/${id}/remove`, {}, page.t("message.removed"));
  return html`<section class="panel" aria-labelledby="messages-title">
    <h2 id="messages-title">${page.t("message.title")}</h2>
    <ul class="devices">
      ${view.messages.map(
        (message) => html`<li class="device">
          <span class="device-name"
            >${message.urgent ? html`<b>${page.t("message.urgent")}:</b> ` : nothing}${phrase(message.text, language)}
            <span class="note"
              >${message.until ? page.t("by_hand.until", { hour: asHour(message.until, language, view.time_zone) }) : page.t("by_hand.open_end")}</span
            ></span
          >
          <button type="button" class="action small" @click=${remove(message.id)}>
            ${page.t("message.remove")}
          </button>
        </li>`,
      )}
    </ul>
  </section>`;
}

/** Today's calls out of order and changed priorities, with who answers for them. */
export function deviations(page) {
  const { view, deviations, language } = page.state;
  return html`<section class="panel" aria-labelledby="deviations-title">
    <h2 id="deviations-title">${page.t("deviations.title")}</h2>
    ${
      deviations.length
        ? html`<ol class="deviations">
            ${deviations.map(
              (one) => html`<li>
                <b>${(one.after?.number ?? one.before?.number) || one.subject}</b>
                ${page.t(`deviation.${one.kind}`)} ${changed(page, one)} ·
                ${asHour(one.at, language, view.time_zone)} ${one.name ? html`· ${one.name}` : nothing}
                <span class="note">${one.reason ?? page.t("deviations.no_reason")}</span>
              </li>`,
            )}
          </ol>`
        : html`<p class="empty">${page.t("deviations.none")}</p>`
    }
  </section>`;
}

function changed(page, one) {
  const { view, language } = page.state;
  if (one.after?.position) return page.t(`position.${one.after.position}`);
  if (one.after?.class) return nameOf(view.classes, one.after.class, language);
  const passed = one.after?.why?.passed ?? [];
  return passed.length
    ? page.t("deviations.before", { numbers: passed.map(({ number }) => number).join(", ") })
    : "";
}
