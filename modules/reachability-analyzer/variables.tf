variable "name" {
  description = "Name of the bridge; begins the Name tags."
  type        = string
}

variable "client_interface_id" {
  description = "Network interface of a client (eni-...)."
  type        = string
}

variable "alb_interface_id" {
  description = "Network interface of an ALB node (eni-...)."
  type        = string
}

variable "alb_address" {
  description = "Private address of that ALB node."
  type        = string
}

variable "listener_port" {
  description = "Port that the ALB listens on."
  type        = number
}

variable "attachment_interface_id" {
  description = "Network interface of the client side's transit gateway attachment, in the ALB node's zone (eni-...)."
  type        = string
}

variable "web_interface_id" {
  description = "Network interface of a web server (eni-...)."
  type        = string
}

variable "web_address" {
  description = "Private address of the web server."
  type        = string
}

variable "target_port" {
  description = "Port that the web server listens on."
  type        = number
}
