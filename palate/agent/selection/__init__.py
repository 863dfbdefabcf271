"""What is shown of the candidates, what fills up a short list, and why nothing can be shown."""
