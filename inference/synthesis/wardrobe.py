"""What each surface of the packs' characters is, checked by eye: a thing and its category.

A rule is looked for, first come first served, in "figure node material bone side size rgb colour", as in
"Knight Knight_Body knight_texture spine middle large #9a5944 brown"; a surface is small under 0.3 % of the figure.
"""

import re
from collections.abc import Mapping, Sequence

from inference.errors import BadFile

Rule = tuple[str, str, str]  # pattern, thing, category
LINE = "line"  # in a category's place: drawn as line, not as area

_KAYKIT: Sequence[Rule] = (
    (r"Axe|Sword|Knife|Crossbow", "weapon", "bag"),
    (r"Shield", "shield", "bag"),
    (r"_Hat .*small black", "bear's eye", "hat"),
    (r"_Hat", "bear hat", "hat"),
    (r"_Helmet", "helmet", "hat"),
    (r"Head_Hooded .*green", "hood", "hat"),
    (r"#e0b989", "hair", "hair"),
    (r"_Cape", "cape", "clothes"),
    (r"_Head\w* .*(peach|orange|pink)", "skin", "skin"),
    (r"_Head\w* .*black", "eye", "eyes"),
    (r"Rogue_Head .*grey", "earring", "clothes"),
    (r"_Head", "hair", "hair"),
    (r"Barbarian_Arm.*(hand).*(brown|grey|khaki)$", "glove", "clothes"),
    (r"Barbarian_Arm.*(red|brown)", "bracer", "clothes"),
    (r"Barbarian_(Arm|Body|Leg).*(white|light grey)", "fur trim", "clothes"),
    (r"Barbarian_Arm.*(blue|navy)", "shirt", "clothes"),
    (r"Barbarian_Arm.*grey", "stud", "clothes"),
    (r"Barbarian_Body .*chest.*", "fur collar", "clothes"),
    (r"Barbarian_Body .*(blue|navy)", "shirt", "clothes"),
    (r"Barbarian_Body .*hips", "trousers", "clothes"),
    (r"Barbarian_Body .*spine", "belt", "belt"),
    (r"Barbarian_Leg.*foot", "boot", "shoes"),
    (r"Barbarian_Leg.*(dark red|brown)$", "strap", "clothes"),
    (r"Barbarian_Leg", "trousers", "clothes"),
    (r"Knight_Arm.*(red|brown)", "strap", "clothes"),
    (r"Knight_Arm.*hand", "gauntlet", "clothes"),
    (r"Knight_(Body|Arm).*dark grey", "mail", "clothes"),
    (r"Knight_Body .*(brown|khaki)$", "belt", "belt"),
    (r"Knight_Body .*(red|#bdc8cb)", "rosette", "clothes"),
    (r"Knight_Body .*#94a0a6", "buckle", "belt"),
    (r"Knight_(Arm|Body)", "armour", "clothes"),
    (r"Knight_Leg.*(foot|toes)", "boot", "shoes"),
    (r"Knight_Leg.*(red|brown)", "trousers", "clothes"),
    (r"Knight_Leg", "greave", "clothes"),
    (r"Rogue_Arm.*hand", "glove", "clothes"),
    (r"Rogue_Arm.*(teal|dark green)", "tunic", "clothes"),
    (r"Rogue_Arm.*green", "cuff", "clothes"),
    (r"Rogue_Arm", "shoulder pad", "clothes"),
    (r"Rogue_Body .*grey", "buckle", "belt"),
    (r"Rogue_Body .*chest.*green", "scarf", "clothes"),
    (r"Rogue_Body .*green", "tunic", "clothes"),
    (r"Rogue_Body .*#8f4f3b", "shorts", "clothes"),
    (r"Rogue_Body .*hips .*brown", "belt", "belt"),
    (r"Rogue_Body .*brown", "toggle", "clothes"),
    (r"Rogue_Leg.*foot", "boot", "shoes"),
    (r"Rogue_Leg.*(peach|orange|tan|pink)", "skin", "skin"),
    (r"Rogue_Leg", "shorts", "clothes"),
)
_KENNEY: Sequence[Rule] = (
    (r"head-mesh .* peach", "skin", "skin"),
    (r"head-mesh .*(left|right) small", "eye", "eyes"),
    (r"head-mesh .*small", "mouth", "mouth"),
    (r"head-mesh", "hair", "hair"),
    (r"body-mesh .* peach", "skin", "skin"),
    (r"(white|tan|light grey)$", "shoe", "shoes"),
    (r"leg.* dark grey$", "sole", "shoes"),
    (r"leg", "trousers", "clothes"),
    (r"yellow$", "belt", "belt"),
    (r"grey$", "baton", "bag"),
    (r"pink$|red$", "shirt", "clothes"),
    (r"arm", "glove", "clothes"),
    (r"blue$|navy$", "trousers", "clothes"),
)
_MANNEQUINY: Sequence[Rule] = (
    (r"Negro", "earpiece", "hat"),
    (r"Azul head", "face", "skin"),
    (r"Azul (left|right)_(foot|toes)", "shoe", "shoes"),
    (r"Azul", "suit", "clothes"),
    (r"Blanco head", "helmet", "hat"),
    (r"Blanco", "joint", "clothes"),
)
_SMOOTH: Sequence[Rule] = (
    (r"Eyes \w*foot", "shoe", "shoes"),
    (r"Eyes", "eye", "eyes"),
    (r"Skin", "skin", "skin"),
    (r"HairBase|Hair", "hair", "hair"),
    (r"Socks", "sock", "socks"),
    (r"Shoes", "shoe", "shoes"),
    (r"Dress", "dress", "clothes"),
    (r"male_suit .*TieTexture", "shirt", "clothes"),
    (r"male_suit .*Details", "cuff", "clothes"),
    (r"male_suit .*Shirt", "jacket", "clothes"),
    (r"Shirt", "shirt", "clothes"),
    (r"Pants", "trousers", "clothes"),
)
_QUATERNIUS: Sequence[Rule] = (
    (r"Skin", "skin", "skin"),
    (r"Eyebrows .*small|Head Hair_(Brown|Black) .*small", "brow", LINE),
    (r"_Head (Eye|Brown) ", "eye", "eyes"),
    (r"Earrings", "earring", "clothes"),
    (r"_Head Gold", "crown", "hat"),
    (r"farmer .*_Head (Beige|Red)|worker .*_Head Worker_Yellow", "hat", "hat"),
    (r"medieval .*_Head DarkBrown", "hood", "hat"),
    (r"_Head Visor|spacesuit .*_Head Grey", "visor", "glasses"),
    (r"(swat|spacesuit) .*_Head", "helmet", "hat"),
    (r"_Head Black neck|punk .*_Head Black|medieval .*_Head Black", "choker", "clothes"),
    (r"men_punk .*_Head Red head middle small", "beard", "hair"),
    (r"_Head", "hair", "hair"),
    (r"Backpack", "backpack", "bag"),
    (r"women_adventurer .*_Body LightGreen chest|women_adventurer .*_Body Green", "backpack", "bag"),
    (r"_Body Gold|formal .*Gold", "buckle", "belt"),
    (r"casual .*_Feet White \w*lower_leg", "sock", "socks"),
    (r"casual2? .*_Feet White", "sole", "shoes"),
    (r"adventurer .*_Legs White", "sock", "socks"),
    (r"farmer .*_Feet Brown2|spacesuit .*_Feet SciFi_Light ", "sole", "shoes"),
    (r"_Feet", "shoe", "shoes"),
    (r"_Legs Gold", "buckle", "belt"),
    (r"women_adventurer .*_Legs (LightGreen|Brown2 (hips|spine))|women_punk .*_Legs Pink", "belt", "belt"),
    (r"women_worker .*_Legs Brown2 spine|soldier .*_Legs Black spine", "belt", "belt"),
    (r"spacesuit .*_Legs SciFi_Light(_Accent)? spine", "belt", "belt"),
    (r"(beach|^men_casual|women_adventurer) .*_Legs", "shorts", "clothes"),
    (r"formal ", "dress", "clothes"),
    (r"worker .*_Legs Brown2", "knee pad", "clothes"),
    (r"king .*_Legs Metal|scifi .*_Legs Metal", "greave", "clothes"),
    (r"(swat|soldier) .*_Legs (Swat_Black|Black|Grey)", "leg strap", "clothes"),
    (r"_(Legs|Pants)", "trousers", "clothes"),
    (r"farmer .*_Body Brown \w*hand", "glove", "clothes"),
    (r"farmer .*_Body LightBlue", "dungarees", "clothes"),
    (r"(swat|scifi) .*_Body \w+ \w*hand", "glove", "clothes"),
    (r"spacesuit .*_Body", "spacesuit", "clothes"),
    (r"king .*_Body (Metal|Metal_Dark)|(medieval|scifi) .*_Body Metal", "armour", "clothes"),
    (r"suit .*_Body (Suit|Black)", "jacket", "clothes"),
    (r"suit .*_Body Tie", "tie", "clothes"),
    (r"worker .*Worker_Yellow", "reflector", "clothes"),
    (r"Vest|(swat|soldier) .*_Body (Swat_)?Black|men_punk .*_Body Black", "vest", "clothes"),
    (r"^men_casual .*_Body", "pullover", "clothes"),
    (
        r"women_punk .*_Body Pink|medieval .*_Body (LightBrown|DarkBrown)|scifi .*_Body (Blue|LightBlue)",
        "jacket",
        "clothes",
    ),
    (r"adventurer .*_Body LightGreen", "vest", "clothes"),
    (r"_Body", "shirt", "clothes"),
    (r"Armor", "armour", "clothes"),
    (r"Helmet", "helmet", "hat"),
    (r"Boots", "boot", "shoes"),
)
RULES: Mapping[str, Sequence[Rule]] = {
    "kaykit": _KAYKIT,
    "kenney": _KENNEY,
    "mannequiny": _MANNEQUINY,
    "quaternius": _QUATERNIUS,
    "quaternius_smooth": _SMOOTH,
}


def thing_at(pack: str, surface: str) -> tuple[str, str]:
    """(thing, category) of a surface. Raises BadFile for one that nobody has looked at."""
    for pattern, thing, category in RULES[pack]:
        if re.search(pattern, surface):
            return thing, category
    raise BadFile(f"{pack}: no rule says what {surface!r} is", "unknown_surface")
