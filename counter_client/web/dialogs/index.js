// The dialogs by name: `start` gives the form's first content, `still` whether the dialog makes
// sense (`ticket`: whom it was opened about), `show` draws it, `follow` takes up what changed in the queue.

import { alarm } from "./alarm.js";
import { close } from "./close.js";
import { finish } from "./finish.js";
import { help } from "./help.js";
import { missed } from "./missed.js";
import { more } from "./more.js";
import { park } from "./park.js";
import { parked } from "./parked.js";
import { pause } from "./pause.js";
import { precedence } from "./precedence.js";
import { serve } from "./serve.js";
import { settle } from "./settle.js";
import { takeover } from "./takeover.js";
import { transfer } from "./transfer.js";
import { waiting } from "./waiting.js";

export const DIALOGS = {
  alarm,
  close,
  finish,
  help,
  missed,
  more,
  park,
  parked,
  pause,
  precedence,
  serve,
  settle,
  takeover,
  transfer,
  waiting,
};
