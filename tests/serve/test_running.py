import socket

from palate.serve.running import listening
from palate.serve.settings import Settings


def test_the_end_of_an_answer_does_not_wait_for_its_beginning_to_be_acknowledged() -> None:
    with (
        listening(Settings(port=0)) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
