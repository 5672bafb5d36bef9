# The topics of a production cluster, declared from topics.json (which a test keeps equal to flextime_schemas.topics).
#
#   terraform init && terraform apply -var 'bootstrap_servers=["broker-0:9093","broker-1:9093","broker-2:9093"]'
terraform {
  required_version = ">= 1.5"
  required_providers {
    kafka = {
      source  = "Mongey/kafka"
      version = "~> 0.12"
    }
  }
}

provider "kafka" {
  bootstrap_servers = var.bootstrap_servers
  tls_enabled       = var.tls_enabled
}

locals {
  topics = jsondecode(file("${path.module}/topics.json"))
}

resource "kafka_topic" "flextime" {
  for_each           = local.topics
  name               = each.key
  partitions         = each.value.partitions
  replication_factor = var.replication_factor
  config = merge(each.value.config, {
    # Two of three copies before a write counts: one broker may go and nothing acknowledged is lost.
    "min.insync.replicas"            = tostring(var.replication_factor - 1)
    "unclean.leader.election.enable" = "false"
  })

  lifecycle {
    # A deleted events topic is the history gone; and more partitions would move conferences to other writers.
    prevent_destroy = true
    ignore_changes  = [partitions]
  }
}
