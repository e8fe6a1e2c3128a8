const NAME = /^[A-Za-z_][\w:.-]*$/;
/** What a picture is made of; nothing of it loads, runs or holds HTML. */
const ELEMENTS = "svg title desc style rect g text path polygon ellipse line polyline circle".split(" ");
const ATTRIBUTES =
  "xmlns xmlns:xlink width height viewBox role aria-labelledby id x y x1 y1 x2 y2 cx cy rx ry r d points fill stroke stroke-width stroke-dasharray font-size font-weight text-anchor class transform xml:space fill-opacity stroke-opacity opacity font-style text-decoration dominant-baseline baseline-shift".split(
    " ",
  );

/**
 * What a strict reader of XML 1.0 would refuse in a picture, and what a picture has no use for. Without entities, CDATA,
 * comments or a document type a few lines read all of it.
 */
export function xmlFaults(svg: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const body = svg.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(svg);
  if (illegal) faults.push(`holds U+${illegal[0].codePointAt(0)!.toString(16)}`);
  let end = 0;
  for (const tag of body.matchAll(/<(\/?)([^\s/>]+)((?:\s+[^\s=]+="[^"<]*")*)\s*(\/?)>/g)) {
    faults.push(...textFaults(body.slice(end, tag.index)));
    end = tag.index + tag[0].length;
    const [, closing, name = "", attributes = "", empty] = tag;
    if (!NAME.test(name) || !ELEMENTS.includes(name)) faults.push(`element ${name}`);
    const named = [...attributes.matchAll(/\s+([^\s=]+)="([^"<]*)"/g)];
    for (const [, attribute = "", value = ""] of named) {
      if (!ATTRIBUTES.includes(attribute)) faults.push(`attribute ${attribute}`);
      faults.push(...textFaults(value));
    }
    if (new Set(named.map(([, attribute]) => attribute)).size < named.length)
      faults.push(`${name}: an attribute twice`);
    if (closing === "/") {
      if (open.pop() !== name) faults.push(`</${name}> closes another element`);
    } else if (empty !== "/") open.push(name);
  }
  faults.push(...textFaults(body.slice(end)));
  return open.length > 0 ? [...faults, `not closed: ${open.join(", ")}`] : faults;
}

function textFaults(text: string): string[] {
  const bad = /<|&(?!(?:amp|lt|gt|quot|#\d+|#x[0-9a-fA-F]+);)/.exec(text);
  return bad ? [`text ${text.slice(bad.index, bad.index + 60)}`] : [];
}
