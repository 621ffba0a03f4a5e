// A browser that speaks the W3C's WebDriver, with as much of it as the tests need. WebKitGTK has
// no other protocol; its window is drawn on a virtual screen.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { until } from "./support.js";

const DRIVER = process.env.WEBKIT_DRIVER ?? "/usr/bin/WebKitWebDriver";
const SCREEN = "/usr/bin/Xvfb";

/** Why WebKit can't run here, or `false`. */
export const skipWebKit =
  existsSync(DRIVER) && existsSync(SCREEN)
    ? false
    : "there is no WebKit here: on Debian, `apt-get install webkit2gtk-driver xvfb` brings it";

/** The codes of keys that write nothing, as WebDriver names them. */
export const KEYS = { enter: "\uE007", escape: "\uE00C", down: "\uE015", control: "\uE009" };

/** A free port of this machine. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** Debian's WebKit with an empty profile, and one page.
 * @returns {Promise<WebDriver>} */
export async function launchWebKit() {
  // The screen picks a number that is free, and writes it.
  const screen = spawn(SCREEN, ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [written] = await /** @type {Promise<Buffer[]>} */ (
    new Promise((resolve) => screen.stdio[3]?.once("data", (...data) => resolve(data)))
  );
  const port = await freePort();
  const driver = spawn(DRIVER, [`--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, DISPLAY: `:${String(written).trim()}`, WEBKIT_DISABLE_COMPOSITING_MODE: "1" },
  });
  const address = `http://127.0.0.1:${port}`;
  await until("the driver", () =>
    fetch(`${address}/status`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const { sessionId } = await ask("POST", `${address}/session`, { capabilities: {} });
  return new WebDriver(`${address}/session/${sessionId}`, () => {
    driver.kill();
    screen.kill();
  });
}

/** @param {string} method @param {string} address @param {object} [body] */
async function ask(method, address, body) {
  const response = await fetch(address, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${address}: ${value.error}: ${value.message}`);
  return value;
}

export class WebDriver {
  #session;
  #end;

  /** @param {string} session Its address. @param {() => void} end */
  constructor(session, end) {
    this.#session = session;
    this.#end = end;
  }

  async close() {
    await ask("DELETE", this.#session);
    this.#end();
  }

  /** @param {string} url */
  goto(url) {
    return ask("POST", `${this.#session}/url`, { url });
  }

  back() {
    return ask("POST", `${this.#session}/back`, {});
  }

  /** What a function gives in the page.
   * @template {unknown[]} A, R
   * @param {(...args: A) => R} work @param {A} args
   * @returns {Promise<R>} */
  run(work, ...args) {
    return ask("POST", `${this.#session}/execute/sync`, { script: `return (${work})(...arguments)`, args });
  }

  /** What a function gives in the page, once it gives anything.
   * @template {unknown[]} A, R
   * @param {(...args: A) => R} look @param {A} args */
  waitFor(look, ...args) {
    return until(`${look}(${JSON.stringify(args)})`, () => this.run(look, ...args));
  }

  /** Presses keys one after the other; `held` is down meanwhile.
   * @param {string} keys @param {string} [held] */
  press(keys, held) {
    const presses = [...keys].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    const actions = held ? [{ type: "keyDown", value: held }, ...presses, { type: "keyUp", value: held }] : presses;
    return ask("POST", `${this.#session}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Clicks where a part is shown, as a hand does.
   * @param {{ x: number, y: number }} where */
  click({ x, y }) {
    const actions = [
      { type: "pointerMove", x: Math.round(x), y: Math.round(y) },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    return ask("POST", `${this.#session}/actions`, { actions: [{ type: "pointer", id: "mouse", actions }] });
  }
}
