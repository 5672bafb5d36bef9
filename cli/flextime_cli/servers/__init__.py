"""The servers that FlexTime stands on, each started from what package registries carry."""
