import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Script } from "../support/terraform-cloud";
import { describeWithWorkflows, WorkflowLab } from "../support/workflow-lab";
import { type JobOptions } from "../support/workflow-run";

const MARKER = "<!-- overlap-bridge: plan review -->";
const bot = { login: "github-actions[bot]" };
const synth = {
  result: "success",
  outputs: { bridges: JSON.stringify([{ name: "article" }, { name: "production" }]) },
};

jest.setTimeout(180_000);

describeWithWorkflows()("pull-request.yml", () => {
  let lab: WorkflowLab;

  beforeAll(async () => {
    lab = await WorkflowLab.start("pull-request.yml");
  });
  afterAll(() => lab.stop());
  afterEach(() => expect(lab.servers.unexpected).toEqual([]));

  const comment = (reviews: Readonly<Record<string, string>>, script: Script = {}, more: JobOptions = {}) => {
    const runner = lab.runnerFor("comment", lab.servers.host);
    for (const [file, text] of Object.entries(reviews)) {
      const folder = runner.artifact(`review-${file.replace(/\.\w+$/, "")}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    lab.servers.play(script);
    return lab.job("comment", { needs: { synth: synth }, ...more }, runner);
  };

  describe("the comment", () => {
    const reviews = { "article.md": "## Plan review: safe\n", "production.md": "## Plan review: cuts traffic\n" };

    test("is one, for both bridges", async () => {
      expect(await comment(reviews)).toMatchObject({ result: "success" });
      expect(lab.servers.written().map(({ body }) => body)).toEqual([
        `${MARKER}\n# Bridge article\n\n## Plan review: safe\n\n# Bridge production\n\n## Plan review: cuts traffic\n\n`,
      ]);
    });

    test("is changed where it is there already, even behind a hundred others", async () => {
      const others = Array.from({ length: 130 }, (_, id) => ({ id, user: { login: "octocat" }, body: "hello" }));
      const own = { id: 500, user: bot, body: `${MARKER}\nold` };
      await comment(reviews, { comments: [...others, own] });
      expect(lab.servers.calls().at(-1)).toBe("PATCH /repos/acme/overlap-bridge/issues/comments/500");
      expect(lab.servers.written()).toHaveLength(131);
      expect(lab.servers.written().at(-1)?.body).toContain("cuts traffic");
    });

    test("of a person with the same marker, and of a workflow without it, is left alone", async () => {
      const comments = [
        { id: 1, user: { login: "octocat" }, body: `${MARKER}\nmine` },
        { id: 2, user: bot, body: "coverage" },
      ];
      await comment(reviews, { comments });
      expect(lab.servers.written().map(({ body }) => body.split("\n")[1])).toEqual([
        "mine",
        undefined,
        "# Bridge article",
      ]);
    });

    test("that somebody deleted meanwhile is written anew", async () => {
      await comment(reviews, { comments: [{ id: 5, user: bot, body: MARKER }], deleted: [5] });
      expect(lab.servers.written()).toHaveLength(2);
    });

    test("says where a review is missing", async () => {
      await comment({ "production.md": reviews["production.md"] });
      const [written] = lab.servers.written();
      expect(written?.body).toContain("# Bridge article\n\n**No review**: the plan was not made or could not be read.");
      expect(written?.body).toContain("https://github.com/acme/overlap-bridge/actions/runs/4711");
      expect(written?.body).toContain("cuts traffic");
    });

    test("that would be too long keeps the head of every review", async () => {
      const long = `## Plan review: cuts traffic\n\n**Two flows break.**\n\n### Flows that break\n\n${"- a flow ü\n".repeat(4000)}`;
      expect(await comment({ "article.md": long, "production.md": long })).toMatchObject({ result: "success" });
      const [written] = lab.servers.written();
      expect(Buffer.byteLength(written?.body ?? "")).toBeLessThan(65_536);
      expect(written?.body.match(/\*\*Two flows break\.\*\*/g)).toHaveLength(2);
      expect(written?.body.match(/### Flows that break/g)).toHaveLength(1);
      expect(written?.body).toContain("_The rest did not fit into a comment: see [the summary of the job]");
    });

    describe("of more bridges than a comment can hold", () => {
      const commentOf = async (names: readonly string[], review: string) => {
        const list = JSON.stringify(names.map((name) => ({ name })));
        const needs = { synth: { ...synth, outputs: { bridges: list } } };
        const reviews = Object.fromEntries(names.slice(0, 60).map((name) => [`${name}.md`, review]));
        expect(await comment(reviews, {}, { needs })).toMatchObject({ result: "success" });
        const body = lab.servers.written()[0]?.body ?? "";
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_000);
        expect(body).toContain("did not fit into a comment: see [the summary of the job]");
        return body;
      };

      test("names each, and says where the rest is", async () => {
        const names = Array.from({ length: 60 }, (_, i) => `bridge-${i}`);
        // Heads alone have more than 65,000 bytes; not one is cut within a line.
        const body = await commentOf(names, `${"ü".repeat(99)}\n`.repeat(30));
        for (const name of names) expect(body).toMatch(new RegExp(`^(# Bridge|-) ${name}$`, "m"));
        expect(body).not.toContain("\ufffd");
        for (const line of body.split("\n").filter((one) => one.startsWith("ü"))) expect(line).toHaveLength(99);
      });

      test("counts those that can't even be named", async () => {
        const names = Array.from({ length: 700 }, (_, i) => `b-${i}-${"x".repeat(120)}`);
        const body = await commentOf(names, "## safe\n");
        const named = body.match(/^(# Bridge|-) b-/gm)?.length ?? 0;
        expect(body).toContain(`\n- and ${700 - named} more bridges\n`);
      });
    });

    test.each([["../../secret"], ["a b"], ["-n"], ["$(id)"]])("for a bridge called %j is refused", async (name) => {
      const needs = { synth: { ...synth, outputs: { bridges: JSON.stringify([{ name }]) } } };
      const refused = await comment({}, {}, { needs });
      expect(refused.log).toContain("::error::BRIDGES names a bridge that can't be one");
      expect(lab.servers.written()).toEqual([]);
    });

    test("leads to a run's page only", async () => {
      await comment({ "article.md": "## safe\n", "article.link": "https://x) <img src=x>\n" });
      expect(lab.servers.written()[0]?.body).toContain("# Bridge article\n");
    });

    test("that GitHub refuses fails the job", async () => {
      const refused = await comment(
        reviews,
        {},
        { github: { token: "read-only", event: { pull_request: { number: 7 } } } },
      );
      expect(refused.result).toBe("failure");
      expect(refused.log).toContain("GitHub answered 401; the job needs pull-requests: write");
    });
  });
});
