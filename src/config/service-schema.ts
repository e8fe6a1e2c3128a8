import * as z from "zod";
import { DEFAULT_TLS_POLICY, GOOD_TLS_POLICIES, TLS_POLICY, whyRefused } from "./tls-policies";
import { addressValue, arn, pattern, portValue } from "./values";

/** Certificates of a listener. */
export const certificates = z
  .array(
    arn(
      "acm",
      "certificate/[A-Za-z0-9-]+",
      "an ACM certificate",
      "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
    ),
  )
  .min(1)
  .describe("ACM certificates in the bridge's region; the first one is the default.");

/** What certificates are for, which their ARNs don't say. */
export const certificate_names = z
  .array(
    pattern(
      /^([*][.])?([A-Za-z0-9_-]{1,63}[.])+[A-Za-z0-9-]{1,63}$/,
      "certificate-name",
      "must be a domain name, with or without *. before it",
      "*.example.internal",
    ),
  )
  .min(1)
  .optional()
  .describe("Domain names of the certificates. Given, a service's name that they don't cover is warned about.");

/** How a listener speaks TLS. */
export const tls_policy = z
  .string()
  .regex(TLS_POLICY, { error: ({ input }) => whyRefused(String(input)) })
  .meta({ rule: "tls-policy", fix: GOOD_TLS_POLICIES.join(" or "), examples: GOOD_TLS_POLICIES })
  .default(DEFAULT_TLS_POLICY)
  .describe("Security policy: TLS 1.2 or later, with forward secrecy and without SHA-1.");

/** What the ALB listens on. */
export const listeners = z
  .strictObject({
    http: z
      .strictObject({
        port: portValue.default(80),
        action: z
          .enum(["forward", "redirect"])
          .default("forward")
          .describe("redirect: answer 301 to the HTTPS listener. Beside one, forward draws a warning."),
      })
      .optional(),
    https: z
      .strictObject({
        port: portValue.default(443),
        certificates,
        certificate_names,
        tls_policy,
      })
      .optional(),
  })
  .describe("What the ALB listens on.");

/** How an ALB checks its targets. */
export const health = z
  .strictObject({
    path: pattern(
      // What RFC 3986 has in a path and a query; everything else is percent-encoded.
      /^\/[A-Za-z0-9._~!$&'()*+,;=:@/?%-]{0,1023}$/,
      "health-path",
      "must start with / and be a path, with or without a query, as RFC 3986 has them",
      "/healthz",
    ).default("/"),
    port: portValue.optional().describe("Default: the service's port."),
    protocol: z.enum(["HTTP", "HTTPS"]).optional().describe("Default: the service's protocol."),
    matcher: pattern(
      /^[2-4][0-9]{2}(-[2-4][0-9]{2})?(,[2-4][0-9]{2}(-[2-4][0-9]{2})?)*$/,
      "health-matcher",
      "must be status codes from 200 to 499, single, listed or as a range",
      "200-299",
    ).default("200"),
    interval: z.int().min(5).max(300).default(15).describe("Seconds between two checks."),
    timeout: z.int().min(2).max(120).default(5).describe("Seconds until a check counts as failed."),
    healthy: z.int().min(2).max(10).default(2).describe("Successes in a row that make a target healthy."),
    unhealthy: z.int().min(2).max(10).default(2).describe("Failures in a row that make a target unhealthy."),
  })
  .prefault({})
  .describe("The ALB's health check of each target.");

/** Which requests are a service's. */
export const match = z
  .strictObject({
    hosts: z
      .array(
        pattern(
          /^[A-Za-z0-9*?._-]{1,128}$/,
          "host-pattern",
          "must be a host name, * and ? allowed",
          "shop.example.com",
        ),
      )
      .min(1)
      .optional(),
    paths: z
      .array(
        pattern(/^[/*?][A-Za-z0-9*?_.$/~"'@:+&-]{0,127}$/, "path-pattern", "must be a path, * and ? allowed", "/api/*"),
      )
      .min(1)
      .optional(),
  })
  .optional()
  .describe("Which requests are the service's. Left out: all that no other service takes.");

/** A service of the web side. */
export const service = z.strictObject({
  targets: z.array(addressValue).min(1).describe("Addresses of the web servers, as the web side knows them."),
  port: portValue.default(80).describe("Port the targets listen on."),
  protocol: z
    .enum(["HTTP", "HTTPS"])
    .default("HTTP")
    .describe("Protocol towards the targets; certificates are not validated."),
  health,
  match,
  listeners: z
    .array(z.enum(["http", "https"]))
    .min(1)
    .optional()
    .describe("Default: every listener that forwards."),
  priority: z
    .int()
    .min(1)
    .max(50000)
    .optional()
    .describe("Order of the listener rule. Default: 10 per place in this list."),
});
