"""The rules of the house that no tool knows: read from the files, nothing is started."""

import ast
import os
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
MADE_BY_TOOLS = re.compile(r"\.(?!ci$)|media$|staticfiles$|node_modules$|__pycache__$")
CONFIGURATION = {".toml", ".txt", ".yaml", ".yml", ".cfg", ".ini", ".json", ".lock", ".md", ".rst", ".sh", ""}
# Pieced together, so that this file does not name them either.
REGISTRIES = [
    f"{name}.{top}"
    for top, names in {"org": "pypi pythonhosted npmjs debian", "com": "yarnpkg", "io": "crates"}.items()
    for name in names.split()
]
MAY_MARK_SAFE = [Path("publishing/rich_text.py"), Path("library/templatetags")]
LONGEST = {".py": 300, ".html": 300, ".js": 300, ".css": 700}
LONGEST_README = 100
HEAVIEST_SHEET, HEAVIEST_SCRIPTS = 30_000, 10_000  # bytes, as they stand
LONGEST_FUNCTION = 25


def ours(*suffixes):
    for folder, folders, names in os.walk(HERE):
        folders[:] = sorted(each for each in folders if not MADE_BY_TOOLS.match(each))
        for path in (Path(folder) / name for name in sorted(names)):
            if not suffixes or path.suffix in suffixes:
                yield path.relative_to(HERE)


def text(path):
    return (HERE / path).read_text(encoding="utf-8")


def length(path):
    return len(text(path).splitlines())


def functions(path):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(ast.parse(text(path))) if isinstance(node, kinds)]


def test_no_file_is_too_long_to_be_read_in_one_sitting():
    paths = [path for path in ours(*LONGEST) if "migrations" not in path.parts]
    assert {path: length(path) for path in paths if length(path) > LONGEST[path.suffix]} == {}
    readme = HERE / "README.md"
    assert not readme.exists() or length(readme) <= LONGEST_README


def test_no_function_is_longer_than_it_may_be():
    assert [
        f"{path}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in ours(".py")
        if path.parts[0] != "tests" and "migrations" not in path.parts
        for node in functions(path)
        if node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ] == []


def test_only_the_rich_text_filter_marks_html_as_safe():
    banned = re.compile(r"\|\s*(safe|safeseq)\b|\bmark_safe\b|\bSafeString\b|autoescape off|\b__html__\b")
    assert [
        f"{path}:{number}"
        for path in ours(".py", ".html", ".txt")
        if path.parts[0] not in ("tests", "requirements")
        and not any(path.is_relative_to(allowed) for allowed in MAY_MARK_SAFE)
        for number, line in enumerate(text(path).splitlines(), 1)
        if banned.search(line)
    ] == []


def test_no_lock_configuration_or_document_names_a_package_registry():
    named = re.compile("|".join(map(re.escape, REGISTRIES)), re.IGNORECASE)
    assert [
        f"{path}:{number}"
        for path in ours(*CONFIGURATION)
        for number, line in enumerate(text(path).splitlines(), 1)
        if named.search(line)
    ] == []


def test_what_every_page_loads_stays_light():
    assert (HERE / "static" / "site.css").stat().st_size < HEAVIEST_SHEET
    public = [path for path in ours(".html") if path.parts[:2] not in [("templates", "admin")]]
    scripts = {name for path in public for name in re.findall(r"[\w./-]+\.js\b", text(path))}
    assert "own-time.js" in scripts
    assert sum((HERE / "static" / name).stat().st_size for name in scripts) < HEAVIEST_SCRIPTS
