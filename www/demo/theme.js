// The page of themes: puts every search into the state that is chosen, and shows which part of
// it has which name.

const PARTS = [
  "trigger",
  "dialog",
  "close-button",
  "box",
  "input",
  "chip",
  "failure",
  "panel",
  "note",
  "filters",
  "filter",
  "list",
  "group",
  "group-heading",
  "result",
  "result-title",
  "result-why",
  "result-excerpt",
  "result-meta",
  "badge",
  "nothing",
  "skeleton",
  "more",
  "answer",
  "answer-title",
  "workaround",
  "no-workaround",
  "section",
  "symptoms",
  "cause",
  "fix",
  "body",
  "reasons",
  "facts",
  "helped",
  "feedback",
  "button",
  "primary-button",
];

/** Properties with their colours on light and on dark pages; those without are no colours.
 * @type {Record<string, [light: string, dark: string] | undefined>} */
const PROPERTIES = {
  font: undefined,
  "font-size": undefined,
  density: undefined,
  mono: undefined,
  radius: undefined,
  surface: ["#fff", "#15181e"],
  raised: ["#f5f7f9", "#1c2027"],
  text: ["#1a1f2b", "#e9ecf1"],
  muted: ["#566072", "#a5afbf"],
  line: ["#dde2e9", "#2d333d"],
  edge: ["#858e9e", "#6f7a8c"],
  accent: ["#0b5d7a", "#74c7e3"],
  "on-accent": ["#fff", "#06202a"],
  "accent-soft": ["#e4f0f5", "#17313c"],
  ok: ["#0f5c37", "#86dbab"],
  "ok-soft": ["#eaf6ef", "#11271b"],
  "ok-line": ["#1f8a52", "#33a56b"],
  warn: ["#744600", "#f2c773"],
  "warn-soft": ["#fdf3dd", "#2b2211"],
  "warn-line": ["#b97a10", "#b98a36"],
  bad: ["#a4161a", "#ff9f9b"],
  "bad-soft": ["#fdeaea", "#351a1b"],
  internal: ["#5b2a9d", "#cdb3f6"],
  "internal-soft": ["#f2ebfb", "#281c3a"],
  mark: ["#ffe48a", "#5d4b06"],
  "mark-text": ["#1a1f2b", "#fff3c7"],
};

const searches = /** @type {NodeListOf<import("../loader/search-box.js").KedbSearch>} */ (
  document.querySelectorAll("kedb-search:not([mode])")
);

document.querySelector("#states")?.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return;
  const articles = target.dataset.articles?.split(" ") ?? [];
  searches.forEach((search, at) => {
    search.value = target.value;
    search.show(articles[at] ?? "");
  });
  target.focus();
});

const outline = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, outline];
const names = document.querySelector("#part-names");
for (const name of PARTS) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = name;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const pressed = button.getAttribute("aria-pressed") === "true";
    for (const other of names?.querySelectorAll("button") ?? []) other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", String(!pressed));
    outline.replaceSync(
      pressed ? "" : `kedb-search::part(${name}) { outline: 3px solid #d6249f; outline-offset: -1px; }`,
    );
  });
  names?.append(button);
}

for (const [name, colours] of Object.entries(PROPERTIES)) {
  const row = document.createElement("div");
  const code = document.createElement("code");
  code.textContent = `--kedb-${name}`;
  if (colours) {
    const swatches = document.createElement("span");
    for (const colour of colours) {
      const swatch = document.createElement("i");
      swatch.title = colour;
      swatch.style.background = colour;
      swatches.append(swatch);
    }
    row.append(swatches);
  }
  row.append(code);
  document.querySelector("#property-names")?.append(row);
}
