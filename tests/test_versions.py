"""`log`, `diff`, `prune`, `show --version` and `export --version`, as a person uses them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quickdisk import QuickDisk
from wpharvest.cli import built
from wpharvest.errors import SnapshotBusyError, UnknownNameError, UsageError
from wpharvest.model.items import Collection, Language, RawItem, SiteInfo
from wpharvest.steps.diff import diff
from wpharvest.store import Snapshot, verify
from wpharvest.store.prune import Policy, prune, would_prune

SITE = SiteInfo(
    home="https://example.org",
    languages=(Language("en"),),
    collections=(Collection("pages", "page", "type"), Collection("users", "user", "users")),
)
NINE = "<p>The desk is open from <b>nine</b> to five.</p>"
TEN = "<p>The desk is open from <b>ten</b> to five.</p>"


def typed(*arguments: object) -> str:
    """What a command prints."""
    ran = CliRunner().invoke(built(), [str(each) for each in arguments])
    if ran.exception is not None:
        raise ran.exception
    return ran.stdout


def harvest(path: Path, at: str, *objects: dict[str, object], site: SiteInfo = SITE) -> None:
    with Snapshot.draft(path, at, QuickDisk()) as draft:
        for each in objects:
            kind = "users" if "name" in each else "pages"
            draft.put(RawItem(kind, int(str(each["id"])), "en", "", json.dumps(each).encode()))
        draft.commit(site, {"harvest": {}, "started_at": at}, lambda row: True)


def page(number: int, title: str, html: str) -> dict[str, object]:
    slug = title.lower()
    return {"id": number, "slug": slug, "title": {"rendered": title}, "content": {"rendered": html}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three versions of a small site in `s`."""
    folder = tmp_path_factory.mktemp("versions")
    path, user = folder / "s", {"id": 7, "name": "Ann"}
    harvest(path, "2026-11-02T14:00:00Z", page(1, "Hours", NINE), page(2, "Old", "<p>x</p>"), user)
    harvest(path, "2026-11-03T14:00:00Z", page(1, "Hours", TEN), user | {"name": "Anna"})
    harvest(path, "2026-11-20T14:00:00Z", page(1, "Times", TEN), page(3, "New\x1b[2J", "<p>y</p>"))
    return folder


def test_log_names_each_version_and_counts(folder: Path) -> None:
    """… the newest first, for people and for programs."""
    assert typed("log", folder / "s").splitlines() == [
        "v3  2026-11-20 14:00  1 new, 1 changed, 1 deleted",
        "v2  2026-11-03 14:00  2 changed, 1 deleted",
        "v1  2026-11-02 14:00  3 new",
    ]
    told = json.loads(typed("log", folder / "s", "--format", "json"))
    assert [(each["number"], each["new"], each["changed"], each["deleted"]) for each in told] == [
        (3, 1, 1, 1),
        (2, 0, 2, 1),
        (1, 3, 0, 0),
    ]


def test_diff_shows_words(folder: Path) -> None:
    """Objects, fields, and the text as Markdown: marked as git does where there are no colours."""
    assert typed("diff", folder / "s", "v1", "v2", "--word").splitlines() == [
        "v1 → v2",
        "changed  en/pages/1  Hours",
        "    The desk is open from **[-nine-]{+ten+}** to five.",
        "deleted  en/pages/2  Old",
        "changed  en/users/7  Anna",
        '    name: "Ann" → "Anna"',
    ]


def test_diff_of_the_last_two_versions_needs_no_names(folder: Path) -> None:
    assert typed("diff", folder / "s").splitlines() == [
        "v2 → v3",
        "changed  en/pages/1  Times  (was content/en/pages/0000001-hours.json)",
        '    slug: "hours" → "times"',
        '    title.rendered: "Hours" → "Times"',
        "new      en/pages/3  New\N{REPLACEMENT CHARACTER}[2J",
        "deleted  en/users/7  Anna",
    ]


def test_diff_for_programs(folder: Path) -> None:
    told = json.loads(typed("diff", folder / "s", "2026-11-02", "v2", "--format", "json"))
    assert (told["before"], told["after"]) == ("v1", "v2")
    assert [(each["change"]["change"], each["change"]["id"]) for each in told["items"]] == [
        ("changed", 1),
        ("deleted", 2),
        ("changed", 7),
    ]
    assert [piece["op"] for piece in told["items"][0]["text"]] == ["removed", "added"]


def test_backwards_is_the_other_way_round(folder: Path) -> None:
    """What one direction calls new the other calls deleted."""
    there, back = diff(folder / "s", "v1", "v3"), diff(folder / "s", "v3", "v1")
    swapped = {"new": "deleted", "deleted": "new", "changed": "changed"}
    names = {(each.change.kind, each.change.id, each.change.change) for each in there.items}
    assert names == {(each.change.kind, each.change.id, swapped[each.change.change]) for each in back.items}
    assert not diff(folder / "s", "v2", "v2").items


def test_a_changed_site_is_told(tmp_path: Path) -> None:
    harvest(tmp_path, "2026-11-02T14:00:00Z", page(1, "Hours", NINE))
    renamed = SiteInfo(**{name: getattr(SITE, name) for name in SITE.__struct_fields__} | {"name": "Desk"})
    harvest(tmp_path, "2026-11-03T14:00:00Z", page(1, "Hours", NINE), site=renamed)
    assert [(each.name, each.after) for each in diff(tmp_path).site] == [("name", "Desk")]


def test_show_and_export_read_any_version(folder: Path, tmp_path: Path) -> None:
    path = folder / "s"
    for version, word in (("v1", "nine"), ("v2", "ten"), ("v3", "ten")):
        shown = typed("show", path, "en/pages/1", "--version", version)
        assert shown == f"The desk is open from **{word}** to five.\n"
    typed("export", path, "--version", "2026-11-03", "--output", tmp_path)
    assert [each.name for each in tmp_path.rglob("*.md")] == ["hours.md"]
    with pytest.raises(UnknownNameError, match="no document is called 'en/pages/2'"):
        typed("show", path, "en/pages/2", "--version", "v2")
    with pytest.raises(UnknownNameError, match="no version is called 'v4'"):
        typed("export", path, "--version", "v4", "--output", tmp_path)


def test_prune_says_what_it_frees_and_then_frees_it(folder: Path, tmp_path: Path) -> None:
    path = shutil.copytree(folder / "s", tmp_path / "s")
    before = sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
    dry = typed("prune", path, "--keep", "1", "--dry-run")
    assert "would free" in dry and "2 of 3 versions" in dry
    would = would_prune(path, Policy(last=1))
    assert typed("prune", path, "--keep", "1").splitlines() == [
        "  goes: v1  2026-11-02T14-00-00Z",
        "  goes: v2  2026-11-03T14-00-00Z",
        "  stays: v3  2026-11-20T14-00-00Z",
        dry.splitlines()[-1].replace("would free", "freed"),
    ]
    after = sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
    tags = len(would.paths) * 68 + sum(len(each) for each in would.paths) - len(would.paths)
    assert before - after == would.size + tags  # the tag manifest is shorter too
    assert not list(verify(path)) and not path.joinpath("history").exists()


def test_what_is_kept_can_still_be_read(folder: Path, tmp_path: Path) -> None:
    """… and has its number, which no later version gets."""
    path = shutil.copytree(folder / "s", tmp_path / "s")
    was = list(Snapshot.open(path, version="v2").items())
    prune(path, Policy(last=2), QuickDisk())
    assert list(Snapshot.open(path, version="v2").items()) == was and not list(verify(path))
    harvest(path, "2026-11-21T14:00:00Z", page(1, "Again", NINE))
    assert [version.name for version in Snapshot.open(path).versions()] == ["v2", "v3", "v4"]


@pytest.mark.parametrize(
    ("policy", "names"),
    [
        (Policy(last=2), ["v5", "v6"]),
        (Policy(daily=2), ["v5", "v6"]),
        (Policy(daily=3), ["v4", "v5", "v6"]),
        (Policy(weekly=2), ["v4", "v6"]),
        (Policy(monthly=2), ["v2", "v6"]),
        (Policy(yearly=5), ["v1", "v6"]),
        (Policy(last=1, yearly=2), ["v1", "v6"]),
        (Policy(last=99), ["v1", "v2", "v3", "v4", "v5", "v6"]),
        (Policy(), ["v6"]),
    ],
)
def test_a_policy_keeps_the_last_of_each_period(
    tmp_path_factory: pytest.TempPathFactory, policy: Policy, names: list[str]
) -> None:
    """… and always the last version of all."""
    path = tmp_path_factory.mktemp("s")
    days = (
        "2025-12-31T10",
        "2026-10-05T10",
        "2026-11-20T10",
        "2026-11-20T18",
        "2026-11-24T10",
        "2026-11-25T10",
    )
    for day in days:
        harvest(path, f"{day}:00:00Z", page(1, day, NINE))
    assert [version.name for version in would_prune(path, policy).kept] == names


def test_prune_without_a_policy_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="say what to keep"):
        typed("prune", folder / "s")


def test_prune_waits_for_nobody(tmp_path: Path) -> None:
    harvest(tmp_path, "2026-11-02T14:00:00Z", page(1, "Hours", NINE))
    with Snapshot.draft(tmp_path, "2026-11-03T14:00:00Z"), pytest.raises(SnapshotBusyError):
        prune(tmp_path, Policy(last=1))
