import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "puppeteer-core";
import { cut } from "../../src/escape/cut";
import { visible } from "../../src/escape/visible";
import { PROJECT } from "../support/bridges";
import { browserPath, clickAll, show, startBrowser, type Watched, watchedPage } from "../support/browser";
import { describeWith } from "../support/describe-unless";
import {
  type Drawing,
  drawingOf,
  exampleDrawing,
  mermaidOfDrawing,
  networkDrawing,
  svgOfDrawing,
} from "../support/drawing";
import { hostileState } from "../support/hostile-network";
import { MARKUP, unicodeNames } from "../support/hostile-text";

// Half a minute on a machine of its own; it may have to share one.
jest.setTimeout(180_000);

const MERMAID = readFileSync(join(PROJECT, "node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js"), "utf8");
/** A tab has a picture of its own that a browser asks for; this one is in the page. */
const HEAD = '<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,">';
const HTML = "text/html; charset=utf-8";

/** Examples and networks of the tests, and what shows that they are drawn. */
const NETWORKS: readonly (readonly [string, () => Drawing, readonly string[]])[] = [
  ["article", () => exampleDrawing("article"), ["client_private1", "10.64.0.0/24", "internal ALB front"]],
  ["production", () => exampleDrawing("production"), ["internal ALB front", "transit gateway"]],
  ["a hub", () => networkDrawing("hub-and-spoke-default-tables.tf.json"), ["VPC red", "VPC green", "transit gateway"]],
  ["central egress", () => networkDrawing("centralized-egress.tf.json"), ["NAT gateway", "internet gateway"]],
  ["load balancers", () => networkDrawing("load-balancers.tf.json"), ["ALB"]],
  ["peerings", () => networkDrawing("peering-is-not-transitive.tf.json"), ["peering ab", "peering bc"]],
];

/** Names by the handful: each gives a VPC, zones, subnets, hosts, gateways, a load balancer, and a title. */
const NAMES = [...MARKUP, ...unicodeNames(25)];
const HANDFULS = Array.from({ length: Math.ceil(NAMES.length / 3) }, (_, i) => NAMES.slice(i * 3, i * 3 + 3));
const hostile = (names: readonly string[]): Drawing => drawingOf(hostileState(names), names[0], "state");

/** A network's own name of a name, as it is shown. */
const shownAs = (name: string): string => visible(cut(`x["${name.replace(/["\\]/g, "\\$&")}"]`, 255));
/** What Mermaid's codes stand for. */
const decoded = (mermaid: string): string =>
  mermaid.replace(/#(\w+);/g, (_, name: string) =>
    /^\d+$/.test(name) ? String.fromCodePoint(Number(name)) : (NAMED[name] ?? "?"),
  );
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
/** As Mermaid's codes can't be trusted with what Mermaid looks for after it has read them. */
const inMermaid = (shown: string): string =>
  shown.replaceAll("fa:fa-", "fa\\u{3a}fa-").replace(/(?<=\$)\$/g, "\\u{24}");
/** Where a line is broken is no part of a text. */
const unbroken = (text: string): string => text.normalize("NFC").replace(/\s+/g, "");

const missing = browserPath() === undefined ? "there is no Chromium; install chromium-headless-shell" : undefined;

describeWith(missing, "tests of pictures in a browser")("pictures in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  /** What the page says of itself: of all text, or what a script asks. */
  const asked = ({ page }: Watched, script: string): Promise<string> => page.evaluate(script) as Promise<string>;

  async function svgDeeds(svg: string, texts: readonly string[]): Promise<string[]> {
    const wrong: string[] = [];
    const image = { type: "image/svg+xml", body: svg };
    const pages = {
      "/picture.svg": image,
      "/image.html": { type: HTML, body: `${HEAD}<img src="/picture.svg" onerror="document.title = 'broken'">` },
      "/inline.html": { type: HTML, body: `${HEAD}<body>${svg}` },
    };
    for (const path of ["/picture.svg", "/inline.html"]) {
      // A page each: what a click begins must not get into the next one's way.
      const watched = await watchedPage(browser, pages);
      await show(watched, path);
      wrong.push(...(await wrongInSvg(watched, texts)).map((one) => `${path}: ${one}`));
      await clickAll(watched);
      await watched.page.close();
      wrong.push(...watched.deeds);
    }
    const watched = await watchedPage(browser, pages);
    await show(watched, "/image.html");
    const size = await asked(watched, "document.images[0].naturalWidth + document.title");
    await watched.page.close();
    return [...wrong, ...watched.deeds, ...(Number(size) > 100 ? [] : [`as an image: ${size}`])];
  }

  /** Texts that are not shown or can't be selected, and elements that a picture has no use for. */
  async function wrongInSvg(watched: Watched, texts: readonly string[]): Promise<string[]> {
    const shown = await asked(
      watched,
      "[...document.querySelectorAll('text')].map((one) => one.textContent).join(' ')",
    );
    // As a reader would do it.
    const selected = await asked(
      watched,
      "getSelection().selectAllChildren(document.querySelector('svg')), String(getSelection())",
    );
    const odd = "script, foreignObject, a, image, use, iframe, [href], [src], [onload], [onclick], parsererror";
    const oddities = await asked(
      watched,
      `[...document.querySelector('svg').querySelectorAll('${odd}')].map((one) => one.outerHTML).join()`,
    );
    return [
      ...texts.filter((one) => !unbroken(shown).includes(unbroken(one))).map((one) => `${one} is not shown`),
      ...(unbroken(selected).includes(unbroken(texts[0] ?? "")) ? [] : ["can't be selected"]),
      ...(oddities === "" ? [] : [oddities]),
    ];
  }

  /** A page with Mermaid as GitHub starts it. */
  async function mermaidPage(): Promise<Watched> {
    const watched = await watchedPage(browser, {
      "/": { type: HTML, body: `${HEAD}<body><div id="drawn"></div><script src="/mermaid.js"></script>` },
      "/mermaid.js": { type: "text/javascript; charset=utf-8", body: MERMAID },
    });
    await show(watched, "/");
    await asked(watched, `mermaid.initialize({ startOnLoad: false, securityLevel: "strict" })`);
    return watched;
  }

  async function mermaidDeeds(watched: Watched, mermaid: string, texts: readonly string[]): Promise<string[]> {
    const drawn = await asked(
      watched,
      `mermaid.render("picture", ${JSON.stringify(mermaid)}).then(
        ({ svg }) => {
          document.getElementById("drawn").innerHTML = svg;
          const labels = ".nodeLabel, .edgeLabel, .cluster-label";
          const innermost = [...document.querySelectorAll(labels)].filter((one) => one.querySelector(labels) === null);
          return innermost.map((one) => one.textContent).join(" ");
        },
        (error) => "Mermaid says " + error)`,
    );
    const text = unbroken(drawn);
    const isMathematics = /katex/i.test(drawn);
    const odd =
      "#drawn script, #drawn a, #drawn image, #drawn img, #drawn iframe, #drawn [href], #drawn [src], #drawn [onclick], #drawn .katex, #drawn i[class^=fa], #drawn .error-icon";
    const oddities = await asked(
      watched,
      `[...document.querySelectorAll('${odd}')].map((one) => one.outerHTML).join()`,
    );
    await clickAll(watched);
    const [source, shown] = [unbroken(decoded(mermaid)), text];
    const lost = texts.map(unbroken).flatMap((one) => {
      const [written, read] = [source, shown].map((whole) => whole.split(one).length - 1);
      // Words of ours are in the names of boxes too.
      const most = one.startsWith("x[") ? written! : 1;
      return read! >= Math.max(1, most) ? [] : [`${one} is shown ${read} times of ${written}: ${drawn.slice(0, 500)}`];
    });
    return [...lost, oddities, isMathematics ? `mathematics in ${drawn}` : "", ...watched.deeds.splice(0)].filter(
      (one) => one !== "",
    );
  }

  test.each(NETWORKS)("SVG of %s: its text is there, it runs nothing and asks for nothing", async (_, make, texts) => {
    expect(await svgDeeds(await svgOfDrawing(make()), texts)).toEqual([]);
  });

  test("Mermaid of ordinary networks is drawn with its text", async () => {
    const watched = await mermaidPage();
    for (const [name, make, texts] of NETWORKS)
      expect({ name, deeds: await mermaidDeeds(watched, mermaidOfDrawing(make()), texts) }).toEqual({
        name,
        deeds: [],
      });
  });

  test("SVG of hostile names shows each of them, runs nothing and asks for nothing", async () => {
    for (const names of HANDFULS) {
      const deeds = await svgDeeds(await svgOfDrawing(hostile(names)), names.map(shownAs));
      expect({ names, deeds }).toEqual({ names, deeds: [] });
    }
  });

  test("Mermaid of hostile names shows each of them, runs nothing and asks for nothing", async () => {
    const watched = await mermaidPage();
    for (const names of HANDFULS) {
      const texts = names.map((name) => inMermaid(shownAs(name)));
      const deeds = await mermaidDeeds(watched, mermaidOfDrawing(hostile(names)), texts);
      expect({ names, deeds }).toEqual({ names, deeds: [] });
    }
  });

  test("would tell of a picture that does anything", async () => {
    const at = (inner: string): string =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><text>x</text>${inner}</svg>`;
    const EVIL: readonly (readonly [string, RegExp])[] = [
      ["<script>CANARY()</script>", /runs a script/],
      ['<rect width="200" height="200" onclick="CANARY()"/>', /runs a script/],
      ['<image href="http://evil.example/x.png"/>', /asks for http:\/\/evil/],
      ['<style>@import url("http://evil.example/a.css");</style>', /asks for http:\/\/evil/],
      ['<a href="http://evil.example/"><rect width="200" height="200"/></a>', /asks for http:\/\/evil/],
      ["<script>alert(1)</script>", /opens a dialog/],
      ["<text>a & b</text>", /not shown|as an image/],
    ];
    for (const [inner, says] of EVIL) expect((await svgDeeds(at(inner), ["x"])).join("\n")).toMatch(says);
    const watched = await mermaidPage();
    expect(await mermaidDeeds(watched, 'flowchart TB\n  a["x $$y$$ z"]', ["x $$y$$ z"])).not.toEqual([]);
    expect(await mermaidDeeds(watched, 'flowchart TB\n  a["drawn', ["drawn x"])).not.toEqual([]);
    expect(await mermaidDeeds(watched, 'flowchart TB\n  a["x"]', ["x"])).toEqual([]);
  });
});
