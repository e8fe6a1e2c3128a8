import { type Doubtful, type EndpointServiceCover, type PrivateLinkCover } from "../doubts";
import { type LoadBalancer } from "./balancers";
import { type Nic } from "./network";

/** A service that interface endpoints lead to, by network load balancers (AWS PrivateLink guide, endpoint services). */
export interface EndpointService extends Doubtful<EndpointServiceCover> {
  readonly address: string;
  readonly balancers: readonly LoadBalancer[];
}

/** An interface endpoint of a service that is not one of AWS's own, for all that is known. */
export interface PrivateLink extends Doubtful<PrivateLinkCover> {
  /** Terraform address of the endpoint. */
  readonly address: string;
  /** One in each of its subnets. */
  readonly nics: Nic[];
  /** Undefined where it is not in the input. */
  readonly service?: EndpointService;
  /** Known not to be accepted, so it carries nothing. */
  readonly isPending: boolean;
}
