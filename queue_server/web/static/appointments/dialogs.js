// What is done to a visit: book one for someone, check it in, move or cancel it.

import { command, LANGUAGES, part } from "/static/floor/page.js";
import { choices, selectField, sheet, textField } from "/static/floor/sheet.js";
import { find, nameOf, plainNameOf } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { chosenTime, timeFields } from "./slots.js";
import { dayOf, momentWords } from "./times.js";

export const DIALOGS = { visit, book, move, cancel, checkIn, verify };

const CONTACT = ["name", "phone", "email", "reference"];

/** What can be done to a visit now. */
function visit(page, { visit: now }) {
  const { view, language } = page.state;
  const when = momentWords(now.start, language, view.time_zone);
  const changeable = now.state === "booked" && Date.parse(now.start) > page.clock();
  const comes = now.state === "booked" || now.state === "no_show";
  const day = dayOf(now.start, view.time_zone);
  return sheet(page, {
    title: `${when} · ${now.code}`,
    lead: html`${nameOf(page.state.bookable, now.service, language)} · ${page.t(`stage.${now.state}`)}`,
    body: html`<div class="menu">
        ${button(page, "verify", comes && bound(now), { visit: now, holder: "" })}
        ${button(page, "checkIn", comes, { visit: now, decision: "rules" })}
        ${button(page, "move", changeable, { visit: now, service: now.service, cases: now.cases, day, time: "" })}
        ${button(page, "cancel", changeable, { visit: now, reason: "" })}
      </div>
      ${changeable || comes ? nothing : html`<p class="note">${page.t("visit.over")}</p>`}`,
  });
}

function button(page, name, possible, form) {
  if (!possible) return nothing;
  return html`<button type="button" class="action" data-go=${name} @click=${() => page.ask(name, form)}>
    ${page.t(`${name}.button`)}
  </button>`;
}

/** Hold a place, then book it: both at once for whoever stands here. */
function book(page, form) {
  const { language, bookable } = page.state;
  const service = find(bookable, form.service);
  const asked = CONTACT.filter((name) => service.asks[name] !== "none");
  const missing =
    asked.some((name) => service.asks[name] === "required" && !form[name]?.trim()) ||
    (bound(service) && !form.holder?.trim());
  const time = chosenTime(page, form);
  return sheet(page, {
    title: page.t("book"),
    body: html`${selectField(page, {
      name: "service",
      label: page.t("word.service"),
      options: bookable.map(({ id }) => ({ id, text: plainNameOf(bookable, id, language) })),
      value: form.service,
      focus: true,
    })}
    ${service.max_cases > 1 ? casesField(page, service, form) : nothing}
    ${timeFields(page, form)}
    ${selectField(page, {
      name: "language",
      label: page.t("word.language"),
      options: LANGUAGES.map(({ id, name }) => ({ id, text: name })),
      value: form.language ?? language,
    })}
    ${asked.map((name) =>
      textField(page, {
        name,
        label: html`${page.t(`contact.${name}`)}${service.asks[name] === "required" ? " *" : ""}`,
        value: form[name],
        most: name === "name" ? 80 : 250,
      }),
    )}
    ${bound(service) ? holderField(page, service.holder, form) : nothing}`,
    submit: { text: page.t("book.submit"), ready: Boolean(time) && !missing },
    onSubmit: () => bookNow(page, form, time, asked),
  });
}

async function bookNow(page, form, time, asked) {
  const contact = Object.fromEntries(
    asked.map((name) => [name, form[name]?.trim()]).filter(([, said]) => said),
  );
  const { language: spoken = page.state.language } = form;
  const visit = {
    service: form.service,
    cases: Number(form.cases),
    language: spoken,
    contact,
    ...time,
  };
  const held = await command(page, `${page.path}/appointments`, visit);
  if (!held) return;
  const who = { contact, holder: form.holder };
  const booked = await command(page, `/appointments/${part(held.token)}/confirm`, who);
  if (booked) page.say(page.t("book.said", { code: booked.code, when: when(page, booked) }));
  page.refresh();
}

function casesField(page, { max_cases: most }, form) {
  const options = Array.from({ length: most }, (_, at) => ({ id: String(at + 1), text: at + 1 }));
  return selectField(page, {
    name: "cases",
    label: page.t("word.cases"),
    options,
    value: String(form.cases),
  });
}

function move(page, form) {
  const { view, language } = page.state;
  const time = chosenTime(page, form);
  return sheet(page, {
    title: page.t("move.title", { code: form.visit.code }),
    lead: momentWords(form.visit.start, language, view.time_zone),
    body: timeFields(page, form),
    submit: { text: page.t("move.button"), ready: Boolean(time) },
    onSubmit: async () => {
      const moved = await command(page, `/appointments/${part(form.visit.token)}/move`, time);
      if (moved) page.say(page.t("move.said", { code: moved.code, when: when(page, moved) }));
      page.refresh();
    },
  });
}

function cancel(page, form) {
  return sheet(page, {
    title: page.t("cancel.title", { code: form.visit.code }),
    body: textField(page, {
      name: "reason",
      label: page.t("field.reason"),
      value: form.reason,
      focus: true,
    }),
    submit: { text: page.t("cancel.button"), danger: true },
    cancel: page.t("cancel.keep"),
    onSubmit: async () => {
      const said = page.t("cancel.said", { code: form.visit.code });
      await command(
        page,
        `/appointments/${part(form.visit.token)}/cancel`,
        { reason: form.reason },
        said,
      );
      page.refresh();
    },
  });
}

/** Whether a service or a visit is bound to who will come. */
function bound({ holder }) {
  return Boolean(holder) && holder !== "none";
}

function holderField(page, kind, form, focus = false) {
  return textField(page, {
    name: "holder",
    label: `${page.t(`holder.${kind}`)} *`,
    value: form.holder,
    most: 80,
    focus,
  });
}

/** Is it they who booked? What they say is compared; what was said then is shown to nobody. */
function verify(page, form) {
  return sheet(page, {
    title: page.t("verify.title", { code: form.visit.code }),
    body: holderField(page, form.visit.holder, form, true),
    submit: { text: page.t("verify.button"), ready: Boolean(form.holder.trim()) },
    onSubmit: async () => {
      const path = `/appointments/${part(form.visit.token)}/verify`;
      const answer = await command(page, path, { holder: form.holder });
      if (answer) page.say(page.t(`verify.${answer.matches}`), answer.matches ? "good" : "bad");
    },
  });
}

/** The visitor has come; too early or too late, reception decides. */
function checkIn(page, form) {
  const options = ["rules", "appointment", "walk_in"];
  return sheet(page, {
    title: page.t("checkIn.title", { code: form.visit.code }),
    body: choices(page, {
      name: "decision",
      legend: page.t("checkIn.legend"),
      options: options.map((id) => ({ id, text: page.t(`checkIn.${id}`) })),
      chosen: form.decision,
    }),
    submit: { text: page.t("checkIn.button") },
    onSubmit: async () => {
      const decision = form.decision === "rules" ? null : form.decision;
      const answer = await command(page, `${page.path}/check-in`, {
        code: form.visit.code,
        decision,
      });
      if (answer)
        page.say(
          answer.number
            ? page.t("checkIn.said", { number: answer.number })
            : page.t("checkIn.there"),
        );
      page.refresh();
    },
  });
}

function when(page, { start }) {
  return momentWords(start, page.state.language, page.state.view.time_zone);
}
