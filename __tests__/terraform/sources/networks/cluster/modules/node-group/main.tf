variable "name" { type = string }
variable "subnet_id" { type = string }
variable "security_group_ids" { type = list(string) }
variable "public" { type = bool }

locals {
  nodes = { for i in range(1) : "${var.name}-${i}" => i }
}

resource "aws_instance" "node" {
  for_each                    = local.nodes
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "m6i.large"
  subnet_id                   = var.subnet_id
  vpc_security_group_ids      = var.security_group_ids
  associate_public_ip_address = var.public
}
