// Somebody else works here, or this clerk elsewhere: says so, and asks before anything is taken over.

import { html } from "/static/vendor/lit-html.js";
import { asHour } from "../time.js";
import { frame } from "./frame.js";

export const takeover = {
  /** `problem` is the refusal that says who, or where. */
  start: (_state, problem) => ({ problem }),
  still: ({ view }) => !view.open,
  show(desk, { problem }) {
    const { view, branch, language } = desk.state;
    const elsewhere = problem?.code === "clerk_elsewhere";
    const { clerk, since } = problem ?? view.held ?? {};
    return frame(desk, {
      title: desk.t(elsewhere ? "takeover.elsewhere.title" : "takeover.held.title", {
        counter: view.label,
      }),
      body: html`<p>
        ${
          elsewhere
            ? desk.t("takeover.elsewhere.lead", { counter: problem.label, here: view.label })
            : desk.t("takeover.held.lead", {
                clerk,
                hour: since ? asHour(since, language, branch.time_zone) : "",
              })
        }
      </p>`,
      submit: {
        text: desk.t(elsewhere ? "takeover.elsewhere.yes" : "takeover.held.yes"),
        ready: true,
      },
      onSubmit: () => desk.commands.open({ take_over: true }),
    });
  },
};
