import { type Edit, LARGE, SMALL } from "../config/bridge-texts";
import { broken, type BrokenCase, holds, type HoldingCase } from "./rule-case";

const policy = (name: string): Edit => ["  https:\n", `  https:\n    tls_policy: ${name}\n`];
const forwardedFor = (mode: string): Edit => [
  "alb: { idle_timeout: 60 }",
  `alb: { xff_header_processing_mode: ${mode} }`,
];
const LATER = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2031-02";

export const BROKEN_REQUEST_RULES: readonly BrokenCase[] = [
  broken(
    "http-beside-https",
    "HTTP that forwards",
    LARGE,
    [["{ action: redirect }", "{ action: forward }"]],
    [[20, "listeners.http"]],
  ),
  broken(
    "http-beside-https",
    "the same by default",
    LARGE,
    [["{ action: redirect }", "{ port: 8080 }"]],
    [[20, "listeners.http"]],
  ),
  broken("tls-policy-listed", "a policy of later", LARGE, [policy(LATER)], [[22, "listeners.https.tls_policy"]]),
  broken(
    "forwarded-for-forged",
    "the client's own words",
    LARGE,
    [forwardedFor("preserve")],
    [[18, "alb.xff_header_processing_mode"]],
  ),
];

export const HOLDING_REQUEST_RULES: readonly HoldingCase[] = [
  holds("http-beside-https", "HTTP alone", SMALL),
  holds("http-beside-https", "HTTPS alone", LARGE, ["  http: { action: redirect }\n", ""]),
  holds("http-beside-https", "a redirect", LARGE),
  holds("tls-policy-listed", "the newest of the list", LARGE, policy("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09")),
  holds("tls-policy-listed", "no HTTPS", SMALL),
  holds("forwarded-for-forged", "the header is taken out", LARGE, forwardedFor("remove")),
  holds("forwarded-for-forged", "the NAT gateway's address comes last", LARGE, forwardedFor("append")),
];
