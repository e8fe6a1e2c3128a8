const PREFIX = "ELBSecurityPolicy-";

/** What a bridge may have: TLS 1.2 and 1.3, or 1.3 alone, with ciphers that have forward secrecy and no SHA-1. */
export const TLS_POLICY = /^ELBSecurityPolicy-TLS13-1-[23](?!-(.*-)?Ext[0-9]*-)(-[A-Za-z0-9]+)*-20[0-9]{2}-[0-9]{2}$/;
export const DEFAULT_TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";
/** What to write instead of a policy that is refused: the ones that Security Hub's ELB.17 takes, FIPS aside. */
export const GOOD_TLS_POLICIES = [
  DEFAULT_TLS_POLICY,
  "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-2021-06",
];

/**
 * The policies that may be written. AWS adds to them, and one that is not here is taken too, with a warning.
 * Source: ELB user guide, Security policies for your Application Load Balancer; the newest that this list knows are of 2025-09.
 */
const LISTED: readonly string[] = [
  "TLS13-1-2-2021-06",
  "TLS13-1-2-FIPS-2023-04",
  "TLS13-1-2-FIPS-PQ-2025-09",
  "TLS13-1-2-PQ-2025-09",
  "TLS13-1-2-RFC9151-FIPS-2023-07",
  "TLS13-1-2-RFC9151-INTEROP1-FIPS-2023-07",
  "TLS13-1-2-RFC9151-INTEROP2-FIPS-2023-07",
  "TLS13-1-2-RFC9151-INTEROP3-FIPS-2023-07",
  "TLS13-1-2-RFC9151-INTEROP4-FIPS-2023-07",
  "TLS13-1-2-Res-2021-06",
  "TLS13-1-2-Res-FIPS-2023-04",
  "TLS13-1-2-Res-FIPS-PQ-2025-09",
  "TLS13-1-2-Res-PQ-2025-09",
  "TLS13-1-3-2021-06",
  "TLS13-1-3-FIPS-2023-04",
  "TLS13-1-3-FIPS-PQ-2025-09",
  "TLS13-1-3-PQ-2025-09",
  "TLS13-1-3-RFC9151-FIPS-2023-07",
].map((name) => PREFIX + name);

export function isListed(policy: string): boolean {
  return LISTED.includes(policy);
}

/** Policies from before names told the lowest version, all of which begin at TLS 1.0. */
const BEFORE_VERSIONS = /^ELBSecurityPolicy-(20[0-9]{2}-[0-9]{2}|FS-2018-06|Default)$/;
const LOWEST = /^ELBSecurityPolicy-(TLS13|TLS|FS)-1-([0-3])(-|$)/;
const EXTENDED = /-Ext[0-9]*-/;

/** Why a policy is refused, as the end of the sentence "<policy> ...": its lowest version, then its ciphers, then its name. */
export function whyRefused(policy: string): string {
  const [, family, minor] = LOWEST.exec(policy) ?? [];
  const lowest = BEFORE_VERSIONS.test(policy) ? "0" : minor;
  if (lowest === "0") return "admits TLS 1.0 and 1.1";
  if (lowest === "1") return "admits TLS 1.1";
  if (EXTENDED.test(policy)) return "admits ciphers with SHA-1 or without forward secrecy";
  if (family === "TLS" || family === "FS") return "is a policy without TLS 1.3";
  return "must be a policy with TLS 1.2 and 1.3, or 1.3 alone (ELBSecurityPolicy-TLS13-1-2-... or -1-3-...)";
}
