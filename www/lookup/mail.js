// What a mail says: its subject and its plain text, out of the parts and encodings of RFC 2045
// to 2047.

/** @param {string} mail As it was saved.
 * @returns {string} subject and text */
export function mailText(mail) {
  const { headers, body } = split(mail);
  return `${encodedWords(headers.get("subject") ?? "")}\n\n${partText(headers, body)}`.trim();
}

/** The deepest nesting of parts that is read: mails of people have three levels or so. */
const MAX_DEPTH = 16;

/** @param {Map<string, string>} headers @param {string} body @param {number} [depth] @returns {string} */
function partText(headers, body, depth = 0) {
  const type = headers.get("content-type") ?? "text/plain";
  const boundary = /boundary="?([^";]+)/i.exec(type)?.[1];
  if (boundary) {
    if (depth === MAX_DEPTH) return "";
    const parts = body
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => split(part.replace(/^\r?\n/, "")));
    const texts = parts.map(({ headers, body }) => partText(headers, body, depth + 1)).filter(Boolean);
    // Alternatives say the same; the first is the plainest.
    return /^multipart\/alternative/i.test(type) ? (texts[0] ?? "") : texts.join("\n\n");
  }
  if (!/^(text\/|message\/)/i.test(type)) return "";
  const charset = /charset="?([^";\s]+)/i.exec(type)?.[1] ?? "utf-8";
  const text = transferred(body, headers.get("content-transfer-encoding") ?? "", charset);
  return /^text\/html/i.test(type) ? withoutTags(text) : text;
}

/** @param {string} part */
function split(part) {
  const [, head, body] = /^(.*?)\r?\n\r?\n(.*)$/s.exec(part) ?? ["", "", part];
  const lines = head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  /** @type {Map<string, string>} */
  const headers = new Map();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body };
}

/** @param {string} text @param {string} encoding @param {string} charset */
function transferred(text, encoding, charset) {
  if (/^base64/i.test(encoding)) return inCharset(unbase64(text), charset, text);
  if (/^quoted-printable/i.test(encoding)) return inCharset(unquoted(text.replace(/=\r?\n/g, "")), charset, text);
  return text;
}

/** Words of a header, as in `=?utf-8?q?Caf=C3=A9?=`.
 * @param {string} header */
function encodedWords(header) {
  return header
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?([^?*]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=/gi, (word, charset, how, text) =>
      inCharset(/b/i.test(how) ? unbase64(text) : unquoted(text.replaceAll("_", " ")), charset, word),
    );
}

/** @param {string} bytes One character for each byte. @param {string} charset @param {string} otherwise */
function inCharset(bytes, charset, otherwise) {
  try {
    return new TextDecoder(charset).decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0) & 0xff));
  } catch {
    return otherwise; // of an unknown character set
  }
}

/** @param {string} text */
function unbase64(text) {
  try {
    return atob(text.replace(/[^\w+/]/g, ""));
  } catch {
    return text;
  }
}

/** @param {string} text */
function unquoted(text) {
  return text.replace(/=([\da-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** The text of HTML. Each of these expressions stops at the next `<`, so that none of them reads
 * the rest of a mail again for each tag that does not end.
 * @param {string} html */
function withoutTags(html) {
  const text = withoutUnshown(html).replace(/<(br|\/p|\/div|\/tr|\/li)\b[^<>]*>/gi, "\n");
  /** @type {Map<string, string>} */
  const entities = new Map(Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", "#39": "'" }));
  return text.replace(/<[^<>]*>/g, "").replace(/&(\w+|#39);/g, (entity, name) => entities.get(name) ?? entity);
}

/** HTML without the elements that no reader sees.
 * @param {string} html */
function withoutUnshown(html) {
  const begin = /<(style|script|head)\b/gi;
  /** Names of elements that do not end any more. */
  const unended = new Set();
  let [shown, from] = ["", 0];
  for (let found = begin.exec(html); found; found = begin.exec(html)) {
    const name = found[1].toLowerCase();
    if (unended.has(name)) continue;
    const end = new RegExp(`</${name}>`, "gi");
    end.lastIndex = begin.lastIndex;
    if (!end.test(html)) {
      unended.add(name);
      continue;
    }
    shown += html.slice(from, found.index);
    from = begin.lastIndex = end.lastIndex;
  }
  return shown + html.slice(from);
}
