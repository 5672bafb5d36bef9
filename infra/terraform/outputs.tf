output "topics" {
  description = "Name and partition count of each topic."
  value       = { for name, topic in kafka_topic.flextime : name => topic.partitions }
}
