"""Sends packets through routers of network namespaces and tells what comes out. Cases come in as JSON lines, answers go out so."""

import json
import select
import socket
import struct
import subprocess
import sys

ETH_IP = 0x0800
IDLE = 0.15


def run(*command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(" ".join(command) + ": " + done.stderr)


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def packet(one, mark, flags, seq, ack, icmp_type):
    """An IPv4 packet whose last four bytes are its mark."""
    payload = struct.pack("!I", mark)
    src, dst = socket.inet_aton(one["src"]), socket.inet_aton(one["dst"])
    protocol = one["protocol"]
    if protocol == 6:
        body = struct.pack("!HHIIBBHHH", one["sport"], one["dport"], seq, ack, 5 << 4, flags, 65535, 0, 0) + payload
        at = 16
    elif protocol == 17:
        body = struct.pack("!HHHH", one["sport"], one["dport"], 8 + len(payload), 0) + payload
        at = 6
    else:
        body = struct.pack("!BBHHH", icmp_type, 0, 0, one["sport"], 1) + payload
        at = 2
    pseudo = b"" if protocol == 1 else src + dst + struct.pack("!BBH", 0, protocol, len(body))
    body = body[:at] + struct.pack("!H", checksum(pseudo + body)) + body[at + 2 :]
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(body), mark & 0xFFFF, 0, 64, protocol, 0, src, dst)
    head = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
    return head + body


def read(frame):
    if len(frame) < 34 or struct.unpack("!H", frame[12:14])[0] != ETH_IP:
        return None
    length = struct.unpack("!H", frame[16:18])[0]
    ip = frame[14 : 14 + length]
    protocol = ip[9]
    body = ip[20:]
    if protocol not in (1, 6, 17) or len(body) < 12 or (protocol == 1 and body[0] not in (0, 8)):
        return None
    sport, dport = struct.unpack("!HH", body[:4]) if protocol != 1 else (struct.unpack("!H", body[4:6])[0],) * 2
    mark = struct.unpack("!I", body[-4:])[0]
    ends = {"src": socket.inet_ntoa(ip[12:16]), "dst": socket.inet_ntoa(ip[16:20])}
    return mark, dict(ends, protocol=protocol, sport=sport, dport=dport)


class Router:
    def __init__(self, number, script):
        self.name = "r%d" % number
        self.wires = []
        run("ip", "netns", "add", self.name)
        run("ip", "-n", self.name, "link", "set", "lo", "up")
        for device, (address, length) in enumerate([("10.0.4.4", 28), ("10.0.5.4", 28)]):
            outside, inside = "w%dx%d" % (number, device), "ens%d" % (device + 5)
            run("ip", "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", self.name)
            run("ip", "link", "set", outside, "up", "promisc", "on", "arp", "off")
            run("ip", "-n", self.name, "link", "set", inside, "arp", "off", "up")
            run("ip", "-n", self.name, "addr", "add", "%s/%d" % (address, length), "dev", inside)
            # The kernel must not do for veth what a wire can't: checksums are whole.
            wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_IP))
            wire.bind((outside, 0))
            self.wires.append(wire)
        run("ip", "-n", self.name, "route", "add", "default", "via", "10.0.4.1", "dev", "ens5", "metric", "512")
        self.macs = [self.mac("ens5"), self.mac("ens6")]
        run("ip", "netns", "exec", self.name, "sysctl", "-qw", "net.netfilter.nf_conntrack_tcp_be_liberal=1")
        run("ip", "netns", "exec", self.name, "bash", text=script)

    def mac(self, device):
        links = subprocess.run(["ip", "-n", self.name, "-j", "link", "show", device], capture_output=True, text=True)
        return bytes.fromhex(json.loads(links.stdout)[0]["address"].replace(":", ""))

    def send(self, device, data):
        self.wires[device].send(self.macs[device] + b"\x02\0\0\0\0\1" + struct.pack("!H", ETH_IP) + data)

    def gathered(self):
        found = {}
        while True:
            ready, _, _ = select.select(self.wires, [], [], IDLE)
            if not ready:
                return found
            for wire in ready:
                frame, where = wire.recvfrom(4096)
                known = read(frame) if where[2] != socket.PACKET_OUTGOING else None
                if known:
                    found[known[0]] = dict(known[1], device=self.wires.index(wire))

    def close(self):
        for wire in self.wires:
            wire.close()
        run("ip", "netns", "del", self.name)


FIN, SYN, PSH, ACK = 1, 2, 8, 16
MORE = (ACK, ACK | PSH)
LAST = (ACK | FIN, ACK | PSH | FIN)
ROUND = 10000


def passed(router, packets):
    """What comes out of packets that nothing answers, some at a time, so that none is lost on the wire."""
    told = []
    for start in range(0, len(packets), 256):
        chunk = packets[start : start + 256]
        for mark, one in enumerate(chunk):
            router.send(one["device"], packet(one, mark, one.get("flags", SYN), 1000, 0, 8))
        out = router.gathered()
        told += [{"out": out.get(mark), "back": {}, "later": {}} for mark in range(len(chunk))]
    return told


def answers(router, packets):
    """What comes out of each packet; and by their flags what comes out of its answers and of what follows it."""
    for mark, one in enumerate(packets):
        router.send(one["device"], packet(one, mark, one.get("flags", SYN), 1000, 0, 0 if one.get("isStray") else 8))
    out = router.gathered()
    told = [{"out": out.get(mark), "back": {}, "later": {}} for mark in range(len(packets))]
    rounds = 0

    def exchange(what, of, chosen):
        """Sends for each of the packets what answers or follows it, once for each of its flags."""
        nonlocal rounds
        sent = {}
        for mark in chosen:
            for flags in of(packets[mark]):
                rounds += 1
                tag = rounds * ROUND + mark
                sent[tag] = flags
                if what == "back":
                    got = out[mark]
                    back = dict(got, src=got["dst"], dst=got["src"], sport=got["dport"], dport=got["sport"])
                    router.send(got["device"], packet(back, tag, flags, 5000, 1005, 0))
                else:
                    router.send(packets[mark]["device"], packet(packets[mark], tag, flags, 1005, 5005, 8))
        found = router.gathered()
        for tag, flags in sent.items():
            told[tag % ROUND][what][flags] = found.get(tag)

    exchange("back", lambda one: [one.get("answer", SYN | ACK)], out)
    answered = [mark for mark in out if any(told[mark]["back"].values())]
    for flags in (MORE, LAST):
        exchange("later", lambda _: flags, answered)
        exchange("back", lambda _: flags, answered)
    return told


for number, line in enumerate(sys.stdin):
    case = json.loads(line)
    try:
        router = Router(number, case["script"])
    except RuntimeError as error:
        print(json.dumps({"refused": str(error)}), flush=True)
        continue
    print(json.dumps((passed if case.get("isOneWay") else answers)(router, case["packets"])), flush=True)
    router.close()
