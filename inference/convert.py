"""``shiage convert IN OUT``: pictures, levels, palettes, colour lists and timesheets from one format to another."""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from inference.errors import BadFile
from inference.formats import (
    PALETTES,
    PICTURES,
    parse_name,
    read_bytes,
    read_image_file,
    read_palette,
    tlv,
    write_image,
    write_palette,
    xdts,
)
from inference.formats import colorbook as book
from inference.formats.cel import Cel, cel_colors, cel_of_colors
from inference.formats.layers import ANNOTATION, LINE, Layer
from inference.formats.palette import LINE_SWATCHES, Palette, Styles, entries_of_palette, palette_of, styles_of_entries
from inference.formats.psd import MAGIC as PSD_MAGIC
from inference.formats.psd import read_layers, write_layers
from inference.formats.timesheet import parse_drawing
from inference.sheetfile import read_sheet, write_sheet
from inference.types import ColorEntry

LEVEL, TIMESHEET, SHEET, DOCUMENT, PALETTE_OF_LEVEL = ".tlv", ".xdts", ".json", ".psd", ".tpl"
LISTS = {".yml", ".yaml"}
COLORS = PALETTES | LISTS | {SHEET}
EPILOG = """examples:
  shiage convert A0001.tga A0001.png
      one picture; also .tif and .psd.
  shiage convert A.tlv A
      every drawing of an OpenToonz level as a PNG in folder A (--to tga for cels), and its palette.
  shiage convert painted A.tlv --palette sheet.json
      a folder of painted drawings as a level with A.tpl beside it; its styles are the sheet's entries.
  shiage convert A0001.psd layers
      every layer as a picture; and "convert layers A0001.psd" puts them together again.
  shiage convert sheet.json nuri.ase
      palettes: .gpl .aco .ase .tpl, the paper's colorbook.yml, and our sheet.json.
  shiage convert cut12.xdts checked.xdts
      a timesheet, checked and written anew.
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = commands.add_parser(
        "convert",
        help="pictures, levels, palettes and timesheets from one format to another",
        description="What IN and OUT are, their names' endings say; a folder holds many pictures.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("source", type=Path, metavar="IN")
    parser.add_argument("target", type=Path, metavar="OUT")
    parser.add_argument("--palette", type=Path, metavar="FILE", help="colours of a level: any palette or sheet.json")
    parser.add_argument(
        "--to", choices=sorted(suffix[1:] for suffix in PICTURES), default="png",
        help="pictures written to a folder (default: %(default)s)",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Convert and say what was written. Raises BadFile, BadSheet."""
    source, target = options.source, options.target
    kind, wanted = _suffix(source), _suffix(target)
    if kind in COLORS and wanted in COLORS:
        written = _convert_colors(source, target)
    elif kind == TIMESHEET and wanted == TIMESHEET:
        written = [_write(target, xdts.write(xdts.read(read_bytes(source), source.name)))]
    elif kind == LEVEL and wanted in ("", LEVEL):
        written = _level_to_level(source, target) if wanted else _level_to_folder(options)
    elif wanted == LEVEL and (kind in PICTURES or kind == ""):
        written = _pictures_to_level(options)
    elif kind == DOCUMENT and wanted == "":
        written = _layers_to_folder(options)
    elif kind == "" and wanted == DOCUMENT:
        written = _folder_to_layers(source, target)
    elif kind in PICTURES and wanted in PICTURES:
        written = [_write(target, write_image(read_image_file(source), wanted))]
    else:
        raise BadFile(f"{source.name} cannot become {target.name}. See: shiage convert --help.")
    print(f"{written[0]}" if len(written) == 1 else f"{len(written)} files in {written[0].parent}")
    return 0


def _suffix(path: Path) -> str:
    return "" if path.is_dir() else path.suffix.lower()


def _convert_colors(source: Path, target: Path) -> list[Path]:
    if _suffix(source) in PALETTES and _suffix(target) in PALETTES:
        # Never through a sheet: styles that share a name or are no category's stay as they are.
        return [_write(target, write_palette(_palette(source), _suffix(target)))]
    entries = _entries(source)
    if _suffix(target) in PALETTES:
        return [_write(target, write_palette(_fitting(entries, source).palette, _suffix(target)))]
    if _suffix(target) == SHEET:
        return [_writing(target, lambda: write_sheet(target, source.stem, _with_background(entries)))]
    try:
        return [_write(target, book.write(entries))]
    except ValueError as error:
        raise BadFile(f"{source.name}: {error}. Give every entry a name of its own.") from error


def _entries(source: Path) -> list[ColorEntry]:
    if _suffix(source) == SHEET:
        return list(read_sheet(source).entries)
    if _suffix(source) in LISTS:
        return book.read(read_bytes(source), source.name)
    return entries_of_palette(_palette(source))


def _with_background(entries: list[ColorEntry]) -> list[ColorEntry]:
    """Palettes have no colour for bare paper; without an entry for it, it would be given one of the character's."""
    if any(entry.category == "background" or entry.normal[3] == 0 for entry in entries):
        return entries
    key = max((entry.key for entry in entries), default=0) + 1
    return [*entries, ColorEntry(key, "background", "background", (255, 255, 255, 0))]


def _palette(source: Path) -> Palette:
    return read_palette(read_bytes(source), source.name)


def _fitting(entries: list[ColorEntry], source: Path) -> Styles:
    try:
        return styles_of_entries(entries, source.stem)
    except ValueError as error:
        raise BadFile(f"{source.name}: {error}. Split the sheet.") from error


def _level_palette(options: argparse.Namespace) -> Palette:
    path: Path | None = options.palette
    if path is None:
        return palette_of(LINE_SWATCHES.values())
    return _palette(path) if _suffix(path) in PALETTES else _fitting(_entries(path), path).palette


def _level_to_folder(options: argparse.Namespace) -> list[Path]:
    source, target = options.source, options.target
    beside = options.palette or source.with_suffix(PALETTE_OF_LEVEL)
    if not beside.exists():
        raise BadFile(
            f"{source.name}: its palette {beside.name} is missing. Put it beside the level or give --palette."
        )
    palette = _level_palette(argparse.Namespace(palette=beside))
    pictures = (
        (f"{source.stem}_{cel.number:04d}{cel.suffix}", write_image(cel_colors(cel, palette), f".{options.to}"))
        for cel in tlv.read(read_bytes(source), source.name)
    )
    written = [_write(target / f"{name}.{options.to}", data) for name, data in pictures]
    return [*written, _write(target / beside.name, write_palette(palette, PALETTE_OF_LEVEL))]


def _level_to_level(source: Path, target: Path) -> list[Path]:
    written = [_write(target, tlv.write(tlv.read(read_bytes(source), source.name)))]
    beside = source.with_suffix(PALETTE_OF_LEVEL)
    if beside.exists():
        written.append(_write(target.with_suffix(PALETTE_OF_LEVEL), write_palette(_palette(beside), PALETTE_OF_LEVEL)))
    return written


def _pictures_to_level(options: argparse.Namespace) -> list[Path]:
    source, target = options.source, options.target
    files = _pictures(source) if _suffix(source) == "" else [source]
    levels = sorted({parse_name(path.name).level for path in files})
    if len(levels) > 1:
        raise BadFile(f"{source}: drawings of the levels {', '.join(levels)}. Put each level into a folder of its own.")
    palette = _level_palette(options)
    cels: list[Cel] = []
    for path in files:
        drawing = parse_drawing(path.stem)
        number, suffix = drawing or (parse_name(path.name).number, "")
        cel, palette = cel_of_colors(read_image_file(path), number, palette, path.name, suffix)
        cels.append(cel)
    return [
        _write(target, tlv.write(cels)),
        _write(target.with_suffix(PALETTE_OF_LEVEL), write_palette(palette, PALETTE_OF_LEVEL)),
    ]


def _layers_to_folder(options: argparse.Namespace) -> list[Path]:
    data = read_bytes(options.source)
    if not data.startswith(PSD_MAGIC):
        raise BadFile(f"{options.source.name}: not a Photoshop document. Name it after what it is.")
    layers, (width, height) = read_layers(data, options.source.name)
    written = []
    for number, layer in enumerate(layers, 1):
        name = "".join(c if c.isalnum() or c in " -_()" else "_" for c in layer.name)[:80].strip() or "layer"
        rgba = layer.on_page(width, height)
        written.append(
            _write(options.target / f"{number:02d} {name}.{options.to}", write_image(rgba, f".{options.to}"))
        )
    return written


def _folder_to_layers(source: Path, target: Path) -> list[Path]:
    layers = [Layer(path.stem, read_image_file(path)) for path in _pictures(source)]
    sizes = sorted({layer.rgba.shape[1::-1] for layer in layers})
    if len(sizes) > 1:
        shown = ", ".join(f"{width}x{height}" for width, height in sizes[:5])
        raise BadFile(f"{source}: layers of one document must have one size, found {shown}.")
    over = {ANNOTATION: 1, LINE: 2}  # paint lies lowest, lines on top
    layers.sort(key=lambda layer: over.get(layer.role, 0))
    return [_write(target, write_layers(layers, *sizes[0]))]


def _pictures(folder: Path) -> list[Path]:
    paths: Iterable[Path] = folder.iterdir() if folder.is_dir() else ()
    files = sorted(path for path in paths if path.suffix.lower() in PICTURES and not path.name.startswith("."))
    if not files:
        raise BadFile(f"{folder}: no pictures there. Give a folder of {', '.join(sorted(PICTURES))} files.")
    return files


def _write(path: Path, data: bytes) -> Path:
    return _writing(path, lambda: path.write_bytes(data))


def _writing(path: Path, write: Callable[[], object]) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write()
    except OSError as error:
        raise BadFile(f"{path}: cannot be written ({error.strerror}). Give another OUT or make room.") from error
    return path
