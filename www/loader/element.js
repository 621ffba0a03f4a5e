import { keepKeys } from "./keys.js";

/**
 * What the elements have in common. Its children are shown where it can't work, with the reason.
 *
 * @attr {string} bundle - The bundle's folder; else the one that `kedb.js` lies in.
 * @attr {string} engine - The address of the bundle's index on a search server, as `kedb export` has
 *   made it; else the index in the bundle's folder is read.
 * @attr {string} lang - The language; else that of the elements around it, else the browser's.
 *
 * @slot - What is shown until it works, and where it can't.
 *
 * @fires {CustomEvent<CopyDetail>} kedb:copy - Something was copied.
 *
 * @csspart answer - The article that is open.
 * @csspart answer-title - Its title.
 * @csspart badge - Status, severity and the like.
 * @csspart workaround - What to do now.
 * @csspart no-workaround - In its place, where there is nothing to do yet.
 * @csspart section - Each further part of an article, which is also one of the next four.
 * @csspart symptoms - How to recognise the error.
 * @csspart cause - Why it happens.
 * @csspart fix - What ends it.
 * @csspart body - The rest.
 * @csspart reasons - Why the article was found.
 * @csspart facts - Service, owner, contact and the like.
 * @csspart helped - The question whether it helped, and its buttons.
 * @csspart feedback - What is wrong with an article.
 * @csspart button - Every button of an answer.
 * @csspart primary-button - The one that copies the workaround.
 * @csspart failure - Why it can't work.
 * @csspart note - A remark on the results.
 *
 * @cssprop [--kedb-font=system-ui, sans-serif] - The font.
 * @cssprop [--kedb-font-size=medium] - Its size, of which all other sizes are parts.
 * @cssprop [--kedb-mono=ui-monospace] - The font of code.
 * @cssprop [--kedb-radius=0.75em] - How round corners are.
 * @cssprop [--kedb-density=1] - How much room rows have: less is denser.
 * @cssprop --kedb-surface - What texts stand on.
 * @cssprop --kedb-raised - The same, a little apart.
 * @cssprop --kedb-text - Texts.
 * @cssprop --kedb-muted - Texts that matter less.
 * @cssprop --kedb-line - Lines that divide.
 * @cssprop --kedb-edge - Edges of what can be used.
 * @cssprop --kedb-accent - What can be clicked, and what is chosen.
 * @cssprop --kedb-on-accent - Texts on the accent.
 * @cssprop --kedb-accent-soft - The accent as a ground.
 * @cssprop --kedb-ok - What helps.
 * @cssprop --kedb-ok-soft - The same as a ground.
 * @cssprop --kedb-ok-line - The same as an edge.
 * @cssprop --kedb-warn - What asks for care.
 * @cssprop --kedb-warn-soft - The same as a ground.
 * @cssprop --kedb-warn-line - The same as an edge.
 * @cssprop --kedb-bad - What is broken.
 * @cssprop --kedb-bad-soft - The same as a ground.
 * @cssprop --kedb-internal - What is for agents alone.
 * @cssprop --kedb-internal-soft - The same as a ground.
 * @cssprop --kedb-mark - The ground of words that match.
 * @cssprop --kedb-mark-text - These words.
 */
export class KedbElement extends HTMLElement {
  constructor() {
    super();
    keepKeys(this);
  }
}
