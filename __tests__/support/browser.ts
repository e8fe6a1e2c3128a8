import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";

/** Debian's package, Chromium as others pack it, and what GitHub's runners have. */
const NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A browser that can be started from here; undefined when there is none. */
export function browserPath(): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin"];
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

export async function startBrowser(): Promise<Browser> {
  // Chromium refuses its sandbox to root, and a container may have none; nothing but these tests' pages is shown.
  return puppeteer.launch({
    executablePath: browserPath()!,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
}

/** What a page did beside showing itself. */
export interface Watched {
  readonly page: Page;
  /** Everything that it asked for, was refused, said or ran. */
  readonly deeds: string[];
}

/** Where pages are shown from: a name that is never looked up, as every request is answered here. */
const ORIGIN = "http://picture.test";

type Served = Readonly<Record<string, { readonly type: string; readonly body: string }>>;

/** A page of its own that gets the served files, by path, and nothing else from anywhere. */
export async function watchedPage(browser: Browser, served: Served): Promise<Watched> {
  const page = await browser.newPage();
  const deeds: string[] = [];
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const url = new URL(request.url());
    const file = url.origin === ORIGIN ? served[url.pathname] : undefined;
    if (file) return void request.respond({ contentType: file.type, body: file.body });
    deeds.push(`asks for ${request.url()}`);
    return void request.abort();
  });
  page.on("dialog", (dialog) => {
    deeds.push(`opens a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    // The picture of a tab, which a browser asks for by itself.
    if (["error", "warn"].includes(message.type())) deeds.push(`says ${message.text()}`);
  });
  page.on("pageerror", (error) => deeds.push(`fails: ${String(error)}`));
  page.on("popup", () => deeds.push("opens a window"));
  page.on("framenavigated", (frame) => {
    if (frame.url() !== "about:blank" && !(new URL(frame.url()).pathname in served))
      deeds.push(`goes to ${frame.url()}`);
  });
  await page.exposeFunction("CANARY", () => deeds.push("runs a script of the input"));
  return { page, deeds };
}

export async function show({ page }: Watched, path: string): Promise<void> {
  await page.goto(`${ORIGIN}${path}`, { waitUntil: "load" });
}

/** Clicks everything that is there, in the middle of the page's own handling; waits for what that may begin. */
export async function clickAll({ page }: Watched): Promise<void> {
  // As text: Node.js, which these tests are checked for, has no such things.
  await page.evaluate(`
    for (const one of document.querySelectorAll("*"))
      for (const type of ["mouseover", "mousedown", "focus", "click", "dblclick", "animationend"])
        one.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }))`);
  await new Promise((done) => setTimeout(done, 50));
}
