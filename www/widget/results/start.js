// What is shown before anything is typed. Only what really is broken stands below "Broken right
// now": otherwise people would learn to overlook that heading.

/** @typedef {import("../../kedb.d.ts").FirstHit} Hit */

/** For how many days a change is news. */
const NEWS = 14;
/** From this level on an error is severe. */
const SEVERE = 2;

/** Whether an article is about something that is broken now: it is pinned, or it was changed in
 * the last days and is severe or under investigation.
 * @param {Hit} hit @param {number} [now] */
export function isBroken({ pinned, status, severity = 4, updated }, now = Date.now()) {
  if (pinned) return true;
  const days = updated ? (now - Date.parse(updated)) / 86_400_000 : Infinity;
  const isOpen = status !== "fixed" && status !== "wont-fix";
  return days <= NEWS && isOpen && (severity <= SEVERE || status === "investigating");
}

/** What is broken now, and what else is known, the latest first.
 * @param {Hit[]} hits @param {number} limit
 * @returns {{ broken: Hit[], latest: Hit[] }} */
export function atStart(hits, limit) {
  const broken = hits.filter((hit) => isBroken(hit)).slice(0, limit);
  const others = hits.filter((hit) => !isBroken(hit) && hit.status !== "fixed" && hit.status !== "wont-fix");
  others.sort((one, other) => (other.updated ?? "").localeCompare(one.updated ?? ""));
  return { broken, latest: others.slice(0, limit - broken.length) };
}
