# A cluster with node groups and a secondary range for pods, as the most used EKS module makes one.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

locals {
  name     = "platform"
  vpc_cidr = "10.60.0.0/16"
  pod_cidr = "100.64.0.0/16"
  azs      = slice(["eu-west-1a", "eu-west-1b", "eu-west-1c"], 0, 2)
}

module "network" {
  source    = "./modules/network"
  vpc_cidr  = local.vpc_cidr
  pod_cidrs = [local.pod_cidr]
  azs       = local.azs
}

module "cluster" {
  source                   = "./modules/cluster"
  name                     = local.name
  vpc_id                   = module.network.vpc_id
  control_plane_subnet_ids = module.network.intra_subnets
  subnet_ids               = concat(module.network.private_subnets, module.network.pod_subnets)
  node_groups = {
    general = { subnet_id = module.network.private_subnets[0] }
    pods    = { subnet_id = module.network.pod_subnets[1], extra_group_ids = [aws_security_group.extra.id] }
  }
  node_security_group_additional_rules = {
    ingress_self_all = { description = "Node to node", protocol = "-1", from_port = 0, to_port = 0, type = "ingress", self = true }
    egress_all       = { protocol = "-1", from_port = 0, to_port = 0, type = "egress", cidr_blocks = ["0.0.0.0/0"] }
    from_extra       = { protocol = "tcp", from_port = 8443, to_port = 8443, type = "ingress", source_security_group_id = aws_security_group.extra.id }
  }
}

resource "aws_security_group" "extra" {
  name   = "extra"
  vpc_id = module.network.vpc_id
}

resource "aws_instance" "bastion" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = module.network.public_subnets["eu-west-1a"]
  vpc_security_group_ids      = [aws_security_group.extra.id, module.cluster.node_security_group_id]
  associate_public_ip_address = true
}
