import { isObject, type Value, type ValueObject } from "../../terraform";
import { type PartsOfSide } from "../side-parts";

/** Terraform addresses of what a hub's stack makes, as its output names them. */
export interface HubRoles {
  readonly hub: { readonly vpc?: string; readonly attachment?: string };
  readonly clients: ReadonlyMap<string, PartsOfSide>;
  readonly webs: ReadonlyMap<string, PartsOfSide>;
}

/** The type of each part that an output of a hub can name. */
const TYPE_OF_PART = {
  vpc: "aws_vpc",
  attachment: "aws_ec2_transit_gateway_vpc_attachment",
  peering: "aws_vpc_peering_connection",
  alb: "aws_lb",
  nlb: "aws_lb",
  endpoint_service: "aws_vpc_endpoint_service",
  security_group: "aws_security_group",
} as const;

type PartName = keyof typeof TYPE_OF_PART;

function isPartName(text: string): text is PartName {
  return Object.hasOwn(TYPE_OF_PART, text);
}

function textsOf(value: Value | undefined): Map<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  const texts = entries.flatMap(([key, one]): [string, string][] => (typeof one === "string" ? [[key, one]] : []));
  return texts.length === entries.length ? new Map(texts) : undefined;
}

/** The parts of one side; undefined where they are not what a stack writes. */
function partsOf(value: Value | undefined): PartsOfSide | undefined {
  if (!isObject(value)) return undefined;
  const { endpoints = {}, ...rest } = value;
  const [named, own] = [textsOf(rest), textsOf(endpoints)];
  if (!named || !own || ![...named.keys()].every(isPartName)) return undefined;
  const part = (name: PartName): string | undefined => named.get(name);
  return {
    vpc: part("vpc"),
    attachment: part("attachment"),
    peering: part("peering"),
    alb: part("alb"),
    nlb: part("nlb"),
    endpointService: part("endpoint_service"),
    securityGroup: part("security_group"),
    endpoints: own,
  };
}

function sidesOf(value: Value | undefined): Map<string, PartsOfSide> | undefined {
  if (!isObject(value)) return undefined;
  const all = Object.entries(value).map(([name, one]) => [name, partsOf(one)] as const);
  const read = all.flatMap(([name, parts]): [string, PartsOfSide][] => (parts ? [[name, parts]] : []));
  return read.length === all.length ? new Map(read) : undefined;
}

/** What an output says of a hub; undefined where it is not what a stack writes. */
export function hubRolesOf({ hub, clients, webs }: ValueObject): HubRoles | undefined {
  const [own, ofClients, ofWebs] = [partsOf(hub), sidesOf(clients), sidesOf(webs)];
  if (!own || !ofClients || !ofWebs) return undefined;
  return { hub: own, clients: ofClients, webs: ofWebs };
}

/** Every address that an output of a hub names, with the part that it plays and the type that the part has. */
export function namedByHub({ hub, clients, webs }: HubRoles): { part: string; address: string; type: string }[] {
  const of = (label: string, parts: PartsOfSide) => [
    ...[
      { name: "VPC", address: parts.vpc, type: TYPE_OF_PART.vpc },
      { name: "attachment", address: parts.attachment, type: TYPE_OF_PART.attachment },
      { name: "peering", address: parts.peering, type: TYPE_OF_PART.peering },
      { name: "ALB", address: parts.alb, type: TYPE_OF_PART.alb },
      { name: "NLB", address: parts.nlb, type: TYPE_OF_PART.nlb },
      { name: "endpoint service", address: parts.endpointService, type: TYPE_OF_PART.endpoint_service },
      { name: "security group", address: parts.securityGroup, type: TYPE_OF_PART.security_group },
    ].flatMap(({ name, address, type }) =>
      address === undefined ? [] : [{ part: `${label} ${name}`, address, type: type }],
    ),
    ...[...(parts.endpoints ?? [])].map(([web, address]) => ({
      part: `${label} endpoint of ${web}`,
      address,
      type: "aws_vpc_endpoint",
    })),
  ];
  return [
    ...of("hub", hub),
    ...[...clients].flatMap(([name, parts]) => of(`${name} client's`, parts)),
    ...[...webs].flatMap(([name, parts]) => of(`${name} web's`, parts)),
  ];
}
