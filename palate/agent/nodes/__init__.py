"""The six nodes of the graph, one file each."""
