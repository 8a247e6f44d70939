"""Knights, mages and rangers of no particular land."""

import numpy as np

from inference.synthesis.house import accessories, collar, hats, skirt
from inference.synthesis.house.basics import bare_legs, long_sleeves, shoes, trousers
from inference.synthesis.house.body import SIDES
from inference.synthesis.house.cast import Person
from inference.synthesis.house.kit import strip
from inference.synthesis.house.palettes import mixed
from inference.synthesis.house.tailor import Tailor


def fantasy(tailor: Tailor, person: Person, rng: np.random.Generator) -> None:
    """A trimmed tunic, a belt, boots and gloves; a cape, plates or a pointed hat."""
    main, second, accent, light = person.scheme
    body, shop, t = tailor.body, tailor.shop, tailor.body.thick
    entries = (("tunic", main), ("trim", accent), ("undershirt", light), ("glove", mixed(second, "4a3020", 0.4)))
    for name, value in entries:
        shop.entry(name, "clothes", value)
    top = body.torso.y[-1] - 0.004
    tailor.shell(body.shoulder - 0.13 * t, top, [(top, "undershirt", "undershirt")], neckline=collar.round_neck(0.02))
    tunic_top = top - 0.012
    bands = [(tunic_top - 0.016, "tunic", "tunic"), (tunic_top, "tunic trim", "trim")]
    tailor.shell(body.waistline - 0.02, tunic_top, bands, (0.011, 0.011), collar.vee(0.085 * t, 48))
    y = np.linspace(body.waistline, body.pit - 0.12 * t, 9)
    rim = np.array([0.005, 0])
    for side, sign in SIDES:
        edge = np.stack([sign * (0.030 + 0.02 * np.linspace(0, 1, 9)) * t, y], 1)
        tailor.patch(strip(edge - rim, edge + rim, 2), f"{side} trim", "trim", 0.0135)
    collar.stand_collar(tailor, "high collar", "undershirt", 0.030)
    shop.entry("skirt", "clothes", main)
    shop.entry("skirt stripe", "clothes", accent)
    shop.entry("skirt lining", "clothes", mixed(main, "202030", 0.45))
    length = float(rng.uniform(0.13, 0.19)) * body.height
    if person.feminine:
        skirt.straight(tailor, length, 0.10, waves=9, stripes=[(0.88, 0.95)])
        bare_legs(tailor, person, rng)
    else:
        skirt.straight(tailor, 0.11 * body.height, 0.035, waves=5, stripes=[(0.86, 0.95)])
        trousers(tailor, person, rng, second)
    accessories.belt(tailor, mixed(second, "4a2a18", 0.5), "e8c860", body.waistline - 0.005, 0.042 * t, 0.016)
    long_sleeves(
        tailor, "undershirt", [(0.40, "sleeve trim", "trim"), (0.44, "sleeve low", "undershirt")], 1.05, 0.90, "glove"
    )
    leather = mixed(second, "4a2a18", 0.45)
    shoes(tailor, "boot", rng, leather, mixed(leather, "ffffff", 0.25))
    if rng.random() < 0.6:
        accessories.cape(
            tailor,
            mixed(main, second, 0.5) if rng.random() < 0.5 else accent,
            mixed(main, "181828", 0.5),
            float(rng.uniform(0.34, 0.50)) * body.height,
        )
    else:
        accessories.shoulder_pads(tailor, mixed(light, "8a94b0", 0.45), accent)
    if person.feminine and person.style.tied not in ("buns", "twin") and rng.random() < 0.5:
        hats.brimmed_hat(tailor, mixed(main, "201830", 0.35), accent, pointed=True)
    elif rng.random() < 0.6:
        hats.headband(tailor, "circlet", "hat", accent)
