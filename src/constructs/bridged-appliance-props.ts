/** What one side may open towards the other one. */
export interface OpenedTrafficProps {
  /** ICMP: echo requests (ping), which have no ports. */
  readonly protocol: "TCP" | "UDP" | "ICMP";
  /**
   * TCP, UDP: destination ports, single (`5432`) or as ranges (`"8000-8010"`).
   * @default - none; only of ICMP
   */
  readonly ports?: readonly (number | string)[];
}

/** 1:1 NAT on instances of yours, for what an ALB does not speak: see docs/appliance.md. */
export interface BridgedApplianceProps {
  /**
   * Range that the web side sees the clients in, as large as theirs; or a map from each range of clients.
   * @default - cut from private addresses that neither side has
   */
  readonly clientsSeenAs?: string | Readonly<Record<string, string>>;
  /**
   * Range that clients see the web side in, as large as its subnets; or a map from each range that is to be reached.
   * @default - cut from private addresses that neither side has
   */
  readonly webSeenAs?: string | Readonly<Record<string, string>>;
  /**
   * Who may open connections.
   * @default "client"
   */
  readonly initiate?: "client" | "both";
  /** @default - nothing */
  readonly clientToWeb?: readonly OpenedTrafficProps[];
  /**
   * Only with `initiate: "both"`.
   * @default - nothing
   */
  readonly webToClient?: readonly OpenedTrafficProps[];
  /**
   * Zones with an appliance of their own.
   * @default - each zone of the bridge that has clients
   */
  readonly zones?: readonly string[];
  /** @default "c7gn.medium" */
  readonly instanceType?: string;
  /**
   * How many network interfaces the instance type takes.
   * @default - known of the types in docs/appliance.md
   */
  readonly instanceInterfaces?: number;
  /**
   * Running TCP connections go on over a new appliance by themselves.
   * @default false
   */
  readonly resume?: boolean;
  /**
   * Interface endpoints and an instance profile for Session Manager.
   * @default false
   */
  readonly sessionAccess?: boolean;
}
