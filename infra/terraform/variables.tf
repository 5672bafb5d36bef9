variable "bootstrap_servers" {
  description = "Brokers as host:port."
  type        = list(string)
}

variable "replication_factor" {
  description = "Copies of each partition, at least 2; three survive the loss of one broker while another is in maintenance."
  type        = number
  default     = 3

  validation {
    condition     = var.replication_factor >= 2
    error_message = "With one copy every broker restart stops the writers."
  }
}

variable "tls_enabled" {
  description = "Whether the brokers speak TLS."
  type        = bool
  default     = true
}
