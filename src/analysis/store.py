"""The one place that knows paths and writes files.

Every write goes to a temporary name in the same folder, is flushed to disk and renamed over the target, so that a
reader (or a killed run) sees the old file or the new one and never a half. Writing the same frame twice gives the
same bytes: no timestamps, no library version, a fixed row-group size.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import InputError, OutputError, UsageError
from analysis.exchange import put_in_place
from analysis.tables import PROCESSED, Column

if TYPE_CHECKING:
    # Imported where they are used, so that commands which only look at paths need not wait for pandas.
    import pandas as pd
    import pyarrow as pa

# Rows read and decoded together: a report wants those of one province, about one and a half thousand.
ROW_GROUP = 4096
_SOURCES = ("expectations", "notebooks", "src", "tests")
# Folders in data/ in which documents are put together before they are moved to their place.
STAGING = ".ingest.*.tmp"


@dataclass(frozen=True)
class Project:
    """The folders of one project; `root` holds data/ and reports/, in a checkout also notebooks/ and expectations/."""

    root: Path

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw"

    @property
    def as_read(self) -> Path:
        """What ingest read, cell by cell: kept, so that raw tables which are broken later can be told."""
        return self.root / "data" / "as-read"

    @property
    def processed(self) -> Path:
        return self.root / "data" / "processed"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def expectations(self) -> Path:
        return self.root / "expectations"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def build(self) -> Path:
        """Executed notebooks and logs: output that nobody reads unless something failed."""
        return self.root / "build"

    def table_path(self, table: str) -> Path:
        """Path of a processed table; KeyError for a name outside the contract."""
        return self.processed / f"{PROCESSED[table] and table}.parquet"

    def raw_documents(self) -> Iterator[Path]:
        """Folders of raw documents (`<province>/<period>/<document>`), sorted, found by their `document.yml`."""
        for sidecar in sorted(self.raw.glob("*/*/*/document.yml")):
            yield sidecar.parent


def find_project(start: Path | None = None) -> Project:
    """The project around `start`: the nearest folder above that holds data/raw.

    Without `start`, the environment variable CCHC_ROOT decides (a run sets it for its notebooks), else the working
    directory.
    """
    here = (start or Path(os.environ.get("CCHC_ROOT") or Path.cwd())).resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "raw").is_dir():
            return Project(folder)
    raise InputError("no project here", here, "run inside a folder that holds data/raw, or name one with --root DIR")


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path` at once or not at all; OutputError when the disk is full or the folder read-only."""
    _refuse_null(path)
    try:
        _write_whole(path, data)
    except OSError as error:
        raise OutputError(error, path) from error


def _refuse_null(path: Path) -> None:
    if "\0" in str(path):
        raise InputError("a name that no file can have", repr(str(path)), "name another file")


def _write_whole(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def stay_inside(folder: Path, path: Path) -> Path:
    """`path`, which has to lie in `folder` also when links are followed; InputError otherwise."""
    if not path.resolve().is_relative_to(folder.resolve()):
        raise InputError(f"{path.name} would lie outside of {folder.name}/", path, "remove the link that leads there")
    return path


def refuse_own_folders(project: Project, target: Path) -> None:
    """UsageError for an output among what the project keeps or is made of: it must overwrite none of it in silence."""
    _refuse_null(target)
    kept = (
        project.root / name for name in ("data/raw", "data/as-read", "data/processed", "reports", "build", *_SOURCES)
    )
    for folder in (*kept, Path(__file__).parent):
        if target.resolve().is_relative_to(folder.resolve()):
            raise UsageError(f"{target} lies in {folder}, which `cchc` itself keeps; name another place")


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with line feeds, at once or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_folder(project: Project, folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` (below data/raw) hold exactly `files`, at once or not at all; OutputError when it cannot be."""
    staging: Path | None = None
    try:
        project.raw.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".ingest.", suffix=".tmp", dir=project.raw.parent))
        made = staging / "made"
        for name, data in files.items():
            _write_whole(made / name, data)
        put_in_place(made, folder, staging, project.raw)
    except OSError as error:
        raise OutputError(error, folder) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def read_text(path: Path) -> str:
    """Text of a UTF-8 file (a byte order mark is dropped); InputError naming the byte where it is not UTF-8."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise InputError(
            f"not UTF-8: byte {data[error.start]:#04x} at position {error.start} (line {row})",
            path,
            "save the file again as UTF-8 (in Excel: 'CSV UTF-8')",
        ) from None


def sha256(path: Path) -> str:
    """Hex digest of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def table_bytes(frame: pd.DataFrame, table: str) -> bytes:
    """`frame` as the Parquet bytes of processed table `table`; the same frame always gives the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = PROCESSED[table]
    types = _arrow_types()
    schema = pa.schema([pa.field(column.name, types[column.type]) for column in columns])
    arrays = [pa.array(_plain(frame[column.name], column), type=types[column.type]) for column in columns]
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), buffer, compression="zstd", row_group_size=ROW_GROUP)
    return buffer.getvalue()


def write_table(project: Project, table: str, frame: pd.DataFrame) -> Path:
    """Write a processed table by its contract (columns in order, typed); returns its path."""
    path = project.table_path(table)
    write_bytes(path, table_bytes(frame, table))
    return path


def read_table(project: Project, table: str, only: tuple[str, Collection[str]] | None = None) -> pd.DataFrame:
    """A processed table, typed by the contract; InputError when it has not been made yet.

    `only` names a text column and the values of the rows that are wanted; others are not even decoded, as far as the
    file's row groups allow. Their text is held as Python's own strings (still dtype "str"): few rows are walked one by
    one, at which Arrow is several times slower.
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    path = project.table_path(table)
    if not path.exists():
        raise InputError(f"table {table!r} has not been made yet", path, "run `cchc clean` (and `cchc validate`) first")
    wanted = pc.field(only[0]).isin(pa.array(only[1], pa.string())) if only else None
    read = pq.read_table(path, filters=wanted, use_threads=False)
    held = {pa.string(): pd.StringDtype("python", na_value=np.nan)}.get if only else None
    # Single-threaded like the reading: a forked run would first have to start the threads.
    return typed(read.to_pandas(date_as_object=True, types_mapper=held, use_threads=False), table)


def typed(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """A new frame with exactly the contract's columns and types: text "" for missing, float64, Int64, date, list."""
    import pandas as pd

    frame = frame.reset_index(drop=True)
    missing = pd.Series([None] * len(frame))
    columns = {one.name: _series(frame.get(one.name, missing), one) for one in PROCESSED[table]}
    # Arrays, for each Series would first be aligned with the others, which takes longer than all else.
    return pd.DataFrame({name: column.array for name, column in columns.items()})


def _arrow_types() -> dict[str, pa.DataType]:
    import pyarrow as pa

    return {
        "text": pa.string(),
        "number": pa.float64(),
        "integer": pa.int64(),
        "date": pa.date32(),
        "list": pa.list_(pa.string()),
    }


def _series(values: pd.Series, column: Column) -> pd.Series:
    import pandas as pd

    # A table read from its file has these types already; asking costs nothing beside converting them again.
    match column.type:
        case "text" if values.dtype == "str" and not values.hasnans:
            return values
        case "text":
            return values.astype("object").where(values.notna(), "").astype("str")
        case "number" if values.dtype == "float64":
            return values
        case "number":
            return pd.to_numeric(values, errors="raise").astype("float64")
        case "integer" if values.dtype in ("int64", "float64", "Int64"):
            return values.astype("Int64")
        case "integer":
            return pd.to_numeric(values.astype("object").where(values.notna(), None)).astype("Int64")
        case "date":
            return pd.Series([_none_if_missing(value) for value in values], index=values.index, dtype="object")
        case "list":
            return pd.Series([_as_list(value) for value in values], index=values.index, dtype="object")


def _none_if_missing(value: object) -> object:
    import pandas as pd

    return None if value is None or value is pd.NaT or value == "" or value != value else value


def _as_list(value: object) -> list[str]:
    if value is None or (isinstance(value, float) and value != value):
        return []
    return [str(item) for item in value]  # type: ignore[attr-defined]


def _plain(values: pd.Series, column: Column) -> list[object]:
    """Python values for Arrow: pandas' several kinds of missing become None."""
    import pandas as pd

    if column.type == "list":
        return [list(value) for value in values]
    return [None if pd.isna(value) else value for value in values]
