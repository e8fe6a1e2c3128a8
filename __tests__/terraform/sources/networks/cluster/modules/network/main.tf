variable "vpc_cidr" { type = string }
variable "pod_cidrs" { type = list(string) }
variable "azs" { type = list(string) }

locals {
  vpc_id = try(aws_vpc_ipv4_cidr_block_association.pods[0].vpc_id, aws_vpc.this.id, "")
  pods   = flatten([for cidr in var.pod_cidrs : [for i, az in var.azs : { az = az, cidr = cidrsubnet(cidr, 1, i) }]])
}

resource "aws_vpc" "this" {
  cidr_block = var.vpc_cidr
}

resource "aws_vpc_ipv4_cidr_block_association" "pods" {
  count      = length(var.pod_cidrs)
  vpc_id     = aws_vpc.this.id
  cidr_block = var.pod_cidrs[count.index]
}

resource "aws_subnet" "public" {
  for_each          = { for i, az in var.azs : az => i }
  vpc_id            = local.vpc_id
  availability_zone = each.key
  cidr_block        = cidrsubnet(var.vpc_cidr, 8, each.value)
}

resource "aws_subnet" "private" {
  count             = length(var.azs)
  vpc_id            = local.vpc_id
  availability_zone = var.azs[count.index]
  cidr_block        = cidrsubnet(var.vpc_cidr, 4, count.index + 1)
}

resource "aws_subnet" "intra" {
  count             = length(var.azs)
  vpc_id            = local.vpc_id
  availability_zone = var.azs[count.index]
  cidr_block        = cidrsubnet(var.vpc_cidr, 8, count.index + 52)
}

resource "aws_subnet" "pods" {
  for_each          = { for pod in local.pods : pod.az => pod.cidr }
  vpc_id            = local.vpc_id
  availability_zone = each.key
  cidr_block        = each.value
}

resource "aws_internet_gateway" "this" {
  vpc_id = local.vpc_id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "this" {
  allocation_id = aws_eip.nat.id
  subnet_id     = values(aws_subnet.public)[0].id
}

locals {
  tables = {
    public  = { target = aws_internet_gateway.this.id, nat = null }
    private = { target = null, nat = aws_nat_gateway.this.id }
    intra   = null
  }
  public_ids = { for az, subnet in aws_subnet.public : az => subnet.id }
}

resource "aws_route_table" "this" {
  for_each = local.tables
  vpc_id   = local.vpc_id

  dynamic "route" {
    for_each = each.value == null ? [] : [each.value]
    content {
      cidr_block     = "0.0.0.0/0"
      gateway_id     = route.value.target
      nat_gateway_id = route.value.nat
    }
  }
}

locals {
  associations = merge(
    { for az, id in local.public_ids : "public-${az}" => { subnet = id, table = "public" } },
    { for i, subnet in aws_subnet.private : "private-${i}" => { subnet = subnet.id, table = "private" } },
    { for i, subnet in aws_subnet.intra : "intra-${i}" => { subnet = subnet.id, table = "intra" } },
    { for az, subnet in aws_subnet.pods : "pods-${az}" => { subnet = subnet.id, table = "private" } },
  )
}

resource "aws_route_table_association" "this" {
  for_each       = local.associations
  subnet_id      = each.value.subnet
  route_table_id = aws_route_table.this[each.value.table].id
}

output "vpc_id" { value = local.vpc_id }
output "public_subnets" { value = local.public_ids }
output "private_subnets" { value = aws_subnet.private[*].id }
output "intra_subnets" { value = aws_subnet.intra[*].id }
output "pod_subnets" { value = [for az in var.azs : aws_subnet.pods[az].id] }
