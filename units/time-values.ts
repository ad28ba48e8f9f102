/** Time spans and calendar events as systemd reads them (systemd.time(7)). */

const unit =
  'microseconds|microsecond|seconds|second|sec|s|minutes|minute|min|months|month|M|milliseconds|millisecond|msec|ms|m|hours|hour|hr|h|days|day|d|weeks|week|w|years|year|y|nanoseconds|nanosecond|nsec|ns|usec|us|µs|μs';
const component = new RegExp(
  `[ \\t\\r\\n]*\\+?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)[ \\t\\r\\n]*(?:(?:${unit})(?![A-Za-zµμ]))?`,
  'y',
);

/** `20`, `5min 20s`, `1.5h`, `2h30min`, `infinity`. */
export function isTimeSpan(value: string): boolean {
  if (/^[ \t\r\n]*infinity[ \t\r\n]*$/.test(value)) return true;
  const text = value.trimEnd();
  if (text === '') return false;
  for (let position = 0; position < text.length; ) {
    component.lastIndex = position;
    if (!component.test(text)) return false;
    position = component.lastIndex;
  }
  return true;
}

const calendarWords =
  /^(minutely|hourly|daily|weekly|monthly|quarterly|semi-?annually|bi-?annually|half-?yearly|yearly|annually|anually)$/i;
const weekday = '(?:mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?';
const weekdays = new RegExp(`^${weekday}(?:(?:\\.\\.|-|,)${weekday})*,?$`, 'i');
const dateOrTime = /^[0-9*][0-9*,./~-]*$/;
const time = /^[0-9*][0-9*,./]*(?::[0-9*,./]+){1,2}$/;
const zone = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

/**
 * Whether this has the form of a calendar event. Generous: what it lets through may still be refused by systemd
 * (`systemd-analyze calendar` knows), what it refuses is refused by systemd too.
 */
export function isCalendarEvent(value: string): boolean {
  const words = value.trim().split(/[ \t]+/);
  if (/^@[0-9.]+$/.test(value.trim())) return true;
  if (words.length > 1 && zone.test(words.at(-1) ?? '') && !weekdays.test(words.at(-1) ?? '')) words.pop();
  if (words.length === 1 && calendarWords.test(words[0] ?? '')) return true;
  return (
    words.length > 0 &&
    words.every(
      (word) =>
        weekdays.test(word) || dateOrTime.test(word) || time.test(word) || /^[0-9*T:.,/~-]+$/.test(word),
    )
  );
}
