// Remembers keys over a reload of the page, in this tab's session.

const KEPT = 300;

export class Memory {
  #name;

  constructor(name) {
    this.#name = name;
    this.keys = JSON.parse(sessionStorage.getItem(name) ?? "[]");
  }

  add(key) {
    if (this.keys.includes(key)) return;
    this.keys = [...this.keys, key].slice(-KEPT);
    this.#save();
  }

  remove(key) {
    this.keys = this.keys.filter((one) => one !== key);
    this.#save();
  }

  #save() {
    sessionStorage.setItem(this.#name, JSON.stringify(this.keys));
  }
}
