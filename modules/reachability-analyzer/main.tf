# The two segments of a request, as far as Reachability Analyzer can follow one: a load balancer ends a connection and
# opens another, so a path through it is analysed as two.

resource "aws_ec2_network_insights_path" "client_to_alb" {
  source           = var.client_interface_id
  destination      = var.alb_interface_id
  protocol         = "tcp"
  destination_port = var.listener_port
  tags             = { Name = "${var.name}-client-to-alb" }
}

resource "aws_ec2_network_insights_analysis" "client_to_alb" {
  network_insights_path_id = aws_ec2_network_insights_path.client_to_alb.id
  wait_for_completion      = true
  tags                     = { Name = "${var.name}-client-to-alb" }
}

resource "aws_ec2_network_insights_path" "attachment_to_web" {
  source      = var.attachment_interface_id
  destination = var.web_interface_id
  protocol    = "tcp"
  tags        = { Name = "${var.name}-attachment-to-web" }

  # The packet as the ALB node sent it: the web server's security group admits the ALB's addresses, not the interface's.
  filter_at_source {
    source_address      = var.alb_address
    destination_address = var.web_address

    destination_port_range {
      from_port = var.target_port
      to_port   = var.target_port
    }
  }
}

resource "aws_ec2_network_insights_analysis" "attachment_to_web" {
  network_insights_path_id = aws_ec2_network_insights_path.attachment_to_web.id
  wait_for_completion      = true
  tags                     = { Name = "${var.name}-attachment-to-web" }
}
