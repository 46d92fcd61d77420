#!/usr/bin/python3
"""Writes tests/cases/image_files.txt: small image files of every format and what other readers see in them.

    /usr/bin/python3 tests/oracle/make_image_cases.py

Needs NumPy, Pillow, ImageMagick, cwebp, dwebp, webpmux, img2webp, heif-enc, avifenc and tiffcp (Debian: python3-numpy
python3-pil imagemagick webp libheif-examples libavif-bin libtiff-tools). Each line is a file in hexadecimal, and either the values
that it holds, planes of [C, H, W] in 0..255 with how much a reader may differ (within), or a word of the sentence that
refuses it. Values come from where it says: those of formats without loss from the array that was written (checked
against Pillow where that reads them whole), those of lossy ones from Pillow's libjpeg-turbo, dwebp and libheif's
heif-convert, colours from the formulas of IEC 61966-2-1 and the primaries, by NumPy, those of inks from Little CMS
through Pillow. (Three profiles of Ghostscript's, too large or not free to be copied, were compared in the same way
once, as TIFF and JPEG: no value is off by more than 0.5.)"""
import io
import os
import struct
import subprocess
import sys
import tempfile
import zlib

import numpy as np
import PIL
from PIL import Image, ImageCms

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cases", "image_files.txt")
LINES = []
W, H = 11, 7


def grid(channels, top=255, w=W, h=H):
    """Every row, column and channel differs; 0 and `top` are there."""
    y, x, c = np.mgrid[0:h, 0:w, 0:channels]
    a = (x * 37 + y * 59 + c * 101 + (x * y * 13) % 7) % (top + 1)
    a[0, 0] = 0
    a[-1, -1] = top
    return a


def smooth(channels, w=W, h=H):
    y, x, c = np.mgrid[0:h, 0:w, 0:channels]
    return np.clip(20 + x * (18 - 3 * c) + y * (5 + 4 * c), 0, 255).astype(np.uint8)


def planes(a):
    a = np.asarray(a, float)
    return a[None] if a.ndim == 2 else np.moveaxis(a, 2, 0)


def case(name, data, values, within=0.0, says=""):
    """`values` [H, W] or [H, W, C]."""
    p = planes(values)
    shape = "x".join(map(str, p.shape))
    numbers = ",".join(f"{v:.8g}" for v in p.ravel())
    LINES.append(f"{name} bytes={bytes(data).hex()} size={shape} within={within:g} values={numbers} "
                 f"says={says.replace(' ', '_')}")


def refused(name, data, word):
    LINES.append(f"{name} bytes={bytes(data).hex()} refused={word.replace(' ', '_')}")


def saved(image, **options):
    out = io.BytesIO()
    image.save(out, **options)
    return out.getvalue()


def seen(data, mode=None):
    image = Image.open(io.BytesIO(data))
    return np.asarray(image.convert(mode) if mode else image)


def tool(data, suffix, command, out_suffix):
    """A file through a program: {in} and {out} stand for its names."""
    with tempfile.TemporaryDirectory() as folder:
        names = {"in": f"{folder}/in{suffix}", "out": f"{folder}/out{out_suffix}"}
        with open(names["in"], "wb") as f:
            f.write(data)
        subprocess.run([part.format(**names) for part in command], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        with open(names["out"], "rb") as f:
            return f.read()


# --- PNG, written here by its specification ----------------------------------------------------------

def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(array, bits, kind, extra=b"", before=b""):
    """array [H, W] or [H, W, C] of samples; kind is the colour type."""
    a = np.asarray(array)
    a = a[:, :, None] if a.ndim == 2 else a
    h, w, _ = a.shape
    raw = b""
    for row in a:
        flat = row.ravel()
        if bits == 16:
            packed = flat.astype(">u2").tobytes()
        elif bits == 8:
            packed = flat.astype(np.uint8).tobytes()
        else:
            text = "".join(f"{v:0{bits}b}" for v in flat)
            text += "0" * (-len(text) % 8)
            packed = int(text, 2).to_bytes(len(text) // 8, "big")
        raw += b"\0" + packed
    return (SIGNATURE + before + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, bits, kind, 0, 0, 0)) + extra +
            chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def exif(orientation, little=False):
    e = "<" if little else ">"
    return ((b"II" if little else b"MM") + struct.pack(e + "HIH", 42, 8, 1) +
            struct.pack(e + "HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(e + "I", 0))


def stored(upright, orientation):
    """What a camera stores, so that turned by its note it is `upright` (EXIF 2.32, 4.6.4)."""
    turn = {1: lambda a: a, 2: lambda a: a[:, ::-1], 3: lambda a: a[::-1, ::-1], 4: lambda a: a[::-1],
            5: lambda a: a.swapaxes(0, 1), 6: lambda a: np.rot90(a, 1), 7: lambda a: np.rot90(a, 2).swapaxes(0, 1),
            8: lambda a: np.rot90(a, -1)}
    return turn[orientation](upright)


# --- colours -----------------------------------------------------------------------------------------

SRGB = [(0.64, 0.33), (0.30, 0.60), (0.15, 0.06)]
P3 = [(0.680, 0.320), (0.265, 0.690), (0.150, 0.060)]
ADOBE = [(0.64, 0.33), (0.21, 0.71), (0.15, 0.06)]
D65 = (0.3127, 0.3290)
D50 = np.array([0.9642, 1.0, 0.8249])
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


def xyz(x, y):
    return np.array([x / y, 1, (1 - x - y) / y])


def matrix(primaries, white=D65):
    """Linear RGB to XYZ."""
    m = np.array([xyz(*p) for p in primaries]).T
    return m * np.linalg.solve(m, xyz(*white))


def to_linear(v):
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def to_srgb(v):
    v = np.clip(v, 0, 1)
    return np.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055)


def converted(a, primaries, most=255, gamma=None):
    """Samples with these primaries and this power (none: sRGB's curve) as sRGB values."""
    v = np.asarray(a, float) / most
    linear = v ** gamma if gamma else to_linear(v)
    if linear.ndim == 3:
        linear = linear @ (np.linalg.inv(matrix(SRGB)) @ matrix(primaries)).T
    return 255 * to_srgb(linear)


def icc(primaries, gamma, space=b"RGB ", name=b"A test"):
    """A small ICC profile, version 2: matrix and power."""
    cone = np.diag((BRADFORD @ D50) / (BRADFORD @ xyz(*D65)))
    adapted = np.linalg.inv(BRADFORD) @ cone @ BRADFORD @ matrix(primaries)
    fixed = lambda v: struct.pack(">i", round(v * 65536))
    point = lambda v: b"XYZ \0\0\0\0" + b"".join(fixed(c) for c in v)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    text = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + b"\0" + b"\0" * 78
    text += b"\0" * (-len(text) % 4)
    tags = [(b"desc", text), (b"wtpt", point(D50))]
    if space == b"GRAY":
        tags += [(b"kTRC", curve)]
    else:
        tags += [(b"rXYZ", point(adapted[:, 0])), (b"gXYZ", point(adapted[:, 1])), (b"bXYZ", point(adapted[:, 2])),
                 (b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve)]
    table, data, at = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, content in tags:
        table += tag + struct.pack(">II", at + len(data), len(content))
        data += content
    body = struct.pack(">I", len(tags)) + table + data
    head = struct.pack(">I4sI4s4s4s", 128 + len(body), b"test", 0x02100000, b"mntr", space, b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 24 + struct.pack(">I", 0) + b"".join(
        fixed(v) for v in D50)
    return head + b"\0" * (128 - len(head)) + body


def icc_cmyk(name=b"Inks"):
    """An output profile, version 2, with a table of 5 x 5 x 5 x 5 mixtures (lut8, to Lab): inks as filters in front of
    paper, with dot gain."""
    cone = np.diag((BRADFORD @ D50) / (BRADFORD @ xyz(*D65)))
    adapted = np.linalg.inv(BRADFORD) @ cone @ BRADFORD @ matrix(SRGB)
    inks = np.array([[0.02, 0.45, 0.75], [0.75, 0.03, 0.25], [0.95, 0.80, 0.03], [0.03, 0.03, 0.03]])
    steps = np.linspace(0, 1, 5) ** 0.8
    cover = np.stack(np.meshgrid(steps, steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 4)
    light = np.array([0.95, 0.93, 0.90]) * np.prod(1 - cover[:, :, None] * (1 - inks), axis=1)
    t = light @ adapted.T / D50
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    lab = np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)
    table = np.round(lab * [255 / 100, 1, 1] + [0, 128, 128]).astype(np.uint8).tobytes()
    same = bytes(range(256))
    unit = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    lut = b"mft1\0\0\0\0" + bytes([4, 3, 5, 0]) + unit + same * 4 + table + same * 3
    lut += b"\0" * (-len(lut) % 4)
    text = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + b"\0" + b"\0" * 78
    text += b"\0" * (-len(text) % 4)
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in D50))
    at, parts, index = 128 + 4 + 12 * 3, b"", b""
    for tag, content in (b"desc", text), (b"wtpt", white), (b"A2B0", lut):
        index += tag + struct.pack(">II", at + len(parts), len(content))
        parts += content
    body = struct.pack(">I", 3) + index + parts
    head = struct.pack(">I4sI4s4s4s", 128 + len(body), b"test", 0x02100000, b"prtr", b"CMYK", b"Lab ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 24 + struct.pack(">I", 0) + struct.pack(
        ">3i", *(round(v * 65536) for v in D50))
    return head + b"\0" * (128 - len(head)) + body


def printed(ink, profile):
    """[H, W, 4] of 8 bits through the profile, by Little CMS without its tables of tables, which are off by up to 30
    levels (flag 0x100: no optimization)."""
    there = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    image = Image.fromarray(ink.astype(np.uint8), "CMYK")
    return np.asarray(ImageCms.profileToProfile(image, there, ImageCms.createProfile("sRGB"), outputMode="RGB",
                                                renderingIntent=ImageCms.getDefaultIntent(there), flags=0x100))


def png_cases():
    for bits in 1, 2, 4, 8, 16:
        top = 2 ** bits - 1
        a = grid(1, top)[:, :, 0]
        case(f"png-grey-{bits}", png(a, bits, 0), a * 255 / top, 1e-4 if bits == 16 else 0,
             f"PNG, {bits} bit{'s' if bits > 1 else ''}, grey")
    for bits in 8, 16:
        top = 2 ** bits - 1
        for channels, kind, model in (2, 4, "grey + alpha"), (3, 2, "colour"), (4, 6, "colour + alpha"):
            a = grid(channels, top)
            case(f"png-{kind}-{bits}", png(a, bits, kind), a * 255 / top, 1e-4 if bits == 16 else 0,
                 f"PNG, {bits} bits, {model}")
    colors = grid(3, 255, 16, 1)[0]
    index = grid(1, 15)[:, :, 0]
    table = chunk(b"PLTE", colors.astype(np.uint8).tobytes())
    case("png-palette", png(index, 4, 3, table), colors[index], says="PNG, 4 bits, colour (palette)")
    alpha = np.arange(16) * 17
    clear = chunk(b"tRNS", alpha.astype(np.uint8).tobytes())
    case("png-palette-clear", png(index, 4, 3, table + clear), np.dstack([colors[index], alpha[index]]),
         says="PNG, 4 bits, colour + alpha (palette)")
    a = grid(3)
    key = chunk(b"tRNS", struct.pack(">HHH", *a[2, 3]))
    case("png-one-clear-colour", png(a, 8, 2, key),
         np.dstack([a, np.where((a == a[2, 3]).all(axis=2), 0, 255)]), says="PNG, 8 bits, colour + alpha")
    interlaced = tool(png(a, 8, 2), ".png", ["convert", "{in}", "-interlace", "PNG", "-strip", "png24:{out}"], ".png")
    assert (seen(interlaced) == a).all()
    case("png-interlaced", interlaced, a, says="PNG, 8 bits, colour (interlaced)")
    for orientation in range(1, 9):
        up = grid(3, 255, 5, 3)
        data = png(stored(up, orientation), 8, 2, chunk(b"eXIf", exif(orientation, orientation % 2 == 0)))
        case(f"png-turned-{orientation}", data, up,
             says="PNG, 8 bits, colour" + (", turned upright" if orientation > 1 else ""))

    profile = lambda data: chunk(b"iCCP", b"x\0\0" + zlib.compress(data))
    near = 0.6  # 16-bit matrices and 8-bit powers in the profile
    case("png-p3-like", png(a, 8, 2, profile(icc(P3, 2.19921875, name=b"P3 like"))),
         converted(a, P3, gamma=2.19921875), near, "PNG, 8 bits, colour, P3 like converted to sRGB")
    wide = grid(4, 65535)
    case("png-adobe-16-alpha", png(wide, 16, 6, profile(icc(ADOBE, 2.19921875, name=b"Adobe like"))),
         np.dstack([converted(wide[:, :, :3], ADOBE, 65535, 2.19921875), wide[:, :, 3] / 257]), near,
         "PNG, 16 bits, colour + alpha, Adobe like converted to sRGB")
    grey = grid(1)[:, :, 0]
    case("png-grey-profile", png(grey, 8, 0, profile(icc(SRGB, 1.0, b"GRAY", b"Linear grey"))),
         converted(grey, None, gamma=1.0), near, "PNG, 8 bits, grey, Linear grey converted to sRGB")
    case("png-lying-profile", png(a, 8, 2, profile(icc(SRGB, 1.0, b"GRAY", b"Linear grey"))), a,
         says="PNG, 8 bits, colour, its colour profile is broken and was ignored")
    case("png-broken-profile", png(a, 8, 2, profile(b"no profile" * 20)), a,
         says="PNG, 8 bits, colour, its colour profile is broken and was ignored")
    case("png-linear", png(a, 8, 2, chunk(b"gAMA", struct.pack(">I", 100000))), converted(a, SRGB, gamma=1.0), near,
         "PNG, 8 bits, colour, gamma 1 converted to sRGB")
    case("png-gamma-of-srgb", png(a, 8, 2, chunk(b"gAMA", struct.pack(">I", 45455))), a, says="PNG, 8 bits, colour")
    chrm = chunk(b"cHRM", struct.pack(">8I", *(round(100000 * v) for p in (D65, *P3) for v in p)))
    case("png-primaries", png(a, 8, 2, chrm), converted(a, P3), near,
         "PNG, 8 bits, colour, its own primaries converted to sRGB")
    case("png-srgb-chunk", png(a, 8, 2, chunk(b"sRGB", b"\0") + chunk(b"gAMA", struct.pack(">I", 45455))), a,
         says="PNG, 8 bits, colour")
    case("png-cicp-p3", png(a, 8, 2, chunk(b"cICP", bytes([12, 13, 0, 1]))), converted(a, P3), near,
         "PNG, 8 bits, colour, its own primaries converted to sRGB")

    whole = png(a, 8, 2)
    refused("png-apple", png(a, 8, 2, before=chunk(b"CgBI", b"P\0\x20\x02")), "Apple's own kind")
    raw = zlib.compress(b"".join(b"\0" + row.astype(np.uint8).tobytes() for row in a))
    for name, data, word in (
            ("png-adler", raw[:-1] + bytes([raw[-1] ^ 1]), "checksum (Adler-32)"),
            ("png-too-few", zlib.compress(b"\0" * 40), "fewer image data"),
            ("png-too-many", zlib.compress(b"\0" * 4000), "more image data"),
            ("png-bomb", zlib.compress(b"\0" * 200_000_000, 9)[:60000], "more image data")):
        if name == "png-bomb":
            continue  # too large to keep: the test makes its own
        header = whole[:33]
        refused(name, header + chunk(b"IDAT", data) + chunk(b"IEND", b""), word)
    at = whole.index(b"IDAT") + 9
    refused("png-flipped", whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1:], "the checksum (CRC) of its IDAT chunk")
    refused("png-no-end", whole[:-12], "cut short")


def jpeg_cases():
    pixels = smooth(3, 19, 13)
    noisy = grid(3, 255, 19, 13).astype(np.uint8)
    for name, sampling in ("4:4:4", 0), ("4:2:2", 1), ("4:2:0", 2):
        for kind, a in ("smooth", pixels), ("noisy", noisy):
            data = saved(Image.fromarray(a), format="JPEG", quality=90, subsampling=sampling)
            case(f"jpeg-{name}-{kind}", data, seen(data), says=f"JPEG, 8 bits, colour (YCbCr {name})")
    data = saved(Image.fromarray(pixels), format="JPEG", quality=90, subsampling=1, progressive=True)
    case("jpeg-progressive", data, seen(data), says="JPEG, 8 bits, colour (YCbCr 4:2:2, progressive)")
    data = saved(Image.fromarray(smooth(1, 19, 13)[:, :, 0]), format="JPEG", quality=80)
    case("jpeg-grey", data, seen(data), says="JPEG, 8 bits, grey")
    ink = smooth(4, 19, 13)
    data = saved(Image.fromarray(ink, "CMYK"), format="JPEG", quality=95)
    inks = seen(data).astype(float)  # Pillow has turned Adobe's samples over
    rgb = (255 - inks[:, :, :3]) * (255 - inks[:, :, 3:]) / 255
    case("jpeg-cmyk", data, rgb, 1e-3, "JPEG, 8 bits, CMYK, CMYK converted to sRGB as (1 - ink) (1 - black)")
    ycck = tool(saved(Image.fromarray(ink, "CMYK"), format="TIFF"), ".tif",
                ["convert", "{in}", "-quality", "92", "-strip", "{out}"], ".jpg")
    inks = seen(ycck).astype(float)
    kind = "YCCK" if b"Adobe" in ycck and ycck[ycck.index(b"Adobe") + 11] == 2 else ""
    case("jpeg-cmyk-imagemagick", ycck, (255 - inks[:, :, :3]) * (255 - inks[:, :, 3:]) / 255, 1e-3,
         f"JPEG, 8 bits, CMYK{' (YCCK 4:4:4)' if kind else ''}, CMYK converted to sRGB as (1 - ink) (1 - black)")
    data = saved(Image.fromarray(ink, "CMYK"), format="JPEG", quality=95, icc_profile=icc_cmyk())
    case("jpeg-cmyk-profile", data, printed(seen(data), icc_cmyk()), 0.51, "JPEG, 8 bits, CMYK, Inks converted to sRGB")
    for orientation in 3, 6, 8:
        up = smooth(3, 16, 8)
        data = saved(Image.fromarray(np.ascontiguousarray(stored(up, orientation))), format="JPEG", quality=95,
                     subsampling=0, exif=b"Exif\0\0" + exif(orientation))
        turned = {3: lambda a: a[::-1, ::-1], 6: lambda a: np.rot90(a, -1), 8: lambda a: np.rot90(a, 1)}[orientation]
        case(f"jpeg-turned-{orientation}", data, turned(seen(data)),
             says="JPEG, 8 bits, colour (YCbCr 4:4:4), turned upright")
    data = saved(Image.fromarray(pixels), format="JPEG", quality=95, subsampling=0, icc_profile=icc(P3, 2.19921875, name=b"P3 like"))
    case("jpeg-p3-like", data, converted(seen(data), P3, gamma=2.19921875), 0.6,
         "JPEG, 8 bits, colour (YCbCr 4:4:4), P3 like converted to sRGB")
    refused("jpeg-cut", data[:-30], "cut short")


def webp_cases():
    a = grid(4)
    a[:, :, 3] |= 1  # lossless WebP may drop the colour of clear pixels
    data = saved(Image.fromarray(a.astype(np.uint8)), format="WEBP", lossless=True, exact=True)
    case("webp-lossless-alpha", data, a, says="WebP, 8 bits, colour + alpha (lossless)")
    data = saved(Image.fromarray(grid(3).astype(np.uint8)), format="WEBP", lossless=True)
    case("webp-lossless", data, grid(3), says="WebP, 8 bits, colour (lossless)")
    pixels = smooth(3, 18, 10)
    lossy = tool(saved(Image.fromarray(pixels), format="PNG"), ".png", ["cwebp", "-q", "80", "{in}", "-o", "{out}"], ".webp")
    through = tool(lossy, ".webp", ["dwebp", "{in}", "-o", "{out}"], ".png")
    case("webp-lossy", lossy, seen(through), says="WebP, 8 bits, colour (lossy)")
    data = saved(Image.fromarray(np.ascontiguousarray(stored(grid(3), 6)).astype(np.uint8)), format="WEBP", lossless=True,
                 exif=exif(6), icc_profile=icc(P3, 2.19921875, name=b"P3 like"))
    case("webp-turned-p3", data, converted(grid(3), P3, gamma=2.19921875), 0.6,
         "WebP, 8 bits, colour (lossless), P3 like converted to sRGB, turned upright")
    frames = [Image.fromarray(grid(3).astype(np.uint8)), Image.fromarray(smooth(3))]
    data = saved(frames[0], format="WEBP", lossless=True, save_all=True, append_images=frames[1:], duration=100)
    case("webp-animated", data, grid(3), says="WebP, 8 bits, colour (lossless), the first picture of an animation")
    refused("webp-cut", lossy[:-9], "cut short")


def tiff(a, bits, photometric, order="<", extra=(), planar=1, orientation=1, compression=1, icc_profile=None):
    """One strip, written here."""
    a = np.asarray(a)
    a = a[:, :, None] if a.ndim == 2 else a
    h, w, n = a.shape
    kind = np.dtype(order + "u2") if bits == 16 else np.uint8
    if bits < 8:
        rows = ["".join(f"{v:0{bits}b}" for v in row.ravel()) for row in a]
        rows = [r + "0" * (-len(r) % 8) for r in rows]
        data = b"".join(int(r, 2).to_bytes(len(r) // 8, "big") for r in rows)
    else:
        data = (np.moveaxis(a, 2, 0) if planar == 2 else a).astype(kind).tobytes()
    counts = [len(data) // n] * n if planar == 2 else [len(data)]
    if compression == 8:
        data = zlib.compress(data)
        counts = [len(data)]
    tags = [(256, 4, [w]), (257, 4, [h]), (258, 3, [bits] * n), (259, 3, [compression]), (262, 3, [photometric]),
            (273, 4, [8 + sum(counts[:i]) for i in range(len(counts))]), (274, 3, [orientation]), (277, 3, [n]),
            (278, 4, [h]), (279, 4, counts), (284, 3, [planar])]
    if extra:
        tags.append((338, 3, list(extra)))
    if icc_profile:
        tags.append((34675, 7, icc_profile))
    body = data + b"\0" * (len(data) % 2)
    at = 8 + len(body)
    directory, more = struct.pack(order + "H", len(tags)), b""
    behind = at + 2 + 12 * len(tags) + 4
    for tag, type_, values in tags:
        packed = bytes(values) if type_ == 7 else struct.pack(order + str(len(values)) + {3: "H", 4: "I"}[type_], *values)
        directory += struct.pack(order + "HHI", tag, type_, len(values))
        if len(packed) <= 4:
            directory += packed.ljust(4, b"\0")
        else:
            directory += struct.pack(order + "I", behind + len(more))
            more += packed + b"\0" * (len(packed) % 2)
    return (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, at) + body + directory + struct.pack(
        order + "I", 0) + more


def tiff_cases():
    for bits in 1, 4, 8, 16:
        top = 2 ** bits - 1
        a = grid(1, top)[:, :, 0]
        case(f"tiff-grey-{bits}", tiff(a, bits, 1, ">" if bits == 16 else "<"), a * 255 / top, 1e-4 if bits == 16 else 0,
             f"TIFF, {bits} bit{'s' if bits > 1 else ''}, grey")
        case(f"tiff-white-is-0-{bits}", tiff(top - a, bits, 0), a * 255 / top, 1e-4 if bits == 16 else 0,
             f"TIFF, {bits} bit{'s' if bits > 1 else ''}, grey")
    for bits in 8, 16:
        top = 2 ** bits - 1
        for planar in 1, 2:
            a = grid(3, top)
            case(f"tiff-rgb-{bits}-{planar}", tiff(a, bits, 2, planar=planar), a * 255 / top, 1e-4 if bits == 16 else 0,
                 f"TIFF, {bits} bits, colour")
            a = grid(4, top)
            case(f"tiff-rgba-{bits}-{planar}", tiff(a, bits, 2, extra=[2], planar=planar), a * 255 / top,
                 1e-4 if bits == 16 else 0, f"TIFF, {bits} bits, colour + alpha")
            case(f"tiff-unsaid-{bits}-{planar}", tiff(a, bits, 2, extra=[0], planar=planar), a[:, :, :3] * 255 / top,
                 1e-4 if bits == 16 else 0, f"TIFF, {bits} bits, colour")
    a = grid(2)
    case("tiff-grey-alpha", tiff(a, 8, 1, extra=[2]), a, says="TIFF, 8 bits, grey + alpha")
    straight = grid(4, 65535)
    alpha = straight[:, :, 3:] / 65535
    multiplied = np.dstack([np.round(straight[:, :, :3] * alpha), straight[:, :, 3]])
    with np.errstate(divide="ignore", invalid="ignore"):
        back = np.where(alpha > 0, np.clip(np.round(multiplied[:, :, :3] / alpha), 0, 65535), 0)
    case("tiff-premultiplied", tiff(multiplied, 16, 2, extra=[1]), np.dstack([back, straight[:, :, 3]]) / 257, 0.01,
         "TIFF, 16 bits, colour + alpha")
    ink = grid(4)
    case("tiff-cmyk", tiff(ink, 8, 5), (255 - ink[:, :, :3]) * (255.0 - ink[:, :, 3:]) / 255, 1e-3,
         "TIFF, 8 bits, CMYK, CMYK converted to sRGB as (1 - ink) (1 - black)")
    for bits, planar in (8, 1), (16, 2):
        case(f"tiff-cmyk-profile-{bits}", tiff(ink * (257 if bits == 16 else 1), bits, 5, planar=planar, icc_profile=icc_cmyk()),
             printed(ink, icc_cmyk()), 0.51, f"TIFF, {bits} bits, CMYK, Inks converted to sRGB")
    case("tiff-cmyk-lying-profile", tiff(ink, 8, 5, icc_profile=icc(P3, 2.19921875, name=b"P3 like")),
         (255 - ink[:, :, :3]) * (255.0 - ink[:, :, 3:]) / 255, 1e-3,
         "TIFF, 8 bits, CMYK, P3 like is for other colours and was ignored, CMYK converted to sRGB as (1 - ink) (1 - black)")
    case("tiff-profile-of-inks", tiff(grid(3), 8, 2, icc_profile=icc_cmyk()), grid(3),
         says="TIFF, 8 bits, colour, Inks is for other colours and was ignored")
    for orientation in range(2, 9):
        up = grid(3, 255, 5, 3)
        case(f"tiff-turned-{orientation}", tiff(stored(up, orientation), 8, 2, orientation=orientation), up,
             says="TIFF, 8 bits, colour, turned upright")
    a = grid(3)
    case("tiff-p3", tiff(a, 8, 2, icc_profile=icc(P3, 2.19921875, name=b"P3 like")), converted(a, P3, gamma=2.19921875), 0.6,
         "TIFF, 8 bits, colour, P3 like converted to sRGB")
    plain = tiff(grid(3, 255, 19, 18), 8, 2)
    for name, options, kind in (("lzw", ["-c", "lzw"], "LZW"), ("deflate", ["-c", "zip"], "AdobeDeflate"),
                                ("packbits", ["-c", "packbits"], "PackBits"),
                                ("tiled", ["-t", "-w", "16", "-l", "16", "-c", "zip"], "AdobeDeflate, tiled")):
        data = tool(plain, ".tif", ["tiffcp", *options, "{in}", "{out}"], ".tif")
        assert (seen(data) == grid(3, 255, 19, 18)).all()
        case(f"tiff-{name}", data, grid(3, 255, 19, 18), says=f"TIFF, 8 bits, colour ({kind})")
    colors = Image.fromarray(grid(3).astype(np.uint8)).quantize(16)
    data = saved(colors, format="TIFF")
    case("tiff-palette", data, seen(data, "RGB"), says="TIFF, 8 bits, colour (palette)")
    pages = saved(Image.fromarray(grid(3).astype(np.uint8)), format="TIFF", save_all=True,
                  append_images=[Image.fromarray(smooth(3))])
    case("tiff-pages", pages, grid(3), says="TIFF, 8 bits, colour, the first of several pages")
    pixels = smooth(3, 24, 16)
    data = saved(Image.fromarray(pixels), format="TIFF", compression="jpeg", quality=90)
    case("tiff-jpeg", data, seen(data), 1, "TIFF, 8 bits, colour (YCbCr, JPEG)" if struct.pack("<HHIH", 262, 3, 1, 6) in data
         else "TIFF, 8 bits, colour (JPEG)")
    whole = tiff(a, 8, 2)
    refused("tiff-cut", whole[:200], "cut short")
    refused("tiff-float", saved(Image.fromarray(grid(1)[:, :, 0].astype(np.float32), "F"), format="TIFF"), "floating-point")


def boxes(data, at=0, end=None):
    """ISO base media: (type, where it begins, where its contents begin, where it ends), one behind the other."""
    end = len(data) if end is None else end
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        yield kind, at, at + 8, at + size
        at += size


def turned_heif(data, moves):
    """The file with these irot and imir boxes (name, value) for its primary picture and that one's opacity, in that
    order: what libheif's own encoder cannot write. Boxes in front of the picture's data grow, so that the places in
    iloc move, but for those in idat."""
    data = bytearray(data)
    find = lambda kind, at, end: next(box for box in boxes(data, at, end) if box[0] == kind)
    meta = find(b"meta", 0, len(data))
    iprp = find(b"iprp", meta[2] + 4, meta[3])
    ipco, ipma = find(b"ipco", iprp[2], iprp[3]), find(b"ipma", iprp[2], iprp[3])
    first = 1 + len(list(boxes(data, ipco[2], ipco[3])))
    new = b"".join(struct.pack(">I4sB", 9, kind, value) for kind, value in moves)
    flags, count = struct.unpack_from(">II", data, ipma[2])
    assert flags == 0  # items and properties in the narrow form
    pitm = find(b"pitm", meta[2] + 4, meta[3])
    turned = list(struct.unpack_from(">H", data, pitm[2] + 4))
    for box in boxes(data, meta[2] + 4, meta[3]):
        if box[0] == b"iref":
            turned += [struct.unpack_from(">H", data, at)[0] for kind, _, at, _ in boxes(data, box[2] + 4, box[3]) if kind == b"auxl"]
    entries, at = b"", ipma[2] + 8
    for _ in range(count):
        length = data[at + 2]
        more = moves if struct.unpack_from(">H", data, at)[0] in turned else []
        entries += bytes(data[at:at + 2]) + bytes([length + len(more)]) + bytes(data[at + 3:at + 3 + length])
        entries += bytes(0x80 | first + i for i in range(len(more)))
        at += 3 + length
    associations = struct.pack(">I4sII", 16 + len(entries), b"ipma", flags, count) + entries
    grown = len(new) + len(associations) - (ipma[3] - ipma[1])
    iloc = find(b"iloc", meta[2] + 4, meta[3])
    version, sizes, bases = data[iloc[2]], data[iloc[2] + 4], data[iloc[2] + 5]
    assert sizes == 0x44 and bases in (0, 0x40) and version in (0, 1)
    at = iloc[2] + 6
    (items,) = struct.unpack_from(">H", data, at)
    at += 2
    for _ in range(items):
        inside = version and data[at + 3] & 15  # counted from idat
        at += 2 + (2 if version else 0) + 2
        base = bases >> 4
        if base:
            if not inside:
                struct.pack_into(">I", data, at, struct.unpack_from(">I", data, at)[0] + grown)
            at += 4
        (extents,) = struct.unpack_from(">H", data, at)
        at += 2
        for _ in range(extents):
            if not base and not inside:
                struct.pack_into(">I", data, at, struct.unpack_from(">I", data, at)[0] + grown)
            at += 8
    for box in meta, iprp:
        struct.pack_into(">I", data, box[1], box[3] - box[1] + grown)
    struct.pack_into(">I", data, ipco[1], ipco[3] - ipco[1] + len(new))
    return bytes(data[:ipco[3]] + new + data[ipco[3]:ipma[1]] + associations + data[ipma[3]:])


def heif_cases():
    pixels = smooth(3, 16, 12)
    for name, ending, options in ("heic", ".heic", []), ("avif", ".avif", ["-A"]):
        data = tool(saved(Image.fromarray(pixels), format="PNG"), ".png", ["heif-enc", "-q", "90", *options, "{in}", "-o", "{out}"], ending)
        through = tool(data, ending, ["heif-convert", "{in}", "{out}"], ".png")
        case(f"{name}-colour", data, seen(through, "RGB"), 1, f"{name.upper()}, 8 bits, colour")
        refused(f"{name}-cut", data[:-40], "cut short")
        # ISO/IEC 23008-12, 6.5.10 and 6.5.12: 90 degrees to the left so many times; top with bottom, left with right.
        for moves in [[("irot", 1)], [("irot", 2)], [("irot", 3)], [("imir", 0)], [("imir", 1)], [("irot", 1), ("imir", 0)],
                      [("irot", 3), ("imir", 0)], [("imir", 1), ("irot", 1)]]:
            up = seen(through, "RGB")
            for kind, value in moves:
                up = np.rot90(up, value) if kind == "irot" else np.flip(up, value)
            turned = turned_heif(data, [(kind.encode(), value) for kind, value in moves])
            case(f"{name}-turned-{'-'.join(kind + str(value) for kind, value in moves)}", turned, up, 1,
                 f"{name.upper()}, 8 bits, colour, turned upright")
    rgba = np.dstack([pixels, 120 + 3 * smooth(1, 16, 12) // 7])
    plain = saved(Image.fromarray(rgba), format="PNG")
    lossless = lambda *options: tool(plain, ".png", ["avifenc", "-l", *options, "{in}", "{out}"], ".avif")
    # libavif turns the colours' item alone, and means the opacity too.
    says = "AVIF, 8 bits, colour + alpha"
    case("avif-alpha", lossless(), rgba, says=says)
    for irot, imir in (1, None), (2, None), (3, None), (0, 1), (1, 0):
        mirror = ["--imir", str(imir)] if imir is not None else []
        up = np.rot90(rgba, irot)
        case(f"avif-alpha-turned-{irot}-{imir}", lossless("--irot", str(irot), *mirror),
             up if imir is None else np.flip(up, imir), says=says + ", turned upright")
    case("avif-premultiplied", lossless("-p"), rgba, 2, says)  # what was rounded was at least 120/255 of it
    both = tool(plain, ".png", ["heif-enc", "-L", "-p", "chroma=444", "--matrix_coefficients=0", "{in}", "-o", "{out}"], ".heic")
    case("heic-alpha-turned", turned_heif(both, [(b"irot", 1)]), np.rot90(rgba), 1,
         "HEIC, 8 bits, colour + alpha, turned upright")
    opaque = saved(Image.fromarray(pixels), format="PNG")
    crop = ["avifenc", "-l", "--crop", "2,4,9,6", "--irot", "1", "{in}", "{out}"]
    case("avif-cropped", tool(opaque, ".png", crop, ".avif"), np.rot90(pixels[4:10, 2:11]),
         says="AVIF, 8 bits, colour, turned upright")
    refused("avif-cropped-alpha", tool(plain, ".png", crop, ".avif"), "opacity is not cropped")


def bmp(array, bits, height=None, masks=None, compression=0, header=40, palette=b"", data=None, colors=0):
    """array [H, W] of pixels as numbers, from the top."""
    h, w = array.shape if array is not None else (H, W)
    if data is None:
        data = b""
        for row in (array if (height or 0) < 0 else array[::-1]):
            if bits < 8:
                text = "".join(f"{v:0{bits}b}" for v in row)
                text += "0" * (-len(text) % 8)
                packed = int(text, 2).to_bytes(len(text) // 8, "big")
            else:
                packed = b"".join(int(v).to_bytes(bits // 8, "little") for v in row)
            data += packed + b"\0" * (-len(packed) % 4)
    info = struct.pack("<IiiHHIIiiII", header, w, height or h, 1, bits, compression, len(data), 2835, 2835, colors, 0)
    masks = struct.pack("<" + "I" * len(masks), *masks) if masks else b""
    if header > 40:
        info = (info + masks).ljust(header, b"\0")
        masks = b""
    at = 14 + len(info) + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", at + len(data), 0, 0, at) + info + masks + palette + data


def bmp_cases():
    a = grid(3)
    rgb = a[:, :, 0] << 16 | a[:, :, 1] << 8 | a[:, :, 2]
    case("bmp-24", bmp(rgb, 24), a, says="BMP, 8 bits, colour")
    case("bmp-24-top-down", bmp(rgb, 24, -H), a, says="BMP, 8 bits, colour")
    with_byte = rgb | (grid(1, 200)[:, :, 0] << 24)
    case("bmp-32-reserved", bmp(with_byte, 32), a, says="BMP, 8 bits, colour")
    case("bmp-32-reserved-v5", bmp(with_byte, 32, header=124), a, says="BMP, 8 bits, colour")
    four = (0xff0000, 0xff00, 0xff, 0xff000000)
    alpha = np.dstack([a, grid(1, 200)[:, :, 0]])
    case("bmp-32-fields", bmp(with_byte, 32, masks=four[:3], compression=3), a, says="BMP, 8 bits, colour")
    case("bmp-32-v4-alpha", bmp(with_byte, 32, masks=four, compression=3, header=108), alpha, says="BMP, 8 bits, colour + alpha")
    case("bmp-32-v5-alpha-top-down", bmp(with_byte, 32, -H, masks=four, compression=3, header=124), alpha,
         says="BMP, 8 bits, colour + alpha")
    turned = a[:, :, 2] << 24 | a[:, :, 1] << 16 | a[:, :, 0] << 8
    case("bmp-32-other-order", bmp(turned, 32, masks=(0xff00, 0xff0000, 0xff000000, 0), compression=3, header=108), a,
         says="BMP, 8 bits, colour")
    five = grid(3, 31)
    case("bmp-555", bmp(five[:, :, 0] << 10 | five[:, :, 1] << 5 | five[:, :, 2] | 0x8000, 16), np.floor(five * 255 / 31 + 0.5),
         says="BMP, 5 bits, colour")
    six = grid(3, 63)
    case("bmp-565", bmp(five[:, :, 0] << 11 | six[:, :, 1] << 5 | five[:, :, 2], 16, masks=(0xf800, 0x7e0, 0x1f), compression=3),
         np.floor(np.dstack([five[:, :, 0] * 255 / 31, six[:, :, 1] * 255 / 63, five[:, :, 2] * 255 / 31]) + 0.5),
         says="BMP, 5 bits, colour")
    ten = grid(3, 1023)
    case("bmp-10-bits", bmp(ten[:, :, 0] << 20 | ten[:, :, 1] << 10 | ten[:, :, 2], 32, masks=(0x3ff00000, 0xffc00, 0x3ff), compression=3),
         ten * 255 / 1023, 0.01, "BMP, 10 bits, colour")
    for bits in 1, 4, 8:
        n = 2 ** bits
        colors = grid(3, 255, n + 2, 1)[0, 1:-1]
        table = b"".join(bytes([c[2], c[1], c[0], 0]) for c in colors.astype(np.uint8))
        index = grid(1, n - 1)[:, :, 0]
        case(f"bmp-palette-{bits}", bmp(index, bits, palette=table), colors[index],
             says=f"BMP, {bits} bit{'s' if bits > 1 else ''}, colour (palette)")
        greys = b"".join(bytes([v, v, v, 0]) for v in (np.arange(n) * 255 // (n - 1)).astype(np.uint8))
        case(f"bmp-grey-{bits}", bmp(index, bits, palette=greys), index * 255 // (n - 1),
             says=f"BMP, {bits} bit{'s' if bits > 1 else ''}, grey")
    # Runs, by hand: equal ones, literal ones, a jump, the end of a line.
    rows = np.zeros((H, W), int)
    rows[H - 1, :] = [7] * 5 + [1, 2, 3] + [0] * 3
    rows[H - 2, 4:6] = 9
    runs = bytes([5, 7, 0, 3, 1, 2, 3, 0, 0, 0, 0, 2, 4, 0, 2, 9, 0, 1])
    colors = grid(3, 255, 256, 1)[0]
    table = b"".join(bytes([c[2], c[1], c[0], 0]) for c in colors.astype(np.uint8))
    case("bmp-rle8", bmp(None, 8, compression=1, palette=table, data=runs), colors[rows],
         says="BMP, 8 bits, colour (palette, run-length coded)")
    rows[H - 1, :] = [7, 2, 7, 2, 7, 1, 2, 3, 0, 0, 0]
    runs = bytes([5, 0x72, 0, 3, 0x12, 0x30, 0, 0, 0, 2, 4, 0, 2, 0x99, 0, 1])
    case("bmp-rle4", bmp(None, 4, compression=2, palette=table[:64], data=runs), colors[rows],
         says="BMP, 4 bits, colour (palette, run-length coded)")
    refused("bmp-run-too-long", bmp(None, 8, compression=1, palette=table, data=bytes([200, 7, 0, 1])), "beyond its row")
    refused("bmp-index", bmp(np.full((H, W), 200), 8, palette=table[:400], colors=100), "its palette only 100")
    refused("bmp-with-jpeg", bmp(None, 24, compression=4, data=b"\xff\xd8\xff"), "JPEG data in it")
    refused("bmp-cut", bmp(rgb, 24)[:-1], "cut short")


def pnm_cases():
    for top in 1, 15, 200, 255, 1023, 65535:
        for channels, plain, binary in (1, "P2", "P5"), (3, "P3", "P6"):
            a = grid(channels, top)
            bits = int(top).bit_length()
            model = f"PNM, {bits} bit{'s' if bits > 1 else ''}, {'grey' if channels == 1 else 'colour'}"
            text = f"{plain}\n# made by hand\n{W} {H}\n{top}\n" + "\n".join(" ".join(map(str, row.ravel())) for row in a)
            case(f"pnm-{plain}-{top}", text.encode(), a * 255 / top, 1e-4, model + " (plain text)")
            raw = f"{binary} {W} {H} {top}\n".encode() + a.astype(">u2" if top > 255 else np.uint8).tobytes()
            case(f"pnm-{binary}-{top}", raw, a * 255 / top, 1e-4, model)
    a = grid(1, 1)[:, :, 0]
    case("pnm-P1", f"P1\n{W} {H}\n".encode() + "\n".join("".join(map(str, 1 - row)) for row in a).encode(), a * 255,
         says="PNM, 1 bit, grey (plain text)")
    rows = b"".join(int("".join(map(str, 1 - row)).ljust(16, "0"), 2).to_bytes(2, "big") for row in a)
    case("pnm-P4", f"P4\n{W} {H}\n".encode() + rows, a * 255, says="PNM, 1 bit, grey")
    a = grid(4)
    case("pnm-P7", f"P7\nWIDTH {W}\nHEIGHT {H}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n".encode() +
         a.astype(np.uint8).tobytes(), a, says="PNM, 8 bits, colour + alpha")
    case("pnm-of-the-issue", b"P5 4 1 15\n\x00\x05\x0a\x0f", [[0, 85, 170, 255]], says="PNM, 4 bits, grey")
    refused("pnm-above", b"P5 4 1 15\n\x00\x05\x0a\x10", "above its maximum of 15")
    refused("pnm-cut", b"P5 4 1 15\n\x00\x05\x0a", "cut short")
    refused("pnm-text-cut", b"P2 4 1 15\n0 5 10", "cut short")
    refused("pnm-no-number", b"P2 4 1 15\n0 5 10 x", "'x'")


def other_cases():
    a = grid(3).astype(np.uint8)
    data = saved(Image.fromarray(a), format="TGA")
    case("tga", data, a, says="TGA, 8 bits, colour")
    data = saved(Image.fromarray(a), format="TGA", compression="tga_rle")
    case("tga-runs", data, a, says="TGA, 8 bits, colour (run-length coded)")
    rgba = grid(4).astype(np.uint8)
    data = bytearray(saved(Image.fromarray(rgba), format="TGA"))
    case("tga-alpha", data, rgba, says="TGA, 8 bits, colour + alpha")
    data[17] &= 0xf0  # no bits of a pixel are alpha
    case("tga-reserved", data, rgba[:, :, :3], says="TGA, 8 bits, colour")
    data[17] |= 0x10  # columns from the right
    case("tga-from-the-right", data, rgba[:, ::-1, :3], says="TGA, 8 bits, colour")
    data = saved(Image.fromarray(a[:, :, 0]), format="TGA")
    case("tga-grey", data, a[:, :, 0], says="TGA, 8 bits, grey")
    index = Image.fromarray(a).quantize(16)
    data = saved(index, format="GIF")
    case("gif", data, seen(data, "RGB"), says="GIF, 8 bits, colour (palette)")
    data = saved(index, format="GIF", save_all=True, append_images=[Image.fromarray(255 - a).quantize(16)], duration=100)
    case("gif-animated", data, seen(data, "RGB"), says="GIF, 8 bits, colour (palette), the first picture of an animation")
    refused("gif-index", few_colors(), "it has colour 9, and its palette only 4 colours")
    runs = bytearray(saved(Image.fromarray(a[:1, :1].repeat(7, 0).repeat(11, 1)), format="TGA", compression="tga_rle"))
    runs[18] = 0xff  # the first of the runs makes 128 pixels of 77
    refused("tga-run-too-long", runs, "goes beyond the picture")


def few_colors():
    """A GIF of 2 x 2 pixels whose last one has colour 9 of a palette of 4: codes of 5 bits, from the lowest bit on."""
    codes, bits = [16, 0, 1, 2, 9, 17], 0
    for i, code in enumerate(codes):
        bits |= code << (5 * i)
    data = bits.to_bytes(4, "little")
    return (b"GIF89a" + struct.pack("<HHBBB", 2, 2, 0x81, 0, 0) + bytes(range(12)) + b"," + struct.pack("<HHHHB", 0, 0, 2, 2, 0) +
            bytes([4, len(data)]) + data + b"\0;")


def psd(planes_, count, mode=3, resources=b"", pack=False):
    """Planes [C][H, W] of 8 or 16 bits, with this count of layers (a negative one: the channel behind the colours is
    what shows through)."""
    h, w = planes_[0].shape
    wide = planes_[0].dtype != np.uint8
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, len(planes_), h, w, 16 if wide else 8, mode)
    layers = struct.pack(">Ih", 2, count) + b"\0\0\0\0"
    rows = [row.astype(">u2" if wide else np.uint8).tobytes() for plane in planes_ for row in plane]
    if pack:  # literally, in runs of at most 128 (PackBits)
        rows = [b"".join(bytes([len(row[i:i + 128]) - 1]) + row[i:i + 128] for i in range(0, len(row), 128)) for row in rows]
    counts = b"".join(struct.pack(">H", len(row)) for row in rows) if pack else b""
    return (head + struct.pack(">II", 0, len(resources)) + resources + struct.pack(">I", len(layers)) + layers +
            struct.pack(">H", int(pack)) + counts + b"".join(rows))


def psd_cases():
    a = grid(3).astype(np.uint8)
    plain = saved(Image.fromarray(a), format="PNG")
    psd_by = lambda *options: tool(plain, ".png", ["convert", "{in}", *options, "{out}"], ".psd")
    data = psd_by("-compress", "none")
    case("psd", data, seen(data, "RGB"), says="PSD, 8 bits, colour")
    data = psd_by("-compress", "rle")
    case("psd-runs", data, a, says="PSD, 8 bits, colour")
    case("psd-runs-16", psd_by("-depth", "16", "-compress", "rle"), a, 1e-4, "PSD, 16 bits, colour")
    data = psd_by("-colorspace", "Gray", "-type", "Grayscale", "-compress", "rle")
    case("psd-grey", data, seen(data), says="PSD, 8 bits, grey")
    data = psd_by("-colorspace", "CMYK", "-compress", "rle")
    inks = seen(data).astype(float)
    case("psd-cmyk", data, (255 - inks[:, :, :3]) * (255 - inks[:, :, 3:]) / 255, 1e-3,
         "PSD, 8 bits, CMYK, CMYK converted to sRGB as (1 - ink) (1 - black)")
    ink = grid(4).astype(np.uint8)
    case("psd-cmyk-profile", psd([255 - ink[:, :, c] for c in range(4)], 1, 4,
                                 b"8BIM" + struct.pack(">HHI", 1039, 0, len(icc_cmyk())) + icc_cmyk()),
         printed(ink, icc_cmyk()), 0.51, "PSD, 8 bits, CMYK, Inks converted to sRGB")
    rgba = grid(4)
    rgba[:, :, 3] = 128 + rgba[:, :, 3] // 2
    opacity = rgba[:, :, 3:] / 255
    matted = np.dstack([np.round(rgba[:, :, :3] * opacity + 255 * (1 - opacity)), rgba[:, :, 3]]).astype(np.uint8)
    split = [matted[:, :, c] for c in range(4)]
    for pack in False, True:
        case(f"psd-matted{'-runs' if pack else ''}", psd(split, -1, pack=pack), rgba, 1.5, "PSD, 8 bits, colour + alpha")
    case("psd-bare", psd([rgba[:, :, c].astype(np.uint8) for c in range(4)], -1), rgba, says="PSD, 8 bits, colour + alpha")
    case("psd-selection", psd(split, 1), matted[:, :, :3], says="PSD, 8 bits, colour")
    short = bytearray(psd(split, -1, pack=True))
    short[-W - 1] = W - 2  # the last row's one run
    refused("psd-row-short", short, "a run goes beyond its row")
    refused("psd-lab", psd(split[:3], 1, 9), "a PSD image in Lab")
    refused("psd-cut", psd(split, -1)[:-3], "cut short")


def hdr_runs(pixels):
    """[H, W, 4] in the newer kind of runs: plane by plane in each row, here a run of what is equal or one dump."""
    out = b""
    for row in pixels:
        out += bytes([2, 2, len(row) >> 8, len(row) & 255])
        for plane in row.T:
            same = (plane == plane[0]).all()
            out += bytes([128 + len(plane), plane[0]]) if same else bytes([len(plane)]) + plane.tobytes()
    return out


def hdr_cases():
    # Radiance: four bytes a pixel, mantissas and an exponent (Ward, 1991).
    mantissa = grid(3) | 128
    power = np.array([126, 127, 128, 129])[(np.arange(W)[None] + np.arange(H)[:, None]) % 4]
    light = mantissa / 256 * 2.0 ** (power[:, :, None] - 128)
    pixels = np.dstack([mantissa, power]).astype(np.uint8)
    head = f"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y {H} +X {W}\n".encode()
    over = light.max(axis=2) > 1
    says = (f"HDR, 32 bits, colour, linear light converted to sRGB, clipped at white in {100 * over.mean():.3g} % of its "
            f"pixels (the brightest has {light.max():.3g} times white)")
    values = 255 * to_srgb(light)
    case("hdr", head + pixels.tobytes(), values, 0.01, says)
    case("hdr-runs", head + hdr_runs(pixels), values, 0.01, says)
    for orientation, way in (2, "-Y {h} -X {w}"), (3, "+Y {h} -X {w}"), (4, "+Y {h} +X {w}"), (5, "+X {h} -Y {w}"), (6, "-X {h} -Y {w}"), (7, "-X {h} +Y {w}"), (8, "+X {h} +Y {w}"):
        lie = np.ascontiguousarray(stored(pixels, orientation))
        way = way.format(h=lie.shape[0], w=lie.shape[1])
        case(f"hdr-turned-{orientation}", f"#?RGBE\nEXPOSURE=1\n\n{way}\n".encode() + lie.tobytes(), values, 0.01,
             says + ", turned upright")
    row = pixels[0, :5]
    old = row[0].tobytes() + bytes([1, 1, 1, 3]) + row[4].tobytes()  # that again, three times
    case("hdr-old-runs", b"#?RADIANCE\n\n-Y 1 +X 5\n" + old, values[[0], :][:, [0, 0, 0, 0, 4]], 0.01,
         "HDR, 32 bits, colour, linear light converted to sRGB")
    refused("hdr-xyz", b"#?RADIANCE\nFORMAT=32-bit_rle_xyze\n\n-Y 1 +X 5\n" + old, "an HDR image in")
    refused("hdr-cut", (head + hdr_runs(pixels))[:-3], "cut short")
    refused("hdr-cut-early", (head + hdr_runs(pixels))[:len(head) + 4], "cut short")
    nowhere = bytearray(head + hdr_runs(pixels))
    nowhere[len(head) + 4] = 0
    refused("hdr-run-nowhere", nowhere, "a run goes beyond its row, or nowhere")


def known_cases():
    for name, data, word in (("avif", b"\0\0\0\x18ftypavif and so on", None),
                             ("jxl", b"\xff\x0a and so on, further", "a JPEG XL image"),
                             ("jp2", b"\0\0\0\x0cjP  \r\n\x87\n and so on", "a JPEG 2000 image"),
                             ("exr", b"\x76\x2f\x31\x01 and so on", "an OpenEXR image"),
                             ("svg", b"<svg xmlns='x'></svg>", "an SVG drawing"),
                             ("pfm", b"PF\n3 2\n-1.0\n and so on", "a PFM image")):
        if word:
            refused(f"known-{name}", data, word)


def main():
    for make in (png_cases, jpeg_cases, webp_cases, tiff_cases, heif_cases, bmp_cases, pnm_cases, other_cases, psd_cases,
                 hdr_cases, known_cases):
        make()
    with open(PATH, "w") as f:
        f.write(f"# By tests/oracle/make_image_cases.py with NumPy {np.__version__}, Pillow {PIL.__version__}.\n")
        f.writelines(line + "\n" for line in LINES)
    print(f"{len(LINES)} cases", file=sys.stderr)


if __name__ == "__main__":
    main()
