// The text of mails, without a browser: what is said stays, and no mail takes a time that grows
// faster than its length.

import assert from "node:assert/strict";
import { test } from "node:test";
import { mailText } from "../../www/lookup/mail.js";

const HTML = "Subject: a\r\nContent-Type: text/html\r\n\r\n";

/** @type {Record<string, [string, string]>} */
const MAILS = {
  "an encoded word with a language": ["Subject: =?utf-8*de?q?Gr=C3=B6=C3=9Fe?=\r\n\r\nText", "Größe\n\nText"],
  "an encoded word that does not end": ["Subject: =?utf-8?q?a\r\n\r\nText", "=?utf-8?q?a\n\nText"],
  "elements that show nothing": [
    `${HTML}<head><title>x</title></head><STYLE>p{}</style>one<script>two()</script> three`,
    "a\n\none three",
  ],
  "an element that does not end": [`${HTML}one <style>two <br>three`, "a\n\none two \nthree"],
  "one that ends, then one that does not": [`${HTML}one<style>x</style> <style>two`, "a\n\none two"],
  "a mark that begins no tag": [`${HTML}1 < 2 <b>and</b> 3`, "a\n\n1 < 2 and 3"],
};
for (const [what, [mail, text]] of Object.entries(MAILS))
  test(`it reads ${what}`, () => assert.equal(mailText(mail), text));

/** Parts in parts, each with a boundary of its own.
 * @param {number} depth */
function nested(depth) {
  const levels = Array.from(
    { length: depth },
    (_, level) => `Content-Type: multipart/mixed; boundary=b${level}.\r\n\r\n--b${level}.\r\n`,
  );
  return levels.join("");
}

/** @type {Record<string, (length: number) => string>} */
const LONG = {
  "an encoded word": (length) => `Subject: =?${"a".repeat(length)}\r\n\r\n`,
  "encoded words": (length) => `Subject: ${"=?a?q?".repeat(length / 6)}\r\n\r\n`,
  "folded lines": (length) => `Subject: a${"\r\n ".repeat(length / 3)}\r\n\r\n`,
  "empty lines": (length) => "\r".repeat(length),
  "tags without an end": (length) => HTML + "<".repeat(length),
  "breaks without an end": (length) => HTML + "<br ".repeat(length / 4),
  "styles without an end": (length) => HTML + "<style>".repeat(length / 7),
  "entities without an end": (length) => HTML + "&amp".repeat(length / 4),
  "parts in parts": (length) => nested(length / 60),
  parts: (length) => `Content-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n".repeat(length / 5)}`,
  "quoted-printable": (length) => `Content-Transfer-Encoding: quoted-printable\r\n\r\n${"=\r".repeat(length / 2)}`,
};
for (const [what, mail] of Object.entries(LONG)) {
  test(`its time grows with its length: ${what}`, () => {
    /** @param {number} length */
    const seconds = (length) => {
      const text = mail(length);
      const start = performance.now();
      mailText(text);
      return performance.now() - start;
    };
    seconds(1000);
    // Something else may run on the machine during most of the measurements: the shortest of each are compared,
    // and there are more of them until they are as short as they should be.
    let [long, short] = [Infinity, Infinity];
    // A square takes sixteen times as long; what takes no noticeable time is fine, also on a machine
    // that is busy.
    const isLinear = () => long / short < 8 || long < 25;
    for (let run = 0; run < 20 && !isLinear(); run++) {
      short = Math.min(short, seconds(1 << 16));
      long = Math.min(long, seconds(1 << 18));
    }
    assert.ok(isLinear(), `four times the length takes ${long / short} times as long`);
  });
}
