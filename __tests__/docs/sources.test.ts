import { type Page, pageAt, tableRows } from "./page-files";

/** What no page of a vendor says: it follows from the other rows, is this project's own, or was seen. */
const OWN =
  /^(-|follows|seen in production|Resource\.AlreadyAssociated|this .*|cdktf, npm .*|nginx's .*|the pages that .*)$/;

/** The rows of a page's rules; the table of types that is made of the registry has none. */
function rulesOf(page: Page): string[][] {
  return tableRows({
    ...page,
    text: page.text.replace(/<!-- types of the provider -->[\s\S]*<!-- end of types -->/, ""),
  });
}

describe.each([
  ["docs/model.md", 1, 80],
  ["docs/rules.md", 2, 60],
])("the sources of %s", (path, column, least) => {
  const page = pageAt(path);
  const rows = rulesOf(page);
  const addresses = new Map(
    [...page.text.matchAll(/^\[(.+)\]: (\S+)$/gm)].map(([, name = "", url = ""]) => [name, url]),
  );
  const parts = rows.flatMap((cells) => (cells[column] ?? "").split("; "));

  test("are pages with an address, or said to be none", () => {
    expect(rows.length).toBeGreaterThanOrEqual(least);
    const named = (part: string): string | undefined => /^\[(.+)\]$/.exec(part)?.[1];
    const wrong = parts.filter((part) => {
      const name = named(part);
      return name === undefined ? !OWN.test(part) : !addresses.has(name);
    });
    expect(wrong).toEqual([]);
  });

  test("are each needed, and lead to who says so", () => {
    expect([...addresses.keys()].filter((name) => !page.text.includes(`[${name}]`))).toEqual([]);
    for (const url of addresses.values())
      expect(url).toMatch(
        /^https:\/\/(docs\.aws\.amazon\.com|aws\.amazon\.com|developer\.hashicorp\.com|registry\.terraform\.io|github\.com\/hashicorp|docs\.suricata\.io|www\.netfilter\.org|man7\.org|cloudinit\.readthedocs\.io|www\.rfc-editor\.org|docs\.kernel\.org)\//,
      );
  });
});

test("each row of the model names a file and a test, but for what has no file of its own", () => {
  const rows = rulesOf(pageAt("docs/model.md"));
  expect(rows.filter((cells) => cells.length !== 4)).toEqual([]);
  expect(rows.filter(([, , , proof = ""]) => !/\.test\.ts`$/.test(proof))).toEqual([]);
  expect(rows.filter(([, , file = ""]) => !/\.ts`/.test(file)).length).toBeLessThanOrEqual(1);
});
