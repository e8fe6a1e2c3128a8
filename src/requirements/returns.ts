import { type AddressPlan } from "../address-plan/plan";
import { type Cidr, cidrEquals } from "../ip";

/** What the web side sends packets of the bridge back to: the ALB's subnets, and what stands for clients behind an appliance. */
export function returnsIn({ albPrefixes, appliance }: AddressPlan): readonly Cidr[] {
  return [...albPrefixes, ...(appliance?.clientTwins ?? [])];
}

/** The web subnets that the bridge sends packets to, each once. */
export function steeredIn({ steers, appliance }: AddressPlan): readonly Cidr[] {
  const all = [...steers, ...(appliance?.steers ?? [])].map(({ destination }) => destination);
  return all.filter((one, i) => !all.slice(0, i).some((earlier) => cidrEquals(earlier, one)));
}

const VIRTUAL = "the clients' virtual addresses";

/** What packets are sent back to, in words. */
export function returnsTo({ albPrefixes, appliance }: AddressPlan): string {
  const alb = albPrefixes.length > 0 ? ["the ALB subnets"] : [];
  return [...alb, ...(appliance ? [VIRTUAL] : [])].join(" and ");
}

/** Whom web servers admit, in words. */
export function admittedNames({ albPrefixes, appliance }: AddressPlan): string {
  const alb = albPrefixes.length > 0 ? ["the ALB subnets on the targets' ports"] : [];
  return [...alb, ...(appliance ? [`${VIRTUAL} on the ports of client_to_web`] : [])].join(" and ");
}
