"""The learned ranker: LambdaMART over the features of candidates."""
