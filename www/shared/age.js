// How long ago a day was, and which articles nobody has looked at for too long.

const DAY = 86_400_000;
/** After how many days without a change readers are warned. */
const OLD = 365;

/** How long ago a day was, in words.
 * @param {string} day @param {string} lang */
export function age(day, lang) {
  const days = Math.round((Date.parse(day) - Date.now()) / DAY);
  const format = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  if (Math.abs(days) < 14) return format.format(Math.min(days, 0), "day");
  if (Math.abs(days) < 60) return format.format(Math.round(days / 7), "week");
  if (Math.abs(days) < 700) return format.format(Math.round(days / 30.44), "month");
  return format.format(Math.round(days / 365.25), "year");
}

/** What warns of an article that was not changed for a year, or is past the day of its review.
 * @param {{ updated?: string, reviewBy?: string }} days
 * @param {{ lastChecked(age: string): string, reviewDue(age: string): string }} say @param {string} lang
 * @returns {string} nothing where there is nothing to warn of */
export function staleness({ updated, reviewBy }, say, lang) {
  const past = (/** @type {string | undefined} */ day) => (day ? (Date.now() - Date.parse(day)) / DAY : 0);
  const isDue = past(reviewBy) > 1;
  if (!isDue && past(updated) <= OLD) return "";
  const said = [
    updated && say.lastChecked(age(updated, lang)),
    isDue && reviewBy && say.reviewDue(age(reviewBy, lang)),
  ];
  return said.filter(Boolean).join(" ");
}
