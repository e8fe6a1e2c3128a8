# Spokes that a transit gateway joins, as the most used transit gateway module takes them: a map of attachments.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "spokes" {
  type = map(object({
    cidr   = string
    shared = optional(bool, false)
    azs    = optional(list(string), ["eu-west-1a", "eu-west-1b"])
  }))
  default = {
    blue   = { cidr = "10.10.0.0/16" }
    green  = { cidr = "10.20.0.0/16" }
    shared = { cidr = "10.30.0.0/16", shared = true, azs = ["eu-west-1a"] }
  }
}

module "spoke" {
  source   = "./modules/vpc"
  for_each = var.spokes
  name     = each.key
  cidr     = each.value.cidr
  azs      = each.value.azs
}

module "hub" {
  source = "./modules/hub"
  attachments = {
    for name, spoke in module.spoke : name => {
      vpc_id          = spoke.vpc_id
      subnet_ids      = spoke.subnet_ids
      route_table_ids = spoke.route_table_ids
      cidr            = var.spokes[name].cidr
      shared          = var.spokes[name].shared
    }
  }
}

module "host" {
  source    = "./modules/host"
  for_each  = module.spoke
  name      = each.key
  vpc_id    = each.value.vpc_id
  subnet_id = each.value.subnet_ids[0]
}
