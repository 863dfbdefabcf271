"""What every implementation of a protocol has to do, as test classes: a test inherits one, and gives it a fixture.

```python
from palate.testing import RankerContract

class TestMine(RankerContract):
    @pytest.fixture
    def ranker(self, catalog):
        return Mine(catalog)
```
"""

from __future__ import annotations

from palate.testing.checkpointers import CheckpointerContract
from palate.testing.embedders import EmbedderContract
from palate.testing.locks import LockingContract
from palate.testing.models import ModelContract
from palate.testing.rankers import RankerContract
from palate.testing.stores import StoreContract

__all__ = [
    "CheckpointerContract",
    "EmbedderContract",
    "LockingContract",
    "ModelContract",
    "RankerContract",
    "StoreContract",
]
