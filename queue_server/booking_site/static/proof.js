// Works for a place before it is asked for. Without this script a mailed link does instead.
const form = document.querySelector("form[data-proof]");
const { proof } = form.elements;
const said = document.getElementById("proof-said");
let working = false;
let sent = false;

function solved(challenge) {
  return new Promise((resolve, reject) => {
    const worker = new Worker("/static/proof-worker.js");
    const end = (settle, value) => {
      worker.terminate();
      settle(value);
    };
    worker.addEventListener("message", ({ data }) => end(resolve, data));
    worker.addEventListener("error", () => end(reject, new Error("the worker failed")));
    worker.postMessage(challenge);
  });
}

async function work(submitter) {
  working = true;
  said.hidden = false;
  try {
    const response = await fetch("/proof", { cache: "no-store" });
    const challenge = await response.json();
    const { algorithm, challenge: hash, salt, signature } = challenge;
    const number = await solved(challenge);
    proof.value = btoa(JSON.stringify({ algorithm, challenge: hash, number, salt, signature }));
  } catch {
    proof.value = "none"; // the site offers a mailed link instead
  }
  form.requestSubmit(submitter);
}

form.addEventListener("submit", (event) => {
  if (proof.value && !sent) {
    sent = true;
    return;
  }
  event.preventDefault();
  if (!working) work(event.submitter);
});

// A page that comes back from the browser's memory works anew: each answer counts once.
window.addEventListener("pageshow", () => {
  working = false;
  sent = false;
  said.hidden = true;
  proof.value = "";
});
