// Why the counter stops calling for a while.

import { phrase } from "../names.js";
import { choices, frame } from "./frame.js";

export const pause = {
  start: ({ branch }) => ({ reason: branch.pause_reasons[0]?.id ?? "" }),
  still: ({ view }) => view.open && !view.paused,
  show(desk, form) {
    const { branch, language } = desk.state;
    return frame(desk, {
      title: desk.t("pause.title"),
      lead: desk.t("pause.lead"),
      body: choices(desk, {
        name: "reason",
        legend: desk.t("word.reason"),
        options: branch.pause_reasons.map(({ id, name }) => ({ id, text: phrase(name, language) })),
        chosen: form.reason,
        choose: (reason) => desk.fill({ reason }),
      }),
      submit: { text: desk.t("verb.pause"), ready: true },
      onSubmit: () => desk.commands.pause(form),
    });
  },
};
