import { applianceScript } from "../../src/constructs/appliance-script";
import { endOfNic, judge, type Flow, type HostEnd, Walker } from "../../src/reachability";
import { setOfCidr, cidr } from "../../src/ip";
import { CLIENT, WEB } from "../lab/appliance-lab";
import { applianceNetwork, RESUMING } from "../lab/appliance-network";
import { thing, topologyOf } from "../support/networks";

const SYN = " tcp flags ack / fin,syn,rst,ack";

/** Whether the web side's host opens something to a client by its virtual address. */
function judged(script: string, flow: Flow) {
  const topology = topologyOf(applianceNetwork(script));
  const client = thing(topology.nics, CLIENT);
  const receiver: HostEnd = {
    kind: "host",
    subnet: client.subnet,
    nic: client,
    addresses: setOfCidr(cidr("100.64.2.10/32")),
    isOneOf: false,
  };
  const from = [endOfNic(thing(topology.nics, WEB))];
  const statement = { kind: "reach", text: "", from, to: [receiver], flows: [flow], expected: "DENIED" } as const;
  const { holds, verdict } = judge(new Walker(topology), statement);
  return [holds, verdict];
}

const script = applianceScript(RESUMING);

test("a rule for a source port that hosts don't pick by themselves lets packets arrive all the same", () => {
  expect(judged(script, { protocol: 6, port: 8080 })).toEqual([true, "DENIED"]);
  expect(judged(script.replaceAll(SYN, ""), { protocol: 6, port: 8080 })).toEqual([false, "ALLOWED"]);
});

test("whoever asks for a source port gets an answer about it", () => {
  const sourcePorts = [{ start: 40000, end: 40001 }];
  expect(judged(script.replaceAll(SYN, ""), { protocol: 6, port: 8080, sourcePorts })).toEqual([true, "DENIED"]);
});
