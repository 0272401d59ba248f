"""Illustrations drawn at seed time: geometry in the newsroom's colours; nobody is in them."""

from collections.abc import Callable, Iterator
from io import BytesIO
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageOps

SIZE = WIDTH, HEIGHT = 1600, 900
QUALITY = 82

NIGHT = "#221e4a"
BRAND = "#2f2a63"
VIOLET = "#5b4fc4"
LILAC = "#9d92f5"
HAZE = "#cfcbea"
PAPER = "#f4f3f9"
GOLD = "#ffd44d"

type Pen = ImageDraw.ImageDraw
type Drawing = tuple[str, str, bytes]
"""Title, description for people who cannot see it, and the file."""


def drawn() -> Iterator[Drawing]:
    """The pictures that any item may have, one at a time."""
    for title, alt, top, bottom, draw in GALLERY:
        yield title, alt, _file(title, top, bottom, draw)


def custody_placeholder() -> Drawing:
    """What stands in the place of a custody image: the demo has no pictures of people."""
    title = "Placeholder for a custody image"
    alt = "Placeholder: the outline of a head and shoulders before lines of height"
    return title, alt, _file(title, PAPER, HAZE, _outline)


def _file(title: str, top: str, bottom: str, draw: Callable[[Pen, Random], None]) -> bytes:
    image = ImageOps.colorize(Image.linear_gradient("L").resize(SIZE), top, bottom)
    draw(ImageDraw.Draw(image), Random(title))
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def _outline(pen: Pen, lots: Random) -> None:
    for height in range(90, 900, 90):
        pen.rectangle((0, height, WIDTH, height + 3), fill=LILAC)
    pen.ellipse((660, 150, 940, 490), fill=BRAND)
    pen.chord((440, 560, 1160, 1300), 180, 360, fill=BRAND)


def _columns(pen: Pen, lots: Random) -> None:
    pen.polygon([(250, 300), (800, 90), (1350, 300)], fill=PAPER)
    pen.rectangle((250, 300, 1350, 350), fill=HAZE)
    for x in range(300, 1300, 150):
        pen.rectangle((x, 370, x + 70, 740), fill=PAPER)
        pen.rectangle((x + 48, 370, x + 70, 740), fill=HAZE)
    for step in range(4):
        pen.rectangle((230 - 40 * step, 745 + 38 * step, 1370 + 40 * step, 783 + 38 * step),
                      fill=(PAPER, HAZE)[step % 2])  # fmt: skip


def _arches(pen: Pen, lots: Random) -> None:
    for row in range(2):
        for x in range(60, 1600, 220):
            top = 120 + row * 400
            fill = lots.choice((LILAC, HAZE, VIOLET))
            pen.pieslice((x, top, x + 150, top + 150), 180, 360, fill=fill)
            pen.rectangle((x, top + 75, x + 150, top + 320), fill=fill)


def _scales(pen: Pen, lots: Random) -> None:
    pen.rectangle((788, 190, 812, 720), fill=GOLD)
    pen.polygon([(620, 760), (980, 760), (880, 715), (720, 715)], fill=GOLD)
    pen.line((380, 300, 1220, 240), fill=GOLD, width=20)
    for x, y in ((380, 300), (1220, 240)):
        pen.line((x, y, x - 130, y + 240), fill=PAPER, width=5)
        pen.line((x, y, x + 130, y + 240), fill=PAPER, width=5)
        pen.chord((x - 160, y + 130, x + 160, y + 350), 0, 180, fill=HAZE)


def _skyline(pen: Pen, lots: Random) -> None:
    for depth, fill in enumerate((LILAC, VIOLET, NIGHT)):
        x = -40
        while x < WIDTH:
            width, height = lots.randint(70, 190), lots.randint(140, 420) - depth * 20
            top = HEIGHT - height + depth * 60
            pen.rectangle((x, top, x + width, HEIGHT), fill=fill)
            if fill == NIGHT:
                for window in range(x + 18, x + width - 20, 34):
                    for level in range(top + 20, HEIGHT, 46):
                        if lots.random() < 0.3:
                            pen.rectangle((window, level, window + 12, level + 18), fill=GOLD)
            x += width + lots.randint(0, 14)


def _papers(pen: Pen, lots: Random) -> None:
    for sheet in range(7):
        x, y = 290 + sheet * 95, 60 + sheet * 40
        pen.rectangle((x + 10, y + 12, x + 430, y + 552), fill=BRAND)
        pen.rectangle((x, y, x + 420, y + 540), fill=PAPER)
        for line in range(9):
            length = lots.randint(180, 330)
            pen.rectangle((x + 45, y + 70 + line * 46, x + 45 + length, y + 84 + line * 46),
                          fill=HAZE)  # fmt: skip


def _waves(pen: Pen, lots: Random) -> None:
    for band, fill in enumerate((LILAC, VIOLET, BRAND, NIGHT)):
        level, swell, phase = 260 + band * 150, lots.randint(40, 80), lots.random() * pi
        crest = [
            (x, level + swell * sin(x / 190 + phase) + 22 * sin(x / 71))
            for x in range(0, WIDTH + 20, 20)
        ]
        pen.polygon([(0, HEIGHT), *crest, (WIDTH, HEIGHT)], fill=fill)


def _rings(pen: Pen, lots: Random) -> None:
    for ring in range(12, 0, -1):
        radius = ring * 62
        fill = (PAPER, HAZE, LILAC, VIOLET)[ring % 4]
        pen.ellipse((1040 - radius, 470 - radius, 1040 + radius, 470 + radius), fill=fill)


def _network(pen: Pen, lots: Random) -> None:
    dots = [(lots.randint(60, 1540), lots.randint(60, 840)) for _ in range(46)]
    for x, y in dots:
        near = sorted(dots, key=lambda dot: (dot[0] - x) ** 2 + (dot[1] - y) ** 2)[1:4]
        for other in near:
            pen.line((x, y, *other), fill=VIOLET, width=4)
    for x, y in dots:
        radius = lots.choice((9, 12, 20))
        fill = lots.choice((HAZE, PAPER, GOLD))
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _bars(pen: Pen, lots: Random) -> None:
    height = 180
    for x in range(180, 1420, 140):
        height += lots.randint(-20, 110)
        pen.rectangle((x, 790 - height, x + 96, 790), fill=VIOLET if x % 280 else LILAC)
    pen.rectangle((140, 790, 1460, 800), fill=BRAND)


def _road(pen: Pen, lots: Random) -> None:
    pen.polygon([(0, HEIGHT), (0, 620), (WIDTH, 480), (WIDTH, HEIGHT)], fill=BRAND)
    pen.polygon([(500, HEIGHT), (820, 552), (880, 547), (1240, HEIGHT)], fill=NIGHT)
    for dash in range(6):
        y, width = 570 + dash * dash * 13, 2 + dash * 3
        pen.rectangle((850 - width, y, 850 + width, y + 8 + dash * 7), fill=GOLD)
    pen.ellipse((1120, 130, 1300, 310), fill=GOLD)


def _doors(pen: Pen, lots: Random) -> None:
    for number, x in enumerate(range(140, 1400, 280)):
        open_door = number == 3
        pen.rectangle((x, 190, x + 210, 760), fill=GOLD if open_door else VIOLET)
        if open_door:
            pen.polygon([(x, 190), (x + 80, 240), (x + 80, 800), (x, 760)], fill=PAPER)
        else:
            pen.ellipse((x + 165, 470, x + 187, 492), fill=HAZE)
    pen.rectangle((0, 760, WIDTH, HEIGHT), fill=NIGHT)


def _star(pen: Pen, lots: Random) -> None:
    for ray in range(24):
        angle, spread = ray * pi / 12, 0.055
        tips = [
            (800 + 1200 * cos(angle + side), 450 + 1200 * sin(angle + side))
            for side in (-spread, spread)
        ]
        pen.polygon([(800, 450), *tips], fill=LILAC if ray % 2 else VIOLET)
    pen.ellipse((610, 260, 990, 640), fill=PAPER)
    pen.ellipse((670, 320, 930, 580), fill=BRAND)


GALLERY: list[tuple[str, str, str, str, Callable[[Pen, Random], None]]] = [
    (
        "Court front",
        "Drawing of a court building with seven columns and steps",
        BRAND,
        LILAC,
        _columns,
    ),
    ("Arcade", "Two rows of round arches in shades of violet", PAPER, HAZE, _arches),
    ("Balance", "Drawing of a pair of scales in gold on dark blue", NIGHT, BRAND, _scales),
    ("City at dusk", "Skyline of a city at dusk with lit windows", BRAND, HAZE, _skyline),
    ("Case papers", "Seven sheets of paper laid one over the other", LILAC, VIOLET, _papers),
    ("Waves", "Four bands of waves, from lilac to dark blue", PAPER, HAZE, _waves),
    ("Rings", "Rings around one centre in shades of violet", NIGHT, VIOLET, _rings),
    ("Network", "Dots joined by lines, like a network", NIGHT, BRAND, _network),
    ("Figures", "Bar chart without numbers, rising to the right", PAPER, HAZE, _bars),
    ("Open road", "Drawing of a road that runs towards the horizon", HAZE, PAPER, _road),
    ("Open door", "Five doors in a row, one of which is open", PAPER, LILAC, _doors),
    ("Light", "Rays of light around a circle", BRAND, NIGHT, _star),
]
