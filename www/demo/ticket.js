// The demo's ticket form: shows what it would send, and sends nothing.

const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const sent = /** @type {HTMLElement} */ (document.querySelector("#sent"));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const rows = [...new FormData(form)].map(([name, value]) => {
    const row = document.createElement("div");
    row.append(Object.assign(document.createElement("dt"), { textContent: name }));
    row.append(Object.assign(document.createElement("dd"), { textContent: String(value) || "(empty)" }));
    return row;
  });
  sent.querySelector("dl")?.replaceChildren(...rows);
  sent.hidden = false;
  sent.focus();
});
