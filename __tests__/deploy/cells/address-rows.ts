import { attributeOf, type Body, idOf, of, type Place, type Row, sharedName } from "./cell";
import { host, instance, merged, published } from "./parts";
import { type Resources } from "../../review/plans/base-network";

const withSpare = (row: string): Resources =>
  merged(
    published(row),
    host(sharedName(row, "spare"), sharedName(row, "servers"), "10.0.0.200", sharedName(row, "open")),
  );

const server = (place: Place): Resources =>
  instance(place.own(), place.shared("servers"), `10.0.0.${place.n}`, place.shared("open"));
const toInstance = (place: Place) => ["internet", of("aws_instance", place.own())] as const;

const allocated = (place: Place): Body => ({ allocation_id: idOf("aws_eip", place.own()) });
const primary = (place: Place): string => attributeOf("aws_instance", place.own(), "primary_network_interface_id");
const spare = (place: Place): string => idOf("aws_network_interface", place.shared("spare"));

export const ADDRESS_ROWS: readonly Row[] = [
  {
    name: "address",
    parent: "aws_eip",
    child: "aws_eip_association",
    shared: withSpare,
    own: (place) =>
      merged(host(place.own(), place.shared("servers"), `10.0.0.${place.n}`, place.shared("open")), {
        aws_eip: { [place.own()]: {} },
      }),
    body: (place) => ({ ...allocated(place), network_interface_id: idOf("aws_network_interface", place.own()) }),
    replaced: (place) => ({ ...allocated(place), network_interface_id: spare(place) }),
    ask: (place) => ["internet", of("aws_network_interface", place.own())],
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "instance-address",
    parent: "aws_instance",
    child: "aws_eip",
    shared: (row) =>
      merged(
        withSpare(row),
        instance(sharedName(row, "other"), sharedName(row, "servers"), "10.0.0.201", sharedName(row, "open")),
      ),
    own: server,
    body: (place) => ({ instance: idOf("aws_instance", place.own()) }),
    changed: (place) => ({ instance: idOf("aws_instance", place.shared("other")) }),
    ask: toInstance,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "instance-association",
    parent: "aws_instance",
    child: "aws_eip_association",
    shared: withSpare,
    own: (place) => merged(server(place), { aws_eip: { [place.own()]: {} } }),
    body: (place) => ({ ...allocated(place), instance_id: idOf("aws_instance", place.own()) }),
    replaced: (place) => ({ ...allocated(place), network_interface_id: spare(place) }),
    ask: toInstance,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "primary-address",
    parent: "aws_instance",
    child: "aws_eip",
    note: "By the first interface; AWS refuses another one here, since the provider names the old instance beside it.",
    shared: withSpare,
    own: server,
    body: (place) => ({ network_interface: primary(place) }),
    ask: toInstance,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "primary-association",
    parent: "aws_instance",
    child: "aws_eip_association",
    note: "The same by the instance's first interface.",
    shared: withSpare,
    own: (place) => merged(server(place), { aws_eip: { [place.own()]: {} } }),
    body: (place) => ({ ...allocated(place), network_interface_id: primary(place) }),
    replaced: (place) => ({ ...allocated(place), network_interface_id: spare(place) }),
    ask: toInstance,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "second-interface",
    parent: "aws_instance",
    alsoParent: "aws_network_interface",
    child: "aws_network_interface_attachment",
    note: "The interface has its address and its groups, attached or not; what it adds to the instance's list may not hide its own.",
    shared: published,
    own: (place) =>
      merged(
        server(place),
        host(place.own(), place.shared("servers"), `10.0.0.${place.n + 100}`, place.shared("open")),
      ),
    body: (place) => ({
      instance_id: idOf("aws_instance", place.own()),
      network_interface_id: idOf("aws_network_interface", place.own()),
      device_index: 1,
    }),
    ask: (place) => [of("aws_subnet", place.shared("clients")), of("aws_network_interface", place.own())],
    expected: { with: "ALLOWED", without: "ALLOWED" },
  },
];
