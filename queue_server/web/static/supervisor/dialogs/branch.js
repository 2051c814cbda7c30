// What concerns the whole branch: suspending it, a fire, going on; texts on displays; the end of an alarm.

import { command, LANGUAGES } from "/static/floor/page.js";
import { choices, selectField, sheet, textField, tick } from "/static/floor/sheet.js";
import { nameOf, phrase, plain, plainNameOf } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";

export function suspend(page, form) {
  const { view, language } = page.state;
  const whole = form.scope === "branch";
  return suspension(page, form, {
    title: whole
      ? page.t("suspend.title")
      : html`${page.t("service.suspend")}: ${nameOf(view.services, form.scope, language)}`,
    lead: page.t("suspend.lead"),
    text: page.t("verb.suspend"),
    body: whole ? {} : { service: form.scope },
  });
}

export function fire(page, form) {
  return suspension(page, form, {
    title: page.t("fire.title"),
    lead: page.t("fire.lead"),
    text: page.t("fire.submit"),
    body: { fire: true },
    danger: true,
  });
}

function suspension(page, form, { title, lead, text, body, danger }) {
  const { view, language } = page.state;
  const known = view.suspension_reasons;
  const reason = form.own.trim() || form.reason || (danger ? known.at(-1)?.id : known[0]?.id) || "";
  return sheet(page, {
    title,
    lead,
    body: html`${
      known.length
        ? choices(page, {
            name: "reason",
            legend: page.t("suspend.why"),
            options: known.map(({ id, name }) => ({ id, text: phrase(name, language) })),
            chosen: form.own.trim() ? null : reason,
          })
        : nothing
    }
    ${textField(page, { name: "own", label: page.t("suspend.own"), value: form.own, focus: !known.length })}`,
    submit: { text, ready: Boolean(reason), danger },
    onSubmit: () =>
      command(page, `${page.path}/suspend`, { reason, ...body }, page.t("suspend.said")),
  });
}

export function resume(page) {
  return sheet(page, {
    title: page.t("resume.title"),
    lead: page.t("resume.lead"),
    body: nothing,
    submit: { text: page.t("verb.resume_branch") },
    onSubmit: () => command(page, `${page.path}/resume`, {}, page.t("resume.said")),
  });
}

const MINUTES = ["15", "30", "60", "120", "240", ""];

export function message(page, form) {
  const { view, language } = page.state;
  const office = new Set(view.office.languages);
  const spoken = LANGUAGES.filter(({ id }) => office.has(id));
  const text = Object.fromEntries(
    spoken.map(({ id }) => [id, (form[`text_${id}`] ?? "").trim()]).filter(([, typed]) => typed),
  );
  const all = { id: "", text: page.t("message.all_displays") };
  const displays = view.displays.map(({ id }) => ({
    id,
    text: plainNameOf(view.displays, id, language),
  }));
  return sheet(page, {
    title: page.t("message.add"),
    lead: page.t("message.lead"),
    body: html`${spoken.map(({ id, name }, at) =>
      textField(page, {
        name: `text_${id}`,
        label: html`<span lang=${id}>${name}</span>`,
        value: form[`text_${id}`],
        lang: id,
        focus: at === 0,
      }),
    )}
      ${selectField(page, { name: "display", label: page.t("message.where"), options: [all, ...displays], value: form.display })}
      ${selectField(page, {
        name: "minutes",
        label: page.t("by_hand.how_long"),
        options: MINUTES.map((id) => ({
          id,
          text: id ? page.t("time.minutes", { minutes: id }) : page.t("message.until_removed"),
        })),
        value: form.minutes,
      })}
      ${tick(page, { name: "urgent", label: page.t("message.is_urgent"), value: form.urgent })}
      ${tick(page, { name: "running", label: page.t("message.is_running"), value: form.running })}`,
    submit: { text: page.t("message.submit"), ready: Object.keys(text).length > 0 },
    onSubmit: () =>
      command(
        page,
        `${page.path}/messages`,
        {
          text,
          displays: form.display ? [form.display] : [],
          urgent: form.urgent,
          running: form.running,
          minutes: form.minutes ? Number(form.minutes) : null,
        },
        page.t("message.said", { text: plain(text, language) }),
      ),
  });
}

export function endAlarm(page, form) {
  return sheet(page, {
    title: page.t("alarm.end_title"),
    body: textField(page, {
      name: "note",
      label: page.t("alarm.note"),
      value: form.note,
      focus: true,
    }),
    submit: { text: page.t("alarm.end") },
    onSubmit: () =>
      command(
        page,
        `${page.path}/alarms/${form.alarm}/end`,
        { note: form.note },
        page.t("alarm.ended"),
      ),
  });
}
