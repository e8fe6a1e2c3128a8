import { judgeAccount } from "../../../src/requirements/in-account/rules";
import { ResourceGraph } from "../../../src/terraform";
import { buildTopology } from "../../../src/topology";
import { pageAt, tableRows } from "../../docs/page-files";
import { planOf } from "../../support/bridges";

test("docs/account.md lists every rule of an account with what is so and its source, in the order they are told", () => {
  const graph = new ResourceGraph("account", [], []);
  const encryption = { controls: new Map(), gateways: new Map(), isComplete: false };
  const nothing = { quotas: new Map<string, number>(), encryption };
  const all = judgeAccount({ plan: planOf("article"), graph, topology: buildTopology(graph), ...nothing });
  const told = all.map(({ rule, fact, source, warns }) => [
    `\`${rule}\``,
    warns === true ? `${fact} (warns only)` : fact,
    source,
  ]);
  const listed = tableRows(pageAt("docs/account.md")).filter(([name]) => name?.startsWith("`account-"));
  expect(listed).toEqual(told);
});
