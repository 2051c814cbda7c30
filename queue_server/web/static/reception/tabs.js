// The tabs of the page, in their order. To add one, list it here: `text` is its key in the texts,
// `show(page)` draws it below the head, `dialogs` are its own by name, `count(view)` marks the tab.

import { desk } from "./desk.js";
import { DIALOGS } from "./dialogs.js";

export const TABS = [{ id: "desk", text: "tab.desk", show: desk, dialogs: DIALOGS }];
