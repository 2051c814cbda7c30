// What the first page shows: a pure function of the branches and the chosen language.

import { autonym } from "/static/js/languages.js";
import { say } from "/static/js/texts.js";
import { html, nothing } from "/static/vendor/lit-html.js";

const PICTURE = html`<div class="picture" aria-hidden="true">
  <div class="lift"><div class="slip"><i class="short"></i><strong>A042</strong><i></i><i></i><i class="short"></i></div></div>
  <div class="call"><span class="arrow">→</span><strong>5</strong></div>
</div>`;

export function page(branches, local, choose) {
  const { t } = local;
  return html`
    <header>
      <p class="brand"><img src="/static/icon.svg" alt="" width="40" height="40">Okienko</p>
      <nav aria-label=${t("word.language")}>
        ${local.languages.map(
          (id) =>
            html`<button lang=${id} aria-pressed=${String(id === local.language)} @click=${() => choose(id)}>${autonym(id)}</button>`,
        )}
      </nav>
    </header>
    <main>
      <section class="hero">
        <div>
          <h1>${t("title")}</h1>
          <p>${t("intro")}</p>
        </div>
        ${PICTURE}
      </section>
      ${local.lost ? html`<p class="lost" role="alert">${t("lost")}</p>` : nothing}
      ${branches ? office(branches, local) : nothing}
    </main>
    <footer>${links(branches?.[0]?.office.booking_url, local)}</footer>
  `;
}

function office(branches, local) {
  const { t } = local;
  if (!branches.length)
    return html`<p class="empty">${t("empty")} <a href="/admin">${t("administration")}</a></p>`;
  return html`${firstSteps(branches[0], local)}${branches.map((branch) => branchSection(branch, local))}`;
}

/** Four screens that show the product's main flow, in the order in which a newcomer opens them. */
function firstSteps({ id, kiosks, counters, displays }, { t }) {
  const steps = [
    [kiosks[0] && `/kiosk/${id}/${kiosks[0].id}`, "kiosk"],
    ["/virtual-printer", "slip"],
    [counters[0] && `/counter/${id}/${counters[0].id}`, "counter"],
    [displays[0] && `/display/${id}/${displays[0].id}`, "display"],
  ];
  return html`<section class="steps" aria-labelledby="steps-title">
    <h2 id="steps-title">${t("steps")}</h2>
    <ol>
      ${steps
        .filter(([address]) => address)
        .map(
          ([address, name], index) => html`<li>
            <a href=${address}>
              <span class="step" aria-hidden="true">${index + 1}</span>
              <b>${t(`step.${name}`)}</b>
              <span>${t(`step.${name}.text`)}</span>
            </a>
          </li>`,
        )}
    </ol>
  </section>`;
}

function branchSection(branch, local) {
  const { t, language } = local;
  const { id } = branch;
  return html`<section class="branch" aria-labelledby=${`branch-${id}`}>
    <div class="branch-head">
      <h2 id=${`branch-${id}`}>${say(branch.name, language)}</h2>
      <p>${say(branch.address, language)}</p>
    </div>
    <ul class="cards">
      ${["supervisor", "reception", "report"].map(
        (page) =>
          html`<li><a href=${`/${page}/${id}`}><b>${t(page)}</b><code>/${page}/${id}</code></a></li>`,
      )}
    </ul>
    <div class="screens">
      ${screens(t("kiosks"), branch.kiosks, (kiosk) => `/kiosk/${id}/${kiosk.id}`, language)}
      ${screens(t("displays"), branch.displays, (display) => `/display/${id}/${display.id}`, language)}
    </div>
    ${counters(branch, local)}
  </section>`;
}

function screens(title, items, address, language) {
  if (!items.length) return nothing;
  return html`<div>
    <h3>${title}</h3>
    <ul class="cards">
      ${items.map(
        (item) =>
          html`<li><a href=${address(item)}><b>${say(item.name, language) || item.id}</b><code>${address(item)}</code></a></li>`,
      )}
    </ul>
  </div>`;
}

function counters({ id, counters, zones }, { t, language }) {
  return html`<h3 id=${`counters-${id}`}>${t("counters")}</h3>
    <p class="hint">${t("counters.text")} <a href=${`/counter/${id}`}>${t("counters.choose")}</a></p>
    <table aria-labelledby=${`counters-${id}`}>
      <thead>
        <tr>
          <th scope="col">${t("word.counter")}</th>
          <th scope="col">${t("word.zone")}</th>
          <th scope="col">${t("state")}</th>
          <th scope="col">${t("panel")}</th>
          <th scope="col">${t("word.board")}</th>
        </tr>
      </thead>
      <tbody>
        ${counters.map((counter) => {
          const zone = zones?.find((one) => one.id === counter.zone);
          return html`<tr>
            <th scope="row">${say(counter.name, language) || counter.label || counter.id}</th>
            <td class="zone">${say(zone?.name, language)}</td>
            <td>${counterState(counter, t)}</td>
            <td><a href=${`/counter/${id}/${counter.id}`}><span class="narrow">${t("panel")}</span><code>/counter/${id}/${counter.id}</code></a></td>
            <td><a href=${`/board/${id}/${counter.id}`}><span class="narrow">${t("word.board")}</span><code>/board/${id}/${counter.id}</code></a></td>
          </tr>`;
        })}
      </tbody>
    </table>`;
}

function counterState({ open, paused }, t) {
  const name = open ? (paused ? "paused" : "open") : "closed";
  return html`<span class=${`state ${name}`}>${t(`counter.${name}`)}</span>`;
}

function links(bookingSite, { t }) {
  const items = [
    ...(bookingSite ? [[`${bookingSite}/`, "word.booking_site"]] : []),
    ["/admin", "administration"],
    ["/audit", "word.audit"],
    ["/virtual-printer", "word.virtual_printer"],
    ["/voice-test", "voice_test"],
    ["/api/v1/openapi.json", "api"],
    ["/metrics", "metrics"],
    ["/readyz", "ready"],
  ];
  return html`<h2>${t("more")}</h2>
    <ul class="cards">
      ${items.map(([address, key]) => html`<li><a href=${address}><b>${t(key)}</b><code>${address}</code></a></li>`)}
    </ul>`;
}
