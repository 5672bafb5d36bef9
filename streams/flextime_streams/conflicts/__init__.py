"""The service that finds conflicts as events come, and reports them."""
