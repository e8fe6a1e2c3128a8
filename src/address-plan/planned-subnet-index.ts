import { compareCidrs, containsAddress, containsCidr, type Ipv4 } from "../ipv4";
import { type PlannedSubnet } from "./planned-subnet";

interface Entry {
  readonly subnet: PlannedSubnet;
  /** The narrowest other subnet that holds this one; there is none where the subnets are those of a VPC. */
  readonly around: Entry | undefined;
}

/** Finds the subnet of an address among thousands. */
export class SubnetIndex {
  private readonly entries: Entry[] = [];

  constructor(subnets: readonly PlannedSubnet[]) {
    let around: Entry | undefined;
    for (const subnet of [...subnets].sort((a, b) => compareCidrs(a.cidr, b.cidr))) {
      while (around && !containsCidr(around.subnet.cidr, subnet.cidr)) around = around.around;
      around = { subnet, around };
      this.entries.push(around);
    }
  }

  /** The narrowest subnet that holds the address. */
  subnetOf(address: Ipv4): PlannedSubnet | undefined {
    let [low, high] = [0, this.entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle]?.subnet.cidr.base ?? 0) <= address) low = middle + 1;
      else high = middle;
    }
    let entry = this.entries[low - 1];
    while (entry && !containsAddress(entry.subnet.cidr, address)) entry = entry.around;
    return entry?.subnet;
  }
}
