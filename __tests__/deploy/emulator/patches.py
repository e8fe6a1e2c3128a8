"""Every patch, in the order in which they are applied."""

from mends import (
    absent_user_data,
    attachment_interfaces,
    attachment_tags,
    deleted_attachments_are_listed,
    endpoint_connections,
    endpoint_interfaces,
    flow_log_folders,
    gateway_without_default_tables,
    instance_connect_endpoints,
    instance_primary_interface,
    launch_template_tags,
    private_link_settings,
    private_nat_addresses,
    root_volume_of_the_image,
    route_propagation,
    rule_descriptions,
    searched_gateway_routes,
    security_group_referencing,
    target_zones,
)
from refusals import (
    deletion_protection,
    endpoint_outside_the_zones,
    overlapping_peering,
    restricted_secondary_cidr,
    route_inside_the_vpc,
    second_association,
    zone_all_within_the_vpc,
)

MENDS = [
    gateway_without_default_tables,
    attachment_interfaces,
    deleted_attachments_are_listed,
    searched_gateway_routes,
    security_group_referencing,
    attachment_tags,
    private_nat_addresses,
    root_volume_of_the_image,
    route_propagation,
    rule_descriptions,
    launch_template_tags,
    target_zones,
    instance_connect_endpoints,
    instance_primary_interface,
    absent_user_data,
    flow_log_folders,
    endpoint_interfaces,
    endpoint_connections,
    private_link_settings,
]
REFUSALS = [
    route_inside_the_vpc,
    restricted_secondary_cidr,
    zone_all_within_the_vpc,
    second_association,
    deletion_protection,
    overlapping_peering,
    endpoint_outside_the_zones,
]
PATCHES = [*MENDS, *REFUSALS]
