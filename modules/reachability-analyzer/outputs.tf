output "path_found" {
  description = "Whether each segment is open."
  value = {
    client_to_alb     = aws_ec2_network_insights_analysis.client_to_alb.path_found
    attachment_to_web = aws_ec2_network_insights_analysis.attachment_to_web.path_found
  }
}

output "explanations" {
  description = "What blocks each segment; empty lists when nothing does."
  value = {
    client_to_alb     = aws_ec2_network_insights_analysis.client_to_alb.explanations
    attachment_to_web = aws_ec2_network_insights_analysis.attachment_to_web.explanations
  }
}
