// The media folder: uploading a file in parts, choosing one of those there, deleting what nothing names.
// A `host` has the page's `frame`, its texts `t` and `draw()`.

import { get, newKey, post, Refusal } from "/static/js/api.js";
import { localeOf } from "/static/js/texts.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { attempt } from "./head.js";

/** Bytes of a part: its body is small enough for the contract, and for a slow network. */
const PART = 96 * 1024;
const RETRY_SECONDS = 30;
const LONGEST_NAME = 80;
const UNITS = [
  ["gigabyte", 1e9],
  ["megabyte", 1e6],
  ["kilobyte", 1e3],
];
/** What a browser's dialogue offers, by what is shown or played. */
export const ACCEPTED = {
  logo: ".png,.jpg,.jpeg",
  shown: ".png,.jpg,.jpeg,.webp,.mp4,.webm",
  sound: ".wav",
  any: ".png,.jpg,.jpeg,.webp,.mp4,.webm,.wav",
};

/** What is on its way, by the field that it was chosen in: {name, share, stopped}. */
const running = new Map();
let folder = null;

/** The files of the folder, as far as they are known; the host is drawn again once they are. */
export function mediaFiles(host) {
  if (!folder) {
    folder = { files: [] };
    refresh(host);
  }
  return folder.files;
}

async function refresh(host) {
  await attempt(host, async () => {
    folder = await get("/office/media");
  });
  host.draw();
}

/** The button that uploads a file; while one is on its way, how far it is, and what stops it. */
export function uploading(host, id, accept, keep) {
  const { t } = host;
  const now = running.get(id);
  if (!now)
    return html`<label class="button"
      >${t("media.upload")}
      <input class="visually-hidden" id=${`${id}-file`} type="file" accept=${accept} @change=${(event) => upload(host, id, event.target, accept, keep)}
    ></label>`;
  return html`<span class="upload">
    <label for=${`${id}-progress`}>${t("media.sending", { name: now.name })}</label>
    <progress id=${`${id}-progress`} max="1" .value=${now.share}></progress>
    <span>${percent(host, now.share)}</span>
    <button type="button" id=${`${id}-stop`} @click=${() => (now.stopped = true)}>${t("admin.cancel")}</button>
  </span>`;
}

/** Upload the chosen file; `keep` gets {file, url}: its place in the folder, its address. */
async function upload(host, id, input, accept, keep) {
  const [file] = input.files;
  if (!file) return;
  input.value = "";
  if (!accept.split(",").some((ending) => file.name.toLowerCase().endsWith(ending))) {
    const kinds = accept.replaceAll(",", ", ");
    host.frame.tell(host.t("media.other_kind", { kinds }), "bad"); // a dialogue offers all files too
    return;
  }
  const largest = folder?.largest_bytes ?? Number.POSITIVE_INFINITY;
  if (file.size > largest) {
    host.frame.tell(host.t("media.too_large", { size: size(host, largest) }), "bad");
    return;
  }
  const now = { name: file.name, share: 0, stopped: false };
  running.set(id, now);
  drawAndFocus(host, `${id}-stop`);
  await attempt(host, async () => {
    const kept = await send(host, file, now);
    if (!kept) return;
    await refresh(host);
    keep(kept);
    host.frame.tell(host.t("media.kept", { name: kept.file }));
  });
  running.delete(id);
  drawAndFocus(host, `${id}-file`);
}

/** Send the file part by part; null where it was stopped. What cannot be completed is forgotten. */
async function send(host, file, now) {
  const key = newKey();
  const about = { name: file.name.slice(-LONGEST_NAME), upload: key, size_bytes: file.size };
  try {
    for (let at = 0; !now.stopped; at += PART) {
      const content = await base64(host, file.slice(at, at + PART));
      const body = { ...about, at, content };
      const kept = await post("/office/media", body, { retrySeconds: RETRY_SECONDS });
      if (kept.file) return kept;
      now.share = Math.min(1, (at + PART) / file.size);
      host.draw();
    }
  } catch (refusal) {
    now.stopped = true;
    throw refusal;
  } finally {
    if (now.stopped) post("/office/media/cancel", { upload: key }).catch(() => {}); // cleared in time
  }
  return null;
}

/** A part's bytes; a file that was changed or taken away meanwhile cannot be read any more. */
function base64({ t }, part) {
  const lost = { status: 0, code: "invalid", errors: [{ message: t("fault.upload_lost") }] };
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1] ?? "");
    reader.onerror = () => reject(new Refusal(lost));
    reader.readAsDataURL(part);
  });
}

/** What had the focus may be gone: it goes on to what took its place. */
function drawAndFocus(host, id) {
  host.draw();
  if (document.activeElement === document.body) document.getElementById(id)?.focus();
}

function percent({ frame }, share) {
  return new Intl.NumberFormat(localeOf(frame.language), { style: "percent" }).format(share);
}

function size({ frame }, bytes) {
  const [unit, of] = UNITS.find(([, least]) => bytes >= least) ?? UNITS.at(-1);
  const about = { style: "unit", unit, maximumSignificantDigits: 3 };
  return new Intl.NumberFormat(localeOf(frame.language), about).format(bytes / of);
}

/** All files, with what names each, as a part of a page. */
export function mediaCard(host) {
  const { t, frame } = host;
  const files = mediaFiles(host);
  const may = frame.may("office.edit");
  return html`<section class="card" aria-labelledby="media">
    <h2 id="media">${t("media.title")}</h2>
    <p>${t("media.text", { size: size(host, folder.largest_bytes ?? 0), free: size(host, folder.free_bytes ?? 0) })}</p>
    ${
      files.length > 0
        ? html`<table aria-labelledby="media">
            <thead>
              <tr>
                ${["file", "kind", "size", "used"].map((key) => html`<th scope="col">${t(`media.${key}`)}</th>`)}
                <th scope="col"><span class="visually-hidden">${t("overview.actions")}</span></th>
              </tr>
            </thead>
            <tbody>
              ${files.map((one) => row(host, one, may))}
            </tbody>
          </table>`
        : nothing
    }
    ${may ? html`<p class="buttons">${uploading(host, "media-folder", ACCEPTED.any, () => {})}</p>` : nothing}
  </section>`;
}

function row(host, { file, url, kind, size_bytes, in_force, drafts }, may) {
  const { t } = host;
  const used = [...(in_force ? [t("media.in_force")] : []), ...drafts];
  return html`<tr>
    <th scope="row"><a href=${url} target="_blank">${file}</a></th>
    <td>${t(`media.${kind}`)}</td>
    <td>${size(host, size_bytes)}</td>
    <td>${used.length > 0 ? used.join(", ") : t("media.unused")}</td>
    <td class="row-buttons">
      ${may && used.length === 0 ? html`<button type="button" class="small" aria-label=${t("media.delete_one", { name: file })} @click=${() => remove(host, file)}>${t("media.delete")}</button>` : nothing}
    </td>
  </tr>`;
}

async function remove(host, file) {
  const { t, frame } = host;
  const yes = await frame.ask({
    title: t("media.delete_one", { name: file }),
    text: t("media.delete_text"),
    yes: t("media.delete"),
    danger: true,
  });
  if (!yes) return;
  await attempt(host, () => post("/office/media/remove", { file }));
  await refresh(host);
}

addEventListener("beforeunload", (event) => {
  if (running.size > 0) event.preventDefault();
});
