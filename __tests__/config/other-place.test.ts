import { parse } from "yaml";
import { readContent } from "../../src/config/content";
import { formatKey } from "../../src/config/fault";
import { openSchemaAt, type Place, placeOf } from "../../src/config/file-schema";
import { type KeyPath } from "../../src/config/key-path";
import { applyPatch, isMap, patchAt } from "../../src/config/patch";
import { SMALL } from "./bridge-texts";
import { HUB, WHOLE_VPC } from "./hub-texts";

const other = (place: Place): Place => (place === "hub" ? "client" : "hub");

/** Every key that only the other place knows, beside what this file holds. */
function foreignKeys(input: unknown, path: KeyPath = [], value: unknown = input): KeyPath[] {
  if (!isMap(value)) return [];
  const place = placeOf(input);
  const [own, foreign] = [place, other(place)].map((one) => openSchemaAt(path, input, one)?.properties ?? {});
  const strangers = Object.keys(foreign ?? {}).filter((key) => !Object.hasOwn(own ?? {}, key));
  const inner = Object.entries(value).flatMap(([key, one]) => foreignKeys(input, [...path, key], one));
  return [...strangers.map((key) => [...path, key]), ...inner];
}

const CLIENT_FILE = parse(`${SMALL}transit_gateway: {}\nalb: {}\nlogs: { bucket: acme-logs }\n`) as unknown;
const HUB_FILE = parse(`${WHOLE_VPC}alb: {}\nlogs: { bucket: acme-logs }\n`) as unknown;

const told = (input: unknown) =>
  readContent("test", input).findings.map(({ path, rule, fix }) => ({ key: formatKey(path), rule, fix }));

describe.each([
  ["a hub's key in the client VPC's file", CLIENT_FILE, 18, /^write bridge\.place: hub, or /],
  ["a key of the client VPC in a hub's file", HUB_FILE, 9, /^(leave it out|write)/],
] as const)("%s is refused as one of the other place", (_, input, count, fix) => {
  const keys = foreignKeys(input);

  test("there are some", () => expect(keys.length).toBeGreaterThanOrEqual(count));

  test.each(keys.map((path) => [formatKey(path), path] as const))("%s", (key, path) => {
    const found = told(applyPatch(input, patchAt(path, 1))).filter((one) => one.key === key);
    expect(found).toEqual([{ key, rule: "other-place", fix: expect.stringMatching(fix) as unknown }]);
  });
});

test("a key that no place knows is told as before", () => {
  for (const input of [CLIENT_FILE, HUB_FILE])
    expect(told(applyPatch(input, { bridge: { zoness: ["a"] } })).map(({ rule }) => rule)).toContain("unknown-key");
});

test("another place than the two is no choice, and both are told", () => {
  const found = told(applyPatch(CLIENT_FILE, { bridge: { place: "middle" } }));
  expect(found).toEqual([{ key: "bridge.place", rule: "choice", fix: "write one of client, hub" }]);
});

test.each([
  ["postgres", "write TCP"],
  ["ldaps", "write TLS"],
  ["tcp", "write TCP"],
  ["wss", "write HTTPS"],
])("a hub's protocol %s has a name of its own", (protocol, fix) => {
  const input = applyPatch(parse(HUB), { services: { database: { protocol } } });
  expect(told(input)).toEqual([{ key: "services.database.protocol", rule: "choice", fix }]);
});

test.each(["UDP", "tcp_udp", "QUIC", "ftp", "dns"])("a hub refuses %s, and says where to go", (protocol) => {
  const input = applyPatch(parse(HUB), { services: { database: { protocol } } });
  const fix = expect.stringMatching(/use an appliance/) as unknown;
  expect(told(input)).toEqual([{ key: "services.database.protocol", rule: "choice", fix }]);
});
