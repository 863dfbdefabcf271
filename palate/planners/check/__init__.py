"""Whether a model reads better than the offline reader: packaged messages over the embedded films."""
