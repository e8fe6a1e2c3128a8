output "vpc_id" {
  value = try(aws_vpc.this[0].id, null)
}
output "public_subnets" {
  value = aws_subnet.public[*].id
}
output "private_subnets" {
  value = aws_subnet.private[*].id
}
output "database_subnets" {
  value = aws_subnet.database[*].id
}
output "private_route_table_ids" {
  value = aws_route_table.private[*].id
}
