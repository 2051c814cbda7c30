// The dialogs by name.

import { endAlarm, fire, message, resume, suspend } from "./branch.js";
import { counter, forceClose, help, profile } from "./counter.js";
import { kiosk, service } from "./issue.js";

export const DIALOGS = {
  counter,
  help,
  profile,
  forceClose,
  service,
  kiosk,
  suspend,
  fire,
  resume,
  message,
  endAlarm,
};
