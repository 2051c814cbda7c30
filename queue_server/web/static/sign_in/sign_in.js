// The forms work without this. It wears the reader's colours, and keeps a form from being sent twice.

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
