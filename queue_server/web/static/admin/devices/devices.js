// Devices: pair one by the code on its screen, see which there are, let one in no more.

import { openFrame, when } from "/static/admin/frame.js";
import { get, post } from "/static/js/api.js";
import { zoneIn } from "/static/js/zones.js";
import { html, nothing } from "/static/vendor/lit-html.js";

const REFRESH_MS = 5000;
/** Kind of device -> where a branch lists its places. */
const PLACES = { kiosk: "kiosks", display: "displays", board: "counters", agent: "agents" };

/** So many letters has a code, whatever stands between them. */
const CODE_LETTERS = 8;

const page = { branches: [], devices: null, wish: { kind: "kiosk" }, fault: null, busy: false };

let frame;
await openFrame({
  section: "devices",
  texts: ["/static/admin/devices/texts"],
  title: ({ t }) => t("devices.title"),
  page: draw,
});

async function load() {
  try {
    page.branches = await get("/devices/places");
    await refresh();
  } catch (refusal) {
    frame.tell(frame.refusal(refusal), "bad");
  }
}

async function refresh() {
  page.devices = await get("/devices");
  frame.draw();
}

function kindOf(kind) {
  return frame.t(kind === "agent" ? "devices.kind.agent" : `word.${kind}`);
}

function titleOf(device) {
  return device.name ?? `${kindOf(device.kind)}: ${placeOf(device)}`;
}

/** Where a device stands, in words; by ids what the office has no more. */
function placeOf({ kind, branch: id, place }) {
  const branch = page.branches.find((one) => one.id === id);
  const found = branch?.[PLACES[kind]]?.find((one) => one.id === place);
  return `${frame.say(found?.name) || place}, ${frame.say(branch?.name) || id}`;
}

async function approve(event) {
  event.preventDefault();
  const form = new FormData(event.target);
  const said = Object.fromEntries([...form].filter(([, value]) => value !== ""));
  page.busy = true;
  page.fault = null;
  frame.draw();
  try {
    const device = await post("/devices", said);
    event.target.reset();
    page.wish = { kind: said.kind, branch: said.branch };
    frame.tell(frame.t("devices.approved", { place: titleOf(device) }));
    await refresh();
  } catch (refusal) {
    page.fault = frame.refusal(refusal);
  }
  page.busy = false;
  frame.draw();
}

async function revoke(device) {
  const place = titleOf(device);
  const { t } = frame;
  const sure = await frame.ask({
    title: t("devices.revoke.title", { place }),
    text: t("devices.revoke.text"),
    yes: t("devices.revoke"),
    danger: true,
  });
  if (!sure) return;
  try {
    await post(`/devices/${device.id}/revoke`);
    frame.tell(t("devices.revoked", { place }));
    await refresh();
  } catch (refusal) {
    frame.tell(frame.refusal(refusal), "bad");
  }
}

/** Fill in the place whose page the screen was to show: it is still to be looked at before pairing. */
async function fillIn(event) {
  const code = event.target.value;
  if (code.replace(/[^a-z0-9]/gi, "").length !== CODE_LETTERS) return;
  const found = await get(`/devices/wish?code=${encodeURIComponent(code)}`).catch(() => null);
  if (!found?.kind) return;
  page.wish = { ...found, filledIn: true };
  frame.draw();
}

function wish(name) {
  return (event) => {
    page.wish = { ...page.wish, [name]: event.target.value, filledIn: false };
    frame.draw();
  };
}

function pairing() {
  const { t } = frame;
  const branch = page.branches.find(({ id }) => id === page.wish.branch) ?? page.branches[0];
  if (!branch) return nothing; // nowhere to pair a device to: not loaded yet, or a new office
  const places = branch[PLACES[page.wish.kind]] ?? [];
  const wished = places.find(({ id }) => id === page.wish.place) ?? places[0];
  return html`<form class="card pairing" @submit=${approve}>
    <h2>${t("devices.pair")}</h2>
    <p class="hint">${t("devices.hint")}</p>
    <div class="fields">
      <label>
        ${t("devices.code")}
        <input name="code" required maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false"
          aria-describedby="pairing-fault" @input=${fillIn} />
      </label>
      <label>
        ${t("devices.kind")}
        <select name="kind" @change=${wish("kind")}>
          ${Object.keys(PLACES).map(
            (kind) =>
              html`<option value=${kind} ?selected=${kind === page.wish.kind} .selected=${kind === page.wish.kind}>${kindOf(kind)}</option>`,
          )}
        </select>
      </label>
      <label>
        ${t("word.branch")}
        <select name="branch" @change=${wish("branch")}>
          ${page.branches.map(
            ({ id, name }) =>
              html`<option value=${id} ?selected=${id === branch.id} .selected=${id === branch.id}>${frame.say(name)}</option>`,
          )}
        </select>
      </label>
      <label>
        ${t("devices.place")}
        <select name="place" required @change=${wish("place")}>
          ${places.map(
            ({ id, name }) =>
              html`<option value=${id} ?selected=${id === wished.id} .selected=${id === wished.id}>${name ? `${frame.say(name)} (${id})` : id}</option>`,
          )}
        </select>
      </label>
      <label>
        ${t("devices.name")}
        <input name="name" maxlength="80" autocomplete="off" />
      </label>
    </div>
    <p class="hint" role="status">${page.wish.filledIn ? t("devices.wished") : ""}</p>
    <p id="pairing-fault" class="fault" role="alert">${page.fault ?? ""}</p>
    <p class="buttons"><button class="primary" ?disabled=${page.busy}>${t("devices.approve")}</button></p>
  </form>`;
}

function row(device) {
  const { t } = frame;
  const zone = zoneIn(frame.branches, device.branch);
  const seen = device.connections > 0 ? t("devices.now") : when(frame, device.seen_at, zone);
  return html`<li class="card">
    <h3>${device.page ? html`<a href=${device.page}>${titleOf(device)}</a>` : titleOf(device)}</h3>
    <p class="hint">${kindOf(device.kind)} · ${placeOf(device)}</p>
    ${device.known ? nothing : html`<p class="fault">${t("devices.unknown")}</p>`}
    <dl>
      <div><dt>${t("devices.seen")}</dt><dd>${seen || t("devices.never")} ${device.seen_from}</dd></div>
      <div><dt>${t("devices.paired")}</dt><dd>${when(frame, device.paired_at, zone)}</dd></div>
      <div><dt>${t("devices.version")}</dt><dd>${device.version ?? "–"}</dd></div>
    </dl>
    <button type="button" class="small danger" @click=${() => revoke(device)}
      aria-label=${`${t("devices.revoke")}: ${titleOf(device)}`}>${t("devices.revoke")}</button>
  </li>`;
}

function draw(given) {
  frame = given;
  const { t } = frame;
  return html`<h1>${t("devices.title")}</h1>
    ${pairing()}
    ${
      page.devices?.length === 0
        ? html`<p>${t("devices.none")}</p>`
        : html`<ul class="devices">${(page.devices ?? []).map(row)}</ul>`
    }`;
}

await load();
setInterval(() => refresh().catch(() => {}), REFRESH_MS);
