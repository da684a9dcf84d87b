"""Several workers behind one door: a call takes an idle one, or waits for it."""

from __future__ import annotations

from queue import LifoQueue

from toolkit.documents.engines.workers import Task, Worker


class Pool:
    """Workers that run the same task; calls from several threads share them.

    Args:
        task: Function that each process runs.
        workers: Number of processes.
        seconds: Time a task may take.
        memory: Bytes of address space one process may take.
        recycle_after: Tasks after which a process is replaced.
    """

    def __init__(self, task: Task, *, workers: int, seconds: float, memory: int, recycle_after: int) -> None:
        self._workers = [
            Worker(task, seconds=seconds, memory=memory, recycle_after=recycle_after) for _ in range(workers)
        ]
        self._idle: LifoQueue[Worker] = LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def run(self, *arguments: object, about: str = "") -> bytes:
        """Return what the task returns; ``about`` names the document in errors.

        Raises:
            ConversionError: it failed, ran out of time or memory, or crashed.
        """
        worker = self._idle.get()
        try:
            return worker.run(*arguments, about=about)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End the processes; a later task starts new ones."""
        for worker in self._workers:
            worker.close()
