// Where the engine runs: in a module worker where the page may have one, else in the page's own
// thread; and where WebAssembly may not run, the look-up in titles takes its place.

/**
 * @typedef {import("../../loader/bundle.js").Parts} Parts
 * @typedef {import("../../engine/engine.js").Call["method"]} Method
 * @typedef {object} Runner
 * @property {import("../../kedb.d.ts").Info} info
 * @property {(method: Method, args: any[]) => Promise<any>} call
 * @property {() => void} close
 */

/** Whether the engine died of a call.
 * @param {unknown} error */
export function isCrash(error) {
  return error instanceof Error && error.name === "RuntimeError";
}

/** An engine with the bundle open, in the best place that the page allows.
 * @param {Parts} parts @param {import("./link.js").Place} place
 * @returns {Promise<Runner>} */
export async function startRunner(parts, { useWorker, server }) {
  const { base, text, manifest } = parts;
  const address = new URL(manifest.files.engine.path, base).href;
  await parts.engine;
  const places = useWorker ? [inWorker, onPage] : [onPage];
  const opening = async () => ({ base, manifest: text, wasm: await parts.wasm, hot: await parts.hot, server });
  let failure;
  for (const place of places) {
    try {
      return await place(address, opening);
    } catch (error) {
      failure = error;
    }
  }
  const { name, message } = /** @type {Error} */ (failure);
  if (name === "CompileError" || typeof WebAssembly === "undefined") {
    const { lookUp } = await parts.from.script(parts, "lookup");
    return lookUp(parts);
  }
  throw new Error(message);
}

/** @typedef {() => Promise<import("../../engine/engine.js").Opening>} Opener */

/** @param {string} address @param {Opener} opening @returns {Promise<Runner>} */
async function inWorker(address, opening) {
  const worker = newWorker(address);
  /** @type {Map<number, { resolve(value: any): void, reject(error: Error): void }>} */
  const waiting = new Map();
  let count = 0;
  let closing = false;
  await new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error("The search engine could not be started as a worker."));
    };
  });
  worker.onmessage = ({ data }) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error) call?.reject(Object.assign(new Error(data.error.message), { name: data.error.name }));
    else call?.resolve(data.value);
    if (closing && waiting.size === 0) worker.terminate();
  };
  /** @type {(method: Method, args: any[]) => Promise<any>} */
  const call = (method, args) =>
    new Promise((resolve, reject) => {
      waiting.set(++count, { resolve, reject });
      worker.postMessage({ id: count, method, args });
    });
  const close = () => {
    closing = true;
    if (waiting.size === 0) worker.terminate();
  };
  try {
    return { info: await call("open", [await opening()]), call, close };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

/** @param {string} address @param {Opener} opening @returns {Promise<Runner>} */
async function onPage(address, opening) {
  // A fragment makes the module, and so the wasm's memory, a new one after a crash.
  const { createEngine } = await import(instances++ ? `${address}#${instances}` : address);
  const engine = await createEngine(await opening());
  /** @type {Promise<unknown>} */
  let calls = Promise.resolve();
  /** @type {(method: Method, args: any[]) => Promise<any>} */
  const call = async (method, args) => {
    const result = engine[method](...args);
    calls = Promise.allSettled([calls, result]);
    return result;
  };
  return { info: engine.info(), call, close: () => void calls.then(() => engine.free()).catch(() => {}) };
}

let instances = 0;

/** A module worker that runs `address`, which may lie on another origin.
 * @param {string} address */
function newWorker(address) {
  const options = /** @type {const} */ ({ type: "module", name: "kedb" });
  if (new URL(address).origin === location.origin) return new Worker(trusted(address), options);
  const entry = URL.createObjectURL(new Blob([`import ${JSON.stringify(address)}`], { type: "text/javascript" }));
  return new Worker(trusted(entry), options);
}

/** @type {{ createScriptURL(url: string): string } | undefined} */
let policy;

/** The address as pages with Trusted Types want it: the only use of the policy `kedb`.
 * @param {string} address
 * @returns {string} */
function trusted(address) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) return address;
  policy ??= types.createPolicy("kedb", { createScriptURL: (/** @type {string} */ url) => url });
  return /** @type {NonNullable<typeof policy>} */ (policy).createScriptURL(address);
}
