import { applianceScript, type ApplianceScriptProps } from "../../src/constructs/appliance-script";
import { type Topology } from "../../src/topology";
import { appliancePlan, stackJson } from "../support/appliances";
import { describeWithLab } from "../support/lab";
import { topologyOf } from "../support/networks";
import {
  APPLIANCE,
  ApplianceLab,
  CLIENT,
  OTHER,
  TWIN_OF_CLIENT,
  TWIN_OF_OTHER,
  TWIN_OF_WEB,
  WEB,
} from "./appliance-lab";
import { applianceNetwork, BOTH, PROPS, RESUMING, RESUMING_BOTH } from "./appliance-network";
import { segments } from "./segments";

const networkOf = (props: ApplianceScriptProps, edit = (script: string): string => script): Topology =>
  topologyOf(applianceNetwork(edit(applianceScript(props))));

/** Without the line that has connections begin with segments that fit. */
const withoutClamp = (script: string): string => script.replace(/^.*maxseg.*\n/m, "");
/** Without translation of what tells of a packet that it was too large. */
const withoutRelated = (script: string): string =>
  withoutClamp(script).replace("ct state established,related accept", "ct state established accept");

const PEER = "echo $SOCAT_PEERADDR";

describeWithLab()("an appliance that runs its very ruleset", () => {
  test("carries TCP, UDP and ping, and the server sees each client's own twin", async () => {
    await ApplianceLab.during(networkOf(PROPS), async (lab) => {
      await lab.serve(WEB, "tcp", 5432, PEER);
      await lab.serve(WEB, "udp", 161, `read asked; ${PEER}`);
      for (const [client, twin] of [
        [CLIENT, TWIN_OF_CLIENT],
        [OTHER, TWIN_OF_OTHER],
      ] as const) {
        expect(await lab.in(client, `socat -t 3 - TCP4:${TWIN_OF_WEB}:5432 < /dev/null`)).toBe(`${twin}\n`);
        expect(await lab.in(client, `echo ? | socat -t 2 - UDP4:${TWIN_OF_WEB}:161`)).toBe(`${twin}\n`);
        expect(await lab.in(client, `ping -c 1 -W 3 ${TWIN_OF_WEB}`)).toContain(`64 bytes from ${TWIN_OF_WEB}`);
      }
    });
  }, 60_000);

  test("the web side opens what is listed for it, and sees clients as well as it is seen", async () => {
    await ApplianceLab.during(networkOf(BOTH), async (lab) => {
      await lab.serve(OTHER, "tcp", 8443, PEER);
      expect(await lab.in(WEB, `socat -t 3 - TCP4:${TWIN_OF_OTHER}:8443 < /dev/null`)).toBe(`${TWIN_OF_WEB}\n`);
    });
  }, 60_000);

  test("what is too large for a link behind it is told through the translation, without the clamp too", async () => {
    await ApplianceLab.during(networkOf(PROPS, withoutClamp), async (lab) => {
      await lab.narrow(WEB, "10.64.0.10", 1200);
      await lab.serve(WEB, "tcp", 5432, "cat > /run/lab/sent; stat -c %s /run/lab/sent");
      const sent = await lab.in(CLIENT, `head -c 300000 /dev/zero | timeout 20 socat -t 9 - TCP4:${TWIN_OF_WEB}:5432`);
      expect(sent).toBe("300000\n");
      // Only by an ICMP error does the client know how large a packet to that address may be.
      expect(await lab.in(CLIENT, `ip route get ${TWIN_OF_WEB}`)).toContain("mtu 1200");
    });
  }, 60_000);

  test("with the clamp connections begin with segments that fit the interfaces, without it the appliance tells", async () => {
    const small = (script: string): string => script.replaceAll("mtu 8500", "mtu 1300");
    for (const [edit, isTold] of [
      [small, false],
      [(script: string) => withoutClamp(small(script)), true],
    ] as const)
      await ApplianceLab.during(networkOf(PROPS, edit), async (lab) => {
        await lab.serve(WEB, "tcp", 5432, "cat > /run/lab/sent; stat -c %s /run/lab/sent");
        const sent = await lab.in(
          CLIENT,
          `head -c 300000 /dev/zero | timeout 20 socat -t 9 - TCP4:${TWIN_OF_WEB}:5432`,
        );
        expect(sent).toBe("300000\n");
        expect((await lab.in(CLIENT, `ip route get ${TWIN_OF_WEB}`)).includes("mtu 1300")).toBe(isTold);
      });
  }, 60_000);

  test("a ruleset without related packets loses what tells of a small link", async () => {
    const ping = `ping -c 1 -W 1 -M do -s 1400 ${TWIN_OF_WEB}`;
    await ApplianceLab.during(networkOf(PROPS, withoutClamp), async (lab) => {
      await lab.narrow(WEB, "10.64.0.10", 1200);
      expect(await lab.in(CLIENT, ping)).toContain("mtu = 1200");
    });
    await ApplianceLab.during(networkOf(PROPS, withoutRelated), async (lab) => {
      await lab.narrow(WEB, "10.64.0.10", 1200);
      expect(await lab.in(CLIENT, ping)).toContain("100% packet loss");
      expect(await lab.in(CLIENT, `ip route get ${TWIN_OF_WEB}`)).not.toContain("mtu");
    });
  }, 60_000);

  const SENDS = "while head -c 65536 /dev/zero; do sleep 0.05; done";

  /** A download through a machine that dies and comes back, knowing nothing. */
  async function interrupted(
    lab: ApplianceLab,
    [client, server, from]: readonly [client: string, server: string, from: string],
    { options = "", machine = APPLIANCE } = {},
  ): Promise<number> {
    await lab.serve(server, "tcp", Number(from.split(":")[1]), SENDS);
    await lab.download(client, from, options);
    await lab.until("the download runs", async () => (await lab.downloaded()) > 300_000);
    await lab.fail(machine);
    await lab.forget(machine);
    const before = await lab.downloaded();
    await lab.replace(machine);
    return before;
  }
  const goesOn = (lab: ApplianceLab, before: number): Promise<void> =>
    lab.until("the download goes on", async () => (await lab.downloaded()) > before + 300_000);

  test("a download goes on over a second machine that knows nothing of it, though the client sends nothing", async () => {
    for (const props of [RESUMING, RESUMING_BOTH])
      await ApplianceLab.during(networkOf(props), async (lab) => {
        await goesOn(lab, await interrupted(lab, [CLIENT, WEB, `${TWIN_OF_WEB}:5432`]));
      });
  }, 60_000);

  test("so does one that the web side has opened", async () => {
    await ApplianceLab.during(networkOf(RESUMING_BOTH), async (lab) => {
      await goesOn(lab, await interrupted(lab, [WEB, CLIENT, `${TWIN_OF_CLIENT}:8443`]));
    });
  }, 60_000);

  test("in a bridge too, whose groups have forgotten the connection with the machine", async () => {
    const machine = "aws_instance.appliance_a";
    const [client, web] = ["client", "web"].map((side) => `aws_instance.demo-${side}`) as [string, string];
    for (const [initiate, ends] of [
      ["client", [client, web, `${TWIN_OF_WEB}:5432`]],
      ["both", [web, client, `${TWIN_OF_CLIENT}:8443`]],
    ] as const) {
      const more = initiate === "both" ? {} : { "appliance.web_to_client": undefined };
      const stack = stackJson(appliancePlan({ "appliance.resume": true, "appliance.initiate": initiate, ...more }));
      await ApplianceLab.during(
        topologyOf(stack),
        async (lab) => goesOn(lab, await interrupted(lab, ends, { machine })),
        machine,
      );
    }
  }, 60_000);

  test("without that, it goes on once the client sends", async () => {
    await ApplianceLab.during(networkOf(PROPS), async (lab) => {
      const options = ",so-keepalive,keepidle=1,keepintvl=1";
      await goesOn(lab, await interrupted(lab, [CLIENT, WEB, `${TWIN_OF_WEB}:5432`], { options }));
    });
  }, 60_000);

  test("without that, a client that only listens is not reached", async () => {
    await ApplianceLab.during(networkOf(PROPS), async (lab) => {
      const before = await interrupted(lab, [CLIENT, WEB, `${TWIN_OF_WEB}:5432`]);
      const sentAgain = await lab.sentAgain(WEB);
      await lab.until("the server has sent again", async () => (await lab.sentAgain(WEB)) > sentAgain + 1);
      expect(await lab.downloaded()).toBe(before);
    });
  }, 60_000);

  test("of what nobody asked for only segments of the middle pass, from listed ports, and they open nothing", async () => {
    await ApplianceLab.during(networkOf(RESUMING), async (lab) => {
      const tried = [
        { flags: ["syn"], from: 5432, to: 40000 },
        { flags: ["syn", "ece", "cwr"], from: 5432, to: 40001 },
        { flags: ["syn", "ack"], from: 5432, to: 40002 },
        { flags: ["ack", "fin"], from: 5432, to: 40003 },
        { flags: ["ack", "rst"], from: 5432, to: 40004 },
        { flags: [], from: 5432, to: 40005 },
        { flags: ["ack"], from: 5433, to: 40006 },
        { flags: ["ack"], from: 5432, to: 22 },
        { flags: ["ack"], from: 5432, to: 40007 },
        { flags: ["ack", "psh"], from: 5432, to: 40008 },
      ] as const;
      const { arrived, answered } = await segments(lab, { from: WEB, to: CLIENT, twin: TWIN_OF_CLIENT }, tried);
      expect(arrived).toEqual([`${TWIN_OF_WEB}:5432 ack`, `${TWIN_OF_WEB}:5432 ack psh`]);
      // The client knows no such connection, and says so.
      expect(answered).toEqual(["5432 rst", "5432 rst"]);
    });
  }, 60_000);
});
