variable "name" { type = string }
variable "vpc_id" { type = string }
variable "subnet_id" { type = string }

locals {
  rules = [
    { type = "ingress", port = 443, cidrs = ["10.0.0.0/8"] },
    { type = "egress", port = 443, cidrs = ["0.0.0.0/0"] },
  ]
}

resource "aws_security_group" "this" {
  name   = "host-${var.name}"
  vpc_id = var.vpc_id

  dynamic "ingress" {
    for_each = [for rule in local.rules : rule if rule.type == "ingress"]
    iterator = rule
    content {
      protocol    = "tcp"
      from_port   = rule.value.port
      to_port     = rule.value.port
      cidr_blocks = rule.value.cidrs
    }
  }
  dynamic "egress" {
    for_each = [for rule in local.rules : rule if rule.type == "egress"]
    content {
      protocol    = "tcp"
      from_port   = egress.value.port
      to_port     = egress.value.port
      cidr_blocks = egress.value.cidrs
    }
  }
}

locals {
  group_ids = compact([aws_security_group.this.id, null])
}

resource "aws_instance" "this" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = var.subnet_id
  vpc_security_group_ids = local.group_ids
  private_ip             = null
}

output "instance_id" { value = aws_instance.this.id }
