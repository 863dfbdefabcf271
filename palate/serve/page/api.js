// The server: JSON, and a turn as a stream of events.

export class Refused extends Error {
  constructor(status, detail, wait) {
    super(detail);
    this.status = status;
    this.wait = wait;
  }
}

// The server was not reached, or left before it had answered.
export class Unreachable extends Error {}

async function reached(answer) {
  try {
    return await answer;
  } catch (error) {
    throw new Unreachable(error.message, { cause: error });
  }
}

// The token of the address: kept for this tab, and taken out of the address bar, the history and bookmarks.
const address = new URL(location.href);
if (address.searchParams.has("token")) {
  sessionStorage.setItem("palate.key", address.searchParams.get("token"));
  address.searchParams.delete("token");
  history.replaceState(null, "", address);
}

let askKey = async () => null;
export function onKeyWanted(ask) {
  askKey = ask;
}

async function send(method, path, body, accept = "application/json") {
  const headers = { Accept: accept };
  const key = sessionStorage.getItem("palate.key");
  if (key) headers.Authorization = `Bearer ${key}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await reached(
    fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }));
  if (response.status === 401) {
    // Another request may have been given a key meanwhile.
    if (key === sessionStorage.getItem("palate.key")) sessionStorage.setItem("palate.key", await askKey(Boolean(key)));
    return send(method, path, body, accept);
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Refused(response.status, problem.detail || "", Number(response.headers.get("Retry-After")) || 1);
  }
  return response;
}

export async function call(method, path, body) {
  const response = await send(method, path, body);
  return response.status === 204 ? null : reached(response.json());
}

// All pages of what is listed page by page, with the lists of the later ones behind those of the first.
export async function whole(path) {
  const all = await call("GET", path);
  for (let next = all.next; next != null;) {
    const page = await call("GET", `${path}${path.includes("?") ? "&" : "?"}offset=${next}`);
    for (const [name, list] of Object.entries(page)) if (Array.isArray(list)) all[name].push(...list);
    next = page.next;
  }
  return all;
}

export async function* turn(message, session) {
  const response = await send("POST", "v1/ask?stream=events", { message, session, trace: true }, "text/event-stream");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reached(reader.read());
    if (done) return;
    text += value;
    const blocks = text.split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const found = /^event: (.*)\ndata: (.*)$/m.exec(block);
      if (found) yield { kind: found[1], data: JSON.parse(found[2]) };
    }
  }
}
