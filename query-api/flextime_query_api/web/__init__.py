"""What every endpoint shares: parameters, problems, answers, the cache before the routes, the OpenAPI document."""
