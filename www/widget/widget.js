// What is fetched when somebody means to search: the search itself, the API over the engine,
// and what the elements of elements.js draw with.

export { h, icon, sheet } from "../shared/dom.js";
export { Actions } from "./answer/actions.js";
export { drawAnswer } from "./answer/answer.js";
export { connect } from "./client/api.js";
export { emit, endSession } from "./events.js";
export { shapes } from "./icons.js";
export { Messages } from "./messages.js";
export { rowFacts } from "./results/results.js";
export { Search } from "./search.js";
export { lang, setTexts, strings } from "./strings.js";
export { style } from "./style.js";
