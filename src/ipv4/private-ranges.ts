import { type Cidr, cidr } from "./cidr";

/** Ranges for networks of one's own. Source: RFC 1918. */
export const RFC_1918: readonly Cidr[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(cidr);

/** The range that carriers share with their customers, and that AWS lets VPCs use. Source: RFC 6598. */
export const SHARED = cidr("100.64.0.0/10");

/** Ranges that every VPC may use. */
export const PRIVATE: readonly Cidr[] = [...RFC_1918, SHARED];
