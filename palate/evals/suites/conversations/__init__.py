"""Long conversations by people who know nothing of the code, each turn judged by what it is to bring about."""
