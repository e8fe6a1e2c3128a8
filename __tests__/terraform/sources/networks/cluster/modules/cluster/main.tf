variable "name" { type = string }
variable "vpc_id" { type = string }
variable "subnet_ids" { type = list(string) }
variable "control_plane_subnet_ids" { type = list(string) }
variable "create_node_security_group" {
  type    = bool
  default = true
}
variable "node_groups" {
  type = map(object({
    subnet_id       = string
    extra_group_ids = optional(list(string), [])
    public          = optional(bool)
  }))
}
variable "node_security_group_additional_rules" {
  type    = any
  default = {}
}

locals {
  create_node_sg         = var.create_node_security_group
  node_security_group_id = local.create_node_sg ? aws_security_group.node[0].id : ""

  node_security_group_rules = {
    ingress_cluster_443 = {
      description                   = "Cluster API to node groups"
      protocol                      = "tcp"
      from_port                     = 443
      to_port                       = 443
      type                          = "ingress"
      source_cluster_security_group = true
    }
    ingress_cluster_kubelet = {
      description                   = "Cluster API to node kubelets"
      protocol                      = "tcp"
      from_port                     = 10250
      to_port                       = 10250
      type                          = "ingress"
      source_cluster_security_group = true
    }
  }
}

resource "aws_security_group" "cluster" {
  name_prefix = "${var.name}-cluster-"
  vpc_id      = var.vpc_id
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "node" {
  count       = local.create_node_sg ? 1 : 0
  name_prefix = "${var.name}-node-"
  vpc_id      = var.vpc_id
}

resource "aws_security_group_rule" "node" {
  for_each = { for k, v in merge(
    local.node_security_group_rules,
    var.node_security_group_additional_rules,
  ) : k => v if local.create_node_sg }

  # Required
  security_group_id = aws_security_group.node[0].id
  protocol          = each.value.protocol
  from_port         = each.value.from_port
  to_port           = each.value.to_port
  type              = each.value.type

  # Optional
  description     = lookup(each.value, "description", null)
  cidr_blocks     = lookup(each.value, "cidr_blocks", null)
  self            = lookup(each.value, "self", null)
  source_security_group_id = try(each.value.source_cluster_security_group, false) ? aws_security_group.cluster.id : lookup(
    each.value, "source_security_group_id", null
  )
}

resource "aws_security_group_rule" "cluster" {
  for_each = { for k, v in {
    ingress_nodes_443 = { type = "ingress", port = 443, source_node_security_group = true }
    egress_all        = { type = "egress", port = 0, cidr_blocks = ["0.0.0.0/0"] }
  } : k => v if local.create_node_sg }

  security_group_id        = aws_security_group.cluster.id
  protocol                 = each.value.port == 0 ? "-1" : "tcp"
  from_port                = each.value.port
  to_port                  = each.value.port
  type                     = each.value.type
  cidr_blocks              = try(each.value.cidr_blocks, null)
  source_security_group_id = try(each.value.source_node_security_group, false) ? local.node_security_group_id : null
}

# The interfaces that the control plane has in its subnets.
resource "aws_network_interface" "control_plane" {
  count           = length(coalescelist(var.control_plane_subnet_ids, var.subnet_ids))
  subnet_id       = coalescelist(var.control_plane_subnet_ids, var.subnet_ids)[count.index]
  security_groups = compact(distinct([aws_security_group.cluster.id, ""]))
}

module "node_group" {
  source             = "../node-group"
  for_each           = { for k, v in var.node_groups : k => v }
  name               = each.key
  subnet_id          = each.value.subnet_id
  security_group_ids = compact(concat([local.node_security_group_id], each.value.extra_group_ids))
  public             = coalesce(each.value.public, false)
}

output "node_security_group_id" { value = try(aws_security_group.node[0].id, null) }
