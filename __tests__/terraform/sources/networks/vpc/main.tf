# A VPC with public, private and database subnets, as the most used VPC module makes one.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "name" {
  type    = string
  default = "shop"
}

locals {
  cidr = "10.40.0.0/16"
  azs  = ["eu-west-1a", "eu-west-1b"]
  tags = { Project = var.name }
}

module "vpc" {
  source = "./modules/vpc"

  name             = var.name
  cidr             = local.cidr
  azs              = local.azs
  private_subnets  = [for k, v in local.azs : cidrsubnet(local.cidr, 8, k)]
  public_subnets   = [for k, v in local.azs : cidrsubnet(local.cidr, 8, k + 4)]
  database_subnets = [for k, v in local.azs : cidrsubnet(local.cidr, 8, k + 8)]

  enable_nat_gateway     = true
  one_nat_gateway_per_az = true
  manage_default_acl     = true
  tags                   = local.tags
}

resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = module.vpc.vpc_id
  tags   = local.tags
}

resource "aws_vpc_security_group_ingress_rule" "https" {
  security_group_id = aws_security_group.web.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "web" {
  for_each          = { all = "0.0.0.0/0" }
  security_group_id = aws_security_group.web.id
  cidr_ipv4         = each.value
  ip_protocol       = "-1"
}

resource "aws_security_group" "app" {
  name   = "app"
  vpc_id = module.vpc.vpc_id
}

locals {
  app_rules = {
    from_web = { port = 8080, group = aws_security_group.web.id }
    itself   = { port = 9090, group = aws_security_group.app.id }
  }
}

resource "aws_security_group_rule" "app" {
  for_each                 = local.app_rules
  type                     = "ingress"
  security_group_id        = aws_security_group.app.id
  source_security_group_id = each.value.group
  from_port                = each.value.port
  to_port                  = each.value.port
  protocol                 = "tcp"
}

resource "aws_security_group_rule" "app_out" {
  type              = "egress"
  security_group_id = aws_security_group.app.id
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 0
  to_port           = 0
  protocol          = "-1"
}

locals {
  hosts = {
    web  = { subnet = module.vpc.public_subnets[0], groups = [aws_security_group.web.id], public = true }
    web2 = { subnet = element(module.vpc.public_subnets, 1), groups = [aws_security_group.web.id], public = true }
    app  = { subnet = module.vpc.private_subnets[0], groups = [aws_security_group.app.id], public = false }
    app2 = { subnet = module.vpc.private_subnets[1], groups = [aws_security_group.app.id], public = false }
    db   = { subnet = try(module.vpc.database_subnets[1], null), groups = [aws_security_group.app.id], public = false }
  }
}

resource "aws_instance" "host" {
  for_each                    = local.hosts
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = each.value.subnet
  vpc_security_group_ids      = each.value.groups
  associate_public_ip_address = each.value.public
  tags                        = merge(local.tags, { Name = each.key })
}
