// What is wrong with the office configuration, in the reader's language.

/** The server's words for what is wrong, where the catalogue has them too: [pattern, key]. */
const FAULTS = [
  [/^is missing$/, "missing"],
  [/^is no key of this part/, "unknown_key"],
  [/^should have at least 1 character/, "empty"],
  [/^should have at least (?<count>\d+) items?/, "too_few"],
  [/^should have at most (?<count>\d+) (items?|characters?)/, "too_many"],
  [/^should be greater than or equal to (?<limit>[\d.]+)/, "least"],
  [/^should be greater than (?<limit>[\d.]+)/, "more_than"],
  [/^should be less than or equal to (?<limit>[\d.]+)/, "most"],
  [/^should be a valid (integer|number)/, "number"],
  [/^should be a (text|valid string)/, "text_needed"],
  [/^should (have keys of its own|be a valid (list|dictionary))/, "keys_needed"],
  [/^should be ('|\d|a valid boolean)/, "choice"],
  [/^'?(?<value>.*?)'? stands there twice/, "twice"],
  [/^'(?<value>.*)' is none of the branch's /, "none_of"],
  [/^('(?<value>.*)' )?is not among the office's languages/, "no_language"],
  [/^should be at most 40 lower-case letters/, "id"],
  [/^should be the code of a language/, "language_code"],
  [/^should be at most three Latin capital letters/, "prefix"],
  [/^should be one to four digits or Latin capital letters/, "label"],
  [/^should be lines without/, "lines"],
  [/^should be one line without/, "line"],
  [/^should be a colour/, "colour"],
  [/^should be a time of day/, "clock"],
  [/^should be the name or the address of a host/, "host"],
  [/^should be a path in the media folder/, "media_path"],
  [/^should be where the server has it/, "served"],
  [/^should be an address that begins with http/, "web_address"],
  [/^(should be|'.*' is not) an interval/, "interval"],
  [/^the interval .* ends before it begins/, "interval_order"],
  [/^the intervals .* overlap/, "overlap"],
  [/^'.*' is not a date/, "date"],
  [/^the days off end on .* before they begin/, "days_order"],
  [/^(?<value>\S+) is an exceptional day already/, "day_twice"],
  [/^'.*' is not a time zone/, "time_zone"],
  [/^this time is over/, "time_over"],
  [/^there is no office in it/, "no_office"],
  [/^there are (?<count>\d+) drafts; discard some first/, "most_drafts"],
  [/^\d+ is no multiple of five minutes/, "five_minutes"],
  [/^a group needs a capacity/, "group_capacity"],
  [/^'(?<value>.*)' is a service of no branch/, "other_service"],
  [/^the built-in class '(?<value>.*)' is missing/, "class_missing"],
  [/^(?<last>\d+) comes before the first number, (?<first>\d+)/, "last_number"],
  [/^differs from that of .* numbers of the prefix '(?<value>.*)' are one series/, "one_series"],
  [/^'(?<value>.*)' is not among the counter's profiles/, "own_profile"],
  [/^should have one of host, serial, usb, cups, device/, "no_way"],
  [/^is the printer itself/, "itself"],
  [/^is the number of no code_page/, "page_number_alone"],
  [/^is missing; clones have no common one/, "page_number"],
  [/^'(?<value>.*)' is a message of the whole branch already/, "message_twice"],
  [/^'(?<value>.*)' is an agent already/, "agent_twice"],
  [/^'(?<value>.*)' is the place of another device/, "device_twice"],
  [/^('.*' is no path of a|should be a) device,? such as (?<example>[\w/]+)/, "device_path"],
  [/^'.*' is not four hexadecimal digits/, "hexadecimal"],
  [/^'(?<value>.*)' is no name of a print queue/, "queue_name"],
  [/^(a brace stands alone|the braces do not match)/, "brace"],
  [/^'?(?<value>\{[^}]*\})'? is none of /, "unknown_field"],
  [/^'(?<value>\{\w+\})' is missing/, "needed_field"],
  [/^'(?<value>.*)' is no text of this page/, "no_text"],
  [/^needs a text for each of the forms/, "number_forms"],
  [/^is none of the forms/, "no_form"],
  [/^should be one text, which has no forms/, "one_form"],
  [/^no text without conditions says \{number\}/, "no_number"],
  [/^should have either serial or input/, "serial_or_input"],
  [/ names a port, which stands apart/, "host_port"],
  [/^only a group's meeting has a meeting_link/, "group_meets"],
  [/^a service by phone that is booked from home needs/, "phone_asked"],
  [/^in \{.*\} stands more than a name/, "more_than_name"],
  [/^only a service with tickets, by phone or video/, "from_home"],
  [/^a service by video that is joined from home needs/, "room_link"],
  [/^names neither \{room\} nor \{counter\}/, "one_room"],
  [/^there is no file/, "no_file"],
  [/ is no WAV file$/, "no_wav"],
  [/( is neither a picture nor a video|can be shown)$/, "no_media"],
  [/ is neither PNG nor JPEG$/, "no_picture"],
  [/; a logo has /, "large_logo"],
  [/ (is none of png, |does not begin as )/, "not_media"],
  [/^a file has at most /, "large_file"],
  [/^(nothing of it has come|an earlier part is missing)/, "upload_lost"],
];

/** What is only doubtful. */
const DOUBTS = [
  [/^has no text in (?<languages>.*?)(, the office's own language.*)?$/, "untranslated"],
  [/^'(?<value>.*)' before digits reads like one of them/, "like_digit"],
  [/^'(?<first>.*)' and '(?<second>.*)' sound alike/, "sound_alike"],
  [/^'(?<first>.*)' and '(?<second>.*)' look alike/, "look_alike"],
  [/^'(?<first>.*)' and '(?<second>.*)' are alike to readers of Cyrillic/, "cyrillic_alike"],
  [/^no counter has a profile that serves it/, "unserved"],
  [/^is routed by language, and no counter serves it in (?<languages>.*)/, "unspoken"],
  [/^no counter opens with it/, "unused_profile"],
  [/^its tickets are issued past the end of its hours on (?<day>\w+)/, "past_hours"],
  [/^(?<count>\d+) of its counters are offered the profile '(?<value>.*)'/, "plan"],
  [/^'(?<value>.*)' is the name of no key/, "no_key"],
  [/^no display shows its calls/, "unseen"],
  [/^no display speaks in its sound area/, "unheard"],
  [/^has no directions/, "no_directions"],
  [/^offers nothing that is ever open/, "never_open"],
  [/^there is no branch yet/, "no_branch"],
  [/^booked visits take (?<share>\S+) of its counters; above (?<limit>\S+) they/, "booked_full"],
];

/** What tickets, appointments and open counters still need, and what came into force before. */
const NEEDED = [
  [/^'(?<value>.*)' is still needed by (?<numbers>.*)/, "needed_by"],
  [/^'(?<value>.*)' is still in use: /, "still_used"],
  [/^'(?<value>.*)' has (?<count>\d+) appointments/, "has_appointments"],
  [/^counter '(?<value>.*)' is open; close it first/, "counter_open"],
  [/^counter '(?<value>.*)' works with '(?<profile>.*)'; close it first/, "counter_works"],
  [/^can change once these have ended: (?<numbers>.*)/, "once_ended"],
  [/^(?<name>.*) has published revision (?<revision>\d+) meanwhile$/, "newer"],
];

const ALL = [...FAULTS, ...DOUBTS, ...NEEDED];

/** What is wrong, in the reader's language where there are words for it, else as the server says it. */
export function faultWords(t, message) {
  for (const [pattern, key] of ALL) {
    const found = pattern.exec(message);
    if (found) return t(`fault.${key}`, told(t, found.groups ?? {}));
  }
  return message;
}

/** What kept a draft from coming into force by itself: [{path, message}], without a path of all of it. */
export function failuresOf(text) {
  return text.split(/; (?=office\b)/).map((line) => {
    const [, path = null, message = line] = /^(office[^:\s]*): (.*)$/.exec(line) ?? [];
    return { path, message };
  });
}

/** What a message names; days in the reader's words, and how many more there are by a sign. */
function told(t, { day, numbers, ...named }) {
  return {
    ...named,
    day: day ? t(`key.${day}`) : "",
    numbers: numbers?.replace(/ and (\d+) more$/, " (+$1)") ?? "",
  };
}
