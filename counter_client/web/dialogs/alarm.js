// An emergency: one more press sends it to the supervisors; words are welcome, not needed.

import { frame, textField } from "./frame.js";

const LONGEST_TEXT = 500;

export const alarm = {
  start: () => ({ text: "" }),
  still: ({ view }) => !view.alarm,
  show(desk, form) {
    return frame(desk, {
      title: desk.t("alarm.title"),
      lead: desk.t("alarm.lead"),
      body: textField(desk, {
        name: "text",
        label: desk.t("alarm.text"),
        value: form.text,
        maxlength: LONGEST_TEXT,
        focus: true,
      }),
      submit: { text: desk.t("alarm.send"), ready: true, urgent: true },
      onSubmit: () => desk.commands.alarm(form),
    });
  },
};
