/** Logs of a few requests, as a command reads them; see {@link SAMPLE}. */
const HEADER =
  "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags pkt-srcaddr pkt-dstaddr flow-direction";
const T = 1_764_230_400;
const ALB = "100.64.1.5";
const NAT = "100.64.0.10";

function connection(client: string, natPort: number, at: number, bytes: number): string[] {
  const rest = `${T + at} ${T + at + 2} ACCEPT`;
  return [
    `eni-1a ${client} ${NAT} 40000 443 6 5 ${bytes} ${rest} 3 ${client} ${ALB} ingress`,
    `eni-1a ${NAT} ${ALB} ${natPort} 443 6 5 ${bytes} ${rest} 3 ${NAT} ${ALB} egress`,
    `eni-1a ${ALB} ${NAT} 443 ${natPort} 6 4 7000 ${rest} 19 ${ALB} ${NAT} ingress`,
    `eni-1a ${NAT} ${client} 443 40000 6 4 7000 ${rest} 19 ${ALB} ${client} egress`,
  ];
}

function request(port: number, at: number, id: string, method = "GET"): string {
  const time = new Date((T + at) * 1000).toISOString().replace("Z", "000Z");
  return `https ${time} app/web/50dc6c495c0c9188 ${NAT}:${port} 10.64.0.10:80 0 0 0 200 200 300 500 "${method} https://shop.example.com:443/${id} HTTP/1.1" "curl" - - arn:aws:x "Root=${id}" "-" "-" 0 ${time} "forward" "-" "-"`;
}

const lines = (all: readonly string[]): string => `${all.join("\n")}\n`;

/** One client that can be told, two that can't be told from each other, and a request that left no record. */
export const SAMPLE = {
  "flows.log": lines([
    HEADER,
    ...connection("10.64.0.20", 1024, 0, 900),
    ...connection("10.64.0.21", 1025, 1000, 950),
    ...connection("10.64.0.22", 1026, 1003, 950),
    ...connection("10.64.0.23", 1027, 2000, 800),
  ]),
  "access.log": lines([
    request(1024, 1, "1-one"),
    request(1025, 1001, "1-two"),
    request(1026, 1004, "1-three", "=HYPERLINK(1)"),
    request(1030, 1500, "1-four"),
  ]),
};
