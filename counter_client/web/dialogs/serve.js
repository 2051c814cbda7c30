// Someone at the desk who took no ticket: the service, the language, how many cases.

import { html } from "/static/vendor/lit-html.js";
import { find, phrase } from "../names.js";
import { choices, frame, isWhole, textField } from "./frame.js";

export const serve = {
  start: ({ branch, view }) => ({
    service: servicesOf(branch, view)[0]?.id ?? null,
    language: branch.languages[0].id,
    cases: "1",
  }),
  still: ({ view }) => view.open && !view.ticket,
  show(desk, form) {
    const { view, branch, language } = desk.state;
    const most = find(branch.services, form.service)?.max_cases ?? 1;
    return frame(desk, {
      title: desk.t("verb.serve"),
      body: html`${choices(desk, {
        name: "service",
        legend: desk.t("word.service"),
        options: servicesOf(branch, view).map(({ id, name }) => ({
          id,
          text: phrase(name, language),
        })),
        chosen: form.service,
        choose: (service) => desk.fill({ service, cases: "1" }),
        kind: "choices-tall",
      })}
        <div class="fields">
          <label class="field"
            >${desk.t("ticket.language")}
            <select
              name="visitor-language"
              @change=${(event) => desk.fill({ language: event.target.value })}
            >
              ${branch.languages.map(({ id, name }) => html`<option value=${id} lang=${id} ?selected=${id === form.language}>${name}</option>`)}
            </select></label
          >
          ${textField(desk, { name: "cases", label: desk.t("word.cases"), value: form.cases, type: "number", min: 1, max: most })}
        </div>`,
      submit: {
        text: desk.t("verb.start"),
        ready: form.service !== null && isWhole(form.cases, 1, most),
      },
      onSubmit: () => desk.commands.serveNew(form),
    });
  },
};

/** The services of this counter's profile first, then the others. */
function servicesOf(branch, view) {
  const own = new Set(find(branch.profiles, view.profile)?.services ?? []);
  return [
    ...branch.services.filter(({ id }) => own.has(id)),
    ...branch.services.filter(({ id }) => !own.has(id)),
  ];
}
