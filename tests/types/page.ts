// What a page in TypeScript may rely on: the API, the elements and their events. It is only
// checked, never run; each `@ts-expect-error` says that the types refuse a mistake.

import { type ContactDetail, type Hit, KedbSearch, type KnowledgeBase, open } from "../../www/kedb";

const kb: KnowledgeBase = await open("/errors/", { worker: false });
const { hits, unknownCodes, facets } = await kb.search("0x8004de40", {
  filters: { service: "vpn", severity: 2 },
  facets: true,
});
const titles: string[] = hits.map(({ title }: Hit) => title);
const article = await kb.article("KE-0042");
const steps = article?.sections.find(({ kind }) => kind === "workaround")?.nodes ?? [];
console.log(titles, unknownCodes, facets?.services[0].count, steps);
kb.close();

// @ts-expect-error: there is no such severity.
await kb.search("vpn", { filters: { severity: 9 } });
// @ts-expect-error: nobody knows whether there is an article.
console.log(article.title);

const search = document.querySelector("kedb-search");
if (search instanceof KedbSearch) {
  search.value = "printer";
  search.show("KE-0042");
  // @ts-expect-error: an id is a text.
  search.show(42);
}

const made = document.createElement("kedb-answer");
made.setAttribute("article", "KE-0042");
made.addEventListener("kedb:feedback", (event) => {
  event.preventDefault();
  const reason: "did-not-work" | "outdated" | "unclear" = event.detail.reason;
  console.log(reason, event.detail.comment);
});

// Events bubble: a page may listen where it likes.
const listen = ({ detail }: CustomEvent<ContactDetail>) => console.log(detail.id ?? "none", detail.tried.join());
document.addEventListener("kedb:contact", listen);
window.addEventListener("kedb:solved", ({ detail }) => console.log(detail.id, (detail.sinceTyping ?? 0) / 1000));
document.addEventListener("kedb:copy", ({ detail }) => {
  // @ts-expect-error: that is nothing that can be copied.
  if (detail.what === "title") console.log(detail.id);
});
