"""Why a file is not taken in, where its contents have nothing to do with it.

Belongs here: the wording. Does not belong here: refusals of what a file holds, which stand where it is read.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.errors import LinliError


def duplicate() -> LinliError:
    """Return why a file that came before is not taken in again."""
    return LinliError(
        "同一单位已报送过内容完全相同的文件，不再重复接收。",
        "The same sender has already sent exactly this file; it is not taken in again.",
        "duplicate",
    )


def no_access(error: OSError) -> LinliError:
    """Return why a file could not be opened."""
    return LinliError(
        f"读不到文件（{error.strerror}），仍留在收件夹中。请检查权限。",
        f"The file cannot be read ({error.strerror}) and stays where it is. Check its permissions.",
        "no_access",
    )


def still_changing() -> LinliError:
    """Return why a file is left for the next run."""
    return LinliError(
        "文件正在写入，仍留在收件夹中，下次运行时接收。",
        "The file is still being written and stays where it is; the next run takes it in.",
        "still_changing",
    )


def cannot_write(path: Path, error: OSError) -> LinliError:
    """Return why the run stopped: the disk, not a file, is to blame."""
    where = error.filename or path
    return LinliError(
        f"接收 {path.name} 时写盘失败：{where}（{error.strerror}）。请检查磁盘空间和权限后重新运行；已接收的不受影响。",
        f"Writing failed while taking in {path.name}: {where} ({error.strerror}). Check disk space and permissions, "
        "then run again; what was taken in before stands.",
        "cannot_write",
    )


def no_sender() -> LinliError:
    """Return why a file without a sender is refused."""
    return LinliError(
        "文件直接放在收件夹下，看不出是谁报送的。请放进以报送单位代码命名的子文件夹。",
        "The file lies directly in landing, its sender unknown. Put it in a folder named after the sender's code.",
        "no_sender",
    )


def unexpected(error: Exception) -> LinliError:
    """Return the refusal of a file on which the program itself failed."""
    kind = type(error).__name__
    return LinliError(
        f"读取这个文件时程序出错（{kind}）。原件已加密保存；请把文件名告诉系统管理员。",
        f"The program failed on this file ({kind}). The original is kept, encrypted; tell the operator.",
        "internal_error",
    )
