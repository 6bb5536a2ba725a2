"""Names as a person types them, in a notebook or a command: resolved against what is there, or the nearest ones named.

One place for all of them, so that "Đăk Nông" means dak-nong in every command.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
from collections.abc import Collection, Iterable

from analysis.errors import InputError, shorten
from analysis.reference.provinces import REORGANISED_ON, all_provinces, resolve_province
from analysis.vietnamese.text import slug


def known_name(name: str, known: Iterable[str], what: str) -> str:
    """The one of `known` that `name` means, whatever its case and diacritics; InputError with the nearest ones."""
    names, name = sorted(set(known)), str(name)
    if name in names:
        return name
    alike = [one for one in names if slug(one) == slug(name)]
    if len(alike) == 1:
        return alike[0]
    raise InputError(f"unknown {what} {name!r}", remedy=_hint(name, names))


def known_provinces(names: Collection[str], held: Iterable[str], day: dt.date | None = None) -> list[str]:
    """Province keys meant by `names`, keys or spellings of names, in their order.

    Of two units that share a name the one with data is meant ("Quảng Trị" until 2025 and since); if both have data,
    the one that exists on `day`, and without a day the key must say which. A province that exists but has no data is
    accepted: the comparison will say so.
    """
    with_data = set(held)
    for name in names:
        _refuse_code(name)
    return list(dict.fromkeys(_province(name, with_data, day) for name in names))


def province_with_data(name: str, held: Collection[str]) -> str:
    """The one of `held` that `name` means, a key or any spelling; InputError naming the nearest that have data."""
    key = _province(name, set(held))
    if key not in held:
        raise InputError(f"no document of province {name!r}", remedy=_listed(sorted(held), "there are documents of"))
    return key


def _refuse_code(name: object) -> None:
    """InputError for a number: a code means one province until the reorganisation and may mean another since."""
    if isinstance(name, str) and not name.strip().isdigit():
        return
    code = str(name).strip()
    meant = [f"{unit.key} (until {unit.valid_to})" if unit.valid_to < REORGANISED_ON else unit.key
             for unit in all_provinces().values() if unit.code == code]  # fmt: skip
    keys = f"the key, here {' or '.join(meant)}" if meant else 'the key or the name, such as "quang-tri"'
    raise InputError(f"a province is not asked for by a number: {shorten(code)!r}", remedy=f"write {keys}")


def _province(name: str, held: set[str], day: dt.date | None = None) -> str:
    every = held | set(all_provinces())
    if name in every:
        return name
    alike = [key for key in held if slug(key) == slug(name)] + _bearers(name)
    found = list(dict.fromkeys(key for key in alike if key in held)) or list(dict.fromkeys(alike))[:1]
    on_day = [
        key for key in found if day is not None and key in all_provinces() and all_provinces()[key].exists_on(day)
    ]
    if len(found) == 1 or len(on_day) == 1:
        return (on_day if len(on_day) == 1 else found)[0]
    if found:
        raise InputError(f"{shorten(name)!r} is the name of several provinces", remedy=f"write {' or '.join(found)}")
    keys = [key for key in sorted(every) if not key.startswith("(")]
    raise InputError(f"unknown province {shorten(name)!r}", remedy=_hint(name, keys, sorted(held & set(keys))))


def _bearers(name: str) -> list[str]:
    """Units that bore `name` before the reorganisation or since, in that order."""
    found = []
    for day in (REORGANISED_ON - dt.timedelta(days=1), REORGANISED_ON):
        with contextlib.suppress(InputError):
            found.append(resolve_province(name, day).key)
    return found


def _hint(name: str, names: list[str], short: list[str] | None = None) -> str:
    by_slug = {slug(one): one for one in names}
    near = [by_slug[one] for one in difflib.get_close_matches(slug(name), list(by_slug), n=3, cutoff=0.5)]
    if near:
        return f"did you mean {' or '.join(near)}?"
    return _listed(short or names, "choose one of")


def _listed(names: list[str], opening: str, limit: int = 12) -> str:
    return f"{opening} {', '.join(names[:limit])}{' …' if len(names) > limit else ''}" if names else "there is no data"
