// The forms work without this. It wears the reader's colours, keeps a form from being sent twice, and
// brings a page up to date on which nothing was typed yet.

import { followRevision } from "/static/js/revision.js";
import { followColourScheme } from "/static/js/theme.js";

followColourScheme();

for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
// Back from the next page, the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

followRevision(() => {
  const inputs = [...document.querySelectorAll("input")];
  const typed = inputs.some((input) => input.value !== input.defaultValue);
  const told = document.getElementById("problem"); // stays to be read
  if (!typed && !told) location.replace(location.href);
});
