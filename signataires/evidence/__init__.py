"""What proves the archive: manifests of its captures, what verifies them, copies of all that cannot be made again."""
