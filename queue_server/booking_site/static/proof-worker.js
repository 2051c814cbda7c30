// Finds the number whose SHA-256 after the salt is the challenge (ALTCHA).
const TOGETHER = 500;
const encoder = new TextEncoder();

async function hashOf(text) {
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

addEventListener("message", async ({ data }) => {
  const { challenge, salt, maxNumber } = data;
  for (let first = 0; first <= maxNumber; first += TOGETHER) {
    const numbers = Array.from({ length: TOGETHER }, (_, step) => first + step);
    const hashes = await Promise.all(numbers.map((number) => hashOf(`${salt}${number}`)));
    const found = hashes.indexOf(challenge);
    if (found >= 0) {
      postMessage(first + found);
      return;
    }
  }
  postMessage(null);
});
