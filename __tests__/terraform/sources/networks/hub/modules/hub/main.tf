variable "attachments" {
  type = any
}

locals {
  spokes = { for name, one in var.attachments : name => one if !one.shared }
  shared = { for name, one in var.attachments : name => one if one.shared }

  # Each table of a VPC gets a route to each of the others.
  routes = merge([
    for from, one in var.attachments : {
      for pair in setproduct(range(length(one.route_table_ids)), keys(var.attachments)) :
      "${from}-${pair[0]}-${pair[1]}" => { table = one.route_table_ids[pair[0]], cidr = var.attachments[pair[1]].cidr }
      if pair[1] != from
    }
  ]...)
}

resource "aws_ec2_transit_gateway" "this" {
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
}

resource "aws_ec2_transit_gateway_vpc_attachment" "this" {
  for_each                                        = var.attachments
  transit_gateway_id                              = aws_ec2_transit_gateway.this.id
  vpc_id                                          = each.value.vpc_id
  subnet_ids                                      = each.value.subnet_ids
  transit_gateway_default_route_table_association = false
  transit_gateway_default_route_table_propagation = false
}

resource "aws_ec2_transit_gateway_route_table" "this" {
  for_each           = toset(["spokes", "shared"])
  transit_gateway_id = aws_ec2_transit_gateway.this.id
}

resource "aws_ec2_transit_gateway_route_table_association" "this" {
  for_each                       = var.attachments
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.this[each.key].id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.this[each.value.shared ? "shared" : "spokes"].id
}

# Spokes see what is shared, and what is shared sees all.
resource "aws_ec2_transit_gateway_route_table_propagation" "spokes" {
  for_each                       = local.shared
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.this[each.key].id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.this["spokes"].id
}

resource "aws_ec2_transit_gateway_route" "to_spoke" {
  for_each                       = local.spokes
  destination_cidr_block         = each.value.cidr
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.this[each.key].id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.this["shared"].id
}

resource "aws_route" "this" {
  for_each               = local.routes
  route_table_id         = each.value["table"]
  destination_cidr_block = each.value.cidr
  transit_gateway_id     = aws_ec2_transit_gateway.this.id
  depends_on             = [aws_ec2_transit_gateway_vpc_attachment.this]
}
