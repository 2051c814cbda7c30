// From a number and its day to the page of that ticket.

import { refusalWords } from "/static/floor/page.js";
import { plain } from "/static/floor/words.js";
import { get } from "/static/js/api.js";
import { html, nothing } from "/static/vendor/lit-html.js";

export function ticketSearch(page) {
  const { ticket, tickets, branches, language } = page.state;
  const want = (changes) => page.set({ ticket: { ...ticket, ...changes } });
  const field = (name, type) => html`<label class="field">
    <span>${page.t(`ticket.${name}`)}</span>
    <input
      name="ticket_${name}"
      type=${type}
      required
      maxlength="20"
      .value=${ticket[name]}
      @input=${(event) => want({ [name]: event.target.value })}
    />
  </label>`;
  return html`<form
    class="panel asked"
    @submit=${(event) => {
      event.preventDefault();
      search(page);
    }}
  >
    <h2>${page.t("ticket.title")}</h2>
    <label class="field">
      <span>${page.t("word.branch")}</span>
      <select name="ticket_branch" @change=${(event) => want({ branch: event.target.value })}>
        ${branches.map(({ id, name }) => html`<option value=${id} ?selected=${id === ticket.branch}>${plain(name, language)}</option>`)}
      </select>
    </label>
    ${field("day", "date")} ${field("number", "text")}
    <button type="submit" class="action">${page.t("ticket.find")}</button>
    <p class="found" role="status">
      ${
        tickets === null
          ? nothing
          : tickets.length
            ? tickets.map(({ id, number }) => html`<a href="/audit/tickets/${id}">${number}</a> `)
            : page.t("ticket.none")
      }
    </p>
  </form>`;
}

async function search(page) {
  const { branch, day, number } = page.state.ticket;
  const query = new URLSearchParams({ day, number: number.trim() });
  try {
    const tickets = await get(`/branches/${encodeURIComponent(branch)}/audit/tickets?${query}`);
    page.set({ tickets });
  } catch (refusal) {
    page.say(refusalWords(page, refusal), "bad");
  }
}
