variable "name" { type = string }
variable "cidr" { type = string }
variable "azs" { type = list(string) }

locals {
  subnets = { for i, az in var.azs : az => cidrsubnet(var.cidr, 8, i) }
}

resource "aws_vpc" "this" {
  cidr_block = var.cidr
  tags       = { Name = var.name }
}

resource "aws_subnet" "private" {
  for_each          = local.subnets
  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value
}

resource "aws_route_table" "private" {
  for_each = aws_subnet.private
  vpc_id   = each.value.vpc_id
}

resource "aws_route_table_association" "private" {
  for_each       = aws_subnet.private
  subnet_id      = each.value.id
  route_table_id = aws_route_table.private[each.key].id
}

output "vpc_id" { value = aws_vpc.this.id }
output "subnet_ids" { value = values(aws_subnet.private)[*].id }
output "route_table_ids" { value = [for table in aws_route_table.private : table.id] }
